//! Machines with image ids written out, made up or missing in, lookups of their images out.

mod lookup;

use super::Deed;
use super::distribution::{self, Architecture};
use super::scene::{Scene, bare, is_unset, line_before, refers_to};
use super::words::Words;
use crate::hcl::{Attribute, Block, Edit, Expression, ExpressionKind, Step, edit};
use foldhash::{HashMap, HashSet};
use lookup::Lookups;
use std::collections::BTreeMap;

/// Which argument of which resource holds the id of an image.
const MACHINES: &[(&str, &str)] = &[
    ("aws_instance", "ami"),
    ("aws_spot_instance_request", "ami"),
    ("aws_spot_fleet_request", "ami"),
    ("aws_launch_template", "image_id"),
    ("aws_launch_configuration", "image_id"),
];

/// Arguments of modules that hold the id of an image.
const MODULE_ARGUMENTS: &[&str] = &["ami", "ami_id", "image_id"];

/// Users of a launch template that bring an image of their own kind.
const OWN_IMAGES: &[&str] = &["aws_eks_node_group", "aws_batch_compute_environment"];

/// Images that AWS resolves by itself when a machine starts.
const RESOLVED: &str = "resolve:ssm:";

const WHY: &str = "An image id exists in one region only and is withdrawn in time; \
    a lookup finds the current image wherever the module runs.";

/// A place that needs the id of an image.
struct Site<'m> {
    /// The top-level block, and its address.
    block: &'m Block,
    address: String,
    /// The block within that has the argument.
    body: &'m Block,
    argument: &'static str,
}

/// The deeds of the step.
pub(super) fn deeds(scene: &Scene) -> Vec<Deed> {
    let mut lookups = Lookups::of(scene);
    let mut tables = Tables::default();
    let mut deeds = lookups.lost(scene.dangling("data.aws_ami"));
    // What several machines share is done once, for all of them.
    let mut shared: BTreeMap<String, Vec<Site>> = BTreeMap::new();
    for site in sites(scene) {
        match site.attribute() {
            Some(attribute) => match source(scene, &attribute.value, &mut tables) {
                Some(address) => shared.entry(address).or_default().push(site),
                None => deeds.extend(lookups.written_out(&site, attribute, &mut tables)),
            },
            None => deeds.extend(lookups.missing(&site)),
        }
    }
    for (address, sites) in shared {
        deeds.extend(match address.strip_prefix("local.") {
            Some(name) => lookups.local(&address, name, &sites),
            None => lookups.variable(&address, &sites),
        });
    }
    tables.drop_unread(scene, &mut deeds);
    deeds
}

