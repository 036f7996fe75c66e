//! Words of the trade in names and cells that speak of contact. Tables; how they are used is for the parent's other files.

/// Names of flags for every contact, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const FLAGS: &[&str] = &[
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
    "marketingsuspended", "emailsuspended", "marketingpaused", "commssuspended", "gamstop", "reklamesperre", "reservasjon", "reservert",
    "deletion", "delete", "del", "inactiverecord", "recordinactive", "recorddeleted", "supp", "emsupp", "loevm", "lvorm", "xdele", "xblck", "sperr", "frozenfor", "listenoire", "bloque", "geloscht", "geloescht", "dsgvogeloscht",
    "dsgvogeloescht", "kontaktgesperrt", "sperrkz", "sperrkennzeichen", "bereavement", "bereaved", "fps", "fpsregistered",
    "fundraisingpreferenceservice", "mutemarketing", "marketingmuted", "adsbarred", "marketingbarred", "barringmarketing", "listarobinson", "robinsonliste", "sprzeciwmarketing", "sprzeciw",
    "snoozed", "vacationhold", "marketingsnoozed", "contactpaused", "selfexclusion", "gamblingselfexclusion", "litigationhold", "ceaseanddesist", "attorneyonfile",
    "deactivated", "userdeactivated", "accountdeactivated", "inactive", "inaktiv", "wiped", "litigator", "tcpalitigator", "knownlitigator",
    "complainer", "buxdele", "buxblck", "buloevm", "reklamebeskyttet", "reklamebeskyttelse", "inlitigation", "litigation", "bankrupt", "bankruptcy",
    "insolvent", "incollections", "incollection", "vulnerable", "vulnerablecustomer", "mortascreen", "pseudonymised", "pseudonymized", "gamstopstatus",
    "selfexclusionstatus", "restricted", "exclmkt", "dead", "pander", "contactleftcompany", "leftcompany", "excludefromsegment", "excludefromsegments",
    "marketingexclusion", "deceasedestate", "barred", "isinactive", "onlegalhold", "marketinghold", "mktghold", "contacthold", "custholdmktg", "promoblock",
    "inmemoriam", "art17", "art17request", "art18", "art18restriction", "art21", "processingpaused", "invalid", "isinvalid",
    // SAP: blocks of orders and sales, the end of purpose, archiving.
    "aufsd", "cassd", "cvpxblck", "cvpxblckv", "xpcpt", "butxpcpt", "businesspurposecompleted", "isbusinesspurposecompleted", "orderisblockedforcustomer",
    "markedforarchiving", "ismarkedforarchiving",
];

/// In names of flags for advertising platforms: handing addresses to them is selling or sharing them.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const ADS_FLAGS: &[&str] = &[
    "donotsell", "donotshare", "donottrade", "optoutofsale", "optoutsale", "saleoptout", "gpcsignal", "globalprivacycontrol", "limitadtracking", "limitadstracking", "usprivacy",
];
/// In names of consents to advertising and to handing data to others.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const ADS_CONSENTS: &[&str] = &[
    "aduserdata", "adpersonali", "thirdpartysharing", "thirdpartyconsent", "consentthirdparty", "thirdpartymarketing", "consentssharewith", "consentsshareval", "datasharingconsent",
    "consentdatasharing",
];

/// Names of flags for e-mail.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const EMAIL_FLAGS: &[&str] = &[
    "donotemail", "donotbulkemail", "donotmail", "noemail", "emailoptout", "emailoptedout",
    "hasoptedoutofemail", "optedoutofemail", "unsubscribedfromemails", "unsubscribedfromallemail",
    "unsubscribedfromemail", "emailunsubscribed", "emailsuppressed", "emailblacklisted", "bounced",
    "isbounced", "emailbounced", "isemailbounced", "hardbounced", "emailhardbounced", "hardbounce",
    "emailinvalid", "invalidemail", "invalididentifier", "isinvalidemail", "spamcomplaint", "markedasspam",
    "undeliverable", "emaildisabled", "inactiveemail", "mailsperre", "emailquarantined", "newsletterunsubscribed", "newsletteroptout", "emailoptedoutofall",
    "hsemailoptout", "emailmarketingoptout", "emailquarantine", "hsemailquarantined", "hsemailbadaddress",
    "emailbadaddress", "bademailaddress", "cleaned", "iscleaned", "emailfailed", "oxemailfailed", "onhold", "emailonhold", "mailblock", "emailblock", "newsletterblock", "mailingblock",
    "emailsnoozed", "emailpaused", "emailspaused", "mailhold", "emailhold", "newsletterpaused", "newslettersnoozed", "mailingpaused", "emaildisallowed", "emailko", "mailko",
];

