//! Integration tests: the binary and the library as a stranger meets them, one file per subject.
//!
//! Each test works in a fresh folder of its own ([`workplace::Workplace`]).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do, and examples print"
)]

mod accuracy;
mod audience;
mod backtest;
mod cast;
mod check;
mod config;
mod consent;
mod contracts;
mod dates_and_clocks;
mod delta;
mod demo;
mod deploy;
mod determinism;
#[cfg(unix)]
mod documented;
mod doubtful_money;
mod doubtful_tables;
mod effects;
mod errors;
mod examples;
mod export;
mod exports;
mod faults;
mod feature_file;
mod field_cases_orders;
mod field_cases_rows;
mod field_cases_who;
mod field_values;
mod floors;
mod hive;
mod imports;
mod init;
mod inputs;
mod kills;
mod labelled_snapshots;
mod leakage;
mod list_outcomes;
mod loyalty;
mod measure;
mod models;
mod monitoring;
mod month;
mod mutants;
mod newest_rows;
mod night;
mod no_amounts;
mod oracle;
mod order_and_money_names;
mod order_numbers;
mod orders_beside;
mod people_written_twice;
mod preset_spellings;
mod publish;
mod reasons;
mod report_page;
mod retrain;
mod rfm;
mod row_codes;
mod row_kinds;
#[cfg(unix)]
mod system;
mod thrift_tree;
mod told_again;
mod train_and_score;
mod training_set;
mod types;
mod unattended;
mod versions_of_rows;
mod workplace;
