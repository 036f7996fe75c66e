//! What is told to a webhook: a night that failed, or one whose scores may be wrong. One JSON object; `text` is the
//! whole of it in words, which chat systems show as it stands.

use super::reading::{Reading, Signal, Watch};
use serde_json::{Value, json};

/// Alerts that are spelled out in words; the others are counted.
const SPELLED_OUT: usize = 5;

/// The notice of a night that failed.
pub(crate) fn of_failure(
    as_of: Option<&str>,
    exit_code: u8,
    error: &str,
    watch: Option<&Watch>,
) -> Value {
    let night = as_of.map_or_else(String::new, |as_of| format!(" of {as_of}"));
    let text = format!("winback: the night{night} failed (exit code {exit_code}): {error}");
    json!({
        "event": "failed",
        "as_of": as_of,
        "exit_code": exit_code,
        "error": error,
        "alerts": watch.map(alerts),
        "text": text,
    })
}

/// The notice of a published night, if one of its checks alerts.
pub(crate) fn of_alerts(watch: &Watch) -> Option<Value> {
    if watch.signal < Signal::Alert {
        return None;
    }
    let text = format!("winback: the scores of {} may be wrong: {}", watch.as_of, in_words(watch));
    Some(json!({
        "event": "alert",
        "as_of": watch.as_of,
        "exit_code": 0,
        "error": null,
        "alerts": alerts(watch),
        "text": text,
    }))
}

/// The alerts in one sentence.
pub(crate) fn in_words(watch: &Watch) -> String {
    let lines: Vec<String> = watch.with(Signal::Alert).map(Reading::in_a_line).collect();
    let more = lines.len().saturating_sub(SPELLED_OUT);
    let spelled_out = lines.iter().take(SPELLED_OUT).cloned().collect::<Vec<_>>().join("; ");
    if more == 0 { spelled_out } else { format!("{spelled_out}; and {more} more") }
}

fn alerts(watch: &Watch) -> Vec<Value> {
    watch.with(Signal::Alert).map(|reading| json!(reading)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alerts_are_told_and_warnings_are_not() {
        let reading = |k: usize| Reading {
            of: Some(format!("f{k}")),
            signal: Signal::Alert,
            value: Some(0.3),
            ..Reading::not_known("feature_drift", "PSI 0.300")
        };
        let mut watch = Watch {
            as_of: "2024-10-01".to_owned(),
            model_version: "v".to_owned(),
            scores_run_id: "r".to_owned(),
            signal: Signal::Alert,
            readings: (0..7).map(reading).collect(),
        };
        let told = of_alerts(&watch).unwrap();
        assert_eq!(told["alerts"].as_array().unwrap().len(), 7);
        let text = told["text"].as_str().unwrap();
        assert!(text.ends_with("feature drift of f4: PSI 0.300; and 2 more"), "{text}");
        watch.signal = Signal::Warn;
        assert_eq!(of_alerts(&watch), None);
        let failed = of_failure(None, 3, "rows are gone", None);
        assert_eq!(failed["text"], "winback: the night failed (exit code 3): rows are gone");
    }
}
