//! Columns that tell which version of a row holds, in a table that keeps them all.

use super::readings::is_never;
use crate::ingest::meaning::flags::{Flag, says_nothing};
use crate::ingest::meaning::plain::squeeze;
use crate::ingest::meaning::row_status::version_flag;

/// Names of flags of the version of a row that holds, where a table keeps them all.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const CURRENT: &[&str] = &[
    "iscurrent", "currentflag", "iscurrentflag", "iscurrentrow", "currentrow", "iscurrentrecord", "currentrecord",
    "iscurrentversion", "fivetranactive", "isactiverow", "activerow", "isactiverecord", "rowiscurrent", "islatest",
    "islatestversion", "latestflag", "scdcurrent", "dwcurrent", "dwiscurrent", "currentind", "currind", "currflg", "currflag",
    "currentindicator", "currentversion", "activerecord", "recordactive", "recordisactive", "rowactive", "rowisactive", "latestrecord",
    "islatestrecord", "islatestrow", "scdiscurrent", "scdcurrentflag", "effcurrentflag", "dimiscurrent", "dwcurrentind", "dwcurrentflag", "currrecind",
    "currentrecordind", "currentrecordflag", "activerecordflag", "lastversion", "islastversion", "latestversion", "isactualversion", "isnewest",
];

/// How a column says that a row is a version that no longer holds; whoever has no other row is deleted.
pub(crate) fn past_version(column: &str) -> Option<fn(&str) -> bool> {
    let plain = squeeze(column);
    if CURRENT.contains(&plain.as_str()) {
        return Some(|text| version_flag(text) == Flag::No);
    }
    // The end of a version, as dbt writes it; elsewhere such a day may be the end of anything: see `is_end_of_version`.
    (plain == "dbtvalidto").then_some(|text| !says_nothing(text) && !is_never(text))
}

/// Whether a name tells versions of a row apart, or what took its place.
pub(super) fn is_of_versions(column: &str) -> bool {
    past_version(column).is_some() || squeeze(column).contains("supersed")
}

/// Whether a name is of the beginning of a version of a row, or of anything else that holds for a while.
pub(crate) fn is_begin_of_version(column: &str) -> bool {
    is_end_of(
        column,
        &["from", "start", "startdate", "begin", "begindate", "fromdate", "starttime"],
    )
}

/// The same of its end.
pub(crate) fn is_end_of_version(column: &str) -> bool {
    is_end_of(column, &["to", "end", "enddate", "until", "todate", "endtime"])
}

fn is_end_of(column: &str, ends: &[&str]) -> bool {
    let plain = squeeze(column);
    let rest = [
        "valid",
        "effective",
        "rowvalid",
        "roweffective",
        "recordvalid",
        "scdvalid",
        "scd",
        "row",
        "rec",
        "version",
        "sysvalid",
    ];
    rest.iter().any(|before| plain.strip_prefix(before).is_some_and(|end| ends.contains(&end)))
}
