//! Defines the rules for RDS instances and Aurora clusters.

use crate::hcl::Value;
use crate::scan::{Found, Literal, Literal::Texts, Resource, Settings, Verdict, passed};

const INSTANCES: &[&str] = &["aws_db_instance", "aws_rds_cluster_instance"];
const SMALL: &[Literal] = texts! {
    "db.t2.micro", "db.t2.small", "db.t3.micro", "db.t3.small", "db.t4g.micro", "db.t4g.small",
};

rules! {
    CKV_AWS_16 Medium "storage is not encrypted"
        "Anyone who obtains a disk or a snapshot of the database can read all of it."
        "aws_db_instance": Is("storage_encrypted", TRUE)
            => If(
                &Has("replicate_source_db"),
                &None,
                &If(
                    &StartsWith("instance_class", &["db.t1.", "db.t2.micro", "db.m1.", "db.m2."]),
                    &Recipe(&recipe::NEWER_DATABASE),
                    &Free(Implied),
                ),
            );
    CKV_AWS_17 Medium "database is publicly accessible"
        "A database with a public address is exposed to the whole internet."
        INSTANCES: IsNot("publicly_accessible", TRUE)
            => NeedsConsent(Implied, "clients outside the VPC can no longer reach the database");
    CKV_AWS_96 High "cluster storage is not encrypted"
        "Anyone who obtains a volume or a snapshot of the cluster can read all of it."
        "aws_rds_cluster": PassIf(&Is("engine_mode", Text("serverless")), &Is("storage_encrypted", TRUE))
            => Free(Set(&[("storage_encrypted", TRUE)]));
    CKV_AWS_118 Low "enhanced monitoring is off (monitoring_interval, role)"
        "Without metrics of the operating system, the cause of a slow database is hard to find."
        INSTANCES: OneOf("monitoring_interval", &[
            Number(1), Number(5), Number(10), Number(15), Number(30), Number(60),
        ]) => Recipe(&recipe::MONITORING);
    CKV_AWS_129 Low "no logs are exported to CloudWatch"
        "Logs that stay on the instance are lost with it and trigger no alarms."
        "aws_db_instance": Filled("enabled_cloudwatch_logs_exports") => Free(Pick(engine_logs));
    CKV_AWS_139 Low "deletion protection is off"
        "A single mistaken command deletes the cluster with all its data."
        "aws_rds_cluster": Is("deletion_protection", TRUE)
            => NeedsConsent(Implied, "the cluster cannot be destroyed until deletion protection is off");
    CKV_AWS_146 Medium "cluster snapshot is not encrypted"
        "Anyone who obtains the snapshot can read all of it."
        "aws_db_cluster_snapshot": Is("storage_encrypted", TRUE);
    CKV_AWS_157 Low "no standby in a second zone (multi_az)"
        "If the zone fails, the database is unavailable until the zone recovers."
        "aws_db_instance": Is("multi_az", TRUE)
            => NeedsConsent(Implied, "the standby instance doubles the instance cost");
    CKV_AWS_161 Medium "IAM authentication is off"
        "Short-lived tokens replace passwords, which can leak and are rarely changed."
        "aws_db_instance": When(
            &OneOf("engine", texts!["mysql", "postgres"]),
            &Is("iam_database_authentication_enabled", TRUE),
        ) => Free(Implied);
    CKV_AWS_162 Low "IAM authentication is off"
        "Short-lived tokens replace passwords, which can leak and are rarely changed."
        "aws_rds_cluster": Is("iam_database_authentication_enabled", TRUE)
            => If(&Is("engine_mode", Text("serverless")), &None, &Free(Implied));
    CKV_AWS_211 Low "certificate authority is outdated"
        "Clients that check certificates stop trusting the database."
        "aws_db_instance": UnsetOrOneOf("ca_cert_identifier", texts![
            "rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1",
        ]) => Free(Implied);
    CKV_AWS_226 Low "minor version upgrades are not automatic"
        "Minor versions contain security fixes; without them, known vulnerabilities stay."
        INSTANCES: Is("auto_minor_version_upgrade", TRUE) => Free(Implied);
    CKV_AWS_245 Low "replicated backups have no customer-managed KMS key"
        "A customer-managed key controls who may read the backups, and access can be revoked."
        "aws_db_instance_automated_backups_replication": Has("kms_key_id") => AddsResources;
    CKV_AWS_246 Low "activity stream has no customer-managed KMS key"
        "A customer-managed key controls who may read the stream, and access can be revoked."
        "aws_rds_cluster_activity_stream": Has("kms_key_id") => AddsResources;
    CKV_AWS_266 Low "snapshot copy has no customer-managed KMS key"
        "A customer-managed key controls who may read the copy, and access can be revoked."
        "aws_db_snapshot_copy": Has("kms_key_id") => AddsResources;
    CKV_AWS_293 Medium "deletion protection is off"
        "A single mistaken command deletes the database with all its data."
        "aws_db_instance": Is("deletion_protection", TRUE)
            => NeedsConsent(Implied, "the database cannot be destroyed until deletion protection is off");
    CKV_AWS_302 Critical "snapshot is shared with everybody" // severity: everybody may restore it
        "Everybody with an AWS account can restore the database and read it."
        "aws_db_snapshot": IsNot("shared_accounts", Text("all"));
    CKV_AWS_313 Low "tags are not copied to snapshots"
        "Policies and cost reports that use tags miss untagged snapshots."
        "aws_rds_cluster": Is("copy_tags_to_snapshot", TRUE) => Free(Implied);
    CKV_AWS_324 Medium "no logs are exported to CloudWatch"
        "Logs that stay in the cluster are lost with it and trigger no alarms."
        "aws_rds_cluster": Has("enabled_cloudwatch_logs_exports.0") => Free(Pick(engine_logs));
    CKV_AWS_326 Low "backtracking is off (backtrack_window)" // severity: as other ways to undo a mistake
        "A faulty write can only be undone by restoring the whole database."
        "aws_rds_cluster": When(
            &UnsetOrOneOf("engine", texts!["aurora", "aurora-mysql"]),
            &All(&[Has("backtrack_window"), IsNot("backtrack_window", Number(0))]),
        ) => Paid(Set(&[("backtrack_window", Number(86400))]));
    CKV_AWS_327 Info "no customer-managed KMS key (kms_key_id)"
        "A customer-managed key controls who may read the data, and access can be revoked."
        "aws_rds_cluster": Has("kms_key_id") => AddsResources;
    CKV_AWS_353 Low "performance insights are off"
        "Without them, it is not visible which query keeps the database busy."
        INSTANCES: Unless(
            &Any(&[
                All(&[
                    Any(&[OneOf("engine", texts!["mariadb", "mysql"]), Custom(is_default_cluster)]),
                    OneOf("instance_class", SMALL),
                ]),
                OneOf("engine", texts!["db2-se", "db2-ae"]),
            ]),
            &Is("performance_insights_enabled", TRUE),
        ) => Recipe(&recipe::INSIGHTS);
    CKV_AWS_354 Info "performance insights have no customer-managed KMS key" // severity: encrypted by default
        "The stored queries contain data; a customer-managed key controls who may read them."
        INSTANCES:
            PassIf(&Not(&Filled("performance_insights_enabled")), &Has("performance_insights_kms_key_id"))
            => AddsResources;
    CKV2_AWS_60 Info "snapshots do not carry the tags"
        "Untagged snapshots are easily forgotten, and stay billed."
        "aws_db_instance": graph!(and[
            "aws_db_instance"."copy_tags_to_snapshot" == "true",
            "aws_db_instance"."engine" not_within ["neptune", "aurora", "docdb"],
        ]) => Free(Set(&[("copy_tags_to_snapshot", TRUE)]));
    CKV2_AWS_30 Low "Postgres does not log its queries"
        "After an incident, it cannot be determined what was read."
        "aws_db_instance": graph!(or[
            filter "aws_db_instance",
            filter "engine" in "postgres",
            "aws_db_instance" connected "aws_db_parameter_group",
            "aws_db_parameter_group"."parameter.*.name" contains "log_statement",
            "aws_db_parameter_group"."parameter.*.name" contains "log_min_duration_statement",
        ])
            => If(
                &Filled("parameter_group_name"),
                &Recipe(&recipe::GROUP_QUERY_LOG),
                &If(
                    &Custom(requires_tls_by_default),
                    &Recipe(&recipe::QUERY_LOG),
                    &Recipe(&recipe::OLD_QUERY_LOG),
                ),
            );
    CKV2_AWS_27 Medium "Postgres cluster does not log its queries"
        "After an incident, it cannot be determined what was read."
        "aws_rds_cluster": graph!(and[
            filter "aws_rds_cluster",
            filter "engine" in "aurora-postgresql",
            "aws_rds_cluster" connected "aws_rds_cluster_parameter_group",
            "aws_rds_cluster_parameter_group"."parameter.*.name" contains "log_statement",
            "aws_rds_cluster_parameter_group"."parameter.*.name" contains "log_min_duration_statement",
        ])
            => If(
                &Filled("db_cluster_parameter_group_name"),
                &Recipe(&recipe::GROUP_QUERY_LOG),
                &Recipe(&recipe::CLUSTER_QUERY_LOG),
            );
    CKV2_AWS_8 Low "cluster is in no backup plan"
        "The cluster's own backups are deleted together with the cluster."
        "aws_rds_cluster":
            graph!(and[filter "aws_rds_cluster", "aws_rds_cluster" connected "aws_backup_selection"])
            => Recipe(&recipe::BACKUP_PLAN);
    CKV2_AWS_69 Medium "database accepts connections without TLS" // severity: as other unencrypted traffic
        "An attacker on the network can read the traffic."
        "aws_db_instance": graph!(and[
            filter "aws_db_instance",
            or[
                "aws_db_instance" unconnected "aws_db_parameter_group",
                and[
                    "aws_db_instance" connected "aws_db_parameter_group",
                    or[
                        "aws_db_parameter_group"."family" unlike ["postgres"] ["sqlserver"],
                        "aws_db_parameter_group"."parameter[name=rds.force_ssl].value" == "1",
                    ],
                    or[
                        "aws_db_parameter_group"."family" unlike ["mariadb", "mysql"] [],
                        "aws_db_parameter_group"."parameter[name=require_secure_transport].value" == "1",
                    ],
                    or[
                        "aws_db_parameter_group"."family" unlike [] ["db2-ae"],
                        "aws_db_parameter_group"."parameter[name=db2comm].value" == "SSL",
                    ],
                ],
            ],
        ]) => Recipe(&recipe::ONLY_TLS);
    CKV_AWS_325 Low "MySQL cluster keeps no audit log"
        "After an incident, it cannot be determined what was read."
        "aws_rds_cluster": When(
            &UnsetOrOneOf("engine", texts!["aurora", "aurora-mysql", "mysql"]),
            &ListsAll("enabled_cloudwatch_logs_exports", &["audit"]),
        )
            => If(
                &Has("enabled_cloudwatch_logs_exports"),
                &Free(Set(&[(
                    "enabled_cloudwatch_logs_exports",
                    Texts(&["audit", "error", "general", "slowquery"]),
                )])),
                &None,
            );
    CKV_AWS_133 Low "database keeps no backups"
        "Data that is deleted by mistake cannot be recovered."
        ["aws_db_instance", "aws_rds_cluster"]:
            PassIf(&Not(&Known("backup_retention_period")), &Between("backup_retention_period", 1, 35))
            => Free(Set(&[("backup_retention_period", Number(7))]));
    CKV_AWS_140 Low "global cluster is not encrypted"
        "Anyone with access to the disks or snapshots can read them."
        "aws_rds_global_cluster": Unless(&Has("source_db_cluster_identifier"), &Filled("storage_encrypted"));
    CKV_AWS_198 Low "database security group is outside a VPC (EC2-Classic)"
        "EC2-Classic is retired; the group protects nothing."
        "aws_db_security_group": Never;
    CKV_AWS_250 Low "Postgres version lets users read host files"
        "The log_fdw extension of this version can read files of the host."
        ["aws_db_instance", "aws_rds_cluster"]: Custom(is_safe_from_file_reads);
    CKV_AWS_388 High "Aurora version lets users read host files" // severity: as other known vulnerabilities
        "This version lets users read files of the host."
        "aws_db_instance": UnlessCertain(&All(&[
            Is("engine", Text("aurora-postgresql")),
            OneOf("engine_version", texts!["10.11", "10.12", "10.13", "11.6", "11.7", "11.8"]),
        ]));
}

