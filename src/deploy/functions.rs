//! Checks functions, APIs, schedules, queues, topics and streams.

use super::checker::{Checker, address_of, name_of};
use super::policy::{
    Right, admits_service, has_right, is_assumed_by, role_in, statements_in, trust,
};
use super::storage::permission;
use crate::hcl::edit::{self, quote};
use crate::hcl::{Block, Edit, ExpressionKind, Value};
use crate::rewrite::Safety;

/// Names of environment variables that Lambda sets.
///
/// Source: AWS Lambda Developer Guide, Defined runtime environment variables, read 2026-11.
const RESERVED: &[&str] = strings! {
    "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT", "_HANDLER", "_X_AMZN_TRACE_ID",
};
/// Maximum bytes of a function's environment.
const ENVIRONMENT_BYTES_MAX: usize = 4096;
/// Newest runtimes that the provider admits in all versions that the packs have.
///
/// Source: AWS provider 5.100, aws_lambda_function, 2025-06.
const ADMITTED: &[&str] = strings! { "nodejs22.x", "python3.13", "java21", "ruby3.4" };
/// Maximum layers of a function.
const LAYERS_MAX: usize = 5;
/// Rights that a function needs of its role: the right, the managed policy that gives it.
const NETWORK: (Right, &str) = (
    Right {
        name: "eni",
        action: "ec2:CreateNetworkInterface",
    },
    "AWSLambdaVPCAccessExecutionRole",
);
const LOGS: (Right, &str) = (
    Right {
        name: "logs",
        action: "logs:PutLogEvents",
    },
    "AWSLambdaBasicExecutionRole",
);
const QUEUE: (Right, &str) = (
    Right {
        name: "sqs-receive",
        action: "sqs:ReceiveMessage",
    },
    "AWSLambdaSQSQueueExecutionRole",
);
const STREAM: (Right, &str) = (
    Right {
        name: "dynamodb-stream",
        action: "dynamodb:GetRecords",
    },
    "AWSLambdaDynamoDBExecutionRole",
);
const KINESIS: (Right, &str) = (
    Right {
        name: "kinesis",
        action: "kinesis:GetRecords",
    },
    "AWSLambdaKinesisExecutionRole",
);

pub(super) fn check(checker: &mut Checker) {
    functions(checker);
    sources(checker);
    apis(checker);
    rules(checker);
    queues(checker);
    subscriptions(checker);
    machines(checker);
    streams(checker);
    alarms(checker);
    for block in checker.created("aws_lambda_permission") {
        let action = checker.text(&block.body, "action").unwrap_or_default();
        if !action.is_empty() && !action.starts_with("lambda:") && action != "*" {
            let invoke = "lambda:InvokeFunction";
            let edits = checker.replace_literal(&block.body, "action", invoke);
            let message = format!("`{action}` is no action of Lambda");
            let found = checker.report_at("IG_DEPLOY_738", block, &block.body, "action", message);
            found.fix(Safety::Likely, format!("allow `{invoke}`"), edits);
        }
    }
}

fn functions(checker: &mut Checker) {
    for block in checker.created("aws_lambda_function") {
        let body = &block.body;
        runtime(checker, block);
        let package = checker.text_or(body, "package_type", "Zip");
        if package.as_deref() == Some("Zip") {
            let missing: Vec<&str> = ["handler", "runtime"]
                .into_iter()
                .filter(|it| checker.is_absent(body, it))
                .collect();
            if !missing.is_empty() && checker.is_absent(body, "image_uri") {
                let message = format!(
                    "a function from an archive states its {}",
                    missing.join(" and its ")
                );
                checker.report("IG_DEPLOY_702", block, block.header, message);
            }
        }
        if package.as_deref() == Some("Image")
            && let Some(name) = ["handler", "runtime", "layers"]
                .into_iter()
                .find(|it| checker.is_present(body, it))
        {
            let edits = checker.remove_all(body, &["handler", "runtime", "layers"]);
            let message = format!("a function from an image has no `{name}`");
            let found = checker.report_at("IG_DEPLOY_710", block, body, name, message);
            found.fix(Safety::Safe, "remove what the image holds", edits);
        }
        if let Some(target) = checker.target_in(body, "role")
            && target.kind() == "aws_iam_role"
            && matches!(target.attribute, "name" | "id" | "unique_id")
        {
            let edits = match target.is_direct {
                true => vec![Edit::replace(target.attribute_span, "arn")],
                false => Vec::new(),
            };
            let message = "the ARN of the role is wanted";
            let found = checker.report_at("IG_DEPLOY_704", block, body, "role", message);
            found.fix(
                Safety::Safe,
                format!("use `{}.arn`", address_of(target.block)),
                edits,
            );
        }
        if let Some(role) = role_in(checker, body, "role") {
            if is_assumed_by(checker, role, "lambda.amazonaws.com") == Some(false) {
                let message = format!("Lambda may not assume `{}`", address_of(role));
                let edits = trust(checker, role, "lambda.amazonaws.com");
                let found = checker.report_at("IG_DEPLOY_703", block, body, "role", message);
                found.fix(
                    Safety::Likely,
                    "let `lambda.amazonaws.com` assume the role",
                    edits,
                );
            }
            if !checker.is_absent(body, "vpc_config")
                && checker.is_present_block(body, "vpc_config")
            {
                need(
                    checker,
                    "IG_DEPLOY_705",
                    block,
                    role,
                    &NETWORK,
                    "create network interfaces",
                );
            } else {
                need(checker, "IG_DEPLOY_718", block, role, &LOGS, "write logs");
            }
        }
        for dead in body.blocks_of("dead_letter_config") {
            dead_letters(checker, block, dead);
        }
        environment(checker, block);
        if checker
            .number(body, "reserved_concurrent_executions")
            .is_some_and(|it| it > 0.0)
            && !checker.options.request.contains("concurren")
        {
            let edits = checker.remove(body, "reserved_concurrent_executions");
            let message = "a new account has no concurrency to reserve";
            let found = checker.report_at(
                "IG_DEPLOY_708",
                block,
                body,
                "reserved_concurrent_executions",
                message,
            );
            found.fix(Safety::Suggestion, "reserve no concurrency", edits);
        }
        if let Some(layers) = checker.items_in(body, "layers")
            && layers.len() > LAYERS_MAX
        {
            let message = format!("a function has {LAYERS_MAX} layers at most");
            checker.report_at("IG_DEPLOY_711", block, body, "layers", message);
        }
    }
}

