//! A published audience folder as the page shows it: the campaign in numbers, the first customers of the list, what
//! other sizes of the list would do, who was left off and who comes due. Never more customers than fit on a page.

mod sizes;

pub(super) use sizes::ListSize;

use crate::audience::export::armed;
use crate::audience::{
    CUSTOMER_ID, CampaignSummary, LeftOff, ListFile, ListFileError, Play, campaign_record, number,
};
use crate::table::folders::{CALL_FILE, CAMPAIGN_FILE, CONTROL_FILE, LEFT_OFF_FILE, LIST_FILE};
use crate::words::shortened;
use jiff::civil::Date;
use sizes::{Candidate, sizes};
use std::path::Path;

/// Customers who are shown, at most.
pub(super) const SHOWN: usize = 50;
/// Characters of a name that are shown, at most.
const NAME: usize = 40;
/// Weeks ahead for which those who come due are counted.
pub(super) const WEEKS: usize = 8;

/// An audience folder.
#[derive(Debug, Clone)]
pub(crate) struct Contacts {
    /// The campaign in numbers.
    pub summary: CampaignSummary,
    /// The first of the list.
    pub best: Vec<Listed>,
    /// What lists of other sizes would do, smallest first; empty where nothing tells of money.
    pub sizes: Vec<ListSize>,
    /// Customers off the list by reason, in the order in which reasons are asked, zeros left out.
    pub left_off: Vec<(LeftOff, u64)>,
    /// The lists' files: name, and where they lie from the page.
    pub files: Vec<(String, String)>,
    /// Of those inside their own rhythm, how many come due in each of the next weeks.
    pub due: [u64; WEEKS],
}

/// A customer of the list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Listed {
    /// Place on the list, from 1.
    pub rank: u64,
    /// Identifier as text.
    pub customer_id: String,
    /// Name, address and number; empty unless asked for.
    pub contact: String,
    /// The play, by its name in files.
    pub play: String,
    /// The offer, by its name in files.
    pub offer: String,
    /// Churn probability; NaN where there is none.
    pub churn_probability: f64,
    /// Days beyond the usual gap; NaN where there is no gap.
    pub overdue_days: f64,
    /// What the business had from the customer over the horizon's length; NaN where nothing tells of money.
    pub value_at_pace: f64,
    /// Money at risk; NaN where nothing tells of money.
    pub value_at_risk: f64,
    /// What the contact is expected to bring, costs taken off; NaN where nothing tells of money.
    pub expected_profit: f64,
    /// Why now.
    pub why: String,
}

impl Contacts {
    /// Reads a folder as of its date; `way` leads to it from the page. Names, addresses and numbers are taken along
    /// `with_contacts` alone.
    pub(crate) fn read(
        folder: &Path,
        way: &str,
        as_of: Date,
        with_contacts: bool,
    ) -> Result<Self, ListFileError> {
        let summary: CampaignSummary = campaign_record(&folder.join(CAMPAIGN_FILE))?;
        let lists = || -> Result<_, ListFileError> {
            let (mut best, mut listed) = (Vec::new(), Vec::new());
            for path in [LIST_FILE, CALL_FILE].map(|file| folder.join(file)) {
                if path.exists() {
                    read_list(&path, with_contacts, &mut best, &mut listed)?;
                }
            }
            Ok((best, listed))
        };
        let left_off = || read_left_off(&folder.join(LEFT_OFF_FILE), as_of);
        let (lists, left_off) = rayon::join(lists, left_off);
        let ((mut best, listed), OffList { counts, due, beyond }) = (lists?, left_off?);
        best.sort_by_key(|one: &Listed| one.rank);
        best.truncate(SHOWN);
        let left_off = LeftOff::ALL.into_iter().zip(counts).filter(|(_, count)| *count > 0);
        Ok(Self {
            sizes: sizes(&summary, listed, beyond),
            left_off: left_off.collect(),
            files: files(folder, way),
            summary,
            best,
            due,
        })
    }

