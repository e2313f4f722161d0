//! Replaces hard-coded, invented or missing image ids by image lookups.

mod lookup;

use super::Fix;
use super::context::{Context, bare, is_unset, line_before, refers_to};
use super::distribution::{self, Architecture};
use super::words::Words;
use crate::hcl::{Attribute, Block, Edit, Expression, ExpressionKind, Step, edit};
use foldhash::{HashMap, HashSet};
use lookup::Lookups;
use std::collections::BTreeMap;

/// Resource types and their image id argument.
const MACHINES: &[(&str, &str)] = &[
    ("aws_instance", "ami"),
    ("aws_spot_instance_request", "ami"),
    ("aws_spot_fleet_request", "ami"),
    ("aws_launch_template", "image_id"),
    ("aws_launch_configuration", "image_id"),
];

/// Module arguments that hold an image id.
const MODULE_ARGUMENTS: &[&str] = &["ami", "ami_id", "image_id"];

/// Users of a launch template that supply a special image themselves.
const OWN_IMAGES: &[&str] = &["aws_eks_node_group", "aws_batch_compute_environment"];

/// Prefix of images that AWS resolves when a server starts.
const RESOLVED: &str = "resolve:ssm:";

const WHY: &str = "An image id exists in one region only and is withdrawn in time; \
    a lookup finds the current image wherever the module runs.";

const WHY_NAMED: &str = "The request names the image.";

/// Block that needs an image id.
struct Site<'m> {
    /// Top-level block and its address.
    block: &'m Block,
    address: String,
    /// Block that has the argument: the top-level block or a nested one.
    body: &'m Block,
    argument: &'static str,
}

/// Returns the changes of this step.
pub(super) fn fixes(cx: &Context) -> Vec<Fix> {
    let mut lookups = Lookups::of(cx);
    let mut tables = Tables::default();
    let mut fixes = lookups.lost(cx.undeclared("data.aws_ami"));
    // A value that several servers share is changed once, for all of them.
    let mut shared: BTreeMap<String, Vec<Site>> = BTreeMap::new();
    for site in sites(cx) {
        match site.attribute() {
            Some(attribute) => match source(cx, &attribute.value, &mut tables) {
                Some(address) => shared.entry(address).or_default().push(site),
                None => fixes.extend(lookups.written_out(&site, attribute, &mut tables)),
            },
            None => fixes.extend(lookups.missing(&site)),
        }
    }
    for (address, sites) in shared {
        fixes.extend(match address.strip_prefix("local.") {
            Some(name) => lookups.local(&address, name, &sites),
            None => lookups.variable(&address, &sites),
        });
    }
    tables.drop_unread(cx, &mut fixes);
    fixes
}

/// Returns the blocks that need an image id, whether it is set or not.
fn sites<'m>(cx: &Context<'m>) -> Vec<Site<'m>> {
    let mut sites = Vec::new();
    for block in cx.closed() {
        let Some(address) = block.address() else {
            continue;
        };
        let mut site = |body: &'m Block, argument: &'static str| {
            sites.push(Site {
                block,
                address: address.clone(),
                body,
                argument,
            });
        };
        match block.kind.text.as_str() {
            "module" => MODULE_ARGUMENTS
                .iter()
                .for_each(|argument| site(block, argument)),
            "resource" if !brings_its_own(cx, block) => {
                for (type_name, argument) in MACHINES {
                    if block.type_name() == Some(*type_name) {
                        site(block, argument);
                        let nested = block.body.blocks_of("launch_specification");
                        nested.for_each(|body| site(body, argument));
                    }
                }
            }
            _ => {}
        }
    }
    sites
}

/// Whether a launch template is used by services that choose the image.
fn brings_its_own(cx: &Context, block: &Block) -> bool {
    let Some(address) = block
        .address()
        .filter(|_| block.type_name() == Some("aws_launch_template"))
    else {
        return false;
    };
    let users = cx
        .uses(&address)
        .into_iter()
        .filter_map(|used| used.block.type_name());
    users.into_iter().any(|user| OWN_IMAGES.contains(&user))
}

/// Returns the variable or local value of an image argument if it must change.
fn source(cx: &Context, expression: &Expression, tables: &mut Tables) -> Option<String> {
    let (address, path) = refers_to(expression)?;
    if address.starts_with("local.") {
        return tables.holds_ids(cx, &address).then_some(address);
    }
    let block = cx
        .block(&address)
        .filter(|block| block.kind.text == "variable")?;
    let default = block.body.attribute("default");
    let written_out = default.and_then(|default| default.value.literal());
    let made_up = written_out.is_some_and(|id| is_made_up(cx, &id));
    (block.closed && path.is_empty() && (is_unset(default) || made_up)).then_some(address)
}

