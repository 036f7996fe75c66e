//! Findings about rows: how many, unusable ones by reason, span, age, duplicates, room for an outcome
//! window.

use super::{Finding, Purpose, Scan};
use crate::ingest::{BadCells, Quality};
use crate::labels::{OutcomeRule, plan_cutoffs};
use crate::time::{AsOf, Horizon, Zone, date_of_day};
use crate::words::share_to_tenths;

/// Fewer customers than this make no model worth the name.
const FEW_CUSTOMERS: u64 = 500;
/// The shortest horizon that `auto` can choose.
const LEAST_AUTO_DAYS: u32 = 7;

pub fn findings(scan: &Scan, purpose: &Purpose) -> Vec<Finding> {
    let mut findings = vec![rows(&scan.quality)];
    findings.extend(unusable(&scan.quality, purpose));
    findings.extend(scan.bad_cells.iter().map(|cells| bad_cells(cells, &scan.quality, purpose)));
    let Some((first, last)) = scan.span_micros else { return findings };
    findings.push(customers(scan));
    findings.push(span(first, last, &purpose.zone));
    findings.push(order(scan));
    findings.push(Finding::ok("returns", format!("{} rows", scan.returns)));
    match as_of_or_end(purpose, last) {
        Ok(as_of) => {
            findings.push(age(as_of, last, purpose));
            findings.push(window(as_of, first, purpose));
        }
        Err(error) => {
            findings.push(Finding::fail("as-of", error, "choose another --as-of"));
        }
    }
    findings
}

fn as_of_or_end(purpose: &Purpose, last: i64) -> Result<AsOf, String> {
    let zone = &purpose.zone;
    let end = || AsOf::at(date_of_day(zone.day_number(last)), zone)?.plus_days(1, zone);
    purpose.as_of.map_or_else(end, Ok).map_err(|error| error.to_string())
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

fn unusable(quality: &Quality, purpose: &Purpose) -> Vec<Finding> {
    let limits = &purpose.limits;
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
        let found = format!("{count} rows ({}) have {lack}", share_to_tenths(share));
        if count == 0 {
            Finding::ok(subject, format!("no row has {lack}"))
        } else if share > limit {
            let limit = share_to_tenths(limit);
            let remedy = format!("mend the data, or raise quality.max_{key}_share (now {limit})");
            Finding::fail(subject, found, remedy)
        } else {
            Finding::warn(subject, found, "these rows are left out; check the export")
        }
    };
    rules.map(finding).to_vec()
}

fn bad_cells(cells: &BadCells, quality: &Quality, purpose: &Purpose) -> Finding {
    let (subject, found) = (cells.subject.clone(), cells.to_string());
    match cells.gate(quality.rows, &purpose.limits) {
        Ok(()) => Finding::warn(subject, found, cells.remedy.clone()),
        Err(_) => Finding::fail(subject, found, cells.remedy.clone()),
    }
}

fn customers(scan: &Scan) -> Finding {
    let (count, exact) = scan.customers;
    let found = if exact { count.to_string() } else { format!("about {count}") };
    if count < FEW_CUSTOMERS {
        let remedy =
            format!("below {FEW_CUSTOMERS}, scores follow a simple rule of recency at best");
        return Finding::warn("customers", found, remedy);
    }
    Finding::ok("customers", found)
}

fn span(first: i64, last: i64, zone: &Zone) -> Finding {
    let (from, to) = (zone.day_number(first), zone.day_number(last));
    let found = format!("{} to {}: {} days", date_of_day(from), date_of_day(to), to - from + 1);
    if from <= 0 || to - from > 36_500 {
        let remedy = "dates from 1970 or a century away point to a wrong time column or unit";
        return Finding::warn("span", found, remedy);
    }
    Finding::ok("span", found)
}

fn order(scan: &Scan) -> Finding {
    let (groups, ascending) = scan.row_groups;
    let found = format!("{ascending} of {groups} row groups ascend in time; any order is fine");
    Finding::ok("time order", found)
}

fn age(as_of: AsOf, last: i64, purpose: &Purpose) -> Finding {
    let newest = purpose.zone.day_number(last);
    let days = as_of.day_number() - 1 - newest;
    let found = match days {
        ..0 => format!("the data goes on {} days past as-of {as_of}; that is not looked at", -days),
        0 => format!("the newest transaction is of the day before as-of {as_of}"),
        _ => format!(
            "the newest transaction is of {}, {days} days before the last day that as-of {as_of} \
             would see",
            date_of_day(newest)
        ),
    };
    match purpose.max_staleness_days {
        Some(limit) if days > limit as i32 => {
            let remedy = format!("at most {limit} days are allowed: has the last export arrived?");
            Finding { is_stale: true, ..Finding::fail("age", found, remedy) }
        }
        _ => Finding::ok("age", found),
    }
}

fn window(as_of: AsOf, first: i64, purpose: &Purpose) -> Finding {
    let (horizon_days, auto) = match purpose.horizon {
        Horizon::Days(days) => (days, ""),
        Horizon::Auto => (LEAST_AUTO_DAYS, " at the shortest automatic horizon"),
    };
    let Purpose { gap_days, lookback_days, .. } = *purpose;
    let rule = OutcomeRule { horizon_days, gap_days, lookback_days };
    match plan_cutoffs(&rule, as_of, first, None, usize::MAX, &purpose.zone) {
        Ok(plan) if plan.cutoffs.len() < 3 => Finding::warn(
            "outcome windows",
            format!("{} complete before as-of {as_of}{auto}", plan.cutoffs.len()),
            "three or more let the model be calibrated and tested on windows of their own: shorten \
             --horizon-days or provide older transactions",
        ),
        Ok(plan) => Finding::ok(
            "outcome windows",
            format!("{} complete before as-of {as_of}{auto}", plan.cutoffs.len()),
        ),
        Err(error) => Finding::fail(
            "outcome windows",
            error.to_string(),
            "shorten --horizon-days or provide older transactions",
        ),
    }
}
