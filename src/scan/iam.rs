//! Finds what IAM policies allow on all resources without a condition.
//!
//! The action table lists which actions can be restricted to a resource and which of them write or
//! change permissions, for all services. Its facts come from the AWS service
//! authorization reference. An action that is not in the table counts as one that cannot be
//! restricted. The table is a separate pack: until it is loaded, the verdict on a policy that
//! allows something is unknown.

use super::check::{Verdict, passed};
use super::{Found, Resource, policy};
use crate::hcl::{Block, Value};
use foldhash::HashMap;
use std::fmt;

/// File of the action table in the directory of the packs, named by its content.
pub const FILE: &str = "iam-1.a0a94e8f8fa906f3.pack";
/// Maximum size of a table, in bytes.
const TABLE_BYTES_MAX: usize = 1 << 20;
/// Resource types that hold an IAM policy.
pub(super) const POLICIES: &[&str] = strings! {
    "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_policy",
    "aws_ssoadmin_permission_set_inline_policy",
};
/// Maximum length of an action pattern, in bytes; longer ones are ignored.
const PATTERN_BYTES_MAX: usize = 160;
/// Maximum number of patterns of a policy; further ones are ignored.
const PATTERNS_MAX: usize = 400;

/// Actions that expose credentials.
const CREDENTIALS: &[&str] = strings! {
    "airflow:createclitoken", "airflow:createweblogintoken", "appsync:createapikey",
    "chime:createapikey", "cloud9:createenvironmenttoken", "codeartifact:getauthorizationtoken",
    "codepipeline:pollforjobs", "cognito-identity:getcredentialsforidentity",
    "cognito-identity:getopenidtoken", "cognito-identity:getopenidtokenfordeveloperidentity",
    "cognito-idp:getsigningcertificate", "connect:getfederationtoken", "ec2:getpassworddata",
    "ecr-public:getauthorizationtoken", "emr-containers:getmanagedendpointsessioncredentials",
    "gamelift:getinstanceaccess", "gamelift:requestuploadcredentials",
    "grafana:createworkspaceapikey", "iam:createaccesskey", "iam:createloginprofile",
    "iam:createservicespecificcredential", "iam:resetservicespecificcredential",
    "iam:updateaccesskey", "license-manager:getaccesstoken", "lightsail:createbucketaccesskey",
    "lightsail:downloaddefaultkeypair", "lightsail:getinstanceaccessdetails",
    "lightsail:getrelationaldatabasemasteruserpassword", "mediapackage:rotatechannelcredentials",
    "mediapackage:rotateingestendpointcredentials", "rds-db:connect",
    "redshift-serverless:getcredentials", "redshift:getclustercredentials",
    "redshift:getclustercredentialswithiam", "sso:getrolecredentials", "sts:assumerole",
    "sts:assumerolewithsaml", "sts:assumerolewithwebidentity", "sts:getfederationtoken",
    "sts:getsessiontoken",
};

/// Actions that read stored data.
const EXFILTRATION: &[&str] = strings! {
    "s3:getobject", "secretsmanager:getsecretvalue", "ssm:getparameter", "ssm:getparameters",
    "ssm:getparametersbypath",
};

/// Actions that allow privilege escalation, alone or together (`+`).
const ESCALATION: &[&str] = strings! {
    "iam:createaccesskey", "iam:createloginprofile", "iam:updateloginprofile", "iam:addusertogroup",
    "iam:createpolicyversion", "iam:setdefaultpolicyversion", "iam:attachuserpolicy",
    "iam:attachgrouppolicy", "iam:attachrolepolicy+sts:assumerole", "iam:putuserpolicy",
    "iam:putgrouppolicy", "iam:putrolepolicy+sts:assumerole",
    "iam:updateassumerolepolicy+sts:assumerole", "iam:passrole+ec2:runinstances",
    "iam:passrole+lambda:createfunction+lambda:invokefunction",
    "iam:passrole+lambda:createfunction+lambda:createeventsourcemapping",
    "iam:passrole+glue:createdevendpoint", "iam:passrole+cloudformation:createstack",
    "iam:passrole+datapipeline:createpipeline", "glue:updatedevendpoint",
    "lambda:updatefunctioncode",
};

