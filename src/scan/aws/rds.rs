//! Defines the rules for RDS instances and Aurora clusters.

mod predicates;

use crate::hcl::Value;
use crate::scan::Graph::{And, Attribute, Connection, Filter, FilterBy, NoConnection, Or};
use crate::scan::Op::{Contains, Equals, Exists, NotWithin, Unlike};
use crate::scan::Severity::*;
use crate::scan::recipe;
use crate::scan::{
    Check, Check::*, Fix, Fix::*, Found, Literal, Literal::*, Repair::*, Resource, Rule, Settings,
    TRUE, Verdict,
};

/// Condition for replicas: the source instance decides about their storage.
const REPLICA: Check = Has("replicate_source_db");

/// Instance classes that are too small for encryption at rest.
const NO_ENCRYPTION: Check = StartsWith(
    "instance_class",
    &["db.t1.", "db.t2.micro", "db.m1.", "db.m2."],
);

const NO_INSIGHTS: Check = Any(&[
    All(&[
        Any(&[
            OneOf("engine", &[Text("mariadb"), Text("mysql")]),
            Check::Custom(is_default_cluster),
        ]),
        OneOf("instance_class", SMALL),
    ]),
    OneOf("engine", &[Text("db2-se"), Text("db2-ae")]),
]);

const SMALL: &[Literal] = &[
    Text("db.t2.micro"),
    Text("db.t2.small"),
    Text("db.t3.micro"),
    Text("db.t3.small"),
    Text("db.t4g.micro"),
    Text("db.t4g.small"),
];

