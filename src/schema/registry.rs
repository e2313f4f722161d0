//! Checks calls of modules of the Terraform Registry.
//!
//! A pack has the inputs and outputs of the modules. It is text. Each line describes one major version of a module, with tabs between its fields:
//! source, major version, newest version, inputs and outputs. An input is `name:type`, and `!` follows
//! if it is required; the type is `s`tring, `n`umber, `b`ool, `l`ist, `m`ap or `a`ny. A line covers
//! all versions of the major version: it has what one of them admits, and requires what all require.
//! `examples/modules` generates the pack from the repositories of the modules.

use super::line::{Admitted, admits_major, admitted_by};
use super::module_calls::check_module_calls;
use super::pack::{Malformed, Schema};
use crate::hcl::{self, Block, Kind, Module, Problem, Span};
use crate::semantic::Index;
use foldhash::{HashMap, HashSet};
use std::fmt::Write as _;
use std::ops::Range;

/// File name of the pack of modules.
///
/// The file is in `www/public/data/`.
pub const FILE: &str = "modules-1.405f4244cf4f5334.pack";

/// Maximum size of a pack, in bytes.
const BYTES_MAX: usize = 4_000_000;

/// Inputs and outputs of modules of the Terraform Registry.
#[derive(Clone, Debug)]
pub struct Registry {
    text: String,
    /// Major versions, sorted by source and number.
    majors: Vec<Major>,
}

/// Major version of a module; the ranges are bytes of the text.
#[derive(Clone, Debug)]
struct Major {
    source: Range<usize>,
    newest: Range<usize>,
    inputs: Range<usize>,
    outputs: Range<usize>,
}

impl Registry {
    /// Reads a pack.
    ///
    /// ```
    /// use infragenie::schema::Registry;
    /// let pack = "acme/disk/aws\t1\t1.4.0\tsize:n! name:s\tid\n";
    /// let registry = Registry::read(pack.as_bytes()).unwrap();
    /// assert_eq!(registry.newest("acme/disk/aws"), Some("1.4.0"));
    /// assert!(Registry::read(b"acme/disk/aws\t1\n").is_err());
    /// ```
    pub fn read(bytes: &[u8]) -> Result<Registry, Malformed> {
        let text = str::from_utf8(bytes).map_err(|_| Malformed)?;
        if text.len() > BYTES_MAX {
            return Err(Malformed);
        }
        let mut majors = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let content = line.trim_end_matches('\n');
            if content.starts_with('#') {
                continue;
            }
            let mut end = start;
            let mut fields = content.split('\t').map(|field| {
                let range = end..end + field.len();
                end = range.end + 1;
                range
            });
            let mut next = || fields.next().ok_or(Malformed);
            let source = next()?;
            next()?;
            majors.push(Major {
                source,
                newest: next()?,
                inputs: next()?,
                outputs: next()?,
            });
        }
        Ok(Registry {
            text: text.to_owned(),
            majors,
        })
    }

    /// Returns the newest version of a module, by its source.
    pub fn newest(&self, source: &str) -> Option<&str> {
        let last = self.of(source).last()?;
        Some(&self.text[last.newest.clone()])
    }

    /// Returns the major versions of a module, oldest first.
    fn of(&self, source: &str) -> &[Major] {
        let name = |major: &Major| &self.text[major.source.clone()];
        let start = self.majors.partition_point(|it| name(it) < source);
        let rest = &self.majors[start..];
        &rest[..rest.iter().take_while(|it| name(it) == source).count()]
    }

    /// Returns the major versions that a call admits, newest first.
    fn admitted(&self, call: &Block) -> Vec<&Major> {
        let Some(source) = source(call) else {
            return Vec::new();
        };
        let Some(constraint) = constraint(call) else {
            return Vec::new();
        };
        let majors = self.of(&source).iter().rev();
        let admits = |it: &&Major| admits_major(constraint, &self.text[it.newest.clone()]);
        majors.filter(admits).collect()
    }

    /// Returns a module with the variables and outputs of a major version.
    fn interface(&self, major: &Major) -> Module {
        let mut text = String::new();
        for input in self.text[major.inputs.clone()].split_ascii_whitespace() {
            let (name, about) = input.split_once(':').unwrap_or((input, "a"));
            let _ = writeln!(text, "variable \"{name}\" {{");
            let declared = match about.as_bytes().first() {
                Some(b's') => "string",
                Some(b'n') => "number",
                Some(b'b') => "bool",
                Some(b'l') => "list(any)",
                Some(b'm') => "map(any)",
                _ => "any",
            };
            let _ = writeln!(text, "type = {declared}");
            if !about.ends_with('!') {
                text.push_str("default = null\n");
            }
            text.push_str("}\n");
        }
        for output in self.text[major.outputs.clone()].split_ascii_whitespace() {
            let _ = writeln!(text, "output \"{output}\" {{ value = null }}");
        }
        hcl::parse(text)
    }
}

