//! Defines the rules for Image Builder.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_180",
        types: &["aws_imagebuilder_component"],
        severity: Low,
        message: "component has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the component, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_199",
        types: &["aws_imagebuilder_distribution_configuration"],
        severity: Low,
        message: "distributed image has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may start the image, and access can be revoked.",
        check: Has("distribution.ami_distribution_configuration.kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_200",
        types: &["aws_imagebuilder_image_recipe"],
        severity: Low,
        message: "disk of the image has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read it, and access can be revoked.",
        check: EachBlock(
            "block_device_mapping",
            &EachBlock("ebs", &All(&[Filled("encrypted"), Filled("kms_key_id")])),
        ),
        fix: None,
    },
];
