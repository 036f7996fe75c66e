//! The same measures for parts of the customer base: one-time, repeat, loyal; tiers; tenure.

use serde::{Deserialize, Serialize};

use super::error::{EvaluateError, check_len};
use super::metrics::Metrics;

/// Measures of one segment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SegmentMetrics {
    /// Name of the segment.
    pub segment: String,
    /// Its measures.
    #[serde(flatten)]
    pub metrics: Metrics,
}

/// Judges each segment by itself, in the order of `names`; a segment without rows is left out.
///
/// `segment_of_row[i]` is the position of row `i`'s segment in `names`.
pub(crate) fn metrics_by_segment<S: AsRef<str>>(
    probabilities: &[f64],
    churned: &[bool],
    segment_of_row: &[usize],
    names: &[S],
) -> Result<Vec<SegmentMetrics>, EvaluateError> {
    check_len("the list of outcomes", probabilities.len(), churned.len())?;
    check_len("the list of segments", probabilities.len(), segment_of_row.len())?;
    if let Some(row) = segment_of_row.iter().position(|s| *s >= names.len()) {
        let segment = segment_of_row[row];
        return Err(EvaluateError::UnknownSegment { row, segment, names: names.len() });
    }
    let mut parts: Vec<(Vec<f64>, Vec<bool>)> = vec![Default::default(); names.len()];
    for ((probability, churned), segment) in probabilities.iter().zip(churned).zip(segment_of_row) {
        parts[*segment].0.push(*probability);
        parts[*segment].1.push(*churned);
    }
    let filled = names.iter().zip(&parts).filter(|(_, (p, _))| !p.is_empty());
    filled
        .map(|(name, (probabilities, churned))| {
            let metrics = Metrics::of(probabilities, churned)?;
            Ok(SegmentMetrics { segment: name.as_ref().to_owned(), metrics })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_judged_by_itself() {
        let (p, churned) = ([0.9, 0.2, 0.5, 0.6], [true, false, false, true]);
        let names = ["one_time", "repeat", "loyal"];
        let found = metrics_by_segment(&p, &churned, &[0, 2, 0, 2], &names).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].segment, "loyal");
        assert_eq!(found[1].metrics, Metrics::of(&[0.2, 0.6], &[false, true]).unwrap());
        let json = serde_json::to_value(&found[0]).unwrap();
        assert_eq!((&json["segment"], &json["auc"]), (&"one_time".into(), &1.0.into()));
        assert!(metrics_by_segment(&p, &churned, &[0, 3, 0, 1], &names).is_err());
    }
}
