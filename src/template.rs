//! Fills Terraform templates with values, conditions and names.
//!
//! A template is Terraform with the layout of `terraform fmt`:
//!
//! | in a template | meaning |
//! |---|---|
//! | `local.x` `${local.x}` | the value `x`, as an expression and within a string |
//! | `# if x` | keeps the item below (an argument, a block, an element, a comment) if `x` is set and not `false` |
//! | `# unless x` | keeps the item below if `x` is not set or `false` |
//! | `## NAME` | begins the template `NAME` of a file that has several |

use crate::hcl::edit;
use std::borrow::Cow;

/// Value of the placeholder `local.x`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Terraform code, inserted unchanged: a number, a reference, a list.
    Code(String),
    /// Text, inserted as a quoted string.
    Text(String),
}

/// Function that returns the value of a placeholder, or why there is none.
pub type Values<'v> = dyn Fn(&str) -> Result<Option<Value>, String> + 'v;

/// New address of a block in a template.
#[derive(Clone, Debug)]
pub struct Rename {
    /// Address in the template.
    pub from: String,
    /// Address in the module.
    pub to: String,
    /// Index of an instance, such as `[count.index]`, for references to attributes.
    pub index: Option<&'static str>,
}

impl Value {
    /// Creates code from a number or a boolean, and text from any other value.
    pub fn new(value: &str) -> Value {
        let is_number = (1..8).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit());
        match is_number || ["true", "false"].contains(&value) {
            true => Value::Code(value.to_owned()),
            false => Value::Text(value.to_owned()),
        }
    }
}

/// Returns the templates of a file with their names.
pub fn sections(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let sections = file.split("## ").filter(|section| !section.is_empty());
    sections.map(|section| section.split_once('\n').unwrap_or((section, "")))
}

/// Returns the first of `base`, `base_2`, `base_3`, … that is free.
pub fn free_name(base: &str, mut is_taken: impl FnMut(&str) -> bool) -> String {
    let mut name = base.to_owned();
    let mut number = 1_usize;
    while is_taken(&name) {
        number += 1;
        name = format!("{base}_{number}");
    }
    name
}

/// Returns the top-level blocks with their conditions, and the inclusions.
pub fn blocks(text: &str) -> Vec<&str> {
    let mut blocks = Vec::new();
    let (mut at, mut start) = (0, None);
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let line = line.trim_end();
        let is_inclusion = line.starts_with("# include ") || line.starts_with("# needs ");
        let is_comment = line.is_empty() || line.starts_with('#');
        if start.is_none() && (is_inclusion || condition(line).is_some() || !is_comment) {
            start = Some(at);
        }
        let is_end = line == "}" || line.ends_with("{}") && !line.starts_with(' ');
        if is_end || is_inclusion {
            blocks.extend(start.take().map(|start| text[start..end].trim_end()));
        }
        at = end;
    }
    blocks
}

/// Returns the address of the block that a text begins with, conditions aside.
pub fn address(text: &str) -> String {
    let lines = text.lines().find(|line| !line.starts_with('#'));
    let head = lines.unwrap_or_default();
    let mut labels = head.split('"').skip(1).step_by(2);
    let (first, second) = (labels.next().unwrap_or_default(), labels.next());
    match (head.split(' ').next(), second) {
        (Some("resource"), Some(name)) => format!("{first}.{name}"),
        (Some("provider"), _) => {
            let alias = text
                .split_once("alias")
                .and_then(|(_, rest)| rest.split('"').nth(1));
            format!("provider.{first}.{}", alias.unwrap_or_default())
        }
        (Some(kind), Some(name)) => format!("{kind}.{first}.{name}"),
        (Some(kind), None) if !first.is_empty() => format!("{kind}.{first}"),
        _ => String::new(),
    }
}

/// Fills a template: keeps the items whose conditions hold, and inserts the values.
///
/// A placeholder without a value stays.
///
/// # Errors
///
/// Returns the error of a value.
pub fn fill(template: &str, values: &Values) -> Result<String, String> {
    insert_values(&keep_items(template, values)?, values)
}

/// Renames the blocks whose labels begin with `base`, and references to them.
pub fn relabel(template: &str, base: &str, label: &str) -> String {
    if base == label {
        return template.to_owned();
    }
    let addresses = blocks(template).into_iter().map(address);
    let renames = addresses.filter_map(|from| {
        let (before, name) = from.rsplit_once('.')?;
        let to = format!("{before}.{label}{}", name.strip_prefix(base)?);
        let index = None;
        Some(Rename { from, to, index })
    });
    rename(template, &renames.collect::<Vec<_>>())
}

