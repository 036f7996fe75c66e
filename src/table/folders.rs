//! Where results lie beneath the output folder, for whoever writes or reads them.
//!
//! ```text
//! <output>/scores/as_of=2025-01-01/part-00000.parquet …    every customer's score
//! <output>/audience/as_of=2025-01-01/win_back.csv          whom to contact
//! <output>/audience/as_of=2025-01-01/left_off.csv          everyone else, with the reason
//! <output>/audience/as_of=2025-01-01/refused.parquet       who has said no, by hashes, for the next night
//! <output>/audience/as_of=2025-01-01/exports/klaviyo/ …    the list as others take it
//! <output>/report/as_of=2025-01-01/report.html             the page of that night
//! <output>/report/index.html                               all nights
//! <output>/monitor/as_of=2025-01-01/monitor.json           what the checks of that night found
//! <output>/monitor/history.parquet                         the same of all nights
//! ```
//!
//! The files themselves lie in `<output>/as_of=2025-01-01/`; see [`DateStaging`](super::DateStaging).
//! Each `as_of=` folder also holds [`MANIFEST`](super::MANIFEST) and [`SUCCESS`](super::SUCCESS).

use super::staged;
use crate::time::AsOf;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// File of an audience folder that lists whom to contact.
pub const LIST_FILE: &str = "win_back.csv";
/// File of an audience folder that lists whom to call.
pub const CALL_FILE: &str = "call.csv";
/// File of an audience folder that lists who is held back, to measure what the list does.
pub const CONTROL_FILE: &str = "control.csv";
/// File of an audience folder that has the campaign in numbers.
pub const CAMPAIGN_FILE: &str = "campaign.json";
/// File of an audience folder that tells who is not on the list.
pub const LEFT_OFF_FILE: &str = "left_off.csv";

/// File of an audience folder by which the next night knows who had said no.
pub const REFUSED_FILE: &str = "refused.parquet";

/// Folder of an audience folder with the list's files for other systems.
pub const EXPORTS_FOLDER: &str = "exports";

/// File of a report folder that is the page.
pub const REPORT_FILE: &str = "report.html";
/// File of a report folder that has the night in a few numbers.
pub const NIGHT_FILE: &str = "night.json";

/// File of a monitor folder that has what the checks found.
pub const WATCH_FILE: &str = "monitor.json";

/// The kind of results that scores are.
pub const SCORES: &str = "scores";
/// The kind of results that lists are.
pub const AUDIENCE: &str = "audience";
/// The kind of results that pages are.
pub const REPORT: &str = "report";
/// The kind of results that readings of the checks are.
pub const MONITOR: &str = "monitor";
/// The kinds of results of a date, each in a folder of its own.
pub const PARTS: [&str; 4] = [SCORES, AUDIENCE, REPORT, MONITOR];
/// What the name of a date's folder begins with.
pub(super) const AS_OF: &str = "as_of=";

/// The folder of a date's scores.
pub fn scores_folder(output: &Path, as_of: AsOf) -> PathBuf {
    part_folder(output, SCORES, as_of)
}

/// The folder of a date's lists.
pub fn audience_folder(output: &Path, as_of: AsOf) -> PathBuf {
    part_folder(output, AUDIENCE, as_of)
}

/// Where readers find one kind of a date's results.
pub(super) fn part_folder(output: &Path, part: &str, as_of: AsOf) -> PathBuf {
    dated(output, part, &as_of.to_string())
}

/// Where all of a date's results lie.
pub(super) fn date_folder(output: &Path, as_of: AsOf) -> PathBuf {
    output.join(format!("{AS_OF}{as_of}"))
}

/// The folder of a date's page.
pub fn report_folder(output: &Path, as_of: AsOf) -> PathBuf {
    part_folder(output, REPORT, as_of)
}

/// The folder of what a date's checks found.
pub fn monitor_folder(output: &Path, as_of: AsOf) -> PathBuf {
    part_folder(output, MONITOR, as_of)
}

/// The folders of what checks found that there are, by date, ascending.
pub fn all_monitors(output: &Path) -> Vec<PathBuf> {
    all(output, MONITOR)
}

/// What the checks of all nights found.
pub fn monitor_history(output: &Path) -> PathBuf {
    output.join(MONITOR).join("history.parquet")
}

/// The page that lists all nights.
pub fn report_index(output: &Path) -> PathBuf {
    output.join(REPORT).join("index.html")
}

