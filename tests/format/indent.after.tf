resource "a" "b" {
  c {
    d = [
      {
        e = f(
          1,
        [2])
      },
    ]
  }
  g = h(i({
    j = 1
  }))
  k = [[
    1
    ],
  2]
  l = "${
    m
  }-n"
  o = (
    p
    ? q
  : r)
}
/* a
  b */ s {}
