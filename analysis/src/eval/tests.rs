//! Evaluation by example: environments in one text, what they come to, and what is found on the way.

mod language;
mod validation;

use serde_json::Value as Json;

use super::*;
use crate::document::reference_path;
use crate::preview::json as preview;
use crate::providers::Catalogue;
use crate::rules::testing::Shelf;

/// Splits a text at lines of the form `--- name` into environments; the first part is `main`.
fn shelf(text: &str) -> (Arc<Source>, Shelf) {
    let mut sources = Vec::new();
    let (mut name, mut body) = (String::from("main"), String::new());
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("--- ") {
            Some(next) => {
                let previous = std::mem::replace(&mut name, next.trim().to_owned());
                sources.push((previous.clone(), Source::new(format!("{previous}.yaml"), std::mem::take(&mut body))));
            }
            None => body.push_str(line),
        }
    }
    sources.push((name.clone(), Source::new(format!("{name}.yaml"), body)));
    (sources[0].1.clone(), Shelf(sources))
}

fn evaluate(text: &str) -> Arc<Evaluation> {
    let (source, shelf) = shelf(text);
    let (catalogue, cache) = (Catalogue::new(), Cache::new());
    let analyzer = Analyzer::new(&shelf, &catalogue, &cache);
    analyzer.evaluate(&source)
}

/// Compares the resolved environment; `expected` is JSON.
#[track_caller]
fn resolves(text: &str, expected: &str) {
    let found = preview(&evaluate(text));
    let expected: Json = serde_json::from_str(expected).unwrap();
    assert_eq!(found, expected, "\n{found}\n");
}

/// Compares what is found with one line a problem.
#[track_caller]
fn finds(text: &str, expected: &[&str]) {
    let evaluation = evaluate(text);
    let found: Vec<String> = evaluation.problems.iter().map(|problem| describe(problem, &evaluation.document)).collect();
    assert_eq!(found, expected, "\n{text}");
}

fn path(document: &Document, expr: ExprId) -> String {
    let node = document.node(document.expr(expr).node);
    reference_path(node).unwrap_or_else(|| document.doc_path(node.id()))
}

fn describe(problem: &Problem, document: &Document) -> String {
    match problem {
        Problem::Unresolved(site) => format!("unresolved {}", site.name),
        Problem::Unusable { site, .. } => format!("unusable {}", site.name),
        Problem::Access(access) => {
            let reference = access.reference(document).unwrap();
            let accessor = &document.source.text()[reference.accessors[access.step].name_range];
            let fault = match &access.fault {
                AccessFault::UnknownMember(_) => "unknown",
                AccessFault::NotComposite(_) => "not composite",
                AccessFault::Encrypted => "encrypted",
                AccessFault::ListByName(_) => "list by name",
                AccessFault::ObjectByIndex => "object by index",
                AccessFault::NegativeIndex => "negative",
                AccessFault::OutOfBounds { .. } => "out of bounds",
                AccessFault::Undeclared { .. } => "undeclared",
                AccessFault::IncompleteEnvironment => "incomplete",
            };
            format!("{fault} {accessor} in {}", path(document, access.expr))
        }
        Problem::Cycle { expr, .. } => format!("cycle {}", path(document, *expr)),
        Problem::OverridesFinal { expr, .. } => format!("final {}", path(document, *expr)),
        Problem::FinalReplaced { path, .. } => format!("replaced {}", path.join(".")),
        Problem::UnknownProvider { name, .. } => format!("provider {name}"),
        Problem::Type(problem) => {
            format!("type at {}: {}", path(document, problem.blame(document, &problem.violation).0), word(&problem.violation.problem))
        }
        Problem::Schema { error, .. } => format!("schema: {error}"),
        Problem::CompositeInText { expr, .. } => format!("composite in {}", path(document, *expr)),
        other => format!("{other:?}").split([' ', '{']).next().unwrap().to_owned(),
    }
}

fn word(problem: &crate::schema::Problem) -> String {
    use crate::schema::Problem as Fault;
    match problem {
        Fault::Type { expected, .. } => format!("wants {}", expected.name()),
        Fault::MissingProperties(names) => format!("lacks {}", names.join(", ")),
        Fault::NoAlternative { .. } => "no alternative".into(),
        other => format!("{other:?}").split(['(', ' ']).next().unwrap().to_owned(),
    }
}

