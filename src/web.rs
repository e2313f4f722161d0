//! The world: the JavaScript face, `fetch`, the clock.
//!
//! What is pure ([`face`] and [`wire`]) is compiled everywhere, so that it is tested without a
//! browser; what touches a browser is compiled for one. A page loads two modules of it: first the
//! one without the feature `whole`, which previews, then all of it.

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
