//! Texts that a spreadsheet would run as a formula. What to do about them is for the files.

use crate::ingest::trimmed;
use std::borrow::Cow;

/// Whether a spreadsheet may run the text: it begins with `=`, `+`, `-` or `@`, also after blanks and
/// invisible marks, or with a tab or line break.
///
/// A phone number, a plus and digits only, is harmless.
pub(super) fn looks_like_formula(text: &str) -> bool {
    if text.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    let visible = trimmed(text);
    let Some(first) = visible.chars().next() else { return false };
    let digits = &visible[first.len_utf8()..];
    let is_phone =
        first == '+' && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // Full-width twins too: spreadsheets of East Asian locales run them.
    !is_phone && matches!(first, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// The text as a spreadsheet shows it: with an apostrophe in front where it looks like a formula.
pub(super) fn disarmed(text: &str) -> Cow<'_, str> {
    if looks_like_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that was disarmed.
pub(crate) fn armed(text: &str) -> &str {
    text.strip_prefix('\'').filter(|text| looks_like_formula(text)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_marks_do_not_hide_a_formula() {
        for text in
            ["=1", "\u{feff}=1", "\u{200b}@SUM(A1)", " \u{a0}+1+2", "\u{202e}-1", "\tx", "\n"]
        {
            assert!(looks_like_formula(text), "{text:?}");
            assert_eq!(disarmed(text), format!("'{text}"));
            assert_eq!(armed(&disarmed(text)), text);
        }
        for text in ["", "a=b", "+4930123456", "O'Neil", " \u{200b}", "1-2"] {
            assert!(!looks_like_formula(text), "{text:?}");
        }
    }
}
