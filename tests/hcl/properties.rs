//! Checks properties of the parser that hold for every text.

use infragenie::hcl::{
    self, Block, Body, Directive, Expression, ExpressionKind, Item, Module, Part, Span, Step, edit,
};
use infragenie::semantic;
use proptest::prelude::*;

/// Fragments of Terraform texts.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "\n",
    "=",
    "==",
    "=>",
    ",",
    ":",
    "::",
    "?",
    ".",
    "...",
    "*",
    "[*]",
    ".*",
    ".0",
    "${",
    "%{",
    "~}",
    "$${",
    "%%{",
    "<<EOT\n",
    "EOT\n",
    "EOT",
    "<<-E\n",
    "  E\n",
    "#",
    "//",
    "/*",
    "*/",
    "\\",
    "\\n",
    "\\u12",
    "-",
    "!",
    "&&",
    "&",
    "`",
    "'",
    ";",
    "for",
    " in ",
    " if ",
    "null",
    "a",
    "é",
    "日本",
    "1",
    "1.5",
    "1e5",
    "\r",
    "\r\n",
    "\t",
    " ",
    "\0",
    "\u{FEFF}",
    "f(",
    "a = 1",
    "b \"x\" {",
    "b {\n",
    "x = \"y\"\n",
    "${x}",
    "%{ if x }",
    "%{ endif }",
    "[for a in b : a]",
    "a.b",
    "resource \"a\" \"b\" {\n",
    "locals {\n",
    "\n}\n",
];

/// Generates texts from random fragments of Terraform texts.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![9 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => ".*"];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Checks that every span of a module is inside the span of its parent.
struct Spans<'m> {
    module: &'m Module,
}

impl Spans<'_> {
    fn check(&self, span: Span, outer: Span) {
        assert!(
            outer.start <= span.start && span.end <= outer.end,
            "{span:?} in {outer:?}"
        );
        assert!(
            self.module.text.get(span.range()).is_some(),
            "{span:?} cuts a character"
        );
    }

    fn body(&self, body: &Body, outer: Span) {
        self.check(body.span, outer);
        let mut end = body.span.start;
        for item in &body.items {
            self.check(item.span(), body.span);
            assert!(
                end <= item.span().start,
                "{:?} begins before {end}",
                item.span()
            );
            end = item.span().end;
            match item {
                Item::Attribute(attribute) => {
                    self.check(attribute.name.span, attribute.span);
                    self.expression(&attribute.value, attribute.span);
                }
                Item::Block(block) => self.block(block),
            }
        }
    }

    fn block(&self, block: &Block) {
        self.check(block.header, block.span);
        self.check(block.kind.span, block.header);
        block
            .labels
            .iter()
            .for_each(|label| self.check(label.span, block.header));
        self.body(&block.body, block.span);
    }

    fn expression(&self, expression: &Expression, outer: Span) {
        let span = expression.span;
        self.check(span, outer);
        let all = |inner: &[&Expression]| inner.iter().for_each(|e| self.expression(e, span));
        match &expression.kind {
            ExpressionKind::Null
            | ExpressionKind::Bool(_)
            | ExpressionKind::Number(_)
            | ExpressionKind::Invalid => {}
            ExpressionKind::Template { parts, .. } => {
                parts.iter().for_each(|part| self.part(part, span));
            }
            ExpressionKind::List(items) => all(&items.iter().collect::<Vec<_>>()),
            ExpressionKind::Object(entries) => {
                for entry in entries {
                    self.check(entry.span, span);
                    self.expression(&entry.key, entry.span);
                    self.expression(&entry.value, entry.span);
                }
            }
            ExpressionKind::Traversal { root, steps } => {
                self.check(root.span, span);
                self.steps(steps, span);
            }
            ExpressionKind::Access { base, steps } => {
                self.expression(base, span);
                self.steps(steps, span);
            }
            ExpressionKind::Call {
                name, arguments, ..
            } => {
                self.check(name.span, span);
                all(&arguments.iter().collect::<Vec<_>>());
            }
            ExpressionKind::Conditional { condition, yes, no } => all(&[condition, yes, no]),
            ExpressionKind::Binary { left, right, .. } => all(&[left, right]),
            ExpressionKind::Unary { operand, .. } => all(&[operand]),
            ExpressionKind::Parentheses(inner) => all(&[inner]),
            ExpressionKind::For(parts) => {
                self.check(parts.value.span, span);
                all(&[&parts.collection, &parts.result]);
                all(&parts
                    .result_key
                    .iter()
                    .chain(&parts.condition)
                    .collect::<Vec<_>>());
            }
        }
    }

    fn steps(&self, steps: &[Step], outer: Span) {
        for step in steps {
            match step {
                Step::Attribute(name) => self.check(name.span, outer),
                Step::LegacyIndex(_, span) | Step::Splat(span) => self.check(*span, outer),
                Step::Index(index, span) => {
                    self.check(*span, outer);
                    self.expression(index, *span);
                }
            }
        }
    }

    fn part(&self, part: &Part, outer: Span) {
        match part {
            Part::Literal(_, span) => self.check(*span, outer),
            Part::Interpolation(inner, span) => {
                self.check(*span, outer);
                self.expression(inner, *span);
            }
            Part::Directive(Directive {
                word,
                expression,
                span,
                ..
            }) => {
                self.check(*span, outer);
                self.check(word.span, *span);
                expression
                    .iter()
                    .for_each(|inner| self.expression(inner, *span));
            }
        }
    }
}

