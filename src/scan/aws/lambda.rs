//! Defines the rules for Lambda functions.

mod predicates;

use crate::hcl::Value;
use crate::scan::Graph::{And, Attribute, Connection, Filter, NoConnection, Or};
use crate::scan::Op::NotContains;
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Fix::*, Literal::*, Repair::*, Rule, recipe, secret};
use crate::scan::{Found, Resource, Settings};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_50",
        types: &["aws_lambda_function"],
        severity: Low,
        message: "X-Ray tracing is not configured",
        rationale: "Without traces, it is not visible where a slow or failing request got stuck.",
        check: OneOf(
            "tracing_config.mode",
            &[Text("PassThrough"), Text("Active")],
        ),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_115",
        types: &["aws_lambda_function"],
        severity: Low,
        message: "no limit on concurrent executions",
        rationale: "A loop or an attack can use up the concurrency of the whole account.",
        check: Known("reserved_concurrent_executions"),
        fix: NeedsConsent(
            Set(&[("reserved_concurrent_executions", Number(10))]),
            "at most ten run at once, and ten are taken from the account's share",
        ),
    },
    Rule {
        id: "CKV_AWS_116",
        types: &["aws_lambda_function"],
        severity: Low,
        message: "no dead letter queue",
        rationale: "Events that the function cannot process are lost.",
        check: Has("dead_letter_config.target_arn"),
        fix: Made(&recipe::DEAD_LETTER_QUEUE),
    },
    Rule {
        id: "CKV_AWS_117",
        types: &["aws_lambda_function"],
        severity: Low,
        message: "function runs outside a VPC (vpc_config)",
        rationale: "Outside a VPC, nothing filters the function's connections.",
        check: Has("vpc_config"),
        fix: Made(&recipe::FUNCTION_NETWORK),
    },
    Rule {
        id: "CKV_AWS_258",
        types: &["aws_lambda_function_url"],
        severity: Low,
        message: "function URL requires no authentication",
        rationale: "Anyone who knows the address can run the function.",
        check: IsNot("authorization_type", Text("NONE")),
        fix: NeedsConsent(
            Set(&[("authorization_type", Text("AWS_IAM"))]),
            "callers of the URL must sign their requests",
        ),
    },
    Rule {
        id: "CKV_AWS_272",
        types: &["aws_lambda_function"],
        severity: High,
        message: "code signing is not required (code_signing_config_arn)",
        rationale: "Anyone who may upload code can run it with the permissions of the function.",
        check: Has("code_signing_config_arn"),
        fix: If(
            &Is("package_type", Text("Image")),
            &Fix::None,
            &Made(&recipe::SIGNED_CODE),
        ),
    },
    Rule {
        id: "CKV_AWS_301",
        types: &["aws_lambda_permission"],
        severity: High, // no published one: everybody may run it
        message: "function may be invoked by everybody",
        rationale: "Everybody with an AWS account can run the function at your cost.",
        check: IsNot("principal", Text("*")),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_363",
        types: &["aws_lambda_function"],
        severity: Medium, // no published one: known vulnerabilities remain
        message: "runtime is out of support",
        rationale: "An unsupported runtime gets no fixes for new vulnerabilities.",
        check: NoneOf(
            "runtime",
            &[
                Text("dotnetcore3.1"),
                Text("nodejs12.x"),
                Text("python3.6"),
                Text("python2.7"),
                Text("dotnet5.0"),
                Text("dotnetcore2.1"),
                Text("ruby2.5"),
                Text("nodejs10.x"),
                Text("nodejs8.10"),
                Text("nodejs4.3"),
                Text("nodejs6.10"),
                Text("dotnetcore1.0"),
                Text("dotnetcore2.0"),
                Text("nodejs4.3-edge"),
                Text("nodejs"),
                Text("java8"),
                Text("python3.7"),
                Text("go1.x"),
                Text("provided"),
                Text("ruby2.7"),
                Text("nodejs14.x"),
                Text("nodejs16.x"),
                Text("python3.9"),
                Text("dotnet7"),
                Text("dotnet6"),
            ],
        ),
        fix: NeedsConsent(
            Pick(newer_runtime),
            "the code must support the newer runtime",
        ),
    },
    Rule {
        id: "CKV_AWS_173",
        types: &["aws_lambda_function"],
        severity: Low,
        message: "environment has no customer-managed KMS key",
        rationale: "Anyone who may read the function's configuration can read its environment.",
        check: Custom(predicates::environment_has_key),
        fix: Made(&recipe::FUNCTION_KEY),
    },
    Rule {
        id: "CKV_AWS_364",
        types: &["aws_lambda_permission"],
        severity: High,
        message: "service may invoke for any account",
        rationale: "Another account can make the service invoke the function.",
        check: Custom(predicates::names_source),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_75",
        types: &["aws_lambda_function"],
        severity: Medium, // no published one: as other unrestricted access
        message: "function URL allows every origin (CORS)",
        rationale: "Any website can call the function from a visitor's browser.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_lambda_function"]),
            Or(&[
                NoConnection(&["aws_lambda_function"], &["aws_lambda_function_url"]),
                And(&[
                    Connection(&["aws_lambda_function"], &["aws_lambda_function_url"]),
                    Or(&[
                        Attribute(
                            &["aws_lambda_function_url"],
                            "cors.allow_origins",
                            NotContains("*"),
                        ),
                        Attribute(
                            &["aws_lambda_function_url"],
                            "cors.allow_methods",
                            NotContains("*"),
                        ),
                    ]),
                ]),
            ]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_45",
        types: &["aws_lambda_function"],
        severity: High, // no published one: the key exposes what it gives access to
        message: "access key is hard-coded in the environment",
        rationale: "Anyone who may read the function's configuration can read the key.",
        check: Custom(|it| secret::has_no_key(it, "environment.variables")),
        fix: None,
    },
];

/// Returns the newest runtime for the language of a function.
///
/// The list has no entry for Go: Go runs without a runtime of its own language, and the code must
/// be rebuilt for that.
fn newer_runtime(resource: &Resource) -> Settings {
    let Found::Value(Value::Text(runtime)) = resource.find("runtime") else {
        return &[];
    };
    match runtime.as_str() {
        it if it.starts_with("nodejs") => &[("runtime", Text("nodejs22.x"))],
        it if it.starts_with("python") => &[("runtime", Text("python3.13"))],
        it if it.starts_with("dotnet") => &[("runtime", Text("dotnet8"))],
        it if it.starts_with("ruby") => &[("runtime", Text("ruby3.3"))],
        it if it.starts_with("java") => &[("runtime", Text("java21"))],
        _ => &[],
    }
}
