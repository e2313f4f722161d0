//! Messages in, the tokens of the whole prompt out: the contents and the chat template around them.

use super::{Missing, Vocabulary};
use serde::{Deserialize, Serialize};

/// Who speaks a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The instructions.
    System,
    /// The person who asks.
    User,
    /// The model, in an earlier answer.
    Assistant,
}

/// The chat template that the model's host puts around the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Frame {
    /// OpenAI's harmony, of the gpt-oss models, as Groq fills it in.
    ///
    /// | block | tokens beside the content |
    /// |---|---:|
    /// | system, with the date and the reasoning effort | 61 |
    /// | developer, which holds the system message under `# Instructions\n\n` | 7 |
    /// | developer without a system message, empty | 4 |
    /// | user | 4 |
    /// | assistant, an earlier answer in the channel `final` | 6 |
    /// | assistant, where the answer starts | 2 |
    ///
    /// So a system text of `S` tokens and a request of `U` make `74 + S + U`, a request alone
    /// makes `71 + U`. Tools and response formats would add to it; they are not used here.
    ///
    /// The blocks are those of OpenAI's crate `openai-harmony`; that Groq counts so was read off
    /// recorded `usage.prompt_tokens`, with a system message only beside tools or JSON mode.
    Harmony,
    /// ChatML, of the Qwen models: 5 tokens a message, and 3 where the answer starts.
    ///
    /// Qwen has a vocabulary of its own, so counts in this frame are never exact: for Terraform
    /// it needs about 14 % more tokens.
    ChatMl,
}

/// The tokens of a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Tokens of the frame.
    pub frame: usize,
    /// Tokens of each message's content, in order.
    pub contents: Vec<usize>,
    /// Whether this is what the model's host will count, to the token.
    pub exact: bool,
}

impl Count {
    /// All tokens of the prompt: what the host reports as `usage.prompt_tokens`.
    pub fn total(&self) -> usize {
        self.frame + self.contents.iter().sum::<usize>()
    }
}

/// What harmony writes before the system message, in the same block.
const INSTRUCTIONS: &str = "# Instructions\n\n";
/// Tokens of [`INSTRUCTIONS`] alone.
const INSTRUCTIONS_TOKENS: usize = 3;

impl Frame {
    /// Counts messages in this frame. Exact are conversations whose only system message, if any,
    /// is the first message; how a host renders others is not known.
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

    /// The tokens of the frame itself, around messages of these roles.
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
