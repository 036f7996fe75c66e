//! The files that a night leaves behind: their columns, and where they lie.
//!
//! ```
//! use winback::files::score_file;
//!
//! let probability = score_file::CHURN_PROBABILITY;
//! assert_eq!(probability.name, "churn_probability");
//! assert!(score_file::COLUMNS.contains(&probability), "{}", probability.meaning);
//! ```

/// The score file's columns, and a reader of them.
pub mod score_file {
    pub use crate::score::file::*;
}

/// The columns of the win-back list and of the file of those left off.
pub mod lists {
    pub use crate::audience::export::{Changed, Count, LeftOut, Written, WrittenFile};
    pub use crate::audience::{LEFT_OFF_COLUMNS, LIST_COLUMNS, LeftOffRow, ListColumn, ListRow};
}

/// Where results lie beneath the output folder.
pub mod folders {
    pub use crate::table::folders::*;
    pub use crate::table::{MANIFEST, Manifest, PublishedFile, SUCCESS};
}
