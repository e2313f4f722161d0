//! Writes the user data script that installs the software of a server.

use super::draft::heredoc;
use crate::intent::Item;
use crate::template::Value;

/// Software with its installation commands and port.
struct Software {
    /// Setting that requests the software, and its value.
    key: &'static str,
    value: &'static str,
    /// Commands for distributions with `dnf` and with `apt`.
    dnf: &'static str,
    apt: &'static str,
    port: Option<u32>,
}

const SOFTWARE: &[Software] = &[
    Software {
        key: "app",
        value: "nginx",
        dnf: "dnf install -y nginx\nsystemctl enable --now nginx",
        apt: "apt-get install -y nginx\nsystemctl enable --now nginx",
        port: Some(80),
    },
    Software {
        key: "app",
        value: "apache",
        dnf: "dnf install -y httpd\nsystemctl enable --now httpd",
        apt: "apt-get install -y apache2\nsystemctl enable --now apache2",
        port: Some(80),
    },
    Software {
        key: "docker",
        value: "true",
        dnf: "dnf install -y docker\nsystemctl enable --now docker\nusermod -aG docker ec2-user",
        apt: "apt-get install -y docker.io\nsystemctl enable --now docker",
        port: None,
    },
    Software {
        key: "node",
        value: "true",
        dnf: "dnf install -y nodejs",
        apt: "apt-get install -y nodejs npm",
        port: None,
    },
];

/// Commands that mount the EFS file system of the module.
const MOUNT_DNF: &str = "dnf install -y amazon-efs-utils\nmkdir -p /mnt/efs\necho \"${aws_efs_file_system.files.id}:/ /mnt/efs efs _netdev,tls 0 0\" >> /etc/fstab\nmount -a";
const MOUNT_APT: &str = "apt-get install -y nfs-common\nmkdir -p /mnt/efs\necho \"${aws_efs_file_system.files.dns_name}:/ /mnt/efs nfs4 nfsvers=4.1,hard,timeo=600,retrans=2,_netdev 0 0\" >> /etc/fstab\nmount -a";

/// Default software of a web server.
pub(super) const WEB: &str = "nginx";

fn requested_software<'i>(
    item: &'i Item,
    app: Option<&'i str>,
) -> impl Iterator<Item = &'static Software> {
    SOFTWARE.iter().filter(move |one| match one.key {
        "app" => app == Some(one.value),
        key => item.has(key),
    })
}

/// Returns the requested application of a server, or the default of a web server.
pub(super) fn app(item: &Item) -> Option<&str> {
    item.get("app").or_else(|| item.has("web").then_some(WEB))
}

/// Returns the port on which the software of a server listens.
pub(super) fn port(item: &Item) -> Option<u32> {
    requested_software(item, app(item)).find_map(|one| one.port)
}

/// Returns the script of a server as a heredoc, or `None` if nothing is installed.
pub(super) fn script(item: &Item, mounts: bool) -> Option<Value> {
    let is_apt = item.get("os") == Some("apt");
    let mut lines: Vec<&str> = requested_software(item, app(item))
        .map(|one| if is_apt { one.apt } else { one.dnf })
        .collect();
    if mounts {
        lines.push(if is_apt { MOUNT_APT } else { MOUNT_DNF });
    }
    if lines.is_empty() {
        return None;
    }
    if is_apt {
        lines.insert(0, "apt-get update");
    }
    let lines = lines.join("\n");
    Some(heredoc(&format!("#!/bin/bash\nset -euo pipefail\n{lines}")))
}
