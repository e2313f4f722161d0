//! Implements the token bucket of one quota.
//!
//! The bucket refills continuously and keeps two levels: charged (whole caps) and used (actual
//! tokens).

use super::window::{Spent, Window};
use super::{CapRefundPolicy, Millis};
use serde::Serialize;

/// Rounding error of a printed figure.
///
/// Groq prints whole tokens, but its level is fractional.
const ROUNDING_ERROR: f64 = 1.0;
/// Maximum age of a printed figure, in milliseconds.
///
/// The bucket may have refilled meanwhile.
const TRANSIT_MILLIS: f64 = 2_000.0;

/// How long a printed limit counts as certain.
///
/// After this time a call may exceed it as a trial, because a plan with higher limits does not
/// announce itself. Groq charges nothing for a refused trial.
const PRINTED_MILLIS: Millis = 86_400_000;

/// Largest time ahead of the clock that is taken for a difference of clocks.
const CLOCKS_MILLIS: Millis = 60_000;

/// Returns whether a stored time is so far ahead that the clock was wrong when it was stored.
pub(super) fn is_future(time: Millis, now: Millis) -> bool {
    time > now.saturating_add(CLOCKS_MILLIS)
}

/// Evidence about the refund policy in a printed figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Observed {
    Kept,
    /// Whole caps count, or other programs have used as much.
    PerhapsKept,
    Refunded,
}

/// Fill level of one quota of one model at a time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Bucket {
    /// Limit of the window: the catalogue's figure until Groq prints its own.
    pub(super) limit: f64,
    /// Whether Groq printed the limit, and nothing made it doubtful since.
    pub(super) printed: bool,
    /// When Groq printed the limit.
    #[serde(rename = "printedAt")]
    pub(super) printed_at: Millis,
    /// Assumed limit until Groq prints one; doubled when a call passes above it.
    pub(super) wide: f64,
    /// Level with the whole cap of every call charged.
    pub(super) charged: f64,
    /// Level with the tokens that every answer really used.
    pub(super) used: f64,
    pub(super) at: Millis,
}

impl Bucket {
    pub(super) fn empty(limit: u32, now: Millis) -> Bucket {
        Bucket {
            limit: f64::from(limit.max(1)),
            printed: false,
            printed_at: 0,
            wide: 0.0,
            charged: 0.0,
            used: 0.0,
            at: now,
        }
    }

    /// Returns the bucket at a later time. A clock set back refills nothing.
    pub(super) fn at(self, window: Window, now: Millis) -> Bucket {
        let elapsed = now.saturating_sub(self.at) as f64;
        let back = elapsed * self.limit / window.millis() as f64;
        Bucket {
            charged: (self.charged - back).max(0.0),
            used: (self.used - back).max(0.0),
            at: now,
            printed: self.printed && now.saturating_sub(self.printed_at) < PRINTED_MILLIS,
            ..self
        }
    }

    /// Returns the level that Groq is assumed to count by.
    pub(super) fn level(&self, regime: Option<CapRefundPolicy>) -> f64 {
        match regime {
            Some(CapRefundPolicy::Refunded) => self.used,
            Some(CapRefundPolicy::Kept) | None => self.charged,
        }
    }

    /// Returns how many whole tokens or calls pass now at a level.
    pub(super) fn remaining(&self, level: f64) -> u32 {
        (self.allowed() - level).clamp(0.0, f64::from(u32::MAX)) as u32
    }

    /// Returns the wait until `asked` passes at a level: 0 if now, None if never.
    pub(super) fn wait(&self, window: Window, level: f64, asked: u32) -> Option<Millis> {
        let asked = f64::from(asked);
        if asked > self.limit {
            return None;
        }
        // A printed figure may be one token below the real level; an empty bucket is certain.
        let margin = if window.counts_calls() || level <= 0.0 {
            0.0
        } else {
            ROUNDING_ERROR.min(self.limit - asked)
        };
        let over = (level + asked + margin - self.limit).max(0.0);
        Some((over * window.millis() as f64 / self.limit).ceil() as Millis)
    }

