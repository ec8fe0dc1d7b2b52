//! Files of settings in folders of somebody else.

use super::super::support::folder;
use super::settled;

#[test]
fn what_is_no_reasonable_file_is_refused_soon() {
    let rows: Vec<(Vec<u8>, &str)> = vec![
        (b"profile = '\xff'".to_vec(), "directline.toml:1:12"),
        (b"\xff\xfep\0r\0".to_vec(), "the file is not UTF-8"),
        (vec![b'['; 200_000], "directline.toml:1:"),
        (b"a=".repeat(100_000), "directline.toml:1:"),
        ([b"a.".repeat(120_000), b"a = 1".to_vec()].concat(), "directline.toml:1:"),
        ([b"only = ".to_vec(), vec![b'['; 200_000]].concat(), "directline.toml:1:"),
        (b"[[fuzz]]\n".repeat(20_000), "directline.toml:1:"),
        (
            [b"skip = [".to_vec(), b"'zz',".repeat(50_000), b"]".to_vec()].concat(),
            "further errors are not listed",
        ),
        (vec![b' '; (256 << 10) + 1], "directline.toml has more than 256 KiB"),
        (b"x = '\x1b[31m'".to_vec(), "directline.toml:1:"),
        ("'\u{202e}x' = 1".into(), "there is no setting '\\u{202e}x'"),
    ];
    for (settings, said) in rows {
        let folder = folder(&[("directline.toml", &settings)]);
        let ran = settled(folder.path(), &[], &["info"]);
        assert_eq!(ran.code, 2, "{said} {ran:?}");
        assert!(ran.stderr.contains(said), "{said} {}", ran.stderr);
        assert!(ran.stderr.len() < 10_000 && !ran.stderr.contains(['\u{1b}', '\u{202e}']), "{}", ran.stderr);
    }
    // What other systems write at the beginning of a text is no fault.
    let folder = folder(&[("directline.toml", "\u{feff}profile = 'strict'\r\n".as_bytes())]);
    assert_eq!(settled(folder.path(), &[], &["info"]).code, 0);
}

#[test]
fn a_secret_in_a_wrong_line_is_not_shown() {
    let secret = "eyJhbGciOiJIUzI1NiJ9.eyJib3QiOiJhIn0.c2lnbmF0dXJlLW9mLXRoaXM";
    for settings in
        [format!("secret = '{secret}'"), format!("profile = '{secret}'"), format!("profile = {secret}")]
    {
        let folder = folder(&[("directline.toml", settings.as_bytes())]);
        let ran = settled(folder.path(), &[], &["info"]);
        assert_eq!(ran.code, 2);
        assert!(!ran.all().contains("eyJhbGci") && !ran.all().contains("c2lnbmF0"), "{ran:?}");
    }
}

#[cfg(unix)]
#[test]
fn what_was_not_named_is_a_file_of_its_folder() {
    use std::os::unix::fs::symlink;

    let folder = folder(&[
        ("secrets.txt", b"password of somebody\n"),
        ("real.toml", b"profile = 'strict'\n"),
        ("a/x", b""),
        ("b/directline.toml/x", b""),
        ("c/x", b""),
        ("d/x", b""),
        ("e/settings.toml", b"profile = 'strict'\n"),
    ]);
    let at = |name: &str| folder.path().join(name);
    symlink(at("secrets.txt"), at("a/directline.toml")).unwrap();
    symlink("/nowhere", at("c/directline.toml")).unwrap();
    symlink("settings.toml", at("e/directline.toml")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(at("d/directline.toml")).status();
    let has_pipe = made.is_ok_and(|status| status.success());
    for (inner, said) in [
        ("a", "is a link that leads out of its folder"),
        ("b", "directline.toml is no file"),
        ("c", "cannot be read: no such file"),
        ("d", "directline.toml is no file"),
    ] {
        if inner == "d" && !has_pipe {
            continue;
        }
        let ran = settled(&at(inner), &[], &["info"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{inner}");
        assert!(ran.stderr.contains(said) && ran.stderr.contains("--no-config"), "{inner} {ran:?}");
        assert!(!ran.stderr.contains("password"), "{ran:?}");
        assert_eq!(settled(&at(inner), &[], &["info", "--no-config"]).code, 0);
    }
    // Nor does it have other files read.
    symlink(at("secrets.txt"), at("e/known.toml")).unwrap();
    std::fs::write(at("e/settings.toml"), "baseline = 'known.toml'").unwrap();
    let ran = settled(&at("e"), &[], &["verify", "x"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("is no file in or below the folder") && !ran.stderr.contains("password"),
        "{ran:?}"
    );
    // Who names the file means it.
    let ran = settled(&at("e"), &[], &["info", "--config", "settings.toml"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    std::fs::write(at("e/settings.toml"), "profile = 'strict'\n").unwrap();
    assert!(settled(&at("e"), &[], &["info"]).stdout.contains("directline.toml:1"));
    // Who names a link means it.
    symlink(at("real.toml"), at("e/link.toml")).unwrap();
    assert!(settled(&at("e"), &[], &["info", "--config", "link.toml"]).stdout.contains("link.toml:1"));
}
