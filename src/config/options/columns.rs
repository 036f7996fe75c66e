//! `[columns]`, `[event_columns]` and `[customer_columns]`: which column plays which part.
//!
//! The columns themselves are not listed here: they come from their tables in `ingest`.

use super::spec::{Spec, list, text, texts, word};
use super::{ConfigOption, Section};
use crate::config::presets::{customers, events, names, transactions};
use crate::ingest::{
    Accepts, AmountPer, CustomerColumn, EventColumn, IdRules, TableColumn, TransactionColumn,
};

const TRANSACTION_PRESETS: [&str; transactions::PRESETS.len()] = names(transactions::PRESETS);
const EVENT_PRESETS: [&str; events::PRESETS.len()] = names(events::PRESETS);
const CUSTOMER_PRESETS: [&str; customers::PRESETS.len()] = names(customers::PRESETS);

/// What parts whole units from hundredths.
const DECIMAL_MARK: &str = "decimal_mark";

/// The three sections.
pub fn sections() -> [Section; 3] {
    let mut transactions = vec![preset_option(transaction_preset())];
    transactions.extend(columns::<TransactionColumn>());
    transactions.extend(forms::<TransactionColumn>());
    transactions.push(ConfigOption {
        key: AMOUNT_PER,
        doc: "What an amount is the price of: row, or order where each row of an order (or one of them) \
              bears the order's total.\n\nA total is counted once and spread evenly over the order's rows.",
        spec: amount_per(),
    });
    transactions.push(ConfigOption {
        key: "channels",
        doc: "Channels that get a feature of their own.",
        spec: channels(),
    });
    transactions.push(ConfigOption {
        key: ID_NORMALISE,
        doc: "How identifiers of customers are written anew before they are compared, in every table.\n\n\
              Any of: trim (blanks and invisible marks around them go), unquote (an apostrophe or # before \
              them and quotes around them go), unprefix (CUST0012 is 0012), unfloat (12.0 is 12), unzero (0012 is 12), lower (lower case).",
        spec: id_normalise(),
    });
    let mut events = vec![preset_option(event_preset())];
    events.extend(with_forms::<EventColumn>());
    let mut customers = vec![preset_option(customer_preset())];
    customers.extend(with_forms::<CustomerColumn>());
    customers.push(ConfigOption {
        key: "refusals",
        doc: "Columns of the customers table that say no to every contact though their names do not tell.\n\nA yes in \
              one, a date or any other text that is not understood takes the customer off the list; no, 0 and an empty \
              cell say nothing. `winback check` lists the columns that play no part.",
        spec: refusals(),
    });
    customers.push(ConfigOption {
        key: "no_refusals",
        doc: "Columns and files that read like a refusal by their names and are none.\n\nEvery other column of such \
              a name (do_not_contact, unsubscribed, deleted_at and the like) takes whoever it names off \
              the list, every other file everybody in it. Columns of the transactions and the events are meant too.",
        spec: no_refusals(),
    });
    [
        Section {
            name: TransactionColumn::SECTION,
            heading: "Columns",
            doc: "Which column of the transactions plays which part.\n\nWhat is not named is \
                  recognised by well-known names, and the log says which; \"none\" leaves a part out. \
                  A field of a struct is named with a point: customer.id.",
            options: transactions,
        },
        Section {
            name: EventColumn::SECTION,
            heading: "Columns of events",
            doc: "Which column of the events plays which part.",
            options: events,
        },
        Section {
            name: CustomerColumn::SECTION,
            heading: "Columns of customers",
            doc: "Which column of the customers plays which part.",
            options: customers,
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

fn with_forms<C: TableColumn>() -> Vec<ConfigOption> {
    columns::<C>().into_iter().chain(forms::<C>()).collect()
}

/// How a table's values are written; amounts, where it has any.
fn forms<C: TableColumn>() -> Vec<ConfigOption> {
    let may_be_number =
        |column: &C| matches!(column.spec().accepts, Accepts::Number | Accepts::Flag);
    let has_numbers = C::ALL.iter().any(may_be_number);
    let forms = [
        ConfigOption {
            key: "timestamp_format",
            doc: "How dates in text are written: day_first, month_first, or a format such as %d.%m.%Y \
                  %H:%M.\n\nThe letters are those of strftime. Without it all usual forms are read; \
                  which of two small numbers is the day is seen from the whole column.",
            spec: timestamp_format::<C>(),
        },
        ConfigOption {
            key: "timestamp_unit",
            doc: "What numbers count that stand for times: s, ms, us or ns since 1970, or excel for \
                  days.\n\nWithout it their size tells; 20241201 is a date.",
            spec: timestamp_unit::<C>(),
        },
        ConfigOption {
            key: DECIMAL_MARK,
            doc: "What parts whole units from hundredths where amounts are text: point or comma.",
            spec: decimal_mark::<C>(),
        },
    ];
    forms.into_iter().filter(|form| has_numbers || form.key != DECIMAL_MARK).collect()
}

fn form<C: TableColumn>(spec: Spec, value_name: &'static str) -> Spec {
    if C::HAS_FLAGS { spec.flag(value_name) } else { spec }
}

/// `timestamp_format` of a table.
pub fn timestamp_format<C: TableColumn>() -> Spec {
    let spec = text("a format").without("all usual forms").example("%d.%m.%Y %H:%M");
    form::<C>(spec, "FORMAT")
}

/// `timestamp_unit` of a table.
pub fn timestamp_unit<C: TableColumn>() -> Spec {
    let spec = word("a unit", &["s", "ms", "us", "ns", "apple", "windows", "net", "excel"]);
    form::<C>(spec.without("seen from the size of the numbers").example("ms"), "UNIT")
}

/// `decimal_mark` of a table.
pub fn decimal_mark<C: TableColumn>() -> Spec {
    let spec = word("a decimal mark", &["point", "comma"]);
    form::<C>(spec.without("seen from the whole column").example("comma"), "MARK")
}

/// The layout of a service's export, under the key `preset`.
fn preset_option(spec: Spec) -> ConfigOption {
    let doc = "The layout of a service's export.\n\nIts columns are taken by their names there; columns that \
               are named here go before, all others are recognised as ever.";
    ConfigOption { key: "preset", doc, spec }
}

/// `columns.preset`.
pub fn transaction_preset() -> Spec {
    preset(&TRANSACTION_PRESETS, "shopify").flag("NAME")
}

/// `event_columns.preset`.
pub fn event_preset() -> Spec {
    preset(&EVENT_PRESETS, "klaviyo")
}

/// `customer_columns.preset`.
pub fn customer_preset() -> Spec {
    preset(&CUSTOMER_PRESETS, "mailchimp")
}

fn preset(names: &'static [&'static str], example: &'static str) -> Spec {
    word("a preset", names).without("columns are named or recognised").example(example)
}

/// The key of [`amount_per`].
pub const AMOUNT_PER: &str = "amount_per";

/// `columns.amount_per`.
pub fn amount_per() -> Spec {
    word("what amounts are of", &AmountPer::WORDS).default(AmountPer::WORDS[0])
}

/// `columns.channels`.
pub fn channels() -> Spec {
    texts("a list of channels").default(list(&["web", "app", "store", "phone", "marketplace"]))
}

/// The key of [`id_normalise`].
pub const ID_NORMALISE: &str = "id_normalise";

/// `columns.id_normalise`.
pub fn id_normalise() -> Spec {
    text("a list of ways to write identifiers").default(IdRules::default().setting())
}

/// `customer_columns.refusals`.
pub fn refusals() -> Spec {
    let example = list(&["sperre_kz", "Status = Depurado"]);
    texts("a list of columns, or of a column's words").default(list::<&str>(&[])).example(example)
}

/// `customer_columns.no_refusals`.
pub fn no_refusals() -> Spec {
    texts("a list of columns").default(list::<&str>(&[])).example(list(&["bounces_30d"]))
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
