//! Columns and files that say no by their name, and what a cell of such a column says.
//!
//! Where a cell is not understood it is a no; the reader counts it and names it. Which of these columns
//! the configuration overrules is not for this file.

use super::bounces::is_for_now;
use super::channel::{Channel, is_of_a_phone_register};
use super::consent_words::{consent, is_not_yet_given, is_time_of_consent};
use super::contact_names::{self, Asks};
use super::contact_states::{is_of_a_customer, state_says_no};
use super::date_text::{DateReading, DateText};
use super::erased::is_erased_name;
use super::event_names::{EventMeaning, Refusal};
use super::flags::{Flag, flag, says_nothing};
use super::objects::{grants, holds_something, refused_consents, state_of};
use super::plain::{Plain, squeeze};
use super::refusal_words::{reads_like_a_no, without_reversed};
use super::row_status::{DELETIONS, StatusColumn, deletion};
use super::state_words::is_gone;
use super::turned_names::{Turned, turned};
use crate::ingest::Consent;
use serde_json::Value;

/// A column that speaks of contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct NoColumn {
    /// How its cells are read.
    pub reading: NoReading,
    /// What a no in it is about.
    pub channel: Channel,
}

/// How cells are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum NoReading {
    /// A flag: yes says no to contact.
    Flag,
    /// The time of a no: any date is one.
    Time,
    /// The reason of a no: any text is one.
    Reason,
    /// A state such as `subscribed` or `bounced`, read as consent is: only a refusal is a no.
    State,
    /// A consent: yes allows and no refuses.
    Consent,
    /// A name that speaks of a consent and may be about its source or its day as well: only a plain no is one.
    Asked,
    /// The day until which a consent holds: an earlier one than the present is a no.
    Until,
    /// The day until which contact is paused: a later one than the present is a no.
    Paused,
    /// The ways of contact that are allowed: those that are not among them are refused.
    Ways,
    /// Whether messages have come back: what failed for now is none.
    Bounce,
    /// The state of the row at the source: one that is deleted or out of use is a no.
    Record,
    /// What was done to the row at the source, as change data capture writes it: a deletion is a no.
    Change,
}

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum NoCell {
    /// Nothing against contact.
    Nothing,
    /// The cell says no.
    No,
    /// Not understood, and so a no.
    Doubtful,
}

/// Names of flags for every contact, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const FLAGS: &[&str] = &[
    "donotcontact", "dnc", "nocontact", "nomarketing", "donotmarket", "donotprocess",
    "unsubscribed", "isunsubscribed", "hasunsubscribed", "unsubscribe", "optedout", "optout",
    "isoptedout", "hasoptedout", "marketingoptout", "marketingoptedout", "globaloptout",
    "optedoutofmarketing", "suppressed", "issuppressed", "suppress", "suppression", "blacklisted",
    "isblacklisted", "blocklisted", "isblocklisted", "blacklist", "blocklist", "blocked",
    "isblocked", "banned", "deleted", "isdeleted", "fivetrandeleted", "gdprerased", "erased",
    "iserased", "forgotten", "righttobeforgotten", "gdprdeleted", "gdprforgotten", "anonymised", "anonymized",
    "isanonymised", "isanonymized", "redacted", "isredacted", "deceased", "isdeceased",
    "gdproptout", "donotdisturb", "werbesperre", "gesperrt", "robinson", "legalhold",
    "complained", "donotcommunicate", "objection", "objected", "marketingobjection",
    "blockmarketing", "marketingblocked", "exclude", "excluded", "isexcluded", "disabled",
    "isdisabled", "lostconsent", "goneaway", "contactforbidden", "accountclosed", "archived",
    "tobedeleted", "markedfordeletion", "pendingdeletion", "deletionrequested", "deleterequested",
    "isarchived", "isminor", "minor", "under13", "under14", "under15", "under16", "under18", "suspended", "sunset", "sunsetted",
    "fraud", "fraudulent", "fraudster", "shouldforget", "restrictionofprocessing", "processingrestriction", "markeddeleted",
    "marketingsuspended", "emailsuspended", "marketingpaused", "commssuspended", "gamstop", "reklamesperre", "reservasjon",
    "deletion", "delete", "del", "inactiverecord", "recordinactive", "recorddeleted", "supp", "emsupp", "loevm", "lvorm", "xdele", "xblck", "sperr", "frozenfor", "listenoire", "bloque", "geloscht", "geloescht", "dsgvogeloscht",
    "dsgvogeloescht", "kontaktgesperrt", "sperrkz", "sperrkennzeichen", "bereavement", "bereaved", "fps", "fpsregistered",
    "fundraisingpreferenceservice", "mutemarketing", "marketingmuted", "adsbarred", "marketingbarred", "barringmarketing", "listarobinson", "robinsonliste", "sprzeciwmarketing", "sprzeciw",
    "snoozed", "vacationhold", "marketingsnoozed", "contactpaused", "selfexclusion", "gamblingselfexclusion", "litigationhold", "ceaseanddesist", "attorneyonfile",
    "deactivated", "userdeactivated", "accountdeactivated", "inactive", "inaktiv", "wiped", "litigator", "tcpalitigator", "knownlitigator",
    "complainer", "buxdele", "buxblck", "buloevm", "reklamebeskyttet", "reklamebeskyttelse", "inlitigation", "litigation", "bankrupt", "bankruptcy",
    "insolvent", "incollections", "incollection", "vulnerable", "vulnerablecustomer", "mortascreen", "pseudonymised", "pseudonymized", "gamstopstatus",
    "selfexclusionstatus", "restricted", "exclmkt", "dead", "pander", "contactleftcompany", "leftcompany", "excludefromsegment", "excludefromsegments",
    "marketingexclusion", "deceasedestate",
];

/// In names of flags for advertising platforms: handing addresses to them is selling or sharing them.
#[rustfmt::skip] // A table: as many words a line as fit.
const ADS_FLAGS: &[&str] = &[
    "donotsell", "donotshare", "donottrade", "optoutofsale", "optoutsale", "saleoptout", "gpcsignal", "globalprivacycontrol", "limitadtracking", "limitadstracking", "usprivacy",
];
/// In names of consents to advertising and to handing data to others.
#[rustfmt::skip] // A table: as many words a line as fit.
const ADS_CONSENTS: &[&str] = &[
    "aduserdata", "adpersonali", "thirdpartysharing", "thirdpartyconsent", "consentthirdparty", "thirdpartymarketing", "consentssharewith", "consentsshareval", "datasharingconsent",
    "consentdatasharing",
];

/// Names of flags for e-mail.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const EMAIL_FLAGS: &[&str] = &[
    "donotemail", "donotbulkemail", "donotmail", "noemail", "emailoptout", "emailoptedout",
    "hasoptedoutofemail", "optedoutofemail", "unsubscribedfromemails", "unsubscribedfromallemail",
    "unsubscribedfromemail", "emailunsubscribed", "emailsuppressed", "emailblacklisted", "bounced",
    "isbounced", "emailbounced", "isemailbounced", "hardbounced", "emailhardbounced", "hardbounce",
    "emailinvalid", "invalidemail", "isinvalidemail", "spamcomplaint", "markedasspam",
    "undeliverable", "emaildisabled", "inactiveemail", "mailsperre", "emailquarantined", "newsletterunsubscribed", "newsletteroptout", "emailoptedoutofall",
    "hsemailoptout", "emailmarketingoptout", "emailquarantine", "hsemailquarantined", "hsemailbadaddress",
    "emailbadaddress", "bademailaddress", "cleaned", "iscleaned", "emailfailed", "oxemailfailed", "onhold", "emailonhold", "mailblock", "emailblock", "newsletterblock", "mailingblock",
    "emailsnoozed", "emailpaused", "emailspaused", "newsletterpaused", "newslettersnoozed", "mailingpaused", "emaildisallowed",
];

