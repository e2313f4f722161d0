//! Connects the crate to JavaScript: exported functions, `fetch` and the clock.
//!
//! The pure modules ([`api`] and [`wire`]) compile for every target, so that they are tested
//! without a browser; the others compile for wasm32 only. A page loads up to three wasm modules of
//! this crate: first one that previews requests, then one that checks configurations or the one with
//! all functions.

pub mod api;
#[cfg(target_arch = "wasm32")]
#[cfg_attr(not(feature = "whole"), allow(dead_code))]
mod fetch;
#[cfg(target_arch = "wasm32")]
#[cfg_attr(not(feature = "whole"), allow(dead_code))]
mod host;
#[cfg(target_arch = "wasm32")]
#[cfg_attr(not(feature = "whole"), allow(dead_code))]
pub mod js;
pub mod wire;
