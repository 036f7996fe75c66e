//! Transaction rows, a row group at a time, as plain columns of usable rows.
//!
//! Which rows are usable is for `row_rules`, which do not count for `left_out`; which customer a row belongs to, and where it is kept,
//! is for `history`.

use super::clock_column::at_clock;
use super::codes::{CodeColumn, CodeMemory, Codes};
use super::columns::{Accepts, TableColumn};
use super::decode::Decoded;
use super::left_out::{
    ColumnValues, LeftOutReason, Markers, Marking, RowFilter, RowMarks, ValueCounts, markers,
};
use super::newest::NewestRows;
use super::order_money::{OrderMoney, keep_returns, price_of};
use super::order_states::{NamedOrders, OrderRows, OrderSample, OrderStates};
use super::place::Place;
use super::row_rules::{
    RETURN_ORDER_KEY, ReadUntil, day_order_key, optional_numbers, set_returns_apart,
    signed_amounts, usable_rows, with_returns,
};
use super::source::{ANY_COLUMN, Extra, Positions, RowGroup, Source};
use super::text::{DictionaryMemory, IdColumn};
use super::transaction_batch::{OrderKeys, TransactionBatch};
use super::who::{Who, WhoMemory};
use super::{
    AmountPer, BadCells, ColumnMap, Columns, Forms, IngestError, Quality,
    TransactionColumn as Column, is_text,
};
use crate::table::Files;
use crate::time::Zone;
use arrow_array::{Array, Float64Array, Int64Array, RecordBatch};
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Reads transactions.
#[derive(Debug)]
pub struct TransactionReader {
    source: Source,
    keep: Columns,
    zone: Zone,
    until: ReadUntil,
    who: Who,
    amount_per: AmountPer,
    ids_as_text: bool,
    /// Whether a column of products is mapped, read or not.
    has_products: bool,
    /// The newest versions, where rows have versions.
    newest: Option<NewestRows>,
    /// Columns that leave rows out.
    markers: Markers,
    /// What was met in them.
    met: Mutex<ValueCounts>,
    /// Orders in which several rows may tell of one sale, where a column of states could show it.
    order_sample: Option<OrderSample>,
}

impl TransactionReader {
    /// Finds the mapped columns in the files and checks their types. Of the optional columns only `keep` is read.
    pub fn open(
        files: &Files,
        mapping: &ColumnMap<Column, String>,
        keep: Columns,
        forms: &Forms,
        until: ReadUntil,
        filter: &RowFilter,
    ) -> Result<Self, IngestError> {
        let markers = markers(filter, files, mapping, forms)?;
        let has_orders = mapping.has(Column::OrderId) && filter.newest.is_none();
        let order_sample =
            if has_orders { OrderSample::of(&markers.taken, files, mapping) } else { None };
        let mut extras: Vec<Extra<'_>> =
            markers.taken.iter().map(|marker| (marker.column.as_str(), &ANY_COLUMN)).collect();
        let named = order_sample.as_ref().and_then(OrderSample::column);
        extras.extend(named.map(|column| (column, &ANY_COLUMN)));
        let source =
            Source::open_with(files, mapping, forms, |column| keep.reads(column), &extras)?;
        let newest = filter.newest.as_ref();
        let newest = newest.map(|rule| NewestRows::find(files, rule, forms)).transpose()?;
        let met = Mutex::new(ValueCounts::of(markers.taken.len()));
        let zone = forms.zone.clone();
        let who = Who::by(forms);
        let (ids_as_text, has_products) = (false, mapping.has(Column::ProductId));
        let amount_per = forms.amount_per;
        Ok(Self {
            source,
            keep,
            zone,
            until,
            who,
            amount_per,
            ids_as_text,
            has_products,
            newest,
            markers,
            met,
            order_sample,
        })
    }

    /// The opened files.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Whether any file writes customers as text.
    pub fn has_text_ids(&self) -> bool {
        self.source.any_text(Column::CustomerId)
    }

    /// How identifiers of customers are read.
    pub fn read_ids_by(&mut self, who: &Who) {
        self.who = who.clone();
    }

    /// Reads customers as text even where they are numbers, because other inputs hold text.
    pub fn read_ids_as_text(&mut self) {
        self.ids_as_text = true;
    }

    /// The newest versions, where rows have versions.
    pub fn newest(&self) -> Option<&NewestRows> {
        self.newest.as_ref()
    }

    /// Cells that were not understood in what has been read so far, by column.
    pub fn bad_cells(&self) -> Vec<BadCells> {
        let versions = self.newest.as_ref().and_then(|newest| newest.bad_cells.clone());
        self.source.bad_cells::<Column>().into_iter().chain(versions).collect()
    }

