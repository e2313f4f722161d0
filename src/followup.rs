//! Reads requests to change a program, and makes the changes that are certain.
//!
//! A follow-up is split into clauses, each with one verb. Every word of a clause has a role: a verb, a
//! noun, a property, a value, or the label or name of a block. A clause with any other word, with a
//! target that can be several blocks, or with a change that needs more than the program says is not
//! certain, and a model is called. Everything outside the changed ranges stays byte for byte.

mod add;
mod address;
mod network;
mod parts;
mod program;
mod question;
mod remove;
mod rename;
mod settings;
mod tags;
mod words;

pub use parts::parts;

use crate::hcl::edit::{self, Edit};
use crate::hcl::{self, Block, Module};
use program::{Program, Target};
use serde::Serialize;
use words::{Slot, Token, Verb, WORDS_MAX};

/// Meaning of a request to change a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FollowUp {
    /// Certain changes of the program.
    Edited(Edited),
    /// A request for no change, with the answer to it.
    Answer(String),
    /// A request that needs a model.
    Open,
}

/// Program after certain changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// Terraform text of the program.
    pub text: String,
    /// Parts of the request with their results.
    pub understood: Vec<Understood>,
    /// Choices that the request left open, one line each.
    pub assumed: Vec<String>,
}

/// Part of a request with its result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Understood {
    /// The words of the part.
    pub text: String,
    /// Position of the first character of the part in the request, in UTF-16 units.
    pub from: usize,
    /// Position after the part, in UTF-16 units.
    pub to: usize,
    /// Role of the part.
    pub role: Role,
    /// Addresses of the blocks that it became or that it changed.
    pub addresses: Vec<String>,
    /// The result, in one line.
    pub result: String,
}

/// Role of a part of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename = "PartRole"))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Something new.
    New,
    /// Another value of an argument, or another name.
    Change,
    /// A removal.
    Removal,
    /// A change that the program has already.
    Unchanged,
}

/// Reads a request to change a program.
///
/// ```
/// use infragenie::{followup::{self, FollowUp}, hcl};
///
/// let program = hcl::parse("resource \"aws_instance\" \"web\" {\n  instance_type = \"t3.micro\" # small\n}\n");
/// let FollowUp::Edited(edited) = followup::read("change the instance type to t3.small", &program) else {
///     panic!("the change is certain");
/// };
/// assert_eq!(edited.text, program.text.replace("t3.micro", "t3.small"));
/// assert_eq!(followup::read("make it bigger", &program), FollowUp::Open);
/// ```
pub fn read(request: &str, module: &Module) -> FollowUp {
    let tokens = words::tokens(request);
    if let Some(answer) = question::answer(request, &tokens, module) {
        return FollowUp::Answer(answer);
    }
    if !question::may_ask_for_a_change(request, &tokens)
        || tokens.len() > WORDS_MAX
        || module.problems.iter().any(|it| it.kind.is_syntax())
    {
        return FollowUp::Open;
    }
    let mut edited = Edited {
        text: module.text.clone(),
        understood: Vec::new(),
        assumed: Vec::new(),
    };
    match apply(request, &tokens, module, &mut edited, None, CLAUSES_MAX) {
        Some(()) => {
            let mut parts = edited.understood.iter();
            match parts.all(|part| part.role == Role::Unchanged) {
                true => FollowUp::Answer(nothing_changes(&edited.understood)),
                false => FollowUp::Edited(edited),
            }
        }
        None => FollowUp::Open,
    }
}

/// Says that the program has all that a request asks for.
fn nothing_changes(parts: &[Understood]) -> String {
    let parts = parts.iter();
    let parts: Vec<String> = parts
        .map(|part| format!("`{}`: {}", part.addresses.join("`, `"), part.result))
        .collect();
    format!("Nothing to change, it is so already. {}.", parts.join("; "))
}

/// Returns the addresses of the blocks that a follow-up speaks of.
///
/// They include those that it names by a noun, a label, a name or a value.
pub fn mentioned(request: &str, module: &Module) -> Vec<String> {
    let tokens = words::tokens(request);
    let slots = words::slots(&tokens);
    let program = Program::new(module);
    let mut blocks = network::concerned(&slots, &program);
    if blocks.is_empty() {
        blocks = program.candidates(&Target::of(&slots));
    }
    if blocks.is_empty() {
        blocks = holders(&slots, module);
    }
    blocks.into_iter().filter_map(Block::address).collect()
}

