//! Which features are computed, and the call that computes them for one customer.

use super::family::Family;
use super::view::{CustomerView, ViewScratch};
use super::workspace::Workspace;
use super::{Feature, Values};
use crate::error::{Failure, Kind};
use crate::history::{Columns, CustomerHistory};
use crate::time::{AsOf, Zone};

/// The features to compute, in output order, and the families that compute them.
pub struct FeatureSet {
    features: Vec<Feature>,
    families: Vec<Chosen>,
    widest: usize,
}

/// A family and where its chosen features go: (place in the family, index in the output).
struct Chosen {
    family: Box<dyn Family>,
    width: usize,
    places: Vec<(usize, usize)>,
}

/// A feature that cannot be computed.
#[derive(Debug, thiserror::Error)]
pub enum SelectError {
    /// No such name.
    #[error("no feature is called '{name}'{hint}; winback features --list shows all")]
    Unknown {
        /// The name asked for.
        name: String,
        /// A similar name, as words.
        hint: String,
    },
    /// Its column is not mapped.
    #[error("feature '{name}' needs {columns}, which the input does not map")]
    Unavailable {
        /// The name asked for.
        name: String,
        /// The columns it needs.
        columns: String,
    },
    /// Asked for twice.
    #[error("feature '{0}' is asked for twice")]
    Twice(String),
    /// As much is taken away as is asked for.
    #[error("no feature is left: take less away, or leave the list empty to use all")]
    NothingLeft,
}

impl Failure for SelectError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }
}

fn names_of(columns: Columns) -> String {
    let flags = [
        (columns.amount, "--amount"),
        (columns.quantity, "--quantity"),
        (columns.discount, "--discount"),
        (columns.product, "--product-id"),
        (columns.category, "--category"),
        (columns.channel, "--channel"),
        (columns.events, "--events"),
    ];
    let names: Vec<&str> =
        flags.iter().filter(|(there, _)| *there).map(|(_, name)| *name).collect();
    names.join(" and ")
}

pub(super) fn nearest<'a>(name: &str, features: impl Iterator<Item = &'a Feature>) -> String {
    let shared = |other: &str| other.split('_').filter(|part| name.contains(part)).count();
    let prefix = |other: &str| other.chars().zip(name.chars()).take_while(|(a, b)| a == b).count();
    let likeness = |other: &str| {
        (shared(other).max(prefix(other) / 4), prefix(other), std::cmp::Reverse(other.len()))
    };
    match features.map(|f| (likeness(&f.name), f)).max_by_key(|(likeness, _)| *likeness) {
        Some(((n, ..), feature)) if n > 0 => format!(" (did you mean '{}'?)", feature.name),
        _ => String::new(),
    }
}

impl FeatureSet {
    /// Chooses features by name from `families`; `None` takes all that `available` columns allow.
    pub fn select(
        families: Vec<Box<dyn Family>>,
        available: Columns,
        names: Option<&[String]>,
    ) -> Result<Self, SelectError> {
        let entries: Vec<Vec<Feature>> = families.iter().map(|family| family.features()).collect();
        let all: Vec<(usize, usize, &Feature)> = entries
            .iter()
            .enumerate()
            .flat_map(|(f, list)| list.iter().map(move |feature| (f, feature.place, feature)))
            .collect();
        let chosen = match names {
            None => {
                all.into_iter().filter(|(_, _, feature)| feature.needs.within(available)).collect()
            }
            Some(names) => pick(&all, available, names)?,
        };
        let mut set = Self {
            features: chosen.iter().map(|(_, _, feature)| (*feature).clone()).collect(),
            families: Vec::new(),
            widest: entries.iter().map(Vec::len).max().unwrap_or(0),
        };
        let mut places = vec![Vec::new(); families.len()];
        for (out, &(f, i, _)) in chosen.iter().enumerate() {
            places[f].push((i, out));
        }
        for ((family, places), list) in families.into_iter().zip(places).zip(&entries) {
            if !places.is_empty() {
                set.families.push(Chosen { family, width: list.len(), places });
            }
        }
        Ok(set)
    }

    /// The features' names, in order.
    pub fn names(&self) -> Vec<&str> {
        self.features.iter().map(|feature| feature.name.as_str()).collect()
    }

    /// The chosen features, in output order.
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// The optional columns they need between them.
    pub fn needs(&self) -> Columns {
        self.features.iter().fold(Columns::default(), |sum, feature| sum.union(feature.needs))
    }

    /// Computes the features of one customer; `out[j]` is feature `j`, NaN where it cannot be computed.
    pub fn compute(
        &self,
        history: &CustomerHistory<'_>,
        as_of: AsOf,
        zone: &Zone,
        scratch: &mut Scratch,
        out: &mut [f64],
    ) {
        self.compute_and(history, as_of, zone, scratch, out, |_| ());
    }

    /// Like [`FeatureSet::compute`], and returns what `look` makes of the same view.
    pub fn compute_and<R>(
        &self,
        history: &CustomerHistory<'_>,
        as_of: AsOf,
        zone: &Zone,
        scratch: &mut Scratch,
        out: &mut [f64],
        look: impl FnOnce(&CustomerView<'_>) -> R,
    ) -> R {
        let Scratch { view, work, values } = scratch;
        let view = CustomerView::new(history, as_of, zone, view);
        values.resize(self.widest, f64::NAN);
        for chosen in &self.families {
            let values = &mut values[..chosen.width];
            chosen.family.compute(&view, work, &mut Values::new(values));
            for &(i, at) in &chosen.places {
                out[at] = values[i];
            }
        }
        look(&view)
    }
}

/// Working memory of [`FeatureSet::compute`]; its content does not matter.
#[derive(Debug, Default)]
pub struct Scratch {
    view: ViewScratch,
    work: Workspace,
    values: Vec<f64>,
}

type Entry<'a> = (usize, usize, &'a Feature);

fn pick<'a>(
    all: &[Entry<'a>],
    available: Columns,
    names: &[String],
) -> Result<Vec<Entry<'a>>, SelectError> {
    let mut chosen: Vec<Entry<'a>> = Vec::new();
    for name in names {
        let Some(&entry) = all.iter().find(|(_, _, feature)| feature.name == *name) else {
            let hint = nearest(name, all.iter().map(|(_, _, feature)| *feature));
            return Err(SelectError::Unknown { name: name.clone(), hint });
        };
        if !entry.2.needs.within(available) {
            return Err(SelectError::Unavailable {
                name: name.clone(),
                columns: names_of(entry.2.needs),
            });
        }
        if chosen.iter().any(|(f, i, _)| (*f, *i) == (entry.0, entry.1)) {
            return Err(SelectError::Twice(name.clone()));
        }
        chosen.push(entry);
    }
    Ok(chosen)
}
