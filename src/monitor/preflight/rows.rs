//! Findings about rows: how many, unusable ones by reason, from when to when, and which lie far off.

use super::money::ends;
use super::{Finding, Read, Severity};
use crate::history::{Hole, Reach, ThinEnd};
use crate::ingest::{
    BadCells, Quality, QualityLimits, TransactionColumn, is_text, normalised, type_in,
};
use crate::time::{MICROS_PER_DAY, Zone, date_of_day};
use crate::words::share_to_tenths;

pub(super) fn findings(read: &Read<'_>) -> Vec<Finding> {
    let (history, limits) = (read.history, read.limits);
    let quality = history.quality();
    let mut findings = vec![rows(quality)];
    findings.extend(unusable(quality, limits));
    findings
        .extend(history.event_quality().into_iter().flat_map(|events| of_events(events, limits)));
    let cells = &history.cell_notes().transactions;
    findings.extend(cells.iter().map(|cells| bad_cells(cells, quality.rows, limits)));
    if let (Some(events), cells) = (history.event_quality(), &history.cell_notes().events) {
        findings.extend(cells.iter().map(|cells| bad_cells(cells, events.rows, limits)));
    }
    if let Some(reach) = history.reach() {
        findings.push(span(&reach, history.zone(), counted_from(read)));
        findings.extend(one_day(read, &reach));
        findings.extend(dates_of_another_zone(read));
        findings.extend(strays(&reach, history.zone()));
        findings.extend(lone_first_day(&reach, history.zone()));
        findings.extend(reach.thin_end.map(|end| thin_end(&end, history.zone())));
        findings.extend(reach.hole.map(|hole| no_rows(&hole, history.zone())));
    }
    findings
}

fn rows(quality: &Quality) -> Finding {
    let found = format!("{} rows, {} usable", quality.rows, quality.used);
    if quality.used > 0 {
        return Finding::ok("rows", found);
    }
    let remedy = if quality.rows == 0 {
        "the files hold no row: check the export"
    } else {
        "no row can be used: check which columns are mapped"
    };
    Finding::fail("rows", found, remedy)
}

/// What cannot be used of the events: a run that reads them ends for it as for transactions.
fn of_events(quality: &Quality, limits: &QualityLimits) -> Vec<Finding> {
    let of_events =
        |finding: Finding| Finding { subject: format!("{} of events", finding.subject), ..finding };
    let found = if quality.rows > 0 && quality.used + quality.not_yet == 0 {
        vec![rows(quality)]
    } else {
        unusable(quality, limits)
    };
    found.into_iter().filter(|finding| finding.severity != Severity::Ok).map(of_events).collect()
}

fn unusable(quality: &Quality, limits: &QualityLimits) -> Vec<Finding> {
    let amounts = quality.without_amount();
    let rules = [
        (
            "customer",
            "no customer",
            quality.no_customer,
            limits.max_no_customer_share,
            "no_customer",
        ),
        ("time", "no time", quality.without_time(), limits.max_no_time_share, "no_time"),
        ("amount", "no finite amount", amounts, limits.max_no_amount_share, "no_amount"),
        ("future", "a date in the future", quality.future, limits.max_future_share, "future"),
    ];
    let finding = |(subject, lack, count, limit, key): (&str, &str, u64, f64, &str)| {
        let share = if quality.rows == 0 { 0.0 } else { count as f64 / quality.rows as f64 };
        let (rows, have) = if count == 1 { ("row", "has") } else { ("rows", "have") };
        let found = format!("{count} {rows} ({}) {have} {lack}", share_to_tenths(share));
        if count == 0 {
            Finding::ok(subject, format!("no row has {lack}"))
        } else if share > limit {
            let limit = share_to_tenths(limit);
            let remedy = format!("fix the data, or raise quality.max_{key}_share (now {limit})");
            Finding::fail(subject, found, remedy)
        } else {
            Finding::warn(subject, found, "these rows are left out; check the export")
        }
    };
    rules.map(finding).to_vec()
}

fn bad_cells(cells: &BadCells, rows: u64, limits: &QualityLimits) -> Finding {
    let (subject, found) = (cells.subject.clone(), cells.to_string());
    match cells.gate(rows, limits) {
        Ok(()) => Finding::warn(subject, found, cells.remedy.clone()),
        Err(_) => Finding::fail(subject, found, cells.remedy.clone()),
    }
}

/// The column of times, where it holds numbers, or texts of nothing but digits.
fn counted_from<'a>(read: &Read<'a>) -> Option<&'a String> {
    let column = read.mapping.get(TransactionColumn::Timestamp)?;
    let mut types = read.files.footers.iter().filter_map(|footer| type_in(footer, column));
    let are_digits = || {
        let ends = ends(&read.files.footers, column);
        let is_number = |text: &String| text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        !ends.is_empty() && ends.iter().all(is_number)
    };
    types.any(|found| found.is_numeric() || is_text(&found) && are_digits()).then_some(column)
}

/// 2000-01-01 in days since 1970: numbers of dates before it may be counted from another year.
const LONG_AGO: i32 = 10_957;

fn span(reach: &Reach, zone: &Zone, counted: Option<&String>) -> Finding {
    let (from, to) = (zone.day_number(reach.first_micros), zone.day_number(reach.last_micros));
    let found = format!("{} to {}: {} days", date_of_day(from), date_of_day(to), to - from + 1);
    if from <= 0 || to - from > 36_500 {
        let remedy = "dates from 1970 or a century away point to a wrong time column or unit";
        return Finding::warn("span", found, remedy);
    }
    if let Some(column) = counted.filter(|_| to < LONG_AGO) {
        let found =
            format!("{found}; numbers in {column} may be counted from another year than 1970");
        let remedy =
            "timestamp_unit says what they count, such as \"apple\" for seconds since 2001";
        return Finding::warn("span", found, remedy);
    }
    Finding::ok("span", found)
}

