//! What a cell of a column that speaks of contact says. One that is not understood is a no.

use super::cells::MOST_CELL_BYTES;
use super::{NoCell, NoReading};
use crate::ingest::Consent;
use crate::ingest::meaning::bounces::is_for_now;
use crate::ingest::meaning::channel::Channel;
use crate::ingest::meaning::consent_words::{consent, is_not_yet_given};
use crate::ingest::meaning::contact_names::{self, Asks};
use crate::ingest::meaning::date_text::{DateReading, DateText};
use crate::ingest::meaning::flags::{Flag, flag, says_nothing};
use crate::ingest::meaning::json_texts::{json_in, may_be_json};
use crate::ingest::meaning::objects::{grants, holds_something, refused_consents, state_of};
use crate::ingest::meaning::plain::{Plain, squeeze};
use crate::ingest::meaning::refusal_words::{reads_like_a_no, without_reversed};
use crate::ingest::meaning::row_status::DELETIONS;
use crate::ingest::meaning::state_words::is_gone;
use serde_json::Value;

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
        use NoReading::{Ban, Bounce, Flag, Paused, Reason, Time};
        !matches!(self, Flag | Time | Reason | Ban | Bounce | Paused)
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
            NoReading::Ban => ban(text),
            NoReading::State | NoReading::Consent | NoReading::Asked if may_be_json(text) => {
                json_in(text).map_or(NoCell::Doubtful, |object| self.object(&object))
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
            let is_of_a_ban = self == NoReading::Flag && !state.is_empty();
            return if is_of_a_ban { NoReading::Ban.read(state) } else { self.read(state) };
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

/// States of a ban that holds, and of one that does not.
const BANNED: &[&str] = &["active", "permanent", "on", "enabled", "yes", "true", "1", "y"];
#[rustfmt::skip] // A table: as many words a line as fit.
const NOT_BANNED: &[&str] = &[
    "inactive", "off", "disabled", "expired", "ended", "lifted", "cleared", "resolved", "released", "removed", "no", "false", "0", "n",
];

fn ban(text: &str) -> NoCell {
    match squeeze(text).as_str() {
        word if BANNED.contains(&word) => NoCell::No,
        word if NOT_BANNED.contains(&word) => NoCell::Nothing,
        // The day from which it holds.
        _ if timed(text) == NoCell::No => NoCell::No,
        _ => NoReading::State.read(text),
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
                | "cancel"
                | "cancelled"
                | "canceled"
                | "complaint"
                | "directcomplaint"
                | "providedfeedback"
                | "lockedout"
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
            | "catchall"
            | "acceptall"
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
