//! Both solvers against scikit-learn, against each other, and against what bites in linfa.

use ndarray::{Array2, ShapeBuilder};

use super::*;
use crate::stats::sigmoid;

/// The matrix of whole-number formulas that scikit-learn was given as well (60 × 4).
fn small(threshold: f64) -> (Array2<f64>, Vec<bool>) {
    let value = |(i, j): (usize, usize)| {
        ((i * 37 + j * 101 + i * (j + 1) * 13 + i * i * (j + 3)) % 97) as f64 / 97.0 - 0.5
    };
    let x = Array2::from_shape_fn((60, 4).f(), value);
    let churned = (0..60)
        .map(|i| {
            let z = 2.0 * value((i, 0)) - 1.5 * value((i, 1)) + 0.5 * value((i, 2));
            z + ((i * i * 7 + i * 3) % 31) as f64 / 31.0 - 0.5 > threshold
        })
        .collect();
    (x, churned)
}

/// A larger matrix of a fixed pseudo-random sequence, with about the given share of churners.
fn large(n_rows: usize, n_columns: usize, base_log_odds: f64) -> (Array2<f64>, Vec<bool>) {
    let mut state = 1u64;
    let mut unit = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    let mut x = Array2::zeros((n_rows, n_columns).f());
    let mut churned = Vec::new();
    for i in 0..n_rows {
        let mut z = base_log_odds;
        for j in 0..n_columns {
            x[[i, j]] = 2.0 * unit() - 1.0;
            z += x[[i, j]] * ((j * 5 % 7) as f64 - 3.0) * 0.5;
        }
        churned.push(unit() < sigmoid(z));
    }
    (x, churned)
}

fn settings(solver: Solver, l2: f64) -> FitSettings {
    FitSettings { solver, l2, ..FitSettings::default() }
}

fn rate(churned: &[bool]) -> f64 {
    churned.iter().filter(|c| **c).count() as f64 / churned.len() as f64
}

fn assert_close(a: &Coefficients, b: &Coefficients, tolerance: f64) {
    for (a, b) in a.to_vector().iter().zip(b.to_vector()) {
        assert!((a - b).abs() < tolerance, "{a} is not {b}");
    }
}

fn both(check: impl Fn(Solver)) {
    [Solver::Linfa, Solver::Newton].into_iter().for_each(check);
}

/// `LogisticRegression(C=1, solver="newton-cholesky", tol=1e-14)` of scikit-learn 1.9.1.
#[test]
fn scikit_learn_finds_the_same_optimum_for_few_and_for_many_churners() {
    let published = [
        (
            0.95,
            0.05,
            -2.962_247_513_893_777,
            [
                1.049_385_403_810_841,
                -0.542_763_108_147_656_6,
                0.292_757_359_045_140_9,
                0.317_122_187_502_529_96,
            ],
        ),
        (
            -1.05,
            53.0 / 60.0,
            2.211_253_657_387_696,
            [
                1.279_560_812_323_149_7,
                -1.853_865_635_858_007,
                -0.133_970_166_247_848_47,
                -0.551_092_993_653_467,
            ],
        ),
    ];
    for (threshold, churn_rate, intercept, weights) in published {
        let (x, churned) = small(threshold);
        assert!((rate(&churned) - churn_rate).abs() < 1e-12);
        let expected = Coefficients { intercept, weights: weights.to_vec() };
        both(|solver| {
            let fitted = fit(x.view(), &churned, None, &settings(solver, 1.0), None).unwrap();
            assert_close(&fitted.coefficients, &expected, 1e-6);
            assert!(fitted.mean_gradient_norm <= 1e-8);
        });
    }
}

