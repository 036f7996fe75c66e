//! What a type of event means: engagement, a refusal, a yes, or nothing that is known.
//!
//! Names are those of Klaviyo, Mailchimp, SendGrid, Customer.io, Braze, HubSpot, Shopify, Iterable,
//! Postmark, Mailgun, ActiveCampaign, Segment and GA4, and plain words. A name that is not known and
//! reads like a no is a refusal; a name that says yes never lifts one. What the configuration maps
//! otherwise is not for this file.

use super::channel::Channel;
use super::plain::Plain;
use super::refusal_words::reads_like_a_no;
use crate::ingest::EventKind;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a type of event means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventMeaning {
    /// Something the customer did or that happened to them.
    Engagement(Engagement),
    /// The customer must not be contacted by the channel.
    Refusal(Refusal, Channel),
    /// The customer said yes. It lifts no refusal: whether it may is for the configuration to say.
    OptIn,
    /// Not known, and nothing of a no in it.
    Unknown,
}

/// Events that are neither a yes nor a no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engagement {
    /// One of the kinds that features count.
    Kind(EventKind),
    /// Something was put into or taken out of a cart, or a checkout was begun.
    Cart,
    /// An order was placed or changed; orders are counted in the transactions.
    Order,
    /// The business sent something, and it arrived or did not arrive for the time being.
    Sending,
}

/// Why a customer must not be contacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// Unsubscribed or opted out.
    OptedOut,
    /// Reported a message as spam to the mail provider.
    SpamComplaint,
    /// The address does not exist, or refuses mail for good.
    HardBounce,
    /// The sending service will not send: it holds an earlier refusal.
    Suppressed,
    /// Asked to be deleted.
    Erased,
    /// The name is not known, but reads like a no; it is counted as one, and named.
    Resemblance,
}

use EventKind::{Complaint, EmailClick, EmailOpen, Nps, Referral, Review, Support, Visit};

