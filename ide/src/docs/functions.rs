//! The built-in functions, each in a few words and one example.

use esc_analysis::document::Function;

use crate::Markup;

struct Text {
    signature: &'static str,
    what: &'static str,
    example: &'static str,
}

/// The argument and the result of a function, as a call of it reads.
pub(crate) fn signature(function: Function) -> &'static str {
    text(function).signature
}

/// A function's documentation.
pub(super) fn function(function: Function) -> Markup {
    let Text { signature, what, example } = text(function);
    Markup::new().text(format!("**`{}`**: {signature}", function.key())).text(what).code(example)
}

fn text(function: Function) -> Text {
    match function {
        Function::Concat => Text {
            signature: "[list, list, ...] → list",
            what: "Joins lists to one list, in their order. The outer list has to be written out; what is in it may be references.",
            example: "all:\n  fn::concat:\n    - ${base.subnets}\n    - [subnet-3]\n",
        },
        Function::Final => Text {
            signature: "any value → the same value",
            what: "Keeps importers from replacing the value. An importer that tries gets a warning, and the value stays.",
            example: "region:\n  fn::final: eu-west-1\n",
        },
        Function::FromBase64 => Text {
            signature: "text → text",
            what: "Decodes base64 (standard alphabet, with padding). A secret stays secret.",
            example: "certificate:\n  fn::fromBase64: ${secrets.certificate}\n",
        },
        Function::FromJson => Text {
            signature: "text → any value",
            what: "Reads a value from JSON. What comes out of a secret is secret, all of it. Text behind the first value is ignored.",
            example: "settings:\n  fn::fromJSON: ${secrets.settings}\n",
        },
        Function::Join => Text {
            signature: "[delimiter, list of text] → text",
            what: "Joins texts to one, with the delimiter between them. Numbers and booleans have to be quoted.",
            example: "hosts:\n  fn::join: [\",\", [a.example.com, b.example.com]]\n",
        },
        Function::Open => Text {
            signature: "{provider, inputs} → what the provider answers",
            what: "Asks a provider for credentials or secrets each time the environment is opened. `fn::open::NAME` with the inputs below it is \
                   the short form.",
            example: "login:\n  fn::open::aws-login:\n    oidc:\n      roleArn: arn:aws:iam::123456789012:role/esc\n      sessionName: esc\n",
        },
        Function::Rotate => Text {
            signature: "{provider, inputs, state} → current and previous credentials",
            what: "Has a rotator replace credentials from time to time. `state` is written by Pulumi Cloud; leave it out at first. \
                   `fn::rotate::NAME` with the rest below it is the short form.",
            example: "keys:\n  fn::rotate::aws-iam:\n    inputs:\n      login: ${aws.login}\n      userArn: arn:aws:iam::123456789012:user/ci\n",
        },
        Function::Secret => Text {
            signature: "literal text → secret text",
            what: "Marks text as secret. Pulumi Cloud encrypts it when the environment is saved. The text is written out: no references, no \
                   numbers without quotes.",
            example: "password:\n  fn::secret: \"...\"\n",
        },
        Function::Split => Text {
            signature: "[delimiter, text] → list of text",
            what: "Cuts text at each delimiter. An empty delimiter cuts it into characters. The list of a secret is secret; its items are not.",
            example: "zones:\n  fn::split: [\",\", \"a,b,c\"]\n",
        },
        Function::ToBase64 => Text {
            signature: "text → text",
            what: "Encodes text as base64.",
            example: "header:\n  fn::toBase64: \"${user}:${password}\"\n",
        },
        Function::ToJson => Text {
            signature: "any value → text",
            what: "Writes a value as JSON in one line. An object or list needs this, or `fn::toYAML`, to become a variable or a file.",
            example: "CONFIG:\n  fn::toJSON: ${config}\n",
        },
        Function::ToString => Text {
            signature: "any value → text",
            what: "Writes a number or boolean as text. Lists and objects come out quoted piece by piece, which is hardly ever wanted: use \
                   `fn::toJSON` for those.",
            example: "port:\n  fn::toString: 8080\n",
        },
        Function::ToYaml => Text {
            signature: "any value → text",
            what: "Writes a value as YAML. Numbers come out as quoted text.",
            example: "files:\n  KUBECONFIG:\n    fn::toYAML: ${kubeconfig}\n",
        },
        Function::Validate => Text {
            signature: "{schema, value} → the value",
            what: "Checks a value against a JSON schema of ESC's dialect, and passes it on.",
            example: "port:\n  fn::validate:\n    schema: {type: number, minimum: 1, maximum: 65535}\n    value: ${app.port}\n",
        },
    }
}
