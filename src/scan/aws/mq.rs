//! Defines the rules for MQ brokers.

use crate::hcl::Value;
use crate::scan::{Found, Resource, Verdict, passed};

rules! {
    CKV_AWS_48 Medium "broker logging is off"
        "Without logs, it is not visible why messages are lost."
        "aws_mq_broker": Is("logs.general", TRUE) => Free(Implied);
    CKV_AWS_69 Low "broker is publicly accessible"
        "A broker with a public address is exposed to the whole internet."
        "aws_mq_broker": IsNot("publicly_accessible", TRUE)
            => NeedsConsent(Implied, "clients outside the VPC can no longer connect");
    CKV_AWS_197 Low "audit logging is off"
        "Without a log, it cannot be determined later who changed what."
        "aws_mq_broker": Unless(&Is("engine_type", Text("RabbitMQ")), &Is("logs.audit", TRUE))
            => Free(Implied);
    CKV_AWS_207 Low "minor version upgrades are not automatic"
        "Minor versions contain security fixes; without them, known vulnerabilities stay."
        "aws_mq_broker": Is("auto_minor_version_upgrade", TRUE) => Free(Implied);
    CKV_AWS_209 Low "no customer-managed KMS key (encryption_options)"
        "A customer-managed key controls who may read the messages, and access can be revoked."
        "aws_mq_broker": Has("encryption_options.kms_key_id") => AddsResources;
    CKV_AWS_208 Low "broker runs an old version"
        "Old versions have known vulnerabilities that are not fixed."
        ["aws_mq_broker", "aws_mq_configuration"]: Custom(is_current);
}

/// Checks that the version of the engine is maintained.
///
/// A version that is unknown before apply gives `Unknown`.
fn is_current(resource: &Resource) -> Verdict {
    let engine = match resource.find("engine_type") {
        Found::Value(Value::Text(engine)) => engine,
        Found::Value(_) => String::new(),
        _ => return Verdict::Failed,
    };
    let version = resource.text("engine_version");
    let Some(version) = version.as_deref().and_then(version_of) else {
        return Verdict::Unknown;
    };
    match engine.as_str() {
        "ActiveMQ" => passed(version >= (5, 17)),
        "RabbitMQ" => passed(version >= (3, 11)),
        _ => Verdict::Failed,
    }
}

/// Parses the first two numbers of a version that has three.
fn version_of(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.split('.').map(|part| part.parse().ok());
    let (major, minor) = (numbers.next()??, numbers.next()??);
    numbers.next()??;
    Some((major, minor))
}
