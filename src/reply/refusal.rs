//! Reads failed calls: the kind of failure, the message and the state of quotas.

use crate::hcl::number;
use crate::ledger::{Millis, Spent, Window};
use serde::Serialize;
use std::fmt;

/// Maximum wait, in milliseconds.
///
/// No window is longer than a day, so a wait of months is a reading error.
const WAIT_MILLIS_MAX: Millis = 10_000_000_000;
/// Maximum bytes of a service's message that are read.
const MESSAGE_BYTES_MAX: usize = 16_000;
/// Maximum characters of a service's message that are kept.
const MESSAGE_CHARS_MAX: usize = 400;

/// Reason why a call has no answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// Kind of failure, by which the caller can react.
    pub kind: RefusalKind,
    /// Message without private parts (organisation, key), at most 400 characters.
    pub message: String,
    /// Exhausted quota, if the body names it.
    pub spent: Option<Spent>,
    /// Time to wait, as the body or the headers print it, or as the figures imply.
    pub wait: Option<Millis>,
    /// Whether Groq permits to send the same call again; None if it states nothing.
    pub may_retry: Option<bool>,
    /// Whether the call counts towards the quotas; None if that is not known.
    ///
    /// True for an error inside an answer that began with status 200.
    pub is_charged: Option<bool>,
}

/// Headers of a failed call that state when it may be sent again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RetryHeaders {
    /// `retry-after`: the time to wait.
    pub wait: Option<Millis>,
    /// `x-should-retry`.
    pub may_retry: Option<bool>,
}

/// Kinds of failure that a caller can distinguish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    /// The key is rejected, or does not permit the call.
    Auth,
    /// A quota is exhausted.
    ///
    /// The wait is short for the window of a minute and long for that of a day.
    Quota,
    /// Prompt and cap together exceed the total capacity of the window.
    TooLarge,
    /// The model is retired, or not available for this key.
    ModelGone,
    /// The model exists, but the key may not use it or it is switched off.
    ///
    /// An administrator blocks it, its terms are not accepted, or it is not active.
    ModelBlocked,
    /// The model has no capacity at the moment.
    OverCapacity,
    /// The service failed.
    ServerError,
    /// No server was reached, or the answer took too long.
    Network,
    /// The answer stopped before its end.
    BrokenStream,
    /// The service rejects the request.
    BadRequest,
    /// The model answered, but no answer was usable, or its generation failed.
    Unusable,
    /// The user cancelled the request.
    Cancelled,
}

impl Refusal {
    /// Creates a failure with a message that the service did not write.
    pub fn new(kind: RefusalKind, message: impl Into<String>) -> Refusal {
        Refusal {
            kind,
            message: redacted(&message.into()),
            spent: None,
            wait: None,
            may_retry: None,
            is_charged: None,
        }
    }

    /// Creates the failure of a call that the network answered in place of Groq.
    pub fn from_portal() -> Refusal {
        Refusal {
            is_charged: Some(false),
            ..Refusal::new(RefusalKind::Network, PORTAL)
        }
    }

    /// Reads a failed call.
    ///
    /// The body is Groq's `{"error": {"message", "type", "code"}}`; any other body is used as a
    /// plain message. The code takes precedence over the status, and the wait in the body over the
    /// one in the headers.
    ///
    /// ```
    /// use infragenie::reply::{Refusal, RefusalKind, RetryHeaders};
    ///
    /// let body = r#"{"error":{"message":"Rate limit reached … on tokens per minute (TPM): Limit 8000, Used 6805, Requested 2785. Please try again in 11.9225s.","code":"rate_limit_exceeded"}}"#;
    /// let refusal = Refusal::from_http(429, body, RetryHeaders::default());
    /// assert_eq!(refusal.kind, RefusalKind::Quota);
    /// assert_eq!(refusal.wait, Some(11_923));
    /// ```
    pub fn from_http(status: u16, body: &str, headers: RetryHeaders) -> Refusal {
        let error = ErrorBody::read(body);
        let plain = error.message.is_none().then(|| body.trim());
        Refusal::read(Some(status), &error, plain.unwrap_or_default(), headers)
    }

    /// Reads an `error` event in a stream that began successfully.
    ///
    /// Groq charges such a call, unless the event is the refusal of a quota.
    pub fn from_event(data: &str) -> Refusal {
        let error = ErrorBody::read(data);
        let refusal = Refusal::read(error.status, &error, "", RetryHeaders::default());
        let is_charged = !matches!(refusal.kind, RefusalKind::Quota | RefusalKind::TooLarge);
        Refusal {
            is_charged: Some(is_charged),
            ..refusal
        }
    }

