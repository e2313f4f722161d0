//! Checks groups of arguments that exclude or require each other.

use super::value::Certain;
use super::{Group, GroupKind, Path};
use crate::hcl::{Attribute, Block, Body, Kind, Span, Value};
use crate::schema::checker::Checker;
use crate::schema::nearest::shortened;
use crate::schema::pack::{self, Shape, Within};

/// Maximum length of the names listed in a message, in characters.
const LISTED_CHARS_MAX: usize = 70;

/// State of an argument or block, as the provider sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The argument or block is not set.
    Absent,
    /// The argument or block is fully known.
    Known,
    /// The argument or block is set, and a part of it is not known yet.
    Partly,
    /// The argument or block is set, and nothing is known of it.
    Unknown,
    /// It is uncertain which state the provider sees.
    Undetermined,
}

/// Member of a group in a resource.
struct Member<'a> {
    state: State,
    /// Whether the block that contains the member exists.
    is_possible: bool,
    /// Whether the provider reports violations at the member.
    is_reported: bool,
    /// Span at which Terraform reports the member.
    span: Span,
    name: &'a str,
}

impl Member<'_> {
    fn is_set(&self) -> bool {
        matches!(self.state, State::Known | State::Partly)
    }
}

/// Checks the groups of a resource or data source.
///
/// `later` is the schema that judges the module, if it is another one. A group is left out if that
/// schema lacks one of its members, since another argument can have replaced it.
pub(super) fn check<'a>(
    block: &'a Block,
    groups: &[Group],
    schema: pack::Block<'a>,
    later: Option<Within<'a>>,
    cx: &Checker<'a>,
) {
    let has_syntax_errors = cx.has_syntax_errors(block);
    // An argument that lacks a required argument is not checked further, as in the provider.
    let is_all = |group: &&Group| group.kind == GroupKind::All;
    let holds = |group: &&Group| {
        let has_all = |it| group.members.iter().all(|path| is_in(path, schema, it));
        later.is_none_or(has_all)
    };
    let held = groups.iter().filter(holds);
    let (alls, others): (Vec<&Group>, Vec<&Group>) = held.partition(is_all);
    let mut incomplete = Vec::new();
    for group in alls.into_iter().chain(others) {
        let members = group.members.iter().zip(&group.is_reported_at);
        let members: Option<Vec<Member>> = members
            .map(|(path, is_reported)| member(block, path, *is_reported, schema, cx))
            .collect();
        let Some(members) = members else {
            continue;
        };
        match group.kind {
            GroupKind::Conflicts if incomplete.contains(&members[0].span) => {}
            GroupKind::Conflicts => conflicts(&members, cx),
            GroupKind::ExactlyOne => exactly_one(&members, has_syntax_errors, cx),
            GroupKind::AtLeastOne if !has_syntax_errors => {
                none_set(&members, Kind::MissingArgument, "at least one of", cx);
            }
            GroupKind::All if !has_syntax_errors => incomplete.extend(all(&members, cx)),
            GroupKind::NewConflicts | GroupKind::NewExactlyOne | GroupKind::NewAtLeastOne => {
                newer_group(group.kind, &members, has_syntax_errors, block.header, cx);
            }
            _ => {}
        }
    }
}

fn conflicts(members: &[Member], cx: &Checker) {
    let [first, others @ ..] = members else {
        return;
    };
    let other = others.iter().find(|other| other.is_set());
    if let (State::Known, Some(other)) = (first.state, other) {
        let message = format!("`{}` excludes `{}`: take one out", first.name, other.name);
        cx.report(Kind::ConflictingArguments, first.span, message);
    }
}

fn exactly_one(members: &[Member], has_syntax_errors: bool, cx: &Checker) {
    let is_known = |one: &&Member| one.state == State::Known;
    if members.iter().filter(is_known).count() > 1 {
        let message = format!("only one of {} may be set", listed(members));
        let known = members.iter().filter(is_known);
        for member in known.filter(|one| one.is_reported) {
            cx.report(Kind::InvalidCombination, member.span, message.clone());
        }
    } else if !has_syntax_errors {
        none_set(members, Kind::InvalidCombination, "one of", cx);
    }
}

/// Reports a group without a member that is set.
fn none_set(members: &[Member], kind: Kind, number: &str, cx: &Checker) {
    let mut reported = members.iter().filter(|one| one.is_reported);
    if members.iter().all(|one| one.state == State::Absent)
        && let Some(member) = reported.find(|one| one.is_possible)
    {
        let message = format!("{number} {} must be set", listed(members));
        cx.report(kind, member.span, message);
    }
}

/// Checks a group of a newer resource.
///
/// The group is checked only if each member is certainly set or certainly not set.
fn newer_group(
    kind: GroupKind,
    members: &[Member],
    has_syntax_errors: bool,
    header: Span,
    cx: &Checker,
) {
    let is_certain = |one: &Member| one.state == State::Absent || one.is_set();
    if !members.iter().all(|one| one.is_possible && is_certain(one)) {
        return;
    }
    let set: Vec<&Member> = members.iter().filter(|one| one.is_set()).collect();
    let listed = || listed(members);
    let (message, span) = match (kind, set.as_slice()) {
        (GroupKind::NewConflicts, [first, second]) => (
            format!("`{}` excludes `{}`: take one out", first.name, second.name),
            Some(first.span),
        ),
        (GroupKind::NewExactlyOne, [first, _, ..]) => (
            format!("only one of {} may be set", listed()),
            Some(first.span),
        ),
        (GroupKind::NewExactlyOne, []) => (format!("one of {} must be set", listed()), None),
        (GroupKind::NewAtLeastOne, []) => {
            (format!("at least one of {} must be set", listed()), None)
        }
        _ => return,
    };
    match span {
        Some(span) => cx.report(Kind::AttributeCombination, span, message),
        None if has_syntax_errors => {}
        None => cx.report(Kind::MissingConfiguration, header, message),
    }
}

