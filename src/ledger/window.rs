//! Defines the quota windows, their limits, and the quota figures that Groq prints.

use serde::Serialize;

use super::Millis;

/// Quota window: the unit that it counts and its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Window {
    /// Tokens per minute.
    #[serde(rename = "TPM")]
    TokensMinute,
    /// Tokens per day.
    #[serde(rename = "TPD")]
    TokensDay,
    /// Requests per minute.
    #[serde(rename = "RPM")]
    RequestsMinute,
    /// Requests per day.
    #[serde(rename = "RPD")]
    RequestsDay,
    /// Prompt tokens per minute, a separate limit on some models.
    #[serde(rename = "ITPM")]
    InputTokensMinute,
    /// Completion tokens per minute, a separate limit on some models.
    #[serde(rename = "OTPM")]
    OutputTokensMinute,
}

/// The four limits that every model has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// Requests per minute.
    pub requests_minute: u32,
    /// Requests per day.
    pub requests_day: u32,
    /// Tokens per minute.
    pub tokens_minute: u32,
    /// Tokens per day.
    pub tokens_day: u32,
}

/// Tokens of one call: requested (with the cap as completion) or counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tokens {
    /// Prompt tokens with the frame; cached ones do not count in an answered call.
    pub prompt: u32,
    /// Completion tokens with reasoning; in a request, the cap.
    pub completion: u32,
}

/// Quota figures from the body of a refusal or the headers of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spent {
    /// The quota window.
    pub window: Window,
    /// The limit of the window.
    pub limit: Option<u64>,
    /// The amount in use.
    pub used: Option<u64>,
    /// The amount that the refused call requested.
    pub requested: Option<u64>,
}

/// Windows that count every call of every model.
pub(super) const EVERY_MODEL: [Window; 4] = [
    Window::TokensMinute,
    Window::TokensDay,
    Window::RequestsMinute,
    Window::RequestsDay,
];

impl Window {
    /// All windows, those of a minute first.
    pub const ALL: [Window; 6] = [
        Window::TokensMinute,
        Window::InputTokensMinute,
        Window::OutputTokensMinute,
        Window::RequestsMinute,
        Window::TokensDay,
        Window::RequestsDay,
    ];

    /// Returns the code that Groq uses in its refusals, and a description for messages.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Window::TokensMinute => ("TPM", "tokens of this minute"),
            Window::TokensDay => ("TPD", "tokens of this day"),
            Window::RequestsMinute => ("RPM", "requests of this minute"),
            Window::RequestsDay => ("RPD", "requests of this day"),
            Window::InputTokensMinute => ("ITPM", "prompt tokens of this minute"),
            Window::OutputTokensMinute => ("OTPM", "completion tokens of this minute"),
        }
    }

    /// Returns the code that Groq uses in its refusals.
    pub fn code(self) -> &'static str {
        self.names().0
    }

    /// Returns a description for messages.
    pub fn description(self) -> &'static str {
        self.names().1
    }

    /// Returns the window with a code such as `TPM`.
    pub fn from_code(code: &str) -> Option<Window> {
        Window::ALL.into_iter().find(|window| window.code() == code)
    }

    /// Returns the length of the window.
    pub fn millis(self) -> Millis {
        if self.is_day() { 86_400_000 } else { 60_000 }
    }

    /// Returns whether the window is a day's; a wait for it is not worthwhile.
    pub fn is_day(self) -> bool {
        matches!(self, Window::TokensDay | Window::RequestsDay)
    }

    /// Returns whether the window counts calls instead of tokens.
    pub fn counts_calls(self) -> bool {
        matches!(self, Window::RequestsMinute | Window::RequestsDay)
    }

    /// Returns how much a call adds to the window.
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
    /// Returns the sum of prompt and completion.
    pub fn total(self) -> u32 {
        self.prompt.saturating_add(self.completion)
    }

    /// Returns the prompt tokens alone.
    pub(super) fn only_prompt(self) -> Tokens {
        Tokens {
            completion: 0,
            ..self
        }
    }
}

impl Limits {
    /// Returns the limit of a window.
    ///
    /// The separate input and output windows get the limit of the minute's tokens until a refusal
    /// prints their own.
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
    /// Returns whether the call exceeds the window's limit, so that no wait helps.
    pub fn exceeds_limit(&self) -> bool {
        matches!((self.requested, self.limit), (Some(requested), Some(limit)) if requested > limit)
    }

    /// Returns the wait until the refused call fits.
    ///
    /// The wait is `(used + requested - limit) * W / limit`. It is None if a figure is missing or
    /// if the call requests more than the window ever holds.
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
