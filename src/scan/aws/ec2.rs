//! Defines the rules for EC2: instances, launch templates, images, gateways.

use crate::hcl::Value;
use crate::scan::{Check::*, Found, Literal::Text, Resource, Verdict, passed, tree};

/// Instance families without dedicated EBS bandwidth, or that reject the argument.
const FAMILIES: &[&str] = strings! {
    "t1.", "t2.", "m1.small", "m1.medium", "m2.xlarge", "m3.medium", "m3.large", "c1.medium",
};

rules! {
    CKV_AWS_79 Medium "instance metadata does not require a token (IMDSv1)"
        "A forged request (SSRF) can read the instance's credentials."
        ["aws_instance", "aws_launch_configuration", "aws_launch_template"]: PassIf(
            &Is("metadata_options.http_endpoint", Text("disabled")),
            &Is("metadata_options.http_tokens", Text("required")),
        )
            => Free(Set(&[
                ("metadata_options.http_endpoint", Text("enabled")),
                ("metadata_options.http_tokens", Text("required")),
            ]));
    CKV_AWS_88 High "instance has a public address"
        "The instance is exposed to the whole internet."
        "aws_instance": IsNot("associate_public_ip_address", TRUE)
            => NeedsConsent(Implied, "the instance is not reachable from the internet"),
        "aws_launch_template": IsNot("network_interfaces.associate_public_ip_address", TRUE)
            => NeedsConsent(Implied, "the instance is not reachable from the internet");
    CKV_AWS_126 Medium "detailed monitoring is off"
        "Metrics every five minutes miss short outages and attacks."
        "aws_instance": Is("monitoring", TRUE) => Paid(Implied);
    CKV_AWS_135 Low "instance is not EBS optimized"
        "Disk and network share their bandwidth, so each slows the other down."
        "aws_instance": Is("ebs_optimized", TRUE)
            => If(
                &StartsWith("instance_type", FAMILIES),
                &Recipe(&recipe::NEWER_INSTANCE_TYPE),
                &Free(Implied),
            );
    CKV_AWS_235 Low "copied image is not encrypted"
        "Anyone who obtains the copy can read everything in it."
        "aws_ami_copy": Is("encrypted", TRUE) => Free(Implied);
    CKV_AWS_236 Low "copied image has no customer-managed KMS key"
        "A customer-managed key controls who may start the copy, and access can be revoked."
        "aws_ami_copy": Has("kms_key_id") => AddsResources;
    CKV_AWS_331 Medium "transit gateway accepts every attachment" // severity: another network can join
        "Networks of other accounts can attach without approval."
        "aws_ec2_transit_gateway": IsNot("auto_accept_shared_attachments", Text("enable"))
            => Free(Set(&[("auto_accept_shared_attachments", Text("disable"))]));
    CKV_AWS_341 Medium "instance metadata hop limit is above 1" // severity: as a missing metadata token
        "A container on the instance can read the credentials of the instance."
        ["aws_launch_configuration", "aws_launch_template"]:
            UnsetOrOneOf("metadata_options.http_put_response_hop_limit", &[Number(1)])
            => NeedsConsent(Implied, "containers lose access to the instance metadata");
    CKV_AWS_389 High "launch configuration gives a public address" // severity: as for an instance
        "Every instance that it starts is exposed to the whole internet."
        "aws_launch_configuration": IsNot("associate_public_ip_address", TRUE)
            => NeedsConsent(Implied, "its instances are not reachable from the internet");
    CKV_AWS_8 High "disk is not encrypted"
        "Anyone with access to the disk or a snapshot of it can read it."
        ["aws_instance", "aws_launch_configuration"]: Custom(disks_encrypted)
            => Free(Set(&[("root_block_device.encrypted", TRUE)]));
    CKV2_AWS_41 Info "instance has no IAM role"
        "Without a role, access keys must be stored on the instance."
        "aws_instance": graph!("aws_instance"."iam_instance_profile" exists)
            => Recipe(&recipe::INSTANCE_ROLE);
    CKV_AWS_315 Low "group uses no launch template" // severity: as other maintenance rules
        "Launch configurations do not support newer EC2 features."
        "aws_autoscaling_group":
            Any(&[Has("launch_template"), Has("mixed_instances_policy.launch_template")]);
    CKV_AWS_153 Low "group does not tag its instances"
        "The owner of untagged instances is unknown."
        "aws_autoscaling_group": Any(&[Has("tag"), Has("tags")]);
    CKV2_AWS_15 Low "group ignores the load balancer's health checks"
        "Unresponsive instances are not replaced."
        "aws_autoscaling_attachment": graph!(and[
            filter "aws_autoscaling_attachment",
            "aws_autoscaling_group"."health_check_type" == "ELB",
            "aws_autoscaling_group" connected "aws_autoscaling_attachment",
            or[
                and["aws_elb" connected "aws_autoscaling_attachment", "aws_elb"."health_check" exists],
                and[
                    "aws_lb_target_group" connected "aws_autoscaling_attachment",
                    "aws_lb_target_group"."health_check" exists,
                ],
            ],
        ]);
    CKV_AWS_204 Low "disk of the image is not encrypted"
        "Anyone with access to the image can read it."
        "aws_ami": EachBlock("ebs_block_device", &Any(&[Has("snapshot_id"), Filled("encrypted")]));
    CKV_AWS_205 Low "image is shared with another account"
        "The other account can read the content of the image."
        "aws_ami_launch_permission": Never;
    CKV_AWS_386 Medium "image is looked up without an owner" // severity: a known attack with low probability
        "Anybody can publish an image with a matching name."
        "data.aws_ami": Custom(names_owner);
    CKV_AWS_394 Info "zones are not pinned by name" // severity: not a weakness
        "A new availability zone can change the plan of many resources."
        "data.aws_availability_zones": OneBlock("filter", &OneOf("name", texts!["zone-name", "zone-id"]));
    CKV_AWS_46 High "access key is hard-coded in the user data" // severity: the key is exposed
        "Anyone who may read the instance's configuration can read the key."
        ["aws_instance", "aws_launch_configuration", "aws_launch_template"]:
            Custom(|it| secret::has_no_key(it, "user_data"));
}

/// Checks that the root disk is declared and every declared disk is encrypted.
fn disks_encrypted(resource: &Resource) -> Verdict {
    let roots = resource.nested_blocks("root_block_device");
    let is_empty = |root: &Resource| root.block.body.items.is_empty();
    if roots.first().is_none_or(is_empty) {
        let root = resource.find("root_block_device");
        return passed(matches!(root, Found::Value(Value::Unknown(_))));
    }
    let others = resource.nested_blocks("ebs_block_device");
    let mut all = Verdict::Passed;
    for disk in roots.into_iter().chain(others) {
        match disk.find("encrypted") {
            Found::Value(Value::Bool(true)) => {}
            _ if Has("snapshot_id").holds(&disk) => {}
            Found::Value(Value::Bool(false)) => return Verdict::Failed,
            _ => all = Verdict::Unknown,
        }
    }
    all
}

/// Fails an image that is looked up by a name pattern without an owner.
fn names_owner(resource: &Resource) -> Verdict {
    let is_wild = |value: &Value| matches!(value, Value::Text(text) if text.contains(['*', '?']));
    let is_pattern = |filter: &Resource| {
        let values = filter.find_all("values");
        let mut values = values.iter().flat_map(tree::items);
        Is("name", Text("name")).holds(filter) && values.any(is_wild)
    };
    let filters = resource.nested_blocks("filter");
    passed(resource.find("owners") != Found::Missing || !filters.iter().any(is_pattern))
}
