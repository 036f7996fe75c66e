//! `[audience]`: who is worth winning back.

use super::options;
use super::spec::{count, days, money, share, text};
use crate::audience::AudienceSettings;

options! {
    /// Who is worth winning back, what a contact brings and costs, and who is held back.
    section "audience", heading "Win-back list";
    fills AudienceSettings {
        /// Money to spend on contacts and offers, at most.
        budget: Option<f64> = money().without("no limit").example(1000.0).flag("MONEY");
        /// Customers on the list, at most.
        list_size: Option<u64> = count("a number of customers", 1, u64::MAX)
            .without("no limit").example(500).flag("N");
        /// Share of a sale that is margin.
        margin_share: f64 = share().default(0.3).flag("SHARE");
        /// Share of those about to leave whom a contact keeps.
        save_rate: f64 = share().default(0.1).flag("SHARE");
        /// Share of those who would stay anyway that takes the offer.
        accept_rate: f64 = share().default(0.1).flag("SHARE");
        /// Money per contact.
        contact_cost: f64 = money().default(0.0).flag("MONEY");
        /// Money per accepted offer.
        offer_cost: f64 = money().default(0.0).flag("MONEY");
        /// Share of the list that is held back, so that the campaign's effect can be measured.
        control_share: f64 = share().default(0.1).flag("SHARE");
        /// Text that decides who is held back; another one draws others.
        control_salt: String = text("a text").default("winback").flag("TEXT");
        /// Days during which a contacted customer is left alone.
        cool_down_days: u32 = days(0, 36_500).default(30).flag("N");
    }
}
