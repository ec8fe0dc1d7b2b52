set -u
: "${SECRET:?set SECRET to the secret of the service}"
# Takes a member of the answered object, or the answered text. A NUL in a value and line feeds at its end are lost, and of
# characters beyond the Basic Multilingual Plane (\ud83d\ude00) what is written is kept; a token is one line.
member() {
  printf '%s\n' "$answer" | LC_ALL=C awk -v name="$1" '
    function hex(digits,  at, number) {
      number = 0
      for (at = 1; at <= 4; at++) number = number * 16 + index("123456789abcdef", tolower(substr(digits, at, 1)))
      return number
    }
    function letter(digits,  number) {
      number = hex(digits)
      if (number == 0) return ""
      if (number < 128) return sprintf("%c", number)
      if (number < 2048) return sprintf("%c%c", 192 + int(number / 64), 128 + number % 64)
      if (number >= 55296 && number < 57344) return "\\u" digits
      return sprintf("%c%c%c", 224 + int(number / 4096), 128 + int(number / 64) % 64, 128 + number % 64)
    }
    function string(  text, c) {
      text = ""
      while (++i <= length(line)) {
        c = substr(line, i, 1)
        if (c == "\"") break
        if (c == "\\") {
          c = substr(line, ++i, 1)
          if (c == "u") { c = letter(substr(line, i + 1, 4)); i += 4 }
          else if (c == "n") c = "\n"
          else if (c == "r") c = "\r"
          else if (c == "t") c = "\t"
          else if (c == "b") c = "\b"
          else if (c == "f") c = "\f"
        }
        text = text c
      }
      return text
    }
    { sub(/\r$/, "") }
    !body && /^HTTP\// { head = 1 }
    head { if ($0 == "") head = 0; next }
    {
      body = 1
      line = $0
      for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (c ~ /[ \t]/) continue
        if (c == "\"") {
          text = string()
          if (depth == 0 && name == "" || is_value) { found = text; is_value = 0 }
          is_name = depth == 1 && name != "" && text == name
          continue
        }
        if (is_value && c ~ /[-0-9]/) {
          match(substr(line, i), /^[-+.0-9eE]+/)
          found = substr(line, i, RLENGTH)
          i += RLENGTH - 1
        }
        if (c ~ /[{[]/) depth++
        if (c ~ /[]}]/) depth--
        is_value = is_name && c == ":"
        is_name = 0
      }
    }
    END { printf "%s", found }'
}
text() { member ''; }
line() { tr -d '\r\n'; }
# Percent-encodes a value for a URL; with a second argument its first character in any case.
encoded() {
  printf '%s' "$1" | od -An -v -tx1 | LC_ALL=C awk -v first="${2:-}" '
    BEGIN { for (byte = 33; byte < 127; byte++) letters[sprintf("%02x", byte)] = sprintf("%c", byte) }
    {
      for (i = 1; i <= NF; i++) {
        is_plain = letters[$i] ~ /^[A-Za-z0-9._~-]$/ && first == ""
        printf "%s", is_plain ? letters[$i] : "%" toupper($i)
        first = ""
      }
    }'
}
