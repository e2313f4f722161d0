//! Status and body of a call that failed in, a [`Refusal`] out: what kind, what it says of quotas.

use crate::ledger::{Millis, Spent, Window};
use serde::Serialize;
use std::fmt;

/// Most characters of a foreign message that are kept.
const MESSAGE_CHARS_MAX: usize = 400;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// What the caller can do something about.
    pub kind: RefusalKind,
    /// What was said, without what is private (organisation, key), at most 400 characters.
    pub message: String,
    /// The quota that was full, where the body names it.
    pub spent: Option<Spent>,
    /// How long to wait, as the body prints it or as its figures give it.
    pub wait: Option<Millis>,
}

/// The kinds of failure that a caller can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    /// The key is refused, or may not do this.
    Auth,
    /// A quota is full: a pause for a minute's window, a wall for a day's.
    Quota,
    /// Prompt and cap together exceed what the window ever holds.
    TooLarge,
    /// The model is retired or not there for this key.
    ModelGone,
    /// The model has no room now, or the service failed.
    OverCapacity,
    /// Nothing was reached, or the answer took too long.
    Network,
    /// The answer stopped in its middle.
    BrokenStream,
    /// The service refuses what was sent.
    BadRequest,
    /// The user ended it.
    Cancelled,
}

impl Refusal {
    /// A failure that the service did not word itself.
    pub fn new(kind: RefusalKind, message: impl Into<String>) -> Refusal {
        Refusal {
            kind,
            message: redacted(&message.into()),
            spent: None,
            wait: None,
        }
    }

    /// Reads a failed call. The body is Groq's `{"error": {"message", "type", "code"}}`; any other
    /// body is taken as a plain message. `retry_after` is the header in seconds, where it is
    /// readable; the body's own wait goes before it.
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
        let said = error.message.as_deref().unwrap_or_else(|| body.trim());
        let spent = read_spent(said);
        let wait = read_wait(said)
            .or_else(|| retry_after.map(|seconds| seconds.saturating_mul(1_000)))
            .or_else(|| spent.and_then(|spent| spent.wait()));
        let kind = kind_of(status, error.code.as_deref(), said);
        Refusal {
            kind,
            message: worded(kind, status, said),
            spent,
            wait,
        }
    }

    /// An `error` event inside a stream that began well.
    pub fn from_event(data: &str) -> Refusal {
        let error = ErrorBody::read(data);
        match error.status {
            Some(status) => Refusal::from_http(status, data, None),
            None => {
                let said = error
                    .message
                    .unwrap_or_else(|| "the service gave no reason".to_owned());
                Refusal::new(
                    RefusalKind::BrokenStream,
                    format!("the answer broke off: {said}"),
                )
            }
        }
    }

    /// The refused quota is a day's: waiting is not worth while.
    pub fn is_wall(&self) -> bool {
        self.spent.is_some_and(|spent| spent.window.is_day())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}

/// Groq's error object, each field optional.
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
        let error = value.get("error").unwrap_or(&value);
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

fn kind_of(status: u16, code: Option<&str>, said: &str) -> RefusalKind {
    match (status, code) {
        (_, Some("model_decommissioned" | "model_not_found")) => RefusalKind::ModelGone,
        (_, Some("invalid_api_key")) | (401 | 403, _) => RefusalKind::Auth,
        (400, Some("blocked_api_access")) => RefusalKind::Auth,
        (413, _) => RefusalKind::TooLarge,
        // A single call above the minute's output limit comes as a 429 that no wait will cure.
        (429, _) if said.starts_with("Request too large") => RefusalKind::TooLarge,
        (429, _) => RefusalKind::Quota,
        (408 | 409 | 498 | 500..=599, _) => RefusalKind::OverCapacity,
        _ => RefusalKind::BadRequest,
    }
}

fn worded(kind: RefusalKind, status: u16, said: &str) -> String {
    let said = redacted(said);
    match kind {
        RefusalKind::Auth if status == 403 && said.contains("1010") => {
            "groq's front door took the call for a bot (403, error code 1010); the key may be fine: \
             try another network or browser"
                .to_owned()
        }
        RefusalKind::Auth if status == 401 => {
            "groq refuses the key; check it at console.groq.com/keys".to_owned()
        }
        _ if said.is_empty() => format!("groq answered with status {status} and no reason"),
        _ => said,
    }
}

/// The quota that a refusal names; a figure that does not read is missing, never zero.
fn read_spent(said: &str) -> Option<Spent> {
    let window = said
        .split('(')
        .skip(1)
        .find_map(|rest| Window::of_code(rest.split(')').next().unwrap_or_default()))?;
    Some(Spent {
        window,
        limit: figure_after(said, "Limit "),
        used: figure_after(said, "Used "),
        requested: figure_after(said, "Requested "),
    })
}

fn figure_after(said: &str, word: &str) -> Option<u64> {
    let rest = said.split_once(word)?.1.trim_start_matches('~');
    let digits: String = rest
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == ',')
        .filter(|c| *c != ',')
        .collect();
    digits.parse().ok()
}

