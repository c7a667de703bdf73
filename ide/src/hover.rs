//! What the thing under the cursor is, comes to, and comes from.

use std::sync::Arc;

use esc_analysis::document::{Accessor, Function, Reference, RootField};
use esc_analysis::eval::Imported;
use esc_analysis::preview::Preview;
use esc_analysis::providers::ProviderKind;
use esc_analysis::value::Value;
use esc_analysis::{Section, Source};
use esc_syntax::{Entry, Node, TextRange, TextSize};

use crate::docs::DocKey;
use crate::expect::{Expected, Input};
use crate::paths::{Target, output_key};
use crate::spot::Spot;
use crate::values::{file_name, lines, summary, with_origin};
use crate::{Context, Markup};

/// Something to show, and the text that it is about.
#[derive(Clone, Debug)]
pub struct Hover {
    /// What to show.
    pub contents: Markup,
    /// What it is about.
    pub range: TextRange,
}

/// What to show for the text at `offset`.
pub fn hover(context: &Context<'_>, offset: TextSize) -> Option<Hover> {
    let document = Arc::clone(context.document());
    let (contents, range) = match Spot::at(&document, offset)? {
        Spot::Rule(rule, range) => (DocKey::Rule(rule.code).documentation(context.catalogue())?, range),
        Spot::Step(reference, step) => (of_step(context, reference, step), reference.accessors[step].name_range),
        Spot::Key(entry) => (of_key(context, entry)?, entry.key.range()),
        Spot::Value(node) => (of_value(context, node)?, node.range()),
    };
    (!contents.is_empty()).then_some(Hover { contents, range })
}

/// The path up to a step: what it stands for.
fn of_step(context: &Context<'_>, reference: &Reference, step: usize) -> Markup {
    let accessors = &reference.accessors[..=step];
    let title = format!("**`{}`**", written(accessors));
    let Some(target) = Target::follow(context, accessors.iter().map(|accessor| &accessor.kind)) else {
        return Markup::new().text(format!("{title}: not known here"));
    };
    match &target {
        Target::Value(value) => of_target(context, &title, value, accessors),
        Target::Root => Markup::new().text(title),
        Target::Imports => word(context, "imports"),
        Target::Environments => word(context, "environments"),
        Target::Context(path) => {
            let path = if path.is_empty() { "context".to_owned() } else { format!("context.{path}") };
            word(context, &path)
        }
        Target::Project(project) => Markup::new().text(title).text(format!("Environments of the project `{project}`.")),
    }
}

fn word(context: &Context<'_>, word: &str) -> Markup {
    DocKey::Word(word.to_owned()).documentation(context.catalogue()).unwrap_or_default()
}

fn of_target(context: &Context<'_>, title: &str, value: &Value, accessors: &[Accessor]) -> Markup {
    let markup = of_any_value(context, title, value, &written(accessors));
    let path: Vec<_> = accessors.iter().map(|accessor| accessor.kind.clone()).collect();
    match output_key(context, &path).and_then(|key| key.of_answer(context.catalogue())) {
        Some(documentation) => markup.append(documentation),
        None => markup,
    }
}

/// What a value is, what it comes to, and where it comes from.
fn of_any_value(context: &Context<'_>, title: &str, value: &Value, path: &str) -> Markup {
    let mut preview = Preview::new(context.analyzer, context.source());
    let mut markup = Markup::new().text(format!("{title}: {}", summary(&mut preview, value)));
    if !value.is_unknown() {
        markup = markup.code(lines(&mut preview, value));
    }
    match preview.why(path) {
        Ok(chain) => with_origin(markup, &chain, context.source()),
        // Whatever is inside of a call has no path.
        Err(_) => markup,
    }
}

fn written(accessors: &[Accessor]) -> String {
    crate::completion::path(accessors.iter().map(|accessor| &accessor.kind))
}

fn of_key(context: &Context<'_>, entry: Entry<'_>) -> Option<Markup> {
    let key = entry.key.text();
    let catalogue = context.catalogue();
    let expected = Expected::at(entry.key, catalogue);
    if let Some(markup) = of_function(context, &key).filter(|_| expected.takes_calls()) {
        return Some(markup);
    }
    let documented = |key: DocKey| key.documentation(catalogue);
    match &expected {
        Expected::Root => match RootField::parse(&key) {
            Some(field) => documented(DocKey::Field(field)),
            None => documented(DocKey::Section(Section::parse(&key)?)),
        },
        Expected::Import => Some(of_import(context, &key)),
        Expected::ImportOptions => documented(DocKey::Word(key.to_ascii_lowercase())),
        Expected::Values if Section::parse(&key).is_some() => documented(DocKey::Section(Section::parse(&key)?)),
        Expected::Values | Expected::Section(_) | Expected::Value => of_own_value(context, entry),
        Expected::Input(input) => {
            let mut path: Vec<String> = input.path.iter().map(ToString::to_string).collect();
            path.push(key.into_owned());
            let documentation = documented(DocKey::Input(input.kind, input.provider.to_string(), path));
            documentation.or_else(|| of_own_value(context, entry))
        }
        Expected::Entries(_, known) if known.contains(&&*key) => documented(DocKey::Word(key.into_owned())),
        _ => None,
    }
}

