//! Lists the variables for which Terraform prompts.

use super::RequiredVariable;
use super::context::Context;
use super::literal::is_secret_name;
use super::words::title;
use crate::hcl::ExpressionKind;

/// Returns the variables without a default, in the order of the text.
pub(super) fn questions(cx: &Context) -> Vec<RequiredVariable> {
    let variables = cx.closed().filter(|block| block.kind.text == "variable");
    let required = variables.filter(|block| block.body.attribute("default").is_none());
    let question = |block: &crate::hcl::Block| {
        let [label] = block.labels.as_slice() else {
            return None;
        };
        let text = |name: &str| block.body.attribute(name)?.value.literal();
        let described = text("description").filter(|text| !text.trim().is_empty());
        let sensitive = block.body.attribute("sensitive");
        let marked =
            sensitive.is_some_and(|set| matches!(set.value.kind, ExpressionKind::Bool(true)));
        Some(RequiredVariable {
            variable: label.text.clone(),
            description: described.unwrap_or_else(|| title(&label.text)),
            sensitive: marked || is_secret_name(&label.text),
        })
    };
    required.filter_map(question).collect()
}
