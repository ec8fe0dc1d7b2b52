#!/usr/bin/env bash
# The step of the action: runs directline verify and ends as it ends.
#
# Inputs come in the environment and are data: no eval, no unquoted expansion, no pattern of file names.
set -euo pipefail

# A message for the log: one line, in which nothing is a command of the runner.
fail() {
  local text=${1//'%'/'%25'}
  text=${text//$'\r'/'%0D'}
  printf '::error::%s\n' "${text//$'\n'/'%0A'}"
  exit 2
}

# One path per line, without blanks around it; bash 3.2, which macOS has, knows neither mapfile nor references.
paths=()
while IFS= read -r line || [[ -n $line ]]; do
  line=${line%$'\r'}
  line=${line#"${line%%[![:blank:]]*}"}
  line=${line%"${line##*[![:blank:]]}"}
  if [[ -n $line ]]; then paths+=("$line"); fi
done <<<"${INPUT_PATHS:-}"
[[ ${#paths[@]} -gt 0 ]] || fail "paths is empty: name files or folders with recordings, one per line"

words=(--format "${INPUT_FORMAT:-github}" --color never)
while IFS=$' \t\r' read -r -a line || [[ ${#line[@]} -gt 0 ]]; do
  if [[ ${#line[@]} -gt 0 ]]; then words+=("${line[@]}"); fi
done <<<"${INPUT_ARGS:-}"
if [[ -n ${INPUT_BASELINE:-} ]]; then words+=("--baseline=$INPUT_BASELINE"); fi

binary=${INPUT_BINARY:-}
if [[ -z $binary ]]; then
  binary=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/.ci/directline
elif [[ $binary != */* ]]; then
  binary=$(command -v -- "$binary") || fail "there is no program ${INPUT_BINARY}"
fi
[[ -f $binary && -x $binary ]] || fail "$binary is no program: name the file directline"

temporary=$(mktemp -d)
trap 'rm -rf -- "$temporary"' EXIT
words+=("--report=text=$temporary/report.txt")

# Whatever a path looks like, behind -- it is one.
code=0
"$binary" verify "${words[@]}" -- "${paths[@]}" || code=$?

verdict=
if [[ -s $temporary/report.txt ]]; then
  verdict=$(grep -v '^next: ' "$temporary/report.txt" | tail -n 1)
fi
if [[ -n ${GITHUB_OUTPUT:-} ]]; then
  # The tool writes no line breaks and no active characters into a line.
  printf 'exit-code=%s\nverdict=%s\n' "$code" "$verdict" >>"$GITHUB_OUTPUT"
fi
# The format github writes a summary itself.
if [[ ${INPUT_FORMAT:-github} != github && -n ${GITHUB_STEP_SUMMARY:-} && -s $temporary/report.txt ]]; then
  # Indented, it is code: nothing recorded is markup. GitHub takes one mebibyte.
  { printf '### directline verify\n\n'; head -c 900000 "$temporary/report.txt" | sed 's/^/    /'; printf '\n'; } >>"$GITHUB_STEP_SUMMARY"
fi
exit "$code"
