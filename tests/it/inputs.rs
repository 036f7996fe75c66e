//! Which files are the table: each real file once, no pipe, no part of a table with a log.

#![cfg(unix)]

use crate::workplace::Workplace;
use std::os::unix::fs::symlink;

/// 2024-11-01 in days since 1970.
const DAY: i64 = 20_028;

const FEATURES: &str = "features --as-of 2025-01-01 --out out.parquet --transactions";

/// Two files of a purchase each, and the features of both.
fn two_files(work: &Workplace) -> Vec<u8> {
    work.write_transactions("tx/2024/a.parquet", &[(1, DAY, 10.0)]);
    work.write_transactions("tx/2025/b.parquet", &[(2, DAY + 1, 20.0)]);
    features(work, "tx")
}

fn features(work: &Workplace, spec: &str) -> Vec<u8> {
    work.run(&format!("{FEATURES} {spec}")).expect_code(0);
    std::fs::read(work.path("out.parquet")).unwrap()
}

#[test]
fn a_file_counts_once_whatever_leads_to_it() {
    let work = Workplace::new();
    let once = two_files(&work);
    symlink("2024", work.path("tx/latest")).unwrap();
    symlink("2024/a.parquet", work.path("tx/again.parquet")).unwrap();
    std::fs::hard_link(work.path("tx/2025/b.parquet"), work.path("tx/2025/c.parquet")).unwrap();
    // Loops: to the folder itself, to the one above, to each other.
    symlink(".", work.path("tx/2024/self")).unwrap();
    symlink("..", work.path("tx/2024/up")).unwrap();
    symlink("../2025", work.path("tx/2024/other")).unwrap();
    symlink("../2024", work.path("tx/2025/other")).unwrap();
    assert_eq!(once, features(&work, "tx"));
    assert_eq!(once, features(&work, "tx/*"));
    assert_eq!(once, features(&work, "tx/**/*.parquet"));
}

#[test]
fn a_link_to_elsewhere_is_followed() {
    let work = Workplace::new();
    let both = two_files(&work);
    std::fs::rename(work.path("tx/2025"), work.path("elsewhere")).unwrap();
    assert_ne!(both, features(&work, "tx"));
    symlink("../elsewhere", work.path("tx/2025")).unwrap();
    assert_eq!(both, features(&work, "tx"));
    std::fs::remove_dir_all(work.path("elsewhere")).unwrap();
    work.run(&format!("{FEATURES} tx")).expect_error(2, &["tx/2025", "does not exist"]);
}

#[test]
fn pipes_and_sockets_are_refused_and_not_opened() {
    let work = Workplace::new();
    two_files(&work);
    let _socket = std::os::unix::net::UnixListener::bind(work.path("tx/s.parquet")).unwrap();
    for spec in ["tx", "tx/*.parquet", "tx/s.parquet"] {
        let said = work.run(&format!("{FEATURES} {spec}"));
        said.expect_error(2, &["tx/s.parquet is a socket", "save it as a file first"]);
    }
    std::fs::remove_file(work.path("tx/s.parquet")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(work.path("tx/pipe")).status().unwrap();
    assert!(made.success());
    work.run(&format!("{FEATURES} tx")).expect_error(2, &["tx/pipe is a pipe"]);
    work.run(&format!("{FEATURES} /dev/null")).expect_error(2, &["/dev/null is a device"]);
}

#[test]
fn a_table_with_a_log_is_never_read_as_files() {
    for (log, name, way_round) in [
        ("metadata/v3.metadata.json", "an Iceberg table", "iceberg_scan('tx')"),
        (".hoodie/hoodie.properties", "a Hudi table", "format(\"hudi\")"),
    ] {
        let work = Workplace::new();
        two_files(&work);
        work.write(&format!("tx/{log}"), "{}");
        for spec in ["tx", "./tx/", ".", "t*", "tx/../tx"] {
            work.run(&format!("{FEATURES} {spec}")).expect_error(2, &[name, "Parquet first"]);
        }
        work.run(&format!("{FEATURES} tx")).expect_error(2, &[way_round]);
        for spec in ["tx/2024", "tx/2024/a.parquet", "tx/*/*.parquet", "tx/*"] {
            let said = work.run(&format!("{FEATURES} {spec}"));
            said.expect_error(2, &["tx/2024", "lies in", name, "not part of the table any more"]);
        }
        // Nor by a link from elsewhere.
        std::fs::create_dir(work.path("links")).unwrap();
        symlink("../tx/2024/a.parquet", work.path("links/a.parquet")).unwrap();
        work.run(&format!("{FEATURES} links")).expect_error(2, &["lies in", name]);
    }
}
