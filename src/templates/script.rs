//! Writes the user data script that installs the software of a server.

use super::draft::heredoc;
use crate::intent::Item;
use crate::template::{Value, fill};

/// Commands that install software.
///
/// `# if nginx` selects a command by software, `# if apt` by the family of the distribution, and
/// `# if apt_nginx` by both; `efs` is the file system of the module.
const SCRIPT: &str = include_str!("script.sh");

/// Default software of a web server.
const WEB: &str = "nginx";

/// Returns the requested application of a server, or the default of a web server.
pub(super) fn app(item: &Item) -> Option<&str> {
    item.get("app").or_else(|| item.has("web").then_some(WEB))
}

/// Returns the port on which the software of a server listens.
pub(super) fn port(item: &Item) -> Option<u32> {
    app(item)
        .filter(|app| ["nginx", "apache"].contains(app))
        .map(|_| 80)
}

/// Returns the script of a server as a heredoc, or `None` if nothing is installed.
pub(super) fn script(item: &Item, mounts: bool) -> Option<Value> {
    let is_installed = |software: &str| match software {
        "efs" => mounts,
        "docker" | "node" => item.has(software),
        // The images of Debian lack the agent, without which Session Manager opens no shell.
        "ssm" => item.has("debian") && !item.has("ssh"),
        app => self::app(item) == Some(app),
    };
    let software = ["nginx", "apache", "docker", "node", "efs", "ssm"];
    if !software.into_iter().any(is_installed) {
        return None;
    }
    let family = if item.get("os") == Some("apt") {
        "apt"
    } else {
        "dnf"
    };
    let holds = |name: &str| match name.split_once('_') {
        Some((of, software)) => of == family && is_installed(software),
        None => name == family || is_installed(name),
    };
    let script = fill(SCRIPT, &|name| {
        Ok(Some(Value::new(&holds(name).to_string())))
    });
    script.ok().map(|script| heredoc(&script))
}
