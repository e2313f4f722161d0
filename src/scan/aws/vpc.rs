//! Defines the rules for networks: VPCs, security groups, ACLs and routes.

use crate::hcl::Value;
use crate::scan::{Check, Check::*, Found, Literal::Text, Resource, Verdict, passed};
use crate::stable_sort::Order;

const ACLS: &[&str] = &["aws_network_acl", "aws_network_acl_rule"];
const INGRESS: &[&str] = strings! {
    "aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule",
};

rules! {
    CKV_AWS_123 Low "endpoint service accepts every connection"
        "Other accounts can connect without approval."
        "aws_vpc_endpoint_service": Is("acceptance_required", TRUE)
            => NeedsConsent(Implied, "every connection must be accepted manually");
    CKV_AWS_130 Medium "subnet gives every instance a public address"
        "Every instance in the subnet gets a public address and is reachable from the internet."
        "aws_subnet": IsNot("map_public_ip_on_launch", TRUE)
            => NeedsConsent(Implied, "instances in the subnet get no public address automatically");
    CKV2_AWS_11 Info "VPC has no flow log"
        "After an incident, the network connections cannot be reconstructed."
        "aws_vpc": graph!(and["aws_vpc" connected "aws_flow_log", filter "aws_vpc"])
            => Recipe(&recipe::FLOW_LOG);
    CKV2_AWS_12 Low "default security group of the VPC is open"
        "Resources without a security group can be reached by all members of the default group."
        "aws_vpc": graph!(and[
            filter "aws_vpc",
            "aws_vpc" connected "aws_default_security_group",
            "aws_default_security_group"."ingress.to_port" not_exists,
            "aws_default_security_group"."ingress.from_port" not_exists,
            "aws_default_security_group"."ingress.self" not_exists,
            "aws_default_security_group"."egress.to_port" not_exists,
            "aws_default_security_group"."egress.from_port" not_exists,
            "aws_default_security_group"."egress.cidr_blocks" not_exists,
            "aws_default_security_group"."egress.protocol" not_exists,
            "aws_default_security_group"."ingress.protocol" not_exists,
            "aws_default_security_group" unconnected "aws_security_group_rule",
            "aws_default_security_group" unconnected "aws_vpc_security_group_egress_rule",
            "aws_default_security_group" unconnected "aws_vpc_security_group_ingress_rule",
        ])
            => If(
                &Custom(defines_default_group),
                &None,
                &If(
                    &Custom(default_group_is_used),
                    &Recipe(&recipe::DEFAULT_GROUP),
                    &Recipe(&recipe::EMPTY_GROUP),
                ),
            );
    CKV_AWS_148 Low "default VPC is used"
        "Its subnets are public, and resources are created there by default."
        "aws_default_vpc": Never;
    CKV_AWS_23 Low "security group or rule has no description"
        "Without a description, it is unclear whether a rule can be removed."
        [
            "aws_security_group", "aws_db_security_group", "aws_elasticache_security_group",
            "aws_redshift_security_group",
        ]:
            All(&[
                Has("description"),
                EachBlock("egress", &Has("description")),
                EachBlock("ingress", &Has("description")),
            ]) => Recipe(&recipe::DESCRIPTION);
    CKV_AWS_23 Low "security group rule has no description"
        "Without a description, it is unclear whether a rule can be removed."
        [
            "aws_security_group_rule", "aws_vpc_security_group_egress_rule",
            "aws_vpc_security_group_ingress_rule",
        ]:
            Has("description") => Free(Set(&[("description", Text("Managed by Terraform"))]));
    CKV_AWS_24 Low "SSH is open to the whole internet"
        "Internet scans find open ports within minutes."
        INGRESS: Ports("ingress", 22) => Recipe(&recipe::CLOSE_SSH);
    CKV_AWS_25 Low "remote desktop is open to the whole internet"
        "Internet scans find open ports within minutes."
        INGRESS: Ports("ingress", 3389) => Recipe(&recipe::CLOSE_DESKTOP);
    CKV_AWS_260 Low "port 80 is open to the whole internet"
        "Internet scans find open ports within minutes."
        INGRESS: Ports("ingress", 80) => Recipe(&recipe::CLOSE_HTTP);
    CKV_AWS_277 Medium "every port is open to the whole internet"
        "Every listening service can be reached and attacked from the internet."
        INGRESS: Ports("ingress", -1) => Recipe(&recipe::CLOSE_ALL);
    CKV_AWS_382 Low "all traffic out is allowed"
        "A compromised machine can send data to any address."
        ["aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_egress_rule"]:
            Ports("egress", -1) => Recipe(&recipe::ONLY_HTTPS_OUT);
    CKV_AWS_229 Low "network ACL opens FTP to the whole internet"
        "Without this filter, only security groups protect the subnet."
        ACLS: Custom(|it| acl_closes_port(it, 21));
    CKV_AWS_230 Low "network ACL opens FTP data to the whole internet"
        "Without this filter, only security groups protect the subnet."
        ACLS: Custom(|it| acl_closes_port(it, 20));
    CKV_AWS_231 Low "network ACL opens remote desktop to the whole internet"
        "Without this filter, only security groups protect the subnet."
        ACLS: Custom(|it| acl_closes_port(it, 3389));
    CKV_AWS_232 Low "network ACL opens SSH to the whole internet"
        "Without this filter, only security groups protect the subnet."
        ACLS: Custom(|it| acl_closes_port(it, 22));
    CKV_AWS_352 Medium "network ACL rule opens every port" // severity: as other open ports
        "Without this filter, only security groups protect the subnet."
        "aws_network_acl_rule": Unless(&Filled("egress"), &Filled("from_port"));
    CKV2_AWS_1 Low "network ACL is not attached to a subnet"
        "A network ACL without a subnet filters no traffic."
        "aws_network_acl": graph!(and[
            or[
                and[
                    "aws_network_acl" connected "aws_vpc",
                    "aws_subnet" connected "aws_vpc",
                    filter "aws_vpc",
                ],
                and["aws_network_acl" connected "aws_subnet", "aws_network_acl"."subnet_ids" exists],
            ],
            filter "aws_network_acl",
        ]);
    CKV2_AWS_5 Low "security group is attached to nothing"
        "An unused security group can be mistaken for protection."
        "aws_security_group": graph!(and[
            filter "aws_security_group",
            "aws_security_group" connected [
                "aws_alb", "aws_apprunner_vpc_connector", "aws_appstream_fleet",
                "aws_batch_compute_environment", "aws_cloudwatch_event_target", "aws_codebuild_project",
                "aws_codestarconnections_host", "aws_dax_cluster", "aws_db_instance",
                "aws_dms_replication_instance", "aws_dms_replication_config", "aws_docdb_cluster",
                "aws_docdbelastic_cluster", "aws_ec2_client_vpn_endpoint",
                "aws_ec2_client_vpn_network_association", "aws_ec2_spot_fleet_request", "aws_ecs_service",
                "aws_efs_mount_target", "aws_eks_cluster", "aws_eks_node_group", "aws_elasticache_cluster",
                "aws_elasticache_replication_group", "aws_elasticache_serverless_cache",
                "aws_elasticsearch_domain", "aws_elb", "aws_emr_cluster", "aws_emr_studio",
                "aws_glue_dev_endpoint", "aws_instance", "aws_lambda_function", "aws_launch_configuration",
                "aws_launch_template", "aws_lb", "aws_memorydb_cluster", "aws_mq_broker", "aws_msk_cluster",
                "aws_mskconnect_connector", "aws_mwaa_environment", "aws_neptune_cluster",
                "aws_network_interface", "aws_opensearch_domain", "aws_opensearch_vpc_endpoint",
                "aws_quicksight_vpc_connection", "aws_rds_cluster", "aws_redshift_cluster",
                "aws_route53_resolver_endpoint", "aws_sagemaker_notebook_instance", "aws_transfer_server",
                "aws_vpc_endpoint", "aws_vpclattice_service_network_vpc_association",
                "aws_fsx_windows_file_system", "aws_fsx_ontap_file_system", "aws_grafana_workspace",
                "aws_apigatewayv2_vpc_link", "aws_fsx_lustre_file_system",
                "aws_imagebuilder_infrastructure_configuration", "aws_fsx_openzfs_file_system",
                "aws_fsx_file_cache", "aws_redshiftserverless_workgroup", "aws_ec2_instance_connect_endpoint",
                "aws_opensearchserverless_vpc_endpoint", "aws_verifiedaccess_endpoint", "aws_m2_environment",
                "aws_vpclattice_resource_gateway", "aws_spot_instance_request", "aws_msk_vpc_connection",
            ],
        ]);
    CKV2_AWS_35 Low "default route leads through an instance" // severity: as other maintenance rules
        "A single instance carries all traffic and must be patched manually."
        ["aws_route_table", "aws_route"]: graph!(or[
            "aws_route_table"."route.*.instance_id" not_exists,
            "aws_route_table"."route.*.instance_id" == "",
            "aws_route_table"."route.*.cidr_block" not_contains "0.0.0.0/0",
            "aws_route"."instance_id" not_exists,
            "aws_route"."instance_id" == "",
            "aws_route"."destination_cidr_block" not_contains "0.0.0.0/0",
        ]);
    CKV2_AWS_44 High "route sends everything to a peered VPC"
        "The peered network can read and answer all traffic."
        ["aws_route_table", "aws_route"]: graph!(or[
            "aws_route_table"."route.*.vpc_peering_connection_id" not_exists,
            "aws_route_table"."route.*.vpc_peering_connection_id" == "",
            and[
                "aws_route_table"."route.*.cidr_block" not_contains "0.0.0.0/0",
                "aws_route_table"."route.*.ipv6_cidr_block" not_contains "::/0",
            ],
            "aws_route"."vpc_peering_connection_id" not_exists,
            "aws_route"."vpc_peering_connection_id" == "",
            and[
                "aws_route"."destination_cidr_block" not_contains "0.0.0.0/0",
                "aws_route"."destination_ipv6_cidr_block" not_contains "::/0",
            ],
        ]);
    CKV2_AWS_19 Low "elastic IP is attached to nothing"
        "An unused address costs money and can be attached to any instance."
        "aws_eip": graph!(and[
            filter "aws_eip",
            or["aws_eip"."vpc" == true, "aws_eip"."domain" == "vpc"],
            or[
                "aws_eip" connected "aws_instance",
                and[
                    "aws_eip_association" connected ["aws_instance", "aws_eip"],
                    "aws_eip_association"."instance_id" exists,
                ],
                "aws_eip" connected "aws_nat_gateway",
                "aws_eip" connected "aws_transfer_server",
                "aws_eip"."instance" contains "module.",
                "aws_eip"."instance" contains "data.",
            ],
        ]);
}

