//! The Newton solver as a citizen of linfa: a `Dataset` in, behind the traits of linfa-logistic.
//!
//! Targets are `bool`, `true` the outcome whose probability is modelled. A dataset's weights count, as
//! frequencies. Not here: names of columns and settings of the program; see `model::learning`.

use linfa::ParamGuard;
use linfa::dataset::{AsSingleTargets, DatasetBase};
use linfa::traits::{Fit, PredictInplace};
use ndarray::{Array1, Array2, ArrayBase, Data, Ix2, ShapeBuilder};

use super::{FitError, FitSettings, Fitted, Solver, check_settings, fit};
use crate::stats::sigmoid;

/// Logistic regression by Newton's method, its settings not yet checked.
///
/// ```
/// use linfa::DatasetBase;
/// use linfa::traits::{Fit, Predict};
/// use ndarray::array;
/// use winback::model::fit::NewtonRegression;
///
/// let days_since_order = array![[3.0], [8.0], [40.0], [60.0], [20.0], [90.0]];
/// let churned = array![false, false, true, true, true, false];
/// let model = NewtonRegression::default().l2(0.1).fit(&DatasetBase::new(days_since_order, churned))?;
/// assert!(model.predict_probabilities(&array![[70.0]])[0] > 0.5);
/// assert_eq!(model.predict(&array![[1.0], [100.0]]), array![false, true]);
/// # Ok::<(), winback::model::fit::FitError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct NewtonRegression(ValidNewtonRegression);

/// Logistic regression by Newton's method with checked settings.
#[derive(Debug, Clone, PartialEq)]
pub struct ValidNewtonRegression(FitSettings);

impl Default for NewtonRegression {
    /// l2 of 1, mean gradient to 1e-8, at most 500 steps.
    fn default() -> Self {
        Self(ValidNewtonRegression(FitSettings {
            solver: Solver::Newton,
            ..FitSettings::default()
        }))
    }
}

impl NewtonRegression {
    /// Weight of the penalty `l2/2·‖β‖²` beside the sum of log losses; at least 0.
    #[must_use]
    pub fn l2(mut self, l2: f64) -> Self {
        self.0.0.l2 = l2;
        self
    }

    /// Norm of the gradient, divided by the summed weight of the rows, at which the fit is done.
    #[must_use]
    pub fn mean_gradient_tolerance(mut self, tolerance: f64) -> Self {
        self.0.0.mean_gradient_tolerance = tolerance;
        self
    }

    /// Steps before the fit is given up.
    #[must_use]
    pub fn max_iterations(mut self, max_iterations: u64) -> Self {
        self.0.0.max_iterations = max_iterations;
        self
    }
}

impl ParamGuard for NewtonRegression {
    type Checked = ValidNewtonRegression;
    type Error = FitError;

    fn check_ref(&self) -> Result<&Self::Checked, FitError> {
        check_settings(&self.0.0)?;
        Ok(&self.0)
    }

    fn check(self) -> Result<Self::Checked, FitError> {
        check_settings(&self.0.0)?;
        Ok(self.0)
    }
}

impl<D: Data<Elem = f64>, T: AsSingleTargets<Elem = bool>> Fit<ArrayBase<D, Ix2>, T, FitError>
    for ValidNewtonRegression
{
    type Object = FittedNewtonRegression;

    fn fit(
        &self,
        dataset: &DatasetBase<ArrayBase<D, Ix2>, T>,
    ) -> Result<FittedNewtonRegression, FitError> {
        let weights: Option<Vec<f64>> =
            dataset.weights().map(|weights| weights.iter().map(|w| f64::from(*w)).collect());
        let x = column_major(dataset.records())?;
        let positive = dataset.targets().as_single_targets().to_vec();
        fit(x.view(), &positive, weights.as_deref(), &self.0, None).map(FittedNewtonRegression)
    }
}

/// The records by columns, as the solver wants them; linfa's are by rows as a rule.
fn column_major<D: Data<Elem = f64>>(records: &ArrayBase<D, Ix2>) -> Result<Array2<f64>, FitError> {
    let values = records.t().iter().copied().collect();
    let shape = (records.nrows(), records.ncols()).f();
    Array2::from_shape_vec(shape, values).map_err(|e| FitError::Linfa(e.to_string()))
}

/// A fitted logistic regression.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedNewtonRegression(Fitted);

impl FittedNewtonRegression {
    /// Coefficients, with the evidence that they are at the optimum.
    pub fn fitted(&self) -> &Fitted {
        &self.0
    }