/// Names of flags for calls and text messages.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const PHONE_FLAGS: &[&str] = &[
    "donotcall", "donotphone", "nophone", "phoneoptout", "phoneoptedout", "hasoptedoutofphone",
    "donottext", "donotsms", "nosms", "smsoptout", "smsoptedout", "smsunsubscribed",
    "smsblacklisted", "unsubscribedfromsms", "ctps", "ctpsregistered", "tpsregistered", "bloctel", "belmeniet", "nixspar", "naomeperturbe",
    "registroopposizioni", "nollame", "dncr", "sterneintrag",
];

/// Names of times of a no, beside those that end in a word for time.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const TIMES: &[&str] = &[
    "deletedat", "deletedon", "deletiondate", "unsubscribedat", "unsubscribedon", "unsubscribedate",
    "unsubscribetime", "optedoutat", "optoutat", "optoutdate", "optouttime", "suppressedat",
    "erasedat", "gdprerasedat", "bouncedat", "blockedat", "bannedat", "anonymisedat",
    "anonymizedat", "redactedat", "deceasedat", "complainedat", "consentwithdrawnat", "withdrawnat",
    "revokedat", "withdrawaldate", "leftlistat", "closedat", "archivedat", "disabledat", "deactivatedat", "deactivatedon", "deactivationdate",
    "wipedat", "forgottendate", "forgottenat", "complaintdate", "complaintat", "leavetime", "unsubdate", "unsubtime", "cleantime", "suspendedat",
    "emailsuspendedat", "marketingsuspendedat", "bankruptcyfiledon", "bankruptcyfiledat", "bankruptcydate", "bankruptcyfilingdate", "deletetime", "deletedtime", "deletets", "deletionts", "deletiontime", "deletiontimestamp",
    "offlistdate", "listexitdate", "suppdate", "blockdate", "deathdt",
];

/// Names of reasons of a no.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const REASONS: &[&str] = &[
    "suppressionreason", "unsubscribereason", "unsubreason", "optoutreason", "bouncereason",
    "bouncetype", "blockreason", "blacklistreason", "deletionreason", "cleanreason",
    "emailsuppressions", "suppressions", "emailsuspendedcause", "blacklistedcause", "emailinvalidcause",
];

/// Names of states of an address.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const STATES: &[&str] = &[
    "emailstatus", "emailmarketingstatus", "emailsubscriptionstatus", "emailsubscriptionstate",
    "emailmarketingconsentstate", "subscriptionstatus", "subscriberstatus",
    "marketingstatus", "newsletterstatus", "emailsubscribe", "pushsubscribe", "smsstatus",
    "smssubscriptionstatus", "smsmarketingstatus", "smsmarketingconsentstate",
    "consentstatus", "consentstate", "marketingstate", "permissionstatus", "emailpermissionstatus", "msdynmktvalue", "piicleared", "emailconfirmationstatus",
];

