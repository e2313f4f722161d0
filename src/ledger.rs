//! Charges and refusals in, what is left of each quota out; the time is an argument.
//!
//! Groq's limits refill continuously: in a window of `W` milliseconds a bucket of `limit` gives
//! `limit / W` back each millisecond, and a call passes when `level + requested <= limit`, with
//! `requested` = prompt tokens + cap. Whether the unused part of a cap is given back is not known,
//! so each bucket keeps two levels: with the whole cap charged, and with what the answer really
//! used. A refusal that prints `Limit` and `Used` is the truth for both.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Milliseconds since 1970, or a length of time.
pub type Millis = u64;

/// Most models that a ledger remembers; a stored one with more is cut.
const MODELS_MAX: usize = 64;

/// What a quota counts, and over which time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Window {
    /// Tokens a minute.
    #[serde(rename = "TPM")]
    TokensMinute,
    /// Tokens a day.
    #[serde(rename = "TPD")]
    TokensDay,
    /// Requests a minute.
    #[serde(rename = "RPM")]
    RequestsMinute,
    /// Requests a day.
    #[serde(rename = "RPD")]
    RequestsDay,
    /// Prompt tokens a minute, counted apart on some models.
    #[serde(rename = "ITPM")]
    InputTokensMinute,
    /// Completion tokens a minute, counted apart on some models.
    #[serde(rename = "OTPM")]
    OutputTokensMinute,
}

/// The four limits that every model has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Requests a minute.
    pub requests_minute: u32,
    /// Requests a day.
    pub requests_day: u32,
    /// Tokens a minute.
    pub tokens_minute: u32,
    /// Tokens a day.
    pub tokens_day: u32,
}

/// What was spent, per model and window.
///
/// ```
/// use infragenie::ledger::{Ledger, Limits};
///
/// let limits = Limits { requests_minute: 30, requests_day: 1_000, tokens_minute: 8_000, tokens_day: 200_000 };
/// let mut ledger = Ledger::default();
/// ledger.charge("openai/gpt-oss-20b", &limits, 1_700, 0);
/// assert_eq!(ledger.room("openai/gpt-oss-20b", &limits, 0).tokens_day, 198_300);
/// // Half a minute later half of the minute's bucket has come back.
/// assert_eq!(ledger.room("openai/gpt-oss-20b", &limits, 30_000).tokens_minute, 8_000);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    models: BTreeMap<String, BTreeMap<Window, Level>>,
}

/// How full a bucket is, at a time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Level {
    /// What the window allows: the catalogue's figure until a refusal prints another.
    limit: f64,
    /// With the whole cap of every call charged.
    charged: f64,
    /// With what every answer really used.
    used: f64,
    at: Millis,
}

/// What can still be sent, by the level that charges whole caps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
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
    /// When the day's token bucket is full again.
    pub full_again_at: Millis,
}

/// What the body of a refusal prints of a quota.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spent {
    /// Which quota.
    pub window: Window,
    /// What it allows.
    pub limit: Option<u64>,
    /// How much of it was in use.
    pub used: Option<u64>,
    /// What the refused call asked for.
    pub requested: Option<u64>,
}

impl Window {
    /// As Groq writes it in its refusals.
    pub fn code(self) -> &'static str {
        match self {
            Window::TokensMinute => "TPM",
            Window::TokensDay => "TPD",
            Window::RequestsMinute => "RPM",
            Window::RequestsDay => "RPD",
            Window::InputTokensMinute => "ITPM",
            Window::OutputTokensMinute => "OTPM",
        }
    }

    /// As a person says it.
    pub fn words(self) -> &'static str {
        match self {
            Window::TokensMinute => "tokens of this minute",
            Window::TokensDay => "tokens of this day",
            Window::RequestsMinute => "requests of this minute",
            Window::RequestsDay => "requests of this day",
            Window::InputTokensMinute => "prompt tokens of this minute",
            Window::OutputTokensMinute => "completion tokens of this minute",
        }
    }

    /// The window of a code, `TPM` and the like.
    pub fn of_code(code: &str) -> Option<Window> {
        const ALL: [Window; 6] = [
            Window::TokensMinute,
            Window::TokensDay,
            Window::RequestsMinute,
            Window::RequestsDay,
            Window::InputTokensMinute,
            Window::OutputTokensMinute,
        ];
        ALL.into_iter().find(|window| window.code() == code)
    }

    /// Its length.
    pub fn millis(self) -> Millis {
        if self.is_day() { 86_400_000 } else { 60_000 }
    }

    /// A day's window is a wall: waiting for it is not worth while.
    pub fn is_day(self) -> bool {
        matches!(self, Window::TokensDay | Window::RequestsDay)
    }
}