/// Returns whether a module calls one that the registry can have.
///
/// ```
/// use infragenie::{hcl, schema::calls_registry};
/// let call = |source| hcl::parse(format!("module \"a\" {{\n  source = \"{source}\"\n}}\n"));
/// assert!(calls_registry(&call("terraform-aws-modules/vpc/aws")));
/// assert!(!calls_registry(&call("./vpc")));
/// ```
pub fn calls_registry(module: &Module) -> bool {
    let mut calls = module.body.blocks_of("module").filter_map(source);
    calls.any(|source| {
        let address = source.split("//").next().unwrap_or_default();
        !address.starts_with('.') && address.split('/').count() == 3
    })
}

/// Returns the source of a call as the pack has it.
fn source(call: &Block) -> Option<String> {
    let source = call.body.literal_text("source")?;
    let source = source
        .strip_prefix("registry.terraform.io/")
        .unwrap_or(source);
    Some(source.to_owned())
}

/// Returns the version constraint of a call, empty without one.
///
/// A constraint that is not a literal, or names a prerelease, is none of the supported ones.
fn constraint(call: &Block) -> Option<&str> {
    match call.body.attribute("version") {
        None => Some(""),
        Some(version) => version.value.literal_text().filter(|it| !it.contains('-')),
    }
}

/// Reports arguments and outputs that no admitted version of a called module has.
pub(super) fn check(index: &Index, registry: &Registry) -> Vec<Problem> {
    let mut open: HashMap<&str, Vec<&Major>> = HashMap::default();
    for call in index.module.body.blocks_of("module") {
        let majors = registry.admitted(call);
        if let Some(name) = call.labels.first()
            && !majors.is_empty()
        {
            open.insert(&name.text, majors);
        }
    }
    let mut problems: Option<Vec<Problem>> = None;
    // Only what is wrong in every admitted major version is reported.
    for round in 0.. {
        let majors = open
            .iter()
            .filter_map(|(name, all)| Some((*name, *all.get(round)?)));
        let majors: Vec<(&str, &Major)> = majors.collect();
        if majors.is_empty() {
            break;
        }
        let mut modules: HashMap<usize, Module> = HashMap::default();
        for (_, major) in &majors {
            let made = || registry.interface(major);
            modules.entry(major.inputs.start).or_insert_with(made);
        }
        let children: HashMap<usize, Index> = modules
            .iter()
            .map(|(at, module)| (*at, Index::new(module)))
            .collect();
        let by_name: HashMap<&str, &Index> = majors
            .iter()
            .filter_map(|(name, major)| Some((*name, children.get(&major.inputs.start)?)))
            .collect();
        let mut found = check_module_calls(index, |name| by_name.get(name).copied());
        found.retain(is_reported);
        match &mut problems {
            None => problems = Some(found),
            Some(before) => {
                let found: HashSet<_> = found.iter().map(key).collect();
                before.retain(|problem| {
                    let name = name_of(index.module, problem);
                    let is_checked = name.is_none_or(|name| by_name.contains_key(name));
                    !is_checked || found.contains(&key(problem))
                });
            }
        }
        let left = problems.iter().flatten();
        let left: HashSet<&str> = left.filter_map(|it| name_of(index.module, it)).collect();
        open.retain(|name, _| left.contains(name));
    }
    problems.unwrap_or_default()
}

/// Returns what is equal for the same problem in two versions; the nearest name can differ.
fn key(problem: &Problem) -> (Kind, Span, &str) {
    let name = match problem.kind {
        Kind::MissingArgument => problem.message.as_str(),
        _ => "",
    };
    (problem.kind, problem.span, name)
}

