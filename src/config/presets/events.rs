//! Layouts of engagement events.

use super::Preset;
use crate::ingest::EventColumn::{self, CustomerId, Email, Phone, Timestamp, Type, Value};

/// Columns of one person's e-mail address.
const KLAVIYO_EMAIL: &[&str] = &["Person//Email", "person_email", "Email", "email"];

/// The presets.
pub(crate) const PRESETS: &[Preset<EventColumn>] = &[
    // Klaviyo: events as CSV (`Person//Email`), and as replicated to warehouses. The person is known by the
    // address, as in the shop's orders; by Klaviyo's identifier where there is none.
    Preset {
        name: "klaviyo",
        columns: &[
            (
                CustomerId,
                &[
                    "Person//Email",
                    "person_email",
                    "Email",
                    "email",
                    "Person//ID",
                    "profile_id",
                    "person_id",
                ],
            ),
            (Timestamp, &["Timestamp", "datetime", "occurred_at", "timestamp", "Event Time"]),
            (
                Type,
                &["Event Name", "event_name", "Metric", "metric", "metric_name", "Event", "type"],
            ),
            (Value, &["$value", "event_value", "numeric_value", "value"]),
            (Email, KLAVIYO_EMAIL),
            (Phone, &["Person//Phone", "person_phone_number", "Phone Number"]),
        ],
        known_by: &[&["Person//Email", "Timestamp"], &["person_email", "metric_id"]],
    },
];