impl Spent {
    /// How long until the refused call fits: `(used + requested - limit) * W / limit`. None where a
    /// figure is missing, and where the call asks for more than the window ever holds.
    pub fn wait(&self) -> Option<Millis> {
        let (limit, used) = (self.limit? as f64, self.used? as f64);
        let requested = self.requested? as f64;
        if limit <= 0.0 || requested > limit {
            return None;
        }
        let over = (used + requested - limit).max(0.0);
        Some((over * self.window.millis() as f64 / limit).ceil() as Millis)
    }
}

impl Limits {
    fn of(&self, window: Window) -> f64 {
        f64::from(match window {
            Window::TokensMinute | Window::InputTokensMinute | Window::OutputTokensMinute => {
                self.tokens_minute
            }
            Window::TokensDay => self.tokens_day,
            Window::RequestsMinute => self.requests_minute,
            Window::RequestsDay => self.requests_day,
        })
    }
}

const EVERY_MODEL: [Window; 4] = [
    Window::TokensMinute,
    Window::TokensDay,
    Window::RequestsMinute,
    Window::RequestsDay,
];

impl Ledger {
    /// A call is sent: `requested` = prompt tokens + cap.
    pub fn charge(&mut self, model: &str, limits: &Limits, requested: u32, now: Millis) {
        self.add(
            model,
            limits,
            f64::from(requested),
            f64::from(requested),
            1.0,
            now,
        );
    }

    /// The call was refused: Groq charges nothing for it.
    pub fn uncharge(&mut self, model: &str, limits: &Limits, requested: u32, now: Millis) {
        self.add(
            model,
            limits,
            -f64::from(requested),
            -f64::from(requested),
            -1.0,
            now,
        );
    }

    /// The call was answered: `counted` = the tokens of its usage that count towards the limits.
    pub fn settle(
        &mut self,
        model: &str,
        limits: &Limits,
        requested: u32,
        counted: u32,
        now: Millis,
    ) {
        self.add(
            model,
            limits,
            0.0,
            f64::from(counted) - f64::from(requested),
            0.0,
            now,
        );
    }

    /// A refusal printed what is in use: both levels snap to it.
    pub fn correct(&mut self, model: &str, limits: &Limits, spent: &Spent, now: Millis) {
        let level = self.level_mut(model, limits, spent.window, now);
        if let Some(limit) = spent.limit.filter(|limit| *limit > 0) {
            level.limit = limit as f64;
        }
        if let Some(used) = spent.used {
            level.charged = used as f64;
            level.used = used as f64;
        }
    }

    /// What can still be sent now.
    pub fn room(&self, model: &str, limits: &Limits, now: Millis) -> Room {
        let left = |window| {
            let level = self.level(model, limits, window, now);
            (level.limit - level.charged).clamp(0.0, f64::from(u32::MAX)) as u32
        };
        let day = self.level(model, limits, Window::TokensDay, now);
        let refill = day.charged * Window::TokensDay.millis() as f64 / day.limit;
        Room {
            tokens_day: left(Window::TokensDay),
            tokens_minute: left(Window::TokensMinute),
            requests_day: left(Window::RequestsDay),
            requests_minute: left(Window::RequestsMinute),
            tokens_day_limit: day.limit.clamp(0.0, f64::from(u32::MAX)) as u32,
            full_again_at: now.saturating_add(refill as Millis),
        }
    }

    /// A ledger that came from outside, made safe: figures that no bucket can have are dropped.
    pub fn sane(mut self, now: Millis) -> Ledger {
        while self.models.len() > MODELS_MAX {
            self.models.pop_last();
        }
        for windows in self.models.values_mut() {
            windows.retain(|_, level| {
                let plausible = |figure: f64| figure.is_finite() && (0.0..=1e12).contains(&figure);
                plausible(level.charged)
                    && plausible(level.used)
                    && plausible(level.limit)
                    && level.limit >= 1.0
                    && level.at <= now.saturating_add(Window::TokensDay.millis())
            });
        }
        self
    }

