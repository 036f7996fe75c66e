//! Tables that keep the older versions of their rows, and rows that only look so.

use crate::field_cases_rows::{AS_OF, days, finding, numbers, purchases, texts, write};
use crate::workplace::Workplace;
use arrow_array::{ArrayRef, BooleanArray, Int64Array, StringArray, TimestampMicrosecondArray};
use std::sync::Arc;

const SECOND: i64 = 1_000_000;
/// 9999-12-31.
const NEVER: i64 = 253_402_214_400 * SECOND;

/// Moments, or none, in days after 2024-10-01.
fn ends(values: &[Option<i64>]) -> ArrayRef {
    let micros = |day: &Option<i64>| day.map(|day| (19_997 + day) * 86_400 * SECOND);
    Arc::new(values.iter().map(micros).collect::<TimestampMicrosecondArray>())
}

/// The same with a day that never comes in place of none.
fn ends_or_never(values: &[Option<i64>]) -> ArrayRef {
    let micros = |day: &Option<i64>| day.map_or(NEVER, |day| (19_997 + day) * 86_400 * SECOND);
    Arc::new(TimestampMicrosecondArray::from_iter_values(values.iter().map(micros)))
}

fn as_dates(values: &[Option<i64>]) -> ArrayRef {
    let date = |day: &Option<i64>| {
        day.map_or("9999-12-31".to_owned(), |day| format!("2024-10-{:02}", day + 1))
    };
    Arc::new(StringArray::from_iter_values(values.iter().map(date)))
}

/// Two orders of two lines each: one line was changed twice, one once, and the others never.
fn orders(work: &Workplace, begin: &str, end: &str, ends: ArrayRef) {
    let columns = vec![
        ("customer_id", texts(&["a", "a", "a", "a", "a", "a", "b", "b"])),
        ("order_id", texts(&["1", "1", "1", "1", "2", "2", "3", "3"])),
        ("order_date", days(&[0, 0, 0, 0, 3, 3, 5, 5])),
        ("product_id", texts(&["p", "p", "p", "q", "p", "p", "p", "q"])),
        ("amount", numbers(&[100.0, 90.0, 1.0, 2.0, 70.0, 4.0, 8.0, 16.0])),
        (begin, days(&[0, 2, 5, 0, 3, 9, 5, 5])),
        (end, ends),
    ];
    write(work, "tx.parquet", columns);
}

const ENDS: [Option<i64>; 8] = [Some(2), Some(5), None, None, Some(9), None, None, None];

#[test]
fn of_rows_that_begin_where_others_end_the_last_counts() {
    for (begin, end) in [
        ("eff_dt", "exp_dt"),
        ("row_start_ts", "row_end_ts"),
        ("valid_from", "valid_to"),
        ("__START_AT", "__END_AT"),
        ("gültig_ab", "gültig_bis"),
        ("start_date", "end_date"),
    ] {
        for ends in [ends(&ENDS), ends_or_never(&ENDS), as_dates(&ENDS)] {
            let work = Workplace::new();
            orders(&work, begin, end, ends);
            let (found, ended) = purchases(&work, "--transactions tx.parquet");
            let expected = [("a".to_owned(), 2.0, 7.0), ("b".to_owned(), 1.0, 24.0)];
            assert_eq!(found, expected, "{begin}: {}", ended.stderr);
            let counted = "5 of 8 rows used (3 superseded by a newer version)";
            assert!(ended.stdout.contains(counted), "{}", ended.stdout);
            assert!(!ended.stderr.contains("versions by"), "{}", ended.stderr);
        }
    }
}

#[test]
fn the_configuration_counts_all_versions() {
    let work = Workplace::new();
    orders(&work, "eff_dt", "exp_dt", ends(&ENDS));
    work.write("winback.toml", "[rows]\nknown_words = false\n");
    let (found, _) = purchases(&work, "--transactions tx.parquet");
    assert_eq!(found[0].2, 267.0);
}

#[test]
fn what_holds_for_a_while_is_no_version() {
    let spend = |begin: &str, end: &str, begins: &[i64], ends: ArrayRef, at: &[i64]| {
        let work = Workplace::new();
        let n = begins.len();
        let columns = vec![
            ("customer_id", texts(&vec!["a"; n])),
            ("order_id", texts(&["1", "1", "2", "2", "3", "3"][..n])),
            ("order_date", days(at)),
            ("amount", numbers(&[1.0, 2.0, 4.0, 8.0, 16.0, 32.0][..n])),
            (begin, days(begins)),
            (end, ends),
        ];
        write(&work, "tx.parquet", columns);
        purchases(&work, "--transactions tx.parquet").0[0].2
    };
    let at = [0, 0, 3, 3, 5, 5];
    // Vouchers of the order, prices of its goods: all hold at the time of the sale.
    let of_prices = [Some(30), None, Some(30), None, Some(20), None];
    assert_eq!(spend("valid_from", "valid_to", &[0, -9, 0, -9, 0, 4], ends(&of_prices), &at), 63.0);
    // Nights of a booking, periods of a subscription: the last one ends, too.
    let of_stays = [Some(2), Some(4), Some(5), Some(7), Some(7), Some(9)];
    assert_eq!(spend("start_date", "end_date", &[0, 2, 3, 5, 5, 7], ends(&of_stays), &at), 63.0);
    // Cards and their days.
    let of_cards = [Some(90), Some(90), Some(20), Some(20), None, None];
    assert_eq!(spend("eff_dt", "exp_dt", &[-9, -9, -5, -5, 0, 0], ends(&of_cards), &at), 63.0);
    // Months that are paid when they begin.
    let of_months = [Some(30), None, Some(33), None, Some(35), None];
    let begins = [0, 30, 3, 33, 5, 35];
    assert_eq!(spend("valid_from", "valid_to", &begins, ends(&of_months), &begins), 63.0);
}

