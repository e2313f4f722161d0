//! Defines the rules for Image Builder.

rules! {
    CKV_AWS_180 Low "component has no customer-managed KMS key"
        "A customer-managed key controls who may read the component, and access can be revoked."
        "aws_imagebuilder_component": Has("kms_key_id") => AddsResources;
    CKV_AWS_199 Low "distributed image has no customer-managed KMS key"
        "A customer-managed key controls who may start the image, and access can be revoked."
        "aws_imagebuilder_distribution_configuration":
            Has("distribution.ami_distribution_configuration.kms_key_id") => AddsResources;
    CKV_AWS_200 Low "disk of the image has no customer-managed KMS key"
        "A customer-managed key controls who may read it, and access can be revoked."
        "aws_imagebuilder_image_recipe": EachBlock(
            "block_device_mapping",
            &EachBlock("ebs", &All(&[Filled("encrypted"), Filled("kms_key_id")])),
        );
}
