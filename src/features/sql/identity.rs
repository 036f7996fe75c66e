//! Identifiers of customers: what `ingest::who` does, said once more in SQL.
//!
//! Nearly all identifiers are seen at a glance to be customers' and to stay as they are: one pattern spares
//! them the ten others, which cost an engine more than everything else about a row.

use super::dialect::Dialect;
use super::phrase;
use crate::ingest::{HASHES_OF_NOTHING, IdRule, NO_ADDRESS, NOBODY, TWICE, Who};

/// How the identifiers of a table are read.
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a> {
    /// The rules, and whether 0 is nobody.
    pub who: &'a Who,
    /// Whether they are texts.
    pub is_text: bool,
}

/// Letters, digits and signs that no rule touches, of which one digit is none of nobody's words and zeros.
const PLAIN: &str = r"^([0-9A-Za-z][0-9A-Za-z@_-]*)?[1-9]([0-9A-Za-z@_-]*[0-9A-Za-z])?\z";

/// The identifier that stands for a column's value; may be an empty text.
pub(crate) fn written_anew(column: &str, identity: Identity<'_>, dialect: Dialect) -> String {
    if !identity.is_text {
        return column.to_owned();
    }
    let text = dialect.text(column);
    let has = |rule: IdRule| identity.who.rules.has(rule);
    let rules = IdRule::NAMES.iter().map(|(_, rule)| *rule).filter(|rule| has(*rule));
    let anew = rules.fold(text.clone(), |text, rule| match rule {
        IdRule::Trim => dialect.replaced(&text, r"^[\s\p{Z}\p{C}]+|[\s\p{Z}\p{C}]+$", ""),
        IdRule::Unquote => dialect.replaced(&text, "^[''\"#]+|\"+$", ""),
        IdRule::Unprefix => {
            let pattern = "^[A-Za-z]+[-_:#/. ]?([0-9]+)$";
            dialect.replaced(&text, pattern, dialect.first_group())
        }
        IdRule::Unfloat => dialect.replaced(&text, r"^(-?[0-9]+)[.]0+$", dialect.first_group()),
        IdRule::Unzero => dialect.replaced(&text, "^0+([0-9]+)$", dialect.first_group()),
        IdRule::Lower => format!("lower({text})"),
    });
    if anew == text || [IdRule::Unprefix, IdRule::Unzero, IdRule::Lower].into_iter().any(has) {
        return anew;
    }
    format!("case when {} then {text} else {anew} end", dialect.matches(&text, PLAIN))
}

/// Whether `customer_id`, written anew, is a customer.
pub(crate) fn is_customer(identity: Identity<'_>, dialect: Dialect) -> String {
    if !identity.is_text {
        let zero = if identity.who.zero_is_nobody { " and customer_id <> 0" } else { "" };
        return format!("customer_id is not null and not (customer_id between -9999 and -1){zero}");
    }
    let none = |pattern: &str| format!("{} <> ''", dialect.replaced("customer_id", pattern, ""));
    let plain = dialect.plain("customer_id");
    let words: Vec<String> = NOBODY.iter().map(|word| phrase::text(word)).collect();
    let mut conditions = vec![
        none(r"^[\s\p{Z}\p{C}]+$"),
        format!("{plain} <> '' and {plain} not in ({})", words.join(", ")),
        none("^-[0-9]{1,4}([.]0)?$"),
        none("^[{]?[0-]{32,36}[}]?$"),
    ];
    let addresses = |words: &[&str], host: fn(&str) -> String| {
        let all: Vec<String> = words.iter().map(|word| host(&word.replace('.', "[.]"))).collect();
        let pattern = format!("^({})", all.join("|"));
        format!("not {}", dialect.matches("lower(customer_id)", &pattern))
    };
    conditions.push(addresses(NO_ADDRESS, |word| format!("{word}@")));
    conditions.push(addresses(TWICE, |word| format!("{word}@{word}[.]")));
    if identity.who.zero_is_nobody {
        conditions.push(none("^[0.]+$"));
    }
    let hashes: Vec<String> = HASHES_OF_NOTHING.iter().map(|hash| phrase::text(hash)).collect();
    format!(
        "customer_id is not null and lower(customer_id) not in ({}) and ({} or {})",
        hashes.join(", "),
        dialect.matches("customer_id", PLAIN),
        conditions.join(" and ")
    )
}
