#![no_main]

directline_fuzz_targets::fuzz!("read-curl");
