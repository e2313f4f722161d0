//! Charges, answers and refusals in, what still fits and when out; the time is an argument.
//!
//! Groq's limits refill continuously: in a window of `W` milliseconds a bucket of `limit` gives
//! `limit / W` back each millisecond, and a call passes when `level + requested <= limit`, with
//! `requested` = prompt tokens + cap. Whether the unused part of a cap is given back is not known
//! at first, so each bucket keeps two levels: with the whole cap charged, and with what the answer
//! really used. What Groq prints of a quota is the truth for both, and tells which of them holds.
//!
//! A ledger is one organisation's. Everything that happens to it is an [`Entry`], so that several
//! tabs keep one ledger: each enters what it did into the stored one.

mod bucket;
mod stored;
mod window;

pub use stored::{Lost, VERSION};
pub use window::{Limits, Spent, Tokens, Window};

use bucket::{Bucket, Observed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use window::EVERY_MODEL;

/// Milliseconds since 1970, or a length of time.
pub type Millis = u64;

/// How long a model that was found to be gone is not asked again: a refusal may be an accident.
const GONE_MILLIS: Millis = 7 * 86_400_000;
/// How long whole caps are taken to count where others may have used what is missing. Then one call
/// tries again.
const PRESUMED_MILLIS: Millis = 3_600_000;
/// How long the outcome of a trial is waited for.
const TRIAL_MILLIS: Millis = 60_000;
/// How long a call that would be another trial waits before it asks again.
const TRIAL_PAUSE_MILLIS: Millis = 1_000;
/// The most that a forecast is moved by what Groq counted, in tokens: more is no drift of a frame.
const DRIFT_MAX: i32 = 500;

/// What was spent by one organisation, per model and window, and what was learned of it.
///
/// ```
/// use infragenie::ledger::{Fact, Fit, Ledger, Limits, Tokens};
///
/// let limits = Limits { requests_minute: 30, requests_day: 1_000, tokens_minute: 8_000, tokens_day: 200_000 };
/// let asked = Tokens { prompt: 700, completion: 1_000 };
/// let mut ledger = Ledger::default();
/// ledger.enter("openai/gpt-oss-20b", limits, Fact::Sent(asked), 0);
/// assert_eq!(ledger.room("openai/gpt-oss-20b", &limits, 0).tokens_day, 198_300);
/// // Half a minute later half of the minute's bucket has come back.
/// assert_eq!(ledger.room("openai/gpt-oss-20b", &limits, 30_000).tokens_minute, 8_000);
/// let large = Tokens { prompt: 700, completion: 7_000 };
/// assert_eq!(ledger.fit("openai/gpt-oss-20b", &limits, large, 30_000), Fit::Now);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// Of the form in which it is stored.
    version: u32,
    #[serde(default)]
    models: BTreeMap<String, ModelAccount>,
    /// What becomes of the unused part of a cap, once it is known.
    #[serde(default)]
    regime: Option<CapRefundPolicy>,
    /// Until when that is only taken to be so.
    #[serde(default)]
    presumed: Option<Millis>,
    /// A call that is on its way and tells, by what comes of it, what is not known yet.
    #[serde(default)]
    trial: Option<Trial>,
}

impl Default for Ledger {
    fn default() -> Ledger {
        Ledger {
            version: VERSION,
            models: BTreeMap::new(),
            regime: None,
            presumed: None,
            trial: None,
        }
    }
}

/// A call that may not pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Trial {
    model: String,
    sent: Millis,
    /// Whether it passes only where the unused parts of caps are given back.
    proves: bool,
}

/// What is known of one model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct ModelAccount {
    buckets: BTreeMap<Window, Bucket>,
    /// Prompt tokens as Groq counts them, minus ours.
    drift: i32,
    /// When it was found to be retired, or closed to this key.
    gone: Option<Millis>,
}

/// What Groq does with the unused part of a cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum CapRefundPolicy {
    /// The whole cap counts, used or not.
    Kept,
    /// What the answer did not use is given back when it ends.
    Refunded,
}

/// Something that happened, with all that it takes to enter it into any copy of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Whose model.
    pub model: String,
    /// What the model allows, as far as nothing else was printed.
    pub limits: Limits,
    /// What happened.
    pub fact: UsageEvent,
    /// When.
    pub at: Millis,
}

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum UsageEvent {
    /// A call is on its way, with its cap as completion.
    Sent(Tokens),
    /// It was refused, or never sent: Groq charges nothing for it.
    Refused {
        /// What was to be sent.
        asked: Tokens,
        /// When.
        sent: Millis,
    },
    /// It was answered.
    Answered {
        /// What was sent.
        asked: Tokens,
        /// What its usage counts towards the limits; None where an answer broke off before.
        counted: Option<Tokens>,
        /// When it was sent.
        sent: Millis,
    },
    /// A refusal or the headers of an answer printed a quota.
    Seen(Spent),
    /// Groq counted another prompt than we did: ours is that much too small.
    Drifted(i32),
    /// The model is retired, or closed to this key.
    Gone,
}

/// Whether a call passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It passes now.
    Now,
    /// It passes if the unused parts of the caps before it were given back, or if the plan allows
    /// more than the free one. A trial is free, since a refusal is not charged, and its outcome
    /// tells.
    Perhaps,
    /// It passes from then on, when the window has refilled so far.
    At(Millis, Window),
    /// It asks for more than the window ever holds.
    Never(Window),
}

