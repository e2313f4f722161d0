provider "aws" { # !CKV_AWS_41
  region = "eu-west-1"
}

provider "aws" { # CKV_AWS_41
  alias      = "caught"
  access_key = "AKIAIOSFODNN7EXAMPLE"
  secret_key = "wJalrXUtnFEMIxK7MDENGxbPxRfiCYEXAMPLEKEY"
}

provider "aws" { # !CKV_AWS_41
  alias      = "spared"
  access_key = "mock_access_key"
  secret_key = "mock_secret_key"
}
