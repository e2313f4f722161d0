//! Turns plain-words requests into checked Terraform for AWS, at few tokens.
//!
//! The model writes only what a model alone can write. Counting, parsing, completing, checking,
//! scanning and fixing happen here, at no tokens.
//!
//! ```text
//! text -> Request -> Plan -> Reply -> Module -> diagnostics, findings -> fixed Module -> Report
//!                     ^                                  |
//!                     '----------- repair <--------------'   at most policy.attempts_max calls
//! ```
//!
//! [`job`] holds the state of a running request and performs no I/O. [`web`] connects it to
//! JavaScript, `fetch` and the clock, and is the only module that uses APIs of the host.
//!
//! `docs/ARCHITECTURE.md` describes the path of a request, the responsibility and the dependencies
//! of each module, the terms and the decisions. `tests/structure.rs` checks the dependencies.

/// Expands to a list of string literals, with several on a line.
macro_rules! strings {
    ($($text:literal),+ $(,)?) => { &[$($text),+] };
}

pub mod cache;
pub mod complete;
pub mod cost;
pub mod deploy;
pub mod fix;
pub mod followup;
pub mod hcl;
pub mod intent;
pub mod job;
mod json;
pub mod ledger;
pub mod model;
pub mod policy;
pub mod project;
pub mod prompt;
pub mod repair;
pub mod reply;
pub mod request;
pub mod rewrite;
pub mod safety;
pub mod scan;
pub mod schema;
pub mod semantic;
mod sorted_map;
mod stable_sort;
mod table;
mod template;
pub mod templates;
pub mod tokens;
pub mod violations;
pub mod web;
mod words;
