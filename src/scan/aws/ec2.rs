//! Defines the rules for EC2: instances, launch templates, images, gateways.

mod predicates;

use crate::scan::Graph::{And, Attribute, Connection, Filter, Or};
use crate::scan::Op::{Equals, Exists};
use crate::scan::Severity::*;
use crate::scan::{Check, Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE, recipe, secret};

/// Instance families without dedicated EBS bandwidth, or that reject the argument.
const NO_EBS_BANDWIDTH: Check = StartsWith(
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
        message: "instance metadata does not require a token (IMDSv1)",
        rationale: "A forged request (SSRF) can read the instance's credentials.",
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
        message: "instance has a public address",
        rationale: "The instance is exposed to the whole internet.",
        check: IsNot("associate_public_ip_address", TRUE),
        fix: NeedsConsent(Implied, "the instance is not reachable from the internet"),
    },
    Rule {
        id: "CKV_AWS_88",
        types: &["aws_launch_template"],
        severity: High,
        message: "instance has a public address",
        rationale: "The instance is exposed to the whole internet.",
        check: IsNot("network_interfaces.associate_public_ip_address", TRUE),
        fix: NeedsConsent(Implied, "the instance is not reachable from the internet"),
    },
    Rule {
        id: "CKV_AWS_126",
        types: &["aws_instance"],
        severity: Medium,
        message: "detailed monitoring is off",
        rationale: "Metrics every five minutes miss short outages and attacks.",
        check: Is("monitoring", TRUE),
        fix: Paid(Implied),
    },
    Rule {
        id: "CKV_AWS_135",
        types: &["aws_instance"],
        severity: Low,
        message: "instance is not EBS optimized",
        rationale: "Disk and network share their bandwidth, so each slows the other down.",
        check: Is("ebs_optimized", TRUE),
        fix: If(
            &NO_EBS_BANDWIDTH,
            &Made(&recipe::NEWER_INSTANCE_TYPE),
            &Free(Implied),
        ),
    },
    Rule {
        id: "CKV_AWS_235",
        types: &["aws_ami_copy"],
        severity: Low,
        message: "copied image is not encrypted",
        rationale: "Anyone who obtains the copy can read everything in it.",
        check: Is("encrypted", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_236",
        types: &["aws_ami_copy"],
        severity: Low,
        message: "copied image has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may start the copy, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_331",
        types: &["aws_ec2_transit_gateway"],
        severity: Medium, // no published one: another account's network can join
        message: "transit gateway accepts every attachment",
        rationale: "Networks of other accounts can attach without approval.",
        check: IsNot("auto_accept_shared_attachments", Text("enable")),
        fix: Free(Set(&[("auto_accept_shared_attachments", Text("disable"))])),
    },
    Rule {
        id: "CKV_AWS_341",
        types: &["aws_launch_configuration", "aws_launch_template"],
        severity: Medium, // no published one: as a missing metadata token
        message: "instance metadata hop limit is above 1",
        rationale: "A container on the instance can read the credentials of the instance.",
        check: UnsetOrOneOf("metadata_options.http_put_response_hop_limit", &[Number(1)]),
        fix: NeedsConsent(Implied, "containers lose access to the instance metadata"),
    },
    Rule {
        id: "CKV_AWS_389",
        types: &["aws_launch_configuration"],
        severity: High, // no published one: as for an instance
        message: "launch configuration gives a public address",
        rationale: "Every instance that it starts is exposed to the whole internet.",
        check: IsNot("associate_public_ip_address", TRUE),
        fix: NeedsConsent(Implied, "its instances are not reachable from the internet"),
    },
    Rule {
        id: "CKV_AWS_8",
        types: &["aws_instance", "aws_launch_configuration"],
        severity: High,
        message: "disk is not encrypted",
        rationale: "Anyone with access to the disk or a snapshot of it can read it.",
        check: Custom(predicates::disks_encrypted),
        fix: Free(Set(&[("root_block_device.encrypted", TRUE)])),
    },
    Rule {
        id: "CKV2_AWS_41",
        types: &["aws_instance"],
        severity: Info,
        message: "instance has no IAM role",
        rationale: "Without a role, access keys must be stored on the instance.",
        check: GraphPolicy(&Attribute(
            &["aws_instance"],
            "iam_instance_profile",
            Exists,
        )),
        fix: Made(&recipe::INSTANCE_ROLE),
    },
    Rule {
        id: "CKV_AWS_315",
        types: &["aws_autoscaling_group"],
        severity: Low, // no published one: as other maintenance rules
        message: "group uses no launch template",
        rationale: "Launch configurations do not support newer EC2 features.",
        check: Any(&[
            Has("launch_template"),
            Has("mixed_instances_policy.launch_template"),
        ]),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_153",
        types: &["aws_autoscaling_group"],
        severity: Low,
        message: "group does not tag its instances",
        rationale: "The owner of untagged instances is unknown.",
        check: Any(&[Has("tag"), Has("tags")]),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_15",
        types: &["aws_autoscaling_attachment"],
        severity: Low,
        message: "group ignores the load balancer's health checks",
        rationale: "Unresponsive instances are not replaced.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_autoscaling_attachment"]),
            Attribute(
                &["aws_autoscaling_group"],
                "health_check_type",
                Equals(Text("ELB")),
            ),
            Connection(&["aws_autoscaling_group"], &["aws_autoscaling_attachment"]),
            Or(&[
                And(&[
                    Connection(&["aws_elb"], &["aws_autoscaling_attachment"]),
                    Attribute(&["aws_elb"], "health_check", Exists),
                ]),
                And(&[
                    Connection(&["aws_lb_target_group"], &["aws_autoscaling_attachment"]),
                    Attribute(&["aws_lb_target_group"], "health_check", Exists),
                ]),
            ]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_204",
        types: &["aws_ami"],
        severity: Low,
        message: "disk of the image is not encrypted",
        rationale: "Anyone with access to the image can read it.",
        check: EachBlock(
            "ebs_block_device",
            &Any(&[Has("snapshot_id"), Filled("encrypted")]),
        ),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_205",
        types: &["aws_ami_launch_permission"],
        severity: Low,
        message: "image is shared with another account",
        rationale: "The other account can read the content of the image.",
        check: Never,
        fix: None,
    },
    Rule {
        id: "CKV_AWS_386",
        types: &["data.aws_ami"],
        severity: Medium, // no published one: a known attack with low probability
        message: "image is looked up without an owner",
        rationale: "Anybody can publish an image with a matching name.",
        check: Custom(predicates::names_owner),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_394",
        types: &["data.aws_availability_zones"],
        severity: Info, // no published one: not a weakness
        message: "zones are not pinned by name",
        rationale: "A new availability zone can change the plan of many resources.",
        check: OneBlock(
            "filter",
            &OneOf("name", &[Text("zone-name"), Text("zone-id")]),
        ),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_46",
        types: &[
            "aws_instance",
            "aws_launch_configuration",
            "aws_launch_template",
        ],
        severity: High, // no published one: the key exposes what it gives access to
        message: "access key is hard-coded in the user data",
        rationale: "Anyone who may read the instance's configuration can read the key.",
        check: Custom(|it| secret::has_no_key(it, "user_data")),
        fix: None,
    },
];
