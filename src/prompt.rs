//! A request or a digest in, a [`Plan`] out: exactly what is sent, and what it costs.
//!
//! The preview of a first call is [`first`] itself, so it cannot differ from what is sent.

mod call;
mod size;

use crate::ledger::{Ledger, Millis, Tokens};
use crate::model::{self, Model, Size};
use crate::policy::{Policy, Wording};
use crate::request::Request;
use crate::tokens::{Missing, Vocabulary};
use crate::violations::DiagnosticSummary;
use call::{Call, Section};
use foldhash::HashSet;
use serde::Serialize;

/// The system text of a first call.
pub const DRAFT: &str = include_str!("prompt/draft.txt");
/// Worked examples, which follow it where the policy wants them.
pub const WORKED: &str = include_str!("prompt/worked.txt");
/// The system text of a change to a program that is there.
pub const EDIT: &str = include_str!("prompt/edit.txt");
/// The system text of a repair.
pub const REPAIR: &str = include_str!("prompt/repair.txt");

/// Changes whenever a system text does: an earlier answer belongs to the texts that asked for it.
pub const VERSION: u64 = hashed(hashed(hashed(hashed(0, DRAFT), WORKED), EDIT), REPAIR);

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
    /// The ids of the groups that it is asked to mend.
    pub groups: Vec<String>,
}

/// The kinds of calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// The first answer to a request.
    Draft,
    /// Changed and new blocks of a program that is there.
    Edit,
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
        ts(
            type = "\"frame\" | \"system\" | \"request\" | \"addresses\" | \"diagnostics\" | \"code\""
        )
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
    /// What is left, or what is to be changed, cannot be said within the budget of a repair.
    TooLarge,
    /// The request is longer than the policy allows.
    TooLong {
        /// What it has.
        tokens: u32,
        /// What it may have.
        tokens_max: u32,
    },
}

/// What is said of a request that is longer than the policy allows.
pub fn too_long(tokens: u32, tokens_max: u32) -> String {
    format!(
        "the request has {tokens} tokens and this profile allows {tokens_max}; shorten it or choose \
         another profile"
    )
}

impl From<Missing> for NoPlan {
    fn from(missing: Missing) -> NoPlan {
        NoPlan::Waiting(missing)
    }
}

/// What a model is chosen by.
#[derive(Clone, Copy, Debug)]
pub struct ModelAvailability<'a> {
    /// What was spent.
    pub ledger: &'a Ledger,
    /// Ids that refused as retired.
    pub gone: &'a [&'a str],
    /// The time.
    pub now: Millis,
}

/// What a repair is asked for.
#[derive(Clone, Debug)]
pub struct RepairContext<'a> {
    /// Groups of violations, the worst first.
    pub diagnostics: DiagnosticSummary,
    /// What the schema says of the types at fault, a line a type.
    pub slice: Vec<String>,
    /// The blocks that they are about.
    pub blocks: Vec<Block>,
    /// The addresses of the whole program.
    pub written: Vec<String>,
    /// Where the answer before was cut off: the beginning of the lost block, or nothing where it
    /// ended between two.
    pub cut_off: Option<&'a str>,
}

/// A program that a request wants changed.
#[derive(Clone, Debug)]
pub struct EditContext {
    /// The addresses of the whole program.
    pub addresses: Vec<String>,
    /// The blocks that the request is about, those first that it is about most.
    pub blocks: Vec<Block>,
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
    availability: ModelAvailability<'_>,
) -> Result<Plan, NoPlan> {
    if let Some(tokens_max) = policy.request_tokens_max {
        let tokens = to_u32(vocabulary.count(request.text())?);
        if tokens > tokens_max {
            return Err(NoPlan::TooLong { tokens, tokens_max });
        }
    }
    let call = Call {
        step: Step::Draft,
        size: size::model(request, Step::Draft),
        system: match policy.wording {
            Wording::Brief => DRAFT.to_owned(),
            Wording::Worked => format!("{DRAFT}{WORKED}"),
        },
        sections: vec![Section {
            name: "request",
            text: request.text().to_owned(),
        }],
        cap_tokens: size::draft(request, policy.cap),
        shown: Vec::new(),
    };
    call.plan(policy, vocabulary, availability)
}

/// The call that asks for a change of a program: the request, an address a line, and only the
/// blocks that it is about. Until it fits the policy's budget, blocks are left out, the last
/// first, and then addresses.
pub fn edit(
    request: &Request,
    context: &EditContext,
    policy: &Policy,
    vocabulary: &Vocabulary,
    market: ModelAvailability<'_>,
) -> Result<Plan, NoPlan> {
    let mut blocks: &[Block] = &context.blocks;
    let mut addresses: &[String] = &context.addresses;
    loop {
        let code = joined(blocks);
        let code_tokens = to_u32(vocabulary.count(&code)?);
        let mut listed = addresses.join("\n");
        let more = context.addresses.len() - addresses.len();
        if more > 0 {
            listed.push_str(&format!("\nand {more} more"));
        }
        let mut sections = vec![
            Section {
                name: "request",
                text: format!("Request: {}\n", one_line(request.text())),
            },
            Section {
                name: "addresses",
                text: format!("Program:\n{listed}\n"),
            },
        ];
        sections.extend(fenced(&code));
        let call = Call {
            step: Step::Edit,
            size: size::model(request, Step::Edit),
            system: EDIT.to_owned(),
            sections,
            cap_tokens: size::edit(request, code_tokens, policy.cap),
            shown: blocks.iter().map(|block| block.address.clone()).collect(),
        };
        let plan = call.plan(policy, vocabulary, market)?;
        if plan.tokens_without_frame() <= policy.repair_tokens_max {
            return Ok(plan);
        }
        if !blocks.is_empty() {
            blocks = &blocks[..blocks.len() / 2];
        } else if !addresses.is_empty() {
            addresses = &addresses[..addresses.len() / 2];
        } else {
            return Err(NoPlan::TooLarge);
        }
    }
}

