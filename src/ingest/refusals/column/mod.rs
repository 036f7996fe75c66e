//! Columns that say no by their names (do_not_contact, unsubscribed, deleted_at …), mapped or not, and cells that
//! say it in any other column of text (`status` = unsubscribed).
//!
//! They are looked for among all columns of the files (`found`): a table need not name them for them to count. What
//! their words mean may follow from all of them (`learned`). A cell that is not understood is a no (`cells`), whatever
//! type the column has (`read`). `meaning` says what each name and cell means.

mod cells;
mod found;
mod learned;
mod names;
mod read;

pub(in crate::ingest) use found::{refusal_columns, states_of_mail};
pub(in crate::ingest) use names::Beside;
pub(crate) use names::RefusalNames;

use super::NoTo;
use crate::ingest::meaning::channel::Channel;
use crate::ingest::meaning::no_columns::{
    NoColumn, NoReading, is_a_persons_word, is_of_the_customer, leaves_a_doubt,
};
use crate::ingest::meaning::plain::Plain;
use crate::ingest::meaning::state_words::Codes;
use arrow_schema::DataType;
use read::{is_binary, is_text};

/// A column that can say no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RefusalColumn {
    /// Its name in the files.
    pub name: String,
    /// How its cells are read; none where its name says nothing and a cell must speak for itself.
    reading: Option<NoReading>,
    /// What a no in it takes away.
    pub takes: NoTo,
    /// The present, in microseconds since 1970.
    present_micros: i64,
    /// The date that says "never" in it.
    never: Option<String>,
    /// Whether its words are states of mail, though its name does not say so.
    of_mail: bool,
    /// Whether it stands in the transactions, where states may be a sale's: clear words alone say no.
    of_sales: bool,
    /// The codes for yes and no that are all it has.
    codes: Option<Codes>,
    /// Whether its name leaves a doubt whether a no in it is one.
    in_doubt: bool,
    /// The words that say no because the user says so, as `squeeze` leaves them.
    words: Vec<String>,
    /// Its words, with their rows, that nobody knows, where its name reads like a state of a customer or a permission.
    pub unknown: Vec<(String, u64)>,
}

impl RefusalColumn {
    fn new(name: &str, reading: Option<NoReading>, takes: NoTo) -> Self {
        Self {
            name: name.to_owned(),
            reading,
            takes,
            present_micros: i64::MIN,
            never: None,
            of_mail: false,
            of_sales: false,
            codes: None,
            in_doubt: leaves_a_doubt(name),
            words: Vec::new(),
            unknown: Vec::new(),
        }
    }

    /// A column of the customers table; none for one that speaks of messages that no list has.
    fn of_customers(name: &str) -> Option<Self> {
        let column = match NoColumn::named(name) {
            Some(NoColumn { reading, channel }) => {
                Self::new(name, Some(reading), takes(name, reading, channel))
            }
            None => Self::by_cells(name),
        };
        column.takes.is_any().then_some(column)
    }

    /// A column that says no because the user says so.
    fn by_the_user(name: &str) -> Self {
        Self { in_doubt: false, ..Self::new(name, Some(NoReading::Flag), NoTo::SUPPRESSED) }
    }

    /// The same column, or one that says nothing by its name, with words that say no because the user says so.
    fn by_words(name: &str, column: Option<Self>, words: Vec<String>) -> Self {
        let column = column.unwrap_or_else(|| Self::by_cells(name));
        Self { words, takes: NoTo::SUPPRESSED, ..column }
    }

    /// A column of complaints to the mail provider, as flags or counts.
    fn of_mail_complaints(name: &str) -> Self {
        Self::new(name, Some(NoReading::Flag), NoTo::channel(Channel::Email))
    }

    /// A column of states of the row itself.
    fn of_records(name: &str) -> Self {
        Self::new(name, Some(NoReading::Record), NoTo::SUPPRESSED)
    }

    /// A column of what was done to the row at the source.
    fn of_changes(name: &str) -> Self {
        Self::new(name, Some(NoReading::Change), NoTo::SUPPRESSED)
    }

    /// A column of customers whose words all show that it has states of mail, whatever its name.
    fn of_mail(name: &str) -> Option<Self> {
        Self::of_customers(name).map(|column| Self { of_mail: true, ..column })
    }

    #[cfg(test)]
    fn named(name: &str) -> Option<Self> {
        Self::of_customers(name).filter(Self::is_named)
    }

    /// A column of the transactions that says no by its name.
    pub(super) fn of_transactions(name: &str) -> Option<Self> {
        let column = match NoColumn::of_transactions(name) {
            Some(NoColumn { reading, channel }) => {
                Self::new(name, Some(reading), takes(name, reading, channel))
            }
            None if is_of_the_customer(name) => Self { of_sales: true, ..Self::by_cells(name) },
            None => return None,
        };
        column.takes.is_any().then_some(column)
    }

    fn by_cells(name: &str) -> Self {
        Self::new(name, None, NoTo::channel(channel_of(name)))
    }

    /// Whether its name says no.
    pub(in crate::ingest) fn is_named(&self) -> bool {
        self.reading.is_some()
    }

