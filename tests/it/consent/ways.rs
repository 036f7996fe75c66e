//! A no to one way of contact, lists of the ways that are allowed, pauses, links by which a list is left, and erased people
//! who are kept as rows.

use super::{CUSTOMERS, NIGHT, all_and_some, customers, email, listed, shop, table, texts};
use crate::workplace::Workplace;
use arrow_array::{ArrayRef, BooleanArray, Int64Array};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A shop, who is on its list, and the three who will say no.
struct Case {
    work: Workplace,
    all: BTreeSet<i64>,
    some: Vec<i64>,
}

impl Case {
    fn new() -> Self {
        let work = shop();
        let (all, some) = all_and_some(&work);
        Self { work, all, some }
    }

    fn gone(&self, more: &str) -> Vec<i64> {
        self.work.run(&format!("{NIGHT} --accept-losses {more}")).expect_code(0);
        self.all.difference(&listed(&self.work)).copied().collect()
    }

    fn cells(&self, no: &str, others: &str) -> ArrayRef {
        let cell = |id| if self.some.contains(&id) { no } else { others };
        texts((0..CUSTOMERS).map(|id| Some(cell(id).to_owned()).filter(|text| text != "null")))
    }

    /// Who is gone where a column of the customers table has these cells.
    fn gone_by(&self, column: &str, no: &str, others: &str) -> Vec<i64> {
        customers(&self.work, Some((column, self.cells(no, others))));
        self.gone("")
    }

    /// The same of a column beside events of one type.
    fn gone_by_events(&self, event_type: &str, column: &str, no: &str, others: &str) -> Vec<i64> {
        customers(&self.work, None);
        let same = |text: &str| texts((0..CUSTOMERS).map(|_| text.to_owned()));
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", texts((0..CUSTOMERS).map(|id| id.to_string()))),
            ("timestamp", same("2024-11-20")),
            ("type", same(event_type)),
            (column, self.cells(no, others)),
        ];
        table(&self.work, "events.parquet", columns);
        self.gone("--events events.parquet")
    }
}

#[test]
fn a_list_of_allowed_ways_refuses_the_others() {
    let case = Case::new();
    for (column, no, others) in [
        ("opted_in_channels", "sms", "email,sms"),
        ("opted_in_channels", "", "email"),
        ("allowed_channels", "[\"sms\"]", "[\"email\", \"sms\"]"),
        ("contact_permissions", "sms", "email, sms"),
        ("canaux_autorises", "sms", "email"),
        ("opted_out_channels", "email", "sms"),
        ("denied_channels", "email", "push"),
    ] {
        assert_eq!(case.gone_by(column, no, others), case.some, "{column} {no}");
    }
    for (column, some, others) in [
        ("preferred_channels", "sms", "email"),
        ("sales_channels", "sms", "web"),
        ("subscriptions", "Gold box", "Silver box"),
        ("opt_in_channel", "sms", "email"),
        ("opted_in_channels", "null", "email"),
    ] {
        assert!(case.gone_by(column, some, others).is_empty(), "{column} {some}");
    }
}

#[test]
fn a_no_to_a_way_without_addresses_bars_no_other() {
    let case = Case::new();
    for column in [
        "MobileOptOut",
        "push_opt_out",
        "catalogue_opt_out",
        "fax_opt_out",
        "Skontosperre",
        "allow_offers",
    ] {
        let (some, others) = if column == "allow_offers" { ("no", "yes") } else { ("yes", "no") };
        assert!(case.gone_by(column, some, others).is_empty(), "{column}");
    }
    assert_eq!(case.gone_by("unsubscribed_on_mobile", "yes", "no"), case.some);
    for (event_type, way) in [("unsubscribe", "push"), ("opt_out", "sms")] {
        assert_eq!(case.gone_by_events(event_type, "channel", "email", way), case.some, "{way}");
    }
    let all: Vec<i64> = case.all.iter().copied().collect();
    assert_eq!(case.gone_by_events("unsubscribe_all", "channel", "email", "push"), all);
}

#[test]
fn a_pause_holds_until_its_day() {
    let case = Case::new();
    for (column, no, others) in [
        ("snooze_until", "2999-01-01", "2020-01-01"),
        ("email_paused_until", "2999-01-01", "null"),
        ("vacation_hold", "yes", "no"),
    ] {
        assert_eq!(case.gone_by(column, no, others), case.some, "{column}");
    }
    assert!(case.gone_by("subscription_paused_until", "2999-01-01", "null").is_empty());
}

#[test]
fn whoever_clicks_the_link_to_leave_a_list_has_left_it() {
    let case = Case::new();
    let product = "https://shop.test/unsubscribe-kit";
    for (event_type, link) in [
        ("email_click", "https://shop.test/unsubscribe?u=1"),
        ("Clicked Email", "https://shop.test/newsletter/abmelden"),
    ] {
        assert_eq!(case.gone_by_events(event_type, "url", link, product), case.some, "{link}");
    }
    let link = "https://shop.test/unsubscribe?u=1";
    for event_type in ["email_sent", "page_view"] {
        assert!(case.gone_by_events(event_type, "url", link, product).is_empty(), "{event_type}");
    }
    let no = "{\"unsubscribe_event\": {\"type\": \"list_unsubscribe\"}}";
    assert_eq!(case.gone_by_events("message", "msys", no, "{}"), case.some);
    assert_eq!(
        case.gone_by_events("Form submitted", "form_name", "Unsubscribe form", "Contact"),
        case.some
    );
}

#[test]
fn erased_people_who_are_kept_as_rows_are_no_customers() {
    let case = Case::new();
    for address in ["deleted-{}@shop.invalid", "anonymised+{}@example.org", "DELETED_c{}@shop.test"]
    {
        let address = |id: i64| {
            if case.some.contains(&id) { address.replace("{}", &id.to_string()) } else { email(id) }
        };
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", Arc::new(Int64Array::from_iter_values(0..CUSTOMERS))),
            ("email", texts((0..CUSTOMERS).map(address))),
            ("consent_email", Arc::new(BooleanArray::from(vec![true; CUSTOMERS as usize]))),
        ];
        table(&case.work, "customers.parquet", columns);
        assert_eq!(case.gone(""), case.some);
    }
    for (column, name) in
        [("first_name", "[deleted]"), ("last_name", "Huber †"), ("name", "Redacted User")]
    {
        assert_eq!(case.gone_by(column, name, "Ada"), case.some, "{name}");
    }
}
