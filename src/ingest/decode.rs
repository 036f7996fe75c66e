//! Arrow arrays become plain columns: instants in microseconds, numbers in `f64`, flags as 0 and 1.
//!
//! Where the data already has the wanted type, nothing is copied; texts are read once for each entry of
//! a dictionary. Which type can play which part is for `types`; it is settled once per file, before any
//! row is decoded. A cell that is not understood is null, and noted.

use super::IngestError;
use super::cells::Cells;
use super::meaning::row_status::{Counts, Mark, StatusColumn};
use super::meaning::{
    DateReading, DateText, Flag, MoneyText, flag, fractional_epoch, money, whole_epoch,
};
use crate::table::cast::{floats, text_views, whole_numbers};
use crate::time::MICROS_PER_DAY;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, ArrayRef, Float64Array, Int64Array, PrimitiveArray};
use arrow_schema::{DataType, TimeUnit};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A decoded column: null where a cell is empty or not understood.
#[derive(Debug, Clone)]
pub struct Decoded<A> {
    /// The values.
    pub values: A,
    /// Rows whose cell is not understood, ascending.
    pub bad: Vec<u32>,
}

impl<A> Decoded<A> {
    fn clean(values: A) -> Self {
        Self { values, bad: Vec::new() }
    }

    /// Whether row `i` holds something that is not understood.
    pub fn is_bad(&self, i: usize) -> bool {
        self.bad.binary_search(&(i as u32)).is_ok()
    }
}

/// What a text is read as.
enum Cell<T> {
    Value(T),
    Empty,
    Bad,
}

impl Decoded<Float64Array> {
    /// The same with 0 in empty cells; what is not understood stays null.
    pub fn or_zero(self) -> Self {
        if self.values.null_count() == 0 {
            return self;
        }
        let value = |(i, value): (usize, Option<f64>)| value.or((!self.is_bad(i)).then_some(0.0));
        let values = self.values.iter().enumerate().map(value).collect();
        Self { values, bad: self.bad }
    }

    /// The products of two columns, row by row.
    pub fn times(&self, other: &Self) -> Self {
        let products = self.values.iter().zip(&other.values).map(|(a, b)| Some(a? * b?));
        let bad: BTreeSet<u32> = self.bad.iter().chain(&other.bad).copied().collect();
        Self { values: products.collect(), bad: bad.into_iter().collect() }
    }
}

impl<T> Cell<T> {
    fn of(value: Option<T>) -> Self {
        value.map_or(Cell::Bad, Cell::Value)
    }
}

