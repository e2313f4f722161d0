//! A text with holes and a resource in, the text for it out.

use crate::hcl::{Module, Value};
use crate::scan::recipe::context;
use crate::scan::{Found, Resource};

/// Where the services of the whole world live.
const VIRGINIA: &str = "us-east-1";
/// Where copies go, the second for a program that is in the first.
const FAR: [&str; 2] = ["us-west-2", "us-east-1"];

/// What the holes of a recipe are filled with for a resource.
pub(super) struct Holes<'a> {
    module: &'a Module,
    resource: &'a Resource<'a>,
    name: String,
    /// `count` or `for_each` of the resource, and the index of one of its instances.
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

    /// The index of one of the instances, where there are several.
    pub(super) fn index(&self) -> Option<&'static str> {
        self.many.as_ref().map(|(_, index)| *index)
    }

    /// A top-level block. It stands as often as the resource where it is one of its own; none
    /// where it is only for programs of another kind.
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

    /// What `{at}` stands for.
    pub(super) fn at(&self) -> String {
        let address = self.resource.block.address().unwrap_or_default();
        format!("{address}{}", self.index().unwrap_or_default())
    }

    /// A text with its holes filled but for `{at}`; a note where something is not known.
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
            context::role(module, block).ok_or_else(|| "its role is not in the program".to_owned())
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

    /// What an argument says, as text.
    fn argument(&self, name: &str) -> Result<String, String> {
        let attribute = self.resource.block.body.attribute(name);
        let text = attribute.and_then(|it| self.module.text.get(it.value.span.range()));
        text.map(str::to_owned)
            .ok_or_else(|| format!("it does not say its `{name}`"))
    }

    /// The version of the engine as families of parameters are named by it.
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
            _ => Err("it does not say the version of its engine".to_owned()),
        }
    }
}
