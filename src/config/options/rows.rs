//! `[rows]`: which rows of the transactions count.

use super::options;
use super::spec::{Spec, list, text, texts, yes_no};

options! {
    /// Which rows of the transactions count.
    ///
    /// Rows that say that they are no sale are left out and counted by reason: cancelled, failed, unpaid,
    /// draft, refunded in full, test, deleted, of a kind that is no purchase. Refunds and credit notes by the
    /// kind of row are returns. `winback check` shows the words that were met and what they mean; a word that
    /// is not understood counts as a sale.
    section "rows", heading "Rows";
    struct RowOptions {
        /// Whether well-known columns and words leave rows out.
        ///
        /// Such as status, financial_status, transaction_type, paid, cancelled_at, test, is_deleted or
        /// _fivetran_deleted.
        known_words: bool = yes_no().default(true);
        /// A column by which rows are chosen.
        ///
        /// What drop does not name keeps its well-known meaning; keep names all that counts.
        column: Option<String> = text("a column's name")
            .without("well-known columns alone").example("order_status");
        /// Values of the column with which rows count; all others are left out. Case does not matter.
        keep: Vec<String> = values("completed");
        /// Values of the column with which rows are left out. Case does not matter.
        drop: Vec<String> = values("cancelled");
        /// Beginning of values of the column with which rows are left out.
        ///
        /// Such as C for the numbers of cancelled invoices.
        drop_prefix: Option<String> = text("the beginning of a value")
            .without("no value is left out by its beginning").example("C");
        /// Columns whose values together say which row a row is a version of.
        ///
        /// For tables to which a row is added again whenever it changes. Only the newest version of each row
        /// counts; where that one is marked as deleted or cancelled, none does. Needs newest_by.
        key: Vec<String> = texts("a list of columns' names").default(list::<&str>(&[]))
            .example(list(&["order_id", "line"]));
        /// The column whose largest value is the newest version of a row: a time, a number, or text that sorts.
        ///
        /// Of equal versions the one further down counts, and of two files the later one in the order of
        /// their paths.
        newest_by: Option<String> = text("a column's name")
            .without("every row counts by itself").example("updated_at");
    }
}

fn values(example: &'static str) -> Spec {
    texts("a list of values").default(list::<&str>(&[])).example(list(&[example]))
}
