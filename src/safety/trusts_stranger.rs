//! Finds code, images, state, addresses and accounts of somebody unknown.

use super::Author;
use super::reader::{
    Argument, Reader, UNKNOWN, for_each, host_of, is_of, json_object, unescaped_json,
};
use crate::hcl::{Block, Expression, ExpressionKind, Part, Step};
use crate::table::Table;
use foldhash::HashSet;

/// Publishers; the columns are described in the file.
const PUBLISHERS: Table<3> = Table(include_str!("publishers.tsv"));
/// Accounts of known owners; the columns are described in the file.
const ACCOUNTS: Table<3> = Table(include_str!("accounts.tsv"));
/// Arguments that name code; the columns are described in the file.
const CODE_SOURCES: Table<3> = Table(include_str!("code_sources.tsv"));

/// Arguments that name a receiver of data; the columns are described in the file.
const ADDRESSES: Table<3> = Table(include_str!("receivers.tsv"));

/// Maximum bytes of the principals of a statement that are read.
const PRINCIPAL_BYTES_MAX: usize = 2_000;
/// Hosts of registries of providers and modules.
const REGISTRIES: &[&str] = &[
    "registry.terraform.io",
    "registry.opentofu.org",
    "terraform.io",
];
/// Accounts that documentation uses as examples.
const EXAMPLE_ACCOUNTS: &[&str] = strings! {
    "123456789012", "111122223333", "444455556666", "111111111111", "222222222222",
    "333333333333", "012345678901", "000000000000", "999999999999", "123456789000",
    "555555555555", "098765432109", "210987654321", "777788889999",
};
/// Domains of AWS, and of programs on the same machine that replace it.
const AWS_DOMAINS: &[&str] = strings! {
    "amazonaws.com", "amazonaws.com.cn", "aws.dev", "api.aws", "aws.amazon.com", "localhost",
    "localstack", "localstack.cloud", "docker.internal", "127.0.0.1", "0.0.0.0", "::1",
};
/// Canonical id of the user that delivers the logs of CloudFront.
/// Source: docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
const LOG_DELIVERY: &str = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0";
/// Domains that are reserved for examples, and of services that accept data only with a key.
const RECEIVING_DOMAINS: &[&str] = strings! {
    "example.com", "example.org", "example.net", "newrelic.com", "datadoghq.com", "datadoghq.eu",
};
/// Domains whose install scripts are in wide use.
const SCRIPT_DOMAINS: &[&str] = strings! {
    "amazonaws.com", "get.docker.com", "download.docker.com", "nodesource.com", "sh.rustup.rs",
    "get.k3s.io", "get.helm.sh", "hashicorp.com", "packages.microsoft.com", "k8s.io",
    "cloud.google.com", "packages.cloud.google.com", "dl.google.com", "nodejs.org", "pypa.io",
    "install.datadoghq.com", "s3.amazonaws.com", "dl.yarnpkg.com", "packages.gitlab.com",
    "packages.grafana.com", "postgresql.org", "nginx.org", "jenkins.io", "elastic.co",
    "fedoraproject.org", "dev.mysql.com", "repo.mysql.com", "repo.mongodb.org", "centos.org",
    "percona.com", "remirepo.net", "pypi.org", "npmjs.org", "rubygems.org",
    "aws.amazon.com", "awscli.amazonaws.com", "169.254.169.254", "tailscale.com", "localhost",
};
/// Arguments that name other accounts.
const ACCOUNT_ARGUMENTS: &[&str] = strings! {
    "principal", "principals", "allowed_principals", "trusted_role_arns", "peer_owner_id",
    "shared_accounts", "grantee_principal", "account_ids", "allowed_account_arns", "trusted_accounts",
    "trusted_principals", "user_ids",
};
/// Arguments of single types that name another account, and the word for all accounts.
const TYPED_ACCOUNT_ARGUMENTS: &[(&str, &str)] = &[
    ("aws_ami_launch_permission", "account_id"),
    ("aws_s3_bucket_replication_configuration", "account"),
    ("aws_snapshot_create_volume_permission", "account_id"),
    ("aws_eks_access_entry", "principal_arn"),
    ("aws_eks_access_policy_association", "principal_arn"),
    ("aws_guardduty_invite_accepter", "master_account_id"),
    ("aws_organizations_delegated_administrator", "account_id"),
    (
        "aws_vpc_endpoint_service_allowed_principal",
        "principal_arn",
    ),
    (
        "aws_ec2_transit_gateway_peering_attachment",
        "peer_account_id",
    ),
];
/// Arguments of single types that name a receiver of data, which can be in another account.
const RECEIVERS: &[(&str, &str)] = &[
    ("aws_backup_plan", "destination_vault_arn"),
    ("aws_cloudwatch_event_target", "arn"),
    ("aws_cloudwatch_log_subscription_filter", "destination_arn"),
    ("aws_flow_log", "log_destination"),
    ("aws_pipes_pipe", "target"),
    ("aws_sns_topic_subscription", "endpoint"),
];
/// Arguments that name an identity provider: resource type and argument.
const ISSUERS: &[(&str, &str)] = &[
    ("aws_iam_openid_connect_provider", "url"),
    ("aws_iam_saml_provider", "saml_metadata_document"),
    ("aws_cognito_identity_provider", "oidc_issuer"),
    ("aws_eks_identity_provider_config", "issuer_url"),
];
/// Domains of identity providers in wide use.
const ISSUER_DOMAINS: &[&str] = strings! {
    "amazonaws.com", "githubusercontent.com", "gitlab.com", "bitbucket.org", "circleci.com",
    "buildkite.com", "terraform.io", "hashicorp.cloud", "spacelift.io", "env0.com", "scalr.io",
    "google.com", "googleapis.com", "microsoftonline.com", "windows.net", "okta.com", "auth0.com",
    "onelogin.com", "pingidentity.com", "jumpcloud.com", "vercel.com", "apple.com",
};
/// Arguments that let the holder of a key log in: resource type and argument.
const LOGIN_KEYS: &[(&str, &str)] = &[
    ("aws_key_pair", "public_key"),
    ("aws_lightsail_key_pair", "public_key"),
    ("aws_transfer_ssh_key", "body"),
    ("aws_iam_user_ssh_key", "public_key"),
];
/// Registries of container images in wide use.
const IMAGE_DOMAINS: &[&str] = strings! {
    "amazonaws.com", "amazonaws.com.cn", "public.ecr.aws", "docker.io", "docker.com", "ghcr.io",
    "quay.io", "gcr.io", "pkg.dev", "mcr.microsoft.com", "k8s.io", "elastic.co", "nvcr.io",
    "registry.gitlab.com", "lscr.io", "redhat.com", "redhat.io", "oracle.com", "datadoghq.com",
    "newrelic.com", "fluentbit.io", "pulsar.apache.org", "localhost",
};
/// Functions whose result is a script that no literal shows.
const BUILDING: &[&str] = strings! { "join", "format", "replace", "strrev", "templatestring" };
/// Texts of which every command has one that opens a shell to another machine.
const SHELL_PARTS: &[&str] = strings! {
    "/dev/", "nc -", "cat -", "exec:", "sh -i", "mkfifo", "sock",
};
/// Maximum hops to local values.
const FOLLOWED_MAX: usize = 3;
/// Maximum local values of an expression that are followed.
const LOCALS_MAX: usize = 20;
/// Words that together open a shell to another machine, in one line.
const SHELL_WORDS: &[(&str, &str)] = &[
    ("sh -i", " nc "),
    ("sh -i", "|nc "),
    ("sh -i", "ncat "),
    ("sh -i", "netcat "),
    ("sh -i", "telnet "),
    ("sh -i", "openssl s_client"),
    ("mkfifo", " nc "),
    ("mkfifo", "|nc "),
    ("mkfifo", "telnet "),
    ("socket", "dup2("),
    ("socket", "pty.spawn("),
    ("fsockopen", "sh"),
    ("tcpsocket", "exec"),
    ("tcpsocket", "popen"),
    ("socket", "sh -i"),
];
/// Domains of services that keep states.
const STATE_DOMAINS: &[&str] = strings! {
    "gitlab.com", "terraform.io", "hashicorp.com", "hashicorp.cloud", "spacelift.io", "env0.com",
    "scalr.io", "googleapis.com", "core.windows.net",
};
/// Commands that open a shell to another machine.
const REVERSE_SHELLS: &[&str] = strings! {
    "/dev/tcp/", "/dev/udp/", "nc -e", "nc -c", "ncat -e", "ncat -c", "netcat -e", "exec:/bin/",
    "exec:sh", "exec:bash", "exec:\"/bin/", "exec:'/bin/",
};
/// Arguments that switch the check of a certificate off.
const INSECURE: &[&str] = strings! {
    "insecure", "skip_tls_verify", "tls_insecure_skip_verify", "insecure_skip_verify",
    "skip_cert_verification", "tls_skip_verify", "disable_ssl", "ssl_verify_disabled",
    "insecure_ssl", "tls_insecure",
};

