//! Builds the calls to the model as [`Plan`]s.
//!
//! A plan holds exactly what is sent and what it costs.
//!
//! The preview of a first call uses [`first`] too, so it cannot differ from what is sent.

mod call;
mod size;

use crate::hcl::format::unaligned;
use crate::ledger::{Ledger, Millis, Tokens};
use crate::model::{self, Model, Size};
use crate::policy::{Policy, Wording};
use crate::request::Request;
use crate::safety::{Redaction, ReplacedSecret};
use crate::tokens::{Missing, Vocabulary};
use crate::violations::DiagnosticSummary;
use call::{Call, Section};
use foldhash::HashSet;
use serde::Serialize;

/// System text of a draft call.
pub const DRAFT: &str = include_str!("prompt/draft.txt");
/// Worked examples, appended to [`DRAFT`] if the policy requires them.
pub const WORKED: &str = include_str!("prompt/worked.txt");
/// System text of an edit call.
pub const EDIT: &str = include_str!("prompt/edit.txt");
/// System text of a repair call.
pub const REPAIR: &str = include_str!("prompt/repair.txt");

/// Hash of all system texts; it is part of the cache key of an answer.
pub const VERSION: u64 = hashed(hashed(hashed(hashed(0, DRAFT), WORKED), EDIT), REPAIR);

/// Maximum bytes of an address list or a block header in a prompt.
const LIST_BYTES_MAX: usize = 800;

/// One call, ready to be sent.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Kind of the call.
    pub step: Step,
    /// The model that is called; its id in JSON.
    #[serde(serialize_with = "model_id")]
    #[cfg_attr(test, ts(as = "String"))]
    pub model: &'static Model,
    /// Whether the prompt tokens are exact; false if the model has another vocabulary.
    pub exact: bool,
    /// The messages exactly as sent.
    pub messages: Vec<Message>,
    /// Breakdown of the prompt tokens; the parts add up to `prompt_tokens`.
    pub parts: Vec<Part>,
    /// Prompt tokens that Groq will count, with the message frame.
    pub prompt_tokens: u32,
    /// The cap: maximum tokens of the answer, reasoning included.
    pub max_completion_tokens: u32,
    /// The reasoning effort of the call.
    pub reasoning_effort: &'static str,
    /// Addresses of the blocks shown in full; an answer may replace only these.
    #[serde(skip)]
    pub shown: Vec<String>,
    /// Ids of the diagnostic groups that the call asks to fix.
    #[serde(skip)]
    pub groups: Vec<String>,
    /// Secrets that were replaced by placeholders in the messages.
    pub replaced: Vec<ReplacedSecret>,
    /// The placeholders with their secrets, to be put back into the answer.
    #[serde(skip)]
    pub redaction: Redaction,
}

/// Kinds of calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// First answer to a request for a new program.
    Draft,
    /// Changed and new blocks of an existing program.
    Edit,
    /// Changed blocks that fix remaining diagnostics.
    Repair,
}

/// One message of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Message {
    /// Role of the author.
    #[cfg_attr(test, ts(type = "\"system\" | \"user\""))]
    pub role: &'static str,
    /// Text of the message.
    pub content: String,
}

/// Part of a prompt and its tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Part {
    /// Name of the part.
    #[cfg_attr(
        test,
        ts(
            type = "\"frame\" | \"system\" | \"request\" | \"addresses\" | \"diagnostics\" | \"code\""
        )
    )]
    pub name: &'static str,
    /// Tokens of the part.
    pub tokens: u32,
}

/// Reason why no plan could be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPlan {
    /// The vocabulary that the token count needs is not loaded yet.
    Waiting(Missing),
    /// Every allowed model is gone.
    NoModel,
    /// The diagnostics or the edit do not fit the budget of a repair.
    TooLarge,
    /// The request is longer than the policy allows.
    TooLong {
        /// Tokens of the request.
        tokens: u32,
        /// Maximum tokens of a request.
        tokens_max: u32,
    },
}

