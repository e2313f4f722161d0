//! Defines the rules for Glacier.

rules! {
    CKV_AWS_167 Medium "vault policy allows everybody"
        "Everybody on the internet can read or destroy the archives."
        "aws_glacier_vault": Custom(|it| policy::is_private(it, "access_policy"));
}
