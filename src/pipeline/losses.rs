//! Whether an export was lost since the last published run: fewer rows, fewer refusals, a column gone.
//!
//! A lost no is the worst that can be lost: whoever said it would be contacted. So a loss ends the run
//! before anything is written, until somebody accepts it. What is gained is never asked about.

use super::published::{Published, PublishedError};
use crate::config::Settings;
use crate::error::{Failure, Kind};
use crate::table::{CustomerFacts, EventFacts, FileFacts, InputFacts, Stores, TableFacts};
use crate::words::share_to_tenths;
use std::collections::HashSet;
use std::path::PathBuf;

/// The share of refusals that may vanish from one run to the next: people ask to be forgotten.
const LOST_REFUSALS_SHARE: f64 = 0.05;
/// As many may always vanish.
const LOST_REFUSALS: u64 = 2;

/// Inputs that have lost something.
#[derive(Debug, thiserror::Error)]
#[error(
    "the inputs have lost something since {} was published: {}. Nothing was written; fix the export, or \
     accept it once with --accept-losses",
    folder.display(),
    losses.join("; ")
)]
pub struct LossError {
    /// The folder compared with.
    pub folder: PathBuf,
    /// Each loss, in words with numbers.
    pub losses: Vec<String>,
}

impl Failure for LossError {
    fn kind(&self) -> Kind {
        Kind::DataQuality
    }
}

/// Refuses inputs that have lost something since the newest of `folders` was published, unless a loss is accepted.
pub(super) fn refuse_losses(
    folders: &[PathBuf],
    now: &InputFacts,
    settings: &Settings,
) -> crate::Result<()> {
    if settings.accept_losses {
        return Ok(());
    }
    let max_lost_share = settings.quality.max_lost_share;
    let Some(last) = newest(folders, &settings.data.stores)? else { return Ok(()) };
    let losses = losses(&last.manifest.inputs, now, max_lost_share);
    if losses.is_empty() {
        return Ok(());
    }
    Err(LossError { folder: last.shown, losses }.into())
}

/// The newest folder that was published whole; `folders` ascend.
pub(super) fn newest(
    folders: &[PathBuf],
    stores: &Stores,
) -> Result<Option<Published>, PublishedError> {
    for folder in folders.iter().rev() {
        if let Some(found) = Published::find(folder, stores)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// What `now` has lost since `last`, in words. Tables that were not read `now` are not compared.
fn losses(last: &InputFacts, now: &InputFacts, max_lost_share: f64) -> Vec<String> {
    let mut losses = Vec::new();
    if let (Some(last), Some(now)) = (&last.transactions, &now.transactions) {
        table("transactions", last, now, max_lost_share, &mut losses);
    }
    match (&last.events, &now.events) {
        (Some(last), Some(now)) => events(last, now, max_lost_share, &mut losses),
        (Some(last), None) => losses.push(format!(
            "events: {} rows were read then, and no events are named now",
            last.table.rows
        )),
        _ => {}
    }
    if let (Some(last), Some(now)) = (&last.customers, &now.customers) {
        customers(last, now, max_lost_share, &mut losses);
    }
    losses
}

fn events(last: &EventFacts, now: &EventFacts, max_lost_share: f64, losses: &mut Vec<String>) {
    table("events", &last.table, &now.table, max_lost_share, losses);
    let (before, after) = (last.refusing_customers, now.refusing_customers);
    refusals("events", "customers who have said no", before, after, losses);
    let gone = |name: &&String| !now.refusing_types.contains(name);
    for name in last.refusing_types.iter().filter(gone) {
        losses.push(format!("events: no event of type '{name}', which says no, is left"));
    }
}

fn customers(
    last: &CustomerFacts,
    now: &CustomerFacts,
    max_lost_share: f64,
    losses: &mut Vec<String>,
) {
    table("customers", &last.table, &now.table, max_lost_share, losses);
    refusals("customers", "suppressed customers", last.suppressed, now.suppressed, losses);
    // Whoever is suppressed now may have opted out before.
    let after = now.opted_out + now.suppressed.saturating_sub(last.suppressed);
    refusals("customers", "customers who have opted out", last.opted_out, after, losses);
}

fn table(
    name: &str,
    last: &TableFacts,
    now: &TableFacts,
    max_lost_share: f64,
    losses: &mut Vec<String>,
) {
    let lost = last.rows.saturating_sub(now.rows);
    if lost as f64 > last.rows as f64 * max_lost_share {
        losses.push(format!(
            "{name}: {} rows instead of {} (more than {} lost; see quality.max_lost_share)",
            now.rows,
            last.rows,
            share_to_tenths(max_lost_share)
        ));
    }
    let gone = lost_files(last, now);
    if let Some(first) = gone.first() {
        let more = match gone.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let rows: u64 = gone.iter().map(|file| file.rows).sum();
        losses.push(format!("{name}: file '{}'{more} is gone ({rows} rows)", first.name));
    }
    for column in last.columns.iter().filter(|column| !now.columns.contains(column)) {
        losses.push(format!("{name}: column '{column}' is gone"));
    }
}

/// Files of `last` that are gone from a table that is otherwise there still: a hole in the history.
///
/// Exports differ in how they go on. Where new files come after all others, as those of a new day do,
/// only the oldest may go; where they come among them, as those of a rewritten table do, their rows must
/// be somewhere else. Where every name is new, nothing can be told from names.
fn lost_files<'a>(last: &'a TableFacts, now: &TableFacts) -> Vec<&'a FileFacts> {
    let names = |table: &'a TableFacts| -> HashSet<&'a str> {
        table.files.iter().map(|file| file.name.as_str()).collect()
    };
    let before = names(last);
    let after: HashSet<&str> = now.files.iter().map(|file| file.name.as_str()).collect();
    let is_kept = |file: &&FileFacts| after.contains(file.name.as_str());
    let gone: Vec<&FileFacts> = last.files.iter().filter(|file| !is_kept(file)).collect();
    let first_kept = last.files.iter().filter(is_kept).map(|file| file.name.as_str()).min();
    let (Some(last_gone), Some(first_kept)) =
        (gone.iter().map(|f| f.name.as_str()).max(), first_kept)
    else {
        return Vec::new();
    };
    let mut new = after.iter().filter(|name| !before.contains(*name)).peekable();
    let any_new = new.peek().is_some();
    let newest = before.iter().max();
    let is_lost = if new.all(|name| newest.is_none_or(|newest| name > newest)) {
        !any_new || last_gone > first_kept
    } else {
        let rows: u64 = gone.iter().map(|file| file.rows).sum();
        last.rows.saturating_sub(now.rows) * 2 > rows
    };
    if is_lost { gone } else { Vec::new() }
}

