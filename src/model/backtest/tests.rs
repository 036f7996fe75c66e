//! Leakage tests of rolling origins on hand-made sets: random outcomes, and a later world that changed.

use super::*;
use crate::labels::OutcomeRule;
use crate::model::evaluate::BootstrapSettings;
use crate::model::{FeatureTable, Snapshot};
use crate::stats::sigmoid;
use crate::time::Zone;
use crate::value::testing::features;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

const NAMES: [&str; 5] = [
    "days_since_last_purchase",
    "purchases",
    "recency_to_gap_mean",
    "spend_365d",
    "days_since_first_purchase",
];
const HORIZON_DAYS: u32 = 30;
const SNAPSHOTS: usize = 8;

fn instants() -> Vec<AsOf> {
    let zone = Zone::utc();
    let first = AsOf::parse("2023-01-01", &zone).unwrap();
    let at = |k| first.plus_days(200 + k * HORIZON_DAYS as i32, &zone).unwrap();
    (0..SNAPSHOTS as i32).map(at).collect()
}

/// The last `n` snapshots but the present as origins, each with all earlier ones as cutoffs.
fn origins(n: usize) -> Vec<Origin> {
    let at = instants();
    let origin = |k: usize| Origin {
        as_of: at[k],
        cutoffs: at[..k].to_vec(),
        recent: None,
        earlier_years: Vec::new(),
    };
    (SNAPSHOTS - n..SNAPSHOTS).map(origin).collect()
}

/// Customers who leave the likelier the longer they are silent; `signal` 0 makes outcomes random.
fn set(customers: u64, signal: f64, seed: u64) -> TrainingSet {
    let at = instants();
    let features = features(&NAMES);
    let mut random = Pcg64::seed_from_u64(seed);
    let mut set = TrainingSet {
        table: FeatureTable { features, columns: vec![Vec::new(); NAMES.len()], n_rows: 0 },
        chosen: vec![true; NAMES.len()],
        days_to_next_purchase: Vec::new(),
        snapshot: Vec::new(),
        customer: Vec::new(),
        snapshots: at
            .iter()
            .map(|&as_of| Snapshot { as_of, outcome_days_known: HORIZON_DAYS, is_cutoff: true })
            .collect(),
        rule: OutcomeRule { horizon_days: HORIZON_DAYS, gap_days: 0, lookback_days: 365 },
        first_micros: at[0].micros() - 200 * crate::time::MICROS_PER_DAY,
        sampled_share: 1.0,
    };
    for k in 0..SNAPSHOTS {
        for customer in 0..customers {
            let silent_days = 60.0 * random.random::<f64>();
            let purchases = 1.0 + (9.0 * random.random::<f64>()).floor();
            let gap = if purchases > 1.0 { silent_days / purchases } else { f64::NAN };
            let row = [silent_days, purchases, gap, 10.0 * purchases, 2.0 * silent_days];
            set.table.columns.iter_mut().zip(row).for_each(|(c, x)| c.push(x));
            let z = signal * (silent_days - 30.0) / 15.0 - signal * (purchases - 5.0) / 4.0;
            let churned = random.random::<f64>() < sigmoid(z);
            let next = 30.0 * random.random::<f64>();
            set.days_to_next_purchase.push(if churned { f64::INFINITY } else { next });
            set.snapshot.push(k as u16);
            set.customer.push((customer + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            set.table.n_rows += 1;
        }
    }
    set
}

fn run(set: &TrainingSet, origins: &[Origin]) -> Backtest {
    let bootstrap = BootstrapSettings { replicates: 20, ..BootstrapSettings::default() };
    let settings = TrainSettings { bootstrap, ..TrainSettings::default() };
    backtest(set, origins, &settings, &|| ()).unwrap()
}

#[test]
fn a_real_signal_is_found_and_shuffled_outcomes_are_not() {
    let real = run(&set(800, 1.0, 7), &origins(2));
    assert!(real.pooled.test.auc.unwrap() > 0.7, "{:?}", real.pooled.test);
    let chance = run(&set(1500, 0.0, 8), &origins(4));
    let auc = chance.pooled.test.auc.unwrap();
    assert!((auc - 0.5).abs() < 0.03, "{auc}");
    assert_eq!(chance.pooled.test.n_rows, 6000);
    let names: Vec<_> = chance.pooled.segments.iter().map(|d| d.dimension.as_str()).collect();
    assert_eq!(names, ["purchases", "value_tier", "tenure"]);
    for dimension in &chance.pooled.segments {
        assert_eq!(dimension.segments.iter().map(|s| s.metrics.n_rows).sum::<u64>(), 6000);
    }
}

#[test]
fn what_happens_from_an_origin_on_changes_nothing_said_there() {
    let before = set(400, 1.0, 7);
    let mut after = before.clone();
    let origins = origins(3);
    // From the second origin on, everything is otherwise: features and outcomes alike.
    for i in 0..after.table.n_rows {
        if after.snapshots[usize::from(after.snapshot[i])].as_of >= origins[1].as_of {
            after.table.columns.iter_mut().for_each(|column| column[i] = 60.0 - column[i]);
            let stayed = after.days_to_next_purchase[i].is_infinite();
            after.days_to_next_purchase[i] = if stayed { 1.0 } else { f64::INFINITY };
        }
    }
    let (before, after) = (run(&before, &origins), run(&after, &origins));
    assert_eq!(before.origins[0], after.origins[0]);
    assert_ne!(before.origins[1], after.origins[1]);
    let said = |b: &Backtest| b.predictions.probability[..400].to_vec();
    assert_eq!(said(&before), said(&after));
}

#[test]
fn an_origin_without_a_past_is_left_out_and_said() {
    let set = set(200, 1.0, 7);
    let mut with_early = origins(1);
    with_early.insert(
        0,
        Origin {
            as_of: instants()[0],
            cutoffs: Vec::new(),
            recent: None,
            earlier_years: Vec::new(),
        },
    );
    let found = run(&set, &with_early);
    assert_eq!((found.origins.len(), found.left_out.len()), (1, 1));
    assert_eq!(found.left_out[0].reason, "no customer was eligible at its cutoffs");
    let alone = backtest(&set, &with_early[..1], &TrainSettings::default(), &|| ());
    assert_eq!(alone.unwrap_err().kind(), Kind::DataQuality);
}
