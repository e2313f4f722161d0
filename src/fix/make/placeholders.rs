//! Gives the values of a recipe's placeholders for a resource.

use crate::hcl::{Module, Value};
use crate::scan::recipe::context;
use crate::scan::{Found, Resource};
use crate::schema::admits_aws_v6;
use crate::template::{self, fill};
use std::borrow::Cow;

/// Regions for copies; the second is used if the module is in the first.
const OTHER_REGIONS: [&str; 2] = ["us-west-2", "us-east-1"];

/// Values of the placeholders of a recipe for one resource.
pub(super) struct Placeholders<'a> {
    module: &'a Module,
    resource: &'a Resource<'a>,
    /// Name of the resource.
    pub name: &'a str,
    /// Text of `count` or `for_each` of the resource, and the index of an instance.
    pub instances: Option<(&'a str, &'static str)>,
}

impl<'a> Placeholders<'a> {
    pub(super) fn new(module: &'a Module, resource: &'a Resource<'a>) -> Self {
        let block = resource.block;
        let repeated = |name: &str, index| {
            let attribute = block.body.attribute(name)?;
            Some((module.text.get(attribute.span.range())?, index))
        };
        Self {
            module,
            resource,
            name: block.labels.last().map_or("", |label| &label.text),
            instances: repeated("count", "[count.index]")
                .or_else(|| repeated("for_each", "[each.key]")),
        }
    }

    /// Fills a template.
    ///
    /// # Errors
    ///
    /// Returns a note if a value is unknown.
    pub(super) fn fill<'t>(&self, text: &'t str) -> Result<Cow<'t, str>, String> {
        match text.contains("local.") || text.contains("# unless ") {
            true => fill(text, &|name| self.value(name).map(Some)).map(Cow::Owned),
            false => Ok(Cow::Borrowed(text)),
        }
    }

    fn value(&self, name: &str) -> Result<template::Value, String> {
        let (module, block) = (self.module, self.resource.block);
        let region = || context::region(module);
        let code = match name {
            "name" => return Ok(template::Value::Text(self.name.to_owned())),
            "resource" => {
                let index = self.instances.map_or("", |(_, index)| index);
                format!("{}{index}", block.address().unwrap_or_default())
            }
            "role" => context::role(module, block).ok_or("its role is not in the module")?,
            "vpc" => context::network(module, block),
            "subnets" => context::subnets(module).ok_or("its network has no subnet")?,
            "network" => (!context::has_no_network(module)).to_string(),
            "us_east_1" => (region().as_deref() == Some("us-east-1")).to_string(),
            "version_5" if admits_aws_v6(module) => {
                return Err("version 6 of the AWS provider has no such block".to_owned());
            }
            "version_5" => "true".to_owned(),
            "other_region" => {
                let region = region();
                let other = OTHER_REGIONS
                    .iter()
                    .find(|other| region.as_deref() != Some(other));
                return Ok(template::Value::Text(
                    other.map_or("", |other| other).to_owned(),
                ));
            }
            "major_version" => return self.major_version().map(template::Value::Text),
            argument => {
                let attribute = block.body.attribute(argument);
                let text = attribute.and_then(|it| module.text.get(it.value.span.range()));
                text.map(str::to_owned)
                    .ok_or_else(|| format!("it does not set `{argument}`"))?
            }
        };
        Ok(template::Value::Code(code))
    }

    /// Returns the engine version in the form used by parameter group families.
    fn major_version(&self) -> Result<String, String> {
        let version = match self.resource.find("engine_version") {
            Found::Value(Value::Text(version)) => version,
            Found::Value(Value::Number(version)) => version.to_string(),
            _ => String::new(),
        };
        let mut parts = version.split('.');
        match (parts.next().unwrap_or_default(), parts.next()) {
            (major, _) if major.parse::<u32>().is_ok_and(|major| major >= 10) => {
                Ok(major.to_owned())
            }
            ("9", Some(minor)) => Ok(format!("9.{minor}")),
            _ => Err("it does not set the version of its engine".to_owned()),
        }
    }
}
