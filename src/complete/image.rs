//! Machines with image ids written out, made up or missing in, lookups of their images out.

use super::Deed;
use super::distribution::{self, Architecture, Distribution};
use super::scene::{Scene, bare, is_single, is_unset, refers_to};
use super::words::Words;
use crate::hcl::{Attribute, Block, Edit, Expression, ExpressionKind, Span, Step, edit};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

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

/// Of the text of a machine so much is read for what speaks of a distribution.
const EVIDENCE_CHARS_MAX: usize = 8_000;
/// Of a machine so many references are followed for it.
const REFERENCES_MAX: usize = 100;
/// Blocks that make scripts.
const SCRIPTS: &[&str] = &["data.template_file.", "data.cloudinit_config."];

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

/// The lookups of a module: those that are there, and those that this step writes.
struct Lookups<'s, 'm> {
    scene: &'s Scene<'m>,
    names: HashMap<(&'static str, Architecture), String>,
    taken: HashSet<String>,
    /// What speaks of the distribution, by block.
    evidence: HashMap<Span, Rc<Words>>,
}

/// The deeds of the step.
pub(super) fn deeds(scene: &Scene) -> Vec<Deed> {
    let mut lookups = Lookups::of(scene);
    let mut deeds = lookups.lost(scene.dangling("data.aws_ami"));
    // What several machines share is done once, for all of them.
    let mut shared: BTreeMap<String, Vec<Site>> = BTreeMap::new();
    for site in sites(scene) {
        match site.attribute() {
            Some(attribute) => match source(scene, &attribute.value) {
                Some(address) => shared.entry(address).or_default().push(site),
                None => deeds.extend(lookups.written_out(&site, attribute)),
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
fn source(scene: &Scene, expression: &Expression) -> Option<String> {
    let (address, path) = refers_to(expression)?;
    if let Some(name) = address.strip_prefix("local.") {
        let local = scene.local(name)?;
        return (!made_up(scene, &local.value).is_empty()).then_some(address);
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

impl<'s, 'm> Lookups<'s, 'm> {
    fn of(scene: &'s Scene<'m>) -> Self {
        let mut names = HashMap::new();
        for block in scene.of("data", "aws_ami").filter(|block| is_single(block)) {
            let name_filter = block.body.blocks_of("filter").find(|filter| {
                let name = filter
                    .body
                    .attribute("name")
                    .and_then(|name| name.value.literal());
                name.as_deref() == Some("name")
            });
            let images = name_filter.and_then(|filter| filter.body.attribute("values"));
            let (Some(images), Some(label)) = (images, block.labels.get(1)) else {
                continue;
            };
            let words = Words::new(scene.text(&images.value));
            if let Some(distribution) = distribution::spoken_of(&words) {
                let architecture = match words.has_any(&["arm64", "aarch64"]) {
                    true => Architecture::Arm,
                    false => Architecture::X86,
                };
                let key = (distribution.name, architecture);
                names.entry(key).or_insert_with(|| label.text.clone());
            }
        }
        Lookups {
            scene,
            names,
            taken: HashSet::new(),
            evidence: HashMap::new(),
        }
    }

    /// The lookup for a machine, and what writes it in front of a block if it is not there.
    fn lookup(&mut self, site: &Site) -> (String, String, Option<Edit>) {
        let machine = self.evidence(site.block);
        let found = distribution::of_machine(self.scene.request, None, &machine);
        let architecture = found.nearest(self.architecture(site.body));
        let key = (found.name, architecture);
        let title = found.title.to_owned();
        if let Some(name) = self.names.get(&key) {
            return (name.clone(), title, None);
        }
        let base = match architecture {
            Architecture::Arm => format!("{}_arm64", found.name),
            Architecture::X86 => found.name.to_owned(),
        };
        let name = self.scene.free(&base, |name| self.is_taken(name));
        let write = self.write(&name, found, architecture, site.block);
        (name, title, Some(write))
    }

    fn evidence(&mut self, block: &Block) -> Rc<Words> {
        let known = self.evidence.entry(block.span);
        known
            .or_insert_with(|| Rc::new(evidence(self.scene, block)))
            .clone()
    }

    fn is_taken(&self, name: &str) -> bool {
        let address = format!("data.aws_ami.{name}");
        self.taken.contains(name)
            || self.scene.declares(&address)
            || !self.scene.uses(&address).is_empty()
    }

    fn write(
        &mut self,
        name: &str,
        found: &'static Distribution,
        architecture: Architecture,
        before: &Block,
    ) -> Edit {
        self.names
            .entry((found.name, architecture))
            .or_insert_with(|| name.to_owned());
        self.taken.insert(name.to_owned());
        let text = format!(
            "data \"aws_ami\" \"{name}\" {{\n  most_recent = true\n  owners      = [\"{}\"]\n\n  \
             filter {{\n    name   = \"name\"\n    values = [\"{}\"]\n  }}\n}}",
            found.owner,
            found.images(architecture),
        );
        edit::before(self.scene.module, before, &text)
    }

    /// The architecture of the instance type that stands beside an image.
    fn architecture(&self, body: &Block) -> Architecture {
        let instance_type = body.body.attribute("instance_type");
        let instance_type = instance_type.and_then(|of| self.scene.value(&of.value).to_text());
        distribution::architecture(&instance_type.unwrap_or_default())
    }

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
    fn written_out(&mut self, site: &Site, attribute: &Attribute) -> Option<Deed> {
        let scene = self.scene;
        let value = &attribute.value;
        let mut spans: Vec<_> = made_up(scene, value).iter().map(|one| one.span).collect();
        if spans.is_empty() && self.is_whole(site, value) {
            spans.push(value.span);
        }
        if spans.is_empty() || !site.wanted(scene) {
            return None;
        }
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
    fn is_whole(&self, site: &Site, value: &Expression) -> bool {
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
                return !scene.declares(&address) || (!path.is_empty() && self.is_table(&address));
            }
            return false;
        }
        match &bare(value).kind {
            ExpressionKind::Call {
                name, arguments, ..
            } if name.text == "lookup" => {
                let table = arguments.first().and_then(refers_to);
                table.is_some_and(|(address, _)| self.is_table(&address))
            }
            _ => false,
        }
    }

    /// Whether a variable's default is an object with made up ids.
    fn is_table(&self, address: &str) -> bool {
        let block = self
            .scene
            .block(address)
            .filter(|block| block.kind.text == "variable");
        let default = block.and_then(|block| block.body.attribute("default"));
        default.is_some_and(|default| !made_up(self.scene, &default.value).is_empty())
    }

    /// A machine that names no image at all.
    fn missing(&mut self, site: &Site) -> Option<Deed> {
        if !site.needs_one(self.scene) || !site.wanted(self.scene) {
            return None;
        }
        let (name, title, write) = self.lookup(site);
        let value = format!("data.aws_ami.{name}.id");
        let mut edits = edit::set(self.scene.module, site.body, &[site.argument], &value);
        edits.extend(write);
        let what = format!("Image set to a lookup of {title}");
        Some(Deed::new("image", &site.address, what, WHY, edits))
    }

    /// A variable that is asked for an id, or has one as its default: it stays as a way to choose
    /// another image, and the lookup takes the place of the default.
    fn variable(&mut self, address: &str, sites: &[Site]) -> Option<Deed> {
        let scene = self.scene;
        let undone = sites.iter().any(|site| !site.wanted(scene));
        let variable = scene
            .block(address)
            .filter(|_| !undone && scene.wants("image", address))?;
        let name = address.trim_start_matches("var.");
        let fixed = variable.body.attribute("nullable").is_some()
            || variable.body.blocks_of("validation").next().is_some();
        let mut edits = Vec::new();
        let mut titles = Vec::new();
        for site in sites {
            let Some(attribute) = site.attribute() else {
                continue;
            };
            let (lookup, title, write) = self.lookup(site);
            let lookup = format!("data.aws_ami.{lookup}.id");
            let value = if fixed {
                lookup
            } else {
                format!("coalesce(var.{name}, {lookup})")
            };
            edits.push(Edit::replace(attribute.value.span, value));
            edits.extend(write);
            titles.push(title);
        }
        match variable.body.attribute("default") {
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

/// What speaks of the distribution of a machine: its block, and the scripts and the variable of its
/// image that it refers to.
fn evidence(scene: &Scene, block: &Block) -> Words {
    let mut text = String::new();
    let mut read = |part: &str| {
        let left = EVIDENCE_CHARS_MAX.saturating_sub(text.len());
        text.extend(part.chars().take(left));
        text.push(' ');
    };
    read(scene.text_of(block));
    for reference in block.references().iter().take(REFERENCES_MAX) {
        let Some(address) = reference.address() else {
            continue;
        };
        let is_image = || Words::new(&address).has_any(&["ami", "image"]);
        if let Some(name) = address.strip_prefix("local.") {
            read(
                scene
                    .local(name)
                    .map(|local| scene.text(&local.value))
                    .unwrap_or_default(),
            );
        } else if SCRIPTS.iter().any(|script| address.starts_with(script))
            || (address.starts_with("var.") && is_image())
        {
            read(
                scene
                    .block(&address)
                    .map(|block| scene.text_of(block))
                    .unwrap_or_default(),
            );
        }
    }
    Words::new(&text)
}