/// Fewer rows than these may well be of one day.
const ROWS_OF_A_DAY: u64 = 100;

/// A history of a single day: its times may be those at which the table was written.
fn one_day(read: &Read<'_>, reach: &Reach) -> Option<Finding> {
    let zone = read.history.zone();
    let day = zone.day_number(reach.last_micros);
    let used = read.history.quality().used;
    let is_one = zone.day_number(reach.first_micros) == day && used >= ROWS_OF_A_DAY;
    is_one.then(|| {
        let column = read.mapping.name(TransactionColumn::Timestamp);
        let others = other_dates(read);
        let others = match &others[..] {
            [] => String::new(),
            _ => format!(" ({}?)", others.join(" or ")),
        };
        Finding::warn(
            format!("times of {column}"),
            format!(
                "all {used} rows are of {}: {column} may say when the table was written",
                date_of_day(day)
            ),
            format!("name the column that says when each sale was made with --timestamp{others}"),
        )
    })
}

/// Instants that were dates, of another zone than the one in which they are read: their days are off by one.
fn dates_of_another_zone(read: &Read<'_>) -> Option<Finding> {
    let column = read.mapping.name(TransactionColumn::Timestamp);
    let (times, zone) = (&read.seen.clock_times, read.history.zone());
    if times.are_dates_of_utc() {
        return Some(Finding::warn(
            format!("times of {column}"),
            format!(
                "all are midnight in UTC, which is the day before in {}: they may be dates, and count a day too early",
                zone.name()
            ),
            format!("if they are dates, export {column} as dates, or set zone = \"UTC\" in [data]"),
        ));
    }
    let of_day = times.are_midnights_of_the_east()?;
    let hour =
        |micros: i64| format!("{:02}:{:02}", micros / 3_600_000_000, micros / 60_000_000 % 60);
    let hours: Vec<String> = of_day.into_iter().map(hour).collect();
    Some(Finding::warn(
        format!("times of {column}"),
        format!(
            "all are {} in UTC: they may be dates of a zone to the east, and count a day too early",
            hours.join(" or ")
        ),
        "say whose days they are: zone = \"Europe/Berlin\" or where the business is, in [data]",
    ))
}

/// Columns that hold dates or are called so, and play no part.
fn other_dates(read: &Read<'_>) -> Vec<String> {
    let is_date = |name: &String| {
        let mut types = read.files.footers.iter().filter_map(|footer| type_in(footer, name));
        types.any(|found| found.is_temporal()) || normalised(name).contains("date")
    };
    read.free_columns().into_iter().filter(is_date).collect()
}

/// A first day years before all others, with many rows: it may stand for no date.
fn lone_first_day(reach: &Reach, zone: &Zone) -> Option<Finding> {
    (reach.lone_first_day > 0).then(|| {
        let day = date_of_day(zone.day_number(reach.first_micros));
        Finding::warn(
            "a date alone",
            format!(
                "{} rows are of {day}, years before all others: it may stand for a date that is not known",
                reach.lone_first_day
            ),
            "these rows count as of that day: leave such a date empty where it is exported",
        )
    })
}

/// Last days with far fewer rows: whether they are right nobody can tell from the rows.
fn thin_end(end: &ThinEnd, zone: &Zone) -> Finding {
    let from = date_of_day(zone.day_number(end.from_micros));
    let found = format!(
        "the last {} days, from {from} on, hold {} rows; as many days held {} before",
        end.days, end.rows, end.usual_rows
    );
    let remedy = format!(
        "is the export whole, and are these dates right? The data's end follows them: if they are wrong, \
         correct them or set --as-of {from}"
    );
    Finding::warn("thin end", found, remedy)
}

/// Days without a row within the history: what was sold then, if anything was, is not known.
fn no_rows(hole: &Hole, zone: &Zone) -> Finding {
    let from = zone.day_number(hole.from_micros);
    let last = zone.day_number(hole.from_micros + (hole.days as i64 - 1) * MICROS_PER_DAY);
    let found = format!(
        "no row is of the {} days from {} to {}; as many other days hold {}",
        hole.days,
        date_of_day(from),
        date_of_day(last),
        hole.usual_rows
    );
    let remedy = "is a file missing, or are the dates before or after it wrong? Customers look silent on these days; \
                  if the business was closed, nothing is to be done";
    Finding::warn("days without rows", found, remedy)
}

/// Rows far from all others: they do not decide when the data begins and ends.
fn strays(reach: &Reach, zone: &Zone) -> Vec<Finding> {
    let ends = [
        (reach.strays_after, "after", reach.whole_micros.1, reach.last_micros),
        (reach.strays_before, "before", reach.whole_micros.0, reach.first_micros),
    ];
    let finding = |(rows, side, far, near): (u64, &str, i64, i64)| {
        let (days, date) = ((far - near).abs() / MICROS_PER_DAY, date_of_day(zone.day_number(far)));
        let found = match rows {
            1 => format!("1 row lies {days} days {side} all others, on {date}"),
            _ => format!("{rows} rows lie up to {days} days {side} all others, as far as {date}"),
        };
        let remedy = "they do not decide when the data begins or ends; check their dates";
        (rows > 0).then(|| Finding::warn("dates far off", found, remedy))
    };
    ends.into_iter().filter_map(finding).collect()
}