/// Renames blocks of a template, and references to them, all at once.
pub fn rename(template: &str, renames: &[Rename]) -> String {
    if renames.is_empty() {
        return template.to_owned();
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let mut text = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some(start) = rest.find(is_part) {
        let end = rest[start..]
            .find(|c| !is_part(c))
            .map_or(rest.len(), |end| start + end);
        let token = &rest[start..end];
        text.push_str(&rest[..start]);
        rest = &rest[end..];
        // A header has the address in quotes: `resource "aws_vpc" "main"`.
        let heads = ["resource", "data", "output", "variable", "provider"];
        if heads.contains(&token)
            && (text.is_empty() || text.ends_with('\n'))
            && let Some((header, behind)) = renamed_header(
                &template[template.len() - rest.len() - token.len()..],
                renames,
            )
        {
            text.push_str(&header);
            rest = behind;
            continue;
        }
        let renames = if token.contains('.') { renames } else { &[] };
        let found = renames.iter().find_map(|rename| {
            let from = rename
                .from
                .strip_prefix("provider.")
                .unwrap_or(&rename.from);
            let path = token.strip_prefix(from)?;
            (path.is_empty() || path.starts_with('.')).then_some((rename, path))
        });
        match found {
            Some((rename, path)) => {
                text.push_str(rename.to.strip_prefix("provider.").unwrap_or(&rename.to));
                if !path.is_empty() {
                    text.push_str(rename.index.unwrap_or_default());
                    text.push_str(path);
                }
            }
            None => text.push_str(token),
        }
    }
    text.push_str(rest);
    text
}

/// Returns the header of the block that a text begins with, renamed, and the text behind it.
fn renamed_header<'t>(text: &'t str, renames: &[Rename]) -> Option<(String, &'t str)> {
    let from = address(text);
    let to = &renames.iter().find(|rename| rename.from == from)?.to;
    let quoted = |address: &str| Some(format!("\"{}\"", address.rsplit('.').next()?));
    // The name of a provider is its alias, an argument.
    let end = text.find(if text.starts_with("provider") {
        "\n}"
    } else {
        "{"
    })?;
    let (head, behind) = text.split_at(end);
    let (before, after) = head.rsplit_once(&quoted(&from)?)?;
    Some((format!("{before}{}{after}", quoted(to)?), behind))
}

/// Returns whether a line is a condition: its name, and whether the value has to be set.
fn condition(line: &str) -> Option<(&str, bool)> {
    let line = line.trim_start().strip_prefix("# ")?;
    let of = |word, is_set| Some((line.strip_prefix(word)?, is_set));
    of("if ", true).or_else(|| of("unless ", false))
}

/// Returns the lines of a template whose conditions hold.
fn keep_items<'t>(template: &'t str, values: &Values) -> Result<Cow<'t, str>, String> {
    if !template.contains("# if ") && !template.contains("# unless ") {
        return Ok(Cow::Borrowed(template.trim_end()));
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut lines = template.lines();
    while let Some(line) = lines.next() {
        if let Some((name, is_wanted)) = condition(line) {
            let value = values(name)?;
            let is_set = value.is_some_and(|value| value != Value::Code("false".to_owned()));
            if is_set != is_wanted {
                skip_item(&mut lines);
            }
            continue;
        }
        let last = kept.last().map_or("", |last| last.trim());
        let follows_break = last.is_empty() || last.ends_with('{') || last.starts_with('#');
        match line.trim() {
            "" if follows_break => continue,
            "}" if last.is_empty() => drop(kept.pop()),
            _ => {}
        }
        kept.push(line);
    }
    let mut text = kept.join("\n");
    text.truncate(text.trim_end().len());
    Ok(Cow::Owned(text))
}

/// Skips the item below a condition: one line, or all lines to its closing bracket.
fn skip_item<'a>(lines: &mut impl Iterator<Item = &'a str>) {
    let mut depth = 0i32;
    for line in lines.filter(|line| !line.trim().is_empty()) {
        let brackets = |all: [char; 3]| line.matches(all).count() as i32;
        depth += brackets(['{', '[', '(']) - brackets(['}', ']', ')']);
        if depth <= 0 && condition(line).is_none() {
            return;
        }
    }
}