/// Names of flags for calls and text messages.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const PHONE_FLAGS: &[&str] = &[
    "donotcall", "donotphone", "nophone", "phoneoptout", "phoneoptedout", "hasoptedoutofphone",
    "donottext", "donotsms", "nosms", "smsoptout", "smsoptedout", "smsunsubscribed",
    "smsblacklisted", "unsubscribedfromsms", "ctps", "ctpsregistered", "tpsregistered", "bloctel", "belmeniet", "nixspar", "naomeperturbe",
    "registroopposizioni", "nollame", "dncr", "sterneintrag",
];

/// Names of times of a no, beside those that end in a word for time.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const TIMES: &[&str] = &[
    "deletedat", "deletedon", "deletiondate", "unsubscribedat", "unsubscribedon", "unsubscribedate",
    "unsubscribetime", "optedoutat", "optoutat", "optoutdate", "optouttime", "suppressedat",
    "erasedat", "gdprerasedat", "bouncedat", "blockedat", "bannedat", "anonymisedat",
    "anonymizedat", "redactedat", "deceasedat", "complainedat", "consentwithdrawnat", "withdrawnat",
    "revokedat", "withdrawaldate", "leftlistat", "closedat", "archivedat", "disabledat", "deactivatedat", "deactivatedon", "deactivationdate",
    "wipedat", "forgottendate", "forgottenat", "complaintdate", "complaintat", "leavetime", "unsubdate", "unsubtime", "cleantime", "suspendedat",
    "emailsuspendedat", "marketingsuspendedat", "bankruptcyfiledon", "bankruptcyfiledat", "bankruptcydate", "bankruptcyfilingdate",
];

/// Names of reasons of a no.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const REASONS: &[&str] = &[
    "suppressionreason", "unsubscribereason", "unsubreason", "optoutreason", "bouncereason",
    "bouncetype", "blockreason", "blacklistreason", "deletionreason", "cleanreason",
    "emailsuppressions", "suppressions", "emailsuspendedcause", "blacklistedcause", "emailinvalidcause",
];

/// Names of states of an address.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const STATES: &[&str] = &[
    "emailstatus", "emailmarketingstatus", "emailsubscriptionstatus", "emailsubscriptionstate",
    "emailmarketingconsentstate", "subscriptionstatus", "subscriberstatus",
    "marketingstatus", "newsletterstatus", "emailsubscribe", "pushsubscribe", "smsstatus",
    "smssubscriptionstatus", "smsmarketingstatus", "smsmarketingconsentstate",
    "consentstatus", "consentstate", "marketingstate", "permissionstatus", "emailpermissionstatus", "msdynmktvalue", "piicleared",
];

/// Names of consents, for which a yes allows.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const CONSENTS: &[&str] = &[
    "acceptsmarketing", "acceptsemailmarketing", "acceptssmsmarketing", "emailmarketingconsent",
    "smsmarketingconsent", "emailconsent", "smsconsent", "phoneconsent", "consent", "consentemail",
    "consentsms", "consentphone", "marketingconsent", "marketingoptin", "optin", "optedin",
    "emailoptin", "emailoptedin", "smsoptin", "newsletter", "newsletteroptin",
    "newslettersubscribed", "newslettersubscription", "emailsubscription", "marketingsubscription",
    "canreceiveemailmarketing", "canreceivesmsmarketing", "canreceivemarketing", "canreceiveemail",
    "marketingcontactstatus", "subscribed", "issubscribed", "emailsubscribed", "marketingallowed",
    "contactallowed", "buyeracceptsmarketing", "allowemail", "canemail", "cancontact",
    "gdprconsent", "einwilligung", "werbeeinwilligung", "marketingpermission", "allowmarketing",
    "allowsmarketing", "contactable", "mailable", "werbungerlaubt", "consentement", "abonne",
    "emailactive", "activeemail", "emailreachable", "reachableemail", "reachablebyemail", "marketingeligible", "eligibleformarketing",
    "emaileligible", "eligibleforemail", "suscrito", "aceptapublicidad", "toestemming", "contallow", "msgemail", "msgsms", "msgwhatsapp",
];

/// What stands in the names of consents beside brands, countries and channels (`email_opt_in_uk`).
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const ASKED: &[&str] = &[
    "consent", "optin", "optedin", "permission", "maymail", "maycontact", "mayemail", "cancontact", "canemail",
    "oktocontact", "oktoemail", "oktomail", "oktotext", "oktocall", "emailable", "contactable", "mailable",
    "acceptsmarket", "acceptsemail", "acceptssms", "acceptsnews", "acceptmarket", "allowmarket", "allowemail",
    "wantsemail", "wantsnews", "wantsmarket", "receiveemail", "receivenews", "receivemarket", "marketingemail",
    "emailmarketing", "promoemail", "emailpromo", "promotionalemail", "emailnotif", "notifyby", "contactby",
    "newsletter", "mailinglist", "boletin", "newslettre", "nieuwsbrief", "nyhetsbrev", "nyhedsbrev", "werbung",
    "erlaubt", "einwillig", "zustimmung", "consentim", "comunicacionescomercial", "comunicazionicommercial",
    "communicationscommercial", "consenso", "toestemming", "samtyck", "samtykke",
    "zgod", "souhlas", "hozzajarul", "acord", "suostumus", "согласи", "同意", "配信", "수신동의", "markkinointilupa", "autorisemail", "inscritnews",
    "emailvalid", "validemail", "emaildeliverable", "deliverab", "emailconfirmed", "gdpraccept", "gdpragree", "メルマガ", "suscripcion", "statoiscrizione", "odbernovinek", "hirlevel",
    "订阅", "購読", "dm可否", "συγκατάθεση", "הסכמה", "דיוור", "موافقة", "ticarielektronik", "iysdurum", "issubscribed", "promotable", "purposestatus", "caslstatus", "lgpd", "lopd", "rodostatus",
    "sendmarketing", "sendmenews", "sendpromo", "keepintouch", "hearfromus", "happytohear", "aceptacioncomercial", "lettredinformation", "uutiskirj", "sahkopostimarkkinointi", "consimtamant", "ticariileti", "bulten", "pazarlamaizni", "kvkkonay", "epostaizni",
    "izindurumu", "smsizni", "подписк", "рассылк", "получатьновост", "dm送付", "メール送信", "メールを受け取", "メール受信", "ニュースレター", "メールマーケティング", "营销许可", "接受邮件", "接收邮件",
    "接收短信", "营销授权", "接受营销", "마케팅동의", "마케팅수신", "뉴스레터", "이메일수신", "수신여부", "ενημερωτικόδελτίο", "الاشتراك", "emailsperweek", "emailspermonth", "emailsperday",
];

/// Answers whose names do not say to what: beside a customer they are to being contacted.
const ASKED_ALONE: &[&str] = &["granted", "allowed", "permitted"];

