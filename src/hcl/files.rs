//! Splits a module into the files of a conventional Terraform directory.
//!
//! Variables and outputs get their own files; everything else goes into `main.tf`.

use super::edit::{self, Edit};
use super::{Block, Module, Span};
use crate::stable_sort::Order;
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

/// A file with its name and its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct TextFile {
    /// File name, such as `main.tf`.
    pub name: String,
    /// File content; empty if the module has nothing for this file.
    pub text: String,
}

/// Splits a module into `main.tf`, `variables.tf` and `outputs.tf`.
///
/// Each block is in exactly one of the files, as written and with the comment above it. A module
/// with syntax problems is not split and stays in `main.tf`.
///
/// ```
/// use infragenie::hcl::{self, files::files};
/// let module = hcl::parse("# Who.\nvariable \"name\" {}\n\nresource \"aws_vpc\" \"main\" {}\n");
/// let [main, variables, outputs] = files(&module);
/// assert_eq!(main.text, "resource \"aws_vpc\" \"main\" {}\n");
/// assert_eq!(variables.text, "# Who.\nvariable \"name\" {}\n");
/// assert_eq!(outputs.text, "");
/// ```
pub fn files(module: &Module) -> [TextFile; 3] {
    let of = |kind: &'static str| {
        let blocks = module.body.blocks_of(kind);
        blocks.filter(|_| module.problems.is_empty())
    };
    let moved = of("variable").chain(of("output"));
    let spans = moved.map(|block| edit::remove(module, block.span).span);
    let edits = deletions(&module.text, spans.collect());
    match edit::splice(&module.text, &edits) {
        Ok(main) => [
            file("main.tf", format!("{}\n", main.trim())),
            file("variables.tf", text(module, of("variable"))),
            file("outputs.tf", text(module, of("output"))),
        ],
        Err(_) => [
            file("main.tf", module.text.clone()),
            file("variables.tf", String::new()),
            file("outputs.tf", String::new()),
        ],
    }
}

/// Deletes spans and the empty lines around them that are no longer needed.
fn deletions(text: &str, mut spans: Vec<Span>) -> Vec<Edit> {
    spans.order();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ => joined.push(span),
        }
    }
    let edits = joined.into_iter().map(|span| {
        let above = text[..span.start].trim_end();
        let line_end = text[above.len()..].find('\n').map_or(0, |at| at + 1);
        let below = text[span.end..].lines().next().unwrap_or_default();
        let start = match below.trim() {
            "" => (above.len() + line_end).min(span.start),
            _ => span.start,
        };
        Edit::delete(Span::new(start, span.end))
    });
    edits.collect()
}

fn file(name: &str, text: String) -> TextFile {
    let name = name.to_owned();
    TextFile { name, text }
}

/// Joins blocks, each with the comment above it.
fn text<'m>(module: &Module, blocks: impl Iterator<Item = &'m Block>) -> String {
    let texts = blocks.map(|block| {
        let comment = edit::comment_above(module, block.span);
        format!("{comment}{}\n", &module.text[block.span.range()])
    });
    texts.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn puts_every_block_unchanged_in_one_file() {
        let text = "terraform {}\n\n# The name.\n# Of all.\nvariable \"name\" {\n  type = string\n}\n\
                    variable \"text\" {\n  default = <<-END\n    output \"no\" {}\n  END\n}\n\n\
                    resource \"a_b\" \"c\" {}\n\noutput \"id\" {\n  value = a_b.c.id # why\n}\n";
        let [main, variables, outputs] = files(&parse(text));
        assert_eq!(main.text, "terraform {}\n\nresource \"a_b\" \"c\" {}\n");
        assert_eq!(
            variables.text,
            "# The name.\n# Of all.\nvariable \"name\" {\n  type = string\n}\n\n\
             variable \"text\" {\n  default = <<-END\n    output \"no\" {}\n  END\n}\n"
        );
        assert_eq!(
            outputs.text,
            "output \"id\" {\n  value = a_b.c.id # why\n}\n"
        );
        let all = [&main, &variables, &outputs].map(|file| parse(file.text.as_str()));
        let count: usize = all.iter().map(|module| module.blocks().count()).sum();
        assert_eq!(count, parse(text).blocks().count());
    }

    #[test]
    fn keeps_a_module_with_syntax_problems_in_one_file() {
        let text = "variable \"a\" {}\nresource \"a_b\" \"c\" {\n";
        let [main, variables, outputs] = files(&parse(text));
        assert_eq!(
            (main.text.trim_end(), &*variables.text, &*outputs.text),
            (text.trim_end(), "", "")
        );
    }
}