/// Whether the request does not name an image id and AWS does not resolve it.
fn is_made_up(cx: &Context, id: &str) -> bool {
    !id.starts_with(RESOLVED) && !cx.request.names(id)
}

/// Returns the `ami-` literals in an expression that the request does not name.
fn made_up<'e>(cx: &Context, expression: &'e Expression) -> Vec<&'e Expression> {
    let mut found = Vec::new();
    let mut open = vec![expression];
    while let Some(expression) = open.pop() {
        match &expression.kind {
            ExpressionKind::Template { .. } => {
                let id = expression.literal().filter(|id| id.starts_with("ami-"));
                if id.is_some_and(|id| is_made_up(cx, &id)) {
                    found.push(expression);
                }
            }
            ExpressionKind::Parentheses(inner) => open.push(inner),
            ExpressionKind::List(items) => open.extend(items),
            ExpressionKind::Call { arguments, .. } => open.extend(arguments),
            ExpressionKind::Object(entries) => open.extend(entries.iter().map(|one| &one.value)),
            ExpressionKind::Conditional { yes, no, .. } => open.extend([&**yes, &**no]),
            ExpressionKind::Access { base, .. } => open.push(base),
            _ => {}
        }
    }
    found
}

impl<'m> Site<'m> {
    fn attribute(&self) -> Option<&'m Attribute> {
        self.body.body.attribute(self.argument)
    }

    /// Whether a server cannot be started without the argument.
    fn needs_one(&self, cx: &Context) -> bool {
        let from_template = |kind: &str| self.body.body.has_blocks_of(kind);
        match self.block.type_name() {
            Some("aws_instance" | "aws_spot_instance_request") => !from_template("launch_template"),
            Some("aws_launch_configuration") => true,
            Some("aws_launch_template") => cx.uses(&self.address).iter().any(|used| {
                used.block.type_name() == Some("aws_autoscaling_group")
                    || (used.block.type_name() == Some("aws_instance")
                        && used.block.body.attribute("ami").is_none())
            }),
            Some("aws_spot_fleet_request") => self.body.kind.text == "launch_specification",
            _ => false,
        }
    }

    fn wanted(&self, cx: &Context) -> bool {
        cx.allows("image", &self.address)
    }
}

/// Values that hold image ids, cached because many servers can read the same value.
#[derive(Default)]
struct Tables {
    /// Whether a local value or default of a variable holds invented ids, by address.
    known: HashMap<String, bool>,
    /// Servers that no longer read a variable, by the address of the variable.
    left: BTreeMap<String, HashSet<String>>,
}

impl Tables {
    fn holds_ids(&mut self, cx: &Context, address: &str) -> bool {
        if let Some(known) = self.known.get(address) {
            return *known;
        }
        let value = match address.strip_prefix("local.") {
            Some(name) => cx.editable_local(name),
            None => cx
                .block(address)
                .and_then(|block| block.body.attribute("default")),
        };
        let holds = value.is_some_and(|value| !made_up(cx, &value.value).is_empty());
        self.known.insert(address.to_owned(), holds);
        holds
    }

    /// Whether the default of a variable holds invented ids.
    fn is_table(&mut self, cx: &Context, address: &str) -> bool {
        address.starts_with("var.") && self.holds_ids(cx, address)
    }

    /// Records that a server no longer reads the variables of an expression.
    fn left(&mut self, cx: &Context, value: &Expression, machine: &str) {
        for address in value
            .references()
            .iter()
            .filter_map(|reference| reference.address())
        {
            if self.is_table(cx, &address) {
                self.left
                    .entry(address)
                    .or_default()
                    .insert(machine.to_owned());
            }
        }
    }

    /// Removes the variables that nothing reads any more.
    fn drop_unread(&self, cx: &Context, fixes: &mut [Fix]) {
        for (address, machines) in &self.left {
            let unread = cx.uses(address).len() == machines.len();
            let Some(variable) = cx.block(address).filter(|block| unread && block.closed) else {
                continue;
            };
            let readers = fixes
                .iter_mut()
                .filter(|fix| machines.contains(&fix.change.address));
            readers.for_each(|fix| fix.edits.push(edit::remove(cx.module, variable.span)));
        }
    }
}