fn of_function(context: &Context<'_>, key: &str) -> Option<Markup> {
    let recognised = Function::recognise(key)?;
    let by_name = recognised.provider.and_then(|name| {
        let kind = if recognised.function == Function::Rotate { ProviderKind::Rotator } else { ProviderKind::Provider };
        DocKey::Provider(kind, name.to_owned()).documentation(context.catalogue())
    });
    by_name.or_else(|| DocKey::Function(recognised.function).documentation(context.catalogue()))
}

/// A value that is defined here.
fn of_own_value(context: &Context<'_>, entry: Entry<'_>) -> Option<Markup> {
    let document = context.document();
    let value = context.evaluation.value(document.expr_of(entry.value.id())?)?;
    let path = document.doc_path(entry.key.id());
    let path = path.trim_start_matches("values.");
    let title = format!("**`{}`**", Preview::new(context.analyzer, context.source()).name(path));
    Some(of_any_value(context, &title, value, path))
}

fn of_value(context: &Context<'_>, node: Node<'_>) -> Option<Markup> {
    let expected = Expected::at(node, context.catalogue());
    match expected {
        Expected::Import => Some(of_import(context, &node.text())),
        Expected::ProviderName(kind) => DocKey::Provider(kind, node.text().into_owned()).documentation(context.catalogue()),
        Expected::Input(Input { kind, provider, path, .. }) if !path.is_empty() => {
            let path = path.iter().map(ToString::to_string).collect();
            DocKey::Input(kind, provider.to_string(), path).documentation(context.catalogue())
        }
        _ => None,
    }
}

/// What an import brings, or why it brings nothing.
fn of_import(context: &Context<'_>, name: &str) -> Markup {
    let title = Markup::new().text(format!("**`{name}`**: an imported environment"));
    let document = context.document();
    let index = document.imports.iter().position(|import| import.name.as_ref().is_some_and(|written| *written.text == *name));
    let Some(index) = index else { return title };
    match &context.evaluation.imports[index] {
        Imported::Evaluated(import) => {
            let title = match &import.document.description {
                Some(description) => title.text(description.as_str()),
                None => title,
            };
            let preview = Preview::new(context.analyzer, context.source());
            let keys = import.root.as_object().into_iter().flat_map(|object| object.entries());
            let keys: Vec<String> = keys.map(|entry| format!("`{}`", preview.name(entry.key()))).collect();
            let defines = if keys.is_empty() { "It defines nothing.".to_owned() } else { format!("Defines {}.", enumerated(&keys)) };
            let merged = if document.imports[index].merge { "" } else { " Its values are not merged, only referred to." };
            let about = title.text(format!("{defines}{merged}")).text(format!("File: `{}`", file_name(import.document.source.path())));
            about.text(imported_by(context, &import.document.source))
        }
        Imported::Unresolved => title.text("It is not among the workspace's files, so nothing is known of its values here."),
        Imported::Unusable(source) => title.text(format!("`{}` has errors, so nothing is known of its values.", file_name(source.path()))),
        Imported::Cyclic(_) => title.text("It imports this environment in turn, so it cannot be evaluated."),
        Imported::Nameless => title,
    }
}

/// Which other environments of the workspace import a file.
fn imported_by(context: &Context<'_>, source: &Source) -> String {
    let importers = context.environments().importers(source).unwrap_or_default();
    let others = importers.iter().filter(|importer| importer.path() != context.source().path());
    let mut names: Vec<String> = others.map(|importer| format!("`{}`", context.environments().name_of(importer))).collect();
    names.sort();
    if names.is_empty() { String::new() } else { format!("Imported by {} too.", enumerated(&names)) }
}

/// More names than these are not read.
const MAX_NAMES: usize = 8;