/// Checks that a function may send what fails to its queue or topic.
fn dead_letters<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block, dead: &'m Block) {
    let Some(role) = role_in(checker, &block.body, "role") else {
        return;
    };
    let Some(target) = checker.target_in(&dead.body, "target_arn") else {
        return;
    };
    let right = match target.kind() {
        "aws_sqs_queue" => Right {
            name: "sqs-send",
            action: "sqs:SendMessage",
        },
        "aws_sns_topic" => Right {
            name: "sns-publish",
            action: "sns:Publish",
        },
        _ => return,
    };
    if has_right(checker, role, &right) != Some(false) {
        return;
    }
    let (address, receiver) = (address_of(role), address_of(target.block));
    let name = checker.new_name("aws_iam_role_policy", name_of(target.block));
    let text = format!(
        "resource \"aws_iam_role_policy\" \"{name}\" {{\n  role = {address}.name\n\n  policy = jsonencode({{\n    Version = \"2012-10-17\"\n    Statement = [{{\n      Effect   = \"Allow\"\n      Action   = \"{}\"\n      Resource = {receiver}.arn\n    }}]\n  }})\n}}",
        right.action
    );
    let mut edits = checker.after(role, &text);
    edits.extend(checker.depend(block, &format!("aws_iam_role_policy.{name}")));
    let message = format!("`{address}` may not send to `{receiver}`");
    let found = checker.report("IG_DEPLOY_709", block, dead.header, message);
    found.fix(
        Safety::Likely,
        format!("let the role send to `{receiver}`"),
        edits,
    );
}

/// Checks that a role has a right, and attaches the managed policy that gives it.
fn need<'m>(
    checker: &mut Checker<'_, 'm>,
    id: &'static str,
    block: &'m Block,
    role: &'m Block,
    (right, managed): &(Right, &str),
    what: &str,
) {
    if has_right(checker, role, right) != Some(false) {
        return;
    }
    let name = checker.new_name("aws_iam_role_policy_attachment", name_of(role));
    let address = address_of(role);
    let text = format!(
        "resource \"aws_iam_role_policy_attachment\" \"{name}\" {{\n  role       = {address}.name\n  policy_arn = \"arn:aws:iam::aws:policy/service-role/{managed}\"\n}}"
    );
    let mut edits = checker.after(role, &text);
    edits.extend(checker.depend(block, &format!("aws_iam_role_policy_attachment.{name}")));
    let message = format!("`{address}` has no right to {what}");
    let found = checker.report(id, block, block.header, message);
    found.fix(
        Safety::Likely,
        format!("attach {managed} to `{address}`"),
        edits,
    );
}

fn runtime<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let facts = checker.options.facts.unwrap_or(super::lookup::small());
    let Some(name) = checker.text(&block.body, "runtime") else {
        return;
    };
    let Some(known) = facts.runtime(&name) else {
        return;
    };
    let until = if known.refused_from.is_empty() {
        known.deprecated
    } else {
        known.refused_from
    };
    if until.is_empty() || until > facts.date() || checker.is_requested(&name) {
        return;
    }
    let end = name.find(|c: char| !c.is_ascii_alphabetic());
    let language = &name[..end.unwrap_or(name.len())];
    let successor = admitted(language).unwrap_or(known.successor);
    let edits = match successor {
        "" => Vec::new(),
        it => checker.replace_literal(&block.body, "runtime", it),
    };
    let message = format!("AWS creates no functions with `{name}` since {until}");
    let found = checker.report_at("IG_DEPLOY_701", block, &block.body, "runtime", message);
    found.fix(
        Safety::Likely,
        format!("use the runtime {successor}"),
        edits,
    );
}

