//! Estimates what the resources of a module cost a month, from AWS's list prices.
//!
//! An estimate has three parts: what is fixed while a resource exists, what depends on its use (with
//! the assumption in view), and what is not known. A month has 730 hours. Discounts, taxes, credits
//! and the free tier are left out.

mod arguments;
mod budget;
mod components;
mod compute;
mod databases;
mod instances;
mod prices;
mod sheet;
mod storage;
#[cfg(test)]
mod tests;
mod usage;

pub use budget::{Budget, budget};
pub use prices::{FILE, Malformed, Price, Prices, Trust};
pub use usage::{UnknownUse, Usage};

use crate::hcl::{Block, Lines, Module, Value};
use crate::semantic::Index;
use arguments::Arguments;
use instances::{Repetition, repetitions};
use serde::Serialize;
use sheet::Sheet;
#[cfg(test)]
use ts_rs::TS;

/// Maximum number of resources of an estimate; further ones are counted.
const RESOURCES_MAX: usize = 2_000;
/// Maximum depth of nested module calls.
const MODULES_DEEP_MAX: usize = 5;
/// Maximum number of modules that are opened for an estimate.
const CALLS_MAX: usize = 1_000;
/// Providers whose resources exist outside AWS and cost nothing.
const HELPERS: &[&str] = strings! {
    "archive", "cloudinit", "external", "http", "local", "null", "random", "terraform", "time", "tls",
};

/// Monthly cost of a module.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct Estimate {
    /// Region of most of the resources.
    pub region: String,
    /// Whether the region is assumed, because the module does not state a known one.
    pub is_region_assumed: bool,
    /// Year and month of the newest price list: `2026-10`.
    pub prices_of: String,
    /// Year and month of the oldest price list that the estimate uses.
    pub oldest_price: Option<String>,
    /// Resources and module calls, in source order.
    pub resources: Vec<ResourceCost>,
    /// Number of resources left out because there are too many.
    pub more: usize,
    /// Number of syntax errors, which hide resources or arguments.
    pub syntax_errors: usize,
    /// Sums of all resources.
    pub total: Total,
}

/// Sums of an estimate.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS), ts(rename = "CostTotal"))]
#[serde(rename_all = "camelCase")]
pub struct Total {
    /// Monthly cost that does not depend on use, in US dollars.
    pub fixed: Range,
    /// Monthly cost of the assumed use, in US dollars.
    pub usage: f64,
    /// Whether the fixed part relies on an estimated, computed or unverified price.
    pub is_about: bool,
    /// Number of resources with components that depend on use.
    pub by_usage: usize,
    /// Number of resources with a quantity or price that is not known.
    pub unknown: usize,
    /// Number of resources and module calls without prices.
    pub not_priced: usize,
    /// Number of resources that cost nothing themselves.
    pub free: usize,
}

/// A range of US dollars; both ends are equal if nothing is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS), ts(rename = "CostRange"))]
pub struct Range {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Cost of a resource, or of its instances if they are equal.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct ResourceCost {
    /// Address of the resource or module call, with the key of the instance.
    pub address: String,
    /// Type of the resource, or `module`.
    pub r#type: String,
    /// Line of the block in its file, from 1; 0 in a called module without a file.
    pub line: usize,
    /// Path of the file, in a project.
    pub path: Option<String>,
    /// Region of its prices.
    pub region: String,
    /// How the cost arises.
    pub kind: CostKind,
    /// Number of equal instances.
    pub count: Range,
    /// Reason for an unknown number, or for a missing price.
    pub reason: Option<String>,
    /// Components of all instances at the high end of the count.
    pub components: Vec<Component>,
    /// Monthly cost that does not depend on use, in US dollars.
    pub monthly: Range,
    /// Monthly cost of the assumed use, in US dollars.
    pub usage: f64,
    /// Facts about the cost that are easy to overlook.
    pub notes: Vec<String>,
}

/// How the cost of a resource arises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "snake_case")]
pub enum CostKind {
    /// At least one component is fixed.
    Fixed,
    /// All components depend on use.
    Usage,
    /// The resource costs nothing itself.
    Free,
    /// No price is known.
    NotPriced,
}

/// A component of the cost of a resource.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS), ts(rename = "CostComponent"))]
#[serde(rename_all = "camelCase")]
pub struct Component {
    /// Name as on AWS's price pages.
    pub name: String,
    /// Unit of the quantity: `hours`, `GB`, `1M requests`.
    pub unit: String,
    /// Units per month, unless not known.
    pub quantity: Option<f64>,
    /// US dollars per unit, unless not known.
    pub price: Option<f64>,
    /// US dollars per month, unless not known.
    pub monthly: Option<f64>,
    /// Whether the quantity depends on use.
    pub is_usage: bool,
    /// Values of use that the quantity assumes.
    pub assumptions: Vec<Assumption>,
    /// How far the price can be relied on.
    pub trust: Option<Trust>,
    /// Reason for an unknown quantity or price.
    pub unknown: Option<String>,
}

/// A value of use that a quantity assumes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS), ts(rename = "CostAssumption"))]
#[serde(rename_all = "camelCase")]
pub struct Assumption {
    /// Name of the value, as in the usage option: `monthly_requests`.
    pub key: String,
    /// The value per month.
    pub value: f64,
    /// Whether the caller set the value.
    pub is_given: bool,
}

/// Options of an estimate.
#[derive(Default)]
pub struct CostOptions<'m> {
    /// Use of the resources.
    pub usage: Usage,
    /// Modules that the program calls.
    pub modules: Option<&'m dyn CalledModules>,
    /// Key of the program itself among the modules.
    pub root: usize,
}