    /// Customers off the list for a reason.
    pub(crate) fn off(&self, reason: LeftOff) -> u64 {
        self.left_off.iter().find(|(found, _)| *found == reason).map_or(0, |(_, count)| *count)
    }
}

/// The lists that there are, each with where it lies, seen from the page, once both are published.
fn files(folder: &Path, way: &str) -> Vec<(String, String)> {
    let names = [LIST_FILE, CALL_FILE, CONTROL_FILE, LEFT_OFF_FILE];
    let there = names.into_iter().filter(|name| folder.join(name).is_file());
    there.map(|name| (name.to_owned(), format!("{way}/{name}"))).collect()
}

#[rustfmt::skip] // A table.
const OF_THE_LIST: [&str; 14] = [
    "rank", CUSTOMER_ID, "first_name", "last_name", "email", "phone", "play", "offer_code", "churn_probability",
    "overdue_days", "value_at_pace", "value_at_risk", "expected_profit", "why",
];

fn read_list(
    path: &Path,
    with_contacts: bool,
    best: &mut Vec<Listed>,
    listed: &mut Vec<(u64, Candidate)>,
) -> Result<(), ListFileError> {
    let mut file = ListFile::open(path, OF_THE_LIST)?;
    let mut shown = 0;
    while let Some(cells) = file.next_row()? {
        let [
            rank,
            id,
            first,
            last,
            email,
            phone,
            play,
            offer,
            risk,
            overdue,
            pace,
            at_risk,
            profit,
            why,
        ] = cells;
        let rank: u64 = rank.parse().unwrap_or(u64::MAX);
        listed.push((rank, (number(risk), number(profit))));
        // Rows stand in order of rank.
        shown += 1;
        if shown > SHOWN {
            continue;
        }
        let names = [first, last].map(|name| shortened(armed(name), NAME));
        let contact = names.iter().map(String::as_str).chain([email, phone]);
        let contact: Vec<&str> = contact.filter(|text| !text.is_empty()).collect();
        best.push(Listed {
            rank,
            customer_id: armed(id).to_owned(),
            contact: if with_contacts { contact.join(" ") } else { String::new() },
            play: play.to_owned(),
            offer: offer.to_owned(),
            churn_probability: number(risk),
            overdue_days: number(overdue),
            value_at_pace: number(pace),
            value_at_risk: number(at_risk),
            expected_profit: number(profit),
            why: why.to_owned(),
        });
    }
    Ok(())
}

/// Those who are not on the list.
#[derive(Default)]
struct OffList {
    /// How many by reason.
    counts: [u64; LeftOff::ALL.len()],
    /// For how many it is time in each of the next weeks.
    due: [u64; WEEKS],
    /// Those whom no money was left for.
    beyond: Vec<Candidate>,
}

fn read_left_off(path: &Path, as_of: Date) -> Result<OffList, ListFileError> {
    let mut off = OffList::default();
    let columns = ["left_off", "wait_until", "churn_probability", "expected_profit"];
    let mut file = ListFile::open(path, columns)?;
    while let Some([reason, wait_until, risk, profit]) = file.next_row()? {
        let known = LeftOff::ALL.iter().position(|known| known.name() == reason);
        let Some(at) = known else { continue };
        off.counts[at] += 1;
        match LeftOff::ALL[at] {
            LeftOff::TooEarly => {
                let day = wait_until.parse::<Date>().ok();
                let days = day.and_then(|day| as_of.until(day).ok()).map(|span| span.get_days());
                if let Some(week) = days.and_then(|days| off.due.get_mut(days.max(0) as usize / 7))
                {
                    *week += 1;
                }
            }
            LeftOff::BeyondBudget => off.beyond.push((number(risk), number(profit))),
            _ => {}
        }
    }
    Ok(off)
}

/// The play of a name.
pub(super) fn play_named(name: &str) -> Option<Play> {
    Play::ALL.into_iter().find(|play| play.name() == name)
}
