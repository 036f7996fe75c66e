//! `[columns]`, `[event_columns]` and `[customer_columns]`: which column plays which part.
//!
//! The columns themselves are not listed here: they come from their tables in `ingest`.

use super::spec::{Spec, list, text, texts, word};
use super::{ConfigOption, Section};
use crate::config::presets::PRESETS;
use crate::ingest::{CustomerColumn, EventColumn, TableColumn, TransactionColumn};

/// The presets' names.
const PRESET_NAMES: [&str; PRESETS.len()] = {
    let mut names = [""; PRESETS.len()];
    let mut i = 0;
    while i < names.len() {
        names[i] = PRESETS[i].name;
        i += 1;
    }
    names
};

/// The three sections.
pub fn sections() -> [Section; 3] {
    let mut transactions = vec![ConfigOption {
        key: "preset",
        doc: "A common layout, instead of names.",
        spec: preset(),
    }];
    transactions.extend(columns::<TransactionColumn>());
    transactions.push(ConfigOption {
        key: "channels",
        doc: "Channels that get a feature of their own.",
        spec: channels(),
    });
    [
        Section {
            name: TransactionColumn::SECTION,
            heading: "Columns",
            doc: "Which column of the transactions plays which part.\n\nWhen nothing is named here, \
                  well-known names are recognised and the log says which.",
            options: transactions,
        },
        Section {
            name: EventColumn::SECTION,
            heading: "Columns of events",
            doc: "Which column of the events plays which part.",
            options: columns::<EventColumn>(),
        },
        Section {
            name: CustomerColumn::SECTION,
            heading: "Columns of customers",
            doc: "Which column of the customers plays which part.",
            options: columns::<CustomerColumn>(),
        },
    ]
}

fn columns<C: TableColumn>() -> Vec<ConfigOption> {
    let option = |&column: &C| ConfigOption {
        key: column.spec().key,
        doc: column.spec().help,
        spec: column_name(column),
    };
    C::ALL.iter().map(option).collect()
}

/// `columns.preset`.
pub fn preset() -> Spec {
    word("a preset", &PRESET_NAMES).without("columns are named or recognised").example("shopify")
}

/// `columns.channels`.
pub fn channels() -> Spec {
    texts("a list of channels").default(list(&["web", "app", "store", "phone", "marketplace"]))
}

/// The name that a column has in the files.
pub fn column_name<C: TableColumn>(column: C) -> Spec {
    let spec = text("a column's name").without("recognised by name, or not used");
    let spec = spec.example(column.spec().key);
    let spec = if C::HAS_FLAGS { spec.flag("COLUMN") } else { spec };
    match C::PRODUCT {
        // A price makes an amount, which is then not given beside it.
        Some((replaced, [_, price])) if price == column => spec.instead_of(replaced.spec().key),
        _ => spec,
    }
}
