//! Defines the rules for Neptune clusters.

rules! {
    CKV_AWS_44 Medium "storage is not encrypted"
        "Anyone who obtains a disk or a snapshot can read the whole graph."
        "aws_neptune_cluster": Is("storage_encrypted", TRUE) => Free(Implied);
    CKV_AWS_102 High "database instance is publicly accessible"
        "A database with a public address is exposed to the whole internet."
        "aws_neptune_cluster_instance": IsNot("publicly_accessible.0", TRUE)
            => NeedsConsent(Implied, "clients outside the VPC can no longer connect");
    CKV_AWS_279 Medium "snapshot is not encrypted" // severity: as for the cluster itself
        "Anyone who obtains the snapshot can read the whole graph."
        "aws_neptune_cluster_snapshot": Is("storage_encrypted", TRUE);
    CKV_AWS_280 Low "snapshot has no customer-managed KMS key" // severity: as for other keys
        "A customer-managed key controls who may read the snapshot, and access can be revoked."
        "aws_neptune_cluster_snapshot": Has("kms_key_id");
    CKV_AWS_347 Low "no customer-managed KMS key (kms_key_arn)" // severity: as for other keys
        "A customer-managed key controls who may read the graph, and access can be revoked."
        "aws_neptune_cluster": Has("kms_key_arn") => AddsResources;
    CKV_AWS_359 Low "IAM authentication is off"
        "Without it, only network access controls who may read the graph."
        "aws_neptune_cluster": Is("iam_database_authentication_enabled", TRUE)
            => NeedsConsent(Implied, "clients must sign their requests");
    CKV_AWS_362 Low "tags are not copied to snapshots" // severity: as for RDS
        "Policies and cost reports that use tags miss untagged snapshots."
        "aws_neptune_cluster": Is("copy_tags_to_snapshot", TRUE) => Free(Implied);
    CKV_AWS_101 High "cluster keeps no audit log"
        "After an incident, it cannot be determined what was read."
        "aws_neptune_cluster": ListsAll("enable_cloudwatch_logs_exports", &["audit"])
            => Free(Set(&[("enable_cloudwatch_logs_exports", Texts(&["audit"]))]));
    CKV_AWS_361 Low "backups are kept for less than a week" // severity: as for other backups
        "Damage that is noticed late cannot be undone."
        "aws_neptune_cluster": AtLeast("backup_retention_period", 7)
            => NeedsConsent(Implied, "a week of backups is billed");
    CKV2_AWS_58 Low "cluster can be deleted by mistake" // severity: it requires a mistake
        "A single mistaken command deletes all data."
        "aws_neptune_cluster": graph!("aws_neptune_cluster"."deletion_protection" == "true")
            => NeedsConsent(
                Set(&[("deletion_protection", TRUE)]),
                "the cluster cannot be destroyed until deletion protection is off",
            );
}
