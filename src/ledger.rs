//! Tracks the quota use of every model and decides whether and when a call fits.
//!
//! The current time is always an argument.
//!
//! Groq's limits refill continuously: in a window of `W` milliseconds a bucket of `limit` regains
//! `limit / W` each millisecond, and a call passes when `level + requested <= limit`, with
//! `requested` = prompt tokens + cap. Whether Groq refunds the unused part of a cap is not known at
//! first, so each bucket keeps two levels: one with the whole cap charged, and one with the tokens
//! that the answer really used. A quota that Groq prints overrides both levels and shows which of
//! them Groq uses.
//!
//! A ledger belongs to one organisation. Every event is an [`Entry`], so that several tabs can
//! share one ledger: each tab applies its own entries to the stored ledger.

mod bucket;
mod stored;
mod window;

pub use stored::{Lost, VERSION};
pub use window::{Limits, Spent, Tokens, Window};

use crate::sorted_map::SortedMap;
use bucket::{Bucket, Observed};
use serde::Serialize;
use window::EVERY_MODEL;

/// Milliseconds since 1970, or a duration in milliseconds.
pub type Millis = u64;

/// How long a model that was refused as unavailable comes after all others.
///
/// The time is limited because the refusal may be an accident, and permissions change.
const GONE_MILLIS: Millis = 3_600_000;
/// How long uncertain evidence of full charging counts.
///
/// The evidence is uncertain if other programs may have used the missing quota. After this time one
/// call tests the assumption again.
const PRESUMED_MILLIS: Millis = 3_600_000;
/// How long a trial with an unknown outcome blocks further trials of its model.
const TRIAL_MILLIS: Millis = 60_000;
/// How long a call waits that would be a second trial.
const TRIAL_PAUSE_MILLIS: Millis = 1_000;
/// Maximum correction of a prompt forecast, in tokens.
///
/// A larger difference cannot come from a change of Groq's message frame.
const DRIFT_MAX: i32 = 500;

/// Quota use of one organisation per model and window, and what replies revealed.
///
/// ```
/// use infragenie::ledger::{Fit, Ledger, Limits, Tokens, UsageEvent};
///
/// let limits = Limits { requests_minute: 30, requests_day: 1_000, tokens_minute: 8_000, tokens_day: 200_000 };
/// let asked = Tokens { prompt: 700, completion: 1_000 };
/// let mut ledger = Ledger::default();
/// ledger.enter("openai/gpt-oss-20b", limits, UsageEvent::Sent(asked), 0);
/// assert_eq!(ledger.left("openai/gpt-oss-20b", &limits, 0).tokens_day, 198_300);
/// // Half a minute later half of the minute's bucket has refilled.
/// assert_eq!(ledger.left("openai/gpt-oss-20b", &limits, 30_000).tokens_minute, 8_000);
/// let large = Tokens { prompt: 700, completion: 7_000 };
/// assert_eq!(ledger.fit("openai/gpt-oss-20b", &limits, large, 30_000), Fit::Now);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ledger {
    /// Version of the stored format.
    version: u32,
    models: SortedMap<String, ModelAccount>,
    /// Policy for the unused part of a cap, once it is known.
    regime: Option<CapRefundPolicy>,
    /// End of the time for which the refund policy is only assumed.
    presumed: Option<Millis>,
    /// A call in flight whose outcome reveals an unknown limit or the refund policy.
    trial: Option<Trial>,
}

impl Default for Ledger {
    fn default() -> Ledger {
        Ledger {
            version: VERSION,
            models: SortedMap::default(),
            regime: None,
            presumed: None,
            trial: None,
        }
    }
}

/// A call that may be refused.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Trial {
    model: String,
    sent: Millis,
    /// Whether the call passes only if the unused parts of caps are refunded.
    proves: bool,
}

/// State of one model.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
struct ModelAccount {
    buckets: SortedMap<Window, Bucket>,
    /// Prompt tokens that Groq counts, minus our forecast.
    drift: i32,
    /// When the model was refused as retired, blocked or closed to this key.
    gone: Option<Millis>,
}

