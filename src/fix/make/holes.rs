//! Fills the placeholders of a recipe for a resource.

use crate::hcl::{Module, Value};
use crate::scan::recipe::context;
use crate::scan::{Found, Resource};

/// Region of the global AWS services.
const VIRGINIA: &str = "us-east-1";
/// Regions for copies; the second is used if the module is in the first.
const FAR: [&str; 2] = ["us-west-2", "us-east-1"];

/// Values of the placeholders of a recipe for one resource.
pub(super) struct Holes<'a> {
    module: &'a Module,
    resource: &'a Resource<'a>,
    name: String,
    /// Text of `count` or `for_each` of the resource, and the index of an instance.
    many: Option<(String, &'static str)>,
}

impl<'a> Holes<'a> {
    pub(super) fn of(module: &'a Module, resource: &'a Resource<'a>) -> Self {
        let block = resource.block;
        let of = |name: &str, index| {
            let attribute = block.body.attribute(name)?;
            let text = module.text.get(attribute.span.range())?;
            Some((text.to_owned(), index))
        };
        Self {
            module,
            resource,
            name: block
                .labels
                .last()
                .map_or("", |label| &label.text)
                .to_owned(),
            many: of("count", "[count.index]").or_else(|| of("for_each", "[each.key]")),
        }
    }

    /// Returns the index of an instance if the resource has several.
    pub(super) fn index(&self) -> Option<&'static str> {
        self.many.as_ref().map(|(_, index)| *index)
    }

    /// Fills a top-level block.
    ///
    /// A block whose name comes from the resource gets the `count` or `for_each` of the resource.
    /// `None` if the block is not needed in this module.
    pub(super) fn filled_block(&self, text: &str) -> Result<Option<String>, String> {
        let mut text = text;
        if let Some(rest) = text.strip_prefix("{elsewhere}") {
            text = rest;
            if self.is_in_virginia() {
                return Ok(None);
            }
        }
        if let Some(rest) = text.strip_prefix("{homeless}") {
            text = rest;
            if !context::has_no_network(self.module) {
                return Ok(None);
            }
        }
        let filled = self.filled(text)?;
        let (Some((many, _)), Some((head, body))) = (&self.many, filled.split_once('\n')) else {
            return Ok(Some(filled));
        };
        Ok(Some(if text.contains("{name}") {
            format!("{head}\n  {many}\n{body}")
        } else {
            filled
        }))
    }

    /// Returns the value of `{at}`.
    pub(super) fn at(&self) -> String {
        let address = self.resource.block.address().unwrap_or_default();
        format!("{address}{}", self.index().unwrap_or_default())
    }

    /// Fills all placeholders of a text except `{at}`.
    ///
    /// # Errors
    ///
    /// Returns a note if a value is unknown.
    pub(super) fn filled(&self, text: &str) -> Result<String, String> {
        if !text.contains('{') {
            return Ok(text.to_owned());
        }
        let mut filled = text.replace("{name}", &self.name);
        while let Some(start) = filled.find("{arg:") {
            let Some(length) = filled[start..].find('}') else {
                break;
            };
            let argument = self.argument(&filled[start + 5..start + length])?;
            filled.replace_range(start..=start + length, &argument);
        }
        let (module, block) = (self.module, self.resource.block);
        let mut fill = |hole: &str, value: &dyn Fn() -> Result<String, String>| {
            if filled.contains(hole) {
                filled = filled.replace(hole, &value()?);
            }
            Ok::<_, String>(())
        };
        fill("{role}", &|| {
            context::role(module, block).ok_or_else(|| "its role is not in the module".to_owned())
        })?;
        fill("{vpc}", &|| Ok(context::network(module, block)))?;
        fill("{subnets}", &|| {
            context::subnets(module).ok_or_else(|| "its network has no subnet".to_owned())
        })?;
        fill("{cidr}", &|| Ok(context::addresses(module, block)))?;
        fill("{virginia}", &|| {
            Ok(if self.is_in_virginia() {
                String::new()
            } else {
                "  provider = aws.us_east_1\n\n".to_owned()
            })
        })?;
        fill("{far}", &|| {
            let home = context::region(module);
            let far = FAR.iter().find(|far| home.as_deref() != Some(far));
            Ok(far.copied().unwrap_or_default().to_owned())
        })?;
        fill("{major}", &|| self.major())?;
        Ok(filled)
    }

    fn is_in_virginia(&self) -> bool {
        context::region(self.module).as_deref() == Some(VIRGINIA)
    }

    /// Returns the text of an argument's value.
    fn argument(&self, name: &str) -> Result<String, String> {
        let attribute = self.resource.block.body.attribute(name);
        let text = attribute.and_then(|it| self.module.text.get(it.value.span.range()));
        text.map(str::to_owned)
            .ok_or_else(|| format!("it does not set `{name}`"))
    }

    /// Returns the engine version in the form used by parameter group families.
    fn major(&self) -> Result<String, String> {
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
