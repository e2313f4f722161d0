//! Rules for SageMaker.

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
        rationale: "Whoever gets hold of the volume reads the notebooks and their data.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_98",
        types: &["aws_sagemaker_endpoint_configuration"],
        severity: High,
        message: "endpoint is not encrypted with a KMS key",
        rationale: "Whoever gets hold of the volume reads the models and what they were asked.",
        check: Has("kms_key_arn"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_122",
        types: &["aws_sagemaker_notebook_instance"],
        severity: Medium,
        message: "notebook has direct internet access",
        rationale: "Data can leave from the notebook past every filter of the network.",
        check: UnsetOrOneOf("direct_internet_access", &[Text("Disabled")]),
        fix: NeedsConsent(Implied, "packages and data must come through the network"),
    },
    Rule {
        id: "CKV_AWS_187",
        types: &["aws_sagemaker_domain", "aws_sagemaker_notebook_instance"],
        severity: Low,
        message: "no KMS key of your own (kms_key_id)",
        rationale: "A key of your own decides who may read the notebooks, and can be taken away.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_306",
        types: &["aws_sagemaker_notebook_instance"],
        severity: Medium, // no published one: as direct access
        message: "notebook is outside your VPC (subnet_id)",
        rationale: "Outside a network of yours nothing filters what the notebook connects to.",
        check: Has("subnet_id"),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_307",
        types: &["aws_sagemaker_notebook_instance"],
        severity: Medium, // no published one: users become administrators
        message: "users are root on the notebook",
        rationale: "Users can change or switch off everything that guards the notebook.",
        check: Is("root_access", Text("Disabled")),
        fix: NeedsConsent(Implied, "users can no longer install system packages"),
    },
    Rule {
        id: "CKV_AWS_367",
        types: &["aws_sagemaker_data_quality_job_definition"],
        severity: Low,
        message: "job output has no KMS key of your own",
        rationale: "A key of your own decides who may read the results, and can be taken away.",
        check: Has("data_quality_job_output_config.kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_368",
        types: &["aws_sagemaker_data_quality_job_definition"],
        severity: Low,
        message: "job volume has no KMS key of your own",
        rationale: "A key of your own decides who may read the volume, and can be taken away.",
        check: Has("job_resources.cluster_config.volume_kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_369",
        types: &["aws_sagemaker_data_quality_job_definition"],
        severity: Low,
        message: "traffic between job containers is not encrypted",
        rationale: "Whoever listens on the network reads the data of the job.",
        check: Is(
            "network_config.enable_inter_container_traffic_encryption",
            TRUE,
        ),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_370",
        types: &["aws_sagemaker_model"],
        severity: Medium, // no published one: data can leave
        message: "model is not isolated from the network",
        rationale: "A model that may call out can carry the data away.",
        check: Is("enable_network_isolation", TRUE),
        fix: NeedsConsent(Implied, "the model cannot fetch anything from the network"),
    },
    Rule {
        id: "CKV_AWS_371",
        types: &["aws_sagemaker_notebook_instance"],
        severity: Medium,
        message: "instance metadata answers without a token (IMDSv1)",
        rationale: "A page that can be made to fetch a URL gives away the notebook's credentials.",
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
        message: "flow output has no KMS key of your own",
        rationale: "A key of your own decides who may read the results, and can be taken away.",
        check: Has("output_config.kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV2_AWS_68",
        types: &["aws_sagemaker_notebook_instance"],
        severity: High, // no published one: as other policies that allow all
        message: "role of the notebook allows everything",
        rationale: "Whoever opens the notebook owns the account.",
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
