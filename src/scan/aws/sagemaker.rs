//! Defines the rules for SageMaker.

use crate::scan::Graph::{And, Attribute, Connection, Filter};
use crate::scan::Op::NotEquals;
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Fix::*, Literal::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_22",
        types: &["aws_sagemaker_notebook_instance"],
        severity: High,
        message: "notebook is not encrypted with a KMS key",
        rationale: "Anyone who obtains the volume can read the notebooks and their data.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_98",
        types: &["aws_sagemaker_endpoint_configuration"],
        severity: High,
        message: "endpoint is not encrypted with a KMS key",
        rationale: "Anyone who obtains the volume can read the models and their input.",
        check: Has("kms_key_arn"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_122",
        types: &["aws_sagemaker_notebook_instance"],
        severity: Medium,
        message: "notebook has direct internet access",
        rationale: "Data can leave the notebook without passing any network filter.",
        check: UnsetOrOneOf("direct_internet_access", &[Text("Disabled")]),
        fix: NeedsConsent(Implied, "packages and data must be loaded through the VPC"),
    },
    Rule {
        id: "CKV_AWS_187",
        types: &["aws_sagemaker_domain", "aws_sagemaker_notebook_instance"],
        severity: Low,
        message: "no customer-managed KMS key (kms_key_id)",
        rationale: "A customer-managed key controls who may read the notebooks, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_306",
        types: &["aws_sagemaker_notebook_instance"],
        severity: Medium, // no published one: as direct internet access
        message: "notebook is outside your VPC (subnet_id)",
        rationale: "Outside a VPC, nothing filters the notebook's connections.",
        check: Has("subnet_id"),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_307",
        types: &["aws_sagemaker_notebook_instance"],
        severity: Medium, // no published one: users become administrators
        message: "users are root on the notebook",
        rationale: "Users can change or disable the protections of the notebook.",
        check: Is("root_access", Text("Disabled")),
        fix: NeedsConsent(Implied, "users can no longer install system packages"),
    },
    Rule {
        id: "CKV_AWS_367",
        types: &["aws_sagemaker_data_quality_job_definition"],
        severity: Low,
        message: "job output has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the results, and access can be revoked.",
        check: Has("data_quality_job_output_config.kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_368",
        types: &["aws_sagemaker_data_quality_job_definition"],
        severity: Low,
        message: "job volume has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the volume, and access can be revoked.",
        check: Has("job_resources.cluster_config.volume_kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_369",
        types: &["aws_sagemaker_data_quality_job_definition"],
        severity: Low,
        message: "traffic between job containers is not encrypted",
        rationale: "An attacker on the network can read the data of the job.",
        check: Is(
            "network_config.enable_inter_container_traffic_encryption",
            TRUE,
        ),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_370",
        types: &["aws_sagemaker_model"],
        severity: Medium, // no published one: data can leave the network
        message: "model is not isolated from the network",
        rationale: "A model with network access can exfiltrate data.",
        check: Is("enable_network_isolation", TRUE),
        fix: NeedsConsent(Implied, "the model cannot fetch anything from the network"),
    },
    Rule {
        id: "CKV_AWS_371",
        types: &["aws_sagemaker_notebook_instance"],
        severity: Medium,
        message: "instance metadata does not require a token (IMDSv1)",
        rationale: "A forged request (SSRF) can read the notebook's credentials.",
        check: Is(
            "instance_metadata_service_configuration.minimum_instance_metadata_service_version",
            Text("2"),
        ),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_372",
        types: &["aws_sagemaker_flow_definition"],
        severity: Low,
        message: "flow output has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the results, and access can be revoked.",
        check: Has("output_config.kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV2_AWS_68",
        types: &["aws_sagemaker_notebook_instance"],
        severity: High, // no published one: as other policies that allow everything
        message: "role of the notebook allows everything",
        rationale: "Anyone with access to the notebook has full control of the account.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_sagemaker_notebook_instance"]),
            Connection(&["aws_sagemaker_notebook_instance"], &["aws_iam_role"]),
            Attribute(
                &["aws_iam_role"],
                "policy.Statement[Effect=Allow].Action.*",
                NotEquals(Text("*")),
            ),
        ])),
        fix: None,
    },
];
