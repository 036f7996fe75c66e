//! What names and cells say against contact, and what only sounds like it.

use super::cells::cell_says_no;
use super::files::{file_says_no, way_of_file};
use super::{NoCell, NoColumn, NoReading};
use crate::ingest::meaning::channel::Channel;

#[test]
fn names_that_say_no_are_known() {
    use NoReading::{Consent, Flag, Reason, State, Time};
    for (column, reading, channel) in [
        ("do_not_contact", Flag, Channel::All),
        ("DoNotContact", Flag, Channel::All),
        ("unsubscribed", Flag, Channel::All),
        ("opted_out", Flag, Channel::All),
        ("gdpr_erased", Flag, Channel::All),
        ("deleted_at", Time, Channel::All),
        ("email_status", State, Channel::Email),
        ("suppressed", Flag, Channel::All),
        ("bounced", NoReading::Bounce, Channel::Email),
        ("is_deleted", Flag, Channel::All),
        ("_fivetran_deleted", Flag, Channel::All),
        ("blacklisted", Flag, Channel::All),
        ("dnc", Flag, Channel::All),
        ("marketing_opt_out", Flag, Channel::All),
        ("HasOptedOutOfEmail", Flag, Channel::Email),
        ("Do Not Call", Flag, Channel::Phone),
        ("Accepts Marketing", Consent, Channel::All),
        ("Email Marketing Consent", Consent, Channel::Email),
        ("email_marketing_consent.state", State, Channel::Email),
        ("SMS Consent", Consent, Channel::Sms),
        ("suppression_reason", Reason, Channel::All),
        ("Unsubscribed from all email", Flag, Channel::Email),
        ("UNSUB_TIME", Time, Channel::All),
        ("email_bounce_type", NoReading::Bounce, Channel::Email),
        ("consent_at", Consent, Channel::All),
        ("kein_spam", Flag, Channel::All),
        ("customer_blocked", Flag, Channel::All),
        ("is_suspended", Flag, Channel::All),
        ("overleden", Flag, Channel::All),
        ("__hevo__marked_deleted", Flag, Channel::All),
        ("sin_consentimiento", Flag, Channel::All),
        ("refus_email", Flag, Channel::Email),
        ("mktg_flag", NoReading::Asked, Channel::All),
        ("email_ok", NoReading::Asked, Channel::Email),
        ("datastream_change_type", NoReading::Change, Channel::All),
        ("post_optin", NoReading::Asked, Channel::Post),
        ("post_purchase_email_optin", NoReading::Asked, Channel::Email),
        ("guest_marketing_pref", NoReading::Asked, Channel::All),
        ("acepta_comunicaciones_comerciales", NoReading::Asked, Channel::All),
        ("MOBILE_PERMISSION_STATUS_", NoReading::Asked, Channel::Sms),
        ("paper_bill_opt_out_of_marketing", Flag, Channel::All),
        ("Kontakt_gesperrt", Flag, Channel::All),
        ("IND_ROBINSON", Flag, Channel::All),
        ("data_wycofania_zgody", Flag, Channel::All),
        ("no_enviar_emails", Flag, Channel::Email),
        ("snooze_until", NoReading::Paused, Channel::All),
        ("email_paused_until", NoReading::Paused, Channel::Email),
        ("opted_in_channels", NoReading::Ways, Channel::All),
        ("denied_channels", Flag, Channel::All),
        ("permission_expired", NoReading::Until, Channel::All),
        ("MobileOptOut", Flag, Channel::Sms),
        ("ccpa_opt_out_of_sale", Flag, Channel::Ads),
        ("do_not_share", Flag, Channel::Ads),
        ("marketing_eligible", Consent, Channel::All),
        ("can_be_emailed", NoReading::Asked, Channel::Email),
        ("C_EmailBouncebackStatus", NoReading::Bounce, Channel::Email),
    ] {
        assert_eq!(NoColumn::named(column), Some(NoColumn { reading, channel }), "{column}");
    }
    for column in [
        "email",
        "created_at",
        "status",
        "country",
        "customer_id",
        "stop_over",
        "first_name",
        "gdpr_region",
        "email_opened",
        "contact_status",
        "soft_bounces",
        "loyalty_optin",
        "carbon_offset_opt_in",
        "paper_bill_opt_out",
        "unsubscribe_propensity",
        "newsletter_clicks",
        "quiet_hours_end",
        "subscription_paused_until",
        "preferred_channels",
        "cart_deleted_at",
        "allow_offers",
        "stop_sell_date",
        "consenso_profilazione",
        "consenso_terzi",
        "anonymize_after",
        "npsp__Undeliverable_Address__c",
        "newsletter_popup_closed",
        "survey_opt_out",
        "review_request_optout",
        "unsubscribe_risk",
        "promo_flag",
        "consent_required",
    ] {
        let expected = column == "stop_over";
        assert_eq!(NoColumn::named(column).is_some(), expected, "{column}");
    }
}

