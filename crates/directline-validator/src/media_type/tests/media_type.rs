use super::super::{HeaderDefectKind, MAX_PARAMETERS, MediaType, ValueForm};

/// Value, essence, parameters, defects.
type Case = (&'static [u8], &'static str, &'static [&'static str], &'static [&'static str]);

#[test]
fn values_are_read_and_defects_placed() {
    let cases: &[Case] = &[
        (b"image/jpeg", "image/jpeg", &[], &[]),
        (b"Image/JPEG ; Charset=UTF-8", "image/jpeg", &["charset=UTF-8"], &[]),
        (b"multipart/form-data;boundary=X", "multipart/form-data", &["boundary=X"], &[]),
        (b"multipart/form-data; BOUNDARY=\"a;b\\\"c\"", "multipart/form-data", &["boundary=a;b\"c"], &[]),
        // RFC 9110 section 5.6.6 allows empty parameters.
        (b"a/b;; ;c=d;", "a/b", &["c=d"], &[]),
        (b"", "", &[], &["Empty"]),
        (b" \t", "", &[], &["Empty"]),
        (b"; charset=x", "", &["charset=x"], &["Empty"]),
        (b"text", "", &[], &["SlashMissing text"]),
        (b"text/", "", &[], &["TypeInvalid text/"]),
        (b"/x", "", &[], &["TypeInvalid /x"]),
        (b"a/b/c", "", &[], &["TypeInvalid a/b/c"]),
        (b"a/b c; d=e", "", &["d=e"], &["TypeInvalid a/b c"]),
        (b"a/b; c", "a/b", &[], &["ParameterMalformed c"]),
        (b"a/b; c d=e; f=g", "a/b", &["f=g"], &["ParameterMalformed c d"]),
        (b"a/b; =x", "a/b", &[], &["ParameterMalformed"]),
        (b"a/b; c=1; C=2", "a/b", &["c=1", "c=2"], &["ParameterRepeated C=2"]),
        (b"a/b; c = d", "a/b", &["c=d"], &["SpaceAroundEquals  ="]),
        (b"a/b; c=", "a/b", &["c="], &["ValueNotToken"]),
        (b"a/b; c=d e", "a/b", &["c=d e"], &["ValueNotToken d e"]),
        (b"a/b; c='d'", "a/b", &["c='d'"], &["SingleQuoted 'd'"]),
        (b"a/b; c=\"d", "a/b", &["c=d"], &["QuoteUnclosed \"d"]),
        (b"a/b; c=\"d\" e; f=g", "a/b", &["c=d", "f=g"], &["TextAfterQuote e"]),
        // A media type does not guess at raw quotation marks: the first one ends the value.
        (b"a/b; c=\"d\"e\"", "a/b", &["c=d"], &["TextAfterQuote e\""]),
        // … and a backslash escapes any character.
        (b"a/b; c=\"d\\e\\\"\"", "a/b", &["c=de\""], &["EscapeNeedless \\e"]),
        (b"a/b; c=\"d\x01\"", "a/b", &["c=d\x01"], &["ControlCharacter \x01"]),
        (b"a/b; c=\"\xFF\"", "a/b", &["c=\u{FFFD}"], &["NotUtf8 \u{FFFD}\""]),
    ];
    for (value, essence, parameters, defects) in cases {
        let media = MediaType::parse(value);
        let shown = String::from_utf8_lossy(value);
        assert_eq!(media.essence(), *essence, "{shown}");
        assert_eq!(super::parameters(&media.parameters), *parameters, "{shown}");
        assert_eq!(super::defects(value, &media.defects), *defects, "{shown}");
        assert_eq!(media.has_type(), !essence.is_empty(), "{shown}");
    }
}

#[test]
fn forms_and_ranges_are_those_of_the_value() {
    let value = br#"a/b; c=d; e="f g" ;h='i';j=k l"#;
    let media = MediaType::parse(value);
    let forms: Vec<_> = media.parameters.iter().map(|found| found.form).collect();
    assert_eq!(forms, [ValueForm::Token, ValueForm::Quoted, ValueForm::SingleQuoted, ValueForm::Bare]);
    let names: Vec<_> = media.parameters.iter().map(|found| &value[found.name_range.clone()]).collect();
    assert_eq!(names, [b"c", b"e", b"h", b"j"]);
    let texts: Vec<_> = media.parameters.iter().map(|found| &value[found.value_range.clone()]).collect();
    assert_eq!(texts, [&b"d"[..], b"\"f g\"", b"'i'", b"k l"]);
    let inside: Vec<_> = media.parameters.iter().map(|found| found.inside_apostrophes()).collect();
    assert_eq!(inside, [None, None, Some(&b"i"[..]), None]);
}

#[test]
fn comparison_ignores_case_and_parameters() {
    let message = MediaType::parse(b"Application/VND.Microsoft.Bot.Message; charset=utf-8");
    assert!(message.is("application", "vnd.microsoft.bot.message"));
    assert!(!message.is("application", "json"));
    assert!(!MediaType::parse(b"x").is("x", ""));
}

#[test]
fn parameters_are_limited() {
    for (count, dropped) in [(MAX_PARAMETERS - 1, false), (MAX_PARAMETERS, false), (MAX_PARAMETERS + 1, true)]
    {
        let list: Vec<String> = (0..count).map(|index| format!("p{index}=v")).collect();
        let media = MediaType::parse(format!("a/b;{}", list.join(";")).as_bytes());
        assert_eq!(media.parameters.len(), count.min(MAX_PARAMETERS), "{count}");
        let final_defect = media.defects.last().map(|defect| defect.kind);
        assert_eq!(final_defect, dropped.then_some(HeaderDefectKind::TooManyParameters), "{count}");
    }
}
