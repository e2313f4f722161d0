//! Lists the built-in functions of Terraform with parameters and result types.

use super::values::Known;
use crate::stable_sort::Order;
use foldhash::HashMap;
use std::sync::LazyLock;

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
    /// Type of the result, as far as the name of the function determines it.
    pub(super) returns: Known<'static>,
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
/// `terraform metadata functions -json` of Terraform 1.11, with `convert` of Terraform 1.15, and
/// `base64gunzip`, `cidrcontains` and `urldecode` of OpenTofu 1.7.
static FUNCTIONS: LazyLock<HashMap<&str, Function>> = LazyLock::new(|| {
    let mut functions = HashMap::default();
    for line in include_str!("functions.txt").lines() {
        let mut words = line.split(' ');
        let mut word = || words.next().unwrap_or_default();
        let (parameters, min, max) = (word(), word(), word());
        let returns = match word() {
            "Text" => Known::Text(None),
            "Number" => Known::Number,
            "Bool" => Known::Bool,
            "List" => Known::List,
            "Set" => Known::Set,
            "Mapping" => Known::Mapping,
            _ => Known::Unknown,
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
        assert_eq!(FUNCTIONS.len(), 122);
        let lookup = function("lookup").expect("it is a function");
        assert_eq!((lookup.parameters, lookup.min), ("m-", 2));
        assert_eq!(lookup.max, usize::MAX);
        assert!(matches!(lookup.returns, Known::Unknown));
    }

    #[test]
    fn finds_functions_with_the_core_namespace() {
        let length = function("core::length").expect("it is a function");
        assert!(matches!(length.returns, Known::Number));
        assert!(function("length2").is_none());
    }
}
