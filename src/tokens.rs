//! Text in, exact count out: the tokens of OpenAI's vocabulary o200k, which the gpt-oss models use.
//!
//! The vocabulary lies in two packs outside this crate. The ASCII pack is enough to count ASCII
//! text: a merge of ASCII bytes makes only ASCII tokens, and the pack keeps their order, in which
//! merges happen. Any other text needs the second pack too, and until it is there the answer is
//! [`Missing`], never a guess.

mod frame;
mod merge;
mod pack;
mod split;
mod urn;
mod vocabulary;

pub use frame::{Count, Frame, Role};
pub use pack::{Malformed, Pack};
pub use vocabulary::{Missing, Vocabulary};
