//! The list: who is worth a contact and with which offer, until the budget or the list size is reached.
//!
//! Everyone is judged alone first ([`judge`]): may they be contacted, is it time, does an offer bring
//! more than it costs? Then those who are worth it are held against each other: one per address, some held
//! back at random, the rest by what they bring for what they cost ([`allot`]). The control group is drawn
//! from those who would be on the list, takes no budget and no place, and is left alone. Equal gains follow
//! the order of the score file, which is that of identifiers. Where nothing tells of money, the list is by how likely
//! a contact is to keep the customer.

use super::budget::{Allotment, allot};
use super::candidates::Candidates;
use super::consent::{Reachable, reachable};
use super::contacted::Contacted;
use super::control::{self, is_control};
use super::gain::{Expected, Stake, expected};
use super::left_off::LeftOff;
use super::offers::Offer;
use super::play::{Play, PlayFacts};
use super::power::automatic_share;
use super::settings::{AudienceSettings, ControlShare};
use crate::ingest::{Customers, Detail, NoTo, email_key};
use rayon::iter::Either;
use rayon::prelude::*;
use std::collections::HashSet;
use xxhash_rust::xxh3::xxh3_64;

/// Candidates that one thread judges in a row, at least.
const JUDGED_TOGETHER: usize = 4096;

/// Customers, by identifier as text, who are left alone for a reason of time.
#[derive(Debug, Clone, Default)]
pub struct Exclusions {
    /// Contacted within the cool-down.
    pub contacted: Contacted,
    /// Bought since the scores were made.
    pub returned: HashSet<String>,
}

/// The campaign that a list is made for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Campaign<'a> {
    /// Economics, limits, timing.
    pub settings: &'a AudienceSettings,
    /// The day of the scores, days since 1970-01-01.
    pub as_of_day: i32,
    /// How far back the last purchase of a scored customer may lie.
    pub lookback_days: u32,
}

/// A customer on the list, or worth looking at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Listed<'a> {
    /// Row of the candidates.
    pub candidate: usize,
    /// Row of the contact details.
    pub contact: Option<usize>,
    /// How the customer may be reached.
    pub reachable: Reachable<'a>,
    /// What kind of word it is.
    pub play: Play,
    /// What the offer is expected to bring and to cost.
    pub expected: Expected,
}

/// A customer off the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Off {
    /// Row of the candidates.
    pub candidate: usize,
    /// Why they are not on the list.
    pub reason: LeftOff,
    /// What the best offer would have brought in money, where it was worked out.
    pub profit: Option<f64>,
    /// The play that would have fit.
    pub play: Option<Play>,
    /// The day from which on it is time, days since 1970-01-01.
    pub wait_until: Option<i32>,
}

/// Everyone, on the list or off it.
#[derive(Debug)]
pub(crate) struct Selection<'a> {
    /// On the list, largest gain first.
    pub listed: Vec<Listed<'a>>,
    /// Held back to measure what the list does, largest gain first; also among `left_off`.
    pub control: Vec<Listed<'a>>,
    /// Off it, in the order of the score file.
    pub left_off: Vec<Off>,
    /// Share of the list that was held back.
    pub control_share: f64,
}

impl Selection<'_> {
    /// Expected profit of the list; none where nothing tells of money.
    pub(crate) fn expected_profit(&self) -> Option<f64> {
        self.listed.iter().map(|listed| listed.expected.profit).sum()
    }

    /// Expected cost of the list.
    pub(crate) fn expected_cost(&self) -> f64 {
        self.listed.iter().map(|listed| listed.expected.cost).sum()
    }

    /// How many are left off for each reason, zeros included, in the order of [`LeftOff::ALL`].
    pub(crate) fn left_off_counts(&self) -> Vec<(LeftOff, usize)> {
        let count = |reason| self.left_off.iter().filter(|off| off.reason == reason).count();
        LeftOff::ALL.into_iter().map(|reason| (reason, count(reason))).collect()
    }
}

/// A customer who is worth a contact, with the offers that bring something.
struct Worth<'a> {
    listed: Listed<'a>,
    offers: Vec<Expected>,
    /// The person's address, by which one person is one.
    address: Option<String>,
    /// Whether the customer is of those whom no campaign writes to.
    is_held: bool,
    /// The draw for the campaign's control group.
    draw: f64,
}

impl Worth<'_> {
    fn off(&self, reason: LeftOff) -> Off {
        let Listed { candidate, play, expected, .. } = self.listed;
        Off { candidate, reason, profit: expected.profit, play: Some(play), wait_until: None }
    }
}

