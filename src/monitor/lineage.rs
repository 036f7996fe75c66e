//! A night as OpenLineage run events (<https://openlineage.io>, spec 2-0-2): START, then COMPLETE or FAIL.
//!
//! Which tables went in and which results came out, for a catalogue of data. Names of places, no rows.

use crate::time::text_of_instant;
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use xxhash_rust::xxh3::xxh3_64;

const PRODUCER: &str = concat!("https://crates.io/crates/winback/", env!("CARGO_PKG_VERSION"));
const SCHEMA: &str = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";
/// Where facets are defined.
const FACETS: &str = "https://openlineage.io/spec/facets";

/// A run of a night.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// Identifies it: a UUID.
    pub id: String,
    /// The output folder: the job is the one that fills it.
    pub output: PathBuf,
    /// Tables that go in, as the configuration names them.
    pub inputs: Vec<String>,
}

/// A folder of results.
#[derive(Debug, Clone)]
pub(crate) struct Dataset {
    /// Where it is published.
    pub folder: PathBuf,
    /// Its rows, where it has rows.
    pub rows: Option<u64>,
}

/// How a run ended.
#[derive(Debug, Clone)]
pub(crate) enum End {
    /// With its results there.
    Complete {
        /// Their date (YYYY-MM-DD), where some were made.
        as_of: Option<String>,
        /// Those that were made.
        outputs: Vec<Dataset>,
    },
    /// The run failed.
    Fail {
        /// The error's message.
        error: String,
    },
}

impl Run {
    /// A run that begins now; `process` tells it from another of the same instant.
    pub(crate) fn begin(
        output: PathBuf,
        inputs: Vec<String>,
        now_micros: i64,
        process: u32,
    ) -> Self {
        Self { id: uuid(&output.to_string_lossy(), now_micros, process), output, inputs }
    }

    /// The event of its beginning.
    pub(crate) fn started(&self, at_micros: i64) -> Value {
        self.event("START", at_micros, Map::new(), &[])
    }

    /// The event of its end.
    pub(crate) fn ended(&self, at_micros: i64, end: &End) -> Value {
        let mut facets = Map::new();
        match end {
            End::Complete { as_of, outputs } => {
                if let Some(as_of) = as_of {
                    let start = json!({"nominalStartTime": format!("{as_of}T00:00:00Z")});
                    let time = facet("NominalTimeRunFacet", "1-0-1", start);
                    facets.insert("nominalTime".to_owned(), time);
                }
                self.event("COMPLETE", at_micros, facets, outputs)
            }
            End::Fail { error } => {
                let message = json!({"message": error, "programmingLanguage": "Rust"});
                let message = facet("ErrorMessageRunFacet", "1-0-1", message);
                facets.insert("errorMessage".to_owned(), message);
                self.event("FAIL", at_micros, facets, &[])
            }
        }
    }

    fn event(
        &self,
        kind: &str,
        at_micros: i64,
        mut facets: Map<String, Value>,
        outputs: &[Dataset],
    ) -> Value {
        let engine = json!({
            "version": env!("CARGO_PKG_VERSION"),
            "name": "winback",
        });
        let engine = facet("ProcessingEngineRunFacet", "1-1-1", engine);
        facets.insert("processing_engine".to_owned(), engine);
        let input = |name: &String| json!({"namespace": "file", "name": name});
        json!({
            "eventType": kind,
            "eventTime": text_of_instant(at_micros),
            "producer": PRODUCER,
            "schemaURL": SCHEMA,
            "run": {"runId": self.id, "facets": facets},
            "job": {"namespace": "winback", "name": format!("night:{}", self.output.display())},
            "inputs": self.inputs.iter().map(input).collect::<Vec<_>>(),
            "outputs": outputs.iter().map(output).collect::<Vec<_>>(),
        })
    }
}

fn output(dataset: &Dataset) -> Value {
    let mut described = json!({"namespace": "file", "name": dataset.folder});
    if let Some(rows) = dataset.rows {
        let statistics = json!({"rowCount": rows});
        let statistics = facet("OutputStatisticsOutputDatasetFacet", "1-0-2", statistics);
        described["outputFacets"] = json!({"outputStatistics": statistics});
    }
    described
}

/// A facet with what every facet has.
fn facet(name: &str, version: &str, mut content: Value) -> Value {
    content["_producer"] = json!(PRODUCER);
    content["_schemaURL"] = json!(format!("{FACETS}/{version}/{name}.json#/$defs/{name}"));
    content
}

/// A UUID of version 7: the milliseconds, then what tells runs of one millisecond apart.
fn uuid(job: &str, now_micros: i64, process: u32) -> String {
    let millis = (now_micros / 1000) as u64 & 0xffff_ffff_ffff;
    let rest = xxh3_64(format!("{job}\n{now_micros}\n{process}").as_bytes());
    format!(
        "{:08x}-{:04x}-7{:03x}-{:04x}-{:012x}",
        millis >> 16,
        millis & 0xffff,
        rest & 0xfff,
        0x8000 | (rest >> 12 & 0x3fff),
        rest >> 16 & 0xffff_ffff_ffff,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run() -> Run {
        let inputs = vec!["/data/orders".to_owned()];
        Run::begin("/out".into(), inputs, 1_700_000_000_123_456, 42)
    }

    #[test]
    fn a_run_has_one_identity_from_start_to_end() {
        let run = run();
        let parts: Vec<usize> = run.id.split('-').map(str::len).collect();
        assert_eq!(parts, [8, 4, 4, 4, 12]);
        assert!(run.id.starts_with("018bcfe5-687b-7"), "{}", run.id);
        let other = Run::begin("/out".into(), Vec::new(), 1_700_000_000_123_456, 43);
        assert_ne!(run.id, other.id);
        let started = run.started(1_700_000_000_123_456);
        assert_eq!(started["eventType"], "START");
        assert_eq!(started["eventTime"], "2023-11-14T22:13:20.123456Z");
        assert_eq!(started["inputs"][0]["name"], "/data/orders");
        let outputs = vec![Dataset { folder: "/out/scores".into(), rows: Some(9) }];
        let end = End::Complete { as_of: Some("2023-11-14".to_owned()), outputs };
        let ended = run.ended(1_700_000_001_000_000, &end);
        assert_eq!(ended["run"]["runId"], started["run"]["runId"]);
        assert_eq!(ended["outputs"][0]["outputFacets"]["outputStatistics"]["rowCount"], 9);
        let failed = run.ended(1, &End::Fail { error: "disk full".to_owned() });
        assert_eq!(failed["eventType"], "FAIL");
        assert_eq!(failed["run"]["facets"]["errorMessage"]["message"], "disk full");
    }
}