#[test]
fn bans_and_what_services_call_their_fields_are_known() {
    use NoReading::{Flag, State, Time};
    for (column, reading, channel) in [
        ("dnd_status", NoReading::Ban, Channel::Phone),
        ("dndSettings.Email.status", NoReading::Ban, Channel::Email),
        ("suppression_status", State, Channel::All),
        ("do_not_contact_status", NoReading::Ban, Channel::All),
        ("AUFSD", Flag, Channel::All),
        ("CVP_XBLCK", Flag, Channel::All),
        ("isinactive", Flag, Channel::All),
        ("delete_time", Time, Channel::All),
        ("marketing_hold", Flag, Channel::All),
        ("channels.email.optIn", NoReading::Ways, Channel::Email),
        ("email_is_valid", NoReading::Asked, Channel::Email),
    ] {
        assert_eq!(NoColumn::named(column), Some(NoColumn { reading, channel }), "{column}");
    }
    let others =
        ["@force_optin", "NODEL", "is_active", "child_count", "sales_channel", "delivery_hold"];
    for column in others {
        assert_eq!(NoColumn::named(column), None, "{column}");
    }
}

#[test]
fn consents_said_the_other_way_round_registers_and_questions_are_known() {
    use NoReading::{Flag, Time};
    for (column, reading, channel) in [
        ("IsOptInPending", Flag, Channel::All),
        ("email_optin_failed", Flag, Channel::Email),
        ("consent_removed_date", Time, Channel::All),
        ("newsletter_cancelled_at", Time, Channel::Email),
        ("newsletter_end_date", NoReading::Until, Channel::Email),
        ("consent_lapsed_on", NoReading::Until, Channel::All),
        ("date_fin_newsletter", NoReading::Until, Channel::Email),
        ("メール送信除外", Flag, Channel::Email),
        ("Suscripción a todos los correos cancelada", Flag, Channel::Email),
        ("すべてのEメールの配信を停止", Flag, Channel::Email),
        ("E-Mails nicht zulassen", Flag, Channel::Email),
        ("Ne pas autoriser les courriers électroniques en nombre", Flag, Channel::Email),
        ("Samtykke e-post", NoReading::Asked, Channel::Email),
        ("May we contact you by email?", NoReading::Asked, Channel::Email),
        ("ad_user_data", NoReading::Asked, Channel::Ads),
        ("gpc_signal", Flag, Channel::Ads),
        ("TPS", Flag, Channel::Phone),
        ("Registro delle opposizioni", Flag, Channel::Phone),
        ("email1_is_bad", Flag, Channel::Email),
        ("goneaway", Flag, Channel::Post),
    ] {
        assert_eq!(NoColumn::named(column), Some(NoColumn { reading, channel }), "{column}");
    }
}

