use proptest::prelude::*;

use super::*;

fn show(resolved: &Result<Resolved, CannotDecode>) -> String {
    match resolved {
        Ok(Resolved::Null) => "null".to_owned(),
        Ok(Resolved::Bool(value)) => format!("bool {value}"),
        Ok(Resolved::Int(number)) => format!("int {number}"),
        Ok(Resolved::Float(number)) => format!("float {number}"),
        Ok(Resolved::Str) => "text".to_owned(),
        Ok(Resolved::Timestamp) => "timestamp".to_owned(),
        Ok(Resolved::Binary) => "binary".to_owned(),
        Ok(Resolved::Merge) => "merge".to_owned(),
        Ok(Resolved::Tagged) => "tagged".to_owned(),
        Err(CannotDecode { found, wanted }) => format!("{found} is no {wanted}"),
    }
}

/// Each row: a type, and untagged plain texts that have it, between bars.
#[track_caller]
fn check(expected: &str, texts: &str) {
    for text in texts.split('|').map(str::trim) {
        assert_eq!(show(&resolve(None, ScalarStyle::Plain, text)), expected, "`{text}`");
    }
}

#[track_caller]
fn check_tagged(tag: &str, style: ScalarStyle, text: &str, expected: &str) {
    assert_eq!(show(&resolve(Some(tag), style, text)), expected, "{tag} `{text}`");
}

#[test]
fn words() {
    check("null", "|~|null|Null|NULL");
    check("bool true", "true|True|TRUE");
    check("bool false", "false|False|FALSE");
    check("merge", "<<");
    check("text", "yes|no|on|off|y|n|Y|N|tRue|nULL|nil|none|=|<|-|+|.|_|_1|#|text|naïve|日本");
}

#[test]
fn decimal_integers() {
    check("int 0", "0|-0|+0|00|0_0|-0_");
    check("int 1", "1|+1|1_|0b1|+_1");
    check("int 1000", "1000|1_000|1__000|+1000");
    check("int -10", "-10|-1_0");
    check("int 9223372036854775807", "9223372036854775807|+9223372036854775807");
    check("int -9223372036854775808", "-9223372036854775808");
    check("int 18446744073709551615", "18446744073709551615|0xffffffffffffffff");
    check("float 1.8446744073709552e+19", "18446744073709551616");
    check("float 9.223372036854776e+18", "+9223372036854775808");
    check("float -9.223372036854776e+18", "-9223372036854775809");
    check("float 1e+23", "100000000000000000000000");
}

#[test]
fn other_radices() {
    check("int 31", "0x1F|0X1f|+0x1f|0x_1F|0x1_f|037|0o37|0O37");
    check("int -31", "-0x1F|-037|-0o37|-0b11111");
    check("int 3", "0b11|0B11|+0b11");
    check("int 83", "0123|0o123");
    check("int -1", "0b-1|0o-1");
    check("int 7", "0o+7");
    check("text", "0x|0b|0o|0o8|0b2|0xg|0x-1|0B-1|--1|+-1|-+1|0x1p4|-0b-1|0x10000000000000000|-0x8000000000000001");
}

#[test]
fn a_leading_zero_before_an_eight_makes_a_float() {
    check("float 8", "08|+08|008");
    check("float -8", "-08");
    check("float 8.1234567e+07", "081234567");
}

#[test]
fn floats() {
    check("float 1", "1.|1.0|1e0|1.00_0|10e-1");
    check("float 1.1", "1.1|1.10|1.1_0|+1.1");
    check("float 0.5", ".5|0.5|+.5|.5e0|.50");
    check("float 0.55", ".55|.5_5");
    check("float 1000", "1e3|1E3|1e+3|1_0e2|1e0_3");
    check("float -0", "-0.0|-.0|-1e-400");
    check("float 100000.5", "100000.5");
    check("float 123456", "123456.0");
    check("float 1e+06", "1000000.0|1e6");
    check("float 1.2345675e+06", "1234567.5");
    check("float 0.0001", "0.0001|1e-4");
    check("float 1e-05", "0.00001");
    check("float 1e-07", "1e-7");
    check("float 1e+21", "1e21");
    check("float 1.2345678912345679e+08", "123456789.123456789");
    check("float 5e-324", "5e-324|4.9e-324");
    check("float 1.7976931348623157e+308", "1.7976931348623157e308");
    // Exactly between two shortest candidates: the even one.
    check("float 1.4016150759603732e+15", "1401615075960373.25");
    check("float 524288.0004882812", "524288.00048828125");
    check("float +Inf", ".inf|.Inf|.INF|+.inf|+.Inf|+.INF");
    check("float -Inf", "-.inf|-.Inf|-.INF");
    check("float NaN", ".nan|.NaN|.NAN");
}

#[test]
fn what_only_looks_like_a_float() {
    check("text", ".5_|._5|.5__5|.5_e1|1e400|-1e400|.5e400|inf|Infinity|nan|-.nan|.iNf|1e|1e+|e1|.e1|1.2.3|1..2|.|-.|1.5x|1 2|١");
}

#[test]
fn sexagesimals_are_text() {
    check("text", "12:30:45|1:30|190:20:30.15");
}

