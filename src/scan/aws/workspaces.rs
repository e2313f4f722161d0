//! Defines the rules for WorkSpaces.

rules! {
    CKV_AWS_155 Medium "user volume is not encrypted"
        "Anyone who obtains the volume can read the user's files."
        "aws_workspaces_workspace": Is("user_volume_encryption_enabled", TRUE) => Free(Implied);
    CKV_AWS_156 Medium "root volume is not encrypted"
        "Anyone who obtains the volume can read all of it."
        "aws_workspaces_workspace": Is("root_volume_encryption_enabled", TRUE) => Free(Implied);
}
