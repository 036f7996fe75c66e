//! Whether those who have said no are anybody of whom the list is made, by every table that says it.
//!
//! A no whose identifiers are written in another way reaches nobody, and its owner would be written to: where none of
//! a place reaches anybody, no list is made.

use crate::audience::Candidates;
use crate::config::Settings;
use crate::ingest::{
    CustomerId, Customers, EventRefusals, IdRule, IdRules, IdSample, IdsAlone, Meeting, PersonKeys,
    SameNumbers,
};
use crate::monitor::preflight::Reach;
use crate::pipeline::audience::AudienceError;
use crate::pipeline::warnings::warn_of;
use rayon::prelude::*;

/// Whom the refusals of the events reach among the contact details; none where nobody has said no.
pub(in crate::pipeline) fn reach_of_events(
    found: &EventRefusals,
    customers: &Customers,
    present: &IdRules,
) -> Option<Reach> {
    let people = found.refusals.people() as u64;
    let refused = if people > 0 { people } else { found.nameless };
    if refused == 0 || customers.is_empty() {
        return None;
    }
    // What the table itself refuses says nothing of the events.
    let met = customers.reached_by(&found.refusals).min(refused);
    let reach = Reach {
        place: "the events".to_owned(),
        elsewhere: "those of the customers table",
        refused,
        met,
        is_known: met > 0,
        knows_all: false,
        examples: Default::default(),
        meeting: Meeting::default(),
    };
    let theirs = || sample((0..customers.len()).map(|row| customers.id(row)));
    Some(explained(reach, &found.ids, theirs, present))
}

/// The same of a file of the customers table that has identifiers alone, where `buyers` are those of the transactions.
pub(in crate::pipeline) fn reach_of_list(
    list: &IdsAlone,
    buyers: impl FnOnce() -> IdSample,
    present: &IdRules,
) -> Reach {
    let reach = Reach {
        place: list.file.clone(),
        elsewhere: "those of the transactions and of other files",
        refused: list.refused,
        met: list.met,
        is_known: list.is_known,
        knows_all: true,
        examples: Default::default(),
        meeting: Meeting::default(),
    };
    explained(reach, &list.sample, buyers, present)
}

/// With examples and a remedy, where few are known.
fn explained(
    reach: Reach,
    ours: &IdSample,
    theirs: impl FnOnce() -> IdSample,
    present: &IdRules,
) -> Reach {
    if reach.met * 2 >= reach.refused {
        return reach;
    }
    let theirs = theirs();
    let examples = [ours.examples(), theirs.examples()];
    Reach { examples, meeting: ours.clone().meeting(theirs, present), ..reach }
}

fn sample<'a>(ids: impl Iterator<Item = CustomerId<'a>>) -> IdSample {
    let mut sample = IdSample::default();
    ids.for_each(|id| sample.add(&id.to_string()));
    sample
}

/// Refuses refusals of the events that reach nobody of the customers table, and lists that nobody can read; warns where
/// most refusals reach nobody.
pub(in crate::pipeline) fn refuse_unmet(
    found: &EventRefusals,
    customers: &Customers,
    settings: &Settings,
    present: &IdRules,
) -> Result<(), AudienceError> {
    if settings.accept_losses {
        return Ok(());
    }
    let unread = [&found.unread_lists[..], &customers.unread_lists[..]].concat();
    if !unread.is_empty() {
        return Err(AudienceError::UnreadList { files: unread.join(", ") });
    }
    reach_of_events(found, customers, present).map_or(Ok(()), |reach| refuse_lost(&reach))
}

/// Warns of identifiers that say no in the events and are neither in the customers table nor anybody's who has bought.
pub(in crate::pipeline) fn warn_of_strangers(
    found: &EventRefusals,
    customers: &Customers,
    candidates: &Candidates,
    present: &IdRules,
) {
    // Who is known by an address, too, is met by it.
    if !found.refusals.are_by_ids() {
        return;
    }
    // Whoever is in the events alone has a row among the scores, too.
    let scored = (0..candidates.len()).filter(|&row| candidates.orders(row) > 0);
    let scored =
        scored.map(|row| candidates.id(row)).map(|id| PersonKeys::of(Some(id), None, None));
    let refused = found.refusals.len() as u64;
    let unknown = found.refusals.strangers(customers.everybodys_keys().chain(scored));
    if unknown == 0 {
        return;
    }
    let reach = Reach {
        place: "the events".to_owned(),
        elsewhere: "those of the customers table and of the transactions",
        refused,
        met: refused - unknown,
        is_known: true,
        knows_all: true,
        examples: Default::default(),
        meeting: Meeting::default(),
    };
    let theirs = || sample((0..customers.len()).map(|row| customers.id(row)));
    // Of most it is said where they are refused.
    if reach.met * 2 < reach.refused {
        return;
    }
    let told = explained(reach, &found.ids, theirs, present).finding();
    if told.is_none() {
        tracing::info!(
            "refusals: {unknown} of the {refused} who have said no in the events are nobody's identifiers"
        );
    }
    warn_of(&told.into_iter().collect::<Vec<_>>());
}

/// Lets noes under identifiers that are nobody's hold for the customers who have their numbers behind other letters, where
/// most of them are one customer's, and says so.
pub(in crate::pipeline) fn refuse_same_numbers(
    customers: &mut Customers,
    candidates: &Candidates,
    present: &IdRules,
) {
    let keys = |row| PersonKeys::of(Some(candidates.id(row)), None, None);
    let keys = || buyers(candidates).map(keys).collect();
    if let Some(SameNumbers { strangers, alike }) = customers.refuse_by_number(keys) {
        let rules = present.and(&[IdRule::Unprefix, IdRule::Unzero]).setting();
        tracing::warn!(
            "refusals: {strangers} identifiers that have said no are nobody's, and {alike} of them have the number of one \
             customer behind other letters: whoever has such a number is left alone; columns.id_normalise = \"{rules}\" \
             makes them meet in every table"
        );
    }
}

/// Those among the candidates who have bought.
fn buyers(candidates: &Candidates) -> impl ParallelIterator<Item = usize> + '_ {
    (0..candidates.len()).into_par_iter().filter(|&row| candidates.orders(row) > 0)
}

/// Refuses files of the customers table whose refusals reach nobody, neither among its other files nor among those with
/// a score.
pub(in crate::pipeline) fn refuse_unmet_lists(
    customers: &mut Customers,
    candidates: &Candidates,
    settings: &Settings,
    present: &IdRules,
) -> Result<(), AudienceError> {
    for list in &mut customers.ids_alone {
        let keys = buyers(candidates).filter_map(|row| list.stranger(candidates.id(row)));
        for key in keys.collect::<Vec<_>>() {
            list.meet(key);
        }
        let rows = || buyers(candidates).collect::<Vec<_>>().into_iter();
        let ids = || sample(rows().map(|row| candidates.id(row)));
        let reach = reach_of_list(list, ids, present);
        if !settings.accept_losses {
            refuse_lost(&reach)?;
        }
    }
    Ok(())
}

fn refuse_lost(reach: &Reach) -> Result<(), AudienceError> {
    if reach.is_lost() {
        return Err(AudienceError::UnmetRefusals { found: reach.found(), remedy: reach.remedy() });
    }
    warn_of(&reach.finding().into_iter().collect::<Vec<_>>());
    Ok(())
}
