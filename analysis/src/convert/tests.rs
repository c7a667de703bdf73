//! Conversions, by example. Each was compared with Go's encoders.

use super::*;
use crate::value::{Kind, Marks, Str, Value};

fn value(json: &str) -> Value {
    read_json(json.as_bytes(), Marks::default(), None).unwrap().value
}

fn text(bytes: Result<Vec<u8>, WriteError>) -> String {
    String::from_utf8(bytes.unwrap()).unwrap()
}

#[track_caller]
fn check(json: &str, yaml: &str, string: &str) {
    let value = value(json);
    assert_eq!(text(write_json(&value)), json, "JSON");
    assert_eq!(text(write_yaml(&value)), yaml, "YAML of {json}");
    assert_eq!(text(write_string(&value)), string, "text of {json}");
}

#[test]
fn scalars() {
    check("null", "null\n", "");
    check("false", "false\n", "false");
    check("1.50", "\"1.50\"\n", "1.50");
    check(r#""plain text""#, "plain text\n", "plain text");
    check(r#""""#, "\"\"\n", "");
    for quoted in ["yes", "0x1f", "12:30:45", "2024-02-29", "~", "1_000", "Off"] {
        check(&format!("{quoted:?}"), &format!("{quoted:?}\n"), quoted);
    }
}

#[test]
fn styles_of_strings() {
    check(r#""key: value""#, "'key: value'\n", "key: value");
    check(r#"" edge""#, "' edge'\n", " edge");
    check(r#""can't""#, "can't\n", "can't");
    check(r#""'twas""#, "'''twas'\n", "'twas");
    check(r#""a\tb""#, "\"a\\tb\"\n", "a\tb");
    check(r#""one\ntwo\n""#, "|\n    one\n    two\n", "one\ntwo\n");
    check(r#""one\ntwo""#, "|-\n    one\n    two\n", "one\ntwo");
    check(r#""one\n\n""#, "|+\n    one\n\n", "one\n\n");
    check(r#""  one\n two""#, "|4-\n      one\n     two\n", "  one\n two");
    check(r#""🦀\n""#, "\"\\U0001F980\\n\"\n", "🦀\n");
    check("\"\u{e9}\"", "\u{e9}\n", "\u{e9}");
    check(r#""\u003cb\u003e \u0026x""#, "<b> &x\n", "<b> &x");
    check(r#""x\u2028y""#, "'x\u{2028}    y'\n", "x\u{2028}y");
}

#[test]
fn layout_of_collections() {
    check("[]", "[]\n", "");
    check(r#"{"empty":{}}"#, "empty: {}\n", r#""empty"="""#);
    check(r#"[1,["x"],{"k":null}]"#, "- \"1\"\n- - x\n- k: null\n", r#""1","\"x\"","\"k\"=\"\"""#);
    check(
        r#"{"list":["a\nb",{"c":true,"d":[]}]}"#,
        "list:\n    - |-\n      a\n      b\n    - c: true\n      d: []\n",
        r#""list"="\"a\\nb\",\"\\\"c\\\"=\\\"true\\\",\\\"d\\\"=\\\"\\\"\"""#,
    );
    check(r#"{"two\nlines":{"a":"b"}}"#, "? |-\n    two\n    lines\n:   a: b\n", r#""two\nlines"="\"a\"=\"b\"""#);
}

#[test]
fn keys_are_ordered_as_people_count() {
    let yaml = text(write_yaml(&value(r#"{"v10":1,"v9":1,"V":1,"1":1,"v":1,"02":1,"x-y":1,"x y":1,"xy":1}"#)));
    let keys: Vec<&str> = yaml.lines().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(keys, ["\"1\"", "\"02\"", "V", "v", "v9", "v10", "x y", "x-y", "xy"]);
}

#[test]
fn bytes_that_are_no_text() {
    let bytes = Value::string(Str::from_bytes(vec![b'a', 0xff, b'"']), None);
    assert_eq!(text(write_json(&bytes)), r#""a\ufffd\"""#);
    assert_eq!(text(write_yaml(&bytes)), "!!binary Yf8i\n");
    let list = Value::new(Kind::Array([bytes].into()), None);
    assert_eq!(text(write_string(&list)), r#""a\xff\"""#);
    let long = Value::string(Str::from_bytes(vec![0xff; 60]), None);
    assert_eq!(text(write_yaml(&long)).lines().map(str::len).collect::<Vec<_>>(), [10, 74, 14]);
}

#[test]
fn json_has_no_infinity() {
    let number = |text: &str| Value::new(Kind::Number(text.into()), None);
    for text in ["+Inf", "-Inf", "NaN"] {
        assert_eq!(write_json(&number(text)), Err(WriteError::NotFinite));
        assert_eq!(write_yaml(&number(text)), Ok(format!("{text}\n").into_bytes()));
    }
}

#[test]
fn reads_what_the_reference_reads() {
    let read = |json: &str| read_json(json.as_bytes(), Marks::default(), None).map(|read| (text(write_json(&read.value)), read.trailing));
    for (json, expected, trailing) in [
        (" [1, 2]\n", "[1,2]", false),
        ("1 2", "1", true),
        ("01", "0", true),
        ("-0.50E+3x", "-0.50E+3", true),
        (r#"{"a": 1, "b": 2, "a": 3}"#, r#"{"a":3,"b":2}"#, false),
        (r#""\ud83e\udd80 \ud83e \udd80A\ud800\u0041""#, "\"🦀 \u{fffd} \u{fffd}A\u{fffd}A\"", false),
    ] {
        assert_eq!(read(json), Ok((expected.into(), trailing)), "{json}");
    }
    for (json, offset, unfinished) in [
        ("", 0, true),
        ("[1, 2", 5, true),
        ("{a: 1}", 1, false),
        ("[1,]", 3, false),
        ("\"a\nb\"", 2, false),
        ("1.", 2, true),
        ("nul", 3, true),
        ("'a'", 0, false),
        ("+1", 0, false),
        (r#""\x""#, 2, false),
    ] {
        assert_eq!(read(json), Err(JsonError { offset, unfinished }), "{json}");
    }
}

#[test]
fn depth_and_length_are_bounded() {
    let deep = "[".repeat(200_000);
    assert_eq!(read_json(deep.as_bytes(), Marks::default(), None).map(drop).unwrap_err().offset, 10_000);
    let nested = value(&format!("{}{}", "[".repeat(9_000), "]".repeat(9_000)));
    assert!(write_json(&nested).is_ok() && write_string(&nested).is_err());
    let mut doubled = value("\"x\"");
    for _ in 0..40 {
        doubled = Value::new(Kind::Array([doubled.clone(), doubled].into()), None);
    }
    assert_eq!(write_json(&doubled), Err(WriteError::TooLong));
    assert_eq!(write_yaml(&doubled), Err(WriteError::TooLong));
}

proptest::proptest! {
    #[test]
    fn json_comes_back(text in ".*") {
        let json = super::write_json(&Value::string(text.clone(), None)).unwrap();
        let read = read_json(&json, Marks::default(), None).unwrap();
        proptest::prop_assert_eq!(read.value.as_string().and_then(Str::expose_text), Some(&*text));
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes: Vec<u8>) {
        let _ = read_json(&bytes, Marks::default(), None);
        let _ = decode_base64(&bytes);
    }
}
