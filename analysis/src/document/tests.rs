//! The declaration phase, drawn: what each value becomes, and what is wrong with it.

use std::fmt::Write;

use esc_syntax::AccessorKind;
use proptest::prelude::*;

use super::*;

fn document(text: &str) -> Document {
    Document::build(Source::new("test.yaml", text))
}

/// Draws `values` in short: `[..]` lists, `{..}` objects, `name(..)` calls, `${..}` references, `?` for what cannot be known.
#[track_caller]
fn check(text: &str, expected: &str) {
    let document = document(text);
    let drawn = document.root.map_or_else(|| "-".to_owned(), |root| draw(&document, root));
    assert_eq!(drawn, expected, "{text}");
}

/// Compares the problems, by name.
#[track_caller]
fn check_problems(text: &str, expected: &[&str]) {
    let document = document(text);
    let names: Vec<String> = document.problems.iter().map(|problem| format!("{problem:?}")).collect();
    let short = |name: &String| match name.split_once("fault: ") {
        Some((_, fault)) => fault.trim_end_matches([' ', '}']).to_owned(),
        None => name.split([' ', '(']).next().unwrap_or_default().to_owned(),
    };
    assert_eq!(names.iter().map(short).collect::<Vec<_>>(), expected, "{text}");
}

fn draw(document: &Document, id: ExprId) -> String {
    match &document.expr(id).kind {
        ExprKind::Invalid => "?".to_owned(),
        ExprKind::Null => "null".to_owned(),
        ExprKind::Bool(value) => value.to_string(),
        ExprKind::Number(text) => text.to_string(),
        ExprKind::String(text) => format!("{:?}", text.expose()),
        ExprKind::Symbol(reference) => draw_reference(reference),
        ExprKind::Interpolation(parts) => parts.iter().map(draw_part).collect::<Vec<_>>().join("+"),
        ExprKind::Array(items) => format!("[{}]", items.iter().map(|item| draw(document, *item)).collect::<Vec<_>>().join(", ")),
        ExprKind::Object(properties) => draw_object(document, properties),
        ExprKind::Call(call) => draw_call(document, call),
    }
}

fn draw_object(document: &Document, properties: &[Property]) -> String {
    let entry = |p: &Property| format!("{}{}: {}", p.key, if p.duplicate { "'" } else { "" }, draw(document, p.value));
    format!("{{{}}}", properties.iter().map(entry).collect::<Vec<_>>().join(", "))
}

fn draw_part(part: &Part) -> String {
    match part {
        Part::Text(text) => format!("{:?}", text.expose()),
        Part::Reference(reference) => draw_reference(reference),
    }
}

fn draw_reference(reference: &Reference) -> String {
    let mut path = String::new();
    for accessor in &reference.accessors {
        let _ = match &accessor.kind {
            AccessorKind::Name(name) => write!(path, ".{name}"),
            AccessorKind::Key(key) => write!(path, "[{key:?}]"),
            AccessorKind::Index(index) => write!(path, "[{index}]"),
        };
    }
    format!("${{{}{}}}", path.trim_start_matches('.'), if reference.recovered { "!" } else { "" })
}

fn draw_call(document: &Document, call: &Call) -> String {
    let name = call.function.key().trim_start_matches("fn::");
    let optional = |id: &Option<ExprId>| id.map_or_else(|| "-".to_owned(), |id| draw(document, id));
    match &call.arguments {
        Arguments::Malformed => format!("{name}(malformed)"),
        Arguments::One(argument) => format!("{name}({})", draw(document, *argument)),
        Arguments::Two(first, second) => format!("{name}({}, {})", draw(document, *first), draw(document, *second)),
        Arguments::Open { provider, inputs } => format!("{name}({}, {})", provider.text, optional(inputs)),
        Arguments::Rotate { rotator, inputs, state } => format!("{name}({}, {}, {})", rotator.text, optional(inputs), optional(state)),
        Arguments::Plaintext(text) => format!("{name}({:?})", text.expose()),
        Arguments::Ciphertext { text, .. } => format!("{name}(ciphertext {:?})", text.expose()),
        Arguments::Validate { schema, value } => format!("{name}({}, {})", optional(schema), optional(value)),
    }
}

