//! What a text is, whatever column it stands in: a sum, a credit, a promise, a payout. By such texts a column is told from
//! others. What a cell of a known column says of its row stands in `states`, `kinds` and `marks`.

use super::cells::kind;
use super::words::{
    AUTHORIZATIONS, BEFORE_A_CHANGE, CAPTURES, CREDITS, DELETIONS, EARNINGS, GIFT_CARDS, INSERTS,
    INVOICES, JOURNEYS, NO_SALE, NOT_SOLD, OF_MONEY, OPEN, ORDERS, PAYMENTS, PAYOUTS, PROMISES,
    RECURRING, SALE, STAGES, SUMS, UPDATES, WORK,
};
use super::{Counts, NotASale, codes};
use crate::ingest::meaning::plain::squeeze;
use std::collections::BTreeSet;

/// Whether a text is one of some words.
pub(super) fn is(words: &[&str], text: &str) -> bool {
    words.contains(&squeeze(text).as_str())
}

/// Whether all texts of a column are whole words of what was done to its rows, as change data capture writes them.
pub(in crate::ingest) fn are_changes<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let mut words = texts.map(squeeze).filter(|word| !word.is_empty()).peekable();
    let is_one = |word: &String| {
        let is = |known: &[&str]| known.contains(&word.as_str());
        word.len() > 2 && (is(DELETIONS) || is(UPDATES) || is(INSERTS) || is(BEFORE_A_CHANGE))
    };
    words.peek().is_some() && words.all(|word| is_one(&word))
}

/// Whether a change takes its row away, or tells what it was before.
pub(super) fn takes_away(text: &str) -> bool {
    is(DELETIONS, text) || is(BEFORE_A_CHANGE, text)
}

/// Whether a text is a state of a sale.
pub(crate) fn is_a_state_of_a_sale(text: &str) -> bool {
    is(SALE, text)
}

/// Whether a text is a kind of row that asks for money, and whether it is one that invoices settle or bill
/// beside.
pub(crate) fn is_invoice_or_beside(text: &str) -> (bool, bool) {
    (is(INVOICES, text), is(PAYMENTS, text) || is(ORDERS, text))
}

/// Whether a text tells of a change to a row that is there already.
pub(crate) fn changes_another(text: &str) -> bool {
    takes_away(text) || is(UPDATES, text) || codes::changes_another(text)
}

/// Kinds of rows that are sales where no kind of a sale stands beside them, if one of them is among `texts`.
pub(crate) fn sales_instead(texts: &[&str]) -> Option<&'static [&'static str]> {
    let is_any = |words: &[&str]| texts.iter().any(|text| is(words, text));
    [EARNINGS, CAPTURES, AUTHORIZATIONS].into_iter().find(|words| is_any(words))
}

/// Events that tell again of a sale of which another of `texts` tells; none where each is told of once.
pub(crate) fn told_again(texts: &[&str]) -> Option<&'static [&'static str]> {
    let plain: BTreeSet<String> = texts.iter().map(|text| squeeze(text)).collect();
    let again = |stages: &&'static [&'static str]| {
        let first = stages.iter().position(|stage| plain.contains(*stage))?;
        Some(&stages[first + 1..])
    };
    let is_told = |again: &&[&str]| again.iter().any(|stage| plain.contains(*stage));
    STAGES.iter().filter_map(again).find(is_told)
}

/// The promises that are no gifts where some stand among `texts`: those that recur are gifts unless one pays them.
pub(crate) fn promises_among(texts: &[&str]) -> Option<&'static [&'static str]> {
    let plain: BTreeSet<String> = texts.iter().map(|text| squeeze(text)).collect();
    let pays = |text: &String| {
        RECURRING
            .iter()
            .any(|kind| text.strip_prefix(kind).is_some_and(|rest| rest.starts_with("pay")))
    };
    let is_paid = plain.iter().any(pays);
    let promises = || PROMISES.iter().filter(|kind| is_paid || !RECURRING.contains(kind));
    let is_any = is_paid || promises().any(|kind| plain.contains(*kind));
    is_any.then_some(if is_paid { PROMISES } else { &[] })
}

/// Whether a text is a kind of journey.
pub(crate) fn is_a_journey(text: &str) -> bool {
    is(JOURNEYS, text)
}

/// Whether a text is a kind of row that promises a sale and is none in any trade.
pub(crate) fn is_a_promise(text: &str) -> bool {
    is(PROMISES, text) && !is(RECURRING, text)
        || matches!(kind(text), Counts::No(NotASale::Draft))
            && !is(&["draft", "cart", "concept", "proposal"], text)
}

/// Whether a text is a state that is not paid, or new where the column is about the work on orders.
pub(crate) fn is_open(text: &str) -> bool {
    is(OPEN, text)
}

/// Whether a text is a state of the work on orders, and whether it is one of money.
pub(crate) fn is_of_work_or_money(text: &str) -> (bool, bool) {
    (is(WORK, text), is(OF_MONEY, text))
}

/// Whether a text is a kind of goods that is money for later.
pub(crate) fn is_a_gift_card(text: &str) -> bool {
    is(GIFT_CARDS, text)
}

/// Whether a text is a kind of order that is none, or takes one back.
pub(crate) fn is_against_an_order(text: &str) -> bool {
    let is_against = matches!(
        kind(text),
        Counts::Return | Counts::No(NotASale::Draft | NotASale::Test | NotASale::Cancelled)
    );
    is_against || is(NOT_SOLD, text)
}

/// Whether a text is a kind of row that pays a seller out.
pub(crate) fn is_a_payout(text: &str) -> bool {
    is(PAYOUTS, text)
}

/// Whether a text is a kind of row that adds up others.
pub(crate) fn is_a_sum(text: &str) -> bool {
    is(SUMS, text)
}

/// Whether a text is nothing but a word for a sale that was none, whatever else stands in its column.
pub(crate) fn is_against_a_sale(text: &str) -> bool {
    let takes_back =
        |why| matches!(why, NotASale::Cancelled | NotASale::Failed | NotASale::Refunded);
    let is_none = NO_SALE.iter().any(|(why, words)| takes_back(*why) && is(words, text));
    is_none || is_a_sum(text)
}

/// Whether a text is a credit, which of a document takes money back.
pub(crate) fn is_credit(text: &str) -> bool {
    is(CREDITS, text)
}
