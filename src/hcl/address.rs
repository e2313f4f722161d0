//! Defines the addresses of declarations, borrowed from a text.

use super::{Block, Reference, Step};

/// Address of a declaration, or of a value that Terraform provides.
///
/// It borrows its parts, so that a lookup of a reference creates no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address<'t> {
    /// `data`, `ephemeral` or, for a provider with an alias, `provider`; otherwise empty.
    pub mode: &'t str,
    /// Type of a resource or data source, otherwise `var`, `local`, `each`, ….
    pub kind: &'t str,
    /// Name of the declaration; empty for the blocks `locals` and `terraform`.
    pub name: &'t str,
}

impl<'t> Address<'t> {
    /// Creates an address of a kind and a name, such as `aws_vpc.main` or `var.name`.
    pub fn new(kind: &'t str, name: &'t str) -> Self {
        Address {
            mode: "",
            kind,
            name,
        }
    }

    /// Returns the address as text, such as `data.aws_ami.x`.
    pub fn text(self) -> String {
        match (self.mode, self.name) {
            ("", "") => self.kind.to_owned(),
            ("", name) => [self.kind, name].join("."),
            (mode, name) => [mode, self.kind, name].join("."),
        }
    }
}

impl<'t> From<&'t str> for Address<'t> {
    /// Reads an address in the form of [`Block::address`].
    fn from(text: &'t str) -> Self {
        let (kind, name) = text.split_once('.').unwrap_or((text, ""));
        match name.split_once('.') {
            Some((inner, name)) if matches!(kind, "data" | "ephemeral" | "provider") => Address {
                mode: kind,
                kind: inner,
                name,
            },
            _ => Address::new(kind, name),
        }
    }
}

impl<'t> From<&'t String> for Address<'t> {
    fn from(text: &'t String) -> Self {
        Address::from(text.as_str())
    }
}

impl Block {
    /// Returns the Terraform address of the block.
    ///
    /// The address is `aws_vpc.main`, `data.aws_ami.x`, `var.name`, `output.x`, `module.x`,
    /// `provider.aws`, `provider.aws.west` (by its alias), `local` or `terraform`. Returns None if
    /// the labels do not fit the kind.
    pub fn address(&self) -> Option<String> {
        self.borrowed_address().map(Address::text)
    }

    /// Returns the address of the block without copying its text.
    pub fn borrowed_address(&self) -> Option<Address<'_>> {
        match (self.kind.text.as_str(), self.labels.as_slice()) {
            ("resource", [kind, name]) => Some(Address::new(&kind.text, &name.text)),
            ("data", [kind, name]) => Some(Address {
                mode: "data",
                kind: &kind.text,
                name: &name.text,
            }),
            ("variable", [name]) => Some(Address::new("var", &name.text)),
            (kind @ ("output" | "module"), [name]) => Some(Address::new(kind, &name.text)),
            ("provider", [provider]) => {
                let alias = self.body.attribute("alias");
                Some(match alias.and_then(|alias| alias.value.literal_text()) {
                    Some(name) => Address {
                        mode: "provider",
                        kind: &provider.text,
                        name,
                    },
                    None => Address::new("provider", &provider.text),
                })
            }
            ("locals", []) => Some(Address::new("local", "")),
            ("terraform", []) => Some(Address::new("terraform", "")),
            _ => None,
        }
    }
}

impl<'m> Reference<'m> {
    /// Returns the address of the referenced object, in the form of [`Block::address`].
    ///
    /// Examples are `aws_vpc.main`, `data.aws_ami.x`, `var.name` and `module.x`; `local.name` for
    /// one local value; and `each.key`, `count.index`, `path.module`, `self.id` and
    /// `terraform.workspace` for values that Terraform provides. Returns None if names are missing,
    /// as in `aws_vpc` alone or `data.aws_ami`.
    pub fn address(&self) -> Option<String> {
        self.borrowed_address().map(Address::text)
    }

    /// Returns the address of the referenced object without copying its text.
    pub fn borrowed_address(&self) -> Option<Address<'m>> {
        let name = |at: usize| match self.steps.get(at)? {
            Step::Attribute(name) => Some(name.text.as_str()),
            _ => None,
        };
        match self.root.text.as_str() {
            mode @ ("data" | "ephemeral") => Some(Address {
                mode,
                kind: name(0)?,
                name: name(1)?,
            }),
            // Terraform accepts the prefix `resource.` in front of any resource.
            "resource" => Some(Address::new(name(0)?, name(1)?)),
            root => Some(Address::new(root, name(0)?)),
        }
    }
}
