variable a {
  type="string"
  default = "${b}"
}
variable "c" {
  type = list
    validation {
    type = "list"
    }
}
variable d { type = "map" }
variable "e" { type = any }
resource aws_a /* f */ "b" {
  c = "${ d.e [ 0 ] }"
  f = "${ g }h"
  i = "${j}${k}"
  l = "${
    m
  }"
  n = "${
    o ?
    p : q
  }"
  r = "${(
    s
  )}"
  t = "${u("${v}")}"
  w = { x = "${y}" }
  z = ["${a}"]
  b = "${~ c ~}"
  d = "${"e"}"
  dynamic f {
    for_each = "${g}"
    content {}
  }
}
