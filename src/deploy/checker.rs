//! Gives the rules the resources, values and references of a module.

use super::DeployOptions;
use crate::hcl::{
    Address, Block, Body, Edit, Expression, ExpressionKind, Part, Reference, Span, Step, Value,
    edit,
};
use crate::rewrite::Safety;
use crate::semantic::Index;
use foldhash::HashMap;

/// Maximum local values on the way from a reference to a block.
const HOPS_MAX: usize = 8;

/// Words of a request that decline what follows.
const DECLINING: &[&str] = &[
    "no", "not", "non", "never", "without", "block", "blocks", "blocked", "blocking", "deny",
    "disable", "disabled", "prevent", "instead",
];
/// Nouns behind a word such as `public` that are about a network or a key.
const OTHERS: &[&str] = &[
    "subnet", "subnets", "ip", "ips", "key", "keys", "zone", "zones",
];

/// Reads a module for the rules, and collects what they report.
pub(super) struct Checker<'i, 'm> {
    /// Index of the module.
    pub index: &'i Index<'m>,
    pub options: DeployOptions<'i>,
    /// Resources by type, in source order.
    by_type: HashMap<&'m str, Vec<&'m Block>>,
    pub found: Vec<Found<'m>>,
}

/// Diagnostic of a rule.
pub(super) struct Found<'m> {
    pub id: &'static str,
    pub block: &'m Block,
    pub span: Span,
    pub message: String,
    pub proposal: Option<Proposal>,
}

/// Fix that a rule proposes.
pub(super) struct Proposal {
    pub safety: Safety,
    pub description: String,
    pub edits: Vec<Edit>,
}

impl Found<'_> {
    /// Proposes a fix; without edits there is none.
    pub fn fix(&mut self, safety: Safety, description: impl Into<String>, edits: Vec<Edit>) {
        if !edits.is_empty() {
            self.proposal = Some(Proposal {
                safety,
                description: description.into(),
                edits,
            });
        }
    }
}

/// Block that a reference names, with the attribute after it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target<'m> {
    pub block: &'m Block,
    /// First attribute after the address; empty if there is none.
    pub attribute: &'m str,
    /// Span of the attribute's name.
    pub attribute_span: Span,
    /// Whether the reference names one of several instances.
    pub is_instance: bool,
    /// Whether the reference is written in the expression itself, not in a local value.
    pub is_direct: bool,
}

impl<'m> Target<'m> {
    /// Returns the type of the resource; empty for a data source.
    pub fn kind(&self) -> &'m str {
        match self.block.kind.text.as_str() {
            "resource" => self.block.type_name().unwrap_or_default(),
            _ => "",
        }
    }
}

/// Network of a subnet, a group or another resource.
#[derive(Clone, Copy, Debug)]
pub(super) enum Network<'m> {
    /// VPC of the module.
    Vpc(&'m Block),
    /// Default VPC of the region.
    Default,
    Unknown,
}

impl Network<'_> {
    /// Returns whether both networks are known and differ.
    pub fn differs(self, other: Network) -> bool {
        match (self, other) {
            (Network::Vpc(one), Network::Vpc(other)) => !std::ptr::eq(one, other),
            (Network::Default, Network::Vpc(_)) | (Network::Vpc(_), Network::Default) => true,
            _ => false,
        }
    }
}

/// Whether two references are to the same block.
pub(super) fn same(one: &Block, other: &Block) -> bool {
    std::ptr::eq(one, other)
}

impl<'i, 'm> Checker<'i, 'm> {
    /// Creates a checker of an indexed module.
    pub fn new(index: &'i Index<'m>, options: DeployOptions<'i>) -> Self {
        let mut by_type: HashMap<&str, Vec<&Block>> = HashMap::default();
        for block in index.closed().filter(|it| it.kind.text == "resource") {
            if let Some(kind) = block.type_name() {
                by_type.entry(kind).or_default().push(block);
            }
        }
        Checker {
            index,
            options,
            by_type,
            found: Vec::new(),
        }
    }

    // Resources.

