//! The offers of a campaign: a reminder, one or several vouchers, a call.
//!
//! Of a setting about vouchers there is one value for all of them or one for each. What an offer brings with
//! a customer is for `gain`.

use super::settings::AudienceSettings;
use crate::words::counted;
use serde::Serialize;

/// What a customer may be offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum Offer {
    /// A word, nothing taken off.
    Reminder,
    /// Something off the next order: which of the vouchers, from 0.
    Voucher(u8),
    /// A call by a person; for the most valuable customers alone.
    Call,
}

/// The code of a reminder in files.
const REMINDER: &str = "reminder";
/// The code of a call.
const CALL: &str = "call";
/// The code of the only voucher, where it was given none.
const VOUCHER: &str = "voucher";
/// Vouchers of one campaign, at most.
const MOST_VOUCHERS: usize = 20;

/// The figures of one offer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    /// Share of those about to leave whom it keeps.
    pub save_rate: f64,
    /// Share of those who would stay anyway who take it.
    pub take_rate: f64,
    /// Money per contact, what is taken off aside.
    pub contact_cost: f64,
    /// What it takes off an order.
    pub worth: Worth,
}

/// What an offer takes off an order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Worth {
    /// A share of it.
    Share(f64),
    /// An amount of money.
    Amount(f64),
}

impl Worth {
    /// In money, of an order of this value.
    pub fn of(self, order_value: f64) -> f64 {
        match self {
            Worth::Share(share) => share * order_value,
            Worth::Amount(money) => money,
        }
    }
}

/// The value of voucher `k`: its own, or that of all.
fn of_each<T: Copy>(values: &[T], k: usize) -> Option<T> {
    if values.len() == 1 { values.first().copied() } else { values.get(k).copied() }
}

impl AudienceSettings {
    /// How many vouchers there are.
    pub fn vouchers(&self) -> usize {
        self.voucher_lists().into_iter().map(|(_, values)| values).max().unwrap_or(1)
    }

