//! How a failure ends the process: one exit code per kind, so that a scheduler can act on it.
//!
//! Every stage has its own error type; each says of itself which [`Kind`] it is. This file holds
//! no message.

/// What a failure means to whoever runs the program unattended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Something outside went wrong (disk, network): the same call may succeed later.
    Failed = 1,
    /// The command line, the configuration or the kind of input is wrong.
    Usage = 2,
    /// The data was read and is not fit for the purpose.
    DataQuality = 3,
    /// The newest data is older than allowed.
    Stale = 4,
    /// The data has drifted further from the model's than allowed.
    Drift = 5,
    /// There was nothing to do.
    NothingToDo = 99,
}

impl Kind {
    /// The process's exit code.
    pub fn exit_code(self) -> u8 {
        self as u8
    }
}

/// Implemented by every stage's error type.
pub trait Failure: std::error::Error + Send + Sync + 'static {
    /// Which kind of failure this is.
    fn kind(&self) -> Kind;
}
