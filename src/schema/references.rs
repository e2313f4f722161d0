//! Module in, Problems out: every reference, and whether what it names is declared.

use super::nearest::{nearest, shortened};
use crate::hcl::{
    Attribute, Block, Body, Expression, ExpressionKind, For, Item, Kind, Module, Name, Part,
    Problem, Span, Step,
};
use std::collections::{BTreeSet, HashMap};

/// Most problems that look for the name that was meant: looking costs more than finding out.
const SUGGESTIONS_MAX: usize = 64;

/// Names that Terraform binds itself.
const BUILT_IN: &[&str] = &["count", "each", "path", "self", "terraform"];

pub(super) fn check(module: &Module, problems: &mut Vec<Problem>) {
    let mut checker = Checker {
        declared: Declared::of(module),
        bound: Vec::new(),
        suggestions: 0,
        problems,
    };
    for block in module.blocks() {
        checker.block(block);
    }
}

/// What the module declares.
#[derive(Default)]
struct Declared<'a> {
    /// Names by type, of resources, data sources and ephemeral resources.
    resources: HashMap<(&'a str, &'a str), BTreeSet<&'a str>>,
    variables: BTreeSet<&'a str>,
    locals: BTreeSet<&'a str>,
    modules: BTreeSet<&'a str>,
}

impl<'a> Declared<'a> {
    fn of(module: &'a Module) -> Self {
        let mut declared = Self::default();
        for block in module.blocks() {
            let label = |at: usize| block.labels.get(at).map_or("", |label| label.text.as_str());
            match block.kind.text.as_str() {
                kind @ ("resource" | "data" | "ephemeral") => {
                    let names = declared.resources.entry((kind, label(0))).or_default();
                    names.insert(label(1));
                }
                "variable" => drop(declared.variables.insert(label(0))),
                "module" => drop(declared.modules.insert(label(0))),
                "locals" => {
                    let names = block.body.attributes().map(|local| local.name.text.as_str());
                    declared.locals.extend(names);
                }
                // A check may declare a data source of its own.
                "check" => {
                    for data in block.body.blocks_of("data") {
                        if let [type_name, name] = data.labels.as_slice() {
                            let names = declared.resources.entry(("data", &type_name.text));
                            names.or_default().insert(&name.text);
                        }
                    }
                }
                _ => {}
            }
        }
        declared
    }
}

struct Checker<'a, 'p> {
    declared: Declared<'a>,
    /// Names that `for` expressions and dynamic blocks bind, the innermost last.
    bound: Vec<&'a str>,
    suggestions: usize,
    problems: &'p mut Vec<Problem>,
}

