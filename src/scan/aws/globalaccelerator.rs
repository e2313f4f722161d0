//! Defines the rules for Global Accelerator.

rules! {
    CKV_AWS_75 Low "flow logs are off"
        "Without logs, it cannot be determined later who connected."
        "aws_globalaccelerator_accelerator": Is("attributes.flow_logs_enabled", TRUE) => AddsResources;
}
