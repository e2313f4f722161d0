//! Defines the rules for IAM users, keys and password policies.

mod github;

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Resource, Verdict, policy, tree};

use crate::scan::iam::{self, Weakness};

rules! {
    CKV_AWS_9 Info "passwords do not expire within 90 days"
        "A stolen password works until it is changed."
        "aws_iam_account_password_policy": Between("max_password_age", 1, 90)
            => NeedsConsent(Set(&[("max_password_age", Number(90))]), "users must change their passwords");
    CKV_AWS_10 Info "passwords may be shorter than 14 characters"
        "Short passwords can be guessed."
        "aws_iam_account_password_policy": AtLeast("minimum_password_length", 14) => Free(Implied);
    CKV_AWS_11 Info "passwords need no lower case letter"
        "Passwords with fewer kinds of characters are easier to guess."
        "aws_iam_account_password_policy": Is("require_lowercase_characters", TRUE) => Free(Implied);
    CKV_AWS_12 Low "passwords need no number"
        "Passwords with fewer kinds of characters are easier to guess."
        "aws_iam_account_password_policy": Is("require_numbers", TRUE) => Free(Implied);
    CKV_AWS_13 High "old passwords may be used again"
        "A password that was stolen before gives access again."
        "aws_iam_account_password_policy": AtLeast("password_reuse_prevention", 24) => Free(Implied);
    CKV_AWS_14 Info "passwords need no symbol"
        "Passwords with fewer kinds of characters are easier to guess."
        "aws_iam_account_password_policy": Is("require_symbols", TRUE) => Free(Implied);
    CKV_AWS_15 Info "passwords need no upper case letter"
        "Passwords with fewer kinds of characters are easier to guess."
        "aws_iam_account_password_policy": Is("require_uppercase_characters", TRUE) => Free(Implied);
    CKV_AWS_40 Low "policy is attached to a user"
        "Permissions of single users are easily forgotten when people leave."
        ["aws_iam_user_policy", "aws_iam_user_policy_attachment"]: Lacks("user"),
        "aws_iam_policy_attachment": Lacks("users");
    CKV_AWS_348 High "access key of the root user"
        "A root access key cannot be restricted, and gives full access if stolen."
        "aws_iam_access_key": IsNot("user", Text("root"));
    CKV_AWS_273 Low "access is by an IAM user instead of SSO"
        "The keys of an IAM user do not expire, and are easily forgotten when people leave."
        "aws_iam_user": Never;
    CKV2_AWS_22 Medium "user has a console password"
        "A password can be guessed or shared."
        "aws_iam_user": graph!(and[
            filter "aws_iam_user",
            "aws_iam_user" unconnected "aws_iam_user_login_profile",
        ]);
    CKV2_AWS_21 Low "membership names no group or no users"
        "An incomplete membership hides who has which permissions."
        "aws_iam_group_membership": graph!(and[
            "aws_iam_group_membership" connected "aws_iam_user",
            "aws_iam_group_membership" connected "aws_iam_group",
            filter "aws_iam_group_membership",
        ]);
    CKV_AWS_62 Critical "policy allows everything on everything"
        "Anyone who obtains the role or user has full control of the account."
        ["aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_policy"]:
            Custom(|it| allows_all(it, "policy")),
        "aws_ssoadmin_permission_set_inline_policy": Custom(|it| allows_all(it, "inline_policy"));
    CKV_AWS_63 High "policy allows every action"
        "Anyone who obtains the role or user can perform every action on the resources."
        ["aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_policy"]:
            Custom(|it| allows_every_action(it, "policy")),
        "aws_ssoadmin_permission_set_inline_policy":
            Custom(|it| allows_every_action(it, "inline_policy"));
    CKV2_AWS_40 Medium "policy allows everything in IAM"
        "Anyone who may change permissions can grant themselves all of them."
        [
            "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_policy",
            "aws_ssoadmin_permission_set_inline_policy",
        ]:
            graph!(and[
                or[
                    [
                        "aws_iam_policy", "aws_iam_role_policy", "aws_iam_group_policy",
                        "aws_iam_user_policy",
                    ]."policy.Statement[Effect=Allow].Action.*" != "iam:*",
                    "aws_ssoadmin_permission_set_inline_policy"."inline_policy.Statement[Effect=Allow].Action.*"
                        != "iam:*",
                    "data.aws_iam_policy_document"."statement[effect=Allow].actions.*" != "iam:*",
                ],
                or[
                    [
                        "aws_iam_policy", "aws_iam_role_policy", "aws_iam_group_policy",
                        "aws_iam_user_policy",
                    ]."policy.Statement[Effect=Allow].Action.*" != "*",
                    "aws_ssoadmin_permission_set_inline_policy"."inline_policy.Statement[Effect=Allow].Action.*"
                        != "*",
                    "data.aws_iam_policy_document"."statement[effect=Allow].actions.*" != "*",
                ],
            ]),
        "data.aws_iam_policy_document": Custom(|it| document_without(it, &["iam:*", "*"]));
    CKV2_AWS_56 High "IAMFullAccess is attached"
        "Anyone who may change permissions can grant themselves all of them."
        [
            "aws_iam_policy_attachment", "aws_iam_user_policy_attachment", "aws_iam_role_policy_attachment",
            "aws_iam_group_policy_attachment", "aws_iam_role", "aws_ssoadmin_managed_policy_attachment",
            "data.aws_iam_policy",
        ]:
            graph!(not[or[
                "data.aws_iam_policy"."name" == "IAMFullAccess",
                "data.aws_iam_policy"."arn" contains "IAMFullAccess",
                [
                    "aws_iam_policy_attachment", "aws_iam_user_policy_attachment",
                    "aws_iam_role_policy_attachment", "aws_iam_group_policy_attachment",
                ]."policy_arn" contains "IAMFullAccess",
                "aws_iam_role"."managed_policy_arns.*" contains "IAMFullAccess",
                "aws_ssoadmin_managed_policy_attachment"."managed_policy_arn" contains "IAMFullAccess",
            ]]);
    CKV_AWS_274 High "AdministratorAccess is attached"
        "Anyone who obtains the role has full control of the account."
        "aws_iam_role": NoneOf("managed_policy_arns", texts!["arn:aws:iam::aws:policy/AdministratorAccess"]);
    CKV_AWS_274 High "AdministratorAccess is attached"
        "Anyone who obtains the role or user has full control of the account."
        [
            "aws_iam_policy_attachment", "aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment",
            "aws_iam_group_policy_attachment",
        ]:
            UnlessCertain(&Is("policy_arn", Text("arn:aws:iam::aws:policy/AdministratorAccess")));
    CKV_AWS_274 High "AdministratorAccess is attached"
        "Anyone with the permissions has full control of the account."
        "aws_ssoadmin_managed_policy_attachment": UnlessCertain(&Is(
            "managed_policy_arn",
            Text("arn:aws:iam::aws:policy/AdministratorAccess"),
        ));
    CKV_AWS_275 High "AdministratorAccess is looked up"
        "Anyone with this policy has full control of the account."
        "data.aws_iam_policy": All(&[
            IsNot("name", Text("AdministratorAccess")),
            IsNot("arn", Text("arn:aws:iam::aws:policy/AdministratorAccess")),
        ]);
    CKV_AWS_1 Low "policy allows everything on everything"
        "Anyone who obtains the role or user has full control of the account."
        "data.aws_iam_policy_document":
            Custom(|it| no_document_statement_breaks(it, all_on_all));
    CKV_AWS_49 High "policy allows every action"
        "Anyone who obtains the role or user can perform every action on the resources."
        "data.aws_iam_policy_document":
            Custom(|it| no_document_statement_breaks(it, every_action));
    CKV_AWS_283 High "policy allows any AWS account"
        "Anybody with an account can do what the policy allows."
        "data.aws_iam_policy_document":
            Custom(|it| no_document_statement_breaks(it, any_account));
    CKV_AWS_60 High "any AWS account may assume the role"
        "Anybody with an account can do what the role may."
        "aws_iam_role":
            Custom(|it| no_principal_matches(it, |principal| ["*", "arn:aws:iam::*:root"].contains(&principal)));
    CKV_AWS_61 High "whole AWS account may assume the role"
        "Every user of that account can use the permissions of the role."
        "aws_iam_role": Custom(|it| no_principal_matches(it, is_account));
    CKV_AWS_355 High "policy allows restrictable actions on all resources"
        "A single misuse can affect every resource of the account."
        [
            "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_policy",
            "aws_ssoadmin_permission_set_inline_policy",
        ]:
            Custom(|it| iam::verdict(it, Weakness::Wide));
    CKV_AWS_356 High "policy allows restrictable actions on all resources"
        "A single misuse can affect every resource of the account."
        "data.aws_iam_policy_document": Custom(|it| iam::verdict(it, Weakness::Wide));
    CKV_AWS_290 High "policy allows writing to all resources"
        "Anyone with the permissions can change or delete every resource."
        [
            "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_policy",
            "aws_ssoadmin_permission_set_inline_policy",
        ]:
            Custom(|it| iam::verdict(it, Weakness::Write));
    CKV_AWS_111 Low "policy allows writing to all resources"
        "Anyone with the permissions can change or delete every resource."
        "data.aws_iam_policy_document": Custom(|it| iam::verdict(it, Weakness::Write));
    CKV_AWS_289 High "policy allows changing permissions everywhere"
        "Anyone with the permissions can grant more of them."
        [
            "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_policy",
            "aws_ssoadmin_permission_set_inline_policy",
        ]:
            Custom(|it| iam::verdict(it, Weakness::Permissions));
    CKV_AWS_109 Low "policy allows changing permissions everywhere"
        "Anyone with the permissions can grant more of them."
        "data.aws_iam_policy_document": Custom(|it| iam::verdict(it, Weakness::Permissions));
    CKV_AWS_288 High "policy allows reading all data"
        "Anyone with the permissions can exfiltrate the data."
        [
            "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_policy",
            "aws_ssoadmin_permission_set_inline_policy",
        ]:
            Custom(|it| iam::verdict(it, Weakness::Exfiltration));
    CKV_AWS_108 Low "policy allows reading all data"
        "Anyone with the permissions can exfiltrate the data."
        "data.aws_iam_policy_document": Custom(|it| iam::verdict(it, Weakness::Exfiltration));
    CKV_AWS_287 High "policy exposes credentials"
        "Anyone with the permissions can act as another user."
        [
            "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_policy",
            "aws_ssoadmin_permission_set_inline_policy",
        ]:
            Custom(|it| iam::verdict(it, Weakness::Credentials));
    CKV_AWS_107 Low "policy exposes credentials"
        "Anyone with the permissions can act as another user."
        "data.aws_iam_policy_document": Custom(|it| iam::verdict(it, Weakness::Credentials));
    CKV_AWS_286 Medium "policy allows privilege escalation"
        "Anyone with the permissions can grant themselves all others."
        [
            "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_policy",
            "aws_ssoadmin_permission_set_inline_policy",
        ]:
            Custom(|it| iam::verdict(it, Weakness::Escalation));
    CKV_AWS_110 Medium "policy allows privilege escalation"
        "Anyone with the permissions can grant themselves all others."
        "data.aws_iam_policy_document": Custom(|it| iam::verdict(it, Weakness::Escalation));
    CKV2_AWS_14 Info "group has no user"
        "Unused permissions are easily forgotten and can be abused."
        "aws_iam_group_membership": graph!(and[
            "aws_iam_group" connected "aws_iam_group_membership",
            "aws_iam_group_membership" connected "aws_iam_user",
            "aws_iam_group_membership"."users" exists,
            filter "aws_iam_group_membership",
        ]);
    CKV_AWS_358 High "GitHub may sign in from any repository"
        "Anyone with a GitHub repository can assume the role."
        "data.aws_iam_policy_document": Custom(github::document);
    // no published severity: as for policy documents
    CKV_AWS_393 High "GitHub may sign in from any repository"
        "Anyone with a GitHub repository can assume the role."
        "aws_iam_role": Custom(github::role);
}

