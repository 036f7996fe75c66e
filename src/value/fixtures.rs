//! Data for this folder's tests: the CDNOW sample, and bases simulated from known parameters.

use super::bg_nbd::BgNbdParameters;
use super::gamma_gamma::GammaGammaParameters;
use super::grouped::{GroupedPart, GroupedSummaries};
use super::summary::PurchaseSummary;
use crate::table::cast::{days, floats, large_texts};
use crate::time::day_number;
use arrow_array::Array;
use jiff::civil::date;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rand::{RngExt, SeedableRng};
use rand_distr::{Beta, Distribution, Exp, Gamma};
use rand_pcg::Pcg64Mcg;
use std::collections::BTreeMap;

/// Summary to 1997-09-30 and purchase days in the 273 days after, of every CDNOW sample customer.
pub(super) fn cdnow() -> Vec<(PurchaseSummary, u32)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/cdnow_sample.parquet");
    let file = std::fs::File::open(path).unwrap();
    let mut customers: BTreeMap<String, Vec<(i32, f64)>> = BTreeMap::new();
    for batch in ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap() {
        let batch = batch.unwrap();
        let column = |name: &str| batch.column_by_name(name).unwrap();
        let ids = large_texts(column("customer_id")).unwrap();
        let days = days(column("date")).unwrap();
        let values = floats(column("dollar_value")).unwrap();
        for i in 0..ids.len() {
            let id = ids.value(i).to_owned();
            customers.entry(id).or_default().push((days.value(i), values.value(i)));
        }
    }
    let last = day_number(date(1997, 9, 30));
    let summary = |mut rows: Vec<(i32, f64)>| {
        rows.sort_by_key(|row| row.0);
        let (days, values): (Vec<i32>, Vec<f64>) = rows.into_iter().unzip();
        let summary = PurchaseSummary::from_periods(&days, &values, last).unwrap();
        let mut later: Vec<i32> =
            days.into_iter().filter(|d| (1..=273).contains(&(d - last))).collect();
        later.dedup();
        (summary, later.len() as u32)
    };
    customers.into_values().map(summary).collect()
}

/// The statistics of summaries.
pub(super) fn grouped(summaries: impl IntoIterator<Item = PurchaseSummary>) -> GroupedSummaries {
    GroupedSummaries::merge([GroupedPart::of(summaries)])
}

/// Customers drawn from the models, of ages 0 to `oldest_days`, purchases rounded down to days.
pub(super) fn simulated(
    customers: u32,
    oldest_days: u32,
    buying: &BgNbdParameters,
    paying: &GammaGammaParameters,
) -> Vec<PurchaseSummary> {
    let mut rng = Pcg64Mcg::seed_from_u64(7);
    let rates = Gamma::new(buying.r, 1.0 / buying.alpha).unwrap();
    let leaving = Beta::new(buying.a, buying.b).unwrap();
    let scales = Gamma::new(paying.q, 1.0 / paying.v).unwrap();
    let mut customer = |i: u32| {
        let age_days = i % (oldest_days + 1);
        let (rate, leave): (f64, f64) = (rates.sample(&mut rng), leaving.sample(&mut rng));
        let waits = Exp::new(rate.max(1e-300)).unwrap();
        let (mut days, mut time) = (vec![0], 0.0);
        loop {
            time += waits.sample(&mut rng);
            if time > f64::from(age_days) {
                break;
            }
            days.push(time as i32);
            if rng.random::<f64>() < leave {
                break;
            }
        }
        let scale: f64 = scales.sample(&mut rng);
        let values = Gamma::new(paying.p, 1.0 / scale).unwrap();
        let values: Vec<f64> = days.iter().map(|_| values.sample(&mut rng)).collect();
        PurchaseSummary::from_periods(&days, &values, age_days as i32).unwrap()
    };
    (0..customers).map(&mut customer).collect()
}
