//! The JSON of `terraform providers schema` in, the schemas of providers out.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One provider, in the shape of Terraform's own JSON.
#[derive(Debug, Deserialize, Serialize)]
pub struct Provider {
    /// `aws`, as `required_providers` names it.
    #[serde(default)]
    pub name: String,
    /// `hashicorp/aws`
    #[serde(default)]
    pub source: String,
    /// `5.100.0`
    #[serde(default)]
    pub version: String,
    /// What stands in `provider "aws" { … }`.
    #[serde(default)]
    pub provider: Root,
    /// By type.
    #[serde(default, rename = "resource_schemas")]
    pub resources: BTreeMap<String, Root>,
    /// By type.
    #[serde(default, rename = "data_source_schemas")]
    pub data: BTreeMap<String, Root>,
}

/// A resource, a data source or the configuration of a provider.
#[derive(Debug, Default, Deserialize, Serialize)]
pub struct Root {
    /// Its outermost block.
    pub block: Block,
}

/// What may stand in a block.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Block {
    /// By name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Attribute>,
    /// By name.
    #[serde(
        default,
        rename = "block_types",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub nested: BTreeMap<String, Nested>,
    /// Terraform warns where it is used.
    #[serde(default, skip_serializing_if = "is_default")]
    pub deprecated: bool,
}

/// An attribute.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Attribute {
    /// A type in Terraform's JSON: `"string"`, `["list", "string"]`, …
    #[serde(rename = "type")]
    pub kind: Value,
    #[serde(default, skip_serializing_if = "is_default")]
    pub required: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub optional: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub computed: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub sensitive: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub deprecated: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub write_only: bool,
}

impl Attribute {
    /// Whether it can be set at all.
    pub fn settable(&self) -> bool {
        self.required || self.optional
    }
}

/// A nested block.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Nested {
    /// `single`, `list` or `set`.
    pub nesting_mode: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub min_items: u64,
    /// 0 where there is no bound.
    #[serde(default, skip_serializing_if = "is_default")]
    pub max_items: u64,
    /// What stands in it.
    pub block: Block,
}

/// The AWS provider out of what `terraform providers schema -json` prints.
pub fn aws(text: &str) -> Result<Provider, String> {
    #[derive(Deserialize)]
    struct Document {
        provider_schemas: BTreeMap<String, Provider>,
    }
    let mut document: Document =
        serde_json::from_str(text).map_err(|error| format!("no provider schema: {error}"))?;
    let address = "registry.terraform.io/hashicorp/aws";
    let provider = document
        .provider_schemas
        .remove(address)
        .ok_or_else(|| format!("no `{address}` in the provider schemas"))?;
    Ok(Provider {
        name: "aws".to_owned(),
        source: "hashicorp/aws".to_owned(),
        version: "5.100.0".to_owned(),
        ..provider
    })
}

/// The helper providers, and the one that is built into Terraform.
pub fn helpers() -> Result<Vec<Provider>, String> {
    let read = |text: &str| serde_json::from_str::<Vec<Provider>>(text);
    let mut providers = read(include_str!("builtin.json")).map_err(|error| error.to_string())?;
    providers.extend(read(include_str!("helpers.json")).map_err(|error| error.to_string())?);
    Ok(providers)
}

/// The folder of this generator, in which what it was made of lies.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/schema")
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