/// Checks that no allowing statement of a policy matches `breaks`.
fn no_statement_breaks(resource: &Resource, name: &str, breaks: fn(&Value) -> bool) -> Verdict {
    let statements = policy::statements(resource, name).unwrap_or_default();
    // Checkov treats a statement without an effect as one that allows.
    let permits =
        |statement: &Value| policy::allows(statement) || statement.get("Effect").is_none();
    let broken = |statement: &&Value| permits(statement) && breaks(statement);
    passed(!statements.iter().any(broken))
}

fn allows_all(resource: &Resource, name: &str) -> Verdict {
    no_statement_breaks(resource, name, |statement| {
        policy::texts(statement, "Action").contains(&"*")
            && policy::texts(statement, "Resource").contains(&"*")
    })
}

fn allows_every_action(resource: &Resource, name: &str) -> Verdict {
    no_statement_breaks(resource, name, |statement| {
        policy::texts(statement, "Action").contains(&"*")
    })
}

/// Checks that a role's trust policy allows no AWS principal that matches `is`.
fn no_principal_matches(resource: &Resource, is: fn(&str) -> bool) -> Verdict {
    let Some(statements) = policy::statements(resource, "assume_role_policy") else {
        return Verdict::Passed;
    };
    let broken = |statement: &&Value| {
        let principals = statement.get("Principal");
        let names = principals.map_or(Vec::new(), |it| policy::texts(it, "AWS"));
        policy::allows(statement) && names.iter().any(|name| is(name))
    };
    passed(!statements.iter().any(broken))
}

