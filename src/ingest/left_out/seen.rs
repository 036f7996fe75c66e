//! What was met in a column whose name alone does not tell what it is, and as what it is read by that.

use super::values::EMPTY;
use super::{ColumnValues, MarkerValue, Verdict};
use crate::ingest::meaning::flags::{Flag, flag};
use crate::ingest::meaning::plain::squeeze;
use crate::ingest::meaning::row_status::{
    Codes, Counts, Kinds, Mark, States, StatusColumn, codes_of_column, codes_of_values,
    is_of_a_code, names as row_names, texts as row_texts, version_flag,
};

/// At most one in so many order numbers may be a code.
const MOST_CODES: u64 = 100;

/// Whose states of orders they are, by the words that stand side by side.
fn order_by_its_words(column: &str, is_vague: bool, has: impl Fn(&str) -> bool) -> StatusColumn {
    let is_of_payment = || {
        let plain = squeeze(column);
        ["payment", "transaction", "paid"].iter().any(|word| plain.contains(word))
    };
    if is_vague && has("complete") && has("closed") {
        StatusColumn::Order(States::OfMagento)
    } else if has("sale") && has("sent") {
        StatusColumn::Order(States::OfOdoo)
    } else if has("open")
        && has("paid")
        && (has("void") || has("uncollectible") || has("draft") || is_of_payment())
    {
        StatusColumn::Order(States::OfInvoices)
    } else {
        StatusColumn::ORDER
    }
}

/// What was met in a column in question, and the names of all columns.
pub(super) struct Seen<'a> {
    pub column: &'a ColumnValues,
    pub names: &'a [String],
}