/// Inserts the values of `local.x` and `${local.x}`.
fn insert_values(template: &str, values: &Values) -> Result<String, String> {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once("local.") {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = behind.find(|c| !is_part(c)).unwrap_or(behind.len());
        let (name, after) = behind.split_at(end);
        rest = after;
        match (
            values(name)?,
            before.strip_suffix("${"),
            after.strip_prefix('}'),
        ) {
            (Some(Value::Text(value)), Some(before), Some(after)) => {
                text.push_str(before);
                text.push_str(edit::quote(&value).trim_matches('"'));
                rest = after;
            }
            (Some(Value::Text(value)), ..) => {
                text.push_str(before);
                text.push_str(&edit::quote(&value));
            }
            (Some(Value::Code(code)), ..) => {
                text.push_str(before);
                let line = text.rsplit('\n').next().unwrap_or_default();
                let indent = line[..line.len() - line.trim_start().len()].to_owned();
                for (at, line) in code.split('\n').enumerate() {
                    if at > 0 {
                        text.push('\n');
                        text.push_str(if line.is_empty() { "" } else { &indent });
                    }
                    text.push_str(line);
                }
            }
            (None, ..) => text.extend([before, "local.", name]),
        }
    }
    text.push_str(rest);
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str, values: &[(&str, Value)]) -> String {
        let value = |name: &str| values.iter().find(|(of, _)| *of == name);
        fill(template, &|name| {
            Ok(value(name).map(|(_, value)| value.clone()))
        })
        .unwrap()
    }

    #[test]
    fn keeps_items_whose_conditions_hold() {
        let template = "a {\n  # if b\n  b = 1\n\n  # unless b\n  c {\n    d = 1\n  }\n\n  # if e\n  # note\n  e = 2\n}\n\n# if f\nf {\n}\n";
        let set = |value: &str| [("b", Value::Code(value.to_owned()))];
        assert_eq!(filled(template, &set("1")), "a {\n  b = 1\n\n  e = 2\n}");
        let unset = "a {\n  c {\n    d = 1\n  }\n\n  e = 2\n}";
        assert_eq!(filled(template, &set("false")), unset);
        assert_eq!(filled(template, &[]), unset);
    }

    #[test]
    fn inserts_code_and_quoted_text() {
        let values = [
            ("text", Value::Text("a\"${b}".to_owned())),
            ("code", Value::Code("[\n  1,\n\n]".to_owned())),
        ];
        assert_eq!(
            filled(
                "a {\n  x = local.text\n  y = \"${local.text}-\"\n  z = local.code\n  u = local.other\n}",
                &values
            ),
            "a {\n  x = \"a\\\"$${b}\"\n  y = \"a\\\"$${b}-\"\n  z = [\n    1,\n\n  ]\n  u = local.other\n}"
        );
        assert!(fill("local.x", &|_| Err("unknown".to_owned())).is_err());
    }

    #[test]
    fn renames_all_blocks_at_once() {
        let template = "resource \"t\" \"this\" {\n  a = t.this_b.id\n  b = [\"t.this_c\", t.thiss, data.t.this.x]\n}\n\ndata \"t\" \"this_b\" {}\n\noutput \"this\" {\n  value = \"${t.this.id}\"\n}\n";
        let renamed = relabel(template, "this", "this_b");
        assert_eq!(
            renamed,
            template
                .replace("\"this_b\"", "\"this_b_b\"")
                .replace("\"this\"", "\"this_b\"")
                .replace("t.this.id", "t.this_b.id")
        );
        let rename_one = |from: &str, to: &str| Rename {
            from: from.to_owned(),
            to: to.to_owned(),
            index: Some("[0]"),
        };
        let provider =
            "provider \"aws\" {\n  alias = \"a\"\n}\nx { p = aws.a, d = [t.b], e = t.b.id }";
        let renames = [
            rename_one("provider.aws.a", "provider.aws.a_2"),
            rename_one("t.b", "t.c"),
        ];
        assert_eq!(
            rename(provider, &renames),
            "provider \"aws\" {\n  alias = \"a_2\"\n}\nx { p = aws.a_2, d = [t.c], e = t.c[0].id }"
        );
    }

    #[test]
    fn finds_the_parts_of_a_file() {
        let file = "## a\n# A comment.\n# if b\nx \"y\" {\n  z {}\n}\n# include c\ndata \"d\" \"e\" {}\n\n## f\n";
        let (name, text) = sections(file).next().unwrap();
        assert_eq!((name, sections(file).count()), ("a", 2));
        let found = [
            "# if b\nx \"y\" {\n  z {}\n}",
            "# include c",
            "data \"d\" \"e\" {}",
        ];
        assert_eq!(blocks(text), found);
        assert_eq!(found.map(address), ["x.y", "", "data.d.e"]);
        assert_eq!(free_name("a", |name| ["a", "a_2"].contains(&name)), "a_3");
    }
}
