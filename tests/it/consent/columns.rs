//! What the names of columns and the words in them mean: consents said the other way round, states in other languages,
//! codes that services document, questions of forms; words that nobody knows are warned of, and what only sounds like a no
//! bars nobody.

use super::exports::Case;
use super::{CUSTOMERS, NIGHT, all_and_some, email, listed, shop, table, texts};
use arrow_array::{ArrayRef, BooleanArray, Int64Array};
use std::sync::Arc;

/// A column, what one customer has in it, and what all others have.
type Said<'a> = (&'a str, &'a str, &'a str);

/// A table of customers with all these columns, each of which another customer says something in; who is gone, by column, and
/// what was said of it.
fn gone_by<'a>(said: &[Said<'a>]) -> (Vec<&'a str>, String) {
    let work = shop();
    let (all, _) = all_and_some(&work);
    let sayers: Vec<i64> = all.iter().copied().take(said.len()).collect();
    assert_eq!(sayers.len(), said.len(), "as many customers as columns");
    let mut columns: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", Arc::new(Int64Array::from_iter_values(0..CUSTOMERS))),
        ("email", texts((0..CUSTOMERS).map(email))),
        ("consent_email", Arc::new(BooleanArray::from(vec![true; CUSTOMERS as usize]))),
    ];
    for ((column, one, others), sayer) in said.iter().zip(&sayers) {
        let cell = |id: i64| if id == *sayer { one } else { others };
        let cells =
            (0..CUSTOMERS).map(|id| Some((*cell(id)).to_owned()).filter(|text| text != "null"));
        columns.push((*column, texts(cells)));
    }
    table(&work, "customers.parquet", columns);
    let ended = work.run(&format!("{NIGHT} --accept-losses").replace(" --quiet", ""));
    let ended = ended.expect_code(0);
    let now = listed(&work);
    let others: Vec<&i64> = all.difference(&now).filter(|id| !sayers.contains(id)).collect();
    assert!(others.is_empty(), "{others:?} are gone, who said nothing: {}", ended.stderr);
    let gone = said.iter().zip(&sayers).filter(|(_, id)| !now.contains(*id));
    (gone.map(|((column, ..), _)| *column).collect(), ended.stderr)
}