#[test]
fn scalars_take_the_types_of_yaml() {
    check(
        "values: {a: , b: True, c: 010, d: 1.10, e: yes, f: 2024-01-02, g: '1', h: !!str 1}",
        "{a: null, b: true, c: 8, d: 1.1, e: \"yes\", f: \"2024-01-02\", g: \"1\", h: \"1\"}",
    );
}

#[test]
fn references_are_symbols_only_alone() {
    check(
        "values:\n  a: ${b}\n  c: \"${b.c[0]}\"\n  d: x${b}$$y\n  e: $${b}\n",
        "{a: ${b}, c: ${b.c[0]}, d: \"x\"+${b}+\"$y\", e: \"${b}\"}",
    );
    check("values:\n  a: |\n    ${b}\n  c: |-\n    ${b}\n", "{a: ${b}+\"\\n\", c: ${b}}");
    check("values:\n  a: ${b c\n", "{a: ${b!}+\" c\"}");
}

#[test]
fn keys_are_literal_at_the_top_and_collapse_below() {
    check("values:\n  $$a: 1\n  ${b}: {$$c: 1, d: 2}\n", "{$$a: 1, ${b}: {$c: 1, d: 2}}");
    check("values:\n  a:\n    ${b}: 1\n    c: 2\n", "{a: {c: 2}}");
    check_problems("values:\n  a:\n    ${b}: 1\n", &["InterpolatedKey"]);
}

#[test]
fn the_first_of_equal_keys_counts() {
    check("values: {a: 1, b: 2, a: 3, c: {d: 1, d: 2}}", "{a: 1, b: 2, a': 3, c: {d: 1, d': 2}}");
    let many: String = (0..20).map(|n| format!("  k{}: {n}\n", n % 19)).collect();
    let document = document(&format!("values:\n{many}"));
    assert_eq!(document.values.iter().filter(|property| property.duplicate).count(), 1);
    assert_eq!(document.value("k0").map(|property| property.key_node), document.values.first().map(|property| property.key_node));
    assert!(document.value("k19").is_none());
}

#[test]
fn root_fields_count_in_any_case_and_the_last_one_wins() {
    check("VALUES: {a: 1}\nvalueſ: {b: 2}\n", "{b: 2}");
    check("values: {a: 1}\nvalues: 2\n", "{a: 1}");
    check_problems("values: {}\nvalues: {}\nValues: {}\n", &["DuplicateField"]);
    check_problems("values:\nimports: {}\ndescription: 1\n", &["FieldType", "FieldType", "FieldType"]);
    assert_eq!(document("description: a$$b\n").description.as_deref(), Some("a$b"));
    assert_eq!(document("description: a${b}\n").description, None);
}

#[test]
fn reserved_keys_are_left_out() {
    check("values: {imports: 1, context: 2, a: 3, Imports: 4}", "{a: 3, Imports: 4}");
    check_problems("values: {imports: 1, a: {imports: 1}}", &["ReservedKey"]);
    check_problems("values: {imports: 1}\nvalues: {}\n", &["DuplicateField"]);
}

#[test]
fn calls_are_single_keys_of_their_own_name() {
    check("values: {a: {fn::toJSON: 1}, b: {fn::tojson: 1}, c: {Fn::x: 1}}", "{a: toJSON(1), b: {fn::tojson: 1}, c: {Fn::x: 1}}");
    check("values: {a: {fn::toJSON: 1, b: 2}, fn::final: 1}", "{a: {fn::toJSON: 1, b: 2}, fn::final: 1}");
    check_problems(
        "values: {a: {fn::toJSON: 1, b: 2}, fn::final: 1, c: {FN::y: 1}, d: {Fn::x: 1, e: 2}}",
        &["CallNotAlone", "CallAtTopLevel", "UnknownFunction"],
    );
}

