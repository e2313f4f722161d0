resource "aws_batch_job_definition" "caught" { # CKV_AWS_210
  name                 = "job"
  type                 = "container"
  container_properties = jsonencode({ image = "app", privileged = true })
}

resource "aws_batch_job_definition" "spared" { # !CKV_AWS_210
  name                 = "job"
  type                 = "container"
  container_properties = <<-JSON
    { "image": "app", "privileged": false }
  JSON
}

resource "aws_batch_job_definition" "elsewhere" { # ?CKV_AWS_210
  name                 = "job"
  type                 = "container"
  container_properties = file("job.json")
}
