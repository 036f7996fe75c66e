//! Layouts of customers tables. Columns that say no, such as Mailchimp's `UNSUB_TIME`, are read by their
//! names in any layout: `ingest::meaning::no_columns` knows them.

use super::Preset;
use crate::ingest::CustomerColumn::{
    self, ConsentEmail, ConsentPhone, Country, CustomerId, Email, FirstName, LastName, Phone,
    Postcode, SignupDate, SuppressionReason,
};

/// The presets.
pub(crate) const PRESETS: &[Preset<CustomerColumn>] = &[
    // Klaviyo: profiles of a list or segment.
    Preset {
        name: "klaviyo",
        columns: &[
            (CustomerId, &["Email", "email"]),
            (Email, &["Email", "email"]),
            (Phone, &["Phone Number", "phone_number"]),
            (FirstName, &["First Name", "first_name"]),
            (LastName, &["Last Name", "last_name"]),
            (Country, &["Country", "country"]),
            (Postcode, &["Zip Code", "zip"]),
            (ConsentEmail, &["Email Marketing Consent"]),
            (ConsentPhone, &["SMS Marketing Consent"]),
            (SuppressionReason, &["Email Suppressions"]),
        ],
        known_by: &[&["Email", "Email Marketing Consent"]],
    },
    // Mailchimp: the audience export, its subscribed, unsubscribed and cleaned members alike. Who is in it
    // has confirmed at some time, and stays so unless UNSUB_TIME or CLEAN_TIME is filled.
    Preset {
        name: "mailchimp",
        columns: &[
            (CustomerId, &["Email Address", "Email"]),
            (Email, &["Email Address", "Email"]),
            (Phone, &["Phone Number", "SMS Phone Number"]),
            (FirstName, &["First Name"]),
            (LastName, &["Last Name"]),
            (Country, &["CC"]),
            (SignupDate, &["OPTIN_TIME"]),
            (ConsentEmail, &["CONFIRM_TIME"]),
        ],
        known_by: &[&["MEMBER_RATING", "CONFIRM_TIME"]],
    },
    // Shopify: the admin's customer export, and the API's `customers` as replicated to warehouses.
    Preset {
        name: "shopify",
        columns: &[
            (CustomerId, &["Email", "id", "Customer ID"]),
            (Email, &["Email", "email"]),
            (Phone, &["Phone", "phone", "Default Address Phone"]),
            (FirstName, &["First Name", "first_name"]),
            (LastName, &["Last Name", "last_name"]),
            (Country, &["Default Address Country Code", "Country Code"]),
            (Postcode, &["Default Address Zip", "Zip"]),
            (SignupDate, &["created_at"]),
            (
                ConsentEmail,
                &[
                    "Accepts Email Marketing",
                    "Accepts Marketing",
                    "email_marketing_consent.state",
                    "accepts_marketing",
                ],
            ),
            (ConsentPhone, &["Accepts SMS Marketing", "sms_marketing_consent.state"]),
        ],
        known_by: &[
            &["Accepts Email Marketing", "Total Spent"],
            &["email_marketing_consent.state", "verified_email"],
        ],
    },
];
