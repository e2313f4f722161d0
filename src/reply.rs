//! Extracts Terraform code from model answers.
//!
//! Answers may contain fences, text around the code, and patches. The module also defines the token
//! usage of an answer and the reason for a missing answer ([`Refusal`]).

mod files;
mod merge;
mod patch;
mod reasoning;
mod refusal;

pub use patch::{PatchResult, apply_patch, deletions, merge_patch};
pub use reasoning::{ReasoningFilter, without_reasoning};
pub use refusal::{Refusal, RefusalKind, RetryHeaders};

use crate::hcl::{self, Module};
use crate::ledger::Tokens;
use serde::Serialize;

/// Maximum bytes of an answer that are read.
///
/// The largest cap is 65,536 tokens, and an answer of Terraform has about four bytes per token, so
/// a longer text is not a usable answer.
pub const BYTES_MAX: usize = 2_000_000;

/// Finished answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reply {
    /// Text that the model wrote.
    pub text: String,
    /// Reason why the answer ended.
    pub finish: Finish,
    /// Tokens that Groq counted.
    pub usage: Option<Usage>,
}

/// Reason why an answer ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Finish {
    /// The model finished.
    #[default]
    Stop,
    /// The cap was reached.
    Length,
    /// A content filter stopped the answer.
    #[serde(rename = "content_filter")]
    ContentFilter,
    /// The stream ended before the model finished.
    Broken,
}

/// Tokens that Groq counted for a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    /// Tokens of the prompt, including the frame.
    pub prompt_tokens: u32,
    /// Tokens of the answer, including the reasoning.
    pub completion_tokens: u32,
    /// Tokens of the reasoning.
    pub reasoning_tokens: u32,
    /// Tokens of the prompt that were cached.
    ///
    /// They cost half the price and do not count towards the limits.
    pub cached_tokens: u32,
    /// Tokens of prompt and answer.
    pub total_tokens: u32,
}

impl Usage {
    /// Returns the tokens that count towards the limits after the answer.
    pub fn counted(&self) -> Tokens {
        Tokens {
            prompt: self.prompt_tokens.saturating_sub(self.cached_tokens),
            completion: self.total_tokens.saturating_sub(self.prompt_tokens),
        }
    }

    /// Adds the tokens of two calls.
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

/// Returns the Terraform code in an answer, or an empty text if it has none.
///
/// Fenced text takes precedence over unfenced text. Several fences with Terraform are one program
/// in several files, or contain a second version of a block: a later whole block replaces an
/// earlier one at the same address, and broken blocks are kept unchanged. Fences with other
/// contents (shell, JSON) are skipped.
///
/// In an answer without fences, the text before the first and after the last top-level block is
/// ignored.
///
/// ```
/// use infragenie::reply::program;
///
/// let answer = "Here it is:\n```hcl\nresource \"aws_sqs_queue\" \"jobs\" {}\n```\nEnjoy!";
/// assert_eq!(program(answer), "resource \"aws_sqs_queue\" \"jobs\" {}\n");
/// ```
pub fn program(answer: &str) -> String {
    let answer = truncated(answer, BYTES_MAX);
    let fences = fences(answer);
    let files: Vec<Module> = fences
        .iter()
        .filter(|fence| fence.holds_terraform())
        .map(|fence| hcl::parse(with_final_newline(fence.text)))
        .collect();
    if files.is_empty() {
        // Without a fence that contains Terraform, use the text that can be read as blocks.
        return unfenced(answer);
    }
    files::joined(files)
}

/// Returns whether the Terraform code of an answer is complete.
///
/// It is complete if its last fence is closed, even if the answer was cut off in the text after it.
///
/// ```
/// use infragenie::reply::is_closed;
///
/// assert!(is_closed("```hcl\nresource \"aws_sqs_queue\" \"jobs\" {}\n```\nNow run terr"));
/// assert!(!is_closed("```hcl\nresource \"aws_sqs_queue\" \"jobs\" {}\n"));
/// ```
pub fn is_closed(answer: &str) -> bool {
    let fences = fences(truncated(answer, BYTES_MAX));
    let last = fences.iter().rev().find(|fence| fence.holds_terraform());
    last.is_some_and(|fence| fence.closed) && fences.last().is_some_and(|fence| fence.closed)
}

/// Returns whether an answer ends right after a block.
///
/// There its closing fence is due. /// A part of the fence may be there. A blank line after the block announces another block.
///
/// ```
/// use infragenie::reply::lacks_only_fence;
///
/// assert!(lacks_only_fence("```hcl\nvariable \"a\" {}\n"));
/// assert!(!lacks_only_fence("```hcl\nvariable \"a\" {}\n\n"));
/// ```
pub fn lacks_only_fence(answer: &str) -> bool {
    let fences = fences(truncated(answer, BYTES_MAX));
    let is_open = |fence: &&Fence<'_>| !fence.closed && fence.holds_terraform();
    fences.last().filter(is_open).is_some_and(|fence| {
        let text = fence.text.strip_suffix('\n').unwrap_or(fence.text);
        text.strip_suffix('\r').unwrap_or(text).ends_with('}')
    })
}

/// Fenced section of an answer.
struct Fence<'a> {
    language: &'a str,
    text: &'a str,
    closed: bool,
}