#[test]
fn literals_and_references() {
    resolves(
        "values: {n: 1_0, list: [a, {b: '${n}'}], same: '${list[1].b}', text: 'n=${n}, ${list[0]}', key: '${[\"list\"][0]}'}",
        r#"{"n": 10, "list": ["a", {"b": 10}], "same": 10, "text": "n=10, a", "key": "a"}"#,
    );
}

#[test]
fn order_and_circles() {
    finds("values: {b: '${a}', a: '${b}'}", &["cycle a"]);
    finds("values: {a: '${c}', b: '${a}', c: '${b}'}", &["cycle a"]);
    finds("values: {z: '${m}', m: '${n}', n: '${m}'}", &["cycle m"]);
    finds("values: {a: '${a}${a}'}", &["cycle a", "cycle a"]);
    finds("values: {o: {x: '${o}', y: '${o}'}}", &["cycle o", "cycle o"]);
    finds("values: {o: {x: '${o.y}', y: '${o.z}', z: 1}}", &[]);
    finds("values: {o: {x: '${p}'}, p: {y: '${o.x}'}}", &["cycle o.x"]);
    finds("values: {a: '${b.q}', b: {q: {r: '${a.r}'}}}", &["cycle a"]);
    finds("values: {a: [1, '${a[2]}', '${a[1]}']}", &["cycle a[1]"]);
    finds("values: {a: {'fn::join': [',', ['${b}']]}, b: 'x${a}'}", &["cycle a"]);
    finds(
        "values: {b: '${n1}', a: {y: '${n2}', x: '${n3}'}, B: '${n4}', '1': '${n5}', é: '${n6}'}",
        &["unknown n5 in [\"1\"]", "unknown n4 in B", "unknown n3 in a.x", "unknown n2 in a.y", "unknown n1 in b", "unknown n6 in [\"é\"]"],
    );
    finds(
        "values: {a: '${o.k.z}', o: {k: {z: '${n1}', y: '${n2}'}, j: '${n3}'}}",
        &["unknown n1 in o.k.z", "unknown n3 in o.j", "unknown n2 in o.k.y"],
    );
}

#[test]
fn a_circle_names_the_references_that_make_it() {
    let evaluation = evaluate("values: {a: 'x ${b.c}', b: {c: '${d}'}, d: '${a}'}");
    let [Problem::Cycle { steps, .. }] = &evaluation.problems[..] else { panic!("one cycle") };
    let text = evaluation.document.source.text();
    assert_eq!(steps.iter().map(|range| &text[*range]).collect::<Vec<_>>(), ["${b.c}", "${d}", "${a}"]);
}

#[test]
fn steps_that_lead_nowhere() {
    let text = "
values:
  text: x
  list: [1, 2]
  object: {a: 1}
  secret: {'fn::secret': y}
  cipher: {'fn::secret': {ciphertext: ZXNjeAAAAAEAAAAAAAAAANrLblE=}}
  errors:
    - ${text.a}
    - ${list.a}
    - ${list[2]}
    - ${list[-1]}
    - ${object[0]}
    - ${object.b.c}
    - ${secret.a}
    - ${cipher.a}
    - ${environments}
    - ${context.pulumi.users}
    - ${nothing}
";
    let evaluation = evaluate(text);
    let found: Vec<String> = evaluation.problems.iter().map(|problem| describe(problem, &evaluation.document)).collect();
    let faults: Vec<&str> =
        found.iter().filter_map(|line| line.split(" in errors").next()).filter(|line| !line.contains("Ciphertext")).collect();
    assert_eq!(
        faults,
        [
            "not composite a",
            "list by name a",
            "out of bounds 2",
            "negative -1",
            "object by index 0",
            "unknown b",
            "not composite a",
            "encrypted a",
            "incomplete environments",
            "unknown users",
            "unknown nothing"
        ]
    );
}