/// Returns the message for a request that is longer than the policy allows.
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

/// State from which a model is chosen.
#[derive(Clone, Copy, Debug)]
pub struct ModelAvailability<'a> {
    /// Quota use so far.
    pub ledger: &'a Ledger,
    /// Ids of models that were refused as retired.
    pub gone: &'a [&'a str],
    /// Current time.
    pub now: Millis,
}

/// Input of a repair call.
#[derive(Clone, Debug)]
pub struct RepairContext<'a> {
    /// Groups of diagnostics, the most severe first.
    pub diagnostics: DiagnosticSummary,
    /// Schema excerpt for the types with problems, one line per type.
    pub slice: Vec<String>,
    /// Blocks that the diagnostics concern.
    pub blocks: Vec<Block>,
    /// Addresses of the whole program.
    pub written: Vec<String>,
    /// Header of the block where the answer was cut off; empty between two blocks.
    pub cut_off: Option<&'a str>,
}

/// Input of an edit call.
#[derive(Clone, Debug)]
pub struct EditContext {
    /// Addresses of the program that a change can refer to.
    pub addresses: Vec<String>,
    /// Blocks that the request is about, the most relevant first.
    pub blocks: Vec<Block>,
}

/// Block of the program with its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Address of the block.
    pub address: String,
    /// Text of the block.
    pub text: String,
}

/// Plans the draft call of a request.
///
/// ```
/// # use infragenie::{ledger::Ledger, policy::Policy, prompt::{self, ModelAvailability, NoPlan}, request::Request, tokens::Vocabulary};
/// let request = Request::parse("s3 bucket with versioning").unwrap();
/// let models = ModelAvailability { ledger: &Ledger::default(), gone: &[], now: 0 };
/// // Without its vocabulary the tokens of a plan are neither counted nor estimated.
/// let plan = prompt::first(&request, &Policy::minimal(), &Vocabulary::default(), models);
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
        sections: vec![Section::new("request", request.text())],
        cap_tokens: size::draft(request, policy.cap),
        shown: Vec::new(),
    };
    call.plan(policy, vocabulary, availability)
}

/// Plans an edit call: the request, the relevant blocks, and the other addresses.
///
/// Until the prompt fits the policy's budget, blocks are dropped from the end, and then addresses.
pub fn edit(
    request: &Request,
    context: &EditContext,
    policy: &Policy,
    vocabulary: &Vocabulary,
    availability: ModelAvailability<'_>,
) -> Result<Plan, NoPlan> {
    let mut blocks: &[Block] = &context.blocks;
    let mut addresses: &[String] = &context.addresses;
    loop {
        let code = joined(blocks);
        let code_tokens = to_u32(vocabulary.count(&code)?);
        // The addresses of the blocks that are shown are in their headers.
        let is_shown = |address: &String| blocks.iter().any(|block| block.address == *address);
        let others = addresses.iter().filter(|address| !is_shown(address));
        let mut listed = grouped(others.map(String::as_str));
        let more = context.addresses.len() - addresses.len();
        if more > 0 {
            listed.push_str(&format!("\nand {more} more"));
        }
        let mut sections = vec![request_section(request)];
        if !listed.is_empty() {
            sections.push(Section::new(
                "addresses",
                format!("Also there:\n{listed}\n"),
            ));
        }
        sections.extend(Section::fenced(&code));
        let call = Call {
            step: Step::Edit,
            size: size::model(request, Step::Edit),
            system: EDIT.to_owned(),
            sections,
            cap_tokens: size::edit(request, code_tokens, policy.cap),
            shown: blocks.iter().map(|block| block.address.clone()).collect(),
        };
        let plan = call.plan(policy, vocabulary, availability)?;
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

/// Lists addresses, those of one type in one line: `aws_subnet.{private,public}`.
fn grouped<'a>(addresses: impl Iterator<Item = &'a str>) -> String {
    let mut types: Vec<(&str, Vec<&str>)> = Vec::new();
    for address in addresses {
        let (kind, name) = address.rsplit_once('.').unwrap_or(("", address));
        match types.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, names)) => names.push(name),
            None => types.push((kind, vec![name])),
        }
    }
    let lines = types
        .iter()
        .map(|(kind, names)| match (*kind, names.as_slice()) {
            ("", names) => names.join("\n"),
            (kind, [name]) => format!("{kind}.{name}"),
            (kind, names) => format!("{kind}.{{{}}}", names.join(",")),
        });
    lines.collect::<Vec<_>>().join("\n")
}

