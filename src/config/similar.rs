//! "Did you mean": the known name that a mistyped one is nearest to.

/// Names that share this much are called similar, 0 to 1.
const SIMILAR: f64 = 0.7;

/// The hint with the nearest known name, in words; empty where none is near.
pub(super) fn did_you_mean<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let likeness = |other: &'a str| (strsim::normalized_damerau_levenshtein(name, other), other);
    // Of equally near names the first one, as they stand in the table.
    let nearest =
        known.map(likeness).reduce(|best, next| if next.0 > best.0 { next } else { best });
    match nearest {
        Some((likeness, other)) if likeness >= SIMILAR => format!(" (did you mean '{other}'?)"),
        _ => String::new(),
    }
}

/// Whether two names differ by a slip.
pub(super) fn is_similar(name: &str, other: &str) -> bool {
    strsim::normalized_damerau_levenshtein(name, other) >= 0.85
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_other_words_are_not() {
        let known = ["transactions", "events", "customers"];
        let hint = |name| did_you_mean(name, known.into_iter());
        assert_eq!(hint("transaktions"), " (did you mean 'transactions'?)");
        assert_eq!(hint("custmoers"), " (did you mean 'customers'?)");
        assert_eq!(hint("budget"), "");
        assert_eq!(did_you_mean("x", [].into_iter()), "");
    }
}
