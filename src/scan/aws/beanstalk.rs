//! Defines the rules for Elastic Beanstalk environments.

rules! {
    CKV_AWS_312 High "enhanced health reporting is off"
        "Failing instances are noticed late."
        "aws_elastic_beanstalk_environment": OneBlock(
            "setting",
            &All(&[
                Is("namespace", Text("aws:elasticbeanstalk:healthreporting:system")),
                Is("name", Text("HealthStreamingEnabled")),
                OneOf("value", &[TRUE, Text("True")]),
            ]),
        ) => Recipe(&recipe::BEANSTALK_HEALTH);
    CKV_AWS_340 High "managed platform updates are off"
        "Known vulnerabilities stay until somebody updates the platform."
        "aws_elastic_beanstalk_environment": OneBlock(
            "setting",
            &All(&[
                Is("namespace", Text("aws:elasticbeanstalk:managedactions")),
                Is("name", Text("ManagedActionsEnabled")),
                OneOf("value", &[TRUE, Text("True")]),
            ]),
        ) => Recipe(&recipe::BEANSTALK_UPDATES);
}
