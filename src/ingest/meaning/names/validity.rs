//! Names of the two columns that say from when to when something holds: a version of a row, a voucher, a contract.
//!
//! Which of these it is no name tells: see `ingest::version_chain`.

use crate::ingest::meaning::plain::{Plain, squeeze};

/// Words for the beginning, as parts of a name.
#[rustfmt::skip] // A table: as many words a line as fit.
const BEGINS: &[&str] = &[
    "from", "start", "starts", "started", "starting", "begin", "begins", "beg", "since", "eff", "effective", "von", "ab", "seit", "beginn",
    "desde", "inicio", "ini", "debut", "depuis", "du", "inizio", "da", "dal", "de", "van", "vanaf", "ingang", "fra", "fran", "od", "alku",
    "baslangic", "с", "начало", "начала",
];
/// Words for the end.
#[rustfmt::skip] // A table: as many words a line as fit.
const ENDS: &[&str] = &[
    "to", "end", "ends", "ended", "ending", "until", "till", "thru", "through", "exp", "expiry", "expiration", "expire", "expires", "expired",
    "bis", "ende", "hasta", "fin", "fim", "jusqu", "au", "fine", "a", "al", "ate", "tot", "til", "till", "do", "loppu", "bitis", "по",
    "конец", "окончания",
];
/// Names that are one word, beginning and end.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_ONE_WORD: &[(&str, &str)] = &[
    ("effdt", "expdt"), ("effdate", "expdate"), ("ldts", "ledts"), ("datab", "datbi"), ("begda", "endda"), ("validfrom", "validto"),
    ("validfrom", "validuntil"), ("validfrom", "validtill"), ("startdate", "enddate"), ("startdt", "enddt"), ("startts", "endts"),
    ("starttime", "endtime"), ("begindate", "enddate"), ("startat", "endat"), ("rowstart", "rowend"), ("fromdate", "todate"),
    ("datefrom", "dateto"), ("effectivefrom", "effectiveto"), ("effectivedate", "expirydate"), ("effectivedate", "expirationdate"),
    ("effectivedate", "enddate"), ("loaddate", "loadenddate"), ("gueltigab", "gueltigbis"), ("gultigab", "gultigbis"),
    ("gueltigvon", "gueltigbis"), ("gultigvon", "gultigbis"), ("rowvalidfrom", "rowinvalidfrom"),
];
/// The same within names of languages that part no words.
const WITHIN: &[(&str, &str)] =
    &[("開始", "終了"), ("开始", "结束"), ("生效", "失效"), ("시작", "종료")];

/// The pairs of columns that may say from when to when a row holds: the beginning, then the end.
pub(crate) fn validities_among(columns: &[String]) -> Vec<(&String, &String)> {
    let ends = columns.iter().filter(|column| may_be_an_end(column));
    let begin = |end: &String| columns.iter().find(|begin| are_of_one_thing(begin, end));
    ends.filter_map(|end| Some((begin(end)?, end))).collect()
}

/// Words for rows and their versions, of which one stands in the name of a beginning that is of nothing else.
const OF_ROWS: &[&str] = &[
    "valid",
    "effective",
    "eff",
    "row",
    "rec",
    "record",
    "scd",
    "version",
    "sys",
    "system",
    "dw",
    "dwh",
    "etl",
];
/// Words that may stand beside them.
const OF_TIMES: &[&str] =
    &["date", "dt", "time", "ts", "timestamp", "datetime", "dttm", "dts", "at", "on", "utc"];

/// Whether the name of a beginning speaks of rows, and not of what they are about: `eff_dt`, no `membership_start`.
pub(crate) fn is_of_rows(begin: &str) -> bool {
    let name = Plain::of(begin);
    let is = |words: &[&str], part: &String| words.contains(&part.as_str());
    name.parts().any(|part| is(OF_ROWS, part))
        && name.parts().all(|part| is(OF_ROWS, part) || is(OF_TIMES, part) || is(BEGINS, part))
}

fn may_be_an_end(column: &str) -> bool {
    let plain = squeeze(column);
    Plain::of(column).parts().any(|part| ENDS.contains(&part.as_str()))
        || OF_ONE_WORD.iter().any(|(_, end)| plain == *end)
        || WITHIN.iter().any(|(_, end)| plain.contains(end))
}

