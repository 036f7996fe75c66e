//! Transaction rows, a row group at a time, as plain columns of usable rows.
//!
//! The row rules live here: what makes a row unusable, and what makes it a return. Which customer a
//! row belongs to, and where it is kept, is for `history`.

use super::codes::{CodeMemory, Codes};
use super::decode::{Place, instants, is_flag, is_number, is_time, numbers};
use super::ids::mix;
use super::source::{Positions, RowGroup, Source, Wanted};
use super::text::{DictionaryMemory, IdColumn, is_identifier};
use super::{AmountMapping, Columns, IngestError, Quality, TransactionMapping};
use crate::time::Zone;
use arrow::array::{Array, Float64Array, Int64Array, RecordBatch};
use arrow::datatypes::DataType;
use std::path::PathBuf;

/// Up to when rows are read.
#[derive(Debug, Clone, Copy)]
pub struct ReadUntil {
    /// Rows at or after this instant are not part of the history (`not_yet`); `None` reads all.
    pub as_of_micros: Option<i64>,
    /// Rows at or after this instant are dated in the future, and unusable.
    pub present_micros: i64,
}

/// Usable rows of one batch. Columns have the batch's full length; `rows` lists the usable ones.
pub struct TransactionBatch {
    /// Indices of usable rows, ascending.
    pub rows: Vec<u32>,
    /// Whose.
    pub customer: IdColumn,
    /// Microseconds since the epoch.
    pub time_micros: Int64Array,
    /// Signed amounts: returns carry the sign bit.
    pub amount: Vec<f64>,
    /// Order keys; `None` where no order id is mapped (the calendar day is the order).
    pub order: Option<Vec<u64>>,
    /// Units, never negative.
    pub quantity: Option<Vec<f64>>,
    /// Money taken off, 0 where none.
    pub discount: Option<Vec<f64>>,
    /// Product codes.
    pub product: Option<Vec<u32>>,
    /// Category codes.
    pub category: Option<Vec<u32>>,
    /// Channel codes.
    pub channel: Option<Vec<u32>>,
}

/// The parts a column can play, as positions in [`Source::wanted`].
#[derive(Debug, Clone, Copy, Default)]
struct Parts {
    customer: usize,
    time: usize,
    amount: Option<usize>,
    quantity: Option<usize>,
    unit_price: Option<usize>,
    order: Option<usize>,
    product: Option<usize>,
    category: Option<usize>,
    channel: Option<usize>,
    discount: Option<usize>,
    return_flag: Option<usize>,
}

/// Reads transactions.
#[derive(Debug)]
pub struct TransactionReader {
    source: Source,
    parts: Parts,
    keep: Columns,
    zone: Zone,
    until: ReadUntil,
    ids_as_text: bool,
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

fn wish(mapping: &TransactionMapping, keep: Columns) -> (Vec<Wanted>, Parts) {
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

impl TransactionReader {
    /// Opens the files and checks the mapped columns. Of the optional columns only `keep` is read.
    pub fn open(
        paths: &[PathBuf],
        mapping: &TransactionMapping,
        keep: Columns,
        zone: &Zone,
        until: ReadUntil,
    ) -> Result<Self, IngestError> {
        let (wanted, parts) = wish(mapping, keep);
        let source = Source::open(paths, wanted)?;
        Ok(Self { source, parts, keep, zone: zone.clone(), until, ids_as_text: false })
    }

    /// The opened files.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Whether any file writes customers as text.
    pub fn has_text_ids(&self) -> bool {
        self.source.any_text(self.parts.customer)
    }

    /// Reads customers as text even where they are numbers, because other inputs hold text.
    pub fn read_ids_as_text(&mut self) {
        self.ids_as_text = true;
    }

    /// Optional columns that the batches will carry.
    pub fn columns(&self) -> Columns {
        Columns {
            quantity: self.keep.quantity && self.parts.quantity.is_some(),
            discount: self.parts.discount.is_some(),
            product: self.parts.product.is_some(),
            category: self.parts.category.is_some(),
            channel: self.parts.channel.is_some(),
            events: false,
        }
    }

    /// Whether order keys are read; if not, the calendar day is the order.
    pub fn has_orders(&self) -> bool {
        self.parts.order.is_some()
    }

    /// Decodes one row group and hands its batches to `sink`; returns the counts by reason.
    pub fn read<E: From<IngestError>>(
        &self,
        at: RowGroup,
        codes: &Codes,
        mut sink: impl FnMut(TransactionBatch) -> Result<(), E>,
    ) -> Result<Quality, E> {
        let (reader, positions) = self.source.read(at)?;
        let mut session = Session { reader: self, at, positions, codes, memory: Memory::default() };
        let mut quality = Quality::default();
        for batch in reader {
            let batch = batch.map_err(|e| session.place(self.parts.customer).unreadable(&e))?;
            sink(session.decode(&batch, &mut quality)?)?;
        }
        Ok(quality)
    }
}

#[derive(Default)]
struct Memory {
    customer: DictionaryMemory,
    order: DictionaryMemory,
    product: (DictionaryMemory, CodeMemory),
    category: (DictionaryMemory, CodeMemory),
    channel: (DictionaryMemory, CodeMemory),
}

/// One row group being read.
struct Session<'a> {
    reader: &'a TransactionReader,
    at: RowGroup,
    positions: Positions,
    codes: &'a Codes,
    memory: Memory,
}

/// The column that plays a part, if this file has it, with its place.
type Found<'b, 'a> = Option<(&'b arrow::array::ArrayRef, Place<'a>)>;

impl<'a> Session<'a> {
    fn place(&self, part: usize) -> Place<'a> {
        let source = &self.reader.source;
        Place { path: &source.files[self.at.file].path, column: &source.wanted[part].column }
    }

