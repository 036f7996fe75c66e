//! Ways to keep a value in half the room or less, where that loses nothing.
//!
//! A [`Packing`] is a narrow form and the wide value it stands for. Shops record times in whole
//! seconds, money in hundredths and orders by small numbers; a value that is none of these has no
//! narrow form, and its column stays wide (see `packed`). Every value comes back to the bit.

use crate::ingest::{NO_CODE, mix, unmix};
use arrow::datatypes::{
    ArrowPrimitiveType, Float64Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use std::fmt::Debug;

/// A narrow form of wide values.
pub trait Packing: Debug + Default {
    /// The narrow form, as it is spilled.
    type NarrowType: ArrowPrimitiveType<Native: Default>;
    /// The value, as it is spilled.
    type WideType: ArrowPrimitiveType<Native: Default>;

    /// The only candidate for the value's narrow form; [`Packing::widen`] tells whether it is one.
    fn narrow(wide: Wide<Self>) -> Narrow<Self>;

    /// The value that a narrow form stands for.
    fn widen(narrow: Narrow<Self>) -> Wide<Self>;

    /// Whether two values are the same to the bit.
    fn same(a: Wide<Self>, b: Wide<Self>) -> bool;
}

/// What is kept of a value that can be packed.
pub type Narrow<P> = <<P as Packing>::NarrowType as ArrowPrimitiveType>::Native;

/// The value itself.
pub type Wide<P> = <<P as Packing>::WideType as ArrowPrimitiveType>::Native;

/// Instants in microseconds, as whole seconds from 1970 to 2106.
#[derive(Debug, Default)]
pub struct Seconds;

/// Numbers, as whole hundredths up to 21 million; -0.0 and NaN have forms of their own.
#[derive(Debug, Default)]
pub struct Hundredths;

/// Hashes of numbers, as the number where it is below 2^32.
#[derive(Debug, Default)]
pub struct SmallNumber;

/// Codes below 255.
#[derive(Debug, Default)]
pub struct ByteCode;

/// Codes below 65,535.
#[derive(Debug, Default)]
pub struct ShortCode;

const MICROS_PER_SECOND: i64 = 1_000_000;

impl Packing for Seconds {
    type NarrowType = UInt32Type;
    type WideType = Int64Type;

    #[inline]
    fn narrow(wide: i64) -> u32 {
        (wide / MICROS_PER_SECOND) as u32
    }

    #[inline]
    fn widen(narrow: u32) -> i64 {
        i64::from(narrow) * MICROS_PER_SECOND
    }

    #[inline]
    fn same(a: i64, b: i64) -> bool {
        a == b
    }
}

/// 1.5 · 2^52: adding it leaves a number's nearest whole in the low bits of the mantissa.
const TO_WHOLE: f64 = 6_755_399_441_055_744.0;
const NAN_FORM: i32 = i32::MIN;
const NEGATIVE_ZERO_FORM: i32 = i32::MIN + 1;

impl Packing for Hundredths {
    type NarrowType = Int32Type;
    type WideType = Float64Type;

    #[inline]
    fn narrow(wide: f64) -> i32 {
        let whole = (wide * 100.0 + TO_WHOLE).to_bits() as i32;
        let zero = if wide.to_bits() == (-0.0f64).to_bits() { NEGATIVE_ZERO_FORM } else { whole };
        if wide.is_nan() { NAN_FORM } else { zero }
    }

    #[inline]
    fn widen(narrow: i32) -> f64 {
        let hundredths = f64::from(narrow) / 100.0;
        let signed = if narrow == NEGATIVE_ZERO_FORM { -0.0 } else { hundredths };
        if narrow == NAN_FORM { f64::NAN } else { signed }
    }

    #[inline]
    fn same(a: f64, b: f64) -> bool {
        a.to_bits() == b.to_bits()
    }
}

impl Packing for SmallNumber {
    type NarrowType = UInt32Type;
    type WideType = UInt64Type;

    #[inline]
    fn narrow(wide: u64) -> u32 {
        unmix(wide) as u32
    }

    #[inline]
    fn widen(narrow: u32) -> u64 {
        mix(u64::from(narrow))
    }

    #[inline]
    fn same(a: u64, b: u64) -> bool {
        a == b
    }
}

impl Packing for ByteCode {
    type NarrowType = UInt8Type;
    type WideType = UInt32Type;

    #[inline]
    fn narrow(wide: u32) -> u8 {
        wide.min(u32::from(u8::MAX)) as u8
    }

    #[inline]
    fn widen(narrow: u8) -> u32 {
        if narrow == u8::MAX { NO_CODE } else { u32::from(narrow) }
    }

    #[inline]
    fn same(a: u32, b: u32) -> bool {
        a == b
    }
}

impl Packing for ShortCode {
    type NarrowType = UInt16Type;
    type WideType = UInt32Type;

    #[inline]
    fn narrow(wide: u32) -> u16 {
        wide.min(u32::from(u16::MAX)) as u16
    }

    #[inline]
    fn widen(narrow: u16) -> u32 {
        if narrow == u16::MAX { NO_CODE } else { u32::from(narrow) }
    }

    #[inline]
    fn same(a: u32, b: u32) -> bool {
        a == b
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn packs<P: Packing>(value: Wide<P>) -> bool {
        P::same(P::widen(P::narrow(value)), value)
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
        fn a_form_stands_for_one_value(value in any::<f64>(), form in any::<i32>()) {
            let packed = Hundredths::narrow(value);
            if packs::<Hundredths>(value) && !value.is_nan() {
                prop_assert_eq!(Hundredths::widen(packed).to_bits(), value.to_bits());
            }
            prop_assert_eq!(Hundredths::narrow(Hundredths::widen(form)), form);
        }
    }
}
