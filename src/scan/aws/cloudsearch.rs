//! Defines the rules for CloudSearch.

rules! {
    CKV_AWS_218 Low "domain allows old TLS versions"
        "Old TLS versions have known vulnerabilities: traffic can be decrypted."
        "aws_cloudsearch_domain":
            Is("endpoint_options.tls_security_policy", Text("Policy-Min-TLS-1-2-2019-07")) => Free(Implied);
    CKV_AWS_220 Low "HTTPS is not enforced"
        "An attacker on the network can read requests and responses."
        "aws_cloudsearch_domain": Is("endpoint_options.enforce_https", TRUE)
            => NeedsConsent(Implied, "clients must connect with TLS");
}
