//! E-mail addresses as advertising platforms compare them. Whether a text is an address is for `ingest`.

use unicode_normalization::UnicodeNormalization;

/// The address in lower case, composed, without blanks.
pub(crate) fn ad_email(address: &str) -> String {
    if address.is_ascii() {
        return address.to_ascii_lowercase().split_ascii_whitespace().collect();
    }
    address.nfc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// The same; at gmail.com and googlemail.com also without the dots and what follows a `+`.
pub(crate) fn google_email(address: &str) -> String {
    let address = ad_email(address);
    match address.rsplit_once('@') {
        Some((name, host @ ("gmail.com" | "googlemail.com"))) => {
            let name = name.split('+').next().unwrap_or(name).replace('.', "");
            format!("{name}@{host}")
        }
        _ => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_google_s_own_addresses_lose_dots_and_tags() {
        assert_eq!(google_email("A.B+x@GoogleMail.com"), "ab@googlemail.com");
        assert_eq!(google_email("a.b+x@example.org"), "a.b+x@example.org");
        assert_eq!(ad_email(" A.B+x@Gmail.com "), "a.b+x@gmail.com");
    }
}
