//! Defines the rules for DataSync.

rules! {
    CKV_AWS_295 High "secret key is hard-coded" // severity: a secret in the source code
        "A hard-coded secret can be read by anyone with access to the code or the state."
        "aws_datasync_location_object_storage": Lacks("secret_key");
}
