//! Everything that is measured of some campaigns: each by itself, all together, and group by group.

use super::effect::{Effect, Sides, effect};
use super::members::{Experiment, Groupings, Member};
use super::uplift::qini;
use super::words::sentence;
use crate::stats::RESAMPLES;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// Customers on either side without whom there is no effect to speak of.
const LEAST: u64 = 2;
/// The same for a group.
pub(crate) const LEAST_OF_A_GROUP: u64 = 30;
/// A group of so many customers is believed as much as all groups together.
const SHRINKAGE: f64 = 2000.0;

/// What some campaigns have done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// In a sentence.
    pub sentence: String,
    /// Days after each list's date that count.
    pub days: Option<u32>,
    /// All campaigns together; none where too few customers took part.
    pub effect: Option<Effect>,
    /// Group by group.
    pub groupings: Vec<GroupingMeasured>,
    /// Campaign by campaign.
    pub campaigns: Vec<CampaignMeasured>,
    /// Resamples of an interval of money.
    pub resamples: u32,
}

/// One campaign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CampaignMeasured {
    /// Its name.
    pub campaign: String,
    /// The day of its list.
    pub list_date: Option<String>,
    /// Customers on the list.
    pub treated: u64,
    /// Customers held back.
    pub control: u64,
    /// Of those on the list, whom the message was really sent to, where that is known.
    pub delivered: Option<u64>,
    /// Customers who count with an earlier list of the same campaign instead.
    pub counted_earlier: u64,
    /// What it did; none where too few customers took part.
    pub effect: Option<Effect>,
    /// Qini coefficient of the churn probability.
    pub qini: Option<f64>,
    /// Why there is none.
    pub no_qini_because: Option<String>,
}

/// The groups by one thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupingMeasured {
    /// By what.
    pub by: String,
    /// The groups.
    pub groups: Vec<GroupMeasured>,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupMeasured {
    /// The group's name.
    pub group: String,
    /// Customers on the lists.
    pub treated: u64,
    /// Customers held back.
    pub control: u64,
    /// What the campaigns did; none where too few customers are in the group.
    pub effect: Option<Effect>,
    /// The save rate, drawn towards that of all as far as the group is small.
    pub shrunk_save_rate: Option<f64>,
}

/// Measures campaigns of which the outcomes of `days` days are known.
pub(crate) fn measure(
    experiments: &[Experiment],
    groupings: &Groupings,
    days: Option<u32>,
) -> Measurement {
    let all: Vec<Sides> = experiments.iter().map(sides).collect();
    let effect = enough(all, LEAST);
    let by = |(k, name): (usize, &String)| GroupingMeasured {
        by: name.clone(),
        groups: groups(experiments, &groupings.labels[k], k, effect.as_ref()),
    };
    let groupings: Vec<GroupingMeasured> = groupings.names.iter().enumerate().map(by).collect();
    Measurement {
        sentence: sentence(effect.as_ref(), experiments.len()),
        days,
        groupings: groupings.into_iter().filter(|by| !by.groups.is_empty()).collect(),
        campaigns: experiments.iter().map(campaign).collect(),
        effect,
        resamples: RESAMPLES,
    }
}

fn sides(experiment: &Experiment) -> Sides {
    let mut sides = Sides::default();
    experiment.members.iter().for_each(|member| sides.add(member));
    sides
}

fn enough(strata: Vec<Sides>, least: u64) -> Option<Effect> {
    let (treated, control) = customers(&strata);
    (treated.min(control) >= least).then(|| effect(strata)).flatten()
}

/// Customers on the lists and held back.
fn customers(strata: &[Sides]) -> (u64, u64) {
    let add = |sum: (u64, u64), n: (u64, u64)| (sum.0 + n.0, sum.1 + n.1);
    strata.iter().map(Sides::customers).fold((0, 0), add)
}

fn campaign(experiment: &Experiment) -> CampaignMeasured {
    let sides = sides(experiment);
    let (treated, control) = sides.customers();
    let (qini, no_qini_because) = match qini(&experiment.members) {
        Ok(qini) => (Some(qini), None),
        Err(why) => (None, Some(why)),
    };
    CampaignMeasured {
        campaign: experiment.campaign.clone(),
        list_date: experiment.list_date.clone(),
        treated,
        control,
        delivered: experiment.delivered,
        counted_earlier: experiment.counted_earlier,
        effect: enough(vec![sides], LEAST),
        qini,
        no_qini_because,
    }
}

/// The groups of grouping `k`, in an order that people know.
fn groups(
    experiments: &[Experiment],
    labels: &[String],
    k: usize,
    overall: Option<&Effect>,
) -> Vec<GroupMeasured> {
    let mut strata: Vec<Vec<Sides>> =
        labels.iter().map(|_| vec![Sides::default(); experiments.len()]).collect();
    for (at, experiment) in experiments.iter().enumerate() {
        for member in &experiment.members {
            let code = |member: &Member| member.groups.get(k).copied().flatten();
            if let Some(code) = code(member) {
                strata[usize::from(code)][at].add(member);
            }
        }
    }
    let mut groups: Vec<GroupMeasured> = labels
        .iter()
        .zip(strata)
        .map(|(label, strata)| group(label.clone(), strata, overall))
        .collect();
    groups.sort_by(|a, b| in_order(&a.group, &b.group));
    groups
}

/// Words that have an order of their own.
#[rustfmt::skip] // A table: one order a line.
const IN_ORDER: [&str; 11] = [
    "low", "medium", "high", "critical",
    "bronze", "silver", "gold", "platinum",
    "one-time", "repeat",
    "below 1",
];

/// Known words in their own order, then what begins with a number by its size, then texts.
fn in_order(a: &str, b: &str) -> Ordering {
    let sizes = leading_number(a).total_cmp(&leading_number(b));
    place(a).cmp(&place(b)).then(sizes).then_with(|| a.cmp(b))
}

/// The number that a text begins with, such as the lower end of `10-19`; infinity where there is none.
fn leading_number(text: &str) -> f64 {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
    text[..text.len() - digits.len() + end].parse().unwrap_or(f64::INFINITY)
}

fn place(group: &str) -> usize {
    IN_ORDER.iter().position(|word| *word == group).unwrap_or(IN_ORDER.len())
}

fn group(group: String, strata: Vec<Sides>, overall: Option<&Effect>) -> GroupMeasured {
    let (treated, control) = customers(&strata);
    let effect = enough(strata, LEAST_OF_A_GROUP);
    let rate = |effect: &Effect| effect.save_rate.map(|rate| rate.value);
    let shrunk = |(own, all): (f64, f64)| {
        let n = (treated + control) as f64;
        (n * own + SHRINKAGE * all) / (n + SHRINKAGE)
    };
    let shrunk_save_rate = effect.as_ref().and_then(rate).zip(overall.and_then(rate)).map(shrunk);
    GroupMeasured { group, treated, control, effect, shrunk_save_rate }
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn groups_stand_as_people_count() {
        let mut groups = ["10", "b", "2", "high", "1", "low", "a", "11"];
        groups.sort_by(|a, b| in_order(a, b));
        assert_eq!(groups, ["low", "high", "1", "2", "10", "11", "a", "b"]);
        let mut ranges = ["10-19", "nan", "5-9", "-3", "20+", "2.5"];
        ranges.sort_by(|a, b| in_order(a, b));
        assert_eq!(ranges, ["-3", "2.5", "5-9", "10-19", "20+", "nan"]);
    }
}
