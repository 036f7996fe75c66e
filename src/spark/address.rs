//! Where a cluster is: `sc://host:port`, with a token that nobody gets to see.

use super::SparkError;
use std::fmt;

/// The address of a Spark Connect server: `sc://host[:port][/;key=value;…]`, as Spark's own clients take it.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// Checks that the text is such an address; a slash before the parameters may be left out.
    pub fn parse(text: &str) -> Result<Self, SparkError> {
        let text = text.trim();
        let Some(rest) = text.strip_prefix("sc://") else {
            return Err(SparkError::NoAddress);
        };
        let (place, parameters) = rest.split_once(';').unwrap_or((rest, ""));
        let place = place.trim_end_matches('/');
        if place.is_empty() || place.contains(['/', '@', ' ']) {
            return Err(SparkError::NoAddress);
        }
        Ok(match parameters {
            "" => Self(format!("sc://{place}")),
            parameters => Self(format!("sc://{place}/;{}", parameters.trim_end_matches(';'))),
        })
    }

    /// The whole of it, secrets included.
    #[cfg_attr(not(any(feature = "spark", test)), expect(dead_code, reason = "for connections"))]
    pub(super) fn whole(&self) -> &str {
        &self.0
    }
}

/// Without parameters: the token is one of them.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.split("/;").next().unwrap_or_default())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_never_shown() {
        for text in ["sc://h:15002/;token=s3cret;use_ssl=true", "sc://h:15002;token=s3cret"] {
            let address = Address::parse(text).unwrap();
            assert_eq!(format!("{address} {address:?}"), "sc://h:15002 sc://h:15002");
            assert!(address.whole().starts_with("sc://h:15002/;token=s3cret"));
        }
    }

    #[test]
    fn other_addresses_are_refused_without_being_repeated() {
        for text in ["spark://h:7077", "sc://", "h:15002", "sc://user:pw@h", "sc://h/path"] {
            let error = Address::parse(text).unwrap_err().to_string();
            assert!(error.contains("sc://HOST:PORT") && !error.contains("pw"), "{error}");
        }
    }
}
