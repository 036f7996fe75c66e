//! What every page has around its content: style, script, and the policy that lets nothing else in.

use super::blocks::Html;
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("../../templates/page.css");
const SCRIPT: &str = include_str!("../../templates/page.js");

/// Style, script and policy of one page.
#[derive(Debug)]
pub(super) struct Frame {
    /// The content of the meta element that names the policy.
    pub policy: String,
    /// The style sheet.
    pub style: Html,
    /// The script.
    pub script: Html,
}

impl Frame {
    /// The frame of a page; `printed` stands at the foot of every sheet of paper.
    pub(super) fn new(printed: &str) -> Self {
        let style = format!("{STYLE}@page{{@bottom-left{{content:{}}}}}", css_text(printed));
        // No style attribute stands on a page: both are known by their hash alone.
        let policy = format!(
            "default-src 'none'; style-src '{}'; script-src '{}'; img-src data:; base-uri 'none'; form-action 'none'",
            source_hash(&style),
            source_hash(SCRIPT)
        );
        let inline = |text: &str| Html::of_markup(text.to_owned());
        Self { policy, style: inline(&style), script: inline(SCRIPT) }
    }
}

/// A text of CSS: no quote ends it, and no `<` ends the element around it.
fn css_text(text: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || " .,:;·-+()/".contains(letter);
    let letter = |letter: char| match letter {
        letter if plain(letter) => letter.to_string(),
        letter => format!("\\{:x} ", u32::from(letter)),
    };
    format!("\"{}\"", text.chars().map(letter).collect::<String>())
}

/// The hash by which a policy knows an inline script or style sheet.
fn source_hash(text: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())))
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let of = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = of(0) << 16 | of(1) << 8 | of(2);
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        let expected = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"];
        for (length, expected) in expected.into_iter().enumerate() {
            assert_eq!(base64(&b"foobar"[..length]), expected);
        }
    }

    #[test]
    fn the_script_is_small_and_the_policy_knows_it() {
        assert!(SCRIPT.len() <= 6 * 1024, "{}", SCRIPT.len());
        let frame = Frame::new("As of 1 Jan 2025 · money in \"€\"</style>");
        assert!(frame.policy.contains(&source_hash(SCRIPT)), "{}", frame.policy);
        let style = frame.style.to_string();
        assert!(style.ends_with("money in \\22 \\20ac \\22 \\3c /style\\3e \"}}"), "{style}");
    }
}
