//! What a family of features is.

use super::view::CustomerView;
use super::workspace::Workspace;
use super::{Feature, Values};

/// A group of features computed together. A file of this folder holds one or, where some of its
/// features cost more than the rest, several, so that who does not ask for them does not pay.
pub trait Family: Send + Sync {
    /// The catalogue entries, each with an output of its own.
    fn features(&self) -> Vec<Feature>;

    /// Sets every output; NaN where it cannot be computed.
    /// `work` is reusable memory whose content does not matter.
    fn compute(&self, view: &CustomerView<'_>, work: &mut Workspace, out: &mut Values<'_>);
}