/// Arguments that name security groups, and the resource types in a network that have them.
///
/// Some arguments and blocks name another resource that names the groups instead.
const SECURITY_GROUP_USERS: &[&str] = strings! {
    "vpc_security_group_ids|security_groups|network_interface|launch_template=aws_instance",
    "vpc_security_group_ids|security_group_names|network_interfaces=aws_launch_template",
    "vpc_security_group_ids|replicate_source_db=aws_db_instance",
    "vpc_security_group_ids=aws_spot_instance_request|aws_rds_cluster|aws_docdb_cluster|aws_neptune_cluster|aws_redshift_cluster",
    "security_group_ids|route_table_ids=aws_vpc_endpoint",
    "security_group_ids=aws_dax_cluster|aws_elasticache_cluster|aws_elasticache_replication_group",
    "security_groups=aws_launch_configuration|aws_network_interface|aws_mq_broker|aws_lb|aws_alb|aws_elb|aws_efs_mount_target",
};

/// Condition for a rule of a network ACL that covers the whole internet.
const FOR_INTERNET: Check = Any(&[
    Is("cidr_block", Text("0.0.0.0/0")),
    Is("ipv6_cidr_block", Text("::/0")),
]);

/// Checks that the module defines the rules of a default security group itself.
fn defines_default_group(vpc: &Resource) -> Verdict {
    passed(!vpc.all_of_type("aws_default_security_group").is_empty())
}

