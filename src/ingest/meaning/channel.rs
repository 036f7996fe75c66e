//! The ways of contact that a yes or a no may be about. Not whether there is an address for one.

use super::plain::Plain;

/// What a yes or a no is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Channel {
    /// Every contact.
    All,
    /// E-mail.
    Email,
    /// Text messages.
    Sms,
    /// Calls.
    Phone,
    /// Messages in an app or a browser.
    Push,
    /// Letters.
    Post,
    /// Advertising platforms.
    Ads,
}

#[rustfmt::skip] // A table: as many words a line as fit.
const EMAIL: &[&str] = &[
    "mail", "newsletter", "correo", "courriel", "courrierselectronique", "courrierelectronique", "sahkoposti", "メール", "メルマガ", "邮件", "이메일", "ニュースレター", "뉴스레터",
];
/// How e-mail is called by two words or one: `E-post`, `E-posta`.
const E_POST: &[&str] = &["epost", "eposta", "eposti"];
const SMS_STEMS: &[&str] =
    &["textmessag", "whatsapp", "mobilepermission", "viber", "telegram", "wechat", "kakao"];
/// Words for the number, unless something was only said by it.
const MOBILE: &[&str] = &["mobile", "rcs"];
const BY_WHAT: &[&str] = &["via", "on", "from", "by", "app"];
const SMS: &[&str] = &["sms", "mms", "text", "texts", "mesaj"];
const PHONE_STEMS: &[&str] =
    &["phone", "telefon", "anruf", "llamada", "callcent", "donotcall", "dontcall"];
/// Public registers of those who want no calls.
#[rustfmt::skip] // A table: as many words a line as fit.
const PHONE_REGISTERS: &[&str] = &[
    "bloctel", "nixregister", "nixspar", "registrodelleopposizioni", "registroopposizioni", "belmeniet", "naomeperturbe", "dncr", "donotcallregist", "ctps",
];
const PHONE: &[&str] = &["call", "calls", "calling", "tel", "voice", "arama"];
const PUSH: &[&str] = &["push", "inapp", "browsernotif", "webnotif", "appnotif"];
const POST: &[&str] = &[
    "postalmail",
    "directmail",
    "bypost",
    "letterpost",
    "postwerbung",
    "briefwerbung",
    "goneaway",
    "mailingaddress",
    "mailingadress",
    "dmadonotmail",
    "mailcatalog",
    "catalogunsub",
    "catalogueunsub",
];
/// Words for letters and other paper, unless mail is spoken of: `post_purchase_email`.
#[rustfmt::skip] // A table: as many words a line as fit.
const POST_WORDS: &[&str] = &["post", "postal", "letter", "letters", "fax", "faxes", "print", "catalog", "catalogs", "catalogue", "catalogues", "katalog", "posta"];
/// What `post` is no letter beside: one unsubscribes from mails, by HTTP or after something, and from digests of a blog;
/// junk is mail.
const NO_LETTERS: &[&str] = &[
    "unsub",
    "http",
    "blog",
    "digest",
    "postpurchase",
    "postsale",
    "postorder",
    "gdpr",
    "dsgvo",
    "elettronic",
    "electroni",
    "elektroni",
    "indesiderat",
    "nezel",
    "istenmeyen",
    "ongewenst",
];
#[rustfmt::skip] // A table: as many words a line as fit.
const ADS: &[&str] = &[
    "advertis", "audiencesync", "donotsell", "donotshare", "optoutofsale", "optoutsale", "saleoptout", "retarget", "remarketing", "tiktok",
];

impl Channel {
    /// The channel that a name speaks of; None where it speaks of none or of several.
    pub fn named_in(name: &Plain) -> Option<Channel> {
        let email = name.has_stem(EMAIL) || is_e_post(name);
        let post = name.has_stem(POST)
            || (name.has_word(POST_WORDS) && !email && !name.has_stem(NO_LETTERS));
        let found = [
            (email && !post, Channel::Email),
            (name.has_word(SMS) || name.has_stem(SMS_STEMS) || is_of_a_mobile(name), Channel::Sms),
            (name.has_word(PHONE) || name.has_stem(PHONE_STEMS), Channel::Phone),
            (name.has_stem(PUSH), Channel::Push),
            (post, Channel::Post),
            (name.has_stem(ADS) || name.has_word(&["ads"]), Channel::Ads),
        ];
        let mut named =
            found.into_iter().filter(|(is_named, _)| *is_named).map(|(_, channel)| channel);
        let first = named.next()?;
        let is_on_no_list = matches!(first, Channel::Push | Channel::Post | Channel::Ads);
        let is_of_all = is_on_no_list && name.has_word(&["all", "every", "any"]);
        (named.next().is_none() && !is_of_all).then_some(first)
    }

