//! What a server should run in, the script that installs it at its first start out.

use super::template::Var;
use crate::intent::Item;

/// Software, how it is installed, and the port that it serves.
struct Software {
    /// The setting that asks for it, and its value.
    key: &'static str,
    value: &'static str,
    /// On distributions with `dnf`, and with `apt`.
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

/// Mounts the file system of the program.
const MOUNT_DNF: &str = "dnf install -y amazon-efs-utils\nmkdir -p /mnt/efs\necho \"${aws_efs_file_system.files.id}:/ /mnt/efs efs _netdev,tls 0 0\" >> /etc/fstab\nmount -a";
const MOUNT_APT: &str = "apt-get install -y nfs-common\nmkdir -p /mnt/efs\necho \"${aws_efs_file_system.files.dns_name}:/ /mnt/efs nfs4 nfsvers=4.1,hard,timeo=600,retrans=2,_netdev 0 0\" >> /etc/fstab\nmount -a";

/// What serves by default where a web server is asked for.
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

/// The application of a server: the one that was said, or the usual one of a web server.
pub(super) fn app(item: &Item) -> Option<&str> {
    item.get("app").or_else(|| item.has("web").then_some(WEB))
}

/// The port that a server serves.
pub(super) fn port(item: &Item) -> Option<u32> {
    requested_software(item, app(item)).find_map(|one| one.port)
}

/// The script of a server, as a heredoc. None where there is nothing to install.
pub(super) fn script(item: &Item, mounts: bool) -> Option<Var> {
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
    let body = lines.join("\n").replace('\n', "\n  ");
    Some(Var::Code(format!(
        "<<-EOT\n  #!/bin/bash\n  set -euo pipefail\n  {body}\nEOT"
    )))
}
