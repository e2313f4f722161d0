//! Finds text that a reader does not see or reads wrongly.

use super::Author;
use super::reader::{Reader, host_of};
use crate::hcl::ExpressionKind;
use crate::words::is_invisible;

/// Blanks in a line after which text is out of sight.
const BLANKS_MAX: usize = 100;
/// Empty lines after which text is out of sight.
const EMPTY_LINES_MAX: usize = 60;
/// Minimum characters of an encoded text.
const ENCODED_CHARS_MIN: usize = 24;
/// Escapes of ordinary characters in one string that hide what it says.
const ESCAPES_MAX: usize = 4;
/// Maximum bytes of a line in which escapes are counted.
const ESCAPED_BYTES_MAX: usize = 1_000;
/// Arguments whose later changes a plan must show.
const WATCHED: &[&str] = strings! {
    "all", "policy", "assume_role_policy", "inline_policy", "managed_policy_arns", "ingress",
    "egress", "user_data", "user_data_base64", "cidr_blocks", "principal", "policy_arn",
    "security_groups", "vpc_security_group_ids", "publicly_accessible", "acl", "public_key",
    "source_code_hash", "s3_key", "image_uri", "filename", "container_definitions", "ami",
};

/// Writes out the characters of a text that are not displayed, each as `‹U+202E›`.
///
/// The text becomes one line.
///
/// ```
/// assert_eq!(infragenie::safety::visible("a\u{202E}b\n c"), "a‹U+202E›b c");
/// ```
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' | ' ' => {
                if !shown.ends_with(' ') {
                    shown.push(' ');
                }
            }
            c if c.is_control() || is_invisible(c) => {
                shown.push_str(&format!("‹U+{:04X}›", u32::from(c)));
            }
            c => shown.push(c),
        }
    }
    shown.trim().to_owned()
}

pub(super) fn find(reader: &mut Reader) {
    characters(reader);
    names(reader);
    far_text(reader);
    encoded(reader);
    escapes(reader);
    if reader.author == Author::Model {
        lifecycle(reader);
    }
}

/// Reports the first hidden character of each block, and of each line outside of blocks.
fn characters(reader: &mut Reader) {
    let text = reader.module.text.as_str();
    let is_visible = |byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    if text.bytes().all(is_visible) {
        return;
    }
    let sources = &reader.module.sources;
    let is_start = |at| at == 0 || sources.iter().any(|it| it.span.start == at);
    let mut before = ' ';
    let mut reported_to = 0;
    for (at, c) in text.char_indices() {
        // An editor can end a line at a lone carriage return, Terraform does not.
        let is_line_end = c == '\r' && text[at + 1..].starts_with('\n');
        let is_layout = matches!(c, '\n' | '\t') || is_line_end;
        let is_hidden = is_invisible(c) || (c.is_control() && !is_layout);
        let after = || text[at + c.len_utf8()..].chars().next().unwrap_or(' ');
        // Emoji and several scripts need joiners, and a file may begin with a byte order mark.
        let is_script = |c: char| !c.is_ascii() && !is_invisible(c);
        let is_joiner = matches!(c, '\u{200C}' | '\u{200D}') && is_script(before);
        let is_emoji_tag = ('\u{E0020}'..='\u{E007F}').contains(&c) && is_emoji_flag(before);
        let is_normal =
            (is_joiner && is_script(after())) || is_emoji_tag || (c == '\u{FEFF}' && is_start(at));
        if is_hidden && !is_normal && at >= reported_to {
            let line = text[..at].rfind('\n').map_or(0, |line| line + 1);
            let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
            let start = text[line..at].char_indices().rev().nth(30);
            let start = start.map_or(line, |(start, _)| line + start);
            reader.report("IG_SAFETY_301", at, &text[start..end]);
            let block = reader.module.block_at(at);
            reported_to = block.map_or(end, |block| block.span.end.max(end));
        }
        before = c;
    }
}

/// Returns whether a character belongs to a flag that tags write, such as that of Scotland.
fn is_emoji_flag(c: char) -> bool {
    c == '\u{1F3F4}' || ('\u{E0020}'..='\u{E007E}').contains(&c)
}

/// Returns whether a letter can be taken for a Latin one.
fn is_confusable(c: char) -> bool {
    matches!(c,
        '\u{0370}'..='\u{03FF}' | '\u{0400}'..='\u{052F}' | '\u{0531}'..='\u{058F}'
        | '\u{13A0}'..='\u{13FF}' | '\u{1D00}'..='\u{1D7F}' | '\u{2100}'..='\u{214F}'
        | '\u{2160}'..='\u{2188}' | '\u{A4D0}'..='\u{A4FF}' | '\u{AB30}'..='\u{ABBF}'
        | '\u{FF10}'..='\u{FF5A}' | '\u{1D400}'..='\u{1D7FF}' | '\u{0251}' | '\u{0261}'
        | '\u{01C0}' | '\u{0131}' | '\u{0237}')
        && c.is_alphanumeric()
}

