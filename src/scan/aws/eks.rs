//! Defines the rules for EKS clusters.

use crate::hcl::Value;
use crate::scan::{Found, Resource, Verdict, passed};

rules! {
    CKV_AWS_39 Low "the API endpoint is public"
        "Everybody on the internet can reach the API of the cluster."
        "aws_eks_cluster": Is("vpc_config.endpoint_public_access", FALSE)
            => NeedsConsent(
                Set(&[
                    ("vpc_config.endpoint_private_access", TRUE),
                    ("vpc_config.endpoint_public_access", FALSE),
                ]),
                "the cluster can only be managed from inside its VPC",
            );
    CKV_AWS_58 Medium "secrets are not encrypted with a KMS key"
        "Anyone with access to the cluster's storage can read every secret."
        "aws_eks_cluster": Is("encryption_config.resources", Texts(&["secrets"]))
            => Recipe(&recipe::CLUSTER_KEY);
    CKV_AWS_339 High "Kubernetes version is out of support"
        "An unsupported version gets no fixes for new vulnerabilities."
        "aws_eks_cluster":
            UnsetOrOneOf("version", texts!["1.29", "1.30", "1.31", "1.32", "1.33", "1.34", "1.35"])
            => NeedsConsent(
                Set(&[("version", Text("1.33"))]),
                "a cluster that runs is upgraded, one version after the other",
            );
    CKV_AWS_37 Info "not all control plane logs are enabled"
        "After an incident, it cannot be determined who did what."
        "aws_eks_cluster": ListsAll("enabled_cluster_log_types", &[
            "api", "audit", "authenticator", "controllerManager", "scheduler",
        ]) => Recipe(&recipe::CLUSTER_LOGS);
    CKV_AWS_38 Low "API endpoint of the cluster is open to the internet"
        "Anyone with a token, or with an exploit, can access the cluster."
        "aws_eks_cluster": Custom(is_closed);
    CKV_AWS_100 High "nodes accept SSH from everywhere"
        "Internet scans find open ports within minutes."
        "aws_eks_node_group": UnlessCertain(&All(&[
            Has("remote_access.ec2_ssh_key"),
            Lacks("remote_access.source_security_group_ids"),
        ]));
}

/// Checks that the public endpoint is off, or open to chosen addresses only.
fn is_closed(resource: &Resource) -> Verdict {
    let vpcs = resource.nested_blocks("vpc_config");
    let Some(vpc) = vpcs.first() else {
        return match resource.find("vpc_config") {
            Found::Missing => Verdict::Unknown,
            _ => Verdict::Failed,
        };
    };
    if let Found::Value(Value::Bool(false)) = vpc.find("endpoint_public_access") {
        return Verdict::Passed;
    }
    match vpc.find("public_access_cidrs") {
        Found::Value(Value::List(cidrs)) => {
            passed(!cidrs.is_empty() && !cidrs.contains(&Value::Text("0.0.0.0/0".to_owned())))
        }
        Found::Value(Value::Unknown(_)) => Verdict::Passed,
        _ => Verdict::Failed,
    }
}
