//! What scores need of a customer beside the features, as SQL and back: the facts that this machine otherwise reads off
//! the rows.
//!
//! Each fact is an entry like a feature's, so that the features' statement computes it on the way.

use crate::features::{Feature, Output, Sql, Topic, Unit};
use crate::history::EventKind;
use crate::ingest::Columns;
use crate::score::{Engagement, Facts, HealthCutoffs, Rhythm, ServiceFailure, without_noise};
use crate::time::{AsOf, MICROS_PER_DAY, days};
use crate::value::PurchaseSummary;
use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, Float64Array, Int64Array, RecordBatch, StringArray};

/// The whole numbers.
const FIRST_US: &str = "winback_first_us";
const LAST_US: &str = "winback_last_us";
const ORDERS: &str = "winback_orders";
const FIRST_DAY: &str = "winback_first_day";
const LAST_DAY: &str = "winback_last_day";
const PURCHASE_DAYS: &str = "winback_purchase_days";
const SECOND_GAP_US: &str = "winback_second_gap_us";
const GAVE_BACK: &str = "winback_gave_back";
const ENGAGED: &str = "winback_engaged";
const COMPLAINED: &str = "winback_complained";
const REFERRED: &str = "winback_referred";
const COMPLAINT_SINCE: &str = "winback_complaint_since";
const LOW_SCORE_SINCE: &str = "winback_low_score_since";
const EVENTS: &str = "winback_events";
/// The numbers.
const REPEAT_VALUE: &str = "winback_repeat_value";
const SPEND: &str = "winback_spend";
const SPEND_365D: &str = "winback_spend_365d";
const RETURNED: &str = "winback_returned";
const LAST_ANSWER: &str = "winback_last_answer";
/// The text.
const LAST_CATEGORY: &str = "winback_last_category";

/// Between names of categories that are equally dear, and in the place of a name where rows of other orders lie among
/// those of the last one.
const SEPARATOR: char = '\u{1f}';
const NOT_SURE: &str = "\u{1e}";

/// Whole numbers of columns.
const WHOLE: [&str; 14] = [
    FIRST_US,
    LAST_US,
    ORDERS,
    FIRST_DAY,
    LAST_DAY,
    PURCHASE_DAYS,
    SECOND_GAP_US,
    GAVE_BACK,
    ENGAGED,
    COMPLAINED,
    REFERRED,
    COMPLAINT_SINCE,
    LOW_SCORE_SINCE,
    EVENTS,
];

/// An answer of at least so much is a promoter's, of at most so much a detractor's.
const PROMOTER_FROM: f64 = 9.0;
const DETRACTOR_UP_TO: f64 = 6.0;

fn entry(name: &'static str, sql: Sql) -> Feature {
    // A ratio is what may be null and is not rounded.
    Feature::new("facts", Output::new(0, name), Topic::Other, Unit::Ratio, name, sql)
}

/// The facts' entries, with the types of their columns.
pub(super) fn entries(available: Columns, cutoffs: &HealthCutoffs) -> Vec<(Feature, &'static str)> {
    let mut entries = of_orders_and_rows();
    if available.category {
        entries.push(entry(LAST_CATEGORY, Sql::Table(last_category())));
    }
    if available.events {
        let needs = Columns { events: true, ..Columns::default() };
        entries.extend(of_events(cutoffs).into_iter().map(|entry| entry.needing(needs)));
    }
    let typed = |entry: Feature| {
        let kind = match entry.name.as_str() {
            LAST_CATEGORY => "string",
            name if WHOLE.contains(&name) => "bigint",
            _ => "double",
        };
        (entry, kind)
    };
    entries.into_iter().map(typed).collect()
}

fn of_orders_and_rows() -> Vec<Feature> {
    let year = format!(":as_of_us - {}", 365 * MICROS_PER_DAY);
    vec![
        entry(FIRST_US, Sql::orders("min(ts_us)")),
        entry(LAST_US, Sql::orders("max(ts_us)")),
        entry(ORDERS, Sql::orders("count(ts_us)")),
        entry(FIRST_DAY, Sql::orders("min(day)")),
        entry(LAST_DAY, Sql::orders("max(day)")),
        entry(SECOND_GAP_US, Sql::orders("max(case when n = 2 then gap_us end)")),
        entry(PURCHASE_DAYS, Sql::days("count(*)")),
        entry(REPEAT_VALUE, Sql::orders("sum(value) filter (where day > first_day)")),
        entry(GAVE_BACK, Sql::orders("max(case when returned_us >= last_us then 1 else 0 end)")),
        entry(SPEND, Sql::rows("sum(amount)")),
        entry(
            SPEND_365D,
            Sql::rows(format!("sum(case when ts_us >= {year} then amount else 0e0 end)")),
        ),
        entry(RETURNED, Sql::returns("coalesce(sum(given_back), 0e0)")),
    ]
}