#[test]
fn secrets_are_literal_text_or_ciphertext() {
    check("values: {a: {fn::secret: x$$y}, b: {fn::secret: {ciphertext: z}}}", "{a: secret(\"x$y\"), b: secret(ciphertext \"z\")}");
    check("values: {a: {fn::secret: 1}, b: {fn::secret: {ciphertext: 1}}}", "{a: secret(\"\"), b: secret(\"\")}");
    check_problems("values: {a: {fn::secret: 1}, b: {fn::secret: {ciphertext: x, ciphertext: y}}}", &["NotLiteral", "NotLiteral"]);
}

#[test]
fn lists_of_arguments_are_written_out() {
    check(
        "values: {a: {fn::join: [',', [b]]}, b: {fn::split: [',', '${c}']}, c: {fn::concat: [[d]]}}",
        "{a: join(\",\", [\"b\"]), b: split(\",\", ${c}), c: concat([[\"d\"]])}",
    );
    check("values:\n  a:\n    fn::join: ${b}\n  c:\n    fn::concat: ${d}\n", "{a: join(malformed), c: concat(${d})}");
    check_problems("values: {a: {fn::join: [x]}, b: {fn::split: }, c: {fn::concat: 1}}", &["NotPair", "NotPair", "NotList"]);
}

#[test]
fn providers_take_long_and_short_forms() {
    check(
        "values: {a: {fn::open: {provider: p, inputs: {b: 1}}}, c: {fn::open::q: }, d: {'fn::open::': 1}}",
        "{a: open(p, {b: 1}), c: open(q, null), d: open(, 1)}",
    );
    check(
        "values: {a: {fn::rotate: {provider: p, inputs: 1, state: {b: 1}}}, c: {fn::rotate::q: {inputs: 2, state: }}}",
        "{a: rotate(p, 1, {b: 1}), c: rotate(q, 2, -)}",
    );
    check(
        "values: {a: {fn::open: {provider: p}}, b: {fn::open: {provider: p, inputs: 1, inputs: 2}}, c: {fn::open: {inputs: 1}}}",
        "{a: open(p, -), b: open(p, 2), c: open(malformed)}",
    );
    check_problems("values: {a: {fn::open: {provider: 1, extra: 2}}}", &["UnknownArgument", "ProviderNotLiteral", "MissingInputs"]);
    check_problems("values: {c: {fn::rotate::q: {inputs: 2, state: }}, d: {fn::rotate::q: 1}}", &["StateNotObject", "NotObject"]);
    check_problems("values: {a: {fn::validate: {schema: 1, schema: 2}}}", &["DuplicateArgument", "MissingValue"]);
}

#[test]
fn a_provider_is_named_where_it_is_written() {
    let text = "values: {a: {fn::open::p-q: {}}, b: {fn::open: {provider: 'r', inputs: {}}}}";
    let document = document(text);
    let names = document.exprs().filter_map(|(_, expr)| match &expr.kind {
        ExprKind::Call(Call { arguments: Arguments::Open { provider, .. }, .. }) => Some(&text[provider.range]),
        _ => None,
    });
    assert_eq!(names.collect::<Vec<_>>(), ["p-q", "'r'"]);
}

#[test]
fn imports_are_names_with_or_without_options() {
    let text = "imports: [a, b: {merge: false}, c: , d: {Merge: no}, {}, 1, '${e}@2', f: {merge: true, other: 1, merge: false}]\n";
    let document = document(text);
    let drawn: Vec<_> = document.imports.iter().map(|import| (import.name.as_ref().map(|name| &*name.text), import.merge)).collect();
    let expected = [
        (Some("a"), true),
        (Some("b"), false),
        (Some("c"), true),
        (Some("d"), false),
        (None, true),
        (None, true),
        (Some("${e}@2"), true),
        (Some("f"), false),
    ];
    assert_eq!(drawn, expected);
    check_problems(text, &["ImportOptions", "ImportMerge", "ImportKeys", "ImportEntry", "UnknownOption", "DuplicateOption"]);
}

