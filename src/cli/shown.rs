//! Text as a terminal may show it. Names of files and columns come from others: what would move the cursor, colour or
//! hide what stands there is spelled out. Whatever is printed for people goes through here, and nothing for programs.

use std::borrow::Cow;
use std::fmt::Write;

/// A text without control characters but line breaks and tabs: the others are spelled `\u{1b}`.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(is_control) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_control(c) {
            // Writing to a string does not fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// Whether a character does something to a terminal; so do those that turn the direction of what follows.
fn is_control(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_spelled_out() {
        assert_eq!(shown("a\tb\nü"), "a\tb\nü");
        assert_eq!(shown("\u{1b}[31mred\r\u{9b}\u{202e}"), "\\u{1b}[31mred\\u{d}\\u{9b}\\u{202e}");
    }
}
