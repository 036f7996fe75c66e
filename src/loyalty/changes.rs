//! What changed: two published score files beside each other, and their lists.
//!
//! Both files are in the order of their identifiers: they are read side by side, and nothing is kept of a
//! customer.

use super::score_rows::{ScoreRow, ScoreRows};
use super::standing::{Exposure, add_money};
use crate::history::CustomerId;
use crate::score::file::ScoreFileError;
use crate::time::AsOf;
use serde::Serialize;
use std::cmp::Ordering;
use std::collections::HashSet;

/// What changed from the previous published scores to these.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changes {
    /// Date of the previous scores.
    pub previous: AsOf,
    /// Date of these.
    pub current: AsOf,
    /// Lifecycle stages, from → to.
    pub stages: Flow,
    /// RFM segments, from → to.
    pub segments: Flow,
    /// Risk bands, from → to.
    pub bands: Flow,
    /// What is at risk.
    pub exposure: Before<Exposure>,
    /// The win-back list; none where one of the dates has no list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<ListChange>,
    /// Customers of the previous list with an order since its date; none without a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub came_back: Option<u64>,
}

/// Customers by what they were and what they are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flow {
    /// One entry for each pair that occurs, in the order of its words; staying the same is one too.
    pub moves: Vec<Move>,
}

/// Customers who went from one class to another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Move {
    /// What they were; none where they were not in the previous file, or had no such class.
    pub from: Option<String>,
    /// What they are; none where they are not in this file, or have no such class.
    pub to: Option<String>,
    /// How many.
    pub customers: u64,
    /// What is at risk with them now; none where it is not known of any.
    pub value_at_risk: Option<f64>,
}

/// A number then and now.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Before<T> {
    /// At the previous date.
    pub previous: T,
    /// Now.
    pub current: T,
}

/// Who entered the list, and who left it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListChange {
    /// Customers on the list.
    pub customers: Before<u64>,
    /// On this list, not on the previous one.
    pub entered: u64,
    /// On the previous list, not on this one.
    pub left: u64,
    /// On both.
    pub stayed: u64,
    /// Identifiers of some who entered, best first.
    pub some_entered: Vec<String>,
    /// Identifiers of some who left, best first.
    pub some_left: Vec<String>,
}

/// Identifiers that are named of those who entered or left.
const NAMED: usize = 10;

/// A list: identifiers, best first.
pub(crate) type List = Vec<String>;

/// Pairs of words, counted. There are about ten words: looking through them beats hashing.
#[derive(Default)]
struct FlowTally {
    moves: Vec<Move>,
}

impl FlowTally {
    fn add(&mut self, from: Option<&str>, to: Option<&str>, value_at_risk: Option<f64>) {
        if from.is_none() && to.is_none() {
            return;
        }
        let is_same = |of: &Move| of.from.as_deref() == from && of.to.as_deref() == to;
        let at = self.moves.iter().position(is_same).unwrap_or_else(|| {
            let [from, to] = [from, to].map(|word| word.map(str::to_owned));
            self.moves.push(Move { from, to, customers: 0, value_at_risk: None });
            self.moves.len() - 1
        });
        self.moves[at].customers += 1;
        add_money(&mut self.moves[at].value_at_risk, value_at_risk);
    }

    fn said(mut self) -> Flow {
        self.moves.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
        Flow { moves: self.moves }
    }
}