    /// The settings about vouchers, each with its number of values.
    fn voucher_lists(&self) -> [(&'static str, usize); 6] {
        [
            (
                "voucher_share",
                if self.voucher_amount.is_some() { 1 } else { self.voucher_share.len() },
            ),
            ("voucher_amount", self.voucher_amount.as_ref().map_or(1, Vec::len)),
            ("voucher_code", self.voucher_code.as_ref().map_or(1, Vec::len)),
            ("voucher_save_rate", self.voucher_save_rate.len()),
            ("voucher_take_rate", self.voucher_take_rate.len()),
            ("voucher_cost", self.voucher_cost.len()),
        ]
    }

    /// What does not fit together about the vouchers: the key, and what is wrong with it.
    pub fn check_vouchers(&self) -> Result<(), (&'static str, String)> {
        let n = self.vouchers();
        if n > MOST_VOUCHERS {
            let longest = self.voucher_lists().into_iter().max_by_key(|(_, values)| *values);
            let key = longest.map_or("voucher_share", |(key, _)| key);
            return Err((key, format!("{n} vouchers; a campaign has at most {MOST_VOUCHERS}")));
        }
        for (key, values) in self.voucher_lists() {
            let needs_each = key == "voucher_code" && n > 1 && self.voucher_code.is_some();
            if values != n && (values != 1 || needs_each) {
                let or_one = if needs_each { "" } else { ", or one for all" };
                return Err((
                    key,
                    format!(
                        "{} for {}: give one for each{or_one}",
                        counted(values as f64, "value", "values"),
                        counted(n as f64, "voucher", "vouchers")
                    ),
                ));
            }
        }
        let offers = self.offers();
        for (k, offer) in offers.iter().enumerate() {
            let code = self.code(*offer);
            if offers[..k].iter().any(|other| self.code(*other) == code)
                || (matches!(offer, Offer::Voucher(_)) && code == CALL)
            {
                return Err((
                    "voucher_code",
                    format!("'{code}' names two offers: give each a code of its own"),
                ));
            }
        }
        Ok(())
    }

    /// The offers that are sent, the simplest first.
    pub fn sent(&self) -> Vec<Offer> {
        let vouchers = (0..self.vouchers()).filter_map(|k| u8::try_from(k).ok());
        std::iter::once(Offer::Reminder).chain(vouchers.map(Offer::Voucher)).collect()
    }

    /// All offers.
    pub fn offers(&self) -> Vec<Offer> {
        let mut offers = self.sent();
        offers.push(Offer::Call);
        offers
    }

    /// An offer's name in files.
    pub fn code(&self, offer: Offer) -> String {
        match (offer, &self.voucher_code) {
            (Offer::Reminder, _) => REMINDER.to_owned(),
            (Offer::Call, _) => CALL.to_owned(),
            (Offer::Voucher(k), Some(codes)) if usize::from(k) < codes.len() => {
                codes[usize::from(k)].clone()
            }
            (Offer::Voucher(_), _) if self.vouchers() == 1 => VOUCHER.to_owned(),
            (Offer::Voucher(k), _) => format!("{VOUCHER}_{}", usize::from(k) + 1),
        }
    }

    /// An offer's figures.
    pub fn terms(&self, offer: Offer) -> Terms {
        let plain = |save_rate, contact_cost| Terms {
            save_rate,
            take_rate: 0.0,
            contact_cost,
            worth: Worth::Amount(0.0),
        };
        match offer {
            Offer::Reminder => plain(self.reminder_save_rate, self.reminder_cost),
            Offer::Call => plain(self.call_save_rate, self.call_cost),
            Offer::Voucher(k) => self.voucher_terms(usize::from(k)),
        }
    }

    fn voucher_terms(&self, k: usize) -> Terms {
        // Checked settings have a value for each; without one a voucher is worth and does nothing.
        let of = |values: &[f64]| of_each(values, k).unwrap_or(0.0);
        Terms {
            save_rate: of(&self.voucher_save_rate),
            take_rate: of(&self.voucher_take_rate),
            contact_cost: of(&self.voucher_cost),
            worth: match &self.voucher_amount {
                Some(amounts) => Worth::Amount(of(amounts)),
                None => Worth::Share(of(&self.voucher_share)),
            },
        }
    }

    /// Puts another save rate in an offer's place.
    pub fn set_save_rate(&mut self, offer: Offer, rate: f64) {
        match offer {
            Offer::Reminder => self.reminder_save_rate = rate,
            Offer::Call => self.call_save_rate = rate,
            Offer::Voucher(k) => {
                let n = self.vouchers();
                if self.voucher_save_rate.len() == 1 {
                    self.voucher_save_rate = vec![self.voucher_save_rate[0]; n];
                }
                if let Some(of_this) = self.voucher_save_rate.get_mut(usize::from(k)) {
                    *of_this = rate;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(shares: &[f64], codes: Option<&[&str]>, save_rates: &[f64]) -> AudienceSettings {
        AudienceSettings {
            voucher_share: shares.to_vec(),
            voucher_code: codes.map(|codes| codes.iter().map(|&code| code.to_owned()).collect()),
            voucher_save_rate: save_rates.to_vec(),
            ..AudienceSettings::example()
        }
    }

    #[test]
    fn one_value_is_that_of_all_vouchers() {
        let several = settings(&[0.05, 0.1, 0.2], None, &[0.04]);
        assert_eq!(several.check_vouchers(), Ok(()));
        let codes: Vec<String> =
            several.offers().iter().map(|&offer| several.code(offer)).collect();
        assert_eq!(codes, ["reminder", "voucher_1", "voucher_2", "voucher_3", "call"]);
        let dear = several.terms(Offer::Voucher(2));
        assert_eq!((dear.save_rate, dear.worth.of(50.0)), (0.04, 10.0));
        let mut learned = several.clone();
        learned.set_save_rate(Offer::Voucher(1), 0.06);
        assert_eq!(learned.voucher_save_rate, [0.04, 0.06, 0.04]);
        assert_eq!(AudienceSettings::example().code(Offer::Voucher(0)), "voucher");
    }

    #[test]
    fn what_does_not_fit_together_is_said() {
        let refused = |settings: AudienceSettings| settings.check_vouchers().unwrap_err();
        let (key, message) = refused(settings(&[0.05, 0.1, 0.2], None, &[0.04, 0.05]));
        assert_eq!(key, "voucher_save_rate");
        assert_eq!(message, "2 values for 3 vouchers: give one for each, or one for all");
        let (key, message) = refused(settings(&[0.05, 0.1], Some(&["WB5"]), &[0.04]));
        assert_eq!(
            (key, &message[..]),
            ("voucher_code", "1 value for 2 vouchers: give one for each")
        );
        for codes in [["WB5", "WB5"], ["WB5", "call"], ["reminder", "WB5"]] {
            let (key, message) = refused(settings(&[0.05, 0.1], Some(&codes), &[0.04]));
            assert!(key == "voucher_code" && message.contains("names two offers"), "{message}");
        }
        let (_, message) = refused(settings(&[0.1; 21], None, &[0.04]));
        assert_eq!(message, "21 vouchers; a campaign has at most 20");
    }
}