/// Policy of Groq for the unused part of a cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum CapRefundPolicy {
    /// The whole cap counts, used or not.
    Kept,
    /// The unused part is refunded when the answer ends.
    Refunded,
}

/// Event with all data needed to apply it to any copy of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// Id of the model.
    pub model: String,
    /// Limits of the model from the catalogue, used until Groq prints others.
    pub limits: Limits,
    /// The event.
    pub fact: UsageEvent,
    /// Time of the event.
    pub at: Millis,
}

/// Kinds of ledger events.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum UsageEvent {
    /// A call was sent; `completion` is its cap.
    Sent(Tokens),
    /// The call was refused or never sent; Groq charges nothing for it.
    Refused {
        /// Tokens of the call.
        asked: Tokens,
        /// When the call was sent.
        sent: Millis,
    },
    /// The call was answered.
    Answered {
        /// Tokens of the call as sent.
        asked: Tokens,
        /// Tokens that count towards the limits; None if the answer broke off.
        counted: Option<Tokens>,
        /// When the call was sent.
        sent: Millis,
    },
    /// A refusal or the headers of an answer printed a quota.
    Seen(Spent),
    /// Groq counted this many prompt tokens more than our forecast.
    Drifted(i32),
    /// The model is retired, blocked or closed to this key.
    Gone,
    /// Groq lists the model for this key.
    Available,
}

/// Whether and when a call fits the quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// The call fits now.
    Now,
    /// The call fits if caps are refunded or the plan's limits exceed the free plan's.
    ///
    /// Such a trial costs nothing, because a refusal is not charged, and its outcome decides the
    /// question.
    Perhaps,
    /// The call fits from this time on, when the window has refilled enough.
    At(Millis, Window),
    /// The call requests more than the window can ever hold.
    Never(Window),
}

/// Quota left for one model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaLeft {
    /// Tokens left in the day's bucket.
    pub tokens_day: u32,
    /// Tokens left in the minute's bucket.
    pub tokens_minute: u32,
    /// Requests left in the day's bucket.
    pub requests_day: u32,
    /// Requests left in the minute's bucket.
    pub requests_minute: u32,
    /// Capacity of the day's token bucket.
    pub tokens_day_limit: u32,
    /// Capacity of the minute's token bucket.
    pub tokens_minute_limit: u32,
    /// When the day's token bucket is full again.
    pub full_again_at: Millis,
}

impl Ledger {
    /// Applies an event and returns its entry for the other copies of this ledger.
    pub fn enter(&mut self, model: &str, limits: Limits, fact: UsageEvent, now: Millis) -> Entry {
        let entry = Entry {
            model: model.to_owned(),
            limits,
            fact,
            at: now,
        };
        self.replay(&entry);
        entry
    }

    /// Applies an entry from this tab or another one.
    pub fn replay(&mut self, entry: &Entry) {
        let Entry {
            model, limits, at, ..
        } = entry;
        match entry.fact {
            UsageEvent::Sent(asked) => {
                if self.fit(model, limits, asked, *at) == Fit::Perhaps
                    && self.exceeds_known_level(model, limits, asked, *at)
                {
                    self.trial = Some(Trial {
                        model: model.clone(),
                        sent: *at,
                        proves: self.would_prove(model, limits, asked, *at),
                    });
                }
                self.add(entry, asked, 1.0);
            }
            UsageEvent::Refused { asked, sent } => {
                self.end_trial(model, sent);
                self.add(entry, asked, -1.0);
            }
            UsageEvent::Answered {
                asked,
                counted,
                sent,
            } => {
                if let Some(trial) = self.end_trial(model, sent) {
                    if trial.proves {
                        self.learn(Observed::Refunded, *at);
                    }
                    self.widen(entry);
                }
                if let Some(counted) = counted {
                    self.settle(entry, asked, counted);
                }
            }
            UsageEvent::Seen(spent) => {
                let bucket = self.bucket_mut(model, limits, spent.window, *at);
                let limit_before = bucket.limit;
                let evidence = bucket.set_printed(spent.window, &spent, *at);
                let is_raised = bucket.limit > limit_before;
                if is_raised {
                    self.doubt_other_limits(model, spent.window);
                }
                if let Some(evidence) = evidence {
                    self.learn(evidence, *at);
                }
            }
            // A larger drift is taken for a misprint and does not change the forecast.
            UsageEvent::Drifted(drift) if drift.unsigned_abs() > DRIFT_MAX.unsigned_abs() => {}
            UsageEvent::Drifted(drift) => {
                let account = self.account_mut(model);
                account.drift = (account.drift + drift).clamp(-DRIFT_MAX, DRIFT_MAX);
            }
            UsageEvent::Gone => {
                self.account_mut(model).gone = Some(*at);
            }
            UsageEvent::Available => {
                self.account_mut(model).gone = None;
            }
        }
    }