/// Rows with a flag beside them: older where it is false.
fn flagged(work: &Workplace, name: &str, rows: &[(i64, bool)]) {
    let orders: Vec<i64> = rows.iter().map(|(order, _)| *order).collect();
    let columns = vec![
        ("customer_id", texts(&vec!["a"; rows.len()])),
        ("order_id", Arc::new(Int64Array::from(orders.clone())) as ArrayRef),
        ("order_date", days(&orders)),
        ("product_id", texts(&vec!["p"; rows.len()])),
        ("amount", numbers(&vec![1.0; rows.len()])),
        (
            name,
            Arc::new(rows.iter().map(|(_, flag)| Some(*flag)).collect::<BooleanArray>())
                as ArrayRef,
        ),
    ];
    write(work, "tx.parquet", columns);
}

#[test]
fn flags_of_versions_are_told_from_those_of_what_was_joined() {
    let spend = |work: &Workplace| purchases(work, "--transactions tx.parquet").0[0].2;
    let work = Workplace::new();
    let changed: Vec<(i64, bool)> =
        (0..30).flat_map(|order| [(order, false), (order, true)]).collect();
    flagged(&work, "is_current", &changed);
    assert_eq!(spend(&work), 30.0);
    flagged(&work, "is_active", &changed);
    assert_eq!(spend(&work), 30.0, "a line that has both is one of several versions");
    // The version of a product or customer that was joined to each sale.
    let joined: Vec<(i64, bool)> = (0..60).map(|order| (order, order % 2 == 0)).collect();
    flagged(&work, "is_current", &joined);
    assert_eq!(spend(&work), 60.0);
    let report = work.run(&format!("check --format json --transactions tx.parquet {AS_OF}"));
    let said = finding(&report.expect_code(0).json(), "rows by is_current");
    assert_eq!(said["severity"], "warn");
    assert_eq!(said["found"], "count: true 30; not understood, count: false 30");
}

#[test]
fn words_of_versions_are_flags_of_their_rows() {
    for (column, holds, older) in [
        ("curr_ind", "C", "H"),
        ("record_status", "current", "historical"),
        ("row_status", "A", "I"),
        ("is_last_version", "Y", "N"),
    ] {
        let work = Workplace::new();
        let columns = vec![
            ("customer_id", texts(&["a"; 4])),
            ("order_id", texts(&["1", "1", "2", "2"])),
            ("order_date", days(&[0, 0, 3, 3])),
            ("amount", numbers(&[1.0, 2.0, 4.0, 8.0])),
            (column, texts(&[older, holds, older, holds])),
        ];
        write(&work, "tx.parquet", columns);
        assert_eq!(purchases(&work, "--transactions tx.parquet").0[0].2, 10.0, "{column}");
    }
}

/// SQL Server's changes: two lines come, one is changed, one is deleted.
#[test]
fn codes_of_changes_are_read_beside_their_log_numbers() {
    let work = Workplace::new();
    let table = |beside: &str| {
        let columns = vec![
            ("customer_id", texts(&["a"; 5])),
            ("order_id", texts(&["1", "2", "1", "1", "2"])),
            ("order_date", days(&[0, 3, 0, 0, 3])),
            ("line", texts(&["1"; 5])),
            ("amount", numbers(&[1.0, 2.0, 1.0, 4.0, 2.0])),
            ("__$operation", Arc::new(Int64Array::from(vec![2, 2, 3, 4, 1])) as ArrayRef),
            (beside, texts(&["0x01", "0x02", "0x03", "0x03", "0x04"])),
        ];
        write(&work, "tx.parquet", columns);
    };
    table("__$start_lsn");
    let (found, ended) = purchases(&work, "--transactions tx.parquet");
    assert_eq!(found[0].2, 7.0, "what was before a change, and deletions, count no more");
    let said =
        "changes by __$operation: 1 1, 3 1, 4 1: the rows that they change or take away count, too";
    assert!(ended.stderr.contains(said), "{}", ended.stderr);
    let rule = "[rows]\nkey = [\"order_id\", \"line\"]\nnewest_by = \"__$start_lsn\"\n";
    work.write("winback.toml", rule);
    assert_eq!(purchases(&work, "--transactions tx.parquet").0[0].2, 4.0);
    work.write("winback.toml", "[quality]\nmax_repeated_share = 1.0\n");
    table("remark");
    assert_eq!(purchases(&work, "--transactions tx.parquet").0[0].2, 10.0, "any numbers");
}
