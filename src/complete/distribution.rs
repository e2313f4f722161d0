//! Chooses the Linux or Windows distribution of a server and the image to look up.
//!
//! A script decides on the family of distributions, because it runs on one family only: its commands,
//! paths and services are counted, whatever URLs and settings name. Within the family, the request
//! decides, then the name of the lookup, then the block of the server.

use super::words::Words;
use crate::stable_sort::Order;
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

/// Families with their default distribution.
///
/// Their scripts are recognised by commands, each of which weighs as much as three hints.
const FAMILIES: Table<4> = Table(include_str!("families.tsv"));

/// Weight of a command of a family; a hint weighs 1.
const COMMAND_WEIGHT: usize = 3;

/// Text of a setting that names Debian in scripts for every distribution with its package manager.
const SETTING: &str = "debian_frontend";

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

/// Returns what a request names and no lookup finds, such as `ubuntu 18.04`.
///
/// That is a version of a known distribution other than those of its images, or another system.
pub(super) fn not_looked_up(request: &Words, is_mac: bool) -> Option<String> {
    if is_mac {
        return Some("macos".to_owned());
    }
    if let Some(other) = OTHERS.iter().find(|other| request.has(other)) {
        return Some((*other).to_owned());
    }
    DISTRIBUTIONS.iter().find_map(|one| {
        let phrases = one.words.split(", ");
        let version = |phrase: &str| {
            request
                .number_behind(phrase)
                .map(|it| (phrase.to_owned(), it))
        };
        let (phrase, version) = phrases.filter(|it| !it.is_empty()).find_map(version)?;
        let group = DISTRIBUTIONS.iter().filter(|it| it.group == one.group);
        let is_known = group.into_iter().any(|it| {
            let mut numbers = it
                .title
                .split([' ', '.'])
                .skip_while(|part| !is_number(part));
            let first = version.split(' ').next().unwrap_or_default();
            numbers.next() == Some(first)
                && version
                    .split(' ')
                    .nth(1)
                    .is_none_or(|minor| numbers.next().is_none_or(|of| of == minor))
        });
        (!is_known).then(|| format!("{phrase} {}", version.replace(' ', ".")))
    })
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Systems that servers can run and that have no image here.
const OTHERS: &[&str] = strings! {
    "macos", "kali", "fedora", "freebsd", "arch linux", "oracle linux", "gentoo", "nixos", "alpine linux",
    "bottlerocket", "flatcar",
};

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

/// Returns the family with most evidence in a text, or `None` if several have as much.
fn family(machine: &Words) -> Option<&'static str> {
    let weight = |[_, _, commands, hints]: [&'static str; 4]| {
        COMMAND_WEIGHT * machine.count_of(commands) + machine.count_of(hints)
    };
    let mut weights: Vec<(usize, &str)> =
        FAMILIES.rows().map(|row| (weight(row), row[0])).collect();
    weights.order();
    match weights.as_slice() {
        [.., (second, _), (first, family)] if first > second => Some(family),
        _ => None,
    }
}

/// Returns a script without what names a distribution by chance: URLs, and a setting of Debian's.
pub(super) fn without_addresses(text: &str) -> String {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '>' | '<' | ')');
    let words = text.split_inclusive(is_end);
    let is_evidence =
        |word: &&str| !word.contains("://") && !word.to_ascii_lowercase().contains(SETTING);
    words.filter(is_evidence).collect()
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
    let usual = families.find(|row| row[0] == family);
    usual
        .and_then(|row| by_name(row[1]))
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
    fn counts_commands_paths_and_services() {
        let of = |script: &str| of("server", None, &without_addresses(script));
        let repository =
            "curl -o /etc/yum.repos.d/a.repo https://repo.example/centos/a.repo\ndnf install -y a";
        assert_eq!(of(repository), "Amazon Linux 2023");
        let setting = "export DEBIAN_FRONTEND=noninteractive\napt-get install -y a";
        assert_eq!(of(setting), "Ubuntu 24.04");
        assert_eq!(of("systemctl restart apache2"), "Ubuntu 24.04");
        let both = "apt-get install -y a\napt-get install -y b\nrpm --version";
        assert_eq!(of(both), "Ubuntu 24.04");
        assert_eq!(of("chown ec2-user /srv"), "Amazon Linux 2023");
    }

    #[test]
    fn names_what_has_no_image() {
        let of = |request: &str| not_looked_up(&Words::new(request), false);
        assert_eq!(of("ubuntu 18.04 server").as_deref(), Some("ubuntu 18.04"));
        assert_eq!(of("a server with rhel 8").as_deref(), Some("rhel 8"));
        assert_eq!(of("debian 11").as_deref(), Some("debian 11"));
        assert_eq!(
            of("windows server 2019").as_deref(),
            Some("windows server 2019")
        );
        assert_eq!(of("a kali box").as_deref(), Some("kali"));
        for known in [
            "ubuntu 22.04",
            "ubuntu 24 with 2 disks",
            "debian 12",
            "rhel 9",
            "an ubuntu server",
            "amazon linux 2",
            "amazon linux 2023",
            "windows server 2022",
            "rocky 9",
        ] {
            assert_eq!(of(known), None, "{known}");
        }
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
        assert!(FAMILIES.rows().all(|row| by_name(row[1]).is_some()));
    }
}
