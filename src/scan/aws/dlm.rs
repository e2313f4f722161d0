//! Defines the rules for DLM lifecycle policies of snapshots.

use crate::hcl::Value;
use crate::scan::check::{passed, truthy};
use crate::scan::{Resource, Verdict, tree};

rules! {
    CKV_AWS_253 Low "event-based cross-region copies are not encrypted"
        "Anyone who obtains a copy can read the whole disk."
        "aws_dlm_lifecycle_policy": Custom(event_copies_encrypted);
    CKV_AWS_254 Low "event-based copies have no customer-managed KMS key"
        "A customer-managed key controls who may read it, and access can be revoked."
        "aws_dlm_lifecycle_policy": Custom(event_copies_with_key);
    CKV_AWS_255 Low "scheduled copies to other regions are not encrypted"
        "Anyone who obtains a copy can read the whole disk."
        "aws_dlm_lifecycle_policy": Custom(scheduled_copies_encrypted);
    CKV_AWS_256 Low "scheduled copies have no customer-managed KMS key"
        "A customer-managed key controls who may read it, and access can be revoked."
        "aws_dlm_lifecycle_policy": Custom(scheduled_copies_with_key);
}

fn event_copies_encrypted(resource: &Resource) -> Verdict {
    event_copies(resource, |copy| is_true(copy.get("encryption")))
}

fn event_copies_with_key(resource: &Resource) -> Verdict {
    event_copies(resource, |copy| {
        is_true(copy.get("encryption")) && copy.get("cmk_arn").is_some_and(truthy)
    })
}

fn scheduled_copies_encrypted(resource: &Resource) -> Verdict {
    scheduled_copies(resource, |copy| is_true(copy.get("encrypted")))
}

fn scheduled_copies_with_key(resource: &Resource) -> Verdict {
    scheduled_copies(resource, |copy| {
        is_true(copy.get("encrypted")) && copy.get("cmk_arn").is_some_and(truthy)
    })
}

/// Applies a condition to the copies of the first action, as Checkov does.
fn event_copies(resource: &Resource, keeps: fn(&Value) -> bool) -> Verdict {
    let actions = resource.values_at("policy_details.action");
    let action = actions.into_iter().flat_map(tree::items).next();
    let Some(copies) = action.and_then(|action| action.get("cross_region_copy")) else {
        return Verdict::Unknown;
    };
    let copy = tree::items(copies).first();
    let encryption = copy.and_then(|copy| copy.get("encryption_configuration"));
    let encryption = encryption.and_then(|encryption| tree::items(encryption).first());
    passed(encryption.is_some_and(keeps))
}

/// Applies a condition to the first schedule that copies, as Checkov does.
fn scheduled_copies(resource: &Resource, keeps: fn(&Value) -> bool) -> Verdict {
    let schedules = resource.values_at("policy_details.schedule");
    let mut schedules = schedules.into_iter().flat_map(tree::items);
    match schedules.find_map(|schedule| schedule.get("cross_region_copy_rule")) {
        Some(copies) => passed(tree::items(copies).iter().all(keeps)),
        None => Verdict::Unknown,
    }
}

fn is_true(value: Option<&Value>) -> bool {
    value == Some(&Value::Bool(true))
}
