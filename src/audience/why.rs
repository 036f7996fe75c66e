//! Why a customer is on the list: one sentence that answers "why now", from the rhythm that decides when it
//! is time. Which sentences of the scores stand beside it is for [`is_worth_saying`].

use super::play::Play;
use crate::features::Topic;
use crate::words::{counted, span};

/// What is known of a customer on the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rhythm {
    /// Orders.
    pub orders: u32,
    /// Whole days since the last order.
    pub days_since_last: i32,
    /// Usual days between orders; of one-time buyers those of other customers to their second order.
    pub usual_gap_days: Option<f64>,
}

/// Days that the silence exceeds the usual gap by; none where it does not, or no gap is known.
pub fn overdue_days(rhythm: &Rhythm) -> Option<i32> {
    let overdue = f64::from(rhythm.days_since_last) - rhythm.usual_gap_days?;
    (overdue >= 0.0).then_some(overdue as i32)
}

/// The sentence.
pub fn why(rhythm: &Rhythm, play: Play) -> String {
    let silence = silence(rhythm);
    match play {
        Play::Service => format!("Something went wrong since the last order. {silence}"),
        _ => silence,
    }
}

fn silence(rhythm: &Rhythm) -> String {
    let days = f64::from(rhythm.days_since_last);
    let Some(gap) = rhythm.usual_gap_days else {
        return format!("Last order {} ago", span(days));
    };
    if rhythm.orders == 1 {
        return format!(
            "Bought once, {} ago; of those who bought again, half did so within {}",
            span(days),
            span(gap)
        );
    }
    match overdue_days(rhythm) {
        Some(overdue) if overdue > 0 => {
            let more = counted(f64::from(overdue), "day", "days");
            format!("Silent for {}, {more} longer than the usual {}", span(days), span(gap))
        }
        _ => format!("Last order {} ago; usually orders every {}", span(days), span(gap)),
    }
}

/// Whether a sentence about a topic tells a marketer what to do beside [`why`]: signs of interest, of
/// trouble, of price, of buying less or less widely. Silence and rhythm are said already; what an order is
/// worth, how regular orders are and when they fall is no reason to write.
pub fn is_worth_saying(topic: Topic) -> bool {
    matches!(
        topic,
        Topic::Engagement
            | Topic::Complaints
            | Topic::Recommendation
            | Topic::Returns
            | Topic::LastReturn
            | Topic::Discount
            | Topic::DiscountTrend
            | Topic::RecentOrders
            | Topic::RecentSpend
            | Topic::Categories
            | Topic::ChannelSwitch
            | Topic::Season
            | Topic::SeasonSpend
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_said_as_what_it_is() {
        let rhythm = Rhythm { orders: 6, days_since_last: 41, usual_gap_days: Some(33.2) };
        assert_eq!(
            why(&rhythm, Play::Reminder),
            "Silent for 41 days, 7 days longer than the usual 33 days"
        );
        let once = Rhythm { orders: 1, days_since_last: 98, usual_gap_days: Some(46.0) };
        assert_eq!(
            why(&once, Play::SecondOrder),
            "Bought once, 98 days ago; of those who bought again, half did so within 46 days"
        );
        let early = Rhythm { days_since_last: 12, ..rhythm };
        assert_eq!(
            why(&early, Play::Service),
            "Something went wrong since the last order. Last order 12 days ago; usually orders every 33 days"
        );
        let alone = Rhythm { usual_gap_days: None, ..rhythm };
        assert_eq!(why(&alone, Play::Reminder), "Last order 41 days ago");
        assert_eq!((overdue_days(&rhythm), overdue_days(&early)), (Some(7), None));
    }
}
