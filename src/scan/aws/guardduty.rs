//! Defines the rules for GuardDuty.

rules! {
    CKV_AWS_238 Low "detector is switched off"
        "Stolen credentials and infected instances go undetected."
        "aws_guardduty_detector": UnsetOrOneOf("enable", &[TRUE]) => Free(Implied);
    CKV2_AWS_3 Low "detector does not watch all accounts"
        "An attack on another account goes unnoticed."
        "aws_guardduty_detector": graph!(and[
            filter "aws_guardduty_detector",
            "aws_guardduty_detector" connected "aws_guardduty_organization_configuration",
            "aws_guardduty_detector"."enable" == true,
            or[
                "aws_guardduty_organization_configuration"."auto_enable" == true,
                "aws_guardduty_organization_configuration"."auto_enable_organization_members"
                    within ["ALL", "NEW"],
            ],
        ]);
}
