//! `--providers DIR`: providers of one's own beside the shipped ones, and instead of them.

use crate::sandbox::Sandbox;

/// A provider that no one ships.
const VAULTY: &str = r#"{
    "name": "vaulty",
    "kind": "provider",
    "inputs": {
        "type": "object",
        "properties": {"address": {"type": "string"}},
        "required": ["address"],
        "additionalProperties": false
    },
    "outputs": {"type": "object", "properties": {"token": {"type": "string", "secret": true}}, "additionalProperties": false}
}"#;

/// Another opinion of what `aws-login` takes.
const AWS_LOGIN: &str = r#"{
    "name": "aws-login",
    "kind": "provider",
    "inputs": {"type": "object", "properties": {"profile": {"type": "string"}}, "required": ["profile"], "additionalProperties": false}
}"#;

const DEV: &str = "values:
  vault: {fn::open::vaulty: {adress: 'https://vault.example.com'}}
  aws: {fn::open::aws-login: {profile: dev}}
  token: ${vault.token}
  lease: ${vault.lease}
";

fn sandbox(config: &str) -> Sandbox {
    let files = [("dev.yaml", DEV), ("catalogue/vaulty.json", VAULTY), ("catalogue/aws-login.json", AWS_LOGIN), (".esc-lint.yaml", config)];
    Sandbox::new(&files)
}

#[test]
fn providers_are_unknown_without_them() {
    insta::assert_snapshot!(sandbox("").run(&["dev.yaml", "--output-format", "concise"]).exits(1).stdout, @r"
    dev.yaml:2:21: error[ESC302 unknown-provider]: there is no provider `vaulty`
    dev.yaml:3:30: error[ESC305 login-method-count]: `aws-login` needs a method to log in: `oidc` or `static`
    dev.yaml:3:31: warning[ESC303 unknown-provider-input]: `aws-login` has no input `profile` here, and ignores it
    ");
}

#[test]
fn providers_are_added_and_replaced() {
    let named = sandbox("").run(&["dev.yaml", "--output-format", "concise", "--providers", "catalogue"]).exits(1);
    insta::assert_snapshot!(named.stdout, @r"
    dev.yaml:2:29: error[ESC304 missing-provider-input]: `vaulty` needs `address`
    dev.yaml:2:30: warning[ESC303 unknown-provider-input]: `vaulty` has no input `adress` here, and ignores it
    dev.yaml:5:18: warning[ESC208 undeclared-output]: `vaulty` returns no `lease`, so `vault` will not have it
    ");
    let configured = sandbox("providers: catalogue\n").run(&["dev.yaml", "--output-format", "concise"]);
    assert_eq!(configured.stdout, named.stdout);
}

#[test]
fn previews_ask_them() {
    let run = sandbox("").run(&["preview", "dev.yaml", "--providers", "catalogue"]).exits(1);
    insta::assert_snapshot!(run.stdout, @r"
    dev.yaml

    aws    [unknown]  anything  dev.yaml:3  from `aws-login`, once opened
    lease  [unknown]  nothing   dev.yaml:5  something is wrong with it, or with what it is made from
    token  [unknown]  string    dev.yaml:4  something is wrong with it, or with what it is made from
    vault  [unknown]  object    dev.yaml:2  something is wrong with it, or with what it is made from
    ");
}

#[test]
fn what_is_wrong_with_a_catalogue_is_said() {
    let sandbox = Sandbox::new(&[("dev.yaml", DEV), ("catalogue/vaulty.json", "{\"name\": \"vaulty\"}")]);
    let error = |dir: &str| sandbox.run(&["dev.yaml", "--providers", dir]).exits(2).stderr;
    insta::assert_snapshot!(error("catalogue"), @"error: catalogue/vaulty.json: describes no provider: `kind` is missing or of the wrong type");
    assert!(error("gone").starts_with("error: gone: the directory of providers cannot be read: "));
}
