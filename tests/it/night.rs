//! The nightly run: once, again, unchanged, colliding, and with data that is not fit.

use crate::workplace::Workplace;
use std::fs::File;
use std::path::{Path, PathBuf};

/// The generated sample of the package, configured.
pub fn configured(work: &Workplace, more: &str) -> PathBuf {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let path = |name: &str| data.join(name).display().to_string().replace('\\', "/");
    let toml = format!(
        "[data]\ntransactions = \"{}\"\nevents = \"{}\"\ncustomers = \"{}\"\nas_of = \"2024-10-01\"\n\
         [outcome]\nhorizon_days = 60\n[model]\nmodels = \"models\"\n\
         max_training_rows = 2000\n[output]\noutput = \"out\"\n{more}",
        path("transactions.parquet"),
        path("events.parquet"),
        path("customers.parquet"),
    );
    work.write("winback.toml", &toml)
}

const SCORES: &str = "out/scores/as_of=2024-10-01";
const AUDIENCE: &str = "out/audience/as_of=2024-10-01";

fn bytes(work: &Workplace) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for folder in [SCORES, AUDIENCE] {
        for name in work.list(folder) {
            all.push(std::fs::read(work.path(&format!("{folder}/{name}"))).unwrap());
        }
    }
    all
}

#[test]
fn a_night_trains_scores_and_lists_and_may_be_repeated() {
    let work = Workplace::new();
    configured(&work, "");
    let first = work.run("run --config winback.toml --format json").expect_code(0).json();
    assert_eq!(first["trained"], true);
    assert_eq!(work.list(SCORES), ["_SUCCESS", "_manifest.json", "part-00000.parquet"]);
    assert_eq!(
        work.list(AUDIENCE),
        [
            "_SUCCESS",
            "_manifest.json",
            "call.csv",
            "campaign.json",
            "control.csv",
            "left_off.csv",
            "refused.parquet",
            "win_back.csv"
        ]
    );
    assert!(first["audience"]["listed"].as_u64().unwrap() > 0);
    assert_eq!(first["audience"]["looked_for_purchases"], true);
    let made = bytes(&work);

    let second = work.run("run --threads 1 --format json").expect_code(0).json();
    assert_eq!(second["trained"], false);
    assert_eq!(second["scores"]["run_id"], first["scores"]["run_id"]);
    assert_eq!(second["audience"]["run_id"], first["audience"]["run_id"]);
    work.run("run").expect_code(0);
    assert!(made == bytes(&work), "the same night gives the same bytes");
    // The night notes who has bought since as it reads for the scores; the command looks for them in a
    // pass of its own.
    assert!(work.read(&format!("{AUDIENCE}/left_off.csv")).contains("returned"));
    work.run("audience").expect_code(0);
    assert!(made == bytes(&work), "the night leaves off whom the command leaves off");

    let ended = work.run("run --if-changed").expect_code(99);
    assert!(ended.stderr.contains("nothing to do"), "{}", ended.stderr);
    work.run("run --if-changed --as-of 2024-10-02").expect_code(0);
    std::fs::write(work.path(&format!("{AUDIENCE}/win_back.csv")), "").unwrap();
    work.run("run --if-changed").expect_code(0);
    assert!(made == bytes(&work), "a damaged list is made again");

    let lock = File::create(work.path("out/_lock")).unwrap();
    lock.lock().unwrap();
    work.run("run").expect_error(1, &["another run is writing to", "out"]);
}

#[test]
fn the_date_may_be_that_of_the_data() {
    let work = Workplace::new();
    configured(&work, "");
    work.run("run --as-of data_end").expect_code(0);
    assert_eq!(work.list("out/audience"), ["as_of=2025-01-01"]);
    work.run("run --as-of data_end --if-changed").expect_code(99);
}

#[test]
fn unfit_or_old_data_ends_the_night_before_anything_is_written() {
    let work = Workplace::new();
    configured(&work, "");
    work.write(
        "stale.toml",
        &work.read("winback.toml").replace("[outcome]", "max_staleness_days = 3\n[outcome]"),
    );
    work.run("run --config stale.toml --as-of 2025-03-01").expect_error(4, &["2024-12-31"]);
    work.run("run --as-of 1999-01-01").expect_error(3, &["no transaction before as-of 1999-01-01"]);
    work.run("run --transactions nowhere.parquet").expect_error(2, &["nowhere.parquet"]);
    work.run("run --model churn/none").expect_error(2, &["churn/none"]);
    work.run("run --config missing.toml").expect_error(2, &["missing.toml"]);
    work.run("run --voucher-save-rate 7").expect_error(2, &["--voucher-save-rate", "not a share"]);
    assert_eq!(work.list("."), ["stale.toml", "winback.toml"], "nothing is left behind");
}

#[test]
fn without_customers_there_are_scores_and_no_list() {
    let work = Workplace::new();
    let config = configured(&work, "");
    let toml = std::fs::read_to_string(&config).unwrap();
    let without: Vec<&str> = toml.lines().filter(|line| !line.starts_with("customers")).collect();
    work.write("winback.toml", &without.join("\n"));
    let night = work.run("run --format json").expect_code(0).json();
    assert!(night["audience"].is_null());
    assert_eq!(work.list("out"), ["as_of=2024-10-01", "monitor", "report", "scores"]);
    work.run("audience").expect_error(2, &["no customers table", "--customers"]);
}
