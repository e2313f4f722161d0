//! Corrects undeclared addresses, unsupported attributes and keys of references.

use super::near_names::{NearNames, is_misspelt, meant, only};
use super::renames::is_later_name;
use super::{Fix, Permits, Reach, safe_if};
use crate::hcl::{Block, ExpressionKind, Kind, Module, Reference, Span, Step, edit};
use crate::rewrite::{Rewritten, Safety};
use crate::schema::Schema;
use crate::schema::pack::{self, Shape};
use crate::table::Table;
use crate::words::singulars;
use foldhash::{HashMap, HashSet};

/// Attributes with another name: type, written name, schema name.
pub(super) const EXPORTS: Table<3> = Table(include_str!("exports.tsv"));

/// Data sources that need only one instance, under any name.
const ONE_OF_A_KIND: &[&str] = &["aws_caller_identity", "aws_region", "aws_partition"];

/// Finds repairs of the references that have diagnostics.
pub(super) fn fixes(now: &Rewritten, schema: &Schema, permits: &Permits) -> Vec<Fix> {
    let module = &now.module;
    let wrong = now.problems.iter().filter(|one| KINDS.contains(&one.kind));
    let wrong: HashSet<(Kind, Span)> = wrong.map(|one| (one.kind, one.span)).collect();
    if wrong.is_empty() {
        return Vec::new();
    }
    let blocks = module.blocks();
    let addresses: Vec<_> = blocks
        .filter_map(|block| Some((block.address()?, block)))
        .collect();
    let declared = Declarations::of(module, schema, &addresses, permits);
    let mut fixes = Vec::new();
    for (address, block) in &addresses {
        for reference in block.references() {
            let kind = KINDS
                .iter()
                .find(|kind| wrong.contains(&(**kind, reference.span)));
            let fix = match kind {
                Some(Kind::UndeclaredResource) => declared.undeclared(&reference, address),
                Some(Kind::UndeclaredVariable) => declared.misspelled(&reference, "var", address),
                Some(Kind::UndeclaredLocal) => declared.misspelled(&reference, "local", address),
                Some(Kind::UnsupportedAttribute) => declared.attribute(&reference, address),
                Some(Kind::UnexpectedKey) => declared.without_key(&reference, address),
                Some(Kind::MissingKey) => declared.with_key(&reference, block, address),
                _ => None,
            };
            fixes.extend(fix);
        }
    }
    fixes
}

const KINDS: &[Kind] = &[
    Kind::UndeclaredResource,
    Kind::UndeclaredVariable,
    Kind::UndeclaredLocal,
    Kind::UnsupportedAttribute,
    Kind::UnexpectedKey,
    Kind::MissingKey,
];

/// Declarations of the module and the schema.
struct Declarations<'a> {
    module: &'a Module,
    schema: &'a Schema,
    permits: &'a Permits<'a>,
    blocks: HashMap<&'a str, &'a Block>,
    /// Declared names by the parent of their address: `var`, `local`, `aws_vpc`, `data.aws_vpc`.
    names: HashMap<&'a str, NearNames<'a>>,
    /// Parents of the addresses with a name, of data sources or of others.
    parents: HashMap<(bool, &'a str), NearNames<'a>>,
}

