//! What contacting only the riskiest customers catches: lift and capture at the top 1 to 20 %.

use super::ranking::Tallies;

/// Shares of the customers at which gains are given, in the order of the metrics' names.
pub(super) const SHARES: [f64; 4] = [0.01, 0.05, 0.10, 0.20];

/// Capture (share of all churners found) among the `share` of customers with the highest scores.
///
/// The number of customers, `share·n`, need not be whole, and a tie across the border counts with
/// the fraction that belongs above it: the expected value over all orders of the tied. Lift is
/// capture ÷ share. None where nobody churned.
pub(super) fn captures(tallies: &Tallies) -> [Option<f64>; SHARES.len()] {
    let mut captures = [None; SHARES.len()];
    if tallies.n_churned == 0.0 {
        return captures;
    }
    let (mut rows_above, mut churned_above, mut next) = (0.0, 0.0, 0);
    for (rows, churned) in tallies.iter().rev() {
        while next < SHARES.len() && rows > 0.0 {
            let missing = SHARES[next] * tallies.n_rows - rows_above;
            if missing > rows {
                break;
            }
            let found = churned_above + churned * missing / rows;
            captures[next] = Some(found / tallies.n_churned);
            next += 1;
        }
        if next == SHARES.len() {
            break;
        }
        rows_above += rows;
        churned_above += churned;
    }
    captures
}
