# Items with syntax errors. `#~` names the problem of its line, `#~v` that of the next line; ` + `
# separates several problems. Every case is parsed alone, and all of them as one file.

# === a value is missing
a1 {
  x = #~ Invalid expression
  y = 1
}

# === a value on the line below
a2 {
  x = #~ Invalid expression
    "y"
  tags = #~ Invalid expression
    Name = "z"
  }
  y = 1
}

# === a word alone
a3 {
  x #~ Argument or block definition required
  y = 1
}

# === a colon for an equals sign
x4: 1 #~ Argument or block definition required

# === a dotted name
x5.y = 1 #~ Argument or block definition required

# === a quoted name
a6 {
  "x" = 1 #~ Invalid argument name
  "y" = 2
  z   = 3
  "w" = 4 #~ Invalid argument name
}

# === a number where a name should be
7 = 1 #~ Argument or block definition required

# === an argument set twice
a8 {
  x = 1
  y = 2
  x = 3 #~ Attribute redefined
  x = 4 #~ Attribute redefined
}

# === two arguments on a line
x9 = 1 y9 = 2 #~ Missing newline after argument
z9 = "a" = "b" #~ Missing newline after argument

# === a comma behind an argument
a10 {
  x = 1, #~ Unexpected comma after argument
  y = 2
}

# === an equals sign in the head of a block
a11 "b" = { #~ Invalid block definition
  x = 1
}

# === two names for an argument
a12 b = 1 #~ Invalid block definition

# === the brace of a block on the next line
#~v Invalid block definition
a13 "b"
{
  x = #~ Invalid expression
}

# === a block without its opening brace
#~v Invalid block definition
a14 "b"
  x = #~ Invalid expression
  lifecycle #~ Argument or block definition required
    y = #~ Invalid expression
  }
}

# === a bad label
a15 "b" 1 { #~ Invalid block definition
  x = 1
}

# === a label that is no plain string
a16 "${b}" { #~ Invalid string literal
  x = 1
}

# === a label without its closing quote
#~v Invalid multi-line string + Invalid string literal
a17 "b {
  x = #~ Invalid expression
}

# === a label without its opening quote
#~v Invalid multi-line string + Invalid string literal
a18 b" {
  x = #~ Invalid expression
}

# === blocks of one line
a19 { x = 1, y = 2 } #~ Invalid single-argument block definition
a19 { x = 1 #~ Invalid single-argument block definition
  y = #~ Invalid expression
}
a19 { x { y = 1 } } #~ Argument definition required
a19 { x } #~ Argument or block definition required
a19 { 1 } #~ Argument or block definition required
a19 { x = } #~ Invalid expression
a19 { x = 1 y = 2 } #~ Invalid single-argument block definition

# === two blocks on a line
a20 {} b20 {} #~ Missing newline after block definition

