//! Defines the rules for load balancers.

mod predicates;

use crate::scan::Graph::{And, Attribute, Connection, Filter, NoConnection, Or};
use crate::scan::Op::{Contains, Equals, Exists, NotEquals, NotWithin, StartsWith, Within};
use crate::scan::Severity::*;
use crate::scan::{Check, Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE, recipe};

const GATEWAY: Check = Is("load_balancer_type", Text("gateway"));

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_91",
        types: &["aws_alb", "aws_lb"],
        severity: Info,
        message: "access logs are off",
        rationale: "Without logs, it cannot be determined later who asked for what.",
        check: Unless(&GATEWAY, &Is("access_logs.enabled.0", TRUE)),
        fix: Made(&recipe::LOAD_BALANCER_LOG),
    },
    Rule {
        id: "CKV_AWS_131",
        types: &["aws_alb", "aws_lb"],
        severity: Medium,
        message: "invalid HTTP headers are passed on",
        rationale: "The load balancer and the backend can interpret malformed headers differently.",
        check: Unless(
            &OneOf("load_balancer_type", &[Text("gateway"), Text("network")]),
            &Is("drop_invalid_header_fields", TRUE),
        ),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_138",
        types: &["aws_elb"],
        severity: Medium,
        message: "classic load balancer does not balance across zones",
        rationale: "If all instances of a zone fail, the requests to this zone fail.",
        check: UnsetOrOneOf("cross_zone_load_balancing", &[TRUE]),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_150",
        types: &["aws_alb", "aws_lb"],
        severity: Low,
        message: "deletion protection is off",
        rationale: "A single mistaken command makes everything behind the load balancer unreachable.",
        check: Is("enable_deletion_protection", TRUE),
        fix: NeedsConsent(
            Implied,
            "it cannot be destroyed until deletion protection is off",
        ),
    },
    Rule {
        id: "CKV_AWS_152",
        types: &["aws_alb", "aws_lb"],
        severity: Low,
        message: "load balancer does not balance across zones",
        rationale: "If all instances of a zone fail, the connections to this zone fail.",
        check: Unless(
            &UnsetOrOneOf("load_balancer_type", &[Text("application")]),
            &Is("enable_cross_zone_load_balancing", TRUE),
        ),
        fix: NeedsConsent(Implied, "traffic between zones is billed"),
    },
    Rule {
        id: "CKV_AWS_328",
        types: &["aws_alb", "aws_elb", "aws_lb"],
        severity: Medium, // no published one: as for invalid headers
        message: "ambiguous requests are only monitored (desync mode)",
        rationale: "Requests that the load balancer and the backend read differently are passed on.",
        check: IsNot("desync_mitigation_mode", Text("monitor")),
        fix: Free(Set(&[("desync_mitigation_mode", Text("defensive"))])),
    },
    Rule {
        id: "CKV2_AWS_28",
        types: &["aws_lb", "aws_alb"],
        severity: Medium,
        message: "public load balancer has no web firewall",
        rationale: "Known attacks reach the application unfiltered.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_lb", "aws_alb"]),
            Or(&[
                Connection(&["aws_lb", "aws_alb"], &["aws_wafv2_web_acl_association"]),
                Connection(
                    &["aws_lb", "aws_alb"],
                    &["aws_wafregional_web_acl_association"],
                ),
                Attribute(&["aws_lb", "aws_alb"], "internal", Equals(TRUE)),
                Attribute(
                    &["aws_lb", "aws_alb"],
                    "load_balancer_type",
                    Within(&["network", "gateway"]),
                ),
            ]),
        ])),
        fix: Made(&recipe::LOAD_BALANCER_FIREWALL),
    },
    Rule {
        id: "CKV2_AWS_20",
        types: &["aws_lb", "aws_alb"],
        severity: Low,
        message: "load balancer does not redirect HTTP to HTTPS",
        rationale: "Requests without https can be read by others.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_lb", "aws_alb"]),
            Or(&[
                NoConnection(
                    &["aws_lb", "aws_alb"],
                    &["aws_lb_listener", "aws_alb_listener"],
                ),
                And(&[
                    Connection(
                        &["aws_lb", "aws_alb"],
                        &["aws_lb_listener", "aws_alb_listener"],
                    ),
                    Or(&[
                        And(&[
                            Attribute(
                                &["aws_lb_listener", "aws_alb_listener"],
                                "port",
                                NotEquals(Text("80")),
                            ),
                            Attribute(
                                &["aws_lb_listener", "aws_alb_listener"],
                                "protocol",
                                NotEquals(Text("HTTP")),
                            ),
                        ]),
                        And(&[
                            Attribute(
                                &["aws_lb_listener", "aws_alb_listener"],
                                "port",
                                Equals(Text("80")),
                            ),
                            Attribute(
                                &["aws_lb_listener", "aws_alb_listener"],
                                "protocol",
                                Equals(Text("HTTP")),
                            ),
                            Attribute(
                                &["aws_lb_listener", "aws_alb_listener"],
                                "default_action.type",
                                Equals(Text("redirect")),
                            ),
                            Attribute(
                                &["aws_lb_listener", "aws_alb_listener"],
                                "default_action.redirect.*.port",
                                Equals(Text("443")),
                            ),
                            Attribute(
                                &["aws_lb_listener", "aws_alb_listener"],
                                "default_action.redirect.*.protocol",
                                Equals(Text("HTTPS")),
                            ),
                        ]),
                    ]),
                ]),
            ]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_76",
        types: &["aws_lb", "aws_alb"],
        severity: Medium, // no published one: as a missing firewall
        message: "web firewall does not stop Log4j attacks",
        rationale: "A single logged line can run an attacker's code.",
        check: GraphPolicy(&Or(&[
            Attribute(&["aws_lb", "aws_alb"], "internal", Equals(TRUE)),
            And(&[
                Filter(&["aws_lb", "aws_alb"]),
                NoConnection(&["aws_lb", "aws_alb"], &["aws_wafv2_web_acl_association"]),
            ]),
            And(&[
                Filter(&["aws_lb", "aws_alb"]),
                Connection(&["aws_lb", "aws_alb"], &["aws_wafv2_web_acl_association"]),
                Connection(&["aws_wafv2_web_acl"], &["aws_wafv2_web_acl_association"]),
                Attribute(
                    &["aws_wafv2_web_acl"],
                    "rule.*.statement.managed_rule_group_statement.name",
                    Contains("AWSManagedRulesAnonymousIpList"),
                ),
                Attribute(
                    &["aws_wafv2_web_acl"],
                    "rule.*.statement.managed_rule_group_statement.name",
                    Contains("AWSManagedRulesKnownBadInputsRuleSet"),
                ),
            ]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_103",
        types: &["aws_lb_listener", "aws_alb_listener"],
        severity: High,
        message: "listener does not require TLS 1.2",
        rationale: "Older TLS versions have known vulnerabilities.",
        check: GraphPolicy(&Or(&[
            Attribute(
                &["aws_lb_listener", "aws_alb_listener"],
                "protocol",
                Within(&["TCP", "UDP", "TCP_UDP"]),
            ),
            And(&[
                Attribute(
                    &["aws_lb_listener", "aws_alb_listener"],
                    "protocol",
                    Within(&["HTTPS", "TLS"]),
                ),
                Or(&[
                    Attribute(
                        &["aws_lb_listener", "aws_alb_listener"],
                        "ssl_policy",
                        StartsWith("ELBSecurityPolicy-FS-1-2"),
                    ),
                    Attribute(
                        &["aws_lb_listener", "aws_alb_listener"],
                        "ssl_policy",
                        StartsWith("ELBSecurityPolicy-TLS-1-2"),
                    ),
                    Attribute(
                        &["aws_lb_listener", "aws_alb_listener"],
                        "ssl_policy",
                        StartsWith("ELBSecurityPolicy-TLS13"),
                    ),
                ]),
            ]),
            And(&[
                Attribute(
                    &["aws_lb_listener", "aws_alb_listener"],
                    "default_action.type",
                    Equals(Text("redirect")),
                ),
                Attribute(
                    &["aws_lb_listener", "aws_alb_listener"],
                    "default_action.redirect.protocol",
                    Equals(Text("HTTPS")),
                ),
            ]),
            And(&[
                Connection(&["aws_lb_listener"], &["aws_lb"]),
                Attribute(&["aws_lb"], "load_balancer_type", Equals(Text("gateway"))),
                Filter(&["aws_lb_listener"]),
            ]),
        ])),
        fix: If(
            &OneOf("protocol", &[Text("HTTPS"), Text("TLS")]),
            &NeedsConsent(
                Set(&[("ssl_policy", Text("ELBSecurityPolicy-TLS13-1-2-2021-06"))]),
                "clients that speak no TLS 1.2 cannot connect",
            ),
            &None,
        ),
    },
    Rule {
        id: "CKV_AWS_2",
        types: &["aws_lb_listener", "aws_alb_listener"],
        severity: Medium,
        message: "listener uses plain HTTP",
        rationale: "An attacker on the path can read and change all traffic.",
        check: Custom(predicates::is_encrypted_or_redirects),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_74",
        types: &["aws_lb_listener", "aws_alb_listener"],
        severity: Medium, // no published one: as the TLS version of other services
        message: "listener accepts weak ciphers",
        rationale: "Old protocols and weak ciphers have known vulnerabilities.",
        check: GraphPolicy(&Or(&[
            Attribute(
                &["aws_alb_listener", "aws_lb_listener"],
                "protocol",
                NotWithin(&["HTTPS", "TLS"]),
            ),
            And(&[
                Attribute(
                    &["aws_alb_listener", "aws_lb_listener"],
                    "ssl_policy",
                    Exists,
                ),
                Attribute(
                    &["aws_alb_listener", "aws_lb_listener"],
                    "ssl_policy",
                    NotWithin(&[
                        "ELBSecurityPolicy-2016-08",
                        "ELBSecurityPolicy-2015-05",
                        "ELBSecurityPolicy-TLS-1-0-2015-04",
                        "ELBSecurityPolicy-TLS-1-1-2017-01",
                        "ELBSecurityPolicy-2015-03",
                        "ELBSecurityPolicy-2015-02",
                        "ELBSecurityPolicy-2014-10",
                        "ELBSecurityPolicy-Default",
                        "ELBSecurityPolicy-2014-01",
                    ]),
                ),
            ]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_378",
        types: &["aws_lb_target_group", "aws_alb_target_group"],
        severity: Medium,
        message: "targets are reached over plain HTTP",
        rationale: "An attacker inside the network can read the traffic.",
        check: GraphPolicy(&Or(&[
            Attribute(
                &["aws_lb_target_group", "aws_alb_target_group"],
                "protocol",
                NotEquals(Text("HTTP")),
            ),
            And(&[
                Filter(&["aws_lb_target_group", "aws_alb_target_group"]),
                Connection(
                    &["aws_lb_target_group", "aws_alb_target_group"],
                    &["aws_lb_listener", "aws_alb_listener"],
                ),
                Attribute(
                    &["aws_lb_listener", "aws_alb_listener"],
                    "protocol",
                    NotEquals(Text("HTTP")),
                ),
            ]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_261",
        types: &["aws_lb_target_group", "aws_alb_target_group"],
        severity: Low,
        message: "targets have no health check with a path",
        rationale: "Unresponsive instances receive traffic.",
        check: When(
            &OneOf("protocol", &[Text("HTTP"), Text("HTTPS")]),
            &Has("health_check.path"),
        ),
        fix: Free(Set(&[("health_check.path", Text("/"))])),
    },
    Rule {
        id: "CKV_AWS_92",
        types: &["aws_elb"],
        severity: Info,
        message: "load balancer access is not logged",
        rationale: "After an incident, the clients cannot be determined.",
        check: All(&[
            Has("access_logs"),
            UnsetOrOneOf("access_logs.enabled", &[TRUE]),
        ]),
        fix: Made(&recipe::LOAD_BALANCER_LOG),
    },
    Rule {
        id: "CKV_AWS_127",
        types: &["aws_elb"],
        severity: High,
        message: "listener has no certificate",
        rationale: "An attacker on the path can read and change all traffic.",
        check: EachBlock("listener", &Has("ssl_certificate_id")),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_376",
        types: &["aws_elb"],
        severity: Medium, // no published one: as other unencrypted traffic
        message: "listener connects to instances without TLS",
        rationale: "An attacker inside the network can read the traffic.",
        check: EachBlock("listener", &Custom(predicates::encrypts_to_instances)),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_213",
        types: &["aws_load_balancer_policy"],
        severity: Medium, // no published one: as the TLS version of other services
        message: "policy accepts old protocols",
        rationale: "Old protocols and weak ciphers have known vulnerabilities.",
        check: EachBlock("policy_attribute", &Custom(predicates::is_strong)),
        fix: None,
    },
];
