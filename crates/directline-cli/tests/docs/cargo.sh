#!/bin/sh
# Stands for cargo where a page is tried: does what needs no second build, and checks that the rest exists.
# PACKAGES and TASKS are lists of names.
case "$*" in
"run -p directline-cli -- "*)
    shift 4
    exec directline "$@" ;;
"install --path "*)
    exec grep -q '^\[\[bin\]\]' "$3/Cargo.toml" ;;
"xtask "*)
    case " $TASKS " in *" $2 "*) exit 0 ;; esac ;;
"bless" | "test")
    exit 0 ;;
"test --package "* | "test -p "* | "run --package "*)
    case " $PACKAGES " in *" $3 "*) exit 0 ;; esac ;;
esac
echo "the tests of the pages know no cargo $*" >&2
exit 2
