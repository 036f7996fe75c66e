//! Where people buy, and at what hour of the day.

/// A sales channel. The discriminant is the stored code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Channel {
    /// The web shop.
    Web = 0,
    /// The business's app.
    App = 1,
    /// A shop with a door.
    Store = 2,
    /// Ordered by phone.
    Phone = 3,
    /// Somebody else's platform.
    Marketplace = 4,
}

/// Shopping at home: lunch and above all the evening.
const HOME: [f64; 24] = [
    1.2, 0.6, 0.3, 0.2, 0.2, 0.3, 0.8, 1.6, 2.4, 3.2, 3.8, 4.0, 4.4, 4.2, 3.8, 3.8, 4.0, 4.4, 5.0,
    5.8, 6.6, 6.4, 4.6, 2.6,
];
/// Opening hours of a shop.
const SHOP: [f64; 24] = [
    0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.6, 3.0, 5.0, 6.4, 6.8, 6.0, 5.8, 6.2, 7.0, 7.4, 5.6,
    3.0, 0.0, 0.0, 0.0, 0.0,
];
/// A shop on a Sunday.
const SHOP_SUNDAY: [f64; 24] = [
    0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 3.0, 5.0, 6.0, 6.0, 5.0, 3.0, 0.0, 0.0,
    0.0, 0.0, 0.0, 0.0, 0.0,
];
/// A staffed telephone.
const OFFICE: [f64; 24] = [
    0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 6.0, 7.0, 6.5, 3.5, 4.5, 6.0, 5.5, 4.5, 2.0, 0.0,
    0.0, 0.0, 0.0, 0.0, 0.0,
];

impl Channel {
    /// All channels, in the order of their codes.
    pub(super) const ALL: [Channel; 5] =
        [Channel::Web, Channel::App, Channel::Store, Channel::Phone, Channel::Marketplace];

    /// The name in the data.
    pub(super) fn name(self) -> &'static str {
        match self {
            Channel::Web => "web",
            Channel::App => "app",
            Channel::Store => "store",
            Channel::Phone => "phone",
            Channel::Marketplace => "marketplace",
        }
    }

    /// Whether a purchase is preceded by visits that the business sees.
    pub(super) fn leaves_visits(self) -> bool {
        matches!(self, Channel::Web | Channel::App)
    }

    /// Weight of each hour of the day.
    pub(super) fn hours(self, sunday: bool) -> &'static [f64; 24] {
        match self {
            Channel::Web | Channel::App | Channel::Marketplace => &HOME,
            Channel::Store if sunday => &SHOP_SUNDAY,
            Channel::Store => &SHOP,
            Channel::Phone => &OFFICE,
        }
    }
}
