//! Counts the addresses and values that a repair removed from a program.
//!
//! This module does not depend on the repairs: it parses both texts and counts their contents. A
//! resource may get another type if it keeps its name. A value that the provider decides does not
//! count, a repeated identical statement has to be kept only once, and a switch may be spelled as a
//! word.

use infragenie::hcl::{
    Attribute, Block, Body, Entry, Expression, ExpressionKind, Item, Module, Part, Reference, Step,
};
use infragenie::schema::{Schema, pack};
use std::collections::{HashMap, HashSet};

/// Names the addresses and values of a program that are no longer in it.
pub fn lost(before: &Module, after: &Module, schema: &Schema) -> Vec<String> {
    let renamed = renamed(before, after);
    let old = Count::new(before, schema, &renamed, Repeated::Once);
    let new = Count::new(after, schema, &HashMap::new(), Repeated::Always);
    let mut lost = Vec::new();
    for (value, count) in &old.values {
        let left = new.values.get(value).copied().unwrap_or_default();
        if left < *count {
            lost.push(format!("{value} {count} -> {left}"));
        }
    }
    for value in &old.nameable {
        let name = match value.as_str() {
            "HASH" => "hash_key".to_owned(),
            "RANGE" => "range_key".to_owned(),
            field => field.replace('-', "_"),
        };
        if !new.names.contains(&name) && !new.nameable.contains(value) {
            lost.push(format!("value {value}"));
        }
    }
    lost.sort();
    lost
}

/// Maps removed addresses to the new addresses of the same name that replaced them.
fn renamed(before: &Module, after: &Module) -> HashMap<String, String> {
    let addresses =
        |module: &Module| -> Vec<String> { module.blocks().filter_map(Block::address).collect() };
    let (old, new) = (addresses(before), addresses(after));
    let (had, has): (HashSet<&String>, HashSet<&String>) =
        (old.iter().collect(), new.iter().collect());
    let name = |address: &str| address.rsplit('.').next().unwrap_or_default().to_owned();
    let mut free: HashMap<String, Vec<&String>> = HashMap::new();
    for address in new.iter().filter(|one| !had.contains(one)) {
        free.entry(name(address)).or_default().push(address);
    }
    let mut renamed = HashMap::new();
    for address in old.iter().filter(|one| !has.contains(one)) {
        let mut candidates = free.get_mut(&name(address));
        let candidates = candidates
            .as_mut()
            .filter(|candidates| !candidates.is_empty());
        if let Some(new) = candidates.map(|candidates| candidates.remove(0)) {
            renamed.insert(address.clone(), new.clone());
        }
    }
    renamed
}

/// How often identical repeated contents are counted.
#[derive(Clone, Copy, Default, PartialEq)]
enum Repeated {
    #[default]
    Once,
    Always,
}

/// Contents of a program, with their number of occurrences.
#[derive(Default)]
struct Count {
    repeated: Repeated,
    values: HashMap<String, usize>,
    /// Values that the name of an argument or block can express instead.
    nameable: Vec<String>,
    names: HashSet<String>,
    declared: HashSet<String>,
    /// Whether the block is an Elastic IP address, whose `vpc = true` is spelled `domain = "vpc"` too.
    is_address: bool,
}

impl Count {
    fn new(
        module: &Module,
        schema: &Schema,
        renamed: &HashMap<String, String>,
        repeated: Repeated,
    ) -> Count {
        let mut count = Count {
            repeated,
            declared: module.blocks().filter_map(Block::address).collect(),
            ..Count::default()
        };
        for local in module.blocks().filter(|block| block.kind.text == "locals") {
            let names = local
                .body
                .attributes()
                .map(|one| format!("local.{}", one.name.text));
            count.declared.extend(names);
        }
        // Duplicate declarations count as one as far as they are identical.
        let mut seen_by_address: HashMap<String, HashSet<String>> = HashMap::new();
        for block in module.blocks() {
            let address = block.address().unwrap_or_default();
            let is_first = !seen_by_address.contains_key(&address);
            let has_address = !matches!(address.as_str(), "" | "terraform" | "local");
            if has_address && is_first {
                let address = renamed.get(&address).unwrap_or(&address);
                count.add(format!("address {address}"));
            }
            let seen = if has_address {
                seen_by_address.entry(address).or_default()
            } else {
                &mut HashSet::new()
            };
            let known = match (block.kind.text.as_str(), block.type_name()) {
                // For an unknown type, no value counts as decided by the provider.
                ("resource", Some(name)) => schema.resource(name),
                ("data", Some(name)) => schema.data(name),
                _ => None,
            };
            let is_address = |name| matches!(name, "aws_eip" | "aws_elastic_ip");
            count.is_address = block.type_name().is_some_and(is_address);
            count.body(module, &block.body, known, renamed, seen);
        }
        count
    }

    fn add(&mut self, value: String) {
        *self.values.entry(value).or_default() += 1;
    }

