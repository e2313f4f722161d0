//! Writes functions, APIs, queues and topics.

use super::draft::{ModuleBuilder, code, heredoc, text, vars};
use super::stores::instance_names;
use crate::intent::{Item, Link, ParsedRequest, Service};
use crate::template::sections;

const FUNCTION: &str = include_str!("function.tf");
/// Initial code of functions by the name of its file.
const CODE: &str = include_str!("function.txt");
const SCHEDULE: &str = include_str!("schedule.tf");
const API: &str = include_str!("api.tf");
const QUEUE: &str = include_str!("queue.tf");
const TOPIC: &str = include_str!("topic.tf");
const ONCE: &str = "Of equal messages within 5 minutes only the first is delivered.";
const TOPIC_QUEUE: &str = include_str!("topic_queue.tf");
const EMAIL: &str = include_str!("email.tf");

/// Runtimes of Lambda that a request can name, and what it calls them.
const RUNTIMES: &[(&str, &str)] = &[
    ("python", "python3.13"),
    ("python3.13", "python3.13"),
    ("python3.12", "python3.12"),
    ("python3.11", "python3.11"),
    ("node", "nodejs22.x"),
    ("nodejs22.x", "nodejs22.x"),
    ("nodejs20.x", "nodejs20.x"),
];

/// Writes the resources; `None` if the request is impossible.
pub(super) fn write(request: &ParsedRequest, draft: &mut ModuleBuilder) -> Option<()> {
    let api = request.items_of(Service::Api).next();
    let function = request.items_of(Service::Function).next();
    match (api, function) {
        (Some(api), None) if !api.has("serverless") => return None,
        (None, None) => {}
        (api, function) => {
            let usual;
            let function = match function {
                Some(function) => function,
                None => {
                    usual = Item {
                        service: Service::Function,
                        names: Vec::new(),
                        settings: Vec::new(),
                        ..api?.clone()
                    };
                    &usual
                }
            };
            write_function(function, request, draft)?;
            if let Some(api) = api {
                let name = api.names.first().map_or("api", String::as_str);
                draft.write(API, "api", "api", &vars([("name", text(name))]));
                draft.output(
                    "api_url",
                    "Address of the API",
                    "aws_apigatewayv2_stage.api.invoke_url",
                );
                draft.assume("Anyone can call the API: no authentication was requested.");
            }
        }
    }
    let mut queues = Vec::new();
    for item in request.items_of(Service::Queue) {
        queues.extend(write_queues(item, draft));
    }
    for item in request.items_of(Service::Topic) {
        write_topics(item, request, &mut queues, draft)?;
    }
    Some(())
}

fn write_function(item: &Item, request: &ParsedRequest, draft: &mut ModuleBuilder) -> Option<()> {
    let asked = item.get("runtime").unwrap_or("python");
    let (_, runtime) = RUNTIMES.iter().find(|(name, _)| *name == asked)?;
    let (file, handler) = match runtime.starts_with("python") {
        true => ("main.py", "main.handler"),
        false => ("index.mjs", "index.handler"),
    };
    let (_, body) = sections(CODE).find(|(name, _)| *name == file)?;
    let memory: u32 = item.get("memory").unwrap_or("128").parse().ok()?;
    if !(128..=10_240).contains(&memory) {
        return None;
    }
    draft.assume_without(item, "runtime", "The function is written in Python.");
    draft.assume("The code of the function is a placeholder that answers `ok`.");
    let name = item.names.first().map_or("function", String::as_str);
    let mut values = vars([
        ("name", text(name)),
        ("runtime", text(*runtime)),
        ("file", text(file)),
        ("handler", text(handler)),
        ("code", heredoc(body.trim_end())),
        ("memory", code(memory)),
        ("timeout", code(item.get("timeout").unwrap_or("10"))),
    ]);
    let tables: Vec<String> = request
        .items_of(Service::Table)
        .flat_map(|item| instance_names(item, "table"))
        .collect();
    if let [table] = tables.as_slice() {
        let mut labels = ModuleBuilder::default();
        let label = labels.label("table", table);
        values.code("table", format!("aws_dynamodb_table.{label}.arn"));
        values.code("table_name", format!("aws_dynamodb_table.{label}.name"));
        draft.assume("The function may read and write the table.");
    } else if !tables.is_empty() {
        return None;
    }
    draft.write(FUNCTION, "function", "function", &values);
    if let Some(expression) = schedule(item)? {
        if item.has("daily") || item.has("oclock") {
            draft.assume("The time of the schedule is in UTC.");
        }
        draft.write(
            SCHEDULE,
            "schedule",
            "schedule",
            &vars([("name", text(name)), ("expression", text(expression))]),
        );
    }
    draft.output(
        "function_name",
        "Name of the function",
        "aws_lambda_function.function.function_name",
    );
    Some(())
}

