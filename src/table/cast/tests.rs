//! Every type against plain Rust arithmetic, and against text parsed or written by the standard library.

use super::*;
use arrow_array::types::{
    ArrowPrimitiveType, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, DecimalType,
    Float16Type, Int8Type, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    BinaryArray, BinaryViewArray, BooleanArray, Date32Array, Date64Array, Decimal128Array,
    Decimal256Array, DictionaryArray, Float32Array, Float64Array, Int64Array, LargeBinaryArray,
    LargeStringArray, ListArray, NullArray, PrimitiveArray, StringArray, StringViewArray,
    TimestampMicrosecondArray, TimestampNanosecondArray, TimestampSecondArray, UInt64Array,
};
use arrow_buffer::i256;
use proptest::prelude::*;

/// The integers, with a null after them, as an array of type `T`; those that it cannot hold are left out.
fn integers<T: ArrowPrimitiveType<Native: TryFrom<i128>>>(
    values: &[i128],
) -> (PrimitiveArray<T>, Vec<Option<i128>>) {
    let held: Vec<i128> =
        values.iter().copied().filter(|&x| T::Native::try_from(x).is_ok()).collect();
    let array = held.iter().map(|&x| T::Native::try_from(x).ok()).chain([None]).collect();
    (array, held.into_iter().map(Some).chain([None]).collect())
}

/// Floats, whole numbers, flags and texts of integers of type `T` are those that Rust makes of them.
fn check_integers<T: ArrowPrimitiveType<Native: TryFrom<i128>>>(values: &[i128]) {
    let (array, held) = integers::<T>(values);
    let each = |to: fn(i128) -> f64| -> Float64Array { held.iter().map(|x| x.map(to)).collect() };
    assert_eq!(floats(&array).unwrap(), each(|x| x as f64), "{}", T::DATA_TYPE);
    let texts: StringViewArray = held.iter().map(|x| x.map(|x| x.to_string())).collect();
    assert_eq!(text_views(&array).unwrap(), texts, "{}", T::DATA_TYPE);
    let zeros: BooleanArray = held.iter().map(|x| x.map(|x| x != 0)).collect();
    assert_eq!(flags(&array).unwrap(), zeros, "{}", T::DATA_TYPE);
    let whole: Option<Vec<Option<i64>>> =
        held.iter().map(|x| x.map(i64::try_from).transpose().ok()).collect();
    match (whole_numbers(&array), whole) {
        (Ok(found), Some(expected)) => assert_eq!(found, Int64Array::from(expected)),
        (Err(CastError::TooLarge(_)), None) => {}
        (found, expected) => panic!("{found:?} {expected:?}"),
    }
}

/// A decimal's text, and the float nearest to it, are what its digits say.
fn check_decimals<T: DecimalType>(value: T::Native, scale: i8) {
    let array: PrimitiveArray<T> = [Some(value), None].into_iter().collect();
    let array = array.with_precision_and_scale(T::MAX_PRECISION, scale).unwrap();
    let digits = format!("{value:?}");
    let (sign, digits) = digits.strip_prefix('-').map_or(("", &*digits), |digits| ("-", digits));
    let places = usize::try_from(scale.max(0)).unwrap();
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places);
    let point = if places > 0 { "." } else { "" };
    let text = format!("{sign}{whole}{point}{fraction}");
    assert_eq!(large_texts(&array).unwrap().value(0), text);
    let float = floats(&array).unwrap();
    assert_eq!(float.value(0).to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
    assert!(float.is_null(1));
}

