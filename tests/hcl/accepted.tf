# Texts that Terraform accepts. Every case is parsed alone.

# === nothing

# === blocks and labels
terraform {
  required_version = ">= 1.0" // a comment
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}
resource "aws_instance" web /* a comment */ {
  ami = "x" /* a
  comment */
  lifecycle { create_before_destroy = true }
  empty {}
  also { }
}
é_日本-x "a\"b" c { ª = 1 }

# === operators and conditionals
a = 1 + 2 * 3 / 4 % 5 - -6 <= 7 && 8 > 9 || 10 != 11 == true
b = !(a && b) || -c.d < 1e3 - 1
c = var.x ? "yes" : (
  var.y == "a"
  ? 1.5e-3
  : -2
)
e = a ? b : c ? d : e

# === collections
a = []
b = [1, "2", [3], { four = 4 },]
c = {}
d = { a = 1, "b" : 3, (c) = 4, "${d}" = 5, e.f = 6, 7 = 8, null = 9 }
e = {
  a = 1 # a comment
  b = 2,

  c = 3, /* a comment */ }
f = [ # a comment
  1 # a comment
  , 2
]

# === for
a = [for v in var.l : v]
b = [for k, v in var.m : "${k}-${v.id}" if v != null && k != "x"]
c = {
  for k, v in var.m :
  k => v...
  if v.ok
}

# === calls
a = f()
b = f(1, "a",)
c = f(
  [1]...
)
d = provider::aws::arn_parse("x").service
e = f ::g (1)
f = f(a)[0].b

# === steps
a = aws_x.y[0].z.*.id[*].name
b = foo.0.bar["k"][var.i + 1].*.baz.0
d = (
  a
  .b
  [0]
)
e = {a = 1}.a
f = [1, 2][0]
g = "a"[0]
h = true.b
i = a . b

# === strings
a = ""
b = "\n\r\t\"\\\u00e9\U0001F600"
c = "$${a} %%{a} $$${a} $ % $a %b $$ %% $"
d = "${a}${~ b ~}c ${"nested ${"deep"}"}"
e = "%{ if a }b%{ else }c%{ endif }%{~ for k, v in d ~}${k}${v}%{ endfor }"
f = "${ a
}"
g = "${{ a = "}" }.a}"
h = "# no comment // none /* none */"

# === heredocs
a = <<EOT
one ${two}
  three $${four} \n "five"
EOT
b = <<-EOT
    one
      two ${~ upper("x") ~} three
    %{ for k, v in var.l ~}
    ${k}=${v}
    %{ endfor ~}
  EOT
c = f(<<A
a
A
, <<-B
  ${<<C
c
C
}
  B
)
e = <<-EOT
	${a}

	b
  EOT  
f = "${<<EOT
a
EOT
}"

# === numbers
a = [0, 007, 1.50, 1e3, 1E+3, 1.5e-3, 12345678901234567890123]

# === what hcl-edit refuses
a = { b = 1, b = 2 }
b = { for c, d in e : c => d ?
  1 :
2 }
c = d.1e1
e = <<EOT
EOT
