//! Lists the services of a request with the resources that they became.

use super::words::{Token, noun, phrase, tokens, types};
use super::{Role, Understood, units};
use crate::hcl::{Block, Module};
use crate::intent::{Item, ParsedRequest};

/// Lists the services of a request that templates answered with `module`.
///
/// The text of a part is the noun that names the service. A service without a noun of its own, such as
/// the network of a server, is left out.
pub fn parts(request: &str, parsed: &ParsedRequest, module: &Module) -> Vec<Understood> {
    let tokens = tokens(request);
    let mut at = 0;
    let mut parts = Vec::new();
    for item in &parsed.items {
        let Some((from, length)) = mention(&tokens, at, item) else {
            continue;
        };
        at = from + length;
        let addresses = addresses(item, parsed, module);
        let ([first, ..], [.., last]) = (&tokens[from..at], &tokens[from..at]) else {
            continue;
        };
        if !addresses.is_empty() {
            parts.push(Understood {
                text: request[first.from..last.to].to_owned(),
                from: units(request, first.from),
                to: units(request, last.to),
                role: Role::New,
                addresses,
                result: item.described(),
            });
        }
    }
    parts
}

/// Returns the first token and the number of tokens of the next noun that names a service.
fn mention(tokens: &[Token], from: usize, item: &Item) -> Option<(usize, usize)> {
    let types = types(item.service);
    (from..tokens.len()).find_map(|at| {
        let longest = (1..=(tokens.len() - at).min(4)).rev();
        let mut nouns = longest.filter_map(|length| {
            let noun = noun(&phrase(&tokens[at..at + length]))?;
            Some((length, noun))
        });
        let (length, noun) = nouns.next()?;
        (noun.types == types).then_some((at, length))
    })
}

/// Returns the addresses of the resources of an item.
///
/// Of several items of a service, those with the names of the item.
fn addresses(item: &Item, parsed: &ParsedRequest, module: &Module) -> Vec<String> {
    let types = types(item.service);
    let is_single = parsed.items_of(item.service).count() == 1;
    let is_meant = |block: &&Block| {
        let is_type = block.type_name().is_some_and(|name| types.contains(&name));
        let is_called = item
            .names
            .iter()
            .any(|name| super::program::is_called(block, name));
        is_type && (is_single || is_called)
    };
    let blocks = module.resources().filter(is_meant);
    blocks.filter_map(Block::address).collect()
}
