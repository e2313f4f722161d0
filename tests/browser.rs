//! Runs all tests that need a browser in one WebAssembly module.
#![cfg(target_arch = "wasm32")]

mod chaos;
mod web;
