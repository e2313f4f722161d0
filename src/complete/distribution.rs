//! Chooses the Linux or Windows distribution of a server and the image to look up.
//!
//! A script decides on the family of distributions, because it runs on one family only. Within the
//! family, the request decides, then the name of the lookup, then the block of the server.

use super::words::Words;

/// Distribution and the filter that finds its images.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Distribution {
    /// Label of the data block.
    pub(super) name: &'static str,
    /// Title for the user.
    pub(super) title: &'static str,
    /// Account that publishes the images, or `amazon`.
    pub(super) owner: &'static str,
    /// Name pattern of the images, with `{}` for the architecture.
    images: &'static str,
    /// Names of x86-64 and, if such images exist, of 64-bit Arm in the pattern.
    architectures: (&'static str, Option<&'static str>),
    family: Family,
    /// Group of distributions of one vendor; words that name a member name the group.
    group: &'static str,
    /// Phrases that name the group.
    words: &'static [&'static str],
    /// Phrases that, with `words`, name this version; the last of a group has none.
    version: &'static [&'static str],
    /// Whether vendor support has ended; then the version is used only if named.
    ended: bool,
}

/// Package manager of a distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Apt,
    Yum,
    Zypper,
    Windows,
}

/// Processor architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Architecture {
    X86,
    Arm,
}

const UBUNTU: &[&str] = &["ubuntu", "noble", "jammy", "focal"];
const AMAZON: &[&str] = &[
    "amazon linux",
    "amazon linux2",
    "amazonlinux",
    "amazonlinux2",
    "al2023",
    "al2",
    "amzn",
    "amzn2",
];

/// Known distributions; in a group, versions with phrases precede the default.
const DISTRIBUTIONS: &[Distribution] = &[
    Distribution {
        name: "ubuntu_22_04",
        title: "Ubuntu 22.04",
        owner: "099720109477",
        images: "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-{}-server-*",
        architectures: ("amd64", Some("arm64")),
        family: Family::Apt,
        group: "ubuntu",
        words: UBUNTU,
        version: &["22 04", "ubuntu 22", "ubuntu 2204", "ubuntu2204", "jammy"],
        ended: false,
    },
    Distribution {
        name: "ubuntu_20_04",
        title: "Ubuntu 20.04",
        owner: "099720109477",
        images: "ubuntu/images/hvm-ssd/ubuntu-focal-20.04-{}-server-*",
        architectures: ("amd64", Some("arm64")),
        family: Family::Apt,
        group: "ubuntu",
        words: UBUNTU,
        version: &["20 04", "ubuntu 20", "ubuntu 2004", "ubuntu2004", "focal"],
        ended: true,
    },
    Distribution {
        name: "ubuntu",
        title: "Ubuntu 24.04",
        owner: "099720109477",
        images: "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-{}-server-*",
        architectures: ("amd64", Some("arm64")),
        family: Family::Apt,
        group: "ubuntu",
        words: UBUNTU,
        version: &[],
        ended: false,
    },
    Distribution {
        name: "debian",
        title: "Debian 12",
        owner: "136693071363",
        images: "debian-12-{}-*",
        architectures: ("amd64", Some("arm64")),
        family: Family::Apt,
        group: "debian",
        words: &["debian"],
        version: &[],
        ended: false,
    },
    Distribution {
        name: "ecs",
        title: "Amazon Linux 2023 for ECS",
        owner: "amazon",
        images: "al2023-ami-ecs-hvm-2023.*-{}",
        architectures: ("x86_64", Some("arm64")),
        family: Family::Yum,
        group: "ecs",
        words: &["ecs optimized", "ecs cluster", "ecs ami", "ami ecs"],
        version: &[],
        ended: false,
    },
    Distribution {
        name: "amazon_linux_2",
        title: "Amazon Linux 2",
        owner: "amazon",
        images: "amzn2-ami-hvm-*-{}-gp2",
        architectures: ("x86_64", Some("arm64")),
        family: Family::Yum,
        group: "amazon",
        words: AMAZON,
        version: &[
            "amazon linux 2",
            "amazon linux2",
            "amazonlinux2",
            "al2",
            "amzn2",
        ],
        ended: true,
    },
    Distribution {
        name: "amazon_linux_2023",
        title: "Amazon Linux 2023",
        owner: "amazon",
        images: "al2023-ami-2023.*-{}",
        architectures: ("x86_64", Some("arm64")),
        family: Family::Yum,
        group: "amazon",
        words: AMAZON,
        version: &[],
        ended: false,
    },
    Distribution {
        name: "rhel",
        title: "Red Hat Enterprise Linux 9",
        owner: "309956199498",
        images: "RHEL-9.*_HVM-*-{}-*-Hourly2-GP3",
        architectures: ("x86_64", Some("arm64")),
        family: Family::Yum,
        group: "rhel",
        words: &["rhel", "rhel9", "rhel8", "red hat", "redhat"],
        version: &[],
        ended: false,
    },
    Distribution {
        name: "centos",
        title: "CentOS Stream 9",
        owner: "125523088429",
        images: "CentOS Stream 9 {}*",
        architectures: ("x86_64", Some("aarch64")),
        family: Family::Yum,
        group: "centos",
        words: &["centos", "centos7", "centos8", "centos9"],
        version: &[],
        ended: false,
    },
    Distribution {
        name: "rocky",
        title: "Rocky Linux 9",
        owner: "792107900819",
        images: "Rocky-9-EC2-Base-9.*.{}",
        architectures: ("x86_64", Some("aarch64")),
        family: Family::Yum,
        group: "rocky",
        words: &["rocky", "rockylinux"],
        version: &[],
        ended: false,
    },
    Distribution {
        name: "almalinux",
        title: "AlmaLinux 9",
        owner: "764336703387",
        images: "AlmaLinux OS 9.* {}",
        architectures: ("x86_64", Some("aarch64")),
        family: Family::Yum,
        group: "almalinux",
        words: &["almalinux", "alma linux"],
        version: &[],
        ended: false,
    },
    Distribution {
        name: "suse",
        title: "SUSE Linux Enterprise Server 15",
        owner: "013907871322",
        images: "suse-sles-15-sp?-v*-hvm-ssd-{}",
        architectures: ("x86_64", Some("arm64")),
        family: Family::Zypper,
        group: "suse",
        words: &["suse", "sles", "opensuse"],
        version: &[],
        ended: false,
    },
    Distribution {
        name: "windows",
        title: "Windows Server 2022",
        owner: "amazon",
        images: "Windows_Server-2022-English-Full-Base-*",
        architectures: ("x86_64", None),
        family: Family::Windows,
        group: "windows",
        words: &["windows", "windows server", "win2022"],
        version: &[],
        ended: false,
    },
];