proptest! {
    #[test]
    fn integers_are_converted_as_by_rust(
        values in proptest::collection::vec(any::<i64>().prop_map(i128::from), 0..20),
        shift in 0_u32..64,
    ) {
        let edges = [0, 1, -1, i128::from(i64::MAX), i128::from(i64::MIN), i128::from(u64::MAX)];
        let mut values: Vec<i128> = values.iter().map(|x| x >> shift).collect();
        for edges in [&[][..], &edges] {
            values.extend(edges);
            check_integers::<Int8Type>(&values);
            check_integers::<Int16Type>(&values);
            check_integers::<Int32Type>(&values);
            check_integers::<Int64Type>(&values);
            check_integers::<UInt8Type>(&values);
            check_integers::<UInt16Type>(&values);
            check_integers::<UInt32Type>(&values);
            check_integers::<UInt64Type>(&values);
        }
    }

    #[test]
    fn decimals_are_the_nearest_floats(
        high in any::<i128>(), low in any::<u128>(), shift in 0_u32..128, scale in 0_i8..=38,
    ) {
        let value = high >> shift;
        check_decimals::<Decimal32Type>(value as i32, scale.min(9));
        check_decimals::<Decimal64Type>(value as i64, scale.min(18));
        check_decimals::<Decimal128Type>(value, scale);
        check_decimals::<Decimal256Type>(i256::from_parts(low, value), 2 * scale);
        check_decimals::<Decimal256Type>(i256::from_i128(value), scale);
    }

    #[test]
    fn floats_are_kept(values in proptest::collection::vec(proptest::option::of(any::<f32>()), 0..20)) {
        let array = Float32Array::from(values.clone());
        let bits = |array: &Float64Array| -> Vec<Option<u64>> {
            array.iter().map(|x| x.map(f64::to_bits)).collect()
        };
        let expected: Vec<Option<u64>> =
            values.iter().map(|x| x.map(|x| f64::from(x).to_bits())).collect();
        prop_assert_eq!(bits(&floats(&array).unwrap()), expected);
        let texts = text_views(&array).unwrap();
        for (text, value) in texts.iter().zip(values) {
            prop_assert_eq!(text.is_some(), value.is_some());
            let Some((text, value)) = text.zip(value) else { continue };
            let read: f32 = text.parse().unwrap();
            prop_assert!(read == value || read.is_nan() && value.is_nan());
        }
    }

    #[test]
    fn dictionaries_runs_and_views_hold_what_plain_columns_hold(
        values in proptest::collection::vec(proptest::option::of("[a-c]{0,20}"), 1..40),
        from in 0_usize..40,
    ) {
        let plain: StringArray = values.iter().map(Option::as_deref).collect();
        let coded: DictionaryArray<Int8Type> = values.iter().map(Option::as_deref).collect();
        let runs: RunArray<Int32Type> = values.iter().map(Option::as_deref).collect();
        let views: StringViewArray = values.iter().map(Option::as_deref).collect();
        let from = from.min(values.len() - 1);
        let arrays: [&dyn Array; 4] = [&coded, &runs, &views, &plain];
        let expected: LargeStringArray =
            values[from..].iter().map(Option::as_deref).collect();
        for array in arrays {
            let part = array.slice(from, values.len() - from);
            prop_assert_eq!(&large_texts(&part).unwrap(), &expected);
            let read = text_views(&part).unwrap();
            prop_assert_eq!(read.iter().collect::<Vec<_>>(), expected.iter().collect::<Vec<_>>());
        }
    }
}

#[test]
fn numbers_packed_twice_are_unpacked() {
    let codes = arrow_array::Int8Array::from(vec![Some(1), None, Some(0)]);
    let coded = DictionaryArray::new(codes, Arc::new(Decimal128Array::from(vec![7, 9])) as _);
    let ends = arrow_array::Int16Array::from(vec![2, 3, 5]);
    let runs = RunArray::<Int16Type>::try_new(&ends, &coded).unwrap();
    let scale = |x: f64| x / 1e10; // the scale that a Decimal128Array has of itself
    let expected = [Some(scale(9.0)), Some(scale(9.0)), None, Some(scale(7.0)), Some(scale(7.0))];
    assert_eq!(floats(&runs).unwrap(), Float64Array::from(expected.to_vec()));
}

#[test]
fn half_floats_and_flags_are_numbers() {
    let halves: PrimitiveArray<Float16Type> = [1.5_f32, -0.25]
        .iter()
        .map(|&x| Some(<Float16Type as ArrowPrimitiveType>::Native::from_f32(x)))
        .collect();
    assert_eq!(floats(&halves).unwrap().values(), &[1.5, -0.25]);
    let yes_no = BooleanArray::from(vec![Some(true), Some(false), None]);
    assert_eq!(floats(&yes_no).unwrap(), Float64Array::from(vec![Some(1.0), Some(0.0), None]));
    assert_eq!(flags(&yes_no).unwrap(), yes_no);
    assert_eq!(
        large_texts(&yes_no).unwrap().iter().collect::<Vec<_>>(),
        [Some("true"), Some("false"), None]
    );
    assert_eq!(
        flags(&Float64Array::from(vec![0.5, 0.0])).unwrap(),
        BooleanArray::from(vec![true, false])
    );
}