/// Returns a runtime of a language that AWS creates functions with.
pub(super) fn admitted(language: &str) -> Option<&'static str> {
    let mut runtimes = ADMITTED.iter();
    runtimes.find(|it| it.starts_with(language)).copied()
}

fn environment<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    for nested in block.body.blocks_of("environment") {
        let Some(variables) = nested.body.attribute("variables") else {
            continue;
        };
        let mut entries: Vec<&crate::hcl::Entry> = Vec::new();
        match variables.value.call() {
            Some(("merge", parts)) => {
                entries.extend(parts.iter().filter_map(|it| it.entries()).flatten());
            }
            _ => entries.extend(variables.value.entries().unwrap_or_default()),
        }
        for it in entries {
            let Some(key) = it.key_name().filter(|it| RESERVED.contains(it)) else {
                continue;
            };
            let edits = vec![edit::remove(checker.index.module, it.span)];
            let message = format!("Lambda sets `{key}` itself");
            let found = checker.report("IG_DEPLOY_706", block, it.span, message);
            found.fix(Safety::Safe, format!("remove `{key}`"), edits);
        }
        if let Value::Object(entries) = checker.index.value(&variables.value) {
            let size = |(key, value): &(String, Value)| {
                key.len() + value.to_text().map_or(0, |it| it.len())
            };
            let bytes: usize = entries.iter().map(size).sum();
            if bytes > ENVIRONMENT_BYTES_MAX {
                let message = format!(
                    "the variables have {bytes} bytes, at most {ENVIRONMENT_BYTES_MAX} are possible"
                );
                checker.report("IG_DEPLOY_707", block, variables.span, message);
            }
        }
    }
}

fn sources(checker: &mut Checker) {
    for block in checker.created("aws_lambda_event_source_mapping") {
        let body = &block.body;
        let Some(source) = checker.target_in(body, "event_source_arn") else {
            continue;
        };
        let function = checker
            .target_in(body, "function_name")
            .filter(|it| it.kind() == "aws_lambda_function");
        let role = function.and_then(|it| role_in(checker, &it.block.body, "role"));
        match source.kind() {
            "aws_sqs_queue" => {
                if let Some(function) = function {
                    visibility(checker, block, source.block, function.block);
                }
                if checker.is_present(body, "starting_position") {
                    let edits = checker.remove(body, "starting_position");
                    let message = "a queue has no position to start at";
                    let found = checker.report_at(
                        "IG_DEPLOY_713",
                        block,
                        body,
                        "starting_position",
                        message,
                    );
                    found.fix(Safety::Safe, "remove `starting_position`", edits);
                }
                let batch = checker.number(body, "batch_size").unwrap_or(0.0);
                let is_fifo = checker.flag_or(&source.block.body, "fifo_queue", false);
                let waits = !checker.is_absent(body, "maximum_batching_window_in_seconds");
                if batch > 10.0 && (is_fifo == Some(true) || is_fifo == Some(false) && !waits) {
                    let edits = match body.attribute("batch_size") {
                        Some(it) => checker.replace(&it.value, "10"),
                        None => Vec::new(),
                    };
                    let message = "a batch of more than 10 messages needs a window, and FIFO queues have none";
                    let found =
                        checker.report_at("IG_DEPLOY_716", block, body, "batch_size", message);
                    found.fix(Safety::Likely, "take batches of 10 messages", edits);
                }
                if let Some(role) = role {
                    need(
                        checker,
                        "IG_DEPLOY_717",
                        block,
                        role,
                        &QUEUE,
                        "receive messages",
                    );
                }
            }
            "aws_dynamodb_table" => {
                if source.attribute == "arn" {
                    let edits = match source.is_direct {
                        true => vec![Edit::replace(source.attribute_span, "stream_arn")],
                        false => Vec::new(),
                    };
                    let message = "the ARN of the stream is wanted, not that of the table";
                    let found = checker.report_at(
                        "IG_DEPLOY_714",
                        block,
                        body,
                        "event_source_arn",
                        message,
                    );
                    found.fix(
                        Safety::Safe,
                        format!("use `{}.stream_arn`", address_of(source.block)),
                        edits,
                    );
                }
                if checker.flag_or(&source.block.body, "stream_enabled", false) == Some(false) {
                    let table = source.block;
                    let mut edits = match table.body.attribute("stream_enabled") {
                        Some(it) => checker.replace(&it.value, "true"),
                        None => edit::insert(checker.index.module, table, "stream_enabled = true"),
                    };
                    if checker.is_absent(&table.body, "stream_view_type") {
                        edits = match table.body.attribute("stream_enabled") {
                            Some(it) => checker.replace(
                                &it.value,
                                "true\n  stream_view_type = \"NEW_AND_OLD_IMAGES\"",
                            ),
                            None => edit::insert(
                                checker.index.module,
                                table,
                                "stream_enabled   = true\nstream_view_type = \"NEW_AND_OLD_IMAGES\"",
                            ),
                        };
                    }
                    let message = format!("`{}` has no stream", address_of(table));
                    let found = checker.report_at(
                        "IG_DEPLOY_715",
                        block,
                        body,
                        "event_source_arn",
                        message,
                    );
                    found.fix(Safety::Likely, "give the table a stream", edits);
                }
                position(checker, block);
                if let Some(role) = role {
                    need(
                        checker,
                        "IG_DEPLOY_717",
                        block,
                        role,
                        &STREAM,
                        "read the stream",
                    );
                }
            }
            "aws_kinesis_stream" => {
                position(checker, block);
                if let Some(role) = role {
                    need(
                        checker,
                        "IG_DEPLOY_717",
                        block,
                        role,
                        &KINESIS,
                        "read the stream",
                    );
                }
            }
            _ => {}
        }
    }
}

