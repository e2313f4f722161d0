//! The world: the JavaScript face, `fetch`, the clock.
//!
//! What is pure ([`face`] and [`wire`]) is compiled everywhere, so that it is tested without a
//! browser; what touches a browser is compiled for one.

pub mod face;
#[cfg(target_arch = "wasm32")]
mod fetch;
#[cfg(target_arch = "wasm32")]
pub mod js;
pub mod wire;
