//! Defines the rules for load balancers.

use crate::hcl::Value;
use crate::scan::{Check::*, Found, Literal, Resource, Verdict, is_text, passed};

const BALANCERS: &[&str] = &["aws_lb", "aws_alb"];
const LISTENERS: &[&str] = &["aws_lb_listener", "aws_alb_listener"];
const TARGET_GROUPS: &[&str] = &["aws_lb_target_group", "aws_alb_target_group"];

rules! {
    CKV_AWS_91 Info "access logs are off"
        "Without logs, it cannot be determined later who asked for what."
        ["aws_alb", "aws_lb"]:
            Unless(&Is("load_balancer_type", Text("gateway")), &Is("access_logs.enabled.0", TRUE))
            => Recipe(&recipe::LOAD_BALANCER_LOG);
    CKV_AWS_131 Medium "invalid HTTP headers are passed on"
        "The load balancer and the backend can interpret malformed headers differently."
        ["aws_alb", "aws_lb"]: Unless(
            &OneOf("load_balancer_type", texts!["gateway", "network"]),
            &Is("drop_invalid_header_fields", TRUE),
        ) => Free(Implied);
    CKV_AWS_138 Medium "classic load balancer does not balance across zones"
        "If all instances of a zone fail, the requests to this zone fail."
        "aws_elb": UnsetOrOneOf("cross_zone_load_balancing", &[TRUE]) => Free(Implied);
    CKV_AWS_150 Low "deletion protection is off"
        "A single mistaken command makes everything behind the load balancer unreachable."
        ["aws_alb", "aws_lb"]: Is("enable_deletion_protection", TRUE)
            => NeedsConsent(Implied, "it cannot be destroyed until deletion protection is off");
    CKV_AWS_152 Low "load balancer does not balance across zones"
        "If all instances of a zone fail, the connections to this zone fail."
        ["aws_alb", "aws_lb"]: Unless(
            &UnsetOrOneOf("load_balancer_type", texts!["application"]),
            &Is("enable_cross_zone_load_balancing", TRUE),
        ) => NeedsConsent(Implied, "traffic between zones is billed");
    CKV_AWS_328 Medium "ambiguous requests are only monitored (desync mode)" // severity: as invalid headers
        "Requests that the load balancer and the backend read differently are passed on."
        ["aws_alb", "aws_elb", "aws_lb"]: IsNot("desync_mitigation_mode", Text("monitor"))
            => Free(Set(&[("desync_mitigation_mode", Text("defensive"))]));
    CKV2_AWS_28 Medium "public load balancer has no web firewall"
        "Known attacks reach the application unfiltered."
        BALANCERS: graph!(and[
            filter BALANCERS,
            or[
                BALANCERS connected "aws_wafv2_web_acl_association",
                BALANCERS connected "aws_wafregional_web_acl_association",
                BALANCERS."internal" == true,
                BALANCERS."load_balancer_type" within ["network", "gateway"],
            ],
        ]) => Recipe(&recipe::LOAD_BALANCER_FIREWALL);
    CKV2_AWS_20 Low "load balancer does not redirect HTTP to HTTPS"
        "Requests without https can be read by others."
        BALANCERS: graph!(and[
            filter BALANCERS,
            or[
                BALANCERS unconnected LISTENERS,
                and[
                    BALANCERS connected LISTENERS,
                    or[
                        and[LISTENERS."port" != "80", LISTENERS."protocol" != "HTTP"],
                        and[
                            LISTENERS."port" == "80",
                            LISTENERS."protocol" == "HTTP",
                            LISTENERS."default_action.type" == "redirect",
                            LISTENERS."default_action.redirect.*.port" == "443",
                            LISTENERS."default_action.redirect.*.protocol" == "HTTPS",
                        ],
                    ],
                ],
            ],
        ]);
    CKV2_AWS_76 Medium "web firewall does not stop Log4j attacks" // severity: as a missing firewall
        "A single logged line can run an attacker's code."
        BALANCERS: graph!(or[
            BALANCERS."internal" == true,
            and[filter BALANCERS, BALANCERS unconnected "aws_wafv2_web_acl_association"],
            and[
                filter BALANCERS,
                BALANCERS connected "aws_wafv2_web_acl_association",
                "aws_wafv2_web_acl" connected "aws_wafv2_web_acl_association",
                "aws_wafv2_web_acl"."rule.*.statement.managed_rule_group_statement.name"
                    contains "AWSManagedRulesAnonymousIpList",
                "aws_wafv2_web_acl"."rule.*.statement.managed_rule_group_statement.name"
                    contains "AWSManagedRulesKnownBadInputsRuleSet",
            ],
        ]);
    CKV_AWS_103 High "listener does not require TLS 1.2"
        "Older TLS versions have known vulnerabilities."
        LISTENERS: graph!(or[
            LISTENERS."protocol" within ["TCP", "UDP", "TCP_UDP"],
            and[
                LISTENERS."protocol" within ["HTTPS", "TLS"],
                LISTENERS."ssl_policy" starting_with [
                    "ELBSecurityPolicy-FS-1-2", "ELBSecurityPolicy-TLS-1-2", "ELBSecurityPolicy-TLS13",
                ],
            ],
            and[
                LISTENERS."default_action.type" == "redirect",
                LISTENERS."default_action.redirect.protocol" == "HTTPS",
            ],
            and[
                "aws_lb_listener" connected "aws_lb",
                "aws_lb"."load_balancer_type" == "gateway",
                filter "aws_lb_listener",
            ],
        ])
            => If(
                &OneOf("protocol", texts!["HTTPS", "TLS"]),
                &NeedsConsent(
                    Set(&[("ssl_policy", Text("ELBSecurityPolicy-TLS13-1-2-2021-06"))]),
                    "clients that speak no TLS 1.2 cannot connect",
                ),
                &None,
            );
    CKV_AWS_2 Medium "listener uses plain HTTP"
        "An attacker on the path can read and change all traffic."
        LISTENERS: Custom(is_encrypted_or_redirects);
    CKV2_AWS_74 Medium "listener accepts weak ciphers" // severity: as the TLS version of other services
        "Old protocols and weak ciphers have known vulnerabilities."
        LISTENERS: graph!(or[
            LISTENERS."protocol" not_within ["HTTPS", "TLS"],
            and[
                LISTENERS."ssl_policy" exists,
                LISTENERS."ssl_policy" not_within [
                    "ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-2015-05",
                    "ELBSecurityPolicy-TLS-1-0-2015-04", "ELBSecurityPolicy-TLS-1-1-2017-01",
                    "ELBSecurityPolicy-2015-03", "ELBSecurityPolicy-2015-02", "ELBSecurityPolicy-2014-10",
                    "ELBSecurityPolicy-Default", "ELBSecurityPolicy-2014-01",
                ],
            ],
        ]);
    CKV_AWS_378 Medium "targets are reached over plain HTTP"
        "An attacker inside the network can read the traffic."
        TARGET_GROUPS: graph!(or[
            TARGET_GROUPS."protocol" != "HTTP",
            and[filter TARGET_GROUPS, TARGET_GROUPS connected LISTENERS, LISTENERS."protocol" != "HTTP"],
        ]);
    CKV_AWS_261 Low "targets have no health check with a path"
        "Unresponsive instances receive traffic."
        TARGET_GROUPS: When(&OneOf("protocol", texts!["HTTP", "HTTPS"]), &Has("health_check.path"))
            => Free(Set(&[("health_check.path", Text("/"))]));
    CKV_AWS_92 Info "load balancer access is not logged"
        "After an incident, the clients cannot be determined."
        "aws_elb": All(&[Has("access_logs"), UnsetOrOneOf("access_logs.enabled", &[TRUE])])
            => Recipe(&recipe::LOAD_BALANCER_LOG);
    CKV_AWS_127 High "listener has no certificate"
        "An attacker on the path can read and change all traffic."
        "aws_elb": EachBlock("listener", &Has("ssl_certificate_id"));
    CKV_AWS_376 Medium "listener connects to instances without TLS" // severity: as other unencrypted traffic
        "An attacker inside the network can read the traffic."
        "aws_elb": EachBlock("listener", &Custom(encrypts_to_instances));
    CKV_AWS_213 Medium "policy accepts old protocols" // severity: as the TLS version of other services
        "Old protocols and weak ciphers have known vulnerabilities."
        "aws_load_balancer_policy": EachBlock(
            "policy_attribute",
            &UnlessCertain(&Any(&[
                All(&[
                    OneOf("name", texts!["Protocol-SSLv3", "Protocol-TLSv1", "Protocol-TLSv1.1"]),
                    Filled("value"),
                ]),
                All(&[
                    Is("name", Text("Reference-Security-Policy")),
                    OneOf("value", texts![
                        "ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-TLS-1-1-2017-01",
                        "ELBSecurityPolicy-2015-05", "ELBSecurityPolicy-2015-03", "ELBSecurityPolicy-2015-02",
                        "ELBSecurityPolicy-TLS-1-0-2015-04", "ELBSecurityPolicy-2014-10",
                        "ELBSecurityPolicy-Default", "ELBSecurityPolicy-2014-01",
                    ]),
                ]),
            ])),
        );
}

