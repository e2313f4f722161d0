//! Counts the literals of programs that are replaced as secrets before a call.

use infragenie::hcl::{self, Body, Expression, ExpressionKind, Item, Part};
use infragenie::safety::Redaction;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Counts the literals and the replaced ones; `list` prints each replaced one.
pub fn run(units: impl Iterator<Item = Value>, list: bool) -> Value {
    let (mut programs, mut literals, mut replaced) = (0, 0, 0);
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for unit in units {
        let Some(program) = unit["program"].as_str() else {
            continue;
        };
        programs += 1;
        literals += in_body(&hcl::parse(program).body);
        let mut redaction = Redaction::new([program].into_iter());
        let sent = redaction.code(program);
        assert_eq!(redaction.restored(&sent), program);
        for one in redaction.replaced() {
            replaced += 1;
            *kinds.entry(one.kind.to_owned()).or_default() += 1;
            if list {
                let address = one.address.as_deref().unwrap_or_default();
                let argument = one.argument.as_deref().unwrap_or_default();
                let secret = redaction.restored(&one.placeholder);
                println!("{}\t{address}\t{argument}\t{secret:?}", one.kind);
            }
        }
    }
    json!({
        "programs": programs, "literals": literals, "replaced": replaced,
        "percent": 100.0 * f64::from(replaced) / literals.max(1) as f64, "kinds": kinds,
    })
}

fn in_body(body: &Body) -> usize {
    let items = body.items.iter().map(|item| match item {
        Item::Attribute(attribute) => in_expression(&attribute.value),
        Item::Block(block) => in_body(&block.body),
    });
    items.sum()
}

fn in_expression(expression: &Expression) -> usize {
    let mut count = match &expression.kind {
        ExpressionKind::Template { parts, .. } => {
            let literals = parts
                .iter()
                .filter(|part| matches!(part, Part::Literal(..)));
            literals.count()
        }
        _ => 0,
    };
    expression.for_each_child(&mut |child| count += in_expression(child));
    count
}
