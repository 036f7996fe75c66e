//! The words by which the columns beside the type of an event, their cells and the types are known.
//!
//! Tables alone. A word that says no of itself, whatever it stands in, belongs in `refusal_words`.

/// What types of events speak of that are about contact.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const TOPICS_OF_CONTACT: &[&str] = &[
    "consent", "preferenc", "optin", "optout", "permission", "marketing", "newsletter", "mailing",
    "emailsubscri", "smssubscri", "subscriptiongroup", "subscriptionglobal", "einwilligung",
    "consentement", "consenso", "toestemming", "gdpr", "dsgvo", "datasubject", "dsar", "privacyrequest",
    "emailnotif", "emailalert", "notificationemail", "promonotif",
];

/// What is spoken of with the rights of whom data is about.
pub(super) const RIGHTS: &[&str] = &[
    "datasubject",
    "subjectrequest",
    "privacyrequest",
    "gdpr",
    "dsgvo",
    "rgpd",
    "ccpa",
    "regulation",
];
/// Columns of such a request, whatever the event.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const OF_RIGHTS: &[&str] =
    &["regulationtype", "dsrtype", "dsartype", "gdprrequesttype", "privacyrequesttype", "gdprrequest", "subjectrequesttype"];

/// Names of states of anything, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const STATES: &[&str] = &[
    "status", "state", "value", "valuetext", "textvalue", "stringvalue", "to", "tovalue", "tostatus",
    "tostate", "new", "newvalue", "newstatus", "newstate", "after", "current", "currentstatus",
    "currentstate", "currentvalue", "action", "subaction", "subtype", "eventsubtype", "change",
    "changetype", "detail", "details", "result", "outcome", "choice", "preference", "preferences",
    "label", "eventlabel", "eventaction", "eventstatus", "eventdetail", "substatus",
    "changedto", "setto", "requesttype", "type", "severity", "bouncetype", "bouncesubtype", "bouncecategory", "category",
    "event", "eventname", "eventtype", "messageevent", "emailevent", "metric", "metricname", "activity", "activitytype", "casetype",
    "tickettype", "formname", "formid", "linkname", "form", "formtitle", "buttontext", "notificationtype", "eventtypecode", "typename", "activitytypename", "mandrillevent", "emailfrequency", "mailfrequency", "newsletterfrequency", "error",
];

/// Flags of what a consent or a preference was set to: elsewhere they are about anything.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const FLAGS: &[&str] = &[
    "granted", "given", "enabled", "active", "on", "ison", "checked", "allowed", "accepted", "subscribed", "optedin", "email",
    "marketing", "newsletter",
];
/// Flags of whether a message has failed for good.
pub(super) const FLAGS_OF_FAILURES: &[&str] =
    &["hardbounce", "ishardbounce", "permanent", "ispermanent", "permanentbounce"];
/// Flags of messages that were reported as spam.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const FLAGS_OF_SPAM: &[&str] = &[
    "spam", "isspam", "spammed", "spamreport", "spamreported", "reportedspam", "reportedasspam", "complained", "hascomplained",
];
/// What types of events say that set one.
pub(super) const SETTINGS: &[&str] =
    &["consent", "preferenc", "optin", "permission", "toggle", "setting", "change", "update"];

/// Columns that name the event once more where the type is a general one (`track`, `email`, `message`).
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const NAMES_OF_EVENTS: &[&str] = &[
    "event", "eventname", "eventtype", "type", "action", "subaction", "subtype", "eventsubtype", "category", "eventcategory",
    "eventaction", "messageevent", "emailevent", "metric", "metricname", "activity", "activitytype", "detail", "casetype", "tickettype",
    "notificationtype", "eventtypecode", "typename", "activitytypename", "mandrillevent",
];
/// Columns that say how a message failed.
pub(super) const OF_FAILURES: &[&str] = &[
    "severity",
    "bouncetype",
    "bouncesubtype",
    "bouncecategory",
    "type",
    "subtype",
    "category",
    "eventsubtype",
    "dropreason",
];
/// Names of objects as text.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const OBJECTS: &[&str] = &[
    "properties", "eventproperties", "payload", "data", "details", "detail", "attributes", "traits",
    "body", "metadata", "meta", "context", "changes", "params", "eventparams", "fields", "extra",
    "message", "json", "event", "eventdata", "customattributes", "value", "after", "new", "content", "subscriptions",
    "subscription", "topics", "consents", "props", "eventprops", "userproperties", "userprops", "userattributes", "parameters",
    "eventparameters", "patch", "settings", "newsettings", "notifications", "diff", "delta", "changeset", "changedfields", "changedproperties", "modifications", "msys", "bounce",
];

/// Words of names that speak of what was.
pub(super) const PAST: &[&str] =
    &["old", "previous", "prev", "before", "from", "prior", "last", "former"];