pub(super) fn find(reader: &mut Reader) {
    let module = reader.module;
    for block in module.blocks() {
        match block.kind.text.as_str() {
            "terraform" => terraform(reader, block),
            "module" => module_source(reader, block),
            "data" if block.type_name() == Some("terraform_remote_state") => {
                remote_state(reader, block);
            }
            "data" if matches!(block.type_name(), Some("aws_ami" | "aws_ami_ids")) => {
                image_owners(reader, block);
            }
            _ => {}
        }
    }
    let mut endpoints = HashSet::default();
    let (mut kind, mut sources) = ("", Vec::new());
    for argument in reader.arguments() {
        let of = argument.block.type_name().unwrap_or_default();
        if kind != of {
            (kind, sources) = (of, CODE_SOURCES.rows_of(of).collect());
        }
        addresses(reader, &argument, &mut endpoints);
        receivers(reader, &argument);
        insecure(reader, &argument);
        code_source(reader, &argument, &sources);
        images(reader, &argument, &sources);
        scripts(reader, &argument);
        identities(reader, &argument);
    }
    let mut seen = HashSet::default();
    for principal in principals(reader) {
        // AWS accepts an identity provider only from the account of the role.
        if principal.text.contains("-provider/") {
            continue;
        }
        if principal.shares_with_all {
            reader.report("IG_SAFETY_209", principal.at, principal.text.clone());
        }
        let users = canonical_users_in(&principal.text);
        for account in accounts_in(&principal.text).chain(users) {
            if is_foreign(account, reader.author)
                && seen.insert((principal.block, account.to_owned()))
            {
                let names = vec![account.to_owned()];
                reader.report_named("IG_SAFETY_209", principal.at, principal.text.clone(), names);
            }
        }
    }
}

/// Returns whether an account belongs to nobody known.
///
/// In a user's own files the accounts of examples are not reported.
fn is_foreign(account: &str, author: Author) -> bool {
    let is_example = author == Author::User && EXAMPLE_ACCOUNTS.contains(&account);
    !is_example && ACCOUNTS.rows_of(account).next().is_none()
}

