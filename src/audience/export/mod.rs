//! The list as files for others: what each target takes is declared in a file of `targets`, what its
//! files are made of in `files`. Who is on the list is decided elsewhere.

mod cell;
mod contact;
mod csv;
mod disarm;
mod files;
pub(super) mod normalise;
mod output;
mod person;
mod target;
mod targets;
#[cfg(test)]
mod tests;
mod written;

pub(crate) use self::csv::{Csv, Line};
pub(crate) use cell::Cell;
pub(crate) use contact::Contact;
pub(crate) use disarm::armed;
pub(crate) use target::Target;
pub(crate) use targets::{NAMES, named};
pub use written::{Changed, Count, LeftOut, Written, WrittenFile};

use output::Output;
use person::Person;
use rayon::prelude::*;
use std::io;
use std::path::Path;

/// Contacts that are normalised at a time.
const AT_A_TIME: usize = 1 << 14;

/// Writes the files of the targets to folders of their names in `folder`; rows keep the order of the
/// contacts. `with_properties` adds play, offer and dates for those that can hold them.
pub(crate) fn write_exports(
    contacts: &[Contact],
    targets: &[&'static Target],
    with_properties: bool,
    folder: &Path,
) -> io::Result<Vec<Written>> {
    let tables = targets.iter().flat_map(|&target| target.tables.iter().map(move |t| (target, t)));
    let mut outputs: Vec<Output> =
        tables.map(|(target, table)| Output::of(target, table, with_properties, folder)).collect();
    for contacts in contacts.chunks(AT_A_TIME) {
        let people: Vec<Person<'_>> = contacts.par_iter().map(Person::of).collect();
        outputs.par_iter_mut().try_for_each(|output| output.write(&people))?;
    }
    outputs.into_par_iter().map(Output::finish).collect()
}
