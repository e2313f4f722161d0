//! Rules for EC2 instances, launch templates, images and transit gateways.

mod ask;

use crate::scan::Graph::{And, At, Link, Only, Or};
use crate::scan::Op::{Equals, Exists};
use crate::scan::Severity::*;
use crate::scan::{Check, Check::*, Fix::*, Plain::*, Repair::*, Rule, TRUE, recipe, secret};

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
        fix: Paid(Implied),
    },
    Rule {
        id: "CKV_AWS_135",
        types: &["aws_instance"],
        severity: Low,
        wrong: "instance is not EBS optimized",
        why: "Disk and network share their bandwidth, so each slows the other down.",
        check: Is("ebs_optimized", TRUE),
        fix: If(
            &NO_EBS_BANDWIDTH,
            &Made(&recipe::NEWER_MACHINE),
            &Free(Implied),
        ),
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
    Rule {
        id: "CKV_AWS_8",
        types: &["aws_instance", "aws_launch_configuration"],
        severity: High,
        wrong: "disk is not encrypted",
        why: "Whoever gets at the disk or a snapshot of it can read it.",
        check: Code(ask::disks),
        fix: Free(Set(&[("root_block_device.encrypted", TRUE)])),
    },
    Rule {
        id: "CKV2_AWS_41",
        types: &["aws_instance"],
        severity: Info,
        wrong: "instance has no IAM role",
        why: "Keys end up on the machine because it has no role of its own.",
        check: Over(&At(&["aws_instance"], "iam_instance_profile", Exists)),
        fix: Made(&recipe::INSTANCE_ROLE),
    },
    Rule {
        id: "CKV_AWS_315",
        types: &["aws_autoscaling_group"],
        severity: Low, // no published one: as other matters of upkeep
        wrong: "group uses no launch template",
        why: "Launch configurations get none of what came after them.",
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
        wrong: "group gives its instances no tags",
        why: "Nobody can tell whose instances they are.",
        check: Any(&[Has("tag"), Has("tags")]),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_15",
        types: &["aws_autoscaling_attachment"],
        severity: Low,
        wrong: "group does not listen to the load balancer",
        why: "Instances that answer nothing are kept.",
        check: Over(&And(&[
            Only(&["aws_autoscaling_attachment"]),
            At(
                &["aws_autoscaling_group"],
                "health_check_type",
                Equals(Text("ELB")),
            ),
            Link(&["aws_autoscaling_group"], &["aws_autoscaling_attachment"]),
            Or(&[
                And(&[
                    Link(&["aws_elb"], &["aws_autoscaling_attachment"]),
                    At(&["aws_elb"], "health_check", Exists),
                ]),
                And(&[
                    Link(&["aws_lb_target_group"], &["aws_autoscaling_attachment"]),
                    At(&["aws_lb_target_group"], "health_check", Exists),
                ]),
            ]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_204",
        types: &["aws_ami"],
        severity: Low,
        wrong: "disk of the image is not encrypted",
        why: "Whoever gets at the image can read it.",
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
        wrong: "image is shared with another account",
        why: "What is in the image can be read there.",
        check: Never,
        fix: None,
    },
    Rule {
        id: "CKV_AWS_386",
        types: &["data.aws_ami"],
        severity: Medium, // no published one: a known attack that needs luck
        wrong: "image is looked up by a name alone",
        why: "Anybody can publish an image whose name fits.",
        check: Code(ask::any_owner),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_394",
        types: &["data.aws_availability_zones"],
        severity: Info, // no published one: it is no weakness
        wrong: "zones are not pinned by name",
        why: "A new zone of the provider changes the plan of everything.",
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
        severity: High, // no published one: a key gives away what it opens
        wrong: "access key stands in the start script",
        why: "Whoever may see the machine has the key.",
        check: Code(|it| secret::free(it, "user_data")),
        fix: None,
    },
];
