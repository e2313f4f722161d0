//! Defines the rules for ECS services and clusters.

use crate::hcl::Value;
use crate::scan::{Found, Resource, Verdict, is_text, passed, truthy_at};

rules! {
    CKV_AWS_223 Low "commands run in containers are not logged"
        "Without a log, commands run in a container cannot be traced later."
        "aws_ecs_cluster": IsNot("configuration.execute_command_configuration.logging", Text("NONE"))
            => Free(Set(&[("configuration.execute_command_configuration.logging", Text("DEFAULT"))]));
    CKV_AWS_333 Low "service gets public addresses"
        "Every task is exposed to the whole internet."
        "aws_ecs_service": IsNot("network_configuration.assign_public_ip", TRUE)
            => NeedsConsent(Implied, "tasks need another route to pull their images");
    CKV_AWS_65 Low "Container Insights is off"
        "Failing or starved tasks go unnoticed."
        "aws_ecs_cluster": OneBlock(
            "setting",
            &All(&[Is("name", Text("containerInsights")), OneOf("value", texts!["enabled", "enhanced"])]),
        ) => Recipe(&recipe::CLUSTER_INSIGHTS);
    CKV_AWS_97 High "traffic to the task's file system is not encrypted"
        "An attacker inside the network can read the traffic."
        "aws_ecs_task_definition": EachBlock(
            "volume",
            &EachBlock("efs_volume_configuration", &Is("transit_encryption", Text("ENABLED"))),
        );
    CKV_AWS_249 Low "task role and execution role are the same"
        "The application gets permissions that only the start of the task needs."
        "aws_ecs_task_definition": Custom(uses_two_roles);
    CKV_AWS_336 Low "root file system of the container is writable" // severity: additional protection
        "An attacker in the container can install software."
        "aws_ecs_task_definition":
            Custom(|it| every_container(it, |container| is_true(container, "readonlyRootFilesystem")));
    CKV_AWS_334 High "container is privileged" // severity: it exposes the host
        "An attacker in the container controls the host."
        "aws_ecs_task_definition":
            Custom(|it| every_container(it, |container| !is_true(container, "privilege")));
    CKV_AWS_335 High "container shares the process namespace of its host" // severity: it exposes the host
        "An attacker in the container can reach the other processes of the host."
        "aws_ecs_task_definition":
            Custom(|it| every_container(it, |container| !is_text(container.get("pidMode"), "host")));
    CKV_AWS_332 Low "Fargate platform is pinned to a version" // severity: as other old versions
        "Security fixes of the platform do not reach the service."
        "aws_ecs_service":
            When(&Is("launch_type", Text("FARGATE")), &UnsetOrOneOf("platform_version", texts!["LATEST"]));
    CKV_AWS_224 Low "logs of container commands are not encrypted with a KMS key"
        "Commands can be read in transit and in the log."
        "aws_ecs_cluster": Custom(commands_encrypted);
}

/// Checks that the role of the task differs from the role that starts it.
fn uses_two_roles(resource: &Resource) -> Verdict {
    let role = |path| match resource.find(path) {
        Found::Value(Value::Text(role)) | Found::Value(Value::Unknown(Some(role))) => Some(role),
        _ => None,
    };
    let (start, task) = (role("execution_role_arn"), role("task_role_arn"));
    passed(start.is_none() || start != task)
}

/// Checks that every declared container meets a condition.
fn every_container(resource: &Resource, is: fn(&Value) -> bool) -> Verdict {
    if resource.values_at("container_definitions").is_empty() {
        return Verdict::Unknown;
    }
    let containers = resource.values_at("container_definitions.*").into_iter();
    let mut containers = containers.filter(|it| matches!(it, Value::Object(_)));
    passed(containers.all(is))
}

/// Checks that commands run in containers are logged and encrypted.
///
/// The encryption must use a customer-managed key.
fn commands_encrypted(resource: &Resource) -> Verdict {
    let configured = resource.values_at("configuration.execute_command_configuration");
    let Some(configured @ Value::Object(_)) = configured.first() else {
        return Verdict::Unknown;
    };
    if is_text(configured.get("logging"), "NONE") {
        return Verdict::Unknown;
    }
    let encrypts = |log: &Value| {
        is_true(log, "cloud_watch_encryption_enabled")
            || is_true(log, "s3_bucket_encryption_enabled")
    };
    let is_logged = configured.get("log_configuration").is_some_and(encrypts);
    passed(truthy_at(configured, "kms_key_id") && is_logged)
}

fn is_true(value: &Value, name: &str) -> bool {
    value.get(name) == Some(&Value::Bool(true))
}