/// Modules that other modules call.
pub trait CalledModules {
    /// Returns the module that a call opens, with its key, by the key of the caller.
    fn open(&self, caller: usize, call: &Block) -> Option<(usize, &Module)>;
}

/// Modules by the text of the `source` of their calls.
pub struct ModulesBySource<'m>(pub Vec<(String, &'m Module)>);

impl CalledModules for ModulesBySource<'_> {
    fn open(&self, _: usize, call: &Block) -> Option<(usize, &Module)> {
        let source = call.body.literal_text("source")?;
        let mut modules = self.0.iter().enumerate();
        let (at, (_, module)) = modules.find(|(_, (name, _))| name == source)?;
        Some((at, module))
    }
}

/// Estimates what a module costs a month.
///
/// The result is deterministic and takes no clock: the date of the prices is in it.
pub fn cost(module: &Module, prices: &Prices, options: &CostOptions) -> Estimate {
    let index = Index::with_values(module);
    let regions = Regions::of(&index, None);
    let (region, is_region_assumed) = regions.default();
    let mut estimation = Estimation {
        prices,
        options,
        resources: Vec::new(),
        more: 0,
        syntax_errors: module.problems.len(),
        calls: 0,
        oldest: None,
    };
    let lines = module.lines();
    let call = Call {
        index: &index,
        regions: &regions,
        lines: Some(&lines),
        prefix: String::new(),
        count: Range {
            low: 1.0,
            high: 1.0,
        },
        reason: None,
        key: options.root,
        depth: 0,
    };
    estimation.module(&call);
    let mut total = Total::default();
    for resource in &estimation.resources {
        total.add(resource);
    }
    Estimate {
        region,
        is_region_assumed,
        prices_of: prices.date.to_owned(),
        oldest_price: estimation.oldest.map(str::to_owned),
        resources: estimation.resources,
        more: estimation.more,
        syntax_errors: estimation.syntax_errors,
        total,
    }
}

impl Total {
    fn add(&mut self, resource: &ResourceCost) {
        self.fixed.low += resource.monthly.low;
        self.fixed.high += resource.monthly.high;
        self.usage += resource.usage;
        let components = || resource.components.iter();
        let is_about =
            |one: &Component| one.trust.is_some_and(|it| it > Trust::Exact) && !one.is_usage;
        self.is_about |= components().any(is_about);
        self.by_usage += usize::from(components().any(|one| one.is_usage));
        let is_unknown = components().any(|one| one.unknown.is_some());
        let has_price = matches!(resource.kind, CostKind::Fixed | CostKind::Usage);
        self.unknown += usize::from(has_price && (is_unknown || resource.reason.is_some()));
        self.not_priced += usize::from(resource.kind == CostKind::NotPriced);
        self.free += usize::from(resource.kind == CostKind::Free);
    }
}

/// Regions of the configurations of the AWS provider.
#[derive(Clone)]
struct Regions(Vec<(Option<String>, Option<String>)>);

impl Regions {
    /// Reads the regions of a module; a called module inherits those of its caller.
    fn of(index: &Index, inherited: Option<&Regions>) -> Regions {
        let is_aws = |block: &&Block| {
            let label = block.labels.first();
            block.kind.text == "provider" && label.is_some_and(|label| label.text == "aws")
        };
        let mut regions: Vec<_> = index
            .module
            .blocks()
            .filter(is_aws)
            .map(|block| {
                let region = block.body.attribute("region");
                let region = region.and_then(|region| index.value(&region.value).to_text());
                (block.body.literal_text("alias").map(str::to_owned), region)
            })
            .collect();
        regions.extend(inherited.iter().flat_map(|other| other.0.iter().cloned()));
        Regions(regions)
    }