impl<'a> Declarations<'a> {
    fn of(
        module: &'a Module,
        schema: &'a Schema,
        addresses: &'a [(String, &'a Block)],
        permits: &'a Permits<'a>,
    ) -> Self {
        let mut declared = Declarations {
            module,
            schema,
            permits,
            blocks: HashMap::default(),
            names: HashMap::default(),
            parents: HashMap::default(),
        };
        for (address, block) in addresses {
            if block.kind.text == "locals" {
                let locals = block.body.attributes().map(|one| one.name.text.as_str());
                let known = declared.names.entry("local").or_default();
                known.names.extend(locals);
            } else if declared.blocks.insert(address, block).is_none()
                && let Some((parent, name)) = address.rsplit_once('.')
            {
                declared.names.entry(parent).or_default().names.push(name);
                let key = (parent.starts_with("data."), name);
                declared.parents.entry(key).or_default().names.push(parent);
            }
        }
        declared
    }

    /// Repairs a reference to an undeclared resource or data source.
    fn undeclared(&self, reference: &Reference<'_>, address: &str) -> Option<Fix> {
        let old = reference.address()?;
        let is_data = reference.root.text == "data";
        let (of, name) = old.rsplit_once('.')?;
        let names = self.names.get(of);
        let only_name = names.and_then(|names| only(names.names.iter()));
        // The reference may lack the resource name.
        let bare = of.strip_prefix("data.").unwrap_or(of);
        let known = if is_data {
            self.schema.data(bare)
        } else {
            self.schema.resource(bare)
        };
        if known.is_some_and(|known| known.attribute(name).is_some()) && reference.path().is_empty()
        {
            let one = match only_name {
                Some(one) => one,
                None if names.is_none() && is_data && ONE_OF_A_KIND.contains(&bare) => "current",
                None => return None,
            };
            let new = format!("{of}.{one}.{name}");
            return self.instead(reference, &new, address, Safety::Likely);
        }
        // The name may be declared as a data source instead of a resource, or the reverse.
        let other = match is_data {
            true => bare.to_owned(),
            false => format!("data.{of}"),
        };
        let other = format!("{other}.{name}");
        let (new, safety) = if self.blocks.contains_key(other.as_str()) {
            (other, Safety::Likely)
        } else if let Some(new) = names
            .and_then(|names| names.meant(name))
            .or(only_name.copied())
        {
            (format!("{of}.{new}"), self.safety(name, new))
        } else {
            // The type may be misspelled.
            let parents = self.parents.get(&(is_data, name))?;
            let parent = parents.meant(of)?;
            (format!("{parent}.{name}"), self.safety(of, parent))
        };
        self.instead(reference, &new, address, safety)
    }

    /// Repairs a misspelled variable or local value.
    fn misspelled(&self, reference: &Reference<'_>, parent: &str, address: &str) -> Option<Fix> {
        let old = reference.address()?;
        let name = old.strip_prefix(parent)?.strip_prefix('.')?;
        let new = self.names.get(parent)?.meant(name)?;
        let safety = self.safety(name, new);
        self.instead(reference, &format!("{parent}.{new}"), address, safety)
    }

    /// Returns the certainty with which a declared name is the one that is meant.
    ///
    /// Another file can declare the name as it is written.
    fn safety(&self, name: &str, declared: &str) -> Safety {
        safe_if(self.permits.reach != Reach::File && is_misspelt(name, declared))
    }

    /// Replaces the address of a reference.
    fn instead(
        &self,
        reference: &Reference<'_>,
        new: &str,
        address: &str,
        safety: Safety,
    ) -> Option<Fix> {
        let end = match reference.path().first() {
            Some(step) => start_of(step),
            None => reference.span.end,
        };
        let span = Span::new(reference.span.start, end);
        let old = self.module.text.get(span.range())?;
        let what = format!("write `{old}` as `{new}`");
        let why = "Nothing with this name is declared, and only one declared object matches.";
        let edits = vec![edit::Edit::replace(span, new)];
        let fix = Fix::repair("reference", address, what, why, edits).at(old);
        Some(fix.with_safety(safety))
    }

    /// Repairs an attribute that has another name in the schema.
    fn attribute(&self, reference: &Reference<'_>, address: &str) -> Option<Fix> {
        let of = reference.address()?;
        let (type_name, _) = of.rsplit_once('.')?;
        let known = match type_name.strip_prefix("data.") {
            Some(type_name) => self.schema.data(type_name)?,
            None => self.schema.resource(type_name)?,
        };
        let steps = reference.path();
        let name = steps.iter().find_map(|step| match step {
            Step::Attribute(name) => Some(name),
            _ => None,
        })?;
        let old = name.text.as_str();
        if let Some(one) = known.attribute(old) {
            return self.within(reference, one, known, address);
        }
        let row = EXPORTS.rows_of(type_name).find(|row| row[1] == old);
        let names: Vec<&str> = known.attributes().map(|one| one.name).collect();
        let new = row
            .map(|[.., new]| new)
            .or_else(|| meant(old, &names))
            .or_else(|| {
                let of_type = singulars(type_name);
                let bare = |one: &str| -> HashSet<String> {
                    let words = singulars(one).into_iter();
                    words.filter(|word| !of_type.contains(word)).collect()
                };
                let wanted = bare(old);
                only(
                    names
                        .iter()
                        .filter(|one| !wanted.is_empty() && bare(one) == wanted),
                )
                .copied()
            })?;
        let what = format!("write `{old}` of `{of}` as `{new}`");
        let why = "This is the name of the attribute in the schema.";
        let edits = vec![edit::rename(self.module, name, new)];
        let is_later = self.permits.has_newer && is_later_name(type_name, old);
        let safety = safe_if(!is_later && (row.is_some() || is_misspelt(old, new)));
        let fix = Fix::repair("attribute", address, what, why, edits).at(&format!("{of}.{old}"));
        Some(fix.with_safety(safety))
    }

    /// Removes a step into a primitive value if the resource has the next attribute.
    fn within(
        &self,
        reference: &Reference<'_>,
        one: pack::Attribute<'_>,
        known: pack::Block<'_>,
        address: &str,
    ) -> Option<Fix> {
        let [.., Step::Attribute(first), Step::Attribute(second)] = reference.path() else {
            return None;
        };
        let plain = matches!(
            one.kind.shape(),
            Shape::String | Shape::Number | Shape::Bool
        );
        if !plain || first.text != one.name || known.attribute(&second.text).is_none() {
            return None;
        }
        let what = format!(
            "read `{}` from the resource and not from `{}`",
            second.text, first.text
        );
        let why = "The value in between is a string, number or bool and has no attributes.";
        let edits = vec![edit::Edit::delete(Span::new(
            first.span.start,
            second.span.start,
        ))];
        Some(
            Fix::repair("attribute", address, what, why, edits)
                .at(&format!("{}.{}", first.text, second.text))
                .with_safety(Safety::Likely),
        )
    }

    /// Removes the key of a reference to a resource without `count` or `for_each`.
    fn without_key(&self, reference: &Reference<'_>, address: &str) -> Option<Fix> {
        let first = reference.path().first()?;
        let end = match reference.path().get(1) {
            Some(step) => start_of(step),
            None => reference.span.end,
        };
        let of = reference.address()?;
        let what = format!("remove the key from a reference to `{of}`");
        let why = "The resource has neither `count` nor `for_each`, so it has no keys.";
        let edits = vec![edit::Edit::delete(Span::new(start_of(first), end))];
        let fix = Fix::repair("key", address, what, why, edits).at(&of);
        Some(fix.with_safety(Safety::Likely))
    }

    /// Adds the instance key to a reference to a resource with several instances.
    ///
    /// If both blocks have the same `count` or `for_each`, the key is that of the current instance.
    /// If the target has at most one instance, the key is `[0]`.
    fn with_key(&self, reference: &Reference<'_>, block: &Block, address: &str) -> Option<Fix> {
        let of = reference.address()?;
        let target = self.blocks.get(of.as_str())?;
        let text = |block: &Block, name: &str| {
            let value = &block.body.attribute(name)?.value;
            self.module
                .text
                .get(value.span.range())
                .map(|text| text.split_whitespace().collect::<String>())
        };
        let same =
            |name: &str| text(target, name).is_some() && text(target, name) == text(block, name);
        let count = target.body.attribute("count").map(|one| &one.value.kind);
        let is_one = match count {
            Some(ExpressionKind::Number(number)) => number == "1",
            Some(ExpressionKind::Conditional { yes, no, .. }) => {
                let number = |one: &crate::hcl::Expression| matches!(&one.kind, ExpressionKind::Number(number) if number == "0" || number == "1");
                number(yes) && number(no)
            }
            _ => false,
        };
        let key = match (same("count"), same("for_each")) {
            (true, _) => "[count.index]",
            (_, true) => "[each.key]",
            _ if is_one => "[0]",
            _ => return None,
        };
        let at = reference.path().first().map(start_of)?;
        let what = format!("refer to `{of}{key}`");
        let why = "The resource can have several instances, so a reference needs a key.";
        let edits = vec![edit::Edit::insert(at, key)];
        let fix = Fix::repair("key", address, what, why, edits).at(&of);
        Some(fix.with_safety(Safety::Likely))
    }
}

/// Returns the start of a step, including its dot.
fn start_of(step: &Step) -> usize {
    match step {
        Step::Attribute(name) => name.span.start.saturating_sub(1),
        Step::LegacyIndex(_, span) | Step::Index(_, span) | Step::Splat(span) => span.start,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::pack::shipped;

    #[test]
    fn every_export_exists_and_its_other_name_does_not() {
        let bytes = shipped();
        let schema = Schema::read(&bytes).expect("it reads");
        let mut wrong = Vec::new();
        for [of, old, new] in EXPORTS.checked_by_key() {
            let known = match of.strip_prefix("data.") {
                Some(of) => schema.data(of),
                None => schema.resource(of),
            };
            let has = |name: &str| known.is_some_and(|known| known.attribute(name).is_some());
            if has(old) || !has(new) {
                wrong.push(format!("{of}: {old} -> {new}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
