//! Rules for RDS instances and Aurora clusters.

mod ask;

use crate::hcl::Value;
use crate::scan::Graph::{And, At, Link, NoLink, Only, OnlyBy, Or};
use crate::scan::Op::{Contains, Equals, Exists, NotWithin, Unlike};
use crate::scan::Severity::*;
use crate::scan::recipe;
use crate::scan::{
    Check, Check::*, Fix, Fix::*, Found, Plain, Plain::*, Repair::*, Resource, Rule, Settings,
    TRUE, Verdict,
};

/// Of an instance that follows another one, the source decides about storage.
const REPLICA: Check = Has("replicate_source_db");

/// Classes too small for encryption at rest.
const NO_ENCRYPTION: Check = Starts(
    "instance_class",
    &["db.t1.", "db.t2.micro", "db.m1.", "db.m2."],
);

const NO_INSIGHTS: Check = Any(&[
    All(&[
        Any(&[
            OneOf("engine", &[Text("mariadb"), Text("mysql")]),
            Check::Code(of_the_default_cluster),
        ]),
        OneOf("instance_class", SMALL),
    ]),
    OneOf("engine", &[Text("db2-se"), Text("db2-ae")]),
]);

const SMALL: &[Plain] = &[
    Text("db.t2.micro"),
    Text("db.t2.small"),
    Text("db.t3.micro"),
    Text("db.t3.small"),
    Text("db.t4g.micro"),
    Text("db.t4g.small"),
];

