//! A customer under way: when the next order comes, when the customer leaves, who comes back.
//!
//! Gaps are gamma distributed on the customer's clock (between Poisson and a clockwork). A hidden
//! satisfaction moves with every order: a late parcel, a complaint or a fault pulls it down, and
//! with it purchase rate, basket and engagement; the hazard of leaving rises. Most who leave never
//! return; a few do after months.

use super::channel::Channel;
use super::draw::Draw;
use super::person::Person;
use super::shape::Profile;
use super::world::World;

/// How strongly satisfaction drives the hazard of leaving, the purchase rate.
const SATISFACTION_ON_LEAVING: f64 = 1.0;
const SATISFACTION_ON_RATE: f64 = 0.22;

/// A customer under way.
pub(super) struct Life<'a> {
    pub(super) world: &'a World,
    pub(super) person: &'a Person,
    pub(super) index: u32,
    /// Documents (orders and returns) so far.
    pub(super) documents: u32,
    /// Hidden state; 0 is average, the scale is about 1.
    pub(super) satisfaction: f64,
    pub(super) channel: Channel,
    /// Second of the latest order: orders never share one nor go back.
    pub(super) last_second: Option<u32>,
}

impl Life<'_> {
    /// New customers mostly register with their first order; older ones are met in mid-gap.
    pub(super) fn first_order(&self, draw: &mut Draw) -> Option<f64> {
        let Person { pace, orders_per_day, regularity, signup_days, .. } = *self.person;
        if signup_days < 0.0 {
            let gap = draw.unit() * draw.gamma(regularity) / orders_per_day;
            return self.world.calendar.advance(pace, 0.0, gap);
        }
        let delay = if draw.chance(0.72) { 0.0 } else { draw.exponential(18.0) };
        Some(signup_days + delay).filter(|&at| at < self.world.days)
    }

    pub(super) fn next_order(&self, at: f64, draw: &mut Draw) -> Option<f64> {
        let Person { pace, orders_per_day, regularity, .. } = *self.person;
        let rate = orders_per_day * (SATISFACTION_ON_RATE * self.satisfaction).exp();
        // Now and then life gets in the way: a skipped season, a long journey, a full cupboard.
        let pause = if draw.chance(0.03) { draw.between(2.0, 4.0) } else { 1.0 };
        self.world.calendar.advance(pace, at, pause * draw.gamma(regularity) / rate)
    }

    /// The moment at which the customer is through with the business unless another order comes.
    pub(super) fn leaves_at(&self, at: f64, order_number: u32, draw: &mut Draw) -> f64 {
        let person = self.person;
        let pressure = (-SATISFACTION_ON_LEAVING * self.satisfaction).exp();
        let at_once = if order_number == 0 {
            let odds = person.one_time_probability / (1.0 - person.one_time_probability);
            let pressed = odds * pressure.powf(0.6);
            pressed / (1.0 + pressed)
        } else {
            let habit = f64::from(order_number).powf(self.world.profile.habit_power);
            (person.leave_per_order * pressure / habit).min(0.8)
        };
        let soon = draw.chance(at_once);
        at + draw.exponential(if soon { 8.0 } else { 1.0 / (person.leave_per_day * pressure) })
    }

    /// A few of those who left start again after months.
    pub(super) fn comes_back(&mut self, left: f64, draw: &mut Draw) -> Option<f64> {
        let Profile { back_share, back_after_days, back_spread_days, .. } = self.world.profile;
        if !draw.chance(back_share) {
            return None;
        }
        let at = left + back_after_days + draw.exponential(back_spread_days);
        self.satisfaction = self.person.temperament;
        Some(at).filter(|&at| at < self.world.days)
    }
}
