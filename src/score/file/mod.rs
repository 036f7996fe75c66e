//! The score file: its columns as a contract of writer and readers.
//!
//! Names, order, types and nullability stand here and nowhere else: `columns` makes
//! each column under its constant, [`read`] finds it again. What is null cannot be said of a customer.

mod read;

pub use read::{ScoreBatches, ScoreFileError, read, read_side_by_side, read_some};

use crate::score::REASONS;
use arrow_schema::{DataType, Field, Fields, Schema};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// `Int64` or `Utf8`, as in the transactions.
    Identifier,
    /// `Date32`.
    Date,
    /// `Float64`.
    Float,
    /// `Int64`.
    Integer,
    /// `Boolean`.
    Flag,
    /// `Utf8`.
    Text,
    /// `List<Struct<feature, contribution>>`, in the order of the features.
    Contributions,
}

/// A column of the score file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScoreColumn {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: ColumnType,
    /// Whether it may be null.
    pub nullable: bool,
    /// What it says.
    pub meaning: &'static str,
}

macro_rules! score_columns {
    ($($constant:ident = $name:literal, $holds:ident, $null:ident, $meaning:literal;)*) => {
        $(
            #[doc = $meaning]
            pub const $constant: ScoreColumn = ScoreColumn {
                name: $name,
                holds: ColumnType::$holds,
                nullable: score_columns!(@$null),
                meaning: $meaning,
            };
        )*
        /// Every column, in the order of the file.
        pub const COLUMNS: &[ScoreColumn] = &[$($constant),*];
    };
    (@required) => { false };
    (@nullable) => { true };
}

score_columns! {
    CUSTOMER_ID = "customer_id", Identifier, required, "The customer; the file is sorted by it.";
    AS_OF = "as_of", Date, nullable, "The date everything is seen from.";
    CHURN_PROBABILITY = "churn_probability", Float, nullable, "Probability of churn, 0 to 1; null for the ineligible.";
    CHURN_PERCENTILE = "churn_percentile", Float, nullable, "Place among the eligible by probability, 0 to 100.";
    CHURN_PERMILLE = "churn_permille", Integer, nullable, "The probability in thousandths, rounded half up.";
    RISK_BAND = "risk_band", Text, nullable, "The probability as a word.";
    HEALTH = "health", Text, nullable, "The customer's health as a word: probability and engagement together.";
    ELIGIBLE = "eligible", Flag, required, "Whether the model speaks of the customer.";
    UNSUBSCRIBED = "unsubscribed", Flag, required, "Whether the customer has unsubscribed.";
    INELIGIBLE_REASON = "ineligible_reason", Text, nullable, "Why the model does not speak of the customer.";
    LIFECYCLE_STAGE = "lifecycle_stage", Text, nullable, "Where the customer stands.";
    TIER = "tier", Text, nullable, "Tier by spend of the last 365 days; null for who never bought, and where no column tells of money.";
    RFM_RECENCY = "rfm_recency", Integer, nullable, "Fifth by recency, 1 to 5, 5 the best.";
    RFM_FREQUENCY = "rfm_frequency", Integer, nullable, "Fifth by number of orders, 1 to 5.";
    RFM_MONETARY = "rfm_monetary", Integer, nullable, "Fifth by spend, 1 to 5; null where no column tells of money.";
    RFM_SEGMENT = "rfm_segment", Text, nullable, "Segment by recency and frequency.";
    CHURN_FACTOR = "churn_factor", Float, nullable, "Days since the last order ÷ the customer's usual gap.";
    LAST_ORDER_DATE = "last_order_date", Date, nullable, "Day of the last order.";
    LAST_PRODUCT_CATEGORY = "last_product_category", Text, nullable, "Category of the last order's dearest item; null where no column tells of categories.";
    EXPECTED_NEXT_ORDER_DATE = "expected_next_order_date", Date, nullable, "Day on which the next order is to be expected by the customer's rhythm.";
    EXPECTED_NEXT_BASIS = "expected_next_basis", Text, nullable, "Whose rhythm that is: own, or the population's from a first order to a second.";
    USUAL_GAP_DAYS = "usual_gap_days", Float, nullable, "Usual days between the customer's orders, shrunk to the population's.";
    SERVICE_FAILURE = "service_failure", Flag, required, "Whether the customer has complained, answered 6 or less, or given something back since the last order.";
    SERVICE_FAILURE_KIND = "service_failure_kind", Text, nullable, "What it was: complaint, low_score or return; the gravest of several.";
    PURCHASES = "purchases", Integer, nullable, "Orders before as_of.";
    SPEND = "spend", Float, nullable, "All amounts before as_of, returns taken off; null where no column tells of money.";
    SPEND_365D = "spend_365d", Float, nullable, "Amounts of the last 365 days, returns taken off.";
    EXPECTED_ORDER_VALUE = "expected_order_value", Float, nullable, "Expected value of an order, expected returns taken off.";
    PREDICTED_VALUE = "predicted_value", Float, nullable, "Predicted spend over the horizon, expected returns taken off.";
    PREDICTED_VALUE_365D = "predicted_value_365d", Float, nullable, "Predicted spend over 365 days, expected returns taken off.";
    VALUE_AT_PACE = "value_at_pace", Float, nullable, "Spend of the last 365 days, returns taken off, for the length of the horizon: what the business had; null where no column tells of money.";
    VALUE_AT_RISK = "value_at_risk", Float, nullable, "Probability of churn × value_at_pace; its sum is the cost of churn.";
    REASON_1 = "reason_1", Text, nullable, "What weighs most in the score, as a sentence; null where the customer's numbers bear out fewer.";
    REASON_2 = "reason_2", Text, nullable, "What weighs next.";
    REASON_3 = "reason_3", Text, nullable, "What weighs after that.";
    REASON_1_TOPIC = "reason_1_topic", Text, nullable, "What the first reason is about.";
    REASON_1_FEATURE = "reason_1_feature", Text, nullable, "The topic's feature that contributes most in its direction.";
    REASON_1_VALUE = "reason_1_value", Float, nullable, "Its value.";
    REASON_1_DIRECTION = "reason_1_direction", Text, nullable, "Whether it raises or lowers the risk.";
    REASON_1_CONTRIBUTION = "reason_1_contribution", Float, nullable, "What the topic's features contribute to the log-odds together.";
    REASON_2_TOPIC = "reason_2_topic", Text, nullable, "What the second reason is about.";
    REASON_2_FEATURE = "reason_2_feature", Text, nullable, "The topic's feature that contributes most in its direction.";
    REASON_2_VALUE = "reason_2_value", Float, nullable, "Its value.";
    REASON_2_DIRECTION = "reason_2_direction", Text, nullable, "Whether it raises or lowers the risk.";
    REASON_2_CONTRIBUTION = "reason_2_contribution", Float, nullable, "What the topic's features contribute to the log-odds together.";
    REASON_3_TOPIC = "reason_3_topic", Text, nullable, "What the third reason is about.";
    REASON_3_FEATURE = "reason_3_feature", Text, nullable, "The topic's feature that contributes most in its direction.";
    REASON_3_VALUE = "reason_3_value", Float, nullable, "Its value.";
    REASON_3_DIRECTION = "reason_3_direction", Text, nullable, "Whether it raises or lowers the risk.";
    REASON_3_CONTRIBUTION = "reason_3_contribution", Float, nullable, "What the topic's features contribute to the log-odds together.";
    OTHER_CONTRIBUTIONS = "other_contributions", Float, nullable, "Contributions to the log-odds of all that is not given as a reason.";
    BASE_LOG_ODDS = "base_log_odds", Float, nullable, "Log-odds before any contribution.";
    LOG_ODDS = "log_odds", Float, nullable, "base_log_odds + contributions, the probability before it is squeezed into 0 to 1.";
    CONTRIBUTIONS = "contributions", Contributions, nullable, "Every feature's contribution; only with scores.all_contributions.";
    MODEL_VERSION = "model_version", Text, nullable, "Version of the model.";
    RUN_ID = "run_id", Text, nullable, "Identifies the run; equal for equal results.";
}

