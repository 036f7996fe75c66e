//! Recency, frequency, monetary: three scores from 1 to 5 and the segment they name.
//!
//! A score is the fifth of all buyers in which a value's rank lies; equal values have equal scores, that
//! of their middle. One order is the least there is, and always scores 1 for frequency. Ranked are all customers with a
//! purchase before `as_of`, lapsed ones too: recency by calendar day of the last order, frequency by
//! number of orders, monetary by spend in all.

use crate::stats::{CutPoints, QuantileCutter};

/// Scores from 1 (worst) to 5 (best).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RfmScores {
    /// How recently.
    pub recency: u8,
    /// How often.
    pub frequency: u8,
    /// How much.
    pub monetary: u8,
}

/// The edges between scores, learned from all buyers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RfmEdges {
    recency: CutPoints<4>,
    frequency: CutPoints<4>,
    monetary: CutPoints<4>,
}

impl RfmEdges {
    /// Edges from the buyers' days of the last order, numbers of orders, and spends.
    pub(super) fn new(
        last_days: QuantileCutter,
        orders: QuantileCutter,
        spends: QuantileCutter,
    ) -> Self {
        Self { recency: last_days.fifths(), frequency: orders.fifths(), monetary: spends.fifths() }
    }

    /// The scores of one customer.
    pub(super) fn scores(&self, last_day: i32, orders: u32, spend: f64) -> RfmScores {
        RfmScores {
            recency: 1 + self.recency.class(f64::from(last_day)) as u8,
            frequency: match orders {
                0 | 1 => 1,
                more => 1 + self.frequency.class(f64::from(more)) as u8,
            },
            monetary: 1 + self.monetary.class(spend) as u8,
        }
    }
}

/// The ten segments of the recency × frequency map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum RfmSegment {
    /// Long gone and rare.
    Hibernating,
    /// Used to come often enough, silent now.
    AtRisk,
    /// Among the most frequent, silent now.
    CantLose,
    /// Middling recency, rare.
    AboutToSleep,
    /// Middling in both.
    NeedAttention,
    /// Frequent and recent.
    Loyal,
    /// Recent, has bought little.
    Promising,
    /// Just arrived.
    New,
    /// Recent, growing.
    PotentialLoyalist,
    /// The best in both.
    Champion,
}

impl RfmSegment {
    /// The segment of a cell; scores outside 1 to 5 count as the nearest.
    pub(super) fn of(recency: u8, frequency: u8) -> Self {
        match (recency, frequency) {
            (0..=2, 0..=2) => RfmSegment::Hibernating,
            (0..=2, 3..=4) => RfmSegment::AtRisk,
            (0..=2, 5..) => RfmSegment::CantLose,
            (3, 0..=2) => RfmSegment::AboutToSleep,
            (3, 3) => RfmSegment::NeedAttention,
            (3..=4, 4..) => RfmSegment::Loyal,
            (4, 0..=1) => RfmSegment::Promising,
            (5.., 0..=1) => RfmSegment::New,
            (4.., 2..=3) => RfmSegment::PotentialLoyalist,
            (5.., 4..) => RfmSegment::Champion,
        }
    }

    /// The name in the score file.
    pub(super) fn name(self) -> &'static str {
        match self {
            RfmSegment::Hibernating => "hibernating",
            RfmSegment::AtRisk => "at_risk",
            RfmSegment::CantLose => "cant_lose",
            RfmSegment::AboutToSleep => "about_to_sleep",
            RfmSegment::NeedAttention => "need_attention",
            RfmSegment::Loyal => "loyal",
            RfmSegment::Promising => "promising",
            RfmSegment::New => "new",
            RfmSegment::PotentialLoyalist => "potential_loyalist",
            RfmSegment::Champion => "champion",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The map: recency range, frequency range, segment.
    const MAP: [([u8; 2], [u8; 2], &str); 10] = [
        ([1, 2], [1, 2], "hibernating"),
        ([1, 2], [3, 4], "at_risk"),
        ([1, 2], [5, 5], "cant_lose"),
        ([3, 3], [1, 2], "about_to_sleep"),
        ([3, 3], [3, 3], "need_attention"),
        ([3, 4], [4, 5], "loyal"),
        ([4, 4], [1, 1], "promising"),
        ([5, 5], [1, 1], "new"),
        ([4, 5], [2, 3], "potential_loyalist"),
        ([5, 5], [4, 5], "champion"),
    ];

    #[test]
    fn every_cell_hits_exactly_one_segment_of_the_definition() {
        for recency in 1..=5u8 {
            for frequency in 1..=5u8 {
                let hits: Vec<&str> = MAP
                    .iter()
                    .filter(|(r, f, _)| {
                        (r[0]..=r[1]).contains(&recency) && (f[0]..=f[1]).contains(&frequency)
                    })
                    .map(|&(_, _, name)| name)
                    .collect();
                assert_eq!(
                    hits,
                    [RfmSegment::of(recency, frequency).name()],
                    "{recency}{frequency}"
                );
            }
        }
    }

    #[test]
    fn recent_frequent_and_rich_is_five() {
        let column = |f: fn(i32) -> f64| QuantileCutter::new((0..50).map(f).collect());
        let days = column(|i| f64::from(19_000 + i));
        let orders = column(|i| f64::from(i / 25 + 1));
        let spends = column(|i| f64::from(i) - 5.0);
        let edges = RfmEdges::new(days, orders, spends);
        let best = edges.scores(19_049, 2, 44.0);
        assert_eq!(best, RfmScores { recency: 5, frequency: 4, monetary: 5 });
        let worst = edges.scores(19_000, 1, -5.0);
        assert_eq!(worst, RfmScores { recency: 1, frequency: 1, monetary: 1 });
    }
}
