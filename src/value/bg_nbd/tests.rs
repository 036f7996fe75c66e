//! BG/NBD against published figures, simulated customers and its own definitions.

use super::*;
use crate::value::fixtures::{cdnow, grouped, simulated};
use crate::value::gamma_gamma::GammaGammaParameters;
use crate::value::summary::PurchaseSummary;
use proptest::prelude::*;
use statrs::function::gamma::ln_gamma;

/// Equal to so many printed decimals.
fn assert_prints(value: f64, published: f64, decimals: i32) {
    let half = 0.5 * 10_f64.powi(-decimals) + 1e-12;
    assert!((value - published).abs() <= half, "{value} is not {published}");
}

/// Fader, Hardie and Lee (2005), the fit of the CDNOW sample, in weeks.
const PUBLISHED: BgNbdParameters =
    BgNbdParameters { r: 0.242_594_5, alpha: 4.413_601_9, a: 0.792_919_9, b: 2.425_888_1 };

#[test]
#[ignore = "needs ../shared/data; run scripts/test"]
fn the_published_fit_of_real_data() {
    let customers = cdnow();
    assert_eq!(customers.len(), 2357);
    assert_eq!(customers.iter().map(|c| c.0.frequency).sum::<u32>(), 2457);
    assert_eq!(customers.iter().filter(|c| c.0.frequency == 0).count(), 1411);
    assert_eq!(customers.iter().map(|c| c.1).sum::<u32>(), 1882);
    assert_eq!(customers.iter().filter(|c| c.1 > 0).count(), 684);

    let data = grouped(customers.iter().map(|c| c.0));
    let fit = BgNbd::fit(&data).unwrap();
    let weekly = fit.parameters.with_unit(7.0);
    // The published estimates stop short of the maximum by their optimiser's tolerance, 3e-5 of a
    // standard error: at ours the gradient vanishes and the likelihood is no smaller.
    let published = [PUBLISHED.r, PUBLISHED.alpha, PUBLISHED.a, PUBLISHED.b];
    let found = [weekly.r, weekly.alpha, weekly.a, weekly.b];
    for (got, wanted) in found.into_iter().zip(published) {
        assert!((got / wanted - 1.0).abs() < 1e-5, "{got} is not {wanted}");
    }
    let theirs = log_likelihood(&data, &PUBLISHED.with_unit(1.0 / 7.0));
    assert!(theirs <= fit.convergence.log_likelihood + 1e-9, "{theirs}");
    assert!(fit.convergence.log_likelihood - theirs < 1e-6);
    // A density per week is 7 times that per day, for each of the purchases.
    assert_prints(fit.convergence.log_likelihood + 2457.0 * 7_f64.ln(), -9582.4292, 4);
    // So do the published standard errors, in the fourth digit or beyond.
    let errors = fit.standard_errors.unwrap().with_unit(7.0);
    let errors = [errors.r, errors.alpha, errors.a, errors.b];
    for (got, wanted) in errors.into_iter().zip([0.012_557, 0.378_221, 0.185_719, 0.705_345]) {
        assert!((got / wanted - 1.0).abs() < 1e-4, "{got} is not {wanted}");
    }
    assert!(fit.convergence.gradient_norm < 1e-9, "{:?}", fit.convergence);
    assert_eq!(fit.convergence.starts_agreeing, fit.convergence.starts);
    assert!(fit.convergence.at_bound.is_empty());

    // These too were printed for estimates that stop short: they differ in the fifth or sixth digit.
    let (alive, expected) = (
        weekly.alive_probability(26, 30.857, 31.0),
        weekly.expected_purchases(26, 30.857, 31.0, 52.0),
    );
    assert!((alive - 0.968_852_3).abs() < 2e-6, "{alive}");
    assert!((expected / 25.756_59 - 1.0).abs() < 5e-5, "{expected}");
}

