//! Nights that are killed at random: readers see all of last night or all of tonight, the next run succeeds
//! and leaves nothing behind.
//!
//! A few kills in every run of the tests; `WINBACK_KILLS=300` makes as many as it says.

use crate::night::configured;
use crate::workplace::Workplace;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub const DATES: [&str; 3] = ["2024-10-01", "2024-10-02", "2024-10-03"];

/// Which of two configurations the results of a date were made by, told by the list's size in both
/// manifests.
#[derive(Debug, PartialEq, Eq)]
pub enum Seen {
    Nothing,
    Whole(u64),
    Mixed(Option<u64>, Option<u64>),
}

fn size_in(folder: &Path) -> Option<u64> {
    let manifest = std::fs::read(folder.join("_manifest.json")).ok()?;
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).ok()?;
    let files = manifest["files"].as_array()?;
    let is_there = |file: &serde_json::Value| {
        let path = folder.join(file["name"].as_str().unwrap());
        std::fs::metadata(path).is_ok_and(|meta| Some(meta.len()) == file["bytes"].as_u64())
    };
    if !folder.join("_SUCCESS").exists() || !files.iter().all(is_there) {
        return None;
    }
    manifest["configuration"]["audience"]["list_size"].as_u64()
}

pub fn seen(work: &Workplace, date: &str) -> Seen {
    let size = |part: &str| size_in(&work.path(&format!("out/{part}/as_of={date}")));
    match (size("scores"), size("audience")) {
        (None, None) => Seen::Nothing,
        (Some(scores), Some(list)) if scores == list => Seen::Whole(list),
        (scores, list) => Seen::Mixed(scores, list),
    }
}

/// The night of a date, with a list as long as `size` at most.
pub fn night(work: &Workplace, date: &str, size: u64) -> Command {
    let mut night = Command::new(env!("CARGO_BIN_EXE_winback"));
    night
        .args(["run", "-q", "--as-of", date, "--list-size", &size.to_string()])
        .current_dir(work.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    night
}

pub fn start(work: &Workplace, date: &str, size: u64) -> Child {
    night(work, date, size).spawn().unwrap()
}

fn end_with(child: &mut Child, signal: &str) {
    if signal == "KILL" {
        child.kill().unwrap();
    } else {
        let sent = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
        // A run that has ended meanwhile cannot be told anything.
        drop(sent);
    }
    child.wait().unwrap();
}

pub fn hidden(work: &Workplace) -> Vec<String> {
    let below_out = work.everything().into_iter().filter(|path| path.starts_with(work.path("out")));
    let names = below_out.map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with('.') || name == "_lock").collect()
}

/// Numbers that are the same in every run of the test.
pub struct Draw(pub u64);

impl Draw {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        winback::internals::ingest::mix(self.0) % n
    }
}

/// How many kills are asked for.
#[expect(clippy::disallowed_methods, reason = "how much is tested is the caller's choice")]
fn asked_for() -> Option<usize> {
    std::env::var("WINBACK_KILLS").ok().and_then(|n| n.parse().ok())
}

#[test]
fn a_killed_night_is_the_last_one_or_this_one() {
    let kills = asked_for().unwrap_or(12);
    let work = Workplace::new();
    configured(&work, "");
    for date in DATES {
        assert!(start(&work, date, 11).wait().unwrap().success());
    }
    let started = Instant::now();
    assert!(start(&work, DATES[0], 11).wait().unwrap().success());
    let one_night = started.elapsed();
    let (mut draw, mut counts) = (Draw(1), [0; 3]);
    let mut left = 0;
    for kill in 0..kills {
        let date = DATES[kill % DATES.len()];
        let (before, size) = (seen(&work, date), 11 + draw.below(1000));
        let left_before = hidden(&work);
        let mut child = start(&work, date, size);
        // Half of them near the end, where files take their places.
        let share = if kill % 2 == 0 { draw.below(1100) } else { 800 + draw.below(300) };
        std::thread::sleep(one_night.mul_f64(share as f64 / 1000.0));
        let signal = ["KILL", "KILL", "TERM", "INT", "HUP"][draw.below(5) as usize];
        end_with(&mut child, signal);
        let after = seen(&work, date);
        let mixed = after != before && after != Seen::Whole(size);
        assert!(!mixed, "kill {kill} ({signal}): {before:?} became {after:?}, not {size}");
        counts[usize::from(after != before)] += 1;
        left += usize::from(!hidden(&work).is_empty());
        // Told to end, a night takes away its own; what an earlier one left may outlast a night this short.
        if signal != "KILL" {
            let own: Vec<_> =
                hidden(&work).into_iter().filter(|name| !left_before.contains(name)).collect();
            assert!(own.is_empty(), "kill {kill} ({signal}): {own:?}");
        }
        // The next night, of another date, succeeds and removes what was left.
        if kill % 3 == 2 {
            let next = DATES[(kill + 1) % DATES.len()];
            assert!(start(&work, next, 11).wait().unwrap().success(), "after kill {kill}");
            assert!(hidden(&work).is_empty(), "after kill {kill}: {:?}", hidden(&work));
        }
    }
    println!(
        "{kills} kills: {} last night's, {} tonight's, 0 mixed; {left} left something for the next run",
        counts[0], counts[1]
    );
}

#[test]
fn a_first_night_that_is_killed_shows_nothing_or_all() {
    let kills = asked_for().map_or(4, |n| n / 5);
    let work = Workplace::new();
    configured(&work, "");
    assert!(start(&work, DATES[0], 11).wait().unwrap().success());
    let mut draw = Draw(2);
    for kill in 0..kills {
        std::fs::remove_dir_all(work.path("out")).unwrap();
        let mut child = start(&work, DATES[1], 11);
        std::thread::sleep(Duration::from_millis(draw.below(700)));
        end_with(&mut child, "KILL");
        assert!(!matches!(seen(&work, DATES[1]), Seen::Mixed(..)), "kill {kill}");
        std::fs::create_dir_all(work.path("out")).unwrap();
    }
    assert!(start(&work, DATES[2], 11).wait().unwrap().success());
    assert!(hidden(&work).is_empty(), "{:?}", hidden(&work));
}
