//! The ways in which a body is read although it breaks the grammar: each has a finding of its own, and a
//! body that needs two of them has both.

use super::{FILE, FORM, MESSAGE, form_as, form_body, names};

/// What was broken, how, and the rule that names it.
type Repair = (&'static str, fn(&str) -> String, &'static str);

const REPAIRS: [Repair; 6] = [
    ("delimiters without the two dashes", |body| body.replace("--X", "X"), "multipart-sample-delimiters"),
    ("no close", |body| body.trim_end().trim_end_matches('-').to_owned() + "\r\n", "multipart-close-missing"),
    ("line feeds", |body| body.replace("\r\n", "\n"), "multipart-line-feeds"),
    ("no disposition type", |body| body.replacen("form-data; ", "", 1), "part-disposition-without-type"),
    ("apostrophes", |body| body.replace("filename=\"a.jpg\"", "filename='a.jpg'"), "filename-single-quoted"),
    (
        "no disposition in the Message part",
        |body| body.replace("Content-Disposition: form-data; name=\"message\"", "A: y"),
        "message-part-disposition-missing",
    ),
];

#[test]
fn every_repair_has_its_own_finding_and_two_have_both() {
    let whole = form_body(&[FILE, MESSAGE]);
    assert!(names(&form_as(FORM, &whole)).is_empty());
    for (number, (what, break_it, rule)) in REPAIRS.iter().enumerate() {
        assert_eq!(names(&form_as(FORM, &break_it(&whole))), [*rule], "{what}");
        for (other, break_more, second) in REPAIRS.iter().skip(number + 1) {
            // Dashes at the end are found only as long as they are there, so the first goes first.
            let body = break_it(&break_more(&whole));
            let mut found = names(&form_as(FORM, &body));
            let mut expected = [*rule, *second];
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{what}, {other}: {body:?}");
        }
    }
}