/// Checks that no statement of a policy document matches `breaks`.
fn no_document_statement_breaks(resource: &Resource, breaks: fn(&Value) -> bool) -> Verdict {
    let statements = resource.values_at("statement");
    let mut statements = statements.into_iter().flat_map(tree::items);
    passed(!statements.any(breaks))
}

fn document_without(resource: &Resource, actions: &[&str]) -> Verdict {
    let statements = resource.values_at("statement");
    let mut statements = statements.into_iter().flat_map(tree::items);
    let broken = |statement: &Value| {
        let allows = matches!(statement.get("effect"), Some(Value::Text(it)) if it == "Allow");
        let texts = policy::texts(statement, "actions");
        allows && actions.iter().any(|action| texts.contains(action))
    };
    passed(!statements.any(broken))
}

/// Returns whether a statement of a policy document allows, as it does by default.
fn permits(statement: &Value) -> bool {
    match statement.get("effect") {
        None | Some(Value::Null) => true,
        Some(effect) => *effect == Value::Text("Allow".to_owned()),
    }
}

fn every_action(statement: &Value) -> bool {
    permits(statement) && policy::texts(statement, "actions").contains(&"*")
}

fn all_on_all(statement: &Value) -> bool {
    every_action(statement) && policy::texts(statement, "resources").contains(&"*")
}

fn any_account(statement: &Value) -> bool {
    let denies = matches!(statement.get("effect"), Some(Value::Text(it)) if it == "Deny");
    let principals = statement.get("principals").map_or(&[][..], tree::items);
    let any = |principal: &Value| {
        matches!(principal.get("type"), Some(Value::Text(it)) if it == "AWS")
            && policy::texts(principal, "identifiers").contains(&"*")
    };
    !denies && statement.get("condition").is_none() && principals.iter().any(any)
}

/// Returns whether a principal is a whole account: its number, or its root.
fn is_account(principal: &str) -> bool {
    let number = principal.strip_prefix("arn:aws:iam::").unwrap_or(principal);
    let number = number.strip_suffix(":root").unwrap_or(number);
    number.len() == 12 && number.bytes().all(|byte| byte.is_ascii_digit())
}
