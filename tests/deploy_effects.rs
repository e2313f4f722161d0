//! Compares the effects that fixes state with what `terraform plan` does.
//!
//! `npm run effects` plans every fix over a state and writes `tests/deploy_effects.tsv`.

use infragenie::hcl;

#[path = "../examples/deploy_effects/entries.rs"]
mod entries;

/// Effect of a fix that deletes data and does not replace its resource.
///
/// CloudWatch deletes log events that are older than the retention of their group.
const DELETES_IN_PLACE: [&str; 2] = ["aws_cloudwatch_log_group", "deletes_data"];

fn rows() -> Vec<[&'static str; 5]> {
    let lines = include_str!("deploy_effects.tsv").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    let cells = |line: &'static str| {
        let cells: Vec<&str> = line.split('\t').collect();
        cells.try_into().expect("five cells")
    };
    lines.map(cells).collect()
}

#[test]
fn the_list_has_every_fix_with_its_effect() {
    let effect = |entry: &entries::Entry| serde_json::to_value(entry.effect).unwrap();
    let found = entries::entries(&entries::schema());
    for entry in &found {
        for text in [&entry.before, &entry.after] {
            assert_eq!(hcl::parse(text.as_str()).problems, [], "{text}");
        }
    }
    let found = found.iter().map(|entry| {
        let effect = effect(entry);
        let effect = effect.as_str().unwrap_or_default();
        [entry.id, &entry.type_name, &entry.description, effect].join("\t")
    });
    let found: Vec<String> = found.collect();
    let listed: Vec<String> = rows().iter().map(|row| row[..4].join("\t")).collect();
    assert!(
        found == listed,
        "`npm --prefix www run effects` plans the fixes that differ: {:#?}",
        found
            .iter()
            .filter(|one| !listed.contains(one))
            .collect::<Vec<_>>()
    );
}

#[test]
fn fixes_state_each_replacement_that_terraform_plans() {
    let mut unplanned = 0;
    for row in rows() {
        let [_, type_name, _, effect, plan] = row;
        let states = matches!(effect, "replace" | "deletes_data");
        let states = states && [type_name, effect] != DELETES_IN_PLACE;
        match plan {
            "unplanned" => unplanned += 1,
            plan => assert_eq!(states, plan.starts_with("replace "), "{row:?}"),
        }
    }
    // Types that the provider lacks, values of cases that it rejects, and checks that AWS makes.
    assert!(unplanned <= 13, "{unplanned} fixes are not planned");
}
