//! Shares as per cent.

use std::fmt::{Display, Formatter, Result};

use super::{NOT_KNOWN, whole};

/// A share of 0 to 1 as per cent, written `45%` or `45.2%`; what is small but not nothing is `under 1%`
/// or `under 0.1%`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Share {
    value: f64,
    tenths: bool,
}

/// Whole per cent: `45%`.
pub(crate) fn share(value: f64) -> Share {
    Share { value, tenths: false }
}

/// Per cent to a tenth: `45.2%`.
pub(crate) fn share_to_tenths(value: f64) -> Share {
    Share { value, tenths: true }
}

impl Display for Share {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Self { value, tenths } = *self;
        match (value > 0.0, tenths) {
            _ if !value.is_finite() => f.write_str(NOT_KNOWN),
            (true, false) if value < 0.005 => f.write_str("under 1%"),
            (true, true) if value < 0.0005 => f.write_str("under 0.1%"),
            (_, false) => write!(f, "{}%", whole(value * 100.0)),
            (_, true) => write!(f, "{:.1}%", value * 100.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_number_of_per_cent() {
        let written = [
            (share(0.452), "45%"),
            (share(0.001), "under 1%"),
            (share(0.0), "0%"),
            (share(f64::NAN), "–"),
            (share_to_tenths(0.4521), "45.2%"),
            (share_to_tenths(0.0001), "under 0.1%"),
            (share_to_tenths(0.0), "0.0%"),
        ];
        for (wording, text) in written {
            assert_eq!(wording.to_string(), text);
        }
    }
}
