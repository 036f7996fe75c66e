//! Ways to keep a value in half the room or less, where that loses nothing.
//!
//! A [`Packing`] is a compact encoding and the value it stands for. Shops record times in whole seconds,
//! money in hundredths and orders by small numbers; a value that is none of these has no compact
//! form and is kept whole (see `layout`). Every value comes back to the bit.

use crate::ingest::{NO_CODE, mix, unmix};

/// A compact encoding of values.
pub(crate) trait Packing {
    /// The value.
    type Value: Copy + Default;

    /// The only candidate for the value's compact encoding, below 2^(compact bits); [`Packing::widen`]
    /// tells whether it is one.
    fn compact(value: Self::Value) -> u32;

    /// The value that a compact encoding stands for.
    fn widen(compact: u32) -> Self::Value;

    /// The value whole.
    fn to_bits(value: Self::Value) -> u64;

    /// The value of which [`Packing::to_bits`] made `bits`.
    fn from_bits(bits: u64) -> Self::Value;
}

/// Instants in microseconds, as whole seconds from 1970 to 2106 (32 bits).
#[derive(Debug)]
pub(crate) struct Seconds;

/// Numbers, as whole hundredths up to 21 million; -0.0 and NaN have forms of their own (32 bits).
#[derive(Debug)]
pub(crate) struct Hundredths;

/// Hashes of numbers, as the number where it is below 2^32 (32 bits).
#[derive(Debug)]
pub(crate) struct SmallNumber;

/// Codes below 255 (8 bits).
#[derive(Debug)]
pub(crate) struct ByteCode;

/// Codes below 65,535 (16 bits).
#[derive(Debug)]
pub(crate) struct ShortCode;

const MICROS_PER_SECOND: i64 = 1_000_000;

impl Packing for Seconds {
    type Value = i64;

    #[inline]
    fn compact(value: i64) -> u32 {
        (value / MICROS_PER_SECOND) as u32
    }

    #[inline]
    fn widen(compact: u32) -> i64 {
        i64::from(compact) * MICROS_PER_SECOND
    }

    #[inline]
    fn to_bits(value: i64) -> u64 {
        value as u64
    }

    #[inline]
    fn from_bits(bits: u64) -> i64 {
        bits as i64
    }
}

/// 1.5 · 2^52: adding it leaves a number's nearest whole in the low bits of the mantissa.
const TO_WHOLE: f64 = 6_755_399_441_055_744.0;
const NAN_FORM: i32 = i32::MIN;
const NEGATIVE_ZERO_FORM: i32 = i32::MIN + 1;

impl Hundredths {
    /// A compact encoding's rank among all: ascending in the number, -0 before 0; no number comes first.
    #[inline]
    pub(crate) fn rank(compact: u32) -> u32 {
        const SIGN: i32 = i32::MIN;
        let form = compact as i32;
        // The form of -0 takes the place below 0, those below move down by one.
        let number = if form < 0 { form.wrapping_sub(1) } else { form };
        let zero = if form == NEGATIVE_ZERO_FORM { -1 } else { number };
        (if form == NAN_FORM { SIGN } else { zero } ^ SIGN) as u32
    }
}

impl Packing for Hundredths {
    type Value = f64;

    #[inline]
    fn compact(value: f64) -> u32 {
        let whole = (value * 100.0 + TO_WHOLE).to_bits() as i32;
        let zero = if value.to_bits() == (-0.0f64).to_bits() { NEGATIVE_ZERO_FORM } else { whole };
        (if value.is_nan() { NAN_FORM } else { zero }) as u32
    }

    #[inline]
    fn widen(compact: u32) -> f64 {
        let compact = compact as i32;
        let hundredths = f64::from(compact) / 100.0;
        let signed = if compact == NEGATIVE_ZERO_FORM { -0.0 } else { hundredths };
        if compact == NAN_FORM { f64::NAN } else { signed }
    }

    #[inline]
    fn to_bits(value: f64) -> u64 {
        value.to_bits()
    }

    #[inline]
    fn from_bits(bits: u64) -> f64 {
        f64::from_bits(bits)
    }
}

impl Packing for SmallNumber {
    type Value = u64;

