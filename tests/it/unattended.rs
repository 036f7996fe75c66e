//! A night that nobody watches: what it finds altered, locked, half written or in the wrong place, and what
//! it leaves when it is interrupted.

use crate::night::configured;
use crate::workplace::Workplace;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

pub const SCORES: &str = "out/scores/as_of=2024-10-01";
pub const AUDIENCE: &str = "out/audience/as_of=2024-10-01";

/// A night that has been run, with the data beside it to be changed.
pub fn night_was_run() -> Workplace {
    let work = Workplace::new();
    configured(&work, "");
    own_copy_of_the_data(&work);
    work.run("run").expect_code(0);
    work
}

fn own_copy_of_the_data(work: &Workplace) {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    std::fs::create_dir_all(work.path("data/tx")).unwrap();
    std::fs::copy(data.join("transactions.parquet"), work.path("data/tx/a.parquet")).unwrap();
    for name in ["events.parquet", "customers.parquet"] {
        std::fs::copy(data.join(name), work.path(&format!("data/{name}"))).unwrap();
    }
    let toml = work.read("winback.toml");
    let lines = toml.lines().map(|line| match line.split_once(" = ") {
        Some(("transactions", _)) => "transactions = \"data/tx\"".to_owned(),
        Some(("events", _)) => "events = \"data/events.parquet\"".to_owned(),
        Some(("customers", _)) => "customers = \"data/customers.parquet\"".to_owned(),
        _ => line.to_owned(),
    });
    let lines: Vec<String> = lines.collect();
    work.write("winback.toml", &lines.join("\n"));
}

/// Hidden files and folders below `out` and `models`, and locks.
pub fn leftovers(work: &Workplace) -> Vec<String> {
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let all = work.everything().into_iter();
    all.map(|path| name(&path))
        .filter(|name| name.starts_with('.') && !name.starts_with(".tmp"))
        .collect()
}

pub fn bytes_of(work: &Workplace) -> Vec<Vec<u8>> {
    let files = [SCORES, AUDIENCE].into_iter().flat_map(|folder| {
        work.list(folder).into_iter().map(move |name| format!("{folder}/{name}"))
    });
    files.map(|file| std::fs::read(work.path(&file)).unwrap()).collect()
}

#[test]
fn whoever_reads_what_was_published_sees_that_it_was_altered() {
    let work = night_was_run();
    let made = bytes_of(&work);
    work.run("run --if-changed").expect_code(99);
    // A byte of the list, of the scores; the size stays.
    for file in [format!("{AUDIENCE}/win_back.csv"), format!("{SCORES}/part-00000.parquet")] {
        let mut bytes = std::fs::read(work.path(&file)).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(work.path(&file), bytes).unwrap();
        if file.contains("scores") {
            work.run("audience").expect_error(2, &["part-00000.parquet is not the file"]);
        } else {
            work.run(&format!("measure --campaign {AUDIENCE}"));
        }
        work.run("run --if-changed").expect_code(0);
        assert!(made == bytes_of(&work), "{file} is made again");
    }
    let manifest = work.read(&format!("{SCORES}/_manifest.json"));
    let led_away = manifest.replace("part-00000.parquet", "../../../data/tx/a.parquet");
    work.write(&format!("{SCORES}/_manifest.json"), &led_away);
    work.run("audience")
        .expect_error(2, &["_manifest.json is damaged", "is not a file of its folder"]);
}

#[test]
fn results_among_the_inputs_are_refused_before_anything_is_read() {
    let work = Workplace::new();
    configured(&work, "");
    own_copy_of_the_data(&work);
    work.write("data/tx/half.parquet", "PAR1");
    for place in ["data/tx/out", "data/tx", "data/../data/tx/deep/out"] {
        work.run(&format!("run --output {place}")).expect_error(2, &["lies in data/tx"]);
    }
    std::fs::remove_file(work.path("data/tx/half.parquet")).unwrap();
    work.run("features --out data/tx/features.parquet").expect_error(2, &["lies in data/tx"]);
    assert_eq!(work.list("data/tx"), ["a.parquet"]);
}

