//! Defines the rules for AWS Config.

rules! {
    CKV2_AWS_45 Medium "recorder is off or misses resources"
        "Changes of resources are not recorded."
        "aws_config_configuration_recorder_status": graph!(and[
            filter "aws_config_configuration_recorder_status",
            "aws_config_configuration_recorder_status" connected "aws_config_configuration_recorder",
            "aws_config_configuration_recorder"."recording_group.all_supported" != "false",
            "aws_config_configuration_recorder_status"."is_enabled" == "true",
        ]);
    CKV2_AWS_48 Medium "recorder misses global resources"
        "Changes to permissions are not recorded."
        "aws_config_configuration_recorder":
            graph!("aws_config_configuration_recorder"."recording_group.include_global_resource_types"
                == "true");
    CKV_AWS_121 Medium "aggregator misses regions"
        "An attack in another region goes unnoticed."
        "aws_config_configuration_aggregator": Any(&[
            Filled("account_aggregation_source.all_regions"),
            Filled("organization_aggregation_source.all_regions"),
        ]);
}