fn position<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    if checker.is_absent(&block.body, "starting_position") {
        let edits = checker.set(block, &["starting_position"], "\"LATEST\"");
        let message = "a stream is read from a position";
        let found = checker.report("IG_DEPLOY_719", block, block.header, message);
        found.fix(Safety::Safe, "start at the latest record", edits);
    }
}

/// Checks that a message stays hidden while the function works on it.
fn visibility<'m>(
    checker: &mut Checker<'_, 'm>,
    block: &'m Block,
    queue: &'m Block,
    function: &'m Block,
) {
    let number = |value: Value, default: f64| match value {
        Value::Null => Some(default),
        value => value.to_number(),
    };
    let hidden = number(
        checker.value(&queue.body, "visibility_timeout_seconds"),
        30.0,
    );
    let timeout = number(checker.value(&function.body, "timeout"), 3.0);
    let (Some(hidden), Some(timeout)) = (hidden, timeout) else {
        return;
    };
    if hidden >= timeout {
        return;
    }
    // Six times the timeout, as AWS recommends; a queue hides a message for 12 hours at most.
    let seconds = (timeout * 6.0).min(43_200.0);
    let edits = checker.set(
        queue,
        &["visibility_timeout_seconds"],
        &format!("{seconds}"),
    );
    let message =
        format!("the queue hides a message for {hidden} s, and the function has {timeout} s");
    let found = checker.report("IG_DEPLOY_712", block, block.header, message);
    found.fix(
        Safety::Likely,
        format!("hide messages for {seconds} s"),
        edits,
    );
}

/// Returns whether a service may call a function; None if that is unknown.
fn is_called_by(checker: &Checker, function: &Block, service: &str) -> Option<bool> {
    if checker.is_completed_elsewhere(function) {
        return None;
    }
    let grants = checker.children("aws_lambda_permission", "function_name", function)?;
    let mut is_unknown = false;
    for grant in grants {
        match checker.text(&grant.body, "principal") {
            Some(name) if name == service || name == "*" => return Some(true),
            Some(_) => {}
            None => is_unknown = true,
        }
    }
    // A permission can name the function by its text.
    let named = checker.declared("aws_lambda_permission");
    let is_elsewhere = named
        .iter()
        .any(|it| checker.target_in(&it.body, "function_name").is_none());
    (!is_unknown && !is_elsewhere).then_some(false)
}

fn allow_call<'m>(
    checker: &mut Checker<'_, 'm>,
    id: &'static str,
    block: &'m Block,
    function: &'m Block,
    service: &str,
    source: Option<&str>,
) {
    if !function.is_single() || is_called_by(checker, function, service) != Some(false) {
        return;
    }
    let short = service.split('.').next().unwrap_or_default();
    let name = checker.new_name("aws_lambda_permission", short);
    let text = permission(&name, function, service, source);
    let edits = checker.after(function, &text);
    let address = address_of(function);
    let message = format!("{short} may not call `{address}`");
    let found = checker.report(id, block, block.header, message);
    found.fix(
        Safety::Likely,
        format!("let {short} call `{address}`"),
        edits,
    );
}

