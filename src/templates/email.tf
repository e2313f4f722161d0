variable "email" {
  description = "Address that the notifications go to"
  type        = string
}
