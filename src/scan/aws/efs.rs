//! Defines the rules for EFS file systems.

rules! {
    CKV_AWS_42 Medium "file system is not encrypted"
        "Anyone who obtains the storage can read every file on it."
        "aws_efs_file_system": Is("encrypted", TRUE) => Free(Implied);
    CKV_AWS_184 Low "no customer-managed KMS key (kms_key_id)"
        "A customer-managed key controls who may read the files, and access can be revoked."
        "aws_efs_file_system": Has("kms_key_id") => AddsResources;
    CKV_AWS_329 Medium "access point opens the root directory" // severity: every client sees every file
        "Every client of the access point sees the whole file system."
        "aws_efs_access_point": All(&[Has("root_directory.path"), IsNot("root_directory.path", Text("/"))]);
    CKV_AWS_330 Medium "access point enforces no user (posix_user.gid)" // severity: as for the root directory
        "Clients can choose the user whose files they access."
        "aws_efs_access_point": Has("posix_user.gid");
    CKV2_AWS_18 Low "file system is in no backup plan"
        "Data that is deleted by mistake cannot be recovered."
        "aws_efs_file_system": graph!(and[
            "aws_backup_selection" connected ["aws_efs_file_system", "aws_backup_plan"],
            filter "aws_efs_file_system",
        ]);
}
