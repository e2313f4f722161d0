//! Checks that files of `tests/schema` have exactly the problems in their comments.

use infragenie::hcl;
use infragenie::schema::{self, Constraints, Schema, constraints, pack};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::sync::LazyLock;

fn shipped() -> Schema {
    let schema = Schema::read(&unpacked(pack::FILE)).expect("the pack reads");
    schema.with(Constraints::read(&unpacked(constraints::FILE)).expect("the pack reads"))
}

fn unpacked(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
    let file = std::fs::File::open(folder.join(name)).expect("the pack is committed");
    let mut bytes = Vec::new();
    let mut gzip = flate2::read::GzDecoder::new(file);
    gzip.read_to_end(&mut bytes).expect("the pack is gzip");
    bytes
}

/// Returns the summaries after the `#` of each line, by line number.
fn expected(text: &str) -> BTreeMap<usize, Vec<String>> {
    let known: Vec<&str> = hcl::Kind::ALL.iter().map(|kind| kind.summary()).collect();
    let mut lines = BTreeMap::new();
    for (at, line) in text.lines().enumerate() {
        let Some((code, comment)) = line.rsplit_once("# ") else {
            continue;
        };
        let mut summaries: Vec<String> = comment.split(", ").map(str::to_owned).collect();
        summaries.retain(|summary| known.contains(&summary.as_str()));
        if !code.trim().is_empty() && !summaries.is_empty() {
            summaries.sort();
            lines.insert(at + 1, summaries);
        }
    }
    lines
}

#[test]
fn reports_exactly_the_problems_of_each_case() {
    let schema = shipped();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema");
    for entry in std::fs::read_dir(folder).expect("the cases") {
        let path = entry.expect("a case").path();
        let text = std::fs::read_to_string(&path).expect("a case");
        let module = hcl::parse(text.as_str());
        let mut found: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for problem in schema::validate(&module, &schema) {
            assert!(
                problem.message.chars().count() <= 100,
                "{}",
                problem.message
            );
            let summaries = found
                .entry(module.position(problem.span.start).line)
                .or_default();
            summaries.push(problem.kind.summary().to_owned());
        }
        found.values_mut().for_each(|summaries| {
            summaries.sort();
            summaries.dedup();
        });
        assert_eq!(found, expected(&text), "{}", path.display());
    }
}

static SCHEMA: LazyLock<Schema> = LazyLock::new(shipped);

static CASES: LazyLock<String> = LazyLock::new(|| {
    [
        "arguments",
        "blocks",
        "operations",
        "references",
        "repetition",
    ]
    .map(|name| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema");
        std::fs::read_to_string(folder.join(name).with_extension("tf")).expect("a case")
    })
    .concat()
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn validates_damaged_programs(
        from in 0..CASES.len(),
        length in 0..400_usize,
        noise in "\\PC{0,20}|[\\[\\]{}()\"$%=.,\n]{0,20}",
    ) {
        let mut text = CASES.clone();
        let mut at = from;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let mut end = (at + length).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.replace_range(at..end.max(at), &noise);
        let module = hcl::parse(text);
        for problem in schema::validate(&module, &SCHEMA) {
            prop_assert!(problem.message.chars().count() <= 100);
            prop_assert!(problem.span.end <= module.text.len());
        }
    }
}
