//! Runs the integration tests of all files in one program, so that the crate is linked once.

mod common;
mod complete;
mod fix;
mod hardening;
mod hcl;
mod house;
mod jobs;
mod ledger;
mod prompts;
mod recipes;
mod repair;
mod requests;
mod scan;
mod scan_bounds;
mod schema;
mod schema_cases;
mod schema_pack;
mod tokens;
