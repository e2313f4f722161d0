//! Checks which texts the parser accepts and which problems it reports where.
//!
//! The fixtures name their problems in comments.

#[path = "hcl/case.rs"]
mod case;
#[path = "hcl/corpus.rs"]
pub mod corpus;
#[path = "hcl/differential.rs"]
mod differential;
#[path = "hcl/properties.rs"]
mod properties;
#[path = "hcl/terraform.rs"]
mod terraform;

use case::{Case, problems_in};
use infragenie::hcl::{self, Kind};
use std::collections::BTreeSet;

#[test]
fn reports_no_problem_in_accepted_texts() {
    for case in Case::from_fixture(case::ACCEPTED) {
        assert_eq!(problems_in(case.text), [], "{}", case.title());
    }
}

#[test]
fn reports_every_problem_at_its_line() {
    for case in Case::from_fixture(case::PROBLEMS)
        .into_iter()
        .chain(Case::from_fixture(case::ENDINGS))
    {
        let mut found = problems_in(case.text);
        found.sort_by_key(|(kind, line)| (*line, *kind));
        assert_eq!(found, case.expected(), "{}", case.title());
    }
}

#[test]
fn recovers_after_every_broken_item() {
    let cases = Case::from_fixture(case::PROBLEMS);
    let (mut text, mut expected) = (String::new(), Vec::new());
    for case in &cases {
        let lines = text.matches('\n').count();
        expected.extend(
            case.expected()
                .into_iter()
                .map(|(kind, line)| (kind, line + lines)),
        );
        text.push_str(case.text);
    }
    // Terraform reports these problems only a few times per file.
    let repeated = [Kind::InvalidCharacter, Kind::UnsupportedOperator];
    let mut found = problems_in(&text);
    found.sort_by_key(|(kind, line)| (*line, *kind));
    found.retain(|(kind, _)| !repeated.contains(kind));
    expected.retain(|(kind, _)| !repeated.contains(kind));
    let differs = found
        .iter()
        .zip(&expected)
        .find(|(found, expected)| found != expected);
    assert_eq!(differs, None, "found and expected");
    assert_eq!(found.len(), expected.len());
}

#[test]
fn every_syntax_kind_has_a_case() {
    let cases = Case::from_fixture(case::PROBLEMS)
        .into_iter()
        .chain(Case::from_fixture(case::ENDINGS));
    let mut seen: BTreeSet<Kind> = cases
        .flat_map(|case| case.expected())
        .map(|at| at.0)
        .collect();
    // `TooDeep` is covered by the test of nesting depth; the others occur only in texts without a
    // final line end.
    seen.extend([
        Kind::TooDeep,
        Kind::UnterminatedStringLiteral,
        Kind::UnterminatedObject,
    ]);
    let syntax = Kind::ALL.iter().filter(|kind| kind.is_syntax());
    let missing: Vec<_> = syntax.filter(|kind| !seen.contains(kind)).collect();
    assert!(missing.is_empty(), "no case has {missing:?}");
    assert_eq!(problems_in("a \"b"), [(Kind::UnterminatedStringLiteral, 1)]);
    assert_eq!(problems_in("a = { b"), [(Kind::UnterminatedObject, 1)]);
}

#[test]
fn messages_are_one_short_line() {
    let long = "x".repeat(300);
    let texts = [case::PROBLEMS, case::ENDINGS].map(str::to_owned);
    let names = [
        format!("{long}\n"),
        format!("a {{\n{long} = 1\n{long} = 2\n}}\n"),
    ];
    for text in texts.into_iter().chain(names) {
        for problem in hcl::parse(text).problems {
            let message = problem.message;
            assert!(
                message.chars().count() <= 100 && !message.contains('\n'),
                "{message}"
            );
            assert!(
                !message.ends_with('.') && !message.starts_with(char::is_uppercase),
                "{message}"
            );
        }
    }
}

#[test]
fn truncated_texts_lose_only_their_last_block() {
    let text = case::ACCEPTED;
    let whole = hcl::parse(text);
    let texts: Vec<&str> = whole
        .blocks()
        .map(|block| &text[block.span.range()])
        .collect();
    for (end, _) in text.char_indices() {
        let cut = hcl::parse(&text[..end]);
        let read: Vec<&str> = cut
            .blocks()
            .map(|block| &cut.text[block.span.range()])
            .collect();
        let before = whole
            .blocks()
            .take_while(|block| block.span.end <= end)
            .count();
        assert_eq!(read[..before], texts[..before], "cut at {end}");
        assert!(read.len() <= before + 1, "cut at {end}");
        if let Some(last) = cut.blocks().nth(before) {
            assert!(!last.closed, "cut at {end}");
        }
    }
}

