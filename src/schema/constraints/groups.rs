//! Checks groups of arguments that exclude or require each other.

use super::value::{Certain, Values};
use super::{Constraints, Group, GroupKind, Path, Root};
use crate::hcl::{Attribute, Block, Body, Kind, Module, Span, Value};
use crate::schema::nearest::shortened;
use crate::schema::pack::{self, Shape};
use crate::schema::report::Report;

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

pub(super) struct Groups<'a, 'r> {
    pub(super) module: &'a Module,
    pub(super) constraints: &'a Constraints,
    pub(super) values: &'r Values<'a, 'a>,
    pub(super) report: &'r mut Report,
}

/// Member of a group in a resource.
struct Member<'a> {
    state: State,
    /// Whether the block that contains the member exists.
    possible: bool,
    /// Span at which Terraform reports the member.
    span: Span,
    name: &'a str,
}

impl<'a> Groups<'a, '_> {
    pub(super) fn check(&mut self, block: &'a Block, root: &Root, schema: pack::Block<'a>) {
        let has_syntax_errors = self.has_syntax_errors(block);
        let groups = root.groups.0 as usize..root.groups.1 as usize;
        let groups = &self.constraints.groups[groups];
        // An argument that lacks a required argument is not checked further, as in the provider.
        let (alls, others): (Vec<&Group>, Vec<&Group>) = groups
            .iter()
            .partition(|group| group.kind == GroupKind::All);
        let mut incomplete = Vec::new();
        for group in alls.into_iter().chain(others) {
            let members = group.members.iter();
            let members: Option<Vec<Member>> = members
                .map(|path| self.member(block, path, schema))
                .collect();
            let Some(members) = members else {
                continue;
            };
            match group.kind {
                GroupKind::Conflicts if incomplete.contains(&members[0].span) => {}
                GroupKind::Conflicts => self.conflicts(&members),
                GroupKind::ExactlyOne => self.exactly_one(group, &members, has_syntax_errors),
                GroupKind::AtLeastOne if !has_syntax_errors => self.at_least_one(group, &members),
                GroupKind::All if !has_syntax_errors => {
                    incomplete.extend(self.all(group, &members))
                }
                GroupKind::NewConflicts | GroupKind::NewExactlyOne | GroupKind::NewAtLeastOne => {
                    self.newer_group(group.kind, &members, has_syntax_errors, block.header)
                }
                _ => {}
            }
        }
    }

    /// Returns whether the block has syntax errors.
    ///
    /// Such a block may contain the arguments that seem to be missing.
    fn has_syntax_errors(&self, block: &Block) -> bool {
        let inside = |span: Span| span.start >= block.span.start && span.start <= block.span.end;
        let mut problems = self.module.problems.iter();
        !block.closed
            || problems.any(|one| inside(one.span) && one.kind != Kind::AttributeRedefined)
    }

    fn conflicts(&mut self, members: &[Member]) {
        let [first, others @ ..] = members else {
            return;
        };
        let mut others = others
            .iter()
            .filter(|one| matches!(one.state, State::Known | State::Partly));
        if let (State::Known, Some(other)) = (first.state, others.next()) {
            let message = format!("`{}` excludes `{}`: take one out", first.name, other.name);
            self.report
                .add(Kind::ConflictingArguments, first.span, message);
        }
    }

    fn exactly_one(&mut self, group: &Group, members: &[Member], has_syntax_errors: bool) {
        let set = members.iter().filter(|one| one.state == State::Known);
        if set.count() > 1 {
            let message = format!("only one of {} may be set", listed(members));
            for member in reported_members(group, members).filter(|one| one.state == State::Known) {
                self.report
                    .add(Kind::InvalidCombination, member.span, message.clone());
            }
        } else if !has_syntax_errors && members.iter().all(|one| one.state == State::Absent) {
            let message = format!("one of {} must be set", listed(members));
            if let Some(member) = reported_members(group, members).find(|one| one.possible) {
                self.report
                    .add(Kind::InvalidCombination, member.span, message);
            }
        }
    }

    fn at_least_one(&mut self, group: &Group, members: &[Member]) {
        if members.iter().all(|one| one.state == State::Absent)
            && let Some(member) = reported_members(group, members).find(|one| one.possible)
        {
            let message = format!("at least one of {} must be set", listed(members));
            self.report.add(Kind::MissingArgument, member.span, message);
        }
    }

    /// Checks a group of a newer resource.
    ///
    /// The group is checked only if each member is certainly set or certainly not set.
    fn newer_group(
        &mut self,
        kind: GroupKind,
        members: &[Member],
        has_syntax_errors: bool,
        header: Span,
    ) {
        let is_set = |one: &&Member| matches!(one.state, State::Known | State::Partly);
        let is_certain = |one: &Member| one.state == State::Absent || is_set(&one);
        if !members.iter().all(|one| one.possible && is_certain(one)) {
            return;
        }
        let set: Vec<&Member> = members.iter().filter(is_set).collect();
        let (combination, missing) = (Kind::AttributeCombination, Kind::MissingConfiguration);
        match (kind, set.as_slice()) {
            (GroupKind::NewConflicts, [first, second]) => {
                let message = format!("`{}` excludes `{}`: take one out", first.name, second.name);
                self.report.add(combination, first.span, message);
            }
            (GroupKind::NewExactlyOne, [first, _, ..]) => {
                let message = format!("only one of {} may be set", listed(members));
                self.report.add(combination, first.span, message);
            }
            (GroupKind::NewExactlyOne, []) if !has_syntax_errors => {
                let message = format!("one of {} must be set", listed(members));
                self.report.add(missing, header, message);
            }
            (GroupKind::NewAtLeastOne, []) if !has_syntax_errors => {
                let message = format!("at least one of {} must be set", listed(members));
                self.report.add(missing, header, message);
            }
            _ => {}
        }
    }

    /// Reports missing arguments and returns the spans of those that require them.
    fn all(&mut self, group: &Group, members: &[Member]) -> Vec<Span> {
        let missing = members.iter().find(|one| one.state == State::Absent);
        let mut incomplete = Vec::new();
        let Some(missing) = missing else {
            return incomplete;
        };
        for member in reported_members(group, members) {
            if matches!(member.state, State::Known | State::Partly | State::Unknown) {
                let message = format!("`{}` requires `{}`", member.name, missing.name);
                self.report.add(Kind::MissingArgument, member.span, message);
                incomplete.push(member.span);
            }
        }
        incomplete
    }

    /// Finds a member of a group in a resource.
    ///
    /// Returns `None` if the pack names something that the schema does not have.
    fn member(
        &self,
        block: &'a Block,
        path: &Path,
        mut schema: pack::Block<'a>,
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
            match first {
                _ if is_uncertain => outside = outside.or(Some(State::Undetermined)),
                None => outside = outside.or(Some(State::Absent)),
                // The provider checks the contents of a block only if everything in it is known.
                Some(inner) if !self.values.is_known(&inner.body) => {
                    outside = outside.or(Some(State::Undetermined));
                }
                Some(inner) => (body, header) = (&inner.body, inner.header),
            }
        }
        let last = usize::from(path.last);
        let (name, nesting, attribute) = if path.is_block {
            let nested = schema.nested_at(last)?;
            (nested.name, Some(nested.nesting), None)
        } else {
            let attribute = schema.attribute_at(last)?;
            (attribute.name, None, Some(attribute))
        };
        let member = |state, possible, span| Member {
            state,
            possible,
            span,
            name,
        };
        if let Some(state) = outside {
            return Some(member(state, false, header));
        }
        if let Some(written) = body.attribute(name) {
            let state = self.attribute(written, attribute);
            let span = match state {
                State::Absent => header,
                _ => written.value.span,
            };
            return Some(member(state, true, span));
        }
        Some(member(
            self.blocks(body, name, nesting.is_none()),
            true,
            header,
        ))
    }

    fn attribute(&self, attribute: &Attribute, known: Option<pack::Attribute<'_>>) -> State {
        let is_set = known.is_some_and(|known| matches!(known.kind.shape(), Shape::Set(_)));
        match self.values.certain(&attribute.value) {
            Certain::Value(Value::Null) => State::Absent,
            Certain::Value(Value::List(items)) if items.is_empty() => State::Undetermined,
            Certain::Value(Value::Object(entries)) if entries.is_empty() => State::Undetermined,
            Certain::Value(_) => State::Known,
            Certain::Partly if is_set => State::Unknown,
            Certain::Partly => State::Partly,
            Certain::Unknown => State::Unknown,
            Certain::Doubt => State::Undetermined,
        }
    }

    fn blocks(&self, body: &Body, name: &str, is_argument: bool) -> State {
        if is_dynamic(body, name) {
            return State::Undetermined;
        }
        let mut state = State::Absent;
        for block in body.blocks_of(name) {
            let known = self.values.is_known(&block.body);
            state = match (known, is_argument) {
                (true, _) if state != State::Partly && state != State::Unknown => State::Known,
                (true, _) => state,
                (false, true) => State::Unknown,
                (false, false) => State::Partly,
            };
        }
        state
    }
}

/// Returns whether a `dynamic` block may create blocks of a name in a body.
pub(super) fn is_dynamic(body: &Body, name: &str) -> bool {
    body.blocks_of("dynamic").any(|dynamic| {
        dynamic
            .labels
            .first()
            .is_none_or(|label| label.text == name)
    })
}

/// Returns the members at which the provider reports violations.
fn reported_members<'m, 'a>(
    group: &'m Group,
    members: &'m [Member<'a>],
) -> impl Iterator<Item = &'m Member<'a>> {
    let members = members.iter().zip(&group.is_reported_at);
    members
        .filter(|(_, is_reported)| **is_reported)
        .map(|(member, _)| member)
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
