//! Who a customer is: everything that is fixed before the first purchase.
//!
//! Five habits (regular, refill, bargain, gifts, occasional) give the base its shape; inside each,
//! rates, regularity, loyalty, spending and taste vary from person to person. What then happens is
//! for `life`.

use super::assortment::{Assortment, CATEGORIES};
use super::calendar::Pace;
use super::channel::Channel;
use super::draw::{Draw, Purpose};
use super::world::World;

/// Why and how somebody buys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Habit {
    /// Now and then, all year.
    Regular,
    /// The same goods whenever they run out, like a clock.
    Refill,
    /// Only when prices are cut.
    Bargain,
    /// For others, before feasts.
    Gifts,
    /// Buys seldom.
    Occasional,
}

/// How the customer was won. The order is that of [`Acquisition::NAMES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Acquisition {
    Search,
    Social,
    Email,
    Referral,
    Affiliate,
    Store,
    Marketplace,
}

impl Acquisition {
    const ALL: [Acquisition; 7] = [
        Acquisition::Search,
        Acquisition::Social,
        Acquisition::Email,
        Acquisition::Referral,
        Acquisition::Affiliate,
        Acquisition::Store,
        Acquisition::Marketplace,
    ];
    /// Names in the data.
    pub(super) const NAMES: [&'static str; 7] =
        ["search", "social", "email", "referral", "affiliate", "store", "marketplace"];
}

/// A customer's fixed traits.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// Why and how.
    pub habit: Habit,
    /// The clock of the purchases.
    pub pace: Pace,
    /// Moment of registration in days since the start; below 0 when before.
    pub signup_days: f64,
    /// Registers and never buys.
    pub never_buys: bool,
    /// Orders per day of the clock.
    pub orders_per_day: f64,
    /// Shape of the gamma distribution of gaps: 1 is Poisson, 30 a clock.
    pub regularity: f64,
    /// Probability that the first purchase stays the only one.
    pub one_time_probability: f64,
    /// Probability to be done after any later purchase.
    pub leave_per_order: f64,
    /// Hazard of leaving at any moment, per day.
    pub leave_per_day: f64,
    /// Where satisfaction returns to; 0 is average.
    pub temperament: f64,
    /// Standard normal score of spending.
    pub spend_level: f64,
    /// Mean number of lines beyond the first.
    pub extra_lines: f64,
    /// Factor on units; above 1 for people who buy for a business.
    pub bulk: f64,
    /// Probability that a line is discounted in a promotion.
    pub discount_affinity: f64,
    /// Factor on the categories' return rates.
    pub return_propensity: f64,
    /// Weight of every category.
    pub tastes: [f64; CATEGORIES],
    /// Products bought again and again, and how often a line is one of them.
    pub favourites: [u16; 4],
    /// Share of lines that are favourites.
    pub favourite_share: f64,
    /// The usual channel at first.
    pub channel: Channel,
    /// Probability that an order comes through the usual channel.
    pub channel_habit: f64,
    /// E-mails opened per day of consent.
    pub opens_per_day: f64,
    /// Visits per day without a purchase.
    pub visits_per_day: f64,
    /// Consent to e-mail when it was asked for; none when it never was.
    pub consent_email: Option<bool>,
    /// How the customer was won.
    pub acquisition: Acquisition,
}

impl Person {
    /// The customer of this index. Customers are numbered by registration, as in real tables.
    pub(super) fn draw(world: &World, index: u64) -> Self {
        let mut draw = Draw::new(world.seed, index, Purpose::Person);
        if index >= world.known_before {
            let new = world.customers - world.known_before;
            let part = ((index - world.known_before) as f64 + 0.5) / new as f64;
            let mut person = Self::fresh(world, &mut draw);
            person.signup_days = world.calendar.arrival(part);
            return person;
        }
        // Of those who came earlier only the ones that stayed are seen: loyal people outweigh.
        let part = (index as f64 + 0.5) / world.known_before as f64;
        let age_days = 1.0 + 1500.0 * (1.0 - part).powi(2);
        let mut person = Self::fresh(world, &mut draw);
        for _ in 0..8 {
            let hazard = person.leave_per_day + person.orders_per_day * person.leave_per_order;
            let stayed = (1.0 - person.one_time_probability) * (-0.7 * hazard * age_days).exp();
            if draw.chance(stayed) {
                break;
            }
            person = Self::fresh(world, &mut draw);
        }
        person.signup_days = -age_days;
        person
    }

