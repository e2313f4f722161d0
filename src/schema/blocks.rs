//! Checks the blocks of the Terraform language: labels, arguments, nested blocks.

use super::body::{Bodies, BodyContext, unknown};
use super::grammar::{
    Grammar, LIFECYCLE, META, META_DATA, PROVISIONERS, RESERVED, TOP, VALIDATION, grammar,
};
use super::nearest::shortened;
use super::pack::{self, Schema};
use super::report::Report;
use super::values::{TypeEnv, known, primitive_mismatch};
use crate::hcl::{Attribute, Block, Body, ExpressionKind, Item, Kind, Module, Name, Span, Step};
use foldhash::{HashMap, HashSet};

/// Checks every block of a module.
pub(super) fn check<'a>(
    module: &'a Module,
    schema: &'a Schema,
    env: &TypeEnv<'a>,
    report: &mut Report,
) {
    let mut checker = Checker {
        module,
        schema,
        providers: provider_sources(module),
        configured: configured(module),
        has_configuration_aliases: module.text.contains("configuration_aliases"),
        nullable: nullable(module),
        type_env: env,
        has_required_providers: false,
        report,
    };
    for item in &module.body.items {
        match item {
            Item::Block(block) => checker.top(block),
            Item::Attribute(Attribute { name, .. }) => {
                let message = format!("`{}` must be inside a block", shortened(&name.text));
                checker
                    .report
                    .add(Kind::UnsupportedArgument, name.span, message);
            }
        }
    }
}

/// Collects the sources that `required_providers` assigns to local names.
pub(super) fn provider_sources(module: &Module) -> HashMap<String, String> {
    let terraform = module
        .blocks()
        .filter(|block| block.kind.text == "terraform");
    let required = terraform.flat_map(|block| block.body.blocks_of("required_providers"));
    let mut sources = HashMap::default();
    for attribute in required.flat_map(|block| block.body.attributes()) {
        let name = attribute.name.text.clone();
        let source = match &attribute.value.kind {
            ExpressionKind::Object(entries) => entries
                .iter()
                .find(|entry| entry.key_text().as_deref() == Some("source"))
                .and_then(|entry| entry.value.literal()),
            _ => None,
        };
        let source = source.unwrap_or_else(|| format!("hashicorp/{name}"));
        sources.insert(name, source.to_ascii_lowercase());
    }
    sources
}

/// Collects the addresses of the provider blocks.
fn configured(module: &Module) -> HashSet<String> {
    let providers = module
        .blocks()
        .filter(|block| block.kind.text == "provider");
    providers.filter_map(Block::address).collect()
}

/// Collects the variables whose default is null.
fn nullable(module: &Module) -> HashSet<&str> {
    let variables = module
        .blocks()
        .filter(|block| block.kind.text == "variable");
    variables
        .filter(|block| {
            let default = block.body.attribute("default");
            default.is_some_and(|default| matches!(default.value.kind, ExpressionKind::Null))
        })
        .filter_map(|block| block.labels.first().map(|label| label.text.as_str()))
        .collect()
}

struct Checker<'a, 'r> {
    module: &'a Module,
    schema: &'a Schema,
    providers: HashMap<String, String>,
    /// Addresses of all provider blocks.
    configured: HashSet<String>,
    /// Whether a caller may pass the configuration of an alias to the module.
    has_configuration_aliases: bool,
    nullable: HashSet<&'a str>,
    type_env: &'r TypeEnv<'a>,
    /// Whether a `required_providers` block has been checked.
    has_required_providers: bool,
    report: &'r mut Report,
}

