//! The families, in the order of the catalogue.

use super::view::CustomerView;
use super::workspace::Workspace;
use super::{
    Feature, breadth, cadence, calendar, channel, engagement, frequency, lapse, monetary, price,
    recency, returns, trend,
};

/// A group of features computed together. A file of this folder holds one or, where some of its
/// features cost more than the rest, several, so that who does not ask for them does not pay.
pub trait Family: Send + Sync {
    /// The catalogue entries, in the order in which [`Family::compute`] fills them.
    fn features(&self) -> Vec<Feature>;

    /// Fills `out[i]` with the value of `features()[i]`; NaN where it cannot be computed.
    /// `work` is reusable memory whose content does not matter.
    fn compute(&self, view: &CustomerView<'_>, work: &mut Workspace, out: &mut [f64]);
}

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
    ]
}