/// Checks whether any resource may be in the default security group.
///
/// Such a resource names no group, or names the default group.
fn default_group_is_used(vpc: &Resource) -> Verdict {
    let is_used = |row: &&str| {
        let (arguments, types) = row.split_once('=').unwrap_or_default();
        let mut users = types.split('|').flat_map(|it| vpc.all_of_type(it));
        users.any(|user| {
            let groups = arguments.split('|').filter_map(|it| user.get(it));
            let mut groups = groups.peekable();
            groups.peek().is_none() || groups.any(is_default)
        })
    };
    passed(SECURITY_GROUP_USERS.iter().any(is_used))
}

/// Returns whether a value is the default security group of a network.
fn is_default(groups: &Value) -> bool {
    match groups {
        Value::List(groups) => groups.iter().any(is_default),
        Value::Unknown(Some(text)) => text.contains("default_security_group"),
        _ => false,
    }
}

/// Checks that a network ACL, or a rule of one, closes a port to the internet.
///
/// Rules are read in the order of their numbers; the first one that applies decides.
fn acl_closes_port(resource: &Resource, port: i64) -> Verdict {
    let rules = resource.nested_blocks("ingress").into_iter();
    let mut rules: Vec<(f64, Resource)> = rules
        .map(|rule| match rule.find("rule_no") {
            Found::Value(Value::Number(number)) => (number, rule),
            _ => (f64::MAX, rule),
        })
        .collect();
    if rules.is_empty() {
        return match resource.find("network_acl_id") {
            Found::Missing => Verdict::Unknown,
            _ if Filled("egress").holds(resource) => Verdict::Passed,
            _ => passed(allows_port(resource, port) != Some(true)),
        };
    }
    rules.order_by(|(one, _), (other, _)| one.total_cmp(other));
    let mut decisions = rules.iter().filter_map(|(_, rule)| allows_port(rule, port));
    passed(decisions.next() != Some(true))
}

/// Returns whether a rule allows or denies a port for the whole internet, if it applies to that.
fn allows_port(rule: &Resource, port: i64) -> Option<bool> {
    let value = |path| match rule.find(path) {
        Found::Value(value) => Some(value),
        _ => None,
    };
    let number = |path| value(path)?.to_number().filter(|number| *number != 0.0);
    let within = |(from, to): (f64, f64)| (from..=to).contains(&(port as f64));
    let applies = value("protocol").and_then(|it| it.to_text()).as_deref() == Some("-1")
        || number("from_port")
            .zip(number("to_port"))
            .is_some_and(within);
    let acts = |action| {
        Is("action", Text(action)).holds(rule) || Is("rule_action", Text(action)).holds(rule)
    };
    let allows = acts("allow");
    (applies && FOR_INTERNET.holds(rule) && (allows || acts("deny"))).then_some(allows)
}