fn all_say_no(said: &[Said<'_>]) -> String {
    let (gone, stderr) = gone_by(said);
    assert_eq!(gone, said.iter().map(|(column, ..)| *column).collect::<Vec<_>>(), "{stderr}");
    stderr
}

fn none_says_no(said: &[Said<'_>]) -> String {
    let (gone, stderr) = gone_by(said);
    assert!(gone.is_empty(), "{gone:?}: {stderr}");
    stderr
}

#[test]
fn a_consent_that_has_ended_or_is_awaited_is_read_the_right_way_round() {
    all_say_no(&[
        ("IsOptInPending", "true", "false"),
        ("consent_pending", "1", "0"),
        ("optin_unconfirmed", "true", "null"),
        ("needs_consent", "yes", "no"),
        ("email_optin_failed", "true", "false"),
        ("email_optin_removed", "true", "false"),
        ("consent_absent", "1", "0"),
        ("unconsented", "true", "false"),
        ("Newsletter beendet", "Ja", "Nein"),
        ("Werbung unerwünscht", "Ja", "Nein"),
        ("consenso mancante", "sì", "no"),
        ("samtykke trukket", "Ja", "Nei"),
        ("Suscripción a todos los correos cancelada", "Sí", "No"),
        ("Cancelou a assinatura de todos os e-mails", "Sim", "Não"),
        ("すべてのEメールの配信を停止", "はい", "いいえ"),
        ("メール送信除外", "1", "0"),
        ("newsletter_end_date", "2024-05-05", "2999-01-01"),
        ("date_fin_newsletter", "05/05/2024", "null"),
        ("consent_lapsed_on", "2024-05-05", "null"),
        ("optin_removal_date", "2024-05-05", "null"),
    ]);
    let work = shop();
    let config = "[customer_columns]\nconsent_email = \"consent_pending\"\n";
    work.write("winback.toml", config);
    let cells: ArrayRef = texts((0..CUSTOMERS).map(|_| "true".to_owned()));
    super::customers(&work, Some(("consent_pending", cells)));
    let night = format!("{NIGHT} --config winback.toml");
    work.run(&night).expect_error(2, &["consent_pending", "it says no by its name"]);
}

#[test]
fn a_state_of_a_customer_says_no_in_many_languages() {
    all_say_no(&[
        ("Estado", "Dado de baja", "Activo"),
        ("Estado suscripción", "Rebotado", "Suscrito"),
        ("Statut client", "Décédé", "Actif"),
        ("Statut", "Opposé", "Actif"),
        ("Stato", "Disiscritto", "Attivo"),
        ("Consenso marketing", "NEGATO", "Prestato"),
        ("Relatie status", "Overleden", "Actief"),
        ("Status", "Wypisany", "Aktywny"),
        ("Zgoda email", "odmowa", "udzielona"),
        ("Status para comunicação por email", "Descadastrado", "Apto"),
        ("Kontaktstatus", "Spärrad", "Aktiv"),
        ("Tila", "Kuollut", "Aktiivinen"),
        ("Stav odběru", "Odhlášen", "Přihlášen"),
        ("Státusz", "Elhunyt", "Aktív"),
        ("izin_durumu", "RET", "ONAY"),
        ("Статус", "Отписался", "Активен"),
        ("Κατάσταση newsletter", "Διαγραμμένος", "Ενεργός"),
        ("סטטוס דיוור", "הוסר", "פעיל"),
        ("状态", "已退订", "正常"),
        ("ステータス", "死亡", "有効"),
        ("상태", "탈퇴", "정상"),
        ("E-posta izni", "Hayır", "Evet"),
        ("Accepte le marketing par e-mail", "non", "oui"),
        ("Samtykke e-post", "Nei", "Ja"),
        ("E-Mails nicht zulassen", "Nicht zulassen", "Zulassen"),
        ("No participar en correo electrónico", "1", "0"),
    ]);
}

#[test]
fn values_that_services_document_say_no() {
    all_say_no(&[
        ("Send Marketing Materials", "Do Not Send", "Send"),
        ("msdynmkt_value", "534120002", "534120001"),
        ("globalsubscriptionstatus", "4", "1"),
        ("list_status", "2", "1"),
        ("permission_to_send", "temp_hold", "explicit"),
        ("newsletter_recipient_status", "notSet", "direct"),
        ("Purpose Status", "EXPIRED", "ACTIVE"),
        ("Data Processing Basis Details", "Consent - Waiting", "Consent - Obtained"),
        ("EMAIL_DELIVERABILITY_STATUS_", "U", "D"),
        ("Email Address Is Subscribed", "false", "true"),
        ("emailSuspendedAt", "2024-05-05T00:00:00Z", "null"),
        ("Exclude from Segment", "Yes", "No"),
        ("email1_is_bad", "true", "false"),
        ("customers.pii_cleared", "scheduled_for_clear", "active"),
        ("engagement", "hardbounce", "engaged"),
        ("CASL Status", "Expired", "Implied"),
        ("newsletter_frequency", "off", "weekly"),
        ("newsletter_consent", "No (12/03/2024)", "Yes (01/02/2023)"),
        ("May we contact you by email?", "No", "Yes"),
        ("prefs", "{\"newsletter\": 0}", "{\"newsletter\": 1}"),
        ("account_status", "Sent to Collections", "Current"),
        ("salutation", "Estate of", "Mrs"),
        ("tags", "vip, newsletter:no", "vip"),
        ("notes", "No emails please", "likes blue"),
        ("Reservert", "Ja", "Nei"),
        ("Reservert mot e-post", "X", "null"),
        ("Abonelik iptal tarihi", "2024-05-01", "null"),
        ("Consent level", "None", "All"),
        ("labels", "no-promo", "retail"),
        ("bloque", "oui", "non"),
    ]);
}

#[test]
fn a_wish_not_to_be_written_to_is_read_in_the_language_of_the_shop() {
    all_say_no(&[
        ("Kommunikationssperre", "X", "null"),
        ("E-Mail Rückläufer", "x", "null"),
        ("Löschung beantragt am", "2024-05-01", "null"),
        ("Ne souhaite plus recevoir d'emails", "Oui", "Non"),
        ("Ne pas envoyer de mail", "1", "0"),
        ("Opposé au démarchage", "O", "N"),
        ("Abonné NL", "Non", "Oui"),
        ("Consiente publicidad", "N", "S"),
        ("Non inviare email", "SI", "NO"),
        ("Iscritto NL", "NO", "SI"),
        ("Geblokkeerd voor mailing", "Ja", "Nee"),
        ("Zakaz kontaktu", "tak", "nie"),
        ("Fravalgt nyhedsbrev", "Ja", "Nej"),
        ("Nezasílat newsletter", "Ano", "Ne"),
        ("Kara liste", "Evet", "Hayır"),
        ("メール不要", "1", "0"),
        ("拒绝营销", "是", "否"),
        ("Exclude from campaigns", "true", "false"),
    ]);
}

/// Words of courtesy and denials, the reminder that one may leave again, and marks of tools.
#[test]
fn answers_are_read_as_people_and_tools_give_them() {
    all_say_no(&[
        ("Would you like to hear from us?", "No thanks", "Yes please"),
        ("Werbung per E-Mail", "Nein, danke", "ja gerne"),
        ("E-Mail-Werbung", "nicht erteilt", "erteilt"),
        ("Can we send you occasional updates? (you can unsubscribe at any time)", "0", "1"),
        ("marketing_preferences", "I don't want to hear from you", "null"),
        ("Email Confirmation Status", "Email confirmation pending", "Email confirmed"),
        ("ZB Status", "spamtrap", "catch-all"),
        ("preferences", "a:1:{s:10:\"newsletter\";b:0;}", "a:1:{s:10:\"newsletter\";b:1;}"),
        ("_PEERDB_IS_DELETED", "true", "false"),
        ("_dlt_deleted", "1", "0"),
        ("Remarks", "asked to be taken off all lists", "likes blue"),
    ]);
    none_says_no(&[
        ("plan_stop_date", "2024-05-01", "null"),
        ("nps_survey_status", "declined", "completed"),
        ("cookie_banner_consent", "declined", "accepted"),
        ("Sähköpostimarkkinointilupa", "Kyllä", "Kyllä"),
        ("email_verification", "catch-all", "valid"),
        ("desea_factura_por_email", "No", "Sí"),
    ]);
}

/// PrestaShop's `optin` beside `newsletter` is about the offers of partners, which nearly nobody wants.
#[test]
fn offers_of_partners_are_another_thing() {
    none_says_no(&[
        ("optin", "0", "0"),
        ("newsletter", "1", "1"),
        ("newsletter_date_add", "2023-01-01 00:00:00", "2023-01-01 00:00:00"),
    ]);
}

#[test]
fn words_that_nobody_knows_are_warned_of_where_they_may_say_no() {
    let stderr = none_says_no(&[
        ("Status", "Weggeveegd", "Actief"),
        ("email_ok_ind", "U", "Y"),
        ("active", "false", "true"),
        ("state", "NY", "CA"),
        ("situation", "married", "single"),
        ("preferred_contact", "phone", "email"),
        ("tier", "Bronze", "Gold"),
        ("loyalty_status", "Bronze", "Gold"),
        ("country", "FR", "DE"),
        ("gender", "d", "f"),
        ("customer_status", "lapsed", "active"),
        ("consent_source", "shop", "web"),
    ]);
    for (column, word) in [("Status", "W…"), ("email_ok_ind", "U (1)"), ("active", "false")] {
        let said = format!("values of {column} read like a state or a permission and are not");
        assert!(stderr.contains(&said) && stderr.contains(word), "{column}: {stderr}");
    }
    assert_eq!(stderr.matches("a state or a permission").count(), 3, "{stderr}");
}

#[test]
fn a_word_says_no_where_the_user_says_so() {
    let case = Case::new();
    let cell = |id| if case.some.contains(&id) { "Weggeveegd" } else { "Levend" };
    let states: ArrayRef = texts((0..CUSTOMERS).map(|id| cell(id).to_owned()));
    super::customers(&case.work, Some(("Status", states)));
    let (gone, ended) = case.night("");
    let said = "Status read like a state or a permission and are not understood";
    assert!(gone.is_empty() && ended.stderr.contains(said), "{}", ended.stderr);
    case.work.write("winback.toml", "[customer_columns]\nrefusals = [\"Status = weggeveegd\"]\n");
    let (gone, ended) = case.night("--config winback.toml");
    assert_eq!(gone, case.some);
    assert!(!ended.stderr.contains(said), "{}", ended.stderr);
    case.work.write("winback.toml", "[customer_columns]\nrefusals = [\"Staat = weggeveegd\"]\n");
    let night = format!("{NIGHT} --config winback.toml");
    case.work.run(&night).expect_error(2, &["Staat", "customer_columns.refusals"]);
}

#[test]
fn what_only_sounds_like_a_no_bars_nobody() {
    let stderr = none_says_no(&[
        ("newsletter_popup_closed", "1", "0"),
        ("newsletter_coupon_redeemed", "0", "1"),
        ("survey_opt_out", "true", "false"),
        ("review_request_optout", "true", "false"),
        ("loyalty_opt_out", "true", "false"),
        ("images_blocked", "true", "false"),
        ("login_blocked_until", "2023-05-05", "null"),
        ("do_not_ring_bell", "Y", "N"),
        ("do_not_offer_credit", "Y", "N"),
        ("undeliverable_postcode", "true", "false"),
        ("no_contact_delivery", "true", "false"),
        ("unsubscribe_risk", "high", "low"),
        ("lead_source", "Opt-out form", "Web"),
        ("promo_flag", "0", "1"),
        ("goneaway", "Y", "N"),
        ("TPS", "Y", "N"),
        ("Inscrit Bloctel", "oui", "non"),
        ("Do Not Trade", "Yes", "No"),
        ("do_not_email", "No", "No"),
        ("Do Not Mail", "Yes", "No"),
        ("marketing_optin", "EXPLICITLY_OPTEDIN", "EXPLICITLY_OPTEDIN"),
        ("Estado", "Baja California", "Sonora"),
        ("Newsletter", "x", "null"),
        ("Bloque", "3", "12"),
        ("stop", "Main St", "Park"),
        ("newsletters_unread", "0", "3"),
    ]);
    assert!(!stderr.contains("a date stands where others have none"), "{stderr}");
    // Alone it may be about either, and a no of the past may still be one: both are named.
    let stderr = all_say_no(&[("previously_unsubscribed", "true", "false")]);
    assert!(stderr.contains("values of previously_unsubscribed"), "{stderr}");
    all_say_no(&[("Do Not Mail", "Yes", "No")]);
}

#[test]
fn flags_of_numbers_are_no_dates_that_say_never() {
    let case = Case::new();
    let most: ArrayRef =
        texts((0..CUSTOMERS).map(|id| if id % 3 == 0 { "0" } else { "1" }.to_owned()));
    super::customers(&case.work, Some(("do_not_contact", most)));
    let (gone, ended) = case.night("");
    let barred: Vec<i64> = case.all.iter().copied().filter(|id| id % 3 != 0).collect();
    assert_eq!(gone, barred, "{}", ended.stderr);
}

#[test]
fn rows_of_answers_are_read_by_their_documented_names() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    std::fs::create_dir(work.path("people")).unwrap();
    std::fs::rename(work.path("customers.parquet"), work.path("people/members.parquet")).unwrap();
    let night = NIGHT.replace("customers.parquet", "people");
    let others: Vec<i64> = all.iter().copied().filter(|id| !some.contains(id)).take(3).collect();
    // A question and an answer of some, and another of others that bars no e-mail.
    let rows = |column: &str, cells: [&str; 6], more: Option<(&str, [&str; 2])>, answers: &str| {
        let [no_asked, no, yes_asked, yes, other, other_said] = cells;
        let ids: Vec<i64> =
            some.iter().chain(&others).chain(&some).chain(&others).copied().collect();
        let of = |first: &str, second: &str, third: &str| {
            texts((0..ids.len()).map(|k| {
                if k < 3 {
                    first
                } else if k < 6 {
                    second
                } else {
                    third
                }
                .to_owned()
            }))
        };
        let mut columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", Arc::new(Int64Array::from(ids.clone()))),
            (column, of(no_asked, yes_asked, other)),
            (answers, of(no, yes, other_said)),
        ];
        if let Some((name, [first, second])) = more {
            columns.push((name, of(first, second, second)));
        }
        table(&work, "people/rows.parquet", columns);
        work.run(&format!("{night} --accept-losses")).expect_code(0);
        let now = listed(&work);
        all.difference(&now).copied().collect::<Vec<i64>>()
    };
    let day = Some(("consentDate", ["2024-01-01", "2024-01-01"]));
    assert_eq!(
        rows("type", ["EPOSTA", "RET", "EPOSTA", "ONAY", "ARAMA", "RET"], day, "status"),
        some
    );
    let option = ["newsletter_optin", "no", "newsletter_optin", "yes", "show_admin_bar", "false"];
    assert_eq!(rows("meta_key", option, None, "meta_value"), some);
    let place = ["Email", "OptOut", "Email", "OptIn", "MailingAddress", "OptOut"];
    assert_eq!(rows("ContactPointType", place, None, "PrivacyConsentStatus"), some);
    let ends = Some(("expires_at", ["2024-06-01", "2999-01-01"]));
    let granted = ["newsletter", "true", "newsletter", "true", "cookies", "true"];
    assert_eq!(rows("purpose", granted, ends, "granted"), some);
}

