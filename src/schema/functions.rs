//! Lists the built-in functions of Terraform with parameters and result types.

use ReturnType::{Any, Bool, List, Mapping, Number, Set, Text};

/// Maximum for functions that take any number of arguments.
const MANY: usize = usize::MAX;

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
    let at = FUNCTIONS.binary_search_by(|row| row.0.cmp(name)).ok()?;
    let (_, takes, min, max, gives) = *FUNCTIONS.get(at)?;
    Some(Function {
        parameters: takes,
        min,
        max,
        returns: gives,
    })
}

/// Returns the names of all functions.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|row| row.0)
}

/// Functions: name, type codes, minimum and maximum arguments, result type.
///
/// Source: the output of `terraform metadata functions -json` of Terraform 1.11.
const FUNCTIONS: &[(&str, &str, usize, usize, ReturnType)] = &[
    ("abs", "n", 1, 1, Number),
    ("abspath", "s", 1, 1, Text),
    ("alltrue", "L", 1, 1, Bool),
    ("anytrue", "L", 1, 1, Bool),
    ("base64decode", "s", 1, 1, Text),
    ("base64encode", "s", 1, 1, Text),
    ("base64gzip", "s", 1, 1, Text),
    ("base64sha256", "s", 1, 1, Text),
    ("base64sha512", "s", 1, 1, Text),
    ("basename", "s", 1, 1, Text),
    ("bcrypt", "sn", 1, MANY, Text),
    ("can", "-", 1, 1, Bool),
    ("ceil", "n", 1, 1, Number),
    ("chomp", "s", 1, 1, Text),
    ("chunklist", "-n", 2, 2, List),
    ("cidrhost", "sn", 2, 2, Text),
    ("cidrnetmask", "s", 1, 1, Text),
    ("cidrsubnet", "snn", 3, 3, Text),
    ("cidrsubnets", "sn", 1, MANY, List),
    ("coalesce", "-", 0, MANY, Any),
    ("coalescelist", "-", 0, MANY, Any),
    ("compact", "l", 1, 1, List),
    ("concat", "q", 0, MANY, Any),
    ("contains", "f-", 2, 2, Any),
    ("csvdecode", "s", 1, 1, Any),
    ("dirname", "s", 1, 1, Text),
    ("distinct", "L", 1, 1, List),
    ("element", "-n", 2, 2, Any),
    ("endswith", "ss", 2, 2, Bool),
    ("ephemeralasnull", "-", 1, 1, Any),
    ("file", "s", 1, 1, Text),
    ("filebase64", "s", 1, 1, Text),
    ("filebase64sha256", "s", 1, 1, Text),
    ("filebase64sha512", "s", 1, 1, Text),
    ("fileexists", "s", 1, 1, Bool),
    ("filemd5", "s", 1, 1, Text),
    ("fileset", "ss", 2, 2, Set),
    ("filesha1", "s", 1, 1, Text),
    ("filesha256", "s", 1, 1, Text),
    ("filesha512", "s", 1, 1, Text),
    ("flatten", "f", 1, 1, Any),
    ("floor", "n", 1, 1, Number),
    ("format", "s-", 1, MANY, Any),
    ("formatdate", "ss", 2, 2, Text),
    ("formatlist", "s-", 1, MANY, Any),
    ("indent", "ns", 2, 2, Text),
    ("index", "-", 2, 2, Any),
    ("issensitive", "-", 1, 1, Bool),
    ("join", "sl", 1, MANY, Text),
    ("jsondecode", "s", 1, 1, Any),
    ("jsonencode", "-", 1, 1, Text),
    ("keys", "m", 1, 1, Any),
    ("length", "c", 1, 1, Number),
    ("log", "nn", 2, 2, Number),
    ("lookup", "m-", 2, MANY, Any),
    ("lower", "s", 1, 1, Text),
    ("matchkeys", "-", 3, 3, List),
    ("max", "n", 0, MANY, Number),
    ("md5", "s", 1, 1, Text),
    ("merge", "M", 0, MANY, Any),
    ("min", "n", 0, MANY, Number),
    ("nonsensitive", "-", 1, 1, Any),
    ("one", "-", 1, 1, Any),
    ("parseint", "-n", 2, 2, Any),
    ("pathexpand", "s", 1, 1, Text),
    ("plantimestamp", "-", 0, 0, Text),
    ("pow", "nn", 2, 2, Number),
    ("range", "n", 0, MANY, List),
    ("regex", "ss", 2, 2, Any),
    ("regexall", "ss", 2, 2, List),
    ("replace", "sss", 3, 3, Text),
    ("reverse", "-", 1, 1, Any),
    ("rsadecrypt", "ss", 2, 2, Text),
    ("sensitive", "-", 1, 1, Any),
    ("setintersection", "v", 1, MANY, Set),
    ("setproduct", "-", 0, MANY, Any),
    ("setsubtract", "v", 2, 2, Set),
    ("setunion", "v", 1, MANY, Set),
    ("sha1", "s", 1, 1, Text),
    ("sha256", "s", 1, 1, Text),
    ("sha512", "s", 1, 1, Text),
    ("signum", "n", 1, 1, Number),
    ("slice", "-nn", 3, 3, Any),
    ("sort", "l", 1, 1, List),
    ("split", "ss", 2, 2, List),
    ("startswith", "ss", 2, 2, Bool),
    ("strcontains", "ss", 2, 2, Bool),
    ("strrev", "s", 1, 1, Text),
    ("substr", "snn", 3, 3, Text),
    ("sum", "-", 1, 1, Any),
    ("templatefile", "s-", 2, 2, Any),
    ("templatestring", "-", 2, 2, Text),
    ("textdecodebase64", "ss", 2, 2, Text),
    ("textencodebase64", "ss", 2, 2, Text),
    ("timeadd", "ss", 2, 2, Text),
    ("timecmp", "ss", 2, 2, Number),
    ("timestamp", "-", 0, 0, Text),
    ("title", "s", 1, 1, Text),
    ("tobool", "-", 1, 1, Bool),
    ("tolist", "v", 1, 1, List),
    ("tomap", "m", 1, 1, Mapping),
    ("tonumber", "n", 1, 1, Number),
    ("toset", "v", 1, 1, Set),
    ("tostring", "-", 1, 1, Text),
    ("transpose", "-", 1, 1, Mapping),
    ("trim", "ss", 2, 2, Text),
    ("trimprefix", "ss", 2, 2, Text),
    ("trimspace", "s", 1, 1, Text),
    ("trimsuffix", "ss", 2, 2, Text),
    ("try", "-", 0, MANY, Any),
    ("upper", "s", 1, 1, Text),
    ("urlencode", "s", 1, 1, Text),
    ("uuid", "-", 0, 0, Text),
    ("uuidv5", "ss", 2, 2, Text),
    ("values", "M", 1, 1, Any),
    ("yamldecode", "s", 1, 1, Any),
    ("yamlencode", "-", 1, 1, Text),
    ("zipmap", "l-", 2, 2, Any),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_function_in_the_sorted_table() {
        assert!(FUNCTIONS.is_sorted_by_key(|row| row.0));
        assert!(FUNCTIONS.iter().all(|row| function(row.0).is_some()));
    }

    #[test]
    fn finds_functions_with_the_core_namespace() {
        assert_eq!(
            function("core::length").map(|function| function.returns),
            Some(Number)
        );
        assert!(function("length2").is_none());
    }
}