/// Keywords that begin a top-level block of Terraform.
const BLOCKS: &[&str] = strings! {
    "resource", "data", "variable", "output", "locals", "module", "provider", "terraform", "import",
    "moved", "check",
};

impl Fence<'_> {
    fn holds_terraform(&self) -> bool {
        // Some models add a file name after the language, and some write the language in braces.
        let language = self.language.trim_start_matches(['{', '.']);
        let end = language.find(|c: char| !c.is_ascii_alphanumeric());
        let language = &language[..end.unwrap_or(language.len())];
        let foreign = !matches!(
            language.to_ascii_lowercase().as_str(),
            "" | "hcl" | "terraform" | "tf" | "hcl2" | "text" | "plaintext"
        );
        !foreign && self.text.lines().any(opens_block)
    }
}

/// Returns the fences of an answer; a fence that is not closed extends to the end.
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
                    closed: true,
                });
                // A fence with a language opens a new section: the previous one was not closed.
                let language = mark.trim_start_matches(['`', '~']);
                open = (!language.is_empty()).then_some((tick, language, at));
            }
            _ => {}
        }
    }
    if let Some((_, language, from)) = open {
        // An answer that was cut off can end with a part of its closing fence.
        let text = &answer[from..];
        let end = text.trim_end().trim_end_matches('`').len();
        let is_line = text[..end].ends_with('\n');
        fences.push(Fence {
            language: language.trim(),
            text: if is_line { &text[..end] } else { text },
            closed: false,
        });
    }
    fences
}

/// Returns the text from the first block header to the end of the last block.
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
            return end.map_or(String::new(), |end| with_final_newline(&text[..end]));
        }
        start += line.len();
    }
    String::new()
}

/// Returns whether a line begins with a header such as `resource "…" "…" {`.
fn opens_block(line: &str) -> bool {
    let line = line.trim_start();
    let Some(word) = BLOCKS.iter().find(|word| line.starts_with(**word)) else {
        return false;
    };
    let rest = line[word.len()..].trim_start();
    rest.starts_with('{') || (rest.starts_with('"') && rest.contains('{'))
}