impl Lookups<'_, '_> {
    /// Writes lookups that are referred to but not declared.
    ///
    /// A lookup gets the name used in the reference, unless this name names a distribution on which
    /// the script of the server does not run.
    fn lost(&mut self, addresses: Vec<String>) -> Vec<Fix> {
        let mut fixes = Vec::new();
        for address in addresses {
            let (Some(label), Some(block)) =
                (address.rsplit('.').next(), self.cx.first_user(&address))
            else {
                continue;
            };
            if !self.cx.allows("image", &address) {
                continue;
            }
            if let Some(id) = self.named() {
                let uses = self
                    .cx
                    .uses(&address)
                    .into_iter()
                    .filter(|used| used.block.closed);
                let edits = uses.map(|used| Edit::replace(used.reference.span, edit::quote(id)));
                let what = format!("Image set to `{id}`, as the request names it");
                fixes.push(Fix::completion(
                    "image",
                    &address,
                    what,
                    WHY_NAMED,
                    edits.collect(),
                ));
                continue;
            }
            let words = Words::new(label);
            let users = self.cx.uses(&address).into_iter();
            let users = users.map(|used| used.block);
            let machine = users
                .clone()
                .find(|user| MACHINES.iter().any(|(of, _)| user.type_name() == Some(*of)));
            let machine = machine.unwrap_or(block);
            let site = Site {
                block,
                address: address.clone(),
                body: machine,
                argument: "ami",
            };
            let body = machine;
            let machine = self.evidence(machine);
            let misled = distribution::spoken_of(&words)
                .is_some_and(|spoken_of| !distribution::runs(&machine, spoken_of));
            let (edits, title) = if misled {
                let (name, title, write) = self.lookup(&site);
                (
                    self.renames(&address, label, &name).chain(write).collect(),
                    title,
                )
            } else {
                let found = distribution::of_machine(self.cx.request, Some(&words), &machine);
                let architecture = match words.has_any(&["arm64", "arm", "graviton"]) {
                    true => Architecture::Arm,
                    false => self.architecture(body),
                };
                let architecture = found.nearest(architecture);
                let write = self.write(label, found, architecture, block);
                (vec![write], found.title.to_owned())
            };
            let what = format!("Lookup of {title} written");
            fixes.push(Fix::completion("image", &address, what, WHY, edits));
        }
        fixes
    }

    fn renames(&self, address: &str, label: &str, name: &str) -> impl Iterator<Item = Edit> {
        let uses = self
            .cx
            .uses(address)
            .into_iter()
            .filter(|used| used.block.closed);
        let names = uses.filter_map(|used| match used.reference.steps.get(1) {
            Some(Step::Attribute(step)) if step.text == label => Some(step),
            _ => None,
        });
        let edits: Vec<Edit> = names
            .map(|step| edit::rename(self.cx.module, step, name))
            .collect();
        edits.into_iter()
    }

    /// Replaces an image id that is written where it is used.
    fn written_out(
        &mut self,
        site: &Site,
        attribute: &Attribute,
        tables: &mut Tables,
    ) -> Option<Fix> {
        let cx = self.cx;
        let value = &attribute.value;
        let mut spans: Vec<_> = made_up(cx, value).iter().map(|one| one.span).collect();
        let is_other = self
            .named()
            .is_some_and(|id| self.is_lookup(value) && !cx.module.text.contains(id));
        if spans.is_empty() && (is_other || self.is_whole(site, value, tables)) {
            spans.push(value.span);
        }
        if spans.is_empty() || !site.wanted(cx) {
            return None;
        }
        tables.left(cx, value, &site.address);
        let (image, title, write) = self.value(site);
        let edits = spans
            .into_iter()
            .map(|span| Edit::replace(span, image.as_str()));
        let what = match is_other {
            true => format!("Image set to {title}"),
            false => format!("Image id replaced by {title}"),
        };
        Some(Fix::completion(
            "image",
            &site.address,
            what,
            WHY,
            edits.chain(write).collect(),
        ))
    }

    /// Replaces image ids in a local value.
    fn local(&mut self, address: &str, name: &str, sites: &[Site]) -> Option<Fix> {
        let cx = self.cx;
        let first = sites.first()?;
        if !cx.allows("image", address) || sites.iter().any(|site| !site.wanted(cx)) {
            return None;
        }
        let ids = made_up(cx, &cx.editable_local(name)?.value);
        let (value, title, write) = self.value(first);
        let edits = ids.iter().map(|id| Edit::replace(id.span, value.clone()));
        let what = format!("Image id replaced by {title}");
        Some(Fix::completion(
            "image",
            address,
            what,
            WHY,
            edits.chain(write).collect(),
        ))
    }