/// Names by what they mean, spelled as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const ENGAGEMENT: &[(Engagement, &[&str])] = &[
    (
        Engagement::Kind(Visit),
        &[
            "visit", "visited", "sitevisit", "websitevisit", "storevisit", "appvisit",
            "activeonsite", "page", "pageview", "pageviewed", "viewedpage", "pagevisited", "screen",
            "screenview", "session", "sessionstart", "sessionstarted", "firstvisit", "firstsession",
            "userengagement", "applicationopened", "appopen", "appopened", "openedapp", "login",
            "loggedin", "signedin", "signin", "userlogin", "productview", "productviewed",
            "viewedproduct", "viewitem", "viewitemlist", "selectitem", "viewcontent", "itemviewed",
            "vieweditem", "productlistviewed", "productclicked", "collectionviewed",
            "viewedcollection", "viewedcategory", "categoryviewed", "search", "searched",
            "searchedsite", "submittedsearch", "productssearched", "searchsubmitted",
            "viewsearchresults", "browse", "browsed", "webvisit", "websession", "siteview",
            "appsessionstart", "appsessionend", "appfirstsession", "besuch",
        ],
    ),
    (
        Engagement::Kind(EmailOpen),
        &[
            "emailopen", "emailopened", "openedemail", "openemail", "open", "opened", "opens",
            "uniqueopen", "firstopen", "messageopened", "mailopen", "mailopened", "campaignopen",
            "newsletteropen", "newsletteropened", "uniqueemailopen", "emailmachineopen",
            "machineopen", "emailread",
        ],
    ),
    (
        Engagement::Kind(EmailClick),
        &[
            "emailclick", "emailclicked", "clickedemail", "clickemail", "click", "clicked",
            "clicks", "uniqueclick", "emaillinkclicked", "emaillinkclick", "linkclicked",
            "clickedlink", "clickedlinkinemail", "messageclicked", "mailclick", "mailclicked",
            "campaignclick", "newsletterclick", "newsletterclicked", "uniqueemailclick",
        ],
    ),
    (
        Engagement::Kind(Review),
        &[
            "review", "reviewed", "reviewsubmitted", "submittedreview", "leftreview", "wrotereview",
            "reviewwritten", "reviewcreated", "productreviewed", "productreview", "rating",
            "ratingsubmitted", "leftaproductreview", "bewertung",
        ],
    ),
    (
        Engagement::Kind(Referral),
        &[
            "referral", "referred", "referredfriend", "referafriend", "invitesent", "friendinvited",
            "referralsent", "referralcreated", "referralcompleted", "invited", "empfehlung",
        ],
    ),
    (
        Engagement::Kind(Support),
        &[
            "support", "supportticket", "supportrequest", "supportcontact", "ticket",
            "ticketcreated", "createdticket", "ticketopened", "conversationstarted", "chatstarted",
            "livechat", "contactedsupport", "contactsupport", "servicecase", "casecreated",
            "caseopened", "supportcall", "helpdesk",
        ],
    ),
    (
        Engagement::Kind(Complaint),
        &[
            "complaint", "customercomplaint", "servicecomplaint", "complaintfiled", "beschwerde",
            "reklamation",
        ],
    ),
    (
        Engagement::Kind(Nps),
        &[
            "nps", "npsresponse", "npsscore", "npssurvey", "npsanswered", "submittednps",
            "netpromoterscore", "npssubmitted",
        ],
    ),
    (
        Engagement::Cart,
        &[
            "cart", "addtocart", "addedtocart", "productadded", "addedproduct", "removefromcart",
            "productremoved", "removedfromcart", "viewcart", "cartviewed", "viewedcart",
            "cartupdated", "cartcreate", "cartsupdate", "cartscreate", "begincheckout",
            "checkoutstarted", "startedcheckout", "checkoutcreated", "checkoutupdated",
            "checkoutscreate", "checkoutsupdate", "addpaymentinfo", "addshippinginfo",
            "paymentinfoentered", "checkoutstepviewed", "checkoutstepcompleted", "addtowishlist",
            "addedtowishlist", "productaddedtowishlist", "wishlist", "abandonedcart",
            "cartabandoned", "checkoutabandoned", "couponentered", "couponapplied", "warenkorb",
        ],
    ),
    (
        Engagement::Order,
        &[
            "order", "orderplaced", "placedorder", "ordercompleted", "completedorder",
            "orderedproduct", "ordercreated", "orderscreate", "orderspaid", "orderpaid",
            "orderupdated", "ordersupdated", "orderfulfilled", "ordersfulfilled", "fulfilledorder",
            "fulfilledpartialorder", "ordercancelled", "ordercanceled", "cancelledorder",
            "canceledorder", "orderscancelled", "orderrefunded", "refundedorder", "refund",
            "purchase", "purchased", "madepurchase", "inapppurchase", "checkoutcompleted",
            "transaction", "payment", "paymentsucceeded", "confirmedshipment", "deliveredshipment",
            "ordershipped", "orderdelivered", "bestellung", "kauf",
        ],
    ),
    (
        Engagement::Sending,
        &[
            "send", "sent", "emailsend", "emailsent", "receivedemail", "emailreceived", "delivered",
            "delivery", "emaildelivered", "emaildelivery", "processed", "emailprocessed",
            "deferred", "emaildeferred", "emaildeferral", "deferral", "deliverydelay", "blocked",
            "softbounce", "softbounced", "emailsoftbounce", "emailsoftbounced", "softbouncedemail",
            "transientbounce", "temporarybounce", "temporaryfail", "temporaryfailure",
            "emailattempted", "emailretry", "smssend", "smssent", "smsdelivery", "smsdelivered",
            "receivedsms", "smscarriersend", "pushsend", "pushsent", "receivedpush",
            "pushnotificationsend", "inappsend", "campaignsent", "newslettersent", "messagesent",
            "messagedelivered", "emailprint", "emailforward", "accepted", "emailsendskip",
        ],
    ),
];