/// Action table: the actions of each service that can be restricted to a resource.
///
/// A line holds the name of a service and, after `R`, `W` and `P`, its actions that read, write and
/// change permissions.
#[derive(Debug)]
pub struct Actions {
    /// Rest of the line, by service name.
    services: HashMap<String, String>,
}

/// Error for bytes that are not an action table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the pack of IAM actions does not read; load it again")
    }
}

impl std::error::Error for Malformed {}

impl Actions {
    /// Reads a decompressed pack.
    ///
    /// ```
    /// use infragenie::scan::iam::Actions;
    /// assert!(Actions::read(b"s3 R getobject W putobject\n").is_ok());
    /// assert!(Actions::read(b"\xff").is_err() && Actions::read(b"").is_err());
    /// ```
    pub fn read(bytes: &[u8]) -> Result<Actions, Malformed> {
        let text = str::from_utf8(bytes).map_err(|_| Malformed)?;
        let fits = |line: &str| line.split(' ').nth(1).is_some_and(|it| "RWP".contains(it));
        if text.len() > TABLE_BYTES_MAX || text.is_empty() || !text.lines().all(fits) {
            return Err(Malformed);
        }
        let split = text.lines().filter_map(|line| line.split_once(' '));
        Ok(Actions {
            services: split
                .map(|(name, actions)| (name.to_owned(), actions.to_owned()))
                .collect(),
        })
    }

    /// Returns the table entry of a service.
    fn actions_of(&self, service: &str) -> Option<&str> {
        self.services.get(service).map(String::as_str)
    }
}

/// Returns whether a block holds a policy whose verdict needs the action table.
pub(super) fn needs_actions(block: &Block) -> bool {
    let set = |name| block.body.attribute(name).is_some();
    match (block.kind.text.as_str(), block.type_name()) {
        ("data", Some("aws_iam_policy_document")) => true,
        ("resource", Some(name)) => {
            POLICIES.contains(&name) && (set("policy") || set("inline_policy"))
        }
        _ => false,
    }
}

/// Weakness to look for in a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weakness {
    /// An action that could be restricted to a resource and is not.
    Wide,
    /// An action that writes, could be restricted to a resource and is not.
    Write,
    /// An action that changes permissions, could be restricted and is not.
    Permissions,
    /// An action that exposes credentials.
    Credentials,
    /// An action that reads stored data.
    Exfiltration,
    /// A combination of actions that allows privilege escalation.
    Escalation,
}

/// Statement of a policy, reduced to the parts that matter here.
struct Statement<'v> {
    allows: bool,
    actions: Vec<&'v str>,
    /// Whether `actions` lists the excluded actions (`NotAction`).
    all_but: bool,
    on_all: bool,
    conditional: bool,
}

impl Statement<'_> {
    fn names(&self, action: &str) -> bool {
        let mut patterns = self.actions.iter();
        patterns.any(|pattern| matches_pattern(pattern, action))
    }
}

/// Checks that a resource's policy, or a policy document, is free of a weakness.
pub(super) fn verdict(resource: &Resource, weakness: Weakness) -> Verdict {
    let set = |name| resource.find(name) != Found::Missing;
    if resource.block.kind.text == "resource" && !set("policy") && !set("inline_policy") {
        return Verdict::Passed;
    }
    let Some(statements) = statements(resource) else {
        return Verdict::Unknown;
    };
    let Some(actions) = resource.actions() else {
        return match statements.iter().any(|statement| statement.allows) {
            true => Verdict::Unknown,
            false => Verdict::Passed,
        };
    };
    let is_wide = |levels, denials: &[Statement]| {
        let wide = |it: &&Statement| it.allows && it.on_all && !it.conditional;
        let mut wide = statements.iter().filter(wide);
        wide.any(|it| covers_action(it, actions, levels, denials))
    };
    let allows = |action: &&str| allows_action(action, actions, &statements);
    let found = match weakness {
        Weakness::Wide => is_wide("RWP", &statements),
        Weakness::Write => is_wide("W", &[]),
        Weakness::Permissions => is_wide("P", &[]),
        Weakness::Credentials => CREDENTIALS.iter().any(allows),
        Weakness::Exfiltration => EXFILTRATION.iter().any(allows),
        Weakness::Escalation => ESCALATION
            .iter()
            .any(|all| all.split('+').all(|it| allows(&it))),
    };
    passed(!found)
}

