//! Reads and writes the stored form of a ledger.

use super::{DRIFT_MAX, Ledger, Millis};
use serde::Serialize;
use std::fmt;

/// Version of the stored format; ledgers of other versions are not read.
pub const VERSION: u32 = 2;
/// Maximum models in a stored ledger; further ones are dropped.
const MODELS_MAX: usize = 64;

/// Reason why a stored ledger was discarded in whole or in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Lost {
    /// The stored ledger cannot be parsed.
    Unreadable,
    /// Another version of this crate wrote the ledger.
    OtherVersion,
    /// Figures that no quota can have were dropped.
    Impossible,
}

impl fmt::Display for Lost {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Lost::Unreadable => "the stored quota could not be read, so counting starts from zero",
            Lost::OtherVersion => {
                "the stored quota has another version, so counting starts from zero"
            }
            Lost::Impossible => "the stored quota contained impossible figures; they were dropped",
        })
    }
}

impl Ledger {
    /// Returns the ledger in its stored form.
    pub fn stored(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Reads a stored ledger and reports what was lost of it.
    ///
    /// Null or an empty object yields a new ledger.
    ///
    /// ```
    /// use infragenie::ledger::{Ledger, Lost};
    ///
    /// let (ledger, lost) = Ledger::read(serde_json::json!("scribble"), 0);
    /// assert_eq!((ledger, lost), (Ledger::default(), Some(Lost::Unreadable)));
    /// ```
    pub fn read(stored: serde_json::Value, now: Millis) -> (Ledger, Option<Lost>) {
        if stored.is_null() || stored.as_object().is_some_and(serde_json::Map::is_empty) {
            return (Ledger::default(), None);
        }
        if !stored.is_object() {
            return (Ledger::default(), Some(Lost::Unreadable));
        }
        if stored["version"].as_u64() != Some(u64::from(VERSION)) {
            return (Ledger::default(), Some(Lost::OtherVersion));
        }
        match serde_json::from_value::<Ledger>(stored) {
            Ok(ledger) => ledger.sanitized(now),
            Err(_) => (Ledger::default(), Some(Lost::Unreadable)),
        }
    }

    /// Drops buckets with impossible figures and models above the maximum.
    fn sanitized(mut self, now: Millis) -> (Ledger, Option<Lost>) {
        let mut lost = None;
        while self.models.len() > MODELS_MAX {
            self.models.pop_last();
            lost = Some(Lost::Impossible);
        }
        for book in self.models.values_mut() {
            book.drift = book.drift.clamp(-DRIFT_MAX, DRIFT_MAX);
            book.gone = book.gone.map(|gone| gone.min(now));
            book.buckets.retain(|_, bucket| {
                let sane = bucket.sanitized(now);
                *bucket = sane.unwrap_or(*bucket);
                if sane.is_none() {
                    lost = Some(Lost::Impossible);
                }
                sane.is_some()
            });
        }
        (self, lost)
    }
}
