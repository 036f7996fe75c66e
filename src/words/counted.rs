//! Things counted, in the singular or the plural.

use std::fmt::{Display, Formatter, Result};

use super::whole;

/// `1 order`, `3 orders`; `No orders` where it begins a sentence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted<'a> {
    count: f64,
    one: &'a str,
    many: &'a str,
    none_is_no: bool,
}

/// `1 order`, `3 orders`.
pub(crate) fn counted<'a>(count: f64, one: &'a str, many: &'a str) -> Counted<'a> {
    Counted { count, one, many, none_is_no: false }
}

/// `No orders`, `1 order`, `3 orders`: the beginning of a sentence.
pub(crate) fn counted_or_no<'a>(count: f64, one: &'a str, many: &'a str) -> Counted<'a> {
    Counted { none_is_no: true, ..counted(count, one, many) }
}

impl Display for Counted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.none_is_no && self.count < 0.5 {
            f.write_str("No ")?;
            return f.write_str(self.many);
        }
        whole(self.count).fmt(f)?;
        f.write_str(" ")?;
        f.write_str(if self.count.round_ties_even() == 1.0 { self.one } else { self.many })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular() {
        assert_eq!(counted(1.0, "order", "orders").to_string(), "1 order");
        assert_eq!(counted(1234.0, "order", "orders").to_string(), "1,234 orders");
        assert_eq!(counted(0.0, "order", "orders").to_string(), "0 orders");
        assert_eq!(counted_or_no(0.0, "order", "orders").to_string(), "No orders");
    }
}