/// Names that say no, by why and to what.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const REFUSALS: &[(Refusal, Channel, &[&str])] = &[
    (
        Refusal::OptedOut,
        Channel::Email,
        &[
            "unsubscribe", "unsubscribed", "unsubscribes", "unsubscription", "emailunsubscribe",
            "emailunsubscribed", "unsubscribedemail", "unsubscribedfromlist",
            "unsubscribedfromemail", "unsubscribedfromemailmarketing", "unsubscribefromlist",
            "listunsubscribe", "groupunsubscribe", "emailgroupunsubscribe", "campaignunsubscribe",
            "newsletterunsubscribe", "newsletterunsubscribed", "hostedunsubscribeclick",
            "subscriptionchange", "emailoptout", "emailoptedout", "optedoutofemail",
            "optedoutfromemail", "messageunsubscribed", "contactunsubscribe", "contactunsubscribed",
            "abgemeldet", "newsletterabgemeldet", "desinscrit", "desabonne", "baja", "disiscritto",
            "uitgeschreven", "afgemeld",
        ],
    ),
    (
        Refusal::OptedOut,
        Channel::Sms,
        &[
            "smsunsubscribe", "smsunsubscribed", "unsubscribedfromsms",
            "unsubscribedfromsmsmarketing", "smsoptout", "smsoptedout", "optedoutofsms", "smsstop",
            "smsinboundstop",
        ],
    ),
    (
        Refusal::OptedOut,
        Channel::Phone,
        &["phoneoptout", "phoneoptedout", "optedoutofphone", "donotcall", "calloptout"],
    ),
    (
        Refusal::OptedOut,
        Channel::Push,
        &[
            "pushunsubscribe", "pushunsubscribed", "unsubscribedfrompush", "pushoptout",
            "webpushunsubscribed",
        ],
    ),
    (
        Refusal::OptedOut,
        Channel::All,
        &[
            "unsubscribeall", "unsubscribedall", "unsubscribefromall", "unsubscribedfromall",
            "globalunsubscribe", "customerunsubscribed", "optout", "optedout", "optouts",
            "marketingoptout", "globaloptout", "donotcontact", "stop", "stopall", "removeme",
            "dontcontact", "consentwithdrawn", "withdrewconsent", "consentrevoked",
            "subscriptionglobalstatechange", "subscriptiongroupstatechange",
            "customersmarketingconsentupdate",
        ],
    ),
    (
        Refusal::OptedOut,
        Channel::Ads,
        &[
            "donotsell", "donotshare", "donotsellorshare", "donotsellmyinfo", "donotsellmydata",
            "donotsellmypersonalinformation", "ccpadonotsell", "cpradonotsell", "dsardonotsell", "gdprdonotsell",
        ],
    ),
    (
        Refusal::SpamComplaint,
        Channel::Email,
        &[
            "spam", "spammed", "spamreport", "spamreported", "spamcomplaint", "spamcomplaints",
            "reportedspam", "reportspam", "markedasspam", "markasspam", "markedemailasspam",
            "emailmarkedasspam", "emailmarkasspam", "emailspamreport", "emailspammed",
            "emailspamcomplaint", "emailcomplaint", "emailcomplained", "complained", "abuse",
            "abusecomplaint", "complaintemail", "abusereport", "feedbackloop",
        ],
    ),
    (
        Refusal::HardBounce,
        Channel::Email,
        &[
            "bounce", "bounced", "hardbounce", "hardbounced", "emailbounce", "emailbounced",
            "bouncedemail", "emailhardbounce", "emailhardbounced", "hardbouncedemail",
            "permanentbounce", "permanentfail", "permanentfailure", "invalidemail", "cleaned",
            "emailcleaned", "contactcleaned", "outofband",
        ],
    ),
    (
        Refusal::Suppressed,
        Channel::Email,
        &[
            "dropped", "drop", "emaildropped", "droppedemail", "emailsuppressed", "emailblacklisted", "policyrejection", "quarantined",
            "reject", "emailreject", "emailrejected",
        ],
    ),
    (
        Refusal::Suppressed,
        Channel::All,
        &["suppressed", "suppression", "suppress", "blacklisted", "blocklisted", "deceased"],
    ),
    (
        Refusal::Erased,
        Channel::All,
        &[
            "erase", "erased", "erasure", "erasurerequest", "dataerasure", "gdprerasure",
            "gdprdelete", "gdprdeletion", "gdprforget", "righttobeforgotten", "forgetme",
            "forgotten", "redact", "customersredact", "anonymised", "anonymized", "userdeleted",
            "deleteuser", "accountdeleted", "deletedaccount", "contactdeleted", "contactdeletion",
            "customerdeleted", "customersdelete", "personaldatadeleted", "deletionrequest",
            "dsardelete", "dsardeletion", "dsarerasure", "ccpadelete", "ccpadeletion", "righttodelete",
            "righttodeletion", "deleteme", "deletemydata", "datadeletion",
        ],
    ),
];

