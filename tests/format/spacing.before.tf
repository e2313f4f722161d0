a = 1+2*-3
b = -1 - - 1
c = ! d&&! ( e||f )
g = h ?i:j
k = [ 1,2 , 3 ]
l = { }
m = {n=1,o = 2}
p = max ( 1,2 ... )
q = [ for r in [1,2] :r if r>1 ]
s = {for t,u in v:t=>u...}
w = x [ 0 ] . y [ * ] . z
aa = provider :: b :: c ( 1 )
bb = "a${ c }${ d }%{ if e }f%{ endif }"
cc = "${ {d=1} }"
dd = 1<2
ee = [ { f=1 },{ } ]
ff = [
1,2,
  [3 ] ]
gg/* h */= 1/* i */
