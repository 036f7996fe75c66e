//! What is made small.

/// A function of N log-parameters to be made small: a mean negative log-likelihood.
pub trait Objective<const N: usize> {
    /// The value and its gradient with respect to the log-parameters.
    fn value_and_gradient(&self, ln_parameters: &[f64; N]) -> (f64, [f64; N]);
}
