//! Determines the AWS region from the request and the module.

use super::context::Context;
use super::words::Words;
use crate::intent::region::regions;

/// Default region if neither the request nor the module names one.
///
/// It is the region that the AWS console opens with, and it has every service.
const REGION: &str = "us-east-1";

/// Letters of availability zones.
const ZONES: [char; 6] = ['a', 'b', 'c', 'd', 'e', 'f'];

/// Returns the region of the request, else of a zone in the module, else `REGION`.
pub(super) fn region_of(cx: &Context) -> &'static str {
    let asked = |(code, names)| Some((asked_at(cx.request, code, names)?, code));
    if let Some((_, code)) = regions().filter_map(asked).min() {
        return code;
    }
    let text = cx.module.text.as_str();
    let zone = regions().filter_map(|(code, _)| Some((zone_at(text, code)?, code)));
    zone.min().map_or(REGION, |(_, code)| code)
}

/// Returns the position at which a request names a region.
///
/// A region is named by its code, by one of its zones, or by a phrase such as `in frankfurt`.
fn asked_at<'n>(
    request: &Words,
    code: &str,
    names: impl Iterator<Item = &'n str>,
) -> Option<usize> {
    let code = code.replace('-', " ");
    let zones = ZONES.iter().map(|zone| format!("{code}{zone}"));
    let places = names.flat_map(|name| {
        ["in", "to", "at", "region"]
            .map(|word| format!("{word} {name}"))
            .into_iter()
            .chain([format!("{name} region")])
    });
    let phrases = [code.clone()].into_iter().chain(zones).chain(places);
    phrases.filter_map(|phrase| request.find(&phrase)).min()
}

/// Returns the position of a zone of a region written as a string.
fn zone_at(text: &str, code: &str) -> Option<usize> {
    text.match_indices(code).map(|(at, _)| at).find(|at| {
        let mut behind = text[at + code.len()..].chars();
        text[..*at].ends_with('"')
            && behind.next().is_some_and(|zone| ZONES.contains(&zone))
            && behind.next() == Some('"')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_regions_by_code_zone_and_city() {
        let region = |request: &str| {
            let words = Words::new(request);
            let named =
                regions().filter_map(|(code, names)| Some((asked_at(&words, code, names)?, code)));
            named.min().map(|(_, code)| code)
        };
        assert_eq!(
            region("launch 3 ec2 instances in us-west-2"),
            Some("us-west-2")
        );
        assert_eq!(
            region("a subnet in eu-central-1b, please"),
            Some("eu-central-1")
        );
        assert_eq!(region("a server in Frankfurt"), Some("eu-central-1"));
        assert_eq!(region("from eu-west-1 to us-east-1"), Some("eu-west-1"));
        assert_eq!(region("the bucket paris-photos"), None);
        assert_eq!(region("server"), None);
    }
}
