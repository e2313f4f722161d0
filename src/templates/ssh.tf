variable "ssh_cidr" {
  description = "Addresses that may connect over SSH, as 203.0.113.7/32"
  type        = string
}
