//! Which of two small numbers is the day, settled over all values of a column. Never guessed.

use super::date_text::{DayOrder, ThreeNumbers};
use super::plain::trimmed;

/// What the values of a column have shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct DayOrderEvidence {
    day_first: u64,
    month_first: u64,
    open: u64,
    /// The smallest of the texts that fit both, so that the same is shown whatever the order of rows.
    open_example: Option<String>,
}

/// What the values say together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OrderVerdict {
    /// No value needs an order.
    NotNeeded,
    /// All that need one have this one.
    Settled(DayOrder),
    /// Values fit both orders and none decides: it must be said.
    Open {
        /// A text that fits both.
        example: String,
        /// Number of such values.
        values: u64,
    },
    /// Values of both orders stand in the column; those that fit both cannot be known.
    Contradictory {
        /// Values that are dates only day first.
        day_first: u64,
        /// Values that are dates only month first.
        month_first: u64,
        /// Values that fit both.
        open: u64,
    },
}

/// Up to one value in so many is a slip of the pen and does not contradict the others.
const SLIP: u64 = 1000;

impl DayOrderEvidence {
    /// Takes a value into account.
    pub(crate) fn observe(&mut self, text: &str) {
        let text = trimmed(text);
        let Some(numbers) = ThreeNumbers::of(text) else { return };
        match numbers.evidence() {
            Some(DayOrder::DayFirst) => self.day_first += 1,
            Some(DayOrder::MonthFirst) => self.month_first += 1,
            None if numbers.is_open() => {
                self.open += 1;
                if self.open_example.as_deref().is_none_or(|example| text < example) {
                    self.open_example = Some(text.to_owned());
                }
            }
            None => {}
        }
    }

    /// What the values say together.
    pub(crate) fn verdict(&self) -> OrderVerdict {
        let Self { day_first, month_first, open, open_example } = self;
        let (day_first, month_first, open) = (*day_first, *month_first, *open);
        if open == 0 {
            return OrderVerdict::NotNeeded;
        }
        let outweighs = |many: u64, few: u64| many > 0 && few.saturating_mul(SLIP) <= many;
        if outweighs(day_first, month_first) {
            OrderVerdict::Settled(DayOrder::DayFirst)
        } else if outweighs(month_first, day_first) {
            OrderVerdict::Settled(DayOrder::MonthFirst)
        } else if day_first + month_first > 0 {
            OrderVerdict::Contradictory { day_first, month_first, open }
        } else {
            OrderVerdict::Open { example: open_example.clone().unwrap_or_default(), values: open }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(texts: &[&str]) -> OrderVerdict {
        let mut evidence = DayOrderEvidence::default();
        for text in texts {
            evidence.observe(text);
        }
        evidence.verdict()
    }

    #[test]
    fn one_value_that_can_be_read_only_so_decides() {
        assert_eq!(
            verdict(&["1/2/2024", "13/2/2024 8:26"]),
            OrderVerdict::Settled(DayOrder::DayFirst)
        );
        assert_eq!(
            verdict(&["1/2/2024", "2/13/2024"]),
            OrderVerdict::Settled(DayOrder::MonthFirst)
        );
        assert_eq!(verdict(&["2024-01-02", "soon", "5/5/2024"]), OrderVerdict::NotNeeded);
        assert_eq!(verdict(&["13/2/2024"]), OrderVerdict::NotNeeded);
    }

    #[test]
    fn what_fits_both_must_be_asked() {
        let open = OrderVerdict::Open { example: "12/1/2024 8:26".to_owned(), values: 2 };
        assert_eq!(verdict(&["12/11/2024 8:26", "12/1/2024 8:26"]), open);
        let both = OrderVerdict::Contradictory { day_first: 1, month_first: 1, open: 1 };
        assert_eq!(verdict(&["13/1/2024", "1/13/2024", "1/2/2024"]), both);
    }

    #[test]
    fn a_slip_in_a_thousand_does_not_contradict() {
        let mut many = DayOrderEvidence::default();
        (0..1000).for_each(|_| many.observe("31/1/2024"));
        many.observe("1/31/2024");
        many.observe("1/2/2024");
        assert_eq!(many.verdict(), OrderVerdict::Settled(DayOrder::DayFirst));
    }
}