/// What is said of a consent that is neither a yes nor a no.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_A_CONSENT: &[&str] = &[
    "received", "read", "delivered", "language", "lang", "locale", "sprache", "langue", "country", "source", "quelle", "version", "ip", "url", "page",
    "form", "id", "ids", "count", "sent", "opened", "clicked", "frequency", "topic", "template", "text", "wording",
    "method", "origin", "store", "shop", "region", "segment", "variant", "cookie", "cookies", "analytics", "tracking", "track", "personalisation", "personalization",
    "partner", "partners", "party", "sharing", "location", "photo", "photos", "terms", "rate",
    "score", "category", "name", "group", "profiling", "loyalty", "rewards", "programme", "program", "membership", "autoship",
    "paperless", "warranty", "insurance", "credit", "click", "clicks", "opens", "used", "discount", "partenaire", "partenaires", "socios",
    "regulamin", "regulaminu", "profilazione", "terzi", "terze", "terceros", "tiers", "derden", "dritte", "camera", "microphone", "foto", "parental", "guardian", "biometric", "biometrics",
    "popup", "popups", "banner", "modal", "coupon", "voucher", "seen", "shown", "redeemed", "welcome", "survey", "review", "reviews", "feedback", "health", "medical", "admin", "role",
    "collect", "collection", "required",
];
/// What one opts in to or out of that is no contact, unless contact is spoken of beside it.
#[rustfmt::skip] // A table: as many words a line as fit.
const OTHER_CHOICES: &[&str] = &[
    "bill", "bills", "ebill", "billing", "invoice", "invoices", "statement", "statements", "paper", "contract", "esim", "renew", "renewal",
    "autorenew", "aid", "banking", "seat", "carbon", "offset", "meal", "box", "customization", "refill", "autofill", "rx", "prescription",
    "surprise", "sale", "sell", "idfa", "gpc", "tracking", "cookies", "insurance", "warranty", "paperless", "profiling", "geo",
    "survey", "surveys", "review", "reviews", "feedback", "loyalty", "rewards", "beta", "overdraft", "bureau", "recording", "session", "analytics",
];
/// What contact is spoken of with.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_CONTACTING: &[&str] =
    &["mail", "sms", "news", "market", "contact", "promo", "advert", "call", "phone", "communic", "comms", "werb", "publi", "notif", "message"];

/// What no cell says but one that means it, whatever its column.
#[rustfmt::skip] // A table: as many words a line as fit.
const CELLS: &[&str] = &[
    "unsubscribed", "unsubscribe", "optout", "optedout", "donotcontact", "donotemail", "donotmail",
    "donotcall", "donotmarket", "dontcontact", "dontemail", "dontmail", "dontcall", "nocontact",
    "nomarketing", "blacklist", "blocklist", "suppressed", "bounced", "abgemeldet", "abbestellt",
    "desinscri", "desabonn", "deceased", "verstorben", "werbesperre", "kontaktsperre", "leiratkoz",
    "dezabon", "gdprerased", "keinnewsletter", "keinewerbung", "donotuse", "dontuse", "nonmarketingcontact",
    "consentwithdrawn", "consentrevoked", "withdrawnconsent", "deleterequest", "deletionrequest", "requestdeletion", "requesteddeletion", "erasurerequest", "widerspr",
    "sprzeciw", "nonsubscribed", "gdprdelet", "gdpreras", "gdprforg", "nonewsletter", "donotsolicit", "undeliverable", "spamcomplaint", "希望しない", "配信不可", "配信停止", "拒否", "退会",
    "nepluscontacter", "nepascontacter", "nepasrecontacter", "nocontactar", "noquierecorreo", "noquierepublicidad", "noncontattare", "nietmeermailen",
    "nietmailen", "nietcontacteren", "nichtkontaktieren", "nichtanschreiben", "keinemails", "naocontatar", "naocontactar", "nekontaktovat", "niekontaktowac",
    "nichtmehrkontakt", "askedtoberemoved", "askstoberemoved", "removefrommailing", "removefromlist", "takeofflist", "takeoffthelist", "takeoffmailing", "stopemailing",
    "stopsendingemail", "stopsendingmail", "pendingdeletion", "nechcenewsletter", "nechceemail", "nechcereklam",
    "passedaway", "hardbounce", "nofurthercontact", "nevercontact", "removefromall", "noemailsplease", "noemailplease", "nomailings", "donotsendoffer", "donotsendemail", "donotsendmail",
    "donotsendmarketing", "donotsendnews", "donotsendpromo", "nottobecalled", "nottobecontacted", "nottobemailed", "nottobeemailed", "gdprrequestdelete", "keinekontaktaufnahme",
    "nichtmehrangeschrieben", "nichtmehranschreiben", "loschungbeantragt", "loeschungbeantragt", "loschantrag", "loeschantrag", "stoppub", "nepasrelancer", "nepasdemarcher", "decede",
    "demandedesuppression", "fallecio", "fallecid", "dardebaja", "dadodebaja", "eliminaciondedatos", "schwarzeliste",
];

/// What a cell says where the column's name speaks of an account or of contact.
#[rustfmt::skip] // A table: as many words a line as fit.
const CELLS_OF_STATES: &[&str] = &[
    "deleted", "closed", "declined", "disabled", "cleaned", "archived",
    "blocked", "banned", "erased", "anonymized", "anonymised", "gesperrt", "geloscht", "geloescht",
    "bloque", "bloqueado", "bloccato", "unconfirmed", "notconfirmed", "transactional", "notsubscribed", "held", "junk", "removed",
    "complaining", "complained", "suspended", "restricted", "fraud", "unactivated", "objected", "objection",
    "nolawfulbasis", "nolegalbasis", "deactivated",
];
/// What is said of a consent that was taken back.
const WITHDRAWN: &[&str] = &[
    "withdrawn",
    "revoked",
    "widerrufen",
    "zuruckgezogen",
    "ingetrokken",
    "revocado",
    "revocato",
    "retire",
];
#[rustfmt::skip] // A table: as many words a line as fit.
const STATE_NAMES: &[&str] = &[
    "status", "state", "consent", "permission", "prefer", "subscription", "marketing", "contact", "customertype",
    "accounttype", "usertype", "membertype", "subscribertype", "legalbasis", "lawfulbasis", "processingbasis", "rechtsgrundlage", "statuszgody", "lifecycle", "customergroup", "kundengruppe",
];
const CONTACT_NAMES: &[&str] = &[
    "prefer",
    "contact",
    "communication",
    "mailfrequency",
    "newsletterfrequency",
    "mailpref",
    "marketingpref",
    "commpref",
];
/// What is said of a contact that is no wish: when the last one was, who it is.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_A_CONTACT: &[&str] = &[
    "last", "first", "language", "lang", "sprache", "langue", "date", "at", "on", "count", "owner", "source",
    "person", "reason", "name", "store", "shop", "country", "currency", "time", "result", "payment", "product",
];

/// Names of people's names, and what stands in them of those who must not be written to.
const NAMES_OF_PEOPLE: &[&str] = &["firstname", "lastname", "fullname", "surname"];
/// The same of names that things may have, too.
const NAMES_OF_WHOM: &[&str] = &[
    "name",
    "customername",
    "displayname",
    "contactname",
    "clientname",
    "kundenname",
    "salutation",
    "anrede",
    "nameprefix",
];
#[rustfmt::skip] // A table: as many words a line as fit.
const CELLS_OF_NAMES: &[&str] = &[
    "donotcontact", "donotemail", "donotmail", "donotcall", "donotuse", "dontcontact", "dontemail", "dontmail", "deceased", "verstorben",
];

/// What tags are called that were made for a campaign to those who had said no: `unsubscribed-winback-2023`.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_A_CAMPAIGN: &[&str] = &[
    "winback", "reactivat", "reengag", "resubscri", "survey", "reminder", "lookalike", "retarget", "journey", "cart", "cheque",
    "payment",
];

/// What no campaign makes of it: a wish, or what ends every contact.
const PLAIN_NOS: &[&str] = &[
    "donot",
    "dont",
    "nocontact",
    "optout",
    "optedout",
    "spam",
    "deceas",
    "verstorb",
    "eras",
    "forget",
    "complain",
];

/// Columns of names, whose cells are words of all kinds.
#[rustfmt::skip] // A table: as many words a line as fit.
const NAMES_OF_THINGS: &[&str] = &[
    "company", "firma", "employer", "brand", "street", "city", "product", "website", "url", "campaign", "subject", "template", "referrer", "referer", "landing",
    "occupation", "profession", "job", "beruf", "referral", "page", "keyword", "query", "utm", "text", "wording", "statement", "disclaimer", "terms",
];
/// Names of the place where somebody was won, in words of all kinds.
const NAMES_OF_SOURCES: &[&str] =
    &["leadsource", "trafficsource", "acquisitionsource", "signupsource"];

