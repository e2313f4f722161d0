//! Plain words in, checked Terraform out.
pub mod hcl;
pub mod tokens;