fn apis(checker: &mut Checker) {
    for block in checker.created("aws_api_gateway_integration") {
        let body = &block.body;
        let Some(target) = checker
            .target_in(body, "uri")
            .filter(|it| it.kind() == "aws_lambda_function")
        else {
            continue;
        };
        if target.attribute == "arn" {
            let edits = match target.is_direct {
                true => vec![Edit::replace(target.attribute_span, "invoke_arn")],
                false => Vec::new(),
            };
            let message = "API Gateway calls a function by its `invoke_arn`";
            let found = checker.report_at("IG_DEPLOY_720", block, body, "uri", message);
            found.fix(
                Safety::Safe,
                format!("use `{}.invoke_arn`", address_of(target.block)),
                edits,
            );
        }
        let method = checker.text(body, "integration_http_method");
        if let Some(method) = method.filter(|it| it != "POST") {
            let edits = match body.attribute("integration_http_method") {
                // The method of the API is that of the caller.
                Some(it)
                    if it.value.literal_text().is_some()
                        || checker.target(&it.value).is_some_and(|it| {
                            it.kind() == "aws_api_gateway_method" && it.attribute == "http_method"
                        }) =>
                {
                    checker.replace(&it.value, "\"POST\"")
                }
                _ => Vec::new(),
            };
            let message = format!("a function is called with POST, not with {method}");
            let found = checker.report_at(
                "IG_DEPLOY_721",
                block,
                body,
                "integration_http_method",
                message,
            );
            found.fix(Safety::Safe, "call the function with POST", edits);
        }
        let source = checker.target_in(body, "rest_api_id");
        let source = source.map(|it| format!("\"${{{}.execution_arn}}/*\"", address_of(it.block)));
        allow_call(
            checker,
            "IG_DEPLOY_722",
            block,
            target.block,
            "apigateway.amazonaws.com",
            source.as_deref(),
        );
    }
    for block in checker.created("aws_apigatewayv2_integration") {
        let target = checker.target_in(&block.body, "integration_uri");
        if let Some(target) = target.filter(|it| it.kind() == "aws_lambda_function") {
            let source = checker.target_in(&block.body, "api_id");
            let source =
                source.map(|it| format!("\"${{{}.execution_arn}}/*\"", address_of(it.block)));
            allow_call(
                checker,
                "IG_DEPLOY_722",
                block,
                target.block,
                "apigateway.amazonaws.com",
                source.as_deref(),
            );
        }
    }
    for block in checker.created("aws_api_gateway_deployment") {
        let Some(api) = checker.target_in(&block.body, "rest_api_id") else {
            continue;
        };
        if !checker.is_absent(&api.block.body, "body") {
            continue;
        }
        let Some(integrations) =
            checker.children("aws_api_gateway_integration", "rest_api_id", api.block)
        else {
            continue;
        };
        if integrations.is_empty() {
            let elsewhere = checker.is_completed_elsewhere(api.block)
                || !checker.declared("aws_api_gateway_rest_api_put").is_empty();
            if !elsewhere {
                let message = format!(
                    "`{}` has no method with an integration",
                    address_of(api.block)
                );
                checker.report("IG_DEPLOY_724", block, block.header, message);
            }
            continue;
        }
        let open: Vec<String> = integrations
            .into_iter()
            .filter(|it| !checker.depends(block, it))
            .map(address_of)
            .collect();
        if !open.is_empty() {
            let edits = match block.body.attribute("depends_on") {
                None => checker.set(
                    block,
                    &["depends_on"],
                    &format!("[\n    {},\n  ]", open.join(",\n    ")),
                ),
                Some(_) => checker.depend(block, &open.join(", ")),
            };
            let message = format!("the API can be deployed before `{}`", open[0]);
            let found = checker.report("IG_DEPLOY_723", block, block.header, message);
            found.fix(Safety::Safe, "deploy the API after its integrations", edits);
        }
    }
    let has_account = !checker.declared("aws_api_gateway_account").is_empty();
    for block in checker.created("aws_api_gateway_stage") {
        let logs = block.body.blocks_of("access_log_settings").next();
        if let Some(logs) =
            logs.filter(|_| !has_account && checker.options.is_whole && checker.options.is_root)
        {
            let message = "logs need a role in the settings of the account, which `aws_api_gateway_account` sets";
            checker.report("IG_DEPLOY_725", block, logs.header, message);
        }
    }
    for block in checker.created("aws_api_gateway_method_settings") {
        for settings in block.body.blocks_of("settings") {
            let level = checker
                .text(&settings.body, "logging_level")
                .unwrap_or_default();
            let is_logged = matches!(level.as_str(), "INFO" | "ERROR");
            if is_logged && !has_account && checker.options.is_whole && checker.options.is_root {
                let message = "logs need a role in the settings of the account, which `aws_api_gateway_account` sets";
                checker.report("IG_DEPLOY_725", block, settings.header, message);
            }
        }
    }
}

