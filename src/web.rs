//! The world: the JavaScript face, `fetch`, the clock.
//!
//! What is pure ([`face`], [`wire`] and the places of a text) is compiled everywhere, so that it is tested without a
//! browser; what touches a browser is compiled for one.

pub mod face;
#[cfg(target_arch = "wasm32")]
mod fetch;
#[cfg(target_arch = "wasm32")]
pub mod js;
mod places;
pub mod wire;
