//! What a quota counts and over which time, and what a refusal prints of one.

use serde::{Deserialize, Serialize};

use super::Millis;

/// What a quota counts, and over which time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
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

/// Tokens of one call: what it asks for, with the cap as its completion, or what it was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    /// Of the prompt, frame included; cached ones do not count once the call is answered.
    pub prompt: u32,
    /// Of the answer, reasoning included; before it, the cap.
    pub completion: u32,
}

/// What the body of a refusal, or the headers of an answer, print of a quota.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
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

/// The windows that count every call of every model.
pub(super) const EVERY_MODEL: [Window; 4] = [
    Window::TokensMinute,
    Window::TokensDay,
    Window::RequestsMinute,
    Window::RequestsDay,
];

impl Window {
    /// Every window, those of a minute first.
    pub const ALL: [Window; 6] = [
        Window::TokensMinute,
        Window::InputTokensMinute,
        Window::OutputTokensMinute,
        Window::RequestsMinute,
        Window::TokensDay,
        Window::RequestsDay,
    ];

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
    pub fn description(self) -> &'static str {
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
    pub fn from_code(code: &str) -> Option<Window> {
        Window::ALL.into_iter().find(|window| window.code() == code)
    }

    /// Its length.
    pub fn millis(self) -> Millis {
        if self.is_day() { 86_400_000 } else { 60_000 }
    }

    /// A day's window is a wall: waiting for it is not worth while.
    pub fn is_day(self) -> bool {
        matches!(self, Window::TokensDay | Window::RequestsDay)
    }

    /// Whether it counts calls, and not tokens.
    pub fn counts_calls(self) -> bool {
        matches!(self, Window::RequestsMinute | Window::RequestsDay)
    }

    /// What a call adds to it.
    pub fn amount(self, tokens: Tokens) -> u32 {
        match self {
            Window::RequestsMinute | Window::RequestsDay => 1,
            Window::InputTokensMinute => tokens.prompt,
            Window::OutputTokensMinute => tokens.completion,
            Window::TokensMinute | Window::TokensDay => tokens.total(),
        }
    }
}

impl Tokens {
    /// Prompt and completion.
    pub fn total(self) -> u32 {
        self.prompt.saturating_add(self.completion)
    }

    /// The prompt alone.
    pub(super) fn only_prompt(self) -> Tokens {
        Tokens {
            completion: 0,
            ..self
        }
    }
}

impl Limits {
    /// What a window allows; one that is counted apart on some models alone allows no less than the
    /// minute's tokens, until a refusal prints its limit.
    pub fn limit(&self, window: Window) -> u32 {
        match window {
            Window::TokensMinute | Window::InputTokensMinute | Window::OutputTokensMinute => {
                self.tokens_minute
            }
            Window::TokensDay => self.tokens_day,
            Window::RequestsMinute => self.requests_minute,
            Window::RequestsDay => self.requests_day,
        }
    }
}

impl Spent {
    /// The call asks for more than the window ever holds: no wait lets it through.
    pub fn exceeds_limit(&self) -> bool {
        matches!((self.requested, self.limit), (Some(requested), Some(limit)) if requested > limit)
    }

    /// How long until the refused call fits: `(used + requested - limit) * W / limit`. None where a
    /// figure is missing, and where the call asks for more than the window ever holds.
    ///
    /// ```
    /// use infragenie::ledger::{Spent, Window};
    ///
    /// let spent = Spent { window: Window::TokensMinute, limit: Some(8_000), used: Some(6_805), requested: Some(2_785) };
    /// assert_eq!(spent.wait(), Some(11_925));
    /// ```
    pub fn wait(&self) -> Option<Millis> {
        let (limit, used) = (self.limit? as f64, self.used? as f64);
        let requested = self.requested? as f64;
        if limit <= 0.0 || self.exceeds_limit() {
            return None;
        }
        let over = (used + requested - limit).max(0.0);
        Some((over * self.window.millis() as f64 / limit).ceil() as Millis)
    }
}
