//! How much of the money that was lost the customers with the most at risk held.

use super::error::EvaluateError;

/// The share of the customers that is looked at.
const TOP: f64 = 0.1;

/// Of the spend of those who churned, the share held by the tenth of the customers with the largest
/// probability × spend, 0 to 1; none where nothing was lost.
///
/// `spend` is what each customer had spent before, in money; what is negative or not known counts as nothing.
/// Equal stakes follow the spend, then the outcome least favourable to the model. Errors where the lengths differ.
pub(crate) fn money_reached(
    probabilities: &[f64],
    spend: &[f64],
    churned: &[bool],
) -> Result<Option<f64>, EvaluateError> {
    for (what, found) in [("probabilities", probabilities.len()), ("spend", spend.len())] {
        if found != churned.len() {
            return Err(EvaluateError::Shape { what, expected: churned.len(), found });
        }
    }
    let stake = |i: usize| if spend[i] > 0.0 { spend[i] } else { 0.0 };
    let mut order: Vec<usize> = (0..churned.len()).collect();
    let key = |i: usize| (probabilities[i] * stake(i), stake(i));
    order.sort_unstable_by(|&a, &b| {
        let ((at_risk_a, spend_a), (at_risk_b, spend_b)) = (key(a), key(b));
        let by_money = at_risk_b.total_cmp(&at_risk_a).then(spend_b.total_cmp(&spend_a));
        by_money.then(churned[a].cmp(&churned[b]))
    });
    let lost = |i: &usize| if churned[*i] { stake(*i) } else { 0.0 };
    let top = (churned.len() as f64 * TOP).round() as usize;
    let all: f64 = order.iter().map(lost).sum();
    let reached: f64 = order[..top].iter().map(lost).sum();
    Ok((all > 0.0).then_some(reached / all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tenth_with_the_most_at_risk() {
        // Ten customers: the one with 0.5 × 100 at risk left, as did one with 0.9 × 10.
        let p = [0.5, 0.9, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1];
        let spend = [100.0, 10.0, 40.0, f64::NAN, -5.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        let mut churned = [false; 10];
        assert_eq!(money_reached(&p, &spend, &churned).unwrap(), None);
        churned[0] = true;
        churned[1] = true;
        churned[4] = true;
        assert_eq!(money_reached(&p, &spend, &churned).unwrap(), Some(100.0 / 110.0));
        assert!(money_reached(&p, &spend[1..], &churned).is_err());
    }
}