#[test]
fn what_cannot_be_decoded_does_not_hide_the_rest() {
    check("values:\n  a: &a 1\n  b: *a\n  1: c\n  d: !!int x\n  [e]: f\n  g: ${\n", "{a: 1, b: ?, 1: \"c\", d: ?, g: ${!}}");
    let undecodable = document("values:\n  a: &a 1\n  b: *a\n");
    assert!(undecodable.undecodable && undecodable.evaluated);
    check("values:\n  a: 'x' y\n  b: 2\n", "{a: \"x\", b: 2}");
}

#[test]
fn an_empty_file_is_an_empty_environment_and_comments_are_not() {
    check_problems("", &[]);
    check_problems("# nothing\n", &["RootNotObject"]);
    check_problems("---\n", &["RootNotObject"]);
    check_problems("[a]", &["RootNotObject"]);
    assert!(!document("description: d\nvalues: {}\nimports: []\n").evaluated);
    assert!(document("imports: [1]\n").evaluated);
}

#[test]
fn misplaced_sections_are_kept_apart() {
    let document = document("environmentVariables: {A: '${b}'}\nother: {C: '${d'}\nvalues: {b: 1}\n");
    assert_eq!(document.misplaced.len(), 1);
    assert_eq!(draw(&document, document.misplaced[0].value), "{A: ${b}}");
    assert!(document.problems.is_empty());
    assert_eq!(document.declared().len(), 4);
}

#[test]
fn only_what_a_function_reads_is_declared() {
    let document = document("values: {a: {fn::open: {provider: p, inputs: {b: 1}, extra: {c: 1}}}, a: {d: 1}}");
    let declared: Vec<_> = document.declared().iter().map(|id| document.doc_path(document.expr(*id).node)).collect();
    assert_eq!(declared, ["values", "values.a", "values.a[\"fn::open\"].inputs", "values.a[\"fn::open\"].inputs.b"]);
}

#[test]
fn paths_name_what_is_written() {
    let document = document("values: {a b: [x, {'c\"d': 1, '': {_e9: 2}}]}\nimports: [f]\n");
    let paths: Vec<_> = document.exprs().map(|(_, expr)| document.doc_path(expr.node)).collect();
    let expected = [
        "values",
        "values[\"a b\"]",
        "values[\"a b\"][0]",
        "values[\"a b\"][1]",
        "values[\"a b\"][1][\"c\\\"d\"]",
        "values[\"a b\"][1]",
        "values[\"a b\"][1]._e9",
    ];
    assert_eq!(paths, expected);
    assert_eq!(document.doc_path(document.imports[0].node), "imports[0]");
    assert_eq!(reference_path(document.node(document.exprs[4].node)).as_deref(), Some("[\"a b\"][1][\"c\\\"d\"]"));
}

#[test]
fn depth_is_no_danger() {
    let deep = format!("values: {{a: {}1{}}}", "[".repeat(9_000), "]".repeat(9_000));
    assert_eq!(document(&deep).exprs().count(), 9_002);
}

proptest! {
    #[test]
    fn any_text_is_declared(text in "([a-z]{0,3}|[-:?,\\[\\]{}#&*!|>'\"%@`$. \n\t]|values:|imports:|fn::open|fn::join: |\\$\\{|\n  )*") {
        let document = document(&text);
        for (id, expr) in document.exprs() {
            prop_assert_eq!(document.expr_of(expr.node), Some(id));
            document.doc_path(expr.node);
            for reference in expr.kind.references() {
                prop_assert!(text.get(std::ops::Range::<usize>::from(reference.range)).is_some());
                prop_assert!(!reference.accessors.is_empty());
            }
        }
        document.declared();
    }
}
