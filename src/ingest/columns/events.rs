//! The columns of the engagement events. This is a table; kinds of events are in `event_kind`.

use super::{CUSTOMER_NAMES, TIME_NAMES, table_columns};

table_columns! {
    /// A column of the engagement events.
    EventColumn,
    section: "event_columns",
    flags: false,
    product: None,
    fits: |_, _| true;
    CustomerId {
        key: "customer_id",
        label: "customer id",
        help: "Whose event it is",
        required: true,
        accepts: Identifier,
        aliases: CUSTOMER_NAMES,
    }
    Timestamp {
        key: "timestamp",
        label: "timestamp",
        help: "When it happened",
        required: true,
        accepts: Time,
        aliases: TIME_NAMES,
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
        aliases: &["eventtype", "event", "eventname", "kind", "metric"],
    }
    Value {
        key: "value",
        label: "event value",
        help: "A number that goes with the event, such as the answer to an NPS question",
        required: false,
        accepts: Number,
        aliases: &["eventvalue", "score", "answer", "rating"],
    }
    Email {
        key: "email",
        label: "e-mail",
        help: "E-mail address, by which a refusal finds its person",
        required: false,
        accepts: Detail,
        aliases: &["emailaddress", "recipient", "recipientemail"],
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