#[test]
fn the_solvers_agree_at_ten_and_ninety_per_cent_churn_and_point_towards_churn() {
    for (base, low, high) in [(-2.8, 0.05, 0.15), (2.8, 0.85, 0.95)] {
        let (x, churned) = large(5000, 7, base);
        assert!((low..high).contains(&rate(&churned)), "{}", rate(&churned));
        let fits = [Solver::Linfa, Solver::Newton]
            .map(|s| fit(x.view(), &churned, None, &settings(s, 2.0), None).unwrap());
        assert_close(&fits[0].coefficients, &fits[1].coefficients, 1e-6);
        assert!((fits[0].mean_log_loss - fits[1].mean_log_loss).abs() < 1e-10);
        // Column 2 was made to raise the risk (weight 0), column 4 with weight 1.5, column 0 −1.5.
        assert!(fits[0].coefficients.weights[4] > 1.0 && fits[0].coefficients.weights[0] < -1.0);
        // The opposite question has the opposite answer.
        let stayed: Vec<bool> = churned.iter().map(|c| !c).collect();
        both(|solver| {
            let turned = fit(x.view(), &stayed, None, &settings(solver, 2.0), None).unwrap();
            let back: Vec<f64> = turned.coefficients.to_vector().into_iter().map(|c| -c).collect();
            assert_close(&Coefficients::from_vector(&back), &fits[1].coefficients, 1e-6);
        });
    }
}

#[test]
fn a_warm_start_changes_time_and_not_the_optimum() {
    for base in [-2.0, 2.0] {
        let (x, churned) = large(3000, 5, base);
        both(|solver| {
            let settings = settings(solver, 1.0);
            let cold = fit(x.view(), &churned, None, &settings, None).unwrap();
            let start = Coefficients { intercept: base, weights: vec![0.3; 5] };
            let warm = fit(x.view(), &churned, None, &settings, Some((&start).into())).unwrap();
            assert_close(&cold.coefficients, &warm.coefficients, 1e-6);
            // From the optimum itself nothing is left to do, and linfa's line search is not asked.
            let found = Some((&cold.coefficients).into());
            let again = fit(x.view(), &churned, None, &settings, found).unwrap();
            assert_eq!(again.coefficients, cold.coefficients);
            // Half of the rows, from the optimum of all with its second derivative; or with one that is all wrong.
            let half: Vec<f64> = (0..3000).map(|i| f64::from(u8::from(i % 2 == 0))).collect();
            let cold = fit(x.view(), &churned, Some(&half), &settings, None).unwrap();
            let n = 6;
            let near = evidence(x.view(), &churned, None, 0.0, &again.coefficients).unwrap();
            let wrong: Vec<f64> =
                (0..n * n).map(|k| f64::from(u8::from(k % (n + 1) == 0))).collect();
            for hessian in [&near.hessian, &wrong] {
                let start = WarmStart { coefficients: &again.coefficients, hessian: Some(hessian) };
                let warm = fit(x.view(), &churned, Some(&half), &settings, Some(start)).unwrap();
                assert_close(&cold.coefficients, &warm.coefficients, 1e-6);
            }
            let short = WarmStart { coefficients: &again.coefficients, hessian: Some(&[1.0]) };
            assert!(fit(x.view(), &churned, None, &settings, Some(short)).is_err());
        });
    }
}

#[test]
fn a_fit_that_did_not_converge_is_an_error() {
    let (x, churned) = large(2000, 6, 0.0);
    both(|solver| {
        let hasty = FitSettings { max_iterations: 1, ..settings(solver, 0.1) };
        let error = fit(x.view(), &churned, None, &hasty, None).unwrap_err();
        assert!(matches!(error, FitError::NotConverged { .. }), "{error}");
    });
}

#[test]
fn what_cannot_be_fitted_is_refused_by_name() {
    let (mut x, churned) = large(50, 3, 0.0);
    both(|solver| {
        let settings = settings(solver, 1.0);
        let all = vec![true; 50];
        let error = fit(x.view(), &all, None, &settings, None).unwrap_err();
        assert_eq!(error, FitError::OneClass { rows: 50, churned: true });
        let error = fit(x.view(), &churned[1..], None, &settings, None).unwrap_err();
        assert!(matches!(error, FitError::Shape { expected: 50, found: 49, .. }));
        let short = Coefficients { intercept: 0.0, weights: vec![0.0] };
        assert!(fit(x.view(), &churned, None, &settings, Some((&short).into())).is_err());
        let row_major = Array2::from_shape_fn((50, 3), |ij| x[ij]);
        let error = fit(row_major.view(), &churned, None, &settings, None).unwrap_err();
        assert_eq!(error, FitError::NotColumnMajor);
    });
    x[[7, 1]] = f64::NAN;
    both(|solver| {
        let error = fit(x.view(), &churned, None, &settings(solver, 1.0), None).unwrap_err();
        let text = error.with_column_names(&["a", "spend_30d", "c"]).to_string();
        assert!(text.contains("'spend_30d'") && text.contains("row 7"), "{text}");
    });
}

