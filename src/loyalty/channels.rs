//! Multi-channel customers: how many buy through two or more channels, and whether they stay longer.

use super::measure::{Meaning, Measure, Unit, share};
use super::plan::Plan;
use super::tally::{Customer, Tally};
use super::upsell::{Distinct, distinct, distinct_of};
use crate::history::NO_CODE;
use serde::Serialize;

/// Customers of several channels beside those of one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MultiChannel {
    /// Customers who bought through two or more channels in the period ÷ customers who bought in it.
    pub share: Measure,
    /// Retention of the period's starting customers who had bought through two or more channels.
    pub retention_of_several: Measure,
    /// Retention of those who had bought through one.
    pub retention_of_one: Measure,
    /// The period's purchases by channel, for the channels that the configuration names and all others.
    pub channels: Vec<ChannelSales>,
}

/// What was bought through one channel in the period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChannelSales {
    /// Its name (`columns.channels`), or "other".
    pub channel: String,
    /// Customers who bought through it.
    pub customers: u64,
    /// Amounts of the purchase rows, returns not taken off; none where no column tells of money.
    pub sales: Option<f64>,
}

/// Buyers of one period by the number of their channels.
#[derive(Debug, Clone, Copy, Default)]
struct Buyers {
    known: u64,
    several: u64,
}

/// Customers at the start of one period, and those of them who stayed.
#[derive(Debug, Clone, Copy, Default)]
struct Stayed {
    at_start: u64,
    retained: u64,
}

/// What went through one channel in the last period.
#[derive(Debug, Clone, Copy, Default)]
struct Through {
    customers: u64,
    sales: f64,
}

pub(super) struct ChannelTally {
    buyers: Vec<Buyers>,
    of_one: Vec<Stayed>,
    of_several: Vec<Stayed>,
    /// The named channels, then all others.
    through: Vec<Through>,
    /// Which of them a customer has bought through; its content does not matter.
    seen: Vec<bool>,
}

impl ChannelTally {
    /// Sales of the last period by channel.
    fn add_sales(&mut self, customer: &Customer<'_>) {
        let others = self.through.len() - 1;
        let codes = customer.rows.channel;
        self.seen.fill(false);
        for i in customer.last().rows.clone() {
            if codes[i] == NO_CODE || customer.rows.is_return(i) {
                continue;
            }
            let channel = (codes[i] as usize).min(others);
            self.through[channel].sales += customer.rows.amount[i];
            self.through[channel].customers += u64::from(!self.seen[channel]);
            self.seen[channel] = true;
        }
    }
}

impl Tally for ChannelTally {
    type Measured = MultiChannel;

    fn new(plan: &Plan) -> Self {
        let n = plan.spans.len();
        Self {
            buyers: vec![Buyers::default(); n],
            of_one: vec![Stayed::default(); n],
            of_several: vec![Stayed::default(); n],
            through: vec![Through::default(); plan.channels.len() + 1],
            seen: vec![false; plan.channels.len() + 1],
        }
    }

    fn add(&mut self, customer: &Customer<'_>, plan: &Plan) {
        let rows = &customer.rows;
        if rows.channel.is_empty() {
            return;
        }
        let all = distinct(rows, rows.channel, 0..rows.len());
        for (k, (span, of_plan)) in customer.spans.iter().zip(&plan.spans).enumerate() {
            let bought = distinct_of(all, rows, rows.channel, span.rows.clone());
            self.buyers[k].known += u64::from(bought != Distinct::None);
            self.buyers[k].several += u64::from(bought == Distinct::Several);
            if span.was.is_customer() {
                let before = customer.row_at(plan.lookback_start(of_plan.start))..span.rows.start;
                let stayed = match distinct_of(all, rows, rows.channel, before) {
                    Distinct::None => continue,
                    Distinct::One => &mut self.of_one[k],
                    Distinct::Several => &mut self.of_several[k],
                };
                stayed.at_start += 1;
                stayed.retained += u64::from(span.is.is_customer());
            }
        }
        self.add_sales(customer);
    }