impl Cells<'_> {
    /// Decodes instants into microseconds since the epoch; what has no zone is wall time of the
    /// business.
    pub fn instants(&self, array: &ArrayRef) -> Result<Decoded<Int64Array>, IngestError> {
        let zone = &self.forms.zone;
        let (micros, is_wall) = match array.data_type() {
            DataType::Timestamp(unit, tz) => (timestamp_micros(array, *unit), tz.is_none()),
            DataType::Date32 => {
                let days = array.as_primitive::<Date32Type>();
                (days.unary::<_, Int64Type>(|day| i64::from(day) * MICROS_PER_DAY), true)
            }
            DataType::Date64 => {
                let millis = array.as_primitive::<Date64Type>();
                (scaled(millis, 1000), true)
            }
            DataType::Null => return Ok(Decoded::clean(Int64Array::new_null(array.len()))),
            data_type if super::types::is_text(data_type) => {
                return self.texts(array, |text| self.date(text));
            }
            _ => return self.counted_instants(array),
        };
        let bad = self.lost(array, &micros);
        let values = if is_wall && !zone.is_utc() {
            micros.unary::<_, Int64Type>(|wall| zone.from_wall(wall))
        } else {
            micros
        };
        Ok(Decoded { values, bad })
    }

    /// Decodes numbers (and flags, as 0 and 1) into floats.
    pub fn numbers(&self, array: &ArrayRef) -> Result<Decoded<Float64Array>, IngestError> {
        if !super::types::is_text(array.data_type()) {
            let numbers = floats(array).map_err(|e| self.place.unreadable(&e))?;
            return Ok(Decoded::clean(numbers));
        }
        let mut currencies = BTreeSet::new();
        let decoded = self.texts(array, |text| self.amount(text, &mut currencies))?;
        if !currencies.is_empty() {
            self.notes.currencies().extend(currencies);
        }
        Ok(decoded)
    }

    /// Decodes flags into 0 and 1, numbers into themselves; text may be a yes, a no or a number.
    pub fn flags(&self, array: &ArrayRef) -> Result<Decoded<Float64Array>, IngestError> {
        if !super::types::is_text(array.data_type()) {
            return self.numbers(array);
        }
        self.texts(array, |text| match flag(text) {
            Flag::Yes => Ok(Cell::Value(1.0)),
            Flag::No => Ok(Cell::Value(0.0)),
            Flag::Empty => Ok(Cell::Empty),
            Flag::NotUnderstood => self.amount(text, &mut BTreeSet::new()),
        })
    }

    /// The same of returns: text may be a mark or a word for a return, too.
    pub fn return_flags(&self, array: &ArrayRef) -> Result<Decoded<Float64Array>, IngestError> {
        if !super::types::is_text(array.data_type()) {
            return self.numbers(array);
        }
        self.texts(array, |text| match StatusColumn::Mark(Mark::ReturnFlag).read(text) {
            Counts::Return => Ok(Cell::Value(1.0)),
            Counts::Sale if flag(text) == Flag::Empty => Ok(Cell::Empty),
            Counts::Sale => Ok(Cell::Value(0.0)),
            Counts::No(_) | Counts::Unknown => self.amount(text, &mut BTreeSet::new()),
        })
    }

    /// A time as text.
    fn date(&self, text: &str) -> Result<Cell<i64>, IngestError> {
        let read = match (self.forms.dates.read(text), &self.forms.dates) {
            (DateText::Ambiguous, DateReading::Usual { unit, .. }) => {
                DateReading::Usual { order: Some(self.day_order()?), unit: *unit }.read(text)
            }
            (read, _) => read,
        };
        Ok(match read {
            DateText::Empty | DateText::ZeroDate => Cell::Empty,
            read => Cell::of(read.micros(&self.forms.zone)),
        })
    }

    /// An amount as text.
    fn amount<'t>(
        &self,
        text: &'t str,
        currencies: &mut BTreeSet<String>,
    ) -> Result<Cell<f64>, IngestError> {
        let read: MoneyText<'t> = match money(text, self.forms.decimal) {
            MoneyText::Ambiguous => money(text, Some(self.decimal_mark()?)),
            read => read,
        };
        Ok(match read {
            MoneyText::Empty => Cell::Empty,
            MoneyText::Amount(amount, currency) => {
                if !currency.is_empty() && !currencies.contains(currency) {
                    currencies.insert(currency.to_owned());
                }
                Cell::Value(amount)
            }
            MoneyText::Ambiguous | MoneyText::NotMoney => Cell::Bad,
        })
    }

    /// Instants that are numbers: counted from 1970, or dates such as 20241201.
    fn counted_instants(&self, array: &ArrayRef) -> Result<Decoded<Int64Array>, IngestError> {
        let DateReading::Usual { unit, .. } = self.forms.dates else {
            // A format is one of texts: `%Y%m%d` reads the number 20241201.
            let texts: ArrayRef =
                Arc::new(text_views(array).map_err(|e| self.place.unreadable(&e))?);
            return self.texts(&texts, |text| self.date(text));
        };
        let zone = &self.forms.zone;
        let micros: Int64Array = match whole_numbers(array) {
            Ok(numbers) => numbers.unary_opt(|number| match whole_epoch(number, unit) {
                DateText::ZeroDate => Some(NO_TIME),
                read => read.micros(zone),
            }),
            Err(_) => {
                let numbers = floats(array).map_err(|e| self.place.unreadable(&e))?;
                numbers.unary_opt(|number| match fractional_epoch(number, unit) {
                    DateText::ZeroDate | DateText::Empty => Some(NO_TIME),
                    read => read.micros(zone),
                })
            }
        };
        let bad = self.lost(array, &micros);
        let is_time = |micros: &i64| *micros != NO_TIME;
        let values = if micros.iter().flatten().all(|micros| is_time(&micros)) {
            micros
        } else {
            micros.iter().map(|micros| micros.filter(is_time)).collect()
        };
        Ok(Decoded { values, bad })
    }

    /// Reads texts by `read`, whose error is a cell that is not understood.
    pub(super) fn read_texts(
        &self,
        array: &ArrayRef,
        read: impl Fn(&str) -> Result<Option<i64>, ()>,
    ) -> Result<Decoded<Int64Array>, IngestError> {
        self.texts(array, |text| {
            Ok(match read(text) {
                Ok(Some(value)) => Cell::Value(value),
                Ok(None) => Cell::Empty,
                Err(()) => Cell::Bad,
            })
        })
    }

    /// Rows that had a value and have none; they are noted.
    pub(super) fn lost(&self, array: &ArrayRef, values: &Int64Array) -> Vec<u32> {
        if values.null_count() == array.logical_null_count() {
            return Vec::new();
        }
        let nulls = array.logical_nulls();
        let had = |row: usize| nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row));
        let lost: Vec<u32> = (0..values.len())
            .filter(|&row| values.is_null(row) && had(row))
            .map(|row| row as u32)
            .collect();
        let texts = text_views(array).ok();
        let mut bad = self.notes.bad();
        for &row in &lost {
            let text = texts.as_ref().filter(|texts| texts.is_valid(row as usize));
            bad.note(self.place.path, text.map_or("a number", |texts| texts.value(row as usize)));
        }
        lost
    }

    /// Reads texts, those of a dictionary once each.
    fn texts<T: ArrowPrimitiveType>(
        &self,
        array: &ArrayRef,
        mut read: impl FnMut(&str) -> Result<Cell<T::Native>, IngestError>,
    ) -> Result<Decoded<PrimitiveArray<T>>, IngestError> {
        if let Some(coded) = array.as_any_dictionary_opt() {
            return self.coded_texts(array, coded, read);
        }
        let texts = text_views(array).map_err(|e| self.place.unreadable(&e))?;
        let mut bad = Vec::new();
        let cell = |(row, text): (usize, Option<&str>)| {
            let Some(text) = text else { return Ok(None) };
            Ok(match read(text)? {
                Cell::Value(value) => Some(value),
                Cell::Empty => None,
                Cell::Bad => {
                    self.notes.bad().note(self.place.path, text);
                    bad.push(row as u32);
                    None
                }
            })
        };
        let values = texts.iter().enumerate().map(cell).collect::<Result<_, IngestError>>()?;
        Ok(Decoded { values, bad })
    }

    /// Each entry of the dictionary is read once.
    fn coded_texts<T: ArrowPrimitiveType>(
        &self,
        array: &ArrayRef,
        coded: &dyn arrow_array::array::AnyDictionaryArray,
        mut read: impl FnMut(&str) -> Result<Cell<T::Native>, IngestError>,
    ) -> Result<Decoded<PrimitiveArray<T>>, IngestError> {
        let texts = text_views(coded.values()).map_err(|e| self.place.unreadable(&e))?;
        let mut bad_entries = BTreeSet::new();
        let cell = |(entry, text): (usize, Option<&str>)| {
            let Some(text) = text else { return Ok(None) };
            Ok(match read(text)? {
                Cell::Value(value) => Some(value),
                Cell::Empty => None,
                Cell::Bad => {
                    bad_entries.insert(entry);
                    None
                }
            })
        };
        let entries: PrimitiveArray<T> =
            texts.iter().enumerate().map(cell).collect::<Result<_, IngestError>>()?;
        let values = arrow_select::take::take(&entries, coded.keys(), None)
            .map_err(|e| self.place.unreadable(&e))?;
        let mut bad = Vec::new();
        if !bad_entries.is_empty() {
            let mut noted = self.notes.bad();
            for (row, entry) in coded.normalized_keys().into_iter().enumerate() {
                if array.is_valid(row) && bad_entries.contains(&entry) {
                    noted.note(self.place.path, texts.value(entry));
                    bad.push(row as u32);
                }
            }
        }
        Ok(Decoded { values: values.as_primitive::<T>().clone(), bad })
    }
}

