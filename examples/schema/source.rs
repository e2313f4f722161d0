//! Parses the JSON of `terraform providers schema` into provider schemas.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Provider in the shape of Terraform's own JSON.
#[derive(Debug, Deserialize, Serialize)]
pub struct Provider {
    /// Name in `required_providers`, such as `aws`.
    #[serde(default)]
    pub name: String,
    /// Source, such as `hashicorp/aws`.
    #[serde(default)]
    pub source: String,
    /// Version, such as `5.100.0`.
    #[serde(default)]
    pub version: String,
    /// Contents of `provider "aws" { … }`.
    #[serde(default)]
    pub provider: Root,
    /// Resources by type.
    #[serde(default, rename = "resource_schemas")]
    pub resources: BTreeMap<String, Root>,
    /// Data sources by type.
    #[serde(default, rename = "data_source_schemas")]
    pub data: BTreeMap<String, Root>,
}

/// Resource, data source or configuration of a provider.
#[derive(Debug, Default, Deserialize, Serialize)]
pub struct Root {
    /// Outermost block.
    pub block: Block,
}

/// Contents of a block.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Block {
    /// Attributes by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Attribute>,
    /// Nested blocks by name.
    #[serde(
        default,
        rename = "block_types",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub nested: BTreeMap<String, Nested>,
    /// Whether Terraform warns about its use.
    #[serde(default, skip_serializing_if = "is_default")]
    pub deprecated: bool,
}

/// Attribute of a block.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Attribute {
    /// Type in Terraform's JSON, such as `"string"` or `["list", "string"]`.
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
    /// Returns whether the attribute can be set.
    pub fn settable(&self) -> bool {
        self.required || self.optional
    }
}

/// Nested block.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Nested {
    /// Nesting mode: `single`, `list` or `set`.
    pub nesting_mode: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub min_items: u64,
    /// Maximum number of blocks; 0 means no maximum.
    #[serde(default, skip_serializing_if = "is_default")]
    pub max_items: u64,
    /// Contents of the nested block.
    pub block: Block,
}

/// Reads the AWS provider from the output of `terraform providers schema -json`.
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

/// Returns the helper providers and the one that is built into Terraform.
pub fn helpers() -> Result<Vec<Provider>, String> {
    let read = |text: &str| serde_json::from_str::<Vec<Provider>>(text);
    let mut providers = read(include_str!("builtin.json")).map_err(|error| error.to_string())?;
    providers.extend(read(include_str!("helpers.json")).map_err(|error| error.to_string())?);
    Ok(providers)
}

/// Returns the folder of this generator, which contains its source data.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/schema")
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