/// Whether two names differ by a word for the beginning and one for the end and by nothing else.
fn are_of_one_thing(begin: &str, end: &str) -> bool {
    if begin == end {
        return false;
    }
    let (of_begin, of_end) = (Plain::of(begin), Plain::of(end));
    let (begins, ends): (Vec<&String>, Vec<&String>) =
        (of_begin.parts().collect(), of_end.parts().collect());
    let without = |parts: &[&String], words: &[&str]| -> Vec<Vec<String>> {
        let is_word = |at: &usize| words.contains(&parts[*at].as_str());
        let rest = |at: usize| {
            let rest = parts.iter().enumerate().filter(|(other, _)| *other != at);
            rest.map(|(_, part)| (*part).clone()).collect()
        };
        (0..parts.len()).filter(is_word).map(rest).collect()
    };
    // The beginning may have no word for it: `load_dts` beside `load_end_dts`.
    let mut rests = without(&begins, BEGINS);
    rests.push(begins.iter().map(|part| (*part).clone()).collect());
    let is_alike = |rest: &Vec<String>| rests.contains(rest);
    let (begin, end) = (&of_begin.squeezed, &of_end.squeezed);
    without(&ends, ENDS).iter().any(is_alike)
        || OF_ONE_WORD.contains(&(begin.as_str(), end.as_str()))
        || WITHIN.iter().any(|(from, to)| end.contains(to) && end.replace(to, from) == *begin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(columns: &[&str]) -> Vec<(String, String)> {
        let columns: Vec<String> = columns.iter().map(|column| (*column).to_owned()).collect();
        let found = validities_among(&columns);
        found.into_iter().map(|(begin, end)| (begin.clone(), end.clone())).collect()
    }

    #[test]
    fn beginnings_and_ends_of_one_thing_are_found() {
        for (begin, end) in [
            ("eff_dt", "exp_dt"),
            ("row_start_ts", "row_end_ts"),
            ("valid_from", "valid_to"),
            ("validfrom", "validto"),
            ("ValidFrom", "ValidTo"),
            ("_valid_from", "_valid_until"),
            ("__START_AT", "__END_AT"),
            ("effective_start_date", "effective_end_date"),
            ("effective_date", "expiration_date"),
            ("load_dts", "load_end_dts"),
            ("gültig_ab", "gültig_bis"),
            ("date_debut_validite", "date_fin_validite"),
            ("vigencia_desde", "vigencia_hasta"),
            ("data_inizio_validita", "data_fine_validita"),
            ("geldig_van", "geldig_tot"),
            ("ważny_od", "ważny_do"),
            ("有効開始日", "有効終了日"),
            ("DATAB", "DATBI"),
        ] {
            let found = pairs(&["order_id", end, "amount", begin]);
            assert_eq!(found, [(begin.to_owned(), end.to_owned())], "{begin}");
        }
    }

    #[test]
    fn rows_are_told_from_what_they_are_about() {
        for name in ["eff_dt", "row_start_ts", "valid_from", "SysStartTime", "effective_start_date"]
        {
            assert!(is_of_rows(name), "{name}");
        }
        for name in ["membership_start", "start_date", "contract_valid_from", "from"] {
            assert!(!is_of_rows(name), "{name}");
        }
    }

    #[test]
    fn names_of_two_things_are_no_pair() {
        for columns in [
            &["order_date", "end_date"][..],
            &["valid_from", "exp_dt"],
            &["start_date", "row_end"],
            &["ship_to", "bill_to"],
            &["card_exp", "eff_dt"],
        ] {
            assert!(pairs(columns).is_empty(), "{columns:?}");
        }
    }

    #[test]
    fn words_are_as_they_are_compared() {
        let of_pairs = OF_ONE_WORD.iter().chain(WITHIN).flat_map(|(begin, end)| [begin, end]);
        for word in BEGINS.iter().chain(ENDS).chain(of_pairs) {
            assert_eq!(squeeze(word), **word);
        }
    }
}