/// What follows a word for no in names that speak of something else.
pub(super) const NO_STATES: &[&str] = &[
    "id",
    "ids",
    "group",
    "groupid",
    "name",
    "key",
    "number",
    "page",
    "shown",
    "displayed",
    "header",
];
/// Members of an object that are whoever it is about, with what is known of them.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const PERSONS: &[&str] = &[
    "object", "customer", "user", "contact", "person", "profile", "member", "subscriber", "buyer", "client", "account", "lead", "record",
    "recipient",
];

/// Words that say no whatever the event, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const CLEAR: &[&str] = &[
    "unsubscribed", "unsubscribe", "unsub", "optout", "optedout", "notsubscribed", "neversubscribed",
    "donotcontact", "donotemail", "donotmail", "donotcall", "donottext", "nocontact", "nomarketing",
    "notoptedin", "noconsent", "unsubscribedall", "globallyunsubscribed", "hardbounced", "hardbounce", "markedasspam", "spammed", "spamreport", "reportedspam",
    "spamcomplaint", "suppressed", "blacklisted", "blocklisted", "abgemeldet", "abbestellt",
    "desinscrit", "desinscrite", "desabonne", "desabonnee", "disiscritto", "disiscritta", "uitgeschreven",
    "afgemeld", "consentwithdrawn", "consentrevoked", "withdrawnconsent", "revokedconsent", "listunsubscribe", "linkunsubscribe", "complained",
    "preblocked", "unsubscribedaddress", "spamreportingaddress", "bouncedaddress",
];

/// Ends of names of states, of how something came out and of tags.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const ENDS_OF_STATES: &[&str] = &[
    "status", "state", "preference", "preferences", "disposition", "result", "outcome", "wrapup", "wrapupcode", "resultado", "ergebnis",
    "tags", "labels", "reason", "resolution",
];

/// Ends of names of reasons.
pub(super) const ENDS_OF_REASONS: &[&str] = &["reason", "error", "errormessage"];
/// What the reason holds for which a message was not sent, where its recipient has said no.
pub(super) const REASONS: &[&str] = &["unsub", "optout", "optedout", "suppress", "donotcontact"];

/// What a sentence holds that is a no whatever else it says, beside the words for it.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const CLEAR_STEMS: &[&str] = &[
    "donotcall", "donotcontact", "donotemail", "dontcall", "dontcontact", "nottobecalled", "nottobecontacted", "removefromlist",
    "removefrommailing", "askedtoberemoved", "nomorecalls", "nomoreemails", "nichtmehranruf", "nichtanruf", "keineanrufe",
    "pluscontacter", "plusappeler", "novolverallamar", "nollamar", "nonrichiamare", "nietmeerbellen", "nietbellen", "deceased",
    "verstorben", "gdprdelet", "gdpreras", "erasurerequest", "deletionrequest", "unsubscribedemail", "unsubscribedmessage", "unsubscribedchannel", "suppressunsub", "suppresscomplaint", "unsubscriberequest",
    "nichtmehrkontaktiert", "widerspruchwerb", "werbewiderspr", "keinewerbung", "nomascontact", "nonricontattare", "nietmeercontact",
    "requestedremoval", "requestsremoval", "removalrequest", "removalfromlist", "removalfrommailing", "wantstoberemoved",
];

/// What a cell speaks of that ends every contact, by whatever way it was said.
pub(super) const OF_THE_PERSON: &[&str] = &[
    "remov",
    "deceased",
    "verstorben",
    "gdprdelet",
    "gdpreras",
    "erasurerequest",
    "deletionrequest",
];

