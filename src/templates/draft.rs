//! Builds the text of a module from filled templates.

use super::network::{Rule, TrafficSource, VpcParts};
use crate::hcl::format::layout;
use crate::intent::Item;
use crate::sorted_map::SortedMap;
use crate::template::{self, Value, free_name};
use foldhash::HashSet;

/// Builder of one module.
#[derive(Debug, Default)]
pub(super) struct ModuleBuilder {
    texts: Vec<String>,
    outputs: Vec<String>,
    /// Assumptions, one line each.
    pub(super) assumed: Vec<String>,
    /// Network of the module.
    pub(super) net: VpcParts,
    /// Rules of security groups, in the order in which they are written.
    pub(super) rules: Vec<Rule>,
    /// Clients of databases, caches and file systems.
    pub(super) clients: Vec<TrafficSource>,
    labels: HashSet<(&'static str, String)>,
    written: HashSet<&'static str>,
}

/// Values of the placeholders of a template by name.
#[derive(Debug, Default)]
pub(super) struct Vars(SortedMap<&'static str, Value>);

/// Creates values from names and values.
pub(super) fn vars<const N: usize>(vars: [(&'static str, Value); N]) -> Vars {
    let mut all = Vars::default();
    all.extend(&mut vars.into_iter());
    all
}

/// Creates a text, which is quoted.
pub(super) fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// Creates Terraform code.
pub(super) fn code(code: impl ToString) -> Value {
    Value::Code(code.to_string())
}

impl Vars {
    /// Sets values; one instance of the code serves lists of all lengths.
    fn extend(&mut self, vars: &mut dyn Iterator<Item = (&'static str, Value)>) {
        for (name, value) in vars {
            self.set(name, value);
        }
    }

    /// Sets a value.
    pub(super) fn set(&mut self, name: &'static str, value: Value) {
        self.0.insert(name, value);
    }

    /// Sets a text, which is quoted.
    pub(super) fn text(&mut self, name: &'static str, value: impl Into<String>) {
        self.set(name, text(value));
    }

    /// Sets Terraform code.
    pub(super) fn code(&mut self, name: &'static str, value: impl ToString) {
        self.set(name, code(value));
    }

    /// Sets a condition if it holds.
    pub(super) fn flag(&mut self, name: &'static str, holds: bool) {
        if holds {
            self.code(name, "true");
        }
    }

    /// Sets the count of an item that has several instances.
    pub(super) fn count(&mut self, item: &Item) {
        if item.count > 1 {
            self.flag("many", true);
            self.code("count", item.count);
        }
    }

    /// Copies the settings of an item that the request gives.
    pub(super) fn copy(&mut self, item: &Item, names: &[&'static str]) {
        for name in names {
            if let Some(value) = item.get(name) {
                self.set(name, Value::new(value));
            }
        }
    }

    /// Sets the name of an item that the request gives, for names that AWS must not make up.
    pub(super) fn identifier(&mut self, item: &Item, name: &str) {
        if !item.names.is_empty() {
            self.flag("named", true);
            self.text("identifier", name);
        }
    }
}

/// Returns a text of several lines as a heredoc.
pub(super) fn heredoc(text: &str) -> Value {
    let mut heredoc = String::from("<<-EOT\n");
    for line in text.lines() {
        heredoc.extend([if line.is_empty() { "" } else { "  " }, line, "\n"]);
    }
    Value::Code(heredoc + "EOT")
}

impl ModuleBuilder {
    /// Adds a template and renames its `base` blocks to `label`.
    pub(super) fn write(&mut self, block: &str, base: &str, label: &str, vars: &Vars) {
        let block = template::relabel(block, base, label);
        let text = template::fill(&block, &|name| Ok(vars.0.get(name).cloned()));
        self.texts.extend(text);
    }

    /// Adds a text once per name, even if several templates need it.
    pub(super) fn once(&mut self, name: &'static str, text: &str) {
        if self.written.insert(name) {
            self.texts.push(text.trim_end().to_owned());
        }
    }

    /// Adds an output, which comes after all other blocks.
    pub(super) fn output(&mut self, name: &str, about: &str, value: &str) {
        let name = self.label("output", name);
        self.outputs.push(format!(
            "output \"{name}\" {{\n  description = \"{about}\"\n  value = {value}\n}}"
        ));
    }

    /// Records a choice that the request left open.
    pub(super) fn assume(&mut self, what: impl Into<String>) {
        let what = what.into();
        if !self.assumed.contains(&what) {
            self.assumed.push(what);
        }
    }

    /// Records a choice if the request does not give the setting.
    pub(super) fn assume_without(&mut self, item: &Item, setting: &str, what: &str) {
        if !item.has(setting) {
            self.assume(what);
        }
    }

    /// Returns a free label for a kind of block, derived from a name.
    pub(super) fn label(&mut self, kind: &'static str, name: &str) -> String {
        let mut base: String = name
            .to_ascii_lowercase()
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
            .collect();
        if !base.starts_with(|c: char| c.is_ascii_alphabetic()) {
            base.insert_str(0, "a_");
        }
        let base = base.trim_end_matches('_');
        let label = free_name(base, |name| self.labels.contains(&(kind, name.to_owned())));
        self.labels.insert((kind, label.clone()));
        label
    }

    /// Returns the text of the module.
    pub(super) fn text(&self) -> String {
        let texts = [self.texts.as_slice(), &self.outputs].concat();
        layout(&(texts.join("\n\n") + "\n"))
    }
}