/// Checks that a listener is encrypted, or redirects to one that is.
fn is_encrypted_or_redirects(resource: &Resource) -> Verdict {
    match resource.find("protocol") {
        Found::Value(Value::Text(protocol)) => match protocol.as_str() {
            "HTTPS" | "TLS" | "TCP" | "UDP" | "TCP_UDP" => return Verdict::Passed,
            "HTTP" => {}
            _ => return Verdict::Failed,
        },
        Found::Value(Value::Unknown(_)) => return Verdict::Unknown,
        _ => return Verdict::Failed,
    }
    let actions = resource.nested_blocks("default_action");
    let action = actions.first();
    let action = action.filter(|it| Is("type", Literal::Text("redirect")).holds(it));
    let redirects = action.map_or(Vec::new(), |it| it.nested_blocks("redirect"));
    match redirects.first().map(|redirect| redirect.find("protocol")) {
        Some(Found::Missing) => Verdict::Unknown,
        Some(Found::Value(protocol)) => passed(is_text(Some(&protocol), "HTTPS")),
        _ => Verdict::Failed,
    }
}

/// Checks that a classic load balancer encrypts its traffic to the instances.
fn encrypts_to_instances(listener: &Resource) -> Verdict {
    let Found::Value(Value::Text(protocol)) = listener.find("instance_protocol") else {
        return Verdict::Passed;
    };
    match protocol.to_ascii_lowercase().as_str() {
        "http" | "tcp" => Verdict::Failed,
        "https" | "ssl" => passed(Has("ssl_certificate_id").holds(listener)),
        _ => Verdict::Passed,
    }
}
