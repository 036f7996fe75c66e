//! Presets: the layouts of well-known exports, and the names that their columns go by.
//!
//! Each table has its presets in a file of its own. How one is applied is in `choice`; the names that are
//! recognised without a preset are with the columns themselves, in `ingest`.

pub(super) mod customers;
pub(super) mod events;
pub(super) mod transactions;

/// For each column of a layout the names it is known by, as they are written there; the first that is
/// there counts.
pub(super) type Layout<C> = &'static [(C, &'static [&'static str])];

/// A well-known layout of a table. Columns that it does not list are recognised as without it.
#[derive(Debug, PartialEq, Eq)]
pub struct Preset<C: 'static> {
    /// Its name in the configuration.
    pub name: &'static str,
    /// Its columns. One without names is left out, whatever column sounds like it.
    pub columns: Layout<C>,
    /// Sets of names, of which each tells this layout from all others: for suggesting it.
    pub known_by: &'static [&'static [&'static str]],
}

impl<C: Copy + PartialEq> Preset<C> {
    /// The names of a column; None where the layout does not list it.
    pub fn names(&self, column: C) -> Option<&'static [&'static str]> {
        self.columns.iter().find(|(known, _)| *known == column).map(|(_, names)| *names)
    }

    /// Whether these are a table's columns, in whatever capitals and with whatever between their words.
    pub fn is_layout_of(&self, available: &[String]) -> bool {
        let available: Vec<String> = available.iter().map(|name| spelled(name)).collect();
        let is_there = |name: &&str| available.contains(&spelled(name));
        self.known_by.iter().any(|names| names.iter().all(is_there))
    }
}

/// A name as the spellings of a layout have it in common: `Created at` and `created_at`. Other signs stay.
pub(super) fn spelled(name: &str) -> String {
    let between = |c: char| if matches!(c, ' ' | '-' | '_') { '_' } else { c };
    name.trim().chars().map(between).flat_map(char::to_lowercase).collect()
}

/// The presets' names, as an array that lasts.
pub(super) const fn names<C, const N: usize>(presets: &[Preset<C>]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut i = 0;
    while i < N {
        names[i] = presets[i].name;
        i += 1;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::TableColumn;

    fn check<C: TableColumn>(presets: &'static [Preset<C>]) {
        for preset in presets {
            for (i, (column, names)) in preset.columns.iter().enumerate() {
                let is_again = preset.columns[..i].iter().any(|(other, _)| other == column);
                assert!(!is_again, "{}: {column:?} twice", preset.name);
                let once = |(i, name): (usize, &&str)| !names[..i].contains(name);
                assert!(names.iter().enumerate().all(once), "{}: {column:?}", preset.name);
            }
            for set in preset.known_by {
                let available: Vec<String> = set.iter().map(|name| (*name).to_owned()).collect();
                let fitting = presets.iter().filter(|other| other.is_layout_of(&available));
                assert_eq!(fitting.count(), 1, "{}: {set:?}", preset.name);
                assert!(!preset.is_layout_of(&available[1..]), "{}: {set:?}", preset.name);
            }
        }
    }

    #[test]
    fn layouts_are_known_in_other_spellings() {
        let shopify = transactions::PRESETS.iter().find(|preset| preset.name == "shopify").unwrap();
        let is_it = |names: [&str; 3]| shopify.is_layout_of(&names.map(str::to_owned));
        assert!(is_it(["name", "financial_status", "lineitem_quantity"]));
        assert!(is_it(["Name", "Financial Status", "Lineitem Quantity"]));
        assert!(!is_it(["Name", "FinancialState", "Lineitem Quantity"]));
        assert_ne!(spelled("Order #"), spelled("order"));
    }

    #[test]
    fn each_layout_lists_a_column_once_and_is_told_from_the_others() {
        check(transactions::PRESETS);
        check(events::PRESETS);
        check(customers::PRESETS);
    }
}
