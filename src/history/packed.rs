//! Columns that are narrow until a value comes that has no narrow form.
//!
//! [`Batch`] holds one batch's share of a column, rows grouped by partition; [`Column`] is one
//! partition's column, which batches are appended to. What the narrow forms are is for `packing`.

use super::blocks::Blocks;
use super::packing::{Narrow, Packing, SmallNumber, Wide};
use crate::ingest::mix;
use arrow::array::{ArrayRef, AsArray, PrimitiveArray};
use std::ops::Range;
use std::sync::Arc;

/// Values of one batch in the order of their partitions; the memory is kept from batch to batch.
#[derive(Debug)]
pub struct Batch<P: Packing> {
    narrow: Vec<Narrow<P>>,
    wide: Vec<Wide<P>>,
}

impl<P: Packing> Default for Batch<P> {
    fn default() -> Self {
        Self { narrow: Vec::new(), wide: Vec::new() }
    }
}

/// So many values tell whether it is worth trying the rest.
const PROBE: usize = 16;

impl<P: Packing> Batch<P> {
    /// Replaces the content by `value(row)` for every row.
    pub fn gather(&mut self, rows: &[u32], value: impl Fn(usize) -> Wide<P>) {
        let narrow = |row: usize| {
            let value = value(row);
            let candidate = P::narrow(value);
            (candidate, P::same(P::widen(candidate), value))
        };
        self.gather_narrow(rows, narrow, &value);
    }

    /// Replaces the content by the wide values, or by their narrow forms where all rows have one;
    /// `narrow` gives a candidate for it and whether it is one.
    fn gather_narrow(
        &mut self,
        rows: &[u32],
        narrow: impl Fn(usize) -> (Narrow<P>, bool),
        wide: impl Fn(usize) -> Wide<P>,
    ) {
        self.clear();
        let (probe, rest) = rows.split_at(rows.len().min(PROBE));
        let mut all_narrow = true;
        for rows in [probe, rest] {
            if all_narrow {
                self.narrow.extend(rows.iter().map(|&row| {
                    let (candidate, fits) = narrow(row as usize);
                    all_narrow &= fits;
                    candidate
                }));
            }
        }
        if !all_narrow {
            self.narrow.clear();
            self.wide.extend(rows.iter().map(|&row| wide(row as usize)));
        }
    }

    /// Empties it, for a column that is not kept.
    pub fn clear(&mut self) {
        self.narrow.clear();
        self.wide.clear();
    }
}

impl Batch<SmallNumber> {
    /// Replaces the content by the hashes of `numbers[row]` for every row.
    pub fn gather_numbers(&mut self, numbers: &[i64], rows: &[u32]) {
        let narrow = |row: usize| (numbers[row] as u32, u32::try_from(numbers[row]).is_ok());
        self.gather_narrow(rows, narrow, |row| mix(numbers[row] as u64));
    }
}

/// A growing column: all of its values are narrow, or all are wide.
#[derive(Debug)]
pub struct Column<P: Packing> {
    narrow: Blocks<Narrow<P>>,
    wide: Blocks<Wide<P>>,
}

impl<P: Packing> Default for Column<P> {
    fn default() -> Self {
        Self { narrow: Blocks::default(), wide: Blocks::default() }
    }
}

impl<P: Packing> Column<P> {
    /// Number of values.
    pub fn len(&self) -> usize {
        self.narrow.len() + self.wide.len()
    }

    /// Whether there is no value: the column is not kept, or there is no row.
    pub fn is_empty(&self) -> bool {
        self.narrow.is_empty() && self.wide.is_empty()
    }

    /// Value `i`.
    #[inline]
    pub fn get(&self, i: usize) -> Wide<P> {
        if self.wide.is_empty() { P::widen(self.narrow.get(i)) } else { self.wide.get(i) }
    }

    /// Shows every value to `see`, in order.
    #[inline]
    pub fn for_each(&self, mut see: impl FnMut(Wide<P>)) {
        self.narrow.iter().for_each(|narrow| see(P::widen(narrow)));
        self.wide.iter().for_each(see);
    }

    /// Shows every value to `see`, in order, each with its companion.
    #[inline]
    pub fn zip_each(&self, companions: &[u32], mut see: impl FnMut(Wide<P>, u32)) {
        let mut rest = companions;
        for block in self.narrow.blocks() {
            let (here, later) = rest.split_at(block.len().min(rest.len()));
            block.iter().zip(here).for_each(|(&narrow, &with)| see(P::widen(narrow), with));
            rest = later;
        }
        for block in self.wide.blocks() {
            let (here, later) = rest.split_at(block.len().min(rest.len()));
            block.iter().zip(here).for_each(|(&wide, &with)| see(wide, with));
            rest = later;
        }
    }

