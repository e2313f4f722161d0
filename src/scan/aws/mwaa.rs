//! Defines the rules for MWAA environments.

rules! {
    CKV_AWS_242 Low "scheduler logs are off"
        "Without them, it is not visible why a workflow did not start."
        "aws_mwaa_environment": Is("logging_configuration.scheduler_logs.enabled", TRUE)
            => Free(Set(&[
                ("logging_configuration.scheduler_logs.enabled", TRUE),
                ("logging_configuration.scheduler_logs.log_level", Text("INFO")),
            ]));
    CKV_AWS_243 Low "worker logs are off"
        "Without them, it is not visible why a task failed."
        "aws_mwaa_environment": Is("logging_configuration.worker_logs.enabled", TRUE)
            => Free(Set(&[
                ("logging_configuration.worker_logs.enabled", TRUE),
                ("logging_configuration.worker_logs.log_level", Text("INFO")),
            ]));
    CKV_AWS_244 Low "webserver logs are off"
        "Without them, it is not visible who signed in and what failed."
        "aws_mwaa_environment": Is("logging_configuration.webserver_logs.enabled", TRUE)
            => Free(Set(&[
                ("logging_configuration.webserver_logs.enabled", TRUE),
                ("logging_configuration.webserver_logs.log_level", Text("INFO")),
            ]));
    CKV2_AWS_66 High "web server is open to the internet"
        "Anybody can try to log in."
        "aws_mwaa_environment": graph!(or[
            "aws_mwaa_environment"."webserver_access_mode" not_exists,
            "aws_mwaa_environment"."webserver_access_mode" == "PRIVATE_ONLY",
        ]);
}
