//! Runs the tests that need a browser, of all files, in one WebAssembly module.
#![cfg(target_arch = "wasm32")]

mod chaos;
mod web;
