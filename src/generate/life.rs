//! What a customer does: order after order until the customer leaves or the data ends.
//!
//! Gaps are gamma distributed on the customer's clock (between Poisson and a clockwork). A hidden
//! satisfaction moves with every order: a late parcel, a complaint or a fault pulls it down, and
//! with it purchase rate, basket and engagement; the hazard of leaving rises. Most who leave never
//! return; a few do after months.

use super::basket;
use super::channel::Channel;
use super::draw::{Draw, Purpose};
use super::engagement::{Engagement, Segment};
use super::person::Person;
use super::rows::BlockRows;
use super::world::World;

/// What is known of a customer in the end. A bit set, one byte a customer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Fate(u8);

impl Fate {
    /// Bought at least once.
    pub(super) const BOUGHT: Fate = Fate(1);
    /// Asked for no more mails.
    pub(super) const UNSUBSCRIBED: Fate = Fate(2);
    /// Left before the end.
    pub(super) const LEFT: Fate = Fate(4);

    /// Whether the bit is set.
    pub(super) fn has(self, bit: Fate) -> bool {
        self.0 & bit.0 != 0
    }

    pub(super) fn set(&mut self, bit: Fate) {
        self.0 |= bit.0;
    }
}

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

/// Lives one customer's life and appends its rows.
pub(super) fn simulate(world: &World, index: u64, out: &mut BlockRows) -> Fate {
    let person = Person::draw(world, index);
    let mut draw = Draw::new(world.seed, index, Purpose::Life);
    let mut engagement = Engagement::new(world, &person, index);
    let mut life = Life {
        world,
        person: &person,
        index: index as u32,
        documents: 0,
        satisfaction: person.temperament,
        channel: person.channel,
        last_second: None,
    };
    let mut fate = Fate::default();
    if person.never_buys {
        let from = person.signup_days.max(0.0);
        let left = from + draw.exponential(40.0);
        engagement.live(Segment { from, to: world.days, left: Some(left) }, -0.7, out);
    } else {
        life.run(&mut draw, &mut engagement, &mut fate, out);
    }
    if engagement.unsubscribed() {
        fate.set(Fate::UNSUBSCRIBED);
    }
    fate
}

impl Life<'_> {
    fn run(
        &mut self,
        draw: &mut Draw,
        engagement: &mut Engagement<'_>,
        fate: &mut Fate,
        out: &mut BlockRows,
    ) {
        let known_before = self.person.signup_days < 0.0;
        let mut order_number = u32::from(known_before);
        let mut next = self.first_order(draw);
        if known_before {
            let to = next.unwrap_or(self.world.days);
            engagement.live(Segment { from: 0.0, to, left: None }, self.satisfaction, out);
        }
        while let Some(at) = next {
            let Some(experience) = basket::order(self, at, draw, out) else { return };
            fate.set(Fate::BOUGHT);
            out.orders += 1;
            self.satisfaction =
                0.85 * self.satisfaction + 0.15 * self.person.temperament + 0.3 * draw.normal()
                    - experience.displeasure;
            engagement.after_order(at, &experience, self.satisfaction, self.channel, out);
            let leaving = self.leaves_at(at, order_number, draw);
            next = self.next_order(at, draw);
            let next_or_never = next.unwrap_or(f64::INFINITY);
            if next_or_never <= leaving {
                let segment = Segment { from: at, to: next_or_never, left: None };
                engagement.live(segment, self.satisfaction, out);
            } else {
                let left = Some(leaving);
                next = self.comes_back(leaving, draw);
                let to = next.unwrap_or(self.world.days);
                engagement.live(Segment { from: at, to, left }, self.satisfaction, out);
                if leaving < self.world.days && next.is_none() {
                    fate.set(Fate::LEFT);
                }
            }
            order_number += 1;
        }
    }

    /// New customers mostly register with their first order; older ones are met in mid-gap.
    fn first_order(&self, draw: &mut Draw) -> Option<f64> {
        let Person { pace, orders_per_day, regularity, signup_days, .. } = *self.person;
        if signup_days < 0.0 {
            let gap = draw.unit() * draw.gamma(regularity) / orders_per_day;
            return self.world.calendar.advance(pace, 0.0, gap);
        }
        let delay = if draw.chance(0.72) { 0.0 } else { draw.exponential(18.0) };
        Some(signup_days + delay).filter(|&at| at < self.world.days)
    }

    fn next_order(&self, at: f64, draw: &mut Draw) -> Option<f64> {
        let Person { pace, orders_per_day, regularity, .. } = *self.person;
        let rate = orders_per_day * (SATISFACTION_ON_RATE * self.satisfaction).exp();
        // Now and then life gets in the way: a skipped season, a long journey, a full cupboard.
        let pause = if draw.chance(0.03) { draw.between(2.0, 4.0) } else { 1.0 };
        self.world.calendar.advance(pace, at, pause * draw.gamma(regularity) / rate)
    }

    /// The moment at which the customer is through with the business unless another order comes.
    fn leaves_at(&self, at: f64, order_number: u32, draw: &mut Draw) -> f64 {
        let person = self.person;
        let pressure = (-SATISFACTION_ON_LEAVING * self.satisfaction).exp();
        let at_once = if order_number == 0 {
            let odds = person.one_time_probability / (1.0 - person.one_time_probability);
            let pressed = odds * pressure.powf(0.6);
            pressed / (1.0 + pressed)
        } else {
            (person.leave_per_order * pressure).min(0.8)
        };
        let soon = draw.chance(at_once);
        at + draw.exponential(if soon { 8.0 } else { 1.0 / (person.leave_per_day * pressure) })
    }

    /// A few of those who left start again after months.
    fn comes_back(&mut self, left: f64, draw: &mut Draw) -> Option<f64> {
        if !draw.chance(0.07) {
            return None;
        }
        let at = left + 120.0 + draw.exponential(150.0);
        self.satisfaction = self.person.temperament;
        Some(at).filter(|&at| at < self.world.days)
    }
}