impl Seen<'_> {
    /// As what the column is read; none where it is something else.
    pub(super) fn read_as(&self, known: StatusColumn) -> Option<StatusColumn> {
        if let Some(coded) = self.in_codes(known) {
            return coded;
        }
        match known {
            StatusColumn::Mark(Mark::Active | Mark::Doubtful) => {
                let is_active = known == StatusColumn::Mark(Mark::Active);
                let read = if is_active { version_flag } else { flag };
                let is_flag = |value: &MarkerValue| read(&value.shown) != Flag::NotUnderstood;
                let are_flags = || self.column.values.iter().all(is_flag);
                let are_errors =
                    || row_names::is_of_errors(&self.column.column) && self.spares_some();
                let has_values = self.rows(|_| true) > 0;
                (has_values && (are_flags() || are_errors())).then_some(known)
            }
            StatusColumn::Mark(Mark::ReturnOf) => self.some_return().then_some(known),
            StatusColumn::Mark(Mark::FailReason) if self.is_vague() => {
                self.spares_some().then_some(known)
            }
            StatusColumn::Mark(Mark::ReturnFlag) | StatusColumn::Sign => {
                (self.is_all_understood() && self.some_return()).then_some(known)
            }
            StatusColumn::Numbers(_) => {
                (self.are_numbers() && self.some_letters()).then_some(known)
            }
            StatusColumn::Gateway => {
                (self.rows(|verdict| verdict != Verdict::Counts) > 0).then_some(known)
            }
            StatusColumn::Mark(Mark::Test) => self.is_all_understood().then_some(known),
            flag if flag.is_strict_flag() => self.is_all_understood().then_some(known),
            kind if kind.is_kind() => self.kind_read_as(kind),
            StatusColumn::ORDER if self.is_of_versions() => Some(StatusColumn::Mark(Mark::Current)),
            _ => self.state_read_as(known),
        }
    }

    /// Rows whose value means what is wanted, empty cells left out.
    fn rows(&self, wanted: fn(Verdict) -> bool) -> u64 {
        let values = self.column.values.iter();
        values
            .filter(|value| !value.is_empty() && wanted(value.verdict))
            .map(|value| value.rows)
            .sum()
    }

    fn understood(&self) -> u64 {
        self.rows(|verdict| verdict != Verdict::NotUnderstood)
    }

    fn is_all_understood(&self) -> bool {
        let all = self.rows(|_| true);
        self.understood() == all && all > 0
    }

    fn is_mostly_understood(&self) -> bool {
        2 * self.understood() >= self.rows(|_| true)
    }

    /// Whether nothing is said against some rows. A reason that every row has is none: a code for what went well has other
    /// words than ours.
    fn spares_some(&self) -> bool {
        self.column.values.iter().any(|value| value.verdict == Verdict::Counts)
    }

    /// Whether some rows are returns and no more than are not.
    fn some_return(&self) -> bool {
        let returns = self.rows(|verdict| verdict == Verdict::Return);
        let all: u64 = self.column.values.iter().map(|value| value.rows).sum();
        returns > 0 && 2 * returns <= all
    }

    /// Whether nearly all numbers are numbers, and no codes whose letters mean nothing.
    fn are_numbers(&self) -> bool {
        let is_code = |value: &&MarkerValue| is_of_a_code(&value.shown);
        let codes: u64 = self.column.values.iter().filter(is_code).map(|value| value.rows).sum();
        MOST_CODES * codes <= self.rows(|_| true)
    }

    /// Whether some rows have letters of returns or what may be such, and at least half of them have not.
    fn some_letters(&self) -> bool {
        let returns = self.rows(|verdict| verdict == Verdict::Return);
        let doubtful = self.rows(|verdict| verdict == Verdict::NotUnderstood);
        let all = self.rows(|_| true);
        returns + doubtful > 0 && 2 * (returns + doubtful) <= all
    }

    /// Whether its name says no more than that it is a kind of something.
    fn may_be_any_kind(&self) -> bool {
        row_names::is_any_kind(&self.column.column)
    }

    /// Whether every value is a kind of row, and no more rows than not are returns.
    fn are_kinds_of_rows(&self) -> bool {
        let returns = self.rows(|verdict| verdict == Verdict::Return);
        self.is_all_understood() && 2 * returns <= self.rows(|_| true)
    }

    fn is_vague(&self) -> bool {
        row_names::is_vague(&self.column.column)
    }

    fn has(&self, wanted: impl Fn(&str) -> bool) -> bool {
        self.column.values.iter().any(|value| wanted(&value.shown))
    }

    /// How the column is read where it may hold codes of a system: of one that has such a column, else of one that
    /// has all its values. Nothing where its values are words.
    #[allow(
        clippy::option_option,
        reason = "no codes, and codes of no system, are different answers"
    )]
    fn in_codes(&self, known: StatusColumn) -> Option<Option<StatusColumn>> {
        let values = || self.column.values.iter().filter(|value| !value.is_empty());
        let fits = |codes: &&'static Codes| {
            let all: u64 = values().map(|value| value.rows).sum();
            let coded = StatusColumn::Coded(codes);
            let of_them = values().filter(|value| codes.knows(&value.shown));
            let known: u64 = of_them.map(|value| value.rows).sum();
            self.has(|text| coded.names_a_sale(text)) && 2 * known >= all
        };
        let own = codes_of_column(&self.column.column, self.names);
        if let Some(codes) = own.into_iter().find(fits) {
            return Some(Some(StatusColumn::Coded(codes)));
        }
        if matches!(known, StatusColumn::Coded(_)) {
            return Some(None);
        }
        let texts: Vec<&str> = values().map(|value| value.shown.as_str()).collect();
        if known != StatusColumn::KIND || texts.iter().any(|text| known.names_a_sale(text)) {
            return None;
        }
        if let Some(codes) = codes_of_values(&texts, !self.is_vague()) {
            return Some(Some(StatusColumn::Coded(codes)));
        }
        // What could be letters of a till is asked about.
        codes_of_values(&texts, true)
            .filter(|codes| texts.iter().any(|text| codes.takes_back(text)))?;
        Some(Some(known))
    }

    /// Whether the states are those of versions of a row: `record_status` = current or historical.
    fn is_of_versions(&self) -> bool {
        let is = |wanted: Flag| {
            self.column.values.iter().any(|value| version_flag(&value.shown) == wanted)
        };
        row_names::is_of_rows(&self.column.column)
            && is(Flag::Yes)
            && is(Flag::No)
            && !self.has(|text| text != EMPTY && version_flag(text) == Flag::NotUnderstood)
    }

    fn state_read_as(&self, known: StatusColumn) -> Option<StatusColumn> {
        let is = |word: &str| self.has(|text| squeeze(text) == word);
        let by_words = || order_by_its_words(&self.column.column, self.is_vague(), is);
        let known = match known {
            StatusColumn::ORDER if self.is_of_work() => StatusColumn::Order(States::OfWork),
            StatusColumn::ORDER => by_words(),
            other => other,
        };
        let has_values = self.rows(|_| true) > 0;
        if !self.is_vague() || self.is_mostly_understood() && has_values {
            return Some(known);
        }
        self.are_kinds().then_some(StatusColumn::KIND)
    }

    /// Whether what is called a state is the kind of each row, all of them known and one of them a sale.
    fn are_kinds(&self) -> bool {
        let kind = StatusColumn::KIND;
        self.has(|text| kind.names_a_sale(text))
            && self.has(|text| !matches!(kind.read(text), Counts::Sale | Counts::Unknown))
            && !self.has(|text| text != EMPTY && kind.read(text) == Counts::Unknown)
    }

    /// Whether states are those of the work on orders, and none tells of money.
    fn is_of_work(&self) -> bool {
        let tells = |text: &str| row_texts::is_of_work_or_money(text);
        self.has(row_texts::is_open)
            && self.has(|text| tells(text).0)
            && !self.has(|text| tells(text).1)
    }

    fn kind_read_as(&self, known: StatusColumn) -> Option<StatusColumn> {
        let sells = self.has(|text| known.names_a_sale(text));
        if self.may_be_any_kind() && !(sells && self.are_kinds_of_rows()) {
            return None;
        }
        let is_of_documents = row_names::is_of_documents(&self.column.column)
            || self.has(|text| row_texts::is_invoice_or_beside(text).0);
        let has_debits = self.has(|text| squeeze(text) == "debit");
        if is_of_documents && self.has(row_texts::is_credit) && !has_debits {
            return Some(StatusColumn::Kind(Kinds::OfDocument));
        }
        let texts: Vec<&str> =
            self.column.values.iter().map(|value| value.shown.as_str()).collect();
        if let Some(promises) = row_texts::promises_among(&texts) {
            let gifts = StatusColumn::Kind(Kinds::OfGifts(promises));
            if self.has(|text| gifts.read(text) == Counts::Sale) {
                return Some(gifts);
            }
        }
        if !sells
            && self.is_mostly_understood()
            && let Some(sales) = row_texts::sales_instead(&texts)
        {
            return Some(StatusColumn::Kind(Kinds::Instead(sales)));
        }
        let (is_understood, is_vague) = (self.is_mostly_understood(), self.is_vague());
        if sells && (is_understood || !is_vague) || self.understood() == 0 && !is_vague {
            return Some(self.kind_beside_invoices());
        }
        if self.has(row_texts::is_a_journey) {
            return None;
        }
        // Kinds of goods, of customers or of payment, and refunds or payouts among them.
        let returns = self.rows(|verdict| verdict == Verdict::Return);
        let are_few = 2 * returns <= self.rows(|_| true);
        let tells = returns > 0 || self.has(row_texts::is_a_payout);
        (tells && (are_few || !is_vague)).then_some(StatusColumn::Kind(Kinds::OfReturn))
    }

    /// What invoices settle or bill is no sale of its own beside them.
    fn kind_beside_invoices(&self) -> StatusColumn {
        let entries =
            self.column.values.iter().map(|value| row_texts::is_invoice_or_beside(&value.shown));
        let (invoices, others) = entries.fold((false, false), |(a, b), (c, d)| (a || c, b || d));
        if invoices && others {
            return StatusColumn::Kind(Kinds::OfEntry);
        }
        let texts: Vec<&str> =
            self.column.values.iter().map(|value| value.shown.as_str()).collect();
        let again = row_texts::told_again(&texts);
        if row_names::is_log(&self.column.column) {
            return StatusColumn::Kind(Kinds::OfEvents(again.unwrap_or_default()));
        }
        StatusColumn::Kind(again.map_or(Kinds::Any, Kinds::OfStages))
    }
}
