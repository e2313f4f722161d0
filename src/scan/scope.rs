//! TEMPORARY evaluator until hcl's arrives.
use crate::hcl::*;
pub struct Scope<'a> { module: &'a Module }
impl<'a> Scope<'a> {
    pub fn new(module: &'a Module) -> Self { Self { module } }
    pub fn value(&self, e: &Expression) -> Value { self.v(e, 0) }
    fn v(&self, e: &Expression, d: usize) -> Value {
        use ExpressionKind::*;
        if d > 20 { return Value::Unknown(None) }
        match &e.kind {
            Null => Value::Null,
            Bool(b) => Value::Bool(*b),
            Number(n) => n.parse().map_or(Value::Unknown(None), Value::Number),
            Template { parts, .. } => {
                if let [Part::Interpolation(e, _)] = parts.as_slice() { return self.v(e, d + 1) }
                e.literal().map_or(Value::Unknown(None), Value::Text)
            }
            List(l) => Value::List(l.iter().map(|e| self.v(e, d + 1)).collect()),
            Object(o) => Value::Object(o.iter().map(|e| (match &e.key.kind { Traversal { root, .. } => root.text.clone(), _ => e.key.literal().unwrap_or_default() }, self.v(&e.value, d + 1))).collect()),
            Parentheses(e) => self.v(e, d + 1),
            Unary { operator: "-", operand } => match self.v(operand, d + 1) { Value::Number(n) => Value::Number(-n), v => v },
            Conditional { condition, yes, no } => match self.v(condition, d + 1) { Value::Bool(true) => self.v(yes, d + 1), Value::Bool(false) => self.v(no, d + 1), _ => Value::Unknown(None) },
            Traversal { root, steps } => {
                let names: Vec<&str> = steps.iter().map_while(|s| match s { Step::Attribute(n) => Some(n.text.as_str()), _ => None }).collect();
                let full = format!("{}.{}", root.text, names.join("."));
                let (mut value, used) = match (root.text.as_str(), names.as_slice()) {
                    ("var", [n, ..]) => match self.module.blocks().find(|b| b.kind.text == "variable" && b.labels.first().is_some_and(|l| l.text == *n)).and_then(|b| b.body.attribute("default")) { Some(a) => (self.v(&a.value, d + 1), 1), None => return Value::Unknown(Some(full)) },
                    ("local", [n, ..]) => match self.module.blocks().filter(|b| b.kind.text == "locals").find_map(|b| b.body.attribute(n)) { Some(a) => (self.v(&a.value, d + 1), 1), None => return Value::Unknown(Some(full)) },
                    _ => return Value::Unknown(Some(full)),
                };
                if names.len() != steps.len() { return Value::Unknown(Some(full)) }
                for n in names.iter().skip(used) {
                    value = match value { Value::Object(o) => match o.into_iter().find(|(k, _)| k == n) { Some((_, v)) => v, None => return Value::Unknown(Some(full)) }, _ => return Value::Unknown(Some(full)) };
                }
                value
            }
            _ => Value::Unknown(None),
        }
    }
}
