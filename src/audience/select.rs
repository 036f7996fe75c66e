//! The list: who is worth a contact, best first, until the budget or the list size is reached.
//!
//! The control group is drawn from those who would be on the list: it stands among the best in the order
//! of expected profit, takes no budget and no place, and is left alone. Where nothing tells of money, the order
//! is that of risk, and the list size alone ends the list. Equals follow the order of the score file, which is
//! that of identifiers.

use super::candidates::Candidates;
use super::consent::{Reachable, reachable};
use super::control::{is_control, normalised_email};
use super::left_off::LeftOff;
use super::profit::Expected;
use super::settings::AudienceSettings;
use crate::ingest::{Customers, NoTo, email_key};
use std::collections::HashSet;

/// Customers, by identifier as text, who are left alone for a reason of time.
#[derive(Debug, Clone, Default)]
pub struct Exclusions {
    /// Contacted within the cool-down.
    pub contacted: HashSet<String>,
    /// Bought since the scores were made.
    pub returned: HashSet<String>,
}

/// A customer on the list, or worth looking at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Listed<'a> {
    /// Row of the candidates.
    pub candidate: usize,
    /// Row of the contact details.
    pub contact: Option<usize>,
    /// How the customer may be reached.
    pub reachable: Reachable<'a>,
    /// What contacting is expected to bring and to cost.
    pub expected: Expected,
}

/// Everyone, on the list or off it.
#[derive(Debug)]
pub struct Selection<'a> {
    /// On the list, best first.
    pub listed: Vec<Listed<'a>>,
    /// Off it, in the order of the score file, with the reason and, where it was worked out, the
    /// expected profit.
    pub left_off: Vec<(usize, LeftOff, Option<f64>)>,
}

impl Selection<'_> {
    /// Expected profit of the list.
    pub fn expected_profit(&self) -> f64 {
        self.listed.iter().map(|listed| listed.expected.profit).sum()
    }

    /// Expected cost of the list.
    pub fn expected_cost(&self) -> f64 {
        self.listed.iter().map(|listed| listed.expected.cost).sum()
    }

    /// How many are left off for each reason, zeros included, in the order of [`LeftOff::ALL`].
    pub fn left_off_counts(&self) -> Vec<(LeftOff, usize)> {
        let count = |reason| self.left_off.iter().filter(|(_, why, _)| *why == reason).count();
        LeftOff::ALL.into_iter().map(|reason| (reason, count(reason))).collect()
    }
}

/// Decides for every candidate.
pub fn select<'a>(
    candidates: &Candidates,
    customers: &'a Customers,
    exclusions: &Exclusions,
    settings: &AudienceSettings,
) -> Selection<'a> {
    let mut left_off = Vec::new();
    let mut worth = Vec::new();
    let by_risk = !candidates.have_values();
    for candidate in 0..candidates.len() {
        let found = judge(candidate, candidates, customers, exclusions, settings);
        match found.and_then(|listed| worth_it(listed, by_risk)) {
            Ok(listed) => worth.push(listed),
            Err((reason, profit)) => left_off.push((candidate, reason, profit)),
        }
    }
    worth.sort_by(|a, b| {
        let risk = |listed: &Listed<'_>| candidates.probability(listed.candidate).unwrap_or(0.0);
        let order = if by_risk {
            risk(b).total_cmp(&risk(a))
        } else {
            b.expected.profit.total_cmp(&a.expected.profit)
        };
        order.then(a.candidate.cmp(&b.candidate))
    });
    let mut limits = Limits::new(settings);
    let mut addresses = HashSet::new();
    let mut listed = Vec::new();
    for customer in worth {
        let profit = customer.expected.known_profit();
        let email = customer.reachable.email.map(normalised_email);
        let id = || candidates.id(customer.candidate).to_string();
        let key = email.unwrap_or_else(id);
        let reason = if limits.reached(&customer.expected) {
            LeftOff::BeyondBudget
        } else if customer.reachable.email.and_then(email_key).is_some_and(|e| !addresses.insert(e))
        {
            LeftOff::SameAddress
        } else if is_control(&settings.control_salt, &key, settings.control_share) {
            LeftOff::ControlGroup
        } else {
            limits.take(&customer.expected);
            listed.push(customer);
            continue;
        };
        left_off.push((customer.candidate, reason, profit));
    }
    left_off.sort_by_key(|&(candidate, ..)| candidate);
    Selection { listed, left_off }
}

/// Whether a candidate is worth a contact, before limits and control.
fn judge<'a>(
    candidate: usize,
    candidates: &Candidates,
    customers: &'a Customers,
    exclusions: &Exclusions,
    settings: &AudienceSettings,
) -> Result<Listed<'a>, (LeftOff, Option<f64>)> {
    let Some(probability) = candidates.probability(candidate) else {
        return Err((LeftOff::NotScored, None));
    };
    let expected = Expected::of(probability, candidates.value(candidate).0, settings);
    let off = |reason| (reason, expected.known_profit());
    let id = candidates.id(candidate);
    let contact = customers.find(id);
    let no = if candidates.unsubscribed(candidate) { NoTo::ALL } else { NoTo::default() };
    let reachable = reachable(customers, contact, no).map_err(off)?;
    if !exclusions.contacted.is_empty() && exclusions.contacted.contains(&id.to_string()) {
        return Err(off(LeftOff::CoolDown));
    }
    if !exclusions.returned.is_empty() && exclusions.returned.contains(&id.to_string()) {
        return Err(off(LeftOff::Returned));
    }
    Ok(Listed { candidate, contact, reachable, expected })
}

/// Whether a contact is worth its cost, where that can be asked.
fn worth_it(listed: Listed<'_>, by_risk: bool) -> Result<Listed<'_>, (LeftOff, Option<f64>)> {
    // Also refuses NaN: what cannot be worked out is not worth money.
    if by_risk || listed.expected.profit > 0.0 {
        Ok(listed)
    } else {
        Err((LeftOff::NotProfitable, listed.expected.known_profit()))
    }
}

/// What is left of budget and places. Once reached, it stays reached: nobody worse slips in because
/// he is cheaper.
struct Limits {
    budget: f64,
    places: u64,
    reached: bool,
}

impl Limits {
    fn new(settings: &AudienceSettings) -> Self {
        Self {
            budget: settings.budget.unwrap_or(f64::INFINITY),
            places: settings.list_size.unwrap_or(u64::MAX),
            reached: false,
        }
    }

    fn reached(&mut self, expected: &Expected) -> bool {
        self.reached |= self.places == 0 || expected.cost > self.budget;
        self.reached
    }

    fn take(&mut self, expected: &Expected) {
        self.budget -= expected.cost;
        self.places -= 1;
    }
}
