//! Finds commands, requests and file accesses on the machine that runs Terraform.

use super::Author;
use super::reader::{Argument, Reader, for_each};
use crate::hcl::{Block, Body, ExpressionKind};

/// Functions that read files.
const READING: &[&str] = strings! {
    "file", "filebase64", "templatefile", "fileset", "filemd5", "filesha1", "filesha256",
    "filesha512", "filebase64sha256", "filebase64sha512", "fileexists",
};
/// Arguments that name a file to read: resource type and argument.
const READ_PATHS: &[(&str, &str)] = &[
    ("archive_file", "source_file"),
    ("archive_file", "source_dir"),
    ("aws_lambda_function", "filename"),
    ("aws_lambda_layer_version", "filename"),
    ("aws_s3_bucket_object", "source"),
    ("aws_s3_object", "source"),
    ("local_sensitive_file", "source"),
    ("local_file", "source"),
    ("tls_certificate", "content"),
];
/// Arguments that name a file to write: resource type and argument.
const WRITTEN_PATHS: &[(&str, &str)] = &[
    ("archive_file", "output_path"),
    ("local_file", "filename"),
    ("local_sensitive_file", "filename"),
];
/// Types that run a program.
const PROGRAMS: &[&str] = &[
    "external",
    "local_command",
    "shell_script",
    "shell_sensitive_script",
];
/// Beginnings of types that send requests.
const REQUESTS: &[&str] = &["http", "terracurl_", "curl", "restapi_", "httpclient_"];
/// Programs of cloud providers that print a token for a cluster.
const LOGINS: &[&str] = strings! {
    "aws", "aws-iam-authenticator", "gke-gcloud-auth-plugin", "gcloud", "kubelogin", "az", "doctl",
};
/// Parts of paths that are in the home directory or the system, wherever the path begins.
const PRIVATE_PATHS: &[&str] = strings! {
    "/.ssh/", "/.aws/", "/.kube/", "/.gnupg/", "/.docker/", "/.config/", "/.bash", "/.zsh",
    "/.profile", "/.netrc", "/.terraformrc", "/.terraform.d/", "/.git/", "/.npmrc", "/.pypirc",
    "/etc/", "/authorized_keys", "/crontab",
};

pub(super) fn find(reader: &mut Reader) {
    let module = reader.module;
    for block in module.blocks() {
        provisioners(reader, &block.body);
        let kind = block.type_name().unwrap_or_default();
        let runs = matches!(
            block.kind.text.as_str(),
            "data" | "resource" | "ephemeral" | "action"
        );
        if runs && PROGRAMS.contains(&kind) {
            let program = ["program", "command", "lifecycle_commands"];
            let program = program.into_iter().find_map(|it| block.body.attribute(it));
            let evidence = program.map_or("", |it| reader.source(it.span));
            reader.report("IG_SAFETY_103", block.span.start, evidence);
        }
        let sends = |begin: &str| match begin.ends_with('_') {
            true => kind.starts_with(begin),
            false => kind == begin,
        };
        if runs && REQUESTS.iter().any(|begin| sends(begin)) {
            let url = block.body.attribute("url").map(|it| reader.source(it.span));
            reader.report("IG_SAFETY_104", block.span.start, url.unwrap_or_default());
        }
        // The data sources of a check run at plan too.
        for data in block
            .body
            .blocks_of("data")
            .filter(|_| block.kind.text == "check")
        {
            check_data(reader, data);
        }
    }
    for argument in reader.arguments() {
        exec(reader, &argument);
        paths(reader, &argument);
    }
}

fn check_data(reader: &mut Reader, data: &Block) {
    match data.type_name() {
        Some("external") => reader.report("IG_SAFETY_103", data.span.start, "external"),
        Some("http") => {
            let url = data.body.attribute("url").map(|it| reader.source(it.span));
            reader.report("IG_SAFETY_104", data.span.start, url.unwrap_or_default());
        }
        _ => {}
    }
}

