//! What campaigns have done: the customers contacted against those held back, by what both bought afterwards.
//!
//! Members in, effects with intervals out; no files. Everyone who was on a list counts as contacted, whether
//! or not the message arrived: only so do the two sides differ by nothing but the campaign.

mod effect;
mod members;
mod result;
mod uplift;
mod words;

pub(crate) use effect::Effect;
pub(crate) use members::{Experiment, Groupings, Member, factor_band, purchase_band};
pub(crate) use result::{
    CampaignMeasured, GroupMeasured, GroupingMeasured, LEAST_OF_A_GROUP, Measurement, measure,
};
pub(crate) use words::{points, with_interval};

#[cfg(test)]
mod tests;
