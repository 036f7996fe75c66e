//! Engagement between orders: visits, mails, reviews, complaints, answers to the NPS question.
//!
//! Its strength follows satisfaction and fades in the weeks before a customer leaves, so that it
//! tells of a loss before the purchases do. Draws are the engagement's own: without events the
//! purchases are the same.

use super::basket::Experience;
use super::channel::Channel;
use super::draw::{Draw, Purpose};
use super::person::Person;
use super::rows::{BlockRows, EventRow, NO_VALUE};
use super::world::World;
use crate::history::EventKind;

/// Days before leaving over which engagement fades, at most.
const FADE_DAYS: f64 = 60.0;

/// Engagement after leaving is not followed beyond so many times the days in which it fades to 1/e.
const FORGOTTEN: f64 = 200.0 / 45.0;

/// A stretch of a life between two orders (days since the start).
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    /// The order at its start.
    pub from: f64,
    /// The next order; may lie after the end of the data.
    pub to: f64,
    /// When the customer left in between.
    pub left: Option<f64>,
}

impl Segment {
    /// How much of the usual engagement there is at a moment, 0 to 1.
    fn strength(&self, at: f64, memory_days: f64) -> f64 {
        match self.left {
            None => 1.0,
            Some(left) if at >= left => 0.15 * (-(at - left) / memory_days).exp(),
            Some(left) => {
                let start = (left - FADE_DAYS).max(self.from);
                if at < start { 1.0 } else { 1.0 - 0.8 * (at - start) / (left - start).max(1e-9) }
            }
        }
    }
}

/// One customer's engagement.
pub(super) struct Engagement<'a> {
    world: &'a World,
    person: &'a Person,
    customer: u32,
    draw: Draw,
    unsubscribed_at: f64,
}

impl<'a> Engagement<'a> {
    pub(super) fn new(world: &'a World, person: &'a Person, index: u64) -> Self {
        Self {
            world,
            person,
            customer: index as u32,
            draw: Draw::new(world.seed, index, Purpose::Engagement),
            unsubscribed_at: f64::INFINITY,
        }
    }

    /// Whether the customer asked for no more mails before the end of what is told.
    pub(super) fn unsubscribed(&self) -> bool {
        self.unsubscribed_at < self.world.told_days()
    }

    /// Visits and mails of a segment.
    pub(super) fn live(&mut self, segment: Segment, satisfaction: f64, out: &mut BlockRows) {
        let memory_days = self.world.profile.memory_days;
        let to = segment.to.min(self.world.days);
        let to = segment.left.map_or(to, |left| to.min(left + FORGOTTEN * memory_days));
        let from = segment.from;
        if to <= from {
            return;
        }
        let mood = (0.4 * satisfaction).exp();
        self.unsubscribe(segment, satisfaction, out);
        if self.person.consent_email == Some(true) {
            let opens = self.draw.poisson(self.person.opens_per_day * mood * (to - from));
            for _ in 0..opens {
                let at = self.draw.between(from, to);
                if at < self.unsubscribed_at && self.draw.chance(segment.strength(at, memory_days))
                {
                    self.open(at, mood, out);
                }
            }
        }
        let visits = self.draw.poisson(self.person.visits_per_day * mood * (to - from));
        for _ in 0..visits {
            let at = self.draw.between(from, to);
            if self.draw.chance(segment.strength(at, memory_days)) {
                self.visit(at, out);
            }
        }
        if segment.left.is_none() && satisfaction > 0.3 && self.draw.chance(0.02) {
            let at = self.draw.between(from, to);
            self.push(at, EventKind::Referral, NO_VALUE, out);
        }
    }

    /// What an order brings with it: looking round before, and an answer of some kind after.
    pub(super) fn after_order(
        &mut self,
        at: f64,
        experience: &Experience,
        satisfaction: f64,
        channel: Channel,
        out: &mut BlockRows,
    ) {
        if channel.leaves_visits() {
            for _ in 0..=self.draw.poisson(self.world.profile.looks_before_order) {
                let before = at.floor() - self.draw.exponential(2.5);
                self.visit(before.max(self.person.signup_days.floor()), out);
            }
        }
        let after = at.floor() + 1.0;
        if experience.failed {
            let when = after + self.draw.exponential(4.0);
            if self.draw.chance(0.5) {
                self.push(when, EventKind::Support, NO_VALUE, out);
            }
            if self.draw.chance(0.45) {
                self.push(when + 0.01, EventKind::Complaint, NO_VALUE, out);
            }
        } else if self.draw.chance(0.03) {
            let when = after + self.draw.exponential(6.0);
            self.push(when, EventKind::Support, NO_VALUE, out);
        }
        if self.draw.chance(0.06) {
            let answer = self.opinion(self.world.profile.nps_mean, 1.9, satisfaction);
            let when = after + self.draw.exponential(5.0);
            self.push(when, EventKind::Nps, answer.clamp(0.0, 10.0) as u8, out);
        }
        if self.draw.chance(0.04) {
            let stars = self.opinion(4.2, 0.9, satisfaction);
            let when = after + 2.0 + self.draw.exponential(8.0);
            self.push(when, EventKind::Review, stars.clamp(1.0, 5.0) as u8, out);
        }
    }

    fn opinion(&mut self, mean: f64, spread: f64, satisfaction: f64) -> f64 {
        (mean + spread * (satisfaction + 0.6 * self.draw.normal())).round()
    }

    fn unsubscribe(&mut self, segment: Segment, satisfaction: f64, out: &mut BlockRows) {
        if self.person.consent_email != Some(true) || self.unsubscribed_at.is_finite() {
            return;
        }
        let probability = match segment.left {
            Some(_) => 0.10,
            None if satisfaction < -1.0 => 0.03,
            None => 0.002,
        };
        if self.draw.chance(probability) {
            let until = segment.left.unwrap_or(segment.to.min(self.world.days));
            self.unsubscribed_at = self.draw.between(segment.from, until.max(segment.from));
            self.push(self.unsubscribed_at, EventKind::Unsubscribe, NO_VALUE, out);
        }
    }

    /// Mails go out in the morning of every few days; they are opened within hours, some later.
    fn open(&mut self, at: f64, mood: f64, out: &mut BlockRows) {
        let every_days = self.world.profile.mail_every_days;
        let sent = (at / every_days).ceil() * every_days + 0.35;
        let opened = sent + self.draw.exponential(0.25);
        if opened >= self.unsubscribed_at {
            return;
        }
        self.push(opened, EventKind::EmailOpen, NO_VALUE, out);
        if self.draw.chance((0.16 * mood).min(0.6)) {
            self.push(opened + 0.0005, EventKind::EmailClick, NO_VALUE, out);
        }
    }

    /// A visit at home's hours of the moment's day; the value is the number of pages.
    fn visit(&mut self, at: f64, out: &mut BlockRows) {
        if at < 0.0 {
            return;
        }
        let day = at as usize;
        let second = self.world.calendar.second_of_day(day, Channel::Web, &mut self.draw);
        let pages = 1.0 + self.draw.exponential(4.0);
        let moment = day as f64 + f64::from(second) / 86_400.0;
        self.push(moment, EventKind::Visit, pages.min(200.0) as u8, out);
    }

    fn push(&mut self, at: f64, kind: EventKind, value: u8, out: &mut BlockRows) {
        let second = at * 86_400.0;
        if self.world.events && (0.0..f64::from(self.world.span_seconds)).contains(&second) {
            let second = second as u32;
            out.events.push(EventRow { second, customer: self.customer, kind: kind as u8, value });
        }
    }
}