/// Decides for every candidate.
pub(crate) fn select<'a>(
    candidates: &Candidates,
    customers: &'a Customers,
    exclusions: &Exclusions,
    campaign: Campaign<'_>,
) -> Selection<'a> {
    let settings = campaign.settings;
    let judge = Judge {
        candidates,
        customers,
        exclusions,
        campaign,
        sent: settings.sent(),
        top_pace: candidates.top_pace(settings.call_top_share),
    };
    let (mut worth, mut left_off): (Vec<_>, Vec<_>) = (0..candidates.len())
        .into_par_iter()
        .with_min_len(JUDGED_TOGETHER)
        .partition_map(|candidate| match judge.judge(candidate) {
            Ok(one) => Either::Left(one),
            Err(off) => Either::Right(off),
        });
    worth.par_sort_unstable_by(|a, b| {
        let by_gain = b.listed.expected.gain.total_cmp(&a.listed.expected.gain);
        by_gain.then(a.listed.candidate.cmp(&b.listed.candidate))
    });
    one_per_address(&mut worth, &mut left_off);
    let held = worth.extract_if(.., |one| one.is_held);
    left_off.extend(held.map(|one| one.off(LeftOff::Holdout)));
    let control_share = control_share(&worth, candidates, settings);
    let control: Vec<Worth<'_>> = worth.extract_if(.., |one| one.draw < control_share).collect();
    let (listed, control) = within_limits(&worth, control, settings, &mut left_off);
    left_off.par_sort_unstable_by_key(|off| off.candidate);
    Selection { listed, control, left_off, control_share }
}

/// Leaves of the customers with one address the best.
fn one_per_address(worth: &mut Vec<Worth<'_>>, left_off: &mut Vec<Off>) {
    let mut addresses = HashSet::new();
    // By hashes: the addresses are not copied.
    let again = worth.extract_if(.., |one| {
        one.address.as_ref().is_some_and(|address| !addresses.insert(xxh3_64(address.as_bytes())))
    });
    left_off.extend(again.map(|one| one.off(LeftOff::SameAddress)));
}

/// The share that is held back.
fn control_share(worth: &[Worth<'_>], candidates: &Candidates, settings: &AudienceSettings) -> f64 {
    match settings.control_share {
        ControlShare::Share(share) => share,
        ControlShare::Auto => {
            let places = settings.list_size.map_or(usize::MAX, |places| places as usize);
            let n = worth.len().min(places);
            let (stays, assumed) =
                assumed_effect(worth[..n].iter().map(|one| &one.listed), candidates);
            automatic_share(n, stays, assumed)
        }
    }
}

/// The share of customers who would buy without a contact, and how many more are expected to when contacted.
pub(super) fn assumed_effect<'a>(
    listed: impl Iterator<Item = &'a Listed<'a>>,
    candidates: &Candidates,
) -> (f64, f64) {
    let (mut n, mut leaves, mut saved) = (0.0, 0.0, 0.0);
    for one in listed {
        n += 1.0;
        leaves += candidates.probability(one.candidate).unwrap_or(0.0);
        saved += one.expected.saves;
    }
    if n > 0.0 { (1.0 - leaves / n, saved / n) } else { (0.0, 0.0) }
}

/// Who gets a place, and who of the control group would have got one; the others are left off.
fn within_limits<'a>(
    worth: &[Worth<'a>],
    control: Vec<Worth<'a>>,
    settings: &AudienceSettings,
    left_off: &mut Vec<Off>,
) -> (Vec<Listed<'a>>, Vec<Listed<'a>>) {
    let offers: Vec<&[Expected]> = worth.iter().map(|one| &one.offers[..]).collect();
    let places = settings.list_size.map_or(usize::MAX, |places| places as usize);
    let allotted = allot(&offers, settings.budget.unwrap_or(f64::INFINITY), places);
    let mut listed = Vec::new();
    for (one, chosen) in worth.iter().zip(&allotted.chosen) {
        match chosen {
            Some(expected) => listed.push(with_offer(one.listed, *expected)),
            None => left_off.push(one.off(LeftOff::BeyondBudget)),
        }
    }
    listed.sort_by(|a, b| {
        b.expected.gain.total_cmp(&a.expected.gain).then(a.candidate.cmp(&b.candidate))
    });
    let mut held = Vec::new();
    for one in control {
        match would_be_chosen(&one, &allotted) {
            Some(expected) => {
                left_off.push(one.off(LeftOff::ControlGroup));
                held.push(with_offer(one.listed, expected));
            }
            None => left_off.push(one.off(LeftOff::BeyondBudget)),
        }
    }
    (listed, held)
}

fn would_be_chosen(one: &Worth<'_>, allotted: &Allotment) -> Option<Expected> {
    allotted.would_choose(&one.offers)
}

