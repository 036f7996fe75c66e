//! What each topic says: a predicate on the customer's own numbers, and its words.
//!
//! A phrase either raises the risk in any reader's eyes or lowers it. It is chosen by its predicate
//! ([`choose`]), which [`Phrase::holds`] repeats of the numbers that it states; tests hold the one to the other.

use super::facts::{Fact, Facts};
use crate::features::Topic;
use crate::score::without_noise;
use crate::time::YEAR_DAYS;
use crate::words::{counted, counted_or_no, money, share, span, whole};
use serde::{Deserialize, Serialize};

/// What is said. The two numbers beside a phrase are those that it states, in the order in which it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Phrase {
    /// No number follows.
    Nothing,
    /// What the rhythm says: [`super::Habit`], once the population's is known.
    Habit,
    FewerOrders,
    FewerOrdersInAYear,
    MoreOrders,
    MoreOrdersInAYear,
    OrdersLately,
    OrdersSoFar,
    FewOrdersSoFar,
    LessSpend,
    MoreSpend,
    NeverSeen,
    NotSeenSinceTheOrder,
    NotSeenLately,
    LittleSeen,
    OftenSeen,
    SeenLately,
    Complained,
    WouldNotRecommend,
    GaveBack,
    WouldRecommend,
    BuysAtADiscount,
    BuysAtFullPrice,
    OneCategory,
    ManyCategories,
    NothingLastYear,
    OrdersLastYear,
}

/// A phrase and its numbers; NaN where it states fewer.
pub(super) type Said = (Phrase, [f64; 2]);

/// What a topic says of a customer where it raises the risk, or lowers it; none where the numbers do not.
pub(super) fn choose(topic: Topic, raises: bool, facts: &Facts<'_>) -> Option<Said> {
    let said = match topic {
        Topic::Silence => Some((Phrase::Habit, [f64::NAN; 2])),
        Topic::Orders => orders(raises, facts),
        Topic::Spend => spend(facts),
        Topic::Interest if raises => little_interest(facts),
        Topic::Interest => interest(facts),
        Topic::Service => service(raises, facts),
        Topic::Price => price(raises, facts),
        Topic::Range => range(raises, facts),
        Topic::Season => season(facts),
        Topic::Other => None,
    };
    // As they are kept, so that what is said holds of the numbers that it is said with.
    let said =
        said.map(|(phrase, numbers)| (phrase, numbers.map(|number| f64::from(number as f32))));
    said.filter(|(phrase, [a, b])| {
        *phrase == Phrase::Habit || phrase.raises() == Some(raises) && phrase.holds(*a, *b)
    })
}

/// Days of a season, and of what is recent.
const RECENT_DAYS: f64 = 90.0;
const A_YEAR_DAYS: f64 = YEAR_DAYS as f64;
/// Few orders in fewer days than these are nothing to remark on.
const MANY_DAYS: f64 = 30.0;
/// A rhythm, or what is always so, takes three orders to be seen.
const FEW_ORDERS: u32 = 3;

fn orders(raises: bool, facts: &Facts<'_>) -> Option<Said> {
    let recent = facts.get(Fact::Orders90d)?;
    let before = facts.get(Fact::Orders180d).map(|all| all - recent);
    let year = facts.get(Fact::Orders365d);
    let year_before = year.zip(facts.get(Fact::OrdersChange365d)).map(|(now, more)| now - more);
    let (change, change_in_a_year) = if raises {
        (Phrase::FewerOrders, Phrase::FewerOrdersInAYear)
    } else {
        (Phrase::MoreOrders, Phrase::MoreOrdersInAYear)
    };
    let both = |phrase: Phrase, days: f64, now: Option<f64>, then: Option<f64>| {
        let numbers = [now?, then?];
        let whole = facts.days_since_first >= 2.0 * days;
        (whole && phrase.holds(numbers[0], numbers[1])).then_some((phrase, numbers))
    };
    // Calendar days, like the silence beside them.
    let so_far = [f64::from(facts.orders), facts.days_since_first.ceil()];
    both(change, RECENT_DAYS, Some(recent), before)
        .or_else(|| both(change_in_a_year, A_YEAR_DAYS, year, year_before))
        .or_else(|| {
            (!raises && recent >= 2.0).then_some((Phrase::OrdersLately, [recent, f64::NAN]))
        })
        .or(Some((if raises { Phrase::FewOrdersSoFar } else { Phrase::OrdersSoFar }, so_far)))
}

fn spend(facts: &Facts<'_>) -> Option<Said> {
    let recent = facts.get(Fact::Spend90d)?;
    let before = without_noise(facts.get(Fact::Spend180d)? - recent);
    let recent = without_noise(recent);
    if facts.days_since_first < 2.0 * RECENT_DAYS {
        return None;
    }
    let phrase = if recent < before { Phrase::LessSpend } else { Phrase::MoreSpend };
    Some((phrase, [recent, before]))
}

/// Days without a visit or an opened e-mail that mean something, whatever the rhythm.
const QUIET_DAYS: f64 = 14.0;