#[test]
fn the_published_expectations() {
    let rounded = BgNbdParameters { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
    assert_prints(rounded.expected_purchases(2, 30.43, 38.86, 39.0), 1.226, 3);
    // The published E[X(t)] belong to the unrounded fit: with r = .243, E[X(1)] would be .0533.
    assert_prints(PUBLISHED.expected_purchases(2, 30.43, 38.86, 39.0), 1.226, 3);
    let by_time =
        [(0.1429, 0.0078), (1.0, 0.0532), (3.0, 0.1506), (31.8571, 1.0405), (32.0, 1.0437)];
    for (weeks, published) in by_time {
        assert_prints(PUBLISHED.expected_of_new_customer(weeks), published, 4);
    }
    // The published 1.8576 breaks its series off; summed to the end it is 1.85796.
    assert_prints(PUBLISHED.expected_of_new_customer(78.0), 1.8576, 3);
    assert_prints(PUBLISHED.expected_of_new_customer(78.0), 1.85796, 5);
}

const BUYING: BgNbdParameters = BgNbdParameters { r: 0.8, alpha: 30.0, a: 0.9, b: 3.0 };
const PAYING: GammaGammaParameters = GammaGammaParameters { p: 4.0, q: 3.5, v: 20.0 };

#[test]
fn the_parameters_of_a_simulated_base_are_recovered() {
    let fit = BgNbd::fit(&grouped(simulated(60_000, 700, &BUYING, &PAYING))).unwrap();
    let (found, errors) = (fit.parameters, fit.standard_errors.unwrap());
    // Same-day purchases collapse and times lose their fractions: a slight bias beyond sampling.
    for (name, got, wanted, error) in [
        ("r", found.r, BUYING.r, errors.r),
        ("alpha", found.alpha, BUYING.alpha, errors.alpha),
        ("a", found.a, BUYING.a, errors.a),
        ("b", found.b, BUYING.b, errors.b),
    ] {
        assert!((got - wanted).abs() < 3.0 * error + 0.08 * wanted, "{name}: {got} ± {error}");
        assert!(error < 0.1 * wanted, "{name} ± {error}");
    }
}

/// The likelihood as printed in the paper (equation 6), customer by customer.
fn ungrouped(customers: &[PurchaseSummary], at: &BgNbdParameters) -> f64 {
    let BgNbdParameters { r, alpha, a, b } = *at;
    let ln_beta = |a: f64, b: f64| ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    let one = |c: &PurchaseSummary| {
        let (x, recency) = (f64::from(c.frequency), f64::from(c.recency_days));
        let scale = ln_gamma(r + x) - ln_gamma(r) + r * alpha.ln();
        let stayed = (ln_beta(a, b + x) - ln_beta(a, b)).exp()
            * (alpha + f64::from(c.age_days)).powf(-(r + x));
        let left = if c.frequency == 0 {
            0.0
        } else {
            (ln_beta(a + 1.0, b + x - 1.0) - ln_beta(a, b)).exp() * (alpha + recency).powf(-(r + x))
        };
        scale + (stayed + left).ln()
    };
    customers.iter().map(one).sum()
}

#[test]
fn the_grouped_likelihood_is_the_papers_and_its_gradient_is_its_slope() {
    let customers = simulated(3000, 200, &BUYING, &PAYING);
    let data = grouped(customers.iter().copied());
    assert!(data.groups.len() < 2000);
    for at in [BUYING, BgNbdParameters { r: 3.0, alpha: 7.0, a: 0.2, b: 0.3 }] {
        let (one, other) = (log_likelihood(&data, &at), ungrouped(&customers, &at));
        assert!((one / other - 1.0).abs() < 1e-12, "{one} {other}");
        let likelihood = Likelihood::new(&data.groups, 1);
        let point = [at.r, at.alpha, at.a, at.b].map(f64::ln);
        let gradient = likelihood.value_and_gradient(&point).1;
        for i in 0..4 {
            let shifted = |by: f64| {
                let mut shifted = point;
                shifted[i] += by;
                likelihood.value_and_gradient(&shifted).0
            };
            let slope = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
            assert!((slope - gradient[i]).abs() < 1e-8, "{i}: {slope} {}", gradient[i]);
        }
    }
}

#[test]
fn huge_histories_do_not_overflow() {
    for x in [0, 1, 50, 5000, 1_000_000] {
        for (recency, age) in [(0.0, 0.0), (1.0, 20_000.0), (20_000.0, 20_000.0)] {
            for t in [0.0, 1.0, 365.0, 1e6] {
                let alive = BUYING.alive_probability(x, recency, age);
                let none = BUYING.no_purchase_probability(x, recency, age, t);
                let expected = BUYING.expected_purchases(x, recency, age, t);
                assert!((0.0..=1.0).contains(&alive), "{x} {recency} {age} {alive}");
                assert!((0.0..=1.0).contains(&none), "{x} {recency} {age} {t} {none}");
                assert!(expected.is_finite() && expected >= 0.0, "{x} {age} {t} {expected}");
            }
        }
    }
}

proptest! {
    #[test]
    fn longer_silence_ahead_is_less_likely(
        x in 0_u32..200, recency in 0.0..500.0, rest in 0.0..500.0, t in 0.0..400.0, more in 0.0..400.0,
    ) {
        let age = recency + rest;
        let none = |t| BUYING.no_purchase_probability(x, recency, age, t);
        prop_assert!(none(t + more) <= none(t) + 1e-15);
        prop_assert!((none(0.0) - 1.0).abs() < 1e-15);
        let expected = |t| BUYING.expected_purchases(x, recency, age, t);
        prop_assert!(expected(t + more) >= expected(t) * (1.0 - 1e-12));
        // At least one purchase: no likelier than the expected number of them.
        prop_assert!(1.0 - none(t) <= expected(t) + 1e-12);
    }
}
