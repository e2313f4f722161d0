//! Defines the rules for EBS volumes and snapshots.

rules! {
    CKV_AWS_3 High "volume is not encrypted"
        "Anyone who obtains the volume or a snapshot can read all of it."
        "aws_ebs_volume": Is("encrypted", TRUE) => Free(Implied);
    CKV_AWS_106 Medium "encryption by default is switched off"
        "New volumes are unencrypted unless encryption is set for each of them."
        "aws_ebs_encryption_by_default": UnsetOrOneOf("enabled", &[TRUE]) => Free(Implied);
    CKV_AWS_183 Low "snapshot copy has no customer-managed KMS key"
        "A customer-managed key controls who may read the copy, and access can be revoked."
        "aws_ebs_snapshot_copy": Has("kms_key_id") => AddsResources;
    CKV_AWS_189 Low "no customer-managed KMS key (kms_key_id)"
        "A customer-managed key controls who may read the volume, and access can be revoked."
        "aws_ebs_volume": Has("kms_key_id") => AddsResources;
    CKV2_AWS_2 Low "disk that is attached is not encrypted"
        "Anyone with access to the disk or a snapshot of it can read it."
        "aws_ebs_volume": graph!(and[
            or[
                "aws_volume_attachment" unconnected "aws_ebs_volume",
                and["aws_ebs_volume"."encrypted" == true, "aws_volume_attachment" connected "aws_ebs_volume"],
            ],
            filter "aws_ebs_volume",
        ]);
    CKV2_AWS_9 Low "disk is in no backup plan"
        "Data on a lost disk cannot be recovered."
        "aws_ebs_volume":
            graph!(and["aws_backup_selection" connected "aws_ebs_volume", filter "aws_ebs_volume"]);
}
