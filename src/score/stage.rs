//! Where a customer stands in the life with the business.
//!
//! The stages are asked in order and the first that fits is taken: prospect, lapsed, sleeping, new,
//! one-time, slipping, advocate, loyal, repeat. A one-time buyer has no usual gap to exceed;
//! a regular who is overdue is slipping however good the scores are.

use super::rfm::RfmScores;
use super::settings::ScoreSettings;

/// The stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Stage {
    /// Known, no purchase.
    Prospect,
    /// First purchase within the configured days.
    New,
    /// One purchase.
    OneTime,
    /// Several purchases.
    Repeat,
    /// Frequency and recency scores of 4 or 5.
    Loyal,
    /// Loyal, and promoter (last NPS answer 9 or 10) or referrer.
    Advocate,
    /// Silent for longer than the customer's own usual gap.
    Slipping,
    /// Silent for longer than the lookback.
    Sleeping,
    /// Silent for longer than the configured number of lookbacks.
    Lapsed,
}

/// What decides the stage of one customer with a purchase.
#[derive(Debug, Clone, Copy)]
pub(super) struct StageFacts {
    /// Number of orders, at least 1.
    pub orders: u32,
    /// Days since the last order.
    pub days_since_last: f64,
    /// Days since the first order.
    pub days_since_first: f64,
    /// Days since the last order ÷ usual gap.
    pub churn_factor: Option<f64>,
    /// Scores.
    pub rfm: RfmScores,
    /// Promoter or referrer.
    pub advocate: bool,
}

impl Stage {
    /// The stage of a customer with at least one purchase; without one it is [`Stage::Prospect`].
    pub(super) fn of_buyer(
        facts: &StageFacts,
        settings: &ScoreSettings,
        lookback_days: u32,
    ) -> Self {
        let lookback = f64::from(lookback_days);
        if facts.days_since_last > lookback * settings.lapsed_after_lookbacks {
            Stage::Lapsed
        } else if facts.days_since_last > lookback {
            Stage::Sleeping
        } else if facts.days_since_first <= f64::from(settings.new_within_days) {
            Stage::New
        } else if facts.orders == 1 {
            Stage::OneTime
        } else if facts.churn_factor.is_some_and(|factor| factor > settings.slipping_factor) {
            Stage::Slipping
        } else if facts.rfm.frequency >= 4 && facts.rfm.recency >= 4 {
            if facts.advocate { Stage::Advocate } else { Stage::Loyal }
        } else {
            Stage::Repeat
        }
    }

    /// The name in the score file.
    pub(super) fn name(self) -> &'static str {
        match self {
            Stage::Prospect => "prospect",
            Stage::New => "new",
            Stage::OneTime => "one_time",
            Stage::Repeat => "repeat",
            Stage::Loyal => "loyal",
            Stage::Advocate => "advocate",
            Stage::Slipping => "slipping",
            Stage::Sleeping => "sleeping",
            Stage::Lapsed => "lapsed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_stage_that_fits_is_taken() {
        let regular = StageFacts {
            orders: 12,
            days_since_last: 10.0,
            days_since_first: 400.0,
            churn_factor: Some(0.4),
            rfm: RfmScores { recency: 4, frequency: 5, monetary: 1 },
            advocate: false,
        };
        let stage = |facts: StageFacts| Stage::of_buyer(&facts, &ScoreSettings::example(), 365);
        assert_eq!(stage(regular), Stage::Loyal);
        assert_eq!(stage(StageFacts { advocate: true, ..regular }), Stage::Advocate);
        assert_eq!(stage(StageFacts { churn_factor: Some(1.1), ..regular }), Stage::Slipping);
        assert_eq!(
            stage(StageFacts { churn_factor: Some(9.0), orders: 1, ..regular }),
            Stage::OneTime
        );
        assert_eq!(stage(StageFacts { days_since_first: 30.0, ..regular }), Stage::New);
        assert_eq!(stage(StageFacts { days_since_last: 366.0, ..regular }), Stage::Sleeping);
        assert_eq!(stage(StageFacts { days_since_last: 731.0, ..regular }), Stage::Lapsed);
        let rfm = RfmScores { recency: 3, frequency: 5, monetary: 5 };
        assert_eq!(stage(StageFacts { rfm, ..regular }), Stage::Repeat);
    }
}
