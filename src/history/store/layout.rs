//! Where the fields of a row stand in its record: each in compact or full encoding, packed into 64-bit words.
//!
//! A row of a shop that records money in cents takes three words. As long as no value without a
//! compact encoding has come, a field stays compact; from then on new records hold it whole. Records of
//! different layouts thus meet in a partition; `convert` brings one into the shape of the other.

use super::packing::{ByteCode, Hundredths, Packing, Seconds, ShortCode, SmallNumber};

/// What a record may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// Hash of the customer, where customers are numbers.
    Customer,
    Time,
    /// Of a transaction; the value of an event.
    Amount,
    Order,
    Quantity,
    Discount,
    Product,
    Category,
    Channel,
    /// Of an event.
    Kind,
}

const FIELDS: [Field; 10] = [
    Field::Customer,
    Field::Time,
    Field::Amount,
    Field::Order,
    Field::Quantity,
    Field::Discount,
    Field::Product,
    Field::Category,
    Field::Channel,
    Field::Kind,
];

impl Field {
    /// Bits of its compact encoding and of its value.
    fn bits(self) -> (u32, u32) {
        match self {
            Field::Product => (16, 32),
            Field::Category | Field::Channel | Field::Kind => (8, 32),
            _ => (32, 64),
        }
    }

    /// The whole value of which `compact` is the compact encoding.
    fn widen(self, compact: u32) -> u64 {
        match self {
            Field::Customer | Field::Order => SmallNumber::to_bits(SmallNumber::widen(compact)),
            Field::Time => Seconds::to_bits(Seconds::widen(compact)),
            Field::Amount | Field::Quantity | Field::Discount => {
                Hundredths::to_bits(Hundredths::widen(compact))
            }
            Field::Product => ShortCode::to_bits(ShortCode::widen(compact)),
            Field::Category | Field::Channel | Field::Kind => {
                ByteCode::to_bits(ByteCode::widen(compact))
            }
        }
    }
}

/// A set of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Fields(pub u16);

impl Fields {
    /// The set with a field more, if `there`.
    #[must_use]
    pub(crate) fn with(self, field: Field, there: bool) -> Self {
        Self(self.0 | u16::from(there) << field as u16)
    }

    fn has(self, field: Field) -> bool {
        self.0 >> field as u16 & 1 == 1
    }
}

/// Where a field stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Slot {
    word: u32,
    shift: u32,
    /// Of the field's bits; 0 where the field is absent.
    mask: u64,
    is_whole: bool,
}

impl Slot {
    /// Index of the word.
    pub(crate) fn word(self) -> usize {
        self.word as usize
    }

    /// Bits below it in the word.
    pub(crate) fn shift(self) -> u32 {
        self.shift
    }

    /// Whether whole values stand here, not compact encodings.
    pub(crate) fn is_whole(self) -> bool {
        self.is_whole
    }

    /// What stands here in a record: a compact encoding or whole bits.
    #[inline]
    pub(crate) fn get(self, record: &[u64]) -> u64 {
        record[self.word as usize] >> self.shift & self.mask
    }

    /// The value that stands here in a record.
    #[inline]
    pub(crate) fn value<P: Packing>(self, record: &[u64]) -> P::Value {
        let bits = self.get(record);
        if self.is_whole { P::from_bits(bits) } else { P::widen(bits as u32) }
    }
}

/// The shape of some records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout {
    slots: [Slot; FIELDS.len()],
    n_words: usize,
    present: Fields,
    whole: Fields,
}

/// A record never takes more words.
pub(crate) const MAX_WORDS: usize = 8;

/// Evaluates `$call` with the constant `$words` equal to a layout's number of words, so that the length of
/// a record is known when the code is compiled; nothing where a layout has no fields.
macro_rules! with_words {
    ($n_words:expr, $words:ident => $call:expr) => {
        with_words!(@arms $n_words, $words => $call, 1 2 3 4 5 6 7 8)
    };
    (@arms $n_words:expr, $words:ident => $call:expr, $($n:literal)*) => {
        match $n_words {
            $($n => {
                const $words: usize = $n;
                $call
            })*
            n_words => debug_assert_eq!(n_words, 0, "records of more than MAX_WORDS words"),
        }
    };
}
pub(in crate::history) use with_words;