#[test]
fn reports_excessive_nesting() {
    let deep = 100_000;
    let pairs = [
        ("(", ")"),
        ("[", "]"),
        ("{ a = ", "}"),
        ("f(", ")"),
        ("a[", "]"),
        ("\"${", "}\""),
        ("-", ""),
        ("!", ""),
        ("a ? b : ", ""),
        ("a ? ", " : b"),
        ("[for a in ", " : a]"),
        ("{ for a in b : a => ", "}"),
        ("%{ if a }", ""),
        ("<<E\n${", "}\nE\n"),
    ];
    for (open, close) in pairs {
        let inner = format!("{}1{}", open.repeat(deep), close.repeat(deep));
        let text = match open {
            "%{ if a }" => format!("x = \"{inner}\"\ny = 1\n"),
            _ => format!("x = {inner}\ny = 1\n"),
        };
        let module = hcl::parse(text);
        assert_eq!(module.problems[0].kind, Kind::TooDeep, "{open}");
        assert!(module.references().len() < 1_000, "{open}");
    }
    let unclosed = hcl::parse(format!("x = {}", "([".repeat(deep)));
    assert_eq!(unclosed.problems[0].kind, Kind::TooDeep);
    let blocks = format!("{}{}", "a {\n".repeat(deep), "}\n".repeat(deep));
    for text in [blocks.as_str(), &blocks[..4 * deep]] {
        let module = hcl::parse(text);
        assert!(
            module
                .problems
                .iter()
                .any(|problem| problem.kind == Kind::TooDeep)
        );
    }
    for operator in ["+", "&&", "==", "||"] {
        let text = format!("x = {}1\n", format!("1 {operator} ").repeat(deep));
        assert_eq!(hcl::parse(text).problems[0].kind, Kind::TooDeep);
    }
    let steps = format!("x = a{}\n", ".b[0].*".repeat(deep));
    assert_eq!(problems_in(&steps), []);
}

#[test]
fn parses_long_texts_in_one_pass() {
    let times = 50_000;
    let texts = [
        "[",
        "]",
        "{",
        "}",
        "(",
        "\"",
        "\"${",
        "<<E\n",
        "a = [\n",
        "a = {\n",
        "a {\n",
        "a = \"\n",
        "/*",
        "\\",
        "`",
        "\0",
        "\u{1F600}",
        "a = b\n",
        "a a ",
        "resource \"a\" \"b\" {\n",
        "%{ if a }",
        "a.",
        "a\n  b\n",
        "a =\n  b\n",
        "a = \"${ \"${\n",
        "<<-E\n  ${\n",
        "\r",
        "a { b = 1, ",
        "#\n",
    ];
    for piece in texts {
        let text = piece.repeat(times / piece.len());
        assert!(hcl::parse(text.as_str()).problems.len() <= 1_000);
        let text = format!("a = {text}");
        assert!(hcl::parse(text.as_str()).problems.len() <= 1_000);
        let text = format!("a = \"{text}");
        assert!(hcl::parse(text.as_str()).problems.len() <= 1_000);
    }
}

#[test]
fn keeps_the_text_byte_for_byte() {
    let text = "\u{FEFF}a = 1\r\n\r\nb {\r\n  c = \"d\" # e\r\n}\r\n\0";
    assert_eq!(hcl::parse(text).text, text);
    let lines = hcl::parse(&text[..text.len() - 1]);
    assert_eq!(lines.problems, []);
    assert_eq!(lines.body.items.len(), 2);
}

#[test]
fn reads_heredocs_like_terraform() {
    let text = "a = <<-E\n    one\n      two\n\n    ${x} 3\n  E\nb = <<E\n  one\\n $${x}\n E\n";
    let module = hcl::parse(text);
    let literals = |name: &str| match &module.body.attribute(name).map(|a| &a.value.kind) {
        Some(hcl::ExpressionKind::Template {
            parts,
            heredoc: true,
        }) => parts
            .iter()
            .map(|part| match part {
                hcl::Part::Literal(text, _) => text.clone(),
                _ => "…".to_owned(),
            })
            .collect::<String>(),
        other => panic!("{other:?} is no heredoc"),
    };
    assert_eq!(literals("a"), "one\n  two\n\n… 3\n");
    assert_eq!(literals("b"), "  one\\n ${x}\n");
}
