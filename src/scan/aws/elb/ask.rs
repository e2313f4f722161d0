//! A resource in, what no word of the rules says of it out.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Check::*, Found, Plain, Resource, Verdict};

/// Whether a listener is encrypted, or sends its callers to one that is.
pub(super) fn listens_safely(resource: &Resource) -> Verdict {
    let protocol = match resource.find("protocol") {
        Found::Value(Value::Text(protocol)) => protocol,
        Found::Value(Value::Unknown(_)) => return Verdict::Unknown,
        _ => return Verdict::Failed,
    };
    match protocol.as_str() {
        "HTTPS" | "TLS" | "TCP" | "UDP" | "TCP_UDP" => Verdict::Passed,
        "HTTP" => {
            let actions = resource.inner("default_action");
            let redirects = actions.first().map_or(Vec::new(), |action| {
                let is = Is("type", Plain::Text("redirect")).holds(action);
                if is {
                    action.inner("redirect")
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

/// Whether a listener of a classic load balancer encrypts what it says to the instances.
pub(super) fn speaks_tls(listener: &Resource) -> Verdict {
    match listener.find("instance_protocol") {
        Found::Value(Value::Text(protocol)) => match protocol.to_ascii_lowercase().as_str() {
            "http" | "tcp" => Verdict::Failed,
            "https" | "ssl" => passed(Has("ssl_certificate_id").holds(listener)),
            _ => Verdict::Passed,
        },
        _ => Verdict::Passed,
    }
}

/// Whether an attribute of a policy leaves old protocols out.
pub(super) fn is_strong(attribute: &Resource) -> Verdict {
    const OLD: &[Plain] = &[
        Plain::Text("ELBSecurityPolicy-2016-08"),
        Plain::Text("ELBSecurityPolicy-TLS-1-1-2017-01"),
        Plain::Text("ELBSecurityPolicy-2015-05"),
        Plain::Text("ELBSecurityPolicy-2015-03"),
        Plain::Text("ELBSecurityPolicy-2015-02"),
        Plain::Text("ELBSecurityPolicy-TLS-1-0-2015-04"),
        Plain::Text("ELBSecurityPolicy-2014-10"),
        Plain::Text("ELBSecurityPolicy-Default"),
        Plain::Text("ELBSecurityPolicy-2014-01"),
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