#[test]
fn leftovers_of_other_dates_and_of_single_files_go_with_the_next_run() {
    let work = night_was_run();
    for left in [
        "out/.as_of=2020-01-01.staging-abc/audience/win_back.csv",
        "out/scores/.as_of=2020-01-01.staging-1-0/part",
        "out/audience/.as_of=2020-01-02.old-1-0/win_back.csv",
        "models/churn/.2020-01-01-aaaaaaaa.staging-x/model.json",
        ".f.parquet.staging-7",
    ] {
        work.write(left, "left behind");
    }
    #[cfg(unix)]
    {
        let elsewhere = work.path("elsewhere");
        std::fs::create_dir(&elsewhere).unwrap();
        work.write("elsewhere/kept", "");
        let planted = work.path("out/scores/.as_of=2024-10-05.old-1-0");
        std::os::unix::fs::symlink(&elsewhere, planted).unwrap();
        std::os::unix::fs::symlink(
            "../as_of=2020-01-03/scores",
            work.path("out/scores/as_of=2020-01-03"),
        )
        .unwrap();
    }
    // A run that ends early cleans up as well.
    work.run("run --as-of 1999-01-01").expect_code(3);
    work.run("features --out f.parquet").expect_code(0);
    let version =
        work.list("models/churn").into_iter().find(|name| name.starts_with("20")).unwrap();
    work.run(&format!("models promote churn/{version} --challenger")).expect_code(0);
    assert!(leftovers(&work).is_empty(), "{:?}", leftovers(&work));
    assert_eq!(work.list("out/scores"), ["as_of=2024-10-01"]);
    #[cfg(unix)]
    assert!(work.path("elsewhere/kept").exists(), "a planted link is not followed");
}

#[test]
fn a_half_removed_old_folder_never_comes_back() {
    let work = night_was_run();
    std::fs::rename(work.path("out/as_of=2024-10-01"), work.path("out/.as_of=2024-10-01.old-1-0"))
        .unwrap();
    std::fs::remove_file(work.path("out/.as_of=2024-10-01.old-1-0/scores/_SUCCESS")).unwrap();
    work.run("run --as-of 1999-01-01").expect_code(3);
    assert!(!work.path(SCORES).exists() && !work.path(AUDIENCE).exists());
    work.run("run").expect_code(0);
    // One that is whole does.
    std::fs::rename(work.path("out/as_of=2024-10-01"), work.path("out/.as_of=2024-10-01.old-1-0"))
        .unwrap();
    work.run("run --as-of 1999-01-01").expect_code(3);
    assert!(
        work.path(SCORES).join("_SUCCESS").exists()
            && work.path(AUDIENCE).join("_SUCCESS").exists()
    );
}

#[test]
fn all_writers_of_an_output_folder_share_one_lock() {
    let work = night_was_run();
    let lock = std::fs::File::create(work.path("out/_lock")).unwrap();
    lock.lock().unwrap();
    (&lock).write_all(b"{\"process\": 4711, \"host\": \"night-machine\"}").unwrap();
    for command in ["run", "score", "audience", "run --dry-run"] {
        let parts = ["another run is writing to", "process 4711 on night-machine"];
        work.run(command).expect_error(1, &parts);
    }
    drop(lock);
    // What is left of a process that was killed locks nothing.
    work.run("audience").expect_code(0);
    assert!(!work.path("out/_lock").exists());
}