/// Names of consents, for which a yes allows.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const CONSENTS: &[&str] = &[
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
pub(in crate::ingest::meaning) const ASKED: &[&str] = &[
    "consent", "optin", "optedin", "permission", "maymail", "maycontact", "mayemail", "cancontact", "canemail",
    "oktocontact", "oktoemail", "oktomail", "oktotext", "oktocall", "emailable", "contactable", "mailable",
    "acceptsmarket", "acceptsemail", "acceptssms", "acceptsnews", "acceptmarket", "allowmarket", "allowemail",
    "wantsemail", "wantsnews", "wantsmarket", "receiveemail", "receivenews", "receivemarket", "marketingemail",
    "emailmarketing", "promoemail", "emailpromo", "promotionalemail", "emailnotif", "notifyby", "contactby",
    "newsletter", "mailinglist", "boletin", "newslettre", "nieuwsbrief", "nyhetsbrev", "nyhedsbrev", "werbung",
    "erlaubt", "einwillig", "zustimmung", "consentim", "comunicacionescomercial", "comunicazionicommercial",
    "communicationscommercial", "consenso", "toestemming", "samtyck", "samtykke",
    "zgod", "souhlas", "hozzajarul", "acord", "suostumus", "согласи", "同意", "配信", "수신동의", "markkinointilupa", "autorisemail", "inscritnews",
    "emailvalid", "emailisvalid", "validemail", "emaildeliverable", "deliverab", "emailconfirmed", "gdpraccept", "gdpragree", "メルマガ", "suscripcion", "statoiscrizione", "odbernovinek", "hirlevel",
    "订阅", "購読", "dm可否", "συγκατάθεση", "הסכמה", "דיוור", "موافقة", "ticarielektronik", "iysdurum", "issubscribed", "promotable", "purposestatus", "caslstatus", "lgpd", "lopd", "rodostatus",
    "sendmarketing", "sendmenews", "sendpromo", "keepintouch", "hearfromus", "happytohear", "aceptacioncomercial", "lettredinformation", "uutiskirj", "sahkopostimarkkinointi", "consimtamant", "ticariileti", "bulten", "pazarlamaizni", "kvkkonay", "epostaizni",
    "izindurumu", "smsizni", "подписк", "рассылк", "получатьновост", "dm送付", "メール送信", "メールを受け取", "メール受信", "ニュースレター", "メールマーケティング", "营销许可", "接受邮件", "接收邮件",
    "接收短信", "营销授权", "接受营销", "마케팅동의", "마케팅수신", "뉴스레터", "이메일수신", "수신여부", "ενημερωτικόδελτίο", "الاشتراك", "emailsperweek", "emailspermonth", "emailsperday",
    "werbeerlaub", "kontakterlaub", "mailerlaub", "newslettererlaub", "accordrgpd", "rgpdok", "gdprok", "dsgvook", "rodook", "营销短信", "营销邮件", "短信营销", "邮件营销", "营销信息", "推广信息", "nhậnemail", "nhậntin", "đongynhận", "ยินยอม", "메일수신", "문자수신",
];

/// Answers whose names do not say to what: beside a customer they are to being contacted.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const ASKED_ALONE: &[&str] = &[
    "granted", "allowed", "permitted", "erteilt", "zugestimmt", "eingewilligt", "accorde", "otorgado", "concedido", "prestato", "verleend", "udzielona", "udelen",
];

/// What is said of a consent that is neither a yes nor a no.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const OF_A_CONSENT: &[&str] = &[
    "received", "read", "unread", "unopened", "unseen", "delivered", "language", "lang", "locale", "sprache", "langue", "country", "source", "quelle", "version", "ip", "url", "page",
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
pub(super) const OTHER_CHOICES: &[&str] = &[
    "bill", "bills", "ebill", "billing", "invoice", "invoices", "statement", "statements", "paper", "contract", "esim", "renew", "renewal",
    "autorenew", "aid", "banking", "seat", "carbon", "offset", "meal", "box", "customization", "refill", "autofill", "rx", "prescription",
    "surprise", "sale", "sell", "idfa", "gpc", "tracking", "cookies", "insurance", "warranty", "paperless", "profiling", "geo",
    "survey", "surveys", "review", "reviews", "feedback", "loyalty", "rewards", "beta", "overdraft", "ga", "bureau", "recording", "session", "analytics",
];
/// What contact is spoken of with.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const OF_CONTACTING: &[&str] =
    &["mail", "sms", "news", "market", "contact", "promo", "advert", "call", "phone", "communic", "comms", "werb", "publi", "notif", "message"];

