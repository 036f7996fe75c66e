//! The same input gives the same bytes: on any number of threads, in any order of files and rows,
//! and whether the rows fit into memory or wait on disk.

use crate::feature_file::feature_bytes;
use crate::workplace::{Workplace, read_whole};
use arrow_array::{
    ArrayRef, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray, UInt32Array,
};
use arrow_select::take::take_record_batch;
use std::sync::Arc;

#[test]
fn threads_do_not_matter() {
    let work = Workplace::new();
    let data = work.generate(400, "--transactions-per-file 500");
    let on = |threads: usize| {
        feature_bytes(&work, &format!("--as-of 2024-09-01 --threads {threads} {data}"))
    };
    let one = on(1);
    assert!(one == on(2) && one == on(7));
}

#[test]
fn neither_file_nor_row_order_matters() {
    let work = Workplace::new();
    let data = work.generate(400, "--transactions-per-file 500");
    let question = format!("--as-of 2024-09-01 {data}");
    let as_made = feature_bytes(&work, &question);
    for folder in ["history/transactions", "history/events"] {
        let names = work.list(folder);
        assert!(names.len() > 3);
        for (i, name) in names.iter().enumerate() {
            let path = work.path(&format!("{folder}/{name}"));
            let rows = read_whole(&path);
            // Its rows from last to first, and the file before all that were before it.
            let backwards = UInt32Array::from_iter_values((0..rows.num_rows() as u32).rev());
            let rows = take_record_batch(&rows, &backwards).unwrap();
            std::fs::remove_file(path).unwrap();
            work.write_parquet(&format!("{folder}/z{:03}.parquet", 500 - i), &rows);
        }
    }
    assert!(as_made == feature_bytes(&work, &question));
}

#[test]
fn splitting_one_file_into_many_does_not_matter() {
    let (one, many) = (Workplace::new(), Workplace::new());
    let data = one.generate(300, "--transactions-per-file 1000000");
    many.generate(300, "--transactions-per-file 97");
    let question = format!("--as-of 2024-09-01 {data}");
    assert!(feature_bytes(&one, &question) == feature_bytes(&many, &question));
}

/// Rows of 5,000 customers, of whom customer 1 has every second one; many at the same instant. From
/// row 400,000 on, times and money are finer than seconds and hundredths.
fn skewed(from: u64, to: u64) -> RecordBatch {
    let draw = |i: u64, salt: u64| winback::internals::ingest::mix(i.wrapping_mul(8) + salt);
    let rows = || from..to;
    let customer = rows().map(|i| if i % 2 == 0 { 1 } else { (draw(i, 0) % 5000) as i64 + 1 });
    let fine = |i: u64| i >= 400_000;
    // 2022-01-01 plus up to 900 days, to the minute.
    let minute = |i: u64| 1_640_995_200_000_000 + (draw(i, 1) % 1_296_000) as i64 * 60_000_000;
    let time = rows().map(|i| minute(i) + i64::from(fine(i)));
    let money =
        |i: u64, salt, most| (draw(i, salt) % most) as f64 / if fine(i) { 300.0 } else { 100.0 };
    let amount = rows().map(|i| money(i, 2, 100_000) - 50.0);
    let order = rows().map(|i| (draw(i, 3) % (1 << 40)) as i64);
    let quantity = rows().map(|i| (draw(i, 4) % 5) as i32 + 1);
    let discount = rows().map(|i| money(i, 5, 500));
    let text = |salt, kinds| {
        let names = rows().map(move |i| format!("k{}", draw(i, salt) % kinds));
        Arc::new(StringArray::from_iter_values(names))
    };
    let columns: [(&str, ArrayRef); 9] = [
        ("customer_id", Arc::new(Int64Array::from_iter_values(customer))),
        ("timestamp", Arc::new(TimestampMicrosecondArray::from_iter_values(time))),
        ("amount", Arc::new(Float64Array::from_iter_values(amount))),
        ("order_id", Arc::new(Int64Array::from_iter_values(order))),
        ("quantity", Arc::new(Int32Array::from_iter_values(quantity))),
        ("discount", Arc::new(Float64Array::from_iter_values(discount))),
        ("product_id", text(6, 3000)),
        ("category", text(7, 12)),
        ("channel", text(6, 4)),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

/// Nine files of such rows in `history`, more than fits into 64 MiB.
pub fn write_skewed_history(work: &Workplace) {
    for part in 0..9 {
        let rows = skewed(part * 150_000, (part + 1) * 150_000);
        work.write_parquet(&format!("history/{part}.parquet"), &rows);
    }
}

#[test]
fn waiting_on_disk_does_not_matter_nor_does_one_customer_with_half_of_all_rows() {
    let work = Workplace::new();
    write_skewed_history(&work);
    std::fs::create_dir(work.path("spill")).unwrap();
    let run = |flags: &str| {
        let call = "features --transactions history --as-of 2024-06-01 --out f.parquet --quiet";
        let told = work
            .run(&format!("{call} --format json --spill-dir spill {flags}"))
            .expect_code(0)
            .json();
        assert_eq!(work.list("spill"), [""; 0], "left in the spill folder");
        (told["spilled_bytes"].as_u64().unwrap(), std::fs::read(work.path("f.parquet")).unwrap())
    };
    let (nothing, in_memory) = run("--memory-limit 4GiB");
    assert_eq!(nothing, 0);
    for threads in [2, 7] {
        let (spilled, on_disk) = run(&format!("--memory-limit 64MiB --threads {threads}"));
        assert!(spilled > 1_000_000, "{spilled} bytes spilled: the test shows nothing");
        assert!(in_memory == on_disk, "{threads} threads");
    }
}
