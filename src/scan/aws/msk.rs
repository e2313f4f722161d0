//! Defines the rules for MSK clusters.

rules! {
    CKV_AWS_291 High "brokers have public addresses" // severity: reachable from the internet
        "The brokers are exposed to the whole internet."
        "aws_msk_cluster": IsNot(
            "broker_node_group_info.connectivity_info.public_access.type",
            Text("SERVICE_PROVIDED_EIPS"),
        )
            => NeedsConsent(
                Set(&[("broker_node_group_info.connectivity_info.public_access.type", Text("DISABLED"))]),
                "clients outside the network no longer reach them",
            );
    CKV_AWS_80 Medium "brokers are not logged"
        "After an incident, it cannot be determined what happened."
        "aws_msk_cluster": Any(&[
            Is("logging_info.broker_logs.cloudwatch_logs.enabled", TRUE),
            Is("logging_info.broker_logs.firehose.enabled", TRUE),
            Is("logging_info.broker_logs.s3.enabled", TRUE),
        ]) => Recipe(&recipe::BROKER_LOGS);
    CKV_AWS_81 Medium "cluster does not encrypt at rest and in transit"
        "An attacker on the network or with the disks can read the data."
        "aws_msk_cluster": All(&[
            Has("encryption_info"),
            UnsetOrOneOf("encryption_info.encryption_in_transit.client_broker", texts!["TLS"]),
            IsNot("encryption_info.encryption_in_transit.in_cluster", FALSE),
        ])
            => If(
                &Has("encryption_info"),
                &None,
                &Free(Set(&[("encryption_info.encryption_in_transit.client_broker", Text("TLS"))])),
            );
}
