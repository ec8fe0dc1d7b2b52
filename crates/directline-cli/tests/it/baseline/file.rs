//! What is wrong with the file, and where.

use super::{baseline, create, record, sound, text, verify};
use crate::support::{folder, replaced};

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let folder = folder(&[]);
    let path = folder.path();
    record(path, &[text(), sound()]);
    create(path);
    let good = baseline(path);
    let entry = good.split_once("[[known]]").unwrap().1;
    let print = entry.split('"').nth(1).unwrap();
    let changed = |from: &str, to: &str| replaced(&good, from, to).into_bytes();
    let file = "directline-baseline.toml";
    let rows: &[(Vec<u8>, &str, &str)] = &[
        (
            changed("version = 1", "version = 2"),
            ": this baseline has version 2; this directline knows version 1",
            "newer",
        ),
        (changed("version = 1", "version = 2\nnew = true"), ": this baseline has version 2; this", "newer"),
        (changed("version = 1", "version = 0"), ":7:11: there is no version 0", "write version = 1"),
        (changed("version = 1", "version = \"1\""), ":7:11: ", "directline schema baseline"),
        (changed("version = 1\n", ""), ":1:1: missing field `version`", "directline schema baseline"),
        (changed("version = 1", "version = 1\nlevel = 2"), ":8:1: unknown field `level`", ""),
        (changed("side =", "sides ="), ":13:1: unknown field `sides`, expected one of", ""),
        (changed("rule =", "# rule ="), "missing field `rule`", ""),
        (changed("reason =", "# reason ="), "missing field `reason`", ""),
        (changed("agreed upon", " "), ":15:10: the reason is empty", "say why"),
        (changed(print, "0123"), ":10:15: a fingerprint has 16 digits", "copy it from a report"),
        (
            changed(print, &print.to_uppercase().replace(char::is_numeric, "A")),
            ":10:15: a fingerprint has 16",
            "",
        ),
        (
            changed("\"text-not-string\"", "\"text-not-strin\""),
            ":11:8: there is no rule 'text-not-strin'",
            "did you mean text-not-string",
        ),
        (
            changed("\"SendMessage\"", "\"SendMesage\""),
            ":12:13: there is no operation 'SendMesage'",
            "did you mean",
        ),
        (changed("\"client\"", "\"clint\""), ":13:8: there is no side 'clint'", "did you mean client?"),
        (
            format!("{good}\n[[known]]{entry}").into_bytes(),
            ":18:15: this fingerprint stands in line 9 too",
            "take one",
        ),
        (
            format!("{good}expires = \"2026-12-31\"\n").into_bytes(),
            ":16:11: expires is no date",
            "without quotes",
        ),
        (
            format!("{good}expires = 2026-12-31T10:00:00Z\n").into_bytes(),
            ":16:11: expires is no date",
            "without quotes",
        ),
        (format!("{good}expires = 2026-02-30\n").into_bytes(), ":16:", ""),
        (format!("{good}  \u{e9} = = 1").into_bytes(), ":16:7: ", ""),
        (b"\x7fELF".to_vec(), ":1:", ""),
        (b"version = 1\n# caf\xe9\n".to_vec(), ":2:6: it is not UTF-8", "save the file as UTF-8"),
        (b"".to_vec(), ":1:1: missing field `version`", ""),
        (b"{\"version\":1}".to_vec(), ":1:", ""),
    ];
    for (bytes, said, help) in rows {
        std::fs::write(path.join(file), bytes).unwrap();
        let ran = verify(path, &[]);
        let shown = String::from_utf8_lossy(bytes);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{shown} {ran:?}");
        assert!(ran.stderr.contains(&format!("error: {file}")), "{shown} {}", ran.stderr);
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
        assert!(ran.stderr.lines().nth(1).unwrap().contains(help), "{help}: {}", ran.stderr);
    }
    std::fs::remove_file(path.join(file)).unwrap();
    let ran = verify(path, &[]);
    assert!(ran.code == 2 && ran.stderr.contains("cannot be read: no such file"), "{ran:?}");
    std::fs::create_dir(path.join(file)).unwrap();
    assert_eq!(verify(path, &[]).code, 2);
}

#[test]
fn entries_may_be_written_in_any_way_that_toml_has() {
    let folder = folder(&[]);
    let path = folder.path();
    record(path, &[text(), sound()]);
    create(path);
    let members: Vec<String> =
        baseline(path).split_once("[[known]]\n").unwrap().1.lines().map(str::to_owned).collect();
    let inline = format!("version = 1\r\nknown = [\r\n  {{ {} }},\r\n]\r\n", members.join(", "));
    std::fs::write(path.join("directline-baseline.toml"), inline).unwrap();
    assert_eq!(verify(path, &[]).code, 0);
    record(path, &[sound(), super::images()]);
    let ran = crate::support::run_in(path, &["baseline", "update", "a.ndjson"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let ran = crate::support::run_in(path, &["baseline", "prune", "a.ndjson"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(verify(path, &[]).code, 0, "{}", baseline(path));
}

#[test]
fn a_report_is_not_written_over_the_baseline() {
    let folder = folder(&[]);
    record(folder.path(), &[text()]);
    create(folder.path());
    for arguments in [["-o", "./directline-baseline.toml"], ["--report", "json=directline-baseline.toml"]] {
        let before = baseline(folder.path());
        let ran = verify(folder.path(), &arguments);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert_eq!(baseline(folder.path()), before);
    }
}
