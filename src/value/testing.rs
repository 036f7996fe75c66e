//! The whole catalogue, for tests of what stands above it.

use super::{ValueFamily, ValueFamilyTerms};
use crate::features::{Feature, Label, Sql, Topic, Unit, families};

/// Every feature that a model may see, with the channel "web".
pub(crate) fn catalogue() -> Vec<Feature> {
    let terms = ValueFamilyTerms { horizon_days: 90, yearly_discount_rate: 0.1 };
    let mut families = families(&["web".to_owned()]);
    families.push(Box::new(ValueFamily::new(Vec::new(), terms)));
    families.iter().flat_map(|family| family.features()).collect()
}

/// Features by name: the catalogue's, and inventions without a role for names that are not in it.
pub(crate) fn features(names: &[&str]) -> Vec<Feature> {
    let catalogue = catalogue();
    let find = |name: &&str| {
        let known = catalogue.iter().find(|feature| feature.name == *name).cloned();
        let label = Label::new(0, *name);
        known.unwrap_or(Feature::new("test", label, Topic::Other, Unit::Ratio, *name, Sql::Model))
    };
    names.iter().map(find).collect()
}
