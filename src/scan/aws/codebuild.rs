//! Defines the rules for CodeBuild projects.

rules! {
    CKV_AWS_311 Low "logs in S3 are not encrypted" // severity: the bucket may still encrypt
        "Build logs often contain secrets."
        "aws_codebuild_project": IsNot("logs_config.s3_logs.encryption_disabled", TRUE) => Free(Implied);
    CKV_AWS_316 High "build runs in privileged mode" // severity: the build runs as root
        "A privileged build has root access to the machine that it runs on."
        "aws_codebuild_project": IsNot("environment.privileged_mode", TRUE)
            => NeedsConsent(Implied, "builds cannot use Docker");
    CKV_AWS_314 Info "builds are not logged"
        "After an incident, it cannot be determined what was built."
        "aws_codebuild_project": Any(&[Has("logs_config.cloudwatch_logs"), Has("logs_config.s3_logs")])
            => Recipe(&recipe::BUILD_LOGS);
    CKV_AWS_147 Medium "build output has no customer-managed KMS key"
        "A customer-managed key controls who may read, and access can be revoked."
        "aws_codebuild_project": Unless(
            &Any(&[Is("artifacts.type", Text("NO_ARTIFACTS")), Lacks("artifacts")]),
            &Has("encryption_key"),
        ) => Recipe(&recipe::BUILD_KEY);
    CKV_AWS_78 Medium "build output is not encrypted"
        "Anyone with access to the output can read it."
        "aws_codebuild_project": Unless(
            &Any(&[Is("artifacts.type", Text("NO_ARTIFACTS")), Lacks("artifacts")]),
            &IsNot("artifacts.encryption_disabled", TRUE),
        );
}
