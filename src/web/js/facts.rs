//! What programs are checked and scanned by, once it is loaded.

use crate::hcl::Module;
use crate::scan::iam::{self, Actions};
use crate::scan::{Tables, aws::TABLES};
use crate::schema::{self, Constraints, Schema};
use std::cell::{Cell, RefCell};
use std::sync::Arc;

thread_local! {
    static SCHEMA: RefCell<Option<Arc<Schema>>> = RefCell::default();
    /// The actions of IAM, once they are loaded.
    static ACTIONS: Cell<Option<&'static Actions>> = const { Cell::new(None) };
}

/// A pack of facts.
#[derive(Clone, Copy)]
pub enum Fact {
    /// What resources may hold.
    Schema,
    /// What the provider of the schema takes besides.
    Constraints,
    /// The schema of the next line of the provider.
    Later,
    /// The actions of IAM.
    Actions,
}

impl Fact {
    /// The pack of a name.
    pub fn named(name: &str) -> Option<Fact> {
        let all = [Fact::Schema, Fact::Constraints, Fact::Later, Fact::Actions];
        all.into_iter().find(|fact| fact.name() == name)
    }

    /// As a host names it.
    pub const fn name(self) -> &'static str {
        match self {
            Fact::Schema => "aws-5",
            Fact::Constraints => "aws-5-constraints",
            Fact::Later => "aws-6",
            Fact::Actions => "iam-1",
        }
    }

    /// The pack's file.
    pub const fn file(self) -> &'static str {
        match self {
            Fact::Schema => schema::pack::FILE,
            Fact::Constraints => schema::constraints::FILE,
            Fact::Later => schema::pack::FILE_6,
            Fact::Actions => iam::FILE,
        }
    }

    /// The pack that always comes with it.
    pub const fn companion(self) -> Option<Fact> {
        match self {
            Fact::Schema => Some(Fact::Constraints),
            Fact::Constraints | Fact::Later | Fact::Actions => None,
        }
    }

    /// Takes the unpacked bytes in.
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
            Fact::Actions => {
                let actions = Actions::read(bytes).map_err(|malformed| malformed.to_string())?;
                // They stay for as long as the page does.
                if ACTIONS.get().is_none() {
                    ACTIONS.set(Some(Box::leak(Box::new(actions))));
                }
            }
        }
        Ok(())
    }
}

/// The schema that is loaded.
pub fn schema() -> Option<Arc<Schema>> {
    SCHEMA.with_borrow(Clone::clone)
}

/// The rules of the scan, with the facts that are loaded.
pub fn tables() -> Tables {
    ACTIONS.get().map_or(TABLES, |actions| TABLES.with(actions))
}

/// Whether a program asks for the next line of the provider, and its schema is not there. Nobody
/// waits for it before the schema itself, which whoever shows what the check says asks for.
pub fn lacks_later(module: &Module) -> bool {
    SCHEMA.with_borrow(|schema| {
        let schema = schema.as_ref();
        schema.is_some_and(|schema| schema.for_module(module).is_none())
    })
}
