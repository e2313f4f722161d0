//! Checks the blocks of the Terraform language: labels, arguments, nested blocks.

use super::body::BodyContext;
use super::checker::Checker;
use super::grammar::{
    Grammar, LIFECYCLE, META, META_DATA, PROVISIONERS, REMOVED_LIFECYCLE, RESERVED, TOP, VALIDATION,
};
use super::line::without_registry;
use super::nearest::shortened;
use super::pack::{self, Schema};
use super::values::{known, primitive_mismatch};
use crate::hcl::{
    Address, Attribute, Block, Expression, ExpressionKind, Item, Kind, Module, Name, Span, Step,
};
use foldhash::HashMap;
use std::ops::Deref;

/// Checks every block of a module.
pub(super) fn check<'a>(schema: &'a Schema, cx: &Checker<'a>) {
    let module = cx.index.module;
    let mut checker = Blocks {
        cx,
        schema,
        providers: provider_sources(module),
        has_configuration_aliases: module.text.contains("configuration_aliases"),
        has_required_providers: false,
    };
    for item in &module.body.items {
        match item {
            Item::Block(block) => checker.top(block),
            Item::Attribute(Attribute { name, .. }) => {
                let message = format!("`{}` must be inside a block", shortened(&name.text));
                cx.report(Kind::UnsupportedArgument, name.span, message);
            }
        }
    }
}

/// Iterates over the entries of all `required_providers` blocks.
pub(super) fn required_providers(module: &Module) -> impl Iterator<Item = &Attribute> {
    let terraform = module.body.blocks_of("terraform");
    let required = terraform.flat_map(|block| block.body.blocks_of("required_providers"));
    required.flat_map(|block| block.body.attributes())
}

/// Collects the sources that `required_providers` assigns to local names.
pub(super) fn provider_sources(module: &Module) -> HashMap<&str, String> {
    let source = |provider: &'_ Attribute| {
        let source = provider.value.entry("source").and_then(Expression::literal);
        let source = source.unwrap_or_else(|| format!("hashicorp/{}", provider.name.text));
        source.to_ascii_lowercase()
    };
    let required = required_providers(module);
    required
        .map(|it| (it.name.text.as_str(), source(it)))
        .collect()
}

/// Returns the provider configurations of a module that none of its blocks uses.
///
/// A module call can use every configuration without an alias.
pub(super) fn unused_providers(module: &Module) -> Vec<Span> {
    let configured = module.body.blocks_of("provider");
    let mut configured: Vec<(&Block, (&str, Option<&str>))> = configured
        .filter_map(|block| {
            let [name] = block.labels.as_slice() else {
                return None;
            };
            let alias = block.body.attribute("alias").map(|it| &it.value);
            match alias.map(Expression::literal_text) {
                Some(None) => None,
                alias => Some((block, (name.text.as_str(), alias.flatten()))),
            }
        })
        .collect();
    let scoped = module.body.blocks_of("check");
    let scoped = scoped.flat_map(|check| check.body.blocks_of("data"));
    for block in module.blocks().chain(scoped) {
        if configured.is_empty() {
            break;
        }
        let named = block.body.attribute("provider").map(|it| &it.value);
        let kind = match block.kind.text.as_str() {
            "resource" | "data" | "ephemeral" | "action" | "list" => block.type_name(),
            "import" => {
                let to = block.body.attribute("to").map(|it| &it.value.kind);
                match to {
                    Some(ExpressionKind::Traversal { root, .. }) => Some(root.text.as_str()),
                    _ => None,
                }
            }
            "module" => {
                let passed = block.body.attribute("providers").map(|it| &it.value);
                let passed: Vec<_> = passed
                    .and_then(Expression::entries)
                    .into_iter()
                    .flatten()
                    .filter_map(|entry| configuration(&entry.value))
                    .collect();
                configured.retain(|(_, it)| it.1.is_some() && !passed.contains(it));
                continue;
            }
            _ => continue,
        };
        let used = match named {
            Some(named) => configuration(named),
            None => kind.and_then(|it| Some((it.split('_').next()?, None))),
        };
        match used {
            Some(used) => configured.retain(|(_, it)| *it != used),
            None => configured.clear(),
        }
    }
    configured
        .into_iter()
        .map(|(block, _)| block.span)
        .collect()
}

