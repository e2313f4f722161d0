//! Defines the rules for Cognito.

rules! {
    CKV_AWS_366 Medium "guests get credentials without signing in"
        "Everybody gets AWS credentials without authentication."
        "aws_cognito_identity_pool": Is("allow_unauthenticated_identities", FALSE)
            => NeedsConsent(Implied, "guests must sign in");
}