fn enumerated(names: &[String]) -> String {
    let shown = names[..names.len().min(MAX_NAMES)].join(", ");
    if names.len() > MAX_NAMES { format!("{shown} and {} more", names.len() - MAX_NAMES) } else { shown }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::hover;
    use crate::testing::World;

    fn check(fixture: &str) -> String {
        let world = World::new(fixture);
        world.look(|context, offset| match hover(context, offset) {
            Some(hover) => format!("[{}]\n{}", &world.source().text()[hover.range], hover.contents.plain()),
            None => String::new(),
        })
    }

    const AWS: &str = "values:\n  aws:\n    login:\n      fn::open::aws-login:\n        oidc: {roleArn: x, sessionName: y}\n";

    #[test]
    fn outputs_of_a_login() {
        assert_snapshot!(check(&format!("{AWS}  a: ${{aws.login.session$0Token}}\n")), @"
        [sessionToken]
        `aws.login.sessionToken`: a secret string, unknown until opened, from `aws-login`

        Session token of temporary keys; long-lived keys have none.

        Documentation: https://www.pulumi.com/docs/esc/providers/login/aws-login/
        ");
        assert_snapshot!(check(&format!("{AWS}  a: ${{aws.log$0in.sessionToken}}\n")), @"
        [login]
        `aws.login`: an object, unknown until opened, from `aws-login`

        AWS credentials: from an IAM role, assumed with an OIDC token of Pulumi Cloud, or a key pair that you give. Feeds the AWS variables and the other `aws-*` providers.

        Outputs:

        - `accessKeyId` (string, required): The access key's public id.
        - `secretAccessKey` (secret string, required): The access key's secret half.
        - `sessionToken` (secret string): Session token of temporary keys; long-lived keys have none.

        Documentation: https://www.pulumi.com/docs/esc/providers/login/aws-login/
        ");
        assert_snapshot!(check(&format!("{AWS}  a: ${{aw$0s.login.sessionToken}}\n")), @"
        [aws]
        `aws`: an object

            login: [unknown]
        ");
    }

    #[test]
    fn values_with_their_preview_and_origin() {
        let base = "//- base\nvalues:\n  region: eu-west-1\n  list: [1, {a: b}]\n  key: {fn::secret: hunter2}\n";
        assert_snapshot!(check(&format!("{base}//- main\nimports: [base]\nvalues:\n  a: \"x-${{regi$0on}}\"\n")), @r#"
        [region]
        `region`: a string

            "eu-west-1"

        Set in `base.yaml` line 2.
        "#);
        assert_snapshot!(check(&format!("{base}//- main\nimports: [base]\nvalues:\n  a: ${{li$0st}}\n")), @r#"
        [list]
        `list`: a list

            - 1
            -
              a: "b"

        Set in `base.yaml` line 3.
        "#);
        assert_snapshot!(check(&format!("{base}//- main\nimports: [base]\nvalues:\n  a: ${{ke$0y}}\n")), @"
        [key]
        `key`: a secret string

            [secret]

        Set in `base.yaml` line 4.
        ");
        assert_snapshot!(check(&format!("{base}//- main\nimports: [base]\nvalues:\n  regi$0on: us-east-1\n")), @r#"
        [region]
        `region`: a string

            "us-east-1"

        - `main.yaml` line 3 sets it
        - `base.yaml` line 2 is overridden
        "#);
        assert_snapshot!(check("values:\n  a: {fn::secret: {ciphertext: x}}\n  b: ${$0a}\n"), @"
        [a]
        `a`: a secret string, unknown: something is wrong with it, or with what it is made from
        ");
        assert_snapshot!(check("values:\n  a: ${no$0where}\n"), @"
        [nowhere]
        `nowhere`: not known here
        ");
        assert_snapshot!(check("values:\n  a: ${context.pulumi.user.lo$0gin}\n"), @"
        [login]
        `context.pulumi.user.login`

        Login of whoever opens the environment.
        ");
    }

    #[test]
    fn functions_providers_and_inputs() {
        assert_snapshot!(check("values:\n  a: {fn::jo$0in: [\",\", [a]]}\n"), @r#"
        [fn::join]
        `fn::join`: [delimiter, list of text] → text

        Joins texts to one, with the delimiter between them. Numbers and booleans have to be quoted.

            hosts:
              fn::join: [",", [a.example.com, b.example.com]]
        "#);
        assert_snapshot!(check("values:\n  a: {fn::open::gh-lo$0gin: {}}\n"), @"
        [fn::open::gh-login]
        `fn::open::gh-login`

        An installation token of a GitHub App for one account, good for about an hour.

        Inputs:

        - `appId` (number, required): The app's id.
        - `owner` (string, required): The user or organization where the app is installed.
        - `privateKey` (secret string, required): The app's private key in PEM, many lines: a block scalar inside `fn::secret`.
        - `ghe` (object): Use a GitHub Enterprise Server.
        - `permissions` (object): Permissions to ask for, with a level such as `read` or `write`. Left out, all that the app has.
        - `repositories` (list of strings): Repositories to limit the token to, at most 500. Left out, all that the installation sees.

        Outputs:

        - `accessToken` (secret string, required): The token, for the API and for git.
        - `appId` (number, required): The app's id.
        - `appSlug` (string, required): The app's name in URLs.
        - `expiry` (string, required): When the token expires (RFC 3339).
        - `installationId` (number, required): The installation's id.
        - `type` (string, required): What kind of token it is.

        Documentation: https://www.pulumi.com/docs/esc/providers/login/gh-login/
        ");
        assert_snapshot!(check("values:\n  a: {fn::open: {provider: gh-lo$0gin, inputs: {}}}\n"), @"
        [gh-login]
        `fn::open::gh-login`

        An installation token of a GitHub App for one account, good for about an hour.

        Inputs:

        - `appId` (number, required): The app's id.
        - `owner` (string, required): The user or organization where the app is installed.
        - `privateKey` (secret string, required): The app's private key in PEM, many lines: a block scalar inside `fn::secret`.
        - `ghe` (object): Use a GitHub Enterprise Server.
        - `permissions` (object): Permissions to ask for, with a level such as `read` or `write`. Left out, all that the app has.
        - `repositories` (list of strings): Repositories to limit the token to, at most 500. Left out, all that the installation sees.

        Outputs:

        - `accessToken` (secret string, required): The token, for the API and for git.
        - `appId` (number, required): The app's id.
        - `appSlug` (string, required): The app's name in URLs.
        - `expiry` (string, required): When the token expires (RFC 3339).
        - `installationId` (number, required): The installation's id.
        - `type` (string, required): What kind of token it is.

        Documentation: https://www.pulumi.com/docs/esc/providers/login/gh-login/
        ");
        assert_snapshot!(check("values:\n  a: {fn::open::aws-login: {oidc: {dura$0tion: 1h}}}\n"), @"
        [duration]
        `duration`: string, input of `aws-login`

        Length of the session, such as `1h30m`. A role allows one hour unless its own maximum is higher, so the default may be too long.

        - Default: `2h`
        - Example: `1h`

        Documentation: https://www.pulumi.com/docs/esc/providers/login/aws-login/
        ");
    }

    #[test]
    fn fields_sections_and_imports() {
        assert_snapshot!(check("val$0ues: {}\n"), @"
        [values]
        `values`

        The environment's values. `environmentVariables`, `files`, `pulumiConfig` and `policyConfig` are read by other programs; everything else is there to be referred to.

            values:
              region: eu-west-1
              environmentVariables:
                AWS_REGION: ${region}
        ");
        assert_snapshot!(check("values:\n  fil$0es: {}\n"), @"
        [files]
        `files`

        Each entry becomes a temporary file, and an environment variable of the entry's name holds its path.

            files:
              KUBECONFIG: ${kubeconfig}
        ");
        let base = "//- base\ndescription: Shared settings\nvalues: {a: 1, b: 2}\n";
        assert_snapshot!(check(&format!("{base}//- main\nimports: [ba$0se]\n")), @"
        [base]
        `base`: an imported environment

        Shared settings

        Defines `a`, `b`.

        File: `base.yaml`
        ");
        assert_snapshot!(check(&format!("{base}//- main\nimports:\n- ba$0se: {{merge: false}}\n")), @"
        [base]
        `base`: an imported environment

        Shared settings

        Defines `a`, `b`. Its values are not merged, only referred to.

        File: `base.yaml`
        ");
        assert_snapshot!(check("imports: [nowhe$0re]\n"), @"
        [nowhere]
        `nowhere`: an imported environment

        It is not among the workspace's files, so nothing is known of its values here.
        ");
        assert_snapshot!(check("imports: [{a: {mer$0ge: false}}]\n"), @"
        [merge]
        `merge`

        Whether the import's values are merged into this environment's. With `false` they are only referred to.
        ");
    }

    #[test]
    fn rules_in_comments() {
        assert_snapshot!(check("# esc-lint: ignore-file[ESC1$001]\nvalues: {}\n"), @"
        [ESC101]
        ESC101 `unknown-top-level-key`

        A key at the root other than `description`, `imports` and `values`, in any case of letters.

        ESC ignores it and everything below it. Mostly it is a typo, or a value that was not indented under `values`.

        `esc-lint explain ESC101` tells more.
        ");
    }

    #[test]
    fn secrets_are_never_shown() {
        let marked = check("values:\n  a: {fn::secret: hunter2hunter2}\n  b: {c: '${a}', d: 1}\n  x: ${$0b}\n");
        assert!(marked.contains("[secret]") && !marked.contains("hunter2"), "{marked}");
    }
}
