//! Whether two records are one person by e-mail or phone, and whether an address can be written to.
//!
//! Keys err to the side of one person: a no on one record then holds for one record too many. A key is
//! for comparison and never leaves the program.

use super::plain::{composed, is_invisible, is_mark, trimmed};
use super::punycode::from_punycode;
use std::borrow::Cow;

/// The key by which e-mail addresses are one mailbox; None for what is no address.
///
/// Case, width, blanks, a name beside the address, brackets, quotes and `SMTP:` or `mailto:` around it, what follows
/// a `+`, the dots of Gmail and googlemail and the spelling of the domain (`müller.de` is `xn--mller-kva.de`) do not
/// matter. Of the address to which a list takes its bounces the one within is meant (`bounce+ada=example.org@list.org`).
pub(crate) fn email_key(text: &str) -> Option<String> {
    let plain = in_usual_letters(text);
    let (name, host) = split_address(&plain)?;
    let (name, host) = returned_for(name, host).unwrap_or((name, host));
    let name = name.split('+').next().unwrap_or(name).trim_matches(['"', '\'']);
    // All of a domain is no mailbox.
    if matches!(name, "" | "*" | "%") || host.is_empty() {
        return None;
    }
    let name = if name.is_ascii() { Cow::Borrowed(name) } else { Cow::Owned(composed(name)) };
    let Some((_, first, ignored)) = PROVIDERS.iter().find(|(hosts, ..)| hosts.contains(&host))
    else {
        return Some(format!("{name}@{}", in_letters(host)));
    };
    Some(format!("{}@{first}", name.replace(|c: char| ignored.contains(c), "")))
}

/// Providers whose domains lead to one mailbox: these, the one that stands for all, and what does not matter in a name.
#[rustfmt::skip] // A table: a provider a line.
const PROVIDERS: &[(&[&str], &str, &str)] = &[
    (&["gmail.com", "googlemail.com"], "gmail.com", "."),
    (&["proton.me", "protonmail.com", "protonmail.ch", "pm.me"], "proton.me", ".-_"),
    (&["icloud.com", "me.com", "mac.com"], "icloud.com", ""),
    (&["yandex.ru", "ya.ru", "yandex.com", "yandex.ua", "yandex.by", "yandex.kz", "narod.ru"], "yandex.ru", ".-"),
];

/// A text in lower case and usual width, without what nobody sees; the at sign as itself.
fn in_usual_letters(text: &str) -> String {
    let text = trimmed(text);
    let is_usual = |byte: u8| byte.is_ascii_graphic() && byte != b'%' && byte != b'&';
    if text.bytes().all(is_usual) {
        return text.to_ascii_lowercase();
    }
    let is_seen = |c: char| c.is_whitespace() || !is_invisible(c);
    let narrow = text.chars().filter(|c| is_seen(*c)).map(in_usual_width);
    let mut plain: String = narrow.flat_map(char::to_lowercase).collect();
    if !plain.contains('@') {
        // Out of the link of a message, or of a page.
        for sign in ["%40", "&#64;", "&commat;"] {
            plain = plain.replacen(sign, "@", 1);
        }
    }
    plain.split('@').map(str::trim).collect::<Vec<_>>().join("@")
}

fn in_usual_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '。' => '.',
        _ => c,
    }
}

/// The name and the host of the last address in a text.
fn split_address(text: &str) -> Option<(&str, &str)> {
    let (before, after) = text.rsplit_once('@')?;
    let is_of_host = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_') || is_mark(c);
    let end = after.find(|c| !is_of_host(c)).unwrap_or(after.len());
    let host = after[..end].trim_matches(['.', '-']);
    let is_around = |c: char| c.is_whitespace() || "<>()[]{},;:|\"".contains(c);
    let quoted = before.strip_suffix('"').and_then(|name| name.rsplit_once('"'));
    let name = match quoted {
        Some((_, name)) => name,
        None => before.rsplit(is_around).next().unwrap_or(before),
    };
    Some((name, host))
}

/// The address for which a message came back, out of the one that it came back to.
fn returned_for<'a>(name: &'a str, host: &'a str) -> Option<(&'a str, &'a str)> {
    let (before, last) = name.rsplit_once('=')?;
    // Sender rewriting: `srs0=hash=day=example.org=ada`.
    if before.starts_with("srs") {
        return Some((last, before.rsplit('=').next()?));
    }
    // Address tags: `prvs=0123456789=ada`.
    if before.starts_with("prvs") || before.starts_with("btv1") {
        return Some((last, host));
    }
    let is_host = last.contains('.') && last.ends_with(char::is_alphabetic);
    is_host.then(|| (without_list(before), last))
}

/// The name of an address without what a list puts before it: `bounces-123-ada` is `ada`.
fn without_list(name: &str) -> &str {
    const LISTS: &[&str] = &["bounce", "return", "verp", "errors", "owner", "rp"];
    let Some((first, mut rest)) = name.split_once(['-', '+']) else { return name };
    if !LISTS.iter().any(|list| first.starts_with(list)) && !first.ends_with("bounces") {
        return name;
    }
    while let Some((number, more)) = rest.split_once(['-', '+'])
        && number.contains(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_hexdigit())
    {
        rest = more;
    }
    rest
}