/// Default distribution of each family, used if no text names one.
const USUAL: &[(Family, &str)] = &[
    (Family::Apt, "ubuntu"),
    (Family::Yum, "amazon_linux_2023"),
    (Family::Zypper, "suse"),
    (Family::Windows, "windows"),
];

/// Commands in scripts of each family.
const COMMANDS: &[(Family, &[&str])] = &[
    (
        Family::Apt,
        &[
            "apt get",
            "apt install",
            "apt update",
            "apt upgrade",
            "apt y",
            "dpkg",
        ],
    ),
    (Family::Yum, &["yum", "dnf", "amazon linux extras"]),
    (Family::Zypper, &["zypper"]),
    (Family::Windows, &["powershell"]),
];

/// Command that only Amazon Linux 2 has.
const AMAZON_LINUX_2_COMMAND: &str = "amazon linux extras";

impl Distribution {
    /// Returns the image name filter for an architecture.
    pub(super) fn images(&self, architecture: Architecture) -> String {
        let (x86, arm) = self.architectures;
        let name = match architecture {
            Architecture::X86 => x86,
            Architecture::Arm => arm.unwrap_or(x86),
        };
        self.images.replace("{}", name)
    }

    /// Returns the requested architecture if images for it exist, else x86-64.
    pub(super) fn nearest(&self, architecture: Architecture) -> Architecture {
        match self.architectures.1 {
            Some(_) => architecture,
            None => Architecture::X86,
        }
    }

    fn is_spoken_of(&self, words: &Words) -> bool {
        words.has_any(self.words) && (self.version.is_empty() || words.has_any(self.version))
    }
}

/// Returns the distribution of a server.
///
/// Checks the request, the name of a lookup, and the text of the server's blocks with its script.
pub(super) fn of_machine(
    request: &Words,
    name: Option<&Words>,
    machine: &Words,
) -> &'static Distribution {
    let family = family(machine);
    if machine.has(AMAZON_LINUX_2_COMMAND)
        && let Some(distribution) = by_name("amazon_linux_2")
    {
        return distribution;
    }
    let alone = Some(request).filter(|request| groups(request) == 1);
    let asked = [alone, name, Some(machine), Some(request)]
        .into_iter()
        .flatten();
    let fits = |one: &&Distribution| family.is_none_or(|family| one.family == family);
    let spoken_of = |words: &Words| {
        let mut fitting = DISTRIBUTIONS.iter().filter(fits);
        fitting
            .find(|one| words.has_any(one.words))
            .map(|one| one.group)
    };
    let Some(group) = asked.map(spoken_of).find_map(|group| group) else {
        return usual(family.unwrap_or(Family::Yum));
    };
    let mut versions = DISTRIBUTIONS.iter().filter(|one| one.group == group);
    let version = versions.find(|one| {
        one.version.is_empty()
            || request.has_any(one.version)
            || name.is_some_and(|name| name.has_any(one.version))
            || (!one.ended && machine.has_any(one.version))
    });
    version.unwrap_or_else(|| usual(family.unwrap_or(Family::Yum)))
}

/// Returns the distribution that a name or text names.
pub(super) fn spoken_of(words: &Words) -> Option<&'static Distribution> {
    DISTRIBUTIONS
        .iter()
        .find(|distribution| distribution.is_spoken_of(words))
}

/// Whether the script of a server runs on a distribution.
pub(super) fn runs(machine: &Words, distribution: &Distribution) -> bool {
    family(machine).is_none_or(|family| family == distribution.family)
}