    #[inline]
    fn compact(value: u64) -> u32 {
        unmix(value) as u32
    }

    #[inline]
    fn widen(compact: u32) -> u64 {
        mix(u64::from(compact))
    }

    #[inline]
    fn to_bits(value: u64) -> u64 {
        value
    }

    #[inline]
    fn from_bits(bits: u64) -> u64 {
        bits
    }
}

impl Packing for ByteCode {
    type Value = u32;

    #[inline]
    fn compact(value: u32) -> u32 {
        value.min(u32::from(u8::MAX))
    }

    #[inline]
    fn widen(compact: u32) -> u32 {
        if compact == u32::from(u8::MAX) { NO_CODE } else { compact }
    }

    #[inline]
    fn to_bits(value: u32) -> u64 {
        u64::from(value)
    }

    #[inline]
    fn from_bits(bits: u64) -> u32 {
        bits as u32
    }
}

impl Packing for ShortCode {
    type Value = u32;

    #[inline]
    fn compact(value: u32) -> u32 {
        value.min(u32::from(u16::MAX))
    }

    #[inline]
    fn widen(compact: u32) -> u32 {
        if compact == u32::from(u16::MAX) { NO_CODE } else { compact }
    }

    #[inline]
    fn to_bits(value: u32) -> u64 {
        u64::from(value)
    }

    #[inline]
    fn from_bits(bits: u64) -> u32 {
        bits as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn packs<P: Packing>(value: P::Value) -> bool {
        P::to_bits(P::widen(P::compact(value))) == P::to_bits(value)
    }

    #[test]
    fn what_shops_record_is_packed_and_nothing_else() {
        assert!(packs::<Seconds>(1_706_693_400_000_000));
        assert!(!packs::<Seconds>(1_706_693_400_000_001));
        assert!(!packs::<Seconds>(-MICROS_PER_SECOND), "before 1970");
        assert!(!packs::<Seconds>(5_000_000_000 * MICROS_PER_SECOND), "after 2106");
        for money in [0.0, -0.0, 12.34, -12.34, 0.29, 19_999_999.99, f64::NAN] {
            assert!(packs::<Hundredths>(money), "{money}");
        }
        for other in [0.001, 6.0 * 2.55, 3e7, f64::INFINITY, f64::MIN_POSITIVE, -21_474_836.47] {
            assert!(!packs::<Hundredths>(other), "{other}");
        }
        assert!(packs::<SmallNumber>(mix(7)) && !packs::<SmallNumber>(mix(1 << 32)));
        assert!(packs::<ByteCode>(NO_CODE) && packs::<ByteCode>(254) && !packs::<ByteCode>(255));
        assert!(packs::<ShortCode>(NO_CODE) && packs::<ShortCode>(65_534));
        assert!(!packs::<ShortCode>(65_535));
    }

    proptest! {
        #[test]
        fn every_amount_in_cents_is_packed(cents in -2_000_000_000i32..2_000_000_000) {
            let money: f64 = format!("{cents}e-2").parse().unwrap();
            prop_assert!(packs::<Hundredths>(money));
        }

        #[test]
        fn a_form_stands_for_one_value(value in any::<f64>(), form in any::<u32>()) {
            let packed = Hundredths::compact(value);
            if packs::<Hundredths>(value) && !value.is_nan() {
                prop_assert_eq!(Hundredths::widen(packed).to_bits(), value.to_bits());
            }
            prop_assert_eq!(Hundredths::compact(Hundredths::widen(form)), form);
        }

        #[test]
        fn forms_rank_like_their_numbers(
            a in prop_oneof![any::<u32>(), Just(NAN_FORM as u32), Just(NEGATIVE_ZERO_FORM as u32), Just(0)],
            b in prop_oneof![any::<u32>(), Just(NEGATIVE_ZERO_FORM as u32), Just(0), Just(u32::MAX)],
        ) {
            let number = |form| {
                let number = Hundredths::widen(form);
                if number.is_nan() { f64::NEG_INFINITY } else { number }
            };
            let ranks = Hundredths::rank(a).cmp(&Hundredths::rank(b));
            prop_assert_eq!(ranks, number(a).total_cmp(&number(b)));
        }
    }
}