fn provisioners(reader: &mut Reader, body: &Body) {
    for nested in body.blocks() {
        let name = nested
            .labels
            .first()
            .map_or("", |label| label.text.as_str());
        if nested.kind.text == "provisioner"
            || (nested.kind.text == "dynamic" && name == "provisioner")
        {
            let id = match name {
                "remote-exec" | "file" => "IG_SAFETY_102",
                _ => "IG_SAFETY_101",
            };
            let shown = [
                "command", "inline", "script", "scripts", "source", "content",
            ];
            let mut shown = shown.into_iter().filter_map(|it| nested.body.attribute(it));
            let evidence = shown.next().map_or(name, |it| reader.source(it.span));
            reader.report(id, nested.span.start, evidence);
        }
        provisioners(reader, &nested.body);
    }
}

/// Reports a program that prints credentials, unless it is a cloud provider's own.
fn exec(reader: &mut Reader, argument: &Argument) {
    let is_provider = argument.block.kind.text == "provider";
    let is_block = argument.within == "exec" && argument.name == "command";
    let values = match (&argument.value.kind, is_block) {
        (_, true) => reader.texts(argument.value),
        (ExpressionKind::Object(_), _)
            if argument.name == "exec" || argument.name == "kubernetes" =>
        {
            let mut commands = Vec::new();
            for_each(argument.value, &mut |it| {
                commands.extend(it.entry("command"))
            });
            commands.iter().flat_map(|it| reader.texts(it)).collect()
        }
        _ => Vec::new(),
    };
    for command in values.iter().filter(|_| is_provider) {
        if !LOGINS.contains(&command.as_str()) {
            let at = argument.value.span.start;
            reader.report("IG_SAFETY_107", at, format!("command = \"{command}\""));
        }
    }
}

fn paths(reader: &mut Reader, argument: &Argument) {
    let kind = argument.block.type_name().unwrap_or_default();
    let names = |table: &[(&str, &str)]| table.contains(&(kind, argument.name));
    let (is_data, at) = (
        argument.block.kind.text == "data",
        argument.value.span.start,
    );
    let is_file = matches!(kind, "local_file" | "local_sensitive_file");
    let is_written = names(WRITTEN_PATHS) && !(is_data && is_file);
    if is_written || names(READ_PATHS) || (is_data && is_file && argument.name == "filename") {
        for path in reader.texts(argument.value) {
            let id = if is_written {
                "IG_SAFETY_105"
            } else {
                "IG_SAFETY_106"
            };
            if is_outside(&path, reader.author) {
                reader.report(id, at, path);
            }
        }
    }
    let mut calls = Vec::new();
    for_each(argument.value, &mut |it| {
        calls.extend(it.call().map(|call| (it.span, call)))
    });
    for (span, (name, arguments)) in calls {
        let Some(path) = arguments.first().filter(|_| READING.contains(&name)) else {
            continue;
        };
        for path in reader.texts(path) {
            // A public key is meant to be given away.
            if is_outside(&path, reader.author) && !path.ends_with(".pub") {
                reader.report("IG_SAFETY_106", span.start, format!("{name}(\"{path}\")"));
            }
        }
    }
}

/// Returns whether a path leaves the folder of the configuration.
///
/// The folder of a user's module may be a part of a larger repository, so that a path to a parent
/// folder is normal there.
fn is_outside(path: &str, author: Author) -> bool {
    let path = path.replace('\\', "/");
    let bytes = path.as_bytes();
    let is_drive = bytes.len() > 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':';
    let is_absolute = path.starts_with(['/', '~']) || is_drive;
    let is_harmless = path.starts_with("/tmp/") || path == "/dev/null";
    let is_private = PRIVATE_PATHS.iter().any(|part| path.contains(part));
    let mut depth = 0_i32;
    let mut least = 0;
    for part in path.split('/') {
        depth += match part {
            ".." => -1,
            "." | "" => 0,
            _ => 1,
        };
        least = depth.min(least);
    }
    let climbs = least < 0 && author == Author::Model;
    // `path.module` may be written as a variable, and begins like a relative path.
    is_private || (is_absolute && !is_harmless) || climbs || (is_absolute && least < 0)
}
