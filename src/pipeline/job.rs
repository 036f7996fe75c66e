//! What a command hands to every step of its work. It is not what is read: that is [`Sources`](super::Sources).

use super::{Machine, Watcher};
use crate::config::Settings;

/// How the work is to be done, on what, and who is told of its progress.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// What is asked for.
    pub settings: &'a Settings,
    /// What there is to do it with, and the present.
    pub machine: &'a Machine,
    /// Who is told how far it is.
    pub watcher: &'a dyn Watcher,
}

impl<'a> Job<'a> {
    /// The same work by other settings.
    pub(super) fn with<'b>(&self, settings: &'b Settings) -> Job<'b>
    where
        'a: 'b,
    {
        Job { settings, ..*self }
    }
}