impl<'a> Checker<'a, '_> {
    fn top(&mut self, block: &'a Block) {
        let kind = block.kind.text.as_str();
        let Some(grammar) = TOP.iter().find(|grammar| grammar.kind == kind) else {
            let near = self
                .report
                .nearest(kind, TOP.iter().map(|grammar| grammar.kind));
            let message = unknown("block", "the top level".to_owned(), kind, near);
            return self
                .report
                .add(Kind::UnsupportedBlock, block.header, message);
        };
        if !self.labels(block, grammar) {
            return;
        }
        if grammar.closed {
            self.closed(block, grammar, None);
        }
        match kind {
            "resource" | "data" => self.resource(block),
            "provider" => self.provider(block),
            "variable" => self.variable(block),
            "output" => self.output(block),
            "module" => self.module(block),
            "terraform" => self.settings(block),
            "locals" => {
                for inner in block.body.blocks() {
                    let message = "local values are arguments, not blocks".to_owned();
                    self.report
                        .add(Kind::UnexpectedBlock, inner.header, message);
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
            self.report.add(Kind::MissingLabel, block.header, message);
            return false;
        }
        if let Some(extra) = block.labels.get(grammar.labels.len()) {
            let message = format!("`{kind}` has {} labels at most", grammar.labels.len());
            self.report.add(Kind::ExtraneousLabel, extra.span, message);
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
                let message = format!(
                    "`{}` is no name: use letters, digits, `_` and `-`",
                    shortened(&label.text)
                );
                self.report.add(problem, label.span, message);
                valid = false;
            }
        }
        valid
    }

    /// Reports unsupported and missing contents of a block of the language.
    fn closed(&mut self, block: &'a Block, grammar: &Grammar, extra: Option<&[&str]>) {
        for item in &block.body.items {
            match item {
                Item::Attribute(attribute) => {
                    let name = attribute.name.text.as_str();
                    let mut names = grammar.required.iter().chain(grammar.optional).copied();
                    if names.clone().any(|known| known == name)
                        || extra.is_some_and(|extra| extra.contains(&name))
                    {
                        continue;
                    }
                    let near = self.report.nearest(name, &mut names);
                    let message = unknown("argument", grammar.kind.to_owned(), name, near);
                    self.report
                        .add(Kind::UnsupportedArgument, attribute.name.span, message);
                }
                Item::Block(inner) => {
                    let name = inner.kind.text.as_str();
                    if !grammar.blocks.contains(&name)
                        && !extra.is_some_and(|extra| extra.contains(&name))
                    {
                        let near = self.report.nearest(name, grammar.blocks.iter().copied());
                        let message = unknown("block", grammar.kind.to_owned(), name, near);
                        self.report
                            .add(Kind::UnsupportedBlock, inner.header, message);
                    }
                }
            }
        }
        for name in grammar.required {
            if block.body.attribute(name).is_none() && !self.has_syntax_errors(block) {
                let message = format!("`{}` needs the argument `{name}`", grammar.kind);
                self.report
                    .add(Kind::MissingArgument, block.header, message);
            }
        }
    }

    fn has_syntax_errors(&self, block: &Block) -> bool {
        let inside = |span: Span| span.start >= block.span.start && span.start <= block.span.end;
        !block.closed
            || self
                .module
                .problems
                .iter()
                .any(|problem| inside(problem.span))
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
        let root = if data {
            self.schema.data(&kind.text)
        } else {
            self.schema.resource(&kind.text)
        };
        match root {
            Some(root) => {
                let meta = if data { META_DATA } else { META };
                self.body(&block.body, block.header, &kind.text, meta, root);
                self.ignored(block, &kind.text, root);
            }
            None => self.unknown_type(kind, data, &provider),
        }
    }

    /// Checks that `ignore_changes` lists arguments or blocks of the resource type.
    fn ignored(&mut self, block: &'a Block, kind: &str, root: pack::Block<'_>) {
        let lifecycles = block.body.blocks_of("lifecycle");
        for value in lifecycles.filter_map(|inner| inner.body.attribute("ignore_changes")) {
            let ExpressionKind::List(items) = &value.value.kind else {
                continue;
            };
            for item in items {
                if item.literal().as_deref() == Some("*") {
                    let message = "write `ignore_changes = all`".to_owned();
                    self.report.add(Kind::InvalidWildcard, item.span, message);
                }
                let ExpressionKind::Traversal { root: name, .. } = &item.kind else {
                    continue;
                };
                let name = name.text.as_str();
                if root.attribute(name).is_some() || root.nested(name).is_some() {
                    continue;
                }
                let names = root.attributes().map(|one| one.name);
                let names = names.chain(root.nested_blocks().map(|one| one.name));
                let near = self.report.nearest(name, names);
                let message = unknown("attribute", shortened(kind), name, near);
                self.report
                    .add(Kind::UnsupportedAttribute, item.span, message);
            }
        }
    }

    /// Checks a `lifecycle` block, whose constant arguments must be bools.
    fn lifecycle(&mut self, block: &'a Block) {
        self.closed(block, &LIFECYCLE, None);
        for name in ["create_before_destroy", "prevent_destroy"] {
            let Some(attribute) = block.body.attribute(name) else {
                continue;
            };
            if primitive_mismatch(&known(&attribute.value), "bool").is_some() {
                let message = format!("`{name}` is `true` or `false`");
                self.report
                    .add(Kind::UnsuitableType, attribute.value.span, message);
            }
        }
    }

    /// Checks that a module call has a `source`.
    ///
    /// The other arguments are defined by the called module.
    fn module(&mut self, block: &'a Block) {
        if block.body.attribute("source").is_none() && !self.has_syntax_errors(block) {
            let message = "`module` needs the argument `source`".to_owned();
            self.report
                .add(Kind::MissingArgument, block.header, message);
        }
    }

    /// Reports a second `required_providers` block of the module.
    fn settings(&mut self, block: &'a Block) {
        for required in block.body.blocks_of("required_providers") {
            if self.has_required_providers {
                let message = "a module has one `required_providers` block; merge them".to_owned();
                self.report
                    .add(Kind::DuplicateRequiredProviders, required.header, message);
            }
            self.has_required_providers = true;
        }
    }

    /// Reports an output that exposes a sensitive variable.
    fn output(&mut self, block: &'a Block) {
        let body = &block.body;
        let Some(value) = body.attribute("value") else {
            return;
        };
        // An output that is marked as sensitive may expose the variable.
        if body.attribute("sensitive").is_some() {
            return;
        }
        if let Some(secret) = self.type_env.secret(&value.value) {
            let message = format!(
                "`var.{}` is sensitive: add `sensitive = true`",
                shortened(secret)
            );
            self.report
                .add(Kind::SensitiveOutput, block.header, message);
        }
    }

    fn body(
        &mut self,
        body: &'a Body,
        header: Span,
        name: &'a str,
        meta: &'a [&'a str],
        schema: pack::Block<'_>,
    ) {
        let context = BodyContext {
            body,
            header,
            name,
            meta,
        };
        Bodies::new(self.module, &self.nullable, self.type_env, self.report).check(context, schema);
    }

    /// Returns the name of a resource's provider, if the schema contains the provider.
    fn provider_of(&self, block: &Block, kind: &str) -> Option<String> {
        let named = block
            .body
            .attribute("provider")
            .map(|attribute| &attribute.value);
        let local = match named.map(|value| (&value.kind, value.literal())) {
            None => kind.split('_').next().unwrap_or_default().to_owned(),
            Some((ExpressionKind::Traversal { root, .. }, _)) => root.text.clone(),
            Some((_, Some(text))) => text.split('.').next().unwrap_or_default().to_owned(),
            Some(_) => return None,
        };
        self.known_provider(&local)
            .map(|provider| provider.name.to_owned())
    }

    /// Returns the provider that a local name refers to.
    fn known_provider(&self, local: &str) -> Option<pack::Provider<'a>> {
        let Some(source) = self.providers.get(local) else {
            return self.schema.provider(local);
        };
        let source = source
            .strip_prefix("registry.terraform.io/")
            .unwrap_or(source);
        self.schema
            .providers()
            .find(|provider| provider.source == source)
    }

    /// Checks that the provider alias of a resource is configured.
    fn alias(&mut self, block: &Block) {
        let Some(attribute) = block.body.attribute("provider") else {
            return;
        };
        // Terraform still reads the quoted form of Terraform 0.11.
        let quoted = attribute.value.literal();
        let (root, alias) = match (&attribute.value.kind, quoted.as_deref()) {
            (ExpressionKind::Traversal { root, steps }, _) => match steps.as_slice() {
                [Step::Attribute(alias)] => (root.text.as_str(), alias.text.as_str()),
                _ => return,
            },
            (_, Some(quoted)) => match quoted.split_once('.') {
                Some(names) => names,
                None => return,
            },
            _ => return,
        };
        let address = format!("provider.{root}.{alias}");
        if !self.configured.contains(&address) && !self.has_configuration_aliases {
            let name = shortened(&format!("{root}.{alias}"));
            let message = format!("no provider `{name}` is configured: add one with this alias");
            self.report
                .add(Kind::ProviderNotPresent, attribute.value.span, message);
        }
    }

    fn unknown_type(&mut self, kind: &Name, data: bool, provider: &str) {
        let prefix = format!("{provider}_");
        let name = kind.text.as_str();
        let (problem, what, near, other) = if data {
            let types = self
                .schema
                .data_types()
                .filter(|name| name.starts_with(&prefix));
            let near = self.report.nearest(name, types);
            (
                Kind::InvalidDataSource,
                "data source",
                near,
                self.schema.resource(name).is_some(),
            )
        } else {
            let types = self
                .schema
                .resource_types()
                .filter(|name| name.starts_with(&prefix));
            let near = self.report.nearest(name, types);
            (
                Kind::InvalidResourceType,
                "resource type",
                near,
                self.schema.data(name).is_some(),
            )
        };
        let name = shortened(name);
        let message = match near {
            _ if other && data => format!("`{name}` is a resource, no data source"),
            _ if other => format!("`{name}` is a data source, no resource"),
            Some(near) => format!("no {what} `{name}`; the nearest is `{near}`"),
            None => format!("`{provider}` has no {what} `{name}`"),
        };
        self.report.add(problem, kind.span, message);
    }

    fn provider(&mut self, block: &'a Block) {
        let [name] = block.labels.as_slice() else {
            return;
        };
        if let Some(provider) = self.known_provider(&name.text) {
            let meta = &["alias", "version"];
            self.body(&block.body, block.header, &name.text, meta, provider.block);
        }
    }

    fn provisioner(&mut self, block: &'a Block) {
        let Some(label) = block.labels.first() else {
            let message = "`provisioner` needs its type as a label".to_owned();
            return self.report.add(Kind::MissingLabel, block.header, message);
        };
        let known = PROVISIONERS.iter().find(|row| row.0 == label.text);
        let Some((kind, required, optional)) = known else {
            let name = shortened(&label.text);
            let message = format!("no provisioner `{name}`: use `local-exec` or `remote-exec`");
            return self
                .report
                .add(Kind::MissingProvisioner, label.span, message);
        };
        let grammar = grammar(kind, &[], required, optional, &[]);
        self.closed(block, &grammar, Some(&["when", "on_failure", "connection"]));
    }

    fn variable(&mut self, block: &'a Block) {
        for inner in block.body.blocks_of("validation") {
            self.closed(inner, &VALIDATION, None);
        }
        let Some(label) = block.labels.first() else {
            return;
        };
        if RESERVED.contains(&label.text.as_str()) {
            let message = format!("`{}` is reserved; rename the variable", label.text);
            self.report
                .add(Kind::InvalidVariableName, label.span, message);
        }
    }
}

/// Returns whether a text is a valid Terraform name.
fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    let first = characters
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_');
    first && characters.all(|one| one.is_alphanumeric() || one == '_' || one == '-')
}