fn rules(checker: &mut Checker) {
    for (kind, is_scheduler) in [
        ("aws_cloudwatch_event_rule", false),
        ("aws_scheduler_schedule", true),
    ] {
        for block in checker.created(kind) {
            let Some(text) = checker.text(&block.body, "schedule_expression") else {
                continue;
            };
            if let Err((message, better)) = schedule(&text, is_scheduler) {
                let value = block
                    .body
                    .attribute("schedule_expression")
                    .map(|it| &it.value);
                let edits = match (value, better.as_deref()) {
                    (Some(value), Some(better)) if value.literal_text().is_some() => {
                        checker.replace(value, quote(better))
                    }
                    _ => Vec::new(),
                };
                let found = checker.report_at(
                    "IG_DEPLOY_726",
                    block,
                    &block.body,
                    "schedule_expression",
                    message,
                );
                found.fix(
                    Safety::Safe,
                    format!("write `{}`", better.unwrap_or_default()),
                    edits,
                );
            }
        }
    }
    for block in checker.created("aws_cloudwatch_event_target") {
        let Some(target) = checker.target_in(&block.body, "arn") else {
            continue;
        };
        let rule = checker
            .target_in(&block.body, "rule")
            .filter(|it| it.kind() == "aws_cloudwatch_event_rule");
        match target.kind() {
            "aws_lambda_function" => {
                let source = rule.map(|it| format!("{}.arn", address_of(it.block)));
                allow_call(
                    checker,
                    "IG_DEPLOY_727",
                    block,
                    target.block,
                    "events.amazonaws.com",
                    source.as_deref(),
                );
            }
            "aws_sqs_queue" => admit(
                checker,
                "IG_DEPLOY_728",
                block,
                target.block,
                "aws_sqs_queue_policy",
                "queue_url",
                "events.amazonaws.com",
            ),
            "aws_sns_topic" => admit(
                checker,
                "IG_DEPLOY_728",
                block,
                target.block,
                "aws_sns_topic_policy",
                "arn",
                "events.amazonaws.com",
            ),
            "aws_sfn_state_machine"
            | "aws_ecs_cluster"
            | "aws_kinesis_stream"
            | "aws_kinesis_firehose_delivery_stream"
            | "aws_batch_job_queue"
            | "aws_codebuild_project"
            | "aws_codepipeline"
            | "aws_cloudwatch_event_api_destination"
                if checker.is_absent(&block.body, "role_arn") =>
            {
                let message = format!(
                    "EventBridge starts `{}` with a role",
                    address_of(target.block)
                );
                checker.report("IG_DEPLOY_729", block, block.header, message);
            }
            _ => {}
        }
    }
}

/// Checks that a queue or a topic lets a service send to it.
fn admit<'m>(
    checker: &mut Checker<'_, 'm>,
    id: &'static str,
    block: &'m Block,
    receiver: &'m Block,
    kind: &str,
    argument: &str,
    service: &str,
) {
    if checker.is_completed_elsewhere(receiver) {
        return;
    }
    let Some(policies) = checker.children(kind, argument, receiver) else {
        return;
    };
    let mut bodies: Vec<_> = policies.iter().map(|it| &it.body).collect();
    if !checker.is_absent(&receiver.body, "policy") {
        bodies.push(&receiver.body);
    }
    let mut is_admitted = false;
    for body in bodies {
        is_admitted |= statements_in(checker, body, "policy")
            .and_then(|it| admits_service(&it, service))
            .unwrap_or(true);
    }
    if !is_admitted {
        let address = address_of(receiver);
        let message = format!("`{address}` does not let `{service}` send to it");
        let edits = match sending(checker, kind, argument, receiver, service) {
            Some((_, text)) => checker.after(receiver, &text),
            None => Vec::new(),
        };
        let found = checker.report(id, block, block.header, message);
        found.fix(
            Safety::Likely,
            format!("let `{service}` send to `{address}`"),
            edits,
        );
    }
}

/// Returns the address and the text of a policy that lets a service send to a queue or a topic.
///
/// None if the receiver has a policy, since another one replaces it.
pub(super) fn sending(
    checker: &Checker,
    kind: &str,
    argument: &str,
    receiver: &Block,
    service: &str,
) -> Option<(String, String)> {
    let policies = checker.children(kind, argument, receiver)?;
    let has_own = receiver.body.attribute("policy").is_some();
    if !policies.is_empty() || has_own || !receiver.is_single() {
        return None;
    }
    let (address, name) = (
        address_of(receiver),
        checker.new_name(kind, name_of(receiver)),
    );
    let (action, value) = match kind {
        "aws_sqs_queue_policy" => ("sqs:SendMessage", format!("{address}.id")),
        _ => ("sns:Publish", format!("{address}.arn")),
    };
    let text = format!(
        "resource \"{kind}\" \"{name}\" {{\n  {argument} = {value}\n\n  policy = jsonencode({{\n    Version = \"2012-10-17\"\n    Statement = [{{\n      Effect    = \"Allow\"\n      Principal = {{ Service = \"{service}\" }}\n      Action    = \"{action}\"\n      Resource  = {address}.arn\n    }}]\n  }})\n}}"
    );
    Some((format!("{kind}.{name}"), text))
}

