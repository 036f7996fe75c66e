//! Tests of the whole protocol on hand-made training sets: leakage, odd data, the tiers, the file.

use super::artifact::card::model_card;
use super::artifact::error::FORMAT_VERSION;
use super::evaluate::Metrics;
use super::*;
use crate::labels::OutcomeRule;
use crate::stats::sigmoid;
use crate::time::{AsOf, MICROS_PER_DAY, Zone};
use crate::value::testing::features;
use crate::value::{GroupedSummaries, ValueModels};
use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64;

const NAMES: [&str; 8] = [
    "days_since_last_purchase",
    "purchases",
    "recency_to_gap_mean",
    "noise",
    "constant",
    "never_known",
    "noise_again",
    "sometimes_known",
];

/// Customers who leave the likelier the longer they are silent; `signal` 0 makes outcomes random.
pub(super) fn set(customers: u64, signal: f64) -> TrainingSet {
    let zone = Zone::utc();
    let first = AsOf::parse("2023-01-01", &zone).unwrap();
    let snapshots: Vec<Snapshot> = [200, 230, 260, 290, 320, 350]
        .iter()
        .enumerate()
        .map(|(k, &days)| Snapshot {
            as_of: first.plus_days(days, &zone).unwrap(),
            outcome_days_known: [30, 30, 30, 30, 30, 0][k],
            is_cutoff: k < 5,
        })
        .collect();
    let mut random = Pcg64::seed_from_u64(7);
    let features = features(&NAMES);
    let mut set = TrainingSet {
        table: FeatureTable { features, columns: vec![Vec::new(); NAMES.len()], n_rows: 0 },
        chosen: vec![true; NAMES.len()],
        days_to_next_purchase: Vec::new(),
        snapshot: Vec::new(),
        customer: Vec::new(),
        snapshots,
        rule: OutcomeRule { horizon_days: 30, gap_days: 0, lookback_days: 365 },
        first_micros: first.micros(),
        sampled_share: 1.0,
    };
    for k in 0..6 {
        for customer in 0..customers {
            let silent_days = 60.0 * random.random::<f64>();
            let purchases = 1.0 + f64::from(random.next_u32() % 9);
            let noise: f64 = random.random();
            let sometimes = if random.random::<f64>() < 0.5 { f64::NAN } else { purchases };
            let gap = if purchases > 1.0 { silent_days / purchases } else { f64::NAN };
            let row = [silent_days, purchases, gap, noise, 3.0, f64::NAN, 2.0 * noise, sometimes];
            set.table.columns.iter_mut().zip(row).for_each(|(c, x)| c.push(x));
            let z = signal * (silent_days - 30.0) / 15.0 - signal * (purchases - 5.0) / 4.0;
            let churned = random.random::<f64>() < sigmoid(z);
            let next = 30.0 * random.random::<f64>();
            let known = if k == 5 || churned { f64::INFINITY } else { next };
            set.days_to_next_purchase.push(known);
            set.snapshot.push(k);
            set.customer.push((customer + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            set.table.n_rows += 1;
        }
    }
    set
}

pub(super) fn trained(set: &TrainingSet) -> Artifact {
    let as_of = set.snapshots.last().unwrap().as_of;
    let nothing = ValueModels::fit(&GroupedSummaries::default(), as_of);
    let bootstrap = evaluate::BootstrapSettings { replicates: 20, ..Default::default() };
    train(set, nothing, &TrainSettings { bootstrap, ..TrainSettings::default() }).unwrap()
}

fn test_metrics(trained: &Artifact) -> &Metrics {
    &trained.content.judgement.as_ref().unwrap().test
}

#[test]
fn a_real_signal_is_found_and_random_outcomes_are_not() {
    let real = trained(&set(1500, 1.0));
    assert!(test_metrics(&real).auc.unwrap() > 0.7, "{:?}", test_metrics(&real));
    assert_eq!(real.content.level, ModelTier::Full);
    let chance = trained(&set(3000, 0.0));
    let auc = test_metrics(&chance).auc.unwrap();
    assert!((auc - 0.5).abs() < 0.03, "{auc}");
    assert_eq!(chance.content.grade, Grade::C);
}

#[test]
fn constant_unknown_and_duplicate_columns_are_left_out() {
    let content = trained(&set(800, 1.0)).content;
    let used: Vec<&str> = content.design.columns.iter().map(|c| c.feature.as_str()).collect();
    for absent in ["constant", "never_known", "noise_again"] {
        assert!(!used.contains(&absent), "{used:?}");
    }
    let labels = content.design.labels();
    assert!(labels.contains(&"sometimes_known not known".to_owned()), "{labels:?}");
    assert!(content.evidence.mean_gradient_norm <= 1e-8);
}

#[test]
fn contributions_and_base_sum_to_the_log_odds() {
    let set = set(800, 1.0);
    let trained = trained(&set);
    let scorer = Scorer::new(&trained, &set.table.features).unwrap();
    let mut scratch = ScoreScratch::default();
    let mut block = ScoreBlock::new(NAMES.len());
    let base = scorer.base_log_odds();
    let all = scorer.score_columns(&set.table.columns, set.table.n_rows);
    for i in 0..set.table.n_rows {
        let values: Vec<f64> = set.table.columns.iter().map(|c| c[i]).collect();
        if block.is_full() {
            block.clear();
        }
        block.push(&values);
        scorer.explain(&mut block);
        let at = block.len() - 1;
        let (scored, parts) =
            (block.scored(at), (0..NAMES.len()).map(|j| block.contribution(at, j)));
        assert!((base + parts.sum::<f64>() - scored.log_odds).abs() < 1e-9);
        assert!(block.sum_error(at) < 1e-9);
        assert_eq!(scored.log_odds.to_bits(), all[i].log_odds.to_bits());
        assert_eq!(scored, scorer.score(&values, &mut scratch));
        assert_eq!(block.contribution(at, 4), 0.0, "an unused feature contributes nothing");
    }
    let curves = trained.effect_curves();
    let silence = curves.iter().find(|c| c.feature == NAMES[0]).unwrap();
    assert!(silence.points[10].log_odds > silence.points[0].log_odds + 0.5);
}

#[test]
fn the_file_reloads_to_the_same_bits_and_refuses_alteration() {
    let set = set(400, 1.0);
    let trained = trained(&set);
    let text = trained.to_json().unwrap();
    let again = Artifact::from_json(&text).unwrap();
    assert_eq!(again, trained);
    assert_eq!(again.to_json().unwrap(), text);
    assert!(text.len() < 100_000, "{}", text.len());
    let score = |artifact| {
        let scorer = Scorer::new(artifact, &set.table.features).unwrap();
        scorer.score_columns(&set.table.columns, 50).iter().map(|s| s.log_odds.to_bits()).collect()
    };
    let (before, after): (Vec<u64>, Vec<u64>) = (score(&trained), score(&again));
    assert_eq!(before, after);
    let refused = |text: &str| Artifact::from_json(text).unwrap_err().to_string();
    let altered = text.replacen("\"horizon_days\":30", "\"horizon_days\":31", 1);
    assert!(refused(&altered).contains("altered after training"), "{}", refused(&altered));
    let newer = text.replacen(
        &format!("\"format_version\": {FORMAT_VERSION}"),
        "\"format_version\": 99",
        1,
    );
    assert!(refused(&newer).contains("format version 99"));
    assert!(refused("{").contains("not readable"));
    let other = text.replacen(&trained.version, "2020-01-01-00000000", 1);
    assert!(refused(&other).contains("altered"));
}

#[test]
fn training_twice_gives_the_same_version_on_any_number_of_threads() {
    let set = set(300, 1.0);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| trained(&set)).to_json().unwrap()
    };
    assert!(with(1) == with(3));
}

