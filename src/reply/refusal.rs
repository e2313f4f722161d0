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
    /// Time to wait, as the body prints it or as its figures imply.
    pub wait: Option<Millis>,
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
    /// The model has no capacity at the moment, or the service failed.
    OverCapacity,
    /// No server was reached, or the answer took too long.
    Network,
    /// The answer stopped before its end.
    BrokenStream,
    /// The service rejects the request.
    BadRequest,
    /// Answers were received, but none was usable.
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
        }
    }

    /// Reads a failed call.
    ///
    /// The body is Groq's `{"error": {"message", "type", "code"}}`; any other body is used as a
    /// plain message. `retry_after` is the header in seconds, if it is readable; the wait in the
    /// body takes precedence.
    ///
    /// ```
    /// use infragenie::reply::{Refusal, RefusalKind};
    ///
    /// let body = r#"{"error":{"message":"Rate limit reached … on tokens per minute (TPM): Limit 8000, Used 6805, Requested 2785. Please try again in 11.9225s.","code":"rate_limit_exceeded"}}"#;
    /// let refusal = Refusal::from_http(429, body, None);
    /// assert_eq!(refusal.kind, RefusalKind::Quota);
    /// assert_eq!(refusal.wait, Some(11_923));
    /// ```
    pub fn from_http(status: u16, body: &str, retry_after: Option<u64>) -> Refusal {
        let error = ErrorBody::read(body);
        let message = error
            .message
            .as_deref()
            .unwrap_or_else(|| plain_message(body));
        let spent = read_spent(message);
        let wait = read_wait(message)
            .or_else(|| retry_after.map(|seconds| seconds.saturating_mul(1_000)))
            .or_else(|| spent.and_then(|spent| spent.wait()))
            .filter(|wait| *wait <= WAIT_MILLIS_MAX);
        let kind = match kind_of(status, error.code.as_deref(), message) {
            RefusalKind::Quota if spent.is_some_and(|spent| spent.exceeds_limit()) => {
                RefusalKind::TooLarge
            }
            kind => kind,
        };
        Refusal {
            kind,
            message: displayed_message(kind, status, message),
            spent,
            wait,
        }
    }

    /// Reads an `error` event in a stream that began successfully.
    pub fn from_event(data: &str) -> Refusal {
        let error = ErrorBody::read(data);
        match error.status {
            Some(status) => Refusal::from_http(status, data, None),
            None => {
                let message = error
                    .message
                    .unwrap_or_else(|| "the service gave no reason".to_owned());
                Refusal::new(
                    RefusalKind::BrokenStream,
                    format!("the connection broke during the answer: {message}"),
                )
            }
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
        let status = error.get("status_code").and_then(|it| it.as_u64());
        ErrorBody {
            message,
            code: text("code"),
            status: status.and_then(|it| it.try_into().ok()),
        }
    }
}

fn kind_of(status: u16, code: Option<&str>, message: &str) -> RefusalKind {
    match (status, code) {
        (_, Some("model_decommissioned" | "model_not_found")) => RefusalKind::ModelGone,
        (_, Some("invalid_api_key")) | (401 | 403, _) => RefusalKind::Auth,
        (400, Some("blocked_api_access")) => RefusalKind::Auth,
        (413, _) => RefusalKind::TooLarge,
        // A single call above the minute's output limit returns 429, but no wait resolves it.
        (429, _) if message.starts_with("Request too large") => RefusalKind::TooLarge,
        (429, _) => RefusalKind::Quota,
        (408 | 409 | 498 | 500..=599, _) => RefusalKind::OverCapacity,
        _ => RefusalKind::BadRequest,
    }
}

/// Returns a body that is not JSON, as a message.
///
/// The HTML page of a proxy has no useful content for a reader.
fn plain_message(body: &str) -> &str {
    let body = body.trim();
    if body.starts_with('<') { "" } else { body }
}

fn displayed_message(kind: RefusalKind, status: u16, message: &str) -> String {
    let message = redacted(message);
    match kind {
        RefusalKind::Auth if status == 403 && message.contains("1010") => {
            "Groq blocked the request (403, error code 1010); the key may be valid: try another network or browser"
                .to_owned()
        }
        RefusalKind::Auth if status == 401 => {
            "invalid key; check it at console.groq.com/keys".to_owned()
        }
        _ if message.is_empty() => format!("Groq answered with status {status} and gave no reason"),
        _ => message,
    }
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
            let refusal = Refusal::from_http(429, &body.to_string(), None);
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
        ] {
            assert_eq!(Refusal::from_http(status, &body, None).kind, kind, "{body}");
        }
    }

    #[test]
    fn removes_keys_from_messages() {
        let refusal = Refusal::from_http(400, "no: key `gsk_abc123DEF` of org_77 (TPD)", None);
        assert_eq!(refusal.message, "no: key `gsk_…` of org_… (TPD)");
    }

    #[test]
    fn returns_no_wait_if_it_cannot_be_read() {
        assert_eq!(read_duration("soon"), None);
        assert_eq!(read_duration(""), None);
        assert_eq!(read_duration("1h2m3.5s"), Some(3_723_500));
        assert_eq!(read_wait("Please try again in a while"), None);
        assert_eq!(Refusal::from_http(429, "", Some(7)).wait, Some(7_000));
    }

    #[test]
    fn removes_every_id_in_a_word() {
        let refusal = Refusal::from_http(400, "key=gsk_abc123;org_77/org_78 of `gsk_x`", None);
        assert_eq!(refusal.message, "key=gsk_…;org_…/org_… of `gsk_…`");
    }

    #[test]
    fn impossible_call_is_too_large_even_with_a_printed_wait() {
        let message = "Rate limit reached on tokens per minute (TPM): Limit 7000, Used 0, \
                    Requested ~12903. Please try again in 50.597142857s.";
        assert_eq!(
            Refusal::from_http(429, message, None).kind,
            RefusalKind::TooLarge
        );
    }

    #[test]
    fn wait_above_a_minute_is_long_for_any_window() {
        let refused = |retry_after| Refusal::from_http(429, "slow down", retry_after);
        assert!(refused(Some(1_213)).is_long_wait());
        assert!(!refused(Some(60)).is_long_wait() && !refused(None).is_long_wait());
    }

    #[test]
    fn rejects_waits_longer_than_any_window() {
        assert_eq!(Refusal::from_http(429, "", Some(u64::MAX)).wait, None);
        let message = "on tokens per day (TPD): Limit 1, Used 9999999999999999999, Requested 1";
        assert_eq!(Refusal::from_http(429, message, None).wait, None);
    }

    #[test]
    fn ignores_html_pages_as_reasons() {
        let page = "<!DOCTYPE html>\n<html><head><title>502</title></head></html>";
        let refusal = Refusal::from_http(502, page, None);
        assert_eq!(
            refusal.message,
            "Groq answered with status 502 and gave no reason"
        );
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
            let refusal = Refusal::from_http(status, &body, None);
            prop_assert!(refusal.message.chars().count() <= MESSAGE_CHARS_MAX);
        }
    }
}