#[test]
fn a_consent_beside_a_word_against_it_is_never_a_yes() {
    #[rustfmt::skip] // A table: as many words a line as fit.
    const AGAINST: &[&str] = &[
        "pending", "missing", "ended", "failed", "invalid", "lapsed", "absent", "withheld", "unknown", "removed", "cancelled", "withdrawn", "declined", "unconfirmed",
        "needed", "exit", "refused", "storniert", "beendet", "fehlt", "annulé", "cancelada", "mancante", "trukket",
    ];
    for consent in ["consent", "email_optin", "newsletter", "marketing_permission", "double_optin"]
    {
        for word in AGAINST {
            for name in [format!("{consent}_{word}"), format!("{word}_{consent}")] {
                let reading = NoColumn::named(&name).map(|column| column.reading);
                assert!(matches!(reading, Some(NoReading::Flag | NoReading::Until)), "{name}");
            }
        }
    }
}

#[test]
fn cells_say_no_or_nothing() {
    use NoCell::{Doubtful, No, Nothing};
    for (reading, text, says) in [
        (NoReading::Ban, "active", No),
        (NoReading::Ban, "inactive", Nothing),
        (NoReading::Ban, "not_suppressed", Nothing),
        (NoReading::Ban, "suppressed", No),
        (NoReading::Ban, "2024-01-01", No),
        (NoReading::Ban, "perhaps", Doubtful),
        (NoReading::Flag, "true", No),
        (NoReading::Flag, "1", No),
        (NoReading::Flag, "ja", No),
        (NoReading::Flag, "2024-01-05", No),
        (NoReading::Flag, "unsubscribed", No),
        (NoReading::Flag, "2", Doubtful),
        (NoReading::Flag, "perhaps", Doubtful),
        (NoReading::Flag, "false", Nothing),
        (NoReading::Flag, "0.0", Nothing),
        (NoReading::Flag, "", Nothing),
        (NoReading::Time, "2024-01-05 10:00", No),
        (NoReading::Time, "05/01/2024", No),
        (NoReading::Time, "true", No),
        (NoReading::Time, "0000-00-00", Nothing),
        (NoReading::Time, "9999-12-31", Nothing),
        (NoReading::Time, "false", Nothing),
        (NoReading::Time, "last week", Doubtful),
        (NoReading::Reason, "complaint", No),
        (NoReading::Reason, "true", No),
        (NoReading::Reason, "none", Nothing),
        (NoReading::Reason, "False", Nothing),
        (NoReading::State, "subscribed", Nothing),
        (NoReading::State, "active", Nothing),
        (NoReading::State, "NEVER_SUBSCRIBED", No),
        (NoReading::State, "hard bounced", No),
        (NoReading::Bounce, "soft", Nothing),
        (NoReading::Bounce, "hard", No),
        (NoReading::Bounce, "Hard Bounceback", No),
        (NoReading::Bounce, "No Bouncebacks", Nothing),
        (NoReading::Bounce, "valid", Nothing),
        (NoReading::Bounce, "550 5.1.1 user unknown", No),
        (NoReading::Bounce, "3", Doubtful),
        (NoReading::Bounce, "0", Nothing),
        (NoReading::Consent, "[{\"purpose\": \"marketing\", \"status\": \"withdrawn\"}]", No),
        (NoReading::State, "marked as spam", No),
        (NoReading::State, "pending", No),
        (NoReading::State, "unknown", Nothing),
        (NoReading::Consent, "{\"state\": \"unsubscribed\", \"level\": 1}", No),
        (NoReading::Consent, "{\"state\": \"subscribed\"}", Nothing),
        (NoReading::Consent, "{\"level\": 1}", Doubtful),
        (NoReading::Flag, "Allow", Nothing),
        (NoReading::Flag, "Do Not Allow", No),
        (NoReading::Flag, "Not opted out", Nothing),
        (NoReading::Flag, "31.12.9999", Nothing),
        (NoReading::Flag, "Nicht zulassen", No),
        (NoReading::Flag, "Ne pas autoriser", No),
        (NoReading::Flag, "Zulassen", Nothing),
        (NoReading::Flag, "1YYN", No),
        (NoReading::Flag, "1YNN", Nothing),
        (NoReading::Consent, "No (12/03/2024)", No),
        (NoReading::State, "notSet", No),
        (NoReading::State, "not_suppressed", Nothing),
        (NoReading::State, "awaiting confirmation", No),
        (NoReading::State, "purple", Doubtful),
        (NoReading::Consent, "yes", Nothing),
        (NoReading::Consent, "no", No),
        (NoReading::Consent, "2024-01-05", Nothing),
    ] {
        assert_eq!(reading.read(text), says, "{reading:?} {text}");
    }
}

