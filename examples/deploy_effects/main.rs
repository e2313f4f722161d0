//! Writes every fix as a change of a resource, for `terraform plan`.
//!
//! ```text
//! cargo run --example deploy_effects
//! ```
//!
//! Each line is an object with `id`, `type`, `change` and `effect` of a fix, and with `before` and
//! `after`, the resource as Terraform. References are replaced by made-up values and missing required
//! arguments are added, so that a plan needs nothing else. `npm run effects` plans them.

mod entries;
mod standalone;

use serde_json::json;

fn main() {
    let schema = entries::schema();
    for (at, entry) in entries::entries(&schema).iter().enumerate() {
        let [before, after] = [&entry.before, &entry.after]
            .map(|text| standalone::standalone(text, &format!("r{at}"), &schema));
        let line = json!({
            "id": entry.id, "type": entry.type_name, "change": entry.description,
            "effect": entry.effect, "before": before, "after": after,
        });
        println!("{line}");
    }
}
