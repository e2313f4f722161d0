//! Any text in, results out: read, checked, scanned, fixed and mended without a panic.
//!
//! ```text
//! cargo +nightly fuzz run text -- -dict=fuzz/terraform.dict -max_len=4096 -timeout=10
//! ```

#![no_main]

use infragenie::fix::{Wishes, fix};
use infragenie::job::mend::mend;
use infragenie::scan::{self, aws::TABLES};
use infragenie::schema::{self, Schema, pack};
use infragenie::hcl;
use libfuzzer_sys::fuzz_target;
use std::io::Read as _;
use std::path::Path;
use std::sync::LazyLock;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/public/data");
    let file = std::fs::File::open(folder.join(pack::FILE)).expect("the pack is committed");
    let mut bytes = Vec::new();
    let mut gzip = flate2::read::GzDecoder::new(file);
    gzip.read_to_end(&mut bytes).expect("the pack is gzip");
    Schema::read(&bytes).expect("the pack reads")
});

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
    fix(&module, TABLES, Wishes::default());
    let mended = mend(text, "a web server", TABLES, Some(&SCHEMA), Wishes::default());
    assert!(mended.problems.iter().all(|one| one.message.chars().count() <= 100));
});
