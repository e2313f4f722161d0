//! Checks that policies that admit GitHub Actions name the repository.

use crate::hcl::{ExpressionKind, Part, Value};
use crate::scan::{Resource, Verdict, is_text, passed, policy, tree, truthy};

/// Identity provider that signs the tokens of GitHub Actions.
const PROVIDER: &str = "oidc-provider/token.actions.githubusercontent.com";
/// Prefix and suffix of the claim that names the repository.
///
/// An enterprise has a name between the two.
const CLAIM: (&str, &str) = ("token.actions.githubusercontent.com", ":sub");
/// Claims that anybody on GitHub can set.
const ABUSABLE: &[&str] = strings! {
    "workflow", "environment", "ref", "context", "head_ref", "base_ref",
};

/// Checks a policy document. Only the first statement counts, as in Checkov.
pub(super) fn document(resource: &Resource) -> Verdict {
    let statements = resource.values_at("statement");
    let Some(statement) = statements.into_iter().flat_map(tree::items).next() else {
        return Verdict::Passed;
    };
    let principals = statement.get("principals").map_or(&[][..], tree::items);
    let of_github = |principal: &Value| {
        is_text(principal.get("type"), "Federated")
            && texts(principal.get("identifiers")).any(|it| it.contains(PROVIDER))
    };
    if !principals.iter().any(of_github) {
        return Verdict::Passed;
    }
    let conditions = statement.get("condition").map_or(&[][..], tree::items);
    let claims = conditions.iter().filter(|condition| {
        matches!(condition.get("variable"), Some(Value::Text(name)) if names_repository(name))
    });
    let mut values = claims.filter_map(|claim| tree::items(claim.get("values")?).first());
    passed(match values.next() {
        Some(Value::Text(text)) => is_safe(text),
        Some(Value::Unknown(_)) => written(resource).is_some_and(|text| is_safe(&text)),
        _ => false,
    })
}

/// Returns the claim of the first statement as it is written, with its references.
fn written(resource: &Resource) -> Option<String> {
    let statement = resource.nested_blocks("statement").into_iter().next()?;
    let conditions = statement.nested_blocks("condition").into_iter();
    let mut claims = conditions.filter(|it| {
        let variable = it.block.body.literal_text("variable");
        variable.is_some_and(names_repository)
    });
    let claim = claims.next()?;
    let values = &claim.block.body.attribute("values")?.value;
    let first = values.items()?.first()?;
    let ExpressionKind::Template { parts, .. } = &first.kind else {
        return None;
    };
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Literal(literal, _) => text.push_str(literal),
            Part::Interpolation(inner, _) => match claim.value(inner).to_text() {
                Some(known) => text.push_str(&known),
                None => text.push_str("${}"),
            },
            Part::Directive(_) => return None,
        }
    }
    Some(text)
}

/// Checks the trust policy of a role.
pub(super) fn role(resource: &Resource) -> Verdict {
    let statements = policy::statements(resource, "assume_role_policy").unwrap_or_default();
    let Some(statement) = statements.first() else {
        return Verdict::Passed;
    };
    let federated = statement
        .get("Principal")
        .and_then(|it| it.get("Federated"));
    if !texts(federated).any(|it| it.contains(PROVIDER)) {
        return Verdict::Passed;
    }
    let Some(Value::Object(conditions)) = statement.get("Condition").filter(|it| truthy(it)) else {
        return Verdict::Failed;
    };
    let claims = conditions.iter().filter_map(|(_, claims)| match claims {
        Value::Object(claims) => Some(claims),
        _ => None,
    });
    let claims = claims.flatten().filter(|(name, _)| names_repository(name));
    let mut values = claims.flat_map(|(_, values)| texts(Some(values)));
    passed(values.next().is_some_and(is_safe))
}

/// Returns the texts and references of a value, from a list or a single value.
fn texts(value: Option<&Value>) -> impl Iterator<Item = &str> {
    let items = value.map_or(&[][..], tree::items).iter();
    items.filter_map(|item| match item {
        Value::Text(text) | Value::Unknown(Some(text)) => Some(text.as_str()),
        _ => None,
    })
}

fn names_repository(name: &str) -> bool {
    let between = name
        .strip_prefix(CLAIM.0)
        .and_then(|rest| rest.strip_suffix(CLAIM.1));
    let is_word = |word: &str| {
        let of_word = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
        !word.is_empty() && word.chars().all(of_word)
    };
    between.is_some_and(|it| it.is_empty() || it.strip_prefix('/').is_some_and(is_word))
}

/// Returns whether the value of the claim excludes other repositories.
///
/// A safe value begins with a claim that GitHub sets, and names the owner of a repository.
fn is_safe(value: &str) -> bool {
    let Some((claim, rest)) = value.split_once(':') else {
        return false;
    };
    let named = rest.split(':').next().unwrap_or_default();
    let owned = |(owner, name): (&str, &str)| {
        let of_owner = |c: char| c.is_ascii_alphanumeric() || "_-.${}".contains(c);
        !owner.is_empty() && owner.chars().all(of_owner) && !name.is_empty()
    };
    named != "*"
        && !ABUSABLE.iter().any(|abusable| claim.starts_with(abusable))
        && (claim != "repo" || named.split_once('/').is_some_and(owned))
}