    /// Returns the region of a configuration without an alias, and whether it is assumed.
    fn default(&self) -> (String, bool) {
        let default = self.0.iter().find(|(alias, _)| alias.is_none());
        match default.and_then(|(_, region)| region.clone()) {
            Some(region) => (region, false),
            None => (prices::BASE.to_owned(), true),
        }
    }

    /// Returns the region of a resource.
    fn of_resource(&self, arguments: &Arguments) -> String {
        if let Ok(Some(region)) = arguments.text("region") {
            return region;
        }
        let provider = arguments.body.attribute("provider");
        let text = provider.map_or("", |one| arguments.index.text(&one.value));
        let alias = text.strip_prefix("aws.").map(str::trim);
        let named = self.0.iter().find(|(name, _)| name.as_deref() == alias);
        match named {
            Some((_, Some(region))) if alias.is_some() => region.clone(),
            _ => self.default().0,
        }
    }
}

/// A module with the values and the number of its call.
struct Call<'c, 'm> {
    index: &'c Index<'m>,
    regions: &'c Regions,
    lines: Option<&'c Lines<'c>>,
    /// Address of the call with a dot, empty for the root module.
    prefix: String,
    count: Range,
    /// Reason for an unknown count.
    reason: Option<String>,
    /// Key of the module, as [`CalledModules`] gives it.
    key: usize,
    depth: usize,
}

impl Call<'_, '_> {
    /// Returns the path and the line of a block.
    fn location(&self, block: &Block) -> (Option<String>, usize) {
        let Some(lines) = self.lines else {
            return (None, 0);
        };
        let module = self.index.module;
        let line = lines.position(block.span.start).line;
        match module.source_at(block.span.start) {
            Some(at) => {
                let source = &module.sources[at];
                let first = lines.position(source.span.start).line;
                (Some(source.path.clone()), line + 1 - first)
            }
            None => (None, line),
        }
    }
}

/// State of one estimate.
struct Estimation<'o> {
    prices: &'o Prices,
    options: &'o CostOptions<'o>,
    resources: Vec<ResourceCost>,
    more: usize,
    syntax_errors: usize,
    /// Number of the modules opened so far.
    calls: usize,
    oldest: Option<&'static str>,
}

