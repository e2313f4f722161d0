//! What an expression is known to be: a value, null, or unknown with the reference that hides it.

/// Three-valued: known, null, or unknown.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, which Terraform treats as not set.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// A list, tuple or set.
    List(Vec<Value>),
    /// An object or map, keys in the order of the text.
    Object(Vec<(String, Value)>),
    /// Not known before apply, or not known to us; the reference it waits for, where there is one.
    Unknown(Option<String>),
}
