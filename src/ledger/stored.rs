//! Reads and writes the stored form of a ledger.

use super::bucket::{Bucket, is_future};
use super::{CapRefundPolicy, DRIFT_MAX, Entry, Ledger, Limits, Millis, ModelAccount};
use super::{PRESUMED_MILLIS, Spent, Tokens, Trial, UsageEvent, Window};
use crate::json::{integer, map, optional, text};
use crate::stable_sort::Order;
use serde::Serialize;
use serde_json::Value;
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
    pub fn stored(&self) -> Value {
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
    pub fn read(stored: Value, now: Millis) -> (Ledger, Option<Lost>) {
        if stored.is_null() || stored.as_object().is_some_and(serde_json::Map::is_empty) {
            return (Ledger::default(), None);
        }
        if !stored.is_object() {
            return (Ledger::default(), Some(Lost::Unreadable));
        }
        if stored["version"].as_u64() != Some(u64::from(VERSION)) {
            return (Ledger::default(), Some(Lost::OtherVersion));
        }
        match ledger(&stored) {
            Some(ledger) => ledger.sanitized(now),
            None => (Ledger::default(), Some(Lost::Unreadable)),
        }
    }

    /// Drops what cannot be true: impossible figures, times ahead of the clock, too many models.
    ///
    /// Of too many models the last used ones stay.
    fn sanitized(mut self, now: Millis) -> (Ledger, Option<Lost>) {
        let mut lost = None;
        if self
            .presumed
            .is_some_and(|until| is_future(until, now.saturating_add(PRESUMED_MILLIS)))
        {
            (self.regime, self.presumed) = (None, None);
        }
        self.trial = self.trial.filter(|trial| !is_future(trial.sent, now));
        for account in self.models.values_mut() {
            account.drift = account.drift.clamp(-DRIFT_MAX, DRIFT_MAX);
            account.gone = account.gone.filter(|gone| !is_future(*gone, now));
            account.buckets.retain(|_, bucket| {
                let sane = bucket.sanitized(now);
                *bucket = sane.unwrap_or(*bucket);
                if sane.is_none() {
                    lost = Some(Lost::Impossible);
                }
                sane.is_some()
            });
        }
        let accounts = self.models.entries().iter();
        let mut times: Vec<Millis> = accounts.map(|(_, account)| account.last_use()).collect();
        if let Some(surplus) = times.len().checked_sub(MODELS_MAX).filter(|it| *it > 0) {
            lost = Some(Lost::Impossible);
            times.order();
            let oldest = times[surplus];
            self.models
                .retain(|_, account| account.last_use() >= oldest);
            self.models.truncate(MODELS_MAX);
        }
        (self, lost)
    }
}

impl ModelAccount {
    /// Returns when the model was used last; 0 if never.
    fn last_use(&self) -> Millis {
        let buckets = self.buckets.entries().iter();
        buckets.map(|(_, bucket)| bucket.at).max().unwrap_or(0)
    }
}

impl Entry {
    /// Reads an entry that a host passed on.
    pub fn read(value: &Value) -> Option<Entry> {
        let limits = &value["limits"];
        Some(Entry {
            model: text(&value["model"])?,
            limits: Limits {
                requests_minute: integer(&limits["requestsMinute"])?,
                requests_day: integer(&limits["requestsDay"])?,
                tokens_minute: integer(&limits["tokensMinute"])?,
                tokens_day: integer(&limits["tokensDay"])?,
            },
            fact: usage_event(&value["fact"])?,
            at: integer(&value["at"])?,
        })
    }
}

fn usage_event(value: &Value) -> Option<UsageEvent> {
    match value.as_str() {
        Some("gone") => return Some(UsageEvent::Gone),
        Some("available") => return Some(UsageEvent::Available),
        _ => {}
    }
    let (kind, event) = value.as_object()?.iter().next()?;
    Some(match kind.as_str() {
        "sent" => UsageEvent::Sent(tokens(event)?),
        "refused" => UsageEvent::Refused {
            asked: tokens(&event["asked"])?,
            sent: integer(&event["sent"])?,
        },
        "answered" => UsageEvent::Answered {
            asked: tokens(&event["asked"])?,
            counted: optional(&event["counted"], tokens)?,
            sent: integer(&event["sent"])?,
        },
        "seen" => UsageEvent::Seen(Spent {
            window: Window::from_code(event["window"].as_str()?)?,
            limit: optional(&event["limit"], integer)?,
            used: optional(&event["used"], integer)?,
            requested: optional(&event["requested"], integer)?,
        }),
        "drifted" => UsageEvent::Drifted(drift(event)?),
        _ => return None,
    })
}

fn tokens(value: &Value) -> Option<Tokens> {
    Some(Tokens {
        prompt: integer(&value["prompt"])?,
        completion: integer(&value["completion"])?,
    })
}

fn ledger(value: &Value) -> Option<Ledger> {
    Some(Ledger {
        version: VERSION,
        models: map(&value["models"], |id| Some(id.to_owned()), account)?,
        regime: optional(&value["regime"], cap_refund_policy)?,
        presumed: optional(&value["presumed"], integer)?,
        trial: optional(&value["trial"], trial)?,
    })
}

fn account(value: &Value) -> Option<ModelAccount> {
    value.as_object()?;
    Some(ModelAccount {
        buckets: map(&value["buckets"], Window::from_code, bucket)?,
        drift: optional(&value["drift"], drift)?.unwrap_or_default(),
        gone: optional(&value["gone"], integer)?,
    })
}

fn drift(value: &Value) -> Option<i32> {
    value.as_i64()?.try_into().ok()
}

fn bucket(value: &Value) -> Option<Bucket> {
    let at = integer(&value["at"])?;
    Some(Bucket {
        limit: value["limit"].as_f64()?,
        printed: optional(&value["printed"], Value::as_bool)?.unwrap_or_default(),
        wide: optional(&value["wide"], Value::as_f64)?.unwrap_or_default(),
        charged: value["charged"].as_f64()?,
        used: value["used"].as_f64()?,
        // Before version 0.3 the time was not stored.
        printed_at: optional(&value["printedAt"], integer)?.unwrap_or(at),
        at,
    })
}

fn cap_refund_policy(value: &Value) -> Option<CapRefundPolicy> {
    match value.as_str()? {
        "kept" => Some(CapRefundPolicy::Kept),
        "refunded" => Some(CapRefundPolicy::Refunded),
        _ => None,
    }
}

fn trial(value: &Value) -> Option<Trial> {
    Some(Trial {
        model: text(&value["model"])?,
        sent: integer(&value["sent"])?,
        proves: value["proves"].as_bool()?,
    })
}