/// Days since the last visit or opened e-mail; none where there never was one.
fn days_since_seen(facts: &Facts<'_>) -> Option<f64> {
    let since = [Fact::DaysSinceVisit, Fact::DaysSinceOpen].map(|fact| facts.get(fact));
    since.into_iter().flatten().reduce(f64::min)
}

/// Visits and opened e-mails of the last 30 days, and how many are typical.
fn seen(facts: &Facts<'_>) -> Option<[f64; 2]> {
    let both = [Fact::Visits30d, Fact::Opens30d];
    let count = both.into_iter().filter_map(|fact| facts.get(fact)).reduce(|a, b| a + b)?;
    let typical = both.map(|fact| facts.typical(fact));
    let typical = typical[0].zip(typical[1]).map_or(f64::NAN, |(a, b)| (a + b).round());
    Some([count, typical])
}

fn little_interest(facts: &Facts<'_>) -> Option<Said> {
    if !facts.has(Fact::DaysSinceVisit) && !facts.has(Fact::DaysSinceOpen) {
        return None;
    }
    // Who has just bought need not come back at once.
    let early = QUIET_DAYS.max(facts.own_gap_days.unwrap_or(0.0) / 2.0);
    if facts.days_since_last < early {
        return None;
    }
    let Some(since) = days_since_seen(facts) else {
        return Some((Phrase::NeverSeen, [f64::NAN; 2]));
    };
    if since.floor() >= facts.days_since_last.floor() {
        return Some((Phrase::NotSeenSinceTheOrder, [since, facts.days_since_last]));
    }
    if since >= early.max(30.0) {
        return Some((Phrase::NotSeenLately, [since, f64::NAN]));
    }
    Some((Phrase::LittleSeen, seen(facts)?))
}

fn interest(facts: &Facts<'_>) -> Option<Said> {
    let often = seen(facts).map(|numbers| (Phrase::OftenSeen, numbers));
    let lately = days_since_seen(facts).map(|since| (Phrase::SeenLately, [since, f64::NAN]));
    often.filter(|(phrase, [a, b])| phrase.holds(*a, *b)).or(lately)
}

fn service(raises: bool, facts: &Facts<'_>) -> Option<Said> {
    let score = facts.get(Fact::Recommendation);
    let said = |phrase: Phrase, number: Option<f64>| {
        number.map(|a| (phrase, [a, f64::NAN])).filter(|(phrase, [a, b])| phrase.holds(*a, *b))
    };
    if !raises {
        return said(Phrase::WouldRecommend, score);
    }
    said(Phrase::Complained, facts.get(Fact::Complaints365d))
        .or_else(|| said(Phrase::WouldNotRecommend, score))
        .or_else(|| said(Phrase::GaveBack, facts.get(Fact::Returns365d)))
}

fn price(raises: bool, facts: &Facts<'_>) -> Option<Said> {
    let discounted = facts.get(Fact::DiscountedShare)?;
    let phrase = if raises { Phrase::BuysAtADiscount } else { Phrase::BuysAtFullPrice };
    Some((phrase, [discounted, f64::from(facts.orders)]))
}

fn range(raises: bool, facts: &Facts<'_>) -> Option<Said> {
    let categories = facts.get(Fact::Categories)?;
    let phrase = if raises { Phrase::OneCategory } else { Phrase::ManyCategories };
    Some((phrase, [categories, f64::from(facts.orders)]))
}

fn season(facts: &Facts<'_>) -> Option<Said> {
    let orders = facts.get(Fact::OrdersLastYear)?;
    if orders >= 1.0 {
        return Some((Phrase::OrdersLastYear, [orders, f64::NAN]));
    }
    // Whoever came later could not have bought then.
    let was_there = facts.days_since_first >= A_YEAR_DAYS + RECENT_DAYS;
    was_there.then_some((Phrase::NothingLastYear, [orders, f64::NAN]))
}

impl Phrase {
    /// Whether it raises the risk in any reader's eyes; none where that is for the numbers.
    pub(super) fn raises(self) -> Option<bool> {
        use Phrase::{
            BuysAtADiscount, BuysAtFullPrice, Complained, FewOrdersSoFar, FewerOrders,
            FewerOrdersInAYear, GaveBack, Habit, LessSpend, LittleSeen, ManyCategories, MoreOrders,
            MoreOrdersInAYear, MoreSpend, NeverSeen, NotSeenLately, NotSeenSinceTheOrder, Nothing,
            NothingLastYear, OftenSeen, OneCategory, OrdersLastYear, OrdersLately, OrdersSoFar,
            SeenLately, WouldNotRecommend, WouldRecommend,
        };
        match self {
            Nothing | Habit => None,
            FewOrdersSoFar | FewerOrders | FewerOrdersInAYear | LessSpend | NeverSeen
            | NotSeenSinceTheOrder | NotSeenLately | LittleSeen | Complained
            | WouldNotRecommend | GaveBack | BuysAtADiscount | OneCategory | NothingLastYear => {
                Some(true)
            }
            MoreOrders | MoreOrdersInAYear | OrdersLately | OrdersSoFar | MoreSpend | OftenSeen
            | SeenLately | WouldRecommend | BuysAtFullPrice | ManyCategories | OrdersLastYear => {
                Some(false)
            }
        }
    }

