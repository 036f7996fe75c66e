//! A reason as a sentence a marketer can read, compared with the customer's own habit.
//!
//! A phrase belongs to a feature's stem: its name with `{W}` for its days (`purchases_{W}d`). Features without
//! a phrase of their own are worded from their catalogue definition and unit. Sentences state facts;
//! whether the fact raises or lowers the risk stands in the direction column.

pub(super) use super::phrases::Known;
use super::phrases::{self, Phrase};
use crate::features::{Feature, Topic, Unit};
use crate::words::{money, ratio, share, span, whole};
use std::fmt::Display;

/// A feature's phrase with its companion found.
#[derive(Clone)]
pub(super) struct Template {
    phrase: Option<&'static Phrase>,
    beside: Option<usize>,
}

/// What a sentence is about: of two about the same thing one is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// A topic of the catalogue.
    Topic(Topic),
    /// The feature at this position and no other.
    Feature(usize),
    /// That the customer has bought once: it stands for all habits.
    BoughtOnce,
}

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Template")
            .field("stem", &self.phrase.map(|p| p.stem))
            .finish_non_exhaustive()
    }
}

impl Template {
    /// The template of a feature among `features`.
    pub fn of(feature: &Feature, features: &[Feature]) -> Self {
        let phrase = phrases::all().find(|phrase| phrase.stem == feature.stem);
        let beside = phrase.and_then(|phrase| {
            let name = phrase.beside_of(feature.days);
            features.iter().position(|other| other.name == name)
        });
        Self { phrase, beside }
    }

    /// What the sentence about `feature`, which stands at `index`, is about, for a customer with so many
    /// orders.
    pub fn subject(&self, index: usize, feature: &Feature, orders: u32) -> Subject {
        match feature.topic {
            _ if orders == 1 && self.phrase.is_some_and(|phrase| phrase.of_habit) => {
                Subject::BoughtOnce
            }
            Topic::Own => Subject::Feature(index),
            topic => Subject::Topic(topic),
        }
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
        let known = Known { days: feature.days.unwrap_or(0), ..*known };
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
    use crate::features::{Label, Sql};
    use crate::value::testing::catalogue;

    /// The feature of that name.
    pub fn feature(name: &str) -> Feature {
        catalogue().into_iter().find(|feature| feature.name == name).expect(name)
    }

    /// A customer of twelve orders, about one a month, silent for 94 days.
    pub const REGULAR: Known = Known {
        value: f64::NAN,
        beside: f64::NAN,
        days: 0,
        orders: 12,
        days_since_last: 94.2,
        days_since_first: 435.0,
        own_gap_days: 31.0,
    };

    #[test]
    fn a_feature_without_a_phrase_speaks_by_its_definition() {
        let definition = "Share of orders on a weekend";
        let label = Label::new(0, "odd");
        let odd = Feature::new("test", label, Topic::Own, Unit::Share, definition, Sql::Model);
        assert_eq!(by_definition(0.25, &odd), "Share of orders on a weekend: 25%");
        assert_eq!(by_definition(f64::NAN, &odd), "Share of orders on a weekend: not known");
        let template = Template::of(&odd, &[]);
        let said = template.say(&Known { value: 0.5, ..REGULAR }, &odd);
        assert_eq!(said, "Share of orders on a weekend: 50%");
    }
}
