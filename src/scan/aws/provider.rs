//! Defines the rules for the AWS provider.

use crate::scan::{Resource, Verdict, passed};

rules! {
    CKV_AWS_41 Critical "provider holds a secret key" // severity: the key is exposed
        "Anyone who can read the code can use the key."
        "provider.aws": Custom(holds_no_key);
}

/// Number of characters of an access key id.
const ID_CHARS: usize = 20;
/// Number of characters of a secret key.
const SECRET_CHARS: usize = 40;

/// Checks that no access key is hard-coded.
fn holds_no_key(resource: &Resource) -> Verdict {
    let begins = |path: &str, chars: usize, is: fn(&u8) -> bool| {
        let text = resource.text(path).unwrap_or_default();
        text.bytes().take_while(is).count() == chars
    };
    let of_id = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let of_secret = |byte: &u8| byte.is_ascii_alphanumeric() || b"/+=".contains(byte);
    passed(!begins("access_key", ID_CHARS, of_id) && !begins("secret_key", SECRET_CHARS, of_secret))
}
