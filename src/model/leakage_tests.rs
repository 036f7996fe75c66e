//! Leakage tests of every learned part, on a hand-made base with a season: what is learned for a
//! target knows nothing from it on, random outcomes teach nothing, and doubled customers no more.

use super::dataset::{FeatureTable, Snapshot, TrainingSet};
use super::design::{Design, Richness};
use super::evaluate::auc;
use super::fit::evidence;
use super::learning::fit_rows::fit_matrix;
use super::learning::held_out::{OutOfSample, Whole, customer_folds};
use super::learning::learn::{Learned, learn};
use super::learning::penalty::select_penalty;
use super::learning::rows::{known_before, outcomes, weights};
use super::settings::TrainSettings;
use crate::labels::OutcomeRule;
use crate::stats::sigmoid;
use crate::time::{AsOf, Zone};
use crate::value::testing::features;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

const NAMES: [&str; 4] =
    ["days_since_last_purchase", "purchases", "no_purchase_probability", "noise"];
const HORIZON_DAYS: u32 = 30;
/// Days of the snapshots: last year's season, cutoffs, a recent one, the target, a later one.
const DAYS: [i32; 11] = [145, 175, 205, 235, 480, 500, 520, 540, 560, 600, 650];
const TARGET: usize = 9;
const CUTOFFS: [usize; 5] = [4, 5, 6, 7, 8];