/// What follows a word for no in names that speak of something else: a link, a share of messages.
#[rustfmt::skip] // A table: as many words a line as fit.
const NO_FLAGS: &[&str] = &[
    "token", "url", "link", "uri", "hash", "rate", "ratio", "share", "percent", "pct", "score",
    "template", "campaign", "campaigntitle", "risk", "riskband", "pagelanguage", "propensity", "probability", "likelihood", "prediction", "predicted", "shown",
    "displayed",
];

/// Characters of a cell that is a word and not a letter to somebody.
const MOST_CELL_BYTES: usize = 80;

/// Whether a cell says no by itself, in a column whose name does not say that it speaks of contact.
pub(crate) fn cell_says_no(column: &str, text: &str) -> bool {
    if text.len() > MOST_CELL_BYTES {
        return false;
    }
    let name = Plain::of(column);
    // In a name only what nobody is called.
    if name.has_stem(NAMES_OF_PEOPLE) {
        return Plain::of(text).has_stem(CELLS_OF_NAMES) || is_erased_name(text);
    }
    if NAMES_OF_WHOM.contains(&name.squeezed.as_str()) && is_erased_name(text) {
        return true;
    }
    // What something is called says nothing of its owner's wishes; the state of a company's marketing does.
    let is_a_state =
        name.has_word(&["status", "state"]) && name.has_stem(&["marketing", "contact"]);
    if name.has_stem(NAMES_OF_SOURCES) || name.has_word(NAMES_OF_THINGS) && !is_a_state {
        return false;
    }
    let is_short = text.len() <= MOST_CELL_BYTES / 2;
    is_short && is_of_a_customer(&name) && state_says_no(&name, text)
        || text.split([',', ';', '|']).any(|one| one_says_no(&name, one.trim()))
}

/// Whether a tag sets a column of contact to no: `newsletter:no`, `accepts_marketing=false`.
fn sets_to_no(text: &str) -> bool {
    let Some((name, value)) = text.split_once([':', '=']) else { return false };
    let is_name = name.chars().any(char::is_alphabetic);
    is_name
        && matches!(flag(value), Flag::Yes | Flag::No)
        && NoColumn::named(name.trim()).is_some_and(|column| {
            column.channel.forbids(Channel::Email) && column.reading.read(value) == NoCell::No
        })
}

/// Whether a cell is the tag of a campaign: one word. A sentence is somebody's wish, whatever its reason.
fn is_of_a_campaign(text: &str, cell: &Plain) -> bool {
    let is_tag = !text.contains(char::is_whitespace);
    is_tag && cell.has_stem(OF_A_CAMPAIGN) && !cell.has_stem(PLAIN_NOS)
}

/// Whether a text says no by clear words alone, in whatever it stands but in names of people and things.
pub(crate) fn word_says_no(column: &str, text: &str) -> bool {
    let name = Plain::of(column);
    let is_a_name = name.has_stem(NAMES_OF_PEOPLE) || name.has_word(NAMES_OF_THINGS);
    let is_of_consent = name.has_stem(&["consent", "permission", "einwillig"]);
    let says_no = |one: &str| {
        let cell = Plain::of(one);
        is_clear(one.trim(), &cell) || is_of_consent && WITHDRAWN.contains(&cell.squeezed.as_str())
    };
    text.len() <= MOST_CELL_BYTES && !is_a_name && text.split([',', ';', '|']).any(says_no)
}

/// Whether a word or phrase means a no and nothing else.
fn is_clear(text: &str, cell: &Plain) -> bool {
    let left = without_reversed(&cell.squeezed);
    let says_no = CELLS.iter().any(|stem| left.contains(stem));
    (says_no && !is_of_a_campaign(text, cell)) || cell.has_word(&["dnc", "dnm", "dne", "unsub"])
}

/// Whether one word or phrase of a cell says no.
fn one_says_no(name: &Plain, text: &str) -> bool {
    let cell = Plain::of(text);
    let is = |words: &[&str]| words.contains(&cell.squeezed.as_str());
    is_clear(text, &cell)
        || sets_to_no(text)
        || (name.has_stem(HOW_OFTEN) && is(NEVER))
        || (name.has_word(&["note", "notes", "remark", "comment"]) && is(&["rip"]))
        || (name.has_word(&["opt"]) && is(&["out"]))
        || (name.has_stem(STATE_NAMES)
            && (is(CELLS_OF_STATES) && !name.has_word(OF_OTHER_STATES) || is(WITHDRAWN)))
        || (name.has_stem(CHECKS_OF_ADDRESSES) && is(&["invalid", "spamtrap", "undeliverable"]))
        || wishes_no_mail(&cell)
        || (name.has_stem(&["mailinglist", "subscri", "mailingstatus"]) && is(&["removed", "left"]))
        || (name.has_word(&["age", "agegroup", "ageband"]) && is(CHILDREN))
        || (name.has_stem(CONTACT_NAMES) && !name.has_word(OF_A_CONTACT) && is(NOT_BY_MAIL))
        || (name.has_stem(BASES) && is_not_yet_given(text))
        || (name.has_stem(BASES) && reads_like_a_no(&cell))
        || ((name.has_stem(REQUESTS) || name.has_word(&["dsr", "dsar"]))
            && ends_every_contact(text))
        || (name.has_stem(INSTRUCTIONS) && is(CELLS_OF_INSTRUCTIONS))
        || (name.has_word(&["reason", "grund"])
            && !name.has_stem(OF_A_REASON)
            && is_known_refusal(&cell))
}

/// Ages of those who cannot consent.
#[rustfmt::skip] // A table: as many words a line as fit.
const CHILDREN: &[&str] =
    &["minor", "underage", "child", "under13", "under14", "under15", "under16", "u13", "u16"];

/// Columns of the ground on which somebody's data is used.
const BASES: &[&str] = &["legalbasis", "lawfulbasis", "processingbasis", "rechtsgrundlage"];

/// Columns of what somebody asks by law, and those of it that end every contact.
const REQUESTS: &[&str] = &[
    "privacyrequest",
    "gdprrequest",
    "ccparequest",
    "dsar",
    "datasubject",
    "subjectrequest",
    "dsrtype",
    "dsrrequest",
    "regulationtype",
];
#[rustfmt::skip] // A table: as many words a line as fit.
const CELLS_OF_REQUESTS: &[&str] =
    &["delete", "deleted", "deletion", "erase", "erased", "erasure", "forget", "objection", "object", "restriction", "loschung", "suppression", "suppress", "restrict", "forgotten"];

/// Whether what somebody asks by law ends every contact: one word of it, as `SUPPRESS_WITH_DELETE` has.
pub(crate) fn ends_every_contact(request: &str) -> bool {
    request.len() <= MOST_CELL_BYTES && Plain::of(request).has_word(CELLS_OF_REQUESTS)
}

/// Columns of what is to be observed with somebody, and what stands in them: elsewhere `no email` may say that none
/// is known.
const INSTRUCTIONS: &[&str] = &["solicit", "restrict", "tag", "flag", "instruction"];
#[rustfmt::skip] // A table: as many words a line as fit.
const CELLS_OF_INSTRUCTIONS: &[&str] =
    &["noemail", "noemails", "nomail", "nomails", "nomailing", "nomailings", "noappeal", "noappeals", "nosolicitation", "nosolicitations"];

/// What has a reason and is no contact.
const OF_A_REASON: &[&str] =
    &["return", "refund", "cancel", "order", "ticket", "case", "support", "contactreason"];

/// Whose states are none of the customer: what is blocked there says nothing of contact.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_OTHER_STATES: &[&str] = &[
    "credit", "card", "payment", "loyalty", "kyc", "vat", "tax", "order", "shipping", "delivery", "returns", "review", "cart", "subscription", "plan", "store", "branch", "website", "owner",
];
/// What a service says that checks addresses.
const CHECKS_OF_ADDRESSES: &[&str] = &["emailquality", "emailverif", "emailrisk", "emailcheck"];

