//! Counts the tokens of a prompt: message contents and chat template.

use super::{Missing, Vocabulary};
use serde::Serialize;

/// The author of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The instructions.
    System,
    /// The user.
    User,
    /// The model, in an earlier answer.
    Assistant,
}

/// The chat template that the API wraps around the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Frame {
    /// The harmony format of OpenAI for the gpt-oss models, as rendered by Groq.
    ///
    /// | block | tokens besides the content |
    /// |---|---:|
    /// | system, with the date and the reasoning effort | 61 |
    /// | developer, which holds the system message under `# Instructions\n\n` | 7 |
    /// | developer without a system message, empty | 4 |
    /// | user | 4 |
    /// | assistant, an earlier answer in the channel `final` | 6 |
    /// | assistant, where the answer starts | 2 |
    ///
    /// So a system text of `S` tokens and a request of `U` tokens make `74 + S + U`; a request
    /// alone makes `71 + U`. Tools and response formats would add tokens; they are not used here.
    ///
    /// The blocks are those of OpenAI's crate `openai-harmony`. That Groq counts this way was
    /// derived from recorded `usage.prompt_tokens`; the recordings with a system message all used
    /// tools or JSON mode.
    Harmony,
    /// ChatML for the Qwen models: 5 tokens per message and 3 at the answer start.
    ///
    /// Qwen uses a different vocabulary, so counts with this template are never exact: Terraform
    /// needs about 14 % more tokens.
    ChatMl,
}

/// Token counts of a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Tokens of the chat template.
    pub frame: usize,
    /// Tokens of the content of each message, in order.
    pub contents: Vec<usize>,
    /// Whether the API will count exactly this number of tokens.
    pub exact: bool,
}

impl Count {
    /// Returns all tokens of the prompt, reported by the API as `usage.prompt_tokens`.
    pub fn total(&self) -> usize {
        self.frame + self.contents.iter().sum::<usize>()
    }
}

/// Heading that harmony writes before the system message, in the same block.
const INSTRUCTIONS: &str = "# Instructions\n\n";
/// Number of tokens of [`INSTRUCTIONS`] alone.
const INSTRUCTIONS_TOKENS: usize = 3;

impl Frame {
    /// Counts messages in this chat template.
    ///
    /// The count is exact for harmony if the only system message, if any, is the first message; the
    /// rendering of other system messages is not known.
    pub fn count(
        self,
        vocabulary: &Vocabulary,
        messages: &[(Role, &str)],
    ) -> Result<Count, Missing> {
        let contents = messages.iter().map(|(role, content)| match (self, role) {
            // Line ends at the start of the content merge with those of the heading.
            (Frame::Harmony, Role::System) => vocabulary
                .count(&format!("{INSTRUCTIONS}{content}"))
                .map(|tokens| tokens.saturating_sub(INSTRUCTIONS_TOKENS)),
            _ => vocabulary.count(content),
        });
        let contents = contents.collect::<Result<_, _>>()?;
        let frame = self.tokens(messages.iter().map(|(role, _)| *role));
        let later = messages
            .iter()
            .skip(1)
            .any(|(role, _)| *role == Role::System);
        let exact = self == Frame::Harmony && !later;
        Ok(Count {
            frame,
            contents,
            exact,
        })
    }

    /// Returns the tokens of the chat template around messages of these roles.
    ///
    /// ```
    /// use infragenie::tokens::{Frame, Role};
    /// assert_eq!(Frame::Harmony.tokens([Role::System, Role::User]), 74);
    /// assert_eq!(Frame::Harmony.tokens([Role::User]), 71);
    /// ```
    pub fn tokens(self, roles: impl IntoIterator<Item = Role>) -> usize {
        let roles: Vec<Role> = roles.into_iter().collect();
        match self {
            Frame::Harmony => {
                let developer = if roles.contains(&Role::System) { 0 } else { 4 };
                let blocks = roles.iter().map(|role| match role {
                    Role::System => 7,
                    Role::User => 4,
                    Role::Assistant => 6,
                });
                61 + developer + blocks.sum::<usize>() + 2
            }
            Frame::ChatMl => 5 * roles.len() + 3,
        }
    }
}
