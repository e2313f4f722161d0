//! Chooses the file of a module that a new block is written to.

use super::{Block, Module, Span};
use crate::hcl::Source;

/// Names of the files that hold all blocks of a type, by convention.
const FILES: &[(&str, &[&str])] = &[
    ("data", &["data.tf", "data_sources.tf"]),
    ("variable", &["variables.tf", "vars.tf", "inputs.tf"]),
    ("output", &["outputs.tf", "output.tf"]),
    ("locals", &["locals.tf"]),
    ("provider", &["providers.tf", "provider.tf", "versions.tf"]),
    ("terraform", &["versions.tf", "terraform.tf"]),
];

/// Returns the bytes of the file for a new block.
///
/// This is the file of its kind, such as `data.tf`, or else the one with the most blocks of its
/// type, or with the most resources. A text that is a single file is returned as a whole.
pub(crate) fn file_for(module: &Module, text: &str) -> Span {
    let may_be = |it: &&Source| module.is_writable(it.span) && !it.is_override();
    let files: Vec<&Source> = module.sources.iter().filter(may_be).collect();
    let mut words = text
        .split([' ', '"', '\n', '{'])
        .filter(|word| !word.is_empty());
    let (kind, type_name) = (words.next().unwrap_or_default(), words.next());
    let usual = FILES.iter().find(|(own, _)| *own == kind);
    let named = files.iter().find(|it| {
        let name = it.path.rsplit('/').next().unwrap_or_default();
        usual.is_some_and(|(_, names)| names.contains(&name))
    });
    let count = |file: &&&Source, is_one: &dyn Fn(&Block) -> bool| {
        let blocks = module.blocks();
        let within = blocks.filter(|it| module.file_span(it.span.start) == file.span);
        within.filter(|block| is_one(block)).count()
    };
    let most = |is_one: &dyn Fn(&Block) -> bool| {
        // Of files with equally many the first is taken.
        let best = files.iter().rev().max_by_key(|file| count(file, is_one));
        best.filter(|file| count(file, is_one) > 0)
    };
    let like = |it: &Block| it.kind.text == kind && it.type_name() == type_name;
    let of_type = || most(&like).filter(|_| kind == "resource");
    let file = named.or_else(of_type);
    let file = file.or_else(|| most(&|it| it.kind.text == "resource"));
    match file.or(files.first()) {
        Some(file) => file.span,
        None => module.file_span(module.text.len()),
    }
}