/// Compares two score files, and the lists made from them, where both have one. None where the files have
/// identifiers of different kinds: they are of different customers.
pub(crate) fn changes(
    (previous, mut old, old_list): (AsOf, ScoreRows, Option<List>),
    (current, mut new, new_list): (AsOf, ScoreRows, Option<List>),
) -> Result<Option<Changes>, ScoreFileError> {
    if old.has_text_ids().zip(new.has_text_ids()).is_some_and(|(old, new)| old != new) {
        return Ok(None);
    }
    let mut flows: [FlowTally; 3] = Default::default();
    let mut exposure = Before { previous: Exposure::default(), current: Exposure::default() };
    let on_old_list: Option<HashSet<&str>> =
        old_list.as_ref().map(|list| list.iter().map(String::as_str).collect());
    let mut came_back = 0;
    loop {
        let (was, is) = (old.current(), new.current());
        let side = match (&was, &is) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((a, _)), Some((b, _))) => a.cmp(b),
        };
        let was = was.filter(|_| side.is_le());
        let is = is.filter(|_| side.is_ge());
        let now = is.map(|(_, row)| row).unwrap_or_default();
        let then = was.map(|(_, row)| row).unwrap_or_default();
        for (flow, (from, to)) in flows.iter_mut().zip(pairs(&then, &now)) {
            flow.add(from, to, now.value_at_risk);
        }
        exposure.previous.add(&then);
        exposure.current.add(&now);
        let has_ordered = now.last_order_day.is_some_and(|day| day >= previous.day_number());
        if let (Some(list), true, Some((id, _))) = (&on_old_list, has_ordered, is) {
            came_back += u64::from(is_on(list, id));
        }
        if side.is_le() {
            old.advance()?;
        }
        if side.is_ge() {
            new.advance()?;
        }
    }
    let [stages, segments, bands] = flows.map(FlowTally::said);
    let came_back = old_list.is_some().then_some(came_back);
    let list = old_list.zip(new_list).map(|(old, new)| list_change(&old, &new));
    Ok(Some(Changes { previous, current, stages, segments, bands, exposure, list, came_back }))
}

/// Stage, segment and band, then and now.
fn pairs<'a>(then: &ScoreRow<'a>, now: &ScoreRow<'a>) -> [(Option<&'a str>, Option<&'a str>); 3] {
    [(then.stage, now.stage), (then.segment, now.segment), (then.band, now.band)]
}

fn is_on(list: &HashSet<&str>, id: CustomerId<'_>) -> bool {
    match id {
        CustomerId::Text(text) => list.contains(text),
        CustomerId::Int(number) => list.contains(number.to_string().as_str()),
    }
}

