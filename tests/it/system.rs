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