    /// Returns all resources of a type, also those that may not be created.
    pub fn declared(&self, kind: &str) -> Vec<&'m Block> {
        self.by_type.get(kind).cloned().unwrap_or_default()
    }

    /// Returns the resources of a type of which at least one instance is created.
    pub fn created(&self, kind: &str) -> Vec<&'m Block> {
        let mut blocks = self.declared(kind);
        blocks.retain(|block| self.is_created(block));
        blocks
    }

    /// Returns the resources of several types that are created.
    pub fn created_of(&self, kinds: &[&str]) -> Vec<&'m Block> {
        kinds.iter().flat_map(|kind| self.created(kind)).collect()
    }

    /// Whether a block has at least one instance.
    pub fn is_created(&self, block: &Block) -> bool {
        let number = |name| {
            block
                .body
                .attribute(name)
                .map(|it| self.index.value(&it.value))
        };
        let is_counted = match number("count") {
            None => true,
            Some(count) => count.to_number().is_some_and(|it| it >= 1.0),
        };
        let is_repeated = match number("for_each") {
            None => true,
            Some(Value::List(items)) => !items.is_empty(),
            Some(Value::Object(entries)) => !entries.is_empty(),
            Some(_) => false,
        };
        is_counted && is_repeated
    }

    /// Returns the addresses of blocks whose number or content is unknown.
    pub fn unknown(&self) -> Vec<String> {
        let is_unknown = |block: &&Block| match block.kind.text.as_str() {
            "module" => true,
            "resource" => ["count", "for_each"].iter().any(|name| {
                let repetition = block.body.attribute(name);
                repetition.is_some_and(|it| !self.index.value(&it.value).is_known())
            }),
            _ => false,
        };
        let blocks = self.index.closed().filter(is_unknown);
        blocks.filter_map(Block::address).collect()
    }

    /// Whether a caller, a called module or a script can complete a block.
    pub fn is_completed_elsewhere(&self, block: &Block) -> bool {
        let Some(address) = block.borrowed_address() else {
            return true;
        };
        self.index.uses(address).iter().any(|used| {
            match used.block.kind.text.as_str() {
                "module" => true,
                "output" => !self.options.is_root,
                // A local value can be used by either.
                "locals" => true,
                // So can a script.
                _ => matches!(
                    used.block.type_name(),
                    Some("null_resource" | "terraform_data")
                ),
            }
        })
    }

    /// Returns whether the request names a text, which is then the user's choice.
    pub fn is_requested(&self, text: &str) -> bool {
        !text.is_empty() && self.options.request.contains(text)
    }

    /// Returns whether the request has a word without declining it.
    ///
    /// `no public access` declines, `from my website` and `public subnets` are about something else.
    pub fn asks_for(&self, wanted: &[&str]) -> bool {
        let request = self.options.request.to_ascii_lowercase();
        let words = request.split(|it: char| !it.is_alphanumeric());
        let words: Vec<&str> = words.filter(|it| !it.is_empty()).collect();
        words.iter().enumerate().any(|(at, word)| {
            let before = &words[at.saturating_sub(3)..at];
            let is_declined = before.iter().any(|it| DECLINING.contains(it));
            let is_source = *word == "website" && before.contains(&"from");
            let is_of_other = words.get(at + 1).is_some_and(|it| OTHERS.contains(it));
            wanted.contains(word) && !is_declined && !is_source && !is_of_other
        })
    }

    /// Whether a file gives a value to a variable.
    pub fn is_given(&self, variable: &Block) -> bool {
        let values = &self.index.module.values;
        values.iter().any(|it| it.name.text == name_of(variable))
    }

    // Values.

    /// Returns the value of an argument; `Null` if it is not set.
    pub fn value(&self, body: &'m Body, name: &str) -> Value {
        match body.attribute(name) {
            Some(attribute) => self.index.value(&attribute.value),
            None => Value::Null,
        }
    }

    /// Returns the text of an argument if it is known.
    pub fn text(&self, body: &'m Body, name: &str) -> Option<String> {
        self.value(body, name).to_text()
    }

    /// Returns the number of an argument if it is known.
    pub fn number(&self, body: &'m Body, name: &str) -> Option<f64> {
        self.value(body, name).to_number()
    }

    /// Returns the flag of an argument if it is known.
    pub fn flag(&self, body: &'m Body, name: &str) -> Option<bool> {
        self.value(body, name).to_bool()
    }

    /// Returns the text of an argument, or a default if it is not set.
    pub fn text_or(&self, body: &'m Body, name: &str, default: &str) -> Option<String> {
        match self.value(body, name) {
            Value::Null => Some(default.to_owned()),
            value => value.to_text(),
        }
    }

    /// Returns the flag of an argument, or a default if it is not set.
    pub fn flag_or(&self, body: &'m Body, name: &str, default: bool) -> Option<bool> {
        match self.value(body, name) {
            Value::Null => Some(default),
            value => value.to_bool(),
        }
    }

    /// Whether an argument is certainly not set.
    pub fn is_absent(&self, body: &'m Body, name: &str) -> bool {
        matches!(self.value(body, name), Value::Null)
            && !body.has_blocks_of(name)
            && body.dynamic_blocks_of(name).next().is_none()
    }

    /// Whether all of some arguments and blocks are certainly not set.
    pub fn are_absent(&self, body: &'m Body, names: &[&str]) -> bool {
        names.iter().all(|name| self.is_absent(body, name))
    }

    /// Whether an argument is certainly set: a literal or a reference.
    pub fn is_present(&self, body: &'m Body, name: &str) -> bool {
        let Some(attribute) = body.attribute(name) else {
            return false;
        };
        let value = self.index.value(&attribute.value);
        match value {
            Value::Null => false,
            Value::Unknown(_) => self.target(&attribute.value).is_some(),
            _ => true,
        }
    }

    /// Returns the nested blocks of a kind.
    ///
    /// None if a `dynamic` block or an argument makes some.
    pub fn nested(&self, body: &'m Body, kind: &'m str) -> Option<Vec<&'m Block>> {
        let is_certain =
            body.dynamic_blocks_of(kind).next().is_none() && body.attribute(kind).is_none();
        is_certain.then(|| body.blocks_of(kind).collect())
    }

    /// Returns the span of an argument, or of the header of the block.
    pub fn span_of(&self, block: &'m Block, body: &'m Body, name: &str) -> Span {
        body.attribute(name).map_or(block.header, |it| it.span)
    }

    // References.

    /// Returns the block that an expression refers to.
    pub fn target(&self, expression: &'m Expression) -> Option<Target<'m>> {
        let mut expression = expression;
        for hop in 0..HOPS_MAX {
            match &expression.kind {
                ExpressionKind::Parentheses(inner) => expression = inner,
                ExpressionKind::Template { parts, .. } => match parts.as_slice() {
                    [Part::Interpolation(inner, _)] => expression = inner,
                    _ => return None,
                },
                ExpressionKind::Traversal { .. } => {
                    let reference = Reference::new(expression)?;
                    let address = reference.borrowed_address()?;
                    if (address.mode, address.kind) == ("", "local") && reference.path().is_empty()
                    {
                        expression = &self.index.local(address.name)?.1.value;
                        continue;
                    }
                    return self.target_of(reference, hop == 0);
                }
                _ => return None,
            }
        }
        None
    }

    fn target_of(&self, reference: Reference<'m>, is_direct: bool) -> Option<Target<'m>> {
        let block = self.index.block(reference.borrowed_address()?)?;
        if !matches!(block.kind.text.as_str(), "resource" | "data") {
            return None;
        }
        let (steps, is_instance) = match reference.path() {
            [Step::Index(..) | Step::LegacyIndex(..), rest @ ..] => (rest, true),
            [Step::Splat(_), ..] => return None,
            steps => (steps, false),
        };
        let (attribute, attribute_span) = match steps {
            [] => ("", reference.span),
            [Step::Attribute(name), ..] => (name.text.as_str(), name.span),
            _ => return None,
        };
        Some(Target {
            block,
            attribute,
            attribute_span,
            is_instance,
            is_direct,
        })
    }

    /// Returns the block that an argument refers to.
    pub fn target_in(&self, body: &'m Body, name: &str) -> Option<Target<'m>> {
        self.target(&body.attribute(name)?.value)
    }

    /// Returns the blocks of a list of references.
    ///
    /// None if an item is no reference to a block.
    pub fn targets(&self, expression: &'m Expression) -> Option<Vec<Target<'m>>> {
        let items = self.items(expression)?;
        items.iter().map(|item| self.target(item)).collect()
    }

    /// Returns the blocks of a list of references in an argument.
    pub fn targets_in(&self, body: &'m Body, name: &str) -> Option<Vec<Target<'m>>> {
        let items = self.items_in(body, name)?;
        items.iter().map(|item| self.target(item)).collect()
    }

    /// Returns the items of a list that is written out, also in a local value.
    pub fn items(&self, expression: &'m Expression) -> Option<&'m [Expression]> {
        let mut expression = expression;
        for _ in 0..HOPS_MAX {
            match &expression.kind {
                ExpressionKind::List(items) => return Some(items),
                ExpressionKind::Parentheses(inner) => expression = inner,
                ExpressionKind::Call {
                    name, arguments, ..
                } if matches!(&*name.text, "toset" | "tolist") && arguments.len() == 1 => {
                    expression = &arguments[0];
                }
                _ => {
                    let reference = Reference::new(expression)?;
                    let address = reference.borrowed_address()?;
                    if (address.mode, address.kind) != ("", "local") || !reference.path().is_empty()
                    {
                        return None;
                    }
                    expression = &self.index.local(address.name)?.1.value;
                }
            }
        }
        None
    }

    /// Returns the items of a list that is written out in an argument.
    pub fn items_in(&self, body: &'m Body, name: &str) -> Option<&'m [Expression]> {
        self.items(&body.attribute(name)?.value)
    }

    /// Whether a resource of a type refers to a block in an argument.
    ///
    /// None if no resource does and the argument of one is unknown.
    pub fn is_child(&self, kinds: &[&str], name: &str, parent: &Block) -> Option<bool> {
        let mut is_unknown = false;
        for child in kinds.iter().flat_map(|kind| self.declared(kind)) {
            match child.body.attribute(name) {
                None => {}
                Some(attribute) => match self.target(&attribute.value) {
                    Some(target) if same(target.block, parent) => return Some(true),
                    Some(target) if target.block.kind.text == "resource" => {}
                    _ => is_unknown = true,
                },
            }
        }
        (!is_unknown).then_some(false)
    }

    /// Whether any block but some refers to an address.
    pub fn is_used_by(&self, block: &Block, accepts: impl Fn(&Block) -> bool) -> bool {
        block.borrowed_address().is_some_and(|address| {
            let uses = self.index.uses(address);
            uses.iter().any(|used| accepts(used.block))
        })
    }

    // Networks.

    /// Returns the VPC that an argument `vpc_id` names.
    pub fn vpc_in(&self, body: &'m Body) -> Network<'m> {
        match body.attribute("vpc_id") {
            None => Network::Default,
            Some(attribute) => match self.target(&attribute.value) {
                Some(target) if target.is_instance || !target.block.is_single() => Network::Unknown,
                Some(target) if target.kind() == "aws_vpc" => Network::Vpc(target.block),
                Some(target) if target.kind() == "aws_default_vpc" => Network::Default,
                _ => Network::Unknown,
            },
        }
    }

    /// Whether a group names no VPC.
    pub fn is_absent_vpc(&self, group: &Block) -> bool {
        group.body.attribute("vpc_id").is_none()
    }

    /// Returns the VPC of a subnet or a group.
    pub fn vpc_of(&self, target: Target<'m>) -> Network<'m> {
        match target.kind() {
            "aws_subnet" | "aws_security_group" => self.vpc_in(&target.block.body),
            "aws_default_subnet" => Network::Default,
            _ => Network::Unknown,
        }
    }

    /// Returns whether a VPC has an internet gateway; None if it is unknown.
    pub fn has_gateway(&self, vpc: &Block) -> Option<bool> {
        let kinds = ["aws_internet_gateway", "aws_internet_gateway_attachment"];
        let has = self.is_child(&kinds, "vpc_id", vpc)?;
        let is_certain = has || self.options.is_whole && !self.is_completed_elsewhere(vpc);
        is_certain.then_some(has)
    }

    /// Returns the zone of a subnet: its name, or its expression.
    pub fn zone_of(&self, subnet: &'m Block) -> Option<String> {
        let zone = ["availability_zone", "availability_zone_id"]
            .iter()
            .find_map(|name| subnet.body.attribute(name))?;
        match self.index.value(&zone.value) {
            Value::Text(text) => Some(text),
            Value::Unknown(Some(_)) => {
                let is_repeated = !subnet.is_single();
                (!is_repeated).then(|| self.index.text(&zone.value).to_owned())
            }
            _ => None,
        }
    }

    /// Returns the region of the only provider configuration of AWS, if it is known.
    pub fn region(&self) -> Option<String> {
        let mut providers = self.index.closed().filter(|it| {
            it.kind.text == "provider" && it.labels.first().is_some_and(|it| it.text == "aws")
        });
        let provider = providers.next()?;
        if providers.next().is_some() {
            return None;
        }
        self.text(&provider.body, "region")
    }

    /// Returns the region of a resource, if it is known.
    ///
    /// From version 6 of the provider on, a resource can name its region.
    pub fn region_of(&self, block: &'m Block) -> Option<String> {
        match block.body.attribute("region") {
            Some(_) => self.text(&block.body, "region"),
            None if block.body.attribute("provider").is_some() => None,
            None => self.region(),
        }
    }

    /// Returns the literal of an argument, or the default of its variable.
    pub fn literal(&self, body: &'m Body, name: &str) -> Option<&'m Expression> {
        let value = &body.attribute(name)?.value;
        if value.literal_text().is_some() {
            return Some(value);
        }
        let address = Reference::new(value)?.borrowed_address()?;
        let variable = self
            .index
            .block(address)
            .filter(|_| address.kind == "var")?;
        let is_only = self.index.uses(address).len() == 1 && !self.is_given(variable);
        let default = variable.body.attribute("default").filter(|_| is_only)?;
        let value = &default.value;
        value.literal_text().is_some().then_some(value)
    }

    // Reports.

    /// Reports a block at a span.
    pub fn report(
        &mut self,
        id: &'static str,
        block: &'m Block,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Found<'m> {
        self.found.push(Found {
            id,
            block,
            span,
            message: message.into(),
            proposal: None,
        });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// Reports an argument of a block, or the block if the argument is not set.
    pub fn report_at(
        &mut self,
        id: &'static str,
        block: &'m Block,
        body: &'m Body,
        name: &str,
        message: impl Into<String>,
    ) -> &mut Found<'m> {
        let span = self.span_of(block, body, name);
        self.report(id, block, span, message)
    }

    // Edits.

    /// Returns the edits that set an argument of a block.
    pub fn set(&self, block: &Block, path: &[&str], value: &str) -> Vec<Edit> {
        edit::set(self.index.module, block, path, value)
    }

    /// Returns the edits that remove an argument.
    pub fn remove(&self, body: &Body, name: &str) -> Vec<Edit> {
        let attribute = body.attribute(name);
        let edits = attribute.map(|it| edit::remove(self.index.module, it.span));
        edits.into_iter().collect()
    }

    /// Returns the edits that remove several arguments.
    pub fn remove_all(&self, body: &Body, names: &[&str]) -> Vec<Edit> {
        names
            .iter()
            .flat_map(|name| self.remove(body, name))
            .collect()
    }

    /// Returns the edits that insert a top-level block after another.
    pub fn after(&self, block: &Block, text: &str) -> Vec<Edit> {
        vec![edit::after(self.index.module, block, text)]
    }

    /// Returns the edits that replace an expression.
    pub fn replace(&self, expression: &Expression, text: impl Into<String>) -> Vec<Edit> {
        vec![Edit::replace(expression.span, text.into())]
    }

    /// Returns the edits that replace the literal of an argument.
    pub fn replace_literal(&self, body: &'m Body, name: &str, text: &str) -> Vec<Edit> {
        self.literal(body, name)
            .map_or_else(Vec::new, |it| self.replace(it, edit::quote(text)))
    }

    /// Returns the edits that remove the default of the variable that an argument is.
    ///
    /// Terraform then asks for the value.
    pub fn ask_again(&self, body: &'m Body, name: &str) -> Vec<Edit> {
        let value = body.attribute(name).map(|it| &it.value);
        value.map_or_else(Vec::new, |it| self.default_of(it))
    }

    /// Returns the edits that remove the default of the variable that an expression is.
    pub fn default_of(&self, value: &'m Expression) -> Vec<Edit> {
        let address = Reference::new(value).and_then(|it| it.borrowed_address());
        match address.filter(|it| it.kind == "var") {
            Some(address) => match self.index.block(address) {
                Some(variable) if !self.is_given(variable) => self.without_default(variable),
                _ => Vec::new(),
            },
            None => Vec::new(),
        }
    }

    /// Returns the edits that remove the default of a variable, and keep its type.
    pub fn without_default(&self, variable: &Block) -> Vec<Edit> {
        let Some(default) = variable.body.attribute("default") else {
            return Vec::new();
        };
        let is_list = matches!(default.value.kind, ExpressionKind::List(_));
        match is_list && variable.body.attribute("type").is_none() {
            true => vec![Edit::replace(default.span, "type = list(string)")],
            false => self.remove(&variable.body, "default"),
        }
    }

    /// Whether a text is written in no other expression of the module.
    ///
    /// `value` is where it is written; a tag may repeat it.
    pub fn is_written_once(&self, value: &Expression, text: &str) -> bool {
        self.index.closed().all(|block| {
            let tags = block.body.attribute("tags").map(|it| it.span.range());
            block.body.expressions().iter().all(|it| {
                it.span == value.span
                    || tags
                        .as_ref()
                        .is_some_and(|tags| tags.contains(&it.span.start))
                    || it
                        .literal_text()
                        .is_none_or(|literal| !literal.contains(text))
            })
        })
    }

    /// Returns the edits that declare a variable, unless the module has it.
    pub fn ask(&self, name: &str, description: &str) -> Vec<Edit> {
        if self.index.declares(format!("var.{name}").as_str()) {
            return Vec::new();
        }
        let description = edit::quote(description);
        let text = format!(
            "variable \"{name}\" {{\n  description = {description}\n  type        = string\n}}"
        );
        edit::append(self.index.module, &text)
    }

    /// Returns the edits that add a reference to `depends_on` of a block.
    pub fn depend(&self, block: &Block, on: &str) -> Vec<Edit> {
        match block.body.attribute("depends_on") {
            None => self.set(block, &["depends_on"], &format!("[{on}]")),
            Some(list) => match &list.value.kind {
                ExpressionKind::List(items) => match items.last() {
                    Some(last) => vec![Edit::insert(last.span.end, format!(", {on}"))],
                    None => self.replace(&list.value, format!("[{on}]")),
                },
                _ => Vec::new(),
            },
        }
    }

    /// Returns a name that no block of a type has, beginning with a given one.
    pub fn new_name(&self, kind: &str, name: &str) -> String {
        let is_free = |name: &String| {
            let address = Address::new(kind, name);
            !self.index.declares(address) && self.index.uses(address).is_empty()
        };
        let numbered = (2..1000).map(|at| format!("{name}_{at}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        names.find(is_free).unwrap_or_else(|| name.to_owned())
    }
}

/// Returns the name of a block: its last label.
pub(super) fn name_of(block: &Block) -> &str {
    block.labels.last().map_or("", |label| label.text.as_str())
}

/// Returns the address of a block; empty if it has none.
pub(super) fn address_of(block: &Block) -> String {
    block.address().unwrap_or_default()
}
