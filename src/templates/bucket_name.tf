variable "bucket_name" {
  description = "Name of the bucket that the role may use"
  type        = string
}
