//! Assembles a call from its sections and counts its tokens.

use super::{Message, ModelAvailability, NoPlan, Part, Plan, Step, to_u32};
use crate::ledger::Tokens;
use crate::model::{Model, Size};
use crate::policy::Policy;
use crate::safety::Redaction;
use crate::tokens::{Role, Vocabulary};

/// A call before its tokens are counted.
pub(super) struct Call {
    pub step: Step,
    pub size: Size,
    pub system: String,
    /// Sections of the user's message, in this order.
    pub sections: Vec<Section>,
    pub cap_tokens: u32,
    pub shown: Vec<String>,
}

/// Name of the section with the blocks of the program.
const CODE: &str = "code";
const FENCE: &str = "```hcl\n";
const FENCE_END: &str = "\n```";

pub(super) struct Section {
    name: &'static str,
    text: String,
}

impl Section {
    pub(super) fn new(name: &'static str, text: impl Into<String>) -> Section {
        let text = text.into();
        Section { name, text }
    }

    /// Creates the section of the code, or None if there is no code.
    pub(super) fn fenced(code: &str) -> Option<Section> {
        (!code.is_empty()).then(|| Section::new(CODE, [FENCE, code, FENCE_END].concat()))
    }
}

impl Call {
    /// Replaces the secrets of all sections by placeholders.
    ///
    /// The code comes first, since the names of its arguments show what is secret. A diagnostic may
    /// quote the same values.
    fn redact(&mut self) -> Redaction {
        let texts = self.sections.iter().map(|section| section.text.as_str());
        let mut redaction = Redaction::new(texts);
        for section in self.sections.iter_mut().filter(|it| it.name == CODE) {
            // The section was made with both fences.
            let end = section.text.len() - FENCE_END.len();
            let code = redaction.code(&section.text[FENCE.len()..end]);
            section.text = [FENCE, &code, FENCE_END].concat();
        }
        for section in self.sections.iter_mut().filter(|it| it.name != CODE) {
            section.text = redaction.text(&section.text);
        }
        redaction
    }

    pub(super) fn plan(
        mut self,
        policy: &Policy,
        vocabulary: &Vocabulary,
        availability: ModelAvailability<'_>,
    ) -> Result<Plan, NoPlan> {
        let redaction = self.redact();
        let content: String = self
            .sections
            .iter()
            .map(|section| section.text.as_str())
            .collect();
        let texts = [("system", &self.system), ("user", &content)];
        let messages = texts.map(|(role, text)| {
            let content = text.trim_end().to_owned();
            Message { role, content }
        });
        // The choice of the model depends on the call's tokens, and the frame depends on the model.
        let needed = Tokens {
            prompt: to_u32(vocabulary.count(&content)?),
            completion: self.cap_tokens,
        };
        let model = super::model(self.size, needed, policy, availability).ok_or(NoPlan::NoModel)?;
        let drift = availability.ledger.drift(model.id);
        let (parts, prompt_tokens) = self.counted(&messages, model, drift, vocabulary)?;
        Ok(Plan {
            step: self.step,
            model,
            exact: model.is_exact(),
            messages: messages.into(),
            parts,
            prompt_tokens,
            max_completion_tokens: self.cap_tokens.min(model.completion_tokens_max),
            reasoning_effort: model.least_effort(),
            shown: self.shown,
            groups: Vec::new(),
            replaced: redaction.replaced().to_vec(),
            redaction,
        })
    }

    /// Counts the tokens of each part of the messages.
    ///
    /// Adjacent sections can share a token; such a token counts for the later section.
    fn counted(
        &self,
        [system, user]: &[Message; 2],
        model: &Model,
        drift: i32,
        vocabulary: &Vocabulary,
    ) -> Result<(Vec<Part>, u32), NoPlan> {
        let role_texts = [
            (Role::System, system.content.as_str()),
            (Role::User, user.content.as_str()),
        ];
        let count = model.frame.count(vocabulary, &role_texts)?;
        // Groq's count above our forecast belongs to its message frame, which may change.
        let frame = to_u32(count.frame).saturating_add_signed(drift);
        let part = |name, tokens| Part { name, tokens };
        let mut parts = vec![
            part("frame", frame),
            part("system", to_u32(count.contents[0])),
        ];
        let (mut end, mut before) = (0, 0);
        for section in &self.sections {
            end = (end + section.text.len()).min(user.content.len());
            let until = to_u32(vocabulary.count(&user.content[..end])?);
            parts.push(part(section.name, until.saturating_sub(before)));
            before = until;
        }
        let total = to_u32(count.total()) + frame - to_u32(count.frame);
        Ok((parts, total))
    }
}
