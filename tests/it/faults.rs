//! Nights whose system calls fail at random: a full disk, a file that cannot be read, a name that cannot be given.
//! Readers see all of last night or all of tonight, the next run succeeds and leaves nothing behind.
//!
//! strace makes the faults. A few in every run of the full script; `WINBACK_FAULTS=300` makes as many as it says.

use crate::kills::{DATES, Draw, Seen, hidden, night, seen, start};
use crate::night::configured;
use crate::workplace::Workplace;
use std::process::{Command, Stdio};

/// What fails, and how. Reads fail only on files: a program whose own code cannot be loaded has not started.
const FAULTS: [(&str, &str); 19] = [
    ("openat", "EMFILE"),
    ("openat", "EACCES"),
    ("openat", "ENOSPC"),
    ("write", "ENOSPC"),
    ("write", "EIO"),
    ("write", "EDQUOT"),
    ("pread64", "EIO"),
    ("fsync", "EIO"),
    ("fsync", "ENOSPC"),
    ("rename", "EIO"),
    ("rename", "EACCES"),
    ("renameat2", "EIO"),
    ("linkat", "EIO"),
    ("mkdir", "ENOSPC"),
    ("unlink", "EIO"),
    ("unlinkat", "EACCES"),
    ("getdents64", "EIO"),
    ("fchmod", "EPERM"),
    ("statx", "EIO"),
];

/// How many faults are asked for.
#[expect(clippy::disallowed_methods, reason = "how much is tested is the caller's choice")]
fn asked_for() -> usize {
    std::env::var("WINBACK_FAULTS").ok().and_then(|n| n.parse().ok()).unwrap_or(20)
}

/// A night in which the call fails once in each thread, at the `nth` time.
fn faulty(
    work: &Workplace,
    date: &str,
    size: u64,
    (call, error): (&str, &str),
    nth: u64,
) -> Command {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qqq", "-o"]).arg(work.path("trace"));
    strace.args(["-e", &format!("trace={call}")]);
    strace.args(["-e", &format!("inject={call}:error={error}:when={nth}")]);
    let night = night(work, date, size);
    strace.arg(night.get_program()).args(night.get_args());
    strace.current_dir(work.path("")).stdout(Stdio::null());
    strace
}

/// Whether a fault was met before the night ended.
fn was_met(work: &Workplace) -> bool {
    std::fs::read_to_string(work.path("trace")).is_ok_and(|trace| trace.contains("(INJECTED)"))
}

#[test]
#[ignore = "needs strace; run scripts/test"]
fn a_night_that_meets_a_fault_is_the_last_one_or_this_one() {
    let (faults, work) = (asked_for(), Workplace::new());
    configured(&work, "");
    for date in DATES {
        assert!(start(&work, date, 11).wait().unwrap().success());
    }
    let (mut draw, mut met, mut tries) = (Draw(3), 0, 0);
    let (mut refused, mut tonight) = (0, 0);
    while met < faults {
        tries += 1;
        assert!(tries < 20 * faults, "only {met} faults of {tries} were met");
        let fault = FAULTS[draw.below(FAULTS.len() as u64) as usize];
        let date = DATES[tries % DATES.len()];
        let (before, size) = (seen(&work, date), 11 + draw.below(1000));
        // The program's own libraries are opened first.
        let nth = 1 + draw.below(if fault.0 == "write" || fault.0 == "openat" { 60 } else { 12 });
        let ended = faulty(&work, date, size, fault, nth).output().unwrap();
        if !was_met(&work) {
            continue;
        }
        met += 1;
        let what =
            format!("{fault:?} at {nth}, size {size}: {}", String::from_utf8_lossy(&ended.stderr));
        let after = seen(&work, date);
        let code = ended.status.code();
        assert!(code.is_some_and(|code| code <= 5 || code == 127), "{code:?} after {what}");
        assert!(!what.contains("panicked"), "{what}");
        assert!(
            after == before || after == Seen::Whole(size),
            "{before:?} became {after:?} after {what}"
        );
        if code == Some(0) {
            assert_eq!(after, Seen::Whole(size), "said to be well after {what}");
        }
        refused += usize::from(code != Some(0));
        tonight += usize::from(after != before);
        if met % 3 == 0 {
            let next = DATES[(tries + 1) % DATES.len()];
            assert!(start(&work, next, 11).wait().unwrap().success(), "after {what}");
            assert!(hidden(&work).is_empty(), "after {what}: {:?}", hidden(&work));
        }
    }
    println!(
        "{faults} faults met in {tries} nights: {refused} ended with an error, {tonight} show tonight, 0 mixed"
    );
}