    fn find<'b>(&self, batch: &'b RecordBatch, part: Option<usize>) -> Found<'b, 'a> {
        let part = part?;
        let position = self.positions.of(part)?;
        Some((batch.column(position), self.place(part)))
    }

    fn numbers(
        &self,
        batch: &RecordBatch,
        part: Option<usize>,
    ) -> Result<Option<Float64Array>, IngestError> {
        self.find(batch, part).map(|(array, place)| numbers(array, place)).transpose()
    }

    fn decode(
        &mut self,
        batch: &RecordBatch,
        quality: &mut Quality,
    ) -> Result<TransactionBatch, IngestError> {
        let n = batch.num_rows();
        let parts = self.reader.parts;
        let (Some(ids), Some(times)) =
            (self.find(batch, Some(parts.customer)), self.find(batch, Some(parts.time)))
        else {
            let place = self.place(parts.customer);
            return Err(place.unreadable(&"a required column is missing from the batch"));
        };
        let mut customer = IdColumn::decode(ids.0, &mut self.memory.customer, ids.1)?;
        if self.reader.ids_as_text {
            customer = customer.into_text();
        }
        let time_micros = instants(times.0, &self.reader.zone, times.1)?;
        let units = self.numbers(batch, parts.quantity)?;
        let prices = self.numbers(batch, parts.unit_price)?;
        let amounts = match (self.numbers(batch, parts.amount)?, &units, &prices) {
            (Some(amounts), _, _) => amounts,
            (None, Some(units), Some(prices)) => arrow::compute::binary::<
                _,
                _,
                _,
                arrow::datatypes::Float64Type,
            >(units, prices, |q, p| q * p)
            .map_err(|e| ids.1.unreadable(&e))?,
            _ => return Err(ids.1.unreadable(&"no amount in the batch")),
        };
        let flags = self.numbers(batch, parts.return_flag)?;
        let rows = self.usable_rows(&customer, &time_micros, &amounts, quality);
        let keep_quantity = self.reader.keep.quantity && parts.quantity.is_some();
        Ok(TransactionBatch {
            amount: signed_amounts(&amounts, units.as_ref(), flags.as_ref()),
            order: self.order_keys(batch, &time_micros)?,
            quantity: keep_quantity.then(|| optional_numbers(units.as_ref(), n, 1.0, f64::abs)),
            discount: match parts.discount {
                Some(_) => Some(optional_numbers(
                    self.numbers(batch, parts.discount)?.as_ref(),
                    n,
                    0.0,
                    |d| d,
                )),
                None => None,
            },
            product: self.coded(
                batch,
                parts.product,
                |codes| &codes.product,
                |m| &mut m.product,
            )?,
            category: self.coded(
                batch,
                parts.category,
                |codes| &codes.category,
                |m| &mut m.category,
            )?,
            channel: self.coded(
                batch,
                parts.channel,
                |codes| &codes.channel,
                |m| &mut m.channel,
            )?,
            rows,
            customer,
            time_micros,
        })
    }

    fn usable_rows(
        &self,
        customer: &IdColumn,
        times: &Int64Array,
        amounts: &Float64Array,
        quality: &mut Quality,
    ) -> Vec<u32> {
        let until = self.reader.until;
        let as_of = until.as_of_micros.unwrap_or(i64::MAX);
        let all_present = customer.all_present();
        let end = as_of.min(until.present_micros);
        // Nearly every batch is clean throughout, which is seen at a glance.
        if all_present
            && times.null_count() == 0
            && amounts.null_count() == 0
            && times.values().iter().max().is_none_or(|&latest| latest < end)
            && amounts.values().iter().fold(true, |fine, amount| fine & amount.is_finite())
        {
            quality.rows += times.len() as u64;
            quality.used += times.len() as u64;
            return (0..times.len() as u32).collect();
        }
        let mut rows = Vec::with_capacity(times.len());
        for i in 0..times.len() {
            let time = times.value(i);
            let reason = if !all_present && !customer.is_present(i) {
                &mut quality.no_customer
            } else if times.is_null(i) {
                &mut quality.no_time
            } else if amounts.is_null(i) {
                &mut quality.no_amount
            } else if !amounts.value(i).is_finite() {
                &mut quality.amount_not_finite
            } else if time >= until.present_micros {
                &mut quality.future
            } else if time >= as_of {
                &mut quality.not_yet
            } else {
                rows.push(i as u32);
                &mut quality.used
            };
            *reason += 1;
        }
        quality.rows += times.len() as u64;
        rows
    }

    fn order_keys(
        &mut self,
        batch: &RecordBatch,
        times: &Int64Array,
    ) -> Result<Option<Vec<u64>>, IngestError> {
        let parts = self.reader.parts;
        if parts.order.is_none() {
            return Ok(None);
        }
        let zone = &self.reader.zone;
        let by_day = |i: usize| day_order_key(zone.day_number(times.value(i)));
        let n = batch.num_rows();
        let Some((array, place)) = self.find(batch, parts.order) else {
            return Ok(Some((0..n).map(by_day).collect()));
        };
        let orders = IdColumn::decode(array, &mut self.memory.order, place)?;
        let mut keys = Vec::with_capacity(n);
        orders.hashes(&mut keys);
        if !orders.all_present() {
            for (i, key) in keys.iter_mut().enumerate() {
                if !orders.is_present(i) {
                    *key = by_day(i);
                }
            }
        }
        Ok(Some(keys))
    }

    fn coded(
        &mut self,
        batch: &RecordBatch,
        part: Option<usize>,
        interner: fn(&Codes) -> &super::Interner,
        memory: fn(&mut Memory) -> &mut (DictionaryMemory, CodeMemory),
    ) -> Result<Option<Vec<u32>>, IngestError> {
        if part.is_none() {
            return Ok(None);
        }
        let n = batch.num_rows();
        let Some((array, place)) = self.find(batch, part) else {
            return Ok(Some(vec![super::NO_CODE; n]));
        };
        let (dictionary, known) = memory(&mut self.memory);
        let ids = IdColumn::decode(array, dictionary, place)?;
        Ok(Some(interner(self.codes).codes(&ids, n, known)))
    }
}

