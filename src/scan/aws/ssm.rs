//! Defines the rules for SSM documents and parameters.

mod predicates;

use crate::scan::Graph::{And, Attribute, Connection, Filter, NoConnection, Or};
use crate::scan::Op::{Equals, NotEquals};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Fix::*, Literal::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_303",
        types: &["aws_ssm_document"],
        severity: High, // no published one: everybody may read it
        message: "document is shared with everybody",
        rationale: "Everybody with an AWS account can read the document.",
        check: IsNot("permissions.account_ids", Text("All")),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_337",
        types: &["aws_ssm_parameter"],
        severity: Low, // no published one: as other customer-managed keys
        message: "no customer-managed KMS key (key_id)",
        rationale: "A customer-managed key controls who may read the secret, and access can be revoked.",
        check: When(
            &Has("type"),
            &PassIf(&IsNot("type", Text("SecureString")), &Has("key_id")),
        ),
        fix: AddsResources,
    },
    Rule {
        id: "CKV2_AWS_34",
        types: &["aws_ssm_parameter"],
        severity: Low,
        message: "parameter is not encrypted",
        rationale: "Anyone who may read parameters can read this one.",
        check: GraphPolicy(&And(&[Attribute(
            &["aws_ssm_parameter"],
            "type",
            Equals(Text("SecureString")),
        )])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_112",
        types: &["aws_ssm_document"],
        severity: Medium,
        message: "sessions are not encrypted with a KMS key",
        rationale: "An attacker on the path can read the session.",
        check: Custom(predicates::session_encrypted),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_113",
        types: &["aws_ssm_document"],
        severity: Medium,
        message: "sessions are not logged with encryption",
        rationale: "After an incident, it cannot be determined what was done.",
        check: Custom(predicates::session_logged),
        fix: Fix::None,
    },
    Rule {
        id: "CKV2_AWS_36",
        types: &["data.http"],
        severity: Low,
        message: "a secret parameter is sent over HTTP",
        rationale: "The secret is sent to a server that may not be yours.",
        check: GraphPolicy(&Or(&[
            And(&[
                Connection(&["data.http"], &["aws_ssm_parameter"]),
                Attribute(
                    &["aws_ssm_parameter"],
                    "type",
                    NotEquals(Text("SecureString")),
                ),
                Filter(&["data.http"]),
            ]),
            And(&[
                NoConnection(&["data.http"], &["aws_ssm_parameter"]),
                Filter(&["data.http"]),
            ]),
        ])),
        fix: Fix::None,
    },
];
