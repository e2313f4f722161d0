//! Defines the rules for Redshift clusters.

rules! {
    CKV_AWS_64 High "cluster is not encrypted"
        "Anyone who obtains a disk or a snapshot of the warehouse can read all of it."
        "aws_redshift_cluster": Is("encrypted", TRUE) => Free(Implied);
    CKV_AWS_71 Info "audit logging is off"
        "Without a log, it cannot be determined later who read or changed what."
        "aws_redshift_cluster": Is("logging.enable", TRUE) => Recipe(&recipe::REDSHIFT_LOG);
    CKV_AWS_87 Medium "cluster is publicly accessible (the default)"
        "A cluster with a public address is exposed to the whole internet."
        "aws_redshift_cluster": Is("publicly_accessible", FALSE)
            => If(
                &Has("publicly_accessible"),
                &NeedsConsent(Implied, "clients outside the VPC can no longer reach the cluster"),
                &Free(Implied),
            );
    CKV_AWS_141 Low "version upgrades are not allowed"
        "Upgrades contain security fixes; without them, known vulnerabilities stay."
        "aws_redshift_cluster": UnsetOrOneOf("allow_version_upgrade", &[TRUE]) => Free(Implied);
    CKV_AWS_142 Medium "no customer-managed KMS key (kms_key_id)"
        "A customer-managed key controls who may read the data, and access can be revoked."
        "aws_redshift_cluster": Has("kms_key_id") => AddsResources;
    CKV_AWS_154 Low "no subnet group: cluster is outside your VPC"
        "Outside a VPC, no security group protects the cluster."
        "aws_redshift_cluster": Has("cluster_subnet_group_name") => Recipe(&recipe::REDSHIFT_SUBNETS);
    CKV_AWS_281 Low "snapshot copies have no customer-managed KMS key" // severity: as for other keys
        "A customer-managed key controls who may read the copies, and access can be revoked."
        "aws_redshift_snapshot_copy_grant": Has("kms_key_id") => AddsResources;
    CKV_AWS_282 Low "namespace has no customer-managed KMS key" // severity: as for other keys
        "A customer-managed key controls who may read the warehouse, and access can be revoked."
        "aws_redshiftserverless_namespace": Has("kms_key_id") => AddsResources;
    CKV_AWS_320 Info "default database name (database_name)" // severity: a known name alone gives no access
        "With a known name, an attacker has one thing less to find out."
        "aws_redshift_cluster": Has("database_name") => NeedsConsent(
            Set(&[("database_name", Text("warehouse"))]),
            "a database that exists keeps its name",
        );
    CKV_AWS_321 Low "enhanced VPC routing is off" // severity: as other rules about outbound traffic
        "Loading and unloading use the internet and bypass the network's filters."
        "aws_redshift_cluster": Is("enhanced_vpc_routing", TRUE)
            => NeedsConsent(Implied, "loading from S3 requires a route out of the VPC");
    CKV_AWS_343 Medium "automatic snapshots are switched off" // severity: as for other backups
        "Data written after the last manual snapshot cannot be recovered."
        "aws_redshift_cluster": IsNot("automated_snapshot_retention_period", Number(0))
            => Free(Set(&[("automated_snapshot_retention_period", Number(1))]));
    CKV_AWS_391 Medium "public cluster has a common master user name" // severity: the password is needed too
        "A common user name is half of the login."
        "aws_redshift_cluster": UnlessCertain(&All(&[
            OneOf("master_username", texts!["awsuser", "administrator", "admin"]),
            Any(&[Lacks("publicly_accessible"), Is("publicly_accessible", TRUE)]),
        ]));
    CKV_AWS_105 Medium "cluster accepts connections without TLS"
        "An attacker on the network can read the traffic."
        "aws_redshift_parameter_group":
            OneBlock("parameter", &All(&[Is("name", Text("require_ssl")), Is("value", TRUE)]));
}