#[test]
fn imports_merge_from_left_to_right() {
    let text = "
imports: [a, b, {c: {merge: false}}]
values: {o: {z: 3}, list: [3], n: ~, from: '${imports.c.only}', all: '${o}', copy: {a: 1}}
--- a
values: {o: {x: 1, y: {p: 1}}, list: [1, 1], n: 1, text: a, copy: {b: 2}}
--- b
values: {o: {y: {q: 2}}, list: [2], early: '${o.y}', text: b}
--- c
values: {only: c, text: c}
";
    resolves(
        text,
        r#"{"all": {"x": 1, "y": {"p": 1, "q": 2}, "z": 3}, "copy": {"a": 1, "b": 2}, "early": {"q": 2}, "from": "c", "list": [3],
            "n": null, "o": {"x": 1, "y": {"p": 1, "q": 2}, "z": 3}, "text": "b"}"#,
    );
}

#[test]
fn references_and_calls_merge_with_what_they_lie_over() {
    resolves(
        "
imports: [base]
values: {o: '${p}', p: {b: 2}, made: {'fn::fromJSON': '{\"b\": 2}'}, text: '${o}', json: {'fn::toJSON': '${o}'}}
--- base
values: {o: {a: 1}, made: {a: 1}}
",
        r#"{"json": "{\"a\":1,\"b\":2}", "made": {"a": 1, "b": 2}, "o": {"a": 1, "b": 2}, "p": {"b": 2}, "text": {"a": 1, "b": 2}}"#,
    );
    // Own keys only, in a longer text.
    resolves(
        "imports: [b]\nvalues: {o: {x: 1}, t: 'o=${o}'}\n--- b\nvalues: {o: {y: 2}}\n",
        r#"{"o": {"x": 1, "y": 2}, "t": "o=\"x\"=\"1\""}"#,
    );
}

#[test]
fn final_values() {
    let text = "
imports: [base]
values: {a: 2, o: {k: 2, free: 2}, whole: {x: 2}, see: '${whole.x}${whole.y}'}
--- base
values: {a: {'fn::final': 1}, o: {k: {'fn::final': 1}, free: 1}, whole: {'fn::final': {x: 1, y: 1}}}
";
    finds(text, &["final a", "final o.k", "final whole"]);
    resolves(text, r#"{"a": 1, "o": {"free": 2, "k": 1}, "see": "21", "whole": {"x": 1, "y": 1}}"#);
    finds("imports: [a, b]\n--- a\nvalues: {o: {k: {'fn::final': 1}}}\n--- b\nvalues: {o: {k: 2}}\n", &["replaced o.k"]);
    // Its own output shows a final object without what it lies over; references find it.
    resolves(
        "imports: [b]\nvalues: {o: {'fn::final': {x: 1}}, all: '${o}'}\n--- b\nvalues: {o: {y: 2}}\n",
        r#"{"all": {"x": 1, "y": 2}, "o": {"x": 1}}"#,
    );
}

#[test]
fn nothing_is_said_about_what_an_unknown_import_would_define() {
    let text = "imports: [gone]\nvalues: {o: {x: 1}, a: '${b.c}', c: '${o.y}', d: '${o.x.z}', e: '${imports.gone.x}', f: {'fn::toBase64': '${b}'}}\n";
    finds(text, &["unresolved gone", "not composite z in d"]);
    finds("imports: [bad]\nvalues: {a: '${b}'}\n--- bad\nvalues: [\n", &["unusable bad"]);
    finds("imports: [bad]\nvalues: {a: '${b}'}\n--- bad\nvalues: {x: {'fn::nope': 1}}\n", &["unusable bad"]);
    finds("values: {a: '${environments.p.e.x.y}'}\n", &["unresolved p/e"]);
}

#[test]
fn circles_of_imports() {
    let (source, shelf) = shelf(
        "imports: [b]\nvalues: {x: '${y}'}\n--- b\nimports: [c]\nvalues: {y: 1}\n--- c\nvalues: {z: '${environments.main}', w: '${environments.p.m.x}'}\n--- p/m\nimports: [main]\n",
    );
    let (catalogue, cache) = (Catalogue::new(), Cache::new());
    let analyzer = Analyzer::new(&shelf, &catalogue, &cache);
    for _ in 0..2 {
        let evaluation = analyzer.evaluate(&source);
        let cycles = analyzer.import_cycles(&evaluation);
        let [Problem::ImportCycle { site, steps }] = &cycles[..] else { panic!("{cycles:?}") };
        assert_eq!(&*site.name, "b");
        assert_eq!(steps.iter().map(|step| &*step.name).collect::<Vec<_>>(), ["b", "c", "p/m", "main"]);
        for (name, other) in &shelf.0 {
            assert_eq!(analyzer.import_cycles(&analyzer.evaluate(other)).len(), 1, "{name} is in it, wherever one begins");
        }
    }
}

#[test]
fn secrets_and_unknowns_spread() {
    let text = "
values:
  s: {'fn::secret': pa$$ss}
  u: {'fn::open::test-unknown': {}}
  o: {s: '${s}', plain: 1}
  f: {'fn::final': {s: '${s}', plain: 1}}
  text: 'x ${s}'
  parts: {'fn::split': [',', '${s}']}
  part: ${parts[0]}
  clear: ${f.plain}
  json: {'fn::toJSON': '${o}'}
  both: '${s} ${u}'
  decoded: {'fn::fromJSON': {'fn::secret': '[1]'}}
  item: ${decoded[0]}
";
    resolves(
        text,
        r#"{"s": "[secret]", "u": "[unknown]", "o": {"s": "[secret]", "plain": 1}, "f": "[secret]", "text": "[secret]", "parts": "[secret]",
            "part": "pa$ss", "clear": 1, "json": "[secret]", "both": "[secret]", "decoded": "[secret]", "item": "[secret]"}"#,
    );
}

