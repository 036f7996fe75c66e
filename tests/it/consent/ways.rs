//! A no to one way of contact, lists of the ways that are allowed, pauses, links by which a list is left, and erased people
//! who are kept as rows.

use super::exports::{Case, same};
use super::{CUSTOMERS, NIGHT, customers, email, listed, table, texts};
use arrow_array::{ArrayRef, BooleanArray, Int64Array};
use std::sync::Arc;

impl Case {
    fn gone(&self, more: &str) -> Vec<i64> {
        self.night(more).0
    }

    /// One cell for those who say no, another for the others.
    fn either(&self, no: &str, others: &str) -> ArrayRef {
        let cell = |id| if self.some.contains(&id) { no } else { others };
        texts((0..CUSTOMERS).map(|id| Some(cell(id).to_owned()).filter(|text| text != "null")))
    }

    /// Who is gone where a column of the customers table has these cells.
    fn gone_by_either(&self, column: &str, no: &str, others: &str) -> Vec<i64> {
        customers(&self.work, Some((column, self.either(no, others))));
        self.gone("")
    }

    /// The same of a column beside events of one type.
    fn gone_by_type(&self, event_type: &str, column: &str, no: &str, others: &str) -> Vec<i64> {
        customers(&self.work, None);
        self.gone_by_events(same(event_type), (column, self.either(no, others)))
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
        ("contact_permissions", "email:no|sms:yes", "email:yes|sms:yes"),
        ("marketing_consent", "email=no; sms=yes", "email=yes; sms=yes"),
    ] {
        assert_eq!(case.gone_by_either(column, no, others), case.some, "{column} {no}");
    }
    for (column, some, others) in [
        ("preferred_channels", "sms", "email"),
        ("sales_channels", "sms", "web"),
        ("subscriptions", "Gold box", "Silver box"),
        ("opt_in_channel", "sms", "email"),
        ("opted_in_channels", "null", "email"),
    ] {
        assert!(case.gone_by_either(column, some, others).is_empty(), "{column} {some}");
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
        assert!(case.gone_by_either(column, some, others).is_empty(), "{column}");
    }
    assert_eq!(case.gone_by_either("unsubscribed_on_mobile", "yes", "no"), case.some);
    for (event_type, way) in [("unsubscribe", "push"), ("opt_out", "sms")] {
        assert_eq!(case.gone_by_type(event_type, "channel", "email", way), case.some, "{way}");
    }
    let all: Vec<i64> = case.all.iter().copied().collect();
    assert_eq!(case.gone_by_type("unsubscribe_all", "channel", "email", "push"), all);
}

#[test]
fn a_pause_holds_until_its_day() {
    let case = Case::new();
    for (column, no, others) in [
        ("snooze_until", "2999-01-01", "2020-01-01"),
        ("email_paused_until", "2999-01-01", "null"),
        ("vacation_hold", "yes", "no"),
    ] {
        assert_eq!(case.gone_by_either(column, no, others), case.some, "{column}");
    }
    assert!(case.gone_by_either("subscription_paused_until", "2999-01-01", "null").is_empty());
}

#[test]
fn whoever_clicks_the_link_to_leave_a_list_has_left_it() {
    let case = Case::new();
    let product = "https://shop.test/unsubscribe-kit";
    for (event_type, link) in [
        ("email_click", "https://shop.test/unsubscribe?u=1"),
        ("Clicked Email", "https://shop.test/newsletter/abmelden"),
    ] {
        assert_eq!(case.gone_by_type(event_type, "url", link, product), case.some, "{link}");
    }
    let link = "https://shop.test/unsubscribe?u=1";
    for event_type in ["email_sent", "page_view"] {
        assert!(case.gone_by_type(event_type, "url", link, product).is_empty(), "{event_type}");
    }
    let no = "{\"unsubscribe_event\": {\"type\": \"list_unsubscribe\"}}";
    assert_eq!(case.gone_by_type("message", "msys", no, "{}"), case.some);
    assert_eq!(
        case.gone_by_type("Form submitted", "form_name", "Unsubscribe form", "Contact"),
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
        assert_eq!(case.gone_by_either(column, name, "Ada"), case.some, "{name}");
    }
}

#[test]
fn a_no_to_advertising_takes_the_address_from_advertising_platforms_alone() {
    let case = Case::new();
    let night = |more: &str| {
        let flags = format!("{NIGHT} --accept-losses --formats google {more}");
        case.work.run(&flags).expect_code(0);
        assert_eq!(listed(&case.work), case.all);
        let folder = "output/audience/as_of=2024-12-01/exports/google";
        let file = case.work.list(folder).into_iter().next().unwrap();
        case.work.read(&format!("{folder}/{file}")).lines().count() - 1
    };
    let with_ads = |more: Option<(&'static str, ArrayRef)>| {
        let yes = || Arc::new(BooleanArray::from(vec![true; CUSTOMERS as usize]));
        let mut columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", Arc::new(Int64Array::from_iter_values(0..CUSTOMERS))),
            ("email", texts((0..CUSTOMERS).map(email))),
            ("consent_email", yes()),
            ("consent_ads", yes()),
        ];
        columns.extend(more);
        table(&case.work, "customers.parquet", columns);
    };
    with_ads(None);
    let everybody = night("");
    assert!(everybody > 3);
    for (column, no, others) in [
        ("do_not_sell", "true", "false"),
        ("ccpa_opt_out_of_sale", "true", "false"),
        ("retargeting_opt_out", "true", "false"),
        ("ad_user_data", "denied", "granted"),
        ("ad_personalization", "DENIED", "GRANTED"),
        ("gpc_signal", "true", "false"),
        ("limit_ad_tracking", "true", "false"),
        ("us_privacy", "1YYN", "1YNN"),
        ("third_party_sharing_consent", "false", "true"),
        ("Do Not Trade", "Yes", "No"),
    ] {
        with_ads(Some((column, case.either(no, others))));
        assert_eq!(night(""), everybody - 3, "{column}");
    }
    with_ads(None);
    let ids = case.some.iter().map(ToString::to_string);
    let of_three = |text: &str| texts([text; 3].map(str::to_owned));
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", texts(ids)),
        ("timestamp", of_three("2024-11-20")),
        ("type", of_three("retargeting_opt_out")),
    ];
    table(&case.work, "events.parquet", columns);
    assert_eq!(night("--events events.parquet"), everybody - 3);
}
