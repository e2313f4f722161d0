//! Rules for EC2 instances, launch templates, images and transit gateways.

use crate::scan::Severity::*;
use crate::scan::{Check, Check::*, Fix, Fix::*, Plain::*, Repair::*, Rule, TRUE};

/// Families that have no dedicated bandwidth to EBS, or refuse the argument.
const NO_EBS_BANDWIDTH: Check = Starts(
    "instance_type",
    &[
        "t1.",
        "t2.",
        "m1.small",
        "m1.medium",
        "m2.xlarge",
        "m3.medium",
        "m3.large",
        "c1.medium",
    ],
);

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_79",
        types: &[
            "aws_instance",
            "aws_launch_configuration",
            "aws_launch_template",
        ],
        severity: Medium,
        wrong: "instance metadata answers without a token (IMDSv1)",
        why: "A server that can be made to fetch a URL gives away the instance's credentials.",
        check: PassIf(
            &Is("metadata_options.http_endpoint", Text("disabled")),
            &Is("metadata_options.http_tokens", Text("required")),
        ),
        fix: Free(Set(&[
            ("metadata_options.http_endpoint", Text("enabled")),
            ("metadata_options.http_tokens", Text("required")),
        ])),
    },
    Rule {
        id: "CKV_AWS_88",
        types: &["aws_instance"],
        severity: High,
        wrong: "instance has a public address",
        why: "The instance can be tried by everybody on the internet.",
        check: IsNot("associate_public_ip_address", TRUE),
        fix: Offered(Implied, "the instance is not reachable from the internet"),
    },
    Rule {
        id: "CKV_AWS_88",
        types: &["aws_launch_template"],
        severity: High,
        wrong: "instance has a public address",
        why: "The instance can be tried by everybody on the internet.",
        check: IsNot("network_interfaces.associate_public_ip_address", TRUE),
        fix: Offered(Implied, "the instance is not reachable from the internet"),
    },
    Rule {
        id: "CKV_AWS_126",
        types: &["aws_instance"],
        severity: Medium,
        wrong: "detailed monitoring is off",
        why: "Figures every five minutes are too late to see a short outage or attack.",
        check: Is("monitoring", TRUE),
        fix: Offered(Implied, "seven metrics an instance are billed every month"),
    },
    Rule {
        id: "CKV_AWS_135",
        types: &["aws_instance"],
        severity: Low,
        wrong: "instance is not EBS optimized",
        why: "Disk and network share their bandwidth, so each slows the other down.",
        check: Is("ebs_optimized", TRUE),
        fix: If(&NO_EBS_BANDWIDTH, &Fix::None, &Free(Implied)),
    },
    Rule {
        id: "CKV_AWS_235",
        types: &["aws_ami_copy"],
        severity: Low,
        wrong: "copied image is not encrypted",
        why: "Whoever gets hold of the copy can read everything in it.",
        check: Is("encrypted", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_236",
        types: &["aws_ami_copy"],
        severity: Low,
        wrong: "copied image has no KMS key of your own",
        why: "A key of your own decides who may start the copy, and can be taken away.",
        check: Has("kms_key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_331",
        types: &["aws_ec2_transit_gateway"],
        severity: Medium, // no published one: a foreign network joins
        wrong: "transit gateway accepts every attachment",
        why: "Networks of other accounts join without anybody being asked.",
        check: IsNot("auto_accept_shared_attachments", Text("enable")),
        fix: Free(Set(&[("auto_accept_shared_attachments", Text("disable"))])),
    },
    Rule {
        id: "CKV_AWS_341",
        types: &["aws_launch_configuration", "aws_launch_template"],
        severity: Medium, // no published one: as the token itself
        wrong: "metadata answers beyond the instance (hop limit over 1)",
        why: "A container on the instance reaches the credentials of the instance.",
        check: Keeps("metadata_options.http_put_response_hop_limit", &[Number(1)]),
        fix: Offered(Implied, "containers lose access to the metadata"),
    },
    Rule {
        id: "CKV_AWS_389",
        types: &["aws_launch_configuration"],
        severity: High, // no published one: as for an instance
        wrong: "launch configuration gives a public address",
        why: "Every instance it starts can be tried by everybody on the internet.",
        check: IsNot("associate_public_ip_address", TRUE),
        fix: Offered(Implied, "its instances are not reachable from the internet"),
    },
];
