//! The table of offsets against jiff, at random instants of random zones.

use super::*;
use proptest::prelude::*;

/// Names of zones: of every continent, half and quarter hours, both hemispheres, days without a midnight,
/// a day that never was (Apia, 2011-12-30), and a summer time that is the standard time (Dublin).
const ZONES: [&str; 16] = [
    "UTC",
    "Europe/Berlin",
    "Europe/London",
    "Europe/Dublin",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Havana",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
];

/// The years whose offsets are laid out.
const FIRST_MICROS: i64 = 0;
const LAST_MICROS: i64 = 4_102_444_800_000_000; // 2100-01-01T00:00:00Z

/// An instant in these years; half of them within two days of a change of the zone's clocks, or at it.
fn instant(zone: &Zone, spread: f64, near: Option<(usize, i64)>) -> i64 {
    match near {
        Some((change, offset)) if zone.offsets.len() > 1 => {
            let (at, _) = zone.offsets[1 + change % (zone.offsets.len() - 1)];
            (at + offset).clamp(FIRST_MICROS, LAST_MICROS - 1)
        }
        _ => (spread * LAST_MICROS as f64) as i64,
    }
}

fn near() -> impl Strategy<Value = Option<(usize, i64)>> {
    let offset = prop_oneof![-2..=2i64, -2 * MICROS_PER_DAY..2 * MICROS_PER_DAY];
    prop::option::of((any::<usize>(), offset))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn local_time_is_jiffs(name in prop::sample::select(&ZONES[..]), spread in 0.0..1.0, near in near()) {
        let zone = Zone::named(name).unwrap();
        let micros = instant(&zone, spread, near);
        let there = Timestamp::from_microsecond(micros).unwrap().to_zoned(TimeZone::get(name).unwrap());
        prop_assert_eq!(zone.day_number(micros), day_number(there.date()));
        prop_assert_eq!(i64::from(zone.hour(micros)), i64::from(there.hour()));
        let mut days = Vec::new();
        zone.day_numbers(&[micros], &mut days);
        prop_assert_eq!(days, [day_number(there.date())]);
    }

    #[test]
    fn midnight_is_the_first_instant_of_its_day(
        name in prop::sample::select(&ZONES[..]), spread in 0.001..0.999, near in near(),
    ) {
        let zone = Zone::named(name).unwrap();
        let day = zone.day_number(instant(&zone, spread, near));
        let midnight = zone.midnight(date_of_day(day));
        prop_assert_eq!(zone.day_number(midnight), day);
        prop_assert!(zone.day_number(midnight - 1) < day);
    }

    #[test]
    fn wall_time_that_was_means_the_earlier_of_its_instants(
        name in prop::sample::select(&ZONES[..]), spread in 0.001..0.999, near in near(),
    ) {
        let zone = Zone::named(name).unwrap();
        let wall_micros = zone.to_wall(instant(&zone, spread, near));
        let wall = Timestamp::from_microsecond(wall_micros).unwrap().to_zoned(TimeZone::UTC).datetime();
        let expected = TimeZone::get(name).unwrap().to_ambiguous_timestamp(wall).earlier().unwrap();
        prop_assert_eq!(zone.from_wall(wall_micros), expected.as_microsecond());
    }
}
