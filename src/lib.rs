//! Plain words in, checked Terraform out.
pub mod fix;
pub mod hcl;
pub mod scan;
pub mod schema;
pub mod violations;
