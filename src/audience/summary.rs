//! A campaign in numbers: what it is expected to do, by play and by offer, and what its control group can
//! show. Rates that nobody has measured are called assumed.

use super::candidates::Candidates;
use super::gain::{Expected, Stake, break_even};
use super::learned::Bases;
use super::offers::Offer;
use super::play::Play;
use super::power::{Power, power};
use super::select::{Listed, Selection, assumed_effect};
use super::settings::AudienceSettings;
use serde::{Deserialize, Serialize};

/// A campaign in numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CampaignSummary {
    /// Name of the campaign; also draws its control group.
    pub campaign: String,
    /// Customers on the list.
    pub listed: usize,
    /// Customers held back.
    pub control: usize,
    /// Share that was held back.
    pub control_share: f64,
    /// Of those listed, how many are expected to leave unless something is done.
    pub expected_leavers: f64,
    /// Of these, how many the campaign is expected to keep.
    pub expected_saves: f64,
    /// Of those listed, how many would buy anyway.
    pub expected_stayers: f64,
    /// What offers are expected to give away to them, in money.
    pub expected_given_away: f64,
    /// Probability × value at pace, summed; none where the scores tell of no money.
    pub value_at_risk: Option<f64>,
    /// Expected cost.
    pub expected_cost: f64,
    /// Expected profit, costs taken off; none where the scores tell of no money.
    pub expected_profit: Option<f64>,
    /// By play, those on the list alone.
    pub plays: Vec<PlaySummary>,
    /// The offers.
    pub offers: Vec<OfferSummary>,
    /// What the control group can show; none without one.
    pub power: Option<Power>,
}

/// The customers of one play.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaySummary {
    /// The play.
    pub play: Play,
    /// Number of customers.
    pub customers: usize,
    /// Probability × value at pace, summed.
    pub value_at_risk: Option<f64>,
    /// Expected to be kept.
    pub expected_saves: f64,
    /// Expected cost.
    pub expected_cost: f64,
    /// Expected profit.
    pub expected_profit: Option<f64>,
}

/// One offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfferSummary {
    /// Its name in files.
    pub offer: String,
    /// Customers on the list who get it.
    pub customers: usize,
    /// Share of those about to leave whom it keeps.
    pub save_rate: f64,
    /// Money per contact, what is taken off aside.
    pub contact_cost: f64,
    /// Where the rate comes from.
    pub basis: String,
    /// The churn probability from which on it pays for itself with the middle customer of the list.
    pub break_even_probability: Option<f64>,
}

/// Sums up a selection made with these settings, whose save rates come from `bases`.
pub(crate) fn summary(
    selection: &Selection<'_>,
    candidates: &Candidates,
    settings: &AudienceSettings,
    bases: &Bases,
) -> CampaignSummary {
    let listed = &selection.listed;
    let probability = |one: &Listed<'_>| candidates.probability(one.candidate).unwrap_or(0.0);
    let expected_leavers = unsigned(listed.iter().map(probability).sum());
    let given_away = |one: &Listed<'_>| {
        let take_rate = settings.terms(one.expected.offer).take_rate;
        (1.0 - probability(one)) * take_rate * one.expected.discount
    };
    let (stays, assumed) = assumed_effect(listed.iter(), candidates);
    CampaignSummary {
        campaign: settings.campaign.clone(),
        listed: listed.len(),
        control: selection.control.len(),
        control_share: selection.control_share,
        expected_leavers,
        expected_saves: unsigned(listed.iter().map(|one| one.expected.saves).sum()),
        expected_stayers: listed.len() as f64 - expected_leavers,
        expected_given_away: unsigned(listed.iter().map(given_away).sum()),
        value_at_risk: listed
            .iter()
            .map(|one| at_risk(one, candidates))
            .sum::<Option<f64>>()
            .map(unsigned),
        expected_cost: unsigned(selection.expected_cost()),
        expected_profit: selection.expected_profit().map(unsigned),
        plays: plays(listed, candidates),
        offers: offers(listed, candidates, settings, bases),
        power: power(listed.len(), selection.control.len(), stays, assumed),
    }
}

/// A sum without the sign of nothing: nobody's numbers add up to -0.0.
fn unsigned(sum: f64) -> f64 {
    sum + 0.0
}

fn at_risk(one: &Listed<'_>, candidates: &Candidates) -> Option<f64> {
    Some(candidates.probability(one.candidate)? * candidates.value_at_pace(one.candidate)?)
}

fn plays(listed: &[Listed<'_>], candidates: &Candidates) -> Vec<PlaySummary> {
    let of = |play: Play| {
        let members: Vec<&Listed<'_>> = listed.iter().filter(|one| one.play == play).collect();
        let sum =
            |number: fn(&Expected) -> f64| members.iter().map(|one| number(&one.expected)).sum();
        PlaySummary {
            play,
            customers: members.len(),
            value_at_risk: members.iter().map(|one| at_risk(one, candidates)).sum(),
            expected_saves: sum(|expected| expected.saves),
            expected_cost: sum(|expected| expected.cost),
            expected_profit: members.iter().map(|one| one.expected.profit).sum(),
        }
    };
    Play::ALL.into_iter().map(of).filter(|summary| summary.customers > 0).collect()
}

fn offers(
    listed: &[Listed<'_>],
    candidates: &Candidates,
    settings: &AudienceSettings,
    bases: &Bases,
) -> Vec<OfferSummary> {
    let middle = middle(listed, candidates);
    let of = |offer: Offer| OfferSummary {
        offer: settings.code(offer),
        customers: listed.iter().filter(|one| one.expected.offer == offer).count(),
        save_rate: settings.terms(offer).save_rate,
        contact_cost: settings.terms(offer).contact_cost,
        basis: bases.of(offer).to_owned(),
        break_even_probability: middle.and_then(|stake| break_even(offer, &stake, settings)),
    };
    settings.offers().into_iter().map(of).collect()
}

/// The customer in the middle of the list, number by number.
fn middle(listed: &[Listed<'_>], candidates: &Candidates) -> Option<Stake> {
    let stakes: Vec<Stake> =
        listed.iter().filter_map(|one| candidates.stake(one.candidate)).collect();
    let of = |number: fn(&Stake) -> f64| {
        let mut numbers: Vec<f64> = stakes.iter().map(number).collect();
        let at = numbers.len() / 2;
        (at < numbers.len()).then(|| *numbers.select_nth_unstable_by(at, f64::total_cmp).1)
    };
    Some(Stake {
        probability: of(|stake| stake.probability)?,
        pace: of(|stake| stake.pace)?,
        order_value: of(|stake| stake.order_value)?,
        churn_factor: of(|stake| stake.churn_factor.unwrap_or(1.0)),
    })
}
