//! What names mean, for hovers and menus. A [`DocKey`] says which name; its text is made when somebody looks at it.

mod functions;
mod language;
mod providers;

use std::fmt;

use esc_analysis::Section;
use esc_analysis::document::{Function, RootField};
use esc_analysis::providers::{Catalogue, ProviderKind};
use esc_analysis::rules::{self, Rule};

use crate::Markup;

pub(crate) use functions::signature;
pub(crate) use language::CONTEXT;
pub(crate) use providers::type_name;

/// Names something that has documentation. As text it can go to a client and come back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DocKey {
    /// A built-in function.
    Function(Function),
    /// A field of the root.
    Field(RootField),
    /// A section that other programs read.
    Section(Section),
    /// A provider or rotator.
    Provider(ProviderKind, String),
    /// An input of a provider or rotator: its path, `[]` for the items of a list.
    Input(ProviderKind, String, Vec<String>),
    /// An output of a provider or rotator.
    Output(ProviderKind, String, Vec<String>),
    /// A rule.
    Rule(&'static str),
    /// Something of the language: `merge`, `imports`, `context.pulumi.user.login`.
    Word(String),
}

/// A document that is nowhere on disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// Its name, in a folder: `providers/aws-login.md`. Names of providers may be anything.
    pub name: String,
    /// Markdown.
    pub text: String,
}

impl DocKey {
    /// The documentation; `None` if there is none.
    pub fn documentation(&self, catalogue: &Catalogue) -> Option<Markup> {
        match self {
            DocKey::Function(function) => Some(functions::function(*function)),
            DocKey::Field(field) => Some(language::field(*field)),
            DocKey::Section(section) => Some(language::section(*section)),
            DocKey::Provider(kind, name) => catalogue.get(*kind, name).map(|provider| providers::provider(&provider)),
            DocKey::Input(kind, name, path) => {
                let provider = catalogue.get(*kind, name)?;
                providers::member(&provider, &provider.inputs, path, "input")
            }
            DocKey::Output(kind, name, path) => {
                let provider = catalogue.get(*kind, name)?;
                providers::member(&provider, &provider.outputs, path, "output")
            }
            DocKey::Rule(code) => rules::rule(code).map(rule),
            DocKey::Word(word) => language::word(word),
        }
    }

    /// What there is to say of an output, or of all outputs of a provider, behind a title that says what it is.
    pub(crate) fn of_answer(&self, catalogue: &Catalogue) -> Option<Markup> {
        match self {
            DocKey::Provider(kind, name) => Some(providers::answer(&*catalogue.get(*kind, name)?)),
            _ => self.documentation(catalogue).map(Markup::without_title),
        }
    }

    /// All there is to say, as a document with a name; `None` where the documentation says it all.
    pub fn page(&self, catalogue: &Catalogue) -> Option<Page> {
        match self {
            DocKey::Provider(kind, name) => {
                let folder = if *kind == ProviderKind::Provider { "providers" } else { "rotators" };
                let text = providers::page(&*catalogue.get(*kind, name)?);
                Some(Page { name: format!("{folder}/{name}.md"), text })
            }
            DocKey::Rule(code) => Some(Page { name: format!("rules/{code}.md"), text: rules::page(rules::rule(code)?) }),
            _ => None,
        }
    }

    /// The key of the page with this name.
    pub fn of_page(name: &str) -> Option<DocKey> {
        let (folder, name) = name.strip_suffix(".md")?.split_once('/')?;
        match folder {
            "providers" => Some(DocKey::Provider(ProviderKind::Provider, name.to_owned())),
            "rotators" => Some(DocKey::Provider(ProviderKind::Rotator, name.to_owned())),
            "rules" => rules::rule(name).map(|rule| DocKey::Rule(rule.code)),
            _ => None,
        }
    }

    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<DocKey> {
        let (what, name) = text.split_once(' ')?;
        let kind = |word: &str| match word {
            "provider" => Some(ProviderKind::Provider),
            "rotator" => Some(ProviderKind::Rotator),
            _ => None,
        };
        let member = || {
            let (kind_word, rest) = name.split_once(' ')?;
            let (name, path) = rest.split_once(' ').unwrap_or((rest, ""));
            let path = path.split('\t').filter(|step| !step.is_empty()).map(str::to_owned).collect();
            Some((kind(kind_word)?, name.to_owned(), path))
        };
        match what {
            "function" => Function::ALL.into_iter().find(|function| function.key() == name).map(DocKey::Function),
            "field" => RootField::ALL.into_iter().find(|field| field.name() == name).map(DocKey::Field),
            "section" => Section::parse(name).map(DocKey::Section),
            "provider" | "rotator" => Some(DocKey::Provider(kind(what)?, name.to_owned())),
            "input" => member().map(|(kind, name, path)| DocKey::Input(kind, name, path)),
            "output" => member().map(|(kind, name, path)| DocKey::Output(kind, name, path)),
            "rule" => rules::rule(name).map(|rule| DocKey::Rule(rule.code)),
            "word" => Some(DocKey::Word(name.to_owned())),
            _ => None,
        }
    }
}

