//! Rules for load balancers.

mod ask;

use crate::scan::Graph::{And, At, Link, NoLink, Only, Or};
use crate::scan::Op::{Begins, Contains, Differs, Equals, Exists, NotWithin, Within};
use crate::scan::Severity::*;
use crate::scan::{Check, Check::*, Fix::*, Plain::*, Repair::*, Rule, TRUE, recipe};

const GATEWAY: Check = Is("load_balancer_type", Text("gateway"));

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_91",
        types: &["aws_alb", "aws_lb"],
        severity: Info,
        wrong: "access logs are off",
        why: "Without them nobody can tell later who asked for what.",
        check: Unless(&GATEWAY, &Is("access_logs.enabled.0", TRUE)),
        fix: Made(&recipe::BALANCER_LOG),
    },
    Rule {
        id: "CKV_AWS_131",
        types: &["aws_alb", "aws_lb"],
        severity: Medium,
        wrong: "invalid HTTP headers are passed on",
        why: "Malformed headers let a request mean one thing here and another behind.",
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
        wrong: "classic load balancer does not balance across zones",
        why: "When a zone loses its instances, its share of the requests fails.",
        check: Keeps("cross_zone_load_balancing", &[TRUE]),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_150",
        types: &["aws_alb", "aws_lb"],
        severity: Low,
        wrong: "deletion protection is off",
        why: "One wrong command takes everything behind the load balancer off the network.",
        check: Is("enable_deletion_protection", TRUE),
        fix: Offered(
            Implied,
            "it cannot be destroyed before it is switched off again",
        ),
    },
    Rule {
        id: "CKV_AWS_152",
        types: &["aws_alb", "aws_lb"],
        severity: Low,
        wrong: "load balancer does not balance across zones",
        why: "When a zone loses its instances, its share of the connections fails.",
        check: Unless(
            &Keeps("load_balancer_type", &[Text("application")]),
            &Is("enable_cross_zone_load_balancing", TRUE),
        ),
        fix: Offered(Implied, "traffic between zones is billed"),
    },
    Rule {
        id: "CKV_AWS_328",
        types: &["aws_alb", "aws_elb", "aws_lb"],
        severity: Medium, // no published one: as invalid headers
        wrong: "ambiguous requests are only watched (desync mode)",
        why: "A request that means one thing here and another behind gets through.",
        check: IsNot("desync_mitigation_mode", Text("monitor")),
        fix: Free(Set(&[("desync_mitigation_mode", Text("defensive"))])),
    },
    Rule {
        id: "CKV2_AWS_28",
        types: &["aws_lb", "aws_alb"],
        severity: Medium,
        wrong: "public load balancer has no web firewall",
        why: "Known attacks reach the application unfiltered.",
        check: Over(&And(&[
            Only(&["aws_lb", "aws_alb"]),
            Or(&[
                Link(&["aws_lb", "aws_alb"], &["aws_wafv2_web_acl_association"]),
                Link(
                    &["aws_lb", "aws_alb"],
                    &["aws_wafregional_web_acl_association"],
                ),
                At(&["aws_lb", "aws_alb"], "internal", Equals(TRUE)),
                At(
                    &["aws_lb", "aws_alb"],
                    "load_balancer_type",
                    Within(&["network", "gateway"]),
                ),
            ]),
        ])),
        fix: Made(&recipe::BALANCER_FIREWALL),
    },
    Rule {
        id: "CKV2_AWS_20",
        types: &["aws_lb", "aws_alb"],
        severity: Low,
        wrong: "load balancer does not send HTTP on to HTTPS",
        why: "Who types the address without https is read along.",
        check: Over(&And(&[
            Only(&["aws_lb", "aws_alb"]),
            Or(&[
                NoLink(
                    &["aws_lb", "aws_alb"],
                    &["aws_lb_listener", "aws_alb_listener"],
                ),
                And(&[
                    Link(
                        &["aws_lb", "aws_alb"],
                        &["aws_lb_listener", "aws_alb_listener"],
                    ),
                    Or(&[
                        And(&[
                            At(
                                &["aws_lb_listener", "aws_alb_listener"],
                                "port",
                                Differs(Text("80")),
                            ),
                            At(
                                &["aws_lb_listener", "aws_alb_listener"],
                                "protocol",
                                Differs(Text("HTTP")),
                            ),
                        ]),
                        And(&[
                            At(
                                &["aws_lb_listener", "aws_alb_listener"],
                                "port",
                                Equals(Text("80")),
                            ),
                            At(
                                &["aws_lb_listener", "aws_alb_listener"],
                                "protocol",
                                Equals(Text("HTTP")),
                            ),
                            At(
                                &["aws_lb_listener", "aws_alb_listener"],
                                "default_action.type",
                                Equals(Text("redirect")),
                            ),
                            At(
                                &["aws_lb_listener", "aws_alb_listener"],
                                "default_action.redirect.*.port",
                                Equals(Text("443")),
                            ),
                            At(
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
        severity: Medium, // no published one: as without a firewall
        wrong: "web firewall does not stop Log4j attacks",
        why: "One logged line is enough to run foreign code.",
        check: Over(&Or(&[
            At(&["aws_lb", "aws_alb"], "internal", Equals(TRUE)),
            And(&[
                Only(&["aws_lb", "aws_alb"]),
                NoLink(&["aws_lb", "aws_alb"], &["aws_wafv2_web_acl_association"]),
            ]),
            And(&[
                Only(&["aws_lb", "aws_alb"]),
                Link(&["aws_lb", "aws_alb"], &["aws_wafv2_web_acl_association"]),
                Link(&["aws_wafv2_web_acl"], &["aws_wafv2_web_acl_association"]),
                At(
                    &["aws_wafv2_web_acl"],
                    "rule.*.statement.managed_rule_group_statement.name",
                    Contains("AWSManagedRulesAnonymousIpList"),
                ),
                At(
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
        wrong: "listener does not demand TLS 1.2",
        why: "Older versions can be broken.",
        check: Over(&Or(&[
            At(
                &["aws_lb_listener", "aws_alb_listener"],
                "protocol",
                Within(&["TCP", "UDP", "TCP_UDP"]),
            ),
            And(&[
                At(
                    &["aws_lb_listener", "aws_alb_listener"],
                    "protocol",
                    Within(&["HTTPS", "TLS"]),
                ),
                Or(&[
                    At(
                        &["aws_lb_listener", "aws_alb_listener"],
                        "ssl_policy",
                        Begins("ELBSecurityPolicy-FS-1-2"),
                    ),
                    At(
                        &["aws_lb_listener", "aws_alb_listener"],
                        "ssl_policy",
                        Begins("ELBSecurityPolicy-TLS-1-2"),
                    ),
                    At(
                        &["aws_lb_listener", "aws_alb_listener"],
                        "ssl_policy",
                        Begins("ELBSecurityPolicy-TLS13"),
                    ),
                ]),
            ]),
            And(&[
                At(
                    &["aws_lb_listener", "aws_alb_listener"],
                    "default_action.type",
                    Equals(Text("redirect")),
                ),
                At(
                    &["aws_lb_listener", "aws_alb_listener"],
                    "default_action.redirect.protocol",
                    Equals(Text("HTTPS")),
                ),
            ]),
            And(&[
                Link(&["aws_lb_listener"], &["aws_lb"]),
                At(&["aws_lb"], "load_balancer_type", Equals(Text("gateway"))),
                Only(&["aws_lb_listener"]),
            ]),
        ])),
        fix: If(
            &OneOf("protocol", &[Text("HTTPS"), Text("TLS")]),
            &Offered(
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
        wrong: "listener speaks plain HTTP",
        why: "Whoever listens on the way reads and changes everything.",
        check: Code(ask::listens_safely),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_74",
        types: &["aws_lb_listener", "aws_alb_listener"],
        severity: Medium, // no published one: as the TLS version of other services
        wrong: "listener accepts weak ciphers",
        why: "They can be broken.",
        check: Over(&Or(&[
            At(
                &["aws_alb_listener", "aws_lb_listener"],
                "protocol",
                NotWithin(&["HTTPS", "TLS"]),
            ),
            And(&[
                At(
                    &["aws_alb_listener", "aws_lb_listener"],
                    "ssl_policy",
                    Exists,
                ),
                At(
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
        wrong: "targets are reached by plain HTTP",
        why: "Whoever listens inside the network reads along.",
        check: Over(&Or(&[
            At(
                &["aws_lb_target_group", "aws_alb_target_group"],
                "protocol",
                Differs(Text("HTTP")),
            ),
            And(&[
                Only(&["aws_lb_target_group", "aws_alb_target_group"]),
                Link(
                    &["aws_lb_target_group", "aws_alb_target_group"],
                    &["aws_lb_listener", "aws_alb_listener"],
                ),
                At(
                    &["aws_lb_listener", "aws_alb_listener"],
                    "protocol",
                    Differs(Text("HTTP")),
                ),
            ]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_261",
        types: &["aws_lb_target_group", "aws_alb_target_group"],
        severity: Low,
        wrong: "targets have no health check with a path",
        why: "Instances that answer nothing get traffic.",
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
        wrong: "load balancer access is not logged",
        why: "After an incident nobody can tell who came.",
        check: All(&[Has("access_logs"), Keeps("access_logs.enabled", &[TRUE])]),
        fix: Made(&recipe::BALANCER_LOG),
    },
    Rule {
        id: "CKV_AWS_127",
        types: &["aws_elb"],
        severity: High,
        wrong: "listener has no certificate",
        why: "Whoever listens on the way reads and changes everything.",
        check: EachBlock("listener", &Has("ssl_certificate_id")),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_376",
        types: &["aws_elb"],
        severity: Medium, // no published one: as other traffic
        wrong: "listener speaks to instances without TLS",
        why: "Whoever listens inside the network reads along.",
        check: EachBlock("listener", &Code(ask::speaks_tls)),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_213",
        types: &["aws_load_balancer_policy"],
        severity: Medium, // no published one: as the TLS version of other services
        wrong: "policy accepts old protocols",
        why: "They can be broken.",
        check: EachBlock("policy_attribute", &Code(ask::is_strong)),
        fix: None,
    },
];
