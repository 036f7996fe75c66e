//! `[audience]`: who is worth winning back.

use super::options;
use super::shape::Shape;
use super::spec::{
    count, days, either, factor, list, money, path, share, text, texts, words, yes_no,
};
use crate::audience::{AudienceSettings, ControlShare, export};
use std::path::PathBuf;

const CONTROL: [Shape; 2] = [Shape::Number { least: 0.0, most: 0.9 }, Shape::Word(&["auto"])];

options! {
    /// Whom to contact, with what, what it brings and costs, and who is held back.
    ///
    /// Save and take rates are assumptions until a campaign has measured them.
    section "audience", heading "Win-back list";
    fills AudienceSettings {
        /// Name of the campaign; it also draws the control group, so that another name draws another one.
        campaign: String = text("a name").default("winback").flag("NAME");
        /// Days for which the offer holds.
        expires_in_days: u32 = days(1, 3650).default(14).flag("N");
        /// Money to spend on contacts and offers, at most.
        budget: Option<f64> = money().without("no limit").example(1000.0).flag("MONEY");
        /// Customers on the list, at most.
        list_size: Option<u64> = count("a number of customers", 1, u64::MAX)
            .without("no limit").example(500).flag("N");
        /// Share of a sale that is margin.
        margin_share: f64 = share().default(0.3).flag("SHARE");
        /// Usual gaps of silence before which it is too early to write.
        min_overdue: f64 = factor(0.0).default(1.0).flag("GAPS");
        /// Usual gaps of silence beyond which a contact helps less and less; 0 for never.
        taper_gaps: f64 = factor(0.0).default(3.0).flag("GAPS");
        /// File of winback measure --out whose save rates take the place of the assumed ones.
        ///
        /// A rate that was measured above 0 is used, shrunk towards that of all offers. Where no effect was seen
        /// the assumed rate stays, as far as the measurement allows it.
        learned_from: Option<PathBuf> = path().without("save rates are as set here")
            .example("measured.json").flag("FILE");
        /// Share of those about to leave whom a reminder keeps.
        reminder_save_rate: f64 = share().default(0.03).flag("SHARE");
        /// Money per reminder; what one e-mail costs at a sending service.
        reminder_cost: f64 = money().default(0.005).flag("MONEY");
        /// Worth of a voucher, as a share of an order.
        ///
        /// Several vouchers are a list: voucher_share = [0.05, 0.1, 0.2]. Each customer is offered the one that
        /// brings most. Of every other setting about vouchers there is one value for all, or one for each.
        voucher_share: Vec<f64> = share().or_several().default(0.1).flag("SHARES");
        /// Worth of a voucher, in money.
        voucher_amount: Option<Vec<f64>> = money().or_several().without("voucher_share decides").example(5.0)
            .instead_of("voucher_share").flag("MONEY");
        /// What each voucher is called: the code that the shop knows it by.
        voucher_code: Option<Vec<String>> = texts("a list of codes")
            .without("voucher; of several voucher_1, voucher_2 and so on").example(list(&["WB10"])).flag("CODES");
        /// Share of those about to leave whom a voucher keeps.
        voucher_save_rate: Vec<f64> = share().or_several().default(0.05).flag("SHARES");
        /// Share of those who would buy anyway who use the voucher.
        voucher_take_rate: Vec<f64> = share().or_several().default(0.5).flag("SHARES");
        /// Money per voucher sent, its worth aside.
        voucher_cost: Vec<f64> = money().or_several().default(0.005).flag("MONEY");
        /// Share of the customers, by what the business had from them, who are called.
        call_top_share: f64 = share().default(0.01).flag("SHARE");
        /// Share of those about to leave whom a call keeps.
        call_save_rate: f64 = share().default(0.1).flag("SHARE");
        /// Money per call.
        call_cost: f64 = money().default(5.0).flag("MONEY");
        /// Share of the list that is held back, so that the campaign's effect can be measured.
        ///
        /// auto takes the smallest share from 0.1 to 0.5 that would show the assumed effect in four of five
        /// campaigns; a tenth of a list too small for any of them to show it.
        control_share: ControlShare = either("a share", &CONTROL).default("auto").flag("SHARE|auto");
        /// Share of all customers who are never contacted, whatever the campaign.
        holdout_share: f64 = share().default(0.0).flag("SHARE");
        /// Text that draws them.
        holdout_salt: String = text("a text").default("holdout").flag("TEXT");
        /// Days during which a contacted customer is left alone.
        cool_down_days: u32 = days(0, 36_500).default(30).flag("N");
        /// Who takes the list: a folder of files for each.
        ///
        /// The list itself is always written. docs/exports.md has the files of each target. Advertising
        /// platforms (google, meta, tiktok, linkedin) get the customers with consent_ads alone.
        formats: Vec<String> = words("a list of targets", &export::NAMES)
            .default(list::<&str>(&[])).example(list(&["csv", "klaviyo", "google"])).flag("NAMES");
        /// Whether files for sending tools also have play, offer and dates: whoever answers the customer may
        /// see them.
        export_properties: bool = yes_no().default(false);
    }
}
