//! Integration tests: the binary and the library as a stranger meets them, one file per subject.
//!
//! Each test works in a fresh folder of its own ([`workplace::Workplace`]).

mod check;
mod config;
mod models;
mod publish;
mod workplace;