fn list_change(old: &List, new: &List) -> ListChange {
    let set = |list: &'_ List| -> HashSet<String> { list.iter().cloned().collect() };
    let (on_old, on_new) = (set(old), set(new));
    let only = |list: &List, other: &HashSet<String>| -> List {
        list.iter().filter(|id| !other.contains(*id)).cloned().collect()
    };
    let (entered, left) = (only(new, &on_old), only(old, &on_new));
    ListChange {
        customers: Before { previous: old.len() as u64, current: new.len() as u64 },
        entered: entered.len() as u64,
        left: left.len() as u64,
        stayed: (new.len() - entered.len()) as u64,
        some_entered: entered.into_iter().take(NAMED).collect(),
        some_left: left.into_iter().take(NAMED).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::file::schema;
    use crate::time::Zone;
    use arrow_array::{ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray};
    use arrow_array::{BooleanArray, new_null_array};
    use arrow_schema::DataType;
    use parquet::arrow::ArrowWriter;
    use std::path::Path;
    use std::sync::Arc;

    /// A row of a test's score file: identifier, stage, band, probability, factor, at risk, day of the last order.
    type Line = (i64, &'static str, Option<&'static str>, Option<f64>, f64, f64, i32);

    fn write(folder: &Path, name: &str, lines: &[Line]) -> ScoreRows {
        let schema = Arc::new(schema(false, false));
        let columns = schema.fields().iter().map(|field| -> ArrayRef {
            let floats = |of: fn(&Line) -> Option<f64>| -> ArrayRef {
                Arc::new(lines.iter().map(of).collect::<Float64Array>())
            };
            match field.name().as_str() {
                "customer_id" => Arc::new(Int64Array::from_iter_values(lines.iter().map(|l| l.0))),
                "lifecycle_stage" => {
                    Arc::new(StringArray::from_iter_values(lines.iter().map(|l| l.1)))
                }
                "risk_band" => Arc::new(lines.iter().map(|l| l.2).collect::<StringArray>()),
                "churn_probability" => floats(|l| l.3),
                "churn_factor" => floats(|l| Some(l.4)),
                "value_at_risk" => floats(|l| l.3.map(|_| l.5)),
                "last_order_date" => {
                    Arc::new(Date32Array::from_iter_values(lines.iter().map(|l| l.6)))
                }
                _ if *field.data_type() == DataType::Boolean => {
                    Arc::new(BooleanArray::from(vec![false; lines.len()]))
                }
                _ => new_null_array(field.data_type(), lines.len()),
            }
        });
        let batch = RecordBatch::try_new(Arc::clone(&schema), columns.collect()).unwrap();
        let path = folder.join(name);
        let mut writer =
            ArrowWriter::try_new(std::fs::File::create(&path).unwrap(), schema, None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        ScoreRows::open(vec![path]).unwrap()
    }

    #[test]
    fn two_nights_beside_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let zone = Zone::utc();
        let [before, now] = ["2024-06-24", "2024-07-01"].map(|d| AsOf::parse(d, &zone).unwrap());
        let day = before.day_number();
        let old = write(
            folder.path(),
            "old",
            &[
                (1, "repeat", Some("low"), Some(0.25), 0.5, 10.0, day - 9),
                (2, "slipping", Some("high"), Some(0.75), 1.5, 40.0, day - 9),
                (3, "slipping", Some("high"), Some(0.75), 1.5, 50.0, day - 9),
                (5, "lapsed", None, None, 9.0, 0.0, day - 900),
            ],
        );
        let new = write(
            folder.path(),
            "new",
            &[
                (1, "slipping", Some("high"), Some(0.625), 1.25, 20.0, day - 9),
                (2, "repeat", Some("low"), Some(0.125), 0.1, 5.0, day),
                (4, "new", Some("low"), Some(0.25), 0.1, 0.5, day + 3),
                (5, "lapsed", None, None, 9.0, 0.0, day - 900),
            ],
        );
        let list = |ids: &[&str]| Some(ids.iter().map(|&id| id.to_owned()).collect());
        let found =
            changes((before, old, list(&["3", "2"])), (now, new, list(&["1", "3"]))).unwrap();
        let found = found.unwrap();
        let of = |m: &Move| (m.from.clone(), m.to.clone(), m.customers, m.value_at_risk);
        let stages: Vec<_> = found.stages.moves.iter().map(of).collect();
        let word = |word: Option<&str>| word.map(str::to_owned);
        let expected = [
            (None, Some("new"), 1, Some(0.5)),
            (Some("lapsed"), Some("lapsed"), 1, None),
            (Some("repeat"), Some("slipping"), 1, Some(20.0)),
            (Some("slipping"), None, 1, None),
            (Some("slipping"), Some("repeat"), 1, Some(5.0)),
        ]
        .map(|(from, to, customers, at_risk)| (word(from), word(to), customers, at_risk));
        assert_eq!(stages, expected);
        assert_eq!(found.bands.moves.len(), 4);
        assert!(found.segments.moves.is_empty());
        let Before { previous, current } = found.exposure;
        assert_eq!((previous.scored, previous.value_at_risk), (3, Some(100.0)));
        assert_eq!(
            (previous.overdue_and_likely, previous.value_at_risk_of_overdue),
            (2, Some(90.0))
        );
        assert_eq!((current.scored, current.value_at_risk), (3, Some(25.5)));
        assert_eq!((current.overdue_and_likely, current.value_at_risk_of_overdue), (1, Some(20.0)));
        assert_eq!(found.came_back, Some(1));
        let list = found.list.unwrap();
        assert_eq!((list.entered, list.left, list.stayed), (1, 1, 1));
        assert_eq!(
            (list.some_entered, list.some_left),
            (vec!["1".to_owned()], vec!["2".to_owned()])
        );
    }

    #[test]
    fn a_first_list_has_nothing_to_be_compared_with() {
        let folder = tempfile::tempdir().unwrap();
        let as_of = AsOf::parse("2024-07-01", &Zone::utc()).unwrap();
        let line: Line = (1, "repeat", Some("low"), Some(0.25), 0.5, 10.0, 0);
        let [old, new] = ["a", "b"].map(|name| write(folder.path(), name, &[line]));
        let found = changes((as_of, old, None), (as_of, new, Some(vec!["1".to_owned()]))).unwrap();
        let found = found.unwrap();
        assert!(found.list.is_none() && found.came_back.is_none());
        assert_eq!(found.stages.moves[0].customers, 1);
    }
}
