//! Plain words in, checked Terraform out.
pub mod hcl;
pub mod ledger;
pub mod reply;
pub mod request;
pub mod schema;
pub mod tokens;
