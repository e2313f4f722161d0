//! Defines the rules for Route 53 domains.

rules! {
    CKV_AWS_377 Medium "transfer lock is off" // severity: a domain can be lost
        "A domain without a transfer lock can be moved to another owner."
        "aws_route53domains_registered_domain": IsNot("transfer_lock", FALSE) => Free(Implied);
    CKV2_AWS_23 Medium "record points to no resource in this configuration"
        "A name that points to a released address can be taken over."
        "aws_route53_record": graph!(and[
            filter "aws_route53_record",
            filter "type" in "A",
            or[
                "aws_route53_record"."alias.name" contains "module",
                "aws_route53_record"."alias.name" contains "data.",
                "aws_route53_record"."alias.name" contains "var.",
                "aws_route53_record" connected [
                    "aws_instance", "aws_eip", "aws_elb", "aws_lb", "aws_alb", "aws_route53_record",
                    "aws_s3_bucket", "aws_api_gateway_domain_name", "aws_elastic_beanstalk_environment",
                    "aws_vpc_endpoint", "aws_globalaccelerator_accelerator", "aws_cloudfront_distribution",
                    "aws_db_instance", "aws_apigatewayv2_domain_name", "aws_lightsail_instance",
                    "aws_lightsail_static_ip",
                ],
            ],
        ]);
    CKV2_AWS_38 High "answers of the zone are not signed"
        "Forged DNS answers can redirect visitors."
        "aws_route53_zone": graph!(or[
            and["aws_route53_zone"."vpc" exists, "aws_route53_zone"."vpc" != []],
            and[
                filter "aws_route53_zone",
                "aws_route53_zone" connected [
                    "aws_route53_hosted_zone_dnssec", "aws_route53_key_signing_key",
                    "aws_route53_zone_association",
                ],
            ],
        ]) => Recipe(&recipe::ZONE_SIGNATURE);
    CKV2_AWS_39 Low "queries of the zone are not logged"
        "After an incident, it cannot be determined what was asked."
        "aws_route53_zone": graph!(or[
            "aws_route53_zone"."vpc" exists,
            and[filter "aws_route53_zone", "aws_route53_zone" connected "aws_route53_query_log"],
        ]) => Recipe(&recipe::ZONE_LOG);
}
