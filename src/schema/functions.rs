//! Lists the built-in functions of Terraform with parameters and result types.

use crate::stable_sort::Order;
use foldhash::HashMap;
use std::sync::LazyLock;

/// Result type of a function, as far as its name determines it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReturnType {
    /// A string.
    Text,
    /// A number.
    Number,
    /// A bool.
    Bool,
    /// A list or a tuple.
    List,
    /// A set.
    Set,
    /// A map.
    Mapping,
    /// A type that depends on the arguments.
    Any,
}

/// Signature of a function.
#[derive(Clone, Copy, Debug)]
pub(super) struct Function {
    /// Type codes of the parameters, one letter each.
    ///
    /// The last letter applies to all further arguments. `s` is a string, `n` a number, `l` a list
    /// of strings, `L`, `q` and `v` a list, `m` a map. `M` (a map), `f` (a list) and `c` (a value
    /// with a length) are parameters for which Terraform reports a failed call. `-` is a parameter
    /// whose type the function's name does not determine.
    pub(super) parameters: &'static str,
    /// Minimum number of arguments.
    pub(super) min: usize,
    /// Maximum number of arguments.
    pub(super) max: usize,
    /// Result type.
    pub(super) returns: ReturnType,
}

impl Function {
    /// Returns the type code of an argument.
    pub(super) fn type_code(&self, at: usize) -> char {
        let mut letters = self.parameters.chars();
        letters
            .nth(at)
            .or(self.parameters.chars().last())
            .unwrap_or('-')
    }
}

/// Finds a function by its name, with or without the `core::` prefix.
pub(super) fn function(name: &str) -> Option<Function> {
    let name = name.strip_prefix("core::").unwrap_or(name);
    FUNCTIONS.get(name).copied()
}

/// Returns the names of all functions, sorted.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let mut names: Vec<&str> = FUNCTIONS.keys().copied().collect();
    names.order();
    names.into_iter()
}

/// Functions by name.
///
/// A line of the table has the type codes, the minimum and maximum number of arguments (`*` is any
/// number), the result type and the functions that have them. The source is the output of
/// `terraform metadata functions -json` of Terraform 1.11.
static FUNCTIONS: LazyLock<HashMap<&str, Function>> = LazyLock::new(|| {
    let mut functions = HashMap::default();
    for line in include_str!("functions.txt").lines() {
        let mut words = line.split(' ');
        let mut word = || words.next().unwrap_or_default();
        let (parameters, min, max) = (word(), word(), word());
        let returns = match word() {
            "Text" => ReturnType::Text,
            "Number" => ReturnType::Number,
            "Bool" => ReturnType::Bool,
            "List" => ReturnType::List,
            "Set" => ReturnType::Set,
            "Mapping" => ReturnType::Mapping,
            _ => ReturnType::Any,
        };
        let function = Function {
            parameters,
            min: min.parse().unwrap_or_default(),
            max: max.parse().unwrap_or(usize::MAX),
            returns,
        };
        functions.extend(words.map(|name| (name, function)));
    }
    functions
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_line_of_the_table() {
        assert_eq!(FUNCTIONS.len(), 118);
        let lookup = function("lookup").expect("it is a function");
        assert_eq!((lookup.parameters, lookup.min), ("m-", 2));
        assert_eq!((lookup.max, lookup.returns), (usize::MAX, ReturnType::Any));
    }

    #[test]
    fn finds_functions_with_the_core_namespace() {
        assert_eq!(
            function("core::length").map(|function| function.returns),
            Some(ReturnType::Number)
        );
        assert!(function("length2").is_none());
    }
}