/// A domain in the letters that people see, accents apart from theirs: RFC 3492.
fn in_letters(host: &str) -> String {
    if host.is_ascii() && !host.contains("xn--") {
        return host.to_owned();
    }
    let label = |label: &str| {
        let coded = label.strip_prefix("xn--").and_then(from_punycode);
        coded.unwrap_or_else(|| label.to_owned())
    };
    composed(&host.split('.').map(label).collect::<Vec<_>>().join("."))
}

/// The addresses of a cell that holds several, by `;`, `,`, bars or lines; none where it holds one.
pub(crate) fn several_addresses(text: &str) -> Vec<&str> {
    let parts: Vec<&str> =
        text.split([';', ',', '|', '\n', '\r']).filter(|part| part.contains(['@', '＠'])).collect();
    if parts.len() > 1 { parts } else { Vec::new() }
}

/// The phone numbers of a cell that holds several; none where it holds one: `0171/2345678` is one.
pub(crate) fn several_numbers(text: &str) -> Vec<&str> {
    let is_number =
        |part: &&str| part.chars().filter(char::is_ascii_digit).count() >= FEWEST_PHONE_DIGITS;
    let parts: Vec<&str> = text.split([';', ',', '/', '|', '\n', '\r']).filter(is_number).collect();
    if parts.len() > 1 { parts } else { Vec::new() }
}

/// Whether a text has the shape of one address that can be written to. Not a proof that it exists.
pub(crate) fn is_email(text: &str) -> bool {
    let text = trimmed(text);
    let Some((name, host)) = text.split_once('@') else { return false };
    let has_gaps = |text: &str| text.starts_with('.') || text.ends_with('.') || text.contains("..");
    let is_name_part = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let top = host.rsplit('.').next().unwrap_or_default();
    text.len() <= 254
        && (1..=64).contains(&name.len())
        && !has_gaps(name)
        && name.chars().all(is_name_part)
        && host.contains('.')
        && host.split('.').all(is_label)
        && top.chars().count() >= 2
        && !top.chars().all(|c| c.is_ascii_digit())
}

/// Digits that are compared: what is longer differs only in how the country and the trunk are written.
const PHONE_DIGITS: usize = 8;
/// Numbers with fewer digits are extensions and short codes.
const FEWEST_PHONE_DIGITS: usize = 6;

/// The key by which phone numbers are one: their last eight digits, without leading zeros. None for
/// what is no number.
///
/// `+49 171 1234567`, `0049 (0)171 1234567` and `0171/1234567` are one. So are, rarely, numbers of two
/// areas with the same last eight digits: one in ten million pairs, and to the safe side.
pub(crate) fn phone_key(text: &str) -> Option<u64> {
    let text = trimmed(text);
    let text = text.strip_suffix(".0").unwrap_or(text);
    let is_plain = |byte: u8| byte.is_ascii_digit() || b"+-/(). ".contains(&byte);
    let lower;
    let number = if text.bytes().all(is_plain) {
        text
    } else {
        lower = text.to_lowercase();
        let extension = ["ext", "x", "#", "durchwahl"].iter().filter_map(|word| lower.find(word));
        lower.get(..extension.min().unwrap_or(lower.len())).unwrap_or_default()
    };
    // `4.91711E+11` has lost its digits.
    if number.contains("e+") || number.contains('@') {
        return None;
    }
    let digits: Vec<u8> = number.chars().filter_map(digit).collect();
    let significant = digits.iter().position(|&digit| digit != 0)?;
    let digits = &digits[significant..];
    if digits.len() < FEWEST_PHONE_DIGITS || is_filler(digits) {
        return None;
    }
    let last = &digits[digits.len().saturating_sub(PHONE_DIGITS)..];
    if all_same(last) {
        return None;
    }
    Some(last.iter().fold(0, |key, &digit| key * 10 + u64::from(digit)))
}

/// A digit, also as Japanese, Arabic, Persian, Indian and Thai writers have it.
pub(super) fn digit(c: char) -> Option<u8> {
    const ZEROS: &[char] =
        &['0', '\u{ff10}', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}'];
    let above = |zero: &char| (c as u32).checked_sub(*zero as u32).filter(|digit| *digit < 10);
    ZEROS.iter().find_map(above).and_then(|digit| u8::try_from(digit).ok())
}

/// `1111111111` and `123456789` stand for no number.
fn is_filler(digits: &[u8]) -> bool {
    let counts_up = digits.windows(2).all(|pair| pair[1] == (pair[0] + 1) % 10);
    all_same(digits) || counts_up
}

fn all_same(digits: &[u8]) -> bool {
    digits.windows(2).all(|pair| pair[0] == pair[1])
}

