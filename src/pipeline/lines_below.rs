//! Order exports that say an order's facts on its first line only: which they are, by their columns. `import` fills the lines
//! below; of Parquet that something else made of them it is said where they are empty.

use super::Sources;
use crate::ingest::TransactionColumn;
use crate::monitor::preflight::{Finding, nulls_of};

/// An export of that kind.
pub(super) struct LinesBelow {
    /// Whose export it is.
    pub layout: &'static str,
    /// The place of the order's number.
    pub key: usize,
    /// The places of the facts.
    pub facts: Vec<usize>,
}

/// Layouts, by what they call an order's number.
const ORDER_KEYS: [(&str, &str); 2] = [("shopify", "Name"), ("squarespace", "Order ID")];
#[rustfmt::skip] // A table: as many names a line as fit.
const ORDER_FACTS: [&str; 23] = [
    "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Currency",
    "Discount Code", "Created at", "Cancelled at", "Source", "Accepts Marketing", "Customer ID",
    "Phone", "Billing Name", "Billing Phone", "Billing Country", "Shipping Name", "Shipping Phone",
    "Shipping Country", "Payment Method", "Location", "Tags", "Id",
];

impl LinesBelow {
    /// Where the columns are those of such an export.
    pub(super) fn of(columns: &[String]) -> Option<Self> {
        let place = |name: &str| columns.iter().position(|column| column == name);
        place("Lineitem quantity")?;
        let facts = ORDER_FACTS.iter().filter_map(|name| place(name)).collect();
        let key = |(layout, name): (&'static str, &str)| Some((layout, place(name)?));
        let (layout, key) = ORDER_KEYS.into_iter().find_map(key)?;
        Some(Self { layout, key, facts })
    }
}

/// What is found where the lines below the first of an order have no customer.
pub(super) fn not_filled(sources: &Sources) -> Option<Finding> {
    let input = &sources.transactions;
    let names = input.files.column_names();
    let LinesBelow { layout, key, facts } = LinesBelow::of(&names)?;
    let who = input.mapping.get(TransactionColumn::CustomerId)?;
    let is_fact = facts.iter().any(|&fact| names[fact] == *who);
    let nulls = |name: &str| nulls_of(&input.files, name);
    let (empty, order) = (nulls(who)?, &names[key]);
    (is_fact && empty > nulls(order)?).then(|| {
        Finding::warn(
            format!("lines of {layout}'s orders"),
            format!(
                "{who} is empty in {empty} of the rows: {layout} writes who, when and in what state on an order's first line only, and \
                 the lines below do not count"
            ),
            format!(
                "make the Parquet of the CSV with winback import, which fills them, or fill the columns down within each \
                 {order}"
            ),
        )
    })
}
