//! Parses the event stream of Groq's answer into text and a final [`Reply`].
//!
//! The bytes may be split anywhere, even inside a character. Events end at blank lines; the usage
//! is in the last events. A stream that ends without `[DONE]` and without a finish reason is
//! broken.

use crate::reply::{BYTES_MAX, Finish, ReasoningFilter, Refusal, RefusalKind, Reply, Usage};
use serde_json::Value;

/// Incremental parser of an event stream.
#[derive(Debug, Default)]
pub struct Stream {
    /// Bytes of an incomplete line.
    line: Vec<u8>,
    /// Name of the current event.
    event: String,
    /// Data of the current event.
    data: String,
    reply: Reply,
    filter: ReasoningFilter,
    finished: bool,
    done: bool,
    events: usize,
    failure: Option<Refusal>,
}

impl Stream {
    /// Parses more bytes and returns the text that they add to the answer.
    ///
    /// Reasoning at the start of the answer is left out.
    pub fn feed(&mut self, bytes: &[u8]) -> String {
        let before = self.reply.text.len();
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            if self.failure.is_some() || self.done {
                break;
            }
            if self.line.len() + piece.len() + self.data.len() > 2 * BYTES_MAX {
                self.failure = Some(too_long());
                break;
            }
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                let line = std::mem::take(&mut self.line);
                self.read_line(&line);
            }
        }
        let added = self.reply.text.get(before..).unwrap_or_default();
        self.filter.feed(added)
    }

    /// Returns whether further bytes can be ignored.
    pub fn is_over(&self) -> bool {
        self.done || self.failure.is_some()
    }

    /// Returns whether a finish reason arrived; only the usage can still follow.
    pub fn is_finished(&self) -> bool {
        self.finished && self.failure.is_none()
    }

    /// Ends the stream and returns the reply.
    pub fn end(mut self) -> Result<Reply, Refusal> {
        let line = std::mem::take(&mut self.line);
        if self.events == 0 && self.failure.is_none() {
            // The answer is not a stream but one JSON object, or an error with status 200.
            let mut whole = std::mem::take(&mut self.data);
            whole.push_str(&String::from_utf8_lossy(&line));
            match whole.trim_start_matches('\u{FEFF}').trim() {
                "" => {}
                page if page.starts_with('<') => self.failure = Some(Refusal::from_portal()),
                whole => self.read_event(whole),
            }
        } else if !line.is_empty() {
            self.read_line(&line);
            let is_cut = |data| serde_json::from_str::<Value>(data).is_err_and(|it| it.is_eof());
            // An event that was cut off is no answer of another format.
            if !is_cut(&self.data) && !"[DONE]".starts_with(self.data.trim()) {
                self.close_event();
            }
        }
        match self.failure {
            Some(failure) => Err(failure),
            None if self.finished || (self.done && !self.reply.text.is_empty()) => Ok(self.reply),
            None => Err(broken()),
        }
    }

    fn read_line(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        let line = line.trim_end_matches(['\n', '\r']);
        let line = line.trim_start_matches('\u{FEFF}');
        if line.is_empty() {
            self.close_event();
        } else if let Some(name) = line.strip_prefix("event:") {
            self.event = name.trim().to_owned();
        } else if let Some(data) = line.strip_prefix("data:") {
            if !self.data.is_empty() {
                self.data.push('\n');
            }
            self.data.push_str(data.strip_prefix(' ').unwrap_or(data));
        } else if line.starts_with('{') && self.events == 0 {
            // The first line of a body that is not a stream.
            self.data.push_str(line);
        } else if line.trim_start().starts_with('<') && self.events == 0 && self.data.is_empty() {
            self.failure = Some(Refusal::from_portal());
        }
    }

    fn close_event(&mut self) {
        let data = std::mem::take(&mut self.data);
        let event = std::mem::take(&mut self.event);
        if data.is_empty() {
            return;
        }
        if event == "error" {
            self.failure = Some(Refusal::from_event(&data));
        } else if data.trim() == "[DONE]" {
            self.done = true;
        } else {
            self.read_event(&data);
        }
        self.events += 1;
    }

    fn read_event(&mut self, data: &str) {
        let chunk = serde_json::from_str::<Value>(data).unwrap_or_default();
        let groq = &chunk["x_groq"];
        if !chunk["error"].is_null() || !groq["error"].is_null() {
            self.failure = Some(Refusal::from_event(data));
        } else if self.read_choices(&chunk).is_none() {
            self.failure = Some(Refusal::new(
                RefusalKind::BrokenStream,
                "the answer does not have the format that Groq documents; try again",
            ));
        } else if self.reply.text.len() > BYTES_MAX {
            self.failure = Some(too_long());
        } else if let Some(usage) =
            read_usage(&chunk["usage"]).or_else(|| read_usage(&groq["usage"]))
        {
            self.reply.usage = Some(usage);
        }
    }

    /// Appends the texts of a chunk; returns None if the chunk has another format.
    fn read_choices(&mut self, chunk: &Value) -> Option<()> {
        let Some(choices) = chunk.as_object()?.get("choices").filter(|it| !it.is_null()) else {
            return Some(());
        };
        for choice in choices.as_array()? {
            let choice = choice.as_object()?;
            let field = |name: &str| choice.get(name).filter(|it| !it.is_null());
            if let Some(delta) = field("delta").or_else(|| field("message")) {
                let content = delta.as_object()?.get("content");
                let content = content.filter(|it| !it.is_null());
                self.reply.text += content.map_or(Some(""), Value::as_str)?;
            }
            if let Some(reason) = field("finish_reason") {
                self.finished = true;
                self.reply.finish = match reason.as_str()? {
                    "length" => Finish::Length,
                    "content_filter" => Finish::ContentFilter,
                    _ => Finish::Stop,
                };
            }
        }
        Some(())
    }
}

