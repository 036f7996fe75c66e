//! The last night as metrics, in OpenMetrics text: gauges only, so that the text is the older Prometheus format too,
//! which the textfile collector of a node exporter reads.
//!
//! It has times of day and is no result. What is not known has no sample.

use super::reading::{Signal, Watch};
use std::fmt::Write;

/// The last night, as it ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LastNight<'a> {
    /// Whether it ended with its results published, or already there.
    pub succeeded: bool,
    /// With which exit code.
    pub exit_code: u8,
    /// When, microseconds since the epoch.
    pub ended_micros: i64,
    /// The date of the newest published results, at its midnight in seconds since the epoch.
    pub results_as_of_seconds: Option<i64>,
    /// What was made, where it succeeded.
    pub made: Option<Made<'a>>,
    /// What was found of it, also where that ended it.
    pub watch: Option<&'a Watch>,
}

/// What a night made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Made<'a> {
    /// The model.
    pub model_version: &'a str,
    /// Its grade.
    pub grade: &'a str,
    /// Transaction rows read.
    pub rows: u64,
    /// Those of them that were used.
    pub rows_used: u64,
    /// Customers in the score file.
    pub customers: u64,
    /// Those of them with a score.
    pub scored: u64,
    /// Customers on the list; none without a list.
    pub listed: Option<u64>,
}

/// The text, from the first family to `# EOF`.
pub(crate) fn text(night: &LastNight<'_>) -> String {
    let mut text = Text::default();
    let bare = |value: f64| vec![(String::new(), value)];
    let succeeded = f64::from(u8::from(night.succeeded));
    text.family("night_success", "Whether the last night succeeded.", bare(succeeded));
    let code = f64::from(night.exit_code);
    text.family("night_exit_code", "Exit code of the last night.", bare(code));
    let ended = night.ended_micros as f64 / 1e6;
    text.family("night_end_timestamp_seconds", "When the last night ended.", bare(ended));
    let as_of = night.results_as_of_seconds.map(|s| (String::new(), s as f64));
    let help = "Midnight of the date of the newest published results.";
    text.family("results_as_of_timestamp_seconds", help, as_of);
    if let Some(made) = &night.made {
        let labels = labels(&[("version", made.model_version), ("grade", made.grade)]);
        text.family("model_info", "The model of the last night.", [(labels, 1.0)]);
        let rows = [("read", made.rows), ("used", made.rows_used)];
        text.family("transaction_rows", "Transaction rows.", by("state", &rows));
        let customers = [("all", made.customers), ("scored", made.scored)];
        text.family("customers", "Customers in the score file.", by("state", &customers));
        let listed = made.listed.map(|n| (String::new(), n as f64));
        text.family("listed_customers", "Customers on the win-back list.", listed);
    }
    if let Some(watch) = night.watch {
        let counts =
            [Signal::Warn, Signal::Alert].map(|s| (s.name(), watch.with(s).count() as u64));
        text.family("monitor_readings", "Readings of the checks by signal.", by("signal", &counts));
        let help = "Signal of a check: 0 good, 1 worth a look, 2 alert.";
        let known = watch.readings.iter().filter_map(|reading| {
            let signal = match reading.signal {
                Signal::NotKnown => return None,
                Signal::Good => 0.0,
                Signal::Warn => 1.0,
                Signal::Alert => 2.0,
            };
            Some((reading_labels(&reading.check, reading.of.as_deref()), signal))
        });
        text.family("monitor_signal", help, known.collect::<Vec<_>>());
        let value = watch.readings.iter().filter_map(|reading| {
            Some((reading_labels(&reading.check, reading.of.as_deref()), reading.value?))
        });
        let help = "What a check measured, in its unit.";
        text.family("monitor_value", help, value.collect::<Vec<_>>());
    }
    text.0 + "# EOF\n"
}

#[derive(Default)]
struct Text(String);

impl Text {
    /// A family of gauges, unless it has no sample.
    fn family(&mut self, name: &str, help: &str, samples: impl IntoIterator<Item = (String, f64)>) {
        let mut samples = samples.into_iter().peekable();
        if samples.peek().is_none() {
            return;
        }
        let Self(text) = self;
        // Writing to a text cannot fail.
        let _ = write!(text, "# HELP winback_{name} {help}\n# TYPE winback_{name} gauge\n");
        for (labels, value) in samples {
            let _ = writeln!(text, "winback_{name}{labels} {value}");
        }
    }
}

fn by(label: &str, counts: &[(&str, u64)]) -> Vec<(String, f64)> {
    counts.iter().map(|(word, n)| (labels(&[(label, word)]), *n as f64)).collect()
}

fn reading_labels(check: &str, of: Option<&str>) -> String {
    match of {
        Some(of) => labels(&[("check", check), ("of", of)]),
        None => labels(&[("check", check)]),
    }
}

fn labels(pairs: &[(&str, &str)]) -> String {
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    let pairs: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
    format!("{{{}}}", pairs.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::monitor::Reading;

    #[test]
    fn what_is_not_known_has_no_sample_and_labels_are_escaped() {
        let reading = |check: &str, of: &str| Reading {
            of: Some(of.to_owned()),
            value: Some(0.3),
            signal: Signal::Alert,
            ..Reading::not_known(check, "moved")
        };
        let watch = Watch {
            as_of: "2024-10-01".to_owned(),
            model_version: "v".to_owned(),
            scores_run_id: "r".to_owned(),
            signal: Signal::Alert,
            readings: vec![
                reading("feature_drift", "a\"b"),
                Reading::not_known("auc", "too early"),
            ],
        };
        let night = LastNight {
            succeeded: false,
            exit_code: 5,
            ended_micros: 1_700_000_000_500_000,
            results_as_of_seconds: None,
            made: None,
            watch: Some(&watch),
        };
        let expected = "\
# HELP winback_night_success Whether the last night succeeded.
# TYPE winback_night_success gauge
winback_night_success 0
# HELP winback_night_exit_code Exit code of the last night.
# TYPE winback_night_exit_code gauge
winback_night_exit_code 5
# HELP winback_night_end_timestamp_seconds When the last night ended.
# TYPE winback_night_end_timestamp_seconds gauge
winback_night_end_timestamp_seconds 1700000000.5
# HELP winback_monitor_readings Readings of the checks by signal.
# TYPE winback_monitor_readings gauge
winback_monitor_readings{signal=\"warn\"} 0
winback_monitor_readings{signal=\"alert\"} 1
# HELP winback_monitor_signal Signal of a check: 0 good, 1 worth a look, 2 alert.
# TYPE winback_monitor_signal gauge
winback_monitor_signal{check=\"feature_drift\",of=\"a\\\"b\"} 2
# HELP winback_monitor_value What a check measured, in its unit.
# TYPE winback_monitor_value gauge
winback_monitor_value{check=\"feature_drift\",of=\"a\\\"b\"} 0.3
# EOF
";
        assert_eq!(text(&night), expected);
    }
}