/// Names that say yes.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const OPT_INS: &[&str] = &[
    "subscribe", "subscribed", "subscribes", "subscribedtolist", "subscribedtoemail",
    "subscribedtoemailmarketing", "subscribedtosms", "subscribedtosmsmarketing", "emailsubscribed",
    "emailsubscribe", "smssubscribed", "smssubscribe", "newslettersubscribed", "newslettersignup",
    "signedupfornewsletter", "resubscribe", "resubscribed", "groupresubscribe", "optin", "optedin",
    "emailoptin", "smsoptin", "doubleoptin", "confirmedoptin", "consentgiven", "consentgranted",
    "consentedtoreceivesms", "consentedtoreceiveemail", "gdprconsentgiven", "gdpraccepted",
    "gdprconsentaccepted", "unsuppressed", "angemeldet", "inscrit", "abonne",
];

/// What services put before the names of their events.
const PREFIXES: [&str; 3] = ["usersmessages", "usersbehaviors", "customerioemail"];

static KNOWN: LazyLock<HashMap<&'static str, EventMeaning>> = LazyLock::new(|| {
    let engagement = ENGAGEMENT.iter().flat_map(|(meaning, names)| {
        names.iter().map(|&name| (name, EventMeaning::Engagement(*meaning)))
    });
    let opt_ins = OPT_INS.iter().map(|&name| (name, EventMeaning::OptIn));
    let refusals = REFUSALS.iter().flat_map(|(why, channel, names)| {
        names.iter().map(|&name| (name, EventMeaning::Refusal(*why, *channel)))
    });
    engagement.chain(opt_ins).chain(refusals).collect()
});

impl EventMeaning {
    /// The meaning of a type as written in data. Costs a few allocations: ask once per distinct text.
    pub fn of(text: &str) -> EventMeaning {
        let name = Plain::of(text);
        let squeezed = name.squeezed.as_str();
        let own = PREFIXES.iter().find_map(|prefix| squeezed.strip_prefix(prefix));
        if let Some(&known) = KNOWN.get(squeezed).or_else(|| KNOWN.get(own?)) {
            return known;
        }
        if reads_like_a_no(&name) {
            let channel = Channel::named_in(&name).unwrap_or(Channel::All);
            return EventMeaning::Refusal(Refusal::Resemblance, channel);
        }
        EventMeaning::Unknown
    }

