//! The columns of the engagement events. This is a table; kinds of events are in `event_kind`.

use super::{CUSTOMER_NAMES, TIME_NAMES, joined, table_columns};

/// Whom tools of measurement and of sending take a person for.
const MORE_CUSTOMERS: &[&str] = &["externaluserid", "subscriberkey", "distinctid", "userpseudoid"];
const CUSTOMERS: &[&str] =
    &joined::<{ CUSTOMER_NAMES.len() + MORE_CUSTOMERS.len() }>(CUSTOMER_NAMES, MORE_CUSTOMERS);

/// When such tools say that something happened.
#[rustfmt::skip] // A table: as many words a line as fit.
const MORE_TIMES: &[&str] = &[
    "originaltimestamp", "sentat", "receivedat", "occurredat", "clienteventtime", "serveruploadtime",
    "derivedtstamp", "collectortstamp", "dvcecreatedtstamp", "created",
];
const TIMES: &[&str] = &joined::<{ TIME_NAMES.len() + MORE_TIMES.len() }>(TIME_NAMES, MORE_TIMES);

table_columns! {
    /// A column of the engagement events.
    EventColumn,
    section: "event_columns",
    flags: false,
    in_every_file: true,
    product: None,
    fits: |_, _| true;
    CustomerId {
        key: "customer_id",
        label: "customer id",
        help: "Whose event it is",
        required: true,
        accepts: Identifier,
        aliases: CUSTOMERS,
    }
    Timestamp {
        key: "timestamp",
        label: "timestamp",
        help: "When it happened",
        required: true,
        accepts: Time,
        aliases: TIMES,
    }
    TimeOfDay {
        key: "time_of_day",
        label: "time of day",
        help: "At what time of the day, where the timestamp is a date alone",
        required: false,
        accepts: Clock,
        aliases: &[],
    }
    Type {
        key: "type",
        label: "event type",
        help: "Kind of event",
        required: true,
        accepts: Text,
        aliases: &[
            "eventtype", "event", "eventname", "kind", "metric", "metricname", "recordtype", "activitytype",
            "activity",
        ],
    }
    Value {
        key: "value",
        label: "event value",
        help: "A number that goes with the event, such as the answer to an NPS question; yes is 1, no is 0",
        required: false,
        accepts: Flag,
        aliases: &["eventvalue", "score", "answer", "rating"],
    }
    Email {
        key: "email",
        label: "e-mail",
        help: "E-mail address, by which a refusal finds its person",
        required: false,
        accepts: Detail,
        aliases: &["emailaddress", "recipient", "recipientemail", "recipientaddress", "rcptto", "rcpt"],
    }
    Phone {
        key: "phone",
        label: "phone",
        help: "Phone number, by which a refusal finds its person",
        required: false,
        accepts: Detail,
        aliases: &["phonenumber", "recipientphone"],
    }
}
