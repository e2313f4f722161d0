//! Model text in, Terraform text out: fences, chatter, patches; what the answer cost; and why
//! there is none ([`refusal`]).

mod refusal;

pub use refusal::{Refusal, RefusalKind};

use crate::hcl::{self, Edit, Module, edit};
use serde::{Deserialize, Serialize};

/// Most bytes of an answer that are read. The largest cap is 65,536 tokens, and an answer of
/// Terraform has about four bytes a token: what is longer is no answer to us.
pub const BYTES_MAX: usize = 2_000_000;

/// A finished answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reply {
    /// What the model wrote.
    pub text: String,
    /// Why it stopped.
    pub finish: Finish,
    /// What Groq counted.
    pub usage: Option<Usage>,
}

/// Why an answer ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Finish {
    /// The model was done.
    #[default]
    Stop,
    /// The cap was reached.
    Length,
    /// The stream ended before the model did.
    Broken,
}

/// What Groq counted for a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct Usage {
    /// Of the prompt, frame included.
    pub prompt_tokens: u32,
    /// Of the answer, reasoning included.
    pub completion_tokens: u32,
    /// Of the reasoning.
    pub reasoning_tokens: u32,
    /// Of the prompt, those that were cached: half the price, and not counted towards limits.
    pub cached_tokens: u32,
    /// Prompt and answer.
    pub total_tokens: u32,
}

impl Usage {
    /// What counts towards the limits after the answer.
    pub fn counted(&self) -> u32 {
        self.total_tokens.saturating_sub(self.cached_tokens)
    }

    /// The sum of two calls.
    pub fn plus(self, other: Usage) -> Usage {
        Usage {
            prompt_tokens: self.prompt_tokens.saturating_add(other.prompt_tokens),
            completion_tokens: self
                .completion_tokens
                .saturating_add(other.completion_tokens),
            reasoning_tokens: self.reasoning_tokens.saturating_add(other.reasoning_tokens),
            cached_tokens: self.cached_tokens.saturating_add(other.cached_tokens),
            total_tokens: self.total_tokens.saturating_add(other.total_tokens),
        }
    }
}

/// The Terraform text in an answer; empty where there is none.
///
/// Fenced text goes before unfenced. Several fences that hold Terraform are one program in
/// several files, or a second version of a block: a later block takes the place of an earlier one
/// at the same address. Fences that hold something else (shell, JSON) are passed over. Without a
/// fence, what stands before the first and behind the last top-level block is chatter.
///
/// ```
/// use infragenie::reply::program;
///
/// let answer = "Here it is:\n```hcl\nresource \"aws_sqs_queue\" \"jobs\" {}\n```\nEnjoy!";
/// assert_eq!(program(answer), "resource \"aws_sqs_queue\" \"jobs\" {}\n");
/// ```
pub fn program(answer: &str) -> String {
    let answer = within(answer, BYTES_MAX);
    let fences = fences(answer);
    let mut texts = fences
        .iter()
        .filter(|fence| fence.holds_terraform())
        .map(|fence| fence.text);
    let Some(first) = texts.next() else {
        // Fences without Terraform, and Terraform without a fence: take what reads as blocks.
        return unfenced(answer);
    };
    let mut program = ended(first);
    for text in texts {
        program = patched(&hcl::parse(program), text).text;
    }
    program
}

/// What a patch did to a program.
#[derive(Clone, Debug, PartialEq)]
pub struct Patched {
    /// The program with the patch in it.
    pub text: String,
    /// Addresses whose blocks were replaced.
    pub replaced: Vec<String>,
    /// Addresses whose blocks are new.
    pub added: Vec<String>,
}

/// Puts the whole blocks of an answer into a program: a block whose address stands there takes its
/// place, another is appended. Broken blocks are left out, so a patch never breaks what was whole.
pub fn patched(program: &Module, patch: &str) -> Patched {
    let patch = hcl::parse(patch);
    let is_broken = |block: &hcl::Block| {
        let inside = |problem: &&hcl::Problem| {
            block.span.start <= problem.span.start && problem.span.start < block.span.end
        };
        !block.closed || patch.problems.iter().find(inside).is_some()
    };
    let (mut replaced, mut added, mut edits) = (vec![], vec![], vec![]);
    for block in patch.blocks() {
        let Some(address) = block.address().filter(|_| !is_broken(block)) else {
            continue;
        };
        let text = &patch.text[block.span.range()];
        // The second of two blocks at one address inside a patch has no place to go.
        if replaced.contains(&address) || added.contains(&address) {
            continue;
        }
        match program.at(&address) {
            Some(old) => {
                edits.push(Edit::replace(old.span, text));
                replaced.push(address);
            }
            None => {
                edits.extend(edit::append(program, text));
                added.push(address);
            }
        }
    }
    match edit::splice(&program.text, &edits) {
        Ok(text) => Patched {
            text,
            replaced,
            added,
        },
        // Two blocks of a recovered program can share bytes; then the patch does not fit.
        Err(_) => Patched {
            text: program.text.clone(),
            replaced: vec![],
            added: vec![],
        },
    }
}

/// A fenced piece of an answer.
struct Fence<'a> {
    language: &'a str,
    text: &'a str,
}

/// Words that open a top-level block of Terraform.
const BLOCKS: [&str; 11] = [
    "resource",
    "data",
    "variable",
    "output",
    "locals",
    "module",
    "provider",
    "terraform",
    "import",
    "moved",
    "check",
];

