//! Defines the rules for FSx file systems.

rules! {
    CKV_AWS_178 Low "ONTAP file system has no customer-managed KMS key"
        "A customer-managed key controls who may read the files, and access can be revoked."
        "aws_fsx_ontap_file_system": Has("kms_key_id") => AddsResources;
    CKV_AWS_179 Low "Windows file system has no customer-managed KMS key"
        "A customer-managed key controls who may read the files, and access can be revoked."
        "aws_fsx_windows_file_system": Has("kms_key_id") => AddsResources;
    CKV_AWS_190 Low "Lustre file system has no customer-managed KMS key"
        "A customer-managed key controls who may read the files, and access can be revoked."
        "aws_fsx_lustre_file_system": Has("kms_key_id") => AddsResources;
    CKV_AWS_203 Low "OpenZFS file system has no customer-managed KMS key"
        "A customer-managed key controls who may read the files, and access can be revoked."
        "aws_fsx_openzfs_file_system": Has("kms_key_id") => AddsResources;
}
