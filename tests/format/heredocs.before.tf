a = <<E
   kept   as   it   is ${ b } %{if c}
d${  e  }
  %{ endif ~}
  E
f = g( <<-E
    h
  E
, 1 )
i {
    j = [<<E
k
E
, 2]
      l = {
m = <<E
${ jsonencode({
 n   = 1
   oo = 2
}) }
E
       p = 1
}
}