/// Plans a repair call: the request, the diagnostics, and the blocks concerned.
///
/// Until the prompt fits the policy's budget, groups are dropped, the least severe first. Of the
/// last group, blocks are dropped from the end, because a partial repair is better than none.
pub fn repair(
    request: &Request,
    context: &RepairContext<'_>,
    policy: &Policy,
    vocabulary: &Vocabulary,
    availability: ModelAvailability<'_>,
) -> Result<Plan, NoPlan> {
    let mut summary = context.diagnostics.clone();
    let mut blocks: Vec<Block> = context.blocks.clone();
    loop {
        let groups = summary.groups.iter();
        let concerned: HashSet<&String> = groups.flat_map(|group| &group.resources).collect();
        blocks.retain(|block| concerned.contains(&block.address));
        let code = joined(&blocks);
        let code_tokens = to_u32(vocabulary.count(&code)?);
        let call = Call {
            step: Step::Repair,
            size: size::model(request, Step::Repair),
            system: REPAIR.to_owned(),
            sections: repair_sections(request, &summary, context, &code),
            // The missing end may be as long as a draft; changed blocks are about as long as
            // before.
            cap_tokens: if context.cut_off.is_some() {
                size::draft(request, policy.cap)
            } else {
                size::repair(code_tokens, summary.missing(), policy.cap)
            },
            shown: blocks.iter().map(|block| block.address.clone()).collect(),
        };
        let mut plan = call.plan(policy, vocabulary, availability)?;
        if plan.tokens_without_frame() <= policy.repair_tokens_max {
            plan.groups = summary.groups.into_iter().map(|group| group.id).collect();
            return Ok(plan);
        }
        if summary.groups.len() > 1 {
            summary.groups.pop();
        } else if blocks.len() > 1 {
            blocks.truncate(blocks.len() / 2);
        } else {
            return Err(NoPlan::TooLarge);
        }
    }
}

/// Returns the model size for a step: small for simple requests, else large.
pub fn size(request: &Request, step: Step) -> Size {
    size::model(request, step)
}

/// Returns the model for a call.
///
/// It is the model that the user named if it is live, else one of the size.
pub fn model(
    size: Size,
    asked: Tokens,
    policy: &Policy,
    availability: ModelAvailability<'_>,
) -> Option<&'static Model> {
    let named = policy
        .model
        .filter(|model| !availability.gone.contains(&model.id));
    named.or_else(|| {
        model::choose(
            size,
            asked,
            availability.gone,
            availability.ledger,
            availability.now,
        )
    })
}

fn model_id<S: serde::Serializer>(
    model: &&'static Model,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(model.id)
}

impl Plan {
    /// Returns the tokens that admission control counts: prompt plus cap.
    pub fn requested_tokens(&self) -> u32 {
        self.requested().total()
    }

    /// Returns the prompt tokens and the cap that admission control counts.
    pub fn requested(&self) -> Tokens {
        Tokens {
            prompt: self.prompt_tokens,
            completion: self.max_completion_tokens,
        }
    }

