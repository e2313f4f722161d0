//! The name of a function in, what it takes and gives out.

use Gives::{Any, Bool, Mapping, Number, Sequence, Text};

/// Any number of arguments.
const MANY: usize = usize::MAX;

/// What a function gives, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gives {
    /// A string.
    Text,
    /// A number.
    Number,
    /// A bool.
    Bool,
    /// A list or a set.
    Sequence,
    /// A map.
    Mapping,
    /// It depends on the arguments.
    Any,
}

/// What a function takes and gives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Function {
    /// Fewest arguments.
    pub(super) min: usize,
    /// Most arguments.
    pub(super) max: usize,
    /// What comes out.
    pub(super) gives: Gives,
}

/// The function of a name, with or without `core::`.
pub(super) fn function(name: &str) -> Option<Function> {
    let name = name.strip_prefix("core::").unwrap_or(name);
    let at = FUNCTIONS.binary_search_by(|row| row.0.cmp(name)).ok()?;
    let (_, min, max, gives) = *FUNCTIONS.get(at)?;
    Some(Function { min, max, gives })
}

/// The names of all functions.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|row| row.0)
}

/// What `terraform metadata functions -json` of Terraform 1.11 prints: name, fewest and most
/// arguments, what it gives.
const FUNCTIONS: &[(&str, usize, usize, Gives)] = &[
    ("abs", 1, 1, Number),
    ("abspath", 1, 1, Text),
    ("alltrue", 1, 1, Bool),
    ("anytrue", 1, 1, Bool),
    ("base64decode", 1, 1, Text),
    ("base64encode", 1, 1, Text),
    ("base64gzip", 1, 1, Text),
    ("base64sha256", 1, 1, Text),
    ("base64sha512", 1, 1, Text),
    ("basename", 1, 1, Text),
    ("bcrypt", 1, MANY, Text),
    ("can", 1, 1, Bool),
    ("ceil", 1, 1, Number),
    ("chomp", 1, 1, Text),
    ("chunklist", 2, 2, Sequence),
    ("cidrhost", 2, 2, Text),
    ("cidrnetmask", 1, 1, Text),
    ("cidrsubnet", 3, 3, Text),
    ("cidrsubnets", 1, MANY, Sequence),
    ("coalesce", 0, MANY, Any),
    ("coalescelist", 0, MANY, Any),
    ("compact", 1, 1, Sequence),
    ("concat", 0, MANY, Any),
    ("contains", 2, 2, Any),
    ("csvdecode", 1, 1, Any),
    ("dirname", 1, 1, Text),
    ("distinct", 1, 1, Sequence),
    ("element", 2, 2, Any),
    ("endswith", 2, 2, Bool),
    ("ephemeralasnull", 1, 1, Any),
    ("file", 1, 1, Text),
    ("filebase64", 1, 1, Text),
    ("filebase64sha256", 1, 1, Text),
    ("filebase64sha512", 1, 1, Text),
    ("fileexists", 1, 1, Bool),
    ("filemd5", 1, 1, Text),
    ("fileset", 2, 2, Sequence),
    ("filesha1", 1, 1, Text),
    ("filesha256", 1, 1, Text),
    ("filesha512", 1, 1, Text),
    ("flatten", 1, 1, Any),
    ("floor", 1, 1, Number),
    ("format", 1, MANY, Any),
    ("formatdate", 2, 2, Text),
    ("formatlist", 1, MANY, Any),
    ("indent", 2, 2, Text),
    ("index", 2, 2, Any),
    ("issensitive", 1, 1, Bool),
    ("join", 1, MANY, Text),
    ("jsondecode", 1, 1, Any),
    ("jsonencode", 1, 1, Text),
    ("keys", 1, 1, Any),
    ("length", 1, 1, Number),
    ("log", 2, 2, Number),
    ("lookup", 2, MANY, Any),
    ("lower", 1, 1, Text),
    ("matchkeys", 3, 3, Sequence),
    ("max", 0, MANY, Number),
    ("md5", 1, 1, Text),
    ("merge", 0, MANY, Any),
    ("min", 0, MANY, Number),
    ("nonsensitive", 1, 1, Any),
    ("one", 1, 1, Any),
    ("parseint", 2, 2, Any),
    ("pathexpand", 1, 1, Text),
    ("plantimestamp", 0, 0, Text),
    ("pow", 2, 2, Number),
    ("range", 0, MANY, Sequence),
    ("regex", 2, 2, Any),
    ("regexall", 2, 2, Sequence),
    ("replace", 3, 3, Text),
    ("reverse", 1, 1, Any),
    ("rsadecrypt", 2, 2, Text),
    ("sensitive", 1, 1, Any),
    ("setintersection", 1, MANY, Sequence),
    ("setproduct", 0, MANY, Any),
    ("setsubtract", 2, 2, Sequence),
    ("setunion", 1, MANY, Sequence),
    ("sha1", 1, 1, Text),
    ("sha256", 1, 1, Text),
    ("sha512", 1, 1, Text),
    ("signum", 1, 1, Number),
    ("slice", 3, 3, Any),
    ("sort", 1, 1, Sequence),
    ("split", 2, 2, Sequence),
    ("startswith", 2, 2, Bool),
    ("strcontains", 2, 2, Bool),
    ("strrev", 1, 1, Text),
    ("substr", 3, 3, Text),
    ("sum", 1, 1, Any),
    ("templatefile", 2, 2, Any),
    ("templatestring", 2, 2, Text),
    ("textdecodebase64", 2, 2, Text),
    ("textencodebase64", 2, 2, Text),
    ("timeadd", 2, 2, Text),
    ("timecmp", 2, 2, Number),
    ("timestamp", 0, 0, Text),
    ("title", 1, 1, Text),
    ("tobool", 1, 1, Bool),
    ("tolist", 1, 1, Sequence),
    ("tomap", 1, 1, Mapping),
    ("tonumber", 1, 1, Number),
    ("toset", 1, 1, Sequence),
    ("tostring", 1, 1, Text),
    ("transpose", 1, 1, Mapping),
    ("trim", 2, 2, Text),
    ("trimprefix", 2, 2, Text),
    ("trimspace", 1, 1, Text),
    ("trimsuffix", 2, 2, Text),
    ("try", 0, MANY, Any),
    ("upper", 1, 1, Text),
    ("urlencode", 1, 1, Text),
    ("uuid", 0, 0, Text),
    ("uuidv5", 2, 2, Text),
    ("values", 1, 1, Any),
    ("yamldecode", 1, 1, Any),
    ("yamlencode", 1, 1, Text),
    ("zipmap", 2, 2, Any),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_for_its_search() {
        assert!(FUNCTIONS.is_sorted_by_key(|row| row.0));
        assert!(FUNCTIONS.iter().all(|row| function(row.0).is_some()));
    }

    #[test]
    fn a_function_may_be_named_with_its_namespace() {
        assert_eq!(
            function("core::length").map(|function| function.gives),
            Some(Number)
        );
        assert!(function("length2").is_none());
    }
}
