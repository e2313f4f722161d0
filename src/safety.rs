//! Finds what a configuration does to the people who run it.

mod redaction;
mod secret;

pub use redaction::{Redaction, ReplacedSecret};
