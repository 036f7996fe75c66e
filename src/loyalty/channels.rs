//! Multi-channel customers: how many buy through two or more channels, and whether they stay longer.

use super::measure::Measure;
use serde::Serialize;

/// Customers of several channels beside those of one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MultiChannel {
    /// Customers who bought through two or more channels in the period ÷ customers who bought in it.
    pub share: Measure,
    /// Retention of the period's starting customers who had bought through two or more channels.
    pub retention_of_several: Measure,
    /// Retention of those who had bought through one.
    pub retention_of_one: Measure,
    /// The period's purchases by channel, for the channels that the configuration names and all others.
    pub channels: Vec<ChannelSales>,
}

/// What was bought through one channel in the period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChannelSales {
    /// Its name (`columns.channels`), or "other".
    pub channel: String,
    /// Customers who bought through it.
    pub customers: u64,
    /// Amounts of the purchase rows, returns not taken off; none where no column tells of money.
    pub sales: Option<f64>,
}
