//! The columns of the transactions and the events, built from packed rows.
//!
//! Repeated texts are handed to the Parquet writer as dictionaries; in the files they are plain
//! strings, and timestamps are microseconds in UTC.

use super::assortment::Assortment;
use super::channel::Channel;
use super::rows::{EventRow, NO_VALUE, TransactionRow};
use super::settings::{BusinessSettings, IdType};
use super::world::World;
use crate::history::EventKind;
use arrow_array::builder::StringBuilder;
use arrow_array::types::{ArrowDictionaryKeyType, UInt16Type};
use arrow_array::{
    ArrayRef, DictionaryArray, Float64Array, Int32Array, Int64Array, StringArray,
    TimestampMicrosecondArray, UInt16Array,
};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use std::fmt::Write;
use std::sync::Arc;

/// Turns packed rows into columns.
pub(super) struct Tables {
    start_micros: i64,
    customers: u64,
    id_type: IdType,
    customer_digits: usize,
    order_digits: usize,
    products: ArrayRef,
    categories: ArrayRef,
    category_of: Vec<u16>,
    channels: ArrayRef,
    kinds: ArrayRef,
    currency: Option<ArrayRef>,
}

/// A multiplier without a common factor with any number of customers that is allowed: a prime.
const ORDER_SPREAD: u64 = 2_654_435_761;

fn dictionary_type() -> DataType {
    DataType::Dictionary(Box::new(DataType::UInt16), Box::new(DataType::Utf8))
}

fn dictionary<K: ArrowDictionaryKeyType>(
    keys: arrow_array::PrimitiveArray<K>,
    values: &ArrayRef,
) -> ArrayRef {
    // The codes are positions in these very lists.
    Arc::new(DictionaryArray::new(keys, values.clone()))
}

fn texts<'a>(texts: impl Iterator<Item = &'a str>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(texts))
}

impl Tables {
    /// Tables of the settings and the world.
    pub(super) fn new(settings: &BusinessSettings, world: &World) -> Self {
        let products = world.assortment.products() as u16;
        let digits = |largest: u64| largest.to_string().len().max(7);
        Self {
            start_micros: settings.start_micros(),
            customers: settings.customers,
            id_type: settings.id_type,
            customer_digits: digits(settings.customers),
            // Hundreds of documents a customer keep this width; more make the text longer.
            order_digits: digits(settings.customers * 100),
            products: Arc::new(StringArray::from_iter_values(
                (0..products).map(|product| format!("P{product:05}")),
            )),
            categories: texts(Assortment::category_names()),
            category_of: (0..products)
                .map(|product| world.assortment.category_of(product) as u16)
                .collect(),
            channels: texts(Channel::ALL.into_iter().map(Channel::name)),
            kinds: texts(EventKind::ALL.into_iter().map(EventKind::name)),
            currency: settings.shape.currency().map(|code| texts(std::iter::once(code))),
        }
    }

    fn id_data_type(&self) -> DataType {
        match self.id_type {
            IdType::Text => DataType::Utf8,
            IdType::Integer => DataType::Int64,
        }
    }

    /// The identifier column every table begins with.
    pub(super) fn customer_field(&self) -> Field {
        Field::new("customer_id", self.id_data_type(), false)
    }

    /// Identifiers of customers by index.
    pub(super) fn customer_ids(&self, indices: impl Iterator<Item = u64>) -> ArrayRef {
        match self.id_type {
            IdType::Integer => Arc::new(indices.map(|i| i as i64 + 1).collect::<Int64Array>()),
            IdType::Text => {
                let width = self.customer_digits;
                let mut ids = StringBuilder::with_capacity(
                    indices.size_hint().0,
                    indices.size_hint().0 * (width + 1),
                );
                for index in indices {
                    append_number(&mut ids, 'C', index + 1, width);
                }
                Arc::new(ids.finish())
            }
        }
    }

    /// Numbers of orders and returns: unique, and unrelated to the customer's at sight.
    fn order_ids(&self, rows: &[TransactionRow]) -> ArrayRef {
        let number = |row: &TransactionRow| {
            let place = u64::from(row.customer) * ORDER_SPREAD % self.customers;
            u64::from(row.document) * self.customers + place + 1
        };
        match self.id_type {
            IdType::Integer => {
                Arc::new(rows.iter().map(|row| number(row) as i64).collect::<Int64Array>())
            }
            IdType::Text => {
                let width = self.order_digits;
                let mut ids = StringBuilder::with_capacity(rows.len(), rows.len() * (width + 1));
                for row in rows {
                    let letter = if row.quantity < 0 { 'R' } else { 'O' };
                    append_number(&mut ids, letter, number(row), width);
                }
                Arc::new(ids.finish())
            }
        }
    }

