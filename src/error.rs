//! How a failure reaches whoever called: what it says, what caused it, and of which kind it is.
//!
//! Every stage has its own error type and says of it, by [`Failure`], which [`Kind`] each case is.
//! `?` turns any of them into [`Error`]; a type that has not declared its kinds does not become one, and
//! so does not compile. This file holds no message and knows no stage.

use std::fmt;

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
    /// The scores may be wrong: a check of the night alerts.
    Alert = 5,
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

/// The failure of any stage.
///
/// [`Error::kind`] says what it means, [`Error::is`] whether a certain stage failed, and
/// [`source`](std::error::Error::source) what caused it. `Debug` shows the message and every cause, so
/// that `fn main() -> winback::Result<()>` ends readably.
pub struct Error(Box<dyn Failure>);

/// What a capability gives: a result, or the [`Error`] of the stage that failed.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Which kind of failure this is.
    pub fn kind(&self) -> Kind {
        self.0.kind()
    }

    /// The stage's own error, where it is an `E`.
    pub fn downcast_ref<E: Failure>(&self) -> Option<&E> {
        let error: &(dyn std::error::Error + 'static) = &*self.0;
        error.downcast_ref()
    }

    /// Whether it is an `E`.
    pub fn is<E: Failure>(&self) -> bool {
        self.downcast_ref::<E>().is_some()
    }

    /// What caused it, and what caused that, outermost first.
    pub fn causes(&self) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
        std::iter::successors(self.0.source(), |cause| cause.source())
    }

    /// The causes in words, outermost first, without what stands in the words before already.
    pub fn because(&self) -> Vec<String> {
        let mut said = vec![self.to_string()];
        for cause in self.causes().map(ToString::to_string) {
            // So a library says that an error is another one's.
            let cause = cause.trim_start_matches("External: ");
            if !said.iter().any(|said| said.contains(cause)) {
                said.push(cause.to_owned());
            }
        }
        said.split_off(1)
    }
}

impl<E: Failure> From<E> for Error {
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        self.because().iter().try_for_each(|cause| write!(f, "\n  because: {cause}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("cannot read the model")]
    struct Unread(#[source] std::io::Error);

    impl Failure for Unread {
        fn kind(&self) -> Kind {
            Kind::Usage
        }
    }

    #[test]
    fn a_cause_is_said_once() {
        #[derive(Debug, thiserror::Error)]
        #[error("External: {0}")]
        struct Wrapped(#[source] std::io::Error);
        #[derive(Debug, thiserror::Error)]
        #[error("cannot write")]
        struct Unwritten(#[source] Wrapped);
        impl Failure for Unwritten {
            fn kind(&self) -> Kind {
                Kind::Failed
            }
        }
        let error = Error::from(Unwritten(Wrapped(std::io::Error::other("no space"))));
        assert_eq!(error.because(), ["no space"]);
    }

    #[test]
    fn kind_type_and_causes_survive_the_boundary() {
        fn read() -> Result<()> {
            Err(Unread(std::io::Error::other("disk")))?;
            Ok(())
        }
        let error = read().unwrap_err();
        assert_eq!(error.kind(), Kind::Usage);
        assert!(error.is::<Unread>());
        assert_eq!(format!("{error:?}"), "cannot read the model\n  because: disk");
    }
}
