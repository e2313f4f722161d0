//! Defines the rules for SageMaker.

rules! {
    CKV_AWS_22 High "notebook is not encrypted with a KMS key"
        "Anyone who obtains the volume can read the notebooks and their data."
        "aws_sagemaker_notebook_instance": Has("kms_key_id") => AddsResources;
    CKV_AWS_98 High "endpoint is not encrypted with a KMS key"
        "Anyone who obtains the volume can read the models and their input."
        "aws_sagemaker_endpoint_configuration": Has("kms_key_arn") => AddsResources;
    CKV_AWS_122 Medium "notebook has direct internet access"
        "Data can leave the notebook without passing any network filter."
        "aws_sagemaker_notebook_instance": UnsetOrOneOf("direct_internet_access", texts!["Disabled"])
            => NeedsConsent(Implied, "packages and data must be loaded through the VPC");
    CKV_AWS_187 Low "no customer-managed KMS key (kms_key_id)"
        "A customer-managed key controls who may read the notebooks, and access can be revoked."
        ["aws_sagemaker_domain", "aws_sagemaker_notebook_instance"]: Has("kms_key_id") => AddsResources;
    CKV_AWS_306 Medium "notebook is outside your VPC (subnet_id)" // severity: as direct internet access
        "Outside a VPC, nothing filters the notebook's connections."
        "aws_sagemaker_notebook_instance": Has("subnet_id");
    CKV_AWS_307 Medium "users are root on the notebook" // severity: users become administrators
        "Users can change or disable the protections of the notebook."
        "aws_sagemaker_notebook_instance": Is("root_access", Text("Disabled"))
            => NeedsConsent(Implied, "users can no longer install system packages");
    CKV_AWS_367 Low "job output has no customer-managed KMS key"
        "A customer-managed key controls who may read the results, and access can be revoked."
        "aws_sagemaker_data_quality_job_definition": Has("data_quality_job_output_config.kms_key_id")
            => AddsResources;
    CKV_AWS_368 Low "job volume has no customer-managed KMS key"
        "A customer-managed key controls who may read the volume, and access can be revoked."
        "aws_sagemaker_data_quality_job_definition": Has("job_resources.cluster_config.volume_kms_key_id")
            => AddsResources;
    CKV_AWS_369 Low "traffic between job containers is not encrypted"
        "An attacker on the network can read the data of the job."
        "aws_sagemaker_data_quality_job_definition":
            Is("network_config.enable_inter_container_traffic_encryption", TRUE) => Free(Implied);
    CKV_AWS_370 Medium "model is not isolated from the network" // severity: data can leave the network
        "A model with network access can exfiltrate data."
        "aws_sagemaker_model": Is("enable_network_isolation", TRUE)
            => NeedsConsent(Implied, "the model cannot fetch anything from the network");
    CKV_AWS_371 Medium "instance metadata does not require a token (IMDSv1)"
        "A forged request (SSRF) can read the notebook's credentials."
        "aws_sagemaker_notebook_instance":
            Is("instance_metadata_service_configuration.minimum_instance_metadata_service_version", Text("2"))
            => Free(Implied);
    CKV_AWS_372 Low "flow output has no customer-managed KMS key"
        "A customer-managed key controls who may read the results, and access can be revoked."
        "aws_sagemaker_flow_definition": Has("output_config.kms_key_id") => AddsResources;
    CKV2_AWS_68 High "role of the notebook allows everything" // severity: as policies that allow everything
        "Anyone with access to the notebook has full control of the account."
        "aws_sagemaker_notebook_instance": graph!(and[
            filter "aws_sagemaker_notebook_instance",
            "aws_sagemaker_notebook_instance" connected "aws_iam_role",
            "aws_iam_role"."policy.Statement[Effect=Allow].Action.*" != "*",
        ]);
}
