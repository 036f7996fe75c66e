//! What a family of features is.

use super::view::CustomerView;
use super::workspace::Workspace;
use super::{Feature, Label, Sql, Topic, Unit, Values};

/// A group of features computed together. A file of this folder holds one or, where some of its
/// features cost more than the rest, several, so that who does not ask for them does not pay.
pub trait Family: Send + Sync {
    /// The catalogue entries, each with an output of its own.
    fn features(&self) -> Vec<Feature>;

    /// Sets every output; NaN where it cannot be computed.
    /// `work` is reusable memory whose content does not matter.
    fn compute(&self, view: &CustomerView<'_>, work: &mut Workspace, out: &mut Values<'_>);
}

/// The name of a file's families, with which their entries are made.
#[derive(Debug, Clone, Copy)]
pub(super) struct FamilyName(pub &'static str);

impl FamilyName {
    /// An entry of such a family; see [`Feature::new`].
    pub(super) fn entry(
        self,
        label: impl Into<Label>,
        topic: Topic,
        unit: Unit,
        definition: impl Into<String>,
        sql: Sql,
    ) -> Feature {
        Feature::new(self.0, label, topic, unit, definition, sql)
    }
}