#[test]
fn providers() {
    let text = "
values:
  c:
    fn::open::aws-login: {oidc: {roleArn: '${n}'}, static: {accessKeyId: 1}}
  get: {'fn::open::aws-secrets': {region: r, login: '${c}', get: {here: {secretId: s}}}}
  uses: ['${c.accessKeyId}', '${c.nope}', '${get.here}', '${get.there}', '${c.accessKeyId.x}', '${none}']
  none: {'fn::open::nope': {x: '${n}'}}
";
    finds(
        text,
        &[
            "unknown n in values.c[\"fn::open::aws-login\"].oidc.roleArn",
            "type at values.c[\"fn::open::aws-login\"].oidc: lacks sessionName",
            "type at values.c[\"fn::open::aws-login\"].static.accessKeyId: wants string",
            "type at values.c[\"fn::open::aws-login\"].static: lacks secretAccessKey",
            "provider nope",
            "unknown n in values.none[\"fn::open::nope\"].x",
            "undeclared nope in uses[1]",
            "undeclared there in uses[3]",
            "not composite x in uses[4]",
        ],
    );
}

#[test]
fn rotators() {
    let text = "
values:
  r:
    fn::rotate::aws-iam:
      inputs: {region: eu-west-1, login: '${nope}', userArn: 'arn:aws:iam::123456789012:user/x'}
      state: {current: 1}
";
    finds(
        text,
        &[
            "unknown nope in values.r[\"fn::rotate::aws-iam\"].inputs.login",
            "type at values.r[\"fn::rotate::aws-iam\"].state: no alternative",
        ],
    );
    // Credentials that only a rotation needs are not evaluated for an importer.
    finds(&format!("imports: [r]\n--- r\n{text}").replace("state: {current: 1}", "state: null"), &["unusable r"]);
    let imported = format!("imports: [r]\n--- r\n{}", text.replace("\n      state: {current: 1}", ""));
    let evaluation = evaluate(&imported);
    assert!(evaluation.imports[0].evaluation().unwrap().problems.is_empty());
}

#[test]
fn validation() {
    finds(
        "values: {v: {'fn::validate': {value: '${n1}', schema: {type: integer, pattern: '${n2}'}}}}",
        &[
            "unknown n2 in values.v[\"fn::validate\"].schema.pattern",
            "type at values.v[\"fn::validate\"].schema: no alternative",
            "unknown n1 in values.v[\"fn::validate\"].value",
        ],
    );
    finds("values: {v: {'fn::validate': {schema: {pattern: '('}, value: 1}}}", &["schema: the pattern `(` does not compile, at `pattern`"]);
    finds(
        "values: {v: {'fn::validate': {schema: {type: number, minimum: 2}, value: 1}}}",
        &["type at values.v[\"fn::validate\"].value: Minimum"],
    );
}

