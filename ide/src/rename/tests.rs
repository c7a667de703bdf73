use esc_analysis::apply;
use insta::assert_snapshot;

use super::*;
use crate::testing::World;

/// The files that change, as they are afterwards; or why not.
fn check(new_name: &str, fixture: &str) -> String {
    let world = World::new(fixture);
    world.look(|context, offset| match rename(context, offset, new_name, &world.sources()) {
        Err(refusal) => format!("refused: {refusal}"),
        Ok(Renamed::Environment { source, name }) => format!("{} is called {name}", source.path()),
        Ok(Renamed::Value(files)) => {
            let files = files.iter().map(|(source, edits)| format!("//- {}\n{}", source.path(), apply(source.text(), edits).unwrap()));
            files.collect::<String>()
        }
    })
}

#[test]
fn a_value_in_all_files() {
    let fixture = "\
//- base
values:
  a$0ws: # the account
    region: x
  url: https://${aws.region}/${aws.region}
//- main
imports: [base]
values:
  aws: {account: 1}
  'x': '${aws.account}'
  y: ${imports.base.aws.region}
//- other
values:
  aws: ${nothing}
";
    assert_snapshot!(check("cloud", fixture), @"
    //- base.yaml
    values:
      cloud: # the account
        region: x
      url: https://${cloud.region}/${cloud.region}
    //- main.yaml
    imports: [base]
    values:
      cloud: {account: 1}
      'x': '${cloud.account}'
      y: ${imports.base.cloud.region}
    ");
    assert_snapshot!(check("my cloud", fixture), @r#"
    //- base.yaml
    values:
      my cloud: # the account
        region: x
      url: https://${["my cloud"].region}/${["my cloud"].region}
    //- main.yaml
    imports: [base]
    values:
      my cloud: {account: 1}
      'x': '${["my cloud"].account}'
      y: ${imports.base["my cloud"].region}
    "#);
}

#[test]
fn keys_in_quotes_and_in_brackets() {
    assert_snapshot!(check("b", "values:\n  \"$0a b\": 1\n  x: '${[\"a b\"]}'\n"), @r#"
    //- main.yaml
    values:
      "b": 1
      x: '${["b"]}'
    "#);
    assert_snapshot!(check("it's", "values:\n  'o': {$0a: 1}\n  x: '${o.a}'\n"), @"
    //- main.yaml
    values:
      'o': {it's: 1}
      x: '${o.it''s}'
    ");
    assert_snapshot!(check("c d", "values:\n  o: {$0a: 1}\n  x: [\"${o.a}\", '${o.a}-']\n"), @r#"
    //- main.yaml
    values:
      o: {c d: 1}
      x: ["${o[\"c d\"]}", '${o["c d"]}-']
    "#);
    assert_snapshot!(check("1", "values:\n  $0a: 1\n  x: ${a}\n"), @r#"
    //- main.yaml
    values:
      "1": 1
      x: ${1}
    "#);
}

#[test]
fn from_a_reference() {
    assert_snapshot!(check("c", "values:\n  o: {a: 1}\n  p: ${o}\n  x: ${p.$0a}\n"), @"
    //- main.yaml
    values:
      o: {c: 1}
      p: ${o}
      x: ${p.c}
    ");
}

#[test]
fn refuses_with_a_reason() {
    let base = "//- base\nvalues: {a: 1}\n//- main\nimports: [base]\n";
    assert_snapshot!(check("b", &format!("{base}values: {{x: '${{$0a}}'}}\n")), @"refused: `a` comes from `base.yaml`, line 1; rename it there, and whatever imports that file follows");
    assert_snapshot!(check("b", &format!("{base}values: {{$0a: 2}}\n")), @"refused: `a` comes from `base.yaml`, line 1; rename it there, and whatever imports that file follows");
    assert_snapshot!(check("b", "//- one\nvalues: {$0a: 1}\n//- two\nvalues: {a: 2}\n//- main\nimports: [one, two]\n"), @"refused: `two.yaml` defines the same key, and an environment merges both: under two names they would come apart");
    assert_snapshot!(check("b", "//- one\nvalues: {$0a: 1}\n//- main\nimports: [one]\nvalues: {b: 1}\n"), @"refused: there is a `b` already, in `main.yaml`, line 2");
    assert_snapshot!(check("b", "values:\n  $0a: 1\n  b: 2\n"), @"refused: there is a `b` already, in `main.yaml`, line 3");
    assert_snapshot!(check("b", "values:\n  $0a: 1\n  a: 2\n"), @"refused: `a` stands twice in the same object in `main.yaml`; remove one of them first");
    assert_snapshot!(check("imports", "values:\n  $0a: 1\n"), @"refused: `imports` is reserved at the top of `values`: references would not find it");
    assert_snapshot!(check("files", "values:\n  $0a: 1\n"), @"refused: `files` is the name of a section whose entries become files");
    assert_snapshot!(check("fn::x", "values:\n  $0a: 1\n"), @"refused: `fn::x` means something else: `$` begins a reference, and `fn::` a function");
    assert_snapshot!(check(" ", "values:\n  $0a: 1\n"), @"refused: a name needs at least one character, and no blanks around it");
    assert_snapshot!(check("b", "values:\n  $0environmentVariables: {}\n"), @"refused: the entries of `environmentVariables` become environment variables; under another name they would not");
    assert_snapshot!(check("b", "values:\n  l: {fn::open::aws-login: {oi$0dc: {}}}\n"), @"refused: `oidc` belongs to what a function or a provider reads, which expects this name");
    assert_snapshot!(check("b", "values:\n  l: {fn::op$0en::aws-login: {}}\n"), @"refused: `fn::open::aws-login` is a function of the language, and its name is fixed");
    assert_snapshot!(check("b", "values:\n  l: {fn::open::aws-login: {}}\n  x: ${l.acc$0essKeyId}\n"), @"refused: `accessKeyId` is part of what a function or a provider answers, and its name is fixed");
    assert_snapshot!(check("b", "values:\n  x: ${context.$0pulumi}\n"), @"refused: this leads to no key of a file that is known here: outputs of providers and what Pulumi supplies have fixed names");
    assert_snapshot!(check("b", "val$0ues: {}\n"), @"refused: `values` is part of the language, and its name is fixed");
    assert_snapshot!(check("b", "values: {a: 1$0}\n"), @"refused: there is no name here; put the cursor on a key under `values`, on a step of a `${...}`, or on the name of an import");
}

#[test]
fn environments_are_called_as_they_are_written() {
    let base = "//- p/base\nvalues: {a: 1}\n//- main\n";
    assert_snapshot!(check("p/core", &format!("{base}imports: [p/b$0ase@3]\n")), @"p/base.yaml is called p/core");
    assert_snapshot!(check("core", &format!("{base}values: {{x: '${{environments.p.$0base.a}}'}}\n")), @"p/base.yaml is called p/core");
    assert_snapshot!(check("../core", &format!("{base}imports: [p/b$0ase]\n")), @"refused: `../core` cannot be the name of an environment: write `name` or `project/name`, of letters, digits, `-`, `_` and `.`");
    let world = World::new(&format!("{base}imports: ['p/b$0ase@3']\n"));
    let prepared = world.look(prepare_rename).unwrap();
    assert_eq!((&world.source().text()[prepared.range], &*prepared.name), ("p/base", "p/base"));
}

#[test]
fn importers_write_the_new_name() {
    let text = "\
imports:
- p/base # first
- 'p/base@3': {merge: false}
- other
values:
  a: ${imports[\"p/base\"].x} ${imports[\"p/base@3\"].x}
  b: \"${environments.p.base.x}\"
  c: ${environments.p.base}
";
    let mut renamed = |name: &str| match name.split('@').collect::<Vec<_>>()[..] {
        ["p/base"] => Some("q/core".to_owned()),
        ["p/base", version] => Some(format!("q/core@{version}")),
        _ => None,
    };
    let document = esc_analysis::document::Document::build(Source::new("env.yaml", text));
    assert_snapshot!(apply(text, &import_edits(&document, &mut renamed)).unwrap(), @r#"
    imports:
    - q/core # first
    - 'q/core@3': {merge: false}
    - other
    values:
      a: ${imports["q/core"].x} ${imports["q/core@3"].x}
      b: "${environments.q.core.x}"
      c: ${environments.q.core}
    "#);
}
