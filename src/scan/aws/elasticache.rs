//! Defines the rules for ElastiCache.

rules! {
    CKV_AWS_29 Medium "cluster is not encrypted at rest"
        "Anyone who obtains a snapshot can read what is cached."
        "aws_elasticache_replication_group": Is("at_rest_encryption_enabled", TRUE) => Free(Implied);
    CKV_AWS_30 Medium "traffic is not encrypted"
        "An attacker on the network can read the cached data."
        "aws_elasticache_replication_group": Is("transit_encryption_enabled", TRUE)
            => NeedsConsent(Implied, "clients must connect with TLS");
    CKV_AWS_134 Low "no automatic backups (snapshot_retention_limit)"
        "Lost data cannot be recovered."
        "aws_elasticache_cluster": Unless(
            &Is("engine", Text("memcached")),
            &All(&[Has("snapshot_retention_limit"), IsNot("snapshot_retention_limit", Number(0))]),
        ) => Paid(Set(&[("snapshot_retention_limit", Number(7))]));
    CKV_AWS_191 Low "no customer-managed KMS key (kms_key_id)"
        "A customer-managed key controls who may read the cache, and access can be revoked."
        "aws_elasticache_replication_group": Has("kms_key_id") => AddsResources;
    CKV_AWS_322 Low "minor version upgrades are not automatic" // severity: as the same rule for RDS
        "Minor versions contain security fixes; without them, known vulnerabilities stay."
        "aws_elasticache_cluster":
            Unless(&Is("engine", Text("memcached")), &UnsetOrOneOf("auto_minor_version_upgrade", &[TRUE]))
            => Free(Implied);
    CKV_AWS_323 Low "default subnet group (subnet_group_name)" // severity: the default network is filtered
        "The cluster is in the default network, together with all other resources."
        "aws_elasticache_cluster": Has("subnet_group_name");
    CKV_AWS_31 Medium "cache needs no password or TLS"
        "Anyone with network access can read and change all data."
        "aws_elasticache_replication_group":
            All(&[Filled("transit_encryption_enabled"), Any(&[Has("auth_token"), Has("user_group_ids")])]);
    CKV_AWS_196 Low "cache security group is outside a VPC (EC2-Classic)" // severity: as for databases
        "EC2-Classic is retired; the group protects nothing."
        "aws_elasticache_security_group": Never;
    CKV2_AWS_50 Medium "automatic failover of the cache is off"
        "If the primary node fails, recovery is manual."
        "aws_elasticache_replication_group":
            graph!("aws_elasticache_replication_group"."automatic_failover_enabled" == "true");
}
