//! Defines the labels, arguments and nested blocks of the Terraform language.

/// Block of the language with its labels and contents.
pub(super) struct Grammar {
    /// Type of the block.
    pub(super) kind: &'static str,
    /// Descriptions of the labels.
    pub(super) labels: &'static [&'static str],
    /// Required arguments.
    pub(super) required: &'static [&'static str],
    /// Optional arguments.
    pub(super) optional: &'static [&'static str],
    /// Nested blocks.
    pub(super) blocks: &'static [&'static str],
    /// Whether other arguments and blocks are rejected.
    pub(super) closed: bool,
}

/// Writes grammars as rows: the type, and lists of names.
///
/// The lists are labels, required arguments, optional arguments and nested blocks. A block with a
/// single list is open.
macro_rules! grammar {
    ($kind:literal $labels:tt) => {
        grammar!($kind $labels [] [] [] false)
    };
    ($kind:literal $labels:tt $required:tt $optional:tt $blocks:tt) => {
        grammar!($kind $labels $required $optional $blocks true)
    };
    ($kind:literal $labels:tt $required:tt $optional:tt $blocks:tt $closed:literal) => {
        Grammar {
            kind: $kind,
            labels: &$labels,
            required: &$required,
            optional: &$optional,
            blocks: &$blocks,
            closed: $closed,
        }
    };
}

/// Writes a list of grammars.
macro_rules! grammars {
    ($($kind:literal [$($list:tt)*],)+) => {
        &[$(grammar!($kind $($list)*)),+]
    };
}

/// Blocks of the top level.
///
/// The contents of an open block are defined by a provider or by a module, or are checked
/// elsewhere. The names are those of Terraform up to 1.16 and OpenTofu up to 1.11: newer ones are
/// `deprecated`, `const` and the type of an output (1.15), `action` (1.14), and OpenTofu's
/// `encryption`.
pub(super) const TOP: &[Grammar] = grammars! {
    "terraform" [[] [] ["required_version", "experiments", "language"]
        ["required_providers", "backend", "cloud", "provider_meta", "encryption"]],
    "variable" [["name"] []
        ["description", "type", "default", "sensitive", "nullable", "ephemeral", "deprecated",
            "const"]
        ["validation"]],
    "output" [["name"] ["value"]
        ["description", "sensitive", "depends_on", "ephemeral", "deprecated", "type"]
        ["precondition"]],
    "moved" [[] ["from", "to"] [] []],
    "import" [[] ["to"] ["id", "for_each", "provider", "identity"] []],
    "removed" [[] ["from"] [] ["lifecycle", "provisioner", "connection"]],
    "locals" [[]],
    "module" [["name"]],
    "provider" [["name"]],
    "resource" [["type", "name"]],
    "data" [["type", "name"]],
    "ephemeral" [["type", "name"]],
    "action" [["type", "name"]],
    "check" [["name"]],
};

/// The `validation` block of variables.
pub(super) const VALIDATION: Grammar =
    grammar!("validation" [] ["condition", "error_message"] [] []);
/// The `lifecycle` block of resources and data sources.
///
/// `destroy` is an argument of Terraform 1.16, `enabled` one of OpenTofu 1.11.
pub(super) const LIFECYCLE: Grammar = grammar!("lifecycle" [] []
    ["create_before_destroy", "prevent_destroy", "ignore_changes", "replace_triggered_by",
        "destroy", "enabled"]
    ["precondition", "postcondition", "action_trigger"]);

/// The `lifecycle` block of a `removed` block.
pub(super) const REMOVED_LIFECYCLE: Grammar = grammar!("lifecycle" [] [] ["destroy"] []);

/// Ephemeral resources of AWS provider 5.100.0.
///
/// The source is the output of `terraform providers schema -json`.
pub(super) const EPHEMERAL: &[Grammar] = grammars! {
    "aws_cognito_identity_openid_token_for_developer_identity" [["name"]
        ["identity_pool_id", "logins"] ["identity_id", "principal_tags", "token_duration"] []],
    "aws_eks_cluster_auth" [["name"] ["name"] [] []],
    "aws_kms_secrets" [["name"] [] [] ["secret"]],
    "aws_lambda_invocation" [["name"] ["function_name", "payload"]
        ["client_context", "log_type", "qualifier"] []],
    "aws_secretsmanager_random_password" [["name"] []
        ["exclude_characters", "exclude_lowercase", "exclude_numbers", "exclude_punctuation",
            "exclude_uppercase", "include_space", "password_length", "require_each_included_type"]
        []],
    "aws_secretsmanager_secret_version" [["name"] ["secret_id"] ["version_id", "version_stage"]
        []],
    "aws_ssm_parameter" [["name"] ["arn"] ["with_decryption"] []],
};

/// Arguments and blocks that every resource takes.
pub(super) const META: &[&str] = strings! {
    "count", "for_each", "provider", "depends_on", "lifecycle", "connection", "provisioner",
};

/// Arguments and blocks that every data source takes.
pub(super) const META_DATA: &[&str] = &["count", "for_each", "provider", "depends_on", "lifecycle"];

/// Provisioners: name, required arguments, optional arguments.
pub(super) const PROVISIONERS: &[(&str, &[&str], &[&str])] = &[
    ("file", &["destination"], &["source", "content"]),
    (
        "local-exec",
        &["command"],
        &["interpreter", "working_dir", "environment", "quiet"],
    ),
    ("remote-exec", &[], &["inline", "script", "scripts"]),
];

/// Names that a variable cannot have, because module calls use them.
pub(super) const RESERVED: &[&str] = strings! {
    "source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals",
};
