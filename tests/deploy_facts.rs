//! Checks the pack of deployment facts, and the list of programs to apply.

#[path = "../examples/deploy_facts/encode.rs"]
mod encode;

use crate::requests::blocks::TEMPLATE_REQUESTS;
use infragenie::{deploy, schema::pack};
use std::io::Read as _;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn shipped(name: &str) -> String {
    let file = std::fs::File::open(root().join("www/public/data").join(name));
    let mut text = String::new();
    flate2::read::GzDecoder::new(file.expect("the pack is committed"))
        .read_to_string(&mut text)
        .expect("the pack is gzip");
    text
}

#[test]
fn the_generator_reproduces_the_pack_of_facts() {
    let text = encode::encode(&root().join("examples/deploy_facts")).expect("the tables read");
    assert!(
        text == shipped(deploy::FILE),
        "`cargo run --example deploy_facts` writes the pack"
    );
    assert_eq!(pack::file_name("deploy-1", text.as_bytes()), deploy::FILE);
    let path = root().join("www/public/data").join(deploy::FILE);
    let size = std::fs::metadata(path)
        .expect("the pack is committed")
        .len();
    assert!(size < 45_000, "{size} bytes");
}

#[test]
fn every_table_of_facts_has_rows() {
    let facts = deploy::Facts::read(&shipped(deploy::FILE)).expect("the pack reads");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/deploy_facts");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the entry reads").path();
        if path.extension().is_some_and(|it| it == "tsv") {
            let name = path.file_stem().expect("a name").to_string_lossy();
            assert!(facts.rows(&name).next().is_some(), "{name}");
            count += 1;
        }
    }
    assert_eq!(count, 15);
}

#[test]
fn every_template_is_applied_to_the_mock() {
    let path = root().join("tests/apply/requests.txt");
    let list = std::fs::read_to_string(path).expect("the list is committed");
    for request in TEMPLATE_REQUESTS {
        assert!(list.lines().any(|it| it == *request), "{request}");
    }
}
