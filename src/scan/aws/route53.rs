//! Defines the rules for Route 53 domains.

use crate::scan::Graph::{And, Attribute, Connection, Filter, FilterBy, Or};
use crate::scan::Op::{Contains, Exists, NotEquals};
use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix::*, Literal::*, Repair::*, Rule, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_377",
        types: &["aws_route53domains_registered_domain"],
        severity: Medium, // no published one: a domain can be lost
        message: "transfer lock is off",
        rationale: "A domain without a transfer lock can be moved to another owner.",
        check: IsNot("transfer_lock", FALSE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV2_AWS_23",
        types: &["aws_route53_record"],
        severity: Medium,
        message: "record points to no resource in this configuration",
        rationale: "A name that points to a released address can be taken over.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_route53_record"]),
            FilterBy("type", "A"),
            Or(&[
                Attribute(&["aws_route53_record"], "alias.name", Contains("module")),
                Attribute(&["aws_route53_record"], "alias.name", Contains("data.")),
                Attribute(&["aws_route53_record"], "alias.name", Contains("var.")),
                Connection(
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
        message: "answers of the zone are not signed",
        rationale: "Forged DNS answers can redirect visitors.",
        check: GraphPolicy(&Or(&[
            And(&[
                Attribute(&["aws_route53_zone"], "vpc", Exists),
                Attribute(&["aws_route53_zone"], "vpc", NotEquals(Texts(&[]))),
            ]),
            And(&[
                Filter(&["aws_route53_zone"]),
                Connection(
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
        message: "queries of the zone are not logged",
        rationale: "After an incident, it cannot be determined what was asked.",
        check: GraphPolicy(&Or(&[
            Attribute(&["aws_route53_zone"], "vpc", Exists),
            And(&[
                Filter(&["aws_route53_zone"]),
                Connection(&["aws_route53_zone"], &["aws_route53_query_log"]),
            ]),
        ])),
        fix: Made(&recipe::ZONE_LOG),
    },
];
