"""Serves moto on a loopback port that the kernel chooses, and prints the port.

Moto answers some calls otherwise than AWS does, so that the provider waits without end. This server
answers these calls itself.
"""

import itertools
import logging
from urllib.parse import parse_qs

from moto.core.responses import ActionResult
from moto.ec2.responses import EC2Response
from moto.ec2.responses.instances import InstanceResponse
from moto.rds.models import DBInstance
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server


class Lifecycles:
    """Returns the lifecycle rules of a bucket as they were put.

    Moto loses an empty filter, and the provider waits until it reads what it wrote.
    """

    def __init__(self, application):
        self.application = application
        self.put = {}

    def __call__(self, environ, start_response):
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        if path.startswith("/moto-api/reset"):
            self.put.clear()
        if "lifecycle" not in parse_qs(environ["QUERY_STRING"], keep_blank_values=True):
            return self.application(environ, start_response)
        if method == "DELETE":
            self.put.pop(path, None)
        if method == "GET" and path in self.put:
            body, minimum = self.put[path]
            head = [("Content-Type", "application/xml"), ("x-amz-transition-default-minimum-object-size", minimum)]
            start_response("200 OK", head)
            return [body]
        if method == "PUT":
            # A body may come in chunks; the length is then unknown, and the server has to end the stream.
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            minimum = environ.get("HTTP_X_AMZ_TRANSITION_DEFAULT_MINIMUM_OBJECT_SIZE", "all_storage_classes_128K")
            self.put[path] = (body, minimum)
            start_response("200 OK", [("Content-Type", "application/xml"), ("x-amz-transition-default-minimum-object-size", minimum)])
            return [b""]
        return self.application(environ, start_response)


def sized(validate):
    """Gives a root disk without a size that of the image, as AWS does."""

    def validated(mapping):
        disk = mapping.get("Ebs")
        if disk is not None and not disk.get("VolumeSize") and not disk.get("SnapshotId"):
            disk["VolumeSize"] = 8
        return validate(mapping)

    return staticmethod(validated)


def identified(create):
    """Gives each database its own resource id, by which the provider reads it."""
    numbers = itertools.count(1)

    def created(self, *arguments, **options):
        create(self, *arguments, **options)
        self.dbi_resource_id = f"db-{next(numbers):026d}"

    return created


def monitoring(state):
    """Returns the call that switches detailed monitoring, which moto lacks."""

    def answer(self):
        names = self._get_param("InstanceIds", []) or self._get_param("InstanceId", [])
        return ActionResult(
            {"InstanceMonitorings": [{"InstanceId": name, "Monitoring": {"State": state}} for name in names]}
        )

    return answer


InstanceResponse._validate_block_device_mapping = sized(InstanceResponse._validate_block_device_mapping)
DBInstance.__init__ = identified(DBInstance.__init__)
EC2Response.monitor_instances = monitoring("enabled")
EC2Response.unmonitor_instances = monitoring("disabled")

logging.getLogger("werkzeug").setLevel(logging.ERROR)
application = Lifecycles(DomainDispatcherApplication(create_backend_app))
server = make_server("127.0.0.1", 0, application, threaded=True)
print(server.server_port, flush=True)
server.serve_forever()
