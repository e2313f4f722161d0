//! Rules for SageMaker.

use crate::scan::Graph::{And, At, Link, Only};
use crate::scan::Op::Differs;
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Fix::*, Plain::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_22",
        types: &["aws_sagemaker_notebook_instance"],
        severity: High,
        wrong: "notebook is not encrypted with a KMS key",
        why: "Whoever gets hold of the volume reads the notebooks and their data.",
        check: Has("kms_key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_98",
        types: &["aws_sagemaker_endpoint_configuration"],
        severity: High,
        wrong: "endpoint is not encrypted with a KMS key",
        why: "Whoever gets hold of the volume reads the models and what they were asked.",
        check: Has("kms_key_arn"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_122",
        types: &["aws_sagemaker_notebook_instance"],
        severity: Medium,
        wrong: "notebook has direct internet access",
        why: "Data can leave from the notebook past every filter of the network.",
        check: Keeps("direct_internet_access", &[Text("Disabled")]),
        fix: Offered(Implied, "packages and data must come through the network"),
    },
    Rule {
        id: "CKV_AWS_187",
        types: &["aws_sagemaker_domain", "aws_sagemaker_notebook_instance"],
        severity: Low,
        wrong: "no KMS key of your own (kms_key_id)",
        why: "A key of your own decides who may read the notebooks, and can be taken away.",
        check: Has("kms_key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_306",
        types: &["aws_sagemaker_notebook_instance"],
        severity: Medium, // no published one: as direct access
        wrong: "notebook is outside your VPC (subnet_id)",
        why: "Outside a network of yours nothing filters what the notebook connects to.",
        check: Has("subnet_id"),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_307",
        types: &["aws_sagemaker_notebook_instance"],
        severity: Medium, // no published one: users become administrators
        wrong: "users are root on the notebook",
        why: "Users can change or switch off everything that guards the notebook.",
        check: Is("root_access", Text("Disabled")),
        fix: Offered(Implied, "users can no longer install system packages"),
    },
    Rule {
        id: "CKV_AWS_367",
        types: &["aws_sagemaker_data_quality_job_definition"],
        severity: Low,
        wrong: "job output has no KMS key of your own",
        why: "A key of your own decides who may read the results, and can be taken away.",
        check: Has("data_quality_job_output_config.kms_key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_368",
        types: &["aws_sagemaker_data_quality_job_definition"],
        severity: Low,
        wrong: "job volume has no KMS key of your own",
        why: "A key of your own decides who may read the volume, and can be taken away.",
        check: Has("job_resources.cluster_config.volume_kms_key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_369",
        types: &["aws_sagemaker_data_quality_job_definition"],
        severity: Low,
        wrong: "traffic between job containers is not encrypted",
        why: "Whoever listens on the network reads the data of the job.",
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
        wrong: "model is not isolated from the network",
        why: "A model that may call out can carry the data away.",
        check: Is("enable_network_isolation", TRUE),
        fix: Offered(Implied, "the model cannot fetch anything from the network"),
    },
    Rule {
        id: "CKV_AWS_371",
        types: &["aws_sagemaker_notebook_instance"],
        severity: Medium,
        wrong: "instance metadata answers without a token (IMDSv1)",
        why: "A page that can be made to fetch a URL gives away the notebook's credentials.",
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
        wrong: "flow output has no KMS key of your own",
        why: "A key of your own decides who may read the results, and can be taken away.",
        check: Has("output_config.kms_key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV2_AWS_68",
        types: &["aws_sagemaker_notebook_instance"],
        severity: High, // no published one: as other policies that allow all
        wrong: "role of the notebook allows everything",
        why: "Whoever opens the notebook owns the account.",
        check: Over(&And(&[
            Only(&["aws_sagemaker_notebook_instance"]),
            Link(&["aws_sagemaker_notebook_instance"], &["aws_iam_role"]),
            At(
                &["aws_iam_role"],
                "policy.Statement[Effect=Allow].Action.*",
                Differs(Text("*")),
            ),
        ])),
        fix: None,
    },
];
