//! Implements the custom predicates of the MQ rules.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Found, Resource, Verdict};

/// Checks that the version of the engine is maintained.
///
/// A version that is unknown before apply gives `Unknown`.
pub(super) fn is_current(resource: &Resource) -> Verdict {
    let text = |path: &str| match resource.find(path) {
        Found::Value(Value::Text(text)) => Some(text),
        _ => None,
    };
    let Found::Value(engine) = resource.find("engine_type") else {
        return Verdict::Failed;
    };
    let Some(version) = text("engine_version").as_deref().and_then(version) else {
        return Verdict::Unknown;
    };
    let least = match engine {
        Value::Text(engine) if engine == "ActiveMQ" => (5, 17),
        Value::Text(engine) if engine == "RabbitMQ" => (3, 11),
        _ => return Verdict::Failed,
    };
    passed(version >= least)
}

/// Parses the first two numbers of a version that has three.
fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.split('.').map(|part| part.parse().ok());
    let (major, minor) = (numbers.next()??, numbers.next()??);
    numbers.next()??;
    Some((major, minor))
}