/// Stands for "no time" while a column of numbers is read: no instant of the calendar.
const NO_TIME: i64 = i64::MIN;

/// Microseconds; null where there are too many.
fn timestamp_micros(array: &ArrayRef, unit: TimeUnit) -> Int64Array {
    match unit {
        TimeUnit::Second => scaled(array.as_primitive::<TimestampSecondType>(), 1_000_000),
        TimeUnit::Millisecond => scaled(array.as_primitive::<TimestampMillisecondType>(), 1000),
        TimeUnit::Microsecond => {
            array.as_primitive::<TimestampMicrosecondType>().reinterpret_cast::<Int64Type>()
        }
        TimeUnit::Nanosecond => {
            array.as_primitive::<TimestampNanosecondType>().unary(|ns| ns.div_euclid(1000))
        }
    }
}

/// The values times a factor; null where there are too many.
fn scaled<T: ArrowPrimitiveType<Native = i64>>(
    array: &PrimitiveArray<T>,
    factor: i64,
) -> Int64Array {
    // Hardly ever is one too large: then all are looked at once more.
    let all = array.try_unary::<_, Int64Type, _>(|value| value.checked_mul(factor).ok_or(()));
    all.unwrap_or_else(|()| array.unary_opt(|value| value.checked_mul(factor)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::meaning::EpochUnit;
    use crate::ingest::place::Place;
    use crate::ingest::{Forms, Source, TransactionColumn};
    use crate::time::Zone;
    use arrow_array::{
        BooleanArray, Date32Array, DictionaryArray, StringArray, TimestampMillisecondArray,
        TimestampNanosecondArray, TimestampSecondArray,
    };
    use std::path::Path;

    const INSTANT: i64 = 1_706_693_400_000_000; // 2024-01-31T09:30:00Z

    fn with_cells<T>(forms: &Forms, read: impl FnOnce(Cells<'_>) -> T) -> (T, Source) {
        let source = Source::without_files(forms.clone());
        let place = Place { path: Path::new("f.parquet"), column: "when" };
        let result = read(Cells::new(&source, 0, place));
        (result, source)
    }

    fn instants(array: impl Array + 'static, forms: &Forms) -> Decoded<Int64Array> {
        let array: ArrayRef = Arc::new(array);
        with_cells(forms, |cells| cells.instants(&array).unwrap()).0
    }

    fn numbers(array: impl Array + 'static) -> Decoded<Float64Array> {
        let array: ArrayRef = Arc::new(array);
        with_cells(&utc(), |cells| cells.numbers(&array).unwrap()).0
    }

    fn utc() -> Forms {
        Forms::usual(&Zone::utc())
    }

    #[test]
    fn every_way_to_write_an_instant_means_the_same() {
        let first = |decoded: Decoded<Int64Array>| decoded.values.value(0);
        for text in [
            "2024-01-31T09:30:00Z",
            "2024-01-31 09:30:00",
            "2024-01-31T10:30:00+01:00",
            "2024-01-31 04:30:00 -0500",
            "31/01/2024 9:30",
            "1706693400",
        ] {
            assert_eq!(first(instants(StringArray::from(vec![text]), &utc())), INSTANT, "{text}");
        }
        let millis = TimestampMillisecondArray::from(vec![INSTANT / 1000]);
        assert_eq!(first(instants(millis, &utc())), INSTANT);
        let nanos = TimestampNanosecondArray::from(vec![INSTANT * 1000 + 999]);
        assert_eq!(first(instants(nanos, &utc())), INSTANT);
        let date = Date32Array::from(vec![19_753]);
        assert_eq!(first(instants(date, &utc())), 1_706_659_200_000_000);
        for number in [INSTANT, INSTANT / 1000, INSTANT / 1_000_000] {
            assert_eq!(first(instants(Int64Array::from(vec![number]), &utc())), INSTANT);
            assert_eq!(first(instants(Float64Array::from(vec![number as f64]), &utc())), INSTANT);
        }
        let days = Int64Array::from(vec![20_240_131]);
        assert_eq!(first(instants(days, &utc())), 1_706_659_200_000_000);
    }

    #[test]
    fn a_time_without_zone_is_wall_time() {
        let berlin = Forms::usual(&Zone::named("Europe/Berlin").unwrap());
        let text = StringArray::from(vec!["2024-01-31 10:30:00"]);
        assert_eq!(instants(text, &berlin).values.value(0), INSTANT);
        let numbers = Int64Array::from(vec![INSTANT, 202_401_311_030]);
        assert_eq!(instants(numbers, &berlin).values.values(), &[INSTANT, INSTANT]);
    }

    #[test]
    fn a_setting_says_what_cannot_be_seen() {
        let mut forms = utc();
        forms.dates = DateReading::of_settings(Some("month_first"), None).unwrap();
        let text = StringArray::from(vec!["1/2/2024"]);
        assert_eq!(instants(text, &forms).values.value(0), 1_704_153_600_000_000);
        forms.dates = DateReading::of_settings(Some("%Y%m%d"), None).unwrap();
        let number = Int64Array::from(vec![20_240_102]);
        assert_eq!(instants(number, &forms).values.value(0), 1_704_153_600_000_000);
        forms.dates = DateReading::of_settings(None, Some(EpochUnit::Millis)).unwrap();
        assert_eq!(instants(Int64Array::from(vec![7]), &forms).values.value(0), 7000);
    }

    #[test]
    fn what_is_not_understood_is_null_and_noted() {
        let texts = vec![Some("soon"), None, Some(""), Some("0000-00-00"), Some("2024-01-31")];
        let plain: ArrayRef = Arc::new(StringArray::from(texts.clone()));
        let coded: ArrayRef =
            Arc::new(texts.into_iter().collect::<DictionaryArray<arrow_array::types::Int32Type>>());
        for array in [plain, coded] {
            let read = |cells: Cells<'_>| cells.instants(&array).unwrap();
            let (decoded, source) = with_cells(&utc(), read);
            assert_eq!(decoded.bad, [0]);
            assert_eq!(decoded.values.null_count(), 4);
            let bad = source.notes[0].bad().report(TransactionColumn::Timestamp, "when").unwrap();
            assert_eq!((bad.count, bad.example.as_str()), (1, "soon"));
        }
        let seconds = TimestampSecondArray::from(vec![Some(i64::MAX), None, Some(0)]);
        assert_eq!(instants(seconds, &utc()).bad, [0]);
        let numbers = instants(Int64Array::from(vec![Some(0), Some(12), None]), &utc());
        assert_eq!((numbers.bad, numbers.values.null_count()), (vec![1], 3));
    }

    #[test]
    fn amounts_and_flags_may_be_text() {
        let amounts = numbers(StringArray::from(vec![
            Some("$1,019.90"),
            Some("(5.00)"),
            Some("n/a"),
            None,
            Some("free"),
        ]));
        let values: Vec<Option<f64>> = amounts.values.iter().collect();
        assert_eq!(values, [Some(1019.9), Some(-5.0), None, None, None]);
        assert_eq!(amounts.bad, [4]);
        let flags: ArrayRef = Arc::new(StringArray::from(vec!["Yes", "no", "", "2", "perhaps"]));
        let flags = with_cells(&utc(), |cells| cells.flags(&flags).unwrap()).0;
        let values: Vec<Option<f64>> = flags.values.iter().collect();
        assert_eq!(values, [Some(1.0), Some(0.0), None, Some(2.0), None]);
        assert_eq!(flags.bad, [4]);
        let flags = numbers(BooleanArray::from(vec![true, false]));
        assert_eq!(flags.values.values(), &[1.0, 0.0]);
    }
}
