//! CSV exports become Parquet that the other commands read.

use crate::workplace::Workplace;
use arrow_array::cast::AsArray;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::io::Write as _;

/// Shopify's order export: an order's facts stand on its first line only.
const SHOPIFY: &str = "\
Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price
#1001,a@shop.test,paid,EUR,100.00,2024-10-01 10:00:00 -0500,1,\"Mug, blue\",60.00
#1001,,,,,2024-10-01 10:00:00 -0500,2,Plate,20.00
#1002,b@shop.test,paid,EUR,50.00,2024-11-01 10:00:00 -0500,1,Bowl,50.00
#1003,b@shop.test,voided,EUR,90.00,2024-11-15 10:00:00 -0500,1,Bowl,50.00
#1003,,,,,2024-11-15 10:00:00 -0500,2,Plate,20.00
";

/// Texts of a column of a Parquet file; null is "-".
pub fn column(work: &Workplace, file: &str, name: &str) -> Vec<String> {
    let file = std::fs::File::open(work.path(file)).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    let mut texts = Vec::new();
    for batch in reader {
        let batch = batch.unwrap();
        let cells = batch.column_by_name(name).unwrap().as_string::<i32>().clone();
        texts.extend(cells.iter().map(|cell| cell.unwrap_or("-").to_owned()));
    }
    texts
}

#[test]
fn a_shopify_order_export_needs_no_cleaning() {
    let work = Workplace::new();
    work.write("orders.csv", SHOPIFY);
    let said = work.run("import orders.csv --out tables").expect_code(0).stdout;
    assert_eq!(
        said.trim_end(),
        "orders.csv → tables/orders.parquet: 5 rows, 9 columns; shopify orders filled down"
    );
    let orders = "tables/orders.parquet";
    let whose = ["a@shop.test", "a@shop.test", "b@shop.test", "b@shop.test", "b@shop.test"];
    assert_eq!(column(&work, orders, "Email"), whose);
    // Sums of money are not filled down: they would count once a line.
    assert_eq!(column(&work, orders, "Total"), ["100.00", "-", "50.00", "90.00", "-"]);
    work.write(
        "winback.toml",
        "[data]\ntransactions = \"tables/orders.parquet\"\nas_of = \"2025-01-01\"\n\
         [columns]\npreset = \"shopify\"\n",
    );
    let call = "features --features purchases,spend --out f.parquet --format json";
    let written = work.run(call).expect_code(0).json();
    assert_eq!(written["customers"], 2, "{written}");
    // Both lines of the voided order are left out, although only its first says so.
    assert_eq!(written["quality"]["used"], 3, "{written}");
}

#[test]
fn what_an_order_s_line_says_itself_is_not_filled_over() {
    let work = Workplace::new();
    let text = "Name,Email,Source,Lineitem quantity,Tags\n\
                #1,a@shop.test,,1,\n#1,,web,2,x\n#1,,,3,\n#2,,,1,\n,,,1,\n,c@shop.test,,1,\n";
    work.write("orders.csv", text);
    work.run("import orders.csv --out tables").expect_code(0);
    let of = |name: &str| column(&work, "tables/orders.parquet", name);
    let [a, none, c] = ["a@shop.test", "-", "c@shop.test"];
    assert_eq!(of("Email"), [a, a, a, none, none, c], "orders without a number are each their own");
    assert_eq!(of("Source"), ["-", "web", "web", "-", "-", "-"]);
    assert_eq!(of("Tags"), ["-", "x", "x", "-", "-", "-"]);
}

#[test]
fn texts_keep_their_zeros_whatever_wrote_the_file() {
    let work = Workplace::new();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    // Two members in one file, as `cat a.gz b.gz` makes them.
    gzip.write_all(b"id,note\n007,\"say \"\"hi\"\"\"\n").unwrap();
    let mut packed = gzip.finish().unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(b"010,\n").unwrap();
    packed.extend(gzip.finish().unwrap());
    for (name, content, note) in [
        (
            "marked.csv",
            "\u{feff}\"id\";\"note\"\r\n007;\"two\r\nlines\"\r\n010;\r\n".into(),
            "two\r\nlines",
        ),
        ("excel.CSV", "sep=;\nid;note\n007;1,50\n\n010;\"\"\n".into(), "1,50"),
        ("tabs.tsv", "id\tnote\n007\ta, b; c\n010\t\n".into(), "a, b; c"),
        ("packed.csv.gz", packed, "say \"hi\""),
    ] as [(&str, Vec<u8>, &str); 4]
    {
        std::fs::write(work.path(name), content).unwrap();
        work.run(&format!("import {name} --out tables")).expect_code(0);
        let table = format!("tables/{}.parquet", name.split('.').next().unwrap());
        assert_eq!(column(&work, &table, "id"), ["007", "010"], "{name}");
        assert_eq!(column(&work, &table, "note"), [note, "-"], "{name}");
    }
    work.write("header.csv", "id,note\n");
    let said = work.run("import header.csv --out tables --format json").expect_code(0).json();
    assert_eq!(said[0]["rows"], 0, "{said}");
    assert_eq!(said[0]["columns"][1], "note", "{said}");
}