/// Columns of what a customer asks of the help desk.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const REQUESTS: &[&str] = &[
    "intent", "intents", "subject", "ticketsubject", "casesubject", "emailsubject", "conversationsubject", "betreff", "objet", "asunto",
    "oggetto", "topic", "tickettopic", "contactreason", "tickettitle", "casetitle",
];
/// What a request holds that is a wish for no more mail, as `squeeze` leaves it.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const WISHES: &[&str] = &[
    "unsubscribe", "removeme", "takemeoff", "takemyemailoff", "optmeout", "optout", "stopemail", "stopsending", "stopmail", "stopspam",
    "stopcontacting", "nomoreemail", "nomoremail", "donotcontact", "donotemail", "dontcontact", "dontemail", "removefrommail", "leavemealone",
    "deletemydata", "deletemyaccount", "deleteallmydata", "erasemydata", "righttobeforgotten", "gdpreras", "gdprdelet", "bitteabmelden",
    "newsletterabmeld", "newsletterabbestell", "abbestellen", "keineemails", "keinewerbung", "keinemails", "desabonner", "desabonnez", "desinscri",
    "darmedebaja", "dardebaja", "dadmedebaja", "disiscriv", "uitschrijven", "afmelden",
    "removemyemail", "removemyaddress", "removemyname", "deletemyemail", "loschungmeiner", "loeschungmeiner", "datenloschung", "datenloeschung", "loschenmeinerdaten", "loschensiemeine",
    "loeschensiemeine", "keineemail", "keinenewsletter", "ausdemverteiler", "vomverteiler", "nichtmehranschreib", "neplusmenvoyer", "neplusmecontacter", "nepluscontacter",
    "neplusrecevoir", "nesouhaiteplusrecevoir", "neveuxplusrecevoir", "neplusenvoyer", "suppressiondemesdonnees", "supprimermesdonnees", "supprimezmesdonnees", "droitaloubli",
    "suppressiondemoncompte", "supprimermoncompte", "noquierorecibir", "nodeseorecibir", "nomeenvien", "nomemanden", "eliminarmisdatos", "eliminenmisdatos", "borrarmisdatos",
    "borrenmisdatos", "derechodesupresion", "nonvoglioricevere", "nonvogliopiuricevere", "nondesideroricevere", "nondesideropiuricevere", "cancellateimiei", "cancellareimiei",
    "cancellazionedeimieidati", "naoqueroreceber", "naoqueromaisreceber", "naodesejoreceber", "excluirmeusdados", "apagarmeusdados", "exclusaodosmeusdados", "descadastr",
    "geenemail", "geenmails", "geenreclame", "geennieuwsbrief", "verwijdermijngegevens", "mijngegevensverwijder", "wypisacsie", "wypiszcie", "usunieciemoichdanych", "niechceotrzymywac",
];
/// What one may leave that is no mail.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const PLANS: &[&str] = &["plan", "subscription", "subscriptions", "box", "membership", "autoship", "trial", "order", "abo"];

/// Columns of what a message says.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const REPLIES: &[&str] = &[
    "body", "message", "text", "content", "messagebody", "messagetext", "smstext", "smsbody", "keyword", "reply", "replytext",
    "inboundmessage", "inboundtext", "response",
];
/// Columns of why a text message was not delivered, as a number.
pub(super) const ERROR_CODES: &[&str] = &["errorcode", "smserrorcode", "twilioerrorcode"];
/// Those numbers that say that its recipient has answered STOP: Twilio's.
pub(super) const CODES_OF_STOPS: &[&str] = &["21610"];
/// What is said of messages that came back, were complained of or not sent.
pub(super) const FAILED_MESSAGES: &[&str] =
    &["bounce", "spam", "undeliverab", "complain", "suppress", "blacklist"];
/// Columns of the class of a bounce, as a number: SparkPost's.
pub(super) const BOUNCE_CLASSES: &[&str] = &["bounceclass"];
/// The classes that say nothing of the address: those of messages, of servers and of answering machines.
#[rustfmt::skip] // A table: as many numbers a line as fit.
pub(super) const CLASSES_FOR_NOW: &[&str] = &[
    "1", "20", "21", "22", "23", "24", "40", "50", "51", "52", "53", "54", "60", "70", "80", "100",
];
/// Columns of the name of an event, and the types that all events have there.
pub(super) const NAMES: &[&str] = &["name"];
pub(super) const GENERAL_TYPES: &[&str] =
    &["event", "events", "track", "custom", "customevent", "webhook", "activity", "action"];
/// What consents to cookies and the like are called beside those to contact.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const OF_COOKIES: &[&str] = &["analytic", "statisti", "necessary", "functional", "adstorage", "cookie", "aduserdata", "adpersonal", "personalizationstorage"];

/// Columns of links that were clicked.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const LINKS: &[&str] = &[
    "url", "link", "href", "linkurl", "clickedurl", "clickurl", "urlclicked", "clickedlink", "targeturl", "destinationurl", "pageurl",
    "pagelocation", "pagepath", "path", "currenturl", "originalurl", "emailurl",
];
/// Objects whose names say that they hold answers to ways of contact.
pub(super) const ANSWERS: &[&str] =
    &["consents", "communicationpreferences", "emailpreferences", "marketingpreferences"];
/// Columns of the way of contact of an event.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const WAYS: &[&str] = &[
    "channel", "messagechannel", "channeltype", "communicationchannel", "contactchannel", "subscriptionchannel", "eventchannel",
];
/// Answers to a text message by which one leaves its list, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const STOPS: &[&str] = &[
    "stop", "stopall", "stopp", "stopplease", "pleasestop", "stopsms", "stoptexting", "unsubscribe", "unsub", "end", "quit", "cancel", "arret",
    "arreter", "baja", "alto", "parar", "sair", "abmelden", "afmelden", "optout", "remove", "removeme",
];

/// What an object as text holds that may speak of contact.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const IN_OBJECTS: &[&str] = &[
    "sub", "opt", "contact", "consent", "market", "mail", "news", "stop", "status", "state", "suppress", "value", "action", "abmeld", "abbest", "new",
];

/// Bytes of a text that is a state and not a letter to somebody.
pub(super) const MOST_WORD_BYTES: usize = 80;