/// Returns why a schedule is not valid, and what it probably means.
///
/// Source: Amazon EventBridge User Guide, Setting a schedule pattern, read 2026-11.
fn schedule(text: &str, is_scheduler: bool) -> Result<(), (String, Option<String>)> {
    let inner = |name: &str| {
        let rest = text.strip_prefix(name)?.strip_prefix('(')?;
        rest.strip_suffix(')')
    };
    if let Some(rate) = inner("rate") {
        let words: Vec<&str> = rate.split_whitespace().collect();
        let [count, unit] = words[..] else {
            return Err((format!("`{text}` has no number and unit"), None));
        };
        let Ok(number) = count.parse::<u32>() else {
            return Err((format!("`{count}` is no number of a rate"), None));
        };
        let single = unit.trim_end_matches('s');
        if !matches!(single, "minute" | "hour" | "day") {
            return Err((format!("`{unit}` is no unit of a rate"), None));
        }
        let right = if number == 1 {
            single.to_owned()
        } else {
            format!("{single}s")
        };
        if number == 0 {
            return Err(("a rate is 1 at least".to_owned(), None));
        }
        if unit != right && !is_scheduler {
            let better = format!("rate({number} {right})");
            return Err((format!("the unit of `{text}` is `{right}`"), Some(better)));
        }
        return Ok(());
    }
    if text.starts_with("at(") && is_scheduler {
        return Ok(());
    }
    let (fields, is_bare) = match inner("cron") {
        Some(fields) => (fields, false),
        None => (text, true),
    };
    let words: Vec<&str> = fields.split_whitespace().collect();
    let better = |words: &[&str]| {
        let mut words: Vec<String> = words.iter().map(|it| (*it).to_owned()).collect();
        if words.len() == 5 {
            words.push("*".to_owned());
        }
        if words.len() != 6 {
            return None;
        }
        // A day of the week as a number counts from 1 here, and from 0 in other crons.
        match (words[2].as_str(), words[4].as_str()) {
            ("*", "*") => words[4] = "?".to_owned(),
            ("?", "?") => return None,
            ("*", _) => words[2] = "?".to_owned(),
            (_, "*") => words[4] = "?".to_owned(),
            _ => {}
        }
        let is_numbered = words[4].bytes().any(|it| it.is_ascii_digit());
        let has_one = (words[2] == "?") != (words[4] == "?");
        (has_one && !(is_numbered && (is_bare || words.len() == 5)))
            .then(|| format!("cron({})", words.join(" ")))
    };
    if is_bare {
        return Err((
            format!("`{text}` is neither `rate(…)` nor `cron(…)`"),
            better(&words),
        ));
    }
    if words.len() != 6 {
        return Err((
            format!("`{text}` has {} fields, not 6", words.len()),
            better(&words),
        ));
    }
    if (words[2] == "?") == (words[4] == "?") {
        let message = format!("one of the two days of `{text}` is `?`");
        return Err((message, better(&words)));
    }
    Ok(())
}

fn queues(checker: &mut Checker) {
    for (kind, argument) in [
        ("aws_sqs_queue", "fifo_queue"),
        ("aws_sns_topic", "fifo_topic"),
    ] {
        for block in checker.created(kind) {
            let (Some(name), Some(is_fifo)) = (
                checker.text(&block.body, "name"),
                checker.flag_or(&block.body, argument, false),
            ) else {
                continue;
            };
            let has_ending = name.ends_with(".fifo");
            if has_ending == is_fifo {
                continue;
            }
            let value = block.body.attribute("name").map(|it| &it.value);
            let (message, edits) = match (is_fifo, value) {
                (true, Some(value)) if value.literal_text().is_some() => (
                    format!("the name `{name}` does not end with `.fifo`"),
                    checker.replace(value, quote(&format!("{name}.fifo"))),
                ),
                (true, Some(value)) => (
                    format!("the name `{name}` does not end with `.fifo`"),
                    match &value.kind {
                        ExpressionKind::Template { heredoc: false, .. } => {
                            vec![Edit::insert(value.span.end - 1, ".fifo")]
                        }
                        ExpressionKind::Template { .. } => Vec::new(),
                        _ => {
                            let text = checker.index.text(value);
                            checker.replace(value, format!("\"${{{text}}}.fifo\""))
                        }
                    },
                ),
                (true, None) => continue,
                (false, _) => (
                    format!("`{name}` ends with `.fifo`"),
                    checker.set(block, &[argument], "true"),
                ),
            };
            let found = checker.report_at("IG_DEPLOY_730", block, &block.body, "name", message);
            found.fix(Safety::Likely, "write name and kind alike", edits);
        }
    }
    for block in checker.created("aws_sqs_queue") {
        let Some(attribute) = block.body.attribute("redrive_policy") else {
            continue;
        };
        let Some(("jsonencode", [object])) = attribute.value.call() else {
            continue;
        };
        let Some(target) = object
            .entry("deadLetterTargetArn")
            .and_then(|it| checker.target(it))
        else {
            continue;
        };
        let kinds = (
            checker.flag_or(&block.body, "fifo_queue", false),
            checker.flag_or(&target.block.body, "fifo_queue", false),
        );
        if let (Some(one), Some(other)) = kinds
            && one != other
            && target.kind() == "aws_sqs_queue"
        {
            let message = format!(
                "`{}` is not of the same kind, FIFO or standard",
                address_of(target.block)
            );
            checker.report("IG_DEPLOY_731", block, attribute.span, message);
        }
    }
}

