//! The model as a file: one JSON document of learned state, with a hash of its content.
//!
//! Numbers are written so that they reload to the same bits, hence scores do too. An altered
//! content, another format version or a broken file is refused. No customer's data is in it; where
//! files lie is for the registry.

use super::baseline::Baseline;
use super::error::{ArtifactError, FORMAT_VERSION};
use super::plausible::impossible;
use crate::labels::OutcomeRule;
use crate::model::calibrate::Calibration;
use crate::model::design::Design;
use crate::model::design::prune::Dropped;
use crate::model::evaluate::{MetricIntervals, Metrics, ReliabilityBin};
use crate::model::fit::Coefficients;
use crate::model::judge::baselines::{Baselines, Gains};
use crate::model::judge::grade::Grade;
use crate::model::judge::segments::Dimensioned;
use crate::model::learning::level::LevelShift;
use crate::model::learning::tier::ModelTier;
use crate::model::settings::TrainSettings;
use crate::model::term_description::TermDescription;
use crate::model::topics::TopicWeight;
use crate::model::verdict::Judged;
use crate::value::ValueModels;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Everything learned, and the evidence for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelContent {
    /// Version of the program that wrote it.
    pub tool_version: String,
    /// The date (YYYY-MM-DD) before which everything was seen and nothing after.
    pub as_of: String,
    /// The question.
    pub rule: OutcomeRule,
    /// The training cutoffs, ascending.
    pub cutoffs: Vec<String>,
    /// Hash of the names, units and definitions of the features used.
    pub catalogue_version: String,
    /// What the data allowed.
    pub level: ModelTier,
    /// The columns, with the features' transforms.
    pub design: Design,
    /// Weights of the columns, in order.
    pub coefficients: Coefficients,
    /// Their standard errors.
    pub standard_errors: Option<Coefficients>,
    /// Correction of the log-odds.
    pub calibration: Calibration,
    /// BG/NBD and Gamma-Gamma.
    pub value_models: ValueModels,
    /// How it was trained.
    pub settings: TrainSettings,
    /// What was fitted, and that the fit converged.
    pub evidence: TrainingEvidence,
    /// The out-of-sample judgement; absent where there was one outcome only.
    pub judgement: Option<HeldOutTest>,
    /// By the rule of `grade`.
    pub grade: Grade,
    /// What customers were like when it was trained: what later nights are compared with.
    pub baseline: Baseline,
    /// What the model goes by, largest first.
    pub topics: Vec<TopicWeight>,
}

/// What the fit rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainingEvidence {
    /// Training rows.
    pub n_rows: u64,
    /// Those that churned.
    pub n_churned: u64,
    /// Share of the eligible rows that the cap on rows let in.
    pub sampled_share: f64,
    /// Hash of the training rows: the same data gives the same.
    pub data_fingerprint: String,
    /// Penalty per row.
    pub l2_per_row: f64,
    /// Steps of the solver, where it tells.
    pub iterations: Option<u64>,
    /// Norm of the mean gradient at the coefficients: 0 at the exact optimum.
    pub mean_gradient_norm: f64,
    /// Log loss on the training rows.
    pub mean_log_loss: f64,
    /// By how much the level departs from the training cutoffs', and what says so.
    pub level_shift: LevelShift,
    /// Hinges, steps and products that were learned, in words.
    pub learned_terms: Vec<TermDescription>,
    /// Columns left out, and why.
    pub dropped: Vec<Dropped>,
}

/// How the test rows were kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// Trained on cutoffs whose outcome windows end before the test cutoff.
    LaterWindow,
    /// The history is too short for that: trained on other customers at the same cutoffs.
    OtherCustomers,
}

/// The judgement on the newest complete cutoff.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeldOutTest {
    /// The test cutoff.
    pub as_of: String,
    /// How the test rows were kept apart.
    pub held: Held,
    /// Measures.
    pub test: Metrics,
    /// Their confidence intervals.
    pub intervals: MetricIntervals,
    /// Predicted against observed, ten bins of equal numbers.
    pub reliability: Vec<ReliabilityBin>,
    /// Share of the money lost that the tenth with the most at risk held, 0 to 1; absent where nothing tells of
    /// money or nothing was lost.
    pub money_at_10: Option<f64>,
    /// The same measures by number of purchases, value tier and tenure.
    pub segments: Vec<Dimensioned>,
    /// The baselines' on the same rows.
    pub baselines: Baselines,
    /// By how much the log loss is below theirs.
    pub gains: Gains,
    /// What two of them predicted against observed.
    pub baseline_tenths: BaselineTenths,
}