/// What can still be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaLeft {
    /// Tokens left of the day's bucket.
    pub tokens_day: u32,
    /// Tokens left of the minute's bucket.
    pub tokens_minute: u32,
    /// Requests left of the day's bucket.
    pub requests_day: u32,
    /// Requests left of the minute's bucket.
    pub requests_minute: u32,
    /// What the day's token bucket holds when it is full.
    pub tokens_day_limit: u32,
    /// What the minute's token bucket holds when it is full.
    pub tokens_minute_limit: u32,
    /// When the day's token bucket is full again.
    pub full_again_at: Millis,
}

impl Ledger {
    /// Enters what happens now, and gives the entry back for the other copies of this ledger.
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

    /// Enters what happened here or in another tab.
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
                let evidence = self
                    .bucket_mut(model, limits, spent.window, *at)
                    .set_printed(spent.window, &spent);
                if let Some(told) = evidence {
                    self.learn(told, *at);
                }
            }
            // More than a frame can drift is a misprint, and moves no forecast.
            UsageEvent::Drifted(drift) if drift.unsigned_abs() > DRIFT_MAX.unsigned_abs() => {}
            UsageEvent::Drifted(drift) => {
                let book = self.models.entry(model.clone()).or_default();
                book.drift = (book.drift + drift).clamp(-DRIFT_MAX, DRIFT_MAX);
            }
            UsageEvent::Gone => {
                self.models.entry(model.clone()).or_default().gone = Some(*at);
            }
        }
    }

    /// Whether a call passes now, and else when.
    pub fn fit(&self, model: &str, limits: &Limits, asked: Tokens, now: Millis) -> Fit {
        let by = |regime| self.fit_by(regime, model, limits, asked, now);
        let regime = self.regime_at(now);
        let fit = match (by(regime), regime) {
            // Until it is known, a trial comes as soon as the lower level allows it.
            (Fit::At(..), None) => match by(Some(CapRefundPolicy::Refunded)) {
                Fit::Now => Fit::Perhaps,
                fit => fit,
            },
            (fit, _) => fit,
        };
        // One trial at a time: its outcome may answer for the others.
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

    /// When a call passes; None where it never does.
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

    /// The largest cap with which a prompt passes now; 0 where none does.
    pub fn cap(&self, model: &str, limits: &Limits, prompt: u32, now: Millis) -> u32 {
        let level = |window| {
            let bucket = self.bucket(model, limits, window, now);
            let remaining = bucket.remaining(bucket.level(self.regime));
            (remaining, bucket.level(self.regime) > 0.0)
        };
        self.windows(model)
            .map(|window| {
                let (room, is_used) = level(window);
                match window {
                    _ if window.counts_calls() => {
                        if room > 0 {
                            u32::MAX
                        } else {
                            0
                        }
                    }
                    Window::InputTokensMinute if room >= prompt => u32::MAX,
                    Window::InputTokensMinute => 0,
                    Window::OutputTokensMinute => room.saturating_sub(u32::from(is_used)),
                    _ => room
                        .saturating_sub(prompt)
                        .saturating_sub(u32::from(is_used)),
                }
            })
            .min()
            .unwrap_or(u32::MAX)
    }

    /// How many calls of this size the day's quota still holds, by what it has now.
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

    /// What can still be sent now.
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

    /// What becomes of the unused part of a cap, where it is known.
    pub fn cap_refund(&self) -> Option<CapRefundPolicy> {
        self.regime.filter(|_| self.presumed.is_none())
    }

    /// Prompt tokens as Groq counts them for a model, minus ours, as learned.
    pub fn drift(&self, model: &str) -> i32 {
        self.models.get(model).map_or(0, |book| book.drift)
    }

    /// Whether a model was found to be gone, and not long ago.
    pub fn is_gone(&self, model: &str, now: Millis) -> bool {
        let unavailable_since = self.models.get(model).and_then(|book| book.gone);
        unavailable_since.is_some_and(|gone| now.saturating_sub(gone) < GONE_MILLIS)
    }

    /// The windows that count a model's calls: those of every model, and those that were seen.
    fn windows(&self, model: &str) -> impl Iterator<Item = Window> {
        let printed = self.models.get(model).map(|book| &book.buckets);
        Window::ALL.into_iter().filter(move |window| {
            EVERY_MODEL.contains(window) || printed.is_some_and(|it| it.contains_key(window))
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
                // Nobody has said yet that the window allows no more.
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

    /// Whether a call that passes now proves that the unused parts of caps are given back.
    fn would_prove(&self, model: &str, limits: &Limits, asked: Tokens, now: Millis) -> bool {
        let windows = [Window::TokensMinute, Window::TokensDay];
        self.regime_at(now) != Some(CapRefundPolicy::Refunded)
            && windows.into_iter().any(|window| {
                let bucket = self.bucket(model, limits, window, now);
                bucket.would_prove(window, window.amount(asked))
            })
    }

    /// Whether a call goes further than any that has passed.
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

    /// Ends the trial that this call was, if it was one.
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

    /// What is known of the regime, or taken to be so for now.
    fn regime_at(&self, now: Millis) -> Option<CapRefundPolicy> {
        let is_over = self.presumed.is_some_and(|until| now >= until);
        self.regime.filter(|_| !is_over)
    }

    /// That caps are given back is proven where it is told; that they are kept can be overturned.
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
            // The cap may count whole, but what was cached of the prompt never does.
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
            .and_then(|book| book.buckets.get(&window));
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
        let book = self.models.entry(model.to_owned()).or_default();
        let kept = book.buckets.entry(window).or_insert(bucket);
        *kept = bucket;
        kept
    }
}

/// What an answer changes of what was asked for. It uses no more, but for a frame that has grown.
fn change(asked: u32, counted: u32) -> f64 {
    let most = asked.saturating_add(DRIFT_MAX.unsigned_abs());
    f64::from(counted.min(most)) - f64::from(asked)
}
