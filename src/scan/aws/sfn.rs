//! Defines the rules for Step Functions.

rules! {
    CKV_AWS_284 Low "X-Ray tracing is off"
        "Without traces, it is not visible where a slow or failing run got stuck."
        "aws_sfn_state_machine": Is("tracing_configuration.enabled", TRUE) => Free(Implied);
    CKV_AWS_285 Medium "execution data is not logged"
        "Without it, the input and output of an execution cannot be determined later."
        "aws_sfn_state_machine": Is("logging_configuration.include_execution_data", TRUE)
            => Recipe(&recipe::STATE_MACHINE_LOG);
}