fn of_events(cutoffs: &HealthCutoffs) -> Vec<Feature> {
    let welcome = [
        EventKind::Visit,
        EventKind::EmailOpen,
        EventKind::EmailClick,
        EventKind::Review,
        EventKind::Referral,
    ];
    let welcome: Vec<String> = welcome.iter().map(|kind| format!("'{}'", kind.name())).collect();
    let any = |name, condition: String| {
        entry(name, Sql::events(format!("max(case when {condition} then 1 else 0 end)")))
    };
    let within = |days: u32| format!("ts_us >= :as_of_us - {}", i64::from(days) * MICROS_PER_DAY);
    let is = |kind: EventKind| format!("kind = '{}'", kind.name());
    let answers = format!("{} and value is not null", is(EventKind::Nps));
    // Of answers of one instant the highest comes last.
    let last_answer = format!("max(case when {answers} and ts_us = answered_us then value end)");
    vec![
        any(
            ENGAGED,
            format!("{} and kind in ({})", within(cutoffs.engaged_within_days), welcome.join(", ")),
        ),
        any(
            COMPLAINED,
            format!("{} and {}", within(cutoffs.complaint_within_days), is(EventKind::Complaint)),
        ),
        any(REFERRED, is(EventKind::Referral)),
        any(COMPLAINT_SINCE, format!("ts_us >= last_us and {}", is(EventKind::Complaint))),
        any(
            LOW_SCORE_SINCE,
            format!("ts_us >= last_us and {answers} and value <= {DETRACTOR_UP_TO:e}"),
        ),
        entry(LAST_ANSWER, Sql::events(last_answer)),
        entry(EVENTS, Sql::events("count(*)")),
    ]
}

/// The categories of the dearest items of the last order, where its rows stand together in time. One look at the rows:
/// each step knows of all rows of a customer what the one inside it has found.
fn last_category() -> String {
    let of_customer = "over (partition by customer_id)";
    let last = format!(
        "select customer_id, ts_us, order_key, is_return, amount, category, max(case when not is_return then ts_us end) \
         {of_customer} as last_us\n        from past_rows"
    );
    let its_order = format!(
        "select a.*, max(case when not is_return and ts_us = last_us then order_key end) {of_customer} as last_key\n      \
         from ({last}) a where ts_us <= last_us"
    );
    let is_item = "not is_return and order_key = last_key";
    let items = format!(
        "select customer_id, amount, category, ts_us, {is_item} as is_item, max(case when is_return or order_key <> last_key \
         then ts_us end) {of_customer} as other_us, max(case when {is_item} and category is not null then amount end) \
         {of_customer} as top\n    from ({its_order}) b"
    );
    format!(
        "select customer_id, case when max(case when ts_us <= other_us then 1 else 0 end) = 1 then '{NOT_SURE}' else \
         array_join(array_sort(collect_set(case when amount = top then category end)), '{SEPARATOR}') end as v\n  from \
         ({items}) i where is_item group by customer_id"
    )
}

/// The facts of a batch, column by column.
pub(super) struct FactColumns<'a> {
    batch: &'a RecordBatch,
    category: Option<&'a StringArray>,
    as_of: AsOf,
}

/// What the rows of a customer told.
pub(super) struct OfCustomer<'a> {
    /// All but the category.
    pub facts: Facts,
    /// Whether there are transactions, purchases or returns.
    pub has_transactions: bool,
    /// Whether there are events.
    pub has_events: bool,
    /// When the last order was; none where there is none.
    pub last_purchase_micros: Option<i64>,
    /// For the value models; none without an order.
    pub summary: Option<PurchaseSummary>,
    /// The categories of the last order's dearest items.
    pub categories: LastCategory<'a>,
}

