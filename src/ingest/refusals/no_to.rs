//! What somebody has said no to. A set of channels; why is only told apart as far as it is reported.

use crate::ingest::meaning::channel::Channel;
use crate::ingest::meaning::event_names::Refusal;
use std::ops::{BitAnd, BitOr, BitOrAssign};

/// The contacts that are refused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::struct_excessive_bools, reason = "a set: each contact is refused or not")]
pub(crate) struct NoTo {
    /// E-mail.
    pub email: bool,
    /// Calls and text messages.
    pub phone: bool,
    /// Addresses in the hands of advertising platforms.
    pub ads: bool,
    /// Any contact, by decision of the business or because the address is dead.
    pub suppressed: bool,
}

impl NoTo {
    /// Every contact.
    pub(crate) const ALL: NoTo = NoTo { email: true, phone: true, ads: true, suppressed: false };
    /// Every contact, by decision of the business.
    pub(crate) const SUPPRESSED: NoTo = NoTo { suppressed: true, ..NoTo::ALL };

    /// What a no to a channel takes away. Who wants no e-mail wants no call in its place; messages that
    /// are not on a win-back list (push, letters) take nothing, and advertising takes nothing else.
    pub(crate) fn channel(channel: Channel) -> NoTo {
        match channel {
            Channel::All | Channel::Email => NoTo::ALL,
            Channel::Sms | Channel::Phone => NoTo { phone: true, ..NoTo::default() },
            Channel::Ads => NoTo { ads: true, ..NoTo::default() },
            Channel::Push | Channel::Post => NoTo::default(),
        }
    }

    /// What an event takes away.
    pub(crate) fn refusal(why: Refusal, channel: Channel) -> NoTo {
        let no = NoTo::channel(channel);
        match why {
            Refusal::HardBounce | Refusal::Suppressed | Refusal::Erased if no == NoTo::ALL => {
                NoTo::SUPPRESSED
            }
            _ => no,
        }
    }

    /// Whether a way is refused by which a list reaches people.
    pub(crate) fn is_to_a_list(self) -> bool {
        self.email || self.phone
    }

    /// Whether a way is refused that another does not refuse, for whatever reason.
    pub(crate) fn has_more_ways_than(self, other: NoTo) -> bool {
        (self.email && !other.email) || (self.phone && !other.phone) || (self.ads && !other.ads)
    }

    /// Whether anything is refused.
    pub(crate) fn is_any(self) -> bool {
        self != NoTo::default()
    }
}

impl BitOr for NoTo {
    type Output = NoTo;

    fn bitor(self, other: NoTo) -> NoTo {
        NoTo {
            email: self.email | other.email,
            phone: self.phone | other.phone,
            ads: self.ads | other.ads,
            suppressed: self.suppressed | other.suppressed,
        }
    }
}

impl BitAnd for NoTo {
    type Output = NoTo;

    fn bitand(self, other: NoTo) -> NoTo {
        NoTo {
            email: self.email & other.email,
            phone: self.phone & other.phone,
            ads: self.ads & other.ads,
            suppressed: self.suppressed & other.suppressed,
        }
    }
}

impl BitOrAssign for NoTo {
    fn bitor_assign(&mut self, other: NoTo) {
        *self = *self | other;
    }
}