#[test]
fn constant_columns_get_no_weight_and_few_rows_no_nonsense() {
    let (mut x, churned) = large(400, 4, -1.0);
    x.column_mut(1).fill(3.0);
    x.column_mut(2).fill(0.0);
    let (wide, wide_churned) = large(30, 80, 0.0);
    let fits = [Solver::Linfa, Solver::Newton].map(|solver| {
        let fitted = fit(x.view(), &churned, None, &settings(solver, 1.0), None).unwrap();
        assert!(fitted.coefficients.weights[1].abs() < 1e-5);
        assert!(fitted.coefficients.weights[2].abs() < 1e-12);
        fit(wide.view(), &wide_churned, None, &settings(solver, 1.0), None).unwrap().coefficients
    });
    assert_close(&fits[0], &fits[1], 1e-6);
    // Without a penalty a constant column is the intercept's twin: still an optimum, no hang.
    let free = settings(Solver::Newton, 0.0);
    let fitted = fit(x.view(), &churned, None, &free, None).unwrap();
    assert!(fitted.mean_gradient_norm <= 1e-8);
    // 30 rows in 80 dimensions are separable: without a penalty there is no optimum to find.
    let error = fit(wide.view(), &wide_churned, None, &free, None).unwrap_err();
    assert!(error == FitError::Separated || matches!(error, FitError::NotConverged { .. }));
}

#[test]
fn weights_count_as_repetitions() {
    let (x, churned) = large(300, 3, 0.5);
    let times: Vec<f64> = (0..300).map(|i| f64::from(i % 3)).collect();
    let repeated: Vec<usize> = (0..300).flat_map(|i| std::iter::repeat_n(i, i % 3)).collect();
    let y: Vec<bool> = repeated.iter().map(|i| churned[*i]).collect();
    let mut long = Array2::zeros((repeated.len(), 3).f());
    for (row, i) in repeated.iter().enumerate() {
        long.row_mut(row).assign(&x.row(*i));
    }
    both(|solver| {
        let settings = settings(solver, 1.0);
        let weighted = fit(x.view(), &churned, Some(&times), &settings, None).unwrap();
        let plain = fit(long.view(), &y, None, &settings, None).unwrap();
        assert_close(&weighted.coefficients, &plain.coefficients, 1e-7);
        // L-BFGS stops near the optimum, where the loss without its penalty still has a slope.
        let near = if solver == Solver::Newton { 1e-12 } else { 1e-9 };
        assert!((weighted.mean_log_loss - plain.mean_log_loss).abs() < near);
    });
}

/// Weights as training has them: halved with the age of the cutoff, turned up for the rarer outcome.
#[test]
fn the_solvers_agree_where_rows_decay() {
    let (x, churned) = large(4000, 7, -2.0);
    let weigh = |i: usize| 0.5_f64.powf((i % 9) as f64 / 4.0) * if churned[i] { 7.3 } else { 1.0 };
    let weights: Vec<f64> = (0..4000).map(weigh).collect();
    let grid = [3.0, 300.0, 0.03];
    let [linfa, newton] = [Solver::Linfa, Solver::Newton].map(|solver| {
        fit_path(x.view(), &churned, Some(&weights), &settings(solver, 1.0), &grid).unwrap()
    });
    for (linfa, newton) in linfa.iter().zip(&newton) {
        assert_close(&linfa.coefficients, &newton.coefficients, 1e-6);
        let odds = linfa.coefficients.log_odds_of_rows(x.view()).unwrap();
        let others = newton.coefficients.log_odds_of_rows(x.view()).unwrap();
        assert!(odds.iter().zip(others).all(|(a, b)| (a - b).abs() < 1e-6));
    }
}