impl Layout {
    /// Records that hold `present`, of these `whole` in full.
    pub(crate) fn new(present: Fields, whole: Fields) -> Self {
        let bits_of = |field: Field| {
            let (compact, wide) = field.bits();
            if whole.has(field) { wide } else { compact }
        };
        let mut slots = [Slot::default(); FIELDS.len()];
        let mut used: Vec<u32> = Vec::new();
        // Large ones first: what comes later fills the gaps.
        for width in [64, 32, 16, 8] {
            for field in FIELDS.into_iter().filter(|f| present.has(*f) && bits_of(*f) == width) {
                let word = used.iter().position(|bits| bits + width <= 64).unwrap_or_else(|| {
                    used.push(0);
                    used.len() - 1
                });
                slots[field as usize] = Slot {
                    word: word as u32,
                    shift: used[word],
                    mask: u64::MAX >> (64 - width),
                    is_whole: whole.has(field),
                };
                used[word] += width;
            }
        }
        debug_assert!(used.len() <= MAX_WORDS, "a test holds this of all fields");
        Self { slots, n_words: used.len(), present, whole }
    }

    /// Words of a record, at most [`MAX_WORDS`].
    pub(crate) fn n_words(&self) -> usize {
        self.n_words
    }

    /// Where a field stands; `None` where records do not hold it.
    pub(crate) fn slot(&self, field: Field) -> Option<Slot> {
        self.present.has(field).then(|| self.slots[field as usize])
    }

    /// What records hold, and what of that whole.
    pub(crate) fn fields(&self) -> (Fields, Fields) {
        (self.present, self.whole)
    }

    /// A layout that has room for records of both.
    #[must_use]
    pub(crate) fn union(&self, other: &Self) -> Self {
        Self::new(Fields(self.present.0 | other.present.0), Fields(self.whole.0 | other.whole.0))
    }

    /// Writes a record of layout `from` in this layout, which has room for it.
    pub(crate) fn convert(&self, from: &Self, record: &[u64], into: &mut [u64]) {
        into.fill(0);
        for field in FIELDS {
            if let (Some(to), Some(source)) = (self.slot(field), from.slot(field)) {
                let bits = source.get(record);
                let widens = to.is_whole && !source.is_whole;
                let bits = if widens { field.widen(bits as u32) } else { bits };
                into[to.word()] |= bits << to.shift;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::NO_CODE;

    fn all() -> Fields {
        Fields((1 << FIELDS.len()) - 1).with(Field::Kind, true)
    }

    #[test]
    fn a_row_in_cents_and_seconds_takes_three_words_and_no_row_more_than_eight() {
        let sold = [
            Field::Customer,
            Field::Time,
            Field::Amount,
            Field::Order,
            Field::Discount,
            Field::Product,
            Field::Category,
            Field::Channel,
        ];
        let present = sold.into_iter().fold(Fields::default(), |set, field| set.with(field, true));
        assert_eq!(Layout::new(present, Fields::default()).n_words(), 3);
        assert_eq!(Layout::new(all(), all()).n_words(), MAX_WORDS);
    }

    #[test]
    fn fields_do_not_overlap_whatever_is_present_and_whole() {
        for whole in 0..1 << FIELDS.len() {
            for present in [all(), Fields(0b11_1010_1111), Fields(0b1111)] {
                let layout = Layout::new(present, Fields(whole));
                let mut taken = vec![0u64; layout.n_words()];
                for slot in FIELDS.into_iter().filter_map(|field| layout.slot(field)) {
                    assert_eq!(taken[slot.word()] & slot.mask << slot.shift, 0);
                    taken[slot.word()] |= slot.mask << slot.shift;
                }
            }
        }
    }

    #[test]
    fn a_converted_record_says_the_same() {
        let compact = Layout::new(all(), Fields::default());
        let mut record = vec![0; compact.n_words()];
        let mut put = |field: Field, form: u32| {
            let slot = compact.slot(field).unwrap();
            record[slot.word()] |= u64::from(form) << slot.shift();
        };
        put(Field::Customer, 77);
        put(Field::Time, Seconds::compact(1_700_000_000_000_000));
        put(Field::Amount, Hundredths::compact(-0.0));
        put(Field::Discount, Hundredths::compact(12.34));
        put(Field::Product, ShortCode::compact(NO_CODE));
        put(Field::Channel, ByteCode::compact(3));
        let whole = compact.union(&Layout::new(all(), all()));
        let mut converted = vec![u64::MAX; whole.n_words()];
        whole.convert(&compact, &record, &mut converted);
        for (layout, record) in [(&compact, &record), (&whole, &converted)] {
            let slot = |field| layout.slot(field).unwrap();
            assert_eq!(slot(Field::Customer).value::<SmallNumber>(record), crate::ingest::mix(77));
            assert_eq!(slot(Field::Time).value::<Seconds>(record), 1_700_000_000_000_000);
            let amount = slot(Field::Amount).value::<Hundredths>(record);
            assert_eq!(amount.to_bits(), (-0.0f64).to_bits());
            assert_eq!(slot(Field::Discount).value::<Hundredths>(record), 12.34);
            assert_eq!(slot(Field::Product).value::<ShortCode>(record), NO_CODE);
            assert_eq!(slot(Field::Channel).value::<ByteCode>(record), 3);
        }
    }
}
