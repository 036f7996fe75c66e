//! What the operating system has to do with a night: modes of results, logs that cannot be written, arguments
//! that are no text, limits.

use crate::determinism::write_skewed_history;
use crate::kills::{Seen, seen};
use crate::night::configured;
use crate::unattended::{AUDIENCE, SCORES, bytes_of, leftovers, night_was_run};
use crate::workplace::Workplace;
use arrow_array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use winback::internals::ingest::mix;

fn mode(work: &Workplace, path: &str) -> u32 {
    std::fs::metadata(work.path(path)).unwrap().permissions().mode() & 0o777
}

fn set_mode(work: &Workplace, path: &str, mode: u32) {
    std::fs::set_permissions(work.path(path), PermissionsExt::from_mode(mode)).unwrap();
}

#[test]
fn results_are_the_users_own_until_he_opens_them() {
    let work = night_was_run();
    for path in work.everything() {
        let inside = path.strip_prefix(work.path("out")).ok();
        if inside.is_some() {
            let mode = path.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, if path.is_dir() { 0o700 } else { 0o600 }, "{}", path.display());
        }
    }
    // What is replaced keeps its mode, folder and file; what is new in it goes by its folder.
    let (list, call) = (format!("{AUDIENCE}/win_back.csv"), format!("{AUDIENCE}/call.csv"));
    set_mode(&work, AUDIENCE, 0o750);
    set_mode(&work, &list, 0o640);
    std::fs::remove_file(work.path(&format!("{AUDIENCE}/control.csv"))).unwrap();
    for date in [0o750, 0o700, 0o710] {
        set_mode(&work, "out/as_of=2024-10-01", date);
        for command in ["run", "score", "audience"] {
            work.run(command).expect_code(0);
            assert_eq!(mode(&work, "out/as_of=2024-10-01"), date, "{command}");
            assert_eq!(mode(&work, AUDIENCE), 0o750, "{command}");
            assert_eq!(mode(&work, &list), 0o640, "{command}");
            assert_eq!(mode(&work, &call), 0o600, "{command}");
            assert_eq!(mode(&work, &format!("{AUDIENCE}/control.csv")), 0o640, "{command}");
            assert_eq!(mode(&work, SCORES), 0o700, "{command}");
        }
    }
    // A new date goes by the folder of its kind, which is never everybody's.
    set_mode(&work, "out/scores", 0o755);
    work.run("run --as-of 2024-10-02").expect_code(0);
    assert_eq!(mode(&work, "out/scores/as_of=2024-10-02"), 0o750);
    assert_eq!(mode(&work, "out/audience/as_of=2024-10-02"), 0o700);
    assert_eq!(mode(&work, "out/as_of=2024-10-02"), 0o710, "the group may pass");
    work.run("features --out f.parquet").expect_code(0);
    assert_eq!(mode(&work, "f.parquet"), 0o600);
    set_mode(&work, "f.parquet", 0o644);
    work.run("features --out f.parquet").expect_code(0);
    assert_eq!(mode(&work, "f.parquet"), 0o644);
}

#[test]
fn a_log_that_cannot_be_written_stops_nothing() {
    let work = Workplace::new();
    configured(&work, "");
    for (shell, format) in [
        ("2>/dev/full", "text"),
        ("2>/dev/full", "json"),
        ("2>&1 >/dev/null | true; exit ${PIPESTATUS[0]}", "text"),
        ("2>&-", "text"),
    ] {
        let call = format!("\"$0\" run --log-format {format} {shell}");
        let ended = Command::new("bash")
            .args(["-c", &call, env!("CARGO_BIN_EXE_winback")])
            .current_dir(work.path(""))
            .output()
            .unwrap();
        assert_eq!(ended.status.code(), Some(0), "{shell} {format}");
    }
}

