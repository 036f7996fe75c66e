//! The columns of the customers table. This is a table; `audience` decides who may be contacted.

use super::{CUSTOMER_NAMES, table_columns};

table_columns! {
    /// A column of the customers table.
    CustomerColumn,
    section: "customer_columns",
    flags: false,
    in_every_file: false,
    product: None,
    fits: |_, _| true;
    CustomerId {
        key: "customer_id",
        label: "customer id",
        help: "Who it is",
        required: true,
        accepts: Identifier,
        aliases: CUSTOMER_NAMES,
    }
    Email {
        key: "email",
        label: "e-mail",
        help: "E-mail address",
        required: false,
        accepts: Detail,
        aliases: &["emailaddress", "emailaddress1", "mail"],
    }
    Phone {
        key: "phone",
        label: "phone",
        help: "Phone number",
        required: false,
        accepts: Detail,
        aliases: &["phonenumber", "telephone", "mobile", "mobilephone"],
    }
    FirstName {
        key: "first_name",
        label: "first name",
        help: "Given name",
        required: false,
        accepts: Detail,
        aliases: &["givenname", "forename"],
    }
    LastName {
        key: "last_name",
        label: "last name",
        help: "Family name",
        required: false,
        accepts: Detail,
        aliases: &["familyname", "surname"],
    }
    Country {
        key: "country",
        label: "country",
        help: "Country",
        required: false,
        accepts: Detail,
        aliases: &["countrycode"],
    }
    Postcode {
        key: "postcode",
        label: "postcode",
        help: "Postal code",
        required: false,
        accepts: Detail,
        aliases: &["postalcode", "zip", "zipcode"],
    }
    SignupDate {
        key: "signup_date",
        label: "signup date",
        help: "Date of registration",
        required: false,
        accepts: Date,
        aliases: &["signupat", "registeredat", "registrationdate", "createdat"],
    }
    ConsentEmail {
        key: "consent_email",
        label: "consent to e-mail",
        help: "Consent to e-mail; missing means none",
        required: false,
        accepts: Consent,
        aliases: &[
            "emailconsent", "acceptsmarketing", "acceptsemailmarketing", "emailmarketingconsent",
            "emailmarketingconsentstate", "emailmarketingconsentmarketingstate",
        ],
    }
    ConsentPhone {
        key: "consent_phone",
        label: "consent to phone",
        help: "Consent to phone calls and text messages; missing means none",
        required: false,
        accepts: Consent,
        aliases: &["phoneconsent", "consentsms", "smsconsent", "acceptssmsmarketing"],
    }
    ConsentAds {
        key: "consent_ads",
        label: "consent to advertising platforms",
        help: "Consent to handing the address to advertising platforms; missing means none",
        required: false,
        accepts: Consent,
        aliases: &["adsconsent", "adconsent", "advertisingconsent", "consentadvertising"],
    }
    SuppressionReason {
        key: "suppression_reason",
        label: "suppression reason",
        help: "Why the customer must not be contacted; leave it empty where contact is allowed",
        required: false,
        accepts: Anything,
        aliases: &["suppressed", "suppression"],
    }
    AcquisitionChannel {
        key: "acquisition_channel",
        label: "acquisition channel",
        help: "Through what the customer was won",
        required: false,
        accepts: Detail,
        aliases: &["acquisitionsource"],
    }
}
