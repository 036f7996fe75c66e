//! What columns beside the type of an event say, and what only sounds like it.

use super::{EventType, StateColumn};

fn says_no(event_type: &str, column: &str, text: &str) -> bool {
    let column = StateColumn::named(column);
    column.is_some_and(|column| column.says_no(&EventType::of(event_type), text))
}

#[test]
fn states_beside_the_type_say_no() {
    for (event_type, column, text) in [
        ("subscription_changed", "subscription_status", "unsubscribed"),
        ("Subscription Updated", "properties.status", "Unsubscribed"),
        ("profile_updated", "new_value", "opted-out"),
        ("page_view", "email_opt_out", "true"),
        ("consent_updated", "consent", "denied"),
        ("Consent Changed", "marketing_consent", "false"),
        ("preference_updated", "value", "no"),
        ("subscription_changed", "properties", "{\"new_value\": \"unsubscribed\"}"),
        ("subscription_changed", "properties", "{\"channel\": {}, \"subscribed\": false}"),
        ("status_change", "details", "unsubscribed"),
        ("track", "event", "Unsubscribed"),
        ("email", "action", "hard_bounce"),
        ("email_event", "event_subtype", "complaint"),
        ("page_view", "properties", "{\"status\": \"unsubscribed\"}"),
        ("identify", "traits", "{\"email_opt_in\": false}"),
        ("profile_updated", "properties", "{\"unsubscribed\": true}"),
        ("call", "call_disposition", "DNC"),
        ("call", "Resultado", "No volver a llamar"),
        ("call", "outcome", "Asked not to be called: do not call again"),
        ("inbound_sms", "body", " STOP "),
        ("message", "text", "Arrêt"),
        ("failed", "reason", "suppress-unsubscribe"),
        ("failed", "severity", "permanent"),
        ("consent_updated", "email", "false"),
        ("newsletter_toggle", "enabled", "false"),
        ("data_subject_request", "request_type", "erasure"),
        ("STATUSCHANGE", "subscriptions", "[{\"status\": \"UNSUBSCRIBED\"}]"),
        ("profile_update", "event_properties", "{\"marketing_consent\": \"revoked\"}"),
        ("identify", "traits", "{\"marketing\": {\"email\": \"unsubscribed\"}}"),
        ("update", "after", "{\"accepts_marketing\": false}"),
        (
            "update",
            "data",
            "{\"object\": {\"email_marketing_consent\": {\"state\": \"unsubscribed\"}}}",
        ),
        (
            "form",
            "event_params",
            "[{\"key\": \"newsletter_opt_in\", \"value\": {\"int_value\": null, \"string_value\": \"false\"}}]",
        ),
        ("form", "props", "{\"newsletter\": \"false\"}"),
        (
            "update",
            "patch",
            "[{\"op\": \"replace\", \"path\": \"/marketing_opt_in\", \"value\": false}]",
        ),
        ("preferences_saved", "preferences", "{\"email\": {\"promotions\": false}}"),
        ("track", "action", "STOP"),
        ("case_created", "case_type", "Right to be forgotten"),
        ("ticket_created", "intent", "marketing/unsubscribe"),
        ("ticket", "subject", "Please unsubscribe me"),
        ("ticket", "subject", "Remove me from your mailing list"),
        ("ticket", "subject", "STOP EMAILING ME"),
        ("blocked", "error", "preblocked"),
        ("data_subject_request", "type", "delete"),
        ("delete", "event_type", "data_subject_request"),
        ("dsar", "request_type", "restriction"),
        ("regulation", "regulationType", "SUPPRESS_WITH_DELETE"),
        ("Email Notifications Toggled", "enabled", "false"),
        ("call", "disposition", "Requested removal from list"),
    ] {
        assert!(says_no(event_type, column, text), "{event_type} {column} {text}");
    }
}