fn with_final_newline(text: &str) -> String {
    let mut text = text.trim_start_matches(['\n', '\r']).trim_end().to_owned();
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn truncated(text: &str, bytes_max: usize) -> &str {
    &text[..text.floor_char_boundary(bytes_max)]
}

/// Address that all `locals` blocks share.
const LOCALS: &str = "local";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const QUEUE: &str = "resource \"aws_sqs_queue\" \"q\" {\n}\n";

    fn shown() -> Vec<String> {
        vec!["aws_sqs_queue.q".to_owned()]
    }

    #[test]
    fn extracts_code_from_fences_and_surrounding_text() {
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
    fn returns_nothing_without_terraform() {
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
    fn joins_fences_and_keeps_the_latest_version_of_a_block() {
        let answer = "main.tf:\n```hcl\nresource \"a_b\" \"c\" {\n  x = 1\n}\n```\n\
                      variables.tf:\n```hcl\nvariable \"v\" {}\n```\n\
                      Better:\n```hcl\nresource \"a_b\" \"c\" {\n  x = 2\n}\n```";
        let want = "resource \"a_b\" \"c\" {\n  x = 2\n}\n\nvariable \"v\" {}\n";
        assert_eq!(program(answer), want);
    }

    #[test]
    fn keeps_open_broken_and_unaddressed_blocks_of_a_second_file() {
        for second in [
            "resource \"a_b\" \"c\" {\n  x = 1\n",
            "resource \"a_b\" \"c\" {\n  x =\n}\n",
            "moved {\n  from = a_b.c\n  to   = a_b.d\n}\n",
            "resource \"a_b\" \"c\" {}\n\nresource \"a_b\" \"c\" {}\n",
        ] {
            let answer = format!("```hcl\n{QUEUE}```\nand\n```hcl\n{second}```");
            assert_eq!(program(&answer), format!("{QUEUE}\n{second}"));
        }
    }

    #[test]
    fn keeps_each_local_of_several_files_once() {
        let answer = "```hcl\nlocals {\n  a = 1\n  b = 2\n}\n```\n\
                      ```hcl\nlocals {\n  c = 3\n  b = 4\n}\n```\n";
        let want = "locals {\n  a = 1\n}\n\nlocals {\n  c = 3\n  b = 4\n}\n";
        assert_eq!(program(answer), want);
    }

    #[test]
    fn accepts_fences_with_more_than_a_language() {
        for language in [
            "hcl title=\"main.tf\"",
            "hcl:main.tf",
            "{.hcl}",
            "HCL main.tf",
        ] {
            let answer = format!("```{language}\n{QUEUE}```\n```bash\nls\n```");
            assert_eq!(program(&answer), QUEUE, "{language}");
        }
    }

    #[test]
    fn reads_a_megabyte_of_blocks_or_fences() {
        let blocks: String = (0..20_000)
            .map(|at| {
                format!("data \"a_b\" \"c{at}\" {{\n  x = = 1\n}}\nvariable \"v{at}\" {{}}\n")
            })
            .collect();
        let all: Vec<String> = (0..20_000).map(|at| format!("var.v{at}")).collect();
        let patched = apply_patch(&hcl::parse(blocks.as_str()), &blocks, &[], &all);
        assert_eq!(patched.replaced.len(), 20_000);
        let fences = format!("```hcl\n{}\n```\n", "variable \"v\" {}").repeat(20_000);
        assert_eq!(program(&fences), "variable \"v\" {}\n");
    }

    #[test]
    fn patch_does_not_change_blocks_that_were_not_shown() {
        let patch = "resource \"aws_sqs_queue\" \"q\" {\n  x = 1\n}\n\nvariable \"v\" {}\n";
        let patched = apply_patch(&hcl::parse(QUEUE), patch, &[], &[]);
        assert_eq!(patched.text, format!("{QUEUE}\nvariable \"v\" {{}}\n"));
        assert_eq!(patched.added, ["var.v"]);
    }

    #[test]
    fn patch_adds_locals_to_existing_ones() {
        let base = hcl::parse("locals {\n  a = 1\n  b = 2\n}\n");
        let patch = "locals {\n  b = 3\n  c = 4\n}\n";
        let added = "\nlocals {\n  c = 4\n}\n";
        let patched = |shown: &[String]| apply_patch(&base, patch, &[], shown).text;
        assert_eq!(patched(&[]), format!("{}{added}", base.text));
        let shown = ["local".to_owned()];
        assert_eq!(
            patched(&shown),
            format!("locals {{\n  a = 1\n  b = 3\n}}\n{added}")
        );
    }

    #[test]
    fn patch_of_a_duplicate_block_leaves_one() {
        let base = hcl::parse(format!("{QUEUE}\n{QUEUE}"));
        let patch = "resource \"aws_sqs_queue\" \"q\" {\n  x = 1\n}\n";
        assert_eq!(apply_patch(&base, patch, &[], &shown()).text, patch);
    }

    #[test]
    fn patch_replaces_whole_blocks_and_keeps_all_other_bytes() {
        let base = "# kept\r\nresource \"a_b\" \"c\" { # why\r\n}\r\n\r\nlocals { x = 1 }\r\n";
        let shown = ["a_b.c".to_owned()];
        let patch = "resource \"a_b\" \"c\" {\n  y = 1\n}\n";
        let patched = apply_patch(&hcl::parse(base), patch, &[], &shown);
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
    fn patch_deletes_shown_blocks_that_are_not_written_again() {
        let base = format!("{QUEUE}\nresource \"a_b\" \"c\" {{}}\n");
        let gone = ["aws_sqs_queue.q".to_owned(), "a_b.c".to_owned()];
        let after = |patch| apply_patch(&hcl::parse(base.as_str()), patch, &gone, &shown());
        assert_eq!(after("").text.trim(), "resource \"a_b\" \"c\" {}");
        assert_eq!(after("").deleted, shown());
        assert_eq!(after(QUEUE).text, base);
    }

    #[test]
    fn reads_deletions_only_from_comments_with_one_address() {
        for line in [
            "# delete a_b.c",
            "  // Delete: `a_b.c`",
            "## removed data.a_b.c",
        ] {
            assert_eq!(deletions(line).len(), 1, "{line}");
        }
        for line in [
            "delete a_b.c",
            "# delete the bucket a_b.c",
            "# delete it",
            "# a_b.c",
        ] {
            assert_eq!(deletions(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn comments_inside_blocks_delete_nothing() {
        let inside = "  # remove: a_b.c\n  // delete a_b.c\n  x = <<EOF\n# delete a_b.c\nEOF\n";
        let block = format!("resource \"a_b\" \"d\" {{\n{inside}}}\n");
        for answer in [
            block.clone(),
            format!("```hcl\n{block}```\n"),
            format!("```hcl\nresource \"a_b\" \"d\" {{\n{inside}"),
            format!("Changed:\n```hcl\n{QUEUE}```\n```hcl\n{block}```\nDone."),
        ] {
            assert_eq!(deletions(&answer), Vec::<String>::new(), "{answer}");
        }
        let answer = format!("# delete a_b.e\n```hcl\n# delete a_b.f\n{block}# delete a_b.g\n```");
        assert_eq!(deletions(&answer), ["a_b.e", "a_b.f", "a_b.g"]);
    }

    #[test]
    fn patch_skips_broken_blocks() {
        let base = hcl::parse(QUEUE);
        for patch in [
            "resource \"aws_sqs_queue\" \"q\" {\n  x =\n}\n",
            "resource \"aws_sqs_queue\" \"q\" {",
        ] {
            assert_eq!(
                apply_patch(&base, patch, &[], &shown()).text,
                QUEUE,
                "{patch}"
            );
        }
    }

    proptest! {
        #[test]
        fn returns_a_text_for_any_answer(answer in "(```|~~~|hcl|resource \"a\" \"b\" \\{|\\}|\\n|\\PC){0,60}") {
            let once = program(&answer);
            let _ = apply_patch(&hcl::parse(once.as_str()), &answer, &deletions(&answer), &["a.b".to_owned()]);
        }
    }
}
