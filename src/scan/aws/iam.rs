//! Defines the rules for IAM users, keys and password policies.

mod github;

use crate::hcl::Value;
use crate::scan::iam::{self, POLICIES, Weakness};
use crate::scan::{Resource, Verdict, is_text, passed, policy, tree};

const INLINE_POLICIES: &[&str] = strings! {
    "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_policy",
};
const ATTACHMENTS: &[&str] = strings! {
    "aws_iam_policy_attachment", "aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment",
    "aws_iam_group_policy_attachment",
};

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
        "aws_iam_user":
            graph!(and[filter "aws_iam_user", "aws_iam_user" unconnected "aws_iam_user_login_profile"]);
    CKV2_AWS_21 Low "membership names no group or no users"
        "An incomplete membership hides who has which permissions."
        "aws_iam_group_membership": graph!(and[
            "aws_iam_group_membership" connected "aws_iam_user",
            "aws_iam_group_membership" connected "aws_iam_group",
            filter "aws_iam_group_membership",
        ]);
    CKV_AWS_62 Critical "policy allows everything on everything"
        "Anyone who obtains the role or user has full control of the account."
        POLICIES: Custom(|it| no_statement(it, all_on_all));
    CKV_AWS_63 High "policy allows every action"
        "Anyone who obtains the role or user can perform every action on the resources."
        POLICIES: Custom(|it| no_statement(it, every_action));
    CKV2_AWS_40 Medium "policy allows everything in IAM"
        "Anyone who may change permissions can grant themselves all of them."
        POLICIES: graph!(or[
            INLINE_POLICIES."policy.Statement[Effect=Allow].Action.*" not_within ["iam:*", "*"],
            "aws_ssoadmin_permission_set_inline_policy"."inline_policy.Statement[Effect=Allow].Action.*"
                not_within ["iam:*", "*"],
            "data.aws_iam_policy_document"."statement[effect=Allow].actions.*" not_within ["iam:*", "*"],
        ]),
        "data.aws_iam_policy_document":
            Custom(|it| no_statement(it, |statement| allows_action(statement, &["iam:*", "*"])));
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
                ATTACHMENTS."policy_arn" contains "IAMFullAccess",
                "aws_iam_role"."managed_policy_arns.*" contains "IAMFullAccess",
                "aws_ssoadmin_managed_policy_attachment"."managed_policy_arn" contains "IAMFullAccess",
            ]]);
    CKV_AWS_274 High "AdministratorAccess is attached"
        "Anyone who obtains the role has full control of the account."
        "aws_iam_role": NoneOf("managed_policy_arns", texts!["arn:aws:iam::aws:policy/AdministratorAccess"]);
    CKV_AWS_274 High "AdministratorAccess is attached"
        "Anyone who obtains the role or user has full control of the account."
        ATTACHMENTS: UnlessCertain(&Is("policy_arn", Text("arn:aws:iam::aws:policy/AdministratorAccess")));
    CKV_AWS_274 High "AdministratorAccess is attached"
        "Anyone with the permissions has full control of the account."
        "aws_ssoadmin_managed_policy_attachment":
            UnlessCertain(&Is("managed_policy_arn", Text("arn:aws:iam::aws:policy/AdministratorAccess")));
    CKV_AWS_275 High "AdministratorAccess is looked up"
        "Anyone with this policy has full control of the account."
        "data.aws_iam_policy": All(&[
            IsNot("name", Text("AdministratorAccess")),
            IsNot("arn", Text("arn:aws:iam::aws:policy/AdministratorAccess")),
        ]);
    CKV_AWS_1 Low "policy allows everything on everything"
        "Anyone who obtains the role or user has full control of the account."
        "data.aws_iam_policy_document": Custom(|it| no_statement(it, all_on_all));
    CKV_AWS_49 High "policy allows every action"
        "Anyone who obtains the role or user can perform every action on the resources."
        "data.aws_iam_policy_document": Custom(|it| no_statement(it, every_action));
    CKV_AWS_283 High "policy allows any AWS account"
        "Anybody with an account can do what the policy allows."
        "data.aws_iam_policy_document": Custom(|it| no_statement(it, any_account));
    CKV_AWS_60 High "any AWS account may assume the role"
        "Anybody with an account can do what the role may."
        "aws_iam_role":
            Custom(|it| no_principal(it, |principal| ["*", "arn:aws:iam::*:root"].contains(&principal)));
    CKV_AWS_61 High "whole AWS account may assume the role"
        "Every user of that account can use the permissions of the role."
        "aws_iam_role": Custom(|it| no_principal(it, is_account));
    CKV_AWS_355 High "policy allows restrictable actions on all resources"
        "A single misuse can affect every resource of the account."
        POLICIES: Custom(|it| iam::verdict(it, Weakness::Wide));
    CKV_AWS_356 High "policy allows restrictable actions on all resources"
        "A single misuse can affect every resource of the account."
        "data.aws_iam_policy_document": Custom(|it| iam::verdict(it, Weakness::Wide));
    CKV_AWS_290 High "policy allows writing to all resources"
        "Anyone with the permissions can change or delete every resource."
        POLICIES: Custom(|it| iam::verdict(it, Weakness::Write));
    CKV_AWS_111 Low "policy allows writing to all resources"
        "Anyone with the permissions can change or delete every resource."
        "data.aws_iam_policy_document": Custom(|it| iam::verdict(it, Weakness::Write));
    CKV_AWS_289 High "policy allows changing permissions everywhere"
        "Anyone with the permissions can grant more of them."
        POLICIES: Custom(|it| iam::verdict(it, Weakness::Permissions));
    CKV_AWS_109 Low "policy allows changing permissions everywhere"
        "Anyone with the permissions can grant more of them."
        "data.aws_iam_policy_document": Custom(|it| iam::verdict(it, Weakness::Permissions));
    CKV_AWS_288 High "policy allows reading all data"
        "Anyone with the permissions can exfiltrate the data."
        POLICIES: Custom(|it| iam::verdict(it, Weakness::Exfiltration));
    CKV_AWS_108 Low "policy allows reading all data"
        "Anyone with the permissions can exfiltrate the data."
        "data.aws_iam_policy_document": Custom(|it| iam::verdict(it, Weakness::Exfiltration));
    CKV_AWS_287 High "policy exposes credentials"
        "Anyone with the permissions can act as another user."
        POLICIES: Custom(|it| iam::verdict(it, Weakness::Credentials));
    CKV_AWS_107 Low "policy exposes credentials"
        "Anyone with the permissions can act as another user."
        "data.aws_iam_policy_document": Custom(|it| iam::verdict(it, Weakness::Credentials));
    CKV_AWS_286 Medium "policy allows privilege escalation"
        "Anyone with the permissions can grant themselves all others."
        POLICIES: Custom(|it| iam::verdict(it, Weakness::Escalation));
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
    CKV_AWS_393 High "GitHub may sign in from any repository" // severity: as for policy documents
        "Anyone with a GitHub repository can assume the role."
        "aws_iam_role": Custom(github::role);
}

