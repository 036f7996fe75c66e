//! `winback generate`: a synthetic business, written as Parquet.
//!
//! Arguments to settings, progress and counts to the shell. What is generated is the library's
//! matter (`crate::generate`).

use super::{Shell, example};
use crate::generate::{
    BusinessSettings, DEFAULT_END_DATE, IdType, RowOrder, Shape, Summary, append_day, generate,
    units_of_work,
};
use std::path::PathBuf;

/// Generate a synthetic history: transactions, engagement events and customers as Parquet
///
/// The same flags give the same bytes on any number of threads.
#[derive(Debug, clap::Args)]
#[command(after_help = example!["winback generate --customers 20000 --days 730 --out business"])]
pub struct Args {
    /// Customers in the customers table; of a shop about one in four never bought
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    pub customers: u64,
    /// Length of the history
    #[arg(long, value_name = "DAYS", default_value_t = 730)]
    pub days: u32,
    /// Days after the last that the business lives on: --append-day adds one at a time
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    pub more_days: u32,
    /// Add the next day to the business in --out, as a nightly export does; the customers table is written anew
    #[arg(long, conflicts_with_all = OF_A_NEW_BUSINESS)]
    pub append_day: bool,
    /// Share of the customers, always the same ones, who order nothing on the day that is added
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, requires = "append_day")]
    pub quiet_share: f64,
    /// Everything random follows from it
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Folder to create, which must not exist or be empty; with --append-day, that of the business
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Last day of data, included
    #[arg(long, value_name = "DATE", default_value_t = DEFAULT_END_DATE)]
    pub end_date: jiff::civil::Date,
    /// Total number of transaction rows to come near to [default: as many as the customers make]
    #[arg(long, value_name = "N")]
    pub transactions: Option<u64>,
    /// Rows in a file, at most; for events too
    #[arg(long, value_name = "N", default_value_t = 2_500_000)]
    pub transactions_per_file: u64,
    /// What kind of business
    #[arg(long, value_enum, default_value_t = ShapeName::Shop)]
    pub shape: ShapeName,
    /// Type of customer and order identifiers
    #[arg(long, value_enum, default_value_t = IdTypeName::Text)]
    pub id_type: IdTypeName,
    /// Order of the rows over all files
    #[arg(long, value_enum, default_value_t = RowOrderName::Time)]
    pub row_order: RowOrderName,
    /// Worker threads; all of the machine's by default
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Write no engagement events; the transactions stay the same
    #[arg(long)]
    pub no_events: bool,
}

/// Flags that say what business to generate: one that is there is what it is.
const OF_A_NEW_BUSINESS: [&str; 11] = [
    "customers",
    "days",
    "more_days",
    "seed",
    "end_date",
    "transactions",
    "transactions_per_file",
    "shape",
    "id_type",
    "row_order",
    "no_events",
];

/// [`Shape`] on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ShapeName {
    /// Most buy once, the others now and then, everybody in small quantities
    Shop,
    /// Most buy again and often, a few in large quantities
    Wholesale,
}

impl From<ShapeName> for Shape {
    fn from(name: ShapeName) -> Self {
        match name {
            ShapeName::Shop => Shape::Shop,
            ShapeName::Wholesale => Shape::Wholesale,
        }
    }
}

/// [`IdType`] on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum IdTypeName {
    /// Such as C0000042
    Text,
    /// 64-bit whole numbers
    Integer,
}

/// [`RowOrder`] on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum RowOrderName {
    /// As nightly exports are
    Time,
    /// At random
    Shuffled,
}

impl Args {
    /// The library's settings and the output folder.
    pub fn into_settings(self) -> (BusinessSettings, PathBuf) {
        let Args {
            customers,
            days,
            more_days,
            append_day: _,
            quiet_share: _,
            seed,
            out,
            end_date,
            transactions,
            transactions_per_file,
            shape,
            id_type,
            row_order,
            no_events,
            threads: _,
        } = self;
        let id_type = match id_type {
            IdTypeName::Text => IdType::Text,
            IdTypeName::Integer => IdType::Integer,
        };
        let order = match row_order {
            RowOrderName::Time => RowOrder::Time,
            RowOrderName::Shuffled => RowOrder::Shuffled,
        };
        let settings = BusinessSettings {
            customers,
            days,
            more_days,
            seed,
            end_date,
            transactions_per_file,
            id_type,
            order,
            transactions,
            shape: shape.into(),
            events: !no_events,
        };
        (settings, out)
    }
}

/// Generates and tells what was made.
pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    shell.start_workers(args.threads)?;
    if args.append_day {
        let progress = shell.progress("generating", "steps", None);
        let summary = append_day(&args.out, args.quiet_share, &|steps| progress.add(steps))?;
        progress.finish();
        return shell.show(&summary, |summary| for_a_person(summary, &args.out));
    }
    let (settings, out) = args.into_settings();
    let progress = shell.progress("generating", "steps", Some(units_of_work(&settings)));
    let summary = generate(&settings, &out, &|steps| progress.add(steps))?;
    progress.finish();
    shell.show(&summary, |summary| for_a_person(summary, &out))
}

fn for_a_person(summary: &Summary, out: &std::path::Path) -> String {
    let Summary { customers, buyers, orders, transactions, returns, events, .. } = summary;
    let Summary { first_date, last_date, transaction_files, event_files, .. } = summary;
    let out = out.display();
    let mut lines = vec![
        format!("{first_date} to {last_date} in {out}"),
        format!(
            "  transactions/      {transactions} rows in {transaction_files} file(s): {orders} \
             orders, {returns} returned lines"
        ),
    ];
    if *event_files > 0 {
        lines.push(format!("  events/            {events} rows in {event_files} file(s)"));
    }
    lines.push(format!("  customers.parquet  {customers} customers, {buyers} of them bought"));
    lines.join("\n")
}
