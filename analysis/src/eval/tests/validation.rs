//! `fn::validate` by example: the keywords of its schemas, and the corners of its numbers.

use super::*;

/// Compares what is found where `value` is checked against `schema`.
#[track_caller]
fn check(schema: &str, value: &str, expected: &[&str]) {
    let evaluation =
        evaluate(&format!("values: {{v: {{'fn::validate': {{schema: {schema}, value: {value}}}}}, json: {{'fn::fromJSON': '1e1000'}}}}"));
    let place = "values.v[\"fn::validate\"].";
    let found: Vec<String> = evaluation.problems.iter().map(|problem| describe(problem, &evaluation.document).replace(place, "")).collect();
    assert_eq!(found, expected, "{value} against {schema}");
}

#[test]
fn schemas_of_the_wrong_shape() {
    for schema in [
        "{type: [string]}",
        "{type: integer}",
        "{type: ''}",
        "{title: 1}",
        "{deprecated: 'yes'}",
        "{uniqueItems: 1}",
        "{examples: x}",
        "{pattern: 1}",
        "{minimum: '1'}",
        "{required: [1]}",
        "{dependentRequired: {a: b}}",
        "{items: [true]}",
        "{anyOf: true}",
        "{properties: []}",
        "{$$defs: {a: 1}}",
        "1",
        "[]",
        "~",
    ] {
        check(schema, "x", &["type at schema: no alternative"]);
    }
    check("{secret: x}", "x", &["schema: the keyword takes `true` or `false`, at `secret`"]);
    check("{rotateOnly: x}", "x", &["schema: the keyword takes a list of names, at `rotateOnly`"]);
    check("{$$ref: '#'}", "x", &["schema: `#` names none of the `$defs`, at `$ref`"]);
    // References are to the definitions of the whole schema.
    check("{$$defs: {b: {type: number}}, properties: {a: {$$ref: '#/$$defs/b'}}}", "{a: x}", &["type at value.a: wants number"]);
    check(
        "{properties: {a: {$$defs: {b: true}, $$ref: '#/$$defs/b'}}}",
        "x",
        &["schema: `#/$defs/b` names none of the `$defs`, at `properties.a.$ref`"],
    );
    check("{maxItems: 1e6}", "x", &["schema: a size is a whole number from zero, at `maxItems`"]);
    check("{maxItems: 1.0}", "x", &[]);
    check("{minimum: .nan}", "x", &["type at schema: no alternative"]);
    check("{maximum: .inf}", "x", &["schema: a schema is `true`, `false` or an object"]);
}

#[test]
fn limits() {
    check("{maximum: 2, exclusiveMinimum: 3}", "3", &["type at value: ExclusiveMinimum", "type at value: Maximum"]);
    check("{minItems: 2, maxItems: 0}", "[1]", &["type at value: MinItems", "type at value: MaxItems"]);
    check("{minProperties: 2, maxProperties: 0}", "{a: 1}", &["type at value: MinProperties", "type at value: MaxProperties"]);
    check("{minLength: 2, maxLength: 1, pattern: '^x'}", "é", &["type at value: MaxLength", "type at value: Pattern"]);
    check("{dependentRequired: {a: [b, c], x: [y]}}", "{a: 1, b: 2}", &["type at value: lacks c"]);
    check("{properties: {a: {items: {type: string}}}}", "{a: [x, 1]}", &["type at value.a[1]: wants string"]);
}

#[test]
fn numbers() {
    check("{minimum: 0.1}", "0.0999999999999999999999999999", &[]);
    check("{multipleOf: 0.1}", "0.3", &[]);
    check("{multipleOf: 0}", "0", &["type at value: MultipleOf"]);
    check("{const: 1000000}", "1e6", &["type at value: Constant"]);
    check("{type: number}", "1e1000", &["type at value: wants number"]);
    check("{minimum: 1e308}", "'${json}'", &[]);
    check("{maximum: 1e308}", "'${json}'", &["type at value: Maximum"]);
    check("true", ".nan", &[]);
    for schema in ["{}", "{type: number}", "{title: x}"] {
        check(schema, ".nan", &["type at value: NotANumber"]);
    }
    check("{anyOf: [{type: number}, {type: string}]}", ".nan", &["type at value: no alternative", "type at value: NotANumber"]);
    check("{minimum: 5}", ".inf", &[]);
    check("{maximum: 5}", ".inf", &["type at value: Maximum"]);
}

#[test]
fn what_is_closed_fails_with_the_summary_of_alternatives_alone() {
    check("{anyOf: [false, {items: false}]}", "[1]", &["type at value: no alternative"]);
    check("{oneOf: [{properties: {}, additionalProperties: false}]}", "{a: 1}", &["type at value: no alternative"]);
    for (schema, value) in [("false", "1"), ("{items: false}", "[1]"), ("{additionalProperties: false}", "{a: 1}")] {
        let evaluation = evaluate(&format!("values: {{v: {{'fn::validate': {{schema: {schema}, value: {value}}}}}}}"));
        assert!(!evaluation.problems.is_empty() && evaluation.problems.iter().all(|problem| !problem.is_error()), "{schema}");
    }
}

#[test]
fn own_keywords() {
    resolves("values: {v: {'fn::validate': {schema: {secret: true}, value: x}}}", r#"{"v": "x"}"#);
    let text = "values: {v: {'fn::validate': {schema: {type: object, properties: {o: {rotateOnly: [a]}}}, value: {o: {a: '${nope}', b: 1}}}}, b: '${v.o.b}'}\n";
    finds(text, &["unknown nope in values.v[\"fn::validate\"].value.o.a"]);
    let imported = format!("imports: [other]\n--- other\n{text}");
    assert!(evaluate(&imported).imports[0].evaluation().unwrap().problems.is_empty());
    resolves(&imported, r#"{"b": "[unknown]", "v": "[unknown]"}"#);
}

#[test]
fn a_computed_schema_and_parts_of_one() {
    check("{type: '${json}'}", "x", &["type at schema: no alternative"]);
    check("{'fn::toJSON': {}}", "x", &["type at schema: no alternative"]);
    check("{minimum: '${json}'}", "1", &["type at value: Minimum"]);
}
