//! A request or a digest in, a [`Plan`] out: exactly what is sent, and what it costs.
//!
//! The preview of a first call is [`first`] itself, so it cannot differ from what is sent.

use crate::ledger::{Ledger, Millis, Tokens};
use crate::model::{self, Model, Size};
use crate::policy::Policy;
use crate::request::Request;
use crate::tokens::{Missing, Role, Vocabulary};
use crate::violations::Digest;
use serde::Serialize;
use std::collections::HashSet;

/// The system text of a first call.
pub const DRAFT: &str = include_str!("prompt/draft.txt");
/// The system text of a repair.
pub const REPAIR: &str = include_str!("prompt/repair.txt");

/// Requests of at most this many things are simple: the small model drafts them.
const SIMPLE_THINGS_MAX: usize = 2;
/// What a repair's cap allows for reasoning and for blocks that are new, in tokens.
const REPAIR_ALLOWANCE_TOKENS: u32 = 500;
/// How much of a list of addresses, or of a lost block's header, goes into a prompt, in bytes.
const LIST_BYTES_MAX: usize = 800;

/// One call, ready to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Which rung of the ladder it is.
    pub step: Step,
    /// Who is asked.
    pub model: &'static Model,
    /// What is sent, to the letter.
    pub messages: Vec<Message>,
    /// What the prompt tokens are made of; they add up to `prompt_tokens`.
    pub parts: Vec<Part>,
    /// What Groq will count, frame included.
    pub prompt_tokens: u32,
    /// The cap: the most the answer may have, reasoning included.
    pub max_completion_tokens: u32,
    /// The addresses of the blocks that it shows whole: an answer may replace these and no others.
    pub shown: Vec<String>,
}

/// The two kinds of calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// The first answer to a request.
    Draft,
    /// Changed blocks for what is left.
    Repair,
}

/// One message of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Message {
    /// Who speaks.
    #[cfg_attr(test, ts(type = "\"system\" | \"user\""))]
    pub role: &'static str,
    /// The text.
    pub content: String,
}

/// A part of a prompt and its tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Part {
    /// Which part.
    #[cfg_attr(
        test,
        ts(type = "\"frame\" | \"system\" | \"request\" | \"digest\" | \"code\"")
    )]
    pub name: &'static str,
    /// Its tokens.
    pub tokens: u32,
}

/// Why there is no plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPlan {
    /// The vocabulary that the count needs is not there yet.
    Waiting(Missing),
    /// Every model that may be chosen is gone.
    NoModel,
    /// What is left cannot be said within the budget of a repair.
    TooLarge,
}

impl From<Missing> for NoPlan {
    fn from(missing: Missing) -> NoPlan {
        NoPlan::Waiting(missing)
    }
}

/// What a model is chosen by.
#[derive(Clone, Copy, Debug)]
pub struct Market<'a> {
    /// What was spent.
    pub ledger: &'a Ledger,
    /// Ids that refused as retired.
    pub gone: &'a [&'a str],
    /// The time.
    pub now: Millis,
}

/// What a repair is asked for.
#[derive(Clone, Debug)]
pub struct Left<'a> {
    /// Groups of violations, the worst first.
    pub digest: &'a Digest,
    /// The blocks that they are about.
    pub blocks: Vec<Block>,
    /// The addresses of the whole program.
    pub written: Vec<String>,
    /// Where the answer before was cut off: the beginning of the lost block, or nothing where it
    /// ended between two.
    pub cut_off: Option<&'a str>,
}

/// A block of the program and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its address.
    pub address: String,
    /// Its text.
    pub text: String,
}