#[test]
fn threads_do_not_change_a_bit_and_large_data_start_from_a_subsample() {
    let (x, churned) = large(120_000, 3, -1.0);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let newton = settings(Solver::Newton, 1.0);
            let fitted = fit(x.view(), &churned, None, &newton, None).unwrap();
            let found = evidence(x.view(), &churned, None, 1.0, &fitted.coefficients).unwrap();
            (fitted, found)
        })
    };
    let (one, seven) = (on(1), on(7));
    assert_eq!(one, seven);
    let linfa = fit(x.view(), &churned, None, &settings(Solver::Linfa, 1.0), None).unwrap();
    assert_close(&linfa.coefficients, &one.0.coefficients, 1e-6);
}

#[test]
fn a_path_has_the_same_optima_as_single_fits() {
    let (x, churned) = large(2000, 5, 0.0);
    let grid = [0.1, 100.0, 1.0];
    both(|solver| {
        let path = fit_path(x.view(), &churned, None, &settings(solver, 9.0), &grid).unwrap();
        assert_eq!(path.len(), 3);
        for (l2, found) in grid.iter().zip(&path) {
            let alone = fit(x.view(), &churned, None, &settings(solver, *l2), None).unwrap();
            assert_close(&alone.coefficients, &found.coefficients, 1e-6);
        }
        let size = |i: usize| path[i].coefficients.weights.iter().map(|w| w * w).sum::<f64>();
        assert!(size(1) < size(2) && size(2) < size(0));
    });
}

#[test]
fn the_hessian_is_the_gradients_derivative_and_gives_the_textbook_standard_error() {
    let (x, churned) = large(700, 40, 0.3);
    let problem = Problem::new(x.view(), &churned, None, 0.7).unwrap();
    let at: Vec<f64> = (0..41).map(|j| 0.05 * (f64::from(j) - 20.0)).collect();
    let found = evidence(x.view(), &churned, None, 0.7, &Coefficients::from_vector(&at)).unwrap();
    for j in [0, 17, 33, 40] {
        let h = 1e-5;
        let (mut up, mut down) = (at.clone(), at.clone());
        up[j] += h;
        down[j] -= h;
        let (up, down) = (problem.descent(&up), problem.descent(&down));
        let slope = (up.penalised_loss - down.penalised_loss) / (2.0 * h);
        assert!((slope - found.gradient[j]).abs() < 1e-5);
        for i in 0..41 {
            let second = (up.gradient[i] - down.gradient[i]) / (2.0 * h);
            assert!((second - found.hessian[i * 41 + j]).abs() < 1e-5, "{i} {j}");
        }
    }
    // Intercept alone: se(logit p) = 1 / sqrt(n·p·(1 − p)); 25 of 100 gives 1 / sqrt(18.75).
    let none = Array2::<f64>::zeros((100, 0).f());
    let churned: Vec<bool> = (0..100).map(|i| i % 4 == 0).collect();
    both(|solver| {
        let fitted = fit(none.view(), &churned, None, &settings(solver, 1.0), None).unwrap();
        assert!((fitted.coefficients.intercept + 3f64.ln()).abs() < 1e-6);
        let found = evidence(none.view(), &churned, None, 1.0, &fitted.coefficients).unwrap();
        let error = found.standard_errors().unwrap().intercept;
        assert!((error - 1.0 / 18.75f64.sqrt()).abs() < 1e-6);
    });
}

#[test]
fn collinear_columns_without_a_penalty_have_no_standard_errors() {
    let (mut x, churned) = large(200, 2, 0.0);
    let copy = x.column(0).to_owned();
    x.column_mut(1).assign(&copy);
    let zero = Coefficients { intercept: 0.0, weights: vec![0.0; 2] };
    let none = evidence(x.view(), &churned, None, 0.0, &zero).unwrap();
    assert!(none.standard_errors().is_none());
    assert!(evidence(x.view(), &churned, None, 1.0, &zero).unwrap().covariance.is_some());
}

#[test]
fn log_odds_of_rows_are_those_of_each_row() {
    let (x, churned) = large(1500, 6, 0.0);
    let fitted = fit(x.view(), &churned, None, &FitSettings::default(), None).unwrap();
    let all = fitted.coefficients.log_odds_of_rows(x.view()).unwrap();
    for (row, z) in x.rows().into_iter().zip(&all) {
        assert_eq!(fitted.coefficients.log_odds(row.iter().copied()), *z);
    }
}
