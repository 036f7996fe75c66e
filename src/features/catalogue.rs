//! What a feature is: its name, unit, one-line definition, and an independent SQL definition.
//!
//! The catalogue is the families' own lists put together, in a fixed order. It computes nothing.
//! Its version is a hash of every name, unit and definition: a model remembers it and refuses
//! another.

use super::{Label, LookBack, Role, Topic};
use crate::history::Columns;
use xxhash_rust::xxh3::Xxh3;

/// What a feature's number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A whole number of things, 0 where there is none, never null; written as Int64.
    Count,
    /// Fractional days.
    Days,
    /// The currency of the amounts.
    Money,
    /// A part of a whole, 0 to 1.
    Share,
    /// A quotient or other number without a unit.
    Ratio,
    /// 0 or 1; written as Int64.
    Flag,
    /// Events per day.
    PerDay,
}

impl Unit {
    /// Whether the values are whole numbers.
    pub fn is_integer(self) -> bool {
        matches!(self, Unit::Count | Unit::Flag)
    }

    /// The word written in catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Count => "count",
            Unit::Days => "days",
            Unit::Money => "money",
            Unit::Share => "share",
            Unit::Ratio => "ratio",
            Unit::Flag => "flag",
            Unit::PerDay => "per_day",
        }
    }
}

/// The table a feature's SQL aggregates over, one group per customer (see `features::sql`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The transaction rows before `as_of`, for sums of `amount` over spans of `ts_us`. Lines that take money off an order
    /// are among them: what an order's lines were, and what was brought back, is known of `past_orders` alone.
    Rows,
    /// `past_orders`, one row per order: `ts_us`, `day` (local), `day_us` (local microseconds since
    /// midnight), `value`, `discounted_value`, `taken_off`, `n_rows`, `quantity`, `n` (1 = the oldest),
    /// `n_orders`, `last_us` and `first_day` (of the customer's last and first order); of the order before it, null for the
    /// oldest: `day_before`, and the gap since, `gap_us` and `gap_days`; ranks of gaps and of values among the customer's, from 1:
    /// `gap_rank`, `value_rank`. Of what was brought back, one more row per order and time, `returned_us`, `n_returned` and `given_back`, where the others but `last_us` and `first_day`
    /// are null or 0. Who has no order has no such number.
    Orders,
    /// `past_orders` too, for what is known of those without an order as well: who only brought things back.
    Returns,
    /// `past_days`, one row per local day with purchase rows: `day`, `ts_us` (of the newest row).
    Days,
    /// `past_products`, one row per product bought: `product`, `n_rows`.
    Products,
    /// `past_categories`, one row per category bought: `category`, `n_rows`.
    Categories,
    /// `past_channels`, one row per channel and local day with purchase rows: `channel`, `day`, `n_rows`,
    /// `day_before` (of this channel), `last_day` (of any channel).
    Channels,
    /// `past_events`, the engagement events before `as_of`: `ts_us`, `kind`, `value`, `last_us` (time of the
    /// last order), `answered_us` (time of the last answer to the net-promoter question).
    Events,
}

/// The independent definition that tests hold the kernel against, and that Spark runs.
///
/// `:as_of_us` stands for `as_of` in microseconds. Literals with a fraction carry an exponent
/// (`8.64e10`, `1e0`): without one, Spark computes in decimals of limited scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sql {
    /// An aggregate expression over a relation, grouped by customer.
    Aggregate(Relation, String),
    /// An expression over other features' names.
    Derived(String),
    /// A whole query over the relations with the columns `customer_id` and `v`, a row for each customer: a scan more
    /// on an engine that computes relations anew. No feature is of this kind.
    Table(String),
    /// None: the number needs parameters fitted before `as_of` (see `value`).
    Model,
}

/// One feature's entry in the catalogue.
#[derive(Debug, Clone)]
pub struct Feature {
    /// Column name in every output.
    pub name: String,
    /// The name with `{W}` in the place of its days.
    pub stem: String,
    /// The days in the name: a window, a threshold, a half-life or a span ahead.
    pub days: Option<u32>,
    /// The family's name (its file).
    pub family: &'static str,
    /// What the number counts.
    pub unit: Unit,
    /// One line a person can read.
    pub definition: String,
    /// Independent definition.
    pub sql: Sql,
    /// Optional columns without which the feature cannot be computed.
    pub needs: Columns,
    /// What it is about, to a person.
    pub topic: Topic,
    /// The window W, in days, of `[as_of − W, as_of)`; None where it has none.
    pub window_days: Option<u32>,
    /// How far it looks back.
    pub look_back: LookBack,
    /// The parts it plays in a churn model.
    pub roles: &'static [Role],
    /// Where [`super::Family::compute`] puts it.
    pub(super) place: usize,
}