/// Returns whether the pack can judge a problem: it has names and types, no provider blocks.
fn is_reported(problem: &Problem) -> bool {
    matches!(
        problem.kind,
        Kind::MissingArgument
            | Kind::UnsupportedArgument
            | Kind::InvalidInput
            | Kind::UnsupportedAttribute
    )
}

/// Returns the name of the call that a problem is about.
fn name_of<'m>(module: &'m Module, problem: &Problem) -> Option<&'m str> {
    if problem.kind == Kind::UnsupportedAttribute {
        let text = module.text.get(problem.span.range())?;
        let rest = text.strip_prefix("module.")?;
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        return Some(&rest[..end]);
    }
    let block = module.block_at(problem.span.start)?;
    (block.kind.text == "module").then(|| block.labels.first().map(|it| it.text.as_str()))?
}

/// Returns the version of a module that judges a problem, if a newer one is admitted.
pub(super) fn judged_by(module: &Module, schema: &Schema, problem: &Problem) -> Option<String> {
    let name = is_reported(problem).then(|| name_of(module, problem))??;
    let call = module.at(&format!("module.{name}"))?;
    let source = source(call)?;
    let newest = schema.registry()?.newest(&source)?;
    let relation = admitted_by(constraint(call)?, newest);
    (relation == Admitted::Older).then(|| format!("{source} {newest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACK: &str = "# Versions.\n\
        acme/disk/aws\t1\t1.4.0\tname:s size:n!\tid\n\
        acme/disk/aws\t2\t2.1.0\tlabel:s size:n! tags:m\tarn id\n";

    fn messages(text: &str) -> Vec<String> {
        let registry = Registry::read(PACK.as_bytes()).unwrap();
        let module = hcl::parse(text);
        let problems = check(&Index::new(&module), &registry);
        problems.into_iter().map(|it| it.message).collect()
    }

    fn call(version: &str, arguments: &str) -> String {
        format!("module \"d\" {{\n  source = \"acme/disk/aws\"\n{version}\n{arguments}\n}}\n")
    }

    #[test]
    fn reports_what_the_admitted_major_version_lacks() {
        let one = |arguments: &str| messages(&call("  version = \"~> 1.2\"", arguments));
        assert_eq!(
            one("  size = 1\n  tags = {}"),
            ["`module.d` has no argument `tags`"]
        );
        assert_eq!(
            one("  name = \"a\""),
            ["`module.d` needs the argument `size`"]
        );
        assert_eq!(
            one("  size = []"),
            ["`size` takes a number, this is a list"]
        );
        let output = "  size = 1\n}\noutput \"a\" {\n  value = module.d.arn";
        assert_eq!(one(output), ["`module.d` has no attribute `arn`"]);
        assert!(messages(&call("  version = \"2.0.1\"", "  size = 1\n  tags = {}")).is_empty());
    }

    #[test]
    fn stays_silent_where_one_admitted_major_version_has_the_name() {
        for version in ["", "  version = \">= 1.0\"", "  version = var.v"] {
            for argument in ["name = \"a\"", "label = \"a\""] {
                let text = call(version, &format!("  size = 1\n  {argument}"));
                assert!(messages(&text).is_empty(), "{text}");
            }
        }
        assert_eq!(
            messages(&call("", "  size = 1\n  colour = \"red\"")),
            ["`module.d` has no argument `colour`"]
        );
        // Another publisher's module, and a source that is no literal.
        let other = "module \"d\" {\n  source = \"acme/disk/google\"\n  colour = 1\n}\n";
        assert!(messages(other).is_empty());
    }

    #[test]
    fn names_the_version_where_a_newer_one_is_admitted() {
        let registry = Registry::read(PACK.as_bytes()).unwrap();
        let judged = |version: &str| {
            let module = hcl::parse(call(version, "  size = 1\n  colour = 1"));
            let problems = check(&Index::new(&module), &registry);
            let call = module.at("module.d").unwrap();
            assert_eq!(problems.len(), 1);
            admitted_by(constraint(call).unwrap(), "2.1.0")
        };
        assert_eq!(judged(""), Admitted::Older);
        assert_eq!(judged("version = \"~> 1.0\""), Admitted::Not);
        assert_eq!(judged("version = \"2.1.0\""), Admitted::Newest);
    }
}
