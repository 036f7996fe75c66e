//! The one rhythm that everything is told by: how long the customer has been silent, beside the usual gap that
//! makes the churn factor and the expected date. Of one-time buyers it is the others' gap to the second order.

use crate::words::{counted, rhythm, span};

/// Orders, silence and usual gap of a customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Habit {
    /// Orders, at least one.
    pub orders: u32,
    /// Calendar days since the last order.
    pub days_since_last: i32,
    /// Usual days between orders, shrunk to the population's; none where nobody's is known.
    pub usual_gap_days: Option<f64>,
}

/// A usual gap below this many days is no rhythm to put a number on.
const DAILY: f64 = 1.0;

/// A gap in whole days.
pub(crate) fn whole_days(gap_days: f64) -> i32 {
    gap_days.round() as i32
}

impl Habit {
    /// The usual gap in whole days: what is shown, and what is reckoned with.
    pub(crate) fn whole_gap_days(&self) -> Option<i32> {
        self.usual_gap_days.map(whole_days)
    }

    /// Days that the silence is longer than the usual gap; none where it is not as long, or no gap is known.
    pub(crate) fn overdue_days(&self) -> Option<i32> {
        let is_overdue = self.silence() >= self.usual_gap_days?;
        is_overdue.then_some(self.days_since_last - self.whole_gap_days()?)
    }

    /// What the silence says, where it says that the risk is raised, or lowered; none where it says the other.
    pub(crate) fn sentence(&self, raises: bool) -> Option<String> {
        match (raises, self.orders) {
            (_, 0) => None,
            (true, 1) => Some(self.bought_once()),
            (true, _) => self.silent(),
            (false, _) => self.ordered(),
        }
    }

    /// Why it is time to write, whatever speaks for it.
    pub(crate) fn why(&self) -> String {
        let said = self.sentence(true).or_else(|| self.sentence(false));
        said.unwrap_or_else(|| format!("Last order {} ago", span(self.silence())))
    }

    fn silence(&self) -> f64 {
        f64::from(self.days_since_last)
    }

    fn bought_once(&self) -> String {
        let since = span(self.silence());
        match self.usual_gap_days {
            Some(gap) if self.overdue_days().is_some() => {
                let others = others_came_back(gap);
                format!("Bought once, {since} ago; {others}")
            }
            Some(_) => format!("Only one order so far, {since} ago"),
            None => format!("Bought once, {since} ago"),
        }
    }

    fn silent(&self) -> Option<String> {
        let (gap, overdue) = (f64::from(self.whole_gap_days()?), self.overdue_days()?);
        let silent = format!("Silent for {}", span(self.silence()));
        if gap < DAILY && self.orders > 2 {
            return Some(format!("{silent}; usually orders {}", rhythm(DAILY)));
        }
        let expected = match self.orders {
            2 => "to be expected after two orders".to_owned(),
            _ => format!("the usual {}", span(gap)),
        };
        Some(match overdue {
            0 => format!("{silent}, as long as {expected}"),
            days => {
                let more = counted(f64::from(days), "day", "days");
                format!("{silent}, {more} longer than {expected}")
            }
        })
    }

    fn ordered(&self) -> Option<String> {
        let gap = self.usual_gap_days?;
        if self.silence() >= gap {
            return None;
        }
        let gap = f64::from(whole_days(gap));
        let ago = match self.days_since_last {
            0 => "today".to_owned(),
            _ => format!("{} ago", span(self.silence())),
        };
        Some(match self.orders {
            1 => format!("First order {ago}; {}", others_came_back(gap)),
            2 => format!("Second order {ago}"),
            _ => format!("Ordered {ago}; usually orders {}", rhythm(gap.max(DAILY))),
        })
    }
}

fn others_came_back(gap_days: f64) -> String {
    format!("of those who bought again, half did so within {}", span(gap_days.max(DAILY)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn habit(orders: u32, days_since_last: i32, gap: f64) -> Habit {
        Habit { orders, days_since_last, usual_gap_days: Some(gap) }
    }

    #[test]
    fn silence_is_said_as_what_it_is() {
        let said = |habit: Habit, raises| habit.sentence(raises).unwrap_or_else(|| "-".to_owned());
        let lines = [
            said(habit(6, 41, 33.2), true),
            said(habit(6, 41, 33.2), false),
            said(habit(6, 33, 33.0), true),
            said(habit(6, 12, 33.2), true),
            said(habit(6, 12, 33.2), false),
            said(habit(6, 5, 0.3), true),
            said(habit(2, 100, 60.0), true),
            said(habit(2, 12, 60.0), false),
            said(habit(1, 98, 46.0), true),
            said(habit(1, 98, 46.0), false),
            said(habit(1, 12, 46.0), true),
            said(habit(1, 12, 46.0), false),
            said(Habit { usual_gap_days: None, ..habit(1, 98, 0.0) }, true),
            said(Habit { usual_gap_days: None, ..habit(3, 98, 0.0) }, true),
            Habit { usual_gap_days: None, ..habit(3, 98, 0.0) }.why(),
        ];
        insta::assert_snapshot!(lines.join("\n"), @r"
        Silent for 41 days, 8 days longer than the usual 33 days
        -
        Silent for 33 days, as long as the usual 33 days
        -
        Ordered 12 days ago; usually orders every 33 days
        Silent for 5 days; usually orders every day
        Silent for 100 days, 40 days longer than to be expected after two orders
        Second order 12 days ago
        Bought once, 98 days ago; of those who bought again, half did so within 46 days
        -
        Only one order so far, 12 days ago
        First order 12 days ago; of those who bought again, half did so within 46 days
        Bought once, 98 days ago
        -
        Last order 98 days ago
        ");
    }

    #[test]
    fn overdue_is_the_silence_without_the_gap_that_is_shown() {
        assert_eq!(habit(6, 75, 26.3).overdue_days(), Some(49));
        assert_eq!(habit(6, 34, 33.6).overdue_days(), Some(0));
        assert_eq!(habit(6, 33, 33.2).overdue_days(), None);
        assert_eq!(habit(6, 12, 33.2).overdue_days(), None);
    }
}