const EXPORT_LOGS: Fix = Free(Pick(logs_of_the_engine));

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_16",
        types: &["aws_db_instance"],
        severity: Medium,
        wrong: "storage is not encrypted",
        why: "Whoever gets hold of a disk or a snapshot of the database can read all of it.",
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
        wrong: "database is publicly accessible",
        why: "A database with a public address can be tried by everybody on the internet.",
        check: IsNot("publicly_accessible", TRUE),
        fix: Offered(
            Implied,
            "clients outside the network no longer reach the database",
        ),
    },
    Rule {
        id: "CKV_AWS_96",
        types: &["aws_rds_cluster"],
        severity: High,
        wrong: "cluster storage is not encrypted",
        why: "Whoever gets hold of a volume or a snapshot of the cluster can read all of it.",
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
        wrong: "enhanced monitoring is off (monitoring_interval, role)",
        why: "Without figures from the operating system the cause of a slow database stays hidden.",
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
        wrong: "no logs are exported to CloudWatch",
        why: "Logs that stay on the instance are gone with it, and nobody is warned by them.",
        check: Filled("enabled_cloudwatch_logs_exports"),
        fix: EXPORT_LOGS,
    },
    Rule {
        id: "CKV_AWS_139",
        types: &["aws_rds_cluster"],
        severity: Low,
        wrong: "deletion protection is off",
        why: "One wrong command deletes the cluster and everything in it.",
        check: Is("deletion_protection", TRUE),
        fix: Offered(
            Implied,
            "the cluster cannot be destroyed before it is switched off again",
        ),
    },
    Rule {
        id: "CKV_AWS_146",
        types: &["aws_db_cluster_snapshot"],
        severity: Medium,
        wrong: "cluster snapshot is not encrypted",
        why: "Whoever gets hold of the snapshot can read all of it.",
        check: Is("storage_encrypted", TRUE),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_157",
        types: &["aws_db_instance"],
        severity: Low,
        wrong: "no standby in a second zone (multi_az)",
        why: "When the zone fails, the database is gone until the zone is back.",
        check: Is("multi_az", TRUE),
        fix: Offered(
            Implied,
            "a standby instance costs as much again as the instance",
        ),
    },
    Rule {
        id: "CKV_AWS_161",
        types: &["aws_db_instance"],
        severity: Medium,
        wrong: "IAM authentication is off",
        why: "Short-lived tokens spare the passwords that leak and are never changed.",
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
        wrong: "IAM authentication is off",
        why: "Short-lived tokens spare the passwords that leak and are never changed.",
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
        wrong: "certificate authority is outdated",
        why: "Clients that check certificates stop trusting the database.",
        check: Keeps(
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
        wrong: "minor version upgrades are not automatic",
        why: "Minor versions bring the security fixes; without them known holes stay open.",
        check: Is("auto_minor_version_upgrade", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_245",
        types: &["aws_db_instance_automated_backups_replication"],
        severity: Low,
        wrong: "replicated backups have no KMS key of your own",
        why: "A key of your own decides who may read the backups, and can be taken away.",
        check: Has("kms_key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_246",
        types: &["aws_rds_cluster_activity_stream"],
        severity: Low,
        wrong: "activity stream has no KMS key of your own",
        why: "A key of your own decides who may read the stream, and can be taken away.",
        check: Has("kms_key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_266",
        types: &["aws_db_snapshot_copy"],
        severity: Low,
        wrong: "snapshot copy has no KMS key of your own",
        why: "A key of your own decides who may read the copy, and can be taken away.",
        check: Has("kms_key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_293",
        types: &["aws_db_instance"],
        severity: Medium,
        wrong: "deletion protection is off",
        why: "One wrong command deletes the database and everything in it.",
        check: Is("deletion_protection", TRUE),
        fix: Offered(
            Implied,
            "the database cannot be destroyed before it is switched off again",
        ),
    },
    Rule {
        id: "CKV_AWS_302",
        types: &["aws_db_snapshot"],
        severity: Critical, // no published one: everybody may restore it
        wrong: "snapshot is shared with everybody",
        why: "Everybody with an AWS account can restore the database and read it.",
        check: IsNot("shared_accounts", Text("all")),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_313",
        types: &["aws_rds_cluster"],
        severity: Low,
        wrong: "tags are not copied to snapshots",
        why: "A snapshot without tags escapes the rules and the bills that go by tags.",
        check: Is("copy_tags_to_snapshot", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_324",
        types: &["aws_rds_cluster"],
        severity: Medium,
        wrong: "no logs are exported to CloudWatch",
        why: "Logs that stay in the cluster are gone with it, and nobody is warned by them.",
        check: Has("enabled_cloudwatch_logs_exports.0"),
        fix: EXPORT_LOGS,
    },
    Rule {
        id: "CKV_AWS_326",
        types: &["aws_rds_cluster"],
        severity: Low, // no published one: as the other ways to take a mistake back
        wrong: "backtracking is off (backtrack_window)",
        why: "A faulty write can only be taken back by restoring everything.",
        check: When(
            &Keeps("engine", &[Text("aurora"), Text("aurora-mysql")]),
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
        wrong: "no KMS key of your own (kms_key_id)",
        why: "A key of your own decides who may read the data, and can be taken away.",
        check: Has("kms_key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_353",
        types: &["aws_db_instance", "aws_rds_cluster_instance"],
        severity: Low,
        wrong: "performance insights are off",
        why: "Without them nobody sees which query keeps the database busy.",
        check: Unless(&NO_INSIGHTS, &Is("performance_insights_enabled", TRUE)),
        fix: Made(&recipe::INSIGHTS),
    },
    Rule {
        id: "CKV_AWS_354",
        types: &["aws_db_instance", "aws_rds_cluster_instance"],
        severity: Info, // no published one: without it the key of AWS is used
        wrong: "performance insights have no KMS key of your own",
        why: "The queries that are kept hold data; a key of your own decides who may read them.",
        check: PassIf(
            &Not(&Filled("performance_insights_enabled")),
            &Has("performance_insights_kms_key_id"),
        ),
        fix: Companion,
    },
    Rule {
        id: "CKV2_AWS_60",
        types: &["aws_db_instance"],
        severity: Info,
        wrong: "snapshots do not carry the tags",
        why: "Untagged snapshots are forgotten, kept and paid for.",
        check: Over(&And(&[
            At(
                &["aws_db_instance"],
                "copy_tags_to_snapshot",
                Equals(Text("true")),
            ),
            At(&["aws_db_instance"], "copy_tags_to_snapshot", Exists),
            At(
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
        wrong: "Postgres does not log its queries",
        why: "After an incident nobody can tell what was read.",
        check: Over(&Or(&[
            Only(&["aws_db_instance"]),
            OnlyBy("engine", "postgres"),
            Link(&["aws_db_instance"], &["aws_db_parameter_group"]),
            At(
                &["aws_db_parameter_group"],
                "parameter.*.name",
                Contains("log_statement"),
            ),
            At(
                &["aws_db_parameter_group"],
                "parameter.*.name",
                Contains("log_min_duration_statement"),
            ),
        ])),
        fix: If(
            &Filled("parameter_group_name"),
            &Made(&recipe::GROUP_QUERY_LOG),
            &If(
                &Code(asks_for_tls),
                &Made(&recipe::QUERY_LOG),
                &Made(&recipe::OLD_QUERY_LOG),
            ),
        ),
    },
    Rule {
        id: "CKV2_AWS_27",
        types: &["aws_rds_cluster"],
        severity: Medium,
        wrong: "Postgres cluster does not log its queries",
        why: "After an incident nobody can tell what was read.",
        check: Over(&And(&[
            Only(&["aws_rds_cluster"]),
            OnlyBy("engine", "aurora-postgresql"),
            Link(&["aws_rds_cluster"], &["aws_rds_cluster_parameter_group"]),
            At(
                &["aws_rds_cluster_parameter_group"],
                "parameter.*.name",
                Contains("log_statement"),
            ),
            At(
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
        wrong: "cluster is in no backup plan",
        why: "Its own backups are deleted together with it.",
        check: Over(&And(&[
            Only(&["aws_rds_cluster"]),
            Link(&["aws_rds_cluster"], &["aws_backup_selection"]),
        ])),
        fix: Made(&recipe::BACKUP_PLAN),
    },
    Rule {
        id: "CKV2_AWS_69",
        types: &["aws_db_instance"],
        severity: Medium, // no published one: as other traffic
        wrong: "database accepts connections without TLS",
        why: "Whoever listens on the network reads along.",
        check: Over(&And(&[
            Only(&["aws_db_instance"]),
            Or(&[
                NoLink(&["aws_db_instance"], &["aws_db_parameter_group"]),
                And(&[
                    Link(&["aws_db_instance"], &["aws_db_parameter_group"]),
                    Or(&[
                        At(
                            &["aws_db_parameter_group"],
                            "family",
                            Unlike(&["postgres"], &["sqlserver"]),
                        ),
                        And(&[
                            At(
                                &["aws_db_parameter_group"],
                                "parameter[name=rds.force_ssl].value",
                                Exists,
                            ),
                            At(
                                &["aws_db_parameter_group"],
                                "parameter[name=rds.force_ssl].value",
                                Equals(Text("1")),
                            ),
                        ]),
                    ]),
                    Or(&[
                        At(
                            &["aws_db_parameter_group"],
                            "family",
                            Unlike(&["mariadb", "mysql"], &[]),
                        ),
                        And(&[
                            At(
                                &["aws_db_parameter_group"],
                                "parameter[name=require_secure_transport].value",
                                Exists,
                            ),
                            At(
                                &["aws_db_parameter_group"],
                                "parameter[name=require_secure_transport].value",
                                Equals(Text("1")),
                            ),
                        ]),
                    ]),
                    Or(&[
                        At(
                            &["aws_db_parameter_group"],
                            "family",
                            Unlike(&[], &["db2-ae"]),
                        ),
                        And(&[
                            At(
                                &["aws_db_parameter_group"],
                                "parameter[name=db2comm].value",
                                Exists,
                            ),
                            At(
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
        wrong: "MySQL cluster keeps no audit log",
        why: "After an incident nobody can tell what was read.",
        check: When(
            &Any(&[
                Is("engine", Text("aurora")),
                Is("engine", Text("aurora-mysql")),
                Is("engine", Text("mysql")),
                Lacks("engine"),
            ]),
            &Code(|it| {
                crate::scan::words::exports(it, "enabled_cloudwatch_logs_exports", &["audit"])
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
        wrong: "database keeps no backups",
        why: "What is deleted by mistake is gone for good.",
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
        wrong: "global cluster is not encrypted",
        why: "Whoever gets at the disks or snapshots can read them.",
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
        wrong: "database uses a group outside of a VPC",
        why: "EC2-Classic is gone, and with it what this group protects.",
        check: Never,
        fix: None,
    },
    Rule {
        id: "CKV_AWS_250",
        types: &["aws_db_instance", "aws_rds_cluster"],
        severity: Low,
        wrong: "Postgres version lets users read its host",
        why: "The log_fdw extension of this version reads files of the host.",
        check: Code(ask::reads_files),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_388",
        types: &["aws_db_instance"],
        severity: High, // no published one: as other known holes
        wrong: "Aurora version lets users read its host",
        why: "This version reads files of the host.",
        check: NotSurely(&All(&[
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

/// Checkov spares the engine of a cluster that is named `default`, whatever it is, as the example
/// in the provider's documentation names it.
fn of_the_default_cluster(resource: &Resource) -> Verdict {
    match resource.find("engine") {
        Found::Value(Value::Unknown(Some(reference)))
            if reference == "aws_rds_cluster.default.engine" =>
        {
            Verdict::Passed
        }
        _ => Verdict::Failed,
    }
}

/// Whether a Postgres that says its version asks for TLS by itself.
fn asks_for_tls(resource: &Resource) -> Verdict {
    let major = match resource.find("engine_version") {
        Found::Value(Value::Text(version)) => {
            version.split('.').next().and_then(crate::hcl::number)
        }
        Found::Value(Value::Number(version)) => Some(version),
        _ => Option::None,
    };
    crate::scan::check::passed(major.is_some_and(|major| major >= 15.0))
}

/// The logs that the engine can export; none for an engine that is not known.
fn logs_of_the_engine(resource: &Resource) -> Settings {
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
