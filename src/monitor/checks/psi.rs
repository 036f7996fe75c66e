//! The population stability index: how far tonight's customers have moved between the bins of a baseline.
//!
//! `PSI = Σ (q − p)·ln(q ÷ p)` over the bins, where p is the share at training and q tonight's; it is the sum of
//! both Kullback–Leibler divergences. The deciles of the baseline are the bins, those who are not known one more.
//!
//! - *Empty bins*: p is `(N·share + ½) ÷ (N + ½·bins)` of the N customers of the baseline, so none is 0.
//! - *Small samples*: by chance alone the index is about `(bins − 1)·(1/n + 1/N)`, which is no drift. Tonight's
//!   shares are shrunk towards the baseline, as if `50·(1 + n/N)` further customers were distributed like it:
//!   of a hundred customers beside a hundred, half of what chance makes of their shares is left, and a quarter of the index.

use crate::model::Distribution;
use crate::monitor::tally::BinCounts;
use crate::words::share_to_tenths;

/// Customers like those of the baseline who are added to tonight's.
const PRIOR_CUSTOMERS: f64 = 50.0;

/// How far customers have moved, and where most.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Moved {
    /// The index; 0 where nothing moved.
    pub psi: f64,
    /// The bin that contributes most, in words, with its shares; none where nothing moved.
    pub most: Option<String>,
}

/// Compares tonight's customers with a baseline of `baseline_customers`.
pub(super) fn moved(
    baseline: &Distribution,
    baseline_customers: u64,
    tonight: &BinCounts,
) -> Moved {
    let n: u64 = tonight.known.iter().sum::<u64>() + tonight.missing;
    let (n, all) = (n as f64, baseline_customers as f64);
    if n == 0.0 || all == 0.0 {
        return Moved { psi: 0.0, most: None };
    }
    let shares = baseline.shares.iter().chain([&baseline.missing_share]);
    // Of a feature that nobody had at training the bins are one: everybody who has it now.
    let none_known = baseline.shares.is_empty();
    let then: Vec<f64> = if none_known {
        [0.0].iter().chain(shares).copied().collect()
    } else {
        shares.copied().collect()
    };
    let now: Vec<u64> = tonight.known.iter().copied().chain([tonight.missing]).collect();
    let bins = then.len() as f64;
    let prior = PRIOR_CUSTOMERS * (1.0 + n / all);
    let mut psi = 0.0;
    let mut most = (0.0, 0);
    for (bin, (share, count)) in then.iter().zip(&now).enumerate() {
        let p = (share * all + 0.5) / (all + 0.5 * bins);
        let q = (*count as f64 + prior * p) / (n + prior);
        let part = (q - p) * (q / p).ln();
        psi += part;
        if part > most.0 {
            most = (part, bin);
        }
    }
    let bin = most.1;
    let said = || {
        let [now, then] = [now[bin] as f64 / n, then[bin]].map(share_to_tenths);
        format!("{now} of customers {} instead of {then}", in_words(baseline, bin))
    };
    Moved { psi, most: (most.0 > 0.0).then(said) }
}

/// The bin as it is read: "from 3.2 to 5".
fn in_words(baseline: &Distribution, bin: usize) -> String {
    let edges = baseline.edges();
    let number = |x: f64| {
        let rounded = (x * 1000.0).round() / 1000.0;
        if rounded == 0.0 && x != 0.0 { format!("{x:.1e}") } else { format!("{rounded}") }
    };
    if bin > edges.len() || baseline.shares.is_empty() && bin > 0 {
        return "have none that is known".to_owned();
    }
    match (bin.checked_sub(1).map(|below| edges[below]), edges.get(bin)) {
        (None, None) => "have one".to_owned(),
        (None, Some(to)) => format!("have at most {}", number(*to)),
        (Some(from), None) => format!("have more than {}", number(from)),
        (Some(from), Some(to)) => {
            format!("have more than {} and at most {}", number(from), number(*to))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn baseline() -> Distribution {
        Distribution::learn("x", (0..1000).map(f64::from).collect())
    }

    fn even(per_bin: u64) -> BinCounts {
        BinCounts { known: vec![per_bin; 10], missing: 0 }
    }

    #[test]
    fn nothing_moved_is_zero_and_a_shift_is_the_known_number() {
        let same = moved(&baseline(), 1000, &even(100_000));
        // All that is left is the half customer in the empty bin of those who are not known.
        assert!(same.psi < 0.003, "{same:?}");
        // All of the lowest bin went to the highest: p = .1 each, q = 0 and .2.
        let mut now = even(1_000_000);
        now.known[9] += now.known[0];
        now.known[0] = 0;
        let found = moved(&baseline(), 1_000_000_000, &now);
        let by_hand = |q: f64, p: f64| (q - p) * (q / p).ln();
        // The empty bin holds what the prior says.
        let q = 50.5 * 0.1 / (10_000_000.0 + 50.5);
        let expected = by_hand(0.2, 0.1) + by_hand(q, 0.1);
        assert!((found.psi / expected - 1.0).abs() < 1e-3, "{found:?} {expected}");
        assert!(found.psi.is_finite());
        assert!(found.most.unwrap().contains("0.0% of customers have at most 99"));
    }

    #[test]
    fn chance_among_few_customers_is_no_drift() {
        // Draws of 60 customers from the baseline itself, which has 100.
        let baseline = Distribution::learn("x", (0..100).map(f64::from).collect());
        for draw in 0..50u64 {
            let mut now = even(0);
            (0..60u64).for_each(|i| {
                let hash = crate::ingest::mix(draw << 32 | i);
                now.known[(hash % 10) as usize] += 1;
            });
            let found = moved(&baseline, 100, &now);
            assert!(found.psi < 0.1, "{draw}: {found:?}");
        }
        // The same customers all in one bin are drift, however few they are.
        let mut now = even(0);
        now.known[0] = 60;
        assert!(moved(&baseline, 100, &now).psi > 0.25);
    }

    #[test]
    fn a_feature_that_is_not_known_any_more_and_one_that_was_not() {
        let gone = BinCounts { known: vec![0; 10], missing: 500 };
        let found = moved(&baseline(), 1000, &gone);
        assert!(found.psi > 1.0, "{found:?}");
        assert_eq!(
            found.most.as_deref(),
            Some("100.0% of customers have none that is known instead of 0.0%")
        );
        let nobody = Distribution::learn("x", vec![f64::NAN; 1000]);
        let now = BinCounts { known: vec![500], missing: 0 };
        assert!(moved(&nobody, 1000, &now).psi > 1.0);
        let still = BinCounts { known: vec![0], missing: 500 };
        assert!(moved(&nobody, 1000, &still).psi < 1e-3);
    }
}
