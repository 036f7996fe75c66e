//! A batch's columns become records, each partition's side by side.
//!
//! Fields are packed column by column into word columns, one per word of a record; then every record is
//! written to its partition's place in one go. That is what a scatter costs: one place written per
//! row, not one per row and column.

use super::layout::{Field, Fields, Layout, with_words};
use super::packing::{ByteCode, Hundredths, Packing, Seconds, ShortCode};
use crate::ingest::{CodeColumn, EventBatch, IdColumn, OrderKeys, TransactionBatch, mix};
use std::sync::atomic::{AtomicU16, Ordering};

/// Records of the batch last packed; the memory is kept from batch to batch.
#[derive(Debug, Default)]
pub(crate) struct Packer {
    columns: Vec<Vec<u64>>,
    words: Vec<u64>,
}

/// The fields that have met a value without compact encoding; from then on they are kept in full encoding.
#[derive(Debug, Default)]
pub(crate) struct FullFields(AtomicU16);

/// Word columns being filled.
struct WordColumns<'a> {
    layout: Layout,
    words: &'a mut [Vec<u64>],
    /// One bit per column that a field has been written to.
    begun: u32,
    /// Fields that met a value without compact encoding, though the layout has room for that alone.
    odd: Fields,
}

impl WordColumns<'_> {
    fn put<P: Packing>(&mut self, field: Field, values: impl Iterator<Item = P::Value>) {
        let compact = |value| {
            let form = P::compact(value);
            (form, P::to_bits(P::widen(form)) == P::to_bits(value))
        };
        self.put_as(field, values, compact, P::to_bits);
    }

    /// Numbers whose hashes are wanted; they are their own compact encoding.
    fn put_numbers(&mut self, field: Field, numbers: &[i64]) {
        let compact = |number| (number as u32, u32::try_from(number).is_ok());
        self.put_as(field, numbers.iter().copied(), compact, |number| mix(number as u64));
    }

    /// Puts each value's compact encoding, of which `compact` also tells whether it is one, or the `full` one.
    #[inline]
    fn put_as<T: Copy>(
        &mut self,
        field: Field,
        values: impl Iterator<Item = T>,
        compact: impl Fn(T) -> (u32, bool),
        full: impl Fn(T) -> u64,
    ) {
        let Some(slot) = self.layout.slot(field) else { return };
        let mut all_fit = true;
        let bits = |value| {
            if slot.is_whole() {
                return full(value) << slot.shift();
            }
            let (form, fits) = compact(value);
            all_fit &= fits;
            u64::from(form) << slot.shift()
        };
        let column = &mut self.words[slot.word()];
        if self.begun >> slot.word() & 1 == 0 {
            self.begun |= 1 << slot.word();
            column.clear();
            column.extend(values.map(bits));
        } else {
            column.iter_mut().zip(values.map(bits)).for_each(|(word, bits)| *word |= bits);
        }
        self.odd = self.odd.with(field, !all_fit);
    }

    fn put_codes<P: Packing<Value = u32>>(&mut self, field: Field, column: Option<&CodeColumn>) {
        match column {
            Some(CodeColumn::Plain(codes)) => self.put::<P>(field, codes.iter().copied()),
            Some(CodeColumn::Keyed { codes, keys }) => {
                self.put::<P>(field, keys.iter().map(|&key| codes[key as usize]));
            }
            None => {}
        }
    }

    fn put_customers(&mut self, customers: &IdColumn) {
        if let Some(numbers) = customers.numbers() {
            self.put_numbers(Field::Customer, numbers);
        }
    }

    fn put_money(&mut self, field: Field, column: Option<&arrow_buffer::ScalarBuffer<f64>>) {
        self.put::<Hundredths>(field, column.into_iter().flat_map(|c| c.iter().copied()));
    }

    fn put_transactions(&mut self, batch: &TransactionBatch) {
        self.put_customers(&batch.customer);
        self.put::<Seconds>(Field::Time, batch.time_micros.values().iter().copied());
        self.put_money(Field::Amount, Some(&batch.amount));
        match &batch.order {
            Some(OrderKeys::Numbers(numbers)) => self.put_numbers(Field::Order, numbers),
            Some(OrderKeys::Hashes(hashes)) => {
                self.put::<super::packing::SmallNumber>(Field::Order, hashes.iter().copied());
            }
            None => {}
        }
        self.put_money(Field::Quantity, batch.quantity.as_ref());
        self.put_money(Field::Discount, batch.discount.as_ref());
        self.put_codes::<ShortCode>(Field::Product, batch.product.as_ref());
        self.put_codes::<ByteCode>(Field::Category, batch.category.as_ref());
        self.put_codes::<ByteCode>(Field::Channel, batch.channel.as_ref());
    }

    fn put_events(&mut self, batch: &EventBatch) {
        self.put_customers(&batch.customer);
        self.put::<Seconds>(Field::Time, batch.time_micros.values().iter().copied());
        self.put::<Hundredths>(Field::Amount, batch.value.iter().copied());
        self.put::<ByteCode>(Field::Kind, batch.kind.iter().map(|&kind| u32::from(kind)));
    }
}

