//! A Delta table is read by its log: files that were removed do not count, and what the reader does not
//! know is refused by name.
//!
//! Logs are written here by hand; that the library deltalake writes and reads the same tables is a test of its
//! own, which needs Python.

use crate::workplace::{Ended, Workplace, python};
use arrow_array::builder::{MapBuilder, StringBuilder};
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, StructArray};
use arrow_buffer::NullBuffer;
use arrow_schema::Field;
use std::sync::Arc;

/// 2024-11-01 in days since 1970.
const DAY: i64 = 20_028;

const PROTOCOL: &str = r#"{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}"#;
const META: &str = r#"{"metaData":{"id":"x","format":{"provider":"parquet","options":{}},"schemaString":"{}","partitionColumns":[],"configuration":{}}}"#;

/// A table whose commits are given line by line.
fn commit(work: &Workplace, table: &str, version: u64, lines: &[&str]) {
    work.write(&format!("{table}/_delta_log/{version:020}.json"), &(lines.join("\n") + "\n"));
}

fn add(path: &str) -> String {
    format!(
        r#"{{"add":{{"path":"{path}","partitionValues":{{}},"size":1,"modificationTime":0,"dataChange":true}}}}"#
    )
}

fn remove(path: &str) -> String {
    format!(r#"{{"remove":{{"path":"{path}","deletionTimestamp":1,"dataChange":true}}}}"#)
}

/// Writes a file of one purchase.
fn data(work: &Workplace, path: &str, customer: i64, amount: f64) {
    work.write_transactions(path, &[(customer, DAY, amount)]);
}

fn features(work: &Workplace, spec: &str) -> Ended {
    work.run(&format!(
        "features --as-of 2025-01-01 --features spend --out out.parquet --format json --transactions {spec}"
    ))
}

/// What each customer spent, by the features of a table.
fn spent(work: &Workplace, spec: &str) -> Vec<(i64, f64)> {
    features(work, spec).expect_code(0);
    let file = std::fs::File::open(work.path("out.parquet")).unwrap();
    let reader =
        parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let mut all = Vec::new();
    for batch in reader.build().unwrap() {
        let batch = batch.unwrap();
        let column = |name: &str| Arc::clone(batch.column_by_name(name).unwrap());
        let (ids, spend) = (column("customer_id"), column("spend"));
        let ids = ids.as_any().downcast_ref::<Int64Array>().unwrap().clone();
        let spend = spend.as_any().downcast_ref::<Float64Array>().unwrap().clone();
        all.extend(ids.values().iter().copied().zip(spend.values().iter().copied()));
    }
    all.sort_by_key(|(id, _)| *id);
    all
}

/// Two versions: the second takes away one file of the first and adds another.
fn two_versions(work: &Workplace) {
    data(work, "tx/old.parquet", 1, 10.0);
    data(work, "tx/kept.parquet", 2, 20.0);
    data(work, "tx/new.parquet", 1, 11.0);
    commit(work, "tx", 0, &[PROTOCOL, META, &add("old.parquet"), &add("kept.parquet")]);
    commit(work, "tx", 1, &[&remove("old.parquet"), &add("new.parquet")]);
}

#[test]
fn removed_files_do_not_count() {
    let work = Workplace::new();
    two_versions(&work);
    // What no commit names is no part of it, nor is what a writer sets aside.
    data(&work, "tx/orphan.parquet", 9, 99.0);
    data(&work, "tx/_change_data/c.parquet", 9, 99.0);
    work.write("tx/_delta_log/.00000000000000000001.json.crc", "x");
    work.write("tx/_delta_log/_last_checkpoint", r#"{"version":7,"size":3}"#);
    assert_eq!(spent(&work, "tx"), [(1, 11.0), (2, 20.0)]);
    for spec in ["./tx/", "t*", "tx/../tx"] {
        assert_eq!(spent(&work, spec), [(1, 11.0), (2, 20.0)], "{spec}");
    }
    // Overwritten as a whole.
    data(&work, "tx/all.parquet", 3, 5.0);
    let removed = [remove("kept.parquet"), remove("new.parquet")];
    commit(&work, "tx", 2, &[&removed[0], &removed[1], &add("all.parquet")]);
    assert_eq!(spent(&work, "tx"), [(3, 5.0)]);
    // Rolled back: a file may come again.
    commit(&work, "tx", 3, &[&remove("all.parquet"), &add("old.parquet")]);
    assert_eq!(spent(&work, "tx"), [(1, 10.0)]);
    commit(&work, "tx", 4, &[&remove("old.parquet")]);
    features(&work, "tx").expect_error(2, &["the Delta table tx", "it is empty"]);
}

#[test]
fn a_part_of_a_table_is_not_the_table() {
    let work = Workplace::new();
    two_versions(&work);
    for spec in ["tx/new.parquet", "tx/*.parquet", "tx/*"] {
        let parts =
            ["lies in a Delta table", "not part of the table any more", "name the table's folder"];
        features(&work, spec).expect_error(2, &parts);
    }
}

#[test]
fn paths_are_written_as_uris_and_may_lie_elsewhere() {
    let work = Workplace::new();
    data(&work, "tx/day=A%3AB/a b.parquet", 1, 10.0);
    data(&work, "else/where.parquet", 2, 20.0);
    data(&work, "else/old.parquet", 3, 30.0);
    let elsewhere = |name: &str| format!("file://{}", work.path("else").join(name).display());
    let lines = [
        add("day=A%253AB/a%20b.parquet"),
        add(&elsewhere("where.parquet")),
        add(&elsewhere("old.parquet")),
    ];
    let lines: Vec<&str> = [PROTOCOL, META].into_iter().chain(lines.iter().map(|s| &**s)).collect();
    commit(&work, "tx", 0, &lines);
    // The same file in another spelling.
    let old = work.path("else/old.parquet");
    commit(&work, "tx", 1, &[&remove(&format!("file:{}", old.display()))]);
    assert_eq!(spent(&work, "tx"), [(1, 10.0), (2, 20.0)]);
    commit(&work, "tx", 2, &[&add("s3://bucket/b.parquet")]);
    features(&work, "tx").expect_error(2, &["s3://bucket/b.parquet", "object store", "delta_scan"]);
}

#[test]
fn partition_values_are_columns() {
    let work = Workplace::new();
    let columns: [(&str, ArrayRef); 2] = [
        ("customer_id", Arc::new(Int64Array::from(vec![1, 2]))),
        ("amount", Arc::new(Float64Array::from(vec![10.0, 20.0]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    // The folder's name is not asked: the log has the value.
    let values =
        [("x/a.parquet", "2024-11-01"), ("x/b.parquet", "2024-12-01"), ("x/c.parquet", "")];
    let mut lines = vec![PROTOCOL.to_owned(), META.to_owned()];
    for (path, day) in values {
        work.write_parquet(&format!("in/shop=web/tx/{path}"), &batch);
        lines.push(format!(
            r#"{{"add":{{"path":"{path}","partitionValues":{{"order_date":"{day}"}}}}}}"#
        ));
    }
    let lines: Vec<&str> = lines.iter().map(|line| &**line).collect();
    commit(&work, "in/shop=web/tx", 0, &lines);
    work.write("winback.toml", "[quality]\nmax_no_time_share = 1.0\n");
    let said = work.run(
        "features --as-of 2025-01-01 --features purchases --out out.parquet --format json \
         --transactions in --channel shop",
    );
    let said = said.expect_code(0);
    assert!(said.stderr.contains("timestamp = order_date"), "{}", said.stderr);
    let json = said.json();
    assert_eq!(json["quality"]["used"], 4, "{json}");
    assert_eq!(json["quality"]["rows"], 6, "an empty value is null: {json}");
    let sql = work.run("sql --dialect duckdb --as-of 2025-01-01 --transactions in/shop=web/tx");
    let sql = sql.expect_code(0).stdout;
    assert!(sql.contains("cast('2024-12-01' as date)"), "{sql}");
}

#[test]
fn what_is_missing_or_broken_is_named() {
    let work = Workplace::new();
    two_versions(&work);
    std::fs::remove_file(work.path("tx/kept.parquet")).unwrap();
    features(&work, "tx").expect_error(2, &["tx/kept.parquet", "by its log", "not there"]);
    data(&work, "tx/kept.parquet", 2, 20.0);
    commit(&work, "tx", 3, &[&add("new.parquet")]);
    features(&work, "tx").expect_error(2, &["tx/_delta_log", "lacks version 2", "again"]);
    commit(&work, "tx", 2, &[&add("new.parquet"), r#"{"add":{"pa"#]);
    let file = "tx/_delta_log/00000000000000000002.json line 2 is damaged";
    features(&work, "tx").expect_error(2, &[file]);
    commit(&work, "tx", 2, &[]);
    assert_eq!(spent(&work, "tx"), [(1, 11.0), (2, 20.0)]);
    std::fs::remove_file(work.path("tx/_delta_log/00000000000000000000.json")).unwrap();
    features(&work, "tx").expect_error(2, &["lacks version 0"]);
    std::fs::remove_dir_all(work.path("tx/_delta_log")).unwrap();
    std::fs::create_dir(work.path("tx/_delta_log")).unwrap();
    features(&work, "tx").expect_error(2, &["tx/_delta_log has no commits"]);
}

#[test]
fn what_is_not_known_is_refused_by_name() {
    let work = Workplace::new();
    two_versions(&work);
    let refused = |line: &str, parts: &[&str]| {
        commit(&work, "tx", 2, &[line]);
        let said = features(&work, "tx").expect_error(2, parts);
        assert!(said.stderr.contains("delta_scan('tx')"), "the way round: {}", said.stderr);
    };
    refused(
        r#"{"protocol":{"minReaderVersion":4,"minWriterVersion":9}}"#,
        &["reader of version 4"],
    );
    refused(
        r#"{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors","variantType"],"writerFeatures":[]}}"#,
        &["reader feature variantType, which"],
    );
    refused(
        r#"{"metaData":{"id":"x","format":{"provider":"parquet"},"schemaString":"{}","partitionColumns":[],"configuration":{"delta.columnMapping.mode":"name"}}}"#,
        &["column mapping by name"],
    );
    refused(
        r#"{"add":{"path":"kept.parquet","partitionValues":{},"deletionVector":{"storageType":"u","pathOrInlineDv":"ab","offset":1,"sizeInBytes":2,"cardinality":1}}}"#,
        &["deleted rows of kept.parquet", "APPLY (PURGE)"],
    );
    // Allowed, and not in use.
    commit(
        &work,
        "tx",
        2,
        &[
            r#"{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors","columnMapping","timestampNtz"],"writerFeatures":[]}}"#,
        ],
    );
    assert_eq!(spent(&work, "tx"), [(1, 11.0), (2, 20.0)]);
    // A checkpoint of version 2 is not needed while every commit is there.
    let uuid = "80a083e8-7026-4e79-81be-64bd76c43a11";
    work.write(&format!("tx/_delta_log/{:020}.checkpoint.{uuid}.json", 2), "{}");
    assert_eq!(spent(&work, "tx"), [(1, 11.0), (2, 20.0)]);
    std::fs::remove_file(work.path("tx/_delta_log/00000000000000000001.json")).unwrap();
    features(&work, "tx").expect_error(2, &["checkpoint of version 2 (v2Checkpoint)"]);
}

/// A row group of a checkpoint: adds, of which the last is null as in the row of another action.
fn checkpoint(work: &Workplace, name: &str, paths: &[&str], sidecar: bool) {
    let mut texts: Vec<Option<&str>> = paths.iter().copied().map(Some).collect();
    texts.push(None);
    let rows = texts.len();
    let mut values = MapBuilder::new(None, StringBuilder::new(), StringBuilder::new());
    for _ in 0..rows {
        values.append(true).unwrap();
    }
    let values: ArrayRef = Arc::new(values.finish());
    let texts: ArrayRef = Arc::new(StringArray::from(texts));
    let field =
        |name: &str, array: &ArrayRef| Arc::new(Field::new(name, array.data_type().clone(), true));
    let adds = StructArray::new(
        vec![field("path", &texts), field("partitionValues", &values)].into(),
        vec![Arc::clone(&texts), Arc::clone(&values)],
        Some(NullBuffer::from((0..rows).map(|row| row + 1 < rows).collect::<Vec<_>>())),
    );
    // A tombstone: its file counts no more.
    let removes = StructArray::new(
        vec![field("path", &texts)].into(),
        vec![Arc::new(StringArray::from(vec![Some("old.parquet"); rows]))],
        Some(NullBuffer::from((0..rows).map(|row| row + 1 == rows).collect::<Vec<_>>())),
    );
    let sidecars = StructArray::new(
        vec![field("path", &texts)].into(),
        vec![Arc::clone(&texts)],
        Some(NullBuffer::from(vec![sidecar; rows])),
    );
    let columns: [(&str, ArrayRef); 3] =
        [("add", Arc::new(adds)), ("remove", Arc::new(removes)), ("sidecar", Arc::new(sidecars))];
    let batch =
        RecordBatch::try_from_iter_with_nullable(columns.map(|(n, c)| (n, c, true))).unwrap();
    work.write_parquet(&format!("tx/_delta_log/{name}"), &batch);
}

#[test]
fn a_checkpoint_stands_for_the_commits_before_it() {
    let work = Workplace::new();
    two_versions(&work);
    let commit_file = |version: u64| work.path(&format!("tx/_delta_log/{version:020}.json"));
    let after = |name: &str| format!("{:020}.checkpoint{name}.parquet", 1);
    checkpoint(&work, &after(""), &["kept.parquet", "new.parquet"], false);
    data(&work, "tx/later.parquet", 3, 30.0);
    commit(&work, "tx", 2, &[&remove("kept.parquet"), &add("later.parquet")]);
    // Cleaned away, as writers do after some weeks.
    std::fs::remove_file(commit_file(0)).unwrap();
    std::fs::remove_file(commit_file(1)).unwrap();
    assert_eq!(spent(&work, "tx"), [(1, 11.0), (3, 30.0)]);
    // In two parts, of which one is not there yet: then it is no checkpoint.
    std::fs::remove_file(work.path("tx/_delta_log").join(after(""))).unwrap();
    let part = |part: u32| after(&format!(".{part:010}.0000000002"));
    checkpoint(&work, &part(1), &["kept.parquet"], false);
    features(&work, "tx").expect_error(2, &["lacks version 0"]);
    checkpoint(&work, &part(2), &["new.parquet"], false);
    assert_eq!(spent(&work, "tx"), [(1, 11.0), (3, 30.0)]);
    // A later one goes before, and holds whatever stands before it.
    checkpoint(&work, &format!("{:020}.checkpoint.parquet", 2), &["later.parquet"], false);
    assert_eq!(spent(&work, "tx"), [(3, 30.0)]);
    checkpoint(&work, &format!("{:020}.checkpoint.parquet", 2), &["later.parquet"], true);
    features(&work, "tx").expect_error(2, &["checkpoint of version 2"]);
    work.write(&format!("tx/_delta_log/{:020}.checkpoint.parquet", 2), "no Parquet");
    features(&work, "tx").expect_error(2, &["copy the table's log again"]);
}

/// Writes tables in the ways of the library, and prints what it reads of each itself.
const WRITE: &str = r#"
import datetime as dt, json, os, sys
import pyarrow as pa
from deltalake import DeltaTable, write_deltalake

def table(rows):
    ids, days, amounts = zip(*rows)
    times = [dt.datetime(2024, 11, 1) + dt.timedelta(days=d) for d in days]
    return pa.table({
        "customer_id": pa.array(ids, pa.int64()), "timestamp": pa.array(times, pa.timestamp("us", "UTC")),
        "amount": pa.array(amounts, pa.float64()), "shop": pa.array([f"s {i % 2}/%" for i in ids]),
    })

def spent(path):
    t = DeltaTable(path).to_pyarrow_table().to_pydict()
    sums = {}
    for who, paid in zip(t["customer_id"], t["amount"]):
        sums[who] = sums.get(who, 0) + paid
    return sorted(sums.items())

rows = [(1 + i % 7, i, float(i)) for i in range(40)]
write_deltalake("appended", table(rows[:20])); write_deltalake("appended", table(rows[20:]), mode="append")
write_deltalake("overwritten", table(rows)); write_deltalake("overwritten", table(rows[:9]), mode="overwrite")
write_deltalake("partitioned", table(rows), partition_by=["shop"])
DeltaTable("partitioned").delete("customer_id = 3")
write_deltalake("checkpointed", table(rows[:5]))
for i in range(5, 15): write_deltalake("checkpointed", table(rows[i:i + 1]), mode="append")
DeltaTable("checkpointed").create_checkpoint()
for i in range(15, 18): write_deltalake("checkpointed", table(rows[i:i + 1]), mode="append")
DeltaTable("checkpointed").optimize.compact()
DeltaTable("checkpointed").vacuum(0, enforce_retention_duration=False, dry_run=False)
for version in range(10): os.remove(f"checkpointed/_delta_log/{version:020}.json")
names = ["appended", "overwritten", "partitioned", "checkpointed"]
print(json.dumps({name: spent(name) for name in names}), flush=True)
# The library's threads may still run at the end of the interpreter, which then aborts.
os._exit(0)
"#;

#[test]
#[ignore = "needs a Python with deltalake; run scripts/test"]
fn tables_of_the_library_are_read_as_it_reads_them() {
    let work = Workplace::new();
    let script = work.write("write.py", WRITE);
    let written = python(&script, &work, &[]);
    let tables: std::collections::BTreeMap<String, Vec<(i64, f64)>> =
        serde_json::from_str(&written).unwrap();
    assert_eq!(tables.len(), 4);
    for (name, sums) in tables {
        assert_eq!(spent(&work, &name), sums, "{name}");
    }
    let call = "check --transactions partitioned --channel shop --as-of 2025-01-01 --format json";
    let checked: serde_json::Value = serde_json::from_str(&work.run(call).stdout).unwrap();
    assert!(checked["columns"].to_string().contains("shop"), "{checked}");
}
