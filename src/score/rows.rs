//! First phase: what is kept of each customer while the base is read, partition by partition.
//!
//! A row is plain numbers, no text: 224 bytes (a test holds it to that) plus the identifier, plus
//! 8 bytes per feature when every contribution is asked for. What depends on the other customers
//! (percentile, RFM, tier, population gap) is left to `finish`; sentences are made at writing.

use super::cadence::Rhythm;
use super::reasons::Picked;
use super::settings::HealthCutoffs;
use crate::features::CustomerView;
use crate::history::{CustomerId, CustomerIds, EventKind, Transactions};
use crate::ingest::NO_CODE;
use crate::labels::Ineligible;
use crate::time::days;
use serde::{Deserialize, Serialize};

/// Whether a customer is scored and, if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Standing {
    /// Scored.
    Eligible,
    /// Rows, but no purchase before `as_of`.
    NeverBought,
    /// The last purchase lies before the lookback.
    Lapsed,
    /// Known from the contact details only: not one row.
    NoHistory,
}

impl Standing {
    /// All of them, in the order of their numbers.
    pub(crate) const ALL: [Standing; Standing::COUNT] =
        [Standing::Eligible, Standing::NeverBought, Standing::Lapsed, Standing::NoHistory];
    /// How many there are.
    pub(crate) const COUNT: usize = 4;

    /// The reason as it stands in the score file; none for the eligible.
    pub(crate) fn ineligible_reason(self) -> Option<&'static str> {
        match self {
            Standing::Eligible => None,
            Standing::NeverBought => Some(Ineligible::NeverBought.name()),
            Standing::Lapsed => Some(Ineligible::Lapsed.name()),
            Standing::NoHistory => Some("no_history"),
        }
    }

    /// The standing of a customer who is not scored for this reason.
    pub(crate) fn of_unscored(reason: Ineligible, view: &CustomerView<'_>) -> Self {
        match reason {
            Ineligible::Lapsed => Standing::Lapsed,
            Ineligible::NeverBought
                if view.rows.is_empty() && view.events.time_micros.is_empty() =>
            {
                Standing::NoHistory
            }
            Ineligible::NeverBought => Standing::NeverBought,
        }
    }
}

/// What a customer's events say beside the orders; all false where no events are mapped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts with names")]
pub(crate) struct Engagement {
    /// A welcome event lately.
    pub engaged: bool,
    /// A complaint lately.
    pub complained: bool,
    /// Last NPS answer 9 or 10, or has ever referred somebody.
    pub advocate: bool,
    /// Has asked to be left alone, whenever: known from all events, not from the history up to `as_of`.
    pub unsubscribed: bool,
    /// What went wrong since the last order; the gravest of it.
    pub service_failure: Option<ServiceFailure>,
}

/// What may have gone wrong since the last order, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum ServiceFailure {
    /// The customer has complained.
    Complaint,
    /// The customer has answered 6 or less.
    LowScore,
    /// The customer has given something back.
    Return,
}

impl ServiceFailure {
    /// As it stands in the score file.
    pub(crate) fn name(self) -> &'static str {
        match self {
            ServiceFailure::Complaint => "complaint",
            ServiceFailure::LowScore => "low_score",
            ServiceFailure::Return => "return",
        }
    }

    /// The one of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let all = [ServiceFailure::Complaint, ServiceFailure::LowScore, ServiceFailure::Return];
        all.into_iter().find(|failure| failure.name() == name)
    }

    /// As a sentence says it.
    pub(crate) fn sentence(name: &str) -> &'static str {
        match name {
            "complaint" => "Complained since the last order",
            "low_score" => "Gave a low recommendation score since the last order",
            "return" => "Returned something since the last order",
            _ => "Something went wrong since the last order",
        }
    }
}

/// No category.
const NO_CATEGORY: u16 = u16::MAX;

