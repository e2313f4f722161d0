//! Rules for Route 53 domains.

use crate::scan::Graph::{And, At, Link, Only, OnlyBy, Or};
use crate::scan::Op::{Contains, Differs, Exists};
use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix::*, Plain::*, Repair::*, Rule, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_377",
        types: &["aws_route53domains_registered_domain"],
        severity: Medium, // no published one: a domain can be lost
        wrong: "transfer lock is off",
        why: "A domain without the lock can be moved to another owner.",
        check: IsNot("transfer_lock", FALSE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV2_AWS_23",
        types: &["aws_route53_record"],
        severity: Medium,
        wrong: "record points at nothing in this program",
        why: "A name that points at a released address can be taken over.",
        check: Over(&And(&[
            Only(&["aws_route53_record"]),
            OnlyBy("type", "A"),
            Or(&[
                At(&["aws_route53_record"], "alias.name", Contains("module")),
                At(&["aws_route53_record"], "alias.name", Contains("data.")),
                At(&["aws_route53_record"], "alias.name", Contains("var.")),
                Link(
                    &["aws_route53_record"],
                    &[
                        "aws_instance",
                        "aws_eip",
                        "aws_elb",
                        "aws_lb",
                        "aws_alb",
                        "aws_route53_record",
                        "aws_s3_bucket",
                        "aws_api_gateway_domain_name",
                        "aws_elastic_beanstalk_environment",
                        "aws_vpc_endpoint",
                        "aws_globalaccelerator_accelerator",
                        "aws_cloudfront_distribution",
                        "aws_db_instance",
                        "aws_apigatewayv2_domain_name",
                        "aws_lightsail_instance",
                        "aws_lightsail_static_ip",
                    ],
                ),
            ]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_38",
        types: &["aws_route53_zone"],
        severity: High,
        wrong: "answers of the zone are not signed",
        why: "Forged answers send visitors elsewhere.",
        check: Over(&Or(&[
            And(&[
                At(&["aws_route53_zone"], "vpc", Exists),
                At(&["aws_route53_zone"], "vpc", Differs(Texts(&[]))),
            ]),
            And(&[
                Only(&["aws_route53_zone"]),
                Link(
                    &["aws_route53_zone"],
                    &[
                        "aws_route53_hosted_zone_dnssec",
                        "aws_route53_key_signing_key",
                        "aws_route53_zone_association",
                    ],
                ),
            ]),
        ])),
        fix: Made(&recipe::ZONE_SIGNATURE),
    },
    Rule {
        id: "CKV2_AWS_39",
        types: &["aws_route53_zone"],
        severity: Low,
        wrong: "queries of the zone are not logged",
        why: "After an incident nobody can tell what was asked.",
        check: Over(&Or(&[
            At(&["aws_route53_zone"], "vpc", Exists),
            And(&[
                Only(&["aws_route53_zone"]),
                Link(&["aws_route53_zone"], &["aws_route53_query_log"]),
            ]),
        ])),
        fix: Made(&recipe::ZONE_LOG),
    },
];
