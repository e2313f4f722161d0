//! Fills a Terraform template and formats it as `terraform fmt` does.
//!
//! A template is Terraform text. `local.x` in a template is replaced by the variable `x`. A line `#
//! if x` keeps the item below it (an argument, a block, an element, a comment) only if `x` is set
//! and not `false`. A line `# unless x` keeps the item only if `x` is not set or `false`.

use crate::hcl::edit;
use crate::stable_sort::Order;
use std::collections::BTreeMap;

/// Value of the template variable `local.x`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Var {
    /// Terraform code, inserted unchanged: a number, a reference, a list.
    Code(String),
    /// Text, inserted as a quoted string.
    Text(String),
}

/// Template variables by name.
pub(super) type Vars = BTreeMap<&'static str, Var>;

impl Var {
    /// Creates code from a number or a boolean, and text from any other value.
    pub(super) fn new(value: &str) -> Var {
        let is_code = ["true", "false"].contains(&value)
            || !value.is_empty()
                && value.len() < 8
                && value.bytes().all(|byte| byte.is_ascii_digit());
        match is_code {
            true => Var::Code(value.to_owned()),
            false => Var::Text(value.to_owned()),
        }
    }
}

/// Fills a template and renames its `base` blocks to `label`.
pub(super) fn fill(block: &str, base: &str, label: &str, vars: &Vars) -> String {
    let kept = keep_lines(block, vars);
    let named = rename(&kept, base, label);
    align(&insert_values(&named, vars))
}

/// Returns the lines whose conditions hold.
fn keep_lines(block: &str, vars: &Vars) -> String {
    let holds = |name: &str| {
        !matches!(vars.get(name), None | Some(Var::Code(_)))
            || matches!(vars.get(name), Some(Var::Code(code)) if code != "false")
    };
    let mut kept: Vec<&str> = Vec::new();
    let mut lines = block.lines();
    while let Some(line) = lines.next() {
        let condition = line.trim_start();
        let is_met = match (
            condition.strip_prefix("# if "),
            condition.strip_prefix("# unless "),
        ) {
            (Some(name), _) => holds(name),
            (_, Some(name)) => !holds(name),
            _ => {
                let is_blank = line.trim().is_empty();
                let is_redundant = is_blank
                    && kept
                        .last()
                        .is_none_or(|last| last.trim().is_empty() || last.ends_with('{'));
                if line.trim() == "}" && kept.last().is_some_and(|last| last.trim().is_empty()) {
                    kept.pop();
                }
                if !is_redundant {
                    kept.push(line);
                }
                continue;
            }
        };
        if !is_met {
            skip_item(&mut lines);
        }
    }
    let mut text = kept.join("\n");
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// Skips the item below a condition: one line, or all lines to its closing bracket.
fn skip_item<'a>(lines: &mut impl Iterator<Item = &'a str>) {
    let mut depth = 0i32;
    for line in lines {
        if line.trim().is_empty() {
            continue;
        }
        for c in line.chars() {
            depth +=
                i32::from(matches!(c, '{' | '[' | '(')) - i32::from(matches!(c, '}' | ']' | ')'));
        }
        if depth <= 0
            && !line.trim_start().starts_with("# if ")
            && !line.trim_start().starts_with("# unless ")
        {
            return;
        }
    }
}

/// Renames blocks and outputs that start with `base`, and references to them.
fn rename(block: &str, base: &str, label: &str) -> String {
    if base == label {
        return block.to_owned();
    }
    let mut names: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        let mut labels = line.split('"').skip(1).step_by(2);
        let heads = ["resource ", "data ", "output "]
            .iter()
            .any(|head| line.starts_with(head));
        let (Some(first), second) = (labels.next().filter(|_| heads), labels.next()) else {
            continue;
        };
        let own = second.unwrap_or(first);
        let Some(tail) = own.strip_prefix(base) else {
            continue;
        };
        let new = format!("{label}{tail}");
        match second {
            Some(_) => {
                names.push((
                    format!("\"{first}\" \"{own}\""),
                    format!("\"{first}\" \"{new}\""),
                ));
                names.push((format!("{first}.{own}"), format!("{first}.{new}")));
            }
            None => names.push((format!("output \"{own}\""), format!("output \"{new}\""))),
        }
    }
    // The longest names come first, so that no name matches the start of another.
    names.order_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    let mut text = block.to_owned();
    for (at, (name, _)) in names.iter().enumerate() {
        text = text.replace(name, &format!("\u{1}{at}\u{2}"));
    }
    for (at, (_, new)) in names.iter().enumerate() {
        text = text.replace(&format!("\u{1}{at}\u{2}"), new);
    }
    text
}