/// What scores need of the history itself.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Facts {
    /// First and last order and their number.
    pub rhythm: Rhythm,
    /// Local calendar day of the last order, days since 1970-01-01.
    pub last_day: i32,
    /// All amounts before `as_of`, returns taken off.
    pub spend: f64,
    /// Amounts in the last 365 days, returns taken off.
    pub spend_365d: f64,
    /// Money given back.
    pub returned: f64,
    /// Days from the first order to the second; NaN where there is none.
    pub second_gap_days: f32,
    /// Code of the category of the last order's dearest item; [`NO_CATEGORY`] where it is not known, or too
    /// large for a name.
    pub last_category: u16,
    /// From the events.
    pub engagement: Engagement,
}

/// A sum of money to the millionth, where it has so many digits: what the order of adding leaves in the last binary
/// digits is no money, and would put customers of one spend on two sides of a class. Nothing is `0`, never `-0`.
pub(crate) fn without_noise(sum: f64) -> f64 {
    const MILLION: f64 = 1e6;
    const EXACT_UP_TO: f64 = 9_007_199_254_740_992.0 / MILLION;
    let money = if sum.abs() < EXACT_UP_TO { (sum * MILLION).round() / MILLION } else { sum };
    money + 0.0
}

impl Facts {
    /// A customer of whom nothing is known.
    pub(crate) const NOTHING: Facts = Facts {
        rhythm: Rhythm { first_micros: 0, last_micros: 0, orders: 0 },
        last_day: 0,
        spend: 0.0,
        spend_365d: 0.0,
        returned: 0.0,
        second_gap_days: f32::NAN,
        last_category: NO_CATEGORY,
        engagement: Engagement {
            engaged: false,
            complained: false,
            advocate: false,
            unsubscribed: false,
            service_failure: None,
        },
    };

    /// The same, with the category of the last order's dearest item by its place in a list of names.
    pub(crate) fn with_last_category(self, place: Option<usize>) -> Self {
        let code = place.and_then(|place| place.try_into().ok());
        Self { last_category: code.unwrap_or(NO_CATEGORY), ..self }
    }

    /// The facts of one customer's view.
    pub(crate) fn of(view: &CustomerView<'_>, cutoffs: &HealthCutoffs) -> Self {
        let orders = view.orders;
        let amounts = view.rows.amount;
        Self {
            rhythm: Rhythm {
                first_micros: orders.time_micros.first().copied().unwrap_or(0),
                last_micros: orders.time_micros.last().copied().unwrap_or(0),
                orders: orders.len() as u32,
            },
            last_day: orders.day.last().copied().unwrap_or(0),
            spend: without_noise(amounts.iter().sum()),
            spend_365d: without_noise(amounts[view.first_row_within(365)..].iter().sum()),
            returned: amounts.iter().filter(|a| a.is_sign_negative()).fold(0.0, |sum, a| sum - a),
            second_gap_days: match orders.time_micros[..] {
                [first, second, ..] => days(second - first) as f32,
                _ => f32::NAN,
            },
            last_category: last_category(&view.rows).try_into().unwrap_or(NO_CATEGORY),
            engagement: engagement(view, cutoffs),
        }
    }
}

/// The category of the last order's dearest item that has one; of equally dear ones the least code.
fn last_category(rows: &Transactions<'_>) -> u32 {
    let is_sale = |i: &usize| !rows.is_return(*i);
    let Some(last) = (0..rows.category.len()).rev().find(is_sale) else { return NO_CODE };
    let items = (0..=last).rev().take_while(|&i| rows.order[i] == rows.order[last]);
    let with_category = items.filter(is_sale).filter(|&i| rows.category[i] != NO_CODE);
    let dearest = with_category.max_by(|&i, &j| {
        rows.amount[i].total_cmp(&rows.amount[j]).then(rows.category[j].cmp(&rows.category[i]))
    });
    dearest.map_or(NO_CODE, |i| rows.category[i])
}

/// The highest answer of a detractor.
const DETRACTOR_AT_MOST: f64 = 6.0;