#[test]
fn a_list_of_those_who_refused_is_known_by_its_name() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    std::fs::create_dir(work.path("people")).unwrap();
    std::fs::rename(work.path("customers.parquet"), work.path("people/members.parquet")).unwrap();
    let night = NIGHT.replace("customers.parquet", "people");
    for name in ["refusals", "withdrawals", "forgotten_users"] {
        let file = format!("people/{name}.parquet");
        table(&work, &file, vec![("email", texts(some.iter().map(|id| email(*id))))]);
        work.run(&format!("{night} --accept-losses")).expect_code(0);
        let gone: Vec<i64> = all.difference(&listed(&work)).copied().collect();
        assert_eq!(gone, some, "{name}");
        std::fs::remove_file(work.path(&file)).unwrap();
    }
}

#[test]
fn an_answer_may_have_a_day_behind_it_and_a_list_may_be_of_those_who_refused() {
    all_say_no(&[
        ("Werbeerlaubnis", "widerrufen am 01.02.2024", "erteilt am 01.02.2023"),
        ("newsletter_status", "Revoked on 2024-05-01", "Granted on 2023-01-01"),
        ("segments", "Suppression List", "vip"),
        ("list_memberships", "Suppression;VIP", "VIP"),
        ("request_type", "Erasure", "Access"),
        ("invalid_identifier", "t", "f"),
        ("Consent_Status__c", "NotSeen", "OptIn"),
        ("PurposeStatus", "WITHDRAWN", "ACTIVE"),
        ("Akzeptiert Marketing", "nein", "ja"),
        ("Solicit Codes", "No Email Solicitation", "No Phone Solicitation"),
        ("consents", "{\"email\": {\"valid\": false}}", "{\"email\": {\"valid\": true}}"),
    ]);
    let (gone, stderr) = gone_by(&[("dnd", "true", "false"), ("dndSettings", "{}", "{}")]);
    assert_eq!(gone, ["dnd"], "{stderr}");
}