/// Whether a text is one number that can be called.
pub(crate) fn is_phone(text: &str) -> bool {
    phone_key(text).is_some() && several_numbers(text).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_in_a_cell_are_none_to_call() {
        assert_eq!(several_numbers("+447705700883 / +4930123456764").len(), 2);
        assert!(!is_phone("+447705700883 / +4930123456764") && !is_phone("07705700883;0301234567"));
        assert!(is_phone("0171/2345678") && is_phone("+49 (0)30 / 123 456 78"));
    }

    #[test]
    fn one_mailbox_is_written_in_many_ways() {
        let key = email_key("ada.lovelace@gmail.com");
        assert_eq!(key.as_deref(), Some("adalovelace@gmail.com"));
        for text in [
            "Ada.Lovelace@Gmail.com",
            " adalovelace@googlemail.com\u{a0}",
            "a.d.a.lovelace+shop@gmail.com",
            "Ada Lovelace <ada.lovelace@gmail.com>",
            "mailto:ada.lovelace@gmail.com",
            "\u{feff}adalovelace@gmail.com\r",
            "ada.lovelace%40gmail.com",
            "SMTP:ada.lovelace@gmail.com",
            "X500:/o=ex/cn=a;smtp:ada.lovelace@gmail.com",
            "mailto:ada.lovelace@gmail.com?subject=stop",
            "Ada Lovelace ada.lovelace@gmail.com;",
            "ada.lovelace@gmail.com (Ada Lovelace)",
            "[ada.lovelace @ gmail.com]",
            "bounce+ada.lovelace=gmail.com@list.org",
            "bounces-1234-ada.lovelace=gmail.com@list.org",
            "SRS0=a1b2=TT=gmail.com=ada.lovelace@list.org",
            "prvs=0123456789=ada.lovelace@gmail.com",
            "ａｄａ.lovelace＠gmail．com.",
            "ada\u{200b}lovelace@gmail.com",
        ] {
            assert_eq!(email_key(text), key, "{text}");
        }
        let coded = email_key("ada@xn--mller-kva.de");
        assert_eq!(coded.as_deref(), Some("ada@müller.de"));
        for text in ["Ada@MÜLLER.de", "ada@mu\u{308}ller.de", "ada@XN--MLLER-KVA.DE"] {
            assert_eq!(email_key(text), coded, "{text}");
        }
        assert_ne!(email_key("ada@muller.de"), coded);
        for (one, other) in [
            ("ada.lovelace@protonmail.com", "adalovelace@pm.me"),
            ("ada@me.com", "ada+shop@icloud.com"),
            ("ada.lovelace@yandex.ru", "ada-lovelace@ya.ru"),
        ] {
            assert_eq!(email_key(one), email_key(other), "{one}");
        }
        assert_eq!(email_key("mu\u{308}ller@web.de"), email_key("müller@web.de"));
        assert_ne!(email_key("a.da@icloud.com"), email_key("ada@icloud.com"));
        assert_ne!(email_key("ada@outlook.com"), email_key("ada@hotmail.com"));
        assert_eq!(email_key("\"ada l\"@example.org").as_deref(), Some("ada l@example.org"));
        assert_eq!(email_key("o'hara@example.org").as_deref(), Some("o'hara@example.org"));
        assert_eq!(email_key("Ada+x@Example.org"), email_key("ada@example.org"));
        assert_ne!(email_key("a.da@example.org"), email_key("ada@example.org"));
        for text in ["", "ada", "@example.org", "ada@", "+x@example.org", "*@example.org"] {
            assert_eq!(email_key(text), None, "{text}");
        }
    }

    #[test]
    fn an_address_has_a_shape() {
        for text in [
            "ada@example.org",
            "a.b+c@mail.example.co.uk",
            " ada@example.org ",
            "jürgen@müller.de",
            "o'hara@example.org",
        ] {
            assert!(is_email(text), "{text}");
        }
        for text in [
            "",
            "ada",
            "ada@",
            "@example.org",
            "ada@localhost",
            "a b@example.org",
            "ada@example..org",
            ".ada@example.org",
            "ada@-example.org",
            "ada@example.1",
            "ada@exam_ple.org",
            "a@b@example.org",
            "ada@example.org,eve@example.org",
        ] {
            assert!(!is_email(text), "{text}");
        }
    }

    #[test]
    fn one_number_is_written_in_many_ways() {
        let key = phone_key("+49 171 1234567");
        assert_eq!(key, Some(11_234_567));
        for text in [
            "0049 171 1234567",
            "+49 (0)171 1234567",
            "0171/123 45 67",
            "01711234567",
            "491711234567.0",
            "+49-171-1234567 ext. 12",
            "tel:+491711234567",
            "\u{202a}+49 171 1234567\u{202c}",
        ] {
            assert_eq!(phone_key(text), key, "{text}");
        }
        for text in ["０１７１−１２３４５６７", "٠١٧١١٢٣٤٥٦٧", "०१७१ १२३४५६७"]
        {
            assert_eq!(phone_key(text), key, "{text}");
        }
        assert_eq!(phone_key("+47 22 34 56 71"), phone_key("22345671"));
        for text in [
            "",
            "n/a",
            "0000000000",
            "1111111111",
            "123456789",
            "12345",
            "4.91711E+11",
            "ada1234567@example.org",
        ] {
            assert_eq!(phone_key(text), None, "{text}");
        }
    }
}
