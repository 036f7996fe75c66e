//! What a customer does: order after order, with the engagement between, until the customer leaves
//! or the data ends.

use super::basket;
use super::draw::{Draw, Purpose};
use super::engagement::{Engagement, Segment};
use super::life::Life;
use super::person::Person;
use super::rows::BlockRows;
use super::world::World;

/// What is known of a customer at the end of what is told. A bit set, one byte a customer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Fate(u8);

impl Fate {
    /// Bought at least once.
    pub(super) const BOUGHT: Fate = Fate(1);
    /// Asked for no more mails.
    pub(super) const UNSUBSCRIBED: Fate = Fate(2);
    /// Left before the end.
    pub(super) const LEFT: Fate = Fate(4);
    /// Registered before the end.
    pub(super) const KNOWN: Fate = Fate(8);

    /// Whether the bit is set.
    pub(super) fn has(self, bit: Fate) -> bool {
        self.0 & bit.0 != 0
    }

    pub(super) fn set(&mut self, bit: Fate) {
        self.0 |= bit.0;
    }
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
        run(&mut life, &mut draw, &mut engagement, &mut fate, out);
    }
    if person.signup_days < world.told_days() {
        fate.set(Fate::KNOWN);
    }
    if engagement.unsubscribed() {
        fate.set(Fate::UNSUBSCRIBED);
    }
    fate
}

fn run(
    life: &mut Life<'_>,
    draw: &mut Draw,
    engagement: &mut Engagement<'_>,
    fate: &mut Fate,
    out: &mut BlockRows,
) {
    let known_before = life.person.signup_days < 0.0;
    let mut order_number = if known_before { life.world.profile.orders_before } else { 0 };
    let mut next = life.first_order(draw);
    if known_before {
        let to = next.unwrap_or(life.world.days);
        engagement.live(Segment { from: 0.0, to, left: None }, life.satisfaction, out);
    }
    while let Some(at) = next {
        let Some(experience) = basket::order(life, at, draw, out) else { return };
        if at < life.world.told_days() {
            fate.set(Fate::BOUGHT);
        }
        life.satisfaction =
            0.85 * life.satisfaction + 0.15 * life.person.temperament + 0.3 * draw.normal()
                - experience.displeasure;
        engagement.after_order(at, &experience, life.satisfaction, life.channel, out);
        let leaving = life.leaves_at(at, order_number, draw);
        next = life.next_order(at, draw);
        let next_or_never = next.unwrap_or(f64::INFINITY);
        if next_or_never <= leaving {
            let segment = Segment { from: at, to: next_or_never, left: None };
            engagement.live(segment, life.satisfaction, out);
        } else {
            let left = Some(leaving);
            next = life.comes_back(leaving, draw);
            let to = next.unwrap_or(life.world.days);
            engagement.live(Segment { from: at, to, left }, life.satisfaction, out);
            let told = life.world.told_days();
            if leaving < told && next.is_none_or(|back| back >= told) {
                fate.set(Fate::LEFT);
            }
        }
        order_number += 1;
    }
}
