//! How much lower one score's log loss is than another's on the same rows, with its interval.
//!
//! The mean of many differences: its interval is the normal one. A customer's rows are one.

use super::bootstrap::Interval;
use super::error::{EvaluateError, check_len};
use crate::stats::Z_95;
use crate::stats::clipped_losses;

/// Interval (95 %) of the log loss of `others` less that of `probabilities`; above 0 where the latter are
/// better. `customer` groups rows that belong to one customer. None for fewer than two customers.
pub(crate) fn log_loss_gain(
    probabilities: &[f64],
    others: &[f64],
    churned: &[bool],
    customer: &[u64],
) -> Result<Option<Interval>, EvaluateError> {
    let n = probabilities.len();
    check_len("the list of outcomes", n, churned.len())?;
    check_len("the list of other probabilities", n, others.len())?;
    check_len("the list of customers", n, customer.len())?;
    let loss = |p: f64, churned: bool| {
        let (if_churned, if_not) = clipped_losses(p);
        if churned { if_churned } else { if_not }
    };
    let mut gains: Vec<(u64, f64)> = (0..n)
        .map(|i| (customer[i], loss(others[i], churned[i]) - loss(probabilities[i], churned[i])))
        .collect();
    gains.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mean = gains.iter().map(|(_, gain)| gain).sum::<f64>() / n as f64;
    let (mut customers, mut squares) = (0.0, 0.0);
    for one in gains.chunk_by(|a, b| a.0 == b.0) {
        squares += one.iter().map(|(_, gain)| gain - mean).sum::<f64>().powi(2);
        customers += 1.0;
    }
    if customers < 2.0 {
        return Ok(None);
    }
    let error = (squares * customers / (customers - 1.0)).sqrt() / n as f64;
    Ok(Some(Interval { low: mean - Z_95 * error, high: mean + Z_95 * error }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHURNED: [bool; 4] = [true, false, true, false];

    #[test]
    fn the_interval_is_that_of_a_mean_of_differences() {
        let (sure, flat) = ([0.8, 0.2, 0.8, 0.4], [0.5; 4]);
        let customers = [1, 2, 3, 4];
        let found = log_loss_gain(&sure, &flat, &CHURNED, &customers).unwrap().unwrap();
        let gains = [1.6_f64.ln(), 1.6_f64.ln(), 1.6_f64.ln(), 1.2_f64.ln()];
        let mean = gains.iter().sum::<f64>() / 4.0;
        let variance = gains.iter().map(|g| (g - mean).powi(2)).sum::<f64>() / 3.0;
        let reach = Z_95 * (variance / 4.0).sqrt();
        assert!((found.low - (mean - reach)).abs() < 1e-12, "{found:?}");
        assert!((found.high - (mean + reach)).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn rows_of_one_customer_are_not_counted_as_many() {
        let sure = [0.8, 0.2, 0.8, 0.4].repeat(5);
        let (flat, churned) = ([0.5; 20], CHURNED.repeat(5));
        let width = |customers: &[u64]| {
            let found = log_loss_gain(&sure, &flat, &churned, customers).unwrap().unwrap();
            found.high - found.low
        };
        let own: Vec<u64> = (0..20).collect();
        let shared: Vec<u64> = (0..20).map(|i| i % 4).collect();
        assert!(width(&shared) > 2.0 * width(&own));
        assert!(log_loss_gain(&[0.5], &[0.5], &[true], &[1]).unwrap().is_none());
    }
}