/// Returns the name and the alias of the configuration that an expression refers to.
fn configuration(value: &Expression) -> Option<(&str, Option<&str>)> {
    match &value.kind {
        ExpressionKind::Traversal { root, steps } => {
            let alias = steps.iter().find_map(|step| match step {
                Step::Attribute(alias) => Some(alias.text.as_str()),
                _ => None,
            });
            Some((root.text.as_str(), alias))
        }
        // Terraform still reads the quoted form of Terraform 0.11.
        _ => {
            let text = value.literal_text()?;
            Some(match text.split_once('.') {
                Some((name, alias)) => (name, Some(alias)),
                None => (text, None),
            })
        }
    }
}

/// Checker of the blocks of the language.
pub(super) struct Blocks<'a, 'c> {
    pub(super) cx: &'c Checker<'a>,
    schema: &'a Schema,
    providers: HashMap<&'a str, String>,
    /// Whether a caller may pass the configuration of an alias to the module.
    has_configuration_aliases: bool,
    /// Whether a `required_providers` block has been checked.
    has_required_providers: bool,
}

impl<'a> Deref for Blocks<'a, '_> {
    type Target = Checker<'a>;

    fn deref(&self) -> &Checker<'a> {
        self.cx
    }
}

impl<'a> Blocks<'a, '_> {
    fn top(&mut self, block: &'a Block) {
        let kind = block.kind.text.as_str();
        let Some(grammar) = TOP.iter().find(|grammar| grammar.kind == kind) else {
            let near = self.nearest(kind, TOP.iter().map(|grammar| grammar.kind));
            let (problem, of) = (Kind::UnsupportedBlock, "the top level");
            return self.report_unknown(problem, block.header, of, (kind, near));
        };
        if !self.labels(block, grammar) {
            return;
        }
        if grammar.closed {
            self.closed(block, grammar, &[]);
        }
        match kind {
            "resource" | "data" => self.resource(block),
            "provider" => self.provider(block),
            "variable" => self.variable(block),
            "output" => self.output(block),
            "module" => self.module(block),
            "terraform" => self.settings(block),
            "ephemeral" => self.ephemeral(block),
            "check" => {
                let scoped = block.body.blocks_of("data");
                scoped.for_each(|data| self.resource(data));
            }
            "removed" => {
                let lifecycles = block.body.blocks_of("lifecycle");
                lifecycles.for_each(|inner| self.closed(inner, &REMOVED_LIFECYCLE, &[]));
            }
            "locals" => {
                for inner in block.body.blocks() {
                    let message = "local values are arguments, not blocks";
                    self.report(Kind::UnexpectedBlock, inner.header, message);
                }
            }
            _ => {}
        }
    }

    /// Returns whether a block has the required labels, each of them a name.
    fn labels(&mut self, block: &Block, grammar: &Grammar) -> bool {
        let kind = grammar.kind;
        if let Some(missing) = grammar.labels.get(block.labels.len()) {
            let message = format!("`{kind}` needs its {missing} as a label");
            self.report(Kind::MissingLabel, block.header, message);
            return false;
        }
        if let Some(extra) = block.labels.get(grammar.labels.len()) {
            let message = format!("`{kind}` has {} labels at most", grammar.labels.len());
            self.report(Kind::ExtraneousLabel, extra.span, message);
            return false;
        }
        let mut valid = true;
        for (at, label) in block.labels.iter().enumerate() {
            let problem = match (kind, at) {
                ("resource" | "data" | "ephemeral", 0) => Kind::InvalidTypeName,
                ("resource", _) => Kind::InvalidResourceName,
                ("data", _) => Kind::InvalidDataName,
                ("variable", _) => Kind::InvalidVariableName,
                ("output", _) => Kind::InvalidOutputName,
                ("module", _) => Kind::InvalidModuleName,
                _ => continue,
            };
            if !is_name(&label.text) {
                let name = shortened(&label.text);
                let message = format!("`{name}` is no name: use letters, digits, `_` and `-`");
                self.report(problem, label.span, message);
                valid = false;
            }
        }
        valid
    }

    /// Reports unsupported and missing contents of a block of the language.
    pub(super) fn closed(&mut self, block: &'a Block, grammar: &Grammar, extra: &[&str]) {
        for item in &block.body.items {
            match item {
                Item::Attribute(attribute) => {
                    let name = attribute.name.text.as_str();
                    let mut names = grammar.required.iter().chain(grammar.optional).copied();
                    if names.clone().any(|known| known == name) || extra.contains(&name) {
                        continue;
                    }
                    let near = self.nearest(name, &mut names);
                    let (kind, span) = (Kind::UnsupportedArgument, attribute.name.span);
                    self.report_unknown(kind, span, grammar.kind, (name, near));
                }
                Item::Block(inner) => {
                    let name = inner.kind.text.as_str();
                    if !grammar.blocks.contains(&name) && !extra.contains(&name) {
                        let near = self.nearest(name, grammar.blocks.iter().copied());
                        let (kind, span) = (Kind::UnsupportedBlock, inner.header);
                        self.report_unknown(kind, span, grammar.kind, (name, near));
                    }
                }
            }
        }
        for name in grammar.required {
            if block.body.attribute(name).is_none() && !self.has_syntax_errors(block) {
                let message = format!("`{}` needs the argument `{name}`", grammar.kind);
                self.report(Kind::MissingArgument, block.header, message);
            }
        }
    }

    fn resource(&mut self, block: &'a Block) {
        let data = block.kind.text == "data";
        for inner in block.body.blocks() {
            match inner.kind.text.as_str() {
                "lifecycle" => self.lifecycle(inner),
                "provisioner" if !data => self.provisioner(inner),
                _ => {}
            }
        }
        self.alias(block);
        let [kind, _] = block.labels.as_slice() else {
            return;
        };
        let Some(provider) = self.provider_of(block, &kind.text) else {
            return;
        };
        let meta = if data { META_DATA } else { META };
        match self.schema.of(block) {
            Some(schema) => {
                self.body(BodyContext {
                    body: &block.body,
                    header: block.header,
                    name: &kind.text,
                    meta,
                    schema,
                });
                self.ignored(block, &kind.text, schema);
            }
            None => self.unknown_type(kind, data, &provider),
        }
    }

    /// Checks that `ignore_changes` lists arguments or blocks of the resource type.
    fn ignored(&mut self, block: &'a Block, kind: &str, root: pack::Block<'_>) {
        let lifecycles = block.body.blocks_of("lifecycle");
        for value in lifecycles.filter_map(|inner| inner.body.attribute("ignore_changes")) {
            for item in value.value.items().unwrap_or_default() {
                if item.literal_text() == Some("*") {
                    let message = "write `ignore_changes = all`";
                    self.report(Kind::InvalidWildcard, item.span, message);
                }
                let ExpressionKind::Traversal { root: name, .. } = &item.kind else {
                    continue;
                };
                let name = name.text.as_str();
                if root.attribute(name).is_some() || root.nested(name).is_some() {
                    continue;
                }
                let near = self.nearest(name, root.names());
                let problem = Kind::UnsupportedAttribute;
                self.report_unknown(problem, item.span, kind, (name, near));
            }
        }
    }

    /// Checks a `lifecycle` block, whose constant arguments must be bools.
    fn lifecycle(&mut self, block: &'a Block) {
        self.closed(block, &LIFECYCLE, &[]);
        for name in ["create_before_destroy", "prevent_destroy"] {
            let Some(attribute) = block.body.attribute(name) else {
                continue;
            };
            if primitive_mismatch(&known(&attribute.value), "bool").is_some() {
                let message = format!("`{name}` is `true` or `false`");
                self.report(Kind::UnsuitableType, attribute.value.span, message);
            }
        }
    }

    /// Checks that a module call has a `source`.
    ///
    /// The other arguments are defined by the called module.
    fn module(&mut self, block: &'a Block) {
        if block.body.attribute("source").is_none() && !self.has_syntax_errors(block) {
            let message = "`module` needs the argument `source`";
            self.report(Kind::MissingArgument, block.header, message);
        }
    }

    /// Reports a second `required_providers` block of the module.
    fn settings(&mut self, block: &'a Block) {
        for required in block.body.blocks_of("required_providers") {
            if self.has_required_providers {
                let message = "a module has one `required_providers` block; merge them";
                self.report(Kind::DuplicateRequiredProviders, required.header, message);
            }
            self.has_required_providers = true;
        }
    }

    /// Reports an output that exposes a sensitive variable.
    fn output(&mut self, block: &'a Block) {
        let body = &block.body;
        let value = body.attribute("value");
        // An output that is marked as sensitive may expose the variable.
        if body.attribute("sensitive").is_none()
            && let Some(secret) = value.and_then(|value| self.secret(&value.value))
        {
            let secret = shortened(secret);
            let message = format!("`var.{secret}` is sensitive: add `sensitive = true`");
            self.report(Kind::SensitiveOutput, block.header, message);
        }
    }

    /// Returns the name of a resource's provider, if the schema contains the provider.
    fn provider_of(&self, block: &Block, kind: &str) -> Option<String> {
        let named = block.body.attribute("provider").map(|named| &named.value);
        let local = match named {
            None => kind.split('_').next(),
            Some(value) => match &value.kind {
                ExpressionKind::Traversal { root, .. } => Some(root.text.as_str()),
                _ => value.literal_text().and_then(|text| text.split('.').next()),
            },
        };
        Some(self.known_provider(local?)?.name.to_owned())
    }

    /// Returns the provider that a local name refers to.
    fn known_provider(&self, local: &str) -> Option<pack::Provider<'a>> {
        let Some(source) = self.providers.get(local) else {
            return self.schema.provider(local);
        };
        let source = without_registry(source);
        let mut providers = self.schema.providers();
        providers.find(|provider| provider.source == source)
    }

    /// Checks that the provider alias of a resource is configured.
    fn alias(&mut self, block: &Block) {
        let Some(attribute) = block.body.attribute("provider") else {
            return;
        };
        let Some((root, Some(alias))) = configuration(&attribute.value) else {
            return;
        };
        let (mode, kind, name) = ("provider", root, alias);
        let address = Address { mode, kind, name };
        if !self.index.declares(address) && !self.has_configuration_aliases {
            let name = shortened(&format!("{root}.{alias}"));
            let message = format!("no provider `{name}` is configured: add one with this alias");
            self.report(Kind::ProviderNotPresent, attribute.value.span, message);
        }
    }

    fn unknown_type(&mut self, kind: &Name, data: bool, provider: &str) {
        let prefix = format!("{provider}_");
        let name = kind.text.as_str();
        let is_of_provider = |name: &&str| name.starts_with(&prefix);
        let schema = self.schema;
        let (problem, what, near, other) = if data {
            let near = self.nearest(name, schema.data_types().filter(is_of_provider));
            let other = schema.resource(name).is_some();
            (Kind::InvalidDataSource, "data source", near, other)
        } else {
            let near = self.nearest(name, schema.resource_types().filter(is_of_provider));
            let other = schema.data(name).is_some();
            (Kind::InvalidResourceType, "resource type", near, other)
        };
        let shown = shortened(name);
        let message = match near {
            _ if other && data => format!("`{shown}` is a resource, no data source"),
            _ if other => format!("`{shown}` is a data source, no resource"),
            Some(near) => format!("no {what} `{shown}`; the nearest is `{near}`"),
            None => format!("`{provider}` has no {what} `{shown}`"),
        };
        self.report_name(problem, kind.span, message, (name, near));
    }

    fn provider(&mut self, block: &'a Block) {
        let [name] = block.labels.as_slice() else {
            return;
        };
        if let Some(provider) = self.known_provider(&name.text) {
            self.body(BodyContext {
                body: &block.body,
                header: block.header,
                name: &name.text,
                meta: &["alias", "version", "for_each"],
                schema: provider.block,
            });
        }
    }

    fn provisioner(&mut self, block: &'a Block) {
        let Some(label) = block.labels.first() else {
            let message = "`provisioner` needs its type as a label";
            return self.report(Kind::MissingLabel, block.header, message);
        };
        let known = PROVISIONERS.iter().find(|row| row.0 == label.text);
        let Some((kind, required, optional)) = known else {
            let name = shortened(&label.text);
            let message = format!("no provisioner `{name}`: use `local-exec` or `remote-exec`");
            return self.report(Kind::MissingProvisioner, label.span, message);
        };
        let grammar = Grammar {
            kind,
            labels: &[],
            required,
            optional,
            blocks: &[],
            closed: true,
        };
        self.closed(block, &grammar, &["when", "on_failure", "connection"]);
    }

    fn variable(&mut self, block: &'a Block) {
        for inner in block.body.blocks_of("validation") {
            self.closed(inner, &VALIDATION, &[]);
        }
        let label = block.labels.first();
        if let Some(label) = label.filter(|label| RESERVED.contains(&&*label.text)) {
            let message = format!("`{}` is reserved; rename the variable", label.text);
            self.report(Kind::InvalidVariableName, label.span, message);
        }
    }
}

/// Returns whether a text is a valid Terraform name.
fn is_name(text: &str) -> bool {
    let is_first = |one: char| one.is_alphabetic() || one == '_';
    text.starts_with(is_first)
        && text
            .chars()
            .all(|one| one.is_alphanumeric() || one == '_' || one == '-')
}
