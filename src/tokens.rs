//! Counts the tokens of a text exactly, with the o200k vocabulary of OpenAI.
//!
//! The gpt-oss models use this vocabulary. It is stored in two packs outside this crate. The ASCII
//! pack is enough to count ASCII text: a merge of ASCII bytes makes only ASCII tokens, and the pack
//! keeps their relative order, which determines the order of merges. Any other text needs the
//! second pack too; until it is loaded the result is [`Missing`], never an estimate.

mod frame;
mod merge;
mod pack;
mod split;
mod urn;
mod vocabulary;

pub use frame::{Count, Frame, Role};
pub use pack::{Malformed, Pack};
pub use vocabulary::{Missing, Vocabulary};
