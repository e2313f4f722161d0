//! Recognises texts that ask for no change, and answers questions from the program.

use super::program::{Program, Target};
use super::words::{Token, slots};
use crate::hcl::edit;
use crate::hcl::{Block, Module};

/// Words of texts that say nothing about the program.
const COURTESY: &[&str] = &[
    "thanks",
    "thank",
    "you",
    "thx",
    "ty",
    "great",
    "nice",
    "perfect",
    "ok",
    "okay",
    "cool",
    "good",
    "job",
    "work",
    "looks",
    "awesome",
    "love",
    "it",
    "wonderful",
    "lgtm",
    "yes",
    "hi",
    "hello",
    "hey",
    "very",
    "much",
    "a",
    "lot",
    "well",
    "done",
    "that's",
    "all",
    "that",
    "is",
    "this",
    "so",
    "for",
    "now",
    "the",
    "help",
    "excellent",
    "fine",
    "super",
    "amazing",
    "again",
    "many",
    "cheers",
    "ship",
    "go",
    "ahead",
    "gracias",
    "danke",
    "merci",
    "yep",
    "yeah",
    "sure",
    "no",
    "nope",
    "nothing",
    "else",
    "changes",
    "needed",
    "brilliant",
];

/// Words of which a text without a request has at least one.
const PRAISE: &[&str] = &[
    "thanks",
    "thank",
    "thx",
    "ty",
    "great",
    "nice",
    "perfect",
    "ok",
    "okay",
    "cool",
    "good",
    "awesome",
    "love",
    "wonderful",
    "lgtm",
    "yes",
    "hi",
    "hello",
    "hey",
    "excellent",
    "fine",
    "super",
    "amazing",
    "cheers",
    "gracias",
    "danke",
    "merci",
    "yep",
    "yeah",
    "no",
    "nope",
    "nothing",
    "brilliant",
];

/// First words of questions about what is there.
const ASKING: &[&str] = &[
    "why", "what", "what's", "which", "where", "who", "explain", "is", "are", "does", "do", "did",
    "was", "were", "has", "have",
];

/// First words of questions about the role of a block, which its users and comments answer.
const ABOUT_ROLES: &[&str] = &["why", "what", "what's", "which", "where", "who", "explain"];

/// Words of questions that the text of a program does not answer.
const OPEN: &[&str] = &[
    "cost",
    "costs",
    "price",
    "expensive",
    "pay",
    "bill",
    "safe",
    "secure",
];

/// Maximum number of blocks that an answer names.
const BLOCKS_MAX: usize = 5;

/// Returns the answer to a text that asks for no change; None if it may ask for one.
pub(super) fn answer(request: &str, tokens: &[Token], module: &Module) -> Option<String> {
    let is = |token: &Token, words: &[&str]| words.contains(&token.lower.as_str());
    if tokens.is_empty() {
        return None;
    }
    if tokens.iter().all(|token| is(token, COURTESY))
        && tokens.iter().any(|token| is(token, PRAISE))
    {
        return Some("the text asks for no change; the configuration is as it was".to_owned());
    }
    if !is_question(request, tokens) {
        return None;
    }
    let is_open = |token: &Token| is(token, OPEN);
    let is_about_role = is(&tokens[0], ABOUT_ROLES) && !tokens.iter().any(is_open);
    let known = is_about_role.then(|| known(tokens, module)).flatten();
    Some(known.unwrap_or_else(|| "the text is a question; a model can answer it".to_owned()))
}

/// Returns whether a text only asks about what is there.
fn is_question(request: &str, tokens: &[Token]) -> bool {
    let Some(first) = tokens.first() else {
        return false;
    };
    let asks = ASKING.contains(&first.lower.as_str()) || first.lower == "how";
    let is_marked = request.trim_end().ends_with('?');
    let is_explicit = ["why", "explain"].contains(&first.lower.as_str());
    // `why not use t3.small`, `how do I open port 80` and a second sentence can ask for a change.
    const CHANGES: &[&str] = &[
        "not", "don't", "can", "could", "should", "would", "i", "we", "if", "about", "please",
        "change", "make", "add", "remove", "instead", "then", "possible", "way",
    ];
    let may_change = tokens
        .iter()
        .any(|token| CHANGES.contains(&token.lower.as_str()));
    let inner = &tokens[..tokens.len() - 1];
    let has_sentences = inner
        .iter()
        .any(|token| token.mark.is_some_and(|mark| ".!?;".contains(mark)));
    let is_how = first.lower == "how"
        && !tokens
            .get(1)
            .is_some_and(|next| ["much", "many"].contains(&next.lower.as_str()));
    asks && (is_marked || is_explicit) && !may_change && !has_sentences && !is_how
}

/// Returns whether a text can ask for a change: it is no question, or a polite one.
pub(super) fn may_ask_for_a_change(request: &str, tokens: &[Token]) -> bool {
    const POLITE: &[&str] = &["can", "could", "would", "will", "please"];
    let is_polite = tokens
        .iter()
        .any(|token| POLITE.contains(&token.lower.as_str()));
    !request.contains('?') || is_polite
}

/// Answers a question about blocks from their descriptions, comments and users.
fn known(tokens: &[Token], module: &Module) -> Option<String> {
    let program = Program::new(module);
    let all = slots(tokens);
    let mut lines = Vec::new();
    for block in program
        .candidates(&Target::of(&all))
        .into_iter()
        .take(BLOCKS_MAX)
    {
        lines.push(described(block, &program)?);
    }
    (!lines.is_empty()).then(|| lines.join("; "))
}

/// Describes a block by what the program says about it.
fn described(block: &Block, program: &Program) -> Option<String> {
    let address = block.address()?;
    let mut parts = Vec::new();
    if let Some(text) = block.body.literal_text("description") {
        parts.push(format!("its description is “{text}”"));
    }
    let comment = edit::comment_above(program.module, block.span);
    let comment: Vec<&str> = comment
        .lines()
        .map(|line| line.trim_start_matches(['#', '/', '*', ' ']).trim_end())
        .filter(|line| !line.is_empty())
        .collect();
    if !comment.is_empty() {
        parts.push(format!("its comment is “{}”", comment.join(" ")));
    }
    let mut users: Vec<String> = Vec::new();
    for used in program.index.uses(block.borrowed_address()?) {
        let user = used.block.address().unwrap_or_default();
        if !users.contains(&user) && user != address {
            users.push(user);
        }
    }
    let more = users.len().saturating_sub(BLOCKS_MAX);
    users.truncate(BLOCKS_MAX);
    parts.push(match (users.as_slice(), more) {
        ([], _) => "nothing in the configuration refers to it".to_owned(),
        (_, 0) => format!("it is used by {}", users.join(", ")),
        (_, more) => format!("it is used by {} and {more} more", users.join(", ")),
    });
    Some(format!("`{address}`: {}", parts.join(", ")))
}