/// Whether a sentence says that somebody wants no mail: a denial, a wish and what is not wished for.
fn wishes_no_mail(cell: &Plain) -> bool {
    #[rustfmt::skip] // A table: as many words a line as fit.
    const DENIALS: &[&str] = &[
        "no", "not", "nolonger", "doesnt", "dont", "nicht", "kein", "keine", "keinen", "ne", "pas", "plus", "non", "geen", "niet", "nao", "nie", "inte", "ikke",
    ];
    #[rustfmt::skip] // A table: as many words a line as fit.
    const WISHES: &[&str] = &[
        "want", "wants", "wish", "wishes", "mochte", "moechte", "wunscht", "will", "souhaite", "veut", "quiere", "desea", "vuole", "desidera", "wil", "quer", "deseja",
        "chce", "vill", "onsker",
    ];
    #[rustfmt::skip] // A table: as many words a line as fit.
    const MAIL: &[&str] = &[
        "email", "mails", "newsletter", "marketing", "werbung", "publicid", "publicite", "pubblicit", "reklam", "courriel", "correo", "advert", "mailings", "contacted", "kontaktiert", "angeschrieben",
    ];
    let is_of_mail = || cell.has_stem(MAIL) || cell.has_word(&["mail", "post"]);
    cell.has_word(WISHES) && cell.has_word(DENIALS) && is_of_mail()
}

/// Whether a reason is one of those that sending services give.
fn is_known_refusal(cell: &Plain) -> bool {
    let meaning = EventMeaning::of(&cell.squeezed);
    cell.squeezed.starts_with("complain")
        || matches!(meaning, EventMeaning::Refusal(why, _) if why != Refusal::Resemblance)
}

/// Wishes that leave out e-mail.
#[rustfmt::skip] // A table: as many words a line as fit.
const NOT_BY_MAIL: &[&str] = &[
    "none", "nobody", "never", "postonly", "letteronly", "bypostonly", "phoneonly", "smsonly", "callonly", "nurpost",
    "nurtelefon", "nocommunication", "nocommunications", "servicemessagesonly", "serviceonly", "transactionalonly",
    "essentialonly", "operationalonly",
];
/// Columns of how often somebody wants mail, and what stands in them of those who want none.
const HOW_OFTEN: &[&str] =
    &["mailfrequency", "newsletterfrequency", "contactfrequency", "emailsubscription"];
const NEVER: &[&str] =
    &["off", "zero", "0", "none", "never", "nie", "jamais", "nunca", "mai", "nooit", "nigdy"];

/// What a table of transactions says of contact, and never of the row itself (deleted, blocked, closed).
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_CONTACT: &[&str] = &[
    "unsub", "unsusc", "optout", "optedout", "donotcontact", "donotmail", "donotemail", "donotcall",
    "donotmarket", "donottext", "donotsms", "donotphone", "donotbulk", "donotprocess", "dontcontact",
    "dontmail", "dontemail", "dontcall", "nocontact", "nomarketing", "nomail", "noemail", "nosms",
    "gdpr", "blacklist", "blocklist", "robinson", "spamcomplaint", "markedasspam", "consentwithdrawn",
    "abgemeldet", "abbestell", "werbesperre", "kontaktsperre", "widerspruch", "desinscri", "desabonn",
    "suppressmarketing", "marketingsuppress", "keinnewsletter", "keinewerbung", "keinemail", "customerdeleted", "customererased", "listenoire", "darbaja", "dadodebaja", "disiscri", "afgemeld", "uitgeschreven", "deceased",
];

/// Whether a column of the transactions is about the customer, so that a cell of it may say no to contact.
pub(crate) fn is_of_the_customer(column: &str) -> bool {
    #[rustfmt::skip] // A table: as many words a line as fit.
    const WHOSE: &[&str] = &["customer", "client", "buyer", "member", "contact", "subscriber", "marketing", "email", "newsletter", "consent", "crm", "kunde"];
    #[rustfmt::skip] // A table: as many words a line as fit.
    const WHAT: &[&str] = &[
        "status", "state", "tag", "tags", "label", "labels", "note", "notes", "comment", "comments", "flag", "flags", "segment", "segments",
        "preference", "preferences", "permission", "remark", "remarks", "group", "type", "attributes", "subscription", "promotions", "promotional",
    ];
    #[rustfmt::skip] // A table: as many words a line as fit.
    const ALONE: &[&str] = &[
        "tags", "note", "notes", "comment", "comments", "remarks", "contactpreference", "contactpreferences", "customer", "buyer",
        "kundengruppe", "kundenstatus", "kundennotiz", "kundenbemerkung", "kundenkennzeichen",
    ];
    let name = Plain::of(column);
    ALONE.contains(&name.squeezed.as_str())
        || (name.has_stem(WHOSE) && name.has_word(WHAT) && !name.has_stem(OF_A_SALE))
}

/// What is said no to at a sale that is no contact of the shop.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_A_SALE: &[&str] = &[
    "delivery", "lieferung", "livraison", "insurance", "versicherung", "carbon", "offset", "warranty", "receipt", "subscription", "plan",
    "giftwrap", "bag", "cutlery", "substitution", "doorbell",
];

/// What a file of a customers table is called that holds those who said no, beside what reads like a no.
#[rustfmt::skip] // A table: as many words a line as fit.
const FILES_OF_NOS: &[&str] = &[
    "robinson", "negativelist", "litigator", "suppressions", "nonsubscribed", "nonmarketing", "cleanedmember", "cleanedemail", "cleanedaudience", "cleanedcontact", "bajas",
    "exclusion", "excluded", "excludelist", "ausgeschlossen", "complaint", "austragung", "removal", "negativlist", "listerouge", "removedcontact", "oppositions", "retraitsconsent", "retraitconsent", "revocados", "revocati", "zwartelijst", "czarnalista",
    "schwarzeliste",
];
/// What such a file is called by one word, as `squeeze` leaves it: within a longer name the words may say something else.
#[rustfmt::skip] // A table: as many words a line as fit.
const NAMES_OF_NOS: &[&str] = &[
    "robinson", "deleted", "cleaned", "removed", "deletions", "bloctel", "ctps", "mps", "tps", "supp", "invalid", "invalids",
    "complainers", "quarantine", "quarantined", "killlist", "killfile", "cancelados", "nevermail", "spam", "スパム", "refusals", "refusers", "withdrawals", "mailnogo", "nogo",
];
/// What a file says that holds the others.
const FILES_OF_THE_REST: &[&str] = &[
    "without",
    "excluding",
    "excludes",
    "excludeopt",
    "excludeunsub",
    "except",
    "ohne",
    "sans",
    "minus",
    "filtered",
];

/// Whether a file or a folder of a customers table says by its name that everybody in it has said no.
pub(crate) fn file_says_no(name: &str) -> bool {
    let alone = name.split('.').next().unwrap_or(name);
    let is_no = NAMES_OF_NOS.contains(&squeeze(alone).as_str());
    let name = Plain::of(name);
    let reads = is_no
        || name.has_stem(FILES_OF_NOS)
        || name.has_word(&["exclude", "bloctel", "ctps", "mps", "tps", "fps", "deletions"])
        || reads_like_a_no(&name);
    reads && !name.has_stem(FILES_OF_THE_REST)
}

/// The same of its path, unless it is among those that are none.
pub(crate) fn path_says_no(path: &str, not: &[String]) -> bool {
    path.split('/').any(file_says_no) && !not.iter().any(|name| name == path)
}