/// Returns the architecture of an instance type; `g` after the generation is Arm.
pub(super) fn architecture(instance_type: &str) -> Architecture {
    let family = instance_type.split('.').next().unwrap_or_default();
    let digit = family
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(family.len());
    let (letters, rest) = family.split_at(digit);
    let features = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let features = features.split('-').next().unwrap_or_default();
    match letters == "a" || (!rest.is_empty() && features.contains('g')) {
        true => Architecture::Arm,
        false => Architecture::X86,
    }
}

/// Returns the family whose commands occur in a text, or `None` if several do.
fn family(machine: &Words) -> Option<Family> {
    let mut called = COMMANDS
        .iter()
        .filter(|(_, commands)| machine.has_any(commands));
    match (called.next(), called.next()) {
        (Some((family, _)), None) => Some(*family),
        _ => None,
    }
}

/// Returns the number of groups that a text names.
fn groups(words: &Words) -> usize {
    let mut groups: Vec<&str> = DISTRIBUTIONS
        .iter()
        .filter(|distribution| words.has_any(distribution.words))
        .map(|distribution| distribution.group)
        .collect();
    groups.dedup();
    groups.len()
}

fn by_name(name: &str) -> Option<&'static Distribution> {
    DISTRIBUTIONS
        .iter()
        .find(|distribution| distribution.name == name)
}

fn usual(family: Family) -> &'static Distribution {
    let usual = USUAL.iter().find(|(of, _)| *of == family);
    usual
        .and_then(|(_, name)| by_name(name))
        .unwrap_or(&DISTRIBUTIONS[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(request: &str, name: Option<&str>, machine: &str) -> &'static str {
        let name = name.map(Words::new);
        of_machine(&Words::new(request), name.as_ref(), &Words::new(machine)).title
    }

    #[test]
    fn script_decides_the_distribution_family() {
        assert_eq!(
            of("", None, "sudo apt-get install -y nginx"),
            "Ubuntu 24.04"
        );
        assert_eq!(of("", None, "yum install -y httpd"), "Amazon Linux 2023");
        assert_eq!(
            of("", None, "amazon-linux-extras install nginx1"),
            "Amazon Linux 2"
        );
        assert_eq!(
            of("an amazon linux server", None, "apt install nginx"),
            "Ubuntu 24.04"
        );
        assert_eq!(
            of("ubuntu", Some("amazon_linux"), "dnf install x"),
            "Amazon Linux 2023"
        );
        assert_eq!(of("", None, "<powershell>"), "Windows Server 2022");
    }

    #[test]
    fn request_then_lookup_name_decide_within_the_family() {
        assert_eq!(of("a debian box", None, "apt-get update"), "Debian 12");
        assert_eq!(
            of("ubuntu 22.04 server", Some("ubuntu"), ""),
            "Ubuntu 22.04"
        );
        assert_eq!(
            of("server", Some("ubuntu_jammy"), "# Amazon Linux"),
            "Ubuntu 22.04"
        );
        assert_eq!(
            of("one ubuntu and one rhel", None, "# the rhel one"),
            "Red Hat Enterprise Linux 9"
        );
        assert_eq!(of("server", None, "web # Ubuntu AMI"), "Ubuntu 24.04");
        assert_eq!(
            of("an ubuntu server", Some("ubuntu_jammy"), ""),
            "Ubuntu 22.04"
        );
        assert_eq!(of("server", None, ""), "Amazon Linux 2023");
    }

    #[test]
    fn uses_unsupported_versions_only_if_named() {
        assert_eq!(
            of("server", None, "# Amazon Linux 2 AMI"),
            "Amazon Linux 2023"
        );
        assert_eq!(of("server", Some("amazon_linux_2"), ""), "Amazon Linux 2");
        assert_eq!(
            of("server", Some("amazon_linux_2023"), ""),
            "Amazon Linux 2023"
        );
        assert_eq!(of("ubuntu 20.04", None, ""), "Ubuntu 20.04");
        assert_eq!(of("server", None, "# Ubuntu 20.04"), "Ubuntu 24.04");
    }

    #[test]
    fn detects_arm_by_the_g_after_the_generation() {
        for arm in [
            "t4g.micro",
            "m7gd.large",
            "c7gn.xlarge",
            "a1.large",
            "x2gd.metal",
            "im4gn.large",
        ] {
            assert_eq!(architecture(arm), Architecture::Arm, "{arm}");
        }
        for x86 in [
            "t3.micro",
            "g4dn.xlarge",
            "g6e.2xlarge",
            "p4de.24xlarge",
            "u7in-16tb.224xlarge",
            "",
            "g",
        ] {
            assert_eq!(architecture(x86), Architecture::X86, "{x86}");
        }
    }

    #[test]
    fn finds_every_distribution_by_its_image_names() {
        for one in DISTRIBUTIONS {
            let images = Words::new(&one.images(Architecture::X86));
            let found = spoken_of(&images).map(|found| found.group);
            assert_eq!(found, Some(one.group), "{}", one.title);
        }
        assert!(USUAL.iter().all(|(_, name)| by_name(name).is_some()));
    }
}
