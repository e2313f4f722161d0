//! Estimates the tokens of the original loop that InfraGenie was derived from.
//!
//! The loop's texts were counted with the same vocabulary. A run calls a planner, a clarifier, the
//! writer and a configurator. While `terraform validate` or Checkov finds anything, it calls the
//! writer again, at most three times, with its whole system text, the violations and the whole
//! file, and receives a whole file. The answers of the other three were not recorded and are left
//! out, so the estimate is low.

use super::Line;
use infragenie::tokens::Vocabulary;

/// Tokens of the four system texts of a run without retries.
const FIXED_TOKENS: usize = 7_671;
/// Tokens of the writer's system text, sent with every retry.
const WRITER_TOKENS: usize = 3_884;
/// Tokens of the frame of a call with a system text.
const FRAME_TOKENS: usize = 74;
/// Tokens around the request in the first message.
const REQUEST_FRAME_TOKENS: usize = 4;
/// Tokens around the file in a retry: seven violations and the instructions.
const RETRY_TOKENS: usize = 153;
/// Number of retries.
const RETRIES: usize = 3;

/// Returns the mean tokens of a request.
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