    /// Appends a range of a batch; nothing where the batch does not hold the column.
    pub fn extend(&mut self, batch: &Batch<P>, range: Range<usize>) {
        if !batch.wide.is_empty() {
            self.widened().extend_from_slice(&batch.wide[range]);
        } else if !batch.narrow.is_empty() {
            self.extend_narrow(&batch.narrow[range]);
        }
    }

    /// Appends another column.
    pub fn append(&mut self, more: &Column<P>) {
        more.narrow.blocks().for_each(|block| self.extend_narrow(block));
        more.wide.blocks().for_each(|block| self.widened().extend_from_slice(block));
    }

    fn extend_narrow(&mut self, values: &[Narrow<P>]) {
        if self.wide.is_empty() {
            self.narrow.extend_from_slice(values);
        } else {
            for &value in values {
                self.wide.push(P::widen(value));
            }
        }
    }

    /// The wide values, to which one is about to be added.
    fn widened(&mut self) -> &mut Blocks<Wide<P>> {
        std::mem::take(&mut self.narrow).iter().for_each(|value| self.wide.push(P::widen(value)));
        &mut self.wide
    }

    /// Bytes of the values.
    pub fn bytes(&self) -> usize {
        self.narrow.len() * size_of::<Narrow<P>>() + self.wide.len() * size_of::<Wide<P>>()
    }

    /// The column as it is spilled; its type says whether it is narrow.
    pub fn to_array(&self) -> ArrayRef {
        if self.wide.is_empty() {
            let values = self.narrow.iter();
            return Arc::new(PrimitiveArray::<P::NarrowType>::from_iter_values(values));
        }
        Arc::new(PrimitiveArray::<P::WideType>::from_iter_values(self.wide.iter()))
    }

    /// What [`Column::to_array`] made an array of.
    pub fn from_array(array: &ArrayRef) -> Self {
        let mut column = Self::default();
        if let Some(narrow) = array.as_primitive_opt::<P::NarrowType>() {
            column.narrow.extend_from_slice(narrow.values());
        }
        if let Some(wide) = array.as_primitive_opt::<P::WideType>() {
            column.wide.extend_from_slice(wide.values());
        }
        column
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::packing::Hundredths;

    fn batch(values: &[f64]) -> Batch<Hundredths> {
        let rows: Vec<u32> = (0..values.len() as u32).collect();
        let mut batch = Batch::default();
        batch.gather(&rows, |row| values[row]);
        batch
    }

    fn values(column: &Column<Hundredths>) -> Vec<f64> {
        let mut values = Vec::new();
        column.for_each(|value| values.push(value));
        values
    }

    #[test]
    fn a_column_turns_wide_with_its_first_odd_value_and_keeps_every_bit() {
        let cents: Vec<f64> = (0..40).map(|i| f64::from(i) / 100.0).collect();
        let mut odd = cents.clone();
        odd[30] = 0.123_456;
        let mut column = Column::default();
        column.extend(&batch(&cents), 10..40);
        assert_eq!(column.bytes(), 30 * 4);
        column.extend(&batch(&odd), 0..40);
        assert_eq!(column.bytes(), 70 * 8);
        column.extend(&batch(&cents), 0..5);
        let expected: Vec<f64> = [&cents[10..], &odd, &cents[..5]].concat();
        assert_eq!(values(&column), expected);
        assert_eq!(column.get(69), odd[39]);
        let (numbers, mut met) = ((0..75).collect::<Vec<u32>>(), Vec::new());
        column.zip_each(&numbers, |value, at| met.push((value, at)));
        assert_eq!(met, expected.iter().copied().zip(0..75).collect::<Vec<_>>());
        assert_eq!(values(&Column::from_array(&column.to_array())), expected);
    }

    #[test]
    fn a_number_and_its_hash_are_gathered_alike() {
        for numbers in [vec![3, 1, 4], vec![3, -1, 4], vec![3, 1 << 32, 4]] {
            let hashes: Vec<u64> = numbers.iter().map(|&n: &i64| mix(n as u64)).collect();
            let (mut a, mut b) = (Batch::<SmallNumber>::default(), Batch::<SmallNumber>::default());
            a.gather_numbers(&numbers, &[2, 0, 1]);
            b.gather(&[2, 0, 1], |row| hashes[row]);
            assert_eq!((a.narrow, a.wide), (b.narrow, b.wide), "{numbers:?}");
        }
    }

    #[test]
    fn narrow_and_wide_columns_are_appended_either_way() {
        let (cents, odd) = (batch(&[1.25, 2.5]), batch(&[1.0 / 3.0]));
        for (first, second) in [(&cents, &odd), (&odd, &cents), (&cents, &cents)] {
            let (mut a, mut b) = (Column::default(), Column::default());
            a.extend(first, 0..1);
            b.extend(second, 0..1);
            let expected = [values(&a), values(&b)].concat();
            a.append(&b);
            assert_eq!(values(&a), expected);
        }
    }
}