#[test]
fn timestamps() {
    check("timestamp", "2024-01-02|2024-1-2|2024-02-29|0000-01-01");
    check("timestamp", "2024-01-02T03:04:05Z|2024-1-2t3:4:5Z|2024-01-02T03:04:05.123456789+07:00|2024-01-02T03:04:05,5-07:30");
    check("timestamp", "2024-01-02 03:04:05|2024-01-02   3:4:5.9");
    check("text", "2024-13-02|2024-00-02|2024-02-30|2023-02-29|2024-01-|2024-|2024-1|24-01-02|20240-01-02|2024-01-02x");
    check("text", "2024-01-02T03:04:05|2024-01-02 03:04:05Z|2024-01-02T24:00:00Z|2024-01-02T03:60:00Z");
    assert_eq!(resolve(None, ScalarStyle::Plain, "2024-01-02 "), Ok(Resolved::Str));
    check("text", "2024-01-02T03:04:05.Z|2024-01-02T03:04:05.1234567890Z|2024-01-02T03:04:05+0700|2024-01-02T03:04Z");
}

#[test]
fn quoted_and_block_scalars_are_text() {
    for style in [ScalarStyle::SingleQuoted, ScalarStyle::DoubleQuoted, ScalarStyle::Literal, ScalarStyle::Folded] {
        for text in ["1", "true", "", "<<", "2024-01-02"] {
            assert_eq!(resolve(None, style, text), Ok(Resolved::Str));
            assert_eq!(resolve(Some("!"), style, text), Ok(Resolved::Str));
        }
    }
}

#[test]
fn a_lone_mark_changes_nothing() {
    check_tagged("!", ScalarStyle::Plain, "1", "int 1");
    check_tagged("!", ScalarStyle::Plain, "", "null");
    check_tagged("!", ScalarStyle::Plain, "<<", "merge");
}

#[test]
fn tags_that_convert() {
    use ScalarStyle::{DoubleQuoted, Plain};
    check_tagged("!!str", Plain, "1", "text");
    check_tagged("!!str", Plain, "", "text");
    check_tagged("!!int", DoubleQuoted, "3", "int 3");
    check_tagged("!!int", Plain, "0x1F", "int 31");
    check_tagged("!!int", Plain, "3.0", "!!float is no !!int");
    check_tagged("!!int", Plain, "1e3", "!!float is no !!int");
    check_tagged("!!int", Plain, "x", "!!str is no !!int");
    check_tagged("!!int", Plain, "", "!!null is no !!int");
    check_tagged("!!float", Plain, "1", "float 1");
    check_tagged("!!float", Plain, "1000000", "float 1e+06");
    check_tagged("!!float", Plain, "9223372036854775807", "float 9.223372036854776e+18");
    check_tagged("!!float", Plain, "18446744073709551615", "!!int is no !!float");
    check_tagged("!!float", Plain, "true", "!!bool is no !!float");
    check_tagged("!!bool", DoubleQuoted, "true", "bool true");
    check_tagged("!!bool", Plain, "yes", "!!str is no !!bool");
    check_tagged("!!bool", Plain, "2024-01-02", "!!str is no !!bool");
    check_tagged("!!null", DoubleQuoted, "", "null");
    check_tagged("!!null", Plain, "x", "!!str is no !!null");
    check_tagged("!!null", Plain, "<<", "!!str is no !!null");
    check_tagged("!!timestamp", DoubleQuoted, "2024-01-02", "timestamp");
    check_tagged("!!timestamp", Plain, "tomorrow", "!!str is no !!timestamp");
    check_tagged("!!timestamp", Plain, "1", "!!int is no !!timestamp");
}

#[test]
fn binary_is_checked_and_kept() {
    use ScalarStyle::{Literal, Plain};
    for good in ["", "aGk=", "aA==", "aGVsbG8h", "aB=="] {
        check_tagged("!!binary", Plain, good, "binary");
    }
    check_tagged("!!binary", Literal, "aGVs\nbG8h\r\naGk\n=\n", "binary");
    for bad in ["aGk", "a", "====", "a===", "aGk=aGk=", "aG k", "aGk-", "=aGk", "é"] {
        check_tagged("!!binary", Plain, bad, "!!str is no !!binary");
    }
}

#[test]
fn other_tags_give_text() {
    for tag in ["!foo", "!!foo", "!!merge", "!!map", "!!set", "tag:example.com,2000:x"] {
        check_tagged(tag, ScalarStyle::Plain, "1", "tagged");
    }
}

#[test]
fn number_texts() {
    assert_eq!(number_text("1_000").as_deref(), Some("1000"));
    assert_eq!(number_text("010").as_deref(), Some("8"));
    assert_eq!(number_text("3.10").as_deref(), Some("3.1"));
    assert_eq!(number_text("3.1.0"), None);
    assert_eq!(number_text("2024-01-02"), None);
    assert_eq!(number_text("<<"), None);
}

proptest! {
    #[test]
    fn the_text_of_a_number_is_stable(text in "[-+]?[0-9_.xobeE]{1,12}") {
        if let Some(number) = number_text(&text) {
            // But for the float `-0`, which reads back as an integer.
            let expected = if number == "-0" { "0".to_owned() } else { number.clone() };
            prop_assert_eq!(number_text(&number), Some(expected));
        }
    }

    #[test]
    fn any_text_resolves(tag in prop::option::of("!{0,2}[a-z]{0,9}"), text in ".*") {
        let _ = resolve(tag.as_deref(), ScalarStyle::Plain, &text);
        number_text(&text);
    }
}