/// The call that asks for what is left: the request, the digest, and only the blocks concerned.
/// Until it fits the policy's budget groups are dropped, the least severe first, and of the last
/// group the blocks that stand last: mended in part is better than not at all.
pub fn repair(
    request: &Request,
    context: &RepairContext<'_>,
    policy: &Policy,
    vocabulary: &Vocabulary,
    market: ModelAvailability<'_>,
) -> Result<Plan, NoPlan> {
    let mut digest = context.diagnostics.clone();
    let mut blocks: Vec<Block> = context.blocks.clone();
    loop {
        let groups = digest.groups.iter();
        let concerned: HashSet<&String> = groups.flat_map(|group| &group.resources).collect();
        blocks.retain(|block| concerned.contains(&block.address));
        let code = joined(&blocks);
        let code_tokens = to_u32(vocabulary.count(&code)?);
        let call = Call {
            step: Step::Repair,
            size: size::model(request, Step::Repair),
            system: REPAIR.to_owned(),
            sections: repair_sections(request, &digest, context, &code),
            // What was cut off is as long as a draft may be; what changes is as long as it was.
            cap_tokens: if context.cut_off.is_some() {
                size::draft(request, policy.cap)
            } else {
                size::repair(code_tokens, digest.missing(), policy.cap)
            },
            shown: blocks.iter().map(|block| block.address.clone()).collect(),
        };
        let mut plan = call.plan(policy, vocabulary, market)?;
        if plan.tokens_without_frame() <= policy.repair_tokens_max {
            plan.groups = digest.groups.into_iter().map(|group| group.id).collect();
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

/// The size of the model for a step: small for what is simple, large for all else.
pub fn size(request: &Request, step: Step) -> Size {
    size::model(request, step)
}

/// The model for a call: the one that the user named while it is live, else one of the size.
pub fn model(
    size: Size,
    asked: Tokens,
    policy: &Policy,
    market: ModelAvailability<'_>,
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

    /// Its prompt without the frame, in tokens.
    fn tokens_without_frame(&self) -> u32 {
        self.prompt_tokens.saturating_sub(self.frame_tokens())
    }

    /// What frames its messages, in tokens.
    pub fn frame_tokens(&self) -> u32 {
        self.parts
            .iter()
            .filter(|part| part.name == "frame")
            .map(|part| part.tokens)
            .sum()
    }
}

/// What a repair says: the request in a line, where the answer was cut off, the digest, what the
/// schema says of it, the code.
fn repair_sections(
    request: &Request,
    digest: &DiagnosticSummary,
    left: &RepairContext<'_>,
    code: &str,
) -> Vec<Section> {
    let mut sections = vec![Section {
        name: "request",
        text: format!("Request: {}\n", one_line(request.text())),
    }];
    let mut asked = String::new();
    if let Some(header) = left.cut_off {
        let written = left.written.join(", ");
        asked.push_str(&format!(
            "The answer was cut off. Written: {}. ",
            truncated(&written)
        ));
        asked.push_str(&match header {
            "" => "Write the blocks that are missing.\n".to_owned(),
            header => format!(
                "Write this block and what follows it:\n{} {{\n",
                truncated(header)
            ),
        });
    }
    if left.cut_off.is_none() && digest.missing() > 0 && !left.written.is_empty() {
        // New blocks refer to what is there, and do not write it again.
        let written = left.written.join(", ");
        asked.push_str(&format!("Written: {}.\n", truncated(&written)));
    }
    asked.push_str(&digest.text());
    for line in &left.slice {
        asked.push_str(line);
        asked.push('\n');
    }
    if !asked.is_empty() {
        sections.push(Section {
            name: "diagnostics",
            text: asked,
        });
    }
    sections.extend(fenced(code));
    sections
}

/// Code in its fence, where there is any.
fn fenced(code: &str) -> Option<Section> {
    (!code.is_empty()).then(|| Section {
        name: "code",
        text: format!("```hcl\n{code}\n```"),
    })
}

fn joined(blocks: &[Block]) -> String {
    let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
    texts.join("\n\n")
}

/// A text without its line ends.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// FNV-1a, carried on from a text before.
const fn hashed(before: u64, text: &str) -> u64 {
    let (bytes, mut hash, mut at) = (text.as_bytes(), before ^ 0xcbf2_9ce4_8422_2325, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

/// A list that has its say in a prompt, but not all of it.
fn truncated(text: &str) -> &str {
    &text[..text.floor_char_boundary(LIST_BYTES_MAX)]
}

/// Counts stay far below four billion: what is counted here is bounded in its bytes.
fn to_u32(tokens: usize) -> u32 {
    u32::try_from(tokens).unwrap_or(u32::MAX)
}