#[test]
fn bytes_are_text_where_they_are_utf_8() {
    let cells: Vec<Option<&[u8]>> =
        vec![Some("zoë".as_bytes()), Some(&[0xff, 0x61]), None, Some(b"")];
    let expected = [Some("zoë"), None, None, Some("")];
    let arrays: [ArrayRef; 3] = [
        Arc::new(BinaryArray::from(cells.clone())),
        Arc::new(LargeBinaryArray::from(cells.clone())),
        Arc::new(BinaryViewArray::from(cells)),
    ];
    for array in arrays {
        assert_eq!(text_views(&array).unwrap().iter().collect::<Vec<_>>(), expected);
        assert_eq!(large_texts(&array).unwrap().iter().collect::<Vec<_>>(), expected);
    }
}

#[test]
fn dates_and_times_are_days_and_iso_8601_text() {
    // 1969-12-31T23:59:58.5 and 2024-02-29T09:30:00.
    let (early, late) = (-1_500_000_i64, 1_709_199_000_000_000_i64);
    let arrays: [(ArrayRef, [&str; 2]); 6] = [
        (Arc::new(Date32Array::from(vec![-1, 19_782])), ["1969-12-31", "2024-02-29"]),
        (
            Arc::new(Date64Array::from(vec![early / 1000, late / 1000])),
            ["1969-12-31T23:59:58.500", "2024-02-29T09:30:00"],
        ),
        (
            Arc::new(TimestampSecondArray::from(vec![-2, late / 1_000_000])),
            ["1969-12-31T23:59:58", "2024-02-29T09:30:00"],
        ),
        (
            Arc::new(TimestampMicrosecondArray::from(vec![early, late])),
            ["1969-12-31T23:59:58.500", "2024-02-29T09:30:00"],
        ),
        (
            Arc::new(
                TimestampNanosecondArray::from(vec![early * 1000, late * 1000])
                    .with_timezone("+00:00"),
            ),
            ["1969-12-31T23:59:58.500Z", "2024-02-29T09:30:00Z"],
        ),
        (
            Arc::new(TimestampMicrosecondArray::from(vec![early, late]).with_timezone("+02:00")),
            ["1970-01-01T01:59:58.500+02:00", "2024-02-29T11:30:00+02:00"],
        ),
    ];
    for (array, texts) in arrays {
        assert_eq!(days(&array).unwrap().values(), &[-1, 19_782], "{}", array.data_type());
        let written = large_texts(&array).unwrap();
        assert_eq!([written.value(0), written.value(1)], texts, "{}", array.data_type());
    }
}

#[test]
fn no_type_at_all_is_null() {
    let nothing = NullArray::new(3);
    assert_eq!(floats(&nothing).unwrap().null_count(), 3);
    assert_eq!(whole_numbers(&nothing).unwrap().null_count(), 3);
    assert_eq!(flags(&nothing).unwrap().null_count(), 3);
    assert_eq!(days(&nothing).unwrap().null_count(), 3);
    assert_eq!(text_views(&nothing).unwrap().null_count(), 3);
    assert_eq!(large_texts(&nothing).unwrap().null_count(), 3);
}

#[test]
fn what_does_not_fit_says_so() {
    let error = |result: Result<(), CastError>| result.unwrap_err().to_string();
    let large = UInt64Array::from(vec![u64::MAX]);
    assert_eq!(
        error(whole_numbers(&large).map(drop)),
        "18446744073709551615 is not a 64-bit signed integer"
    );
    let huge = Decimal256Array::from(vec![i256::MAX]).with_precision_and_scale(76, 0).unwrap();
    assert!(matches!(whole_numbers(&huge), Err(CastError::TooLarge(_))));
    let cents = Decimal128Array::from(vec![150]).with_precision_and_scale(10, 2).unwrap();
    assert_eq!(
        error(whole_numbers(&cents).map(drop)),
        "type Decimal128(10, 2) cannot be read as whole numbers"
    );
    let words = StringArray::from(vec!["12"]);
    assert_eq!(error(floats(&words).map(drop)), "type Utf8 cannot be read as numbers");
    assert_eq!(error(days(&words).map(drop)), "type Utf8 cannot be read as dates");
    let lists = ListArray::from_iter_primitive::<Int64Type, _, _>([Some([Some(1)])]);
    assert!(matches!(large_texts(&lists), Err(CastError::Type { .. })));
    let never: PrimitiveArray<TimestampSecondType> = [i64::MAX].into_iter().map(Some).collect();
    assert!(matches!(large_texts(&never), Err(CastError::NoDate(i64::MAX))));
}
