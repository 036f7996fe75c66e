//! Dates written as one number: seconds or parts of them since 1970, `20241201`, the ticks of Windows and .NET, Apple's
//! seconds, Excel's days.
//!
//! Without a unit the magnitude decides; it can, because business lies between 1975 and 2100. Excel's
//! days look like any small number, and Apple's seconds since 2001 like seconds since 1970 of thirty years before: both
//! are read only when asked for.

use super::date_text::DateText;
use super::iso_date::midnight_micros;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EpochUnit {
    /// Seconds since 1970.
    Seconds,
    /// Milliseconds.
    Millis,
    /// Microseconds.
    Micros,
    /// Nanoseconds.
    Nanos,
    /// Seconds since 2001, as Apple's systems count them.
    AppleSeconds,
    /// Tenths of microseconds since 1601, as Windows and directories count them.
    WindowsTicks,
    /// Tenths of microseconds since the year 1, as .NET counts them.
    NetTicks,
    /// Days since 1899-12-30, as spreadsheets count them; wall time.
    ExcelDays,
}

impl EpochUnit {
    /// The names of the setting `timestamp_unit`, in the order of the units.
    pub const NAMES: [(&str, EpochUnit); 8] = [
        ("s", EpochUnit::Seconds),
        ("ms", EpochUnit::Millis),
        ("us", EpochUnit::Micros),
        ("ns", EpochUnit::Nanos),
        ("apple", EpochUnit::AppleSeconds),
        ("windows", EpochUnit::WindowsTicks),
        ("net", EpochUnit::NetTicks),
        ("excel", EpochUnit::ExcelDays),
    ];

    /// The unit of a name; None for any other.
    pub fn named(name: &str) -> Option<EpochUnit> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, unit)| *unit)
    }
}

/// 2001-01-01 in seconds since 1970.
pub(crate) const APPLE_ZERO_SECONDS: i64 = 978_307_200;
/// 1970-01-01 in tenths of microseconds since 1601, and since the year 1.
pub(crate) const WINDOWS_EPOCH_TICKS: i64 = 116_444_736_000_000_000;
pub(crate) const NET_EPOCH_TICKS: i64 = 621_355_968_000_000_000;

/// 1899-12-30 in microseconds since 1970: the day 0 of Excel, whose day 60 never was.
const EXCEL_ZERO_MICROS: i64 = -2_209_161_600_000_000;
const MICROS_PER_DAY: f64 = 86_400e6;

/// Reads a whole number.
pub(crate) fn whole(number: i64, unit: Option<EpochUnit>) -> DateText {
    let Some(unit) = unit else { return by_magnitude(number) };
    let micros = match unit {
        EpochUnit::Seconds => number.checked_mul(1_000_000),
        EpochUnit::Millis => number.checked_mul(1000),
        EpochUnit::Micros => Some(number),
        EpochUnit::Nanos => Some(number.div_euclid(1000)),
        EpochUnit::AppleSeconds => number
            .checked_add(APPLE_ZERO_SECONDS)
            .and_then(|seconds| seconds.checked_mul(1_000_000)),
        EpochUnit::WindowsTicks => ticks(number, WINDOWS_EPOCH_TICKS),
        EpochUnit::NetTicks => ticks(number, NET_EPOCH_TICKS),
        EpochUnit::ExcelDays => return fractional(number as f64, Some(unit)),
    };
    micros.map_or(DateText::NotADate, DateText::Instant)
}

/// Microseconds since 1970 of tenths of them that are counted from another year.
fn ticks(number: i64, epoch: i64) -> Option<i64> {
    number.checked_sub(epoch).map(|ticks| ticks.div_euclid(10))
}

/// Reads a number with a fraction; one that is not finite is an empty cell.
pub(crate) fn fractional(number: f64, unit: Option<EpochUnit>) -> DateText {
    if number.is_nan() {
        return DateText::Empty;
    }
    if number.fract() == 0.0 && number.abs() < 9e18 && unit != Some(EpochUnit::ExcelDays) {
        return whole(number as i64, unit);
    }
    let scaled = |factor: f64, zero: i64| {
        let micros = (number * factor).round();
        (micros.abs() < 9e18).then_some(micros as i64).and_then(|micros| micros.checked_add(zero))
    };
    let micros = match unit.or_else(|| unit_by_magnitude(number as i64)) {
        Some(EpochUnit::Seconds) => scaled(1e6, 0),
        Some(EpochUnit::Millis) => scaled(1e3, 0),
        Some(EpochUnit::Micros) => scaled(1.0, 0),
        Some(EpochUnit::Nanos) => scaled(1e-3, 0),
        Some(EpochUnit::AppleSeconds) => scaled(1e6, APPLE_ZERO_SECONDS * 1_000_000),
        Some(EpochUnit::WindowsTicks) => scaled(0.1, -WINDOWS_EPOCH_TICKS / 10),
        Some(EpochUnit::NetTicks) => scaled(0.1, -NET_EPOCH_TICKS / 10),
        Some(EpochUnit::ExcelDays) => {
            let wall = scaled(MICROS_PER_DAY, EXCEL_ZERO_MICROS);
            return match wall {
                Some(wall) if number > 0.0 && number < 2_958_466.0 => DateText::Wall(wall),
                Some(_) if number == 0.0 => DateText::ZeroDate,
                _ => DateText::NotADate,
            };
        }
        None => None,
    };
    micros.map_or(DateText::NotADate, DateText::Instant)
}