/// The first call for a request.
///
/// ```
/// # use infragenie::{ledger::Ledger, policy::Policy, prompt::{self, Market, NoPlan}, request::Request, tokens::Vocabulary};
/// let request = Request::parse("s3 bucket with versioning").unwrap();
/// let market = Market { ledger: &Ledger::default(), gone: &[], now: 0 };
/// // Without its vocabulary a plan is not counted, and not guessed.
/// let plan = prompt::first(&request, &Policy::thrift(), &Vocabulary::default(), market);
/// assert!(matches!(plan, Err(NoPlan::Waiting(_))));
/// ```
pub fn first(
    request: &Request,
    policy: &Policy,
    vocabulary: &Vocabulary,
    market: Market<'_>,
) -> Result<Plan, NoPlan> {
    let call = Call {
        step: Step::Draft,
        size: size(request, Step::Draft),
        system: DRAFT,
        sections: vec![Section {
            name: "request",
            text: request.text().to_owned(),
        }],
        cap_tokens: policy.cap.tokens,
        shown: Vec::new(),
    };
    call.plan(policy, vocabulary, market)
}

/// The call that asks for what is left: the request, the digest, and only the blocks concerned.
/// Until it fits the policy's budget groups are dropped, the least severe first, and of the last
/// group the blocks that stand last: mended in part is better than not at all.
pub fn repair(
    request: &Request,
    left: &Left<'_>,
    policy: &Policy,
    vocabulary: &Vocabulary,
    market: Market<'_>,
) -> Result<Plan, NoPlan> {
    let mut digest = left.digest.clone();
    let mut blocks: Vec<&Block> = left.blocks.iter().collect();
    loop {
        let groups = digest.groups.iter();
        let concerned: HashSet<&String> = groups.flat_map(|group| &group.resources).collect();
        blocks.retain(|block| concerned.contains(&block.address));
        let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        let code = texts.join("\n\n");
        let code_tokens = figure(vocabulary.count(&code)?);
        let allowed = REPAIR_ALLOWANCE_TOKENS.saturating_add(2 * code_tokens);
        let call = Call {
            // What was cut off is as long as a draft may be; what changes is as long as it was.
            cap_tokens: if left.cut_off.is_some() {
                policy.cap.tokens
            } else {
                policy.cap.tokens.min(allowed)
            },
            shown: blocks.iter().map(|block| block.address.clone()).collect(),
            ..repairing(request, &digest, left, &code)
        };
        let plan = call.plan(policy, vocabulary, market)?;
        if plan.prompt_tokens - plan.frame_tokens() <= policy.repair_tokens_max {
            return Ok(plan);
        }
        if digest.groups.len() > 1 {
            digest.groups.pop();
        } else if blocks.len() > 1 {
            blocks.truncate(blocks.len() / 2);
        } else {
            return Err(NoPlan::TooLarge);
        }
    }
}

/// The size of the model for a step: small for a simple draft, large for all else.
pub fn size(request: &Request, step: Step) -> Size {
    match step {
        Step::Draft if request.things() <= SIMPLE_THINGS_MAX => Size::Small,
        _ => Size::Large,
    }
}

/// The model for a call: the one that the user named while it is live, else one of the size.
pub fn model(
    size: Size,
    asked: Tokens,
    policy: &Policy,
    market: Market<'_>,
) -> Option<&'static Model> {
    let named = policy
        .model
        .filter(|model| !market.gone.contains(&model.id));
    named.or_else(|| model::choose(size, asked, market.gone, market.ledger, market.now))
}

impl Plan {
    /// What admission counts: prompt tokens and cap.
    pub fn requested_tokens(&self) -> u32 {
        self.requested().total()
    }

    /// The same, prompt and cap apart.
    pub fn requested(&self) -> Tokens {
        Tokens {
            prompt: self.prompt_tokens,
            completion: self.max_completion_tokens,
        }
    }

    /// The body of the call: the fewest fields that do.
    pub fn body(&self) -> serde_json::Value {
        let mut body = serde_json::json!({
            "model": self.model.id,
            "messages": self.messages,
            "max_completion_tokens": self.max_completion_tokens,
            "reasoning_effort": self.model.least_effort(),
            "stream": true,
        });
        // The harmony models alone know the field; it saves the wire, not tokens.
        if self.model.is_exact() {
            body["include_reasoning"] = false.into();
        }
        body
    }

    fn frame_tokens(&self) -> u32 {
        self.parts
            .iter()
            .filter(|part| part.name == "frame")
            .map(|part| part.tokens)
            .sum()
    }
}