#[test]
fn arguments_that_are_no_text_are_refused_in_words() {
    let work = Workplace::new();
    for flag in ["--output", "--transactions", "--models", "--customers", "--as-of"] {
        let ended = Command::new(env!("CARGO_BIN_EXE_winback"))
            .args(["run", flag])
            .arg(std::ffi::OsString::from_vec(b"x\xff".to_vec()))
            .current_dir(work.path(""))
            .output()
            .unwrap();
        assert_eq!(ended.status.code(), Some(2), "{flag}");
        assert!(String::from_utf8_lossy(&ended.stderr).contains("UTF-8"), "{flag}");
    }
}

#[test]
fn limits_of_the_system_are_no_damage_of_a_file() {
    let work = night_was_run();
    let made = bytes_of(&work);
    let run = |limits: &str| {
        let call = format!("ulimit {limits} && \"$0\" run -q --threads 1");
        let ended = Command::new("bash")
            .args(["-c", &call, env!("CARGO_BIN_EXE_winback")])
            .current_dir(work.path(""))
            .output()
            .unwrap();
        (ended.status.code(), String::from_utf8_lossy(&ended.stderr).into_owned())
    };
    // Below 6 not even the program can be loaded.
    for handles in 6..17 {
        let (code, said) = run(&format!("-n {handles}"));
        assert!(matches!(code, Some(0 | 1)), "{handles}: {code:?} {said}");
        assert!(leftovers(&work).is_empty(), "{handles}: {:?} {said}", leftovers(&work));
    }
    // Files of 40 kB at most: the disk is full, as it were.
    let (code, said) = run("-f 40");
    assert_eq!(code, Some(1), "{said}");
    assert!(made == bytes_of(&work) && leftovers(&work).is_empty());
}

#[test]
fn a_spill_folder_that_fills_up_is_said_and_nothing_is_left() {
    let work = Workplace::new();
    write_skewed_history(&work);
    std::fs::create_dir(work.path("spill")).unwrap();
    let before = work.everything();
    let call = "features --transactions history --as-of 2024-06-01 --out new/f.parquet --quiet \
                --spill-dir spill --memory-limit 64MiB";
    let ended = work.run_on_a_small_disk(65_536, call);
    ended.expect_error(1, &["spill", "File too large", "--spill-dir", "--memory-limit"]);
    assert_eq!(work.everything(), before, "left behind");
}

#[test]
fn folders_that_are_links_are_refused_before_anything_is_read() {
    let work = night_was_run();
    let made = bytes_of(&work);
    std::fs::create_dir(work.path("elsewhere")).unwrap();
    for part in ["scores", "audience", "report", "monitor"] {
        let (folder, aside) = (work.path(&format!("out/{part}")), work.path("aside"));
        std::fs::rename(&folder, &aside).unwrap();
        std::os::unix::fs::symlink(work.path("elsewhere"), &folder).unwrap();
        for command in ["run --list-size 3", "score", "audience"] {
            work.run(command).expect_error(2, &[part, "is a link", "--output"]);
        }
        std::fs::remove_file(&folder).unwrap();
        std::fs::rename(&aside, &folder).unwrap();
    }
    assert!(work.list("elsewhere").is_empty());
    assert!(made == bytes_of(&work));
    // The output itself may be one, unless it leads nowhere.
    std::os::unix::fs::symlink(work.path("out"), work.path("named")).unwrap();
    work.run("run --output named").expect_code(0);
    std::os::unix::fs::symlink(work.path("gone/out"), work.path("nowhere")).unwrap();
    work.run("run --output nowhere").expect_error(2, &["nowhere leads nowhere"]);
}

#[test]
fn what_cannot_be_written_after_the_results_is_found_before_them() {
    let work = night_was_run();
    let made = bytes_of(&work);
    for file in ["out/report/index.html", "out/monitor/history.parquet"] {
        std::fs::remove_file(work.path(file)).unwrap();
        std::fs::create_dir(work.path(file)).unwrap();
        work.run("run --list-size 3").expect_error(2, &[file, "cannot write to"]);
        assert!(made == bytes_of(&work), "{file}");
        std::fs::remove_dir(work.path(file)).unwrap();
        work.run("run").expect_code(0);
    }
    // Folders that are closed to their own user leave nothing behind.
    for folder in ["out/as_of=2024-10-01", "out/as_of=2024-10-01/scores"] {
        set_mode(&work, folder, 0o500);
        work.run("run").expect_code(0);
        assert!(leftovers(&work).is_empty(), "{folder}: {:?}", leftovers(&work));
    }
    // What befell another night's numbers keeps that night alone from the list of pages.
    work.run("run --as-of 2024-09-30").expect_code(0);
    work.write("out/as_of=2024-09-30/report/night.json", "{");
    let run = work.run("run --list-size 3").expect_code(0);
    assert!(run.stderr.contains("night.json is damaged"), "{}", run.stderr);
    work.run("run --as-of 2024-09-30").expect_code(0);
}

