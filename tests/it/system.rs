//! What the operating system has to do with a night: modes of results, logs that cannot be written, arguments
//! that are no text, limits.

use crate::determinism::write_skewed_history;
use crate::night::configured;
use crate::unattended::{AUDIENCE, SCORES, bytes_of, leftovers, night_was_run};
use crate::workplace::Workplace;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

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
    // A folder that is replaced keeps its mode.
    set_mode(&work, AUDIENCE, 0o750);
    work.run("run").expect_code(0);
    assert_eq!(mode(&work, AUDIENCE), 0o750);
    assert_eq!(mode(&work, &format!("{AUDIENCE}/win_back.csv")), 0o640);
    assert_eq!(mode(&work, SCORES), 0o700);
    assert_eq!(mode(&work, "out/as_of=2024-10-01"), 0o710, "the group may pass");
    // A new date goes by the folder of its kind, which is never everybody's.
    set_mode(&work, "out/scores", 0o755);
    work.run("run --as-of 2024-10-02").expect_code(0);
    assert_eq!(mode(&work, "out/scores/as_of=2024-10-02"), 0o750);
    assert_eq!(mode(&work, "out/audience/as_of=2024-10-02"), 0o700);
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
    for handles in [6, 7, 8, 9, 10, 12] {
        let (code, said) = run(&format!("-n {handles}"));
        assert!(matches!(code, Some(0 | 1)), "{handles}: {code:?} {said}");
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
    // So is what another night has left, of which the pages are listed.
    work.run("run --as-of 2024-09-30").expect_code(0);
    let made = bytes_of(&work);
    work.write("out/as_of=2024-09-30/report/night.json", "{");
    work.run("run --list-size 3").expect_error(2, &["night.json is damaged"]);
    assert!(made == bytes_of(&work));
    work.run("run --as-of 2024-09-30").expect_code(0);
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

#[test]
fn a_night_that_is_ended_from_outside_is_in_the_metrics() {
    let work = night_was_run();
    let toml = work.read("winback.toml");
    work.write("winback.toml", &format!("{toml}\n[monitor]\nmetrics = \"night.prom\"\n"));
    work.run("run").expect_code(0);
    assert!(work.read("night.prom").contains("winback_night_exit_code 0"));
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
    said.for_each(drop);
    assert_eq!(night.wait().unwrap().code(), Some(143));
    let metrics = work.read("night.prom");
    assert!(metrics.contains("winback_night_exit_code 143\n"), "{metrics}");
    assert!(metrics.contains("winback_night_success 0\n"), "{metrics}");
}

#[test]
fn too_little_memory_for_threads_is_an_error_in_words() {
    let work = Workplace::new();
    configured(&work, "");
    for megabytes in [40, 48, 56, 64, 80, 120] {
        let call = format!("ulimit -v {} && \"$0\" run -q", megabytes * 1024);
        let ended = Command::new("bash")
            .args(["-c", &call, env!("CARGO_BIN_EXE_winback")])
            .current_dir(work.path(""))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(!said.contains("panicked"), "{megabytes} MB: {said}");
    }
}