fn check(text: &str) {
    let module = hcl::parse(text);
    let whole = Span::new(0, text.len());
    Spans { module: &module }.body(&module.body, whole);
    for problem in &module.problems {
        assert!(problem.span.end <= text.len() && text.get(problem.span.range()).is_some());
    }
    assert!(
        module
            .problems
            .is_sorted_by_key(|problem| problem.span.start)
    );
    assert_eq!(edit::splice(text, &[]).as_deref(), Ok(text));
    let index = semantic::Index::new(&module);
    for expression in module.body.expressions() {
        index.value(expression);
    }
    for block in module.blocks() {
        let edits = [
            edit::set(&module, block, &["new", "name"], "1"),
            edit::insert(&module, block, "n {}"),
            edit::append(&module, "n {}"),
            vec![edit::remove(&module, block.span)],
        ];
        for edits in edits {
            edit::splice(text, &edits).expect("edits that fit the text");
        }
        for item in &block.body.items {
            edit::splice(text, &[edit::remove(&module, item.span())]).expect("one edit");
        }
    }
}

/// Generates values that are read back as they were written.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("true".to_owned()),
        (0..1000_u32).prop_map(|number| number.to_string()),
        ".*".prop_map(|text| edit::quote(&text)),
        Just("aws_vpc.main[0].id".to_owned()),
        Just("<<EOT\n  text\nEOT".to_owned()),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_filter("a heredoc ends with its line", |items| {
                    items.iter().all(|item| !item.contains('\n'))
                })
                .prop_map(|items| format!("[{}]", items.join(", "))),
            inner.prop_map(|value| format!("{{\n  key = {value}\n}}")),
        ]
    })
}

/// Generates blocks in which an argument can be set.
fn block() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a {}\n",
        "a { }",
        "a {\n}\n",
        "a { x = 1 }\n",
        "a {\n  x = 1\n}\n",
        "a {\n\tx = 1 # c\n}",
        "a {\n  # c\n}\n",
        "a {\n\n  n {\n    x = 1\n  }\n}\n",
        "a { x = 1 /* c */ }\n",
        "a {\n  x = 1 /* c\n c */\n}\n",
        "# c\na \"b\" {\n  x = <<E\ntext\nE\n}\n\nb {}\n",
        "a { /* c */ }\n",
        "a {\n  x = [\n    1,\n  ]\n  n { y = 1 }\n}\n",
        "\u{FEFF}a {}",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 512,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn parses_arbitrary_text(text in "(?s).*") {
        check(&text);
    }

    #[test]
    fn parses_random_fragments(text in pieces()) {
        check(&text);
    }

    #[test]
    fn reads_back_arguments_that_were_set(
        text in block(), value in value(), deep in any::<bool>(), crlf in any::<bool>()
    ) {
        let text = if crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
        let module = hcl::parse(text.as_str());
        let block = module.blocks().next().expect("a block");
        let path: &[&str] = if deep { &["new", "name"] } else { &["new"] };
        let edits = edit::set(&module, block, path, &value);
        let changed = hcl::parse(edit::splice(&text, &edits).expect("edits that go together"));
        prop_assert_eq!(&changed.problems, &[], "{}", &changed.text);
        let block = changed.blocks().next().expect("the block");
        let new = block.body.blocks_of("new").next();
        let inner = if deep { new.expect("a new block") } else { block };
        let read = &inner.body.attribute(path[path.len() - 1]).expect("what was set").value;
        prop_assert_eq!(without_indents(&changed.text[read.span.range()]), without_indents(&value));
        if text.contains('\n') && crlf {
            prop_assert!(!changed.text.replace("\r\n", "").contains('\n'));
        }
        let again = edit::set(&changed, changed.blocks().next().expect("the block"), path, &value);
        let same = edit::splice(&changed.text, &again).expect("one edit");
        prop_assert_eq!(without_indents(&same), without_indents(&changed.text));
    }
}

fn without_indents(text: &str) -> String {
    text.lines()
        .map(|line| line.trim_start().trim_end_matches('\r'))
        .collect::<Vec<_>>()
        .join("\n")
}