/// Checks that no statement of a policy or policy document matches `is`.
fn no_statement(resource: &Resource, is: fn(&Value) -> bool) -> Verdict {
    let statements = policy::iam_statements(resource).unwrap_or_default();
    passed(!statements.into_iter().any(is))
}

/// Checks that a role's trust policy allows no AWS principal that matches `is`.
fn no_principal(resource: &Resource, is: fn(&str) -> bool) -> Verdict {
    policy::no_statement(resource, "assume_role_policy", |statement| {
        policy::allows(statement) && policy::aws_principals(statement).into_iter().any(is)
    })
}

/// Returns whether a statement of a policy document allows one of these actions.
fn allows_action(statement: &Value, actions: &[&str]) -> bool {
    let named = policy::texts(statement, "actions");
    is_text(statement.get("effect"), "Allow") && actions.iter().any(|it| named.contains(it))
}

/// Returns whether a statement allows, as it does by default.
fn permits(statement: &Value) -> bool {
    match (statement.get("Effect"), statement.get("effect")) {
        (None, None | Some(Value::Null)) => true,
        (upper, lower) => is_text(upper.or(lower), "Allow"),
    }
}

fn every_action(statement: &Value) -> bool {
    permits(statement) && includes_all(statement, ["Action", "actions"])
}

fn all_on_all(statement: &Value) -> bool {
    every_action(statement) && includes_all(statement, ["Resource", "resources"])
}

/// Returns whether one of the keys has `*`: that of a policy, or that of a policy document.
fn includes_all(statement: &Value, keys: [&str; 2]) -> bool {
    let mut keys = keys.into_iter();
    keys.any(|key| policy::texts(statement, key).contains(&"*"))
}

fn any_account(statement: &Value) -> bool {
    let principals = statement.get("principals").map_or(&[][..], tree::items);
    let any = |principal: &Value| {
        is_text(principal.get("type"), "AWS")
            && policy::texts(principal, "identifiers").contains(&"*")
    };
    !is_text(statement.get("effect"), "Deny")
        && statement.get("condition").is_none()
        && principals.iter().any(any)
}

/// Returns whether a principal is a whole account: its number, or its root.
fn is_account(principal: &str) -> bool {
    let number = principal.strip_prefix("arn:aws:iam::").unwrap_or(principal);
    let number = number.strip_suffix(":root").unwrap_or(number);
    number.len() == 12 && number.bytes().all(|byte| byte.is_ascii_digit())
}