    /// The kind that features count. An order or a message sent is no engagement; a cart is a visit.
    pub fn kind(self) -> EventKind {
        match self {
            EventMeaning::Engagement(Engagement::Kind(kind)) => kind,
            EventMeaning::Engagement(Engagement::Cart) => Visit,
            EventMeaning::Refusal(Refusal::HardBounce | Refusal::Suppressed, _)
            | EventMeaning::Engagement(Engagement::Order | Engagement::Sending)
            | EventMeaning::OptIn
            | EventMeaning::Unknown => EventKind::Other,
            EventMeaning::Refusal(..) => EventKind::Unsubscribe,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Channel::{All, Email, Push, Sms};

    fn refusal(name: &str) -> (Refusal, Channel) {
        match EventMeaning::of(name) {
            EventMeaning::Refusal(why, channel) => (why, channel),
            other => panic!("{name} is {other:?}"),
        }
    }

    #[test]
    fn no_name_has_two_meanings() {
        let engagement = ENGAGEMENT.iter().map(|(_, names)| names.len()).sum::<usize>();
        let refusals = REFUSALS.iter().map(|(_, _, names)| names.len()).sum::<usize>();
        assert_eq!(KNOWN.len(), engagement + refusals + OPT_INS.len());
        let is_squeezed = |name: &&str| super::super::plain::squeeze(name) == **name;
        assert!(KNOWN.keys().all(is_squeezed), "a name that is never found");
    }

    #[test]
    fn every_service_says_no_in_its_own_words() {
        for (name, why, channel) in [
            ("Unsubscribed from List", Refusal::OptedOut, Email),
            ("Unsubscribed from SMS Marketing", Refusal::OptedOut, Sms),
            ("Marked Email as Spam", Refusal::SpamComplaint, Email),
            ("Email Marked as Spam", Refusal::SpamComplaint, Email),
            ("group_unsubscribe", Refusal::OptedOut, Email),
            ("spamreport", Refusal::SpamComplaint, Email),
            ("SPAMREPORT", Refusal::SpamComplaint, Email),
            ("users.messages.email.Unsubscribe", Refusal::OptedOut, Email),
            ("users.messages.email.MarkAsSpam", Refusal::SpamComplaint, Email),
            ("users.messages.email.Bounce", Refusal::HardBounce, Email),
            ("users.messages.pushnotification.Bounce", Refusal::Resemblance, Push),
            ("users.behaviors.subscription.GlobalStateChange", Refusal::OptedOut, All),
            ("emailUnSubscribe", Refusal::OptedOut, Email),
            ("emailComplaint", Refusal::SpamComplaint, Email),
            ("email_unsubscribed", Refusal::OptedOut, Email),
            ("email_spammed", Refusal::SpamComplaint, Email),
            ("SpamComplaint", Refusal::SpamComplaint, Email),
            ("SubscriptionChange", Refusal::OptedOut, Email),
            ("HardBounce", Refusal::HardBounce, Email),
            ("complained", Refusal::SpamComplaint, Email),
            ("permanent_fail", Refusal::HardBounce, Email),
            ("cleaned", Refusal::HardBounce, Email),
            ("Dropped Email", Refusal::Suppressed, Email),
            ("customers/redact", Refusal::Erased, All),
            ("opt_out", Refusal::OptedOut, All),
            ("un-subscribe", Refusal::OptedOut, Email),
            ("Désinscrit", Refusal::OptedOut, Email),
            ("gdpr.delete", Refusal::Erased, All),
            ("dsar_delete", Refusal::Erased, All),
            ("Right to Delete", Refusal::Erased, All),
            ("ccpa_do_not_sell", Refusal::OptedOut, Channel::Ads),
        ] {
            assert_eq!(refusal(name), (why, channel), "{name}");
        }
    }

    #[test]
    fn a_name_like_a_no_is_a_no() {
        assert_eq!(refusal("Viewed Unsubscribe Page"), (Refusal::Resemblance, All));
        assert_eq!(refusal("sms_opt_out_v2"), (Refusal::Resemblance, Sms));
        assert_eq!(refusal("not spam"), (Refusal::Resemblance, All));
        assert_eq!(refusal("DSAR: delete (verified)"), (Refusal::Resemblance, All));
        assert_eq!(refusal("data_subject_objection"), (Refusal::Resemblance, All));
        assert_eq!(EventMeaning::of("dsar_access"), EventMeaning::Unknown);
        assert_eq!(refusal("user hard-bounced twice"), (Refusal::Resemblance, All));
    }

    #[test]
    fn engagement_is_what_it_is() {
        let kind = |name: &str| EventMeaning::of(name).kind();
        for known in EventKind::ALL {
            assert_eq!(kind(known.name()), known, "the names of our own table");
        }
        assert_eq!(kind("Active on Site"), Visit);
        assert_eq!(kind("page_view"), Visit);
        assert_eq!(kind("Opened Email"), EmailOpen);
        assert_eq!(kind("users.messages.email.Open"), EmailOpen);
        assert_eq!(kind("Email Link Clicked"), EmailClick);
        assert_eq!(kind("Added to Cart"), Visit);
        let engagement = |name: &str| match EventMeaning::of(name) {
            EventMeaning::Engagement(engagement) => Some(engagement),
            _ => None,
        };
        assert_eq!(engagement("Placed Order"), Some(Engagement::Order));
        assert_eq!(engagement("users.behaviors.Purchase"), Some(Engagement::Order));
        assert_eq!(engagement("remove_from_cart"), Some(Engagement::Cart));
        assert_eq!(engagement("SoftBounce"), Some(Engagement::Sending));
        assert_eq!(engagement("users.messages.email.SoftBounce"), Some(Engagement::Sending));
        assert_eq!(engagement("Received Email"), Some(Engagement::Sending));
    }

    #[test]
    fn a_yes_is_no_refusal_and_no_engagement() {
        for name in ["Subscribed to List", "group_resubscribe", "opt-in", "Unsuppressed"] {
            assert_eq!(EventMeaning::of(name), EventMeaning::OptIn, "{name}");
        }
        assert_eq!(EventMeaning::of("loyalty_tier_reached"), EventMeaning::Unknown);
        assert_eq!(EventMeaning::of(""), EventMeaning::Unknown);
    }
}
