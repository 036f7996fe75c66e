//! Through which door: the share of each configured channel, and whether the customer changed it.
//!
//! Only purchase rows that name a channel count. Rows, not orders: two rows of one order at one
//! instant may name different channels, and no rule could say which is the order's.

use super::family::FamilyName;
use super::moments::{flag, ratio};
use super::sql::phrase;
use super::view::CustomerView;
use super::workspace::Workspace;
use super::{Family, Feature, Label, Sql, Topic, Unit, Values};
use crate::history::{Columns, NO_CODE};

/// Channel shares and the switch between channels.
pub(super) struct ChannelShares {
    channels: Vec<String>,
}

impl ChannelShares {
    /// Channel `i` of `channels` has code `i` in the rows.
    pub(super) fn new(channels: &[String]) -> Self {
        Self { channels: channels.to_vec() }
    }
}

/// A channel of the last day was used on the day before where that is its own day before.
const SWITCH_SQL: &str = "\
case when min(day) = max(day) then null \
when max(day_before) filter (where day = last_day) = max(day) filter (where day < last_day) then 0 else 1 end";

/// A channel's name as part of a column name.
fn column_part(channel: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '_' };
    channel.trim().to_lowercase().chars().map(plain).collect()
}

const FAMILY: FamilyName = FamilyName("channel");

impl Family for ChannelShares {
    fn features(&self) -> Vec<Feature> {
        let needs = Columns { channel: true, ..Columns::default() };
        let share = |(i, channel): (usize, &String)| {
            let wanted = phrase::text(&channel.trim().to_lowercase());
            let sql = phrase::ratio(
                &format!("coalesce(sum(n_rows) filter (where channel = {wanted}), 0)"),
                "sum(n_rows)",
            );
            FAMILY.entry(
                Label::new(i, format!("channel_share_{}", column_part(channel))),
                Topic::Other,
                Unit::Share,
                format!("Share of purchase rows through the channel '{}'", channel.trim()),
                Sql::channels(sql),
            )
        };
        let switch = FAMILY.entry(
            Label::new(self.channels.len(), "channel_switch"),
            Topic::Other,
            Unit::Flag,
            "1 where the last active day and the one before have no channel in common",
            Sql::channels(SWITCH_SQL),
        );
        self.channels
            .iter()
            .enumerate()
            .map(share)
            .chain([switch])
            .map(|f| f.needing(needs))
            .collect()
    }

    fn compute(&self, view: &CustomerView<'_>, work: &mut Workspace, out: &mut Values<'_>) {
        let rows = &view.rows;
        out.fill(0.0);
        *out.at(self.channels.len()) = switched(view, work);
        let mut known = 0.0;
        for (&code, amount) in rows.channel.iter().zip(rows.amount) {
            if code == NO_CODE || amount.is_sign_negative() {
                continue;
            }
            known += 1.0;
            if (code as usize) < self.channels.len() {
                *out.at(code as usize) += 1.0;
            }
        }
        for channel in 0..self.channels.len() {
            let share = out.at(channel);
            *share = ratio(*share, known);
        }
    }
}

fn switched(view: &CustomerView<'_>, work: &mut Workspace) -> f64 {
    let rows = &view.rows;
    let counts = |i: usize| !rows.is_return(i) && rows.channel[i] != NO_CODE;
    let newest_before = |end: usize| (0..end.min(rows.channel.len())).rev().find(|&i| counts(i));
    let start_of = |day: i32, end: usize| rows.day[..end].partition_point(|&d| d < day);
    let Some(last) = newest_before(rows.len()) else { return f64::NAN };
    let last_start = start_of(rows.day[last], last);
    let Some(previous) = newest_before(last_start) else { return f64::NAN };
    let previous_start = start_of(rows.day[previous], previous);
    let mut distinct = |from: usize, to: usize| {
        let codes = (from..=to).filter(|&i| counts(i)).map(|i| rows.channel[i]);
        work.codes.distinct(codes).0
    };
    // Sets without a common member are together as large as both.
    let apart = distinct(last_start, last) + distinct(previous_start, previous);
    flag(distinct(previous_start, last) == apart)
}

#[cfg(test)]
mod tests {
    use super::column_part;
    use crate::features::testing::{Customer, check};

    #[test]
    fn shares_are_of_rows_that_name_a_channel() {
        let customer = Customer::default()
            .buy(-9.0, 1.0)
            .with("p", "c", "web")
            .buy(-8.0, 1.0)
            .with("p", "c", "web")
            .buy(-7.0, 1.0)
            .with("p", "c", "kiosk")
            .buy(-6.0, 1.0)
            .with("p", "c", "store")
            .buy(-5.0, 1.0)
            .give_back(-4.0, 1.0)
            .with("p", "c", "web");
        check(
            &customer,
            &[
                ("channel_share_web", 0.5),
                ("channel_share_store", 0.25),
                ("channel_share_app", 0.0),
                ("channel_switch", 1.0),
            ],
        );
    }

    #[test]
    fn a_switch_compares_the_days_channels_as_sets() {
        let two_days = |second: &str| {
            Customer::default()
                .buy(-9.0, 1.0)
                .with("p", "c", "web")
                .buy(-8.9, 1.0)
                .with("p", "c", "app")
                .buy(-6.0, 1.0)
                .with("p", "c", "store")
                .buy(-5.9, 1.0)
                .with("p", "c", second)
        };
        check(&two_days("app"), &[("channel_switch", 0.0)]);
        check(&two_days("store"), &[("channel_switch", 1.0)]);
        let one_day = Customer::default().buy(-9.0, 1.0).with("p", "c", "web").buy(-2.0, 1.0);
        check(&one_day, &[("channel_switch", f64::NAN), ("channel_share_web", 1.0)]);
    }

    #[test]
    fn names_become_column_names() {
        assert_eq!(column_part(" In-Store "), "in_store");
    }
}
