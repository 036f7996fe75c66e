//! CSV exports become Parquet that the other commands read.

use crate::workplace::Workplace;
use arrow_array::cast::AsArray;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

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
fn column(work: &Workplace, file: &str, name: &str) -> Vec<String> {
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
    assert!(said.contains("5 rows, 9 columns; shopify orders filled down"), "{said}");
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
fn texts_keep_their_zeros_and_a_wrong_row_leaves_nothing() {
    let work = Workplace::new();
    work.write("ids.csv", "\u{feff}id;note\n007;\"two\nlines\"\n010;\n");
    work.run("import ids.csv --out tables").expect_code(0);
    assert_eq!(column(&work, "tables/ids.parquet", "id"), ["007", "010"]);
    assert_eq!(column(&work, "tables/ids.parquet", "note"), ["two\nlines", "-"]);
    work.write("bad.csv", "id,note\n1,x\n2,y,z\n");
    let said = work.run("import bad.csv --out bad");
    said.expect_error(3, &["bad.csv row 3", "3 cells and the header 2", "in quotes"]);
    assert!(!work.path("bad").exists(), "nothing is left behind");
    work.write("ids.tsv", "id\n1\n");
    let said = work.run("import ids.csv ids.tsv --out tables");
    said.expect_error(2, &["ids.csv", "ids.tsv", "two folders"]);
}
