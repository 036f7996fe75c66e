//! The door for this package's own benchmarks, tests and examples of its parts. It is no contract: what
//! stands here changes without notice, and nobody else should come in by it.

/// Contact economics.
pub mod audience {
    pub use crate::audience::AudienceSettings;
}

/// Rows by customer.
pub mod history {
    pub use crate::history::{
        Columns, History, HistoryError, HistorySettings, Inputs, SortedPartition,
    };
}

/// Readers of Parquet.
pub mod ingest {
    pub use crate::ingest::{
        Forms, ReadUntil, RowFilter, TableColumn, TransactionColumn, TransactionReader, mix,
    };
}

/// Outcomes and cutoffs.
pub mod labels {
    pub use crate::labels::{DEFAULT_MAX_CUTOFFS, OutcomeRule, plan_cutoffs};
}

/// Parts of the model.
pub mod model {
    pub use crate::model::calibrate::{Curve, Knot};
    pub use crate::model::design::transform::Shape;
    pub use crate::model::design::{Factor, Term};
    pub use crate::model::evaluate::Metrics;
}

/// Stored models.
pub mod registry {
    pub use crate::registry::{Alias, ModelSpec, Registry};
}

/// Publication.
pub mod table {
    /// Columns in the types that they are read as.
    pub mod cast {
        pub use crate::table::cast::{floats, large_texts, whole_numbers};
    }

    pub use crate::table::{
        Access, AtomicFile, Files, Manifest, ParquetSink, PublishedFile, Staging, Stores,
    };
}

/// Dates.
pub mod time {
    pub use crate::time::{AsOf, Horizon, Zone};
}