    fn read(status: Option<u16>, error: &ErrorBody, plain: &str, headers: RetryHeaders) -> Refusal {
        let message = error.message.as_deref().unwrap_or(plain);
        let spent = read_spent(message);
        let wait = read_wait(message)
            .or(headers.wait)
            .or_else(|| spent.and_then(|spent| spent.wait()))
            .filter(|wait| *wait <= WAIT_MILLIS_MAX);
        let code = error.code.as_deref().unwrap_or_default();
        let cause = Cause::of(status, code, message, spent);
        Refusal {
            kind: cause.kind(),
            message: cause.message(status, redacted(message)),
            spent,
            wait,
            may_retry: headers.may_retry,
            is_charged: Some(false),
        }
    }

    /// Removes a secret from the message, whatever form the secret has.
    pub fn without_secret(self, secret: &str) -> Refusal {
        let secret = secret.trim();
        if secret.is_empty() {
            return self;
        }
        Refusal {
            message: self.message.replace(secret, "…"),
            ..self
        }
    }

    /// Returns whether waiting is not worthwhile.
    ///
    /// The exhausted quota is a day's, or opens later than any minute's quota.
    pub fn is_long_wait(&self) -> bool {
        self.spent.is_some_and(|spent| spent.window.is_day())
            || self
                .wait
                .is_some_and(|wait| wait > Window::TokensMinute.millis())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}

/// Groq's error object; each field is optional.
#[derive(Default)]
struct ErrorBody {
    message: Option<String>,
    code: Option<String>,
    status: Option<u16>,
}

impl ErrorBody {
    fn read(body: &str) -> ErrorBody {
        let Ok(value) = serde_json::from_str::<serde_json::Value>(body) else {
            return ErrorBody::default();
        };
        let of_groq = || value.get("x_groq")?.get("error");
        let error = value.get("error").or_else(of_groq).unwrap_or(&value);
        let text = |name: &str| {
            error
                .get(name)
                .and_then(|it| it.as_str())
                .map(str::to_owned)
        };
        let message = text("message").or_else(|| error.as_str().map(str::to_owned));
        let number = |name: &str| error.get(name).and_then(|it| it.as_u64());
        let status = number("status_code").or_else(|| number("code"));
        ErrorBody {
            message,
            // Proxies repeat the code as the type, or leave it out.
            code: text("code").or_else(|| text("type")),
            status: status.and_then(|it| it.try_into().ok()),
        }
    }
}

/// Cause of a failed call, as precisely as its code, its message and its status give it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cause {
    AccountRestricted,
    SpendLimit,
    InvalidKey,
    Firewall,
    Forbidden,
    Portal,
    Quota,
    TooLarge,
    ModelGone,
    ModelPermission,
    ModelTerms,
    ModelInactive,
    GenerationFailed,
    OverCapacity,
    ServerError,
    BadRequest,
    /// An error inside an answer without a code or status that names its cause.
    Broken,
}

impl Cause {
    /// Determines the cause: by the code, then by the figures of a quota, then by the status.
    ///
    /// The same refusal comes with several statuses: that of the output tokens of a minute as 400,
    /// 413 and 429, and any of them inside an answer with status 200.
    fn of(status: Option<u16>, code: &str, message: &str, spent: Option<Spent>) -> Cause {
        let has_code = |prefix: &str| code.starts_with(prefix);
        if let Some((_, cause)) = CODES.iter().find(|(prefix, _)| has_code(prefix)) {
            return *cause;
        }
        if message.contains("rganization has been restricted") {
            return Cause::AccountRestricted;
        }
        if message.contains("odel") && message.contains("is not active") {
            return Cause::ModelInactive;
        }
        let has_figures = spent.is_some_and(|spent| {
            spent.limit.is_some() && (spent.used.is_some() || spent.requested.is_some())
        });
        let is_quota = code == "rate_limit_exceeded" || status == Some(429) || has_figures;
        // No wait helps a call that alone exceeds the window.
        let exceeds = spent.is_some_and(|spent| spent.exceeds_limit());
        if status == Some(413) || is_quota && (exceeds || message.starts_with("Request too large"))
        {
            return Cause::TooLarge;
        }
        match status {
            _ if is_quota => Cause::Quota,
            Some(401) => Cause::InvalidKey,
            Some(403) if is_page(message) || message.contains("1010") => Cause::Firewall,
            Some(403) => Cause::Forbidden,
            Some(407 | 511) => Cause::Portal,
            Some(498 | 503) => Cause::OverCapacity,
            Some(408 | 409 | 500..=599) if message.contains("over capacity") => Cause::OverCapacity,
            Some(408 | 409 | 500..=599) => Cause::ServerError,
            Some(_) => Cause::BadRequest,
            None => Cause::Broken,
        }
    }

