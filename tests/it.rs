//! Runs the integration tests of all files in one program, linked once.

mod availability;
mod common;
mod complete;
mod deploy_effects;
mod fix;
mod forecast;
mod format;
mod hardening;
mod hcl;
mod jobs;
mod ledger;
mod own_files;
mod prompts;
mod public_names;
mod recipes;
mod repair;
mod requests;
mod scan;
mod scan_bounds;
mod schema;
mod schema_cases;
mod schema_pack;
mod structure;
mod tokens;
