//! Determines which types and security topics of a program a request is about.

use crate::fix::About;
use crate::hcl::Module;
use crate::hcl::format::layout;
use crate::intent::{ParsedRequest, Service};
use crate::request::Request;
use crate::scan::recipe::Topic;
use crate::templates;
use crate::words::words_of;
use foldhash::HashSet;

/// Request words that name a security topic of the whole program.
const TOPICS: &[(&str, &[Topic])] = &[
    ("logging", &[Topic::Logs]),
    ("logged", &[Topic::Logs]),
    ("audited", &[Topic::Logs]),
    ("encrypted", &[Topic::Encryption]),
    ("encryption", &[Topic::Encryption]),
    ("hardened", &[Topic::Logs, Topic::Encryption]),
    ("hardening", &[Topic::Logs, Topic::Encryption]),
    ("compliant", &[Topic::Logs, Topic::Encryption]),
    ("compliance", &[Topic::Logs, Topic::Encryption]),
];

/// Types that are parts of another; a request that names the part covers the whole.
const PARTS: &[(&str, &str)] = &[
    ("aws_subnet", "aws_vpc"),
    ("aws_internet_gateway", "aws_vpc"),
    ("aws_nat_gateway", "aws_vpc"),
    ("aws_route_table", "aws_vpc"),
];

/// Returns the types that the request names and the security topics it mentions.
///
/// Services without a template are recognised by the word after `aws_` in their types (`kinesis`,
/// `redshift`). A request with a negation (`no`, `not`, `without`) yields no topics.
///
/// `is_exact` is set for a program that the templates produce for this request: it holds exactly
/// the requested number of resources.
pub(super) fn request_topics(request: &str, code: &str, module: &Module) -> About {
    let words = words(request);
    let wants = Request::parse(request).map(|request| ParsedRequest::parse(&request));
    let wants = wants.unwrap_or_default();
    let services = wants.items.iter().flat_map(|item| item.service.resources());
    let services: HashSet<&str> = services.copied().collect();
    let is_named = |name: &&str| {
        let service = name
            .strip_prefix("aws_")
            .and_then(|it| it.split('_').next());
        services.contains(name) || service.is_some_and(|service| words.contains(service))
    };
    let mut types: HashSet<String> = module
        .resources()
        .filter_map(|it| it.type_name())
        .filter(is_named)
        .map(str::to_owned)
        .collect();
    for (part, whole) in PARTS {
        if types.contains(*part) {
            types.insert((*whole).to_owned());
        }
    }
    let named_topics = TOPICS.iter().filter(|(word, _)| words.contains(*word));
    let is_denied = ["no", "not", "without"]
        .iter()
        .any(|it| words.contains(*it));
    // The request names a KMS key for its own purpose, so fixes must not add another one.
    let spared: Vec<Topic> = match wants.has(Service::Key) {
        true => vec![Topic::Encryption],
        false => Vec::new(),
    };
    let requested = named_topics.flat_map(|(_, topics)| *topics).copied();
    let is_exact = templates::answer(&wants)
        .is_some_and(|answer| answer.text == code || layout(&answer.text) == code);
    About {
        types,
        is_exact,
        asked: match is_denied {
            true => Vec::new(),
            false => requested.filter(|topic| !spared.contains(topic)).collect(),
        },
        spared,
    }
}

/// Splits a text into lower-case words and adds the singular of each plural.
fn words(text: &str) -> HashSet<String> {
    let words: HashSet<String> = words_of(text).map(str::to_ascii_lowercase).collect();
    let single = words.iter().filter_map(|word| word.strip_suffix('s'));
    let single: Vec<String> = single.map(str::to_owned).collect();
    words.into_iter().chain(single).collect()
}
