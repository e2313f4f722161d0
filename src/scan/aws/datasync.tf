resource "aws_datasync_location_object_storage" "caught" { # CKV_AWS_295
  secret_key = "written-in-the-open"
}

resource "aws_datasync_location_object_storage" "spared" { # !CKV_AWS_295
}