    /// Whether a no to this channel forbids contact by another: calls and text messages go to one number,
    /// and whoever wants neither is asked for one consent; a no to all forbids each.
    pub fn forbids(self, other: Channel) -> bool {
        let number = |channel| matches!(channel, Channel::Sms | Channel::Phone);
        self == Channel::All || self == other || (number(self) && number(other))
    }

    /// The name used on pages and in messages.
    pub fn name(self) -> &'static str {
        match self {
            Channel::All => "all",
            Channel::Email => "e-mail",
            Channel::Sms => "text messages",
            Channel::Phone => "phone",
            Channel::Push => "push messages",
            Channel::Post => "post",
            Channel::Ads => "advertising",
        }
    }
}

/// Whether a name is that of a public register of those who want no calls, and of no other way: `TPS`, `Inscrit Bloctel`.
pub(super) fn is_of_a_phone_register(name: &Plain) -> bool {
    let is_register = name.has_stem(PHONE_REGISTERS) || name.has_word(&["tps", "dnd"]);
    is_register && matches!(Channel::named_in(name), None | Some(Channel::Phone))
}

/// Whether a name speaks of e-mail as the north and Turkey call it.
fn is_e_post(name: &Plain) -> bool {
    let mut before = "";
    name.parts().any(|part| {
        let follows =
            before == "e" && E_POST.iter().any(|word| word.strip_prefix('e') == Some(part));
        before = part;
        follows || E_POST.contains(&part.as_str())
    })
}

/// Whether a name speaks of a mobile number: `MobileOptOut`, and not `unsubscribed_on_mobile`.
fn is_of_a_mobile(name: &Plain) -> bool {
    let is_place = name.has_word(&["in"]) && !name.has_stem(&["optin"]);
    name.has_word(MOBILE) && !name.has_word(BY_WHAT) && !is_place && !name.has_stem(PUSH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_speaks_of_one_channel_or_of_none() {
        let named = |name: &str| Channel::named_in(&Plain::of(name));
        assert_eq!(named("Unsubscribed from Email Marketing"), Some(Channel::Email));
        assert_eq!(named("smsOptOut"), Some(Channel::Sms));
        assert_eq!(named("do_not_call"), Some(Channel::Phone));
        assert_eq!(named("direct mail opt-out"), Some(Channel::Post));
        assert_eq!(named("do_not_contact_by_post"), Some(Channel::Post));
        assert_eq!(named("list_unsubscribe_post"), None);
        assert_eq!(named("posta indesiderata"), None);
        assert_eq!(named("do_not_contact_post_gdpr"), None);
        assert_eq!(named("opt_out_all_channels_push"), None);
        assert_eq!(named("MobileOptOut"), Some(Channel::Sms));
        assert_eq!(named("unsubscribed_on_mobile"), None);
        assert_eq!(named("Mobile Opt-In"), Some(Channel::Sms));
        assert_eq!(named("unsubscribed in mobile"), None);
        assert_eq!(named("mobile_push_opt_out"), Some(Channel::Push));
        assert_eq!(named("catalogue_opt_out"), Some(Channel::Post));
        assert_eq!(named("Samtykke e-post"), Some(Channel::Email));
        assert_eq!(named("no_more_post"), Some(Channel::Post));
        assert_eq!(named("MailingAddress"), Some(Channel::Post));
        for (register, is_one) in
            [("TPS", true), ("Inscrit Bloctel", true), ("sms_dnd", false), ("dnd_sign_mail", false)]
        {
            assert_eq!(is_of_a_phone_register(&Plain::of(register)), is_one, "{register}");
        }
        assert_eq!(named("opt_out"), None);
        assert_eq!(named("email and sms opt out"), None);
        assert_eq!(named("context_optout"), None);
    }

    #[test]
    fn a_no_by_number_is_one_no() {
        assert!(Channel::All.forbids(Channel::Email));
        assert!(Channel::Sms.forbids(Channel::Phone) && Channel::Phone.forbids(Channel::Sms));
        assert!(!Channel::Email.forbids(Channel::Phone));
        assert!(!Channel::Push.forbids(Channel::All));
    }
}