    /// Whether the numbers that it states say what it says.
    pub(super) fn holds(self, a: f64, b: f64) -> bool {
        let few = f64::from(FEW_ORDERS);
        match self {
            Phrase::Nothing => false,
            Phrase::Habit | Phrase::NeverSeen => true,
            Phrase::FewerOrders | Phrase::FewerOrdersInAYear | Phrase::LittleSeen => a < b,
            Phrase::MoreOrders | Phrase::MoreOrdersInAYear => a > b,
            Phrase::OrdersLately => a >= 2.0,
            Phrase::OrdersSoFar | Phrase::ManyCategories => a >= few,
            Phrase::FewOrdersSoFar => a < few && b >= MANY_DAYS,
            // That nothing was spent is said by the silence; about as much is no change.
            Phrase::LessSpend => a > 0.0 && a < b * 0.95,
            Phrase::MoreSpend => a > b * 1.05 && b >= 0.0,
            Phrase::NotSeenSinceTheOrder => a.floor() >= b.floor(),
            Phrase::NotSeenLately => a >= QUIET_DAYS,
            Phrase::OftenSeen => a >= 1.0 && (b.is_nan() || a > b),
            Phrase::SeenLately => a < QUIET_DAYS,
            Phrase::Complained | Phrase::GaveBack | Phrase::OrdersLastYear => a >= 1.0,
            Phrase::WouldNotRecommend => a <= 6.0,
            Phrase::WouldRecommend => a >= 9.0,
            Phrase::BuysAtADiscount => a >= 0.5 && b >= few,
            Phrase::BuysAtFullPrice => a <= 0.1 && b >= few,
            Phrase::OneCategory => a == 1.0 && b >= few,
            Phrase::NothingLastYear => a == 0.0,
        }
    }

    /// The sentence; none where it is for [`super::Habit`] to say.
    pub(super) fn words(self, a: f64, b: f64) -> Option<String> {
        const SIGHT: &str = "visit or opened e-mail";
        const SIGHTS: &str = "visits or opened e-mails";
        let orders = |n: f64| counted_or_no(n, "order", "orders").to_string();
        Some(match self {
            Phrase::Nothing | Phrase::Habit => return None,
            Phrase::FewerOrders | Phrase::MoreOrders => {
                format!("{} in the last 90 days, {} in the 90 before", orders(a), none_or(b))
            }
            Phrase::FewerOrdersInAYear | Phrase::MoreOrdersInAYear => {
                format!("{} in the last year, {} in the year before", orders(a), none_or(b))
            }
            Phrase::OrdersLately => format!("{} in the last 90 days", orders(a)),
            Phrase::OrdersSoFar => format!("{} in {}", orders(a), span(b)),
            Phrase::FewOrdersSoFar => format!("Only {} in {}", orders(a), span(b)),
            Phrase::LessSpend | Phrase::MoreSpend => {
                let before = if b == 0.0 { "nothing".to_owned() } else { money(b).to_string() };
                format!("Spent {} in the last 90 days, {before} in the 90 before", money(a))
            }
            Phrase::NeverSeen => format!("No {SIGHT} so far"),
            Phrase::NotSeenSinceTheOrder => format!("No {SIGHT} since the last order"),
            Phrase::NotSeenLately | Phrase::SeenLately => {
                format!("Last {SIGHT} {} ago", span(a))
            }
            Phrase::LittleSeen | Phrase::OftenSeen => {
                let sights = counted_or_no(a, SIGHT, SIGHTS);
                let typical =
                    if b.is_nan() { String::new() } else { format!("; typical: {}", whole(b)) };
                format!("{sights} in the last 30 days{typical}")
            }
            Phrase::Complained => {
                format!("{} in the last year", counted(a, "complaint", "complaints"))
            }
            Phrase::WouldNotRecommend | Phrase::WouldRecommend => {
                format!("Last recommendation score {} of 10", whole(a))
            }
            Phrase::GaveBack => format!("{} in the last year", counted(a, "return", "returns")),
            Phrase::BuysAtADiscount => format!("{} of the spend at a discount", share(a)),
            Phrase::BuysAtFullPrice if a < 0.005 => "Has always bought at full price".to_owned(),
            Phrase::BuysAtFullPrice => {
                format!("Buys at full price; {} of the spend at a discount", share(a))
            }
            Phrase::OneCategory => {
                format!("All {} from one category", counted(b, "order", "orders"))
            }
            Phrase::ManyCategories => {
                format!("Has bought from {}", counted(a, "category", "categories"))
            }
            Phrase::NothingLastYear => "No order in the same 90 days last year".to_owned(),
            Phrase::OrdersLastYear => format!("{} in the same 90 days last year", orders(a)),
        })
    }
}

/// A count within a sentence.
fn none_or(count: f64) -> String {
    if count < 0.5 { "none".to_owned() } else { whole(count).to_string() }
}
