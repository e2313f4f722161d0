locals {
  a = {
    "é"   = 1
    "é"   = "with a combining mark"
    "⚠️"   = "with a variation selector"
    "👩‍💻"   = "joined"
    "👍🏽"   = "with a modifier"
    "🇩🇪🇫🇷"  = "two flags"
    "각한국" = "three syllables"
    "中文"  = "no wide characters"
    "नि"   = "with a vowel sign"
  }
  b  = "é"   # c
  d  = "👩‍💻🇩🇪"  # e
  ff = "abc" # g
}