/// Of some two customers in three the cells say what might be taken for a no, and they stay on the list.
#[test]
fn how_one_may_leave_and_what_a_browser_may_store_bars_nobody() {
    let way_out = "https://shop.test/unsubscribe/abc";
    let page = "{\"type\": \"list\", \"data\": [], \"has_more\": false}";
    let profile = "{\"subscriptions\": {\"email\": {\"marketing\": {\"consent\": \"SUBSCRIBED\", \"double_optin\": false}}}}";
    none_says_no(&[
        ("unsubscribe_url", way_out, way_out),
        ("last_footer", "to leave: https://shop.test/unsubscribe/abc", "none"),
        ("opted_out_subscription_types", page, page),
        ("attributes", profile, profile),
        ("cookiebot_consent", "{stamp:'-1',necessary:true,marketing:false}", "{marketing:true}"),
        ("OptanonConsent", "groups=C0001:1,C0002:0", "groups=C0001:1,C0002:1"),
        ("consent_mode", "denied", "granted"),
        ("ga_opt_out", "true", "false"),
        ("consents_to_one_to_one_messaging", "false", "true"),
        ("Mobile Opt-In", "2", "1"),
        ("opted_in_at_ip", "1.1.1.1", "1.1.1.2"),
        ("double_opt_in_registration", "0", "1"),
        ("Do not allow Emails", "Allow", "Allow"),
        ("Do not allow Mails", "Do Not Allow", "Allow"),
    ]);
    all_say_no(&[
        ("opted_out_subscription_types", "{\"type\": \"list\", \"data\": [{\"id\": \"7\"}]}", page),
        (
            "attributes",
            "{\"subscriptions\": {\"email\": {\"marketing\": {\"double_optin\": false}}}}",
            profile,
        ),
        ("last_click", way_out, "https://shop.test/p/1"),
        ("Do not allow Emails", "Do Not Allow", "Allow"),
    ]);
}