impl NoColumn {
    /// What a column of the transactions says of contact by its name. A consent is not looked for: a box that was
    /// not ticked at a sale is no refusal.
    pub(crate) fn of_transactions(column: &str) -> Option<NoColumn> {
        let name = Plain::of(column);
        let is_of_contact = name.has_stem(OF_CONTACT) || name.has_word(&["dnc"]);
        let is_of_a_sale = name.has_stem(OF_A_SALE);
        let no = NoColumn::named(column).filter(|no| !no.reading.is_of_consent());
        no.filter(|_| is_of_contact && !is_of_a_sale)
    }

    /// What a column says by its name; None for one that does not speak of contact.
    pub(crate) fn named(column: &str) -> Option<NoColumn> {
        let no = Self::read_by_name(column)?;
        let is_read = matches!(no.reading, NoReading::Flag | NoReading::Reason | NoReading::State);
        let is_of_bounces = is_read && Plain::of(column).has_stem(&["bounce"]);
        Some(if is_of_bounces { NoColumn { reading: NoReading::Bounce, ..no } } else { no })
    }

    fn read_by_name(column: &str) -> Option<NoColumn> {
        let name = Plain::of(column);
        let core = core(&name);
        let is_one_of = |names: &[&str]| {
            names.contains(&name.squeezed.as_str()) || names.contains(&core.as_str())
        };
        let named = Channel::named_in(&name);
        let read = |reading, channel| Some(NoColumn { reading, channel });
        if is_one_of(EMAIL_FLAGS) {
            return read(NoReading::Flag, Channel::Email);
        }
        if is_one_of(PHONE_FLAGS) {
            return read(NoReading::Flag, Channel::Phone);
        }
        if name.has_stem(ADS_FLAGS) {
            return read(NoReading::Flag, Channel::Ads);
        }
        if name.has_stem(ADS_CONSENTS) && !reads_like_a_no(&name) {
            return read(NoReading::Asked, Channel::Ads);
        }
        if is_of_a_phone_register(&name) {
            return read(NoReading::Flag, Channel::Phone);
        }
        if name.has_word(&["bad"]) && named == Some(Channel::Email) {
            return read(NoReading::Flag, Channel::Email);
        }
        let channel = named.unwrap_or(Channel::All);
        let known = [
            (FLAGS, NoReading::Flag),
            (TIMES, NoReading::Time),
            (REASONS, NoReading::Reason),
            (STATES, NoReading::State),
            (CONSENTS, NoReading::Consent),
        ];
        if let Some((_, reading)) = known.into_iter().find(|(names, _)| is_one_of(names)) {
            return read(reading, channel);
        }
        if is_another_choice(&name) {
            return None;
        }
        match deletion(column) {
            Some(StatusColumn::Change) => return read(NoReading::Change, channel),
            // Of versions of a row the older ones say nothing; what was replaced is not gone.
            Some(_) if !is_of_versions(column) && !name.has_word(OTHER_THINGS) => {
                return read(NoReading::Flag, Channel::All);
            }
            _ => {}
        }
        if is_end_of_pause(&name) {
            return read(NoReading::Paused, channel);
        }
        if is_of_allowed_ways(&name) {
            return read(NoReading::Ways, Channel::All);
        }
        if name.has_word(WAYS)
            && name.has_stem(&["denied", "disallow", "notallowed", "refused", "forbidden"])
        {
            return read(NoReading::Flag, Channel::All);
        }
        let turned = turned(&name).filter(|_| !name.has_word(OF_A_CONSENT));
        let is_day =
            name.has_word(&["at", "on", "date", "datum", "fecha", "data", "dato", "until"]);
        let is_end = turned == Some(Turned::Ended) && is_day && !reads_like_a_no(&name);
        if is_end_of_consent(&name) || is_end {
            return read(NoReading::Until, channel);
        }
        if is_time_of_consent(column) {
            return read(NoReading::Consent, channel);
        }
        let says_no = name.squeezed.ends_with("deletedat") && !name.has_word(OTHER_THINGS)
            || name.squeezed.ends_with("markeddeleted")
            || turned.is_some()
            || reads_like_a_no(&name);
        if NO_FLAGS.iter().any(|end| name.squeezed.ends_with(end)) {
            return None;
        }
        if says_no {
            return read(reading_of_a_no(&name), channel);
        }
        if is_one_of(ASKED_ALONE) {
            return read(NoReading::Asked, channel);
        }
        asks_by_name(&name).map(|asks| NoColumn { reading: asks.into(), channel })
    }
}

/// What a name asks that says no of nothing.
fn asks_by_name(name: &Plain) -> Option<Asks> {
    let is_asked = name.has_stem(ASKED) || name.has_word(&["doi"]);
    if !is_asked || name.has_stem(&["undeliverab"]) || name.has_word(OF_A_CONSENT) {
        return contact_names::asks(name);
    }
    let is_denied = name.has_word(contact_names::DENIALS);
    Some(if is_denied { Asks::Refusal } else { Asks::Consent })
}

/// How a column is read whose name is not known and reads like a no: counts such as `bounces_30d` are flags too.
fn reading_of_a_no(name: &Plain) -> NoReading {
    let ends = |ends: &[&str]| ends.iter().any(|end| name.squeezed.ends_with(end));
    if ends(&["reason", "type", "source", "note", "comment", "cause"]) {
        NoReading::Reason
    } else if ends(&["date", "time", "timestamp", "datetime"]) || name.has_word(&["at", "on", "ts"])
    {
        NoReading::Time
    } else if ends(&["status", "state"]) {
        NoReading::State
    } else {
        NoReading::Flag
    }
}

/// Whether a name that says no leaves a doubt whether it still does, or whether it counts what came back for now.
pub(crate) fn leaves_a_doubt(column: &str) -> bool {
    let name = Plain::of(column);
    name.has_word(&["previously", "formerly", "once", "bounces"])
        || name.has_stem(&["emailsper", "messagebounce", "emailsbounced"])
}

/// Whether a column asks about letters where others of its table ask about e-mail: CiviCRM's `Do Not Mail`. Alone it may
/// be about either.
pub(crate) fn is_of_letters_beside(column: &str, others: &[String]) -> bool {
    const LETTERS: &[&str] = &["donotmail", "nomail", "dontmail"];
    let is_of_mail = |name: &str| LETTERS.iter().any(|end| name.ends_with(end));
    let is_of_email = |name: &String| {
        let name = squeeze(name);
        ["donotemail", "noemail", "dontemail"].iter().any(|end| name.ends_with(end))
            || name.contains("nobulkemail")
    };
    is_of_mail(&squeeze(column)) && others.iter().any(is_of_email)
}

/// What a customer has that may be deleted.
#[rustfmt::skip] // A table: as many words a line as fit.
const OTHER_THINGS: &[&str] = &[
    "cart", "card", "wishlist", "order", "orders", "payment", "review", "item", "items", "line", "invoice", "document", "doc",
    "receipt", "sale", "shop", "store",
];

/// Whether a name is of a choice that is none of contact: `carbon_offset_opt_in`, `paper_bill_opt_out`.
fn is_another_choice(name: &Plain) -> bool {
    name.has_stem(&["optin", "optedin", "optout", "optedout", "consent", "permission"])
        && name.has_word(OTHER_CHOICES)
        && !name.has_stem(OF_CONTACTING)
}

/// A name without whose it is and that it is a flag: `customer_blocked`, `is_suspended`, `fraud_flag`.
fn core(name: &Plain) -> String {
    #[rustfmt::skip] // A table: as many words a line as fit.
    const BEFORE: &[&str] =
        &["is", "has", "was", "customer", "customers", "cust", "client", "user", "person", "profile", "guest", "msdyn", "ind", "c", "b"];
    const AFTER: &[&str] = &["flag", "flg", "ind", "indicator", "yn", "c", "kz", "kennzeichen"];
    let parts: Vec<&str> = name.parts().map(String::as_str).collect();
    let first = parts.iter().position(|part| !BEFORE.contains(part)).unwrap_or(0);
    let last = parts.iter().rposition(|part| !AFTER.contains(part)).map_or(0, |at| at + 1);
    parts.get(first..last).unwrap_or_default().concat()
}