impl Estimation<'_> {
    fn module(&mut self, call: &Call) {
        for block in call.index.module.blocks() {
            match (block.kind.text.as_str(), block.labels.as_slice()) {
                ("resource", [kind, name]) => {
                    let address = format!("{}{}.{}", call.prefix, kind.text, name.text);
                    self.block(call, block, &kind.text, &address);
                }
                ("module", [name]) => {
                    let address = format!("{}module.{}", call.prefix, name.text);
                    self.call(call, block, &address);
                }
                _ => {}
            }
        }
    }

    fn block(&mut self, call: &Call, block: &Block, kind: &str, address: &str) {
        for repetition in repetitions(call.index, block) {
            let count = Range {
                low: call.count.low * repetition.count.low,
                high: call.count.high * repetition.count.high,
            };
            if self.resources.len() >= RESOURCES_MAX {
                self.more += 1;
                continue;
            }
            let (path, line) = call.location(block);
            let resource = self.resource(call, block, kind, address, &repetition);
            let mut resource = ResourceCost {
                path,
                line,
                address: format!("{address}{}", repetition.key),
                ..resource
            };
            resource.reason = resource.reason.or_else(|| call.reason.clone());
            resource.multiply(count);
            self.resources.push(resource);
        }
    }

    /// Returns the cost of one instance of a resource.
    fn resource(
        &mut self,
        call: &Call,
        block: &Block,
        kind: &str,
        address: &str,
        repetition: &Repetition,
    ) -> ResourceCost {
        let arguments = Arguments {
            index: call.index,
            body: &block.body,
            names: repetition.names.clone(),
        };
        let mut cost = ResourceCost {
            address: String::new(),
            r#type: kind.to_owned(),
            line: 0,
            path: None,
            region: call.regions.of_resource(&arguments),
            kind: CostKind::Free,
            count: repetition.count,
            reason: repetition.reason.clone(),
            components: Vec::new(),
            monthly: Range::default(),
            usage: 0.0,
            notes: Vec::new(),
        };
        let Some(name) = kind.strip_prefix("aws_") else {
            let provider = kind.split('_').next().unwrap_or_default();
            if !HELPERS.contains(&provider) {
                cost.kind = CostKind::NotPriced;
                cost.reason = Some("not a resource of AWS".to_owned());
            }
            return cost;
        };
        let mut sheet = Sheet {
            prices: self.prices,
            usage: self.options.usage.of(
                &format!("{address}{}", repetition.key),
                kind,
                self.prices,
            ),
            region: &cost.region,
            name,
            arguments: &arguments,
            components: Vec::new(),
            notes: Vec::new(),
            oldest: self.oldest,
        };
        let is_known = sheet.fill();
        let (components, notes, oldest) = (sheet.components, sheet.notes, sheet.oldest);
        self.oldest = oldest;
        (cost.components, cost.notes) = (components, notes);
        let all_usage = cost.components.iter().all(|one| one.is_usage);
        cost.kind = match (is_known, cost.components.is_empty()) {
            (_, false)
                if cost
                    .components
                    .iter()
                    .all(|one| one.price.is_none() && !one.is_usage) =>
            {
                CostKind::NotPriced
            }
            (_, false) if all_usage => CostKind::Usage,
            (_, false) => CostKind::Fixed,
            (true, true) => CostKind::Free,
            (false, true) if self.prices.is_free(name) => CostKind::Free,
            (false, true) => {
                cost.reason = Some("the price pack does not have this type".to_owned());
                CostKind::NotPriced
            }
        };
        cost
    }

    fn call(&mut self, call: &Call, block: &Block, address: &str) {
        let source = block.body.literal_text("source").unwrap_or_default();
        let modules = self.options.modules;
        let opened = modules.and_then(|modules| modules.open(call.key, block));
        let is_followed = call.depth < MODULES_DEEP_MAX && self.calls < CALLS_MAX;
        let Some((key, module)) = opened.filter(|_| is_followed) else {
            if self.resources.len() >= RESOURCES_MAX {
                self.more += 1;
                return;
            }
            let (path, line) = call.location(block);
            self.resources.push(ResourceCost {
                address: address.to_owned(),
                r#type: "module".to_owned(),
                line,
                path,
                region: call.regions.default().0,
                kind: CostKind::NotPriced,
                count: call.count,
                reason: Some(match opened {
                    Some(_) => {
                        "modules are nested too deep, or there are too many calls".to_owned()
                    }
                    None => format!("the module `{source}` is not at hand"),
                }),
                components: Vec::new(),
                monthly: Range::default(),
                usage: 0.0,
                notes: Vec::new(),
            });
            return;
        };
        self.syntax_errors += module.problems.len();
        // A text of its own has no lines that the caller could show.
        let lines = (!module.sources.is_empty()).then(|| module.lines());
        for repetition in repetitions(call.index, block) {
            self.calls += 1;
            let arguments = Arguments {
                index: call.index,
                body: &block.body,
                names: repetition.names.clone(),
            };
            let given = block.body.attributes().filter(|one| {
                !matches!(
                    &*one.name.text,
                    "source" | "version" | "count" | "for_each" | "providers"
                )
            });
            let values: Vec<(String, Value)> = given
                .map(|one| (one.name.text.clone(), arguments.evaluate(&one.value)))
                .collect();
            let index = Index::with_variables(module, values);
            let regions = Regions::of(&index, Some(call.regions));
            let inner = Call {
                index: &index,
                regions: &regions,
                lines: lines.as_ref(),
                prefix: format!("{address}{}.", repetition.key),
                count: Range {
                    low: call.count.low * repetition.count.low,
                    high: call.count.high * repetition.count.high,
                },
                reason: repetition.reason.or_else(|| call.reason.clone()),
                key,
                depth: call.depth + 1,
            };
            self.module(&inner);
        }
    }
}

impl ResourceCost {
    /// Multiplies the components of one instance by the number of instances.
    fn multiply(&mut self, count: Range) {
        self.count = count;
        let times = count.high;
        for component in &mut self.components {
            component.quantity = component.quantity.map(|quantity| quantity * times);
            component.monthly = component.monthly.map(|monthly| monthly * times);
            match (component.is_usage, component.monthly) {
                (true, Some(monthly)) => self.usage += monthly,
                (false, Some(monthly)) => self.monthly.high += monthly,
                (_, None) => {}
            }
        }
        self.monthly.low = match times > 0.0 {
            true => self.monthly.high * count.low / times,
            false => 0.0,
        };
    }
}
