//! Checks that policies that admit GitHub Actions name the repository.

use crate::hcl::Value;
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
    let mut values = claims.filter_map(|claim| texts(claim.get("values")).next());
    passed(values.next().is_some_and(is_safe))
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