    /// Probability of `true`, row by row.
    pub fn predict_probabilities<D: Data<Elem = f64>>(&self, x: &ArrayBase<D, Ix2>) -> Array1<f64> {
        let coefficients = &self.0.coefficients;
        x.rows()
            .into_iter()
            .map(|row| sigmoid(coefficients.log_odds(row.iter().copied())))
            .collect()
    }
}

impl<D: Data<Elem = f64>> PredictInplace<ArrayBase<D, Ix2>, Array1<bool>>
    for FittedNewtonRegression
{
    /// `true` where its probability is at least a half.
    ///
    /// # Panics
    /// If `y` has not one entry per row of `x`, as everywhere in linfa.
    fn predict_inplace(&self, x: &ArrayBase<D, Ix2>, y: &mut Array1<bool>) {
        assert_eq!(x.nrows(), y.len(), "one prediction per row");
        y.assign(&self.predict_probabilities(x).mapv(|p| p >= 0.5));
    }

    fn default_target(&self, x: &ArrayBase<D, Ix2>) -> Array1<bool> {
        Array1::from_elem(x.nrows(), false)
    }
}

impl From<linfa::Error> for FitError {
    fn from(error: linfa::Error) -> Self {
        Self::Linfa(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use linfa::traits::Predict;
    use linfa_logistic::LogisticRegression;
    use ndarray::array;

    /// Twenty rows by rows, as linfa's users have them.
    fn dataset() -> DatasetBase<Array2<f64>, Array1<bool>> {
        let x =
            Array2::from_shape_fn((20, 3), |(i, j)| ((i * 7 + j * 5 + i * j) % 11) as f64 / 5.0);
        let y = (0..20).map(|i| (i * 3 + i / 4) % 5 < 2).collect();
        DatasetBase::new(x, y)
    }

    /// What both estimators promise.
    fn predictions<P, E>(
        parameters: &P,
        data: &DatasetBase<Array2<f64>, Array1<bool>>,
    ) -> Array1<bool>
    where
        E: std::error::Error + From<linfa::Error>,
        P: Fit<Array2<f64>, Array1<bool>, E>,
        P::Object: PredictInplace<Array2<f64>, Array1<bool>>,
    {
        parameters.fit(data).unwrap().predict(data.records())
    }

    #[test]
    fn newton_and_linfa_stand_behind_the_same_traits() {
        let data = dataset();
        let newton = NewtonRegression::default().l2(0.5);
        let linfa =
            LogisticRegression::default().alpha(0.5).gradient_tolerance(1e-9).max_iterations(500);
        assert_eq!(predictions(&newton, &data), predictions(&linfa, &data));
        let (newton, linfa) = (newton.fit(&data).unwrap(), linfa.fit(&data).unwrap());
        let sign = if linfa.labels().pos.class { 1.0 } else { -1.0 };
        for (own, other) in newton.fitted().coefficients.weights.iter().zip(linfa.params()) {
            assert!((own - sign * other).abs() < 1e-6, "{own} {other}");
        }
    }

    #[test]
    fn the_weights_of_a_dataset_are_frequencies() {
        let data = dataset();
        let twice =
            |rows: usize| -> Vec<usize> { (0..rows).flat_map(|i| vec![i; 1 + i % 2]).collect() };
        let rows = twice(20);
        let repeated = DatasetBase::new(
            data.records().select(ndarray::Axis(0), &rows),
            rows.iter().map(|&i| data.targets()[i]).collect::<Array1<bool>>(),
        );
        let weighted = data.with_weights((0..20).map(|i| 1.0 + (i % 2) as f32).collect());
        let one = NewtonRegression::default().fit(&weighted).unwrap();
        let other = NewtonRegression::default().fit(&repeated).unwrap();
        let x = array![[0.3, 1.1, 0.7], [2.0, 0.0, 1.0]];
        let difference = one.predict_probabilities(&x) - other.predict_probabilities(&x);
        assert!(difference.iter().all(|d| d.abs() < 1e-7), "{difference}");
    }

    #[test]
    fn bad_settings_do_not_pass_the_guard() {
        for bad in [
            NewtonRegression::default().l2(-1.0),
            NewtonRegression::default().mean_gradient_tolerance(f64::NAN),
            NewtonRegression::default().max_iterations(0),
        ] {
            assert!(matches!(bad.check_ref(), Err(FitError::BadSetting { .. })));
            assert!(matches!(bad.fit(&dataset()), Err(FitError::BadSetting { .. })));
        }
    }
}
