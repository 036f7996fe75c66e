//! The box within which log-parameters are sought.

/// A log-parameter this close to a bound is put on it.
const SNAP: f64 = 1e-3;

/// The box within which log-parameters are sought.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds<const N: usize> {
    /// Least log-parameters.
    pub ln_lower: [f64; N],
    /// Greatest log-parameters.
    pub ln_upper: [f64; N],
}

impl<const N: usize> Bounds<N> {
    /// The box between parameters (not logarithms) `lower` and `upper`.
    pub(crate) fn between(lower: [f64; N], upper: [f64; N]) -> Self {
        Self { ln_lower: lower.map(f64::ln), ln_upper: upper.map(f64::ln) }
    }

    pub(super) fn clamp(&self, at: &[f64; N]) -> [f64; N] {
        std::array::from_fn(|i| at[i].clamp(self.ln_lower[i], self.ln_upper[i]))
    }

    /// The nearest point of the box, a coordinate close to a bound on it.
    pub(super) fn snap(&self, at: &[f64; N]) -> [f64; N] {
        std::array::from_fn(|i| {
            if at[i] >= self.ln_upper[i] - SNAP {
                self.ln_upper[i]
            } else if at[i] <= self.ln_lower[i] + SNAP {
                self.ln_lower[i]
            } else {
                at[i]
            }
        })
    }

    /// Whether a step leads out of the box from a coordinate at its bound.
    pub(super) fn leaves(&self, at: f64, step: f64, i: usize) -> bool {
        (at >= self.ln_upper[i] && step > 0.0) || (at <= self.ln_lower[i] && step < 0.0)
    }

    /// The share of a step that coordinate `i` can go within the box.
    pub(super) fn room(&self, at: f64, step: f64, i: usize) -> f64 {
        let to = if step > 0.0 { self.ln_upper[i] } else { self.ln_lower[i] };
        if step == 0.0 { 1.0 } else { (to - at) / step }
    }

    /// Which coordinates stand at a bound while the gradient pushes them out.
    pub(super) fn pressed(&self, at: &[f64; N], gradient: &[f64; N]) -> [bool; N] {
        std::array::from_fn(|i| {
            (at[i] <= self.ln_lower[i] && gradient[i] >= 0.0)
                || (at[i] >= self.ln_upper[i] && gradient[i] <= 0.0)
        })
    }
}
