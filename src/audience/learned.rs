//! Save rates that campaigns have measured, in the place of those that are assumed.
//!
//! A rate whose interval lies above 0 replaces the assumed one, shrunk towards that of all offers. Where
//! nothing is seen yet the assumption stays, but never beyond what the measurement still allows.

use super::measure::{GroupMeasured, Measurement, points};
use super::offers::Offer;
use super::settings::AudienceSettings;
use crate::words::whole;
use serde::Serialize;

/// The grouping of a measurement that is by offer.
const BY: &str = "offer";
/// What nobody has measured.
const ASSUMED: &str = "assumed";

/// Where the save rate of each offer comes from; assumed, where nothing is noted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Bases(Vec<(Offer, String)>);

impl Bases {
    /// Where an offer's rate comes from.
    pub(crate) fn of(&self, offer: Offer) -> &str {
        let found = self.0.iter().find(|(known, _)| *known == offer);
        found.map_or(ASSUMED, |(_, basis)| basis)
    }
}

/// The settings with the save rates that were measured, and where each comes from.
pub(crate) fn with_measured_rates(
    settings: &AudienceSettings,
    measured: &Measurement,
) -> (AudienceSettings, Bases) {
    let (mut settings, mut bases) = (settings.clone(), Bases::default());
    for offer in settings.offers() {
        let code = settings.code(offer);
        let by = measured.groupings.iter().find(|grouping| grouping.by == BY);
        let group = by.and_then(|by| by.groups.iter().find(|group| group.group == code));
        let assumed = settings.terms(offer).save_rate;
        if let Some((rate, basis)) = group.and_then(|group| learned(assumed, group)) {
            settings.set_save_rate(offer, rate);
            bases.0.push((offer, basis));
        }
    }
    (settings, bases)
}

/// The rate to use and where it comes from; none where too few took part.
fn learned(assumed: f64, group: &GroupMeasured) -> Option<(f64, String)> {
    let found = group.effect.as_ref()?.save_rate?;
    let shrunk = group.shrunk_save_rate?;
    let seen = format!(
        "({} against {}, {}% to {}%)",
        whole(group.treated as f64),
        whole(group.control as f64),
        points(found.low),
        points(found.high),
    );
    Some(if found.low > 0.0 {
        (shrunk.clamp(0.0, 1.0), format!("measured {seen}"))
    } else if assumed > found.high {
        (found.high.max(0.0), format!("the most that was not ruled out {seen}"))
    } else {
        (assumed, format!("{ASSUMED}, nothing seen yet {seen}"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::measure::{Experiment, Groupings, Member, measure};
    use super::*;

    /// Of 2,000 on the list and 1,000 held back, who buys.
    fn measured(treated_buyers: usize, control_buyers: usize) -> Measurement {
        let member = |k: usize| Member {
            treated: k < 2000,
            bought: if k < 2000 { k < treated_buyers } else { k < 2000 + control_buyers },
            revenue: 0.0,
            margin: 0.0,
            contact_cost: 0.0,
            churn_probability: 0.5,
            groups: vec![Some(0)],
        };
        let members = (0..3000).map(member).collect();
        let mut groupings = Groupings::new(vec![BY.to_owned()]);
        groupings.code(0, "reminder");
        measure(&[Experiment { members, ..Experiment::default() }], &groupings, None)
    }

    #[test]
    fn a_rate_is_measured_ruled_out_or_still_assumed() {
        let settings = AudienceSettings::example();
        let of = |treated, control| {
            let (settings, bases) = with_measured_rates(&settings, &measured(treated, control));
            assert_eq!(settings.voucher_save_rate, [0.08], "nobody got a voucher");
            assert_eq!(bases.of(Offer::Voucher(0)), "assumed");
            (settings.reminder_save_rate, bases.of(Offer::Reminder).to_owned())
        };
        // 30 % against 20 %: an eighth of those who would not have bought.
        let (rate, basis) = of(600, 200);
        assert!((rate - 0.125).abs() < 1e-12, "{rate}");
        assert!(basis.starts_with("measured (2,000 against 1,000, "), "{basis}");
        let (rate, basis) = of(20, 10);
        assert!(rate < 0.05 && rate > 0.0, "5 % is more than the interval allows: {rate}");
        assert!(basis.starts_with("the most that was not ruled out"), "{basis}");
        let (rate, basis) = of(1000, 500);
        assert_eq!(rate, 0.05);
        assert!(basis.starts_with("assumed, nothing seen yet (2,000 against 1,000"), "{basis}");
        let (rate, _) = of(100, 200);
        assert_eq!(rate, 0.0, "it drives away more than it wins");
    }
}