    /// Doubts every printed limit except one that has just been printed higher than before.
    ///
    /// A higher limit means that the organisation has another plan, whose other limits are higher
    /// too.
    fn doubt_other_limits(&mut self, model: &str, window: Window) {
        self.models.retain(|id, account| {
            account.buckets.retain(|other, bucket| {
                bucket.printed &= (id.as_str(), *other) == (model, window);
                true
            });
            true
        });
    }

    /// Returns whether a call fits now, or else from when on.
    pub fn fit(&self, model: &str, limits: &Limits, asked: Tokens, now: Millis) -> Fit {
        let by = |regime| self.fit_by(regime, model, limits, asked, now);
        let regime = self.regime_at(now);
        let fit = match (by(regime), regime) {
            // While the refund policy is unknown, a trial is made as soon as the lower level allows
            // it.
            (Fit::At(..), None) => match by(Some(CapRefundPolicy::Refunded)) {
                Fit::Now => Fit::Perhaps,
                fit => fit,
            },
            (fit, _) => fit,
        };
        // Only one trial runs at a time, because its outcome may decide the other calls too.
        let trial = self
            .trial
            .as_ref()
            .filter(|trial| trial.model == model && now.saturating_sub(trial.sent) < TRIAL_MILLIS);
        match (fit, trial) {
            (Fit::Perhaps, Some(_)) if self.exceeds_known_level(model, limits, asked, now) => {
                Fit::At(now.saturating_add(TRIAL_PAUSE_MILLIS), Window::TokensMinute)
            }
            (fit, _) => fit,
        }
    }

    /// Returns when a call fits; None if it never does.
    pub fn next_at(
        &self,
        model: &str,
        limits: &Limits,
        asked: Tokens,
        now: Millis,
    ) -> Option<Millis> {
        match self.fit(model, limits, asked, now) {
            Fit::Now | Fit::Perhaps => Some(now),
            Fit::At(at, _) => Some(at),
            Fit::Never(_) => None,
        }
    }

    /// Returns the largest cap with which a prompt fits now; 0 if none does.
    pub fn cap(&self, model: &str, limits: &Limits, prompt: u32, now: Millis) -> u32 {
        let free = |window: Window| {
            let bucket = self.bucket(model, limits, window, now);
            let level = bucket.level(self.regime);
            let remaining = bucket.remaining(level);
            let margin = u32::from(level > 0.0);
            match window {
                Window::OutputTokensMinute => remaining.saturating_sub(margin),
                Window::TokensMinute | Window::TokensDay => {
                    remaining.saturating_sub(prompt).saturating_sub(margin)
                }
                Window::InputTokensMinute if remaining < prompt => 0,
                _ if remaining == 0 && window.counts_calls() => 0,
                _ => u32::MAX,
            }
        };
        self.windows(model).map(free).min().unwrap_or(u32::MAX)
    }

    /// Returns how many calls of this size the day's quota holds at its current level.
    pub fn runs_left(&self, model: &str, limits: &Limits, asked: Tokens, now: Millis) -> u32 {
        let days = [Window::TokensDay, Window::RequestsDay];
        days.map(|window| {
            let bucket = self.bucket(model, limits, window, now);
            bucket.remaining(bucket.level(self.regime)) / window.amount(asked).max(1)
        })
        .into_iter()
        .min()
        .unwrap_or(0)
    }