/// Passes a cluster's engine if the cluster is named `default`.
///
/// Checkov accepts any engine there, because the example in the provider's documentation uses this
/// name.
fn is_default_cluster(resource: &Resource) -> Verdict {
    let engine = resource.find("engine");
    passed(
        matches!(engine, Found::Value(Value::Unknown(Some(reference)))
        if reference == "aws_rds_cluster.default.engine"),
    )
}

/// Checks that a Postgres with a stated version requires TLS by default.
fn requires_tls_by_default(resource: &Resource) -> Verdict {
    let major = match resource.find("engine_version") {
        Found::Value(Value::Text(it)) => it.split('.').next().and_then(crate::hcl::number),
        Found::Value(Value::Number(version)) => Some(version),
        _ => None,
    };
    passed(major.is_some_and(|major| major >= 15.0))
}

/// Returns the logs that the engine can export; empty for an unknown engine.
fn engine_logs(resource: &Resource) -> Settings {
    const PATH: &str = "enabled_cloudwatch_logs_exports";
    let engine = resource.text("engine").unwrap_or_default();
    match (engine.as_str(), resource.type_name()) {
        ("postgres", "aws_db_instance") => &[(PATH, Texts(&["postgresql", "upgrade"]))],
        ("postgres" | "aurora-postgresql", _) => &[(PATH, Texts(&["postgresql"]))],
        ("aurora" | "aurora-mysql", _) => &[(PATH, Texts(&["audit", "error", "slowquery"]))],
        ("mysql" | "mariadb", _) => &[(PATH, Texts(&["error", "slowquery"]))],
        ("oracle-ee" | "oracle-ee-cdb" | "oracle-se2" | "oracle-se2-cdb", _) => {
            &[(PATH, Texts(&["alert", "listener"]))]
        }
        ("sqlserver-ee" | "sqlserver-se" | "sqlserver-web", _) => &[(PATH, Texts(&["error"]))],
        _ => &[],
    }
}

/// Fails versions whose log_fdw extension lets users read files of the host.
fn is_safe_from_file_reads(resource: &Resource) -> Verdict {
    let text = |path| resource.text(path).unwrap_or_default();
    let (engine, version) = (text("engine"), text("engine_version"));
    let numbers: Vec<Option<u32>> = version.split('.').map(|it| it.parse().ok()).collect();
    let is_safe = match (engine.as_str(), numbers.as_slice()) {
        ("postgres", [Some(9), Some(6), Some(patch)]) => *patch > 21,
        ("postgres", [Some(9), Some(6), ..]) => return Verdict::Unknown,
        ("postgres", [Some(major), Some(minor)] | [Some(major), Some(minor), _]) => match major {
            10 => *minor > 16,
            11 => *minor > 11,
            12 => *minor > 6,
            13 => *minor > 2,
            major => *major >= 14,
        },
        ("aurora-postgresql", [Some(major), Some(minor)]) => match major {
            10 => *minor > 13,
            11 => *minor > 8,
            major => *major >= 12,
        },
        _ => return Verdict::Unknown,
    };
    passed(is_safe)
}
