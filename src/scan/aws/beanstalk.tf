resource "aws_elastic_beanstalk_environment" "caught" { # CKV_AWS_312 CKV_AWS_340
  name        = "caught"
  application = "shop"
}

resource "aws_elastic_beanstalk_environment" "spared" { # !CKV_AWS_312 !CKV_AWS_340
  name        = "spared"
  application = "shop"

  setting {
    namespace = "aws:elasticbeanstalk:healthreporting:system"
    name      = "HealthStreamingEnabled"
    value     = "true"
  }

  setting {
    namespace = "aws:elasticbeanstalk:managedactions"
    name      = "ManagedActionsEnabled"
    value     = "True"
  }
}
