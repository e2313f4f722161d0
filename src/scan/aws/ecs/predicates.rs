//! Implements the custom predicates of the ECS rules.

use crate::hcl::Value;
use crate::scan::check::{passed, truthy};
use crate::scan::{Found, Resource, Verdict, tree};

/// Checks that the role of the task differs from the role that starts it.
pub(super) fn uses_two_roles(resource: &Resource) -> Verdict {
    let role = |path| match resource.find(path) {
        Found::Value(Value::Text(role)) | Found::Value(Value::Unknown(Some(role))) => Some(role),
        _ => None,
    };
    let (start, task) = (role("execution_role_arn"), role("task_role_arn"));
    passed(start.is_none() || start != task)
}

/// Checks that every declared container meets a condition.
pub(super) fn every_container(resource: &Resource, keeps: fn(&Value) -> bool) -> Verdict {
    let containers = resource.values_at("container_definitions");
    let Some(containers) = containers.first() else {
        return Verdict::Unknown;
    };
    let mut objects = tree::items(containers)
        .iter()
        .filter(|container| matches!(container, Value::Object(_)));
    passed(objects.all(keeps))
}

pub(super) fn truthy_at(container: &Value, name: &str) -> bool {
    matches!(container.get(name), Some(Value::Bool(true)))
}

/// Returns whether a container cannot see the processes of its host.
pub(super) fn hides_host_processes(container: &Value) -> bool {
    !matches!(container.get("pidMode"), Some(Value::Text(mode)) if mode == "host")
}

/// Checks that commands run in containers are logged and encrypted.
///
/// The encryption must use a customer-managed key.
pub(super) fn commands_encrypted(resource: &Resource) -> Verdict {
    let configured = resource.values_at("configuration.execute_command_configuration");
    let Some(configured @ Value::Object(_)) = configured.first() else {
        return Verdict::Unknown;
    };
    if matches!(configured.get("logging"), Some(Value::Text(logging)) if logging == "NONE") {
        return Verdict::Unknown;
    }
    let encrypts = |log: &Value| {
        truthy_at(log, "cloud_watch_encryption_enabled")
            || truthy_at(log, "s3_bucket_encryption_enabled")
    };
    let keyed = configured.get("kms_key_id").is_some_and(truthy);
    passed(keyed && configured.get("log_configuration").is_some_and(encrypts))
}