    fn times(&self, seconds: impl Iterator<Item = u32>) -> ArrayRef {
        let micros = seconds.map(|second| self.start_micros + i64::from(second) * 1_000_000);
        Arc::new(TimestampMicrosecondArray::from_iter_values(micros).with_timezone("UTC"))
    }

    fn time_field() -> Field {
        let utc = Some("UTC".into());
        Field::new("timestamp", DataType::Timestamp(TimeUnit::Microsecond, utc), false)
    }

    /// Columns of the transactions.
    pub(super) fn transaction_schema(&self) -> Schema {
        let mut fields = vec![
            self.customer_field(),
            Self::time_field(),
            Field::new("amount", DataType::Float64, false),
            Field::new("order_id", self.id_data_type(), false),
            Field::new("product_id", dictionary_type(), false),
            Field::new("category", dictionary_type(), false),
            Field::new("channel", dictionary_type(), false),
            Field::new("quantity", DataType::Int32, false),
            Field::new("unit_price", DataType::Float64, false),
            Field::new("discount", DataType::Float64, false),
        ];
        let currency = || Field::new("currency", dictionary_type(), false);
        fields.extend(self.currency.as_ref().map(|_| currency()));
        Schema::new(fields)
    }

    /// Values of [`Tables::transaction_schema`].
    pub(super) fn transactions(&self, rows: &[TransactionRow]) -> Vec<ArrayRef> {
        let money = |cents: &dyn Fn(&TransactionRow) -> i64| -> ArrayRef {
            let amounts = rows.iter().map(|row| cents(row) as f64 / 100.0);
            Arc::new(Float64Array::from_iter_values(amounts))
        };
        let codes = |code: &dyn Fn(&TransactionRow) -> u16| -> UInt16Array {
            UInt16Array::from_iter_values(rows.iter().map(code))
        };
        let category_of = |row: &TransactionRow| self.category_of[usize::from(row.product)];
        let mut columns = vec![
            self.customer_ids(rows.iter().map(|row| u64::from(row.customer))),
            self.times(rows.iter().map(|row| row.second)),
            money(&TransactionRow::amount_cents),
            self.order_ids(rows),
            dictionary::<UInt16Type>(codes(&|row| row.product), &self.products),
            dictionary::<UInt16Type>(codes(&category_of), &self.categories),
            dictionary::<UInt16Type>(codes(&|row| u16::from(row.channel)), &self.channels),
            Arc::new(Int32Array::from_iter_values(rows.iter().map(|row| row.quantity))),
            money(&|row| i64::from(row.unit_price_cents)),
            money(&|row| i64::from(row.discount_cents)),
        ];
        let code = |code: &ArrayRef| dictionary::<UInt16Type>(codes(&|_| 0), code);
        columns.extend(self.currency.as_ref().map(code));
        columns
    }

    /// Columns of the events.
    pub(super) fn event_schema(&self) -> Schema {
        Schema::new(vec![
            self.customer_field(),
            Self::time_field(),
            Field::new("type", dictionary_type(), false),
            Field::new("value", DataType::Float64, true),
        ])
    }

    /// Values of [`Tables::event_schema`].
    pub(super) fn events(&self, rows: &[EventRow]) -> Vec<ArrayRef> {
        let kinds = UInt16Array::from_iter_values(rows.iter().map(|row| u16::from(row.kind)));
        let value = |row: &EventRow| (row.value != NO_VALUE).then(|| f64::from(row.value));
        vec![
            self.customer_ids(rows.iter().map(|row| u64::from(row.customer))),
            self.times(rows.iter().map(|row| row.second)),
            dictionary::<UInt16Type>(kinds, &self.kinds),
            Arc::new(rows.iter().map(value).collect::<Float64Array>()),
        ]
    }
}

fn append_number(ids: &mut StringBuilder, letter: char, number: u64, width: usize) {
    // Writing to memory cannot fail.
    let _ = write!(ids, "{letter}{number:0width$}");
    ids.append_value("");
}