    /// Whether a value is a lookup of the module.
    fn is_lookup(&self, value: &Expression) -> bool {
        let address = refers_to(value).map(|(address, _)| address);
        address.is_some_and(|it| it.starts_with("data.aws_ami.") && self.cx.declares(&it))
    }

    /// Whether the whole value cannot be an image id.
    ///
    /// Such a value is a placeholder, empty, a reference to an undeclared object, or a table of ids
    /// in the default of a variable.
    fn is_whole(&self, site: &Site, value: &Expression, tables: &mut Tables) -> bool {
        let cx = self.cx;
        if let Some(text) = value.literal() {
            let placeholder = !text.is_empty() && site.block.kind.text == "resource";
            return is_made_up(cx, &text) && (placeholder || site.needs_one(cx));
        }
        if matches!(value.kind, ExpressionKind::Null) {
            return site.needs_one(cx);
        }
        if let Some((address, path)) = refers_to(value) {
            let known = [
                "each.",
                "count.",
                "self.",
                "module.",
                "local.",
                "path.",
                "terraform.",
            ];
            let lookup = address.starts_with("data.aws_ami.");
            if !lookup && !known.iter().any(|root| address.starts_with(root)) {
                return !cx.declares(&address)
                    || (!path.is_empty() && tables.is_table(cx, &address));
            }
            return false;
        }
        match &bare(value).kind {
            ExpressionKind::Call {
                name, arguments, ..
            } if name.text == "lookup" => {
                let table = arguments.first().and_then(refers_to);
                table.is_some_and(|(address, _)| tables.is_table(cx, &address))
            }
            _ => false,
        }
    }

    /// Sets the image of a server that has none.
    fn missing(&mut self, site: &Site) -> Option<Fix> {
        if !site.needs_one(self.cx) || !site.wanted(self.cx) {
            return None;
        }
        let (value, title, write) = self.value(site);
        let module = self.cx.module;
        let line = format!("{} = {value}", site.argument);
        let instance_type = site.body.body.attribute("instance_type");
        let mut edits = match instance_type.and_then(|below| line_before(module, below, &line)) {
            Some(edit) => vec![edit],
            None => edit::set(module, site.body, &[site.argument], &value),
        };
        edits.extend(write);
        let what = format!("Image set to {title}");
        Some(Fix::completion("image", &site.address, what, WHY, edits))
    }

    /// Replaces the default of an image variable by a lookup.
    ///
    /// The variable has no default or a hard-coded id. It stays, so that another image can be
    /// chosen.
    fn variable(&mut self, address: &str, sites: &[Site]) -> Option<Fix> {
        let cx = self.cx;
        let name = address.trim_start_matches("var.");
        let variable = cx.block(address).filter(|_| cx.allows("image", address))?;
        let default = variable.body.attribute("default");
        // Such a variable cannot be null, so the image argument no longer reads it.
        let fixed = variable.body.attribute("nullable").is_some()
            || variable.body.blocks_of("validation").next().is_some();
        // If the variable always had a value, its other readers rely on the value.
        let always = !fixed && default.is_none_or(|default| !is_unset(Some(default)));
        let uses = cx.uses(address);
        if sites.iter().any(|site| !site.wanted(cx))
            || (always && uses.iter().any(|used| !used.block.closed))
        {
            return None;
        }
        let (mut edits, mut titles, mut values) = (Vec::new(), Vec::new(), Vec::new());
        let mut bound = HashSet::default();
        for (site, image) in sites
            .iter()
            .filter_map(|site| Some((site, &site.attribute()?.value)))
        {
            let (lookup, title, write) = self.value(site);
            let value = match fixed {
                true => lookup,
                false => format!("coalesce(var.{name}, {lookup})"),
            };
            bound.extend(image.references().iter().map(|reference| reference.span));
            edits.push(Edit::replace(image.span, value.clone()));
            edits.extend(write);
            titles.push(title);
            values.push(value);
        }
        if let Some(value) = values.first().filter(|_| always) {
            let others = uses.iter().map(|used| used.reference.span);
            let others = others.filter(|span| !bound.contains(span));
            edits.extend(others.map(|span| Edit::replace(span, value)));
        }
        match default {
            _ if fixed => {}
            Some(default) if default.value.literal().is_some_and(|id| id.is_empty()) => {}
            Some(default) => edits.push(Edit::replace(default.value.span, "null")),
            None => edits.extend(edit::set(cx.module, variable, &["default"], "null")),
        }
        titles.dedup();
        let what = format!(
            "Where `{name}` is not given, the image is {}",
            titles.join(", ")
        );
        Some(Fix::completion("image", address, what, WHY, edits))
    }
}