fn engagement(view: &CustomerView<'_>, cutoffs: &HealthCutoffs) -> Engagement {
    const WELCOME: [EventKind; 5] = [
        EventKind::Visit,
        EventKind::EmailOpen,
        EventKind::EmailClick,
        EventKind::Review,
        EventKind::Referral,
    ];
    let engaged_from = view.window_start(cutoffs.engaged_within_days);
    let complained_from = view.window_start(cutoffs.complaint_within_days);
    let mut found = Engagement::default();
    let mut promoter = false;
    let last_order = view.orders.time_micros.last().copied().unwrap_or(i64::MAX);
    let rows = &view.rows;
    let gave_back = (0..rows.len())
        .rev()
        .take_while(|&i| rows.time_micros[i] >= last_order)
        .any(|i| rows.is_return(i));
    let mut failures = [false, false, gave_back];
    let events = &view.events;
    for ((&time, &kind), &value) in events.time_micros.iter().zip(events.kind).zip(events.value) {
        found.engaged |= time >= engaged_from && WELCOME.iter().any(|&k| k as u8 == kind);
        found.complained |= time >= complained_from && kind == EventKind::Complaint as u8;
        found.advocate |= kind == EventKind::Referral as u8;
        if kind == EventKind::Nps as u8 && !value.is_nan() {
            promoter = value >= 9.0;
        }
        let is_low = kind == EventKind::Nps as u8 && value <= DETRACTOR_AT_MOST;
        failures[0] |= time >= last_order && kind == EventKind::Complaint as u8;
        failures[1] |= time >= last_order && is_low;
    }
    let kinds = [ServiceFailure::Complaint, ServiceFailure::LowScore, ServiceFailure::Return];
    found.service_failure =
        kinds.into_iter().zip(failures).find(|(_, there)| *there).map(|(k, _)| k);
    found.advocate |= promoter;
    found
}

/// What the models say of one eligible customer.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct CustomerScore {
    /// P(no purchase in the outcome window), calibrated.
    pub probability: f64,
    /// Its log-odds.
    pub log_odds: f64,
    /// Predicted spend over the horizon; NaN where nothing predicts it.
    pub predicted_value: f64,
    /// Predicted spend over 365 days; NaN where nothing predicts it.
    pub predicted_value_365d: f64,
    /// Expected value of an order; NaN where nothing predicts it.
    pub expected_order_value: f64,
    /// The reasons.
    pub picked: Picked,
}

impl CustomerScore {
    const NONE: CustomerScore = CustomerScore {
        probability: f64::NAN,
        log_odds: f64::NAN,
        predicted_value: f64::NAN,
        predicted_value_365d: f64::NAN,
        expected_order_value: f64::NAN,
        picked: Picked::NONE,
    };
}

/// One customer, compact.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Row {
    pub facts: Facts,
    pub score: CustomerScore,
    pub standing: Standing,
}

/// The customers of one partition.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PartitionScores {
    pub(super) ids: CustomerIds,
    pub(super) rows: Vec<Row>,
    /// `rows.len()` × number of features, NaN for the ineligible; empty unless all are kept.
    pub(super) contributions: Vec<f64>,
}

impl PartitionScores {
    /// An empty partition whose identifiers are of the kind of `like`.
    pub(crate) fn new(like: &CustomerIds) -> Self {
        Self { ids: like.empty_like(), rows: Vec::new(), contributions: Vec::new() }
    }

    /// Adds an eligible customer.
    pub(crate) fn push_scored(&mut self, id: CustomerId<'_>, facts: Facts, score: CustomerScore) {
        self.ids.push(id);
        self.rows.push(Row { facts, score, standing: Standing::Eligible });
    }

    /// Adds a customer who is not scored.
    pub(crate) fn push_unscored(&mut self, id: CustomerId<'_>, facts: Facts, standing: Standing) {
        self.ids.push(id);
        self.rows.push(Row { facts, score: CustomerScore::NONE, standing });
    }

    /// Keeps all contributions, in log-odds, of the customer added last; for all or for none. Those of a
    /// customer who is not scored are NaN.
    pub(crate) fn keep_contributions(&mut self, contributions: impl Iterator<Item = f64>) {
        self.contributions.extend(contributions);
    }