/// Inserts the values of `local.x` and `${local.x}`.
fn insert_values(block: &str, vars: &Vars) -> String {
    let mut text = String::with_capacity(block.len());
    let mut rest = block;
    while let Some(at) = rest.find("local.") {
        let behind = &rest[at + "local.".len()..];
        let end = behind
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(behind.len());
        let (name, after) = behind.split_at(end);
        let var = vars.get(name);
        let before = &rest[..at];
        match (var, before.strip_suffix("${"), after.strip_prefix('}')) {
            (Some(Var::Text(value)), Some(before), Some(after)) => {
                let quoted = edit::quote(value);
                text.push_str(before);
                text.push_str(quoted.trim_matches('"'));
                rest = after;
                continue;
            }
            (Some(Var::Text(value)), ..) => {
                text.push_str(before);
                text.push_str(&edit::quote(value));
            }
            (Some(Var::Code(code)), ..) => {
                let indent = before.rsplit('\n').next().unwrap_or_default();
                let indent = &indent[..indent.len() - indent.trim_start().len()];
                text.push_str(before);
                text.push_str(&code.replace('\n', &format!("\n{indent}")));
            }
            (None, ..) => {
                text.push_str(before);
                text.push_str("local.");
                text.push_str(name);
            }
        }
        rest = after;
    }
    text.push_str(rest);
    text.lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n")
        + "\n"
}

/// Aligns the equals signs of arguments on consecutive lines.
fn align(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut from = 0;
    let mut is_script = false;
    while from < lines.len() {
        if lines[from].contains("<<-") {
            is_script = true;
        } else if lines[from].trim() == "EOT" || lines[from].trim().starts_with("EOT") {
            is_script = false;
        }
        let Some((indent, _, _)) = assignment(&lines[from]).filter(|_| !is_script) else {
            from += 1;
            continue;
        };
        let run = lines[from..]
            .iter()
            .take_while(|line| {
                assignment(line).is_some_and(|(other, _, value)| {
                    other == indent && !continues_on_next_line(value)
                })
            })
            .count();
        let widest = lines[from..from + run]
            .iter()
            .filter_map(|line| assignment(line))
            .map(|(_, name, _)| name.len())
            .max();
        for line in lines[from..from + run].iter_mut() {
            if let (Some(widest), Some((indent, name, value))) = (widest, assignment(line)) {
                *line = format!("{:indent$}{name:widest$} = {value}", "");
            }
        }
        if run == 0
            && let Some((indent, name, value)) = assignment(&lines[from])
        {
            lines[from] = format!("{:indent$}{name} = {value}", "");
        }
        from += run.max(1);
    }
    lines.join("\n") + "\n"
}

/// Returns the indentation, the name and the value if a line is an argument.
fn assignment(line: &str) -> Option<(usize, &str, &str)> {
    let (name, value) = line.split_once('=')?;
    let name = name.trim_end();
    let indent = name.len() - name.trim_start().len();
    let name = name.trim_start();
    let is_name = !name.is_empty()
        && (name.starts_with('"') && name.ends_with('"')
            || name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
    (is_name && !value.starts_with('=')).then(|| (indent, name, value.trim_start()))
}

/// Whether a value continues on the next line.
fn continues_on_next_line(value: &str) -> bool {
    value.ends_with(['{', '[', '(']) || value.contains("<<-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_renames_and_aligns_a_template() {
        let block = "resource \"aws_sqs_queue\" \"queue\" {\n  # if fifo\n  fifo_queue = true\n  name = \"${local.name}-x\"\n  delay_seconds = local.delay\n\n  # if dead\n  redrive_policy = jsonencode({\n    a = aws_sqs_queue.queue_dead.arn\n  })\n}\n\n# unless dead\noutput \"queue\" {\n  value = aws_sqs_queue.queue.id\n}\n";
        let vars = Vars::from([
            ("name", Var::Text("a\"b".into())),
            ("delay", Var::Code("5".into())),
        ]);
        assert_eq!(
            fill(block, "queue", "jobs", &vars),
            "resource \"aws_sqs_queue\" \"jobs\" {\n  name          = \"a\\\"b-x\"\n  delay_seconds = 5\n}\n\noutput \"jobs\" {\n  value = aws_sqs_queue.jobs.id\n}\n"
        );
    }
}
