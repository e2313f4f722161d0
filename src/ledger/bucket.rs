//! Charges in, the level of one quota out: it refills continuously, and is kept twice.

use super::window::{Spent, Window};
use super::{CapRefundPolicy, Millis};
use serde::{Deserialize, Serialize};

/// How far what is in use may lie above a printed figure: Groq prints whole tokens of a level that
/// is not whole.
const ROUNDING_ERROR: f64 = 1.0;
/// How long a figure may have been on its way, in milliseconds: so much may have refilled.
const TRANSIT_MILLIS: f64 = 2_000.0;

/// What a printed figure tells of the regime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Observed {
    Kept,
    /// Whole caps count, or others have used as much.
    PerhapsKept,
    Refunded,
}

/// How full one quota of one model is, at a time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Bucket {
    /// What the window allows: the catalogue's figure until Groq prints its own.
    pub(super) limit: f64,
    /// Whether Groq printed it.
    #[serde(default)]
    pub(super) printed: bool,
    /// How far calls have passed above a limit that nobody printed, and as much again.
    #[serde(default)]
    pub(super) wide: f64,
    /// With the whole cap of every call charged.
    pub(super) charged: f64,
    /// With what every answer really used.
    pub(super) used: f64,
    pub(super) at: Millis,
}

impl Bucket {
    pub(super) fn empty(limit: u32, now: Millis) -> Bucket {
        Bucket {
            limit: f64::from(limit.max(1)),
            printed: false,
            wide: 0.0,
            charged: 0.0,
            used: 0.0,
            at: now,
        }
    }

    /// The same later. A clock that went back refills nothing.
    pub(super) fn at(self, window: Window, now: Millis) -> Bucket {
        let elapsed = now.saturating_sub(self.at) as f64;
        let back = elapsed * self.limit / window.millis() as f64;
        Bucket {
            charged: (self.charged - back).max(0.0),
            used: (self.used - back).max(0.0),
            at: now,
            ..self
        }
    }

    /// The level that Groq is taken to count by.
    pub(super) fn level(&self, regime: Option<CapRefundPolicy>) -> f64 {
        match regime {
            Some(CapRefundPolicy::Refunded) => self.used,
            Some(CapRefundPolicy::Kept) | None => self.charged,
        }
    }

    /// What passes now at a level, in whole tokens or calls.
    pub(super) fn remaining(&self, level: f64) -> u32 {
        (self.allowed() - level).clamp(0.0, f64::from(u32::MAX)) as u32
    }

    /// How long until `asked` passes at a level; 0 where it passes now, None where it never does.
    pub(super) fn wait(&self, window: Window, level: f64, asked: u32) -> Option<Millis> {
        let asked = f64::from(asked);
        if asked > self.limit {
            return None;
        }
        // What was printed may be a token less than what is in use; an empty bucket is known.
        let margin = if window.counts_calls() || level <= 0.0 {
            0.0
        } else {
            ROUNDING_ERROR.min(self.limit - asked)
        };
        let over = (level + asked + margin - self.limit).max(0.0);
        Some((over * window.millis() as f64 / self.limit).ceil() as Millis)
    }

    /// Groq printed what is in use: both levels are that. What it tells of the regime comes back.
    pub(super) fn set_printed(&mut self, window: Window, spent: &Spent) -> Option<Observed> {
        if let Some(limit) = spent.limit.filter(|limit| *limit > 0) {
            self.limit = limit as f64;
            self.printed = true;
        }
        let printed_use = (spent.used? as f64).min(self.limit);
        let evidence = self.evidence(window, printed_use, spent.requested.map(|it| it as f64));
        self.charged = printed_use;
        self.used = printed_use;
        evidence
    }

    /// Other programs of the same organisation only add to what is in use. So less than whole caps
    /// is proof that they are not kept, as much as whole caps is a sign that they are, and more
    /// tells nothing, but where a call was refused that would else have passed.
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

    /// Whether a call that passes here proves that whole caps do not count.
    pub(super) fn would_prove(&self, window: Window, asked: u32) -> bool {
        self.printed
            && self.charged + f64::from(asked) > self.limit + self.refill_in_transit(window)
    }

    /// A call has passed that the limit, which nobody printed, does not allow: it is larger, or less
    /// is counted than whole caps. Doubled, a plan of any size is known after a few calls.
    pub(super) fn widen(&mut self) {
        if !self.printed && self.charged > self.allowed() {
            self.wide = 2.0 * self.allowed();
        }
    }

    /// What calls are known to pass below: the limit, or more where nobody printed it.
    pub(super) fn allowed(&self) -> f64 {
        if self.printed {
            self.limit
        } else {
            self.limit.max(self.wide)
        }
    }

    /// Whether nothing is known of a call of this size.
    pub(super) fn exceeds_allowed(&self, asked: u32) -> bool {
        self.charged + f64::from(asked) > self.allowed()
    }

    /// What may have refilled while a call or a figure was on its way.
    fn refill_in_transit(&self, window: Window) -> f64 {
        ROUNDING_ERROR + TRANSIT_MILLIS * self.limit / window.millis() as f64
    }

    /// The most that can be in use: a limit that nobody printed may be larger than it is known.
    fn max_level(&self) -> f64 {
        if self.printed { self.limit } else { f64::MAX }
    }

    /// A bucket that came from outside, or None where no quota can have its figures.
    pub(super) fn sanitized(self, now: Millis) -> Option<Bucket> {
        let plausible = |figure: f64| figure.is_finite() && (0.0..=1e12).contains(&figure);
        let is_sane = plausible(self.charged)
            && plausible(self.used)
            && plausible(self.limit)
            && plausible(self.wide)
            && self.limit >= 1.0;
        is_sane.then(|| Bucket {
            charged: self.charged.min(self.max_level()),
            used: self.used.min(self.max_level()),
            // A clock that ran ahead would else refill nothing until it is overtaken.
            at: self.at.min(now),
            ..self
        })
    }
}