    fn fresh(world: &World, draw: &mut Draw) -> Self {
        let profile = &world.profile;
        let acquisition =
            Acquisition::ALL[draw.weighted(&[0.30, 0.18, 0.08, 0.11, 0.10, 0.15, 0.08])];
        let habit = draw_habit(acquisition, draw);
        let (orders_per_year, regularity) = rhythm(habit, draw);
        let temperament = 0.6 * draw.normal();
        // Loyalty varies by more than an order of magnitude, and the well-disposed have more of it.
        let referred = if acquisition == Acquisition::Referral { 0.7 } else { 1.0 };
        let flight = draw.log_normal(1.0, 0.9) * (-0.4 * temperament).exp() * referred;
        let (once, per_year) = match habit {
            Habit::Regular => (0.18, 0.38),
            Habit::Refill => (0.11, 0.32),
            Habit::Bargain => (0.29, 0.55),
            Habit::Gifts => (0.27, 0.28),
            Habit::Occasional => (0.34, 0.34),
        };
        let odds = once / (1.0 - once) * profile.one_time_odds * flight.powf(0.7);
        let business = draw.chance(profile.business_share);
        let spend_level = draw.normal() + if business { 1.0 } else { 0.0 };
        let tastes = draw_tastes(habit, draw);
        let favourites = draw_favourites(&world.assortment, &tastes, spend_level, draw);
        let (channel, channel_habit) = draw_channel(acquisition, draw);
        let engagement = draw.log_normal(1.0, 0.8) * (0.25 * temperament).exp();
        Self {
            habit,
            pace: match habit {
                Habit::Regular | Habit::Occasional => Pace::General,
                Habit::Refill => Pace::Steady,
                Habit::Bargain => Pace::Promotions,
                Habit::Gifts => Pace::Gifts,
            },
            signup_days: 0.0,
            never_buys: draw.chance(profile.never_buys),
            orders_per_day: world.rate * profile.order_rate * orders_per_year / 365.0,
            regularity,
            one_time_probability: odds / (1.0 + odds),
            // Where everybody buys more often (groceries), an order weighs less.
            leave_per_order: (profile.leave_per_order * flight / world.rate.max(1.0))
                .min(profile.leave_per_order_max),
            leave_per_day: profile.leave_rate * per_year * flight / 365.0,
            temperament,
            spend_level,
            extra_lines: profile.extra_lines
                * draw.log_normal(if habit == Habit::Refill { 0.7 } else { 1.25 }, 0.6),
            bulk: if business { draw.log_normal(7.0, 0.9).max(1.0) } else { 1.0 },
            discount_affinity: match habit {
                Habit::Bargain => draw.between(0.85, 0.99),
                Habit::Refill => draw.between(0.05, 0.3),
                _ => draw.between(0.1, 0.6),
            },
            return_propensity: profile.returns * draw.log_normal(0.8, 0.7),
            tastes,
            favourites,
            favourite_share: if habit == Habit::Refill { 0.85 } else { draw.between(0.05, 0.45) },
            channel,
            channel_habit,
            opens_per_day: (profile.opens_per_day * engagement * draw.log_normal(1.0, 0.5))
                .min(0.5),
            visits_per_day: (profile.visits_per_day * engagement * draw.log_normal(1.0, 0.5))
                .min(0.7),
            consent_email: match draw.weighted(&[0.66, 0.25, 0.09]) {
                0 => Some(true),
                1 => Some(false),
                _ => None,
            },
            acquisition,
        }
    }
}

fn draw_habit(acquisition: Acquisition, draw: &mut Draw) -> Habit {
    let bargain = match acquisition {
        Acquisition::Affiliate => 0.40,
        Acquisition::Social | Acquisition::Marketplace => 0.20,
        _ => 0.09,
    };
    match draw.weighted(&[0.44, 0.13, bargain, 0.12, 0.17]) {
        0 => Habit::Regular,
        1 => Habit::Refill,
        2 => Habit::Bargain,
        3 => Habit::Gifts,
        _ => Habit::Occasional,
    }
}

/// Orders per year (gamma over people) and regularity of the gaps.
fn rhythm(habit: Habit, draw: &mut Draw) -> (f64, f64) {
    match habit {
        Habit::Regular => (11.0 * draw.gamma(1.4).max(0.05), draw.log_normal(1.3, 0.4).min(6.0)),
        Habit::Refill => {
            let gap_days = [28.0, 30.0, 42.0, 56.0, 60.0, 90.0][draw.below(6)];
            (365.0 / (gap_days * draw.log_normal(1.0, 0.1)), draw.log_normal(14.0, 0.6))
        }
        Habit::Bargain => (7.5 * draw.gamma(1.6).max(0.05), draw.log_normal(1.0, 0.25)),
        Habit::Gifts => (3.2 * draw.gamma(2.5).max(0.1), draw.log_normal(1.6, 0.3)),
        Habit::Occasional => (3.2 * draw.gamma(2.0).max(0.1), draw.log_normal(1.1, 0.4)),
    }
}

/// Most people care for a few categories.
fn draw_tastes(habit: Habit, draw: &mut Draw) -> [f64; CATEGORIES] {
    let concentration = if habit == Habit::Gifts { 1.0 } else { 0.35 };
    Assortment::category_weights().map(|weight| weight * (draw.gamma(concentration) + 0.01))
}

fn draw_favourites(
    assortment: &Assortment,
    tastes: &[f64; CATEGORIES],
    spend_level: f64,
    draw: &mut Draw,
) -> [u16; 4] {
    std::array::from_fn(|_| assortment.pick(draw.weighted(tastes), spend_level, draw))
}

/// The usual channel, and how strong the habit is.
fn draw_channel(acquisition: Acquisition, draw: &mut Draw) -> (Channel, f64) {
    let weights = match acquisition {
        Acquisition::Store => [0.12, 0.08, 0.75, 0.04, 0.01],
        Acquisition::Marketplace => [0.15, 0.05, 0.03, 0.01, 0.76],
        _ => [0.50, 0.25, 0.15, 0.03, 0.07],
    };
    (Channel::ALL[draw.weighted(&weights)], draw.between(0.7, 0.98))
}