/// What is known of the category of the last order's dearest item.
pub(super) enum LastCategory<'a> {
    /// Nothing.
    None,
    /// Rows of several orders stand among each other.
    NotSure,
    /// These are equally dear.
    AnyOf(Vec<&'a str>),
}

impl<'a> FactColumns<'a> {
    pub(super) fn of(batch: &'a RecordBatch, as_of: AsOf) -> Self {
        let category = batch.column_by_name(LAST_CATEGORY);
        let category = category.and_then(|column| column.as_string_opt::<i32>());
        Self { batch, category, as_of }
    }

    fn whole(&self, name: &str, i: usize) -> Option<i64> {
        let column: &Int64Array = self.batch.column_by_name(name)?.as_primitive_opt()?;
        column.is_valid(i).then(|| column.value(i))
    }

    fn number(&self, name: &str, i: usize) -> Option<f64> {
        let column: &Float64Array =
            self.batch.column_by_name(name)?.as_primitive_opt::<Float64Type>()?;
        column.is_valid(i).then(|| column.value(i))
    }

    fn flag(&self, name: &str, i: usize) -> bool {
        self.whole(name, i) == Some(1)
    }

    /// The facts of customer `i`.
    pub(super) fn get(&self, i: usize) -> OfCustomer<'a> {
        let last = self.whole(LAST_US, i);
        let whole = |name| self.whole(name, i).unwrap_or(0);
        let number = |name| self.number(name, i).unwrap_or(0.0);
        let failures = [COMPLAINT_SINCE, LOW_SCORE_SINCE, GAVE_BACK].map(|name| self.flag(name, i));
        let kinds = [ServiceFailure::Complaint, ServiceFailure::LowScore, ServiceFailure::Return];
        let failure = kinds.into_iter().zip(failures).find(|(_, there)| *there);
        let promoter = self.number(LAST_ANSWER, i).is_some_and(|answer| answer >= PROMOTER_FROM);
        let facts = Facts {
            rhythm: Rhythm {
                first_micros: whole(FIRST_US),
                last_micros: last.unwrap_or(0),
                orders: whole(ORDERS) as u32,
            },
            last_day: whole(LAST_DAY) as i32,
            spend: without_noise(number(SPEND)),
            spend_365d: without_noise(number(SPEND_365D)),
            returned: 0.0 + number(RETURNED),
            second_gap_days: self
                .whole(SECOND_GAP_US, i)
                .map_or(f32::NAN, |gap_us| days(gap_us) as f32),
            engagement: Engagement {
                engaged: self.flag(ENGAGED, i),
                complained: self.flag(COMPLAINED, i),
                advocate: promoter || self.flag(REFERRED, i),
                unsubscribed: false,
                service_failure: failure.map(|(kind, _)| kind),
            },
            ..Facts::NOTHING
        };
        let summary = last.map(|_| self.summary(i));
        OfCustomer {
            facts,
            // Rows have a sum, if of nothing.
            has_transactions: self.number(SPEND, i).is_some(),
            has_events: whole(EVENTS) > 0,
            last_purchase_micros: last,
            summary,
            categories: self.categories(i),
        }
    }

    fn summary(&self, i: usize) -> PurchaseSummary {
        let whole = |name| self.whole(name, i).unwrap_or(0);
        let [first, last] = [FIRST_DAY, LAST_DAY].map(|name| whole(name) as i32);
        let frequency = whole(PURCHASE_DAYS).saturating_sub(1).max(0) as u32;
        let repeated = self.number(REPEAT_VALUE, i).unwrap_or(0.0);
        PurchaseSummary {
            frequency,
            recency_days: last.abs_diff(first),
            age_days: (self.as_of.day_number() - 1).abs_diff(first),
            order_value_mean: if frequency > 0 { repeated / f64::from(frequency) } else { 0.0 },
        }
    }

    fn categories(&self, i: usize) -> LastCategory<'a> {
        let Some(column) = self.category.filter(|column| column.is_valid(i)) else {
            return LastCategory::None;
        };
        match column.value(i) {
            "" => LastCategory::None,
            NOT_SURE => LastCategory::NotSure,
            names => LastCategory::AnyOf(names.split(SEPARATOR).collect()),
        }
    }
}