/// Returns the blocks with a value that a request names: `change 10.0.0.0/16 to 10.1.0.0/16`.
fn holders<'m>(slots: &[Slot], module: &'m Module) -> Vec<&'m Block> {
    let is_named = |text: &str| {
        slots.iter().any(|slot| match slot {
            Slot::Cidr(value) | Slot::Class(value) => value == text,
            _ => false,
        })
    };
    let has_value = |block: &&Block| {
        let values = block.body.expressions().into_iter();
        values
            .filter_map(|value| value.literal_text())
            .any(is_named)
    };
    module.blocks().filter(has_value).collect()
}

/// Returns whether a text belongs to a region: its code, one of its zones, an image, a network.
pub(crate) fn is_regional(text: &str, region: &str) -> bool {
    settings::is_regional(text, region)
}

/// Maximum number of clauses of a follow-up.
const CLAUSES_MAX: usize = 6;

/// Applies the clauses of a request one after the other; None if one is not certain.
fn apply(
    request: &str,
    tokens: &[Token],
    module: &Module,
    edited: &mut Edited,
    earlier: Option<Earlier>,
    clauses_max: usize,
) -> Option<()> {
    let program = Program::new(module);
    let is_end = |at: &usize| {
        let ends = tokens[at - 1]
            .mark
            .is_some_and(|mark| ",;.!".contains(mark));
        ends || tokens
            .get(*at)
            .is_some_and(|next| ["and", "then"].contains(&next.lower.as_str()))
    };
    let ends = (1..tokens.len()).rev().filter(is_end).take(clauses_max);
    for end in std::iter::once(tokens.len()).chain(ends) {
        let (clause, rest) = tokens.split_at(end);
        let clause = words::without_courtesy(clause);
        let Some((verb, change)) = change(clause, earlier.as_ref(), &program) else {
            continue;
        };
        if contradicts(&change, &edited.understood) {
            return None;
        }
        let next = spliced(module, &change.edits)?;
        if next.problems.iter().any(|it| it.kind.is_syntax()) {
            return None;
        }
        let mut addresses: Vec<String> = Vec::new();
        for (_, address, _) in &change.results {
            if !addresses.contains(address) {
                addresses.push(address.clone());
            }
        }
        let is_sentence = clause
            .last()
            .is_some_and(|last| last.mark.is_some_and(|mark| ".;!".contains(mark)));
        let earlier = Earlier {
            verb: verb.filter(|_| !is_sentence),
            addresses,
        };
        edited.understood.extend(change.understood(request, clause));
        edited.assumed.extend(change.assumed);
        edited.text.clone_from(&next.text);
        let is_more = rest.iter().any(|token| !is_courtesy(token));
        return match is_more {
            true if clauses_max > 1 => {
                apply(request, rest, &next, edited, Some(earlier), clauses_max - 1)
            }
            true => None,
            false => Some(()),
        };
    }
    None
}

/// Returns whether a change sets an argument that an earlier clause has set, or removes its block.
///
/// Examples: `change the region to eu-west-1 and us-west-2`; `turn off deletion protection of the database
/// and remove it`, for which AWS has to turn it off first.
fn contradicts(change: &Change, earlier: &[Understood]) -> bool {
    let argument = |result: &str| result.split_once(" = ").map(|(name, _)| name.to_owned());
    change.results.iter().any(|(role, address, result)| {
        let name = argument(result);
        let mut parts = earlier.iter();
        parts.any(|part| {
            let is_same = name.is_some() && argument(&part.result) == name;
            part.addresses.contains(address) && (is_same || *role == Role::Removal)
        })
    })
}

/// Applies edits; a program that `terraform fmt` would not change stays so.
fn spliced(module: &Module, edits: &[Edit]) -> Option<Module> {
    if edits.is_empty() {
        return Some(module.clone());
    }
    let is_formatted = hcl::format(module).is_some_and(|text| text == module.text);
    match is_formatted {
        true => edit::splice_aligned(module, edits).ok(),
        false => edit::splice(&module.text, edits).ok().map(hcl::parse),
    }
}

/// Returns the number of UTF-16 units before a byte.
fn units(text: &str, end: usize) -> usize {
    text[..end].encode_utf16().count()
}

fn is_courtesy(token: &Token) -> bool {
    ["please", "pls", "thanks", "thank", "you"].contains(&token.lower.as_str())
}

/// Clause of a follow-up.
struct Clause<'a> {
    tokens: &'a [Token<'a>],
    slots: Vec<Slot>,
    verb: Option<Verb>,
    /// Whether the verb is that of the clause before: `remove the topic and the queue`.
    is_continued: bool,
}

