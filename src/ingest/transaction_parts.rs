//! Which columns of a transactions file are decoded, and the part each plays.

use super::source::Wanted;
use super::types::is_identifier;
use super::types::{is_flag, is_number, is_time};
use super::{AmountMapping, Columns, TransactionMapping};
use arrow_schema::DataType;

/// The parts a column can play, as positions in [`Source::wanted`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Parts {
    pub customer: usize,
    pub time: usize,
    pub amount: Option<usize>,
    pub quantity: Option<usize>,
    pub unit_price: Option<usize>,
    pub order: Option<usize>,
    pub product: Option<usize>,
    pub category: Option<usize>,
    pub channel: Option<usize>,
    pub discount: Option<usize>,
    pub return_flag: Option<usize>,
}

const NUMBER: &str = "a number (float, integer or decimal)";
const IDENTIFIER: &str = "an integer or text";

struct Wish(Vec<Wanted>);

impl Wish {
    fn add(
        &mut self,
        column: &str,
        (part, flag): (&'static str, &'static str),
        optional: bool,
        (accepts, types): (fn(&DataType) -> bool, &'static str),
    ) -> usize {
        self.0.push(Wanted { column: column.to_owned(), part, flag, optional, accepts, types });
        self.0.len() - 1
    }
}

/// The columns to look for, and the parts they play; of the optional ones only those in `keep`.
pub fn wish(mapping: &TransactionMapping, keep: Columns) -> (Vec<Wanted>, Parts) {
    let mut wish = Wish(Vec::new());
    let id: (fn(&DataType) -> bool, _) = (is_identifier, IDENTIFIER);
    let number: (fn(&DataType) -> bool, _) = (is_number, NUMBER);
    let flag: (fn(&DataType) -> bool, _) = (is_flag, "a boolean or a number");
    let time: (fn(&DataType) -> bool, _) = (is_time, "a date, a timestamp or ISO 8601 text");
    let mut parts = Parts {
        customer: wish.add(&mapping.customer_id, ("customer id", "--customer-id"), false, id),
        time: wish.add(&mapping.timestamp, ("timestamp", "--timestamp"), false, time),
        ..Parts::default()
    };
    match &mapping.amount {
        AmountMapping::Column(name) => {
            parts.amount = Some(wish.add(name, ("amount", "--amount"), false, number));
            // The quantity is read even if no feature needs it: a negative one marks a return.
            parts.quantity = mapping
                .quantity
                .as_ref()
                .map(|q| wish.add(q, ("quantity", "--quantity"), true, number));
        }
        AmountMapping::QuantityTimesUnitPrice { quantity, unit_price } => {
            parts.quantity = Some(wish.add(quantity, ("quantity", "--quantity"), false, number));
            parts.unit_price =
                Some(wish.add(unit_price, ("unit price", "--unit-price"), false, number));
        }
    }
    let mut optional = |wanted: bool, name: &Option<String>, part, kind| {
        name.as_ref().filter(|_| wanted).map(|column| wish.add(column, part, true, kind))
    };
    parts.order = optional(true, &mapping.order_id, ("order id", "--order-id"), id);
    parts.return_flag =
        optional(true, &mapping.return_flag, ("return flag", "--return-flag"), flag);
    parts.product = optional(keep.product, &mapping.product_id, ("product id", "--product-id"), id);
    parts.category = optional(keep.category, &mapping.category, ("category", "--category"), id);
    parts.channel = optional(keep.channel, &mapping.channel, ("channel", "--channel"), id);
    parts.discount = optional(keep.discount, &mapping.discount, ("discount", "--discount"), flag);
    (wish.0, parts)
}
