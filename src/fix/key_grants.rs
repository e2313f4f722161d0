//! Lets the roles that use a resource use the new key that encrypts it.
//!
//! Without `kms:Decrypt` a role that reads an encrypted secret, table or topic gets `AccessDenied`: the
//! policy of the key leaves the decision to the policies of the account.

use crate::hcl::{Block, Edit, edit};
use crate::semantic::Index;

/// Policies that grant the use of a key, and their addresses.
#[derive(Default)]
pub(super) struct KeyGrants {
    pub edits: Vec<Edit>,
    pub added: Vec<String>,
    /// Whether a user of the resource is not a role of the module.
    pub is_incomplete: bool,
}

/// Returns the policies that let the roles that use a resource use its key.
///
/// `key` is the reference to the ARN of the key. Several fixes add the same policy at the same
/// position.
pub(super) fn key_grants(index: &Index, resource: &Block, key: &str) -> KeyGrants {
    let mut grants = KeyGrants::default();
    let Some(address) = resource.address() else {
        return grants;
    };
    for used in index.uses(address.as_str()) {
        grants.add(index, used.block, key, DEPTH_MAX);
    }
    grants
}

/// Maximum steps from a resource to its role: a document, a policy, and its attachment.
const DEPTH_MAX: usize = 3;

impl KeyGrants {
    /// Adds the grants for the roles that a block gives permissions.
    fn add(&mut self, index: &Index, block: &Block, key: &str, depth: usize) {
        match (block.kind.text.as_str(), block.type_name()) {
            ("resource", Some("aws_iam_role_policy" | "aws_iam_role_policy_attachment")) => {
                self.grant(index, block, key);
            }
            ("resource", Some("aws_iam_policy")) | ("data", Some("aws_iam_policy_document"))
                if depth > 0 =>
            {
                let address = block.address().unwrap_or_default();
                for used in index.uses(address.as_str()) {
                    self.add(index, used.block, key, depth - 1);
                }
            }
            ("resource", Some("aws_iam_user_policy" | "aws_iam_group_policy")) => {
                self.is_incomplete = true;
            }
            _ => {}
        }
    }

    fn grant(&mut self, index: &Index, block: &Block, key: &str) {
        let (Some(role), true) = (block.body.attribute("role"), block.is_single()) else {
            self.is_incomplete = true;
            return;
        };
        let label = block.labels.last().map_or("", |label| &label.text);
        let name = format!("{label}_key");
        let address = format!("aws_iam_role_policy.{name}");
        if self.added.contains(&address) {
            return;
        }
        if let Some(other) = index.block(address.as_str()) {
            // The same grant of an earlier round is complete.
            let is_grant = index.module.text[other.span.range()].contains(key);
            self.is_incomplete |= !is_grant;
            return;
        }
        let role = index.text(&role.value);
        let text = format!(
            "resource \"aws_iam_role_policy\" \"{name}\" {{\n  role = {role}\n\n  \
             policy = jsonencode({{\n    Version = \"2012-10-17\"\n    Statement = [\n      {{\n        \
             Effect   = \"Allow\"\n        Action   = [\"kms:Decrypt\", \"kms:GenerateDataKey\"]\n        \
             Resource = {key}\n      }}\n    ]\n  }})\n}}"
        );
        self.edits.push(edit::after(index.module, block, &text));
        self.added.push(address);
    }
}
