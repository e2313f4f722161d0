//! Defines the rules for Lambda functions.

use crate::scan::{Check::*, Found, Literal::*, Resource, Settings, Verdict, passed};

rules! {
    CKV_AWS_50 Low "X-Ray tracing is not configured"
        "Without traces, it is not visible where a slow or failing request got stuck."
        "aws_lambda_function": OneOf("tracing_config.mode", texts!["PassThrough", "Active"]) => Free(Implied);
    CKV_AWS_115 Low "no limit on concurrent executions"
        "A loop or an attack can use up the concurrency of the whole account."
        "aws_lambda_function": Known("reserved_concurrent_executions")
            => NeedsConsent(
                Set(&[("reserved_concurrent_executions", Number(10))]),
                "at most ten run at once, and ten are taken from the account's share",
            );
    CKV_AWS_116 Low "no dead letter queue"
        "Events that the function cannot process are lost."
        "aws_lambda_function": Has("dead_letter_config.target_arn") => Recipe(&recipe::DEAD_LETTER_QUEUE);
    CKV_AWS_117 Low "function runs outside a VPC (vpc_config)"
        "Outside a VPC, nothing filters the function's connections."
        "aws_lambda_function": Has("vpc_config") => Recipe(&recipe::FUNCTION_NETWORK);
    CKV_AWS_258 Low "function URL requires no authentication"
        "Anyone who knows the address can run the function."
        "aws_lambda_function_url": IsNot("authorization_type", Text("NONE"))
            => NeedsConsent(
                Set(&[("authorization_type", Text("AWS_IAM"))]),
                "callers of the URL must sign their requests",
            );
    CKV_AWS_272 High "code signing is not required (code_signing_config_arn)"
        "Anyone who may upload code can run it with the permissions of the function."
        "aws_lambda_function": Has("code_signing_config_arn")
            => If(&Is("package_type", Text("Image")), &None, &Recipe(&recipe::SIGNED_CODE));
    CKV_AWS_301 High "function may be invoked by everybody" // severity: everybody may run it
        "Everybody with an AWS account can run the function at your cost."
        "aws_lambda_permission": IsNot("principal", Text("*"));
    CKV_AWS_363 Medium "runtime is out of support" // severity: known vulnerabilities remain
        "An unsupported runtime gets no fixes for new vulnerabilities."
        "aws_lambda_function": NoneOf("runtime", texts![
            "dotnetcore3.1", "nodejs12.x", "python3.6", "python2.7", "dotnet5.0", "dotnetcore2.1", "ruby2.5",
            "nodejs10.x", "nodejs8.10", "nodejs4.3", "nodejs6.10", "dotnetcore1.0", "dotnetcore2.0",
            "nodejs4.3-edge", "nodejs", "java8", "python3.7", "go1.x", "provided", "ruby2.7", "nodejs14.x",
            "nodejs16.x", "python3.9", "dotnet7", "dotnet6",
        ]) => NeedsConsent(Pick(newer_runtime), "the code must support the newer runtime");
    CKV_AWS_173 Low "environment has no customer-managed KMS key"
        "Anyone who may read the function's configuration can read its environment."
        "aws_lambda_function": Custom(environment_has_key) => Recipe(&recipe::FUNCTION_KEY);
    CKV_AWS_364 High "service may invoke for any account"
        "Another account can make the service invoke the function."
        "aws_lambda_permission": Custom(names_source);
    CKV2_AWS_75 Medium "function URL allows every origin (CORS)" // severity: as other unrestricted access
        "Any website can call the function from a visitor's browser."
        "aws_lambda_function": graph!(and[
            filter "aws_lambda_function",
            or[
                "aws_lambda_function" unconnected "aws_lambda_function_url",
                and[
                    "aws_lambda_function" connected "aws_lambda_function_url",
                    or[
                        "aws_lambda_function_url"."cors.allow_origins" not_contains "*",
                        "aws_lambda_function_url"."cors.allow_methods" not_contains "*",
                    ],
                ],
            ],
        ]);
    CKV_AWS_45 High "access key is hard-coded in the environment" // severity: the key is exposed
        "Anyone who may read the function's configuration can read the key."
        "aws_lambda_function": Custom(|it| secret::has_no_key(it, "environment.variables"));
}

/// Returns the newest runtime for the language of a function.
///
/// The list has no entry for Go: Go runs without a runtime of its own language, and the code must
/// be rebuilt for that.
fn newer_runtime(resource: &Resource) -> Settings {
    match resource.text("runtime").unwrap_or_default() {
        it if it.starts_with("nodejs") => &[("runtime", Text("nodejs22.x"))],
        it if it.starts_with("python") => &[("runtime", Text("python3.13"))],
        it if it.starts_with("dotnet") => &[("runtime", Text("dotnet8"))],
        it if it.starts_with("ruby") => &[("runtime", Text("ruby3.3"))],
        it if it.starts_with("java") => &[("runtime", Text("java21"))],
        _ => &[],
    }
}

/// Checks that an environment, if there is one, has a key.
fn environment_has_key(resource: &Resource) -> Verdict {
    let has_key = resource.find("kms_key_arn") != Found::Missing;
    match resource.find("environment") {
        Found::Missing if has_key => Verdict::Failed,
        Found::Missing => Verdict::Unknown,
        _ => passed(has_key && !Is("kms_key_arn", Text("")).holds(resource)),
    }
}

/// Checks that a service may invoke the function for a named source only.
fn names_source(resource: &Resource) -> Verdict {
    let principal = resource.text("principal").unwrap_or_default();
    let mut parts = principal.split('.').skip(1);
    if (parts.next(), parts.next()) != (Some("amazonaws"), Some("com")) {
        return Verdict::Unknown;
    }
    let set = |path| resource.find(path) != Found::Missing;
    passed(set("source_arn") || set("source_account"))
}
