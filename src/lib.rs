//! Plain words in, checked Terraform out.
pub mod complete;
pub mod hcl;