/// Returns the numbers of accounts in a text.
fn accounts_in(text: &str) -> impl Iterator<Item = &str> {
    let runs = text.split(|c: char| !c.is_ascii_alphanumeric());
    runs.filter(|run| run.len() == 12 && run.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns the canonical ids of users in a text, which the access lists of S3 use.
fn canonical_users_in(text: &str) -> impl Iterator<Item = &str> {
    let runs = text.split(|c: char| !c.is_ascii_alphanumeric());
    runs.filter(|run| {
        let is_hex = |byte: u8| byte.is_ascii_hexdigit();
        run.len() == 64 && run.bytes().all(is_hex) && *run != LOG_DELIVERY
    })
}

/// Returns whether a publisher of providers (`p`) or modules (`m`) is known.
fn is_known_publisher(name: &str, of: char) -> bool {
    let name = name.to_ascii_lowercase();
    PUBLISHERS
        .rows_of(&name)
        .any(|[_, kinds, _]| kinds.contains(of))
}

/// Returns the known publisher that a name looks like.
fn look_alike(name: &str) -> Option<&'static str> {
    let differs_by_one = |known: &str| {
        let (one, other): (Vec<char>, Vec<char>) =
            (name.chars().collect(), known.chars().collect());
        if one.len().abs_diff(other.len()) > 1 || known.len() < 4 {
            return false;
        }
        let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
        let (one, other) = (&one[start..], &other[start..]);
        let end = one
            .iter()
            .rev()
            .zip(other.iter().rev())
            .take_while(|(a, b)| a == b)
            .count();
        one.len().max(other.len()) - end <= 2
    };
    let mut known = PUBLISHERS.rows().map(|[known, _, _]| known);
    known.find(|known| *known != name && (differs_by_one(known) || name.contains(known)))
}

fn terraform(reader: &mut Reader, block: &Block) {
    for required in block.body.blocks_of("required_providers") {
        for attribute in required.body.attributes() {
            let Some(source) = attribute.value.entry("source") else {
                continue;
            };
            for text in reader.texts(source) {
                provider_source(reader, source, &text);
            }
        }
    }
    for backend in block
        .body
        .blocks()
        .filter(|it| matches!(&*it.kind.text, "backend" | "cloud"))
    {
        let label = backend
            .labels
            .first()
            .map_or("", |label| label.text.as_str());
        if label == "local" && backend.body.attributes().next().is_none() {
            continue;
        }
        let names = backend.body.attributes();
        let mut names: Vec<String> = names.flat_map(|it| reader.texts(&it.value)).collect();
        names.retain(|name| name.len() > 5 && !name.contains(UNKNOWN));
        let evidence = reader.source(backend.span);
        let is_elsewhere = |name: &String| {
            host_of(name).is_some_and(|host| {
                let mut domains = AWS_DOMAINS.iter().chain(STATE_DOMAINS);
                !domains.any(|domain| is_of(&host, domain))
            })
        };
        // Of a model every backend is reported.
        if reader.author == Author::User {
            let arguments = reader.arguments().into_iter();
            let own = arguments.filter(|it| backend.span.range().contains(&it.value.span.start));
            let mut addresses = own.flat_map(|it| reader.texts(it.value));
            if let Some(address) = addresses.find(is_elsewhere) {
                drop(addresses);
                let at = backend.span.start;
                reader.report_named("IG_SAFETY_214", at, address.clone(), vec![address]);
            }
        }
        reader.report_named("IG_SAFETY_206", backend.span.start, evidence, names);
    }
}

fn provider_source(reader: &mut Reader, source: &Expression, text: &str) {
    let parts: Vec<&str> = text.split('/').collect();
    let (host, publisher) = match parts.as_slice() {
        [publisher, _] => (None, *publisher),
        [host, publisher, _] => (Some(*host), *publisher),
        _ => return,
    };
    let names = vec![text.to_owned()];
    let is_registry = host.is_none_or(|host| REGISTRIES.contains(&host));
    if !is_registry {
        reader.report_named("IG_SAFETY_202", source.span.start, text, names);
    } else if !is_known_publisher(publisher, 'p') && text != "terraform.io/builtin/terraform" {
        let evidence = match look_alike(&publisher.to_ascii_lowercase()) {
            Some(known) => format!("{text} (not `{known}`)"),
            None => text.to_owned(),
        };
        reader.report_named("IG_SAFETY_201", source.span.start, evidence, names);
    }
}

fn module_source(reader: &mut Reader, block: &Block) {
    let Some(source) = block.body.attribute("source") else {
        return;
    };
    for text in reader.texts(&source.value) {
        let is_local = text.starts_with("./") || text.starts_with("../") || text.is_empty();
        if is_local {
            continue;
        }
        let path = text.split("//").next().unwrap_or(&text);
        let parts: Vec<&str> = path.split('/').collect();
        let is_remote = text.contains("::") || text.contains("://") || text.starts_with("git@");
        let hosted = ["github.com", "bitbucket.org", "gitlab.com", "codeberg.org"];
        let is_remote = is_remote || hosted.iter().any(|host| parts[0] == *host);
        let (registry, publisher) = match parts.as_slice() {
            [publisher, _, _] if !is_remote => (true, *publisher),
            [host, publisher, _, _] if !is_remote => (REGISTRIES.contains(host), *publisher),
            _ => (false, ""),
        };
        let at = source.value.span.start;
        let is_known = registry && is_known_publisher(publisher, 'm');
        let names = vec![text.clone(), path.to_owned()];
        if !is_known {
            reader.report_named("IG_SAFETY_203", at, text.clone(), names.clone());
        }
        let query = text.split_once('?').map_or("", |(_, query)| query);
        let reference = query.split('&').find_map(|pair| pair.strip_prefix("ref="));
        let is_branch =
            |name: &str| matches!(name, "main" | "master" | "develop" | "HEAD" | "trunk");
        let is_git =
            text.starts_with("git::") || text.starts_with("git@") || hosted.contains(&parts[0]);
        let is_fixed = match (registry, is_git) {
            (true, _) => block.body.attribute("version").is_some(),
            (_, true) => reference.is_some_and(|name| !is_branch(name)),
            // A private registry; archives name no version that could be verified.
            _ => !is_remote && block.body.attribute("version").is_some(),
        };
        if !is_fixed {
            reader.report_named("IG_SAFETY_204", at, text, names);
        }
    }
}

fn remote_state(reader: &mut Reader, block: &Block) {
    let config = block.body.attribute("config");
    let mut names: Vec<String> = config.map_or_else(Vec::new, |it| reader.texts(&it.value));
    names.retain(|name| name.len() > 5 && !name.contains(UNKNOWN));
    let evidence = config.map_or("", |it| reader.source(it.span));
    reader.report_named("IG_SAFETY_205", block.span.start, evidence, names);
}

fn image_owners(reader: &mut Reader, block: &Block) {
    let at = block.span.start;
    let Some(owners) = block.body.attribute("owners") else {
        let text = reader.source(block.span);
        let is_filtered = ["owner-id", "owner-alias", "image-id", "executable_users"];
        if !is_filtered.iter().any(|name| text.contains(name)) {
            reader.report("IG_SAFETY_210", at, "no `owners`");
        }
        return;
    };
    for owner in reader.texts(&owners.value) {
        for account in accounts_in(&owner) {
            if is_foreign(account, reader.author) {
                let names = vec![account.to_owned()];
                let at = owners.span.start;
                reader.report_named("IG_SAFETY_210", at, owner.clone(), names);
            }
        }
    }
}

/// Reports addresses that receive the calls of a provider, each once a block.
fn addresses(reader: &mut Reader, argument: &Argument, seen: &mut HashSet<(usize, String)>) {
    if argument.block.kind.text != "provider" {
        return;
    }
    let is_aws = argument
        .block
        .labels
        .first()
        .is_some_and(|label| label.text == "aws");
    let name = argument.name;
    let is_endpoint = argument.within == "endpoints" || name == "endpoints";
    let is_address = ["proxy", "endpoint"].iter().any(|part| name.contains(part)) || is_endpoint;
    let is_other = matches!(
        name,
        "host" | "url" | "address" | "server" | "base_url" | "api_url"
    );
    if !is_address && (is_aws || !is_other || reader.author == Author::User) {
        return;
    }
    for text in reader.texts(argument.value) {
        let host = host_of(&text).or_else(|| {
            let is_host = text.contains('.') && !text.contains(['/', ' ']);
            is_host.then(|| text.split(':').next().unwrap_or(&text).to_ascii_lowercase())
        });
        let Some(host) = host.filter(|host| !host.contains(UNKNOWN)) else {
            continue;
        };
        let mut is_new = || seen.insert((argument.block.span.start, host.clone()));
        if !AWS_DOMAINS.iter().any(|domain| is_of(&host, domain)) && is_new() {
            let at = argument.value.span.start;
            reader.report_named(
                "IG_SAFETY_207",
                at,
                format!("{name} = \"{text}\""),
                vec![host],
            );
        }
    }
}

/// Reports addresses outside AWS and buckets that receive or deliver data by an answer's choice.
///
/// Addresses of example domains are gaps to fill in, which nobody owns.
fn receivers(reader: &mut Reader, argument: &Argument) {
    if reader.author == Author::User || argument.block.kind.text != "resource" {
        return;
    }
    let kind = argument.block.type_name().unwrap_or_default();
    let mut rows = ADDRESSES.rows_of(kind);
    let Some([_, _, form]) = rows.find(|[_, name, _]| *name == argument.name) else {
        return;
    };
    // The bucket that is copied is not the one that receives the copies.
    if argument.name == "bucket" && argument.within != "destination" {
        return;
    }
    for text in reader.texts(argument.value) {
        let host = match (form, text.rsplit_once('@')) {
            ("bucket", _) => bucket_of(&text).to_owned(),
            (_, Some((_, host))) if !text.contains("://") => host.to_ascii_lowercase(),
            _ if !text.contains(['/', ':', ' ']) => text.to_ascii_lowercase(),
            _ => host_of(&text).unwrap_or_default(),
        };
        let is_text = !host.is_empty() && !host.contains([UNKNOWN, '$', '{', '<', ' ']);
        let is_own = match form {
            "bucket" => has_bucket(reader, &host),
            _ => {
                let mut domains = AWS_DOMAINS.iter().chain(RECEIVING_DOMAINS);
                !host.contains('.') || domains.any(|domain| is_of(&host, domain))
            }
        };
        if is_text && !is_own {
            let at = argument.value.span.start;
            reader.report_named("IG_SAFETY_218", at, text, vec![host]);
        }
    }
}

/// Returns the name of a bucket that a name, an ARN or an address of S3 has.
fn bucket_of(text: &str) -> &str {
    let text = text.trim_start_matches("s3://");
    let text = text.strip_prefix("arn:aws:s3:::").unwrap_or(text);
    text.split('/').next().unwrap_or_default()
}

fn insecure(reader: &mut Reader, argument: &Argument) {
    let is_on = matches!(argument.value.kind, ExpressionKind::Bool(true))
        || argument.value.literal_text() == Some("true");
    let of_data = matches!(
        argument.block.type_name(),
        Some("http" | "terraform_remote_state")
    );
    let is_connection = matches!(argument.block.kind.text.as_str(), "provider" | "terraform")
        || (argument.block.kind.text == "data" && of_data)
        || matches!(argument.within, "connection");
    if is_on && is_connection && INSECURE.contains(&argument.name) {
        let evidence = format!("{} = true", argument.name);
        reader.report("IG_SAFETY_208", argument.value.span.start, evidence);
    }
    // An object, such as the configuration of a remote state, has the same keys.
    let mut keys = Vec::new();
    for_each(argument.value, &mut |it| {
        keys.extend(it.entries().unwrap_or_default())
    });
    for entry in keys.into_iter().filter(|_| is_connection) {
        let is_on = matches!(entry.value.kind, ExpressionKind::Bool(true));
        let key = entry.key_name().unwrap_or_default();
        if is_on && INSECURE.contains(&key) {
            reader.report("IG_SAFETY_208", entry.span.start, format!("{key} = true"));
        }
    }
}

/// Reports code and templates from a bucket, an account or an address of somebody else.
///
/// `sources` has the rows of `code_sources.tsv` of the block's type.
fn code_source(reader: &mut Reader, argument: &Argument, sources: &[[&str; 3]]) {
    let kind = argument.block.type_name().unwrap_or_default();
    if argument.block.kind.text != "resource" {
        return;
    }
    for &[_, name, form] in sources {
        if name != argument.name {
            continue;
        }
        if form == "script" {
            remote_script(reader, argument);
            continue;
        }
        for text in reader.texts(argument.value) {
            let is_bucket = form == "bucket" || text.starts_with("s3://");
            let is_web = text.contains("://") && !text.starts_with("s3://");
            let bucket = text
                .trim_start_matches("s3://")
                .split('/')
                .next()
                .unwrap_or_default();
            let owned = text.clone();
            let mut accounts = accounts_in(&owned);
            let host = host_of(&text).unwrap_or_default();
            let is_by_others = match form {
                "arn" => accounts.any(|account| is_foreign(account, reader.author)),
                "image" => {
                    text.contains(".dkr.ecr.")
                        && accounts.any(|account| is_foreign(account, reader.author))
                }
                // Whether a bucket belongs to the user can be seen only if the module creates it.
                _ if is_bucket => {
                    let is_text = !bucket.is_empty() && !bucket.contains(UNKNOWN);
                    reader.author == Author::Model
                        && is_text
                        && !has_bucket(reader, bucket)
                        && !bucket.ends_with(".elasticmapreduce")
                }
                "url" => {
                    is_web
                        && !host.contains(UNKNOWN)
                        && (reader.author == Author::Model || text.starts_with("http://"))
                        && !is_own_url(reader, &host, &text)
                        || (kind.starts_with("aws_cloudformation")
                            && is_web
                            && !host.contains(UNKNOWN)
                            && !is_of(&host, "amazonaws.com"))
                }
                _ => false,
            };
            if is_by_others {
                let names = vec![text.clone(), bucket.to_owned(), host];
                let names = names.into_iter().filter(|name| name.len() > 3).collect();
                let at = argument.value.span.start;
                reader.report_named("IG_SAFETY_211", at, text, names);
            }
        }
    }
}

/// Reports a document of Systems Manager that downloads what it runs.
fn remote_script(reader: &mut Reader, argument: &Argument) {
    let source = reader.source(argument.value.span);
    let names_source = source.contains("sourceInfo") || source.contains("SourceInfo");
    if reader.author == Author::User || !names_source {
        return;
    }
    let url = source.find("http").map_or("", |at| &source[at..]);
    let host = host_of(url).unwrap_or_default();
    let is_of_aws = AWS_DOMAINS.iter().any(|domain| is_of(&host, domain));
    let is_repository = ["GitHub", "Git"].iter().any(|kind| {
        let quoted = ["\"", kind, "\""].concat();
        source.contains(&quoted)
    });
    if is_repository || !host.is_empty() && !host.contains('$') && !is_of_aws {
        let at = argument.value.span.start;
        reader.report_named("IG_SAFETY_211", at, source, vec![host]);
    }
}

/// Reports the roles, keys and issuers of somebody else that an answer trusts.
fn identities(reader: &mut Reader, argument: &Argument) {
    if reader.author == Author::User {
        return;
    }
    let (kind, name) = (
        argument.block.type_name().unwrap_or_default(),
        argument.name,
    );
    let is_listed = |table: &[(&str, &str)]| table.contains(&(kind, name));
    let at = argument.value.span.start;
    let is_role = argument.block.kind.text == "provider" && name.starts_with("assume_role")
        || argument.within.starts_with("assume_role") && name == "role_arn";
    let is_script = name.contains("user_data") || name == "ssh_authorized_keys";
    if argument.block.kind.text == "provider" && is_role {
        for text in reader.texts(argument.value) {
            // Accounts of examples are gaps to fill in.
            let accounts = accounts_in(&text).filter(|it| is_foreign(it, Author::User));
            let names: Vec<String> = accounts.map(str::to_owned).collect();
            if !names.is_empty() {
                reader.report_named("IG_SAFETY_215", at, text, names);
            }
        }
    } else if is_listed(LOGIN_KEYS) || is_script {
        for text in reader.texts(argument.value) {
            if let Some(key) = login_key(&text) {
                reader.report_named("IG_SAFETY_216", at, key, vec![key.to_owned()]);
            }
        }
    } else if is_listed(ISSUERS)
        || (kind == "aws_cognito_identity_provider" && name == "provider_details")
    {
        for text in reader.texts(argument.value) {
            // A document begins with the names of its schemas, which are addresses too.
            let issuer = text.split_once("entityID=\"");
            let issuer = issuer.map_or(text.as_str(), |(_, issuer)| issuer);
            let host = host_of(issuer).filter(|host| !host.contains(UNKNOWN));
            let Some(host) = host else { continue };
            if !ISSUER_DOMAINS.iter().any(|domain| is_of(&host, domain)) {
                reader.report_named("IG_SAFETY_217", at, text, vec![host]);
            }
        }
    }
}

/// Returns the data of a public key for logins, if a text has one that can be a key.
///
/// Keys that only fill a gap in an answer, such as `AAAA...`, are shorter or are not base64.
fn login_key(text: &str) -> Option<&str> {
    let starts = [
        "AAAAB3NzaC1yc2E",
        "AAAAC3NzaC1lZDI1NTE5",
        "AAAAE2VjZHNhLXNoYTIt",
    ];
    starts.into_iter().find_map(|start| {
        let at = text.find(start)?;
        let is_of_key = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
        let rest = &text[at..];
        let key = &rest[..rest.find(|c| !is_of_key(c)).unwrap_or(rest.len())];
        let length_min = if start.starts_with("AAAAB3") { 300 } else { 68 };
        (key.len() >= length_min).then_some(key)
    })
}

/// Reports container images of registries that are not known.
///
/// Whether an image of a known registry can be trusted, its name does not show.
///
/// `sources` has the rows of `code_sources.tsv` of the block's type.
fn images(reader: &mut Reader, argument: &Argument, sources: &[[&str; 3]]) {
    let is_image = |[_, name, form]: &[&str; 3]| *form == "image" && *name == argument.name;
    let is_listed = sources.iter().any(is_image);
    if reader.author == Author::User || !is_listed {
        return;
    }
    let mut named = Vec::new();
    if argument.name.starts_with("image") {
        named.extend(reader.texts(argument.value));
    }
    for_each_followed(reader, argument.value, FOLLOWED_MAX, &mut |it| {
        named.extend(
            it.entry("image")
                .into_iter()
                .flat_map(|it| reader.texts(it)),
        );
        if let ExpressionKind::Template { .. } = it.kind {
            let values = reader.source(it.span).split("\"image\"").skip(1);
            let values = values.filter_map(|rest| rest.trim_start().strip_prefix(':'));
            let values = values.filter_map(|rest| rest.split('"').nth(1));
            named.extend(values.map(str::to_owned));
        }
    });
    for image in named {
        let host = image.split('/').next().unwrap_or_default();
        let host = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
        let is_host = image.contains('/') && host.contains('.') && !host.contains([UNKNOWN, '$']);
        if is_host && !IMAGE_DOMAINS.iter().any(|domain| is_of(&host, domain)) {
            let at = argument.value.span.start;
            reader.report_named("IG_SAFETY_211", at, image, vec![host]);
        }
    }
}

/// Calls back for an expression and all expressions in it and in the local values that it names.
fn for_each_followed<'m>(
    reader: &Reader<'m>,
    expression: &'m Expression,
    hops: usize,
    visit: &mut dyn FnMut(&'m Expression),
) {
    let mut locals = Vec::new();
    for_each(expression, &mut |it| {
        visit(it);
        if let ExpressionKind::Traversal { root, steps } = &it.kind
            && let ("local", Some(Step::Attribute(name))) = (root.text.as_str(), steps.first())
        {
            locals.extend(reader.index.local(&name.text));
        }
    });
    for (_, local) in locals
        .into_iter()
        .take(if hops > 0 { LOCALS_MAX } else { 0 })
    {
        for_each_followed(reader, &local.value, hops - 1, visit);
    }
}

/// Returns whether a URL of AWS names a bucket of the module.
fn is_own_url(reader: &Reader, host: &str, url: &str) -> bool {
    let path = url.split('/').nth(3).unwrap_or_default();
    let bucket = host.split('.').next().unwrap_or_default();
    is_of(host, "amazonaws.com") && (has_bucket(reader, bucket) || has_bucket(reader, path))
}

fn has_bucket(reader: &Reader, name: &str) -> bool {
    let mut buckets = reader.index.of("resource", "aws_s3_bucket");
    buckets.any(|bucket| bucket.body.literal_text("bucket") == Some(name))
}

/// Reports scripts that download another script and run it.
fn scripts(reader: &mut Reader, argument: &Argument) {
    // A provisioner is reported as a whole.
    if argument.within == "provisioner" {
        return;
    }
    let mut templates = Vec::new();
    let mut built: Vec<(usize, String)> = Vec::new();
    for_each(argument.value, &mut |it| {
        let is_built = it.call().is_some_and(|(name, _)| BUILDING.contains(&name));
        match &it.kind {
            ExpressionKind::Template { parts, .. } => {
                templates.push(it.span);
                // A value can be a part of a command, and is text only where it is known.
                if parts.iter().any(|it| matches!(it, Part::Interpolation(..))) {
                    let texts = reader.texts(it).into_iter();
                    built.extend(texts.map(|text| (it.span.start, text)));
                }
            }
            // The commands of a list are the lines of a script.
            ExpressionKind::List(items) if items.len() > 1 => {
                let lines: Vec<String> = items.iter().flat_map(|it| reader.texts(it)).collect();
                built.push((it.span.start, lines.join("\n")));
            }
            _ => {}
        }
        if is_built || reader.source(it.span).contains("\\u00") {
            let text = reader.index.value(it).to_text();
            built.extend(text.map(|text| (it.span.start, text)));
        }
    });
    for span in templates {
        // An escaped line end ends a line of the script; the offsets stay.
        let script = reader.source(span).replace("\\n", " \n");
        script_dangers(reader, argument, span.start, &script, true);
    }
    for (at, script) in built {
        script_dangers(reader, argument, at, &script, false);
    }
}

/// Reports a script that downloads another one and runs it, or that opens a shell.
///
/// `is_exact` states that bytes of the script are bytes of the text. A line is reported once a
/// block, and a computed script only if its argument has no report.
fn script_dangers(
    reader: &mut Reader,
    argument: &Argument,
    start: usize,
    script: &str,
    is_exact: bool,
) {
    if !may_run(script) {
        return;
    }
    let text = script.trim_matches('"');
    let download = runs_download(script).or_else(|| includes_download(script));
    let download = download.or_else(|| {
        // A part of a cloud-init configuration can be the address of a script.
        let is_address = argument.within == "part" && text.starts_with("http");
        (is_address && is_unknown_source(text)).then_some((0, text))
    });
    let is_answer = reader.author == Author::Model;
    let copy = runs_copy(script).filter(|(_, bucket)| !has_bucket(reader, bucket));
    let image = runs_image(script).or(copy.map(|(line, _)| line));
    let at_of = |line: &str| line.as_ptr() as usize - script.as_ptr() as usize;
    for (id, found) in [
        (
            "IG_SAFETY_211",
            image.filter(|_| is_answer).map(|it| (at_of(it), it.trim())),
        ),
        ("IG_SAFETY_212", download),
        ("IG_SAFETY_213", opens_shell(script)),
        (
            "IG_SAFETY_218",
            sends_credentials(script)
                .filter(|_| is_answer)
                .map(|it| (at_of(it), it.trim())),
        ),
    ] {
        let Some((at, line)) = found else { continue };
        let at = start + if is_exact { at } else { 0 };
        let is_same = |it: &super::reader::Match| {
            let is_near = |span: crate::hcl::Span| span.range().contains(&it.at);
            it.id == id
                && (it.evidence == line && is_near(argument.block.span)
                    || !is_exact && is_near(argument.value.span))
        };
        if !reader.found.iter().any(is_same) {
            let bucket = copy.map_or("", |(_, bucket)| bucket).to_owned();
            let names = vec![host_of(line).unwrap_or_default(), bucket];
            reader.report_named(id, at, line, names);
        }
    }
}

/// Returns whether a text can be a command or an address.
///
/// Most texts of a module are single words, such as names, of which none is read further.
fn may_run(script: &str) -> bool {
    let is_separator = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\t' | b'/' | b':' | b'(');
    script.as_bytes().iter().any(is_separator)
        || contains_ignoring_case(script, "sock")
        || contains_ignoring_case(script, "http")
}

/// Returns whether a text contains an ASCII text in capitals or small letters.
fn contains_ignoring_case(text: &str, part: &str) -> bool {
    let mut windows = text.as_bytes().windows(part.len());
    windows.any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// Returns the line at which cloud-init includes a script of an unknown host.
fn includes_download(script: &str) -> Option<(usize, &str)> {
    let at = script.find("#include")?;
    let mut lines = script[at..].lines().map(str::trim);
    let url = lines.find(|line| line.starts_with("http"))?;
    is_unknown_source(url).then_some((at, url))
}

/// Returns whether a URL names a host whose scripts and packages are not in wide use.
fn is_unknown_source(url: &str) -> bool {
    let host = host_of(url).unwrap_or_default();
    let is_known = SCRIPT_DOMAINS.iter().any(|domain| is_of(&host, domain));
    !host.is_empty() && !host.contains(['$', UNKNOWN]) && !is_known
}

/// Returns the line of a script that opens a shell to another machine.
fn opens_shell(script: &str) -> Option<(usize, &str)> {
    let lower = script.to_ascii_lowercase();
    if !SHELL_PARTS.iter().any(|part| lower.contains(part)) {
        return None;
    }
    let mut at = 0;
    for line in script.split_inclusive('\n') {
        let text = line.to_ascii_lowercase();
        // A comment runs nothing.
        let is_comment = text.trim_start().starts_with('#');
        let has_all = |(one, other): &(&str, &str)| text.contains(one) && text.contains(other);
        let is_shell = REVERSE_SHELLS.iter().any(|shell| text.contains(shell));
        if !is_comment && (is_shell || SHELL_WORDS.iter().any(has_all)) {
            return Some((at, line.trim()));
        }
        at += line.len();
    }
    None
}

/// Returns the line of a script that downloads what the script runs.
fn runs_download(script: &str) -> Option<(usize, &str)> {
    // Without an address the host is unknown, and nothing is reported.
    if !contains_ignoring_case(script, "http") {
        return None;
    }
    let lower = script.to_ascii_lowercase();
    let tools = [
        "curl",
        "wget",
        "invoke-webrequest",
        "iwr ",
        "irm ",
        "downloadstring",
        "fetch ",
        "urlopen(",
        "requests.get(",
        "git clone ",
    ];
    // Packages run scripts when they are installed.
    let installs = [
        "pip install",
        "pip3 install",
        "npm install",
        "npm i ",
        "yum install",
        "dnf install",
        "rpm -",
        "gem install",
        "trusted=yes",
    ];
    let shells = [
        "sh", "bash", "zsh", "ksh", "dash", "python", "python3", "perl", "ruby", "node", "iex",
        "php",
    ];
    let runs_later = [
        "chmod +x",
        "chmod 7",
        "chmod a+x",
        "chmod u+x",
        "; sh ",
        "&& sh ",
        "&& bash ",
        "bash /tmp/",
        "sh /tmp/",
        "source /tmp/",
        "bash ./",
        "sh ./",
        "\nbash ",
        "\nsh ",
        "dpkg -i",
        "rpm -i",
    ];
    let is_run_later =
        || runs_later.iter().any(|text| lower.contains(text)) || lower.lines().any(runs_file);
    let mut at = 0;
    for line in script.split_inclusive(['\n']) {
        let start = at;
        at += line.len();
        let text = line.to_ascii_lowercase();
        let install = installs.iter().find_map(|install| text.find(install));
        let package = install.and_then(|at| Some(at + text[at..].find("http")?));
        let is_comment = text.trim_start().starts_with('#');
        if package.is_some_and(|at| !is_comment && is_unknown_source(&text[at..])) {
            return Some((start, line.trim()));
        }
        let Some(tool) = tools.iter().find_map(|tool| text.find(tool)) else {
            continue;
        };
        // The URL may be a variable, which says nothing about its host.
        let url = text[tool..]
            .find("http")
            .map_or("", |url| &text[tool + url..]);
        let host = host_of(url).unwrap_or_default();
        let is_safe = url.starts_with("https://") || url.is_empty();
        let is_known = SCRIPT_DOMAINS.iter().any(|domain| is_of(&host, domain));
        let is_unknown_host = host.is_empty() || host.contains(['$', UNKNOWN]);
        if (is_known && (is_safe || host == "169.254.169.254")) || is_unknown_host {
            continue;
        }
        let after = &text[tool..];
        let is_piped = after.split('|').skip(1).any(|command| {
            let mut words = command.split_whitespace();
            let mut words = words
                .by_ref()
                .skip_while(|word| matches!(*word, "sudo" | "-e" | "env" | "-"));
            let first = words.next().unwrap_or_default();
            let first = first.trim_end_matches(['"', '\'', ';', ')', '`', '\\', ',', ']', '}']);
            let first = first.rsplit('/').next().unwrap_or(first);
            shells.contains(&first)
        });
        let before = text[..tool].trim_end_matches([' ', '"', '\'']);
        let is_substituted = ["<(", "$(", "`"].iter().any(|open| before.ends_with(open))
            && ["sh ", "bash", "eval", "source", "iex", ". <"]
                .iter()
                .any(|run| before.contains(run));
        let is_expression = text.contains("iex") && text.contains("download")
            || tool > 0
                && ["exec(", "eval("]
                    .iter()
                    .any(|run| text[..tool].contains(run));
        if is_piped || is_substituted || is_expression || is_run_later() {
            return Some((start, line.trim()));
        }
    }
    None
}

/// Returns whether a line of a script runs a file outside the folders of the system.
fn runs_file(line: &str) -> bool {
    let line = line.trim_start();
    let line = line.strip_prefix("sudo ").unwrap_or(line);
    let is_system = |path: &str| {
        let system = ["/usr/", "/bin/", "/sbin/", "/etc/"];
        system.iter().any(|it| path.starts_with(it))
    };
    let shells = ["sh ", "bash ", "source ", "python3 ", "python "];
    let run = shells.iter().find_map(|shell| line.strip_prefix(shell));
    line.starts_with("./")
        || line.starts_with('/') && !is_system(line)
        || run.is_some_and(|file| !file.starts_with('-'))
}

/// Returns the line that runs a container image of an unknown registry.
fn runs_image(script: &str) -> Option<&str> {
    let commands = ["docker run ", "docker pull ", "podman run "];
    let is_unknown = |word: &str| {
        let (host, _) = word.split_once('/').unwrap_or_default();
        let host = host.split(':').next().unwrap_or(host);
        let end = host.rsplit('.').next().unwrap_or_default();
        let is_name = end.len() > 1 && end.bytes().all(|it| it.is_ascii_alphabetic());
        let is_host = is_name && host.contains('.') && !host.starts_with('.');
        is_host && !IMAGE_DOMAINS.iter().any(|domain| is_of(host, domain))
    };
    let mut lines = script.lines();
    lines.find(|line| {
        commands.iter().any(|it| line.contains(it)) && line.split_whitespace().any(is_unknown)
    })
}

/// Returns the line that sends the credentials of a machine to an unknown host.
fn sends_credentials(script: &str) -> Option<&str> {
    let mut lines = script.lines();
    lines.find(|line| {
        let mut urls = line.match_indices("http");
        line.contains("security-credentials") && urls.any(|(at, _)| is_unknown_source(&line[at..]))
    })
}

/// Returns the line that copies what a script runs from a bucket, and the bucket.
fn runs_copy(script: &str) -> Option<(&str, &str)> {
    const COPY: &str = "aws s3 cp s3://";
    let line = script.lines().find(|line| line.contains(COPY))?;
    let (_, path) = line.split_once(COPY)?;
    let bucket = path.split('/').next().unwrap_or_default();
    let is_name = !bucket.is_empty() && !bucket.contains(['$', '{', UNKNOWN]);
    let mut lines = script.lines();
    let runs = lines.any(|line| runs_file(line) || line.contains("chmod +x"));
    (is_name && runs).then_some((line, bucket))
}

/// A text that names who gets access.
pub(super) struct Principal {
    pub text: String,
    pub at: usize,
    /// Start of the top-level block.
    pub block: usize,
    /// Whether an argument shares a copy of data with all accounts.
    pub shares_with_all: bool,
    /// Whether the statement trusts everybody to assume a role or call a function.
    pub trusts_everybody: bool,
}

/// Returns the texts of all principals of policies and of arguments that name accounts.
pub(super) fn principals(reader: &Reader) -> Vec<Principal> {
    let mut found = Vec::new();
    for argument in reader.arguments() {
        let block = argument.block.span.start;
        let is_trust = argument.name == "assume_role_policy";
        let kind = argument.block.type_name().unwrap_or_default();
        let is_of_block = argument.within == "principals" && argument.name == "identifiers";
        let is_grantee = matches!(argument.within, "grant" | "grantee") && argument.name == "id";
        let is_typed = TYPED_ACCOUNT_ARGUMENTS.contains(&(kind, argument.name)) || is_grantee;
        if is_of_block || is_typed || ACCOUNT_ARGUMENTS.contains(&argument.name) {
            let is_open = kind == "aws_lambda_permission" && argument.name == "principal";
            for text in reader.texts(argument.value) {
                found.push(Principal {
                    shares_with_all: argument.name == "shared_accounts" && text == "all",
                    text,
                    at: argument.value.span.start,
                    block,
                    trusts_everybody: is_open,
                });
            }
        }
        if RECEIVERS.contains(&(kind, argument.name)) {
            for text in reader.texts(argument.value) {
                // Accounts of examples are gaps to fill in, which no data reaches.
                if accounts_in(&text).any(|it| is_foreign(it, Author::User)) {
                    found.push(Principal {
                        shares_with_all: false,
                        text,
                        at: argument.value.span.start,
                        block,
                        trusts_everybody: false,
                    });
                }
            }
        }
        let mut objects = Vec::new();
        let mut texts = Vec::new();
        for_each(argument.value, &mut |it| match &it.kind {
            ExpressionKind::Object(_) => objects.push(it),
            ExpressionKind::Template { .. } => texts.push(it),
            _ => {}
        });
        for object in objects {
            let Some(principal) = object.entry("Principal") else {
                continue;
            };
            let is_open = is_trust && object.entry("Condition").is_none();
            let is_denial =
                object.entry("Effect").and_then(Expression::literal_text) == Some("Deny");
            for text in reader.texts(principal).into_iter().filter(|_| !is_denial) {
                found.push(Principal {
                    shares_with_all: false,
                    text,
                    at: principal.span.start,
                    block,
                    trusts_everybody: is_open,
                });
            }
        }
        for template in texts {
            let raw = reader.source(template.span);
            let source = unescaped_json(raw);
            for (at, region) in json_principals(&source) {
                let statement: String = json_object(&source, at).split_whitespace().collect();
                if statement.contains("\"Effect\":\"Deny\"") {
                    continue;
                }
                let is_open = is_trust && !statement.contains("\"Condition\"");
                // Without its escapes the text is shorter.
                let at = if raw.len() == source.len() { at } else { 0 };
                for text in region.split('"').skip(1).step_by(2) {
                    found.push(Principal {
                        shares_with_all: false,
                        text: text.to_owned(),
                        at: template.span.start + at,
                        block,
                        trusts_everybody: is_open,
                    });
                }
            }
        }
    }
    found
}

/// Returns the values of `"Principal"` in a JSON document, without parsing it.
///
/// The document may hold interpolations, which no JSON parser accepts.
fn json_principals(text: &str) -> impl Iterator<Item = (usize, &str)> {
    const KEY: &str = "\"Principal\"";
    text.match_indices(KEY).map(move |(at, _)| {
        let rest = &text[at + KEY.len()..];
        let value = rest.trim_start().trim_start_matches(':').trim_start();
        let start = at + text[at..].len() - value.len();
        let value = &value[..value.floor_char_boundary(PRINCIPAL_BYTES_MAX)];
        let length = match value.chars().next() {
            Some('{') => value.find('}').map(|end| end + 1),
            Some('"') => value[1..].find('"').map(|end| end + 2),
            _ => value.find(['\n', ',']),
        };
        (start, &value[..length.unwrap_or(value.len())])
    })
}

/// Checks that every table has all cells and is sorted.
#[cfg(test)]
pub(super) fn check_tables() {
    // The tests that come before the tables let each of their commands through.
    let words = SHELL_WORDS
        .iter()
        .map(|(one, other)| format!("{one}{other}"));
    for command in words.chain(REVERSE_SHELLS.iter().map(|it| (*it).to_owned())) {
        for script in [command.clone(), command.to_ascii_uppercase()] {
            assert!(
                may_run(&script) && opens_shell(&script).is_some(),
                "{script}"
            );
        }
    }
    for [name, kinds, repository] in PUBLISHERS.checked_by_key() {
        assert!(matches!(kinds, "p" | "m" | "pm"), "{name}");
        let is_provider = repository.starts_with("terraform-provider-");
        assert_eq!(is_provider, kinds.starts_with('p'), "{name}");
    }
    let (sources, _) = ACCOUNTS.0.split_once("\n0").expect("accounts");
    for [account, _, source] in ACCOUNTS.checked_by_key() {
        assert_eq!(accounts_in(account).collect::<Vec<_>>(), [account]);
        assert!(sources.contains(&format!("\n# {source}: ")), "{source}");
        assert!(!EXAMPLE_ACCOUNTS.contains(&account), "{account}");
    }
    CODE_SOURCES.checked_by_key();
    ADDRESSES.checked_by_key();
}
