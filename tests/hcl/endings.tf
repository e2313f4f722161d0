# Texts that end too soon, or that hide the text after them. Every case is parsed alone. `#~end`
# names a problem at the end of the text.

# === a block that the text ends in
resource "a" "b" { #~ Unclosed configuration block
  x = 1

# === a nested block that the text ends in
a {
  n { #~ Unclosed configuration block
    x = 1

# === a value that is missing at the end #~end Missing expression
a = [
  1,

# === a list
a = [ #~ Unterminated tuple constructor expression
  1

# === a call
a = f( #~ Unterminated function call
  1

# === an object #~end Missing expression
a = { b = (

# === a string in a block
resource "a" "b" {
  #~v Invalid multi-line string + Unterminated template string
  x = "y

# === a heredoc #~end Unterminated template string
a = <<EOT
text

# === a heredoc before a block #~end Unterminated template string
resource "a" "b" {
  x = <<EOT
text
EOT)

#~v Unclosed configuration block
resource "c" "d" {
  y = 1

# === a comment
a = 1
/* b #~ Argument or block definition required
