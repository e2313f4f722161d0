//! Tests the edits of Terraform text.

use super::*;
use crate::hcl::parse;

/// Applies the edits of one call to a text.
fn edited(text: &str, edits: impl Fn(&Module, &Block) -> Vec<Edit>) -> String {
    let module = parse(text);
    let block = module.blocks().next().expect("a block to edit");
    splice(text, &edits(&module, block)).expect("edits that go together")
}

fn set_in(text: &str, path: &[&str], value: &str) -> String {
    edited(text, |module, block| set(module, block, path, value))
}

#[test]
fn replaces_a_value_and_keeps_its_comment() {
    let text = "a \"b\" {\n  x   = 1 # why\n  yy  = 2\n}\n";
    assert_eq!(
        set_in(text, &["x"], "true"),
        "a \"b\" {\n  x   = true # why\n  yy  = 2\n}\n"
    );
}

#[test]
fn adds_an_argument_after_the_last_one_and_its_comment() {
    let text = "a {\n\tx = 1 /* one */ # two\n\n\tn {}\n}\n";
    let expected = "a {\n\tx = 1 /* one */ # two\n\ty = 2\n\n\tn {}\n}\n";
    assert_eq!(set_in(text, &["y"], "2"), expected);
}

#[test]
fn expands_one_line_and_empty_blocks() {
    assert_eq!(
        set_in("a { x = 1 }\n", &["y"], "2"),
        "a {\n  x = 1\n  y = 2\n}\n"
    );
    assert_eq!(set_in("a {x=1}", &["y"], "2"), "a {\n  x=1\n  y = 2\n}");
    assert_eq!(set_in("a {}\n", &["y"], "2"), "a {\n  y = 2\n}\n");
    assert_eq!(set_in("a { }\n", &["y"], "2"), "a {\n  y = 2\n}\n");
    assert_eq!(set_in("a {\n}\n", &["y"], "2"), "a {\n  y = 2\n}\n");
    assert_eq!(
        set_in("a {\n  # c\n}\n", &["y"], "2"),
        "a {\n  # c\n  y = 2\n}\n"
    );
    assert_eq!(set_in("a { x = 1 }\n", &["x"], "2"), "a { x = 2 }\n");
}

#[test]
fn keeps_line_endings() {
    let text = "a {\r\n  x = 1\r\n}\r\n";
    assert_eq!(
        set_in(text, &["y"], "{\n  z = 1\n}"),
        "a {\r\n  x = 1\r\n  y = {\r\n    z = 1\r\n  }\r\n}\r\n"
    );
}

#[test]
fn creates_missing_blocks_of_a_path() {
    let text = "a {\n  x = 1\n}\n";
    let expected = "a {\n  x = 1\n\n  m {\n    n {\n      o = 2\n    }\n  }\n}\n";
    assert_eq!(set_in(text, &["m", "n", "o"], "2"), expected);
    assert_eq!(
        set_in(expected, &["m", "n", "o"], "3"),
        expected.replace("= 2", "= 3")
    );
    assert_eq!(
        set_in("a {}\n", &["m", "n"], "2"),
        "a {\n  m {\n    n = 2\n  }\n}\n"
    );
}

#[test]
fn sets_paths_in_objects_and_dynamic_blocks() {
    let text = "a {\n  t = {\n    N = 1, # one\n  }\n}\n";
    let expected = "a {\n  t = {\n    N = 1, # one\n    \"a/b\" = 2\n  }\n}\n";
    assert_eq!(set_in(text, &["t", "a/b"], "2"), expected);
    assert_eq!(
        set_in("a {\n  t = { N = 1 }\n}\n", &["t", "M"], "2"),
        "a {\n  t = { N = 1, M = 2 }\n}\n"
    );
    assert_eq!(
        set_in("a {\n  t = {}\n}\n", &["t", "M"], "2"),
        "a {\n  t = {\n    M = 2\n  }\n}\n"
    );
    assert_eq!(
        set_in("a {\n  t = {\n  }\n}\n", &["t", "M"], "2"),
        "a {\n  t = {\n    M = 2\n  }\n}\n"
    );
    assert_eq!(
        set_in("a {\n  t = f()\n}\n", &["t", "M"], "2"),
        "a {\n  t = f()\n}\n"
    );
    let dynamic =
        "a {\n  dynamic \"n\" {\n    for_each = [1]\n    content {\n      o = 1\n    }\n  }\n}\n";
    assert_eq!(
        set_in(dynamic, &["n", "o"], "2"),
        dynamic.replace("o = 1", "o = 2")
    );
}