#[test]
fn blame() {
    finds("values: {a: {'fn::toBase64': '${b}'}, b: '${c}', c: 5}", &["type at values.a[\"fn::toBase64\"]: wants string"]);
    finds("values: {d: {'fn::join': [',', '${l}']}, l: [x, 6]}", &["type at l[1]: wants string"]);
    finds(
        "imports: [i]\nvalues: {d: {'fn::join': [',', '${l}']}}\n--- i\nvalues: {l: [x, 6]}",
        &["type at values.d[\"fn::join\"][1]: wants string"],
    );
    finds(
        "values: {a: {'fn::join': [1, ['${n}', 2]]}}",
        &[
            "type at values.a[\"fn::join\"][0]: wants string",
            "unknown n in values.a[\"fn::join\"][1][0]",
            "type at values.a[\"fn::join\"][1][1]: wants string",
        ],
    );
}

#[test]
fn an_import_is_evaluated_once_unless_it_asks_who_is_opened() {
    let (source, shelf) = shelf(
        "imports: [shared, asks]\n--- other\nimports: [shared, asks]\n--- shared\nvalues: {x: 1}\n--- asks\nvalues: {r: '${context.rootEnvironment.name}', n: '${context.currentEnvironment.name}'}\n",
    );
    let (catalogue, cache) = (Catalogue::new(), Cache::new());
    let analyzer = Analyzer::new(&shelf, &catalogue, &cache);
    let (main, other) = (analyzer.evaluate(&source), analyzer.evaluate(&shelf.0[1].1));
    let import = |evaluation: &Evaluation, index: usize| Arc::clone(evaluation.imports[index].evaluation().unwrap());
    assert!(Arc::ptr_eq(&import(&main, 0), &import(&other, 0)));
    assert_eq!(preview(&main).to_string(), r#"{"n":"asks","r":"main","x":1}"#);
    assert_eq!(preview(&other).to_string(), r#"{"n":"asks","r":"other","x":1}"#);
    assert!(Arc::ptr_eq(&main, &analyzer.evaluate(&source)));
    cache.forget_dependents(|path| path == "shared.yaml");
    let main = analyzer.evaluate(&source);
    assert!(Arc::ptr_eq(&main, &analyzer.evaluate(&source)));
    cache.release(&source);
    assert!(!Arc::ptr_eq(&main, &analyzer.evaluate(&source)));
    assert!(Arc::ptr_eq(&import(&main, 0), &import(&analyzer.evaluate(&source), 0)));
}

#[test]
fn deep_and_wide_input_ends() {
    // Longer than what is followed at once.
    let chain: String = (0..60_000).map(|n| format!("  a{n}: ${{a{}}}\n", n + 1)).collect();
    finds(&format!("values:\n{chain}  a60000: 1\n"), &[]);
    let doubled: String =
        (0..40).map(|n| format!("  a{}: [\"${{a{n}}}\", \"${{a{n}}}\"]\n  t{}: \"${{t{n}}}${{t{n}}}\"\n", n + 1, n + 1)).collect();
    let text = format!(
        "values:\n  a0: x\n  t0: some text\n{doubled}  json: {{\"fn::toJSON\": \"${{a40}}\"}}\n  join: {{\"fn::join\": [\",\", \"${{a40}}\"]}}\n"
    );
    let evaluation = evaluate(&text);
    assert!(evaluation.problems.iter().all(|problem| matches!(problem, Problem::Type(_))), "{:?}", evaluation.problems.len());
    let _ = preview(&evaluation);
    let nested = format!("values: {{a: {}1{}, b: \"${{a[0]}}\"}}\n", "[".repeat(5_000), "]".repeat(5_000));
    finds(&nested, &[]);
}

#[test]
fn long_chains_of_imports_end() {
    let mut text = String::from("imports: [e0]\nvalues: {a: '${v999}'}\n");
    for n in 0..1_000 {
        let import = if n < 999 { format!("imports: [e{}, e{}]\n", n + 1, (n + 2).min(999)) } else { String::new() };
        text.push_str(&format!("--- e{n}\n{import}values: {{v{n}: {n}, shared: {{k{n}: 1}}}}\n"));
    }
    let evaluation = evaluate(&text);
    assert!(evaluation.problems.is_empty());
    assert_eq!(evaluation.root.as_object().unwrap().get("shared").unwrap().as_object().unwrap().entries().len(), 1_000);
}
