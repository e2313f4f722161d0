//! Recorded answers in, what the loop that InfraGenie grew out of would have spent on them out.
//!
//! Its texts were counted with the same vocabulary. A run asks a planner, a clarifier, the writer
//! and a configurator; while `terraform validate` or Checkov finds anything it asks the writer
//! again, three times at most, with its whole system text, the violations and the whole file, and
//! takes a whole file back. What the other three answer was not recorded and is left out, so the
//! figure is on the low side.

use super::Line;
use infragenie::tokens::Vocabulary;

/// The system texts of a run without retries, all four together.
const FIXED_TOKENS: usize = 7_671;
/// The system text of the writer, sent with every retry.
const WRITER_TOKENS: usize = 3_884;
/// What frames a call with a system text.
const FRAME_TOKENS: usize = 74;
/// What its first message says around the request.
const REQUEST_FRAME_TOKENS: usize = 4;
/// What its retry says around the file: seven violations and what to do about them.
const RETRY_TOKENS: usize = 153;
/// How often it asks again.
const RETRIES: usize = 3;

/// Tokens of a request in the mean.
pub fn mean(lines: &[Line], vocabulary: &Vocabulary) -> f64 {
    let total: usize = lines.iter().map(|line| tokens(line, vocabulary)).sum();
    total as f64 / lines.len().max(1) as f64
}

fn tokens(line: &Line, vocabulary: &Vocabulary) -> usize {
    let count = |text: &str| vocabulary.count(text).unwrap_or(text.len() / 4);
    let (request, answer) = (count(&line.prompt), count(&line.answer));
    let file = count(&infragenie::reply::program(&line.answer));
    let first = FIXED_TOKENS + FRAME_TOKENS + REQUEST_FRAME_TOKENS + request + answer;
    let retry = WRITER_TOKENS + FRAME_TOKENS + RETRY_TOKENS + file + answer;
    let has_failed = |verdicts: &std::collections::BTreeMap<String, String>| {
        verdicts.values().any(|verdict| verdict == "FAILED")
    };
    let is_done = line.valid == Some(true) && !line.checkov.as_ref().is_some_and(has_failed);
    first + if is_done { 0 } else { RETRIES * retry }
}