/// The key of the order that rows without an order id form on one calendar day.
#[inline]
pub fn day_order_key(day: i32) -> u64 {
    // The constant keeps days apart from order ids that are small numbers.
    mix(u64::from(day as u32) ^ 0x6461_795f_6f72_6465)
}

/// A return is a row with a return flag, a negative amount or a negative quantity; its amount carries
/// the sign bit (also when it is nothing), a purchase's never does.
fn signed_amounts(
    amounts: &Float64Array,
    units: Option<&Float64Array>,
    flags: Option<&Float64Array>,
) -> Vec<f64> {
    if units.is_none() && flags.is_none() {
        // `-0.0` is not below 0: a purchase of nothing, whose sign goes.
        let sign = |&amount: &f64| if amount < 0.0 { amount } else { amount.abs() };
        return amounts.values().iter().map(sign).collect();
    }
    let negative_units = |i: usize| units.is_some_and(|u| u.is_valid(i) && u.value(i) < 0.0);
    let flagged = |i: usize| {
        flags.is_some_and(|f| f.is_valid(i) && f.value(i) != 0.0 && !f.value(i).is_nan())
    };
    let sign = |(i, &amount): (usize, &f64)| {
        let is_return = amount < 0.0 || negative_units(i) || flagged(i);
        if is_return { -amount.abs() } else { amount.abs() }
    };
    amounts.values().iter().enumerate().map(sign).collect()
}

fn optional_numbers(
    array: Option<&Float64Array>,
    n: usize,
    absent: f64,
    change: fn(f64) -> f64,
) -> Vec<f64> {
    let Some(array) = array else { return vec![absent; n] };
    if array.null_count() == 0 {
        let value = |&x: &f64| if x.is_nan() { absent } else { change(x) };
        return array.values().iter().map(value).collect();
    }
    let value = |i: usize| {
        if array.is_valid(i) && !array.value(i).is_nan() { change(array.value(i)) } else { absent }
    };
    (0..n).map(value).collect()
}