impl fmt::Display for DocKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = |kind: &ProviderKind| match kind {
            ProviderKind::Provider => "provider",
            ProviderKind::Rotator => "rotator",
        };
        match self {
            DocKey::Function(function) => write!(f, "function {}", function.key()),
            DocKey::Field(field) => write!(f, "field {}", field.name()),
            DocKey::Section(section) => write!(f, "section {}", section.key()),
            DocKey::Provider(of, name) => write!(f, "{} {name}", kind(of)),
            DocKey::Input(of, name, path) => write!(f, "input {} {name} {}", kind(of), path.join("\t")),
            DocKey::Output(of, name, path) => write!(f, "output {} {name} {}", kind(of), path.join("\t")),
            DocKey::Rule(code) => write!(f, "rule {code}"),
            DocKey::Word(word) => write!(f, "word {word}"),
        }
    }
}

/// What a rule finds and why that matters.
pub(crate) fn rule(rule: &Rule) -> Markup {
    let markup = Markup::new().text(format!("**{}** `{}`", rule.code, rule.name)).text(rule.page.what).text(rule.page.why);
    match rule.url() {
        Some(url) => markup.link("More about this rule", url),
        None => markup.text(format!("`esc-lint explain {}` tells more.", rule.code)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_survive_the_journey() {
        let input =
            |path: &[&str]| DocKey::Input(ProviderKind::Provider, "aws-login".into(), path.iter().map(|step| (*step).to_owned()).collect());
        for key in [
            DocKey::Function(Function::ToJson),
            DocKey::Field(RootField::Values),
            DocKey::Section(Section::Files),
            DocKey::Provider(ProviderKind::Rotator, "aws-iam".into()),
            input(&[]),
            input(&["oidc", "role arn"]),
            DocKey::Output(ProviderKind::Provider, "oidc".into(), vec!["token".into()]),
            DocKey::Rule("ESC001"),
            DocKey::Word("context.pulumi".into()),
        ] {
            assert_eq!(DocKey::parse(&key.to_string()), Some(key));
        }
        assert_eq!(DocKey::parse("function fn::nope"), None);
        assert_eq!(DocKey::parse(""), None);
    }

    #[test]
    fn pages_are_found_by_their_names() {
        let catalogue = Catalogue::new();
        for key in [
            DocKey::Rule("ESC101"),
            DocKey::Provider(ProviderKind::Provider, "aws-login".into()),
            DocKey::Provider(ProviderKind::Rotator, "aws-iam".into()),
        ] {
            let page = key.page(&catalogue).unwrap();
            assert!(page.text.starts_with("# "));
            assert_eq!(DocKey::of_page(&page.name), Some(key));
        }
        let page = DocKey::of_page("rotators/passphrase.md").and_then(|key| key.page(&catalogue)).unwrap();
        insta::assert_snapshot!(page.text, @"
        # fn::rotate::passphrase

        A passphrase of random words, new at every rotation.

        Documentation: <https://www.pulumi.com/docs/esc/providers/rotators/passphrase/>

        ## Inputs

        - `capitalize` (boolean): Begin each word with a capital. Default: `false`.
        - `length` (number): How many words. Default: `5`.
        - `separator` (string): The character between the words. Default: `-`.

        ## State

        - `current` (secret string): The newest; the one to use.
        - `previous` (secret string): The one before.

        ## Outputs

        - `current` (secret string): The newest; the one to use.
        - `previous` (secret string): The one before.
        ");
    }

    #[test]
    fn everything_that_is_built_in_has_documentation() {
        let catalogue = Catalogue::new();
        let functions = Function::ALL.map(DocKey::Function);
        let fields = RootField::ALL.map(DocKey::Field);
        let sections = Section::ALL.map(DocKey::Section);
        let words = CONTEXT.iter().map(|(path, _)| DocKey::Word(format!("context.{path}")));
        for key in functions.into_iter().chain(fields).chain(sections).chain(words) {
            assert!(key.documentation(&catalogue).is_some_and(|markup| !markup.is_empty()), "{key}");
        }
        for kind in [ProviderKind::Provider, ProviderKind::Rotator] {
            for name in catalogue.names(kind) {
                assert!(DocKey::Provider(kind, name.to_owned()).documentation(&catalogue).is_some(), "{name}");
            }
        }
    }
}