    /// Adds customer `i` of `other`.
    pub(super) fn push_from(&mut self, other: &Self, i: usize) {
        let width = other.contributions.len() / other.len();
        self.ids.push(other.ids.get(i));
        self.rows.push(other.rows[i]);
        self.contributions.extend_from_slice(&other.contributions[i * width..][..width]);
    }

    /// Brings the customers in ascending order of identifier.
    #[must_use]
    pub(crate) fn sorted(self) -> Self {
        let mut order: Vec<u32> = (0..self.rows.len() as u32).collect();
        order.sort_unstable_by(|&a, &b| self.ids.get(a as usize).cmp(&self.ids.get(b as usize)));
        let mut ids = self.ids.empty_like();
        for &i in &order {
            ids.push(self.ids.get(i as usize));
        }
        let width = self.contributions.len() / self.rows.len().max(1);
        let contributions =
            order.iter().flat_map(|&i| &self.contributions[i as usize * width..][..width]);
        Self {
            ids,
            contributions: contributions.copied().collect(),
            rows: order.iter().map(|&i| self.rows[i as usize]).collect(),
        }
    }

    /// Number of customers.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::ViewScratch;
    use crate::history::{CustomerHistory, Events, Transactions};
    use crate::time::{AsOf, MICROS_PER_DAY, Zone};

    #[test]
    fn a_row_stays_compact() {
        assert!(size_of::<Row>() <= 224, "{} bytes", size_of::<Row>());
    }

    #[test]
    fn a_sum_of_money_does_not_know_in_which_order_it_was_added() {
        let amounts = [0.1, 0.2, 0.3, 19.99, -0.6, 1_234.56];
        let forwards = without_noise(amounts.iter().sum());
        let backwards = without_noise(amounts.iter().rev().sum());
        assert_eq!((forwards, backwards), (1_254.55, 1_254.55));
        assert!(without_noise(0.1 + 0.2 - 0.3) == 0.0);
        assert!(without_noise(-0.0).is_sign_positive());
        // What has no digits left for millionths stays as it is.
        assert_eq!(without_noise(-9.123_456_789e12), -9.123_456_789e12);
        assert!(without_noise(f64::INFINITY).is_infinite() && without_noise(f64::NAN).is_nan());
    }

    #[test]
    fn facts_see_nothing_at_or_after_as_of_and_returns_reduce_spend() {
        let zone = Zone::utc();
        let as_of = AsOf::parse("2024-01-01", &zone).unwrap();
        let at = |days: i64| as_of.micros() + days * MICROS_PER_DAY;
        let time = [at(-500), at(-40), at(-39), at(0)];
        let transactions = Transactions {
            time_micros: &time,
            day: &[1, 2, 3, 4],
            amount: &[100.0, 30.0, -10.0, 999.0],
            order: &[1, 2, 2, 3],
            ..Transactions::default()
        };
        let event_times = [at(-200), at(-100), at(-20), at(1)];
        let kind = [EventKind::Nps, EventKind::Nps, EventKind::Visit, EventKind::Complaint];
        let kind = kind.map(|k| k as u8);
        let events = Events {
            time_micros: &event_times,
            kind: &kind,
            value: &[3.0, 9.0, f64::NAN, f64::NAN],
        };
        let history = CustomerHistory { id: CustomerId::Int(1), transactions, events };
        let mut scratch = ViewScratch::default();
        let view = CustomerView::new(&history, as_of, &zone, &mut scratch);
        let facts = Facts::of(&view, &crate::score::ScoreSettings::example().health);
        assert_eq!((facts.rhythm.orders, facts.last_day), (2, 2));
        assert_eq!((facts.spend, facts.spend_365d), (120.0, 20.0));
        // Something was given back a day after the last order.
        let expected = Engagement {
            engaged: true,
            advocate: true,
            service_failure: Some(ServiceFailure::Return),
            ..Engagement::default()
        };
        assert_eq!(facts.engagement, expected);
    }
}
