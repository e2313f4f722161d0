//! Implements the custom predicates of the EC2 rules.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Check::*, Found, Literal, Resource, Verdict};

/// Checks that the root disk is declared and every declared disk is encrypted.
pub(super) fn disks_encrypted(resource: &Resource) -> Verdict {
    let roots = resource.nested_blocks("root_block_device");
    if roots
        .first()
        .is_none_or(|root| root.block.body.items.is_empty())
    {
        return passed(matches!(
            resource.find("root_block_device"),
            Found::Value(Value::Unknown(_))
        ));
    }
    let mut all = Verdict::Passed;
    for disk in roots
        .into_iter()
        .chain(resource.nested_blocks("ebs_block_device"))
    {
        match disk.find("encrypted") {
            Found::Value(Value::Bool(true)) => {}
            _ if Has("snapshot_id").holds(&disk) => {}
            Found::Value(Value::Bool(false)) => return Verdict::Failed,
            _ => all = Verdict::Unknown,
        }
    }
    all
}

/// Fails an image that is looked up by a name pattern without an owner.
pub(super) fn names_owner(resource: &Resource) -> Verdict {
    let filters = resource.nested_blocks("filter");
    let pattern = |filter: &Resource| {
        let values = filter.find_all("values");
        let wild = |value: &Value| match value {
            Value::Text(text) => text.contains(['*', '?']),
            Value::List(items) => items
                .iter()
                .any(|item| matches!(item, Value::Text(text) if text.contains(['*', '?']))),
            _ => false,
        };
        Is("name", Literal::Text("name")).holds(filter) && values.iter().any(wild)
    };
    let owned = !matches!(resource.find("owners"), Found::Missing);
    passed(owned || !filters.iter().any(pattern))
}
