//! Labels of domains as they stand on the wire, back in letters: RFC 3492, the half that decodes.
//!
//! Whether a label is allowed is not asked: it is compared, and never resolved.

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_N: u32 = 128;

/// The letters of a label that follow `xn--`; None for what is no such code.
pub(super) fn from_punycode(coded: &str) -> Option<String> {
    let (plain, digits) = coded.rsplit_once('-').unwrap_or(("", coded));
    let mut letters: Vec<char> = plain.chars().collect();
    let (mut n, mut at, mut bias) = (INITIAL_N, 0u32, INITIAL_BIAS);
    let mut digits = digits.bytes().peekable();
    while digits.peek().is_some() {
        let before = at;
        let (mut weight, mut k) = (1u32, BASE);
        loop {
            let digit = digit(digits.next()?)?;
            at = at.checked_add(digit.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            k += BASE;
        }
        let count = letters.len() as u32 + 1;
        bias = adapted(at - before, count, before == 0);
        n = n.checked_add(at / count)?;
        at %= count;
        letters.insert(at as usize, char::from_u32(n)?);
        at += 1;
    }
    Some(letters.into_iter().collect())
}

fn digit(byte: u8) -> Option<u32> {
    match byte {
        b'a'..=b'z' => Some(u32::from(byte - b'a')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 26),
        _ => None,
    }
}

fn adapted(delta: u32, count: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / count;
    let mut k = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_come_back_in_letters() {
        for (coded, letters) in [
            ("mller-kva", "müller"),
            ("bcher-kva", "bücher"),
            ("fiqs8s", "中国"),
            ("80akhbyknj4f", "испытание"),
            ("strae-oqa", "straße"),
        ] {
            assert_eq!(from_punycode(coded).as_deref(), Some(letters), "{coded}");
        }
        for coded in ["mller-kv\u{e9}", "a-99999999", "-", "b-ü"] {
            let _ = from_punycode(coded);
        }
        assert_eq!(from_punycode("a-!"), None);
    }
}
