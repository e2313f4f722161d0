//! Defines the rules for DLM lifecycle policies of snapshots.

use crate::hcl::Value;
use crate::scan::{Resource, Verdict, passed, tree, truthy_at};

rules! {
    CKV_AWS_253 Low "event-based cross-region copies are not encrypted"
        "Anyone who obtains a copy can read the whole disk."
        "aws_dlm_lifecycle_policy": Custom(|it| event_copies(it, false));
    CKV_AWS_254 Low "event-based copies have no customer-managed KMS key"
        "A customer-managed key controls who may read it, and access can be revoked."
        "aws_dlm_lifecycle_policy": Custom(|it| event_copies(it, true));
    CKV_AWS_255 Low "scheduled copies to other regions are not encrypted"
        "Anyone who obtains a copy can read the whole disk."
        "aws_dlm_lifecycle_policy": Custom(|it| scheduled_copies(it, false));
    CKV_AWS_256 Low "scheduled copies have no customer-managed KMS key"
        "A customer-managed key controls who may read it, and access can be revoked."
        "aws_dlm_lifecycle_policy": Custom(|it| scheduled_copies(it, true));
}

/// Checks the copies of the first action, as Checkov does.
fn event_copies(resource: &Resource, with_key: bool) -> Verdict {
    let action = resource
        .values_at("policy_details.action.*")
        .into_iter()
        .next();
    let Some(copies) = action.and_then(|action| action.get("cross_region_copy")) else {
        return Verdict::Unknown;
    };
    let copy = tree::items(copies).first();
    let encryption = copy.and_then(|copy| copy.get("encryption_configuration"));
    let encryption = encryption.and_then(|encryption| tree::items(encryption).first());
    passed(encryption.is_some_and(|it| is_encrypted(it, "encryption", with_key)))
}

/// Checks the copies of the first schedule that has some, as Checkov does.
fn scheduled_copies(resource: &Resource, with_key: bool) -> Verdict {
    let mut schedules = resource.values_at("policy_details.schedule.*").into_iter();
    match schedules.find_map(|schedule| schedule.get("cross_region_copy_rule")) {
        Some(copies) => passed(
            tree::items(copies)
                .iter()
                .all(|copy| is_encrypted(copy, "encrypted", with_key)),
        ),
        None => Verdict::Unknown,
    }
}

fn is_encrypted(copy: &Value, flag: &str, with_key: bool) -> bool {
    copy.get(flag) == Some(&Value::Bool(true)) && (!with_key || truthy_at(copy, "cmk_arn"))
}