    /// Signs and codes of currencies that stood beside the amounts read so far.
    pub fn currencies(&self) -> BTreeSet<String> {
        self.source.currencies(Column::Amount)
    }

    /// Optional columns that the batches will carry.
    pub fn columns(&self) -> Columns {
        Columns {
            amount: self.has_amounts(),
            quantity: self.keep.quantity && self.source.wants(Column::Quantity),
            discount: self.source.wants(Column::Discount)
                || self.keep.discount && self.source.wants(Column::OrderDiscount),
            product: self.source.wants(Column::ProductId),
            category: self.source.wants(Column::Category),
            channel: self.source.wants(Column::Channel),
            events: false,
        }
    }

    /// What the amounts are the price of.
    pub fn amount_per(&self) -> AmountPer {
        self.amount_per
    }

    /// Whether any column tells of money.
    fn has_amounts(&self) -> bool {
        self.source.wants(Column::Amount) || self.source.wants(Column::UnitPrice)
    }

    /// Whether order numbers are read, and products where there are any.
    pub fn tells_lines_apart(&self) -> bool {
        self.source.wants(Column::OrderId) && (self.keep.product || !self.has_products)
    }

    /// The values of the columns that leave rows out, as far as rows have been read; then the columns that
    /// only sound like it.
    pub fn marker_values(&self) -> Vec<ColumnValues> {
        let mut columns = self.met().by_column(&self.markers.taken);
        columns.extend(self.markers.passed_over.iter().cloned());
        columns
    }

    /// Orders in which several rows tell of one sale, as far as rows have been read.
    pub fn order_states(&self) -> Option<OrderStates> {
        self.order_sample.as_ref().map(OrderSample::seen)
    }

    fn met(&self) -> MutexGuard<'_, ValueCounts> {
        // Counts are whole after every addition, whatever became of the thread that held them.
        self.met.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Decodes one row group and hands its batches to `sink`; returns the counts by reason.
    pub fn read<E: From<IngestError>>(
        &self,
        at: RowGroup,
        codes: &Codes,
        mut sink: impl FnMut(TransactionBatch) -> Result<(), E>,
    ) -> Result<Quality, E> {
        let (reader, positions) = self.source.read(at)?;
        let marking = Marking::new(&self.markers.taken);
        let memory = Memory::default();
        let begin = 0;
        let mut session = Session { reader: self, at, begin, positions, codes, memory, marking };
        let mut quality = Quality::default();
        for batch in reader {
            let batch = batch?;
            sink(session.decode(&batch, &mut quality)?)?;
        }
        if !self.markers.taken.is_empty() {
            self.met().merge(session.marking.counts());
        }
        Ok(quality)
    }
}

#[derive(Default)]
struct Memory {
    customer: DictionaryMemory,
    who: WhoMemory,
    order: DictionaryMemory,
    named: DictionaryMemory,
    product: (DictionaryMemory, CodeMemory),
    category: (DictionaryMemory, CodeMemory),
    channel: (DictionaryMemory, CodeMemory),
}

/// One row group being read.
struct Session<'a> {
    reader: &'a TransactionReader,
    at: RowGroup,
    /// Rows of the row group before the batch.
    begin: u64,
    positions: Positions,
    codes: &'a Codes,
    memory: Memory,
    marking: Marking<'a>,
}

/// A column, if this file has it, with its place.
type Found<'b, 'a> = Option<(&'b arrow_array::ArrayRef, Place<'a>)>;

