//! Findings about sales that are there twice, as two systems write them, and about amounts that are sums so far.

use super::{Finding, Read};
use crate::history::Twins;
use crate::ingest::TransactionColumn as Column;
use crate::words::share_to_tenths;

/// Fewer pairs, or a smaller share of the sales, may be chance.
const FEW_PAIRS: u64 = 10;
const PAIRED_SHARE: f64 = 0.2;
/// Fewer customers whose sales only rise, or a smaller share, may be chance.
const FEW_RISING: u64 = 10;
const RISING_SHARE: f64 = 0.8;

/// Both.
pub(super) fn findings(read: &Read<'_>) -> Vec<Finding> {
    [paired(read), rising(read)].into_iter().flatten().collect()
}

fn paired(read: &Read<'_>) -> Option<Finding> {
    let Twins { sales, pairs, .. } = read.seen.twins;
    let share = 2.0 * pairs as f64 / sales.max(1) as f64;
    (pairs >= FEW_PAIRS && share >= PAIRED_SHARE).then(|| {
        Finding::warn(
            "sales of two systems",
            format!(
                "{pairs} pairs of sales ({} of all) have one customer and one amount, and a date beside a time of that \
                 day, or clocks that are whole hours apart: one sale may be there twice, and counts each time",
                share_to_tenths(share)
            ),
            "if two systems export the same sales, give the export of one of them alone",
        )
    })
}

fn rising(read: &Read<'_>) -> Option<Finding> {
    let Twins { customers, rising, .. } = read.seen.twins;
    let amount = read.mapping.get(Column::Amount)?;
    let share = rising as f64 / customers.max(1) as f64;
    (rising >= FEW_RISING && share >= RISING_SHARE).then(|| {
        Finding::warn(
            format!("amount = {amount}"),
            format!(
                "{} of the customers with several sales pay more each time than the time before: {amount} may be the sum of \
                 all they have paid so far",
                share_to_tenths(share)
            ),
            "name the column of what a sale cost with --amount",
        )
    })
}
