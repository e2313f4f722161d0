//! Joins the files of a module into one text, and finds them in it.
//!
//! A joined text has a header line before each file. It begins with file separators (U+001C), one
//! more than any file has in a row, so no line of a file is taken for a header. A text without such
//! a beginning is one file. Since the headers are in the text, an edited text can be split again.

use super::{Block, Module, Span};

/// Character that header lines begin with.
const SEPARATOR: char = '\u{1C}';

/// Use of a file of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Configuration that may be changed.
    Writable,
    /// Configuration that is read only.
    ReadOnly,
    /// Values of variables, as in `terraform.tfvars`.
    Values,
    /// Selected provider versions, as in `.terraform.lock.hcl`.
    Lock,
}

impl Role {
    const ALL: [(Role, char); 4] = [
        (Role::Writable, 'w'),
        (Role::ReadOnly, 'r'),
        (Role::Values, 'v'),
        (Role::Lock, 'l'),
    ];
}

/// File of a module within a joined text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path of the file, as it was joined.
    pub path: String,
    /// Use of the file.
    pub role: Role,
    /// Bytes of the file in the joined text.
    pub span: Span,
}

impl Source {
    /// Returns whether the file is written in Terraform's JSON syntax.
    pub fn is_json(&self) -> bool {
        self.path.ends_with(".json")
    }

    /// Returns whether Terraform merges the file into the declarations of other files.
    pub fn is_override(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        let stem = name
            .strip_suffix(".tf")
            .or_else(|| name.strip_suffix(".tf.json"));
        stem.is_some_and(|stem| stem == "override" || stem.ends_with("_override"))
    }

    /// Returns whether edits may change the file.
    fn is_writable(&self) -> bool {
        self.role == Role::Writable && !self.is_json()
    }
}

/// Joins files, given as path, role and text, into one text.
///
/// ```
/// use infragenie::hcl::{parse, sources::{self, Role}};
/// let text = sources::join([
///     ("main.tf", Role::Writable, "output \"id\" { value = local.id }\n"),
///     ("values.tf", Role::ReadOnly, "locals { id = 1 }"),
/// ]);
/// let module = parse(text);
/// assert_eq!(module.blocks().count(), 2);
/// assert_eq!(sources::texts(&module.text)[1], "locals { id = 1 }");
/// ```
pub fn join<'a>(files: impl IntoIterator<Item = (&'a str, Role, &'a str)> + Clone) -> String {
    let runs = files
        .clone()
        .into_iter()
        .map(|(_, _, text)| longest_run(text));
    let mark: String = std::iter::repeat_n(SEPARATOR, runs.max().unwrap_or(0) + 1).collect();
    let mut joined = String::new();
    for (path, role, text) in files {
        let letter = Role::ALL.iter().find(|(one, _)| *one == role);
        joined.push_str(&mark);
        joined.extend(letter.map(|(_, letter)| *letter));
        joined.extend(path.chars().map(|c| if c.is_control() { ' ' } else { c }));
        // The line end before a file is that of its first line: insertions use it.
        let is_windows = text
            .split_once('\n')
            .is_some_and(|(line, _)| line.ends_with('\r'));
        joined.push_str(if is_windows { "\r\n" } else { "\n" });
        joined.push_str(text);
        joined.push('\n');
    }
    joined
}

/// Returns the number of separators in the longest run of them.
fn longest_run(text: &str) -> usize {
    let runs = text.split(|c| c != SEPARATOR).map(str::len);
    // A text without separators, which nearly all are, is not split.
    if text.contains(SEPARATOR) {
        runs.max().unwrap_or(0)
    } else {
        0
    }
}

/// Returns the files of a joined text; none if the text is a single file.
pub fn sources(text: &str) -> Vec<Source> {
    let mark = &text[..text.len() - text.trim_start_matches(SEPARATOR).len()];
    if mark.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Source> = Vec::new();
    let heads = text.match_indices(mark).map(|(at, _)| at);
    for head in heads.filter(|at| *at == 0 || text[..*at].ends_with('\n')) {
        let line = text[head..]
            .find('\n')
            .map_or(text.len(), |end| head + end + 1);
        let header = text[head + mark.len()..line].trim_end();
        let letter = header.chars().next();
        let role = Role::ALL.iter().find(|(_, one)| Some(*one) == letter);
        let Some((role, _)) = role else {
            continue;
        };
        if let Some(last) = found.last_mut() {
            last.span.end = last.span.start.max(head - 1);
        }
        found.push(Source {
            path: header.get(1..).unwrap_or_default().to_owned(),
            role: *role,
            span: Span::new(line, line.max(text.len().saturating_sub(1))),
        });
    }
    found
}

/// Returns the texts of the files of a joined text, in their order.
pub fn texts(text: &str) -> Vec<&str> {
    let spans = sources(text).into_iter();
    spans
        .map(|source| text.get(source.span.range()).unwrap_or_default())
        .collect()
}

/// Returns whether a line is the header of a file.
pub(super) fn is_header(line: &str) -> bool {
    line.starts_with(SEPARATOR)
}

impl Module {
    /// Returns the index of the file that contains a byte.
    ///
    /// A text that is a single file has none.
    pub fn source_at(&self, byte: usize) -> Option<usize> {
        let after = self.sources.partition_point(|it| it.span.start <= byte);
        after.checked_sub(1)
    }

    /// Returns the bytes of the file that contains a byte.
    pub fn file_span(&self, byte: usize) -> Span {
        let whole = Span::new(0, self.text.len());
        self.source_at(byte)
            .map_or(whole, |at| self.sources[at].span)
    }

    /// Returns whether edits may change a part of the text.
    pub fn is_writable(&self, span: Span) -> bool {
        self.source_at(span.start).is_none_or(|at| {
            let source = &self.sources[at];
            source.is_writable() && span.end <= source.span.end + 1
        })
    }

    /// Returns whether edits may change a block.
    ///
    /// A block that an override file adds to is spread over two files and stays as it is.
    pub fn may_edit(&self, block: &Block) -> bool {
        let last = block.body.items.last();
        self.is_writable(block.span) && last.is_none_or(|it| it.span().end <= block.span.end)
    }
}
