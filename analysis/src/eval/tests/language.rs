//! The language by example, in the order in which its documentation tells it: imports, access, merging, types, secrets, context.
//!
//! What a whole feature does is in the file above; here is one line for each sentence that an author may rely on.

use super::*;

#[test]
fn entries_of_imports() {
    let base = "--- base\nvalues: {x: 1}\n";
    resolves(&format!("imports: [base]\n{base}"), r#"{"x": 1}"#);
    resolves(&format!("imports: [base: {{merge: false}}]\nvalues: {{y: '${{imports.base.x}}'}}\n{base}"), r#"{"y": 1}"#);
    // Options that are none leave the import as it is; a `merge` that is no boolean counts as false.
    resolves(&format!("imports: [base: ]\n{base}"), r#"{"x": 1}"#);
    resolves(&format!("imports: [base: text]\n{base}"), r#"{"x": 1}"#);
    resolves(&format!("imports: [base: {{MERGE: false}}]\n{base}"), "{}");
    resolves(&format!("imports: [base: {{merge: 'false'}}]\n{base}"), "{}");
    resolves(&format!("imports: [base: {{merge: '${{x}}'}}]\n{base}"), "{}");
    resolves(&format!("imports: [base: {{mergee: false}}]\n{base}"), r#"{"x": 1}"#);
    // What is wrong with one does not keep the others out.
    resolves(&format!("imports: [1, ~, true, [base], {{}}, {{a: {{}}, b: {{}}}}, base]\n{base}"), r#"{"x": 1}"#);
    finds("imports: ['${x}', 'a$$b']\nvalues: {x: base}\n--- base\nvalues: {}\n", &["unresolved ${x}", "unresolved a$$b"]);
}

#[test]
fn an_import_may_be_listed_twice_and_is_missed_at_every_mention() {
    resolves("imports: [base, base]\nvalues: {o: {b: 2}}\n--- base\nvalues: {o: {a: 1}}\n", r#"{"o": {"a": 1, "b": 2}}"#);
    finds(
        "imports: [gone, gone]\nvalues: {a: '${environments.p.e.x} ${environments.p.e.x}'}\n",
        &["unresolved gone", "unresolved gone", "unresolved p/e", "unresolved p/e"],
    );
}

#[test]
fn an_import_with_mistakes_that_only_evaluation_finds_is_used() {
    let text = "imports: [base]\nvalues: {y: '${x}', z: '${bad}'}\n--- base\nvalues: {x: 1, x: 2, bad: '${nope}'}\nother: 1\n";
    finds(text, &[]);
    resolves(text, r#"{"bad": "[unknown]", "x": 1, "y": 1, "z": "[unknown]"}"#);
}

#[test]
fn imports_of_imports_are_merged_but_not_named() {
    let rest = "--- a\nimports: [b]\nvalues: {seen: '${imports.b.x}'}\n--- b\nvalues: {x: 1}\n";
    resolves(&format!("imports: [a]\n{rest}"), r#"{"seen": 1, "x": 1}"#);
    finds(
        &format!("imports: [a]\nvalues: {{y: '${{imports.b.x}}', z: '${{imports.a.imports}}'}}\n{rest}"),
        &["unknown b in y", "unknown imports in z"],
    );
}

#[test]
fn the_rest_of_a_document_in_a_circle_of_imports_is_evaluated() {
    let (source, shelf) = shelf("imports: [main, base]\nvalues: {y: '${x}'}\n--- base\nvalues: {x: 1}\n");
    let (catalogue, cache) = (Catalogue::new(), Cache::new());
    let evaluation = Analyzer::new(&shelf, &catalogue, &cache).evaluate(&source);
    assert_eq!(preview(&evaluation).to_string(), r#"{"x":1,"y":1}"#);
}

#[test]
fn roots() {
    let text = "
imports: ['base@2', {p/e: {merge: false}}]
values:
  a: ${imports['base@2'].x}
  b: ${[\"imports\"][\"base@2\"].x}
  c: ${imports.p/e.y}
  d: ${[\"context\"].currentEnvironment.name}
  e: ${x}
  f: ${environments.p.e.y}
--- base
values: {x: 1}
--- p/e
values: {y: 2}
";
    let text = &text.replace("${imports['base@2'].x}", "${imports.base@2.x}");
    resolves(text, r#"{"a": 1, "b": 1, "c": 2, "d": "main", "e": 1, "f": 2, "x": 1}"#);
    // The names are taken at the top alone.
    resolves("values: {o: {context: 1, imports: 2}, a: '${o.context}${o.imports}'}", r#"{"a": "12", "o": {"context": 1, "imports": 2}}"#);
}

#[test]
fn an_object_is_left_for_what_it_lies_over() {
    let base = "--- base\nvalues: {o: {x: {z: 1}, t: text}, l: [1]}\n";
    resolves(
        &format!("imports: [base]\nvalues: {{o: {{y: 2}}, a: '${{o.x.z}}', b: '${{o[\"y\"]}}'}}\n{base}"),
        r#"{"a": 1, "b": 2, "l": [1], "o": {"t": "text", "x": {"z": 1}, "y": 2}}"#,
    );
    finds(
        &format!("imports: [base]\nvalues: {{o: {{y: 2}}, l: {{}}, a: '${{o.n}}', b: '${{l.n}}', c: '${{o.t.n}}'}}\n{base}"),
        &["unknown n in a", "unknown n in b", "not composite n in c"],
    );
    // A list hides what it lies over, item by item and as a whole.
    finds(
        &format!("imports: [base]\nvalues: {{l: [], a: '${{l[0]}}', b: '${{l[\"0\"]}}'}}\n{base}"),
        &["out of bounds 0 in a", "list by name 0 in b"],
    );
}

#[test]
fn values_are_walked_like_what_is_written() {
    let text = "values: {j: {'fn::fromJSON': '{\"o\": {\"l\": [7]}}'}, r: '${j.o}', a: '${r.l[0]}', b: '${j.o[\"l\"][0]}', c: '${r.n}', d: '${r.l.x}', e: '${j[0]}', f: '${r.l[1]}', g: '${r.l[-1]}'}";
    finds(text, &["unknown n in c", "list by name x in d", "object by index 0 in e", "out of bounds 1 in f", "negative -1 in g"]);
}

#[test]
fn inline_environments() {
    let others = "--- p/e\nvalues: {x: {y: 1}}\n--- p/back\nvalues: {z: '${environments.p.back.z}'}\n";
    resolves(
        &format!(
            "values: {{a: '${{environments.p.e.x.y}}', b: '${{environments[\"p\"][\"e\"].x}}', c: '${{environments.p.e@3}}'}}\n{others}"
        ),
        r#"{"a": 1, "b": {"y": 1}, "c": {"x": {"y": 1}}}"#,
    );
    let found = "values: {a: '${environments.p}', b: '${environments[0].e}', c: '${environments.p[0].x}', d: '${environments.p.e.n}'}\n";
    finds(&format!("{found}{others}"), &["incomplete p in a", "object by index 0 in b", "object by index 0 in c", "unknown n in d"]);
    resolves("values: {a: '${environments.p.e.x}', b: '${environments}'}\n", r#"{"a": "[unknown]", "b": "[unknown]"}"#);
}

#[test]
fn merging() {
    let base = "--- base\nvalues: {o: {a: 1, p: {b: 2}}, l: [{a: 1}, 2], s: text, n: {a: 1}}\n";
    resolves(
        &format!("imports: [base]\nvalues: {{o: {{p: {{c: 3}}}}, l: [{{}}], s: {{x: 1}}, n: ~}}\n{base}"),
        r#"{"l": [{}], "n": null, "o": {"a": 1, "p": {"b": 2, "c": 3}}, "s": {"x": 1}}"#,
    );
    // A reference within an import keeps what it has found there.
    resolves(
        "imports: [base]\nvalues: {host: mine}\n--- base\nvalues: {host: theirs, url: 'http://${host}'}\n",
        r#"{"host": "mine", "url": "http://theirs"}"#,
    );
}

#[test]
fn finality() {
    // It says so to whoever declares it again, and blocks objects as a whole.
    finds("imports: [b]\nvalues: {a: {'fn::final': 2}}\n--- b\nvalues: {a: {'fn::final': 1}}\n", &["final a"]);
    resolves("imports: [b]\nvalues: {o: {y: 2}}\n--- b\nvalues: {o: {'fn::final': {x: 1}}}\n", r#"{"o": {"x": 1}}"#);
    // Items have nothing below them.
    finds("imports: [b]\nvalues: {l: [2]}\n--- b\nvalues: {l: [{'fn::final': 1}]}\n", &[]);
    // Nested, it is harmless.
    resolves("values: {a: {'fn::final': {'fn::final': {x: 1}}}}", r#"{"a": {"x": 1}}"#);
    // A later import wins, and what it brings is not final.
    let text = "imports: [a, b]\nvalues: {k: 3}\n--- a\nvalues: {k: {'fn::final': 1}}\n--- b\nvalues: {k: 2}\n";
    finds(text, &["replaced k"]);
    resolves(text, r#"{"k": 3}"#);
    // What is refused is not evaluated; a way through it still finds what is written.
    let refused = "imports: [b]\nvalues: {o: {p: 2, q: '${nope}'}, r: '${o.p}', s: '${o}'}\n--- b\nvalues: {o: {'fn::final': {x: 1}}}\n";
    finds(refused, &["final o"]);
    resolves(refused, r#"{"o": {"x": 1}, "r": 2, "s": {"x": 1}}"#);
}

#[test]
fn wrapped_objects_lose_what_they_inherit_in_their_own_output_alone() {
    let text = "
imports: [mid]
values: {seen: '${o}'}
--- mid
imports: [base]
values: {o: {'fn::validate': {schema: true, value: {x: 1}}}, one: '${o.y}', json: {'fn::toJSON': '${o}'}}
--- base
values: {o: {y: 2}}
";
    resolves(text, r#"{"json": "{\"x\":1,\"y\":2}", "o": {"x": 1, "y": 2}, "one": 2, "seen": {"x": 1, "y": 2}}"#);
    let mid = text.split("--- mid\n").nth(1).unwrap();
    resolves(mid, r#"{"json": "{\"x\":1,\"y\":2}", "o": {"x": 1}, "one": 2}"#);
}

#[test]
fn types_are_asked_for_by_functions_alone() {
    finds("values: {environmentVariables: [1], files: 1, pulumiConfig: x, policyConfig: [], a: '${files}'}", &[]);
    for (call, wanted) in [
        ("'fn::toBase64': 1", "a[\"fn::toBase64\"]: wants string"),
        ("'fn::fromBase64': [x]", "a[\"fn::fromBase64\"]: wants string"),
        ("'fn::fromJSON': {x: 1}", "a[\"fn::fromJSON\"]: wants string"),
        ("'fn::split': [1, x]", "a[\"fn::split\"][0]: wants string"),
        ("'fn::join': [',', x]", "a[\"fn::join\"][1]: wants array"),
        ("'fn::join': [',', [true]]", "a[\"fn::join\"][1][0]: wants string"),
        ("'fn::concat': [x]", "a[\"fn::concat\"][0]: wants array"),
    ] {
        finds(&format!("values: {{a: {{{call}}}}}"), &[&format!("type at values.{wanted}")]);
    }
}

#[test]
fn parts_that_are_computed_are_blamed_on_the_call() {
    finds("values: {a: {'fn::join': [',', '${j}']}, j: {'fn::fromJSON': '[1]'}}", &["type at j: wants string"]);
    // A type that does not fit is blamed on where it is used, wherever it is from.
    finds(
        "values: {a: {'fn::join': ['${aws.accessKeyId}', '${aws}']}, aws: {'fn::open::aws-login': {static: {accessKeyId: a, secretAccessKey: b}}}}",
        &["type at values.a[\"fn::join\"][1]: wants array"],
    );
}

#[test]
fn schemas_may_be_computed_and_an_unknown_one_asks_for_nothing() {
    finds(
        "values: {v: {'fn::validate': {schema: {'fn::fromJSON': '{\"type\": \"number\"}'}, value: x}}}",
        &["type at values.v[\"fn::validate\"].value: wants number"],
    );
    finds(
        "values: {v: {'fn::validate': {schema: '${s}', value: x}}, s: {type: number}}",
        &["type at values.v[\"fn::validate\"].value: wants number"],
    );
    finds("values: {v: {'fn::validate': {schema: {'fn::fromJSON': '${s.accessKeyId}'}, value: x}}, s: {'fn::open::aws-login': {}}}", &[]);
}

#[test]
fn what_does_not_validate_passes_through() {
    resolves("values: {v: {'fn::validate': {schema: {type: number}, value: x}}}", r#"{"v": "x"}"#);
    resolves("values: {v: {'fn::validate': {schema: {pattern: '('}, value: x}}}", r#"{"v": "x"}"#);
    resolves("values: {v: {'fn::validate': {value: x}}}", r#"{"v": "x"}"#);
    finds(
        "values: {v: {'fn::validate': {schema: {'$ref': '#/$defs/x'}, value: 1}}}".replace("$defs", "$$defs").as_str(),
        &["schema: `#/$defs/x` names none of the `$defs`, at `$ref`"],
    );
    finds(
        "values: {v: {'fn::validate': {schema: {minLength: 1.5}, value: 1}}}",
        &["schema: a size is a whole number from zero, at `minLength`"],
    );
}

#[test]
fn secrets() {
    // One unknown part makes the whole unknown to look at, a plain part of it is still known to a reference.
    resolves(
        "values: {o: {'fn::final': {u: {'fn::open::aws-login': {}}, k: 1}}, a: '${o.k}', s: {'fn::final': {s: {'fn::secret': x}, k: 1}}, b: '${s.k}'}",
        r#"{"a": "[unknown]", "b": 1, "o": "[unknown]", "s": "[secret]"}"#,
    );
    // In a longer text, what is inherited counts for nothing.
    resolves(
        "imports: [b]\nvalues: {o: {x: 1}, t: 'o=${o}', j: {'fn::toJSON': '${o}'}}\n--- b\nvalues: {o: {y: {'fn::secret': z}}}\n",
        r#"{"j": "[secret]", "o": {"x": 1, "y": "[secret]"}, "t": "o=\"x\"=\"1\""}"#,
    );
    // Of the wrong shape, it is secret nothing.
    resolves("values: {a: {'fn::secret': 1}, b: 'x${a}'}", r#"{"a": "[secret]", "b": "[secret]"}"#);
}

#[test]
fn context_tells_who_is_opened() {
    let text = "
imports: [p/e]
values: {name: '${context.currentEnvironment.name}', type: '${context.pulumi.token.type}', none: '${context.nope}', id: '${context.pulumi.user.id}'}
--- p/e
values: {theirs: '${context.currentEnvironment.name}', root: '${context.rootEnvironment.name}'}
";
    finds(text, &["unknown id in id", "unknown nope in none"]);
    resolves(
        &text.replace(", none: '${context.nope}', id: '${context.pulumi.user.id}'", ""),
        r#"{"name": "main", "root": "main", "theirs": "p/e", "type": "[unknown]"}"#,
    );
}

#[test]
fn arguments_of_the_wrong_shape_are_not_evaluated() {
    finds(
        "values: {a: {'fn::join': '${n}'}, b: {'fn::split': ['${n}']}, c: {'fn::open': {inputs: '${n}'}}, d: {'fn::secret': '${n}'}}",
        &[],
    );
    finds(
        "values: {a: {'fn::concat': '${n}'}, b: {'fn::validate': {schema: '${m}'}}}",
        &["unknown n in values.a[\"fn::concat\"]", "unknown m in values.b[\"fn::validate\"].schema"],
    );
    finds(
        "values: {a: {'fn::open': {provider: nope}}, b: {'fn::open': {provider: nope, inputs: {}, extra: '${n}'}}}",
        &["provider nope", "provider nope"],
    );
}

#[test]
fn alternatives_of_an_output_are_not_looked_into() {
    let opened = "p: {'fn::open::aws-parameter-store': {region: r, login: {accessKeyId: a, secretAccessKey: b}, get: {key: {name: /n}}}}";
    finds(
        &format!("values: {{{opened}, a: '${{p.key}}', b: '${{p.key[0]}}', c: '${{p.key.x}}'}}"),
        &["not composite 0 in b", "not composite x in c"],
    );
}

#[test]
fn what_is_not_known_is_no_text() {
    let text = "values: {u: {'fn::open::aws-login': {}}, t: 'x ${u.accessKeyId}', o: {t: '${t}', l: ['${t}']}, p: {'fn::split': ['n', '${t}']}, q: '${p[0]}'}";
    resolves(
        text,
        r#"{"o": {"l": ["[unknown]"], "t": "[unknown]"}, "p": "[unknown]", "q": "[unknown]", "t": "[unknown]", "u": "[unknown]"}"#,
    );
}

#[test]
fn a_subscript_without_quotes_is_a_key_after_all() {
    resolves("values: {o: {d: 1, '0x1': 2}, a: '${o[d]}', b: '${o[0x1]}'}", r#"{"a": 1, "b": 2, "o": {"0x1": 2, "d": 1}}"#);
}