/// Reports missing arguments and returns the spans of those that require them.
fn all(members: &[Member], cx: &Checker) -> Vec<Span> {
    let Some(missing) = members.iter().find(|one| one.state == State::Absent) else {
        return Vec::new();
    };
    let is_given = |one: &&Member| one.is_set() || one.state == State::Unknown;
    let given = members
        .iter()
        .filter(|one| one.is_reported)
        .filter(is_given);
    let report = |member: &Member| {
        let message = format!("`{}` requires `{}`", member.name, missing.name);
        cx.report(Kind::MissingArgument, member.span, message);
        member.span
    };
    given.map(report).collect()
}

/// Returns whether another schema has what a path leads to.
fn is_in(path: &Path, mut schema: pack::Block, mut other: Within) -> bool {
    for index in &path.blocks {
        let Some(nested) = schema.nested_at(usize::from(*index)) else {
            return false;
        };
        let Some((_, within, _)) = other.block(nested.name) else {
            return false;
        };
        (schema, other) = (nested.block, within);
    }
    let last = usize::from(path.last);
    let name = match path.is_block {
        true => schema.nested_at(last).map(|it| it.name),
        false => schema.attribute_at(last).map(|it| it.name),
    };
    name.is_some_and(|name| other.has(name))
}

/// Finds a member of a group in a resource.
///
/// Returns `None` if the pack names something that the schema does not have.
fn member<'a>(
    block: &'a Block,
    path: &Path,
    is_reported: bool,
    mut schema: pack::Block<'a>,
    cx: &Checker<'a>,
) -> Option<Member<'a>> {
    let (mut body, mut header) = (&block.body, block.header);
    let mut outside = None;
    for index in &path.blocks {
        let nested = schema.nested_at(usize::from(*index))?;
        schema = nested.block;
        let mut blocks = body.blocks_of(nested.name);
        let (first, second) = (blocks.next(), blocks.next());
        let is_uncertain = second.is_some()
            || is_dynamic(body, nested.name)
            || body.attribute(nested.name).is_some();
        let state = match first {
            _ if is_uncertain => State::Undetermined,
            None => State::Absent,
            // The provider checks the contents of a block only if everything in it is known.
            Some(inner) if !cx.is_known(&inner.body) => State::Undetermined,
            Some(inner) => {
                (body, header) = (&inner.body, inner.header);
                continue;
            }
        };
        outside = outside.or(Some(state));
    }
    let last = usize::from(path.last);
    let (name, is_argument, is_set_type) = if path.is_block {
        (schema.nested_at(last)?.name, false, false)
    } else {
        let attribute = schema.attribute_at(last)?;
        (
            attribute.name,
            true,
            matches!(attribute.kind.shape(), Shape::Set(_)),
        )
    };
    let (state, span) = match (outside, body.attribute(name)) {
        (Some(state), _) => (state, header),
        (None, None) => (blocks_state(body, name, is_argument, cx), header),
        (None, Some(written)) => match attribute_state(written, is_set_type, cx) {
            State::Absent => (State::Absent, header),
            state => (state, written.value.span),
        },
    };
    Some(Member {
        state,
        is_possible: outside.is_none(),
        is_reported,
        span,
        name,
    })
}

fn attribute_state(attribute: &Attribute, is_set_type: bool, cx: &Checker) -> State {
    match cx.certain(&attribute.value) {
        Certain::Value(Value::Null) => State::Absent,
        Certain::Value(Value::List(items)) if items.is_empty() => State::Undetermined,
        Certain::Value(Value::Object(entries)) if entries.is_empty() => State::Undetermined,
        Certain::Value(_) => State::Known,
        Certain::Partly if is_set_type => State::Unknown,
        Certain::Partly => State::Partly,
        Certain::Unknown => State::Unknown,
        Certain::Doubt => State::Undetermined,
    }
}

fn blocks_state(body: &Body, name: &str, is_argument: bool, cx: &Checker) -> State {
    if is_dynamic(body, name) {
        return State::Undetermined;
    }
    let mut state = State::Absent;
    for block in body.blocks_of(name) {
        state = match (cx.is_known(&block.body), is_argument) {
            (true, _) if state == State::Absent => State::Known,
            (true, _) => state,
            (false, true) => State::Unknown,
            (false, false) => State::Partly,
        };
    }
    state
}

/// Returns whether a `dynamic` block may create blocks of a name in a body.
pub(super) fn is_dynamic(body: &Body, name: &str) -> bool {
    let is_label = |dynamic: &Block| dynamic.labels.first().is_none_or(|it| it.text == name);
    body.blocks_of("dynamic").any(is_label)
}

/// Lists the names of the members, as many as fit.
fn listed(members: &[Member]) -> String {
    let mut text = String::new();
    for (at, member) in members.iter().enumerate() {
        let name = format!("`{}`", shortened(member.name));
        if at > 0 && text.chars().count() + name.chars().count() > LISTED_CHARS_MAX {
            text.push_str(", …");
            break;
        }
        if at > 0 {
            text.push_str(", ");
        }
        text.push_str(&name);
    }
    text
}