    fn kind(self) -> RefusalKind {
        match self {
            Cause::AccountRestricted
            | Cause::SpendLimit
            | Cause::InvalidKey
            | Cause::Firewall
            | Cause::Forbidden => RefusalKind::Auth,
            Cause::Portal => RefusalKind::Network,
            Cause::Quota => RefusalKind::Quota,
            Cause::TooLarge => RefusalKind::TooLarge,
            Cause::ModelGone => RefusalKind::ModelGone,
            Cause::ModelPermission | Cause::ModelTerms | Cause::ModelInactive => {
                RefusalKind::ModelBlocked
            }
            Cause::GenerationFailed => RefusalKind::Unusable,
            Cause::OverCapacity => RefusalKind::OverCapacity,
            Cause::ServerError => RefusalKind::ServerError,
            Cause::BadRequest => RefusalKind::BadRequest,
            Cause::Broken => RefusalKind::BrokenStream,
        }
    }

    /// Returns the message for the user: the service's own, or one that states what to do.
    fn message(self, status: Option<u16>, message: String) -> String {
        let known = match self {
            Cause::AccountRestricted => {
                "Groq has restricted the account of this key; write to Groq's support"
            }
            Cause::SpendLimit => {
                "the account of this key is blocked, for example by its spend limit; see \
                 console.groq.com/settings/billing"
            }
            Cause::InvalidKey => "invalid key; check it at console.groq.com/keys",
            Cause::ModelPermission => {
                "the organization or the project of this key blocks the model; its administrators \
                 allow models at console.groq.com/settings"
            }
            Cause::ModelTerms => {
                "the terms of the model are not accepted yet; accept them at \
                 console.groq.com/playground"
            }
            Cause::ModelInactive => "the model is not active",
            Cause::Portal => PORTAL,
            _ => "",
        };
        if !known.is_empty() {
            return known.to_owned();
        }
        // The HTML page of a proxy has no useful content for a reader.
        let reason = if is_page(&message) { "" } else { &message };
        let code = status.map_or(String::new(), |status| format!(" ({status})"));
        match (self, reason) {
            (Cause::Firewall, _) => {
                let number = if message.contains("1010") {
                    ", error code 1010"
                } else {
                    ""
                };
                format!(
                    "a firewall blocked the request (403{number}); the key may be valid: try \
                     another network or browser"
                )
            }
            (Cause::GenerationFailed, "") => "the model did not finish its answer".to_owned(),
            (Cause::GenerationFailed, reason) => {
                format!("the model did not finish its answer: {reason}")
            }
            (Cause::Broken, "") => {
                "the connection broke during the answer: the service gave no reason".to_owned()
            }
            (Cause::Broken, reason) => format!("the connection broke during the answer: {reason}"),
            (Cause::ServerError, "") if matches!(status, Some(520..=530)) => {
                format!("Groq's gateway could not reach Groq's servers{code}; try again later")
            }
            (Cause::ServerError, "") => {
                format!("Groq's servers failed{code} and gave no reason; try again later")
            }
            (Cause::ServerError, reason) => format!("Groq's servers failed{code}: {reason}"),
            (_, "") => format!("Groq refused the call{code} and gave no reason"),
            _ => message,
        }
    }
}

/// Prefixes of the codes that name the cause of a refusal, whatever its status.
const CODES: &[(&str, Cause)] = &[
    ("model_decommissioned", Cause::ModelGone),
    ("model_not_found", Cause::ModelGone),
    ("model_permission_blocked", Cause::ModelPermission),
    ("model_terms_required", Cause::ModelTerms),
    ("model_not_active", Cause::ModelInactive),
    ("organization_restricted", Cause::AccountRestricted),
    ("blocked_api_access", Cause::SpendLimit),
    ("invalid_api_key", Cause::InvalidKey),
    ("expired_api_key", Cause::InvalidKey),
    ("tool_use_failed", Cause::GenerationFailed),
    ("json_validate_failed", Cause::GenerationFailed),
    ("output_parse_failed", Cause::GenerationFailed),
    ("capacity_exceeded", Cause::OverCapacity),
];