/// What no cell says but one that means it, whatever its column.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const CELLS: &[&str] = &[
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
    "keinkontakt", "keinverteiler", "pasdecontact", "aucuncontact", "nessuncontatto", "geencontact", "brakkontaktu", "accountthatyoutriedtoreach", "mailboxnotfound", "nosuchuser",
    "mailboxunavailable", "deceduto", "deceduta", "overleden", "zmarl", "falecid", "avliden", "afdod", "kuollut", "zemrel", "effacementdemande", "neplusenvoyer", "sperrewerbung",
    "werbungsperr", "takenofflist", "takenoffalllist", "takenoffthelist", "takenoffmailing", "takenoffouremail", "nomoremail", "nomoreemail", "demandedesuppression", "fallecio", "fallecid", "dardebaja", "dadodebaja", "eliminaciondedatos", "schwarzeliste",
];

/// What a cell says where the column's name speaks of an account or of contact.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const CELLS_OF_STATES: &[&str] = &[
    "deleted", "closed", "declined", "disabled", "cleaned", "archived",
    "blocked", "banned", "erased", "anonymized", "anonymised", "gesperrt", "geloscht", "geloescht",
    "bloque", "bloqueado", "bloccato", "unconfirmed", "notconfirmed", "transactional", "transactionalonly", "notsubscribed", "held", "junk", "removed",
    "complaining", "complained", "suspended", "restricted", "fraud", "unactivated", "objected", "objection",
    "nolawfulbasis", "nolegalbasis", "deactivated",
];
/// What is said of a consent that was taken back.
pub(super) const WITHDRAWN: &[&str] = &[
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
pub(super) const STATE_NAMES: &[&str] = &[
    "status", "state", "consent", "permission", "prefer", "subscription", "marketing", "contact", "customertype",
    "accounttype", "usertype", "membertype", "subscribertype", "legalbasis", "lawfulbasis", "processingbasis", "rechtsgrundlage", "statuszgody", "lifecycle", "customergroup", "kundengruppe",
];
pub(super) const CONTACT_NAMES: &[&str] = &[
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
pub(super) const OF_A_CONTACT: &[&str] = &[
    "last", "first", "language", "lang", "sprache", "langue", "date", "at", "on", "count", "owner", "source",
    "person", "reason", "name", "store", "shop", "country", "currency", "time", "result", "payment", "product",
];

/// Names of people's names, and what stands in them of those who must not be written to.
pub(super) const NAMES_OF_PEOPLE: &[&str] = &["firstname", "lastname", "fullname", "surname"];
/// The same of names that things may have, too.
pub(super) const NAMES_OF_WHOM: &[&str] = &[
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
pub(super) const CELLS_OF_NAMES: &[&str] = &[
    "donotcontact", "donotemail", "donotmail", "donotcall", "donotuse", "dontcontact", "dontemail", "dontmail", "deceased", "verstorben",
];

/// What tags are called that were made for a campaign to those who had said no: `unsubscribed-winback-2023`.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const OF_A_CAMPAIGN: &[&str] = &[
    "winback", "reactivat", "reengag", "resubscri", "survey", "reminder", "lookalike", "retarget", "journey", "cart", "cheque",
    "payment",
];

/// What no campaign makes of it: a wish, or what ends every contact.
pub(super) const PLAIN_NOS: &[&str] = &[
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
pub(super) const NAMES_OF_THINGS: &[&str] = &[
    "company", "firma", "employer", "brand", "street", "city", "product", "website", "url", "campaign", "subject", "template", "referrer", "referer", "landing",
    "occupation", "profession", "job", "beruf", "referral", "page", "keyword", "query", "utm", "text", "wording", "statement", "disclaimer", "terms",
];
/// Names of the place where somebody was won, in words of all kinds.
pub(super) const NAMES_OF_SOURCES: &[&str] =
    &["leadsource", "trafficsource", "acquisitionsource", "signupsource"];

/// What follows a word for no in names that speak of something else: a link, a share of messages.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const NO_FLAGS: &[&str] = &[
    "token", "url", "link", "uri", "hash", "rate", "ratio", "share", "percent", "pct", "score",
    "template", "campaign", "campaigntitle", "risk", "riskband", "pagelanguage", "propensity", "probability", "likelihood", "prediction", "predicted", "shown",
    "displayed",
];