    /// Whether cells of this type can say something: those of a column whose name does not are words.
    pub(super) fn may_say(&self, data_type: &DataType) -> bool {
        let is_word = |data_type: &DataType| is_text(data_type) || is_binary(data_type);
        self.is_named()
            || self.of_sales && data_type.is_nested()
            || match data_type {
                DataType::List(field) | DataType::LargeList(field) => is_word(field.data_type()),
                data_type => is_word(data_type),
            }
    }

    /// The same column with the dates that say "never".
    #[must_use]
    pub(super) fn with_never(self, dates: &[(String, String)]) -> Self {
        let never = dates.iter().find(|(name, _)| *name == self.name);
        Self { never: never.map(|(_, date)| date.clone()), ..self }
    }

    /// Whether a yes in it would be a consent.
    pub(crate) fn asks_for_consent(&self) -> bool {
        let asking = [NoReading::Consent, NoReading::State, NoReading::Asked];
        self.reading.is_some_and(|reading| asking.contains(&reading))
    }

    /// Whether a column says by its name that a yes in it is a no.
    pub(in crate::ingest) fn denies(name: &str) -> bool {
        let found = NoColumn::named(name);
        found.is_some_and(|no| !no.reading.is_of_consent() || no.reading == NoReading::Until)
    }

    /// The mapped column of suppression reasons.
    pub(in crate::ingest) fn suppression(name: &str) -> Self {
        Self::new(name, Some(NoReading::Reason), NoTo::SUPPRESSED)
    }
}

/// A consent or a state is about its channel alone; any other no is about the person.
pub(super) fn takes(name: &str, reading: NoReading, channel: Channel) -> NoTo {
    let email = NoTo { email: true, ..NoTo::default() };
    match (reading, channel) {
        (NoReading::Change | NoReading::Record, _) => NoTo::SUPPRESSED,
        (reading, Channel::Email) if reading.is_of_consent() => email,
        (reading, _) if reading.is_of_consent() => NoTo::channel(channel),
        _ => match NoTo::channel(channel) {
            NoTo::ALL if !is_a_persons_word(name) => NoTo::SUPPRESSED,
            no => no,
        },
    }
}

fn channel_of(name: &str) -> Channel {
    Channel::named_in(&Plain::of(name)).unwrap_or(Channel::All)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::refusals::Words;
    use arrow_array::{
        Array, BooleanArray, Int64Array, ListArray, StringArray, TimestampMicrosecondArray,
    };

    fn says(name: &str, column: &dyn Array) -> Vec<bool> {
        let refusal = RefusalColumn::named(name).unwrap();
        let read = refusal.read(column, &mut Words::default()).unwrap();
        read.into_iter().map(NoTo::is_any).collect()
    }

    #[test]
    fn columns_say_no_in_any_type() {
        let flags = BooleanArray::from(vec![Some(true), Some(false), None]);
        assert_eq!(says("do_not_contact", &flags), [true, false, false]);
        let numbers = Int64Array::from(vec![Some(1), Some(0), None]);
        assert_eq!(says("opted_out", &numbers), [true, false, false]);
        let times = TimestampMicrosecondArray::from(vec![Some(1_700_000_000_000_000), None]);
        assert_eq!(says("deleted_at", &times), [true, false]);
        let texts = StringArray::from(vec![Some("legal hold"), Some("No"), Some("perhaps")]);
        assert_eq!(says("unsubscribed", &texts), [true, false, true], "doubt is a no");
        let lists = ListArray::from_iter_primitive::<arrow_array::types::Int32Type, _, _>(vec![
            Some(vec![Some(1)]),
            Some(vec![]),
            None,
        ]);
        assert_eq!(says("email_suppressions", &lists), [true, false, false]);
        assert!(RefusalColumn::named("loyalty_tier").is_none());
    }

    #[test]
    fn a_cell_says_no_in_a_column_that_says_nothing() {
        let texts = |texts: &[&str]| StringArray::from(texts.to_vec());
        let says = |name: &str, cells: &[&str]| -> Vec<bool> {
            let column = RefusalColumn::by_cells(name);
            let read = column.read(&texts(cells), &mut Words::default()).unwrap();
            read.into_iter().map(NoTo::is_any).collect()
        };
        let tags = ["vip, unsubscribed", "do_not_contact", "vip", "Deleted scenes"];
        assert_eq!(says("tags", &tags), [true, true, false, false]);
        let states = ["deleted", "declined", "active", "CA"];
        assert_eq!(says("account_status", &states), [true, true, false, false]);
        assert_eq!(says("preferred_contact", &["none", "email"]), [true, false]);
        assert_eq!(says("loyalty_status", &["none", "gold"]), [false, false]);
        let counts = Int64Array::from(vec![1, 2]);
        let column = RefusalColumn::by_cells("visits");
        let read = column.read(&counts, &mut Words::default()).unwrap();
        assert!(read.into_iter().all(|no| !no.is_any()));
    }

    #[test]
    fn a_consent_is_about_its_channel_and_an_opt_out_about_the_person() {
        let takes = |name: &str| RefusalColumn::named(name).unwrap().takes;
        assert_eq!(takes("email_consent"), NoTo { email: true, ..NoTo::default() });
        assert_eq!(takes("sms_opt_out"), NoTo { phone: true, ..NoTo::default() });
        assert_eq!(takes("email_opt_out"), NoTo::ALL);
        assert_eq!(takes("gdpr_erased"), NoTo::SUPPRESSED);
    }
}
