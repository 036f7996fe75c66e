//! A reason as a sentence a marketer can read, compared with the customer's own habit.
//!
//! A template belongs to a feature's name with its window taken out (`purchases_{W}d`). Features without
//! a template of their own are worded from their catalogue definition and unit. Sentences state facts;
//! whether the fact raises or lowers the risk stands in the direction column.

pub(super) use super::phrases::Known;
use super::phrases::{self, Phrase};
use crate::features::{Feature, Unit};
use crate::words::{money, ratio, share, span, whole};
use std::fmt::Display;

/// The topic of all habits of a one-time buyer.
const BOUGHT_ONCE: usize = usize::MAX - 1;

/// A feature's phrase with its window and companion found.
#[derive(Clone)]
pub(super) struct Template {
    phrase: Option<&'static Phrase>,
    topic: usize,
    beside: Option<usize>,
    window_days: u32,
}

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Template")
            .field("stem", &self.phrase.map(|p| p.stem))
            .finish_non_exhaustive()
    }
}

impl Template {
    /// The template of `features[index]`.
    pub fn of(index: usize, feature: &Feature, features: &[Feature]) -> Self {
        let (stem, window_days) = split_window(&feature.name);
        let phrase = phrases::all().find(|phrase| phrase.stem == stem);
        // The first phrase of a topic stands for it; features without a phrase are their own.
        let topic = phrase
            .and_then(|phrase| phrases::all().position(|other| other.topic == phrase.topic))
            .unwrap_or(phrases::all().count() + index);
        let beside = phrase.and_then(|phrase| {
            let name = phrase
                .beside
                .replace("{2W}", &(2 * window_days).to_string())
                .replace("{W}", &window_days.to_string());
            features.iter().position(|other| other.name == name)
        });
        Self { phrase, topic, beside, window_days }
    }

    /// What the sentence is about, for a customer with so many orders.
    pub fn topic(&self, orders: u32) -> usize {
        let of_habit = self.phrase.is_some_and(|phrase| phrase.of_habit);
        if orders == 1 && of_habit { BOUGHT_ONCE } else { self.topic }
    }

    /// Whether the feature has a wording of its own.
    #[cfg(test)]
    pub fn has_phrase(&self) -> bool {
        self.phrase.is_some()
    }

    /// The feature that the sentence compares with.
    pub fn beside(&self) -> Option<usize> {
        self.beside
    }

    /// Whether nobody would believe that the value, beside the typical one, contributes this.
    pub fn contradicts(&self, contribution: f64, value: f64, typical: f64) -> bool {
        self.phrase.is_some_and(|phrase| phrase.more.contradicts(contribution, value, typical))
    }

    /// The sentence.
    pub fn say(&self, known: &Known, feature: &Feature) -> String {
        let known = Known { window_days: self.window_days, ..*known };
        if let Some(phrase) = self.phrase {
            if known.orders == 1 && phrase.of_habit {
                return bought_once(&known);
            }
            let sentence = match known.value.is_nan() {
                true if !phrase.absent.is_empty() => Some(phrase.absent.to_owned()),
                // A habit that cannot be worked out yet: what can be said of any buyer.
                true => phrase.of_habit.then(|| phrases::silence(&known)),
                false => (phrase.say)(&known),
            };
            if let Some(sentence) = sentence {
                return sentence;
            }
        }
        by_definition(known.value, feature)
    }
}

fn bought_once(known: &Known) -> String {
    format!("Bought only once, {} ago", span(known.days_since_last))
}

/// Takes the window out of a name: `spend_90d` is (`spend_{W}d`, 90).
fn split_window(name: &str) -> (String, u32) {
    for part in name.split('_') {
        let window = part.strip_suffix('d').and_then(|digits| digits.parse::<u32>().ok());
        if let Some(window) = window {
            return (name.replacen(part, "{W}d", 1), window);
        }
    }
    (name.to_owned(), 0)
}

/// The wording of a feature without a phrase: its definition and its value in its unit.
fn by_definition(value: f64, feature: &Feature) -> String {
    let definition = feature.definition.trim_end_matches('.');
    let with = |value: &dyn Display| format!("{definition}: {value}");
    match feature.unit {
        _ if value.is_nan() => with(&"not known"),
        Unit::Count => with(&whole(value)),
        Unit::Days if definition.starts_with("Days") => with(&ratio(value)),
        Unit::Days => with(&span(value)),
        Unit::Money => with(&money(value)),
        Unit::Share => with(&share(value)),
        Unit::Ratio => with(&ratio(value)),
        Unit::Flag => with(&if value == 0.0 { "no" } else { "yes" }),
        Unit::PerDay => with(&format_args!("{} in 30 days", ratio(value * 30.0))),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::features::{Relation, Sql};
    use crate::history::Columns;

    /// A feature with a name and a plain definition.
    pub fn feature(name: &str) -> Feature {
        Feature {
            name: name.to_owned(),
            family: "test",
            unit: Unit::Count,
            definition: format!("The {}", name.replace('_', " ")),
            sql: Sql::Aggregate(Relation::Rows, "0".to_owned()),
            needs: Columns::default(),
        }
    }

    /// A customer of twelve orders, about one a month, silent for 94 days.
    pub const REGULAR: Known = Known {
        value: f64::NAN,
        beside: f64::NAN,
        window_days: 0,
        orders: 12,
        days_since_last: 94.2,
        days_since_first: 435.0,
        own_gap_days: 31.0,
    };

    #[test]
    fn windows_are_taken_out_of_names() {
        assert_eq!(split_window("spend_90d"), ("spend_{W}d".to_owned(), 90));
        assert_eq!(split_window("days_since_last_purchase").1, 0);
        assert_eq!(split_window("purchases_30d_change"), ("purchases_{W}d_change".to_owned(), 30));
    }

    #[test]
    fn a_feature_without_a_phrase_speaks_by_its_definition() {
        let mut odd = feature("odd");
        odd.definition = "Share of orders on a weekend".to_owned();
        odd.unit = Unit::Share;
        assert_eq!(by_definition(0.25, &odd), "Share of orders on a weekend: 25%");
        assert_eq!(by_definition(f64::NAN, &odd), "Share of orders on a weekend: not known");
        let template = Template::of(0, &odd, &[]);
        let said = template.say(&Known { value: 0.5, ..REGULAR }, &odd);
        assert_eq!(said, "Share of orders on a weekend: 50%");
    }
}