/// A history of the checks of a night of long ago, of some megabytes that no compression makes smaller.
fn long_history(path: &Path) {
    let words: Vec<String> = (0..100_000_u64)
        .map(|row| format!("{:016x}{:016x}", mix(2 * row), mix(2 * row + 1)))
        .collect();
    let rows = words.len();
    let text = |word: &str| Arc::new(StringArray::from(vec![word; rows])) as ArrayRef;
    let field = |name: &str, holds, nullable| Field::new(name, holds, nullable);
    let schema = Schema::new(vec![
        field("as_of", DataType::Date32, false),
        field("check", DataType::Utf8, false),
        field("of", DataType::Utf8, true),
        field("signal", DataType::Utf8, false),
        field("value", DataType::Float64, true),
        field("expected", DataType::Float64, true),
        field("customers", DataType::Int64, false),
        field("says", DataType::Utf8, false),
        field("model_version", DataType::Utf8, false),
        field("scores_run_id", DataType::Utf8, false),
    ]);
    let number = || Arc::new(Float64Array::from(vec![None; rows])) as ArrayRef;
    let columns = vec![
        Arc::new(Date32Array::from(vec![1; rows])) as ArrayRef,
        text("auc"),
        text("x"),
        text("good"),
        number(),
        number(),
        Arc::new(Int64Array::from(vec![1; rows])),
        Arc::new(StringArray::from(words)),
        text("v"),
        text("r"),
    ];
    let batch = RecordBatch::try_new(Arc::new(schema), columns).unwrap();
    let file = std::fs::File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

#[test]
fn what_fails_after_the_results_fails_no_night() {
    let work = night_was_run();
    let (path, history) = (work.path("out/monitor/history.parquet"), "the history of the checks");
    long_history(&path);
    let before = std::fs::read(&path).unwrap();
    let night = work.run_on_a_small_disk(1 << 20, "run --list-size 3").expect_code(0);
    assert!(night.stderr.contains(history), "{}", night.stderr);
    assert_eq!(seen(&work, "2024-10-01"), Seen::Whole(3));
    assert!(before == std::fs::read(&path).unwrap() && leftovers(&work).is_empty());
    // The next night catches up.
    let next = work.run("run --as-of 2024-10-02").expect_code(0);
    assert!(!next.stderr.contains(history), "{}", next.stderr);
    assert!(before != std::fs::read(&path).unwrap());
}

#[test]
fn a_name_as_long_as_the_system_takes_is_taken() {
    let work = night_was_run();
    for length in [255, 230] {
        let file = format!("{}.parquet", "é".repeat((length - 8) / 2));
        work.run(&format!("features --out {file}")).expect_code(0);
        assert!(work.path(&file).is_file());
    }
    assert!(leftovers(&work).is_empty());
}

#[test]
fn pipes_in_the_place_of_files_are_refused() {
    let work = night_was_run();
    let pipe = |path: &str| {
        drop(std::fs::remove_file(work.path(path)));
        let made = Command::new("mkfifo").arg(work.path(path)).status().unwrap();
        assert!(made.success());
    };
    pipe("pipe.toml");
    work.run("run --config pipe.toml").expect_error(2, &["pipe.toml", "it is a pipe, not a file"]);
    pipe("model.json");
    work.run("score --model model.json").expect_error(2, &["no model at model.json"]);
    pipe("models/churn/aliases.json");
    for command in ["run", "models list", "train"] {
        work.run(command).expect_error(2, &["aliases.json", "it is a pipe"]);
    }
}

#[test]
fn what_a_terminal_would_obey_is_spelled_out() {
    let work = night_was_run();
    let name = "tx\u{1b}[31m\r.parquet";
    std::fs::rename(work.path("data/tx/a.parquet"), work.path(name)).unwrap();
    let escaped = "tx\\u{1b}[31m\\u{d}.parquet";
    for more in ["x", ""] {
        let ended = Command::new(env!("CARGO_BIN_EXE_winback"))
            .args(["check", "--transactions"])
            .arg(format!("{name}{more}"))
            .current_dir(work.path(""))
            .output()
            .unwrap();
        let said = [ended.stdout, ended.stderr].map(|out| String::from_utf8(out).unwrap()).concat();
        assert!(!said.contains(['\u{1b}', '\r']), "{said:?}");
        assert!(said.contains(escaped) || more.is_empty(), "{said:?}");
    }
}

/// A night that is ended with SIGTERM while it trains, with more lines in the configuration; gives how long it took to end.
fn ended_from_outside(work: &Workplace, monitor: &str) -> Duration {
    let toml = work.read("winback.toml");
    work.write("winback.toml", &format!("{toml}\n[monitor]\n{monitor}"));
    std::fs::remove_dir_all(work.path("models")).unwrap();
    let mut night = Command::new(env!("CARGO_BIN_EXE_winback"))
        .arg("run")
        .current_dir(work.path(""))
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // It trains by now, which takes seconds.
    let said = std::io::BufReader::new(night.stderr.take().unwrap());
    let mut said = std::io::BufRead::lines(said).map(Result::unwrap);
    said.find(|line| line.contains("customer_columns:")).unwrap();
    let sent = Command::new("kill").args(["-s", "TERM", &night.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let began = Instant::now();
    said.for_each(drop);
    assert_eq!(night.wait().unwrap().code(), Some(143));
    let locks = work.everything().into_iter().filter(|path| path.ends_with("_lock"));
    assert_eq!((leftovers(work), locks.count()), (Vec::new(), 0));
    began.elapsed()
}

#[test]
fn a_night_that_is_ended_from_outside_is_told_of() {
    let work = night_was_run();
    ended_from_outside(&work, "metrics = \"night.prom\"\nwebhook = \"hook.ndjson\"\n");
    let metrics = work.read("night.prom");
    assert!(metrics.contains("winback_night_exit_code 143\n"), "{metrics}");
    assert!(metrics.contains("winback_night_success 0\n"), "{metrics}");
    let told: serde_json::Value = serde_json::from_str(&work.read("hook.ndjson")).unwrap();
    assert_eq!((&told["event"], &told["exit_code"]), (&"failed".into(), &143.into()));
    assert_eq!(told["as_of"], "2024-10-01");
    assert!(told["text"].as_str().unwrap().contains("ended from outside, by SIGTERM"), "{told}");
}

#[test]
fn whoever_does_not_listen_holds_up_no_end() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let work = night_was_run();
    let webhook = format!("webhook = \"http://{}/\"\n", silent.local_addr().unwrap());
    let took = ended_from_outside(&work, &webhook);
    assert!(took < Duration::from_secs(8), "{took:?}");
}

#[test]
fn too_little_memory_to_work_is_an_error_in_words() {
    let work = Workplace::new();
    configured(&work, "");
    // Below some 50 MB not even the program can be loaded.
    for megabytes in [64, 80, 96, 128, 160, 256, 319] {
        let call = format!("ulimit -v {} && \"$0\" run -q", megabytes * 1024);
        let ended = Command::new("bash")
            .args(["-c", &call, env!("CARGO_BIN_EXE_winback")])
            .current_dir(work.path(""))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        let loads = ended.status.code() != Some(127);
        assert!(!loads || ended.status.code() == Some(1), "{megabytes} MB: {said}");
        assert!(!loads || said.contains("MB of address space"), "{megabytes} MB: {said}");
    }
}
