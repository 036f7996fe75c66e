//! What each offer is expected to bring with one customer, in money.
//!
//! With P the churn probability, m the margin share, s the save rate, D what the offer takes off one order,
//! a the share of those who would stay anyway that takes it, and c the cost of the contact:
//! `gain = P · s · (m · pace − D) − (1 − P) · a · D − c` (docs/campaigns.md, "How the list is made"). A reminder takes
//! nothing off: D and a are 0. The save rate falls beyond some own gaps of silence: `s · min(1, taper ÷ f)`.

use super::offers::{Offer, Terms};
use super::settings::AudienceSettings;
use serde::Serialize;

/// What is known of a customer for this.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stake {
    /// Churn probability.
    pub probability: f64,
    /// Money that the business had from the customer over the horizon's length.
    pub pace: f64,
    /// Expected value of one order.
    pub order_value: f64,
    /// Days since the last order ÷ usual gap; none where no gap is known.
    pub churn_factor: Option<f64>,
}

/// What an offer is expected to bring and to cost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Expected {
    /// The offer; what it is called is for the settings.
    #[serde(skip)]
    pub offer: Offer,
    /// What it takes off one order, in money.
    pub discount: f64,
    /// What it brings, costs taken off; where nothing tells of money, the chance that it keeps the customer.
    pub gain: f64,
    /// The gain, where it is money.
    pub profit: Option<f64>,
    /// What it costs: contact and expected discount.
    pub cost: f64,
    /// Chance that it keeps the customer.
    pub saves: f64,
}

/// Share of the save rate that is left at a churn factor.
fn taper(churn_factor: Option<f64>, settings: &AudienceSettings) -> f64 {
    match churn_factor {
        Some(factor) if settings.taper_gaps > 0.0 && factor > settings.taper_gaps => {
            settings.taper_gaps / factor
        }
        _ => 1.0,
    }
}

/// What an offer is expected to bring with a customer. Where nothing tells of money (the pace is NaN), a
/// voucher brings nothing that could be worked out.
pub(super) fn expected(offer: Offer, stake: &Stake, settings: &AudienceSettings) -> Expected {
    let Terms { save_rate, take_rate, contact_cost, worth } = settings.terms(offer);
    let discount = worth.of(stake.order_value);
    let saves = stake.probability * save_rate * taper(stake.churn_factor, settings);
    if stake.pace.is_nan() {
        let gain = if take_rate > 0.0 { 0.0 } else { saves };
        return Expected { offer, discount: 0.0, gain, profit: None, cost: contact_cost, saves };
    }
    let taken = saves + (1.0 - stake.probability) * take_rate;
    let cost = contact_cost + taken * discount;
    let gain = saves * settings.margin_share * stake.pace - cost;
    Expected { offer, discount, gain, profit: Some(gain), cost, saves }
}

/// The churn probability from which on an offer pays for itself with such a customer; none where no
/// probability does.
pub(super) fn break_even(offer: Offer, stake: &Stake, settings: &AudienceSettings) -> Option<f64> {
    let Terms { save_rate, take_rate, contact_cost, worth } = settings.terms(offer);
    let discount = worth.of(stake.order_value);
    let kept = save_rate * taper(stake.churn_factor, settings);
    let given_away = take_rate * discount;
    let per_risk = kept * (settings.margin_share * stake.pace - discount) + given_away;
    let risk = (given_away + contact_cost) / per_risk;
    (per_risk > 0.0 && risk <= 1.0).then_some(risk)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Spend of 730 in a year, 90 days: 180 at pace.
    const STAKE: Stake =
        Stake { probability: 0.6, pace: 180.0, order_value: 60.0, churn_factor: Some(1.5) };

    fn gain(offer: Offer, stake: &Stake) -> f64 {
        expected(offer, stake, &AudienceSettings::example()).gain
    }

    #[test]
    fn a_worked_example() {
        assert!((gain(Offer::Reminder, &STAKE) - 1.64).abs() < 1e-9);
        assert!((gain(Offer::Voucher(0), &STAKE) - 1.286).abs() < 1e-9);
        let settings = AudienceSettings::example();
        let risk = break_even(Offer::Voucher(0), &STAKE, &settings).unwrap();
        assert!((risk - 3.25 / 7.56).abs() < 1e-9);
        // From .680 on the voucher beats the reminder.
        for (probability, best) in [(0.67, Offer::Reminder), (0.69, Offer::Voucher(0))] {
            let stake = Stake { probability, ..STAKE };
            let voucher = gain(Offer::Voucher(0), &stake) > gain(Offer::Reminder, &stake);
            assert_eq!(voucher, best == Offer::Voucher(0), "{probability}");
        }
        let voucher = expected(Offer::Voucher(0), &STAKE, &settings);
        assert!((voucher.discount - 6.0).abs() < 1e-12);
        assert!((voucher.cost - (0.25 + (0.048 + 0.2) * 6.0)).abs() < 1e-12);
    }

    #[test]
    fn beyond_three_gaps_a_contact_helps_less() {
        let saves = |factor| {
            let stake = Stake { churn_factor: factor, ..STAKE };
            expected(Offer::Reminder, &stake, &AudienceSettings::example()).saves
        };
        assert_eq!(saves(None), saves(Some(3.0)));
        assert!((saves(Some(6.0)) - saves(Some(3.0)) / 2.0).abs() < 1e-12);
    }

    #[test]
    fn gain_rises_with_risk_pace_and_margin_and_falls_with_who_takes_it_anyway() {
        let settings = AudienceSettings::example();
        for step in 0..10 {
            let probability = f64::from(step) / 10.0;
            let stake = Stake { probability, ..STAKE };
            let riskier = Stake { probability: probability + 0.1, ..STAKE };
            let richer = Stake { pace: 200.0, ..stake };
            assert!(gain(Offer::Reminder, &riskier) > gain(Offer::Reminder, &stake));
            assert!(gain(Offer::Reminder, &richer) >= gain(Offer::Reminder, &stake));
            let wider = AudienceSettings { margin_share: 0.5, ..settings.clone() };
            let greedy = AudienceSettings { voucher_take_rate: vec![0.7], ..settings.clone() };
            let of = |settings| expected(Offer::Voucher(0), &stake, settings).gain;
            assert!(of(&wider) >= of(&settings) && of(&greedy) < of(&settings));
        }
    }
}
