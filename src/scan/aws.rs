//! Lists the rules for AWS, one table per service.
//!
//! Ids, arguments and verdicts are Checkov's. Severities come from its published documentation;
//! where it publishes none, the severity is our own and a comment in the table states the reason.
//! The texts are our own.
//!
//! To add a rule, copy an entry and add two cases to `<service>.tf`: one that fails and one that
//! passes. A test names missing cases.

mod acm;
mod apigateway;
mod appflow;
mod appsync;
mod athena;
mod backup;
mod batch;
mod beanstalk;
mod bedrock;
mod cloudformation;
mod cloudfront;
mod cloudsearch;
mod cloudtrail;
mod cloudwatch;
mod codeartifact;
mod codebuild;
mod codecommit;
mod codeguru;
mod codepipeline;
mod cognito;
mod comprehend;
mod config;
mod connect;
mod datasync;
mod dax;
mod dlm;
mod dms;
mod docdb;
mod dynamodb;
mod ebs;
mod ec2;
mod ecr;
mod ecs;
mod efs;
mod eks;
mod elasticache;
mod elb;
mod emr;
mod eventbridge;
mod fsx;
mod glacier;
mod globalaccelerator;
mod glue;
mod guardduty;
mod iam;
mod imagebuilder;
mod kendra;
mod keyspaces;
mod kinesis;
mod kms;
mod lambda;
mod memorydb;
mod module;
mod mq;
mod msk;
mod mwaa;
mod neptune;
mod networkfirewall;
mod opensearch;
mod provider;
mod qldb;
mod rds;
mod redshift;
mod route53;
mod s3;
mod sagemaker;
mod secretsmanager;
mod ses;
mod sfn;
mod sns;
mod sqs;
mod ssm;
mod timestream;
mod transfer;
mod vpc;
mod waf;
mod workspaces;

use super::Tables;

/// All rules for AWS.
pub const TABLES: Tables = Tables::new(&[
    acm::RULES,
    apigateway::RULES,
    appflow::RULES,
    appsync::RULES,
    athena::RULES,
    backup::RULES,
    batch::RULES,
    beanstalk::RULES,
    bedrock::RULES,
    cloudformation::RULES,
    cloudfront::RULES,
    cloudsearch::RULES,
    cloudtrail::RULES,
    cloudwatch::RULES,
    codeartifact::RULES,
    codebuild::RULES,
    codecommit::RULES,
    codeguru::RULES,
    codepipeline::RULES,
    cognito::RULES,
    comprehend::RULES,
    config::RULES,
    connect::RULES,
    datasync::RULES,
    dax::RULES,
    dlm::RULES,
    dms::RULES,
    docdb::RULES,
    dynamodb::RULES,
    ebs::RULES,
    ec2::RULES,
    ecr::RULES,
    ecs::RULES,
    efs::RULES,
    eks::RULES,
    elasticache::RULES,
    elb::RULES,
    emr::RULES,
    eventbridge::RULES,
    fsx::RULES,
    glacier::RULES,
    globalaccelerator::RULES,
    glue::RULES,
    guardduty::RULES,
    iam::RULES,
    imagebuilder::RULES,
    kendra::RULES,
    keyspaces::RULES,
    kinesis::RULES,
    kms::RULES,
    lambda::RULES,
    memorydb::RULES,
    module::RULES,
    mq::RULES,
    msk::RULES,
    mwaa::RULES,
    neptune::RULES,
    networkfirewall::RULES,
    opensearch::RULES,
    provider::RULES,
    qldb::RULES,
    rds::RULES,
    redshift::RULES,
    route53::RULES,
    s3::RULES,
    sagemaker::RULES,
    secretsmanager::RULES,
    ses::RULES,
    sfn::RULES,
    sns::RULES,
    sqs::RULES,
    ssm::RULES,
    timestream::RULES,
    transfer::RULES,
    vpc::RULES,
    waf::RULES,
    workspaces::RULES,
]);
