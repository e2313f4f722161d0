//! Defines the rules for DataSync.

rules! {
    // no published severity: a secret in the source code
    CKV_AWS_295 High "secret key is hard-coded"
        "A hard-coded secret can be read by anyone with access to the code or the state."
        "aws_datasync_location_object_storage": Lacks("secret_key");
}
