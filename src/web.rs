//! Connects the crate to JavaScript: exported functions, `fetch` and the clock.
//!
//! The pure modules ([`api`] and [`wire`]) compile for every target, so that they are tested
//! without a browser; the others compile for wasm32 only. A page loads two wasm modules of this
//! crate: first the one without the feature `whole`, which previews requests, then the one with all
//! functions.

pub mod api;
#[cfg(target_arch = "wasm32")]
#[cfg_attr(not(feature = "whole"), allow(dead_code))]
mod fetch;
#[cfg(target_arch = "wasm32")]
mod host;
#[cfg(target_arch = "wasm32")]
#[cfg_attr(not(feature = "whole"), allow(dead_code))]
pub mod js;
pub mod wire;
