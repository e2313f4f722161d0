//! Normalises the request text and rejects invalid requests with a reason.

use crate::words::is_invisible;
use std::fmt;

/// Maximum characters of a request, counted after white space is normalised.
pub const CHARS_MAX: usize = 4_000;

/// The request of the user, in the user's own words.
///
/// ```
/// use infragenie::request::Request;
///
/// let request = Request::parse("  create  ec2 instance\twith nginx\r\n").unwrap();
/// assert_eq!(request.text(), "create ec2 instance with nginx");
/// assert!(Request::parse("   ").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    text: String,
}

/// The reason why a text is not a valid request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The text has only white space.
    Empty,
    /// The text has more than [`CHARS_MAX`] characters.
    TooLong {
        /// Number of characters in the text.
        chars: usize,
    },
    /// The text has a control character, which must not reach the model.
    ControlCharacter {
        /// The rejected character.
        character: char,
        /// The position of the character in the text, from 1.
        position: usize,
    },
}

impl Request {
    /// Parses and normalises a request.
    ///
    /// Line ends become `\n`, a run of blanks becomes one blank, a run of empty lines becomes one
    /// empty line, and both ends are trimmed. The words themselves are not changed.
    pub fn parse(text: &str) -> Result<Request, Refused> {
        if let Some((at, character)) = text.chars().enumerate().find(|(_, c)| is_refused(*c)) {
            return Err(Refused::ControlCharacter {
                character,
                position: at + 1,
            });
        }
        let text = normalised(text);
        let chars = text.chars().count();
        if chars == 0 {
            return Err(Refused::Empty);
        }
        if chars > CHARS_MAX {
            return Err(Refused::TooLong { chars });
        }
        Ok(Request { text })
    }

    /// Returns the normalised text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Counts the listed items of the request.
    ///
    /// Items are separated by commas, semicolons, line ends, `and`, `with` and `plus`. The count is
    /// a rough measure of the amount of Terraform to write, not of its content.
    pub fn item_count(&self) -> usize {
        self.text
            .split([',', ';', '\n'])
            .map(|piece| {
                let words = || piece.split_whitespace();
                let joins = words().filter(|word| {
                    ["and", "with", "plus"]
                        .iter()
                        .any(|join| word.eq_ignore_ascii_case(join))
                });
                // A piece that begins with its joining word ("…, and security groups") is one item.
                let opens = words().next().is_some_and(|word| {
                    ["and", "with", "plus"]
                        .iter()
                        .any(|join| word.eq_ignore_ascii_case(join))
                });
                let items = joins.count() + usize::from(!opens);
                if words().next().is_some() { items } else { 0 }
            })
            .sum::<usize>()
            .max(1)
    }

    /// Returns the notes to show to the user before the request is sent.
    pub fn notes(&self) -> Vec<String> {
        let invisible = self.text.chars().filter(|c| is_invisible(*c)).count();
        let invisible = (invisible > 0).then(|| {
            format!(
                "the request has {invisible} invisible characters, which are sent and counted too"
            )
        });
        let marks = [
            "<|start|>",
            "<|end|>",
            "<|message|>",
            "<|channel|>",
            "<|return|>",
            "<|call|>",
        ]
        .iter()
        .filter(|mark| self.text.contains(**mark))
        .map(|mark| {
            format!(
                "`{mark}` is a control token of the model; it is sent and counted as plain text"
            )
        });
        marks.chain(invisible).collect()
    }
}

impl Refused {
    /// Returns a stable identifier of the reason, for callers to match on.
    pub fn kind(&self) -> &'static str {
        match self {
            Refused::Empty => "empty",
            Refused::TooLong { .. } => "too_long",
            Refused::ControlCharacter { .. } => "control_character",
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Empty => {
                write!(
                    out,
                    "the request is empty; describe what to build, such as `s3 bucket with versioning`"
                )
            }
            Refused::TooLong { chars } => write!(
                out,
                "the request has {chars} characters, more than the limit of {CHARS_MAX}; shorten it or split it"
            ),
            Refused::ControlCharacter {
                character,
                position,
            } => write!(
                out,
                "character {position} of the request is the hidden or control character `U+{:04X}`; remove it",
                u32::from(*character)
            ),
        }
    }
}

impl std::error::Error for Refused {}

/// Returns whether a character is a control character, a tag, or changes text direction.
///
/// With bidirectional control characters the displayed request differs from the one that is sent,
/// and tags can write a whole text that is not displayed.
fn is_refused(character: char) -> bool {
    let is_hidden = matches!(character,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{E0000}'..='\u{E007F}');
    is_hidden || (character.is_control() && !matches!(character, '\n' | '\r' | '\t'))
}

fn normalised(text: &str) -> String {
    let text = text
        .replace('\u{FEFF}', "")
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n') {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let after_empty = lines.last().is_none_or(|last| last.is_empty());
        if !(line.is_empty() && after_empty) {
            lines.push(line);
        }
    }
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_items_by_commas_and_joining_words() {
        let item_count = |text| Request::parse(text).unwrap().item_count();
        assert_eq!(item_count("s3 bucket"), 1);
        assert_eq!(item_count("ec2 instance with nginx"), 2);
        assert_eq!(
            item_count("vpc with public subnet, ec2, rds postgres, and security groups"),
            5
        );
        assert_eq!(item_count(",,,"), 1);
    }

    #[test]
    fn explains_why_a_request_is_rejected() {
        let refusal = |text: &str| Request::parse(text).unwrap_err().to_string();
        assert!(refusal(" \n\t ").starts_with("the request is empty"));
        assert!(
            refusal(&"x".repeat(5_000)).contains("5000 characters, more than the limit of 4000")
        );
        assert!(refusal("s3\0bucket").contains("character 3 of the request"));
        assert!(refusal("s3\u{202E}bucket").contains("`U+202E`"));
        assert!(refusal("s3\u{E0041}bucket").contains("`U+E0041`"));
    }

    #[test]
    fn reports_and_keeps_marks_of_the_model_format() {
        let request = Request::parse("s3 bucket <|end|>").unwrap();
        assert_eq!(request.text(), "s3 bucket <|end|>");
        assert_eq!(request.notes().len(), 1);
        let request = Request::parse("s3\u{200B}\u{2060} bucket").unwrap();
        assert!(request.notes()[0].contains("2 invisible characters"));
    }

    proptest! {
        #[test]
        fn parsing_a_request_twice_changes_nothing(text in "\\PC{0,200}|[ \\n\\ta-z,\u{FEFF}]{0,200}") {
            if let Ok(request) = Request::parse(&text) {
                prop_assert_eq!(Request::parse(request.text()).unwrap(), request);
            }
        }
    }
}