/// The places of a module that need the id of an image, set or not.
fn sites<'m>(scene: &Scene<'m>) -> Vec<Site<'m>> {
    let mut sites = Vec::new();
    for block in scene.closed() {
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
            "resource" if !brings_its_own(scene, block) => {
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

/// Whether a launch template is for machines whose image their service chooses.
fn brings_its_own(scene: &Scene, block: &Block) -> bool {
    let Some(address) = block
        .address()
        .filter(|_| block.type_name() == Some("aws_launch_template"))
    else {
        return false;
    };
    let users = scene
        .uses(&address)
        .iter()
        .filter_map(|used| used.block.type_name());
    users.into_iter().any(|user| OWN_IMAGES.contains(&user))
}

/// The variable or the local value that an image argument is, if the id that it holds has to go.
fn source(scene: &Scene, expression: &Expression, tables: &mut Tables) -> Option<String> {
    let (address, path) = refers_to(expression)?;
    if address.starts_with("local.") {
        return tables.holds_ids(scene, &address).then_some(address);
    }
    let block = scene
        .block(&address)
        .filter(|block| block.kind.text == "variable")?;
    let default = block.body.attribute("default");
    let written_out = default.and_then(|default| default.value.literal());
    let made_up = written_out.is_some_and(|id| is_made_up(scene, &id));
    (block.closed && path.is_empty() && (is_unset(default) || made_up)).then_some(address)
}

/// Whether an id is one that the user did not name.
fn is_made_up(scene: &Scene, id: &str) -> bool {
    !id.starts_with(RESOLVED) && !scene.request.names(id)
}

/// The literals within an expression that are ids of images that the user did not name.
fn made_up<'e>(scene: &Scene, expression: &'e Expression) -> Vec<&'e Expression> {
    let mut found = Vec::new();
    let mut open = vec![expression];
    while let Some(expression) = open.pop() {
        match &expression.kind {
            ExpressionKind::Template { .. } => {
                let id = expression.literal().filter(|id| id.starts_with("ami-"));
                if id.is_some_and(|id| is_made_up(scene, &id)) {
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

    /// Whether a machine cannot be started without the argument.
    fn needs_one(&self, scene: &Scene) -> bool {
        let from_template = |kind: &str| {
            self.body.body.blocks_of(kind).next().is_some()
                || self
                    .body
                    .body
                    .blocks_of("dynamic")
                    .any(|dynamic| dynamic.labels.iter().any(|label| label.text == kind))
        };
        match self.block.type_name() {
            Some("aws_instance" | "aws_spot_instance_request") => !from_template("launch_template"),
            Some("aws_launch_configuration") => true,
            Some("aws_launch_template") => scene.uses(&self.address).iter().any(|used| {
                used.block.type_name() == Some("aws_autoscaling_group")
                    || (used.block.type_name() == Some("aws_instance")
                        && used.block.body.attribute("ami").is_none())
            }),
            Some("aws_spot_fleet_request") => self.body.kind.text == "launch_specification",
            _ => false,
        }
    }

    fn wanted(&self, scene: &Scene) -> bool {
        scene.wants("image", &self.address)
    }
}

/// Values of which machines take an id: known once, however many machines do.
#[derive(Default)]
struct Tables {
    /// Whether a local value or the default of a variable holds made up ids.
    known: HashMap<String, bool>,
    /// The machines that read a variable no more.
    left: BTreeMap<String, HashSet<String>>,
}

impl Tables {
    fn holds_ids(&mut self, scene: &Scene, address: &str) -> bool {
        if let Some(known) = self.known.get(address) {
            return *known;
        }
        let value = match address.strip_prefix("local.") {
            Some(name) => scene.local(name),
            None => scene
                .block(address)
                .and_then(|block| block.body.attribute("default")),
        };
        let holds = value.is_some_and(|value| !made_up(scene, &value.value).is_empty());
        self.known.insert(address.to_owned(), holds);
        holds
    }

    /// Whether the default of a variable holds made up ids.
    fn is_table(&mut self, scene: &Scene, address: &str) -> bool {
        address.starts_with("var.") && self.holds_ids(scene, address)
    }

    /// Takes down that a machine reads no more what an expression refers to.
    fn left(&mut self, scene: &Scene, value: &Expression, machine: &str) {
        for address in value
            .references()
            .iter()
            .filter_map(|reference| reference.address())
        {
            if self.is_table(scene, &address) {
                self.left
                    .entry(address)
                    .or_default()
                    .insert(machine.to_owned());
            }
        }
    }

    /// Removes the variables that nothing reads any more.
    fn drop_unread(&self, scene: &Scene, deeds: &mut [Deed]) {
        for (address, machines) in &self.left {
            let unread = scene.uses(address).len() == machines.len();
            let Some(variable) = scene.block(address).filter(|block| unread && block.closed) else {
                continue;
            };
            let readers = deeds
                .iter_mut()
                .filter(|deed| machines.contains(&deed.change.address));
            readers.for_each(|deed| deed.edits.push(edit::remove(scene.module, variable.span)));
        }
    }
}

impl Lookups<'_, '_> {
    /// Lookups that are referred to and not declared: written under that very name, unless it
    /// speaks of a distribution on which the script of the machine does not run.
    fn lost(&mut self, addresses: Vec<String>) -> Vec<Deed> {
        let mut deeds = Vec::new();
        for address in addresses {
            let (Some(label), Some(block)) =
                (address.rsplit('.').next(), self.scene.first_user(&address))
            else {
                continue;
            };
            if !self.scene.wants("image", &address) {
                continue;
            }
            let words = Words::new(label);
            let users = self.scene.uses(&address).iter().map(|used| used.block);
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
                let found = distribution::of_machine(self.scene.request, Some(&words), &machine);
                let architecture = match words.has_any(&["arm64", "arm", "graviton"]) {
                    true => Architecture::Arm,
                    false => self.architecture(body),
                };
                let architecture = found.nearest(architecture);
                let write = self.write(label, found, architecture, block);
                (vec![write], found.title.to_owned())
            };
            let what = format!("Lookup of {title} written");
            deeds.push(Deed::new("image", &address, what, WHY, edits));
        }
        deeds
    }

    fn renames(&self, address: &str, label: &str, name: &str) -> impl Iterator<Item = Edit> {
        let uses = self
            .scene
            .uses(address)
            .iter()
            .filter(|used| used.block.closed);
        let names = uses.filter_map(|used| match used.reference.steps.get(1) {
            Some(Step::Attribute(step)) if step.text == label => Some(step),
            _ => None,
        });
        let edits: Vec<Edit> = names
            .map(|step| edit::rename(self.scene.module, step, name))
            .collect();
        edits.into_iter()
    }

    /// An image that is written out where it is used.
    fn written_out(
        &mut self,
        site: &Site,
        attribute: &Attribute,
        tables: &mut Tables,
    ) -> Option<Deed> {
        let scene = self.scene;
        let value = &attribute.value;
        let mut spans: Vec<_> = made_up(scene, value).iter().map(|one| one.span).collect();
        if spans.is_empty() && self.is_whole(site, value, tables) {
            spans.push(value.span);
        }
        if spans.is_empty() || !site.wanted(scene) {
            return None;
        }
        tables.left(scene, value, &site.address);
        let (name, title, write) = self.lookup(site);
        let edits = spans
            .into_iter()
            .map(|span| Edit::replace(span, format!("data.aws_ami.{name}.id")));
        let what = format!("Image id replaced by a lookup of {title}");
        Some(Deed::new(
            "image",
            &site.address,
            what,
            WHY,
            edits.chain(write).collect(),
        ))
    }

    /// Image ids in a local value.
    fn local(&mut self, address: &str, name: &str, sites: &[Site]) -> Option<Deed> {
        let scene = self.scene;
        let first = sites.first()?;
        if !scene.wants("image", address) || sites.iter().any(|site| !site.wanted(scene)) {
            return None;
        }
        let ids = made_up(scene, &scene.local(name)?.value);
        let (lookup, title, write) = self.lookup(first);
        let value = format!("data.aws_ami.{lookup}.id");
        let edits = ids.iter().map(|id| Edit::replace(id.span, value.clone()));
        let what = format!("Image id replaced by a lookup of {title}");
        Some(Deed::new(
            "image",
            address,
            what,
            WHY,
            edits.chain(write).collect(),
        ))
    }

    /// Whether the value as a whole is no id that there could be: a placeholder, nothing, a
    /// reference to what is not declared, a table of ids in the default of a variable.
    fn is_whole(&self, site: &Site, value: &Expression, tables: &mut Tables) -> bool {
        let scene = self.scene;
        if let Some(text) = value.literal() {
            let placeholder = !text.is_empty() && site.block.kind.text == "resource";
            return is_made_up(scene, &text) && (placeholder || site.needs_one(scene));
        }
        if matches!(value.kind, ExpressionKind::Null) {
            return site.needs_one(scene);
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
                return !scene.declares(&address)
                    || (!path.is_empty() && tables.is_table(scene, &address));
            }
            return false;
        }
        match &bare(value).kind {
            ExpressionKind::Call {
                name, arguments, ..
            } if name.text == "lookup" => {
                let table = arguments.first().and_then(refers_to);
                table.is_some_and(|(address, _)| tables.is_table(scene, &address))
            }
            _ => false,
        }
    }

    /// A machine that names no image at all.
    fn missing(&mut self, site: &Site) -> Option<Deed> {
        if !site.needs_one(self.scene) || !site.wanted(self.scene) {
            return None;
        }
        let (name, title, write) = self.lookup(site);
        let value = format!("data.aws_ami.{name}.id");
        let module = self.scene.module;
        let line = format!("{} = {value}", site.argument);
        let instance_type = site.body.body.attribute("instance_type");
        let mut edits = match instance_type.and_then(|below| line_before(module, below, &line)) {
            Some(edit) => vec![edit],
            None => edit::set(module, site.body, &[site.argument], &value),
        };
        edits.extend(write);
        let what = format!("Image set to a lookup of {title}");
        Some(Deed::new("image", &site.address, what, WHY, edits))
    }

    /// A variable that is asked for an id, or has one as its default: it stays as a way to choose
    /// another image, and the lookup takes the place of the default.
    fn variable(&mut self, address: &str, sites: &[Site]) -> Option<Deed> {
        let scene = self.scene;
        let name = address.trim_start_matches("var.");
        let variable = scene
            .block(address)
            .filter(|_| scene.wants("image", address))?;
        let default = variable.body.attribute("default");
        // Such a variable cannot be null, so it is read no more.
        let fixed = variable.body.attribute("nullable").is_some()
            || variable.body.blocks_of("validation").next().is_some();
        // Where there was a value always, whatever else reads the variable relies on it.
        let always = !fixed && default.is_none_or(|default| !is_unset(Some(default)));
        let uses = scene.uses(address);
        if sites.iter().any(|site| !site.wanted(scene))
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
            let (lookup, title, write) = self.lookup(site);
            let lookup = format!("data.aws_ami.{lookup}.id");
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
            None => edits.extend(edit::set(scene.module, variable, &["default"], "null")),
        }
        titles.dedup();
        let what = format!(
            "Where `{name}` is not given, the image is looked up: {}",
            titles.join(", ")
        );
        Some(Deed::new("image", address, what, WHY, edits))
    }
}