#[test]
fn a_file_that_cannot_be_read_leaves_nothing() {
    let work = Workplace::new();
    work.write("good.csv", "id,note\n1,x\n");
    work.write("ragged.csv", "id,note\n1,\"a\nb\"\n2,y,z\n");
    work.write("open.csv", "id,note\n1,\"x\n2,y\n3,z\n");
    work.write("twice.csv", "id,note,id\n1,x,2\n");
    work.write("empty.csv", "");
    work.write("sheet.csv", "PK\u{3}\u{4} and so on");
    std::fs::write(work.path("latin.csv"), b"id,note\n1,M\xfcller\n").unwrap();
    std::fs::write(work.path("wide.csv"), b"\xff\xfei\0d\0\n\0").unwrap();
    std::fs::write(work.path("cut.csv.gz"), &b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03KL"[..])
        .unwrap();
    std::fs::create_dir(work.path("folder")).unwrap();
    for (name, code, parts) in [
        ("ragged.csv", 3, &["row 3 (line 4) has 3 cells and the header 2", "in quotes"][..]),
        ("open.csv", 3, &["open.csv row 2 (line 2) does not end", "written twice"]),
        ("latin.csv", 3, &["latin.csv row 2 is not UTF-8", "iconv -f WINDOWS-1252"]),
        ("wide.csv", 3, &["wide.csv row 1 is not UTF-8", "iconv -f UTF-16"]),
        ("twice.csv", 2, &["'id' stands twice in the first row", "rename"]),
        ("empty.csv", 2, &["empty.csv is empty", "first row must name the columns"]),
        ("sheet.csv", 2, &["sheet.csv is a ZIP archive or an Excel workbook", "CSV UTF-8"]),
        ("cut.csv.gz", 1, &["cannot read cut.csv.gz from row 1 on", "again"]),
        ("folder", 2, &["folder is a folder", "folder/*.csv"]),
        ("nowhere.csv", 2, &["nowhere.csv does not exist"]),
    ] {
        let before = work.everything();
        work.run(&format!("import good.csv {name} --out tables")).expect_error(code, parts);
        assert_eq!(work.everything(), before, "left behind by {name}");
    }
}

#[test]
fn what_is_there_is_replaced_only_when_told() {
    let work = Workplace::new();
    work.write("ids.csv", "id\n1\n");
    work.run("import ids.csv --out tables").expect_code(0);
    work.write("ids.csv", "id\n2\n");
    let parts = ["tables/ids.parquet exists already", "--force"];
    work.run("import ids.csv --out tables").expect_error(2, &parts);
    assert_eq!(column(&work, "tables/ids.parquet", "id"), ["1"]);
    work.run("import ids.csv --out tables --force").expect_code(0);
    assert_eq!(column(&work, "tables/ids.parquet", "id"), ["2"]);
    work.write("ids.tsv", "id\n1\n");
    let said = work.run("import ids.csv ids.tsv --out others");
    said.expect_error(2, &["ids.csv", "ids.tsv", "two folders"]);
    assert!(!work.path("others").exists());
}

#[test]
fn rows_of_any_number_and_length_come_through() {
    let work = Workplace::new();
    let long = "x".repeat(70_000);
    let mut text = String::from("id,note\n");
    for i in 0..140_000 {
        let note = if i % 20_000 == 0 { long.as_str() } else { "y" };
        text += &format!("{i},{note}\n");
    }
    work.write("many.csv", &text);
    work.run("import many.csv --out tables").expect_code(0);
    let [ids, notes] = ["id", "note"].map(|name| column(&work, "tables/many.parquet", name));
    assert_eq!(ids.len(), 140_000);
    assert!(ids.iter().enumerate().all(|(i, id)| *id == i.to_string()));
    assert_eq!(notes.iter().filter(|note| **note == long).count(), 7);
}

#[test]
fn a_squarespace_order_export_is_filled_down_by_its_order_id() {
    let work = Workplace::new();
    let text = "Order ID,Email,Financial Status,Total,Created at,Lineitem quantity,Lineitem price\n\
                101,a@shop.test,PAID,100.00,2024-10-01 10:00:00,1,60.00\n\
                101,,,,,2,20.00\n";
    work.write("orders.csv", text);
    let said = work.run("import orders.csv --out tables").expect_code(0).stdout;
    assert!(said.contains("squarespace orders filled down"), "{said}");
    assert_eq!(column(&work, "tables/orders.parquet", "Email"), ["a@shop.test"; 2]);
    let said = work.run("check --transactions tables/orders.parquet").stdout;
    assert!(!said.contains("preset"), "its layout is none of the presets': {said}");
}
