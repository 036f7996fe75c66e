//! An input opened: its files listed and their footers read, once. Readers, fingerprint and checks all
//! work from this, so that what is published as read is what was read.

use super::footer::{Footer, column_names, fingerprint, path_column_names, read_footers};
use super::source::{DataFile, Dataset, SourceError};
use rayon::prelude::*;

/// The files of one input with their footers, in the same order.
#[derive(Debug, Clone)]
pub struct Files {
    /// What the user named.
    pub dataset: Dataset,
    /// The footers of its files.
    pub footers: Vec<Footer>,
}

impl Files {
    /// Lists the files of a path, folder or glob and reads their footers.
    pub fn open(spec: &str) -> Result<Self, SourceError> {
        Self::of(Dataset::resolve(spec)?)
    }

    /// Reads the footers of listed files.
    pub fn of(dataset: Dataset) -> Result<Self, SourceError> {
        let footers = read_footers(&dataset)?;
        Ok(Self { dataset, footers })
    }

    /// The files, each with its footer.
    pub fn iter(&self) -> impl Iterator<Item = (&DataFile, &Footer)> {
        self.dataset.files.iter().zip(&self.footers)
    }

    /// Names of all columns: those in the files, then those in the files' paths.
    pub fn column_names(&self) -> Vec<String> {
        let mut names = column_names(&self.footers);
        for name in path_column_names(&self.dataset) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Rows, from the footers.
    pub fn rows(&self) -> u64 {
        self.footers.iter().map(Footer::rows).sum()
    }

    /// Refuses files that are no longer what they were when they were opened; for after the last read.
    pub fn refuse_moved(&self) -> Result<(), SourceError> {
        let files: Vec<_> = self.iter().collect();
        files.into_par_iter().try_for_each(|(file, footer)| footer.refuse_moved(&file.path))
    }

    /// What the files hold, independent of where their folder lies. Reads every byte.
    pub fn fingerprint(&self) -> Result<String, SourceError> {
        fingerprint(&self.dataset)
    }
}
