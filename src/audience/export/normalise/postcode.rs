//! Postal codes as advertising platforms compare them.

use super::country::Country;

/// For Meta: lower case, without blanks and hyphens; of the United States the first five digits.
pub(crate) fn meta_postcode(postcode: &str, country: Option<&Country>) -> String {
    let is_kept = |c: &char| !c.is_whitespace() && *c != '-';
    let plain = postcode.chars().filter(is_kept).flat_map(char::to_lowercase);
    let most = if is_us(country) { 5 } else { usize::MAX };
    plain.take(most).collect()
}

/// For Google, as it is; of the United States only five digits, or five and four.
pub(crate) fn google_postcode<'a>(postcode: &'a str, country: Option<&Country>) -> Option<&'a str> {
    let digits = |text: &str, n| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
    let is_us_zip = |text: &str| match text.split_once('-') {
        Some((zip, extension)) => digits(zip, 5) && digits(extension, 4),
        None => digits(text, 5),
    };
    let postcode = postcode.trim();
    (!postcode.is_empty() && (!is_us(country) || is_us_zip(postcode))).then_some(postcode)
}

fn is_us(country: Option<&Country>) -> bool {
    country.is_some_and(|country| country.alpha_2 == "US")
}

#[cfg(test)]
mod tests {
    use super::super::country;
    use super::*;

    #[test]
    fn american_codes_have_five_digits() {
        let us = country("US");
        assert_eq!(meta_postcode("94107-1234", us), "94107");
        assert_eq!(meta_postcode("1234 AB", country("NL")), "1234ab");
        assert_eq!(google_postcode("94107-1234", us), Some("94107-1234"));
        assert_eq!(google_postcode("9410", us), None);
        assert_eq!(google_postcode(" SW1A 1AA ", country("GB")), Some("SW1A 1AA"));
    }
}
