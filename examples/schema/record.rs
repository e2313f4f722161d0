//! `constraints.json` in and out: what is certain of the values of a provider, as text.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The constraints of a provider, by type; those of data sources have `data.` in front.
pub type Constraints = BTreeMap<String, Type>;

/// The constraints of a type.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Type {
    /// By path.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Vec<Rule>>,
    /// Arguments that exclude or need each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
}

/// What an argument takes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// One of these.
    OneOf(Vec<String>),
    /// One of these, in letters of either case.
    OneOfAnyCase(Vec<String>),
    /// As newer resources say it.
    Enum(Vec<String>),
    /// Likewise.
    Match(Vec<String>),
    Range(i64, i64),
    AtLeast(i64),
    AtMost(i64),
    Length(i64, i64),
    Divisible(i64),
    /// A form by its name.
    Form(String),
    /// Nothing of these, in the order of `Strange::THINGS`.
    Value(BTreeSet<usize>),
    /// Likewise.
    Characters(BTreeSet<usize>),
    /// Likewise.
    Pattern(BTreeSet<usize>),
    /// A letter or digit like this.
    Needs(char),
    /// Not this.
    Not(String),
    /// As newer resources say it.
    NewAtLeast(i64),
    NewAtMost(i64),
    NewRange(i64, i64),
    NewLength(i64, i64),
    /// No more characters than this.
    Longest(i64),
}

/// Arguments that exclude or need each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Group {
    /// `conflicts`, `exactly_one`, `at_least_one`, `all`; of newer resources with `new_` in front.
    pub kind: String,
    /// Paths; of those that conflict the first excludes the others.
    pub members: Vec<String>,
    /// The members at which the provider tells it.
    pub told: Vec<String>,
}