/// A call before it is counted.
struct Call {
    step: Step,
    size: Size,
    system: &'static str,
    /// What the user's message is made of, in this order.
    sections: Vec<Section>,
    cap_tokens: u32,
    shown: Vec<String>,
}

struct Section {
    name: &'static str,
    text: String,
}

fn repairing(request: &Request, digest: &Digest, left: &Left<'_>, code: &str) -> Call {
    let mut sections = vec![Section {
        name: "request",
        text: format!("Request: {}\n", request.text()),
    }];
    let mut asked = String::new();
    if let Some(header) = left.cut_off {
        let written = left.written.join(", ");
        asked.push_str(&format!(
            "The answer was cut off. Written: {}. ",
            shortened(&written)
        ));
        asked.push_str(&match header {
            "" => "Write the blocks that are missing.\n".to_owned(),
            header => format!(
                "Write this block and what follows it:\n{} {{\n",
                shortened(header)
            ),
        });
    }
    asked.push_str(&digest.text());
    if !asked.is_empty() {
        sections.push(Section {
            name: "digest",
            text: asked,
        });
    }
    if !code.is_empty() {
        sections.push(Section {
            name: "code",
            text: format!("```hcl\n{code}\n```"),
        });
    }
    Call {
        step: Step::Repair,
        size: Size::Large,
        system: REPAIR,
        sections,
        cap_tokens: 0,
        shown: Vec::new(),
    }
}

impl Call {
    fn plan(
        self,
        policy: &Policy,
        vocabulary: &Vocabulary,
        market: Market<'_>,
    ) -> Result<Plan, NoPlan> {
        let content: String = self
            .sections
            .iter()
            .map(|section| section.text.as_str())
            .collect();
        let messages = vec![
            Message {
                role: "system",
                content: self.system.trim_end().to_owned(),
            },
            Message {
                role: "user",
                content: content.trim_end().to_owned(),
            },
        ];
        // The model is chosen by what the call needs, and the frame it needs by the model.
        let needed = Tokens {
            prompt: figure(vocabulary.count(&content)?),
            completion: self.cap_tokens,
        };
        let model = model(self.size, needed, policy, market).ok_or(NoPlan::NoModel)?;
        let drift = market.ledger.drift(model.id);
        let (parts, prompt_tokens) = self.counted(&messages, model, drift, vocabulary)?;
        Ok(Plan {
            step: self.step,
            model,
            messages,
            parts,
            prompt_tokens,
            max_completion_tokens: self.cap_tokens.min(model.completion_tokens_max),
            shown: self.shown,
        })
    }

    /// What each part of the messages costs. The sections of a message share tokens where they
    /// meet; such a token counts for the later one.
    fn counted(
        &self,
        messages: &[Message],
        model: &Model,
        drift: i32,
        vocabulary: &Vocabulary,
    ) -> Result<(Vec<Part>, u32), NoPlan> {
        let [system, user] = messages else {
            return Err(NoPlan::TooLarge);
        };
        let spoken = [
            (Role::System, system.content.as_str()),
            (Role::User, user.content.as_str()),
        ];
        let count = model.frame.count(vocabulary, &spoken)?;
        // What Groq was seen to count beyond our figure is its frame, which may change.
        let frame = figure(count.frame).saturating_add_signed(drift);
        let mut parts = vec![
            Part {
                name: "frame",
                tokens: frame,
            },
            Part {
                name: "system",
                tokens: figure(count.contents[0]),
            },
        ];
        let (mut end, mut before) = (0, 0);
        for section in &self.sections {
            end = (end + section.text.len()).min(user.content.len());
            let until = figure(vocabulary.count(&user.content[..end])?);
            parts.push(Part {
                name: section.name,
                tokens: until.saturating_sub(before),
            });
            before = until;
        }
        let total = figure(count.total()) + frame - figure(count.frame);
        Ok((parts, total))
    }
}

/// A list that has its say in a prompt, but not all of it.
fn shortened(text: &str) -> &str {
    &text[..text.floor_char_boundary(LIST_BYTES_MAX)]
}

/// Counts stay far below four billion: what is counted here is bounded in its bytes.
fn figure(tokens: usize) -> u32 {
    u32::try_from(tokens).unwrap_or(u32::MAX)
}
