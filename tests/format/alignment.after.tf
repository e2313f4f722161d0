resource "a" "b" {
  a    = 1  # one
  bbbb = 22 # two
  c = {
    d   = 1
    eee = "x" // three
  }
  f = 1
  ggg = [1,
  2]
  h   = 1 /* no cell */
  iii = <<E
 text
E
  j   = 1 # a chain ends at a line without a comment
  k   = 2
  # a line of its own
  l = 1 # c

  mm = f(1, 2) # d
  n {}         # e
  ooo = 1
  p { q = 1 } # f
  rrr "s" { t = 1 }
}
