//! Defines the rules for API Gateway.

mod authorization;

const APIS: &[&str] = &["aws_api_gateway_stage", "aws_apigatewayv2_api"];

rules! {
    CKV_AWS_73 Low "X-Ray tracing is off"
        "Without traces, it is not visible where a slow or failing request got stuck."
        "aws_api_gateway_stage": Is("xray_tracing_enabled", TRUE) => Free(Implied);
    CKV_AWS_76 Low "access logging is off"
        "Without a log, it cannot be determined later who called what."
        ["aws_api_gateway_stage", "aws_apigatewayv2_stage"]: Has("access_log_settings.destination_arn")
            => If(
                &TypeIs("aws_api_gateway_stage"),
                &Recipe(&recipe::REST_API_LOG),
                &Recipe(&recipe::API_LOG),
            );
    CKV_AWS_120 Low "caching is off"
        "Every call reaches the backend, and a burst can overload it."
        "aws_api_gateway_stage": Is("cache_cluster_enabled", TRUE)
            => NeedsConsent(Implied, "a cache is billed by the hour");
    CKV_AWS_206 Low "domain allows old TLS versions"
        "Old TLS versions have known vulnerabilities: traffic can be decrypted."
        "aws_api_gateway_domain_name": OneOf("security_policy", texts![
            "TLS_1_2", "SecurityPolicy_TLS12_2018_EDGE", "SecurityPolicy_TLS12_PFS_2025_EDGE",
            "SecurityPolicy_TLS13_1_2_2021_06", "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
            "SecurityPolicy_TLS13_1_2_PQ_2025_09", "SecurityPolicy_TLS13_1_3_2025_09",
            "SecurityPolicy_TLS13_1_3_FIPS_2025_09", "SecurityPolicy_TLS13_2025_EDGE",
        ]) => Free(Set(&[("security_policy", Text("TLS_1_2"))]));
    CKV_AWS_217 Low "deployment has no create_before_destroy"
        "A replacement destroys the deployment before the new one exists."
        "aws_api_gateway_deployment": Is("lifecycle.create_before_destroy", TRUE) => Free(Implied);
    CKV_AWS_225 Low "method caching is off"
        "Every call reaches the backend, and a burst can overload it."
        "aws_api_gateway_method_settings": Is("settings.caching_enabled", TRUE)
            => NeedsConsent(Implied, "responses can be outdated until the cache expires");
    CKV_AWS_237 Low "no create_before_destroy"
        "A replacement destroys the API before the new one exists."
        "aws_api_gateway_rest_api": Is("lifecycle.create_before_destroy", TRUE) => Free(Implied);
    CKV_AWS_276 Low "full requests are written to the log"
        "Passwords and personal data end up in the log."
        "aws_api_gateway_method_settings": IsNot("settings.data_trace_enabled", TRUE) => Free(Implied);
    CKV_AWS_308 Low "cached answers are not encrypted" // severity: the cached data was sent unencrypted
        "Anyone who obtains the cache can read the responses for other users."
        "aws_api_gateway_method_settings":
            PassIf(&Not(&Filled("settings.caching_enabled")), &Filled("settings.cache_data_encrypted"))
            => Free(Set(&[("settings.cache_data_encrypted", TRUE)]));
    CKV_AWS_309 Medium "route requires no authorization"
        "Anyone who knows the address can call the route."
        "aws_apigatewayv2_route": OneOf("authorization_type", texts!["AWS_IAM", "CUSTOM", "JWT"]);
    CKV_AWS_59 Low "method requires no authorization"
        "Anyone who knows the address can call the backend."
        "aws_api_gateway_method": Any(&[
            Lacks("http_method"),
            Is("http_method", Text("OPTIONS")),
            All(&[Has("authorization"), IsNot("authorization", Text("NONE"))]),
            All(&[Has("api_key_required"), IsNot("api_key_required", FALSE)]),
        ]) => NeedsConsent(Set(&[("authorization", Text("AWS_IAM"))]), "callers must sign their requests");
    CKV2_AWS_53 Info "method does not validate requests" // severity: the backend may validate
        "The backend receives invalid requests."
        "aws_api_gateway_method": graph!("aws_api_gateway_method"."request_validator_id" exists)
            => Recipe(&recipe::REQUEST_CHECK);
    CKV2_AWS_4 Low "stage does not log or measure"
        "After an incident, it cannot be determined who called."
        "aws_api_gateway_stage": graph!(and[
            "aws_api_gateway_stage" connected "aws_api_gateway_method_settings",
            or[
                "aws_api_gateway_method_settings"."settings.logging_level" == "ERROR",
                "aws_api_gateway_method_settings"."settings.logging_level" == "INFO",
            ],
            "aws_api_gateway_method_settings"."settings.metrics_enabled" == true,
            filter "aws_api_gateway_stage",
        ]);
    CKV2_AWS_29 Medium "public API has no web firewall"
        "Known attacks reach the application unfiltered."
        "aws_api_gateway_stage": graph!(or[
            and[
                "aws_api_gateway_rest_api"."endpoint_configuration.types" contains "PRIVATE",
                "aws_api_gateway_rest_api" connected "aws_api_gateway_stage",
            ],
            and[
                "aws_api_gateway_rest_api"."endpoint_configuration.types" contains "REGIONAL",
                "aws_api_gateway_rest_api" connected "aws_api_gateway_stage",
                "aws_api_gateway_stage" connected "aws_wafregional_web_acl_association",
            ],
            and[
                or[
                    "aws_api_gateway_rest_api"."endpoint_configuration.types" contains "REGIONAL",
                    "aws_api_gateway_rest_api"."endpoint_configuration.types" contains "EDGE",
                ],
                "aws_api_gateway_rest_api" connected "aws_api_gateway_stage",
                "aws_api_gateway_stage" connected "aws_wafv2_web_acl_association",
            ],
            and["aws_api_gateway_rest_api" unconnected "aws_api_gateway_stage"],
            filter "aws_api_gateway_stage",
        ]);
    CKV2_AWS_51 Low "stage has no client certificate" // severity: it helps the backend
        "The backend cannot verify that the call comes from the API."
        ["aws_api_gateway_stage", "aws_apigatewayv2_stage"]: graph!(or[
            "aws_api_gateway_stage"."client_certificate_id" exists,
            "aws_apigatewayv2_stage"."client_certificate_id" exists,
            or[
                and[
                    filter "aws_apigatewayv2_stage",
                    "aws_apigatewayv2_stage" unconnected "aws_apigatewayv2_api",
                ],
                and[
                    filter "aws_apigatewayv2_stage",
                    "aws_apigatewayv2_stage" connected "aws_apigatewayv2_api",
                    "aws_apigatewayv2_api"."protocol_type" != "WEBSOCKET",
                ],
            ],
        ]);
    CKV2_AWS_77 Medium "web firewall does not stop Log4j attacks" // severity: as a missing firewall
        "A single logged line can run an attacker's code."
        APIS: graph!(or[
            and[filter APIS, APIS unconnected "aws_wafv2_web_acl_association"],
            and[
                filter APIS,
                APIS connected "aws_wafv2_web_acl_association",
                "aws_wafv2_web_acl" connected "aws_wafv2_web_acl_association",
                "aws_wafv2_web_acl"."rule.*.statement.managed_rule_group_statement.name"
                    contains "AWSManagedRulesAnonymousIpList",
                "aws_wafv2_web_acl"."rule.*.statement.managed_rule_group_statement.name"
                    contains "AWSManagedRulesKnownBadInputsRuleSet",
            ],
        ]);
    CKV2_AWS_70 Medium "everybody may call the method" // severity: as other open endpoints
        "Anybody on the internet can use the API at your cost."
        "aws_api_gateway_method": Custom(authorization::authorizes_callers);
}