#[test]
fn keeps_the_lines_of_a_heredoc() {
    let heredoc = "<<E\n one\nE";
    assert_eq!(
        set_in("a { x = 1 }\n", &["x"], heredoc),
        "a { x = (<<E\n one\nE\n) }\n"
    );
    assert_eq!(
        set_in("a {\n  x = 1\n}\n", &["x"], heredoc),
        "a {\n  x = <<E\n one\nE\n}\n"
    );
    let nested = "a {\n  n {\n    m {\n      x = <<E\n one\nE\n    }\n  }\n}\n";
    assert_eq!(set_in("a {}\n", &["n", "m", "x"], heredoc), nested);
    let object = "a {\n  t = { N = 1, M = (<<E\n one\nE\n  ) }\n}\n";
    assert_eq!(
        set_in("a {\n  t = { N = 1 }\n}\n", &["t", "M"], heredoc),
        object
    );
    for text in [nested, object, "a { x = (<<E\n one\nE\n) }\n"] {
        assert_eq!(parse(text).problems, []);
    }
}

#[test]
fn combines_two_settings() {
    for text in [
        "a {}\n",
        "a { x = 1 }\n",
        "a {\n  x = 1\n}\n",
        "a {\n}\n",
        "a { }",
    ] {
        let both = edited(text, |module, block| {
            let mut edits = set(module, block, &["y"], "1");
            edits.extend(set(module, block, &["z"], "2"));
            edits.extend(set(module, block, &["z"], "2"));
            edits.extend(insert(module, block, "n {\n  o = 1\n}"));
            edits
        });
        let module = parse(both.as_str());
        assert_eq!(module.problems, [], "{both}");
        let body = &module.blocks().next().expect("the block").body;
        assert!(
            body.attribute("y").is_some() && body.attribute("z").is_some(),
            "{both}"
        );
    }
}

#[test]
fn combines_two_object_entries() {
    for text in [
        "a { t = {} }\n",
        "a {\n  t = { n = 1 }\n}\n",
        "a {\n  t = {\n    n = 1 }\n}\n",
    ] {
        let both = edited(text, |module, block| {
            let mut edits = set(module, block, &["t", "y"], "1");
            edits.extend(set(module, block, &["t", "z"], "2"));
            edits
        });
        let module = parse(both.as_str());
        assert_eq!(module.problems, [], "{both}");
        let body = &module.blocks().next().expect("the block").body;
        let t = &body.attribute("t").expect("t").value.kind;
        assert!(
            matches!(t, ExpressionKind::Object(entries) if entries.len() >= 2),
            "{both}"
        );
    }
}

#[test]
fn removes_an_item_with_its_lines_and_comment() {
    let text = "# file\n\n# first\na {\n  # why\n  # so\n  x = 1 # c\n  y = 2\n}\n\nb {}\n";
    let module = parse(text);
    let a = module.blocks().next().expect("a");
    let x = a.body.attribute("x").expect("x");
    let without_x = "# file\n\n# first\na {\n  y = 2\n}\n\nb {}\n";
    assert_eq!(
        splice(text, &[remove(&module, x.span)]).as_deref(),
        Ok(without_x)
    );
    assert_eq!(
        splice(text, &[remove(&module, a.span)]).as_deref(),
        Ok("# file\n\nb {}\n")
    );
    let b = module.blocks().last().expect("b");
    let edits = [remove(&module, a.span), remove(&module, b.span)];
    assert_eq!(splice(text, &edits).as_deref(), Ok("# file\n"));
}

#[test]
fn removes_an_entry_with_its_line_and_comma() {
    let text = "a = {\n  # why\n  b = 1, # c\n  d = 2,\n}\n";
    let module = parse(text);
    let ExpressionKind::Object(entries) = &module.body.attribute("a").expect("a").value.kind else {
        panic!("a is an object");
    };
    let without_b = splice(text, &[remove(&module, entries[0].span)]);
    assert_eq!(without_b.as_deref(), Ok("a = {\n  d = 2,\n}\n"));
}