impl ModelContent {
    /// What is to be told of the judgement.
    pub fn judged(&self) -> Option<Judged<'_>> {
        let HeldOutTest { test, reliability, money_at_10, baselines, segments, .. } =
            self.judgement.as_ref()?;
        Some(Judged {
            grade: self.grade,
            test,
            reliability,
            money_at_10: *money_at_10,
            baselines,
            segments,
        })
    }
}

/// The test rows in tenths by how likely a simple ranking holds them to leave, the least likely first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BaselineTenths {
    /// By days since the last purchase alone.
    pub days_since_last: Option<Vec<ReliabilityBin>>,
    /// By days since the last purchase ÷ own mean gap alone.
    pub own_gap: Option<Vec<ReliabilityBin>>,
}

/// A model and its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Artifact {
    /// `<as_of>-<first 8 hex digits of the content's hash>`.
    pub version: String,
    /// What was learned.
    pub content: ModelContent,
}

/// The document without its format version.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: String,
    content_sha256: String,
    content: ModelContent,
}

fn hash_of(content: &ModelContent) -> Result<String, ArtifactError> {
    use std::fmt::Write;
    let bytes = serde_json::to_vec(content)
        .map_err(|error| ArtifactError::Unwritable(error.to_string()))?;
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(&bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    Ok(hex)
}

fn version_of(content: &ModelContent, hash: &str) -> String {
    format!("{}-{}", content.as_of, &hash[..8])
}

/// As the file's document, without its line breaks.
impl Serialize for Artifact {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::{Error, SerializeStruct};
        let hash = hash_of(&self.content).map_err(S::Error::custom)?;
        let mut document = serializer.serialize_struct("Artifact", 4)?;
        document.serialize_field("format_version", &FORMAT_VERSION)?;
        document.serialize_field("version", &self.version)?;
        document.serialize_field("content_sha256", &hash)?;
        document.serialize_field("content", &self.content)?;
        document.end()
    }
}

impl Artifact {
    /// Names a content.
    pub fn new(content: ModelContent) -> Result<Self, ArtifactError> {
        let hash = hash_of(&content)?;
        let artifact = Self { version: version_of(&content, &hash), content };
        // What cannot be read back (a NaN has no JSON) must not be written.
        let reloaded = Self::from_json(&artifact.to_json()?)
            .map_err(|error| ArtifactError::Unwritable(error.to_string()))?;
        debug_assert!(reloaded == artifact);
        Ok(artifact)
    }

    /// The file's text, ending in a line break; a line per entry of the content.
    pub fn to_json(&self) -> Result<String, ArtifactError> {
        let unwritable = |error: serde_json::Error| ArtifactError::Unwritable(error.to_string());
        let hash = hash_of(&self.content)?;
        let entries = match serde_json::to_value(&self.content).map_err(unwritable)? {
            serde_json::Value::Object(entries) => entries,
            _ => serde_json::Map::new(),
        };
        let lines: Vec<String> =
            entries.iter().map(|(name, entry)| format!("\"{name}\": {entry}")).collect();
        Ok(format!(
            "{{\n\"format_version\": {FORMAT_VERSION},\n\"version\": \"{}\",\n\
             \"content_sha256\": \"{hash}\",\n\"content\": {{\n{}\n}}\n}}\n",
            self.version,
            lines.join(",\n")
        ))
    }

    /// Reads a file's text; refuses other formats, altered content and what no training writes.
    pub fn from_json(text: &str) -> Result<Self, ArtifactError> {
        let unreadable = |error: serde_json::Error| ArtifactError::Unreadable(error.to_string());
        let mut value: serde_json::Value = serde_json::from_str(text).map_err(unreadable)?;
        let found = value.as_object_mut().and_then(|entries| entries.remove("format_version"));
        let found = found.unwrap_or_default();
        if found != serde_json::json!(FORMAT_VERSION) {
            return Err(ArtifactError::UnknownFormat { found: found.to_string() });
        }
        let document: Document = serde_json::from_value(value).map_err(unreadable)?;
        let found = hash_of(&document.content)?;
        let expected = document.content_sha256;
        let version = version_of(&document.content, &found);
        if found != expected || version != document.version {
            return Err(ArtifactError::Altered { found, expected });
        }
        if let Some(reason) = impossible(&document.content) {
            return Err(ArtifactError::Impossible(reason));
        }
        Ok(Self { version, content: document.content })
    }
}