    fn merge(&mut self, other: Self) {
        for (sum, more) in self.buyers.iter_mut().zip(other.buyers) {
            sum.known += more.known;
            sum.several += more.several;
        }
        let stayed = self.of_one.iter_mut().chain(&mut self.of_several);
        for (sum, more) in stayed.zip(other.of_one.into_iter().chain(other.of_several)) {
            sum.at_start += more.at_start;
            sum.retained += more.retained;
        }
        for (sum, more) in self.through.iter_mut().zip(other.through) {
            sum.customers += more.customers;
            sum.sales += more.sales;
        }
    }

    fn said(self, plan: &Plan) -> MultiChannel {
        let known = || {
            let why = "no column tells of channels";
            if plan.columns.channel { Ok(()) } else { Err(why.to_owned()) }
        };
        let retention = |name, n_of, which: &str, of: &[Stayed], nobody| {
            let definition = format!(
                "retention rate of the customers who bought through {which} in the {} days before the start of the \
                 period",
                plan.rule.lookback_days
            );
            Measure::series(
                Meaning { name, unit: Unit::Share, n_of, definition },
                plan,
                |k, span| {
                    known()?;
                    plan.start_known(span)?;
                    share(of[k].retained, of[k].at_start, nobody)
                },
            )
        };
        let meaning = Meaning {
            name: "multi-channel share",
            unit: Unit::Share,
            n_of: "customers with a purchase through a known channel in the period",
            definition: "customers who bought through two or more channels ÷ customers who bought, in the period"
                .to_owned(),
        };
        MultiChannel {
            share: Measure::series(meaning, plan, |k, span| {
                known()?;
                plan.covered(span)?;
                let Buyers { known, several } = self.buyers[k];
                share(several, known, "nobody bought through a known channel in the period")
            }),
            retention_of_several: retention(
                "retention of multi-channel customers",
                "customers of several channels at the start of the period",
                "two or more channels",
                &self.of_several,
                "no customer at the start of the period had bought through several channels",
            ),
            retention_of_one: retention(
                "retention of single-channel customers",
                "customers of one channel at the start of the period",
                "one channel",
                &self.of_one,
                "no customer at the start of the period had bought through one channel",
            ),
            channels: sales(&self.through, plan),
        }
    }
}

/// Named channels in the order of the configuration, those without a purchase left out.
fn sales(through: &[Through], plan: &Plan) -> Vec<ChannelSales> {
    let names = plan.channels.iter().map(|name| name.trim()).chain(["other"]);
    let of = |(name, &Through { customers, sales }): (&str, &Through)| ChannelSales {
        channel: name.to_owned(),
        customers,
        sales: plan.money(sales),
    };
    names.zip(through).map(of).filter(|channel| channel.customers > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Buyer, plan, said};
    use super::*;

    fn bought(customer: Buyer, days: f64, channel: &str) -> Buyer {
        customer.buy(days, 10.0).with("p", "c", channel)
    }

    #[test]
    fn customers_of_several_channels_beside_those_of_one() {
        let both = || bought(bought(Buyer::default(), -50.0, "web"), -45.0, "store");
        let one = || bought(Buyer::default(), -50.0, "web");
        let base = [
            bought(both(), -5.0, "web"),
            both(),
            bought(bought(one(), -5.0, "app"), -4.0, "kiosk"),
            one(),
            one(),
            one(),
            // A purchase through no channel, and a return through another.
            Buyer::default().buy(-5.0, 1.0),
            bought(Buyer::default(), -6.0, "web").give_back(-5.0, 1.0).with("p", "c", "store"),
        ];
        let found = said::<ChannelTally>(&plan(30, 30), &base);
        assert_eq!((found.share.value, found.share.n), (Some(1.0 / 3.0), 3));
        let (several, single) = (&found.retention_of_several, &found.retention_of_one);
        assert_eq!((several.value, several.n), (Some(0.5), 2));
        assert_eq!((single.value, single.n), (Some(0.25), 4));
        let sales: Vec<(&str, u64, Option<f64>)> =
            found.channels.iter().map(|c| (c.channel.as_str(), c.customers, c.sales)).collect();
        let expected = [("web", 2, Some(20.0)), ("app", 1, Some(10.0)), ("other", 1, Some(10.0))];
        assert_eq!(sales, expected);
    }
}