#[test]
fn another_catalogue_is_refused() {
    let set = set(400, 1.0);
    let artifact = trained(&set);
    let mut features = set.table.features.clone();
    features[0].definition = "something else".to_owned();
    let text = Scorer::new(&artifact, &features).unwrap_err().to_string();
    assert!(text.contains("another feature catalogue"), "{text}");
    features.remove(0);
    let text = Scorer::new(&artifact, &features).unwrap_err().to_string();
    assert!(text.contains("needs the feature days_since_last_purchase"), "{text}");
}

#[test]
fn small_data_falls_back_a_tier_and_never_fails() {
    let level = |set: &TrainingSet| trained(set).content.level;
    assert_eq!(level(&set(60, 1.0)), ModelTier::Reduced);
    assert_eq!(level(&set(12, 1.0)), ModelTier::RecencyRule);
    assert_eq!(level(&set(1, 1.0)), ModelTier::RecencyRule);
    let mut gone = set(100, 1.0);
    gone.days_to_next_purchase.fill(f64::INFINITY);
    let content = trained(&gone).content;
    assert_eq!((content.level, content.judgement.is_none()), (ModelTier::BaseRate, true));
    assert!((content.coefficients.intercept - 501.0_f64.ln()).abs() < 1e-12);
    let mut empty = set(1, 1.0);
    empty.snapshots.iter_mut().for_each(|s| s.outcome_days_known = 0);
    let nothing = ValueModels::fit(&GroupedSummaries::default(), empty.snapshots[0].as_of);
    let text = train(&empty, nothing, &TrainSettings::default()).unwrap_err().to_string();
    assert!(text.contains("no customer is eligible"), "{text}");
}

#[test]
fn balanced_classes_are_undone_in_the_probabilities() {
    let set = set(1500, 1.0);
    let as_of = set.snapshots[5].as_of;
    let nothing = ValueModels::fit(&GroupedSummaries::default(), as_of);
    let bootstrap = evaluate::BootstrapSettings { replicates: 5, ..Default::default() };
    let settings = TrainSettings { balance_classes: true, bootstrap, ..TrainSettings::default() };
    let balanced = train(&set, nothing, &settings).unwrap();
    let (m, plain) = (test_metrics(&balanced), trained(&set));
    assert!((m.mean_probability - m.churn_rate).abs() < 0.05, "{m:?}");
    assert!((m.log_loss - test_metrics(&plain).log_loss).abs() < 0.01);
}

#[test]
fn the_card_and_the_summary_say_what_is_known() {
    let trained = trained(&set(400, 1.0));
    let card = model_card(&trained);
    for part in ["# Churn model 2023-12-17-", "Grade **", "days since last purchase", "## Limits"] {
        assert!(card.contains(part), "{part}\n{card}");
    }
    let summary = trained.summary();
    assert!(summary.n_rows > 100 && !summary.cutoffs.is_empty() && summary.churn_rate > 0.0);
    assert!(summary.test.unwrap().auc.is_some());
    assert!(summary.baselines.unwrap().days_since_last.unwrap().lift_at_10.is_some());
    assert_eq!(MICROS_PER_DAY, 86_400_000_000);
}
