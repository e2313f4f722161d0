//! Builds the text of a module from filled templates.

use super::template::{self, Var, Vars};
use std::collections::BTreeSet;

/// Builder of one module.
#[derive(Debug, Default)]
pub(super) struct ModuleBuilder {
    texts: Vec<String>,
    /// Assumptions, one line each.
    pub(super) assumed: Vec<String>,
    labels: BTreeSet<(&'static str, String)>,
    written: BTreeSet<&'static str>,
}

/// Creates template variables from names and values.
pub(super) fn vars<const N: usize>(vars: [(&'static str, Var); N]) -> Vars {
    Vars::from(vars)
}

/// Creates a text variable, which is quoted.
pub(super) fn text(text: impl Into<String>) -> Var {
    Var::Text(text.into())
}

/// Creates a variable that holds Terraform code.
pub(super) fn code(code: impl ToString) -> Var {
    Var::Code(code.to_string())
}

impl ModuleBuilder {
    /// Adds a template and renames its `base` blocks to `label`.
    pub(super) fn write(&mut self, block: &str, base: &str, label: &str, vars: &Vars) {
        self.texts.push(template::fill(block, base, label, vars));
    }

    /// Adds a text once per name, even if several templates need it.
    pub(super) fn once(&mut self, name: &'static str, text: &str) {
        if self.written.insert(name) {
            self.texts.push(text.to_owned());
        }
    }

    /// Records a choice that the request left open.
    pub(super) fn assume(&mut self, what: impl Into<String>) {
        let what = what.into();
        if !self.assumed.contains(&what) {
            self.assumed.push(what);
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
        let base = base.trim_end_matches('_').to_owned();
        let mut label = base.clone();
        let mut at = 2;
        while !self.labels.insert((kind, label.clone())) {
            label = format!("{base}_{at}");
            at += 1;
        }
        label
    }

    /// Returns the text of the module.
    pub(super) fn text(&self) -> String {
        self.texts.join("\n")
    }
}
