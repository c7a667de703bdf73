use super::*;

/// `before` laid out, which has to be `after`, which has to stay as it is.
#[track_caller]
fn check(before: &str, after: &str) {
    check_once(before, after);
    check_once(after, after);
    let crlf = |text: &str| text.replace('\n', "\r\n");
    check_once(&crlf(before), &crlf(after));
}

#[track_caller]
fn check_once(before: &str, after: &str) {
    let source = Source::new("env.yaml", before);
    let formatted = apply(before, &format(&source, None)).unwrap();
    assert!(formatted == after, "expected:\n{after}\nfound:\n{formatted}");
}

#[test]
fn levels_are_two_columns() {
    check("values:\n    aws:\n        login:\n            a: 1\n    b: 2\n", "values:\n  aws:\n    login:\n      a: 1\n  b: 2\n");
    check("values:\n a: 1\n b:\n    c: 2\n", "values:\n  a: 1\n  b:\n    c: 2\n");
    check("  values:\n    a: 1\n", "values:\n  a: 1\n");
    check("\u{FEFF}  values:\n    a: 1\n", "\u{FEFF}values:\n  a: 1\n");
}

#[test]
fn comments_to_the_left_of_everything_have_a_place() {
    check("  a: 1\n  b:\n# on c\n    c: 1\n", "a: 1\nb:\n  # on c\n  c: 1\n");
    check("  a: 1\n# on b\n  b: 1\n# end\n", "a: 1\n# on b\nb: 1\n# end\n");
}

#[test]
fn a_text_with_rare_line_breaks_stays_as_it_is() {
    for text in ["# a\n    \u{85}b:\n   c: 1\n", "a:\r \n   b: 1\n", " \ra:\n   b: 1\n"] {
        check_once(text, text);
    }
}

#[test]
fn lists_stay_with_their_key_or_below_it() {
    check("imports:\n- a\n-   b:\n      merge: false\n", "imports:\n- a\n- b:\n    merge: false\n");
    check("imports:\n    - a\n    -   b: 1\n        c: 2\n", "imports:\n  - a\n  - b: 1\n    c: 2\n");
    check("a:\n   - - b\n     -   - c\n", "a:\n  - - b\n    - - c\n");
    check("a:\n   -\n      b: 1\n", "a:\n  -\n    b: 1\n");
}

#[test]
fn blanks_separate_and_do_no_more() {
    check("a:   1\nb : [1,2 , 3]\nc: {x: 1,y:   2}\nd: {\"x\":1}\n", "a: 1\nb: [1, 2, 3]\nc: {x: 1, y: 2}\nd: {\"x\": 1}\n");
    check("a: { x: 1 }\nb: [  1  ]\n", "a: { x: 1 }\nb: [ 1 ]\n");
    check("a: !!str   1\nb: &x   2\n", "a: !!str 1\nb: &x 2\n");
    check("a: 1  \nb:  \n  c: 2\t\n", "a: 1\nb:\n  c: 2\n");
    check("a: 1    # of a  \n", "a: 1    # of a\n");
    check("a: [1, ]\n", "a: [1, ]\n");
}

#[test]
fn texts_end_with_one_line_break() {
    check("a: 1\n\n\n", "a: 1\n");
    check("a: 1\n  \n\n", "a: 1\n");
    check_once("a: 1", "a: 1\n");
    check("a: 1\n# end\n\n", "a: 1\n# end\n");
    check_once("a:\n - b\nc: |\n t\n \n ", "a:\n  - b\nc: |\n  t\n");
    check("", "");
    check("a: 1\n---\nb:   2\n\n\n", "a: 1\n---\nb:   2\n\n\n");
}

#[test]
fn comments_keep_their_company() {
    check(
        "# head\nvalues:\n    # on a\n    a: 1\n\n    # on b\n    b:\n        c: 1\n        # in b\n    # behind b\n# end\n",
        "# head\nvalues:\n  # on a\n  a: 1\n\n  # on b\n  b:\n    c: 1\n    # in b\n  # behind b\n# end\n",
    );
    check("a:\n        # deeper\n    b: 1\n", "a:\n  # deeper\n  b: 1\n");
}

#[test]
fn scalars_move_and_stay_what_they_are() {
    check("a:\n    b: |\n        t\n          u\n\n        v\n    c: 1\n", "a:\n  b: |\n    t\n      u\n\n    v\n  c: 1\n");
    check("a:\n    b: |\n     t\n", "a:\n  b: |\n    t\n");
    check("a:\n    b: |2\n        t\n", "a:\n  b: |2\n      t\n");
    check(
        "a:\n    b: text\n        more\n    c:\n          text\n          more\n",
        "a:\n  b: text\n      more\n  c:\n    text\n    more\n",
    );
    check("a:\n    b: \"x\n      y\"\n", "a:\n  b: \"x\n    y\"\n");
    check("a: |+\n  t\n\n\n", "a: |+\n  t\n\n\n");
    check("a: |\n  t", "a: |\n  t");
    check("a: |\n  t  \n", "a: |\n  t  \n");
    check("- |\n    t\n", "- |\n  t\n");
}

#[test]
fn lines_in_brackets_move_along() {
    check("a:\n    b: {x: 1,\n        y: 2\n    }\n", "a:\n  b: {x: 1,\n      y: 2\n  }\n");
    check("a:\n    b:\n        [1,\n         2]\n", "a:\n  b:\n    [1,\n     2]\n");
}

#[test]
fn what_has_errors_or_odd_keys_is_left() {
    check_once("a:   [1\n", "a:   [1\n");
    check_once("a:\n\tb:   1\n", "a:\n\tb:   1\n");
    check_once("? a\n:    b\n", "? a\n: b\n");
}

/// The lines of the marked range laid out.
#[track_caller]
fn check_range(before: &str, after: &str) {
    let start = before.find('«').unwrap();
    let text = before.replacen('«', "", 1);
    let end = text.find('»').unwrap();
    let text = text.replacen('»', "", 1);
    let range = TextRange::new(TextSize::try_from(start).unwrap(), TextSize::try_from(end).unwrap());
    let formatted = apply(&text, &format(&Source::new("env.yaml", text.as_str()), Some(range))).unwrap();
    assert!(formatted == after, "expected:\n{after}\nfound:\n{formatted}");
}

#[test]
fn ranges_keep_what_is_around_them() {
    check_range("a:\n    b:   1\n    «c:   2»\n    d:   3\n", "a:\n    b:   1\n    c: 2\n    d:   3\n");
    check_range(
        "a:\n    b:\n        c:   1\n    «d:\n        e:   1\n        f:  2»\n",
        "a:\n    b:\n        c:   1\n    d:\n      e: 1\n      f: 2\n",
    );
    check_range("«a:   1»\nb:   2\n\n\n", "a: 1\nb:   2\n\n\n");
}