    /// Returns the notes for the user about secrets that are not sent.
    pub fn notes(&self) -> Vec<String> {
        let name = |secret: &ReplacedSecret| {
            let name = match (&secret.address, &secret.argument) {
                (Some(address), Some(argument)) => format!("`{argument}` of `{address}`"),
                (Some(address), None) => format!("`{address}`"),
                (None, _) => "the request".to_owned(),
            };
            format!("{} in {name} ({})", secret.kind, secret.placeholder)
        };
        let names: Vec<String> = self.replaced.iter().map(name).collect();
        let is_asked = self.replaced.iter().any(|secret| secret.address.is_none());
        let list = (!names.is_empty()).then(|| {
            let count = names.len();
            format!(
                "secrets are sent as placeholders ({count}) and put back into the answer: {}",
                names.join(", ")
            )
        });
        let warning = is_asked.then(|| {
            "the request holds a secret; links, the history and the cached answer store a request as \
             it is written, so remove the secret"
                .to_owned()
        });
        list.into_iter().chain(warning).collect()
    }

    /// Returns the request body, with as few fields as possible.
    pub fn body(&self) -> serde_json::Value {
        let mut body = serde_json::json!({
            "model": self.model.id,
            "messages": self.messages,
            "max_completion_tokens": self.max_completion_tokens,
            "reasoning_effort": self.reasoning_effort,
            "stream": true,
        });
        // Only the harmony models accept the first field, and only the others the second. It
        // reduces the response size, not the tokens; the default `raw` mixes the reasoning into the
        // answer.
        if self.model.is_exact() {
            body["include_reasoning"] = false.into();
        } else {
            body["reasoning_format"] = "hidden".into();
        }
        body
    }

    /// Returns the prompt tokens without the message frame.
    fn tokens_without_frame(&self) -> u32 {
        self.prompt_tokens.saturating_sub(self.frame_tokens())
    }

    /// Returns the tokens of the message frame.
    pub fn frame_tokens(&self) -> u32 {
        self.parts
            .iter()
            .filter(|part| part.name == "frame")
            .map(|part| part.tokens)
            .sum()
    }
}

/// Builds the sections of a repair prompt.
///
/// They are the request in one line, the cut-off notice, the diagnostics, the schema excerpt and
/// the code.
fn repair_sections(
    request: &Request,
    summary: &DiagnosticSummary,
    left: &RepairContext<'_>,
    code: &str,
) -> Vec<Section> {
    let mut sections = vec![request_section(request)];
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
    if left.cut_off.is_none() && summary.missing() > 0 && !left.written.is_empty() {
        // New blocks can refer to these addresses and must not define them again.
        let written = left.written.join(", ");
        asked.push_str(&format!("Written: {}.\n", truncated(&written)));
    }
    asked.push_str(&summary.text());
    for line in &left.slice {
        asked.push_str(line);
        asked.push('\n');
    }
    if !asked.is_empty() {
        sections.push(Section::new("diagnostics", asked));
    }
    sections.extend(Section::fenced(code));
    sections
}

/// Joins blocks into one text without alignment, which costs tokens.
fn joined(blocks: &[Block]) -> String {
    let texts: Vec<String> = blocks.iter().map(|block| unaligned(&block.text)).collect();
    texts.join("\n\n")
}

/// Returns the request in one line.
fn request_section(request: &Request) -> Section {
    let words: Vec<&str> = request.text().split_whitespace().collect();
    Section::new("request", format!("Request: {}\n", words.join(" ")))
}

/// Computes FNV-1a, chained from a previous hash.
const fn hashed(before: u64, text: &str) -> u64 {
    let (bytes, mut hash, mut at) = (text.as_bytes(), before ^ 0xcbf2_9ce4_8422_2325, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

/// Truncates a list to [`LIST_BYTES_MAX`] bytes.
fn truncated(text: &str) -> &str {
    &text[..text.floor_char_boundary(LIST_BYTES_MAX)]
}

/// Converts a token count, which never exceeds `u32::MAX`.
///
/// The texts are bounded in bytes, so their counts are far smaller.
fn to_u32(tokens: usize) -> u32 {
    u32::try_from(tokens).unwrap_or(u32::MAX)
}
