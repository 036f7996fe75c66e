//! Turns of phrase shared by the families' SQL definitions.

use crate::time::MICROS_PER_DAY;

/// Days (fractional) from a time in microseconds to `as_of`.
pub fn days_since(time_us: &str) -> String {
    format!("(:as_of_us - {time_us}) / 8.64e10")
}

/// Whether `ts_us` lies in `[as_of − days, as_of)`.
pub fn within(days: u32) -> String {
    format!("ts_us >= {}", ago(days))
}

/// Whether `ts_us` lies in `[as_of − from, as_of − to)`.
pub fn between(from_days: u32, to_days: u32) -> String {
    format!("ts_us >= {} and ts_us < {}", ago(from_days), ago(to_days))
}

/// The instant so many days before `as_of`.
pub fn ago(days: u32) -> String {
    format!(":as_of_us - {}", micros(days))
}

/// Microseconds in so many days.
pub fn micros(days: u32) -> i64 {
    i64::from(days) * MICROS_PER_DAY
}

/// How many rows fulfil a condition.
pub fn count_where(condition: &str) -> String {
    format!("count(*) filter (where {condition})")
}

/// How many orders there are, of the rows of `past_orders`: returns have no `ts_us`.
pub const N_ORDERS: &str = "count(ts_us)";

/// Sum over the rows that fulfil a condition, 0 where none does.
pub fn sum_where(expression: &str, condition: &str) -> String {
    format!("coalesce(sum({expression}) filter (where {condition}), 0e0)")
}

/// The median of `n` values by their ranks, ascending from 1: the mean of the middle two, or of the middle one. Engines'
/// own medians keep all values of a group, and Spark with one of them aggregates everything beside it by sorting.
pub fn median(value: &str, rank: &str, n: &str) -> String {
    format!("avg(case when 2 * {rank} between {n} and {n} + 2 then {value} end)")
}

/// A quotient of floating-point numbers, null where the divisor is 0.
pub fn ratio(dividend: &str, divisor: &str) -> String {
    format!("1e0 * ({dividend}) / nullif({divisor}, 0)")
}

/// A condition as 0 or 1.
pub fn flag(condition: &str) -> String {
    format!("case when {condition} then 1 else 0 end")
}

/// A text literal.
pub fn text(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}
