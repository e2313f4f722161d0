//! Blocks and what to put in, one after the other, the text of a module out.

use super::template::{self, Var, Vars};
use std::collections::BTreeSet;

/// A module that is being written.
#[derive(Debug, Default)]
pub(super) struct ModuleBuilder {
    texts: Vec<String>,
    /// What was assumed, one line each.
    pub(super) assumed: Vec<String>,
    labels: BTreeSet<(&'static str, String)>,
    written: BTreeSet<&'static str>,
}

/// Texts to put in.
pub(super) fn vars<const N: usize>(vars: [(&'static str, Var); N]) -> Vars {
    Vars::from(vars)
}

/// A text.
pub(super) fn text(text: impl Into<String>) -> Var {
    Var::Text(text.into())
}

/// Terraform.
pub(super) fn code(code: impl ToString) -> Var {
    Var::Code(code.to_string())
}

impl ModuleBuilder {
    /// Writes a block whose `base` is called `label`.
    pub(super) fn write(&mut self, block: &str, base: &str, label: &str, vars: &Vars) {
        self.texts.push(template::fill(block, base, label, vars));
    }

    /// Writes a block once, however often it is needed.
    pub(super) fn once(&mut self, name: &'static str, text: &str) {
        if self.written.insert(name) {
            self.texts.push(text.to_owned());
        }
    }

    /// Tells what was not asked for and had to be chosen.
    pub(super) fn assume(&mut self, what: impl Into<String>) {
        let what = what.into();
        if !self.assumed.contains(&what) {
            self.assumed.push(what);
        }
    }

    /// A label of a kind that is still free, made of a name.
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

    /// The text of the module.
    pub(super) fn text(&self) -> String {
        self.texts.join("\n")
    }
}
