//! Which part a column plays by its name: one of the tables' names, or one that is made of their words, such as
//! `orderPaymentStatus` and `sale_voided_at`.

use super::columns::{
    COLUMNS, COMPOSED, CONTAINING_OTHERS, Composed, DOCUMENTS, FRONTS, KIND_WORDS, KINDS_OF_OTHERS,
    LOGS, OF_OTHERS, STATE_WORDS, VAGUE,
};
use super::{Mark, StatusColumn, codes};
use crate::ingest::meaning::plain::{Plain, squeeze};

/// The part of a column; none for one that says nothing of this.
pub(crate) fn part(column: &str) -> Option<StatusColumn> {
    let plain = squeeze(column);
    in_a_table(&plain)
        .or_else(|| composed(&plain))
        .or_else(|| of_a_tool(column))
        .or_else(|| in_a_table(&without_grammar(column)))
        .or_else(|| {
            super::words::cancels_by_itself(&plain).then_some(StatusColumn::Mark(Mark::Cancelled))
        })
        .or_else(|| of_anything(column))
}

/// A mark of deletion that a tool adds to every table, by the bar before its name: `_peerdb_is_deleted`, `_dlt_deleted`.
fn of_a_tool(column: &str) -> Option<StatusColumn> {
    let name = Plain::of(column);
    let is_mark = column.starts_with('_') && name.parts().next_back()? == "deleted";
    is_mark.then_some(StatusColumn::Mark(Mark::Deleted))
}

/// A name without the small words between its others: `Fecha de cancelación`, `Date d'annulation`.
fn without_grammar(column: &str) -> String {
    #[rustfmt::skip] // A table: as many words a line as fit.
    const SMALL: &[&str] =
        &["de", "del", "della", "dello", "dell", "di", "do", "da", "des", "du", "d", "la", "l", "le", "el", "der", "van", "of", "the"];
    let name = Plain::of(column);
    name.parts().map(String::as_str).filter(|part| !SMALL.contains(part)).collect()
}

/// What a column says of whether its row is deleted at the source, in a table of anything: a flag or a time of it, or
/// what was done to the row. Names of changes may have other words before them: `datastream_change_type`.
pub(crate) fn deletion(column: &str) -> Option<StatusColumn> {
    let name = Plain::of(column);
    let parts: Vec<&str> = name.parts().map(String::as_str).collect();
    let is_change = |from: usize| {
        let end = parts[from..].concat();
        // `op` ends many a name.
        (from == 0 || end.len() > 2) && in_a_table(&end) == Some(StatusColumn::Change)
    };
    if (0..parts.len()).any(is_change) {
        return Some(StatusColumn::Change);
    }
    let known = in_a_table(&name.squeezed).or_else(|| composed(&name.squeezed));
    let known = known.or_else(|| of_a_tool(column));
    known.filter(|part| *part == StatusColumn::Mark(Mark::Deleted))
}

/// A state or a kind of something that is not known to be about somebody or something else: its values decide.
fn of_anything(column: &str) -> Option<StatusColumn> {
    if is_of_others(column) {
        return None;
    }
    let name = Plain::of(column);
    let is_kind = || name.has_word(KIND_WORDS) && !name.has_stem(KINDS_OF_OTHERS);
    if name.has_word(STATE_WORDS) {
        Some(StatusColumn::ORDER)
    } else {
        is_kind().then_some(StatusColumn::KIND)
    }
}

/// Whether a name is about somebody or something else.
pub(crate) fn is_of_others(column: &str) -> bool {
    let plain = squeeze(column);
    // Words in which a stem of others stands by chance.
    let rest = CONTAINING_OTHERS.iter().fold(plain, |rest, word| rest.replace(word, " "));
    OF_OTHERS.iter().any(|stem| rest.contains(stem))
}

/// Whether a name speaks of the rows of a table, not of what they tell of.
pub(crate) fn is_of_rows(column: &str) -> bool {
    Plain::of(column).has_word(&["row", "record", "rec", "version"])
}

/// Whether a column tells of changes to rows: in codes by its name and those of the table, else in words.
pub(crate) fn is_of_changes(column: &str, names: &[String]) -> bool {
    part(column) == Some(StatusColumn::Change) || codes::are_of_changes(column, names)
}

/// Whether a name has a word for orders.
pub(crate) fn is_of_orders(column: &str) -> bool {
    Plain::of(column).has_word(&["order", "sale", "sales", "transaction"])
}

/// Whether a name only has a word for a kind, and may be about anything.
pub(crate) fn is_any_kind(column: &str) -> bool {
    let plain = squeeze(column);
    in_a_table(&plain).is_none()
        && composed(&plain).is_none()
        && of_anything(column) == Some(StatusColumn::KIND)
        && !is_of_documents(column)
}

/// Whether a name speaks of documents.
pub(crate) fn is_of_documents(column: &str) -> bool {
    let plain = squeeze(column);
    DOCUMENTS.iter().any(|stem| plain.contains(stem)) || Plain::of(column).has_word(&["doc"])
}

/// Whether a name is of what went wrong, which may be the payment or anything else.
pub(crate) fn is_of_errors(column: &str) -> bool {
    squeeze(column).starts_with("error")
}