    /// Returns the quota left now.
    pub fn left(&self, model: &str, limits: &Limits, now: Millis) -> QuotaLeft {
        let bucket = |window| self.bucket(model, limits, window, now);
        let left = |window| {
            let bucket = bucket(window);
            bucket.remaining(bucket.level(self.regime))
        };
        let full = |window| bucket(window).allowed().clamp(0.0, f64::from(u32::MAX)) as u32;
        let day = bucket(Window::TokensDay);
        let in_use = day.level(self.regime).min(day.limit);
        let refill = in_use * Window::TokensDay.millis() as f64 / day.limit;
        QuotaLeft {
            tokens_day: left(Window::TokensDay),
            tokens_minute: left(Window::TokensMinute),
            requests_day: left(Window::RequestsDay),
            requests_minute: left(Window::RequestsMinute),
            tokens_day_limit: full(Window::TokensDay),
            tokens_minute_limit: full(Window::TokensMinute),
            full_again_at: now.saturating_add(refill as Millis),
        }
    }

    /// Returns what happens to the unused part of a cap, if that is proven.
    pub fn cap_refund(&self) -> Option<CapRefundPolicy> {
        self.regime.filter(|_| self.presumed.is_none())
    }

    /// Returns the learned difference of Groq's prompt token count minus our forecast.
    pub fn drift(&self, model: &str) -> i32 {
        self.models.get(model).map_or(0, |account| account.drift)
    }

    /// Returns whether a model was refused as unavailable within the last hour.
    pub fn is_gone(&self, model: &str, now: Millis) -> bool {
        let unavailable_since = self.models.get(model).and_then(|account| account.gone);
        unavailable_since.is_some_and(|gone| now.saturating_sub(gone) < GONE_MILLIS)
    }

    /// Returns the windows that count a model's calls.
    ///
    /// They are the four common windows and those that Groq printed.
    fn windows(&self, model: &str) -> impl Iterator<Item = Window> {
        let printed = self.models.get(model).map(|account| &account.buckets);
        Window::ALL.into_iter().filter(move |window| {
            EVERY_MODEL.contains(window) || printed.is_some_and(|it| it.get(window).is_some())
        })
    }

    fn fit_by(
        &self,
        regime: Option<CapRefundPolicy>,
        model: &str,
        limits: &Limits,
        asked: Tokens,
        now: Millis,
    ) -> Fit {
        let mut opens: Option<(Millis, Window)> = None;
        let mut is_sure = true;
        for window in self.windows(model) {
            let bucket = self.bucket(model, limits, window, now);
            let wait = bucket.wait(window, bucket.level(regime), window.amount(asked));
            match wait {
                Some(0) => {}
                // No recently printed limit confirms that the window allows no more.
                _ if !bucket.printed => is_sure = false,
                None => return Fit::Never(window),
                Some(wait) if wait > opens.map_or(0, |(wait, _)| wait) => {
                    opens = Some((wait, window));
                }
                Some(_) => {}
            }
        }
        match opens {
            Some((wait, window)) => Fit::At(now.saturating_add(wait), window),
            None if is_sure => Fit::Now,
            None => Fit::Perhaps,
        }
    }

    /// Returns whether a call that passes now proves that unused caps are refunded.
    fn would_prove(&self, model: &str, limits: &Limits, asked: Tokens, now: Millis) -> bool {
        let windows = [Window::TokensMinute, Window::TokensDay];
        self.regime_at(now) != Some(CapRefundPolicy::Refunded)
            && windows.into_iter().any(|window| {
                let bucket = self.bucket(model, limits, window, now);
                bucket.would_prove(window, window.amount(asked))
            })
    }

    /// Returns whether a call exceeds the level up to which calls are known to pass.
    fn exceeds_known_level(
        &self,
        model: &str,
        limits: &Limits,
        asked: Tokens,
        now: Millis,
    ) -> bool {
        self.windows(model).any(|window| {
            let bucket = self.bucket(model, limits, window, now);
            bucket.exceeds_allowed(window.amount(asked))
        })
    }