/// Whether no more refusals of so many have vanished than is ordinary.
pub(super) fn are_few(lost: u64, of: u64) -> bool {
    lost <= LOST_REFUSALS || lost as f64 <= of as f64 * LOST_REFUSALS_SHARE
}

/// Whether most of those who had said no are lost.
pub(super) fn are_most(lost: u64, of: u64) -> bool {
    lost > LOST_REFUSALS && lost * 2 > of
}

fn refusals(name: &str, who: &str, last: u64, now: u64, losses: &mut Vec<String>) {
    let lost = last.saturating_sub(now);
    if !are_few(lost, last) {
        losses.push(format!("{name}: {now} {who} instead of {last}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(rows: u64, columns: &[&str], refusing: u64, types: &[&str]) -> InputFacts {
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        let table = TableFacts { rows, columns: texts(columns), files: Vec::new() };
        InputFacts {
            transactions: Some(table.clone()),
            events: Some(EventFacts {
                table: table.clone(),
                refusing_customers: refusing,
                refusing_types: texts(types),
            }),
            customers: Some(CustomerFacts {
                table,
                consenting: 10,
                opted_out: refusing,
                suppressed: refusing,
            }),
        }
    }

    #[test]
    fn growth_is_fine_and_every_loss_is_named() {
        let last = facts(100, &["a", "b"], 40, &["unsubscribe"]);
        assert!(losses(&last, &last, 0.2).is_empty());
        let more = facts(200, &["a", "b", "c"], 80, &["spam", "unsubscribe"]);
        assert!(losses(&last, &more, 0.2).is_empty());
        let a_little_less = facts(80, &["a", "b"], 38, &["unsubscribe"]);
        assert!(losses(&last, &a_little_less, 0.2).is_empty());
        let less = facts(79, &["a"], 37, &[]);
        let found = losses(&last, &less, 0.2);
        assert_eq!(found.len(), 3 + 3 + 1 + 1 + 2, "{found:?}");
        let gone = InputFacts { events: None, ..last.clone() };
        assert_eq!(losses(&last, &gone, 0.2).len(), 1);
    }

    #[test]
    fn a_hole_in_the_files_is_seen_and_the_ways_of_exports_are_known() {
        let table = |files: &[(&str, u64)]| {
            let files: Vec<FileFacts> = files
                .iter()
                .map(|&(name, rows)| FileFacts { name: name.to_owned(), rows })
                .collect();
            TableFacts {
                rows: files.iter().map(|file| file.rows).sum(),
                files,
                ..TableFacts::default()
            }
        };
        let days = table(&[("01", 10), ("02", 12), ("03", 9), ("04", 11)]);
        let lost = |now: &[(&str, u64)]| -> Vec<String> {
            lost_files(&days, &table(now)).iter().map(|file| file.name.clone()).collect()
        };
        assert!(lost(&[("01", 10), ("02", 12), ("03", 9), ("04", 11)]).is_empty());
        // The middle, the newest, the oldest.
        assert_eq!(lost(&[("01", 10), ("03", 9), ("04", 11)]), ["02"]);
        assert_eq!(lost(&[("01", 10), ("02", 12), ("03", 9)]), ["04"]);
        assert_eq!(lost(&[("02", 12), ("03", 9), ("04", 11)]), ["01"]);
        // A new day does not hide a hole, and lets the oldest go.
        assert_eq!(lost(&[("01", 10), ("03", 9), ("04", 11), ("05", 99)]), ["02"]);
        assert!(lost(&[("02", 12), ("03", 9), ("04", 11), ("05", 2)]).is_empty());
        // Rewritten under other names: all of it, or a part with its rows elsewhere.
        assert!(lost(&[("x", 30), ("y", 5)]).is_empty());
        assert!(lost(&[("00a", 11), ("03", 9), ("04", 11), ("03b", 10)]).is_empty());
        assert_eq!(lost(&[("00a", 3), ("03", 9), ("04", 11)]), ["01", "02"]);
    }
}
