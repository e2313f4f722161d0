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

pub(super) const fn grammar(
    kind: &'static str,
    labels: &'static [&'static str],
    required: &'static [&'static str],
    optional: &'static [&'static str],
    blocks: &'static [&'static str],
) -> Grammar {
    Grammar {
        kind,
        labels,
        required,
        optional,
        blocks,
        closed: true,
    }
}

pub(super) const fn open(kind: &'static str, labels: &'static [&'static str]) -> Grammar {
    Grammar {
        kind,
        labels,
        required: &[],
        optional: &[],
        blocks: &[],
        closed: false,
    }
}

/// Blocks of the top level.
///
/// The contents of an open block are defined by a provider or by a module, or are checked
/// elsewhere.
pub(super) const TOP: &[Grammar] = &[
    grammar(
        "terraform",
        &[],
        &[],
        &["required_version", "experiments", "language"],
        &["required_providers", "backend", "cloud", "provider_meta"],
    ),
    grammar(
        "variable",
        &["name"],
        &[],
        &[
            "description",
            "type",
            "default",
            "sensitive",
            "nullable",
            "ephemeral",
        ],
        &["validation"],
    ),
    grammar(
        "output",
        &["name"],
        &["value"],
        &["description", "sensitive", "depends_on", "ephemeral"],
        &["precondition"],
    ),
    grammar("moved", &[], &["from", "to"], &[], &[]),
    grammar(
        "import",
        &[],
        &["to"],
        &["id", "for_each", "provider", "identity"],
        &[],
    ),
    open("locals", &[]),
    open("module", &["name"]),
    open("provider", &["name"]),
    open("resource", &["type", "name"]),
    open("data", &["type", "name"]),
    open("ephemeral", &["type", "name"]),
    open("check", &["name"]),
    open("removed", &[]),
];

/// The `validation` block of variables.
pub(super) const VALIDATION: Grammar =
    grammar("validation", &[], &["condition", "error_message"], &[], &[]);
/// The `lifecycle` block of resources and data sources.
pub(super) const LIFECYCLE: Grammar = grammar(
    "lifecycle",
    &[],
    &[],
    &[
        "create_before_destroy",
        "prevent_destroy",
        "ignore_changes",
        "replace_triggered_by",
    ],
    &["precondition", "postcondition"],
);

/// Arguments and blocks that every resource takes.
pub(super) const META: &[&str] = &[
    "count",
    "for_each",
    "provider",
    "depends_on",
    "lifecycle",
    "connection",
    "provisioner",
];

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
pub(super) const RESERVED: &[&str] = &[
    "source",
    "version",
    "providers",
    "count",
    "for_each",
    "lifecycle",
    "depends_on",
    "locals",
];
