//! The families, in the order of the catalogue.

use super::view::CustomerView;
use super::{Feature, recency};

/// A group of features computed together; implemented once per file of this folder.
pub trait Family: Send + Sync {
    /// The family's catalogue entries, in the order in which [`Family::compute`] fills them.
    fn features(&self) -> Vec<Feature>;

    /// Fills `out[i]` with the value of `features()[i]`; NaN where it cannot be computed.
    /// `scratch` is free working memory with any content.
    fn compute(&self, view: &CustomerView<'_>, scratch: &mut Vec<f64>, out: &mut [f64]);
}

/// Every family that needs nothing but the history.
pub fn families() -> Vec<Box<dyn Family>> {
    vec![Box::new(recency::Recency)]
}
