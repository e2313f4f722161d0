//! Defines the format of `constraints.json`, the certain constraints of a provider.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Constraints of a provider by type; data sources have the prefix `data.`.
pub type Constraints = BTreeMap<String, Type>;

/// Constraints of a type.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Type {
    /// Rules by path.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Vec<Rule>>,
    /// Arguments that conflict with or require each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
}

/// Rule for the value of an argument.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// One of these values.
    OneOf(Vec<String>),
    /// One of these values, in either letter case.
    OneOfAnyCase(Vec<String>),
    /// One of these values, in the wording of newer resources.
    Enum(Vec<String>),
    /// One of these values, in another wording of newer resources.
    Match(Vec<String>),
    Range(i64, i64),
    AtLeast(i64),
    AtMost(i64),
    Length(i64, i64),
    Divisible(i64),
    /// A format by its name.
    Form(String),
    /// Forbidden contents, as indices into `Strange::THINGS`; wording for a value.
    Value(BTreeSet<usize>),
    /// Likewise, in the wording for characters.
    Characters(BTreeSet<usize>),
    /// Likewise, in the wording for a pattern.
    Pattern(BTreeSet<usize>),
    /// A letter or digit of this class is required.
    Needs(char),
    /// This value is forbidden.
    Not(String),
    /// Minimum in the wording of newer resources.
    NewAtLeast(i64),
    NewAtMost(i64),
    NewRange(i64, i64),
    NewLength(i64, i64),
    /// Maximum number of characters.
    Longest(i64),
    /// One of these numbers, or a multiple of the other.
    OneOfOrMultiple(Vec<String>, i64),
    /// One of these numbers, or a number between the bounds.
    OneOfOrRange(Vec<String>, i64, i64),
    /// A text with this start.
    Begins(String),
    /// A text without this start.
    NotBegins(String),
    /// A network whose prefix length is between these bounds.
    Prefix(i64, i64),
}

/// Arguments that conflict with or require each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Group {
    /// Kind of group: `conflicts`, `exactly_one`, `at_least_one` or `all`.
    ///
    /// Groups of newer resources have the prefix `new_`.
    pub kind: String,
    /// Paths; in a conflict the first one excludes the others.
    pub members: Vec<String>,
    /// Members at which the provider reports the problem.
    pub told: Vec<String>,
}