/// Message for a call that a proxy or the sign-in page of a network answered.
const PORTAL: &str = "a page of your network answered in place of Groq; open any website to sign in to \
                      the network, or allow api.groq.com in its proxy, then try again";

/// Returns whether a message is an HTML page, as proxies and firewalls send it.
fn is_page(message: &str) -> bool {
    message.starts_with('<')
}

/// Reads the quota that a message names.
///
/// A figure that cannot be read is missing, never zero.
fn read_spent(message: &str) -> Option<Spent> {
    let window = message
        .split('(')
        .skip(1)
        .find_map(|rest| Window::from_code(rest.split(')').next().unwrap_or_default()))?;
    Some(Spent {
        window,
        limit: figure_after(message, "Limit "),
        used: figure_after(message, "Used "),
        requested: figure_after(message, "Requested "),
    })
}

fn figure_after(message: &str, word: &str) -> Option<u64> {
    let rest = message.split_once(word)?.1.trim_start_matches('~');
    let digits: String = rest
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == ',')
        .filter(|c| *c != ',')
        .collect();
    digits.parse().ok()
}

fn read_wait(message: &str) -> Option<Millis> {
    let rest = message.split_once("try again in ")?.1;
    let is_part =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | 'd' | 'h' | 'm' | 's' | 'u' | 'µ' | 'n');
    let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    read_duration(rest[..end].trim_end_matches('.'))
}

/// Reads a duration in Go syntax, such as `9m38.016s`, `430ms` or `1h2m3.5s`.
///
/// The result is rounded up to a whole millisecond.
fn read_duration(text: &str) -> Option<Millis> {
    let mut rest = text;
    let mut millis = 0.0_f64;
    while !rest.is_empty() {
        let figures = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let amount = number(&rest[..figures])?;
        rest = &rest[figures..];
        let letters = rest
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(rest.len());
        let unit = match &rest[..letters] {
            "d" => 86_400_000.0,
            "h" => 3_600_000.0,
            "m" => 60_000.0,
            "s" => 1_000.0,
            "ms" => 1.0,
            "us" | "µs" => 1e-3,
            "ns" => 1e-6,
            _ => return None,
        };
        millis += amount * unit;
        rest = &rest[letters..];
    }
    (!text.is_empty() && millis.is_finite() && millis <= WAIT_MILLIS_MAX as f64)
        .then_some(millis.ceil() as Millis)
}

/// Removes ids of organisations and keys from a message and limits its length.
fn redacted(message: &str) -> String {
    let mut rest = &message[..message.floor_char_boundary(MESSAGE_BYTES_MAX)];
    let mut clean = String::new();
    while let Some((at, mark)) = first_id_prefix(rest) {
        let is_id = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let id = &rest[at..];
        let end = id.find(|c| !is_id(c)).unwrap_or(id.len());
        clean.push_str(&rest[..at]);
        clean.push_str(mark);
        clean.push('…');
        rest = &id[end..];
    }
    clean.push_str(rest);
    let shown = |c: char| if c.is_control() { ' ' } else { c };
    clean
        .trim()
        .chars()
        .map(shown)
        .take(MESSAGE_CHARS_MAX)
        .collect()
}

