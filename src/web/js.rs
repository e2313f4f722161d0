//! Exports the crate to JavaScript as plain functions on plain objects.
//!
//! No object has to be freed by the caller.
//!
//! Without the feature `whole` this module exports only what a page needs before a request is sent,
//! which makes a much smaller wasm module.

mod answers;
#[cfg(feature = "whole")]
mod facts;
mod packs;
mod preview;
#[cfg(feature = "whole")]
mod program;
#[cfg(feature = "whole")]
mod run;
mod value;

pub use super::host::set_host;
pub use answers::{find_answer, list_answers, store_answer};
pub use packs::{learn, load};
pub use preview::{apply_entries, catalogue, count, models, preview, quota};
#[cfg(feature = "whole")]
pub use program::{fix, format, missing_packs, read_report, rules, scan, validate};
#[cfg(feature = "whole")]
pub use run::generate;

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.ts");