#[test]
fn removes_only_the_item_within_a_line() {
    let text = "a { x = 1 }\nb = { c = 1, d = 2 }\n";
    let module = parse(text);
    let x = module
        .blocks()
        .next()
        .and_then(|a| a.body.attribute("x"))
        .expect("x");
    let expected = "a { }\nb = { c = 1, d = 2 }\n";
    assert_eq!(
        splice(text, &[remove(&module, x.span)]).as_deref(),
        Ok(expected)
    );
    let ExpressionKind::Object(entries) = &module.body.attribute("b").expect("b").value.kind else {
        panic!("b is an object");
    };
    let without_c = splice(text, &[remove(&module, entries[0].span)]);
    assert_eq!(without_c.as_deref(), Ok("a { x = 1 }\nb = { d = 2 }\n"));
    let without_d = splice(text, &[remove(&module, entries[1].span)]);
    assert_eq!(without_d.as_deref(), Ok("a { x = 1 }\nb = { c = 1 }\n"));
}

#[test]
fn separates_added_blocks_by_one_empty_line() {
    for text in ["a {}", "a {}\n", "a {}\n\n\n"] {
        let module = parse(text);
        let mut edits = append(&module, "b {\n  x = 1\n}\n");
        edits.extend(append(&module, "c {}"));
        let expected = "a {}\n\nb {\n  x = 1\n}\n\nc {}\n";
        assert_eq!(splice(text, &edits).as_deref(), Ok(expected));
    }
    let empty = parse("");
    assert_eq!(splice("", &append(&empty, "b {}")).as_deref(), Ok("b {}\n"));
    let text = "# a\na {} # c\n\nz {}\n";
    let module = parse(text);
    let a = module.blocks().next().expect("a");
    let edits = [after(&module, a, "c {}"), before(&module, a, "b {}")];
    let expected = "b {}\n\n# a\na {} # c\n\nc {}\n\nz {}\n";
    assert_eq!(splice(text, &edits).as_deref(), Ok(expected));
}

#[test]
fn inserts_before_an_unclosed_last_block() {
    let text = "a {}\n\nb {\n  x = 1\n";
    let module = parse(text);
    let text = splice(text, &append(&module, "c {}")).expect("one insertion");
    assert_eq!(text, "a {}\n\nc {}\n\nb {\n  x = 1\n");
}

#[test]
fn keeps_quotes_when_renaming_labels() {
    let text = "a \"b\" c {}\n";
    let renamed = edited(text, |module, block| {
        block
            .labels
            .iter()
            .map(|label| rename(module, label, "n"))
            .collect()
    });
    assert_eq!(renamed, "a \"n\" n {}\n");
}

#[test]
fn rejects_overlapping_edits() {
    let edit = |start, end| Edit::replace(Span { start, end }, "x");
    assert_eq!(
        splice("abc", &[edit(1, 3), edit(0, 2)]),
        Err(Clash::Overlap {
            first: Span { start: 0, end: 2 },
            second: Span { start: 1, end: 3 }
        })
    );
    let reversed = Span { start: 2, end: 1 };
    assert_eq!(
        splice("abc", &[Edit::delete(reversed)]),
        Err(Clash::Outside(reversed))
    );
    assert_eq!(
        splice("abc", &[edit(0, 1), edit(0, 1)]).as_deref(),
        Ok("xbc")
    );
    assert_eq!(
        splice("abc", &[Edit::insert(1, "1"), Edit::insert(1, "2")]).as_deref(),
        Ok("a12bc")
    );
}

#[test]
fn parses_quoted_text_back() {
    for text in ["", "a\"b\\c", "${x} %{if} $${y} $", "tab\there\r\nnul\0é"] {
        let module = parse(format!("a = {}\n", quote(text)));
        assert_eq!(module.problems, []);
        let read = module.body.attribute("a").and_then(|a| a.value.literal());
        assert_eq!(read.as_deref(), Some(text));
    }
}