/// Returns the position and the prefix of the first organisation id or key.
fn first_id_prefix(text: &str) -> Option<(usize, &'static str)> {
    ["org_", "gsk_"]
        .into_iter()
        .filter_map(|mark| Some((text.find(mark)?, mark)))
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NONE: RetryHeaders = RetryHeaders {
        wait: None,
        may_retry: None,
    };

    fn after(millis: Millis) -> RetryHeaders {
        RetryHeaders {
            wait: Some(millis),
            ..NONE
        }
    }

    /// Waits that public error messages print: window, limit, used, requested, wait.
    const PRINTED: &[(&str, u64, u64, u64, &str)] = &[
        ("TPD", 100_000, 97_050, 3_619, "9m38.016s"),
        ("TPD", 100_000, 94_976, 5_632, "8m45.312s"),
        ("TPD", 200_000, 199_998, 1_457, "10m28.56s"),
        ("TPD", 200_000, 200_000, 73, "31.535999999s"),
        ("TPD", 200_000, 198_207, 4_601, "20m13.056s"),
        ("TPD", 500_000, 499_483, 3_865, "9m38.5344s"),
        ("TPM", 15_000, 11_972, 4_351, "5.289s"),
        ("TPM", 8_000, 6_805, 2_785, "11.9225s"),
        ("TPM", 12_000, 2_542, 9_855, "1.984999999s"),
        ("TPM", 6_000, 4_678, 1_522, "2s"),
        ("TPM", 6_000, 3_286, 2_757, "430ms"),
        ("OTPM", 1_000, 997, 192, "11.34s"),
        ("RPM", 30, 30, 1, "2s"),
    ];

    #[test]
    fn computes_the_printed_wait_from_the_printed_figures() {
        for (window, limit, used, requested, wait) in PRINTED {
            let message = format!(
                "Rate limit reached for model `m` in organization `org_01abc` service tier `on_demand` \
                 on x ({window}): Limit {limit}, Used {used}, Requested {requested}. \
                 Please try again in {wait}. Need more tokens? Upgrade to Dev Tier today"
            );
            let body =
                serde_json::json!({"error": {"message": message, "code": "rate_limit_exceeded"}});
            let refusal = Refusal::from_http(429, &body.to_string(), NONE);
            let spent = refusal.spent.unwrap();
            assert_eq!(refusal.kind, RefusalKind::Quota);
            assert_eq!(spent.window.code(), *window);
            assert!(
                refusal.wait.unwrap().abs_diff(spent.wait().unwrap()) <= 5,
                "{message}"
            );
            assert!(!refusal.message.contains("org_01abc"));
        }
    }

    #[test]
    fn determines_the_kind_from_status_and_code() {
        let coded = |code: &str| format!(r#"{{"error":{{"message":"m","code":"{code}"}}}}"#);
        for (status, body, kind) in [
            (400, coded("model_decommissioned"), RefusalKind::ModelGone),
            (404, coded("model_not_found"), RefusalKind::ModelGone),
            (401, coded("invalid_api_key"), RefusalKind::Auth),
            (403, "error code: 1010".to_owned(), RefusalKind::Auth),
            (413, coded("rate_limit_exceeded"), RefusalKind::TooLarge),
            (503, "<html>".to_owned(), RefusalKind::OverCapacity),
            (400, coded("other"), RefusalKind::BadRequest),
            (
                403,
                coded("model_permission_blocked_project"),
                RefusalKind::ModelBlocked,
            ),
            (
                403,
                coded("model_permission_blocked_org"),
                RefusalKind::ModelBlocked,
            ),
            (
                400,
                coded("model_terms_required"),
                RefusalKind::ModelBlocked,
            ),
            (400, coded("organization_restricted"), RefusalKind::Auth),
            (500, coded("model_decommissioned"), RefusalKind::ModelGone),
            (400, coded("tool_use_failed"), RefusalKind::Unusable),
            (500, coded("rate_limit_exceeded"), RefusalKind::Quota),
            (
                403,
                "<!DOCTYPE html><title>Blocked</title>".to_owned(),
                RefusalKind::Auth,
            ),
            (525, String::new(), RefusalKind::ServerError),
            (511, "<html>".to_owned(), RefusalKind::Network),
            (407, String::new(), RefusalKind::Network),
            (
                400,
                "The model `m` is not active".to_owned(),
                RefusalKind::ModelBlocked,
            ),
        ] {
            assert_eq!(Refusal::from_http(status, &body, NONE).kind, kind, "{body}");
        }
    }

    #[test]
    fn removes_keys_from_messages() {
        let refusal = Refusal::from_http(400, "no: key `gsk_abc123DEF` of org_77 (TPD)", NONE);
        assert_eq!(refusal.message, "no: key `gsk_…` of org_… (TPD)");
    }

    #[test]
    fn returns_no_wait_if_it_cannot_be_read() {
        assert_eq!(read_duration("soon"), None);
        assert_eq!(read_duration(""), None);
        assert_eq!(read_duration("1h2m3.5s"), Some(3_723_500));
        assert_eq!(read_wait("Please try again in a while"), None);
        assert_eq!(Refusal::from_http(429, "", after(7_000)).wait, Some(7_000));
    }

    #[test]
    fn removes_every_id_in_a_word() {
        let refusal = Refusal::from_http(400, "key=gsk_abc123;org_77/org_78 of `gsk_x`", NONE);
        assert_eq!(refusal.message, "key=gsk_…;org_…/org_… of `gsk_…`");
    }

    #[test]
    fn impossible_call_is_too_large_even_with_a_printed_wait() {
        let message = "Rate limit reached on tokens per minute (TPM): Limit 7000, Used 0, \
                    Requested ~12903. Please try again in 50.597142857s.";
        assert_eq!(
            Refusal::from_http(429, message, NONE).kind,
            RefusalKind::TooLarge
        );
    }

    #[test]
    fn wait_above_a_minute_is_long_for_any_window() {
        let refused = |headers| Refusal::from_http(429, "slow down", headers);
        assert!(refused(after(1_213_000)).is_long_wait());
        assert!(!refused(after(60_000)).is_long_wait() && !refused(NONE).is_long_wait());
    }

    #[test]
    fn rejects_waits_longer_than_any_window() {
        assert_eq!(Refusal::from_http(429, "", after(u64::MAX)).wait, None);
        let message = "on tokens per day (TPD): Limit 1, Used 9999999999999999999, Requested 1";
        assert_eq!(Refusal::from_http(429, message, NONE).wait, None);
    }

    #[test]
    fn ignores_html_pages_as_reasons() {
        let page = "<!DOCTYPE html>\n<html><head><title>502</title></head></html>";
        let refusal = Refusal::from_http(502, page, NONE);
        assert_eq!(
            refusal.message,
            "Groq's servers failed (502) and gave no reason; try again later"
        );
    }

    #[test]
    fn limit_of_output_tokens_is_a_quota_with_any_status() {
        let message = "Request too large for model `m` on output tokens per minute (OTPM): \
                       Limit 1000, Requested 1300. reduce max_tokens";
        let body = serde_json::json!({"error": {"message": message}}).to_string();
        for status in [400, 413, 429] {
            let refusal = Refusal::from_http(status, &body, NONE);
            assert_eq!(refusal.kind, RefusalKind::TooLarge, "{status}");
            assert_eq!(refusal.spent.unwrap().limit, Some(1_000));
        }
    }

    #[test]
    fn an_error_inside_an_answer_is_charged_unless_it_is_a_quota() {
        let event = |error: &str| Refusal::from_event(&format!("{{\"error\":{error}}}"));
        let failed = event(r#"{"message":"m","code":"tool_use_failed","status_code":400}"#);
        assert_eq!(
            (failed.kind, failed.is_charged),
            (RefusalKind::Unusable, Some(true))
        );
        let full = event(
            r#"{"message":"on tokens per minute (TPM): Limit 8000, Used 7900, Requested 1137. Please try again in 7.7s.","code":"rate_limit_exceeded"}"#,
        );
        assert_eq!(
            (full.kind, full.is_charged),
            (RefusalKind::Quota, Some(false))
        );
        assert_eq!(
            (full.wait, full.spent.unwrap().used),
            (Some(7_700), Some(7_900))
        );
    }

    #[test]
    fn states_the_cause_of_a_refusal_in_its_own_words() {
        let message = |status, code: &str| {
            let body = serde_json::json!({"error": {"message": "Refused.", "code": code}});
            Refusal::from_http(status, &body.to_string(), NONE).message
        };
        for (status, code, part) in [
            (400, "organization_restricted", "restricted the account"),
            (403, "model_permission_blocked_org", "blocks the model"),
            (400, "model_terms_required", "terms of the model"),
            (
                500,
                "internal_server_error",
                "servers failed (500): Refused.",
            ),
        ] {
            assert!(
                message(status, code).contains(part),
                "{}",
                message(status, code)
            );
        }
        let page = Refusal::from_http(403, "<html>Sorry, you have been blocked</html>", NONE);
        assert!(page.message.contains("the key may be valid"), "{page}");
    }

    #[test]
    fn reads_errors_in_the_x_groq_object() {
        let data = r#"{"choices":[],"x_groq":{"id":"req_1","error":"the model ran away"}}"#;
        assert_eq!(
            Refusal::from_event(data).message,
            "the connection broke during the answer: the model ran away"
        );
    }

    proptest! {
        #[test]
        fn returns_a_refusal_for_any_body(status in 0u16..1_000, body in "\\PC{0,300}") {
            let refusal = Refusal::from_http(status, &body, NONE);
            prop_assert!(refusal.message.chars().count() <= MESSAGE_CHARS_MAX);
        }
    }
}
