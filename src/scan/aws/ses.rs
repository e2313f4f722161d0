//! Defines the rules for SES.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_365",
    types: &["aws_ses_configuration_set"],
    severity: Medium, // no published one: as other unencrypted traffic
    message: "mail may be sent without TLS",
    rationale: "An attacker on the path can read the mail.",
    check: Is("delivery_options.tls_policy", Text("Require")),
    fix: NeedsConsent(Implied, "mail servers without TLS receive no mail"),
}];