/// `20241201`, `202412010826` and `20241201082600` are dates; larger numbers count from 1970.
fn by_magnitude(number: i64) -> DateText {
    if number == 0 {
        return DateText::ZeroDate;
    }
    let compact = match number {
        19_000_101..=21_001_231 => compact(number, 0),
        190_001_010_000..=210_012_312_359 => compact(number / 10_000, number % 10_000 * 100),
        19_000_101_000_000..=21_001_231_235_959 => compact(number / 1_000_000, number % 1_000_000),
        _ => None,
    };
    match (compact, unit_by_magnitude(number)) {
        (Some(wall), _) => DateText::Wall(wall),
        (None, Some(unit)) => whole(number, Some(unit)),
        (None, None) => DateText::NotADate,
    }
}

/// The unit in which a number lies after 1973 and before the year 5138. Ticks since 1601 of the years 1981 to 2076 would
/// be the first months of 1974 as nanoseconds, those since the year 1 of the years 1966 to 2108 would be 1989 and 1990.
fn unit_by_magnitude(number: i64) -> Option<EpochUnit> {
    match number {
        120_000_000_000_000_000..150_000_000_000_000_000 => Some(EpochUnit::WindowsTicks),
        620_000_000_000_000_000..665_000_000_000_000_000 => Some(EpochUnit::NetTicks),
        100_000_000..100_000_000_000 => Some(EpochUnit::Seconds),
        100_000_000_000..100_000_000_000_000 => Some(EpochUnit::Millis),
        100_000_000_000_000..100_000_000_000_000_000 => Some(EpochUnit::Micros),
        100_000_000_000_000_000.. => Some(EpochUnit::Nanos),
        _ => None,
    }
}

/// Microseconds of `yyyymmdd` and `hhmmss`, if there is such a day and time.
fn compact(date: i64, time: i64) -> Option<i64> {
    let midnight = midnight_micros(date / 10_000, date / 100 % 100, date % 100)?;
    let (hours, minutes, seconds) = (time / 10_000, time / 100 % 100, time % 100);
    let is_time = hours < 24 && minutes < 60 && seconds < 60;
    is_time.then_some(midnight + (hours * 3600 + minutes * 60 + seconds) * 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MICROS: i64 = 1_733_041_560_000_000; // 2024-12-01T08:26:00Z

    #[test]
    fn the_magnitude_tells_the_unit() {
        for number in [MICROS / 1_000_000, MICROS / 1000, MICROS, MICROS * 1000] {
            assert_eq!(whole(number, None), DateText::Instant(MICROS), "{number}");
        }
        for epoch in [WINDOWS_EPOCH_TICKS, NET_EPOCH_TICKS] {
            assert_eq!(whole(MICROS * 10 + epoch, None), DateText::Instant(MICROS), "{epoch}");
        }
        assert_eq!(whole(20_241_201, None), DateText::Wall(1_733_011_200_000_000));
        assert_eq!(whole(202_412_010_826, None), DateText::Wall(MICROS));
        assert_eq!(whole(20_241_201_082_600, None), DateText::Wall(MICROS));
        assert_eq!(fractional(1_733_041_560.5, None), DateText::Instant(MICROS + 500_000));
        for odd in [1, 45_000, 20_241_301, -5, i64::MIN] {
            assert_eq!(whole(odd, None), DateText::NotADate, "{odd}");
        }
        assert_eq!(whole(0, None), DateText::ZeroDate);
        assert_eq!(fractional(f64::NAN, None), DateText::Empty);
        assert_eq!(fractional(f64::INFINITY, None), DateText::NotADate);
    }

    #[test]
    fn a_unit_that_is_named_holds() {
        for (name, unit) in EpochUnit::NAMES {
            assert_eq!(EpochUnit::named(name), Some(unit));
        }
        assert_eq!(EpochUnit::named("minutes"), None);
        assert_eq!(whole(20_241_201, EpochUnit::named("s")), DateText::Instant(20_241_201_000_000));
        assert_eq!(whole(45_627, EpochUnit::named("excel")), DateText::Wall(1_733_011_200_000_000));
        assert_eq!(
            fractional(45_627.5, EpochUnit::named("excel")),
            DateText::Wall(1_733_054_400_000_000)
        );
        let apple = EpochUnit::named("apple");
        assert_eq!(
            whole(MICROS / 1_000_000 - APPLE_ZERO_SECONDS, apple),
            DateText::Instant(MICROS)
        );
        assert_eq!(fractional(754_734_360.5, apple), DateText::Instant(MICROS + 500_000));
        assert_eq!(whole(i64::MAX, EpochUnit::named("s")), DateText::NotADate);
    }
}