/// The way from a folder to a file or folder beneath the same output, as links have it.
pub(crate) fn way(from: &Path, to: &Path) -> String {
    let (from, to): (Vec<_>, Vec<_>) = (from.iter().collect(), to.iter().collect());
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from[same..].iter().map(|_| "..".into());
    let down = to[same..].iter().map(|part| part.to_string_lossy());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// The name of a part of the score file, counted from 0.
pub fn part_file(part: usize) -> String {
    format!("part-{part:05}.parquet")
}

/// Dates of which there is a folder of scores, ascending.
pub fn dates_of_scores(output: &Path) -> Vec<Date> {
    dates_in(&output.join(SCORES))
}

/// The folders of scores that there are, by date, ascending.
pub fn all_scores(output: &Path) -> Vec<PathBuf> {
    all(output, SCORES)
}

/// The folders of lists that there are, by date, ascending.
pub fn all_audiences(output: &Path) -> Vec<PathBuf> {
    all(output, AUDIENCE)
}

/// Removes what interrupted runs left among the dates; for whoever holds the output folder's lock.
pub fn sweep_output(output: &Path) {
    staged::sweep(output);
    for folder in PARTS.map(|part| output.join(part)) {
        staged::sweep(&folder);
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            // A run was interrupted before there was anything for the link to lead to.
            if date_of(&path).is_some() && path.is_symlink() && !path.exists() {
                drop(std::fs::remove_file(path));
            }
        }
    }
}

/// The folders of pages that there are, by date, ascending.
pub fn all_reports(output: &Path) -> Vec<PathBuf> {
    all(output, REPORT)
}

fn all(output: &Path, what: &str) -> Vec<PathBuf> {
    let dates = dates_in(&output.join(what)).into_iter();
    dates.map(|date| dated(output, what, &date.to_string())).collect()
}

fn dates_in(folder: &Path) -> Vec<Date> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut dates: Vec<Date> =
        entries.flatten().filter_map(|entry| date_of(&entry.path())).collect();
    dates.sort_unstable();
    dates
}

/// The date of a folder of scores or lists.
pub fn date_of(folder: &Path) -> Option<Date> {
    folder.file_name()?.to_str()?.strip_prefix(AS_OF)?.parse().ok()
}

fn dated(output: &Path, what: &str, date: &str) -> PathBuf {
    output.join(dated_name(what, date))
}

/// The name beneath the output of one kind of a date's results.
pub(super) fn dated_name(what: &str, date: &str) -> String {
    format!("{what}/{AS_OF}{date}")
}

/// Files that are made of all dates.
pub(super) fn undated(output: &Path) -> [PathBuf; 2] {
    [monitor_history(output), report_index(output)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Zone;

    #[test]
    fn links_lead_from_page_to_list_and_from_index_to_page() {
        let out = |name: &str| Path::new("out").join(name);
        let page = out("report/as_of=2025-01-01");
        let list = out("audience/as_of=2025-01-01").join(LIST_FILE);
        assert_eq!(way(&page, &list), "../../audience/as_of=2025-01-01/win_back.csv");
        let index = page.join(REPORT_FILE);
        assert_eq!(way(&out(REPORT), &index), "as_of=2025-01-01/report.html");
        let url = |name: &str| Path::new("s3://shop/out").join(name);
        let page = url("report/as_of=2025-01-01/generation=b");
        assert_eq!(
            way(&page, &url("audience/as_of=2025-01-01/generation=a")),
            "../../../audience/as_of=2025-01-01/generation=a"
        );
    }

    #[test]
    fn what_is_written_is_found_again() {
        let output = tempfile::tempdir().unwrap();
        let as_of = AsOf::parse("2025-01-01", &Zone::utc()).unwrap();
        let folder = scores_folder(output.path(), as_of);
        assert!(folder.ends_with("scores/as_of=2025-01-01"));
        assert!(audience_folder(output.path(), as_of).ends_with("audience/as_of=2025-01-01"));
        assert_eq!(dates_of_scores(output.path()), []);
        std::fs::create_dir_all(folder).unwrap();
        std::fs::create_dir_all(output.path().join("scores/.as_of=2024-01-01.old-1-0")).unwrap();
        assert_eq!(dates_of_scores(output.path()), [as_of.date()]);
        assert_eq!(part_file(12), "part-00012.parquet");
    }
}
