//! Plain words in, checked Terraform out.
pub mod fix;
pub mod hcl;
pub mod ledger;
pub mod model;
pub mod policy;
pub mod prompt;
pub mod reply;
pub mod request;
pub mod scan;
pub mod schema;
pub mod tokens;
pub mod violations;
