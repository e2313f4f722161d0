//! A stored ledger in, a safe one out, or why it could not be kept.

use super::{DRIFT_MAX, Ledger, Millis};
use serde::Serialize;
use std::fmt;

/// The form in which a ledger is stored; one of another version is not read.
pub const VERSION: u32 = 2;
/// Most models that a ledger remembers; a stored one with more is cut.
const MODELS_MAX: usize = 64;

/// Why a stored ledger was left behind, and counting begins anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Lost {
    /// It does not read.
    Unreadable,
    /// Another version of the module wrote it.
    OtherVersion,
    /// Figures that no quota can have were left out.
    Impossible,
}

impl fmt::Display for Lost {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Lost::Unreadable => "the stored quota did not read, so counting begins anew",
            Lost::OtherVersion => "the stored quota is of another version, so counting begins anew",
            Lost::Impossible => {
                "the stored quota held figures that none can have; they were left out"
            }
        })
    }
}

impl Ledger {
    /// The ledger as it is stored.
    pub fn stored(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// A ledger that came from outside, and what was lost of it. Null is a fresh one.
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

    /// Figures that no bucket can have are dropped.
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
