//! Defines the rules for Athena.

rules! {
    CKV_AWS_77 Medium "database is not encrypted"
        "Anyone with access to the bucket can read the query results."
        "aws_athena_database": Has("encryption_configuration.encryption_option")
            => Free(Set(&[("encryption_configuration.encryption_option", Text("SSE_S3"))]));
    CKV_AWS_82 Medium "clients may override the workgroup's settings"
        "A client can disable the encryption that the workgroup requires."
        "aws_athena_workgroup": UnsetOrOneOf("configuration.enforce_workgroup_configuration", &[TRUE])
            => Free(Implied);
    CKV_AWS_159 Medium "results of the workgroup are not encrypted"
        "Anyone with access to the bucket can read the query results."
        "aws_athena_workgroup":
            Has("configuration.result_configuration.encryption_configuration.encryption_option")
            => Free(Set(&[(
                "configuration.result_configuration.encryption_configuration.encryption_option",
                Text("SSE_S3"),
            )]));
}