#[test]
fn promotions_at_once_lose_nothing() {
    let work = night_was_run();
    let version =
        work.list("models/churn").into_iter().find(|name| name.starts_with("20")).unwrap();
    let versions: Vec<String> = (1..=8).map(|i| format!("2025-02-0{i}-aaaaaaaa")).collect();
    for other in &versions {
        let from = work.read(&format!("models/churn/{version}/model.json"));
        work.write(&format!("models/churn/{other}/model.json"), &from);
    }
    let mut children: Vec<_> = versions
        .iter()
        .map(|version| {
            Command::new(env!("CARGO_BIN_EXE_winback"))
                .args(["models", "promote", &format!("churn/{version}"), "-q"])
                .current_dir(work.path(""))
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    assert!(children.iter_mut().all(|child| child.wait().unwrap().success()));
    let aliases: serde_json::Value =
        serde_json::from_str(&work.read("models/churn/aliases.json")).unwrap();
    let history = aliases["history"].as_array().unwrap();
    for version in &versions {
        assert!(history.iter().any(|change| change["to"] == **version), "{version}");
    }
}

#[test]
fn a_hole_in_the_history_ends_the_night_until_it_is_accepted() {
    let work = Workplace::new();
    configured(&work, "");
    own_copy_of_the_data(&work);
    std::fs::remove_dir_all(work.path("data/tx")).unwrap();
    work.run("generate --customers 300 --days 500 --shape wholesale --out made --transactions-per-file 400")
        .expect_code(0);
    std::fs::rename(work.path("made/transactions"), work.path("data/tx")).unwrap();
    std::fs::rename(work.path("made/customers.parquet"), work.path("data/customers.parquet"))
        .unwrap();
    std::fs::rename(work.path("made/events"), work.path("data/ev")).unwrap();
    let toml = work.read("winback.toml").replace("data/events.parquet", "data/ev");
    work.write("winback.toml", &toml);
    work.run("run").expect_code(0);
    let files = work.list("data/tx");
    assert!(files.len() > 8, "{files:?}");
    let gone = &files[files.len() / 2];
    std::fs::remove_file(work.path(&format!("data/tx/{gone}"))).unwrap();
    work.run("run").expect_error(3, &[gone, "is gone", "--accept-losses"]);
    work.run("run --accept-losses").expect_code(0);
    work.run("run").expect_code(0);
}

#[test]
fn a_file_that_is_half_there_is_worth_another_try() {
    let work = night_was_run();
    let made = bytes_of(&work);
    let whole = std::fs::read(work.path("data/tx/a.parquet")).unwrap();
    for cut in [0, 3, 9, whole.len() / 2, whole.len() - 1] {
        std::fs::write(work.path("data/tx/a.parquet"), &whole[..cut]).unwrap();
        let code = if cut == 3 { 2 } else { 1 };
        work.run("run").expect_code(code);
    }
    // One that is encrypted stays so.
    let mut encrypted = whole;
    encrypted[..4].copy_from_slice(b"PARE");
    let end = encrypted.len() - 4;
    encrypted[end..].copy_from_slice(b"PARE");
    std::fs::write(work.path("data/tx/a.parquet"), encrypted).unwrap();
    work.run("run").expect_error(2, &["a.parquet is encrypted"]);
    assert!(made == bytes_of(&work), "nothing was replaced");
}

#[test]
fn a_model_of_another_question_is_refused() {
    let work = night_was_run();
    work.run("run --horizon-days 30")
        .expect_error(2, &["outcome.horizon_days = 60", "30 is asked for"]);
    work.run("score --gap-days 7").expect_error(2, &["outcome.gap_days", "7 is asked for"]);
    work.run("run --lookback-days 100").expect_error(2, &["outcome.lookback_days"]);
}

#[test]
fn a_dry_run_does_all_and_leaves_nothing() {
    let work = Workplace::new();
    configured(&work, "");
    let before = work.everything();
    let night = work.run("run --dry-run --format json").expect_code(0).json();
    assert_eq!(night["published"], false);
    assert!(night["audience"]["listed"].as_u64().unwrap() > 0);
    assert_eq!(work.everything(), before);
    let made = work.run("run --format json").expect_code(0).json();
    assert_eq!(made["scores"]["run_id"], night["scores"]["run_id"]);
    assert_eq!(made["published"], true);
    let before = bytes_of(&work);
    work.run("run --dry-run --list-size 3").expect_code(0);
    assert!(before == bytes_of(&work));
}

#[test]
fn scores_alone_leave_the_list_and_copies_without_links_are_taken_over() {
    let work = night_was_run();
    let list = std::fs::read(work.path(&format!("{AUDIENCE}/win_back.csv"))).unwrap();
    work.run("score").expect_code(0);
    assert!(list == std::fs::read(work.path(&format!("{AUDIENCE}/win_back.csv"))).unwrap());
    // As `cp -rL` leaves them.
    for folder in [SCORES, AUDIENCE] {
        let real = work.path(folder).canonicalize().unwrap();
        std::fs::remove_file(work.path(folder)).unwrap();
        std::fs::rename(real, work.path(folder)).unwrap();
    }
    work.run("score").expect_code(0);
    assert!(list == std::fs::read(work.path(&format!("{AUDIENCE}/win_back.csv"))).unwrap());
    assert!(work.path(SCORES).is_symlink() && work.path(AUDIENCE).is_symlink());
    assert!(leftovers(&work).is_empty());
    work.run("run --if-changed").expect_code(99);
}