    fn body(
        &mut self,
        module: &Module,
        body: &Body,
        known: Option<pack::Block<'_>>,
        renamed: &HashMap<String, String>,
        seen: &mut HashSet<String>,
    ) {
        for item in &body.items {
            if !self.is_new(seen, plain(&module.text[item.span().range()])) {
                continue;
            }
            match item {
                Item::Attribute(attribute) => {
                    self.names.insert(attribute.name.text.clone());
                    let is_computed = known
                        .and_then(|known| known.attribute(&attribute.name.text))
                        .is_some_and(|one| !one.settable());
                    if !is_computed {
                        self.attribute(module, attribute, renamed, seen);
                    }
                }
                Item::Block(block) => {
                    self.names.insert(block.kind.text.clone());
                    let within = known.and_then(|known| known.nested(&block.kind.text));
                    let within = within.map(|one| one.block);
                    self.body(module, &block.body, within, renamed, &mut HashSet::new());
                }
            }
        }
    }

    /// Returns whether contents count, given those already seen in the same body.
    fn is_new(&self, seen: &mut HashSet<String>, text: String) -> bool {
        seen.insert(text) || self.repeated == Repeated::Always
    }

    fn attribute(
        &mut self,
        module: &Module,
        attribute: &Attribute,
        renamed: &HashMap<String, String>,
        seen: &mut HashSet<String>,
    ) {
        let name = attribute.name.text.as_str();
        // The name of an argument or block can express a value.
        let literal = attribute.value.literal().unwrap_or_default();
        match (name, literal.as_str()) {
            ("vpc", _)
                if self.is_address
                    && matches!(attribute.value.kind, ExpressionKind::Bool(true)) =>
            {
                return self.add("value vpc".to_owned());
            }
            ("key_type" | "type", "HASH" | "RANGE") | ("field", "path-pattern" | "host-header") => {
                return self.nameable.push(literal);
            }
            _ => {}
        }
        // An identical key counts once, even if the object is set twice.
        let ExpressionKind::Object(entries) = &attribute.value.kind else {
            return self.expression(&attribute.value, renamed);
        };
        for entry in entries {
            let text = plain(&module.text[entry.span.range()]);
            if self.is_new(seen, format!("{name} {text}")) {
                self.entry(entry);
                [&entry.key, &entry.value]
                    .iter()
                    .for_each(|part| self.references(part, renamed));
            }
        }
    }

    fn expression(&mut self, expression: &Expression, renamed: &HashMap<String, String>) {
        self.references(expression, renamed);
        self.values(expression);
    }

    fn references(&mut self, expression: &Expression, renamed: &HashMap<String, String>) {
        for reference in expression.references() {
            if let Some(address) = address(&reference) {
                self.add("references in all".to_owned());
                // A dangling reference has no address to keep.
                if self.declared.contains(&address) {
                    let address = renamed.get(&address).unwrap_or(&address);
                    self.add(format!("reference {address}"));
                }
            }
        }
    }

    /// Collects the plain values in an expression.
    fn values(&mut self, expression: &Expression) {
        use ExpressionKind::*;
        match &expression.kind {
            Null | Invalid => {}
            Bool(value) => self.add(format!("value {value}")),
            Number(text) => self.add(format!("value {text}")),
            Template { parts, .. } => {
                for part in parts {
                    match part {
                        Part::Literal(text, _) => {
                            self.add(format!("value {}", switch(text.trim())))
                        }
                        Part::Interpolation(inner, _) => self.values(inner),
                        Part::Directive(directive) => {
                            directive
                                .expression
                                .iter()
                                .for_each(|inner| self.values(inner));
                        }
                    }
                }
            }
            List(items) => items.iter().for_each(|item| self.values(item)),
            Object(entries) => entries.iter().for_each(|entry| self.entry(entry)),
            Traversal { steps, .. } => self.steps(steps),
            Access { base, steps } => {
                self.values(base);
                self.steps(steps);
            }
            Call { arguments, .. } => arguments.iter().for_each(|argument| self.values(argument)),
            Conditional { condition, yes, no } => {
                [condition, yes, no]
                    .iter()
                    .for_each(|inner| self.values(inner));
            }
            Binary { left, right, .. } => [left, right].iter().for_each(|inner| self.values(inner)),
            Unary { operand, .. } => self.values(operand),
            Parentheses(inner) => self.values(inner),
            For(parts) => {
                self.values(&parts.collection);
                self.values(&parts.result);
                let more = parts.result_key.iter().chain(&parts.condition);
                more.for_each(|inner| self.values(inner));
            }
        }
    }

    fn entry(&mut self, entry: &Entry) {
        if entry.key_text().is_none() {
            self.values(&entry.key);
        }
        let literal = entry.value.literal().unwrap_or_default();
        match (entry.key_text().as_deref(), literal.as_str()) {
            (Some("key_type" | "type"), "HASH" | "RANGE") => self.nameable.push(literal),
            _ => self.values(&entry.value),
        }
    }

    /// Collects non-numeric indices; a numeric index is an instance key, not a value.
    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            if let Step::Index(index, _) = step
                && !matches!(index.kind, ExpressionKind::Number(_))
            {
                self.values(index);
            }
        }
    }
}

/// Returns the address of the block that a reference names.
fn address(reference: &Reference<'_>) -> Option<String> {
    reference.address()
}

/// Normalises the white space of a text.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Normalises the spellings of on and off to `true` and `false`.
fn switch(text: &str) -> &str {
    match text.to_ascii_lowercase().as_str() {
        "enabled" | "enable" | "yes" | "on" => "true",
        "disabled" | "disable" | "no" | "off" => "false",
        _ => text,
    }
}
