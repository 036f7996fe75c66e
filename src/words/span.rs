//! Spans of days, and how often something happens.

use std::fmt::{Display, Formatter, Result};

use super::{counted, ratio};

/// A span of days: `less than a day`, `1 day`, `94 days`, and years from two years on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span(f64);

/// See [`Span`].
pub(crate) fn span(days: f64) -> Span {
    Span(days)
}

impl Display for Span {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.0.abs() < 0.5 {
            f.write_str("less than a day")
        } else if self.0 < 730.5 {
            counted(self.0, "day", "days").fmt(f)
        } else {
            ratio((self.0 / 365.25 * 10.0).round() / 10.0).fmt(f)?;
            f.write_str(" years")
        }
    }
}

/// How often something with this gap happens: `every day`, `every 31 days`, `several times a day`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rhythm(f64);

/// See [`Rhythm`].
pub(crate) fn rhythm(gap_days: f64) -> Rhythm {
    Rhythm(gap_days)
}

impl Display for Rhythm {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.0 {
            gap if gap < 0.5 => f.write_str("several times a day"),
            gap if gap < 1.5 => f.write_str("every day"),
            gap => {
                f.write_str("every ")?;
                span(gap).fmt(f)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_as_people_say_them() {
        let written: [(&dyn Display, &str); 7] = [
            (&span(0.2), "less than a day"),
            (&span(1.2), "1 day"),
            (&span(94.3), "94 days"),
            (&span(1000.0), "2.7 years"),
            (&rhythm(0.1), "several times a day"),
            (&rhythm(1.0), "every day"),
            (&rhythm(31.4), "every 31 days"),
        ];
        for (wording, text) in written {
            assert_eq!(wording.to_string(), text);
        }
    }
}
