//! Defines the rules for SES.

rules! {
    CKV_AWS_365 Medium "mail may be sent without TLS" // severity: as other unencrypted traffic
        "An attacker on the path can read the mail."
        "aws_ses_configuration_set": Is("delivery_options.tls_policy", Text("Require"))
            => NeedsConsent(Implied, "mail servers without TLS receive no mail");
}
