//! Implements the custom predicates of the load balancer rules.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Check::*, Found, Literal, Resource, Verdict};

/// Checks that a listener is encrypted, or redirects to one that is.
pub(super) fn is_encrypted_or_redirects(resource: &Resource) -> Verdict {
    let protocol = match resource.find("protocol") {
        Found::Value(Value::Text(protocol)) => protocol,
        Found::Value(Value::Unknown(_)) => return Verdict::Unknown,
        _ => return Verdict::Failed,
    };
    match protocol.as_str() {
        "HTTPS" | "TLS" | "TCP" | "UDP" | "TCP_UDP" => Verdict::Passed,
        "HTTP" => {
            let actions = resource.nested_blocks("default_action");
            let redirects = actions.first().map_or(Vec::new(), |action| {
                let is = Is("type", Literal::Text("redirect")).holds(action);
                if is {
                    action.nested_blocks("redirect")
                } else {
                    Vec::new()
                }
            });
            match redirects.first().map(|redirect| redirect.find("protocol")) {
                Some(Found::Missing) => Verdict::Unknown,
                Some(found) => passed(found == Found::Value(Value::Text("HTTPS".to_owned()))),
                None => Verdict::Failed,
            }
        }
        _ => Verdict::Failed,
    }
}

/// Checks that a classic load balancer encrypts its traffic to the instances.
pub(super) fn encrypts_to_instances(listener: &Resource) -> Verdict {
    match listener.find("instance_protocol") {
        Found::Value(Value::Text(protocol)) => match protocol.to_ascii_lowercase().as_str() {
            "http" | "tcp" => Verdict::Failed,
            "https" | "ssl" => passed(Has("ssl_certificate_id").holds(listener)),
            _ => Verdict::Passed,
        },
        _ => Verdict::Passed,
    }
}

/// Checks that an attribute of a policy excludes old protocols.
pub(super) fn is_strong(attribute: &Resource) -> Verdict {
    const OLD: &[Literal] = &[
        Literal::Text("ELBSecurityPolicy-2016-08"),
        Literal::Text("ELBSecurityPolicy-TLS-1-1-2017-01"),
        Literal::Text("ELBSecurityPolicy-2015-05"),
        Literal::Text("ELBSecurityPolicy-2015-03"),
        Literal::Text("ELBSecurityPolicy-2015-02"),
        Literal::Text("ELBSecurityPolicy-TLS-1-0-2015-04"),
        Literal::Text("ELBSecurityPolicy-2014-10"),
        Literal::Text("ELBSecurityPolicy-Default"),
        Literal::Text("ELBSecurityPolicy-2014-01"),
    ];
    let name = match attribute.find("name") {
        Found::Value(Value::Text(name)) => name,
        _ => return Verdict::Passed,
    };
    passed(match name.as_str() {
        "Protocol-SSLv3" | "Protocol-TLSv1" | "Protocol-TLSv1.1" => {
            !Filled("value").holds(attribute)
        }
        "Reference-Security-Policy" => !OneOf("value", OLD).holds(attribute),
        _ => true,
    })
}
