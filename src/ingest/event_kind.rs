//! The types of engagement event that mean something to the features; all else is "other".

/// What happened in an engagement event. The discriminant is the stored code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum EventKind {
    /// A visit to the site, the app or the shop.
    Visit = 0,
    /// An e-mail was opened.
    EmailOpen = 1,
    /// A link in an e-mail was followed.
    EmailClick = 2,
    /// A product review was written.
    Review = 3,
    /// Somebody else was referred.
    Referral = 4,
    /// A contact with the service desk.
    Support = 5,
    /// A complaint.
    Complaint = 6,
    /// An answer to the net-promoter question; the value is 0 to 10.
    Nps = 7,
    /// The customer asked to be left alone.
    Unsubscribe = 8,
    /// Any other type.
    Other = 9,
}

impl EventKind {
    /// All kinds, in the order of their codes.
    pub const ALL: [EventKind; 10] = [
        EventKind::Visit,
        EventKind::EmailOpen,
        EventKind::EmailClick,
        EventKind::Review,
        EventKind::Referral,
        EventKind::Support,
        EventKind::Complaint,
        EventKind::Nps,
        EventKind::Unsubscribe,
        EventKind::Other,
    ];

    /// The name used in data and in feature names.
    pub fn name(self) -> &'static str {
        match self {
            EventKind::Visit => "visit",
            EventKind::EmailOpen => "email_open",
            EventKind::EmailClick => "email_click",
            EventKind::Review => "review",
            EventKind::Referral => "referral",
            EventKind::Support => "support",
            EventKind::Complaint => "complaint",
            EventKind::Nps => "nps",
            EventKind::Unsubscribe => "unsubscribe",
            EventKind::Other => "other",
        }
    }
}
