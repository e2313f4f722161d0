//! Defines the rules for ACM certificates.

rules! {
    CKV_AWS_233 Low "no create_before_destroy"
        "A replacement destroys the certificate before the new one exists."
        "aws_acm_certificate": Is("lifecycle.create_before_destroy", TRUE) => Free(Implied);
    CKV_AWS_234 Low "certificate transparency logging is off"
        "Browsers reject certificates that are missing from the public logs."
        "aws_acm_certificate":
            UnsetOrOneOf("options.certificate_transparency_logging_preference", texts!["ENABLED"])
            => NeedsConsent(Implied, "the names in the certificate become public");
    CKV2_AWS_71 Info "certificate has a wildcard domain name" // severity: an attacker needs the key
        "Anyone who obtains the private key can impersonate every name of the domain."
        "aws_acm_certificate": graph!(and[
            "aws_acm_certificate"."domain_name" not_contains "*",
            or[
                "aws_acm_certificate"."subject_alternative_names" not_exists,
                "aws_acm_certificate"."subject_alternative_names.*" not_contains "*",
            ],
        ]);
}
