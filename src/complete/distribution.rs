//! Chooses the Linux or Windows distribution of a server and the image to look up.
//!
//! A script decides on the family of distributions, because it runs on one family only. Within the
//! family, the request decides, then the name of the lookup, then the block of the server.

use super::words::Words;
use crate::table::Table;
use std::sync::LazyLock;

/// Distribution and the filter that finds its images.
#[derive(Debug)]
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
    architectures: &'static str,
    /// Name of the family, which has one package manager.
    family: &'static str,
    /// Group of distributions of one vendor; words that name a member name the group.
    group: &'static str,
    /// Phrases that name the group.
    words: &'static str,
    /// Phrases that, with `words`, name this version; the last of a group has none.
    version: &'static str,
    /// Whether vendor support has ended; then the version is used only if named.
    ended: bool,
}

/// Processor architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Architecture {
    X86,
    Arm,
}

/// Known distributions; in a group, versions with phrases precede the default.
static DISTRIBUTIONS: LazyLock<Vec<Distribution>> = LazyLock::new(|| {
    let rows = Table(include_str!("distributions.tsv")).rows();
    let read = |row: [&'static str; 10]| {
        let [
            name,
            title,
            family,
            group,
            owner,
            images,
            architectures,
            words,
            version,
            support,
        ] = row;
        Distribution {
            name,
            title,
            owner,
            images,
            architectures,
            family,
            group,
            words,
            version,
            ended: support == "ended",
        }
    };
    rows.map(read).collect()
});

/// Families with their default distribution, and the commands of their scripts.
const FAMILIES: Table<3> = Table(
    "apt\tubuntu\tapt get, apt install, apt update, apt upgrade, apt y, dpkg\n\
     yum\tamazon_linux_2023\tyum, dnf, amazon linux extras\n\
     zypper\tsuse\tzypper\n\
     windows\twindows\tpowershell\n",
);

/// Command that only Amazon Linux 2 has.
const AMAZON_LINUX_2_COMMAND: &str = "amazon linux extras";

impl Distribution {
    /// Returns the image name filter for an architecture.
    pub(super) fn images(&self, architecture: Architecture) -> String {
        let names = self.architectures.split_once(", ");
        let name = match (architecture, names) {
            (_, None) => self.architectures,
            (Architecture::X86, Some((x86, _))) => x86,
            (Architecture::Arm, Some((_, arm))) => arm,
        };
        self.images.replace("{}", name)
    }

    /// Returns the requested architecture if images for it exist, else x86-64.
    pub(super) fn nearest(&self, architecture: Architecture) -> Architecture {
        match self.architectures.contains(", ") {
            true => architecture,
            false => Architecture::X86,
        }
    }

    fn is_spoken_of(&self, words: &Words) -> bool {
        words.has_one_of(self.words) && (self.version.is_empty() || words.has_one_of(self.version))
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
            .find(|one| words.has_one_of(one.words))
            .map(|one| one.group)
    };
    let Some(group) = asked.map(spoken_of).find_map(|group| group) else {
        return usual(family.unwrap_or("yum"));
    };
    let mut versions = DISTRIBUTIONS.iter().filter(|one| one.group == group);
    let version = versions.find(|one| {
        one.version.is_empty()
            || request.has_one_of(one.version)
            || name.is_some_and(|name| name.has_one_of(one.version))
            || (!one.ended && machine.has_one_of(one.version))
    });
    version.unwrap_or_else(|| usual(family.unwrap_or("yum")))
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
fn family(machine: &Words) -> Option<&'static str> {
    let mut called = FAMILIES.rows().filter(|row| machine.has_one_of(row[2]));
    match (called.next(), called.next()) {
        (Some([family, ..]), None) => Some(family),
        _ => None,
    }
}

/// Returns the number of groups that a text names.
fn groups(words: &Words) -> usize {
    let mut groups: Vec<&str> = DISTRIBUTIONS
        .iter()
        .filter(|distribution| words.has_one_of(distribution.words))
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

fn usual(family: &str) -> &'static Distribution {
    let mut families = FAMILIES.rows();
    let usual = families.find(|[name, ..]| *name == family);
    usual
        .and_then(|[_, name, _]| by_name(name))
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
        for one in DISTRIBUTIONS.iter() {
            let images = Words::new(&one.images(Architecture::X86));
            let found = spoken_of(&images).map(|found| found.group);
            assert_eq!(found, Some(one.group), "{}", one.title);
        }
        assert!(FAMILIES.rows().all(|[_, name, _]| by_name(name).is_some()));
    }
}