impl<'a> Session<'a> {
    fn place(&self, column: Column) -> Place<'a> {
        self.reader.source.place(self.at.file, column)
    }

    fn find<'b>(&self, batch: &'b RecordBatch, column: Column) -> Found<'b, 'a> {
        let position = self.positions.of(column)?;
        Some((batch.column(position), self.place(column)))
    }

    fn numbers(
        &self,
        batch: &RecordBatch,
        column: Column,
    ) -> Result<Option<Decoded<Float64Array>>, IngestError> {
        let Some(position) = self.positions.of(column) else { return Ok(None) };
        let cells = self.reader.source.cells(self.at.file, column);
        let array = batch.column(position);
        let decoded = match column {
            Column::ReturnFlag => cells.return_flags(array),
            flag if flag.spec().accepts == Accepts::Flag => cells.flags(array),
            _ => cells.numbers(array),
        };
        decoded.map(Some)
    }

    /// The amounts: a column of their own, or units times prices; nothing where no column tells of money.
    fn amounts(
        &self,
        batch: &RecordBatch,
        units: Option<&Decoded<Float64Array>>,
    ) -> Result<Decoded<Float64Array>, IngestError> {
        if let Some(amounts) = self.numbers(batch, Column::Amount)? {
            return Ok(match self.reader.amount_per {
                AmountPer::Row => amounts,
                // The total stands on another row.
                AmountPer::Order => amounts.or_zero(),
            });
        }
        if !self.reader.has_amounts() {
            let nothing = Float64Array::from(vec![0.0; batch.num_rows()]);
            return Ok(Decoded { values: nothing, bad: Vec::new() });
        }
        let (Some(units), Some(prices)) = (units, self.numbers(batch, Column::UnitPrice)?) else {
            return Err(self.place(Column::Amount).unreadable(&"no amount in the batch"));
        };
        Ok(units.times(&prices))
    }

    fn decode(
        &mut self,
        batch: &RecordBatch,
        quality: &mut Quality,
    ) -> Result<TransactionBatch, IngestError> {
        let n = batch.num_rows();
        let kept = self.reader.columns();
        let (Some(ids), Some(times)) =
            (self.find(batch, Column::CustomerId), self.find(batch, Column::Timestamp))
        else {
            let place = self.place(Column::CustomerId);
            return Err(place.unreadable(&"a required column is missing from the batch"));
        };
        let customer = IdColumn::decode(ids.0, &mut self.memory.customer, ids.1)?;
        let mut customer = self.reader.who.read(customer, &mut self.memory.who);
        if self.reader.ids_as_text {
            customer = customer.into_text();
        }
        let times = self.reader.source.cells(self.at.file, Column::Timestamp).instants(times.0)?;
        let times = match self.positions.of(Column::TimeOfDay) {
            Some(position) => {
                let cells = self.reader.source.cells(self.at.file, Column::TimeOfDay);
                at_clock(times, &cells.clocks(batch.column(position))?, &self.reader.zone)
            }
            None => times,
        };
        let units = self.numbers(batch, Column::Quantity)?;
        let mut amounts = self.amounts(batch, units.as_ref())?;
        let RowMarks { reasons, returns, states } = self.marks(batch)?;
        let mut left_out = reasons.iter().any(Option::is_some).then_some(reasons);
        keep_returns(&mut left_out, &amounts, units.as_ref(), &returns);
        let money = self.order_money(batch, &amounts, units.as_ref())?;
        if let Some(money) = &money {
            money.keep_partly_refunded(&mut left_out, &amounts);
        }
        let taken_off = money.and_then(|money| {
            let has_orders = self.reader.source.wants(Column::OrderId);
            money.settle(&mut amounts, &mut left_out, has_orders)
        });
        let (until, left_out) = (self.reader.until, left_out.as_deref());
        let rows = usable_rows(until, &customer, &times, &amounts, left_out, quality);
        let values = |column: Option<Decoded<Float64Array>>| column.map(|column| column.values);
        let flags = values(self.numbers(batch, Column::ReturnFlag)?);
        let flags = with_returns(flags, &returns, n);
        let discount = values(self.numbers(batch, Column::Discount)?);
        let (units, amounts, time_micros) = (values(units), amounts.values, times.values);
        let amount = signed_amounts(&amounts, units.as_ref(), flags.as_ref());
        let mut order = self.order_keys(batch, &time_micros, &amount)?;
        let product = self.coded(batch, Column::ProductId, |c| &c.product, |m| &mut m.product)?;
        let named = self.named_orders(batch);
        if let (Some(sample), Some(orders)) = (&self.reader.order_sample, &order) {
            sample.observe(&OrderRows {
                orders,
                customer: &customer,
                times: &time_micros,
                amounts: &amounts,
                signed: &amount,
                product: product.as_ref(),
                left_out,
                states: &states,
                named: named.as_ref(),
                zone: &self.reader.zone,
            });
        }
        if let Some(order) = &mut order {
            set_returns_apart(order, units.as_ref(), flags.as_ref());
        }
        Ok(TransactionBatch {
            amount,
            order,
            quantity: kept.quantity.then(|| optional_numbers(units.as_ref(), n, 1.0, f64::abs)),
            discount: kept.discount.then(|| optional_numbers(discount.as_ref(), n, 0.0, |d| d)),
            product,
            category: self.coded(batch, Column::Category, |c| &c.category, |m| &mut m.category)?,
            channel: self.coded(batch, Column::Channel, |c| &c.channel, |m| &mut m.channel)?,
            taken_off,
            rows: rows.history,
            later: rows.later,
            customer,
            time_micros,
        })
    }

    /// The earlier orders that the rows name, where a column has them.
    fn named_orders(&mut self, batch: &RecordBatch) -> Option<NamedOrders> {
        self.reader.order_sample.as_ref()?.column()?;
        let k = self.reader.markers.taken.len();
        let array = batch.column(self.positions.extra::<Column>(k)?);
        let place = self.reader.source.extra_place::<Column>(self.at.file, k);
        // What cannot be read names nothing.
        let ids = IdColumn::decode(array, &mut self.memory.named, place).ok()?;
        let (orders, _) = self.find(batch, Column::OrderId)?;
        Some(NamedOrders { ids, are_texts: is_text(orders.data_type()) })
    }

    /// What was taken off orders or given back, where a column says so.
    fn order_money(
        &self,
        batch: &RecordBatch,
        amounts: &Decoded<Float64Array>,
        units: Option<&Decoded<Float64Array>>,
    ) -> Result<Option<OrderMoney>, IngestError> {
        let money = |column| -> Result<_, IngestError> {
            Ok(self.numbers(batch, column)?.map(|read| read.values))
        };
        let discounts = money(Column::OrderDiscount)?;
        let pieces = money(Column::RefundedQuantity)?;
        let refunds = match (money(Column::RefundedAmount)?, pieces) {
            (None, Some(pieces)) => {
                Some(price_of(&pieces, &amounts.values, units.map(|units| &units.values)))
            }
            (refunds, _) => refunds,
        };
        let is_any = discounts.is_some() || refunds.is_some();
        Ok(is_any.then_some(OrderMoney { discounts, refunds }))
    }

    /// What versions and markers say of each row; nothing of any row where there are neither.
    fn marks(&mut self, batch: &RecordBatch) -> Result<RowMarks, IngestError> {
        let rows = batch.num_rows();
        if self.reader.markers.taken.is_empty() && self.reader.newest.is_none() {
            return Ok(RowMarks::default());
        }
        let has_sample = self.reader.order_sample.is_some();
        let mut marks = if has_sample { RowMarks::with_states(rows) } else { RowMarks::of(rows) };
        if let Some(newest) = &self.reader.newest {
            for (row, reason) in (self.begin..).zip(&mut marks.reasons) {
                let is_older = !newest.is_newest(self.at, row);
                *reason = is_older.then_some(LeftOutReason::OlderVersion);
            }
            self.begin += rows as u64;
        }
        for k in 0..self.reader.markers.taken.len() {
            match self.positions.extra::<Column>(k) {
                Some(position) => {
                    let place = self.reader.source.extra_place::<Column>(self.at.file, k);
                    self.marking.judge(k, batch.column(position), place, &mut marks)?;
                }
                None => self.marking.judge_absent(k, &mut marks),
            }
        }
        Ok(marks)
    }

    fn order_keys(
        &mut self,
        batch: &RecordBatch,
        times: &Int64Array,
        amounts: &[f64],
    ) -> Result<Option<OrderKeys>, IngestError> {
        if !self.reader.source.wants(Column::OrderId) {
            return Ok(None);
        }
        let zone = &self.reader.zone;
        // A row without an order number belongs to its day; one that takes money off, to no order.
        let by_day = |i: usize| {
            if amounts[i].is_sign_negative() {
                return RETURN_ORDER_KEY;
            }
            day_order_key(zone.day_number(times.value(i)))
        };
        let n = batch.num_rows();
        let Some((array, place)) = self.find(batch, Column::OrderId) else {
            return Ok(Some(OrderKeys::Hashes((0..n).map(by_day).collect())));
        };
        let orders = IdColumn::decode(array, &mut self.memory.order, place)?;
        let all_present = orders.all_present();
        if let Some(numbers) = orders.numbers().filter(|_| all_present) {
            return Ok(Some(OrderKeys::Numbers(numbers.clone())));
        }
        let mut keys = Vec::with_capacity(n);
        orders.hashes(&mut keys);
        if !all_present {
            for (i, key) in keys.iter_mut().enumerate() {
                if !orders.is_present(i) {
                    *key = by_day(i);
                }
            }
        }
        Ok(Some(OrderKeys::Hashes(keys)))
    }

    fn coded(
        &mut self,
        batch: &RecordBatch,
        column: Column,
        interner: fn(&Codes) -> &super::Interner,
        memory: fn(&mut Memory) -> &mut (DictionaryMemory, CodeMemory),
    ) -> Result<Option<CodeColumn>, IngestError> {
        if !self.reader.source.wants(column) {
            return Ok(None);
        }
        let n = batch.num_rows();
        let Some((array, place)) = self.find(batch, column) else {
            return Ok(Some(CodeColumn::Plain(vec![super::codes::NO_CODE; n])));
        };
        let (dictionary, known) = memory(&mut self.memory);
        let ids = IdColumn::decode(array, dictionary, place)?;
        Ok(Some(interner(self.codes).codes(&ids, n, known)))
    }
}
