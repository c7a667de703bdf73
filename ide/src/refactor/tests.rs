use esc_analysis::apply;
use insta::assert_snapshot;

use super::*;
use crate::testing::World;

/// What is offered at the cursor, each with the text that it makes.
fn menu(fixture: &str) -> String {
    let world = World::new(fixture);
    world.look(|context, offset| {
        let actions = refactorings(context, TextRange::empty(offset)).into_iter().map(|action| {
            let text = apply(world.source().text(), &action.edits).unwrap();
            format!("{}\n    {}", action.title, text.trim_end().replace('\n', "\n    "))
        });
        actions.collect::<Vec<_>>().join("\n")
    })
}

/// Only what its title begins with `title`.
fn only(title: &str, fixture: &str) -> String {
    let world = World::new(fixture);
    world.look(|context, offset| {
        let found = refactorings(context, TextRange::empty(offset)).into_iter().find(|action| action.title.starts_with(title));
        found.map_or("-".to_owned(), |action| apply(world.source().text(), &action.edits).unwrap())
    })
}

#[test]
fn a_literal_becomes_a_value() {
    assert_snapshot!(only("Extract", "values:\n  app: # c\n    host: ex$0ample.com # d\n    port: 1\n  # e\n  z: 1\n"), @"
    values:
      app: # c
        host: ${host} # d
        port: 1
      host: example.com
      # e
      z: 1
    ");
    assert_snapshot!(only("Extract", "values:\n  host: 1\n  app: {host: ex$0ample.com, l: [1]}\n"), @r#"
    values:
      host: 1
      app: {host: "${host2}", l: [1]}
      host2: example.com
    "#);
    assert_snapshot!(only("Extract", "values:\n  l: {fn::open::aws-login: {oidc: {roleArn: ar$0n, sessionName: s}}}\n"), @r#"
    values:
      l: {fn::open::aws-login: {oidc: {roleArn: "${roleArn}", sessionName: s}}}
      roleArn: arn
    "#);
    assert_snapshot!(only("Extract", "values:\n  host: ex$0ample.com\n"), @"-");
    assert_snapshot!(only("Extract", "values:\n  a: {fn::secret: hun$0ter2}\n"), @"-");
    assert_snapshot!(only("Extract", "imports: [ba$0se]\nvalues: {a: 1}\n"), @"-");
}

#[test]
fn a_reference_becomes_the_literal() {
    assert_snapshot!(only("Inline", "values:\n  a: 010\n  b: ${$0a} # c\n"), @"
    values:
      a: 010
      b: 010 # c
    ");
    assert_snapshot!(only("Inline", "values:\n  a: it's\n  b: 'x ${$0a}'\n"), @"
    values:
      a: it's
      b: 'x it''s'
    ");
    assert_snapshot!(only("Inline", "values:\n  a: x, y\n  b: ['${$0a}']\n"), @r#"
    values:
      a: x, y
      b: ["x, y"]
    "#);
    assert_snapshot!(only("Inline", "values:\n  a: {fn::secret: x}\n  b: ${$0a}\n"), @"-");
    assert_snapshot!(only("Inline", "values:\n  o: {a: 1}\n  b: ${$0o.a}\n"), @"-");
    assert_snapshot!(only("Inline", "//- base\nvalues: {a: 1}\n//- main\nimports: [base]\nvalues: {b: '${$0a}'}\n"), @"-");
}

#[test]
fn environments_are_imported_or_named() {
    let base = "//- p/base\nvalues: {x: {y: 1}}\n//- other\nvalues: {z: 1}\n//- main\n";
    assert_snapshot!(only("Import", &format!("{base}# head\nvalues:\n  a: ${{environments.p.b$0ase.x.y}}\n  b: 'x-${{environments.p.base.x.y}}'\n")), @r#"
    # head
    imports:
      - p/base: {merge: false}
    values:
      a: ${imports["p/base"].x.y}
      b: 'x-${imports["p/base"].x.y}'
    "#);
    assert_snapshot!(only("Import", &format!("{base}imports:\n  - other # o\nvalues:\n  a: ${{environments.p.b$0ase.x}}\n")), @r#"
    imports:
      - other # o
      - p/base: {merge: false}
    values:
      a: ${imports["p/base"].x}
    "#);
    assert_snapshot!(only("Import", &format!("{base}imports: [p/base]\nvalues: {{a: '${{environments.p.b$0ase.x}}'}}\n")), @r#"
    imports: [p/base]
    values: {a: '${imports["p/base"].x}'}
    "#);
    assert_snapshot!(only("Name", &format!("{base}imports:\n- other\n- p/b$0ase: {{merge: false}}\nvalues:\n  a: ${{imports[\"p/base\"].x.y}}\n")), @"
    imports:
    - other
    values:
      a: ${environments.p.base.x.y}
    ");
    assert_snapshot!(only("Name", &format!("{base}imports: [{{p/b$0ase: {{merge: false}}}}]\nvalues:\n  a: ${{imports[\"p/base\"].x.y}}\n")), @"
    values:
      a: ${environments.p.base.x.y}
    ");
    assert_snapshot!(only("Name", &format!("{base}imports:\n- other\n- p/b$0ase: {{merge: false}} # c\nvalues: {{}}\n")), @"-");
    assert_snapshot!(only("Name", &format!("{base}imports: [p/b$0ase]\nvalues: {{}}\n")), @"-");
    assert_snapshot!(only("Name", &format!("{base}imports: [{{p/b$0ase: {{merge: false}}}}]\nvalues:\n  a: ${{imports}}\n")), @"-");
}

#[test]
fn quotes_come_and_go() {
    assert_snapshot!(menu("values: {a: [te$0xt]}\n"), @r#"
    Extract into the value `value`
        values: {a: ["${value}"], value: text}
    Put in quotes
        values: {a: ["text"]}
    "#);
    assert_snapshot!(only("Put in quotes", "values:\n  a: 0$010\n"), @r#"
    values:
      a: "010"
    "#);
    assert_snapshot!(only("Remove", "values:\n  a: \"te$0xt\"\n"), @"
    values:
      a: text
    ");
    assert_snapshot!(only("Remove", "values:\n  \"a$0 b\": 1\n"), @"
    values:
      a b: 1
    ");
    assert_snapshot!(only("Remove", "values:\n  a: \"tr$0ue\"\n"), @"-");
    assert_snapshot!(only("Remove", "values:\n  a: ['x$0,y']\n"), @"-");
}

#[test]
fn brackets_become_lines_and_lines_brackets() {
    assert_snapshot!(only("Put each", "values:\n  o$0: {a: 1, \"b\": [1, 2], c: \"${a}\"} # c\n  z: 1\n"), @r#"
    values:
      o: # c
        a: 1
        "b": [1, 2]
        c: ${a}
      z: 1
    "#);
    assert_snapshot!(only("Put each", "values:\n  - $0{a: 1, b: 2}\n"), @"
    values:
      - a: 1
        b: 2
    ");
    assert_snapshot!(only("Put each", "values:\n  o: $0[a, {b: 1}]\n"), @"
    values:
      o:
        - a
        - {b: 1}
    ");
    assert_snapshot!(only("Put all", "values:\n  o$0: # c\n    a: 1\n    b:\n      - ${x}\n      - 'y'\n    d:\n  z: 1\n"), @r#"
    values:
      o: {a: 1, b: ["${x}", 'y'], d: null} # c
      z: 1
    "#);
    assert_snapshot!(only("Put all", "values:\n  o$0:\n    a: 1\n    # c\n    b: 2\n"), @"-");
    assert_snapshot!(only("Put all", "values:\n  o$0:\n    a: |\n      b\n"), @"-");
    assert_snapshot!(only("Put each", "values:\n  o$0: {a: 1, # c\n    b: 2}\n"), @"-");
}

#[test]
fn logins() {
    let login = "values:\n  aws:\n    login:\n      fn::open::aws-login:\n        sta$0tic:\n          accessKeyId: a\n          secretAccessKey: {fn::secret: b}\n";
    assert_snapshot!(only("Log in", login), @"
    values:
      aws:
        login:
          fn::open::aws-login:
            oidc:
              roleArn: <your-role-arn>
              sessionName: <your-session-name>
    ");
    assert_snapshot!(only("Export", login), @"
    values:
      aws:
        login:
          fn::open::aws-login:
            static:
              accessKeyId: a
              secretAccessKey: {fn::secret: b}
      environmentVariables:
        AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}
        AWS_SECRET_ACCESS_KEY: ${aws.login.secretAccessKey}
    ");
    assert_snapshot!(only("Log in", "values:\n  l: {fn::open::aws-login: {sta$0tic: {accessKeyId: a, secretAccessKey: b}}}\n"), @"
    values:
      l: {fn::open::aws-login: {oidc: {roleArn: <your-role-arn>, sessionName: <your-session-name>}}}
    ");
    assert_snapshot!(only("Log in", &login.replace("accessKeyId: a", "accessKeyId: a # mine")), @"-");
    assert_snapshot!(only("Log in", &login.replace("sta$0tic", "oi$0dc")), @"-");
}

#[test]
fn nothing_is_offered_in_a_broken_text() {
    assert_eq!(menu("values:\n  a: [te$0xt\n"), "");
}

#[test]
fn a_provider_moves_below_its_function() {
    assert_snapshot!(only("Write `fn::", "values:\n  a:\n    fn::o$0pen::x: # c\n      region: r # d\n      # e\n      tags: [t]\n  b: 1\n"), @"
    values:
      a:
        fn::open: # c
          provider: x
          inputs:
            region: r # d
            # e
            tags: [t]
      b: 1
    ");
    assert_snapshot!(only("Write `fn::", "values:\n  a:\n    fn::o$0pen::x: ${b}\n  b: {}\n"), @"
    values:
      a:
        fn::open:
          provider: x
          inputs: ${b}
      b: {}
    ");
    assert_snapshot!(only("Write `fn::", "values:\n  a:\n    fn::o$0pen::x: {region: r} # c\n"), @"
    values:
      a:
        fn::open:
          provider: x
          inputs: {region: r} # c
    ");
    assert_snapshot!(only("Write `fn::", "values: {a: {fn::o$0pen::x: {region: r}}}\n"), @"
    values: {a: {fn::open: {provider: x, inputs: {region: r}}}}
    ");
    assert_snapshot!(only("Write `fn::", "values:\n  a:\n    fn::r$0otate::x:\n      # c\n      inputs: {}\n      state: null\n"), @"
    values:
      a:
        fn::rotate:
          # c
          provider: x
          inputs: {}
          state: null
    ");
    assert_snapshot!(only("Write `fn::", "values:\n  a:\n    fn::s$0ecret: x\n"), @"-");
}
