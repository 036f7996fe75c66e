//! What `check` would find, said by whoever goes on with it.

use crate::monitor::preflight::{Finding, Severity};

/// Warns of what is usable but not as it should be.
pub(super) fn warn_of(findings: &[Finding]) {
    for finding in findings.iter().filter(|finding| finding.severity != Severity::Ok) {
        tracing::warn!("{}", finding.in_a_line());
    }
}