/// Names of flags of the version of a row that holds, where a table keeps them all.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const CURRENT: &[&str] = &[
    "iscurrent", "currentflag", "iscurrentflag", "iscurrentrow", "currentrow", "iscurrentrecord", "currentrecord",
    "iscurrentversion", "fivetranactive", "isactiverow", "activerow", "isactiverecord", "rowiscurrent", "islatest",
    "islatestversion", "latestflag", "scdcurrent", "dwcurrent", "dwiscurrent", "currentind", "currind", "currflg", "currflag",
    "currentindicator", "currentversion", "activerecord", "recordactive", "recordisactive", "rowactive", "rowisactive", "latestrecord",
    "islatestrecord", "islatestrow", "scdiscurrent", "scdcurrentflag", "effcurrentflag", "dimiscurrent", "dwcurrentind", "dwcurrentflag", "currrecind",
    "currentrecordind", "currentrecordflag", "activerecordflag",
];

/// How a column says that a row is a version that no longer holds; whoever has no other row is deleted.
pub(crate) fn past_version(column: &str) -> Option<fn(&str) -> bool> {
    let plain = squeeze(column);
    if CURRENT.contains(&plain.as_str()) {
        return Some(|text| flag(text) == Flag::No);
    }
    // The end of a version, as dbt writes it; elsewhere such a day may be the end of anything: see `is_end_of_version`.
    (plain == "dbtvalidto").then_some(|text| !says_nothing(text) && !is_never(text))
}

/// Whether a name tells versions of a row apart, or what took its place.
fn is_of_versions(column: &str) -> bool {
    past_version(column).is_some() || squeeze(column).contains("supersed")
}

/// Whether a name is of the beginning of a version of a row, or of anything else that holds for a while.
pub(crate) fn is_begin_of_version(column: &str) -> bool {
    is_end_of(
        column,
        &["from", "start", "startdate", "begin", "begindate", "fromdate", "starttime"],
    )
}

/// The same of its end.
pub(crate) fn is_end_of_version(column: &str) -> bool {
    is_end_of(column, &["to", "end", "enddate", "until", "todate", "endtime"])
}

fn is_end_of(column: &str, ends: &[&str]) -> bool {
    let plain = squeeze(column);
    let rest = [
        "valid",
        "effective",
        "rowvalid",
        "roweffective",
        "recordvalid",
        "scdvalid",
        "scd",
        "row",
        "rec",
        "version",
        "sysvalid",
    ];
    rest.iter().any(|before| plain.strip_prefix(before).is_some_and(|end| ends.contains(&end)))
}

/// Whether a name is of the day until which a consent holds.
fn is_end_of_consent(name: &Plain) -> bool {
    name.has_stem(&["consent", "optin", "permission", "einwillig", "consenso", "consentim", "casl"])
        && (name.has_stem(&[
            "expir",
            "validuntil",
            "validto",
            "enddate",
            "ablauf",
            "gultigbis",
            "gueltigbis",
        ]) || name.has_word(&["until", "ends", "end"]))
}

/// Whether a name is of the day until which contact is paused, and no paid subscription or delivery.
fn is_end_of_pause(name: &Plain) -> bool {
    #[rustfmt::skip] // A table: as many words a line as fit.
    const PAUSES: &[&str] = &["snooz", "paus", "mute", "quiet", "optdown", "selfexclu", "coolingoff", "vacationhold"];
    #[rustfmt::skip] // A table: as many words a line as fit.
    const ENDS: &[&str] = &["until", "till", "through", "bis", "end", "ends", "endsat", "enddate", "endat", "expires", "expiresat", "hasta", "jusquau"];
    #[rustfmt::skip] // A table: as many words a line as fit.
    const OF_A_PLAN: &[&str] =
        &["subscription", "delivery", "deliveries", "membership", "order", "orders", "plan", "billing", "payment", "box", "autoship", "shipment", "account"];
    name.has_stem(PAUSES)
        && ENDS.iter().any(|end| name.squeezed.ends_with(end))
        && !name.has_stem(&["hour"])
        && (!name.has_word(OF_A_PLAN) || name.has_stem(OF_CONTACTING))
}

/// Names of several ways of contact.
#[rustfmt::skip] // A table: as many words a line as fit.
const WAYS: &[&str] =
    &["channels", "kanale", "kanaele", "canales", "canaux", "canali", "canais", "kanaly", "kanalen", "kanaler"];

/// Whether a name is of the ways by which somebody may be contacted: `opted_in_channels`. One way is mostly that by which
/// the consent came, and preferring a way refuses no other.
fn is_of_allowed_ways(name: &Plain) -> bool {
    #[rustfmt::skip] // A table: as many words a line as fit.
    const ALLOWED: &[&str] = &[
        "optin", "optedin", "allowed", "permitted", "consent", "subscribed", "contactable", "erlaubt", "permitid", "autoris", "autoriz", "zgod", "einwillig",
        "permessi", "consentiti", "toegestaan", "tillatna", "tilladte",
    ];
    #[rustfmt::skip] // A table: as many words a line as fit.
    const LISTS: &[&str] = &["optins", "permissions", "consents", "subscriptions", "subscribedto"];
    let is_list = name.has_word(WAYS) && name.has_stem(ALLOWED)
        || LISTS.iter().any(|end| name.squeezed.ends_with(end));
    let is_other =
        name.has_stem(&["prefer", "source", "payment", "sales", "disallow", "notallowed"]);
    is_list && !is_other && !reads_like_a_no(name)
}

impl From<Asks> for NoReading {
    fn from(asks: Asks) -> Self {
        match asks {
            Asks::Consent => NoReading::Asked,
            Asks::Refusal => NoReading::Flag,
        }
    }
}

impl NoReading {
    /// Whether a yes in it allows, or nothing in it is a no by itself.
    pub(crate) fn is_of_consent(self) -> bool {
        use NoReading::{Bounce, Flag, Paused, Reason, Time};
        !matches!(self, Flag | Time | Reason | Bounce | Paused)
    }

    /// What a cell says. An empty one says nothing, whatever the column.
    pub(crate) fn read(self, text: &str) -> NoCell {
        match self {
            NoReading::Flag => flagged(text),
            NoReading::Time => timed(text),
            NoReading::Reason => {
                let is_no_reason = matches!(flag(text), Flag::No | Flag::Empty);
                if is_no_reason { NoCell::Nothing } else { NoCell::No }
            }
            NoReading::State | NoReading::Consent | NoReading::Asked
                if text.trim_start().starts_with(['{', '[']) =>
            {
                serde_json::from_str(text).map_or(NoCell::Doubtful, |object| self.object(&object))
            }
            NoReading::Asked => asked(text),
            NoReading::Bounce if is_for_now(text) || state(text) == NoCell::Nothing => {
                NoCell::Nothing
            }
            // A number is a count; other words than for now say how an address is dead.
            NoReading::Bounce => match flagged(text) {
                NoCell::Doubtful if text.contains(char::is_alphabetic) => NoCell::No,
                said => said,
            },
            NoReading::Record if is_gone(text) => NoCell::No,
            NoReading::Change if DELETIONS.contains(&squeeze(text).as_str()) => NoCell::No,
            // Whether it is past is for whoever knows the present.
            NoReading::Change
            | NoReading::Record
            | NoReading::Until
            | NoReading::Paused
            | NoReading::Ways => NoCell::Nothing,
            NoReading::State | NoReading::Consent if is_not_yet_given(text) => NoCell::No,
            NoReading::State | NoReading::Consent => match consent(text, true) {
                Some(Consent::Refused) => NoCell::No,
                Some(Consent::Given | Consent::Missing) => NoCell::Nothing,
                None => state(text),
            },
        }
    }
}

