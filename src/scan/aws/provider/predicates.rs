//! Implements the custom predicates of the provider rules.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Found, Resource, Verdict};

/// Number of characters of an access key id.
const ID_CHARS: usize = 20;
/// Number of characters of a secret key.
const SECRET_CHARS: usize = 40;

/// Checks that no access key is hard-coded.
pub(super) fn holds_no_key(resource: &Resource) -> Verdict {
    let begins = |path: &str, chars: usize, is: fn(&u8) -> bool| match resource.find(path) {
        Found::Value(Value::Text(text)) => text.bytes().take_while(is).count() == chars,
        _ => false,
    };
    let of_id = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let of_secret = |byte: &u8| byte.is_ascii_alphanumeric() || b"/+=".contains(byte);
    passed(!begins("access_key", ID_CHARS, of_id) && !begins("secret_key", SECRET_CHARS, of_secret))
}
