//! The JavaScript face: plain functions, plain objects, nothing to free.
//!
//! Without the feature `whole` it is what a page shows before anything is asked, in a module of a
//! fraction of the size.

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

pub use super::world::set_world;
pub use answers::{answers, kept, recalled};
pub use packs::{learn, load};
pub use preview::{booked, catalogue, count, models, preview, quota};
#[cfg(feature = "whole")]
pub use program::{fix, lacking, read_report, rules, scan, validate};
#[cfg(feature = "whole")]
pub use run::generate;

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.ts");
