//! Customers that are deleted at the source: by a flag, a day, what was done to the row, its version, or because the
//! newest of several whole exports no longer has them.

use super::{CUSTOMERS, NIGHT, all_and_some, customers, email, listed, shop, table, texts};
use arrow_array::{ArrayRef, BooleanArray, Int64Array};
use std::sync::Arc;

#[test]
fn who_is_deleted_at_the_source_is_left_alone() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let day = "2024-05-05";
    for (column, no, others) in [
        ("op_type", "D", "U"),
        ("header__change_oper", "D", "I"),
        ("DTL__CAPXACTION", "D", "U"),
        ("_meta/op", "d", "c"),
        ("type", "delete", "update"),
        ("ODQ_CHANGEMODE", "D", "C"),
        ("RECORDMODE", "D", ""),
        ("hvr_is_deleted", "1", "0"),
        ("_hoodie_is_deleted", "true", "false"),
        ("trashed", "1", "0"),
        ("soft_deleted", "1", "0"),
        ("is_removed", "1", "0"),
        ("deactivated", "true", "false"),
        ("LKENZ", "X", ""),
        ("削除フラグ", "1", "0"),
        ("discarded_at", day, ""),
        ("date_deleted", day, ""),
        ("deleted_ts", day, ""),
        ("removed_at", day, ""),
        ("Löschdatum", day, ""),
        ("fecha_eliminacion", day, ""),
        ("is_latest", "N", "Y"),
        ("dw_is_current", "0", "1"),
        ("is_active_record", "N", "Y"),
    ] {
        let cell = |id| if some.contains(&id) { no } else { others }.to_owned();
        customers(&work, Some((column, texts((0..CUSTOMERS).map(cell)))));
        work.run(&format!("{NIGHT} --accept-losses")).expect_code(0);
        let gone: Vec<i64> = all.difference(&listed(&work)).copied().collect();
        assert_eq!(gone, some, "{column}");
    }
    let code = |id| if some.contains(&id) { 1 } else { 2 + 2 * (id % 2) };
    let codes: ArrayRef = Arc::new(Int64Array::from_iter_values((0..CUSTOMERS).map(code)));
    customers(&work, Some(("__$operation", codes)));
    work.run(&format!("{NIGHT} --accept-losses")).expect_code(0);
    assert_eq!(all.difference(&listed(&work)).copied().collect::<Vec<_>>(), some);
}

#[test]
fn what_is_deleted_beside_a_customer_says_nothing() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    for (column, one, others) in [
        ("cart_deleted_at", "2024-05-05", ""),
        ("last_order_removed_at", "2024-05-05", ""),
        ("type", "business", "private"),
        ("shop_type", "D", "A"),
        ("action", "call", "mail"),
    ] {
        let cell = |id| if some.contains(&id) { one } else { others }.to_owned();
        customers(&work, Some((column, texts((0..CUSTOMERS).map(cell)))));
        work.run(&format!("{NIGHT} --accept-losses")).expect_code(0);
        assert_eq!(listed(&work), all, "{column}");
    }
}

#[test]
fn who_is_gone_from_the_newest_of_several_whole_exports_is_deleted() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let export = |day: &str, ids: Vec<i64>| {
        std::fs::create_dir_all(work.path(&format!("people/dt={day}"))).unwrap();
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", Arc::new(Int64Array::from(ids.clone()))),
            ("email", texts(ids.iter().map(|id| email(*id)))),
            ("consent_email", Arc::new(BooleanArray::from(vec![true; ids.len()]))),
        ];
        table(&work, &format!("people/dt={day}/part.parquet"), columns);
    };
    let night = NIGHT.replace("customers.parquet", "people").replace(" --quiet", "");
    let night = format!("{night} --accept-losses");
    export("2024-11-29", (0..CUSTOMERS).collect());
    export("2024-11-30", (0..CUSTOMERS).filter(|id| !some.contains(id)).collect());
    work.run(&night).expect_code(0);
    assert_eq!(all.difference(&listed(&work)).copied().collect::<Vec<_>>(), some);
    let check = "check --transactions tx.parquet --customers people --as-of 2024-12-01 --horizon-days 60 --format json";
    let said = work.run(check).expect_code(0).stdout;
    assert!(said.contains("3 customers have no current row"), "{said}");
    // A folder of what has changed holds few, and nobody is gone.
    export("2024-11-30", some.clone());
    work.run(&night).expect_code(0);
    assert_eq!(listed(&work), all);
}

/// Whole exports with the day in their names: who is in the newest no more is gone. Exports of other things stand beside.
#[test]
fn who_is_in_the_newest_of_the_dated_files_no_more_is_gone() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    std::fs::create_dir(work.path("people")).unwrap();
    let export = |name: &str, ids: Vec<i64>| {
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", Arc::new(Int64Array::from(ids.clone()))),
            ("email", texts(ids.iter().map(|id| email(*id)))),
            ("consent_email", Arc::new(BooleanArray::from(vec![true; ids.len()]))),
        ];
        table(&work, &format!("people/{name}.parquet"), columns);
    };
    let night = NIGHT.replace("customers.parquet", "people");
    let night = format!("{night} --accept-losses");
    let left: Vec<i64> = (0..CUSTOMERS).filter(|id| !some.contains(id)).collect();
    export("customers_2024-11-29", (0..CUSTOMERS).collect());
    export("customers_2024-11-30", left);
    work.run(&night).expect_code(0);
    assert_eq!(all.difference(&listed(&work)).copied().collect::<Vec<_>>(), some);
    export("customers_2024-11-30", some.clone());
    work.run(&night).expect_code(0);
    assert_eq!(listed(&work), all, "what has changed");
}