impl Packer {
    /// Packs the rows of a batch of transactions; returns their layout.
    pub(crate) fn pack_transactions(
        &mut self,
        batch: &TransactionBatch,
        full: &FullFields,
    ) -> Layout {
        let present = Fields::default()
            .with(Field::Customer, batch.customer.numbers().is_some())
            .with(Field::Time, true)
            .with(Field::Amount, true)
            .with(Field::Order, batch.order.is_some())
            .with(Field::Quantity, batch.quantity.is_some())
            .with(Field::Discount, batch.discount.is_some())
            .with(Field::Product, batch.product.is_some())
            .with(Field::Category, batch.category.is_some())
            .with(Field::Channel, batch.channel.is_some());
        self.pack(present, full, |columns| columns.put_transactions(batch))
    }

    /// Packs the rows of a batch of events; returns their layout.
    pub(crate) fn pack_events(&mut self, batch: &EventBatch, full: &FullFields) -> Layout {
        let present = Fields::default()
            .with(Field::Customer, batch.customer.numbers().is_some())
            .with(Field::Time, true)
            .with(Field::Amount, true)
            .with(Field::Kind, true);
        self.pack(present, full, |columns| columns.put_events(batch))
    }

    fn pack(
        &mut self,
        present: Fields,
        full: &FullFields,
        fill: impl Fn(&mut WordColumns<'_>),
    ) -> Layout {
        loop {
            let layout = Layout::new(present, Fields(full.0.load(Ordering::Relaxed)));
            self.columns.resize(layout.n_words().max(self.columns.len()), Vec::new());
            let (words, odd) = (&mut self.columns[..], Fields::default());
            let mut columns = WordColumns { layout, words, begun: 0, odd };
            fill(&mut columns);
            let odd = columns.odd;
            if odd == Fields::default() {
                return layout;
            }
            full.0.fetch_or(odd.0, Ordering::Relaxed);
        }
    }

    /// Writes the records of `rows` to their `places`; returns their words.
    pub(crate) fn place(&mut self, layout: &Layout, rows: &[u32], places: &[u32]) -> &[u64] {
        self.words.resize(rows.len() * layout.n_words(), 0);
        let (columns, words) = (&self.columns[..], &mut self.words[..]);
        with_words!(layout.n_words(), W => place::<W>(columns, rows, places, words));
        &self.words
    }
}

fn place<const W: usize>(columns: &[Vec<u64>], rows: &[u32], places: &[u32], words: &mut [u64]) {
    let columns: [&[u64]; W] = std::array::from_fn(|w| &columns[w][..]);
    let (records, _) = words.as_chunks_mut::<W>();
    for (&row, &place) in rows.iter().zip(places) {
        records[place as usize] = columns.map(|column| column[row as usize]);
    }
}
