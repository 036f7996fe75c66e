//! One order: its second, channel, lines, prices, discounts; and what comes back of it.
//!
//! All lines of an order share order number, second and channel, as invoice lines do. A return is
//! a document of its own, later, with negative quantity and amount, at the price that was paid.

use super::assortment::Assortment;
use super::channel::Channel;
use super::draw::Draw;
use super::life::Life;
use super::person::Habit;
use super::rows::{BlockRows, TransactionRow};
use super::shape::Profile;

/// How an order went for the customer.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Experience {
    /// Taken off satisfaction.
    pub displeasure: f64,
    /// Whether the parcel was late or faulty.
    pub failed: bool,
}

/// Most lines in an order.
const LINES_MAX: u32 = 60;

/// Appends the lines of an order near this moment (days since the start), and its returns; nothing
/// and none when the data ends before.
pub(super) fn order(
    life: &mut Life<'_>,
    at: f64,
    draw: &mut Draw,
    out: &mut BlockRows,
) -> Option<Experience> {
    let channel = choose_channel(life, draw);
    let second = order_second(life, at, channel, draw)?;
    let day = (second / 86_400) as usize;
    life.last_second = Some(second);
    let document = life.documents;
    life.documents += 1;
    let first_line = out.transactions.len();
    let lines = line_count(life, draw);
    let markdown = Markdown::on(life, day, draw);
    for _ in 0..lines {
        let product = choose_product(life, draw);
        // A product stands once on an invoice, with its units.
        if out.transactions[first_line..].iter().any(|line| line.product == product) {
            continue;
        }
        let list_price = life.world.assortment.price_cents(product, day);
        let quantity = units(life, product, draw);
        let off_cents = markdown.off_cents(list_price, draw);
        out.transactions.push(TransactionRow {
            second,
            customer: life.index,
            document,
            product,
            channel: channel as u8,
            quantity,
            unit_price_cents: list_price,
            discount_cents: off_cents * quantity as u32,
        });
    }
    Some(aftermath(life, first_line, channel, draw, out))
}

fn choose_channel(life: &mut Life<'_>, draw: &mut Draw) -> Channel {
    // Habits move, mostly towards the app.
    if draw.chance(0.025) {
        life.channel = Channel::ALL[draw.weighted(&[0.30, 0.45, 0.15, 0.02, 0.08])];
    }
    if draw.chance(life.person.channel_habit) {
        return life.channel;
    }
    Channel::ALL[draw.weighted(&[0.40, 0.22, 0.25, 0.04, 0.09])]
}

/// The second of the order, after the one before it.
fn order_second(life: &Life<'_>, at: f64, channel: Channel, draw: &mut Draw) -> Option<u32> {
    let day = at as usize;
    let wished = day as u32 * 86_400 + life.world.calendar.second_of_day(day, channel, draw);
    let second = match life.last_second {
        Some(last) if wished <= last => last + 60 + draw.below(7200) as u32,
        _ => wished,
    };
    Some(second).filter(|&second| second < life.world.span_seconds)
}

fn line_count(life: &Life<'_>, draw: &mut Draw) -> u32 {
    let mood = (0.15 * life.satisfaction).exp();
    // Gamma-Poisson: most baskets are small, a few are very large.
    let size = draw.gamma(1.2);
    (1 + draw.poisson(life.person.extra_lines * mood * size)).min(LINES_MAX)
}

fn choose_product(life: &Life<'_>, draw: &mut Draw) -> u16 {
    let person = life.person;
    if draw.chance(person.favourite_share) {
        return person.favourites[draw.below(person.favourites.len())];
    }
    let category = draw.weighted(&person.tastes);
    life.world.assortment.pick(category, person.spend_level, draw)
}

fn units(life: &Life<'_>, product: u16, draw: &mut Draw) -> i32 {
    let category = life.world.assortment.category_of(product);
    let Profile { extra_units, units_max, .. } = life.world.profile;
    let extra =
        Assortment::extra_units(category) * extra_units * (0.3 * life.person.spend_level).exp();
    let size = draw.gamma(0.8);
    let single = 1 + draw.poisson(extra * size);
    let bulk = life.person.bulk;
    if bulk <= 1.0 {
        return (single as i32).min(units_max);
    }
    (f64::from(single) * draw.log_normal(bulk, 0.5)).clamp(1.0, f64::from(units_max)) as i32
}

/// What an order's prices are cut by.
struct Markdown {
    /// Part of the price off.
    depth: f64,
    /// Share of the lines that are cut.
    line_share: f64,
}

impl Markdown {
    fn on(life: &Life<'_>, day: usize, draw: &mut Draw) -> Self {
        let promotion = life.world.calendar.promotion(day);
        let affinity = life.person.discount_affinity;
        let bargain = life.person.habit == Habit::Bargain;
        if promotion > 0.0 {
            let steps = [-0.10, -0.05, 0.0, 0.0, 0.05, 0.10];
            let depth = (promotion + steps[draw.below(steps.len())]).max(0.05);
            return Self { depth, line_share: affinity };
        }
        // Outside promotions: vouchers, and the clearance corner for those who look for it.
        let voucher = if bargain { 0.6 } else { 0.12 * affinity };
        let line_share = if draw.chance(voucher) { 0.9 } else { 0.0 };
        Self { depth: [0.05, 0.10, 0.10, 0.15, 0.20][draw.below(5)], line_share }
    }

    fn off_cents(&self, price_cents: u32, draw: &mut Draw) -> u32 {
        if self.line_share > 0.0 && draw.chance(self.line_share) {
            (f64::from(price_cents) * self.depth).round() as u32
        } else {
            0
        }
    }
}

/// Lateness, faults and returns of the order whose lines start at `first_line`.
fn aftermath(
    life: &mut Life<'_>,
    first_line: usize,
    channel: Channel,
    draw: &mut Draw,
    out: &mut BlockRows,
) -> Experience {
    let late_probability = match channel {
        Channel::Store => 0.0,
        Channel::Marketplace => 0.10,
        _ => 0.06,
    };
    let faulty = draw.chance(0.02);
    let failed = faulty || draw.chance(late_probability);
    let mut displeasure = if failed { draw.between(0.7, 1.6) } else { 0.0 };
    let back_after = 86_400.0 * (2.0 + draw.exponential(9.0));
    let lines = out.transactions.len();
    let document = life.documents;
    let mut returned = false;
    for i in first_line..lines {
        let line = out.transactions[i];
        let category = life.world.assortment.category_of(line.product);
        let rate = Assortment::return_rate(category) * life.person.return_propensity;
        if !draw.chance(if faulty { 0.6 } else { rate.min(0.7) }) {
            continue;
        }
        let kept = if line.quantity > 1 { draw.below(line.quantity as usize) as i32 } else { 0 };
        let second = f64::from(line.second) + back_after;
        if second >= f64::from(life.world.span_seconds) {
            continue;
        }
        returned = true;
        out.transactions.push(TransactionRow {
            second: second as u32,
            document,
            quantity: kept - line.quantity,
            unit_price_cents: line.unit_price_cents - line.discount_cents / line.quantity as u32,
            discount_cents: 0,
            ..line
        });
    }
    if returned {
        life.documents += 1;
        displeasure += 0.25;
    }
    Experience { displeasure, failed }
}
