//! Defines the rules for AppSync.

rules! {
    CKV_AWS_193 Low "logging is off (cloudwatch_logs_role_arn)"
        "Without logs, it cannot be determined later who asked for what."
        "aws_appsync_graphql_api": Has("log_config.cloudwatch_logs_role_arn") => Recipe(&recipe::GRAPHQL_LOG);
    CKV_AWS_194 Low "fields are not logged"
        "Without them, it is not visible which resolver failed, and for whom."
        "aws_appsync_graphql_api": OneOf("log_config.field_log_level", texts!["ALL", "ERROR"]);
    CKV_AWS_214 Low "cache is not encrypted at rest"
        "Anyone who obtains the storage can read what is cached."
        "aws_appsync_api_cache": Is("at_rest_encryption_enabled", TRUE) => Free(Implied);
    CKV_AWS_215 Low "cache traffic is not encrypted"
        "An attacker on the network can read the cached data."
        "aws_appsync_api_cache": Is("transit_encryption_enabled", TRUE) => Free(Implied);
    CKV2_AWS_33 Low "API has no web firewall"
        "Known attacks reach the application unfiltered."
        "aws_appsync_graphql_api": graph!(and[
            filter "aws_appsync_graphql_api",
            "aws_appsync_graphql_api" connected "aws_wafv2_web_acl_association",
        ]);
    CKV2_AWS_78 Medium "web firewall does not stop Log4j attacks" // severity: as a missing firewall
        "A single logged line can run an attacker's code."
        "aws_appsync_graphql_api": graph!(or[
            and[
                filter "aws_appsync_graphql_api",
                "aws_appsync_graphql_api" unconnected "aws_wafv2_web_acl_association",
            ],
            and[
                filter "aws_appsync_graphql_api",
                "aws_appsync_graphql_api" connected "aws_wafv2_web_acl_association",
                "aws_wafv2_web_acl" connected "aws_wafv2_web_acl_association",
                "aws_wafv2_web_acl"."rule.*.statement.managed_rule_group_statement.name"
                    contains "AWSManagedRulesAnonymousIpList",
                "aws_wafv2_web_acl"."rule.*.statement.managed_rule_group_statement.name"
                    contains "AWSManagedRulesKnownBadInputsRuleSet",
            ],
        ]);
}
