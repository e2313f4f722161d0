//! Tests that intact packs are read and damaged packs are rejected.

use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

static BYTES: LazyLock<Vec<u8>> = LazyLock::new(shipped);
static SCHEMA: LazyLock<Schema> = LazyLock::new(|| Schema::read(&BYTES).expect("it reads"));

#[test]
fn reads_types_and_flags_of_attributes() {
    let instance = SCHEMA.resource("aws_instance").expect("a resource");
    let groups = instance
        .attribute("vpc_security_group_ids")
        .expect("an attribute");
    assert_eq!(groups.kind.to_string(), "set(string)");
    assert!(groups.optional() && groups.computed() && !groups.required());
    let arn = instance.attribute("arn").expect("an attribute");
    assert!(arn.computed() && !arn.settable());
    assert!(instance.attribute("foo").is_none());
}

#[test]
fn reads_nesting_and_bounds_of_nested_blocks() {
    let table = SCHEMA.resource("aws_wafv2_web_acl").expect("a resource");
    let action = table.nested("default_action").expect("a block");
    assert_eq!(
        (action.nesting, action.min, action.max),
        (Nesting::List, 1, 1)
    );
    assert!(action.block.nested("allow").is_some());
    assert!(table.nested("allow").is_none());
}

#[test]
fn reads_fields_of_object_types() {
    let group = SCHEMA.resource("aws_security_group").expect("a resource");
    let ingress = group.attribute("ingress").expect("an attribute");
    let Shape::Set(within) = ingress.kind.shape() else {
        panic!("a set");
    };
    let Shape::Object(fields) = within.shape() else {
        panic!("of objects");
    };
    assert_eq!(fields.iter().count(), 9);
    assert_eq!(
        fields
            .get("from_port")
            .map(|kind| kind.to_string())
            .as_deref(),
        Some("number")
    );
}

#[test]
fn finds_data_sources_and_providers() {
    assert!(SCHEMA.data("aws_ami").is_some());
    assert!(SCHEMA.resource("aws_ami_ids").is_none());
    let provider = SCHEMA.provider("aws").expect("a provider");
    assert_eq!(provider.source, "hashicorp/aws");
    assert!(provider.block.nested("default_tags").is_some());
    assert!(SCHEMA.resource("tls_private_key").is_some());
    assert!(SCHEMA.data("terraform_remote_state").is_some());
}

#[test]
fn rejects_truncated_and_extended_packs() {
    for end in [0, 3, 4, 100, 50_000, BYTES.len() - 1] {
        assert!(Schema::read(&BYTES[..end]).is_err());
    }
    let mut longer = BYTES.clone();
    longer.push(0);
    assert!(Schema::read(&longer).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn never_panics_on_damaged_bytes(at in 0..BYTES.len(), with in any::<[u8; 3]>()) {
        let mut bytes = BYTES.clone();
        for (offset, byte) in with.into_iter().enumerate() {
            if let Some(old) = bytes.get_mut(at + offset) {
                *old = byte;
            }
        }
        if let Ok(schema) = Schema::read(&bytes) {
            for name in schema.resource_types() {
                if let Some(block) = schema.resource(name) {
                    block.attributes().for_each(|one| drop(one.kind.to_string()));
                    block.nested_blocks().for_each(|one| assert!(one.block.attribute("").is_none()));
                }
            }
        }
    }

    #[test]
    fn rejects_random_bytes(noise in proptest::collection::vec(any::<u8>(), 0..4000)) {
        let bytes = [b"IGS2".as_slice(), &noise].concat();
        prop_assert!(Schema::read(&bytes).is_err());
    }
}