impl Feature {
    /// An entry that needs no optional column (but amounts, where it is money), is made of the whole past and
    /// has no role.
    pub fn new(
        family: &'static str,
        label: impl Into<Label>,
        topic: Topic,
        unit: Unit,
        definition: impl Into<String>,
        sql: Sql,
    ) -> Self {
        let label = label.into();
        Self {
            name: label.name(),
            stem: label.stem,
            days: label.days,
            family,
            unit,
            definition: definition.into(),
            sql,
            needs: Columns { amount: unit == Unit::Money, ..Columns::default() },
            topic,
            window_days: None,
            look_back: LookBack::Whole,
            roles: &[],
            place: label.place,
        }
    }

    /// The same entry, needing these optional columns too.
    #[must_use]
    pub fn needing(mut self, needs: Columns) -> Self {
        self.needs = self.needs.union(needs);
        self
    }

    /// The same entry, made of amounts of money.
    #[must_use]
    pub fn of_money(self) -> Self {
        self.needing(Columns { amount: true, ..Columns::default() })
    }

    /// The same entry with another definition in SQL.
    #[must_use]
    pub fn defined_by(self, sql: Sql) -> Self {
        Self { sql, ..self }
    }

    /// The same entry, made of the window `[as_of − days, as_of)`.
    #[must_use]
    pub fn window(self, days: u32) -> Self {
        Self { window_days: Some(days), look_back: LookBack::Days(days), ..self }
    }

    /// The same entry, made of the window `[as_of − days, as_of)` and of the one before it.
    #[must_use]
    pub fn comparing_windows(self, days: u32) -> Self {
        Self { window_days: Some(days), look_back: LookBack::Days(2 * days), ..self }
    }

    /// The same entry, looking back so far.
    #[must_use]
    pub fn looking_back(self, look_back: LookBack) -> Self {
        Self { look_back, ..self }
    }

    /// The same entry, with parts to play in a churn model.
    #[must_use]
    pub fn roles(self, roles: &'static [Role]) -> Self {
        Self { roles, ..self }
    }

    /// Whether it plays a part in a churn model.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Its rank among the features that come first; None for most.
    pub fn rank(&self) -> Option<u8> {
        self.roles.iter().find_map(|role| match role {
            Role::Foremost(rank) => Some(*rank),
            _ => None,
        })
    }
}

impl Sql {
    /// An aggregate over the transaction rows.
    pub fn rows(expression: impl Into<String>) -> Self {
        Sql::Aggregate(Relation::Rows, expression.into())
    }

    /// An aggregate over the orders.
    pub fn orders(expression: impl Into<String>) -> Self {
        Sql::Aggregate(Relation::Orders, expression.into())
    }

    /// An aggregate over the orders and what was brought back, also of who has no order.
    pub fn returns(expression: impl Into<String>) -> Self {
        Sql::Aggregate(Relation::Returns, expression.into())
    }

    /// An aggregate over the days of purchase.
    pub fn days(expression: impl Into<String>) -> Self {
        Sql::Aggregate(Relation::Days, expression.into())
    }

    /// An aggregate over the products bought.
    pub fn products(expression: impl Into<String>) -> Self {
        Sql::Aggregate(Relation::Products, expression.into())
    }

    /// An aggregate over the categories bought.
    pub fn categories(expression: impl Into<String>) -> Self {
        Sql::Aggregate(Relation::Categories, expression.into())
    }

    /// An aggregate over the channels and days of purchase.
    pub fn channels(expression: impl Into<String>) -> Self {
        Sql::Aggregate(Relation::Channels, expression.into())
    }

    /// An aggregate over the events.
    pub fn events(expression: impl Into<String>) -> Self {
        Sql::Aggregate(Relation::Events, expression.into())
    }

    /// An expression over other features.
    pub fn derived(expression: impl Into<String>) -> Self {
        Sql::Derived(expression.into())
    }
}

/// Hash of names, units and definitions: changes when the meaning of any feature changes.
pub fn version<'a>(features: impl IntoIterator<Item = &'a Feature>) -> String {
    let mut hash = Xxh3::new();
    for feature in features {
        for part in [feature.name.as_str(), feature.unit.name(), feature.definition.as_str()] {
            hash.update(part.as_bytes());
            hash.update(b"\0");
        }
    }
    format!("{:016x}", hash.digest())
}
