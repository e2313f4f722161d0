//! Defines the rules for DAX clusters.

rules! {
    CKV_AWS_47 High "cluster is not encrypted"
        "Anyone who obtains the storage can read what is cached."
        "aws_dax_cluster": Is("server_side_encryption.enabled", TRUE) => Free(Implied);
    CKV_AWS_239 Low "cluster endpoint does not use TLS"
        "An attacker on the network can read requests and responses."
        "aws_dax_cluster": Is("cluster_endpoint_encryption_type", Text("TLS"))
            => NeedsConsent(Implied, "clients must connect with TLS");
}
