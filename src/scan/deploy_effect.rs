//! Determines what the change of an argument does to a resource that is deployed.
//!
//! The rows with `replace` are the arguments that the AWS provider marks as "forces replacement".
//! `tests/deploy_effects.tsv` holds what `terraform plan` reports for every fix.

use crate::hcl::DeployEffect;
use crate::table::Table;

/// Resource type, path of the argument, and effect; other arguments are updated in place.
///
/// The path of a block holds for all its arguments.
const EFFECTS: Table<3> = Table(include_str!("deploy_effect.tsv"));

/// Returns the effect of a change of an argument or block.
pub fn deploy_effect(type_name: &str, path: &str) -> DeployEffect {
    let steps = |path: &str| -> Vec<String> {
        let steps = path.split('.').filter(|step| step.parse::<u32>().is_err());
        steps.map(str::to_owned).collect()
    };
    let changed = steps(path);
    let rows = EFFECTS.rows_of(type_name).filter(|[_, row, _]| {
        let row = steps(row);
        // A new block can set the arguments that a row names.
        changed.starts_with(&row) || row.starts_with(&changed)
    });
    let effects = rows.filter_map(|[.., effect]| DeployEffect::named(effect));
    effects.max().unwrap_or(DeployEffect::InPlace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Schema, pack::shipped};

    #[test]
    fn every_row_names_an_argument_and_an_effect() {
        let bytes = shipped();
        let schema = Schema::read(&bytes).expect("it reads");
        for row in EFFECTS.checked_by_key() {
            let [of, path, effect] = row;
            let mut block = schema.resource(of).unwrap_or_else(|| panic!("no `{of}`"));
            for step in path.split('.').filter(|step| !step.is_empty()) {
                if let Some(nested) = block.nested(step) {
                    block = nested.block;
                } else {
                    assert!(block.attribute(step).is_some(), "{row:?}");
                }
            }
            assert!(DeployEffect::named(effect).is_some(), "{row:?}");
        }
    }
}
