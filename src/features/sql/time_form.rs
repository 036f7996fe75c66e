//! How SQL reads a column as `ingest` does, where it can: the forms of times, and which columns of amounts
//! and flags it cannot read.

use super::SqlError;
use super::dialect::Dialect;
use super::phrase;
use crate::ingest::{
    APPLE_ZERO_SECONDS, Accepts, AmountPer, ColumnMap, DateReading, EpochUnit, Forms,
    NET_EPOCH_TICKS, PathType, TableColumn, TransactionColumn, WINDOWS_EPOCH_TICKS, is_text,
    path_type, type_in,
};
use crate::table::Files;
use arrow_schema::DataType;

/// How the times of a column are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeForm {
    /// Timestamps, dates, or text in ISO 8601.
    Typed,
    /// Numbers that count from 1970.
    Counted(EpochUnit),
    /// Text in the letters of strftime.
    Text(String),
}

impl TimeForm {
    /// The expression, of a type that the engine knows to be a time, in microseconds; and whether it is an
    /// instant for sure (otherwise the engine is asked).
    pub(super) fn micros(&self, column: &str, dialect: Dialect) -> String {
        match self {
            TimeForm::Typed => dialect.micros(column),
            TimeForm::Text(format) => {
                dialect.micros(&format!("strptime({column}, {})", phrase::text(format)))
            }
            TimeForm::Counted(unit) => {
                let whole = format!("cast({column} as bigint)");
                match unit {
                    EpochUnit::Seconds => format!("({whole} * 1000000)"),
                    EpochUnit::Millis => format!("({whole} * 1000)"),
                    EpochUnit::Micros => whole,
                    EpochUnit::Nanos => {
                        format!("cast(round(({whole} - {whole} % 1000) / 1e3) as bigint)")
                    }
                    EpochUnit::AppleSeconds => {
                        format!("(({whole} + {APPLE_ZERO_SECONDS}) * 1000000)")
                    }
                    EpochUnit::WindowsTicks => ticks(&whole, WINDOWS_EPOCH_TICKS),
                    EpochUnit::NetTicks => ticks(&whole, NET_EPOCH_TICKS),
                    EpochUnit::ExcelDays => format!(
                        "(cast(round(cast({column} as double) * 8.64e10) as bigint) - 2209161600000000)"
                    ),
                }
            }
        }
    }

    /// Whether the engine has to be asked if the column holds instants or wall times.
    pub(super) fn column<'a>(&self, column: &'a str) -> Option<std::borrow::Cow<'a, str>> {
        match self {
            TimeForm::Typed => Some(column.into()),
            TimeForm::Text(format) => {
                Some(format!("strptime({column}, {})", phrase::text(format)).into())
            }
            TimeForm::Counted(_) => None,
        }
    }

    /// Whether the numbers are wall times.
    pub(super) fn is_wall(&self) -> bool {
        *self == TimeForm::Counted(EpochUnit::ExcelDays)
    }
}

/// Microseconds of tenths of them, in parts that fit into a float.
fn ticks(whole: &str, epoch: i64) -> String {
    let since = format!("({whole} - {epoch})");
    format!(
        "(cast(round(({since} - {since} % 10000000) / 1e7) as bigint) * 1000000 + cast(round(({since} % 10000000 - \
         {since} % 10) / 1e1) as bigint))"
    )
}

/// How the times of a mapped column are read; refused where SQL cannot read them as winback does.
pub fn time_form<C: TableColumn>(
    files: &Files,
    mapping: &ColumnMap<C, String>,
    forms: &Forms,
    column: C,
    dialect: Dialect,
) -> Result<TimeForm, SqlError> {
    if let Some(clock) = C::of_key("time_of_day").and_then(|column| mapping.get(column)) {
        let reason = "holds times of day, which SQL does not put together with dates as winback does: \
                      export one column of timestamps";
        return Err(SqlError::NotReadable { column: clock.clone(), reason: reason.to_owned() });
    }
    let name = mapping.name(column);
    let types = types(files, name, column.spec().accepts);
    let refuse = |reason: &str| {
        Err(SqlError::NotReadable { column: name.to_owned(), reason: reason.to_owned() })
    };
    if types.iter().any(is_number) {
        return match forms.dates {
            DateReading::Usual { unit: Some(unit), .. } if types.iter().all(is_number) => {
                Ok(TimeForm::Counted(unit))
            }
            DateReading::Usual { unit: Some(_), .. } => {
                refuse("holds numbers in some files and no numbers in others")
            }
            _ => refuse("holds numbers: say with timestamp_unit what they count"),
        };
    }
    if !types.iter().any(is_text) {
        return Ok(TimeForm::Typed);
    }
    match &forms.dates {
        DateReading::Usual { order: None, .. } => Ok(TimeForm::Typed),
        DateReading::Format(format) if dialect == Dialect::DuckDb => {
            Ok(TimeForm::Text(format.letters().to_owned()))
        }
        _ => refuse(
            "is text in a form that this engine's SQL does not read: export it as timestamps",
        ),
    }
}

/// Refuses amounts and flags that are text: engines read it in ways of their own.
pub fn refuse_text<C: TableColumn>(
    files: &Files,
    mapping: &ColumnMap<C, String>,
) -> Result<(), SqlError> {
    for (column, name) in mapping.iter() {
        let accepts = column.spec().accepts;
        let counts = matches!(accepts, Accepts::Number | Accepts::Flag);
        if counts && types(files, name, accepts).iter().any(is_text) {
            let reason = format!(
                "is text, which SQL does not read as winback does: export {} as a number",
                column.spec().label
            );
            return Err(SqlError::NotReadable { column: name.clone(), reason });
        }
    }
    Ok(())
}

/// Refuses what becomes lines of an order: SQL would have to read the rows twice.
pub fn refuse_order_money(
    mapping: &ColumnMap<TransactionColumn, String>,
    forms: &Forms,
) -> Result<(), SqlError> {
    if forms.amount_per == AmountPer::Order {
        let column = mapping.name(TransactionColumn::Amount).to_owned();
        let reason = "is the total of an order (columns.amount_per), which SQL does not spread over its \
                      rows: export the rows' own amounts";
        return Err(SqlError::NotReadable { column, reason: reason.to_owned() });
    }
    for column in [
        TransactionColumn::OrderDiscount,
        TransactionColumn::RefundedAmount,
        TransactionColumn::RefundedQuantity,
    ] {
        if let Some(name) = mapping.get(column) {
            let key = column.spec().key;
            let reason = format!(
                "is taken for {key}, which SQL does not spread over an order's rows: take it off their \
                 amounts before they are exported, and set columns.{key} = \"none\""
            );
            return Err(SqlError::NotReadable { column: name.clone(), reason });
        }
    }
    Ok(())
}

/// The types that a column has in the files, or in their paths.
pub(super) fn types(files: &Files, name: &str, accepts: Accepts) -> Vec<DataType> {
    let inside = files.footers.iter().filter_map(|footer| type_in(footer, name));
    inside.chain(path_type(files, name, accepts).map(PathType::data_type)).collect()
}

pub(super) fn is_number(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(_, value) => is_number(value),
        other => other.is_numeric(),
    }
}