/// A customer with the offer that the budget allows; play and offer go together.
fn with_offer(listed: Listed<'_>, expected: Expected) -> Listed<'_> {
    let play = match (listed.play, expected.offer) {
        (Play::Offer, Offer::Reminder) => Play::Reminder,
        (Play::Reminder, Offer::Voucher(_)) => Play::Offer,
        (play, _) => play,
    };
    Listed { play, expected, ..listed }
}

/// What a candidate is judged by.
struct Judge<'a, 'j> {
    candidates: &'j Candidates,
    customers: &'a Customers,
    exclusions: &'j Exclusions,
    campaign: Campaign<'j>,
    /// The offers that are sent.
    sent: Vec<Offer>,
    /// The pace from which on a person calls.
    top_pace: Option<f64>,
}

impl<'a> Judge<'a, '_> {
    /// Whether a candidate is worth a contact, before limits and control.
    fn judge(&self, candidate: usize) -> Result<Worth<'a>, Off> {
        let Judge { candidates, customers, exclusions, campaign, .. } = *self;
        let settings = campaign.settings;
        let not = |reason| Off { candidate, reason, profit: None, play: None, wait_until: None };
        let stake = candidates.stake(candidate).ok_or_else(|| not(LeftOff::NotScored))?;
        let id = candidates.id(candidate);
        let contact = customers.find(id);
        let no = if candidates.unsubscribed(candidate) { NoTo::ALL } else { NoTo::default() };
        let reachable = reachable(customers, contact, no).map_err(not)?;
        let detail = |detail| contact.and_then(|row| customers.detail(row, detail));
        if !exclusions.contacted.is_empty()
            && exclusions.contacted.has(
                &id.to_string(),
                detail(Detail::Email),
                detail(Detail::Phone),
            )
        {
            return Err(not(LeftOff::CoolDown));
        }
        if !exclusions.returned.is_empty() && exclusions.returned.contains(&id.to_string()) {
            return Err(not(LeftOff::Returned));
        }
        let sent: Vec<Expected> =
            self.sent.iter().map(|&offer| expected(offer, &stake, settings)).collect();
        let (play, offers) = self.play_and_offers(candidate, &stake, &reachable, sent);
        let best = best(&offers);
        let off = |reason, wait_until| Off {
            candidate,
            reason,
            profit: best.profit,
            play: Some(play),
            wait_until,
        };
        if play == Play::Wait {
            return Err(off(LeftOff::TooEarly, self.wait_until(candidate)));
        }
        let in_time = stake.churn_factor.is_some_and(|factor| factor < 1.0);
        // Without a gate nobody waits, whatever speaks for it.
        let is_gated = settings.min_overdue > 0.0;
        if is_gated && in_time && play != Play::Service && !candidates.warned(candidate) {
            return Err(off(LeftOff::NoWarning, None));
        }
        // Also leaves out NaN: what cannot be worked out is not worth money.
        let offers: Vec<Expected> = offers.into_iter().filter(|offer| offer.gain > 0.0).collect();
        if offers.is_empty() {
            return Err(off(LeftOff::NotProfitable, None));
        }
        let expected = self::best(&offers);
        let address = reachable.email.and_then(email_key);
        // Whom a draw is of: the person's address, or the identifier where there is none.
        let key = address.clone().unwrap_or_else(|| id.to_string());
        let is_held = is_control(&settings.holdout_salt, &key, settings.holdout_share);
        let draw = control::draw(&settings.campaign, &key);
        let listed = Listed { candidate, contact, reachable, play, expected };
        Ok(Worth { listed, offers, address, is_held, draw })
    }

    /// The play of a customer and the offers that fit it; `sent` are what each offer that is sent would bring.
    fn play_and_offers(
        &self,
        candidate: usize,
        stake: &Stake,
        reachable: &Reachable<'_>,
        sent: Vec<Expected>,
    ) -> (Play, Vec<Expected>) {
        let Campaign { settings, as_of_day, lookback_days } = self.campaign;
        let pace = self.candidates.value_at_pace(candidate);
        let last = self.candidates.last_order_day(candidate);
        let call = expected(Offer::Call, stake, settings);
        let is_top = self.top_pace.zip(pace).is_some_and(|(top, pace)| pace > top);
        let facts = PlayFacts {
            probability: stake.probability,
            failure: self.candidates.failure(candidate),
            // Whom a call does not pay for is written to like everybody else.
            is_called: reachable.phone.is_some() && is_top && call.gain > 0.0,
            orders: self.candidates.orders(candidate),
            churn_factor: stake.churn_factor,
            days_since_last: last.map_or(0.0, |day| f64::from(as_of_day - day)),
        };
        let play = Play::of(&facts, best(&sent).offer, settings.min_overdue, lookback_days);
        let offers = match play {
            Play::Call => vec![call],
            // Who is angry is not sold to.
            Play::Service => vec![sent[0]],
            _ => sent,
        };
        (play, offers)
    }

    /// The first day on which the silence is as many usual gaps long as are waited for.
    fn wait_until(&self, candidate: usize) -> Option<i32> {
        let missing =
            self.campaign.settings.min_overdue - self.candidates.churn_factor(candidate)?;
        // A billionth of a day is rounding: whole days stay whole.
        let days = (self.candidates.usual_gap_days(candidate)? * missing - 1e-9).ceil();
        // Beyond the calendar's reach there is no date to name.
        (days < 1_000_000.0).then(|| self.campaign.as_of_day.saturating_add(days.max(0.0) as i32))
    }
}

/// The offer with the largest gain; of equal ones the simplest, which comes first.
fn best(offers: &[Expected]) -> Expected {
    let better = |best: Expected, other: &Expected| {
        if other.gain > best.gain || best.gain.is_nan() { *other } else { best }
    };
    offers[1..].iter().fold(offers[0], better)
}