fn subscriptions(checker: &mut Checker) {
    for block in checker.created("aws_sns_topic_subscription") {
        let Some(target) = checker.target_in(&block.body, "endpoint") else {
            continue;
        };
        let source = checker
            .target_in(&block.body, "topic_arn")
            .filter(|it| it.kind() == "aws_sns_topic");
        let source = source.map(|it| format!("{}.arn", address_of(it.block)));
        match target.kind() {
            "aws_lambda_function" => {
                allow_call(
                    checker,
                    "IG_DEPLOY_732",
                    block,
                    target.block,
                    "sns.amazonaws.com",
                    source.as_deref(),
                );
            }
            "aws_sqs_queue" => {
                admit(
                    checker,
                    "IG_DEPLOY_733",
                    block,
                    target.block,
                    "aws_sqs_queue_policy",
                    "queue_url",
                    "sns.amazonaws.com",
                );
            }
            _ => {}
        }
    }
}

fn machines(checker: &mut Checker) {
    for block in checker.created("aws_sfn_state_machine") {
        let Some(attribute) = block.body.attribute("definition") else {
            continue;
        };
        let Some(value) = super::policy::policy(checker, &attribute.value) else {
            continue;
        };
        if let Some(role) = role_in(checker, &block.body, "role_arn")
            && is_assumed_by(checker, role, "states.amazonaws.com") == Some(false)
        {
            let message = format!("Step Functions may not assume `{}`", address_of(role));
            let edits = trust(checker, role, "states.amazonaws.com");
            let found = checker.report_at("IG_DEPLOY_735", block, &block.body, "role_arn", message);
            found.fix(
                Safety::Likely,
                "let `states.amazonaws.com` assume the role",
                edits,
            );
        }
        let Some(Value::Object(states)) = value.get("States") else {
            continue;
        };
        let has = |name: &str| states.iter().any(|(it, _)| it == name);
        let mut missing = None;
        match value.get("StartAt") {
            None => missing = Some("the definition has no `StartAt`".to_owned()),
            Some(Value::Text(name)) if !has(name) => {
                missing = Some(format!("no state is named `{name}`"))
            }
            Some(_) => {}
        }
        for (_, state) in states {
            if let Some(Value::Text(name)) = state.get("Next")
                && !has(name)
            {
                missing.get_or_insert(format!("no state is named `{name}`"));
            }
        }
        if let Some(message) = missing {
            checker.report("IG_DEPLOY_734", block, attribute.span, message);
        }
    }
}

fn streams(checker: &mut Checker) {
    for block in checker.created("aws_kinesis_stream") {
        let mode = match checker.nested(&block.body, "stream_mode_details") {
            None => continue,
            Some(blocks) => match blocks.first() {
                None => "PROVISIONED".to_owned(),
                Some(it) => match checker.text(&it.body, "stream_mode") {
                    Some(mode) => mode,
                    None => continue,
                },
            },
        };
        match mode.as_str() {
            "ON_DEMAND" if checker.is_present(&block.body, "shard_count") => {
                let edits = checker.remove(&block.body, "shard_count");
                let message = "a stream on demand has no number of shards";
                let found =
                    checker.report_at("IG_DEPLOY_736", block, &block.body, "shard_count", message);
                found.fix(Safety::Safe, "remove `shard_count`", edits);
            }
            "PROVISIONED" if checker.is_absent(&block.body, "shard_count") => {
                let edits = checker.set(block, &["shard_count"], "1");
                let message = "a provisioned stream states its number of shards";
                let found = checker.report("IG_DEPLOY_736", block, block.header, message);
                found.fix(Safety::Likely, "give the stream one shard", edits);
            }
            _ => {}
        }
    }
}

fn alarms(checker: &mut Checker) {
    for block in checker.created("aws_cloudwatch_metric_alarm") {
        for name in ["alarm_actions", "ok_actions", "insufficient_data_actions"] {
            let list = block.body.attribute(name).and_then(|it| it.value.items());
            for item in list.unwrap_or_default() {
                let topic = checker
                    .target(item)
                    .filter(|it| it.kind() == "aws_sns_topic");
                let Some(topic) = topic.map(|it| it.block) else {
                    continue;
                };
                let key = checker.text(&topic.body, "kms_master_key_id");
                if key.as_deref() == Some("alias/aws/sns") {
                    let topic = address_of(topic);
                    let message = format!("CloudWatch may not use the key `aws/sns` of `{topic}`");
                    checker.report("IG_DEPLOY_739", block, item.span, message);
                }
            }
        }
        let Some(period) = checker.number(&block.body, "period") else {
            continue;
        };
        if period == 10.0
            || period == 20.0
            || period == 30.0
            || period > 0.0 && period % 60.0 == 0.0
        {
            continue;
        }
        let better = (period / 60.0).ceil().max(1.0) * 60.0;
        let edits = match block.body.attribute("period") {
            Some(it) => checker.replace(&it.value, format!("{better}")),
            None => Vec::new(),
        };
        let message =
            format!("a period of {period} s is neither 10, 20 nor 30 s nor whole minutes");
        let found = checker.report_at("IG_DEPLOY_737", block, &block.body, "period", message);
        found.fix(Safety::Likely, format!("use a period of {better} s"), edits);
    }
}
