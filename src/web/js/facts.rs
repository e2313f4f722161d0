//! Holds the loaded provider schemas and IAM actions for checks and scans.

use crate::cost::{self, Prices};
use crate::deploy;
use crate::hcl::Module;
use crate::scan::iam::{self, Actions};
use crate::scan::{Tables, aws::TABLES};
use crate::schema::{self, Constraints, Facts, Registry, Schema};
use std::cell::{Cell, RefCell};
use std::sync::Arc;

thread_local! {
    static SCHEMA: RefCell<Option<Arc<Schema>>> = RefCell::default();
    /// The loaded prices.
    static PRICES: Cell<Option<Prices>> = const { Cell::new(None) };
    /// The loaded IAM actions.
    static ACTIONS: Cell<Option<&'static Actions>> = const { Cell::new(None) };
}

/// Pack of provider or IAM data.
#[derive(Clone, Copy)]
pub enum Fact {
    /// Schema of the provider's resources.
    Schema,
    /// Constraints that the provider checks beyond its schema.
    Constraints,
    /// Schema of the provider's next major version.
    Later,
    /// IAM actions.
    Actions,
    /// List prices of AWS.
    Prices,
    /// Inputs and outputs of modules of the Terraform Registry.
    Registry,
    /// Dated facts about AWS.
    Deploy,
}

impl Fact {
    /// Returns the pack with a name.
    pub fn named(name: &str) -> Option<Fact> {
        let all = [
            Fact::Schema,
            Fact::Constraints,
            Fact::Later,
            Fact::Actions,
            Fact::Prices,
            Fact::Registry,
            Fact::Deploy,
        ];
        all.into_iter().find(|fact| fact.name() == name)
    }

    /// Returns the name that hosts use.
    pub const fn name(self) -> &'static str {
        match self {
            Fact::Schema => "aws-5",
            Fact::Constraints => "aws-5-constraints",
            Fact::Later => "aws-6",
            Fact::Actions => "iam-1",
            Fact::Prices => "prices-1",
            Fact::Registry => "modules-1",
            Fact::Deploy => "deploy-1",
        }
    }

    /// Returns the file name of the pack.
    pub const fn file(self) -> &'static str {
        match self {
            Fact::Schema => schema::pack::FILE,
            Fact::Constraints => schema::constraints::FILE,
            Fact::Later => schema::pack::FILE_6,
            Fact::Actions => iam::FILE,
            Fact::Prices => cost::FILE,
            Fact::Registry => schema::REGISTRY_FILE,
            Fact::Deploy => deploy::FILE,
        }
    }

    /// Returns the pack that is always loaded with this one.
    pub const fn companion(self) -> Option<Fact> {
        match self {
            Fact::Schema => Some(Fact::Constraints),
            Fact::Constraints
            | Fact::Later
            | Fact::Actions
            | Fact::Prices
            | Fact::Registry
            | Fact::Deploy => None,
        }
    }

    /// Loads the unpacked bytes.
    pub fn learn(self, bytes: &[u8]) -> Result<(), String> {
        match self {
            Fact::Schema => {
                let schema = Schema::read(bytes).map_err(|malformed| malformed.to_string())?;
                SCHEMA.set(Some(Arc::new(schema)));
            }
            Fact::Constraints => {
                let more = Constraints::read(bytes).map_err(|malformed| malformed.to_string())?;
                let schema = SCHEMA
                    .take()
                    .ok_or("load the schema before its constraints")?;
                SCHEMA.set(Some(Arc::new(Arc::unwrap_or_clone(schema).with(more))));
            }
            Fact::Later => {
                let later = Schema::read(bytes).map_err(|malformed| malformed.to_string())?;
                let schema = SCHEMA
                    .take()
                    .ok_or("load the schema `aws-5` before `aws-6`")?;
                let schema = Arc::unwrap_or_clone(schema).with_aws_v6(Arc::new(later));
                SCHEMA.set(Some(Arc::new(schema)));
            }
            Fact::Registry => {
                let registry = Registry::read(bytes).map_err(|malformed| malformed.to_string())?;
                let schema = SCHEMA
                    .take()
                    .ok_or("load the schema `aws-5` before `modules-1`")?;
                let schema = Arc::unwrap_or_clone(schema).with_registry(Arc::new(registry));
                SCHEMA.set(Some(Arc::new(schema)));
            }
            Fact::Deploy => {
                let text = str::from_utf8(bytes).map_err(|error| error.to_string())?;
                let facts = Facts::read(text)?;
                let schema = SCHEMA
                    .take()
                    .ok_or("load the schema `aws-5` before `deploy-1`")?;
                let schema = Arc::unwrap_or_clone(schema).with_facts(Arc::new(facts));
                SCHEMA.set(Some(Arc::new(schema)));
            }
            Fact::Actions => {
                let actions = Actions::read(bytes).map_err(|malformed| malformed.to_string())?;
                // The actions are needed for the lifetime of the page, so leaking them is fine.
                if ACTIONS.get().is_none() {
                    ACTIONS.set(Some(Box::leak(Box::new(actions))));
                }
            }
            Fact::Prices if PRICES.get().is_some() => {}
            Fact::Prices => {
                let text = str::from_utf8(bytes).map_err(|_| cost::Malformed.to_string())?;
                // The prices are needed for the lifetime of the page, too.
                let text: &'static str = Box::leak(text.into());
                let prices = Prices::read(text).map_err(|malformed| malformed.to_string())?;
                PRICES.set(Some(prices));
            }
        }
        Ok(())
    }
}

/// Returns the loaded schema.
pub fn schema() -> Option<Arc<Schema>> {
    SCHEMA.with_borrow(Clone::clone)
}

/// Returns whether a schema is loaded and the dated facts are not.
pub fn lacks_facts() -> bool {
    SCHEMA.with_borrow(|schema| schema.as_ref().is_some_and(|it| it.facts().is_none()))
}

/// Returns whether a program calls modules of the registry, which is not loaded.
///
/// Returns false as long as no schema is loaded at all.
pub fn lacks_registry(module: &Module) -> bool {
    SCHEMA.with_borrow(|schema| {
        let lacks = |schema: &Arc<Schema>| schema.registry().is_none();
        schema.as_ref().is_some_and(lacks) && schema::calls_registry(module)
    })
}

/// Returns the loaded prices.
pub fn prices() -> Option<Prices> {
    PRICES.get()
}

/// Returns the rules of the scan with the loaded IAM actions.
pub fn tables() -> Tables {
    ACTIONS.get().map_or(TABLES, |actions| TABLES.with(actions))
}

/// Returns whether a program needs the next provider's schema and lacks it.
///
/// Returns false as long as no schema is loaded at all; the caller that shows the check's result
/// loads that first.
pub fn lacks_later(module: &Module) -> bool {
    SCHEMA.with_borrow(|schema| {
        let schema = schema.as_ref();
        schema.is_some_and(|schema| schema.lacks_aws_v6(module))
    })
}
