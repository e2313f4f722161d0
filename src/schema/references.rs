//! Reports references to names that the module does not declare.

use super::nearest::{nearest, shortened};
use crate::hcl::{Kind, Module, Problem, Reference, Span, Step};
use foldhash::HashMap;
use std::collections::BTreeSet;

/// Names that Terraform defines itself.
const BUILT_IN: &[&str] = &["count", "each", "path", "self", "terraform"];

/// Keywords that provisioners take without quotes.
const PROVISIONER: &[&str] = &["continue", "create", "destroy", "fail"];

pub(super) fn check(module: &Module, suggestions_left: usize, problems: &mut Vec<Problem>) {
    let mut checker = Checker {
        declared: Declared::new(module),
        suggestions_left,
        problems,
    };
    for block in module.blocks() {
        match block.kind.text.as_str() {
            "resource" | "data" | "ephemeral" | "provider" | "output" | "locals" | "module" => {
                block
                    .references()
                    .iter()
                    .for_each(|reference| checker.reference(reference));
            }
            "variable" => {
                let validations = block.body.blocks_of("validation");
                for reference in validations.flat_map(|block| block.references()) {
                    checker.reference(&reference);
                }
            }
            // References in `terraform`, `moved`, `import`, `removed` and `check` blocks need not
            // be declared, or follow other rules.
            _ => {}
        }
    }
}

/// Names that the module declares.
#[derive(Default)]
struct Declared<'a> {
    /// Names of resources, data sources and ephemeral resources, by type.
    resources: HashMap<(&'a str, &'a str), BTreeSet<&'a str>>,
    variables: BTreeSet<&'a str>,
    locals: BTreeSet<&'a str>,
    modules: BTreeSet<&'a str>,
}

impl<'a> Declared<'a> {
    fn new(module: &'a Module) -> Self {
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
                    let names = block
                        .body
                        .attributes()
                        .map(|local| local.name.text.as_str());
                    declared.locals.extend(names);
                }
                // A `check` block may declare a data source.
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
    suggestions_left: usize,
    problems: &'p mut Vec<Problem>,
}

impl<'a> Checker<'a, '_> {
    fn reference(&mut self, reference: &Reference<'a>) {
        let Reference { root, steps, span } = *reference;
        let word = root.text.as_str();
        if BUILT_IN.contains(&word) {
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
                    None if steps.is_empty() && !PROVISIONER.contains(&word) => {
                        self.report_bare_name(word, span)
                    }
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
        let Some(name) = names.next().filter(|name| !declared.contains(name)) else {
            return;
        };
        let near = (self.suggestions_left > 0)
            .then(|| nearest(name, &mut declared.iter().copied()))
            .flatten()
            .map(|near| format!("{word}.{near}"));
        self.undeclared(kind, format!("{word}.{name}"), near, span);
    }

    fn resource(&mut self, kind: &'a str, type_name: &'a str, name: &'a str, span: Span) {
        let same_type = self.declared.resources.get(&(kind, type_name));
        if same_type.is_some_and(|names| names.contains(name)) {
            return;
        }
        let prefix = if kind == "resource" {
            String::new()
        } else {
            format!("{kind}.")
        };
        let near = (self.suggestions_left > 0).then(|| self.near(kind, type_name, name));
        let near = near
            .flatten()
            .map(|(type_name, name)| format!("{prefix}{type_name}.{name}"));
        let name = format!("{prefix}{type_name}.{name}");
        self.undeclared(Kind::UndeclaredResource, name, near, span);
    }

    /// Finds the declared resource that is nearest to a reference.
    ///
    /// If resources of the type are declared, this is the one with the nearest or the only name.
    /// Otherwise it is the nearest type that has the name.
    fn near(&self, kind: &'a str, type_name: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
        let resources = &self.declared.resources;
        if let Some(((_, type_name), names)) = resources.get_key_value(&(kind, type_name)) {
            let only = names.first().filter(|_| names.len() == 1).copied();
            let near = nearest(name, &mut names.iter().copied()).or(only)?;
            return Some((type_name, near));
        }
        let types = resources
            .iter()
            .filter(|((of, _), names)| *of == kind && names.contains(name));
        let mut near = BTreeSet::new();
        near.extend(types.map(|((_, type_name), _)| *type_name));
        let near = nearest(type_name, &mut near.into_iter())?;
        let names = resources.get(&(kind, near))?;
        names.get(name).map(|name| (near, *name))
    }

    fn undeclared(&mut self, kind: Kind, name: String, near: Option<String>, span: Span) {
        self.suggestions_left = self.suggestions_left.saturating_sub(1);
        let name = shortened(&name);
        let message = match near {
            Some(near) => format!(
                "`{name}` is not declared; the nearest is `{}`",
                shortened(&near)
            ),
            None => format!("`{name}` is not declared"),
        };
        self.problems.push(Problem {
            kind,
            span,
            message,
        });
    }

    fn report_bare_name(&mut self, name: &str, span: Span) {
        let message = format!("`{}` is a bare name; text needs quotes", shortened(name));
        self.problems.push(Problem {
            kind: Kind::InvalidReference,
            span,
            message,
        });
    }
}