    fn add(
        &mut self,
        model: &str,
        limits: &Limits,
        charged: f64,
        used: f64,
        calls: f64,
        now: Millis,
    ) {
        for window in EVERY_MODEL {
            let counts_calls = matches!(window, Window::RequestsMinute | Window::RequestsDay);
            let level = self.level_mut(model, limits, window, now);
            let (charged, used) = if counts_calls {
                (calls, calls)
            } else {
                (charged, used)
            };
            level.charged = (level.charged + charged).max(0.0);
            level.used = (level.used + used).max(0.0);
        }
    }

    fn level(&self, model: &str, limits: &Limits, window: Window, now: Millis) -> Level {
        let fresh = Level {
            limit: limits.of(window),
            charged: 0.0,
            used: 0.0,
            at: now,
        };
        let kept = self
            .models
            .get(model)
            .and_then(|windows| windows.get(&window));
        let level = *kept.unwrap_or(&fresh);
        let gone = now.saturating_sub(level.at) as f64;
        let back = gone * level.limit / window.millis() as f64;
        Level {
            charged: (level.charged - back).max(0.0),
            used: (level.used - back).max(0.0),
            at: now,
            ..level
        }
    }

    fn level_mut(
        &mut self,
        model: &str,
        limits: &Limits,
        window: Window,
        now: Millis,
    ) -> &mut Level {
        let level = self.level(model, limits, window, now);
        let windows = self.models.entry(model.to_owned()).or_default();
        let kept = windows.entry(window).or_insert(level);
        *kept = level;
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LIMITS: Limits = Limits {
        requests_minute: 30,
        requests_day: 1_000,
        tokens_minute: 8_000,
        tokens_day: 200_000,
    };

    #[test]
    fn a_refusal_is_not_charged_and_its_figures_are_the_truth() {
        let mut ledger = Ledger::default();
        ledger.charge("m", &LIMITS, 3_000, 0);
        ledger.uncharge("m", &LIMITS, 3_000, 0);
        assert_eq!(ledger.room("m", &LIMITS, 0).tokens_day, 200_000);
        let spent = Spent {
            window: Window::TokensDay,
            limit: Some(100_000),
            used: Some(99_000),
            requested: Some(3_000),
        };
        ledger.correct("m", &LIMITS, &spent, 0);
        assert_eq!(ledger.room("m", &LIMITS, 0).tokens_day, 1_000);
        assert_eq!(ledger.room("m", &LIMITS, 86_400).tokens_day, 1_100);
    }

    #[test]
    fn a_call_larger_than_the_window_never_fits() {
        let spent = Spent {
            window: Window::TokensMinute,
            limit: Some(8_000),
            used: Some(0),
            requested: Some(8_001),
        };
        assert_eq!(spent.wait(), None);
    }

    #[test]
    fn buckets_of_two_models_are_independent() {
        let mut ledger = Ledger::default();
        ledger.charge("a", &LIMITS, 3_000, 0);
        assert_eq!(ledger.room("b", &LIMITS, 0).tokens_minute, 8_000);
        assert_eq!(ledger.room("a", &LIMITS, 0).requests_minute, 29);
    }

    #[test]
    fn a_stored_ledger_with_impossible_figures_is_made_safe() {
        let stored = r#"{"models":{"m":{"TPD":{"limit":0,"charged":1e300,"used":-5,"at":9}}}}"#;
        let ledger: Ledger = serde_json::from_str(stored).unwrap();
        assert_eq!(
            ledger.sane(10),
            Ledger {
                models: [("m".into(), BTreeMap::new())].into()
            }
        );
    }

    proptest! {
        #[test]
        fn room_never_exceeds_the_limit_and_time_only_helps(
            calls in proptest::collection::vec((0u32..10_000, 0u64..200_000), 0..20),
            later in 0u64..100_000_000,
        ) {
            let (mut ledger, mut now) = (Ledger::default(), 0);
            for (requested, step) in calls {
                now += step;
                ledger.charge("m", &LIMITS, requested, now);
                ledger.settle("m", &LIMITS, requested, requested / 2, now);
            }
            let (before, after) = (ledger.room("m", &LIMITS, now), ledger.room("m", &LIMITS, now + later));
            prop_assert!(before.tokens_day <= after.tokens_day && after.tokens_day <= 200_000);
            prop_assert!(before.tokens_minute <= after.tokens_minute && after.tokens_minute <= 8_000);
        }
    }
}