fn read_wait(said: &str) -> Option<Millis> {
    let rest = said.split_once("try again in ")?.1;
    let is_part =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | 'd' | 'h' | 'm' | 's' | 'u' | 'µ' | 'n');
    let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    read_duration(rest[..end].trim_end_matches('.'))
}

/// `9m38.016s`, `430ms`, `1h2m3.5s`: the syntax of Go. Rounded up to a whole millisecond.
fn read_duration(text: &str) -> Option<Millis> {
    let mut rest = text;
    let mut millis = 0.0_f64;
    while !rest.is_empty() {
        let figures = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let amount: f64 = rest[..figures].parse().ok()?;
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
    // A day's window is the longest that can be waited for; more is a misread.
    (!text.is_empty() && millis.is_finite() && millis < 1e10).then_some(millis.ceil() as Millis)
}

/// A message without what names an organisation or a key, cut to a length that can be shown.
fn redacted(message: &str) -> String {
    let mut clean = String::new();
    for word in message.split_inclusive(char::is_whitespace) {
        match ["org_", "gsk_"]
            .iter()
            .find_map(|mark| word.find(mark).map(|at| (at, mark)))
        {
            Some((at, mark)) => {
                let is_id = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let end = word[at..]
                    .find(|c| !is_id(c))
                    .map_or(word.len(), |end| at + end);
                clean.push_str(&word[..at]);
                clean.push_str(mark);
                clean.push('…');
                clean.push_str(&word[end..]);
            }
            None => clean.push_str(word),
        }
        if clean.len() > 4 * MESSAGE_CHARS_MAX {
            break;
        }
    }
    let shown = |c: char| if c.is_control() { ' ' } else { c };
    clean
        .trim()
        .chars()
        .map(shown)
        .take(MESSAGE_CHARS_MAX)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Waits as public refusals printed them: window, limit, used, requested, wait.
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
    fn the_printed_wait_follows_from_the_printed_figures() {
        for (window, limit, used, requested, wait) in PRINTED {
            let said = format!(
                "Rate limit reached for model `m` in organization `org_01abc` service tier `on_demand` \
                 on x ({window}): Limit {limit}, Used {used}, Requested {requested}. \
                 Please try again in {wait}. Need more tokens? Upgrade to Dev Tier today"
            );
            let body =
                serde_json::json!({"error": {"message": said, "code": "rate_limit_exceeded"}});
            let refusal = Refusal::from_http(429, &body.to_string(), None);
            let spent = refusal.spent.unwrap();
            assert_eq!(refusal.kind, RefusalKind::Quota);
            assert_eq!(spent.window.code(), *window);
            assert!(
                refusal.wait.unwrap().abs_diff(spent.wait().unwrap()) <= 5,
                "{said}"
            );
            assert!(!refusal.message.contains("org_01abc"));
        }
    }

    #[test]
    fn kinds_follow_status_and_code() {
        let kind = |status, body: &str| Refusal::from_http(status, body, None).kind;
        let coded = |code: &str| format!(r#"{{"error":{{"message":"m","code":"{code}"}}}}"#);
        assert_eq!(
            kind(400, &coded("model_decommissioned")),
            RefusalKind::ModelGone
        );
        assert_eq!(kind(404, &coded("model_not_found")), RefusalKind::ModelGone);
        assert_eq!(kind(401, &coded("invalid_api_key")), RefusalKind::Auth);
        assert_eq!(kind(403, "error code: 1010"), RefusalKind::Auth);
        assert_eq!(
            kind(413, &coded("rate_limit_exceeded")),
            RefusalKind::TooLarge
        );
        assert_eq!(kind(503, "<html>"), RefusalKind::OverCapacity);
        assert_eq!(kind(400, &coded("other")), RefusalKind::BadRequest);
    }

    #[test]
    fn a_key_in_a_foreign_message_is_not_repeated() {
        let refusal = Refusal::from_http(400, "no: key `gsk_abc123DEF` of org_77 (TPD)", None);
        assert_eq!(refusal.message, "no: key `gsk_…` of org_… (TPD)");
    }

    #[test]
    fn an_unreadable_wait_is_no_wait_and_never_zero() {
        assert_eq!(read_duration("soon"), None);
        assert_eq!(read_duration(""), None);
        assert_eq!(read_duration("1h2m3.5s"), Some(3_723_500));
        assert_eq!(read_wait("Please try again in a while"), None);
        assert_eq!(Refusal::from_http(429, "", Some(7)).wait, Some(7_000));
    }

    proptest! {
        #[test]
        fn any_body_ends_in_a_refusal(status in 0u16..1_000, body in "\\PC{0,300}") {
            let refusal = Refusal::from_http(status, &body, None);
            prop_assert!(refusal.message.chars().count() <= MESSAGE_CHARS_MAX);
        }
    }
}