#[test]
fn cells_of_other_columns_say_no_by_clear_words() {
    for (column, cell) in [
        ("tags", "vip, Do Not Email"),
        ("tags", "Unsubscribed in a survey"),
        ("tags", "do-not-email-survey"),
        ("status", "Held"),
        ("email_frequency", "never"),
        ("last_name", "Smith - DO NOT CONTACT"),
        ("reason", "BOUNCE"),
        ("communication_preference", "Service messages only"),
        ("solicit_code", "No Email"),
        ("privacy_request_type", "erasure"),
        ("legal_basis", "Consent withdrawn"),
        ("email_prefs", "none"),
        ("notes", "Kunde wünscht keine Werbung"),
        ("comments", "no longer wants e-mails"),
        ("notes", "ne souhaite plus recevoir d'emails"),
        ("first_name", "[deleted]"),
        ("name", "Redacted User"),
        ("legal_basis", "awaiting"),
        ("Data Processing Basis Details", "Consent - Waiting"),
        ("newsletter_frequency", "off"),
        ("tags", "newsletter:no"),
        ("Estado", "Fallecido"),
        ("salutation", "Estate of"),
        ("notes", "No emails please"),
        ("Bemerkung", "keine Kontaktaufnahme mehr"),
        ("Company marketing status", "Blacklisted - do not market"),
    ] {
        assert!(cell_says_no(column, cell), "{column} {cell}");
    }
    for (column, cell) in [
        ("tags", "vip, unsubscribed-winback-2023"),
        ("tags", "not suppressed"),
        ("tags", "bounced-cart"),
        ("last_name", "Unsubscribed"),
        ("return_reason", "complaint"),
        ("member_status", "Gold"),
        ("email2", "no email"),
        ("privacy_request_type", "access"),
        ("name_prefix", "none"),
        ("notes", "does not want gift wrap"),
        ("notes", "no email confirmation arrived"),
        ("credit_status", "blocked"),
        ("name", "Deleted Scenes Ltd"),
        ("lead_source", "Opt-out form"),
        ("notes", "No contact delivery"),
        ("customer_status", "lapsed"),
        ("order_status", "cancelado"),
        ("tags", "gift:no"),
    ] {
        assert!(!cell_says_no(column, cell), "{column} {cell}");
    }
    for name in [
        "excluded_contacts",
        "exclude",
        "negativliste",
        "removals",
        "blacklist",
        "mps_matches",
        "lista_robinson",
        "refusals",
        "forgotten_users",
    ] {
        assert!(file_says_no(name), "{name}");
    }
    for name in ["customers_excluding_optouts", "not_unsubscribed", "active_no_bounces"] {
        assert!(!file_says_no(name), "{name}");
    }
    for (path, way) in [
        ("do_not_call.parquet", Channel::Phone),
        ("lists/sms_optouts_2024.parquet", Channel::Sms),
        ("tps.parquet", Channel::Phone),
        ("unsubscribed/part-0.parquet", Channel::All),
        ("do_not_contact/sms_optouts.parquet", Channel::All),
        ("email_optouts.parquet", Channel::All),
    ] {
        assert_eq!(way_of_file(path), way, "{path}");
    }
}