/// Returns whether a letter looks exactly like a Latin one.
fn is_lookalike(c: char) -> bool {
    "аеорсухіјѕһԁԛԝкмтвнАВЕКМНОРСТУХІЈЅαοορνικτΑΒΕΖΗΙΚΜΝΟΡΤΥΧ".contains(c)
}

/// Reports words and names that mix letters of several scripts, and hosts that are not ASCII.
fn names(reader: &mut Reader) {
    let text = reader.module.text.as_str();
    if !text.is_ascii() {
        let mut start = 0;
        let is_of_word = |c: char| c.is_alphanumeric() || "_-.".contains(c);
        for word in text.split(|c: char| !is_of_word(c)) {
            let at = word.as_ptr() as usize - text.as_ptr() as usize;
            let parts = word.split(['.', '-', '_']);
            let mixes = parts.clone().any(|part| {
                let has_latin = part.chars().any(|c| c.is_ascii_alphabetic());
                has_latin && part.chars().any(is_confusable)
            });
            let letters = || word.chars().filter(|c| c.is_alphabetic());
            let is_name = reader.module.block_at(at).is_some_and(|block| {
                block
                    .labels
                    .iter()
                    .any(|label| label.span.range().contains(&at))
            });
            let is_copy = letters().count() > 1 && letters().all(is_lookalike);
            let is_mixed_name =
                letters().any(is_lookalike) && letters().any(|c| c.is_ascii_alphabetic());
            if (mixes || is_copy && is_name || is_mixed_name) && at >= start {
                let letters = word.chars().filter(|c| is_confusable(*c));
                let letters: Vec<String> = letters
                    .map(|c| format!("{c} is U+{:04X}", u32::from(c)))
                    .collect();
                reader.report(
                    "IG_SAFETY_302",
                    at,
                    format!("{word} ({})", letters.join(", ")),
                );
                start = at + word.len();
            }
        }
    }
    for (at, _) in text.match_indices("://") {
        let host = host_of(&text[at..]).unwrap_or_default();
        if host.starts_with("xn--") || host.contains(".xn--") || !host.is_ascii() {
            reader.report("IG_SAFETY_302", at, host);
        }
    }
}

/// Reports text after many blanks in a line or after many empty lines.
fn far_text(reader: &mut Reader) {
    let text = reader.module.text.as_str();
    let (mut at, mut empty) = (0, 0);
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        if content.is_empty() {
            empty += 1;
        } else {
            let is_far_below = empty >= EMPTY_LINES_MAX;
            let mut run = 0;
            let mut is_far_right = false;
            // A line that is too short for the blanks needs no look at its characters.
            let can_be_far = content.len() > BLANKS_MAX || content.contains('\t');
            for c in content.chars().take_while(|_| can_be_far) {
                let width = match c {
                    '\t' => 4,
                    c if c.is_whitespace() => 1,
                    _ => 0,
                };
                is_far_right |= width == 0 && run >= BLANKS_MAX;
                run = if width == 0 { 0 } else { run + width };
            }
            if is_far_below || is_far_right {
                reader.report("IG_SAFETY_303", at + content.len() - 1, content);
            }
            empty = 0;
        }
        at += line.len();
    }
}

/// Returns whether a text is encoded in base64 or hexadecimal digits.
fn is_encoded(text: &str) -> bool {
    let compact: String = text.split_whitespace().collect();
    let is_of_code = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=_-".contains(&byte);
    // A certificate is public, and its encoding is common.
    let is_certificate = compact.starts_with("LS0tLS1CRUdJTiBDRVJU");
    !is_certificate && compact.len() >= ENCODED_CHARS_MIN && compact.bytes().all(is_of_code)
}

/// Returns whether a text is one word with capitals and small letters, as encoded text is.
fn is_one_mixed_word(text: &str) -> bool {
    let has = |is: fn(char) -> bool| text.contains(is);
    has(|c| c.is_ascii_uppercase()) && has(|c| c.is_ascii_lowercase()) && !text.trim().contains(' ')
}

/// Reports literals that are decoded before they are used, and scripts that decode themselves.
fn encoded(reader: &mut Reader) {
    let decoding = ["base64decode", "base64gunzip", "textdecodebase64"];
    for argument in reader.arguments() {
        let mut found = Vec::new();
        let add = |found: &mut Vec<_>, it: &crate::hcl::Expression| {
            let texts = reader.texts(it).into_iter().filter(|text| is_encoded(text));
            found.extend(texts.map(|text| (it.span.start, text)));
        };
        // The material of a key is no text. A script is no single word, unless it is encoded.
        let is_code = ["_base64", "_b64"]
            .iter()
            .any(|end| argument.name.ends_with(end))
            && !argument.name.starts_with("key_material");
        if is_code {
            add(&mut found, argument.value);
        } else if argument.name == "user_data" {
            let texts = reader.texts(argument.value).into_iter();
            let words = texts.filter(|text| is_encoded(text) && is_one_mixed_word(text));
            let is_plain = argument.value.call().is_none();
            found.extend(
                words
                    .filter(|_| is_plain)
                    .map(|text| (argument.value.span.start, text)),
            );
        }
        super::reader::for_each(argument.value, &mut |it| {
            if let Some((name, arguments)) = it.call()
                && decoding.contains(&name)
            {
                arguments.iter().for_each(|it| add(&mut found, it));
            }
            // A text that is written backwards is written to be misread.
            if let Some(("strrev", [text])) = it.call() {
                let texts = reader.texts(text).into_iter();
                found.extend(texts.map(|text| (it.span.start, text)));
            }
        });
        for (at, text) in found {
            reader.report("IG_SAFETY_304", at, text);
        }
        let mut scripts = Vec::new();
        super::reader::for_each(argument.value, &mut |it| {
            if let ExpressionKind::Template { .. } = it.kind {
                scripts.push(it.span);
            }
        });
        for span in scripts {
            let script = reader.source(span);
            if let Some(at) = decodes_itself(script) {
                let line = script[at..].lines().next().unwrap_or_default();
                reader.report("IG_SAFETY_304", span.start + at, line);
            }
        }
    }
}

