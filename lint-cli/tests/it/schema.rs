//! `esc-lint schema`: a real validator takes what the linter takes, and refuses the mistakes that a schema can see.

use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::Value as Json;

use crate::sandbox::{Run, Sandbox, examples};

fn validator(of: &str) -> Validator {
    let schema = Sandbox::new(&[]).run(&["schema", of]).exits(0).json();
    assert!(jsonschema::meta::is_valid(&schema), "{of}");
    jsonschema::validator_for(&schema).unwrap()
}

fn yaml(text: &str) -> Json {
    serde_yaml::from_str(text).unwrap()
}

/// Where the text does not fit, as pointers into it.
fn faults(validator: &Validator, text: &str) -> Vec<String> {
    let mut places: Vec<String> = validator.iter_errors(&yaml(text)).map(|error| error.instance_path().to_string()).collect();
    places.dedup();
    places
}

#[test]
fn environments_that_are_right_fit() {
    let validator = validator("document");
    let check = |text: &str| assert_eq!(faults(&validator, text), [""; 0], "{text}");
    check("# nothing yet\n");
    check("description: d\nimports:\n  - base\n  - team/dev@3: {merge: false}\nvalues:\n  a: 1\n  b: [x, {c: null}]\n");
    check("values:\n  a: {fn::secret: s}\n  b: {fn::secret: {ciphertext: ZXNjeA==}}\n  c: {fn::join: [',', ['${a}']]}\n");
    check("values: {aws: {login: {fn::open::aws-login: {oidc: {roleArn: '${arn}', sessionName: {fn::toString: 1}, duration: 1h}}}}}\n");
    check("values: {a: {fn::open::aws-login: '${inputs}'}, b: {fn::open: {provider: aws-login, inputs: {static: '${x}'}}}}\n");
    check("values: {a: {fn::rotate::password: {inputs: {length: 20}}}}\n");
    check("values:\n  environmentVariables: {A: b, C: '${d}'}\n  pulumiConfig: {'aws:region': x}\n");
}

#[test]
fn mistakes_that_a_schema_can_see_do_not() {
    let validator = validator("document");
    let check = |text: &str, places: &[&str]| assert_eq!(faults(&validator, text), places, "{text}");
    check("environmentVariables: {A: b}\n", &[""]);
    check("imports: base\n", &["/imports"]);
    check("values: {a: {fn::opn::aws-login: {}}}\n", &["/values/a"]);
    check("values: {a: {fn::secret: x, b: 1}}\n", &["/values/a"]);
    check("values: {a: {fn::secret: 5432}}\n", &["/values/a/fn::secret"]);
    check("values: {a: {fn::join: [x]}}\n", &["/values/a/fn::join"]);
    check("values: {fn::secret: x}\n", &["/values"]);
    let login = |inputs: &str| format!("values: {{a: {{fn::open::aws-login: {{oidc: {{{inputs}}}}}}}}}\n");
    let at = "/values/a/fn::open::aws-login/oidc";
    check(&login("roleArn: x, sessionName: s, durration: 1h"), &[at]);
    check(&login("roleArn: x"), &[at]);
    check(&login("roleArn: 12, sessionName: s"), &[&format!("{at}/roleArn")]);
}

#[test]
fn the_providers_of_the_house_are_part_of_it() {
    let house = r#"{"name": "house", "kind": "provider", "inputs": {"type": "object", "properties": {"door": {"type": "number"}}}}"#;
    let sandbox = Sandbox::new(&[("providers/house.json", house), (".esc-lint.yaml", "providers: providers\n")]);
    let validator = jsonschema::validator_for(&sandbox.run(&["schema"]).exits(0).json()).unwrap();
    assert_eq!(faults(&validator, "values: {a: {fn::open::house: {door: x}}}\n"), ["/values/a/fn::open::house/door"]);
}

/// Every environment of a directory that the linter finds nothing in but what is worth knowing.
fn clean_environments(dir: &Path) -> Vec<PathBuf> {
    let sandbox = Sandbox::new(&[]);
    let run = |args: &[&str]| Run::new(sandbox.command(dir.to_str().unwrap(), args).output().unwrap());
    let report = run(&["check", "--no-config", "--output-format", "json", "."]).json();
    let loud = report["diagnostics"].as_array().unwrap().iter().filter(|diagnostic| diagnostic["severity"] != "info");
    let loud: Vec<&str> = loud.map(|diagnostic| diagnostic["path"].as_str().unwrap()).collect();
    let listed = run(&["files", "--no-config"]).stdout;
    listed.lines().filter(|path| !loud.contains(path)).map(|path| dir.join(path)).collect()
}

#[test]
fn what_the_linter_finds_nothing_in_fits() {
    let validator = validator("document");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let mut paths = clean_environments(&examples());
    assert!(paths.len() >= 3);
    if corpus.is_dir() {
        paths.extend(clean_environments(&corpus));
    } else {
        eprintln!("skipped: ../shared/corpus is not there");
    }
    let mut checked = 0;
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        // Two readers of YAML, two opinions: what this one does not take was not checked.
        let Ok(value) = serde_yaml::from_str::<Json>(&text) else { continue };
        let faults: Vec<String> = validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(faults, [""; 0], "{}\n{text}", path.display());
        checked += 1;
    }
    eprintln!("{checked} environments fit");
}

#[test]
fn the_configuration_has_one_too() {
    let validator = validator("config");
    let check = |text: &str, places: &[&str]| {
        assert_eq!(faults(&validator, text), places, "{text}");
        // The command is of the same opinion.
        let sandbox = Sandbox::new(&[(".esc-lint.yaml", text), ("a.yaml", "values: {}\n")]);
        assert_eq!(sandbox.run(&["settings", "a.yaml"]).code, Some(if places.is_empty() { 0 } else { 2 }), "{text}");
    };
    check("# nothing yet\n", &[]);
    check(
        include_str!("../../../README.md")
            .split("```yaml\n")
            .find(|block| block.contains("per-file:"))
            .unwrap()
            .split("```")
            .next()
            .unwrap(),
        &[],
    );
    check("options: {key-naming: {style: snake_case}}\nselect: [ESC7, duplicate-key]\nrequired-version: '>=0.1'\n", &[]);
    check("colour: true\n", &[""]);
    check("rules: {ESC0O2: error}\n", &["/rules"]);
    check("rules: {ESC002: warn}\n", &["/rules/ESC002"]);
    check("select: [nothing]\n", &["/select/0"]);
    check("options: {ESC002: {style: x}}\n", &["/options"]);
    check("options: {ESC702: {style: snake}}\n", &["/options/ESC702/style"]);
    check("environments: [\"envs/*.yaml\"]\n", &["/environments/0"]);
}

#[test]
fn the_schema_of_the_configuration_has_the_keys_that_the_command_takes() {
    let sandbox = Sandbox::new(&[(".esc-lint.yaml", "zzzzzzzzzzzzzzzzzzzzzz: 1\n")]);
    let error = sandbox.run(&[]).exits(2).stderr;
    let mut taken: Vec<&str> = error.split('`').skip(3).step_by(2).collect();
    let schema = sandbox.run(&["schema", "config"]).exits(0).json();
    let mut keys: Vec<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    taken.sort_unstable();
    keys.sort_unstable();
    assert_eq!(keys, taken, "{error}");
}
