//! Exports the crate to JavaScript as plain functions on plain objects.
//!
//! No object has to be freed by the caller.
//!
//! A page needs a part of the functions at a time. Each part can be built as a module of its own, which
//! is much smaller: the features `preview` and `check` select them, `whole` is everything.

#[cfg(feature = "preview")]
mod answers;
#[cfg(feature = "check")]
mod facts;
mod packs;
#[cfg(feature = "preview")]
mod preview;
#[cfg(feature = "check")]
mod program;
#[cfg(feature = "check")]
mod project;
#[cfg(feature = "whole")]
mod run;
mod value;

pub use super::host::set_host;
#[cfg(feature = "preview")]
pub use answers::{find_answer, list_answers, store_answer};
pub use packs::{learn, load};
#[cfg(feature = "preview")]
pub use preview::{apply_entries, apply_models, catalogue, count, models, preview, quota};
#[cfg(feature = "check")]
pub use program::{budget, cost, fix, format, missing_packs, read_report, rules, scan, validate};
#[cfg(feature = "check")]
pub use project::{check_project, cost_project, fix_project, project_needs};
#[cfg(feature = "whole")]
pub use run::generate;

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.ts");