    /// Sets both levels to a figure that Groq printed.
    ///
    /// Returns the evidence about the refund policy.
    pub(super) fn set_printed(
        &mut self,
        window: Window,
        spent: &Spent,
        now: Millis,
    ) -> Option<Observed> {
        if let Some(limit) = spent.limit.filter(|limit| *limit > 0) {
            self.limit = limit as f64;
            self.printed = true;
            self.printed_at = now;
        }
        let printed_use = (spent.used? as f64).min(self.limit);
        let evidence = self.evidence(window, printed_use, spent.requested.map(|it| it as f64));
        self.charged = printed_use;
        self.used = printed_use;
        evidence
    }

    /// Compares a printed figure with both levels.
    ///
    /// Other programs of the same organisation can only add to the use. So a figure below the level
    /// with whole caps proves refunds, a figure near that level is evidence of full charging, and a
    /// higher figure proves nothing, unless a call was refused that would have passed with refunds.
    fn evidence(&self, window: Window, seen: f64, refused: Option<f64>) -> Option<Observed> {
        if window.counts_calls() {
            return None;
        }
        let gap = self.charged - self.used;
        let underway = self.refill_in_transit(window);
        let was_to_pass =
            refused.is_some_and(|asked| self.used + asked + ROUNDING_ERROR <= self.limit);
        if gap <= if was_to_pass { 1.0 } else { 2.0 * underway } {
            return None;
        }
        if seen > self.charged + underway {
            return was_to_pass.then_some(Observed::PerhapsKept);
        }
        if (seen - self.charged).abs() < (seen - self.used).abs() {
            return Some(Observed::Kept);
        }
        (seen + underway < self.charged).then_some(Observed::Refunded)
    }

    /// Returns whether a call that passes proves that whole caps do not count.
    pub(super) fn would_prove(&self, window: Window, asked: u32) -> bool {
        self.printed
            && self.charged + f64::from(asked) > self.limit + self.refill_in_transit(window)
    }

    /// Doubles the assumed limit after a call passed above it.
    ///
    /// Applies only while Groq has printed no limit.
    ///
    /// Either the limit is larger or less than whole caps is counted. With doubling, the limit of
    /// any plan is found after a few calls.
    pub(super) fn widen(&mut self) {
        if !self.printed && self.charged > self.allowed() {
            self.wide = 2.0 * self.allowed();
        }
    }

    /// Returns the level up to which calls are assumed to pass.
    ///
    /// This is the limit, or the assumed limit while Groq has printed none.
    pub(super) fn allowed(&self) -> f64 {
        if self.printed {
            self.limit
        } else {
            self.limit.max(self.wide)
        }
    }

    /// Returns whether a call of this size exceeds everything that has passed.
    pub(super) fn exceeds_allowed(&self, asked: u32) -> bool {
        self.charged + f64::from(asked) > self.allowed()
    }

    /// Returns how much may have refilled while a call or a figure was in transit.
    fn refill_in_transit(&self, window: Window) -> f64 {
        ROUNDING_ERROR + TRANSIT_MILLIS * self.limit / window.millis() as f64
    }

    /// Returns the maximum level; without a printed limit the level is unbounded.
    fn max_level(&self) -> f64 {
        if self.printed { self.limit } else { f64::MAX }
    }

    /// Validates a bucket from outside.
    ///
    /// Returns None for figures that no quota can have.
    pub(super) fn sanitized(self, now: Millis) -> Option<Bucket> {
        let plausible = |figure: f64| figure.is_finite() && (0.0..=1e12).contains(&figure);
        let is_sane = plausible(self.charged)
            && plausible(self.used)
            && plausible(self.limit)
            && plausible(self.wide)
            && self.limit >= 1.0
            // A level without a time would not refill before the clock reaches its time.
            && !is_future(self.at, now)
            && !is_future(self.printed_at, now);
        is_sane.then(|| Bucket {
            charged: self.charged.min(self.max_level()),
            used: self.used.min(self.max_level()),
            at: self.at.min(now),
            printed_at: self.printed_at.min(now),
            ..self
        })
    }
}