const EXPORT_LOGS: Fix = Free(Pick(engine_logs));

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_16",
        types: &["aws_db_instance"],
        severity: Medium,
        message: "storage is not encrypted",
        rationale: "Anyone who obtains a disk or a snapshot of the database can read all of it.",
        check: Is("storage_encrypted", TRUE),
        fix: If(
            &REPLICA,
            &Fix::None,
            &If(
                &NO_ENCRYPTION,
                &Made(&recipe::NEWER_DATABASE),
                &Free(Implied),
            ),
        ),
    },
    Rule {
        id: "CKV_AWS_17",
        types: &["aws_db_instance", "aws_rds_cluster_instance"],
        severity: Medium,
        message: "database is publicly accessible",
        rationale: "A database with a public address is exposed to the whole internet.",
        check: IsNot("publicly_accessible", TRUE),
        fix: NeedsConsent(
            Implied,
            "clients outside the VPC can no longer reach the database",
        ),
    },
    Rule {
        id: "CKV_AWS_96",
        types: &["aws_rds_cluster"],
        severity: High,
        message: "cluster storage is not encrypted",
        rationale: "Anyone who obtains a volume or a snapshot of the cluster can read all of it.",
        check: PassIf(
            &Is("engine_mode", Text("serverless")),
            &Is("storage_encrypted", TRUE),
        ),
        fix: Free(Set(&[("storage_encrypted", TRUE)])),
    },
    Rule {
        id: "CKV_AWS_118",
        types: &["aws_db_instance", "aws_rds_cluster_instance"],
        severity: Low,
        message: "enhanced monitoring is off (monitoring_interval, role)",
        rationale: "Without metrics of the operating system, the cause of a slow database is hard to find.",
        check: OneOf(
            "monitoring_interval",
            &[
                Number(1),
                Number(5),
                Number(10),
                Number(15),
                Number(30),
                Number(60),
            ],
        ),
        fix: Made(&recipe::MONITORING),
    },
    Rule {
        id: "CKV_AWS_129",
        types: &["aws_db_instance"],
        severity: Low,
        message: "no logs are exported to CloudWatch",
        rationale: "Logs that stay on the instance are lost with it and trigger no alarms.",
        check: Filled("enabled_cloudwatch_logs_exports"),
        fix: EXPORT_LOGS,
    },
    Rule {
        id: "CKV_AWS_139",
        types: &["aws_rds_cluster"],
        severity: Low,
        message: "deletion protection is off",
        rationale: "A single mistaken command deletes the cluster with all its data.",
        check: Is("deletion_protection", TRUE),
        fix: NeedsConsent(
            Implied,
            "the cluster cannot be destroyed until deletion protection is off",
        ),
    },
    Rule {
        id: "CKV_AWS_146",
        types: &["aws_db_cluster_snapshot"],
        severity: Medium,
        message: "cluster snapshot is not encrypted",
        rationale: "Anyone who obtains the snapshot can read all of it.",
        check: Is("storage_encrypted", TRUE),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_157",
        types: &["aws_db_instance"],
        severity: Low,
        message: "no standby in a second zone (multi_az)",
        rationale: "If the zone fails, the database is unavailable until the zone recovers.",
        check: Is("multi_az", TRUE),
        fix: NeedsConsent(Implied, "the standby instance doubles the instance cost"),
    },
    Rule {
        id: "CKV_AWS_161",
        types: &["aws_db_instance"],
        severity: Medium,
        message: "IAM authentication is off",
        rationale: "Short-lived tokens replace passwords, which can leak and are rarely changed.",
        check: When(
            &OneOf("engine", &[Text("mysql"), Text("postgres")]),
            &Is("iam_database_authentication_enabled", TRUE),
        ),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_162",
        types: &["aws_rds_cluster"],
        severity: Low,
        message: "IAM authentication is off",
        rationale: "Short-lived tokens replace passwords, which can leak and are rarely changed.",
        check: Is("iam_database_authentication_enabled", TRUE),
        fix: If(
            &Is("engine_mode", Text("serverless")),
            &Fix::None,
            &Free(Implied),
        ),
    },
    Rule {
        id: "CKV_AWS_211",
        types: &["aws_db_instance"],
        severity: Low,
        message: "certificate authority is outdated",
        rationale: "Clients that check certificates stop trusting the database.",
        check: UnsetOrOneOf(
            "ca_cert_identifier",
            &[
                Text("rds-ca-rsa2048-g1"),
                Text("rds-ca-rsa4096-g1"),
                Text("rds-ca-ecc384-g1"),
            ],
        ),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_226",
        types: &["aws_db_instance", "aws_rds_cluster_instance"],
        severity: Low,
        message: "minor version upgrades are not automatic",
        rationale: "Minor versions contain security fixes; without them, known vulnerabilities stay.",
        check: Is("auto_minor_version_upgrade", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_245",
        types: &["aws_db_instance_automated_backups_replication"],
        severity: Low,
        message: "replicated backups have no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the backups, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_246",
        types: &["aws_rds_cluster_activity_stream"],
        severity: Low,
        message: "activity stream has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the stream, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_266",
        types: &["aws_db_snapshot_copy"],
        severity: Low,
        message: "snapshot copy has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the copy, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_293",
        types: &["aws_db_instance"],
        severity: Medium,
        message: "deletion protection is off",
        rationale: "A single mistaken command deletes the database with all its data.",
        check: Is("deletion_protection", TRUE),
        fix: NeedsConsent(
            Implied,
            "the database cannot be destroyed until deletion protection is off",
        ),
    },
    Rule {
        id: "CKV_AWS_302",
        types: &["aws_db_snapshot"],
        severity: Critical, // no published one: everybody may restore it
        message: "snapshot is shared with everybody",
        rationale: "Everybody with an AWS account can restore the database and read it.",
        check: IsNot("shared_accounts", Text("all")),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_313",
        types: &["aws_rds_cluster"],
        severity: Low,
        message: "tags are not copied to snapshots",
        rationale: "Policies and cost reports that use tags miss untagged snapshots.",
        check: Is("copy_tags_to_snapshot", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_324",
        types: &["aws_rds_cluster"],
        severity: Medium,
        message: "no logs are exported to CloudWatch",
        rationale: "Logs that stay in the cluster are lost with it and trigger no alarms.",
        check: Has("enabled_cloudwatch_logs_exports.0"),
        fix: EXPORT_LOGS,
    },
    Rule {
        id: "CKV_AWS_326",
        types: &["aws_rds_cluster"],
        severity: Low, // no published one: as other ways to undo a mistake
        message: "backtracking is off (backtrack_window)",
        rationale: "A faulty write can only be undone by restoring the whole database.",
        check: When(
            &UnsetOrOneOf("engine", &[Text("aurora"), Text("aurora-mysql")]),
            &All(&[
                Has("backtrack_window"),
                IsNot("backtrack_window", Number(0)),
            ]),
        ),
        fix: Paid(Set(&[("backtrack_window", Number(86400))])),
    },
    Rule {
        id: "CKV_AWS_327",
        types: &["aws_rds_cluster"],
        severity: Info,
        message: "no customer-managed KMS key (kms_key_id)",
        rationale: "A customer-managed key controls who may read the data, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_353",
        types: &["aws_db_instance", "aws_rds_cluster_instance"],
        severity: Low,
        message: "performance insights are off",
        rationale: "Without them, it is not visible which query keeps the database busy.",
        check: Unless(&NO_INSIGHTS, &Is("performance_insights_enabled", TRUE)),
        fix: Made(&recipe::INSIGHTS),
    },
    Rule {
        id: "CKV_AWS_354",
        types: &["aws_db_instance", "aws_rds_cluster_instance"],
        severity: Info, // no published one: the default is the AWS-managed key
        message: "performance insights have no customer-managed KMS key",
        rationale: "The stored queries contain data; a customer-managed key controls who may read them.",
        check: PassIf(
            &Not(&Filled("performance_insights_enabled")),
            &Has("performance_insights_kms_key_id"),
        ),
        fix: AddsResources,
    },
    Rule {
        id: "CKV2_AWS_60",
        types: &["aws_db_instance"],
        severity: Info,
        message: "snapshots do not carry the tags",
        rationale: "Untagged snapshots are easily forgotten, and stay billed.",
        check: GraphPolicy(&And(&[
            Attribute(
                &["aws_db_instance"],
                "copy_tags_to_snapshot",
                Equals(Text("true")),
            ),
            Attribute(&["aws_db_instance"], "copy_tags_to_snapshot", Exists),
            Attribute(
                &["aws_db_instance"],
                "engine",
                NotWithin(&["neptune", "aurora", "docdb"]),
            ),
        ])),
        fix: Free(Set(&[("copy_tags_to_snapshot", TRUE)])),
    },
    Rule {
        id: "CKV2_AWS_30",
        types: &["aws_db_instance"],
        severity: Low,
        message: "Postgres does not log its queries",
        rationale: "After an incident, it cannot be determined what was read.",
        check: GraphPolicy(&Or(&[
            Filter(&["aws_db_instance"]),
            FilterBy("engine", "postgres"),
            Connection(&["aws_db_instance"], &["aws_db_parameter_group"]),
            Attribute(
                &["aws_db_parameter_group"],
                "parameter.*.name",
                Contains("log_statement"),
            ),
            Attribute(
                &["aws_db_parameter_group"],
                "parameter.*.name",
                Contains("log_min_duration_statement"),
            ),
        ])),
        fix: If(
            &Filled("parameter_group_name"),
            &Made(&recipe::GROUP_QUERY_LOG),
            &If(
                &Custom(requires_tls_by_default),
                &Made(&recipe::QUERY_LOG),
                &Made(&recipe::OLD_QUERY_LOG),
            ),
        ),
    },
    Rule {
        id: "CKV2_AWS_27",
        types: &["aws_rds_cluster"],
        severity: Medium,
        message: "Postgres cluster does not log its queries",
        rationale: "After an incident, it cannot be determined what was read.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_rds_cluster"]),
            FilterBy("engine", "aurora-postgresql"),
            Connection(&["aws_rds_cluster"], &["aws_rds_cluster_parameter_group"]),
            Attribute(
                &["aws_rds_cluster_parameter_group"],
                "parameter.*.name",
                Contains("log_statement"),
            ),
            Attribute(
                &["aws_rds_cluster_parameter_group"],
                "parameter.*.name",
                Contains("log_min_duration_statement"),
            ),
        ])),
        fix: If(
            &Filled("db_cluster_parameter_group_name"),
            &Made(&recipe::GROUP_QUERY_LOG),
            &Made(&recipe::CLUSTER_QUERY_LOG),
        ),
    },
    Rule {
        id: "CKV2_AWS_8",
        types: &["aws_rds_cluster"],
        severity: Low,
        message: "cluster is in no backup plan",
        rationale: "The cluster's own backups are deleted together with the cluster.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_rds_cluster"]),
            Connection(&["aws_rds_cluster"], &["aws_backup_selection"]),
        ])),
        fix: Made(&recipe::BACKUP_PLAN),
    },
    Rule {
        id: "CKV2_AWS_69",
        types: &["aws_db_instance"],
        severity: Medium, // no published one: as other unencrypted traffic
        message: "database accepts connections without TLS",
        rationale: "An attacker on the network can read the traffic.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_db_instance"]),
            Or(&[
                NoConnection(&["aws_db_instance"], &["aws_db_parameter_group"]),
                And(&[
                    Connection(&["aws_db_instance"], &["aws_db_parameter_group"]),
                    Or(&[
                        Attribute(
                            &["aws_db_parameter_group"],
                            "family",
                            Unlike(&["postgres"], &["sqlserver"]),
                        ),
                        And(&[
                            Attribute(
                                &["aws_db_parameter_group"],
                                "parameter[name=rds.force_ssl].value",
                                Exists,
                            ),
                            Attribute(
                                &["aws_db_parameter_group"],
                                "parameter[name=rds.force_ssl].value",
                                Equals(Text("1")),
                            ),
                        ]),
                    ]),
                    Or(&[
                        Attribute(
                            &["aws_db_parameter_group"],
                            "family",
                            Unlike(&["mariadb", "mysql"], &[]),
                        ),
                        And(&[
                            Attribute(
                                &["aws_db_parameter_group"],
                                "parameter[name=require_secure_transport].value",
                                Exists,
                            ),
                            Attribute(
                                &["aws_db_parameter_group"],
                                "parameter[name=require_secure_transport].value",
                                Equals(Text("1")),
                            ),
                        ]),
                    ]),
                    Or(&[
                        Attribute(
                            &["aws_db_parameter_group"],
                            "family",
                            Unlike(&[], &["db2-ae"]),
                        ),
                        And(&[
                            Attribute(
                                &["aws_db_parameter_group"],
                                "parameter[name=db2comm].value",
                                Exists,
                            ),
                            Attribute(
                                &["aws_db_parameter_group"],
                                "parameter[name=db2comm].value",
                                Equals(Text("SSL")),
                            ),
                        ]),
                    ]),
                ]),
            ]),
        ])),
        fix: Made(&recipe::ONLY_TLS),
    },
    Rule {
        id: "CKV_AWS_325",
        types: &["aws_rds_cluster"],
        severity: Low,
        message: "MySQL cluster keeps no audit log",
        rationale: "After an incident, it cannot be determined what was read.",
        check: When(
            &Any(&[
                Is("engine", Text("aurora")),
                Is("engine", Text("aurora-mysql")),
                Is("engine", Text("mysql")),
                Lacks("engine"),
            ]),
            &Custom(|it| {
                crate::scan::words::exports_all(it, "enabled_cloudwatch_logs_exports", &["audit"])
            }),
        ),
        fix: If(
            &Has("enabled_cloudwatch_logs_exports"),
            &Free(Set(&[(
                "enabled_cloudwatch_logs_exports",
                Texts(&["audit", "error", "general", "slowquery"]),
            )])),
            &None,
        ),
    },
    Rule {
        id: "CKV_AWS_133",
        types: &["aws_db_instance", "aws_rds_cluster"],
        severity: Low,
        message: "database keeps no backups",
        rationale: "Data that is deleted by mistake cannot be recovered.",
        check: PassIf(
            &Not(&Known("backup_retention_period")),
            &Between("backup_retention_period", 1, 35),
        ),
        fix: Free(Set(&[("backup_retention_period", Number(7))])),
    },
    Rule {
        id: "CKV_AWS_140",
        types: &["aws_rds_global_cluster"],
        severity: Low,
        message: "global cluster is not encrypted",
        rationale: "Anyone with access to the disks or snapshots can read them.",
        check: Unless(
            &Has("source_db_cluster_identifier"),
            &Filled("storage_encrypted"),
        ),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_198",
        types: &["aws_db_security_group"],
        severity: Low,
        message: "database security group is outside a VPC (EC2-Classic)",
        rationale: "EC2-Classic is retired; the group protects nothing.",
        check: Never,
        fix: None,
    },
    Rule {
        id: "CKV_AWS_250",
        types: &["aws_db_instance", "aws_rds_cluster"],
        severity: Low,
        message: "Postgres version lets users read host files",
        rationale: "The log_fdw extension of this version can read files of the host.",
        check: Custom(predicates::is_safe_from_file_reads),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_388",
        types: &["aws_db_instance"],
        severity: High, // no published one: as other known vulnerabilities
        message: "Aurora version lets users read host files",
        rationale: "This version lets users read files of the host.",
        check: UnlessCertain(&All(&[
            Is("engine", Text("aurora-postgresql")),
            OneOf(
                "engine_version",
                &[
                    Text("10.11"),
                    Text("10.12"),
                    Text("10.13"),
                    Text("11.6"),
                    Text("11.7"),
                    Text("11.8"),
                ],
            ),
        ])),
        fix: None,
    },
];

/// Passes a cluster's engine if the cluster is named `default`.
///
/// Checkov accepts any engine there, because the example in the provider's documentation uses this
/// name.
fn is_default_cluster(resource: &Resource) -> Verdict {
    match resource.find("engine") {
        Found::Value(Value::Unknown(Some(reference)))
            if reference == "aws_rds_cluster.default.engine" =>
        {
            Verdict::Passed
        }
        _ => Verdict::Failed,
    }
}

/// Checks that a Postgres with a stated version requires TLS by default.
fn requires_tls_by_default(resource: &Resource) -> Verdict {
    let major = match resource.find("engine_version") {
        Found::Value(Value::Text(version)) => {
            version.split('.').next().and_then(crate::hcl::number)
        }
        Found::Value(Value::Number(version)) => Some(version),
        _ => Option::None,
    };
    crate::scan::check::passed(major.is_some_and(|major| major >= 15.0))
}

/// Returns the logs that the engine can export; empty for an unknown engine.
fn engine_logs(resource: &Resource) -> Settings {
    let Found::Value(Value::Text(engine)) = resource.find("engine") else {
        return &[];
    };
    const PATH: &str = "enabled_cloudwatch_logs_exports";
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
