//! Defines the rules for Network Firewall.

rules! {
    CKV_AWS_344 Low "deletion protection is off" // severity: as for load balancers
        "A single mistaken command removes the network filter."
        "aws_networkfirewall_firewall": Is("delete_protection", TRUE)
            => NeedsConsent(Implied, "it cannot be destroyed until deletion protection is off");
    CKV_AWS_345 Low "no customer-managed KMS key (encryption_configuration)" // severity: as for other keys
        "A customer-managed key controls who may read the rules, and access can be revoked."
        ["aws_networkfirewall_firewall", "aws_networkfirewall_rule_group"]:
            Has("encryption_configuration.key_id") => AddsResources;
    CKV_AWS_346 Low "policy has no customer-managed KMS key" // severity: as for other keys
        "A customer-managed key controls who may read the policy, and access can be revoked."
        "aws_networkfirewall_firewall_policy": Has("encryption_configuration.key_id") => AddsResources;
    CKV2_AWS_63 Info "firewall logging is off"
        "After an incident, it cannot be determined what was tried."
        "aws_networkfirewall_firewall": graph!(and[
            filter "aws_networkfirewall_firewall",
            "aws_networkfirewall_firewall" connected "aws_networkfirewall_logging_configuration",
        ]);
}
