//! A resource in, what no word of the rules says of it out.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Found, Resource, Verdict};

/// Characters of the id of a key.
const ID_CHARS: usize = 20;
/// Characters of its secret.
const SECRET_CHARS: usize = 40;

/// Whether no key is written out.
pub(super) fn holds_no_key(resource: &Resource) -> Verdict {
    let begins = |path: &str, chars: usize, is: fn(&u8) -> bool| match resource.find(path) {
        Found::Value(Value::Text(text)) => text.bytes().take_while(is).count() == chars,
        _ => false,
    };
    let of_id = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let of_secret = |byte: &u8| byte.is_ascii_alphanumeric() || b"/+=".contains(byte);
    passed(!begins("access_key", ID_CHARS, of_id) && !begins("secret_key", SECRET_CHARS, of_secret))
}