/// Verb and blocks of a clause, for the clause after it.
struct Earlier {
    /// Verb, unless the sentence has ended.
    verb: Option<Verb>,
    /// Addresses of the changed blocks, of which `it` is one.
    addresses: Vec<String>,
}

/// Returns the verb and the change of a clause, if that is certain.
fn change(
    tokens: &[Token],
    earlier: Option<&Earlier>,
    program: &Program,
) -> Option<(Option<Verb>, Change)> {
    if tokens.is_empty() {
        return None;
    }
    let mut slots = words::slots(tokens);
    // Without a clause before, `it` is what alone has the property. Otherwise it is what was changed.
    match earlier.map(|earlier| earlier.addresses.as_slice()) {
        None => slots.retain(|slot| *slot != Slot::Pronoun),
        Some(addresses) => {
            let antecedent = match addresses {
                [one] => one.as_str(),
                _ => "it",
            };
            for slot in slots.iter_mut().filter(|slot| **slot == Slot::Pronoun) {
                *slot = Slot::Word(antecedent.to_owned());
            }
        }
    }
    let own = slots.iter().find_map(|slot| match slot {
        Slot::Verb(verb) => Some(*verb),
        _ => None,
    });
    let verb = own.or_else(|| earlier?.verb);
    let clause = Clause {
        tokens,
        slots,
        verb,
        is_continued: own.is_none(),
    };
    let readers = [
        settings::read,
        network::cidr,
        network::ports,
        tags::read,
        rename::read,
        remove::read,
        address::read,
        add::read,
    ];
    let change = readers.iter().find_map(|read| read(&clause, program))?;
    Some((verb, change))
}

/// Certain change of a program.
#[derive(Debug, Default)]
struct Change {
    edits: Vec<Edit>,
    /// Role, address and description of each result.
    results: Vec<(Role, String, String)>,
    assumed: Vec<String>,
}

impl Change {
    /// Describes an argument with its new value; without edits, it has that value already.
    fn set(block: &Block, argument: &str, value: &str, edits: Vec<Edit>) -> Change {
        Change::changed(block, &format!("{argument} = {value}"), edits)
    }

    fn made(block: &Block, argument: &str, edits: Vec<Edit>) -> Change {
        Change::changed(block, argument, edits)
    }

    fn changed(block: &Block, result: &str, edits: Vec<Edit>) -> Change {
        let role = match edits.is_empty() {
            true => Role::Unchanged,
            false => Role::Change,
        };
        Change::of(role, &block.address().unwrap_or_default(), result, edits)
    }

    fn removed(block: &Block, result: &str, edits: Vec<Edit>) -> Change {
        Change::of(
            Role::Removal,
            &block.address().unwrap_or_default(),
            result,
            edits,
        )
    }

    fn added(address: &str, result: &str, edits: Vec<Edit>) -> Change {
        Change::of(Role::New, address, result, edits)
    }

    fn of(role: Role, address: &str, result: &str, edits: Vec<Edit>) -> Change {
        Change {
            edits,
            results: vec![(role, address.to_owned(), result.to_owned())],
            assumed: Vec::new(),
        }
    }

    /// Adds another change of the same clause.
    fn join(&mut self, other: Change) {
        self.edits.extend(other.edits);
        self.results.extend(other.results);
        self.assumed.extend(other.assumed);
    }

    /// Describes what the words of a clause became, results of the same kind in one part.
    fn understood(&self, request: &str, tokens: &[Token]) -> Vec<Understood> {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            return Vec::new();
        };
        let mut parts: Vec<Understood> = Vec::new();
        for (role, address, result) in &self.results {
            if let Some(known) = parts
                .iter_mut()
                .find(|it| (it.role, &it.result) == (*role, result))
            {
                known.addresses.push(address.clone());
                continue;
            }
            parts.push(Understood {
                text: request[first.from..last.to].to_owned(),
                from: units(request, first.from),
                to: units(request, last.to),
                role: *role,
                addresses: vec![address.clone()],
                result: result.clone(),
            });
        }
        parts
    }
}

/// Returns whether a text has blocks that a follow-up can change.
pub fn has_blocks(module: &Module) -> bool {
    module.blocks().any(|block| block.address().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_in_utf16_units() {
        let program = hcl::parse("resource \"aws_sns_topic\" \"a\" {\n  name = \"a\"\n}\n");
        let FollowUp::Edited(edited) = read("“ok”, please remove the topic", &program) else {
            panic!("the removal is certain");
        };
        assert_eq!(
            (edited.understood[0].from, edited.understood[0].to),
            (13, 29)
        );
    }
}