#[test]
fn other_states_say_nothing() {
    for (event_type, column, text) in [
        ("subscription_changed", "subscription_status", "active"),
        ("subscription_changed", "old_value", "unsubscribed"),
        ("subscription_changed", "previousStatus", "unsubscribed"),
        ("subscription_renewed", "status", "expired"),
        ("support_ticket", "status", "closed"),
        ("payment", "status", "declined"),
        ("Subscribed to List", "value", "0.00"),
        ("page_view", "consent", "denied"),
        ("page_view", "cookie_consent", "false"),
        ("page_view", "url", "/unsubscribe"),
        ("page_view", "unsubscribe_group_id", "1"),
        ("page_view", "properties", "{\"subscribed\": false, \"plan\": \"free\"}"),
        ("search", "text", "stop"),
        ("sms_marketing_sent", "text", "Spring sale! Reply STOP to opt out"),
        ("marketing_sms_sent", "message_body", "20 % off. Unsubscribe: x.test/u"),
        ("call", "call_disposition", "No answer"),
        ("return_requested", "reason", "too small"),
        ("email", "status", "delivered"),
        ("email", "deleted", "true"),
        ("subscription_changed", "properties", "{\"old\": {\"status\": \"unsubscribed\"}}"),
        ("subscription_changed", "properties", "{not json"),
        ("failed", "severity", "temporary"),
        ("track", "event", "Email Opened"),
        ("page_view", "type", "hard"),
        ("consent_updated", "email", "ann@x.org"),
        ("newsletter_clicked", "active", "false"),
        ("page_view", "properties", "{\"analytics\": true, \"marketing_consent\": false}"),
        ("page_view", "properties", "{\"marketing\": false, \"plan\": \"free\"}"),
        ("video", "action", "stop"),
        ("email_opened", "unsubscribe_link_shown", "true"),
        ("preferences_saved", "preferences", "{\"old\": {\"email\": false}}"),
        ("preferences_saved", "preferences", "{\"email\": true, \"sms\": false}"),
        ("ticket", "subject", "How do I unsubscribe from my coffee plan?"),
        ("ticket", "subject", "Unsubscribe from my coffee plan"),
        ("ticket_created", "intent", "order/cancel"),
        ("campaign_sent", "subject", "Last chance before you unsubscribe"),
        ("data_subject_request", "type", "access"),
        ("privacy_request", "request_type", "rectification"),
        ("address", "type", "delete"),
        ("blocked", "error", "mailbox full"),
        ("Email Notifications Toggled", "enabled", "true"),
    ] {
        assert!(!says_no(event_type, column, text), "{event_type} {column} {text}");
    }
}

#[test]
fn a_state_takes_back_what_the_type_alone_says() {
    let takes_back = |event_type: &str, column: &str, text: &str| {
        let column = StateColumn::named(column);
        column.is_some_and(|column| column.takes_back(&EventType::of(event_type), text))
    };
    for (event_type, column, text) in [
        ("subscription.GlobalStateChange", "subscription_status", "Opted In"),
        ("customers_marketing_consent/update", "state", "subscribed"),
        (
            "customers_marketing_consent/update",
            "payload",
            "{\"email_marketing_consent\": {\"state\": \"subscribed\"}}",
        ),
        ("SubscriptionChange", "SuppressSending", "false"),
        ("Bounce", "bounceType", "Transient"),
        ("bounce", "type", "soft"),
        ("bounce", "hard_bounce", "false"),
        ("DROPPED", "dropReason", "BLOCKED_DOMAIN"),
    ] {
        assert!(takes_back(event_type, column, text), "{event_type} {column} {text}");
    }
    for (event_type, column, text) in [
        ("unsubscribe", "subscription_status", "subscribed"),
        ("subscriptionchange", "subscription_status", "unsubscribed"),
        ("subscriptionchange", "old_status", "subscribed"),
        ("Bounce", "bounceType", "Permanent"),
        ("spam_report", "type", "soft"),
        ("hard_bounce", "category", "blocked"),
        ("bounce", "hard_bounce", "true"),
        ("DROPPED", "dropReason", "PREVIOUS_SPAM"),
        ("email_opt_out_updated", "value", "true"),
        ("email_opt_out_updated", "properties", "{\"new_value\": \"true\"}"),
    ] {
        assert!(!takes_back(event_type, column, text), "{event_type} {column} {text}");
    }
}

#[test]
fn a_message_came_back_for_good_or_for_now() {
    let column = |name: &str| StateColumn::named(name).unwrap();
    let came_back = |event_type: &str, name: &str, text: &str| {
        column(name).came_back(&EventType::of(event_type), text)
    };
    for (event_type, name, text) in [
        ("email", "status", "bounced"),
        ("email_event", "delivery_status", "Hard bounce"),
        ("campaign", "status", "spam"),
        ("message", "result", "Undeliverable"),
    ] {
        assert!(came_back(event_type, name, text), "{event_type} {name} {text}");
    }
    for (event_type, name, text) in [
        ("email", "status", "soft_bounced"),
        ("email", "status", "delivered"),
        ("email", "status", "spam_check_passed"),
        ("payment", "status", "bounced"),
        ("email", "bounce_type", "bounced"),
    ] {
        assert!(!came_back(event_type, name, text), "{event_type} {name} {text}");
    }
    assert!(column("bounce_class").is_for_now("22") && !column("bounce_class").is_for_now("10"));
    assert!(column("bounce_type").is_for_now("soft"));
}