# === a list without its closing bracket
a21 {
  x = [
    1,
    2
  y = 1 #~ Missing item separator
  z = 2
}

# === a list without a comma
x22 = [
  1
  2, #~ Missing item separator
]

# === a call without a comma
x23 = f(1 2) #~ Missing argument separator

# === a call without its closing parenthesis
a24 {
  x = jsonencode({
    y = 1
  }
} #~ Missing argument separator

# === something behind a spread argument
x25 = f(a..., b) #~ Missing closing parenthesis

# === parentheses
x26 = (1 + 2] #~ Unbalanced parentheses
x26b = (1 + ) #~ Invalid expression

# === a conditional without its colon
x27 = a ? b #~ Missing false expression in conditional

# === objects
x28a = {
  a = 1,
  b  #~ Missing attribute value
}
x28b = { a, b = 1 } #~ Missing attribute value
x28c = { a b = 1 } #~ Missing key/value separator
x28d = { a { b = 1 } } #~ Missing key/value separator
x28e = { a = 1 b = 2 } #~ Missing attribute separator
x28f = { a = 1; b = 2 } #~ Invalid character + Missing attribute separator

# === for expressions
x29a = [for : a] #~ Invalid 'for' expression
x29b = [for a, in b : a] #~ Invalid 'for' expression
x29c = [for a of b : a] #~ Invalid 'for' expression
x29d = [for a in b a] #~ Invalid 'for' expression
x29e = [for a in b : a, 1] #~ Invalid 'for' expression
x29f = [for a in b : a => a] #~ Invalid 'for' expression
x29g = [for a in b : a...] #~ Invalid 'for' expression
x29h = { for a in b : a } #~ Invalid 'for' expression
x29i = { for = 1 } #~ Invalid 'for' expression

# === steps
x30a = a.b. #~ Invalid attribute name
x30b = a.0.1 #~ Invalid legacy index syntax
x30c = a.*.*.b #~ Nested splat expression not allowed
x30d = a[*b] #~ Missing close bracket on splat index
x30e = a[1 2] #~ Missing close bracket on index
x30f = a[] #~ Invalid expression

# === functions of providers
x31a = a::1() #~ Missing function name
x31b = a::b #~ Missing open parenthesis

# === numbers
x32a = 10.0.0.1 #~ Invalid number literal
x32b = 10.0.0.0/16 #~ Invalid number literal
x32c = 0x1f #~ Missing newline after argument

# === characters of other languages
x33a = 'a' #~ Invalid character + Invalid expression
x33b = 1; #~ Invalid character + Missing newline after argument
x33c = a & b #~ Unsupported operator + Missing newline after argument
x33d = a | b #~ Unsupported operator + Missing newline after argument
x33e = ~a #~ Unsupported operator + Invalid expression
x33f = a ^ b #~ Unsupported operator + Missing newline after argument
x33g = “a” #~ Invalid character + Invalid character + Invalid expression
```hcl #~ Invalid character + Invalid character + Argument or block definition required

# === a quoted string that runs on
a34 {
  #~v Invalid multi-line string + Unterminated template string
  x = "one
  y = 1
  #~v Invalid multi-line string + Unterminated template string
  z = "two
       three"
  w = #~ Invalid expression
}

# === a quote inside an interpolation
a35 {
  x = "${f("a", "b)}"
  w = #~ Missing argument separator + Invalid expression
}

# === escapes
x36a = "\d" #~ Invalid escape sequence
x36b = "\u12" #~ Invalid escape sequence
x36c = "\ud800" #~ Invalid escape sequence
x36d = "\U0001F60" #~ Invalid escape sequence
x36e = "C:\path \w+" #~ Invalid escape sequence + Invalid escape sequence

# === interpolations
x37a = "${a b}" #~ Extra characters after interpolation expression
x37b = "${a:-b}" #~ Extra characters after interpolation expression
#~v Unclosed template interpolation sequence + Invalid multi-line string
x37c = "${a"
x37d = "${}" #~ Invalid expression
x37e = <<EOT
${a;} #~ Invalid character + Extra characters after interpolation expression
EOT

# === directives
x38a = "%{ 1 }" #~ Invalid template directive
x38b = "%{ iff a }" #~ Invalid template control keyword
x38c = "%{ for a of b }%{ endfor }" #~ Invalid 'for' directive
x38d = "%{ for a in b c }%{ endfor }" #~ Extra characters in for marker
x38e = "%{ if a b }%{ endif }" #~ Extra characters in if marker
x38f = "%{ if a }%{ else b }%{ endif }" #~ Extra characters in else marker
x38g = "%{ if a }%{ endif b }" #~ Extra characters in endif marker
x38h = "%{ for a in b }%{ endfor b }" #~ Extra characters in endfor marker
x38i = "%{ else }" #~ Unexpected else directive
x38j = "%{ if a }%{ else }%{ else }%{ endif }" #~ Unexpected else directive
x38k = "%{ for a in b }%{ endif }" #~ Unexpected endif directive
x38l = "%{ endfor }" #~ Unexpected endfor directive
x38m = "%{ if a }" #~ Unexpected end of template

# === a brace too many
a39 {
  x = 1
}
} #~ Argument or block definition required
x39 = 1

# === a block without its closing brace
resource "a40" "b" { #~ Unclosed configuration block
  x = 1

resource "a40" "c" {
  x = #~ Invalid expression
}

resource "a40" "d" {
  n { #~ Unclosed configuration block
    x = 1

resource "a40" "e" {
  x = #~ Invalid expression
}

# === an object without its closing brace
resource "a41" "b" {
  tags = {
    x = 1

#~v Missing key/value separator
resource "a41" "c" {
  x = #~ Invalid expression
}
