//! What can go wrong with a cluster, in words.

use crate::error::{Failure, Kind};

/// A cluster that does not do what it is asked.
#[derive(Debug, thiserror::Error)]
pub enum SparkError {
    /// The program has no client.
    #[error(
        "--engine spark: this program was built without the cargo feature 'spark': take the released program, or \
         build with --features spark (protoc must be installed)"
    )]
    NotBuilt,
    /// No address of a Spark Connect server.
    #[error(
        "engine.remote (--remote) is no address of a Spark Connect server: write sc://HOST:PORT, and parameters \
         after it as in sc://HOST:PORT/;use_ssl=true;token=TOKEN"
    )]
    NoAddress,
    /// Something in the address that the client does not take.
    #[error("engine.remote (--remote) {address}: {reason}")]
    BadAddress {
        /// The address without its parameters.
        address: String,
        /// What is wrong.
        reason: String,
    },
    /// No answer.
    #[error(
        "the Spark Connect server {address} does not answer ({reason}): is it running, and is the address right?"
    )]
    Unreachable {
        /// The address without its parameters.
        address: String,
        /// What happened.
        reason: String,
    },
    /// The token, or its lack.
    #[error(
        "the Spark Connect server {0} refuses this client: check the token in engine.remote (--remote)"
    )]
    Denied(String),
    /// A session that does not keep its time zone.
    #[error(
        "the cluster does not set its session's time zone to UTC (it says '{0}'): timestamps would move; allow \
         spark.sql.session.timeZone to be set"
    )]
    Zone(String),
    /// A path that the cluster does not see.
    #[error(
        "the cluster does not see {0}: name a place that the cluster's machines and this one both see, such as a \
         mounted folder or an object store"
    )]
    NotThere(String),
    /// The cluster gave up.
    #[error("Spark failed at {what}: {reason}")]
    Failed {
        /// The work.
        what: String,
        /// The root cause, in one line.
        reason: String,
    },
    /// An answer that is not understood.
    #[error("the cluster's answer to {what} cannot be read: {reason}")]
    Answer {
        /// The work.
        what: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The system gives no threads.
    #[error("cannot start the client of Spark Connect")]
    Client(#[source] std::io::Error),
}

impl Failure for SparkError {
    fn kind(&self) -> Kind {
        match self {
            SparkError::NotBuilt
            | SparkError::NoAddress
            | SparkError::BadAddress { .. }
            | SparkError::Denied(_)
            | SparkError::Zone(_)
            | SparkError::NotThere(_) => Kind::Usage,
            SparkError::Unreachable { .. }
            | SparkError::Failed { .. }
            | SparkError::Answer { .. }
            | SparkError::Client(_) => Kind::Failed,
        }
    }
}
