//! Any text in, results out: read, checked, scanned, fixed and mended without a panic.
//!
//! ```text
//! cargo +nightly fuzz run text -- -dict=fuzz/terraform.dict -max_len=4096 -timeout=10
//! ```

#![no_main]

use infragenie::fix::{Wishes, fix};
use infragenie::job::mend::mend;
use infragenie::scan::{self, aws::TABLES};
use infragenie::schema::{self, Constraints, Schema, constraints, pack};
use infragenie::hcl;
use libfuzzer_sys::fuzz_target;
use std::io::Read as _;
use std::path::Path;
use std::sync::{Arc, LazyLock};

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let schema = Schema::read(&unpacked(pack::FILE)).expect("the pack reads");
    let later = Schema::read(&unpacked(pack::FILE_6)).expect("the pack reads");
    let constraints = Constraints::read(&unpacked(constraints::FILE)).expect("the pack reads");
    schema.with(constraints).with_later(Arc::new(later))
});

fn unpacked(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/public/data");
    let file = std::fs::File::open(folder.join(name)).expect("the pack is committed");
    let mut bytes = Vec::new();
    let mut gzip = flate2::read::GzDecoder::new(file);
    gzip.read_to_end(&mut bytes).expect("the pack is gzip");
    bytes
}

fuzz_target!(|text: &str| {
    let module = hcl::parse(text);
    assert_eq!(module.text, text);
    let lines = module.lines();
    for problem in schema::validate(&module, &SCHEMA) {
        assert!(problem.message.chars().count() <= 100, "{problem:?}");
        assert!(problem.span.end <= text.len(), "{problem:?}");
        let start = problem.span.start;
        assert_eq!(lines.place(start), module.place(start));
    }
    scan::scan(&module, TABLES);
    fix(&module, TABLES, Some(&SCHEMA), Wishes::default());
    let mended = mend(&module, "a web server", TABLES, Some(&SCHEMA), Wishes::default());
    assert!(mended.problems.iter().all(|one| one.message.chars().count() <= 100));
});
