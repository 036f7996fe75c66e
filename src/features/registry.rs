//! The families, in the order of the catalogue: a new one is a file beside this and a line here.

use super::family::Family;
use super::{
    breadth, cadence, calendar, channel, engagement, frequency, lapse, monetary, price, recency,
    returns, trend,
};

/// Every family that needs nothing but the history. `channels` are the channels that have a share
/// of their own; channel `i` of them has code `i` in the rows.
pub fn families(channels: &[String]) -> Vec<Box<dyn Family>> {
    vec![
        Box::new(recency::Recency),
        Box::new(frequency::Purchases),
        Box::new(frequency::ActiveDays),
        Box::new(cadence::Gaps),
        Box::new(cadence::GapShape),
        Box::new(monetary::Spend),
        Box::new(monetary::OrderValues),
        Box::new(monetary::OrderValueMedian),
        Box::new(trend::Changes),
        Box::new(trend::Decayed),
        Box::new(breadth::Products),
        Box::new(breadth::Categories),
        Box::new(breadth::CategorySpread),
        Box::new(breadth::Channels),
        Box::new(breadth::Baskets),
        Box::new(price::Price),
        Box::new(returns::Returns),
        Box::new(calendar::Calendar),
        Box::new(channel::ChannelShares::new(channels)),
        Box::new(engagement::EventCounts),
        Box::new(engagement::Engagement),
        Box::new(lapse::Lapse),
        Box::new(breadth::PurchaseRows),
    ]
}
