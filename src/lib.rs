//! Plain words in, checked Terraform for AWS out, at the fewest tokens that still do the job.
//!
//! The one idea: *the model writes only what only a model can write*. Counting, parsing,
//! completing, checking, scanning and fixing happen here, at zero tokens.
//!
//! # The walk of one request
//!
//! ```text
//! text -> Request -> Plan -> (the world) -> Reply -> Module -> problems, findings -> mended Module -> Report
//!            ^                                                      |
//!            '------------------- Plan <- Digest <------------------'   at most policy.attempts_max calls
//! ```
//!
//! [`request`] reads what the user typed. [`intent`] reads what it asks for, and where every word
//! of it is understood [`library`] answers it from building blocks, without a call. [`prompt`]
//! makes a plan of it: the messages, counted to the token by [`tokens`], the model from [`model`],
//! the cap from [`policy`]. [`reply`] cuts the Terraform out of the answer and [`hcl`] reads it.
//! [`job::mend`] repairs it ([`repair`]), completes it ([`complete`]), fixes it ([`fix`]), checks
//! it ([`schema`]) and scans it ([`scan`]). What is left is grouped by [`violations`] and goes back
//! to the model, with only the blocks it is about; reports of other tools come in there too, and
//! leave in the same order ([`violations::import`]). [`cache`] has earlier answers. [`ledger`]
//! knows what is left of each quota. All order, and all state of a running request, is in [`job`];
//! the browser is in [`web`], and nowhere else.
//!
//! # The arrows
//!
//! A room names only rooms of a lower level; `tests/house.rs` reads the sources and holds it. Under
//! all of them lies `order`, which sorts lists.
//!
//! | level | rooms |
//! |---|---|
//! | 0 | `request` `tokens` `hcl` `ledger` `cache` |
//! | 1 | `intent` (request) `model` (ledger, tokens) `reply` (hcl, ledger) `schema` (hcl) `scan` (hcl) |
//! | 2 | `fix` (hcl, schema, scan) `complete` (hcl, schema, intent) `repair` (hcl, schema) `library` (hcl, intent) `violations` (hcl, schema, scan) `policy` (scan, schema, model) |
//! | 3 | `prompt` (request, intent, violations, tokens, model, policy, ledger) |
//! | 4 | `job` (all above) |
//! | 5 | `web` (job, and for the calls that cost nothing the rooms below) |
//!
//! # What is absent
//!
//! - A clock, files, the network: outside [`web`] nothing touches the world; the time is an
//!   argument, and a whole run is replayed from its answers.
//! - A vocabulary or a schema in the code: both are packs, fetched when they are needed.
//! - A printer for Terraform: changes are spliced into the text, so comments and layout stay.
//! - The key: it is an argument of a call, and stands in no state, error, log or prompt.
//! - A guess: a count that is not exact says so, and an unknown value raises no finding.

pub mod cache;
pub mod complete;
pub mod fix;
pub mod hcl;
pub mod intent;
pub mod job;
pub mod ledger;
pub mod model;
pub mod policy;
pub mod prompt;
pub mod repair;
pub mod reply;
pub mod request;
pub mod scan;
pub mod schema;
mod stable_sort;
pub mod templates;
pub mod tokens;
pub mod violations;
pub mod web;
