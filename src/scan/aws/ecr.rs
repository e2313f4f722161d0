//! Defines the rules for ECR repositories.

rules! {
    CKV_AWS_51 Low "image tags can be overwritten"
        "The image behind a tag may differ from the image that was tested."
        "aws_ecr_repository": Is("image_tag_mutability", Text("IMMUTABLE"))
            => NeedsConsent(Implied, "a tag cannot be pushed twice");
    CKV_AWS_136 Low "images are not encrypted with KMS"
        "A KMS key controls who may pull the images, and access can be revoked."
        "aws_ecr_repository": Is("encryption_configuration.encryption_type", Text("KMS")) => Free(Implied);
    CKV_AWS_163 High "images are not scanned on push"
        "Images with known vulnerabilities are deployed unnoticed."
        "aws_ecr_repository": Is("image_scanning_configuration.scan_on_push", TRUE) => Free(Implied);
    CKV_AWS_32 Medium "repository policy allows everybody"
        "Everybody on the internet can pull or push images."
        "aws_ecr_repository_policy":
            PassIf(&Not(&Filled("policy")), &Custom(|it| policy::is_private(it, "policy")));
}