/// The place of a column among those that are read. For constants: there a column that is not among them does not
/// compile.
pub(crate) const fn place_of(read: &[ScoreColumn], column: &ScoreColumn) -> usize {
    let mut place = 0;
    while !is_same(read[place].name.as_bytes(), column.name.as_bytes()) {
        place += 1;
    }
    place
}

/// A column of a batch by its name in the contract; `$read` is the constant by which the batch was read.
macro_rules! column {
    ($batch:expr, $read:ident, $name:ident) => {
        &$batch[const { $crate::score::file::place_of(&$read, &$crate::score::file::$name) }]
    };
}

pub(crate) use column;

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// The sentences.
pub const REASON: [ScoreColumn; REASONS] = [REASON_1, REASON_2, REASON_3];
/// What they are about.
pub const REASON_TOPIC: [ScoreColumn; REASONS] = [REASON_1_TOPIC, REASON_2_TOPIC, REASON_3_TOPIC];
/// Their features.
pub const REASON_FEATURE: [ScoreColumn; REASONS] =
    [REASON_1_FEATURE, REASON_2_FEATURE, REASON_3_FEATURE];
/// The features' values.
pub const REASON_VALUE: [ScoreColumn; REASONS] = [REASON_1_VALUE, REASON_2_VALUE, REASON_3_VALUE];
/// Whether they raise or lower the risk.
pub const REASON_DIRECTION: [ScoreColumn; REASONS] =
    [REASON_1_DIRECTION, REASON_2_DIRECTION, REASON_3_DIRECTION];
/// Their contributions.
pub const REASON_CONTRIBUTION: [ScoreColumn; REASONS] =
    [REASON_1_CONTRIBUTION, REASON_2_CONTRIBUTION, REASON_3_CONTRIBUTION];

/// The topic of a customer who bought once, in the place of silence and orders; the others are
/// `features::Topic`'s.
pub const ONE_PURCHASE: &str = "one_purchase";

/// The schema of a file whose identifiers are texts or whole numbers.
pub fn schema(text_ids: bool, with_contributions: bool) -> Schema {
    let columns = COLUMNS.iter().filter(|column| with_contributions || **column != CONTRIBUTIONS);
    Schema::new(columns.map(|column| column.field(text_ids)).collect::<Vec<_>>())
}

impl ScoreColumn {
    /// The column as Arrow has it.
    pub fn field(&self, text_ids: bool) -> Field {
        let data_type = match self.holds {
            ColumnType::Identifier if text_ids => DataType::Utf8,
            ColumnType::Identifier | ColumnType::Integer => DataType::Int64,
            ColumnType::Date => DataType::Date32,
            ColumnType::Float => DataType::Float64,
            ColumnType::Flag => DataType::Boolean,
            ColumnType::Text => DataType::Utf8,
            ColumnType::Contributions => {
                let entry = DataType::Struct(contribution_fields());
                DataType::List(Field::new("item", entry, false).into())
            }
        };
        Field::new(self.name, data_type, self.nullable)
    }
}

/// Fields of an entry of [`CONTRIBUTIONS`].
pub(super) fn contribution_fields() -> Fields {
    let name = DataType::Dictionary(Box::new(DataType::Int16), Box::new(DataType::Utf8));
    Fields::from(vec![
        Field::new("feature", name, false),
        Field::new("contribution", DataType::Float64, false),
    ])
}