impl<'a> Checker<'a, '_> {
    fn block(&mut self, block: &'a Block) {
        match block.kind.text.as_str() {
            "resource" | "data" | "ephemeral" | "provider" | "output" | "locals" => {
                self.body(&block.body, &[]);
            }
            "module" => self.body(&block.body, &["providers"]),
            "variable" => {
                for validation in block.body.blocks_of("validation") {
                    self.body(&validation.body, &[]);
                }
            }
            // `terraform`, `moved`, `import`, `removed`, `check`: what they name need not be
            // declared, or follows rules of its own.
            _ => {}
        }
    }

    /// Everything in a body but the attributes whose values are names and no references.
    fn body(&mut self, body: &'a Body, names: &[&str]) {
        for item in &body.items {
            match item {
                Item::Attribute(Attribute { name, value, .. }) => {
                    let word = name.text.as_str();
                    if word != "provider" && !names.contains(&word) {
                        self.expression(value);
                    }
                }
                Item::Block(block) => match block.kind.text.as_str() {
                    "dynamic" => self.dynamic(block),
                    "lifecycle" => self.body(&block.body, &["ignore_changes"]),
                    "provisioner" => self.body(&block.body, &["when", "on_failure"]),
                    _ => self.body(&block.body, &[]),
                },
            }
        }
    }

    fn dynamic(&mut self, block: &'a Block) {
        let iterator = block.body.attribute("iterator").map(|iterator| &iterator.value.kind);
        let name = match iterator {
            Some(ExpressionKind::Traversal { root, .. }) => Some(root),
            _ => block.labels.first(),
        };
        if let Some(for_each) = block.body.attribute("for_each") {
            self.expression(&for_each.value);
        }
        let outside = self.bound.len();
        self.bound.extend(name.map(|name| name.text.as_str()));
        if let Some(labels) = block.body.attribute("labels") {
            self.expression(&labels.value);
        }
        for content in block.body.blocks_of("content") {
            self.body(&content.body, &[]);
        }
        self.bound.truncate(outside);
    }

    fn expressions(&mut self, expressions: impl IntoIterator<Item = &'a Expression>) {
        for expression in expressions {
            self.expression(expression);
        }
    }

    fn expression(&mut self, expression: &'a Expression) {
        use ExpressionKind::*;
        match &expression.kind {
            Null | Bool(_) | Number(_) | Invalid => {}
            Template { parts, .. } => self.template(parts),
            List(elements) => self.expressions(elements),
            Object(entries) => {
                for entry in entries {
                    // A bare name stands for its own text.
                    if !matches!(&entry.key.kind, Traversal { steps, .. } if steps.is_empty()) {
                        self.expression(&entry.key);
                    }
                    self.expression(&entry.value);
                }
            }
            Traversal { root, steps } => {
                self.reference(root, steps, expression.span);
                self.steps(steps);
            }
            Access { base, steps } => {
                self.expression(base);
                self.steps(steps);
            }
            Call { arguments, .. } => self.expressions(arguments),
            Conditional { condition, yes, no } => {
                self.expressions([&**condition, &**yes, &**no]);
            }
            Binary { left, right, .. } => self.expressions([&**left, &**right]),
            Unary { operand, .. } => self.expression(operand),
            For(rounds) => self.rounds(rounds),
            Parentheses(inner) => self.expression(inner),
        }
    }

    fn steps(&mut self, steps: &'a [Step]) {
        for step in steps {
            if let Step::Index(index, _) = step {
                self.expression(index);
            }
        }
    }

    fn rounds(&mut self, rounds: &'a For) {
        self.expression(&rounds.collection);
        let outside = self.bound.len();
        self.bound.extend(rounds.key.iter().map(|name| name.text.as_str()));
        self.bound.push(&rounds.value.text);
        self.expressions(rounds.result_key.iter());
        self.expression(&rounds.result);
        self.expressions(rounds.condition.iter());
        self.bound.truncate(outside);
    }

    fn template(&mut self, parts: &'a [Part]) {
        let outside = self.bound.len();
        for part in parts {
            match part {
                Part::Literal(..) => {}
                Part::Interpolation(expression, _) => self.expression(expression),
                Part::Directive(directive) => {
                    self.expressions(directive.expression.iter());
                    // What a `for` binds stays bound to the end of the template: a name too many
                    // is better than a false alarm.
                    self.bound.extend(directive.names.iter().map(|name| name.text.as_str()));
                }
            }
        }
        self.bound.truncate(outside);
    }

    fn reference(&mut self, root: &'a Name, steps: &'a [Step], span: Span) {
        let word = root.text.as_str();
        if BUILT_IN.contains(&word) || self.bound.contains(&word) {
            return;
        }
        let mut names = steps.iter().map_while(|step| match step {
            Step::Attribute(name) => Some(name.text.as_str()),
            _ => None,
        });
        let kind = match word {
            "var" => Kind::UndeclaredVariable,
            "local" => Kind::UndeclaredLocal,
            "module" => Kind::UndeclaredModule,
            "data" | "ephemeral" | "resource" => {
                if let (Some(type_name), Some(name)) = (names.next(), names.next()) {
                    self.resource(word, type_name, name, span);
                }
                return;
            }
            type_name => {
                match names.next() {
                    Some(name) => self.resource("resource", type_name, name, span),
                    None if steps.is_empty() => self.bare(type_name, span),
                    None => {}
                }
                return;
            }
        };
        let declared = match kind {
            Kind::UndeclaredVariable => &self.declared.variables,
            Kind::UndeclaredLocal => &self.declared.locals,
            _ => &self.declared.modules,
        };
        let Some(name) = names.next().filter(|name| !declared.contains(name)) else { return };
        let near = (self.suggestions < SUGGESTIONS_MAX)
            .then(|| nearest(name, declared.iter().copied()))
            .flatten()
            .map(|near| format!("{word}.{near}"));
        self.undeclared(kind, format!("{word}.{name}"), near, span);
    }

    fn resource(&mut self, kind: &'a str, type_name: &'a str, name: &'a str, span: Span) {
        let same_type = self.declared.resources.get(&(kind, type_name));
        if same_type.is_some_and(|names| names.contains(name)) {
            return;
        }
        let prefix = if kind == "resource" { String::new() } else { format!("{kind}.") };
        let near = (self.suggestions < SUGGESTIONS_MAX).then(|| self.near(kind, type_name, name));
        let near = near.flatten().map(|(type_name, name)| format!("{prefix}{type_name}.{name}"));
        let name = format!("{prefix}{type_name}.{name}");
        self.undeclared(Kind::UndeclaredResource, name, near, span);
    }

    /// The declared resource of the type with the nearest or the only name, else the nearest type
    /// that has the name.
    fn near(&self, kind: &'a str, type_name: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
        let resources = &self.declared.resources;
        if let Some(((_, type_name), names)) = resources.get_key_value(&(kind, type_name)) {
            let only = names.first().filter(|_| names.len() == 1).copied();
            let near = nearest(name, names.iter().copied()).or(only)?;
            return Some((type_name, near));
        }
        let types = resources.iter().filter(|((of, _), names)| *of == kind && names.contains(name));
        let types: BTreeSet<&str> = types.map(|((_, type_name), _)| *type_name).collect();
        let near = nearest(type_name, types.into_iter())?;
        let names = resources.get(&(kind, near))?;
        names.get(name).map(|name| (near, *name))
    }

    fn undeclared(&mut self, kind: Kind, name: String, near: Option<String>, span: Span) {
        self.suggestions += 1;
        let name = shortened(&name);
        let message = match near {
            Some(near) => format!("`{name}` is not declared; the nearest is `{}`", shortened(&near)),
            None => format!("`{name}` is not declared"),
        };
        self.problems.push(Problem { kind, span, message });
    }

    fn bare(&mut self, name: &str, span: Span) {
        let message = format!("`{}` is a bare name; text needs quotes", shortened(name));
        self.problems.push(Problem { kind: Kind::InvalidReference, span, message });
    }
}
