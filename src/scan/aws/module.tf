module "caught" { # CKV_TF_1 CKV_TF_2
  source = "git::https://example.com/network.git?ref=main"
}

module "registry" { # CKV_TF_1 !CKV_TF_2
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.1.0"
}

module "tag" { # CKV_TF_1 !CKV_TF_2
  source = "git::https://example.com/network.git?ref=v1.2.0"
}

module "commit" { # !CKV_TF_1 !CKV_TF_2
  source = "git::https://example.com/network.git?ref=51d462976d84fdea54b47d80dcabbf680badcdb8"
}

module "folder" { # ?CKV_TF_1 ?CKV_TF_2
  source = "./network"
}