impl NoReading {
    /// What an object says in its place: its state, or else its members.
    pub(crate) fn object(self, object: &Value) -> NoCell {
        if let Some(state) = state_of(object) {
            return self.read(state);
        }
        match self {
            NoReading::Flag | NoReading::Time | NoReading::Reason | NoReading::Bounce
                if holds_something(object) =>
            {
                NoCell::No
            }
            NoReading::Consent | NoReading::State | NoReading::Asked
                if refused_consents(object).iter().any(|way| way.forbids(Channel::Email)) =>
            {
                NoCell::No
            }
            NoReading::Consent | NoReading::State if object.is_object() && !grants(object) => {
                NoCell::Doubtful
            }
            _ => NoCell::Nothing,
        }
    }
}

/// A plain no, or a yes that was asked for and has not come.
fn asked(text: &str) -> NoCell {
    let is_short = text.len() <= MOST_CELL_BYTES / 2;
    let is_no = consent(text, true) == Some(Consent::Refused)
        || is_not_yet_given(text)
        || matches!(
            squeeze(text).as_str(),
            "undeliverable"
                | "removed"
                | "left"
                | "cancelled"
                | "canceled"
                | "directcomplaint"
                | "解除"
                | "退会済"
        )
        || (is_short && reads_like_a_no(&Plain::of(text)));
    if is_no { NoCell::No } else { NoCell::Nothing }
}

/// Whether the day until which a consent holds has come; what is not understood is in doubt.
pub(crate) fn is_past(text: &str, present_micros: i64) -> NoCell {
    // A flag says whether it has come: `permission_expired`.
    match flag(text) {
        Flag::Empty | Flag::No => return NoCell::Nothing,
        Flag::Yes => return NoCell::No,
        Flag::NotUnderstood => {}
    }
    match DateReading::default().read(text) {
        DateText::Instant(micros) | DateText::Wall(micros) if micros >= present_micros => {
            NoCell::Nothing
        }
        DateText::Instant(_) | DateText::Wall(_) => NoCell::No,
        DateText::Empty | DateText::ZeroDate => NoCell::Nothing,
        DateText::Ambiguous | DateText::NotADate => NoCell::Doubtful,
    }
}

/// Whether the day until which contact is paused is to come; what is not understood is in doubt.
pub(crate) fn is_to_come(text: &str, present_micros: i64) -> NoCell {
    match is_past(text, present_micros) {
        _ if flag(text) == Flag::Yes => NoCell::No,
        NoCell::No => NoCell::Nothing,
        NoCell::Nothing if flag(text) == Flag::No => NoCell::Nothing,
        NoCell::Nothing if !says_nothing(text) && !is_zero_date(text) => NoCell::No,
        other => other,
    }
}

fn is_zero_date(text: &str) -> bool {
    matches!(DateReading::default().read(text), DateText::ZeroDate)
}

/// States that consent does not know.
fn state(text: &str) -> NoCell {
    let name = Plain::of(text);
    if takes_a_no_back(text) {
        NoCell::Nothing
    } else if reads_like_a_no(&name) {
        NoCell::No
    } else if matches!(
        name.squeezed.as_str(),
        "active"
            | "valid"
            | "verified"
            | "ok"
            | "clear"
            | "deliverable"
            | "enabled"
            | "regular"
            | "engaged"
            | "aktiv"
            | "actif"
            | "activo"
            | "ativo"
            | "attivo"
            | "actief"
            | "aktywna"
            | "aktywny"
            | "aktivni"
    ) {
        NoCell::Nothing
    } else {
        NoCell::Doubtful
    }
}

/// What stands in a column of what is not allowed and says that it is.
#[rustfmt::skip] // A table: as many words a line as fit.
const WORDS_THAT_ALLOW: &[&str] = &[
    "allow", "allowed", "optedin", "optin", "subscribed", "send", "oktocontact", "oktomail", "oktoemail", "clear", "clean", "safe", "granted",
    "zulassen", "erlauben", "autoriser", "permitir", "autorizar", "consenti", "consentire", "toestaan", "tillat", "tillad", "zezwalaj", "povolit",
];

/// Whether a cell says that there is no no, and nothing else: `not suppressed`.
fn takes_a_no_back(text: &str) -> bool {
    let plain = squeeze(text);
    !plain.is_empty() && without_reversed(&plain).trim().is_empty()
}

/// A flag: what is neither yes nor no is doubtful, a number above 0 is a count of them.
fn flagged(text: &str) -> NoCell {
    // What is allowed or wanted, in a column of what is not: Dynamics' words.
    let allows = WORDS_THAT_ALLOW.contains(&squeeze(text).as_str());
    if allows || takes_a_no_back(text) {
        return NoCell::Nothing;
    }
    if let Some(says) = us_privacy(text) {
        return says;
    }
    if forbids(text) {
        return NoCell::No;
    }
    match flag(text) {
        Flag::No | Flag::Empty => NoCell::Nothing,
        Flag::Yes => NoCell::No,
        Flag::NotUnderstood => match timed(text) {
            NoCell::Doubtful if reads_like_a_no(&Plain::of(text)) => NoCell::No,
            read => read,
        },
    }
}

/// Whether a cell says that what others allow is not: `Nicht zulassen`.
fn forbids(text: &str) -> bool {
    let text = Plain::of(text);
    let is_denial = |word: &&String| contact_names::DENIALS.contains(&word.as_str());
    let (denials, rest): (Vec<&String>, Vec<&String>) = text.parts().partition(is_denial);
    let allows = |word: &&String| WORDS_THAT_ALLOW.contains(&word.as_str());
    !denials.is_empty() && !rest.is_empty() && rest.iter().all(allows)
}

/// The signal of the IAB for privacy in the United States, `1YNN`: its third letter says whether the sale of data is opted
/// out of.
fn us_privacy(text: &str) -> Option<NoCell> {
    let text = text.trim().as_bytes();
    let is_signal = |letter: &u8| matches!(letter, b'Y' | b'N' | b'-');
    match text {
        [b'1', letters @ ..] if letters.len() == 3 && letters.iter().all(is_signal) => {
            Some(if letters[1] == b'Y' { NoCell::No } else { NoCell::Nothing })
        }
        _ => None,
    }
}

/// Whether a date is one that programs write for "never": before 1980 or after 2099. Beside other dates it may as well
/// be a mistyped one; whoever asks must know that.
pub(crate) fn is_never(text: &str) -> bool {
    const FROM_1980_MICROS: i64 = 315_532_800_000_000;
    const UNTIL_2100_MICROS: i64 = 4_102_444_800_000_000;
    match DateReading::default().read(text) {
        DateText::ZeroDate => true,
        DateText::Instant(micros) | DateText::Wall(micros) => !(FROM_1980_MICROS + 86_400_000_000
            ..UNTIL_2100_MICROS - 86_400_000_000)
            .contains(&micros),
        DateText::Empty | DateText::Ambiguous | DateText::NotADate => false,
    }
}

/// A time: any date is a no, but for one that programs write for "never".
fn timed(text: &str) -> NoCell {
    // 9000-01-01 in microseconds: later dates are written for no date.
    const NEVER_MICROS: i64 = 221_845_392_000_000_000;
    if says_nothing(text) || flag(text) == Flag::No {
        return NoCell::Nothing;
    }
    match DateReading::default().read(text) {
        DateText::Empty | DateText::ZeroDate => NoCell::Nothing,
        DateText::Instant(micros) | DateText::Wall(micros) if micros >= NEVER_MICROS => {
            NoCell::Nothing
        }
        DateText::Instant(_) | DateText::Wall(_) | DateText::Ambiguous => NoCell::No,
        DateText::NotADate if flag(text) == Flag::Yes => NoCell::No,
        DateText::NotADate => NoCell::Doubtful,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        for consent in
            ["consent", "email_optin", "newsletter", "marketing_permission", "double_optin"]
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
    }
}