    /// Ends the current trial if this call is the trial.
    fn end_trial(&mut self, model: &str, sent: Millis) -> Option<Trial> {
        let matches_call = |trial: &mut Trial| trial.model == model && trial.sent == sent;
        self.trial.take_if(matches_call)
    }

    fn widen(&mut self, entry: &Entry) {
        for window in EVERY_MODEL {
            let bucket = self.bucket_mut(&entry.model, &entry.limits, window, entry.at);
            bucket.widen();
        }
    }

    /// Returns the refund policy, proven or assumed for now.
    fn regime_at(&self, now: Millis) -> Option<CapRefundPolicy> {
        let is_over = self.presumed.is_some_and(|until| now >= until);
        self.regime.filter(|_| !is_over)
    }

    /// Updates the refund policy.
    ///
    /// A proof of refunds is final; evidence of full charging can be overturned.
    fn learn(&mut self, evidence: Observed, now: Millis) {
        match (evidence, self.regime) {
            (Observed::Refunded, _) => self.regime = Some(CapRefundPolicy::Refunded),
            (_, Some(CapRefundPolicy::Refunded)) => return,
            (Observed::PerhapsKept, Some(CapRefundPolicy::Kept)) if self.presumed.is_none() => {
                return;
            }
            (Observed::Kept | Observed::PerhapsKept, _) => {
                self.regime = Some(CapRefundPolicy::Kept)
            }
        }
        let until = now.saturating_add(PRESUMED_MILLIS);
        self.presumed = (evidence == Observed::PerhapsKept).then_some(until);
    }

    fn add(&mut self, entry: &Entry, asked: Tokens, sign: f64) {
        let windows: Vec<Window> = self.windows(&entry.model).collect();
        for window in windows {
            let bucket = self.bucket_mut(&entry.model, &entry.limits, window, entry.at);
            let more = sign * f64::from(window.amount(asked));
            bucket.charged = (bucket.charged + more).max(0.0);
            bucket.used = (bucket.used + more).max(0.0);
        }
    }

    fn settle(&mut self, entry: &Entry, asked: Tokens, counted: Tokens) {
        let windows: Vec<Window> = self.windows(&entry.model).collect();
        for window in windows {
            let bucket = self.bucket_mut(&entry.model, &entry.limits, window, entry.at);
            let used = change(window.amount(asked), window.amount(counted));
            // The cap may count in full, but the cached part of the prompt never counts.
            let prompt = change(
                window.amount(asked.only_prompt()),
                window.amount(counted.only_prompt()),
            );
            bucket.used = (bucket.used + used).max(0.0);
            bucket.charged = (bucket.charged + prompt).max(0.0);
        }
    }

    fn bucket(&self, model: &str, limits: &Limits, window: Window, now: Millis) -> Bucket {
        let kept = self
            .models
            .get(model)
            .and_then(|account| account.buckets.get(&window));
        let bucket = kept.copied();
        bucket
            .unwrap_or_else(|| Bucket::empty(limits.limit(window), now))
            .at(window, now)
    }

    fn bucket_mut(
        &mut self,
        model: &str,
        limits: &Limits,
        window: Window,
        now: Millis,
    ) -> &mut Bucket {
        let bucket = self.bucket(model, limits, window, now);
        let buckets = &mut self.account_mut(model).buckets;
        let kept = buckets.get_or_insert_with(window, || bucket);
        *kept = bucket;
        kept
    }

    fn account_mut(&mut self, model: &str) -> &mut ModelAccount {
        let models = &mut self.models;
        models.get_or_insert_with(model.to_owned(), ModelAccount::default)
    }
}

/// Returns counted minus requested tokens.
///
/// A count can exceed the request only by a larger message frame.
fn change(asked: u32, counted: u32) -> f64 {
    let most = asked.saturating_add(DRIFT_MAX.unsigned_abs());
    f64::from(counted.min(most)) - f64::from(asked)
}
