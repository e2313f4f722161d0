//! Finds requested services that a module lacks.

use crate::hcl::{Block, Module, Value};
use crate::intent::{Item, ParsedRequest, Service};
use crate::semantic::Index;

/// Requested service of which a module has too few instances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Service that is missing.
    pub service: Service,
    /// Requested number of instances.
    pub wanted: usize,
    /// Number of instances in the module.
    pub found: usize,
    /// Description in one line: `there is no EC2 instance, and 3 were asked for`.
    pub message: String,
}

/// Returns the requested services and servers of which a module has too few.
///
/// Only items that the request certainly names are reported. If the module calls another module,
/// nothing is reported, because the called module may contain the resources.
///
/// ```
/// use infragenie::{hcl, intent::ParsedRequest, templates, request::Request};
///
/// let request = ParsedRequest::parse(&Request::parse("vpc and an rds postgres").unwrap());
/// let module = hcl::parse("resource \"aws_vpc\" \"main\" {\n}\n");
/// let missing = templates::missing(&request, &module);
/// assert_eq!(missing[0].message, "there is no RDS database, which was asked for");
/// ```
pub fn missing(request: &ParsedRequest, module: &Module) -> Vec<Missing> {
    if module.blocks().any(|block| block.kind.text == "module") {
        return Vec::new();
    }
    let mut missing = Vec::new();
    let index = Index::new(module);
    for (at, item) in request.items.iter().enumerate() {
        let is_first = request
            .items
            .iter()
            .take(at)
            .all(|other| other.service != item.service);
        if !item.is_certain || !is_first || is_provided_by_others(item, request) {
            continue;
        }
        let found: usize = item
            .service
            .resources()
            .iter()
            .map(|resource| count_instances(&index, resource))
            .sum();
        let wanted = requested_count(item);
        if found >= wanted {
            continue;
        }
        let title = item.service.title();
        let message = match (found, wanted) {
            (0, 1) => format!("there is no {title}, which was asked for"),
            (0, wanted) => format!("there is no {title}, and {wanted} were asked for"),
            (found, wanted) => {
                format!("{found} of {wanted} {title}s that were asked for are there")
            }
        };
        missing.push(Missing {
            service: item.service,
            wanted,
            found,
            message,
        });
    }
    missing
}

/// Returns the number of instances that are certainly requested.
///
/// Servers are counted. For every other service one resource is enough.
fn requested_count(item: &Item) -> usize {
    match item.service {
        Service::Server => usize::try_from(item.count).unwrap_or(1),
        _ => 1,
    }
}

/// Whether an item can be satisfied without a resource of its own type.
fn is_provided_by_others(item: &Item, request: &ParsedRequest) -> bool {
    match item.service {
        // The servers can be instances of a launch template.
        Service::Server => {
            request.has(Service::Scaling)
                || request.has(Service::Containers)
                || request.has(Service::Kubernetes)
        }
        // The words `kms` and `secrets manager` also describe how other resources store their data.
        Service::Key | Service::Secret | Service::Logs | Service::Role | Service::Registry => true,
        Service::Table => !item.has("hash") && item.settings.is_empty(),
        _ => false,
    }
}

/// Returns the number of instances of a resource type in a module.
///
/// The type of a data source starts with `data.`. If `count` or `for_each` is unknown, at least one
/// instance is counted.
///
/// ```
/// let module = infragenie::hcl::parse("resource \"aws_eip\" \"a\" {\n  count = 3\n}\n");
/// assert_eq!(infragenie::templates::instances(&module, "aws_eip"), 3);
/// ```
pub fn instances(module: &Module, resource: &str) -> usize {
    count_instances(&Index::new(module), resource)
}

fn count_instances(index: &Index, resource: &str) -> usize {
    let (kind, name) = match resource.strip_prefix("data.") {
        Some(name) => ("data", name),
        None => ("resource", resource),
    };
    let blocks = index.module.blocks();
    blocks
        .filter(|block| block.kind.text == kind && block.type_name() == Some(name))
        .map(|block| block_instances(block, index))
        .sum()
}

fn block_instances(block: &Block, index: &Index) -> usize {
    let value = |name| {
        let attribute = block.body.attribute(name)?;
        Some(index.value(&attribute.value))
    };
    match (value("count"), value("for_each")) {
        (Some(Value::Number(number)), _) if (0.0..10_000.0).contains(&number) => number as usize,
        (_, Some(Value::List(items))) => items.len(),
        (_, Some(Value::Object(entries))) => entries.len(),
        _ => 1,
    }
}
