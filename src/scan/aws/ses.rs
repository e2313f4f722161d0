//! Rules for SES.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_365",
    types: &["aws_ses_configuration_set"],
    severity: Medium, // no published one: as other traffic
    message: "mail may be sent without TLS",
    rationale: "Whoever listens on the way reads the mail.",
    check: Is("delivery_options.tls_policy", Text("Require")),
    fix: NeedsConsent(Implied, "servers without TLS get no mail"),
}];