/// Returns the statements of a policy, or `None` if it cannot be read.
fn statements<'a>(resource: &Resource<'a>) -> Option<Vec<Statement<'a>>> {
    let document = resource.block.kind.text == "data";
    let mut left = PATTERNS_MAX;
    let mut statements = Vec::new();
    for value in policy::iam_statements(resource)? {
        let key = |plain: &'static str, upper: &'static str| if document { plain } else { upper };
        let effect = match value.get(key("effect", "Effect")) {
            Some(Value::Text(effect)) => effect.as_str(),
            None if document => "Allow",
            _ => return None,
        };
        let mut actions = policy::texts(value, key("actions", "Action"));
        let all_but = actions.is_empty();
        if all_but {
            value.get(key("not_actions", "NotAction"))?;
            actions = policy::texts(value, key("not_actions", "NotAction"));
        }
        actions.retain(|action| action.len() <= PATTERN_BYTES_MAX);
        actions.truncate(left);
        left -= actions.len();
        statements.push(Statement {
            allows: effect == "Allow",
            actions,
            all_but,
            on_all: policy::texts(value, key("resources", "Resource")).contains(&"*"),
            conditional: value.get(key("condition", "Condition")).is_some(),
        });
    }
    Some(statements)
}

/// Returns whether a statement covers a restrictable action of one of the levels.
///
/// The levels are letters of the action table. Actions that `denials` deny do not count.
fn covers_action(
    statement: &Statement,
    table: &Actions,
    levels: &str,
    denials: &[Statement],
) -> bool {
    let denied = |action: &str| {
        let mut denials = denials.iter().filter(|it| !it.allows && !it.all_but);
        denials.any(|it| it.names(action))
    };
    if statement.all_but {
        return !statement.actions.contains(&"*");
    }
    statement.actions.iter().any(|pattern| {
        let Some((service, name)) = pattern.split_once(':') else {
            return *pattern == "*" && !denied("s3:putobject");
        };
        let service = service.to_ascii_lowercase();
        let mut is_level = false;
        let actions = table.actions_of(&service).unwrap_or_default();
        actions.split(' ').any(|word| {
            if matches!(word, "R" | "W" | "P") {
                is_level = levels.contains(word);
                return false;
            }
            is_level && matches_pattern(name, word) && !denied(&format!("{service}:{word}"))
        })
    })
}

/// Returns whether statements allow an action without a condition.
///
/// An action that can be restricted counts only if it is allowed on all resources.
fn allows_action(action: &str, table: &Actions, all: &[Statement]) -> bool {
    let is_restrictable = || {
        let (service, name) = action.split_once(':').unwrap_or_default();
        let actions = table.actions_of(service);
        actions.is_none_or(|actions| actions.split(' ').any(|word| word == name))
    };
    let covers = |it: &Statement| it.names(action) != it.all_but;
    let allows = |it: &Statement| {
        it.allows && !it.conditional && covers(it) && (it.on_all || !is_restrictable())
    };
    let denies = |it: &Statement| !it.allows && covers(it);
    all.iter().any(allows) && !all.iter().any(denies)
}

/// Returns whether an action matches a pattern with `*` and `?`, ignoring case.
fn matches_pattern(pattern: &str, action: &str) -> bool {
    let (pattern, action) = (pattern.as_bytes(), action.as_bytes());
    let (mut at, mut from) = (0, 0);
    let mut star = None;
    while from < action.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(byte) if *byte == b'?' || byte.eq_ignore_ascii_case(&action[from]) => {
                at += 1;
                from += 1;
            }
            _ => match star {
                // Backtracks: the last star takes one more character.
                Some((position, taken)) => {
                    star = Some((position, taken + 1));
                    at = position + 1;
                    from = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern[at.min(pattern.len())..]
        .iter()
        .all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::matches_pattern;

    #[test]
    fn star_matches_any_text() {
        assert!(matches_pattern("s3:Get*", "s3:getobject") && matches_pattern("*", "s3:getobject"));
        assert!(
            matches_pattern("s3:*Object*", "s3:getobjectacl")
                && matches_pattern("s3:Ge?Object", "s3:getobject")
        );
        assert!(
            !matches_pattern("s3:Get*", "s3:putobject")
                && !matches_pattern("s3:Get", "s3:getobject")
        );
    }
}
