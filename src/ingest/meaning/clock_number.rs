//! Times of day as whole numbers: 930 for half past nine, or counted from midnight. The whole column tells
//! which.

const MICROS_PER_SECOND: i64 = 1_000_000;

/// What a column's numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClockUnit {
    /// Hours and minutes: 930 and 2359.
    HoursMinutes,
    /// Seconds since midnight.
    Seconds,
    /// Milliseconds since midnight.
    Millis,
}

impl ClockUnit {
    /// Microseconds since midnight; None for what is no time of day.
    pub(crate) fn micros(self, number: i64) -> Option<i64> {
        let micros = match self {
            ClockUnit::HoursMinutes if number % 100 < 60 => {
                (number / 100 * 60 + number % 100) * 60 * MICROS_PER_SECOND
            }
            ClockUnit::HoursMinutes => return None,
            ClockUnit::Seconds => number.checked_mul(MICROS_PER_SECOND)?,
            ClockUnit::Millis => number.checked_mul(1000)?,
        };
        (number >= 0 && micros < 86_400 * MICROS_PER_SECOND).then_some(micros)
    }
}

/// What has been seen of a column.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ClockEvidence {
    largest: i64,
    any_above_59_minutes: bool,
}

impl ClockEvidence {
    /// Takes in a number.
    pub(crate) fn observe(&mut self, number: i64) {
        self.largest = self.largest.max(number);
        self.any_above_59_minutes |= number % 100 > 59;
    }

    /// What the numbers are: hours and minutes where all of them can be.
    pub(crate) fn unit(self) -> ClockUnit {
        if self.largest < 2400 && !self.any_above_59_minutes {
            ClockUnit::HoursMinutes
        } else if self.largest < 86_400 {
            ClockUnit::Seconds
        } else {
            ClockUnit::Millis
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_tells_what_its_numbers_are() {
        let read = |numbers: &[i64]| {
            let mut evidence = ClockEvidence::default();
            for &number in numbers {
                evidence.observe(number);
            }
            let micros = |&number: &i64| {
                evidence.unit().micros(number).map(|micros| micros / MICROS_PER_SECOND)
            };
            numbers.iter().map(micros).collect::<Vec<_>>()
        };
        assert_eq!(read(&[930, 2359, 0]), [Some(34_200), Some(86_340), Some(0)]);
        assert_eq!(read(&[34_200, 960, 0]), [Some(34_200), Some(960), Some(0)]);
        assert_eq!(read(&[34_200_000, 960]), [Some(34_200), Some(0)]);
        assert_eq!(read(&[86_400_000, -1]), [None, None]);
    }
}