/// Returns where a script decodes text that it then runs.
fn decodes_itself(script: &str) -> Option<usize> {
    // Each form has a blank, a bracket or a code.
    if !script.contains([' ', '(', '\\', '%']) {
        return None;
    }
    let lower = script.to_ascii_lowercase();
    let options = [
        "base64 -d",
        "base64 --decode",
        "openssl enc -d",
        "openssl base64 -d",
        "| rev",
        "xxd -r",
    ];
    let runs = [
        "| sh", "|sh", "| bash", "|bash", "eval", "| python", "|python", "| sudo", "| zsh",
        "source ", "sh -c", "chmod +x", "| gunzip", "exec(",
    ];
    let encoded = [
        "-encodedcommand ",
        "-enc ",
        "frombase64string(",
        "b64decode(",
    ];
    let decoded = options.iter().find_map(|option| lower.find(option));
    let decoded = decoded.filter(|_| runs.iter().any(|run| lower.contains(run)));
    decoded
        .or_else(|| encoded.iter().find_map(|option| lower.find(option)))
        .or_else(|| writes_letters_as_codes(script))
}

/// Returns where a script writes letters as codes, such as `\x63` or `%63`.
///
/// Letters and digits need no code, neither in a shell nor in a URL.
fn writes_letters_as_codes(script: &str) -> Option<usize> {
    let bytes = script.as_bytes();
    let code = |at: usize| -> Option<(u8, usize)> {
        let start = bytes.get(at..)?;
        let (skip, digits, radix) = match start {
            [b'%', ..] => (1, 2, 16),
            [b'\\', b'x', ..] => (2, 2, 16),
            [b'\\', b'0'..=b'1', ..] => (1, 3, 8),
            _ => return None,
        };
        let text = script.get(at + skip..at + skip + digits)?;
        let code = u8::from_str_radix(text, radix).ok()?;
        Some((code, skip + digits))
    };
    let (mut at, mut start, mut count) = (0, 0, 0);
    while at < bytes.len() {
        // In a quoted string the backslash is written twice.
        let at_code = at + usize::from(bytes[at..].starts_with(b"\\\\"));
        match code(at_code) {
            Some((code, length)) => {
                start = if count == 0 { at } else { start };
                count += usize::from(code.is_ascii_alphanumeric());
                at = at_code + length;
                if count >= ESCAPES_MAX {
                    return Some(start);
                }
            }
            None => (at, count) = (at + 1, 0),
        }
    }
    None
}

/// Reports strings that write ordinary or hidden characters as escapes.
fn escapes(reader: &mut Reader) {
    let text = reader.module.text.as_str();
    let mut reported_to = 0;
    for (at, mark) in text
        .match_indices(['\\'])
        .filter(|(at, _)| text[*at + 1..].starts_with(['u', 'U']))
    {
        let digits = if text[at + mark.len()..].starts_with('u') {
            4
        } else {
            8
        };
        let code = text.get(at + 2..at + 2 + digits);
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        let Some(c) = code.and_then(char::from_u32).filter(|_| at >= reported_to) else {
            continue;
        };
        let is_plain = c.is_ascii_alphanumeric() || c == '/';
        if !is_plain && !is_invisible(c) {
            continue;
        }
        let rest = &text[at..text.floor_char_boundary(at + ESCAPED_BYTES_MAX)];
        let line = rest.lines().next().unwrap_or_default();
        let line_end = at + line.len();
        let count = line.matches("\\u00").count();
        if is_invisible(c) || (is_plain && count >= ESCAPES_MAX) {
            reader.report("IG_SAFETY_301", at, line);
        }
        reported_to = line_end;
    }
}

/// Reports ignored changes of access or code, and blocks about existing resources.
fn lifecycle(reader: &mut Reader) {
    let module = reader.module;
    for argument in reader.arguments() {
        if argument.name != "ignore_changes" {
            continue;
        }
        let source = reader.source(argument.value.span);
        let mut names = source.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        if names.any(|name| WATCHED.contains(&name)) {
            reader.report("IG_SAFETY_306", argument.value.span.start, source);
        }
    }
    for block in module.blocks() {
        if matches!(block.kind.text.as_str(), "import" | "removed") {
            let source = reader.source(block.span);
            reader.report("IG_SAFETY_307", block.span.start, source);
        }
    }
}
