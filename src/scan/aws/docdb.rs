//! Defines the rules for DocumentDB.

rules! {
    CKV_AWS_74 Medium "storage is not encrypted"
        "Anyone who obtains a disk or a snapshot can read every document."
        "aws_docdb_cluster": Is("storage_encrypted", TRUE) => Free(Implied);
    CKV_AWS_182 Low "no customer-managed KMS key (kms_key_id)"
        "A customer-managed key controls who may read the documents, and access can be revoked."
        "aws_docdb_cluster": Has("kms_key_id") => AddsResources;
    CKV_AWS_292 Medium "global cluster is not encrypted" // severity: as for the cluster itself
        "Anyone who obtains a disk or a snapshot can read every document."
        "aws_docdb_global_cluster": Is("storage_encrypted", TRUE) => Free(Implied);
    CKV_AWS_360 Medium "backups are kept for less than 7 days" // severity: lost data cannot be recovered
        "Damage that is noticed after a few days cannot be undone."
        "aws_docdb_cluster": AtLeast("backup_retention_period", 7)
            => NeedsConsent(Implied, "backups beyond the first day are billed");
    CKV_AWS_85 Medium "cluster does not export logs"
        "After an incident, it cannot be determined what was read."
        "aws_docdb_cluster": ListsOne("enabled_cloudwatch_logs_exports", &["profiler", "audit"])
            => Free(Set(&[("enabled_cloudwatch_logs_exports", Texts(&["audit", "profiler"]))]));
    CKV_AWS_90 Medium "cluster accepts connections without TLS"
        "An attacker on the network can read the traffic."
        "aws_docdb_cluster_parameter_group": UnlessCertain(&OneBlock(
            "parameter",
            &All(&[Is("name", Text("tls")), Is("value", Text("disabled"))]),
        ));
    CKV_AWS_104 Low "cluster keeps no audit log"
        "After an incident, it cannot be determined what was read."
        "aws_docdb_cluster_parameter_group": OneBlock(
            "parameter",
            &All(&[Is("name", Text("audit_logs")), OneOf("value", texts!["enabled", "ddl", "all"])]),
        );
}
