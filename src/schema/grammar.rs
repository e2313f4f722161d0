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
/// elsewhere.
pub(super) const TOP: &[Grammar] = grammars! {
    "terraform" [[] [] ["required_version", "experiments", "language"]
        ["required_providers", "backend", "cloud", "provider_meta"]],
    "variable" [["name"] []
        ["description", "type", "default", "sensitive", "nullable", "ephemeral"] ["validation"]],
    "output" [["name"] ["value"] ["description", "sensitive", "depends_on", "ephemeral"]
        ["precondition"]],
    "moved" [[] ["from", "to"] [] []],
    "import" [[] ["to"] ["id", "for_each", "provider", "identity"] []],
    "locals" [[]],
    "module" [["name"]],
    "provider" [["name"]],
    "resource" [["type", "name"]],
    "data" [["type", "name"]],
    "ephemeral" [["type", "name"]],
    "check" [["name"]],
    "removed" [[]],
};

/// The `validation` block of variables.
pub(super) const VALIDATION: Grammar =
    grammar!("validation" [] ["condition", "error_message"] [] []);
/// The `lifecycle` block of resources and data sources.
pub(super) const LIFECYCLE: Grammar = grammar!("lifecycle" [] []
    ["create_before_destroy", "prevent_destroy", "ignore_changes", "replace_triggered_by"]
    ["precondition", "postcondition"]);

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