impl Fence<'_> {
    fn holds_terraform(&self) -> bool {
        let foreign = !matches!(
            self.language.to_ascii_lowercase().as_str(),
            "" | "hcl" | "terraform" | "tf" | "hcl2" | "text" | "plaintext"
        );
        !foreign && self.text.lines().any(opens_block)
    }
}

/// The fences of an answer; one that is not closed runs to the end.
fn fences(answer: &str) -> Vec<Fence<'_>> {
    let mut fences = Vec::new();
    let mut open: Option<(&str, &str, usize)> = None;
    let mut at = 0;
    for line in answer.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let mark = line.trim();
        let tick = ["```", "~~~"]
            .into_iter()
            .find(|tick| mark.starts_with(tick));
        match (open, tick) {
            (None, Some(tick)) => open = Some((tick, mark.trim_start_matches(['`', '~']), at)),
            (Some((opened, language, from)), Some(tick)) if opened == tick => {
                fences.push(Fence {
                    language: language.trim(),
                    text: &answer[from..start],
                });
                // A fence that names a language opens another: the one before was left open.
                let language = mark.trim_start_matches(['`', '~']);
                open = (!language.is_empty()).then_some((tick, language, at));
            }
            _ => {}
        }
    }
    if let Some((_, language, from)) = open {
        fences.push(Fence {
            language: language.trim(),
            text: &answer[from..],
        });
    }
    fences
}

/// From the first line that opens a block to the end of the last block that was read.
fn unfenced(answer: &str) -> String {
    let mut start = 0;
    for line in answer.split_inclusive('\n') {
        if opens_block(line) {
            let text = &answer[start..];
            let module = hcl::parse(text);
            let known = |block: &&hcl::Block| BLOCKS.contains(&block.kind.text.as_str());
            let end = module
                .blocks()
                .filter(known)
                .map(|block| block.span.end)
                .max();
            return end.map_or(String::new(), |end| ended(&text[..end]));
        }
        start += line.len();
    }
    String::new()
}

/// `resource "…" "…" {` and the like, at the start of a line.
fn opens_block(line: &str) -> bool {
    let line = line.trim_start();
    let Some(word) = BLOCKS.into_iter().find(|word| line.starts_with(word)) else {
        return false;
    };
    let rest = line[word.len()..].trim_start();
    rest.starts_with('{') || (rest.starts_with('"') && rest.contains('{'))
}

fn ended(text: &str) -> String {
    let mut text = text.trim_start_matches(['\n', '\r']).trim_end().to_owned();
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn within(text: &str, bytes_max: usize) -> &str {
    &text[..text.floor_char_boundary(bytes_max)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const QUEUE: &str = "resource \"aws_sqs_queue\" \"q\" {\n}\n";

    #[test]
    fn fences_of_any_kind_and_chatter_around_them() {
        for answer in [
            format!("```hcl\n{QUEUE}```"),
            format!("Sure!\n\n```terraform\n{QUEUE}```\nHave fun."),
            format!("~~~\n{QUEUE}~~~"),
            format!("  ```hcl\r\n{QUEUE}  ```\r\n"),
            format!("```hcl\n{QUEUE}"),
            format!("Here:\n{QUEUE}\nThat is all."),
            format!("```bash\nterraform init\n```\n```tf\n{QUEUE}```\n```json\n{{}}\n```"),
            QUEUE.to_owned(),
        ] {
            assert_eq!(program(&answer), QUEUE, "{answer}");
        }
    }

    #[test]
    fn an_answer_without_terraform_holds_none() {
        for answer in [
            "",
            "No.",
            "```bash\nterraform apply\n```",
            "```hcl\n```",
            "resource needed",
        ] {
            assert_eq!(program(answer), "", "{answer}");
        }
    }

    #[test]
    fn several_fences_are_one_program_and_a_later_block_takes_the_place_of_an_earlier() {
        let answer = "main.tf:\n```hcl\nresource \"a_b\" \"c\" {\n  x = 1\n}\n```\n\
                      variables.tf:\n```hcl\nvariable \"v\" {}\n```\n\
                      Better:\n```hcl\nresource \"a_b\" \"c\" {\n  x = 2\n}\n```";
        let want = "resource \"a_b\" \"c\" {\n  x = 2\n}\n\nvariable \"v\" {}\n";
        assert_eq!(program(answer), want);
    }

    #[test]
    fn a_patch_replaces_whole_blocks_and_leaves_the_rest_to_the_byte() {
        let base = "# kept\r\nresource \"a_b\" \"c\" { # why\r\n}\r\n\r\nlocals { x = 1 }\r\n";
        let patched = patched(&hcl::parse(base), "resource \"a_b\" \"c\" {\n  y = 1\n}\n");
        assert!(
            patched
                .text
                .starts_with("# kept\r\nresource \"a_b\" \"c\" {\n  y = 1\n}\r\n")
        );
        assert!(
            patched.text.ends_with("locals { x = 1 }\r\n"),
            "{:?}",
            patched.text
        );
        assert_eq!(patched.replaced, ["a_b.c"]);
    }

    #[test]
    fn a_broken_block_is_no_patch() {
        let base = hcl::parse(QUEUE);
        for patch in [
            "resource \"aws_sqs_queue\" \"q\" {\n  x =\n}\n",
            "resource \"aws_sqs_queue\" \"q\" {",
        ] {
            assert_eq!(patched(&base, patch).text, QUEUE, "{patch}");
        }
    }

    proptest! {
        #[test]
        fn any_answer_ends_in_a_text(answer in "(```|~~~|hcl|resource \"a\" \"b\" \\{|\\}|\\n|\\PC){0,60}") {
            let once = program(&answer);
            let _ = patched(&hcl::parse(once.as_str()), &answer);
        }
    }
}