/// Customers who leave the likelier the longer they are silent. `season` is added to the log-odds of
/// the windows from day 235 and from day 600 on.
fn base(customers: u64, signal: f64, season: f64) -> TrainingSet {
    let zone = Zone::utc();
    let first = AsOf::parse("2022-01-01", &zone).unwrap();
    let mut random = Pcg64::seed_from_u64(11);
    let snapshot = |(k, &days): (usize, &i32)| Snapshot {
        as_of: first.plus_days(days, &zone).unwrap(),
        outcome_days_known: HORIZON_DAYS,
        is_cutoff: CUTOFFS.contains(&k),
    };
    let mut set = TrainingSet {
        chosen: vec![true; NAMES.len()],
        table: FeatureTable {
            features: features(&NAMES),
            columns: vec![Vec::new(); NAMES.len()],
            n_rows: 0,
        },
        days_to_next_purchase: Vec::new(),
        snapshot: Vec::new(),
        customer: Vec::new(),
        snapshots: DAYS.iter().enumerate().map(snapshot).collect(),
        rule: OutcomeRule { horizon_days: HORIZON_DAYS, gap_days: 0, lookback_days: 365 },
        first_micros: first.micros(),
        sampled_share: 1.0,
    };
    for (k, &day) in DAYS.iter().enumerate() {
        for customer in 0..customers {
            let silent_days = 60.0 * random.random::<f64>();
            let purchases = 1.0 + (9.0 * random.random::<f64>()).floor();
            let z = signal * ((silent_days - 30.0) / 15.0 - (purchases - 5.0) / 4.0);
            let told = sigmoid(z);
            let row = [silent_days, purchases, told, random.random()];
            set.table.columns.iter_mut().zip(row).for_each(|(c, x)| c.push(x));
            let z = z + if [235, 600].contains(&day) { season } else { 0.0 };
            let churned = random.random::<f64>() < sigmoid(z);
            let next = f64::from(HORIZON_DAYS) * random.random::<f64>();
            set.days_to_next_purchase.push(if churned { f64::INFINITY } else { next });
            set.snapshot.push(k as u16);
            set.customer.push((customer + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            set.table.n_rows += 1;
        }
    }
    set
}

fn past(set: &TrainingSet) -> Vec<u32> {
    known_before(set, &set.rows_of(&CUTOFFS), TARGET)
}

fn learned(set: &TrainingSet) -> Learned {
    learn(set, &past(set), TARGET, &TrainSettings::default()).unwrap()
}

#[test]
fn nothing_learned_knows_what_happens_from_the_target_on() {
    let before = base(500, 1.0, 0.0);
    let mut after = before.clone();
    let target_day = before.snapshots[TARGET].as_of.day_number();
    for i in 0..after.table.n_rows {
        let k = usize::from(after.snapshot[i]);
        let known_days = f64::from(target_day - after.snapshots[k].as_of.day_number());
        // Purchases from the target on never were, or were others; later features are others too.
        if after.days_to_next_purchase[i] >= known_days {
            let never = after.days_to_next_purchase[i].is_infinite() && k >= TARGET;
            after.days_to_next_purchase[i] =
                if never { known_days.max(0.5) } else { f64::INFINITY };
        }
        if k > TARGET {
            after.table.columns.iter_mut().for_each(|column| column[i] = 99.0 - column[i]);
        }
    }
    assert_ne!(before.days_to_next_purchase, after.days_to_next_purchase);
    let (before, after) = (learned(&before), learned(&after));
    // Transforms and knots, weights and penalty, calibration, level and season, one by one.
    assert_eq!(before.design, after.design);
    assert_eq!(before.fitted.coefficients, after.fitted.coefficients);
    assert_eq!(before.l2_per_row.to_bits(), after.l2_per_row.to_bits());
    assert_eq!(before.calibration, after.calibration);
    assert_eq!(before.level_shift, after.level_shift);
    assert!(before.level_shift.rhythm.is_some());
    assert!(before.level_shift.season.is_some());
}

#[test]
fn random_outcomes_teach_no_part_anything() {
    let set = base(1500, 1.0, 0.0);
    let mut shuffled = set.clone();
    // Outcomes of other customers of the same snapshot: half the base away.
    for k in 0..DAYS.len() {
        let rows: Vec<usize> = set.rows_of(&[k]).into_iter().map(|i| i as usize).collect();
        for (place, &i) in rows.iter().enumerate() {
            let other = rows[(place + rows.len() / 2) % rows.len()];
            shuffled.days_to_next_purchase[i] = set.days_to_next_purchase[other];
        }
    }
    let model = learned(&shuffled);
    let rows = set.rows_of(&[TARGET]);
    let churned: Vec<bool> =
        rows.iter().map(|&i| shuffled.churned_within(i as usize, HORIZON_DAYS)).collect();
    let log_odds = model.log_odds(&shuffled, &rows).unwrap();
    let found = auc(&log_odds, &churned).unwrap().unwrap();
    assert!((found - 0.5).abs() < 0.04, "{found}");
    // The strongest penalty is as good as any, and no level or season is made up.
    assert!(model.l2_per_row >= 0.03, "{}", model.l2_per_row);
    assert!(model.calibration.base_rate_offset.abs() < 0.1, "{:?}", model.calibration);
    let spread = log_odds.iter().fold(0.0_f64, |most, z| most.max((z - log_odds[0]).abs()));
    assert!(spread < 1.0, "{spread}");
}

/// The fits to all rows and to folds of them.
fn cross_fitted(
    set: &TrainingSet,
    rows: &[u32],
    usable: &[usize],
    richness: Richness<'_>,
    settings: &TrainSettings,
) -> OutOfSample {
    let (l2_per_row, churned) = (1e-4, outcomes(set, rows));
    let (design, _) = Design::learn(&set.table, rows, usable, richness);
    let x = design.matrix(&set.table, rows);
    let shape = (&design, x.view());
    let fitted = fit_matrix(set, rows, &churned, shape, l2_per_row, settings).unwrap();
    let weights = weights(set, rows, &churned, settings);
    let l2 = l2_per_row * weights.iter().sum::<f64>();
    let found = evidence(x.view(), &churned, Some(&weights), l2, &fitted.coefficients).unwrap();
    let whole = Whole {
        set,
        rows,
        churned: &churned,
        design: &design,
        x: x.view(),
        l2_per_row,
        coefficients: &fitted.coefficients,
        hessian: &found.hessian_without_penalty(),
    };
    whole.cross_fitted(settings).unwrap()
}

#[test]
fn a_customer_twice_is_on_one_side_of_every_split() {
    // Everybody twice, with one's own outcome at every cutoff: a split that parts the two could
    // learn the answer by heart from the noise.
    let mut set = base(150, 0.0, 0.0);
    for k in 0..DAYS.len() * 150 {
        set.table.columns[3][k] = (k % 150) as f64;
        let stays = (k % 150).wrapping_mul(2_654_435_761) % 7 < 3;
        set.days_to_next_purchase[k] = if stays { 3.0 } else { f64::INFINITY };
    }
    let richness = Richness { max_terms: 50, hinges: true, learned: &[] };
    let settings = TrainSettings::default();
    let rows = past(&set);
    let usable: Vec<usize> = (0..NAMES.len()).collect();
    let twice: Vec<u32> = rows.iter().flat_map(|&i| [i, i]).collect();
    for rows in [&rows, &twice] {
        let out = cross_fitted(&set, rows, &usable, richness, &settings);
        let found = auc(&out.log_odds, &out.churned).unwrap().unwrap();
        assert!((found - 0.5).abs() < 0.15, "{found}");
        let folds = customer_folds(&set, rows, rows);
        for [learn, judge] in folds {
            let of = |i: &u32| set.customer[*i as usize];
            assert!(judge.iter().all(|j| learn.iter().all(|l| of(l) != of(j))));
        }
    }
    let penalty = |rows| select_penalty(&set, rows, &usable, richness, &settings).unwrap();
    assert_eq!(penalty(&rows).to_bits(), penalty(&twice).to_bits());
}

#[test]
fn last_years_season_moves_the_level_and_a_quiet_year_does_not() {
    for season in [-1.0, 1.0] {
        let set = base(1500, 1.0, season);
        let model = learned(&set);
        let found = &model.level_shift;
        assert!((found.season.unwrap().log_odds - season).abs() < 0.25, "{found:?}");
        let rows = set.rows_of(&[TARGET]);
        let said = model.log_odds(&set, &rows).unwrap();
        let happened =
            rows.iter().filter(|&&i| set.churned_within(i as usize, HORIZON_DAYS)).count();
        let gap = |moved: f64| {
            let expected: f64 = said.iter().map(|z| sigmoid(z - moved)).sum();
            ((expected - happened as f64) / rows.len() as f64).abs()
        };
        // One year is believed, and not wholly.
        assert!(gap(0.0) < 0.4 * gap(found.log_odds), "{found:?}");
        assert!(found.log_odds * season < 1.0, "{found:?}");
    }
    let quiet = learned(&base(1500, 1.0, 0.0)).level_shift;
    assert!(quiet.log_odds.abs() < 0.1, "{quiet:?}");
}