/// Whether a name is of a log of events.
pub(crate) fn is_log(column: &str) -> bool {
    let name = Plain::of(column);
    name.has_word(LOGS) || LOGS.iter().any(|word| name.squeezed.starts_with(word))
}

/// Beginnings of a name that leave no doubt whose status it is.
const OF_ORDERS: &[&str] = &["order", "payment", "sale", "transaction", "invoice", "financial"];

/// Whether a name may as well be about something else: its column is believed by its values.
pub(crate) fn is_vague(column: &str) -> bool {
    let plain = squeeze(column);
    let is_of_orders = plain.contains("status") && OF_ORDERS.iter().any(|of| plain.starts_with(of));
    VAGUE.contains(&plain.as_str()) || in_a_table(&plain).is_none() && !is_of_orders
}

fn in_a_table(plain: &str) -> Option<StatusColumn> {
    let named = COLUMNS.iter().find(|(_, names)| names.contains(&plain));
    let coded = || codes::of_column(plain, &[]).first().map(|codes| StatusColumn::Coded(codes));
    named.map(|(part, _)| *part).or_else(coded)
}

fn composed(plain: &str) -> Option<StatusColumn> {
    COMPOSED.iter().find(|composed| composed.makes(plain)).map(|composed| composed.part)
}

impl Composed {
    /// Whether a name is words that stand before, a head, and words that stand behind.
    fn makes(&self, plain: &str) -> bool {
        let ends_here = |rest: &str| {
            if rest.is_empty() { !self.needs_end } else { is_made_of(rest, self.ends) }
        };
        let has_head =
            self.heads.iter().any(|head| plain.strip_prefix(head).is_some_and(ends_here));
        let mut fronts = FRONTS.iter().filter_map(|word| plain.strip_prefix(word));
        has_head || fronts.any(|rest| self.makes(rest))
    }
}

fn is_made_of(text: &str, words: &[&str]) -> bool {
    let mut rests = words.iter().filter_map(|word| text.strip_prefix(word));
    rests.any(|rest| rest.is_empty() || is_made_of(rest, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deletions_are_known_in_a_table_of_anything() {
        for column in [
            "_hoodie_is_deleted",
            "hvr_is_deleted",
            "_PEERDB_IS_DELETED",
            "_dlt_deleted",
            "removed_at",
            "date_deleted",
            "Löschdatum",
            "削除フラグ",
        ] {
            assert_eq!(deletion(column), Some(StatusColumn::Mark(Mark::Deleted)), "{column}");
        }
        for column in
            ["op_type", "header__change_oper", "DTL__CAPXACTION", "_meta/op", "ODQ_CHANGEMODE"]
        {
            assert_eq!(deletion(column), Some(StatusColumn::Change), "{column}");
        }
        for column in ["shop_type", "status", "type", "is_current", "cancelled_at", "co_op"] {
            assert_eq!(deletion(column), None, "{column}");
        }
    }

    #[test]
    fn names_are_made_of_the_words_of_the_tables() {
        for (column, expected) in [
            ("orderPaymentStatus", StatusColumn::ORDER),
            ("pos_order_state", StatusColumn::ORDER),
            ("payment.status", StatusColumn::ORDER),
            ("cancelState", StatusColumn::ORDER),
            ("result", StatusColumn::ORDER),
            ("order_item_type", StatusColumn::KIND),
            ("Sales Document Type", StatusColumn::KIND),
            ("_hoodie_is_deleted", StatusColumn::Mark(Mark::Deleted)),
            ("order_cancelled_date", StatusColumn::Mark(Mark::Cancelled)),
            ("sale_voided_at", StatusColumn::Mark(Mark::Cancelled)),
            ("refund_date", StatusColumn::Mark(Mark::Refunded)),
            ("chargeback_date", StatusColumn::Mark(Mark::FailReason)),
            ("is_return_order", StatusColumn::Mark(Mark::ReturnFlag)),
            ("is_credit", StatusColumn::Mark(Mark::ReturnFlag)),
            ("reservation_status", StatusColumn::ORDER),
            ("Trip or Order Status", StatusColumn::ORDER),
            ("Vorgangszustand", StatusColumn::ORDER),
            ("opportunity_stage", StatusColumn::ORDER),
            ("Journal Type", StatusColumn::KIND),
            ("X-Shopify-Topic", StatusColumn::KIND),
            ("Fecha de cancelación", StatusColumn::Mark(Mark::Cancelled)),
            ("Date d'annulation", StatusColumn::Mark(Mark::Cancelled)),
            ("is_training_mode", StatusColumn::Mark(Mark::Test)),
            ("取引区分", StatusColumn::KIND),
        ] {
            assert_eq!(part(column), Some(expected), "{column}");
        }
        assert!(is_vague("cancelState") && !is_vague("orderPaymentStatus") && !is_vague("status"));
        for column in [
            "order_date",
            "customer_status",
            "subscription_status",
            "settled",
            "lifecycle_stage_of_customer",
            "shipping_state",
            "payment_type",
            "product_type",
            "cancellation_policy",
            "refundable",
            "return_date",
            "refund_amount",
            "credit_limit",
            "email_status",
            "stock_status",
            "membership_type",
            "ticket_type",
            "room_type",
            "void_rate",
            "payout_status",
            "nps_survey_status",
        ] {
            assert_eq!(part(column), None, "{column}");
        }
    }
}