/// Reads Groq's usage, whose zero figures may be absent.
///
/// Malformed usage must not cost the answer, so it is ignored.
fn read_usage(usage: &Value) -> Option<Usage> {
    let figure = |of: &Value, name: &str| match of.as_object()?.get(name) {
        None => Some(0),
        Some(figure) => u32::try_from(figure.as_u64()?).ok(),
    };
    let detail = |details: &str, name: &str| match &usage[details] {
        Value::Null => Some(0),
        details => figure(details, name),
    };
    Some(Usage {
        prompt_tokens: figure(usage, "prompt_tokens")?,
        completion_tokens: figure(usage, "completion_tokens")?,
        reasoning_tokens: detail("completion_tokens_details", "reasoning_tokens")?,
        cached_tokens: detail("prompt_tokens_details", "cached_tokens")?,
        total_tokens: figure(usage, "total_tokens")?,
    })
}

/// Returns the refusal for an answer whose connection ends before it does.
pub(super) fn broken() -> Refusal {
    Refusal::new(
        RefusalKind::BrokenStream,
        "the connection broke before the end of the answer; try again",
    )
}

fn too_long() -> Refusal {
    Refusal::new(
        RefusalKind::BrokenStream,
        format!(
            "the answer is larger than {BYTES_MAX} bytes and was discarded; request less at once"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STREAM: &str = concat!(
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n",
        ": a comment\n",
        "data: {\"choices\":[{\"delta\":{\"reasoning\":\"Hm\",\"channel\":\"analysis\"},\"finish_reason\":null}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"größe = \"},\"finish_reason\":null}]}\r\n\r\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"1\"},\"finish_reason\":null}]}\n\n",
        "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"x_groq\":{\"id\":\"req_1\",\"usage\":{\"prompt_tokens\":84,\"completion_tokens\":9,\"total_tokens\":93,\"completion_tokens_details\":{\"reasoning_tokens\":3}}}}\n\n",
        "data: [DONE]\n\n",
    );

    fn whole(pieces: &[&[u8]]) -> (String, Result<Reply, Refusal>) {
        let mut stream = Stream::default();
        let received = pieces.iter().map(|piece| stream.feed(piece)).collect();
        (received, stream.end())
    }

    #[test]
    fn reads_text_finish_reason_and_usage() {
        let (received, reply) = whole(&[STREAM.as_bytes()]);
        let reply = reply.unwrap();
        assert_eq!(received, "größe = 1");
        assert_eq!(
            (reply.text.as_str(), reply.finish),
            ("größe = 1", Finish::Stop)
        );
        let usage = reply.usage.unwrap();
        assert_eq!(
            (
                usage.prompt_tokens,
                usage.reasoning_tokens,
                usage.cached_tokens
            ),
            (84, 3, 0)
        );
    }

    #[test]
    fn reports_error_events_with_their_kind() {
        let event = "event: error\ndata: {\"error\":{\"message\":\"m\",\"code\":\"x\",\"status_code\":503}}\n\n";
        let (received, reply) = whole(&[&STREAM.as_bytes()[..400], b"}\n\n", event.as_bytes()]);
        assert!(reply.is_err(), "{received}");
        let reply = whole(&[event.as_bytes()]).1;
        assert_eq!(reply.unwrap_err().kind, RefusalKind::OverCapacity);
    }

    #[test]
    fn reports_a_stream_without_end_as_broken() {
        let cut = STREAM.find("data: {\"choices\":[{\"delta\":{},").unwrap();
        let reply = whole(&[&STREAM.as_bytes()[..cut]]).1;
        assert_eq!(reply.unwrap_err().kind, RefusalKind::BrokenStream);
        assert_eq!(whole(&[]).1.unwrap_err().kind, RefusalKind::BrokenStream);
    }

    #[test]
    fn skips_a_byte_order_mark() {
        let event =
            "data: {\"choices\":[{\"delta\":{\"content\":\"1\"},\"finish_reason\":\"stop\"}]}\n\n";
        let (received, reply) = whole(&[b"\xEF\xBB", b"\xBF", event.as_bytes()]);
        assert_eq!(
            (received.as_str(), reply.unwrap().finish),
            ("1", Finish::Stop)
        );
    }

    #[test]
    fn keeps_the_answer_if_its_metadata_is_malformed() {
        for metadata in [
            r#""usage":{"prompt_tokens":84,"total_tokens":null}"#,
            r#""usage":"none""#,
            r#""usage":{"prompt_tokens":84,"prompt_tokens_details":{"cached_tokens":null}}"#,
            r#""x_groq":7"#,
        ] {
            let event = format!(
                "data: {{\"choices\":[{{\"delta\":{{\"content\":\"a\"}},\"finish_reason\":\"stop\"}}],{metadata}}}\n\n\
                 data: {{\"choices\":null,{metadata}}}\n\ndata: [DONE]\n\n"
            );
            let reply = whole(&[event.as_bytes()]).1;
            assert_eq!(reply.unwrap().text, "a", "{metadata}");
        }
    }

    #[test]
    fn reads_answers_that_are_not_streams() {
        let body = r#"{"choices":[{"message":{"content":"ok"},"finish_reason":"length"}],"usage":{"prompt_tokens":1}}"#;
        assert_eq!(whole(&[body.as_bytes()]).1.unwrap().finish, Finish::Length);
        assert_eq!(
            whole(&[body.as_bytes(), b"\n"]).1.unwrap().finish,
            Finish::Length
        );
    }

    #[test]
    fn a_page_in_place_of_an_answer_is_the_networks() {
        for page in [
            "<!DOCTYPE html><html><body>Sign in to the guest network</body></html>",
            "\u{FEFF}\n\n  <html>\n<body>\n</body>\n</html>\n",
        ] {
            let (received, reply) = whole(&[page.as_bytes()]);
            let refusal = reply.unwrap_err();
            assert_eq!(
                (refusal.kind, refusal.is_charged, received.as_str()),
                (RefusalKind::Network, Some(false), "")
            );
            assert!(refusal.message.contains("your network"), "{refusal}");
        }
    }

    #[test]
    fn bounds_the_memory_of_an_endless_line() {
        let mut stream = Stream::default();
        for _ in 0..100 {
            stream.feed(&[b'x'; 100_000]);
        }
        assert!(stream.is_over() && stream.line.len() <= 2 * BYTES_MAX);
    }

    proptest! {
        #[test]
        fn reads_streams_split_at_any_byte(cuts in proptest::collection::vec(0usize..STREAM.len(), 0..40)) {
            let mut cuts = cuts;
            cuts.extend([0, STREAM.len()]);
            cuts.sort_unstable();
            let pieces: Vec<&[u8]> =
                cuts.windows(2).map(|cut| &STREAM.as_bytes()[cut[0]..cut[1]]).collect();
            let (received, reply) = whole(&pieces);
            prop_assert_eq!(received, "größe = 1");
            prop_assert_eq!(reply.unwrap().usage.unwrap().total_tokens, 93);
        }

        #[test]
        fn handles_arbitrary_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..500)) {
            let _ = whole(&[&bytes]);
        }
    }
}