/// Returns the schedule expression of a function; `None` if the request names no certain time.
fn schedule(item: &Item) -> Option<Option<String>> {
    const UNITS: &[(&str, &str)] = &[("days", "day"), ("hours", "hour"), ("minutes", "minute")];
    let mut expressions = UNITS.iter().filter_map(|(key, unit)| {
        let number = item.get(key)?;
        let plural = if number == "1" { "" } else { "s" };
        Some(format!("rate({number} {unit}{plural})"))
    });
    // `12` can be noon or midnight.
    let is_noon = item.get("oclock") == Some("12");
    let hour = match (item.get("daily"), item.get("oclock")) {
        (Some(_), Some(_)) => return None,
        (one, other) => one.or(other.filter(|_| !is_noon)),
    };
    let daily = hour.map(|hour| match item.get("weekday") {
        Some(day) => format!("cron(0 {hour} ? * {day} *)"),
        None => format!("cron(0 {hour} * * ? *)"),
    });
    if is_noon {
        return None;
    }
    // `daily` repeats what `daily at 6 am` says.
    let rate = expressions
        .next()
        .filter(|_| daily.is_none() || !item.has("days"));
    match (daily, rate, expressions.next()) {
        (None, None, _) => (!item.has("cron")).then_some(None),
        (Some(one), None, None) | (None, Some(one), None) => Some(Some(one)),
        _ => None,
    }
}

/// Writes queues and returns their labels.
fn write_queues(item: &Item, draft: &mut ModuleBuilder) -> Vec<String> {
    let mut labels = Vec::new();
    for name in instance_names(item, "queue") {
        let label = draft.label("queue", &name);
        let mut values = vars([
            ("name", text(name)),
            ("receives", code(item.get("receives").unwrap_or("5"))),
        ]);
        values.copy(item, &["fifo", "dead", "visibility", "delay"]);
        if item.has("fifo") {
            draft.assume(ONCE);
        }
        let days: Option<u32> = item.get("retention").and_then(|days| days.parse().ok());
        if let Some(days) = days {
            values.code("retention", days * 86_400);
        }
        draft.write(QUEUE, "queue", &label, &values);
        draft.output(
            &format!("{label}_url"),
            "Address of the queue",
            &format!("aws_sqs_queue.{label}.url"),
        );
        labels.push(label);
    }
    if item.has("dead") && !item.has("receives") {
        draft.assume("After 5 failed attempts a message goes to the dead-letter queue.");
    }
    labels
}

fn write_topics(
    item: &Item,
    request: &ParsedRequest,
    queues: &mut Vec<String>,
    draft: &mut ModuleBuilder,
) -> Option<()> {
    // The request links a topic and a queue instead of only naming both.
    let linked = request.items.windows(2).any(|pair| {
        matches!(pair, [a, b] if b.link != Link::And
            && [a.service, b.service].iter().all(|one| [Service::Topic, Service::Queue].contains(one)))
    });
    let subscribes = item.has("queue") || linked;
    if subscribes && queues.is_empty() {
        let usual = Item {
            service: Service::Queue,
            settings: Vec::new(),
            names: Vec::new(),
            count: 1,
            ..item.clone()
        };
        let fifo = item.has("fifo").then(|| ("fifo", "true".to_owned()));
        queues.extend(write_queues(
            &Item {
                settings: fifo.into_iter().collect(),
                ..usual
            },
            draft,
        ));
    }
    let is_fifo = |of: &Item| of.has("fifo");
    let mixed = subscribes
        && request
            .items_of(Service::Queue)
            .any(|queue| is_fifo(queue) != is_fifo(item));
    if mixed
        || item.has("fifo") && item.has("email")
        || subscribes && (request.items_of(Service::Topic).count() > 1 || item.count > 1)
    {
        return None;
    }
    for name in instance_names(item, "topic") {
        let label = draft.label("topic", &name);
        let mut values = vars([("name", text(name))]);
        values.copy(item, &["fifo", "email"]);
        if item.get("email") == Some("ask") {
            draft.once("email", EMAIL);
            values.code("email", "var.email");
        }
        if item.has("fifo") {
            draft.assume(ONCE);
        }
        draft.assume(
            "The topic uses the AWS managed key: alarms, EventBridge and S3 cannot publish to it.",
        );
        draft.write(TOPIC, "topic", &label, &values);
        draft.output(
            &format!("{label}_arn"),
            "ARN of the topic",
            &format!("aws_sns_topic.{label}.arn"),
        );
        if subscribes {
            for queue in queues.iter() {
                let link = vars([
                    ("topic", code(format!("aws_sns_topic.{label}.arn"))),
                    ("queue", code(format!("aws_sqs_queue.{queue}.arn"))),
                    ("url", code(format!("aws_sqs_queue.{queue}.url"))),
                ]);
                let name = draft.label("subscription", &format!("{label}_{queue}"));
                draft.write(TOPIC_QUEUE, "link", &name, &link);
            }
        }
    }
    Some(())
}
