//! The catalogue: what each provider and rotator takes and gives.
//!
//! Facts are data: one file each under `data/`, with where they are from. A file is read when its provider is first asked for, once per process.
//! A [`Catalogue`] is the shipped files with what the user's own directory adds or replaces; the caller reads that directory.

mod built_in;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde_json::Value as Json;

use crate::schema::{Schema, SchemaError};

/// What a provider or rotator takes and gives.
#[derive(Debug)]
pub struct Provider {
    /// As in `fn::open::NAME`.
    pub name: Arc<str>,
    /// Whether it opens or rotates.
    pub kind: ProviderKind,
    /// One sentence or two, in Markdown.
    pub description: String,
    /// Its page.
    pub docs: Option<String>,
    /// What it takes.
    pub inputs: Schema,
    /// What it keeps from one rotation to the next; rotators only.
    pub state: Schema,
    /// What it gives.
    pub outputs: Schema,
    /// The input map whose keys are the keys of the output.
    pub output_keys: Option<String>,
    /// Inputs of which one is needed and one is enough.
    pub methods: Vec<String>,
}

/// The two kinds of provider.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ProviderKind {
    /// `fn::open`
    Provider,
    /// `fn::rotate`
    Rotator,
}

/// All providers and rotators.
#[derive(Default)]
pub struct Catalogue {
    added: BTreeMap<(ProviderKind, Arc<str>), Arc<Provider>>,
}

/// Why a file is no entry of the catalogue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CatalogueError {
    /// Not JSON, with the parser's words.
    Json(String),
    /// A member is missing or of the wrong type.
    Member(&'static str),
    /// A schema does not compile.
    Schema {
        /// `inputs`, `state` or `outputs`.
        member: &'static str,
        /// What is wrong with it.
        error: SchemaError,
    },
}

impl Catalogue {
    /// The shipped catalogue.
    pub fn new() -> Catalogue {
        Catalogue::default()
    }

    /// Adds the provider or rotator that `text` describes, or puts it in the place of the one with its name.
    ///
    /// # Errors
    /// If `text` describes none.
    pub fn extend(&mut self, text: &str) -> Result<(), CatalogueError> {
        let provider = Provider::from_json(text)?;
        self.added.insert((provider.kind, provider.name.clone()), Arc::new(provider));
        Ok(())
    }

    /// The provider of this name.
    pub fn provider(&self, name: &str) -> Option<Arc<Provider>> {
        self.get(ProviderKind::Provider, name)
    }

    /// The rotator of this name.
    pub fn rotator(&self, name: &str) -> Option<Arc<Provider>> {
        self.get(ProviderKind::Rotator, name)
    }

    /// The provider or rotator of this name.
    pub fn get(&self, kind: ProviderKind, name: &str) -> Option<Arc<Provider>> {
        if self.added.is_empty() {
            return built_in::get(kind, name);
        }
        self.added.get(&(kind, Arc::from(name))).cloned().or_else(|| built_in::get(kind, name))
    }

    /// The names of all of a kind, in order.
    pub fn names(&self, kind: ProviderKind) -> Vec<&str> {
        let added = self.added.keys().filter(|(added, _)| *added == kind).map(|(_, name)| &**name);
        let shipped = built_in::names(kind).map(|name| -> &str { name });
        let mut names: Vec<&str> = shipped.chain(added).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl Provider {
    fn from_json(text: &str) -> Result<Provider, CatalogueError> {
        let json: Json = serde_json::from_str(text).map_err(|error| CatalogueError::Json(error.to_string()))?;
        let text = |member: &'static str| json.get(member).and_then(Json::as_str);
        let kind = match text("kind") {
            Some("provider") => ProviderKind::Provider,
            Some("rotator") => ProviderKind::Rotator,
            _ => return Err(CatalogueError::Member("kind")),
        };
        let schema = |member: &'static str| match json.get(member) {
            None => Ok(Schema::always()),
            Some(schema) => Schema::from_json(schema).map_err(|error| CatalogueError::Schema { member, error }),
        };
        let methods = json.get("methods").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
        Ok(Provider {
            name: text("name").ok_or(CatalogueError::Member("name"))?.into(),
            kind,
            description: text("description").unwrap_or_default().to_owned(),
            docs: text("docs").map(str::to_owned),
            inputs: schema("inputs")?,
            state: schema("state")?,
            outputs: schema("outputs")?,
            output_keys: text("outputKeys").map(str::to_owned).or_else(|| output_keys_note(&json)),
            methods: methods.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
        })
    }
}

/// Files from elsewhere may say it in a note: `output-keys: ... inputs.get.`
fn output_keys_note(json: &Json) -> Option<String> {
    let notes = json.get("notes")?.as_array()?.iter().filter_map(Json::as_str);
    let note = notes.into_iter().find(|note| note.starts_with("output-keys:"))?;
    let (_, member) = note.rsplit_once("inputs.")?;
    Some(member.trim_end_matches('.').to_owned())
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.added.keys()).finish()
    }
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CatalogueError::Json(error) => write!(f, "not JSON: {error}"),
            CatalogueError::Member(member) => write!(f, "`{member}` is missing or of the wrong type"),
            CatalogueError::Schema { member, error } => write!(f, "the schema under `{member}` is invalid: {error}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Type;

    #[test]
    fn every_shipped_file_is_an_entry_of_its_name() {
        let catalogue = Catalogue::new();
        let mut count = 0;
        for kind in [ProviderKind::Provider, ProviderKind::Rotator] {
            for name in catalogue.names(kind) {
                let text = built_in::text(kind, name).unwrap();
                let provider = Provider::from_json(text).unwrap_or_else(|error| panic!("{name}: {error}"));
                assert_eq!((&*provider.name, provider.kind), (name, kind));
                assert!(!provider.description.is_empty() && text.contains("\"source\""), "{name} must say what and from where");
                assert!(provider.docs.as_ref().is_some_and(|docs| docs.starts_with("https://")), "{name}");
                for input in provider.output_keys.iter().chain(&provider.methods) {
                    assert!(!provider.inputs.property(input).is_never(), "{name} has no input {input}");
                }
                count += 1;
            }
        }
        assert_eq!(count, 29);
    }

    #[test]
    fn is_read_once() {
        let catalogue = Catalogue::new();
        let [a, b] = [(); 2].map(|()| catalogue.provider("aws-login").unwrap());
        assert!(Arc::ptr_eq(&a, &b));
        assert_eq!(a.outputs.property("accessKeyId").type_(), Some(Type::String));
        assert!(catalogue.provider("aws-iam").is_none() && catalogue.rotator("aws-iam").is_some());
    }

    #[test]
    fn can_be_extended() {
        let mut catalogue = Catalogue::new();
        catalogue.extend(r#"{"name": "house", "kind": "provider", "notes": ["output-keys: as in inputs.wanted."]}"#).unwrap();
        catalogue.extend(r#"{"name": "aws-login", "kind": "provider", "inputs": false}"#).unwrap();
        assert!(
            catalogue.provider("house").is_some_and(|house| house.output_keys.as_deref() == Some("wanted") && house.inputs.is_always())
        );
        assert!(catalogue.provider("aws-login").unwrap().inputs.is_never());
        assert_eq!(catalogue.names(ProviderKind::Provider).len(), 22);
    }

    #[test]
    fn says_what_is_wrong_with_an_extension() {
        let error = |text: &str| Catalogue::new().extend(text).unwrap_err().to_string();
        insta::assert_snapshot!(error("{"), @"not JSON: EOF while parsing an object at line 1 column 1");
        insta::assert_snapshot!(error(r#"{"name": "x"}"#), @"`kind` is missing or of the wrong type");
        insta::assert_snapshot!(error(r#"{"name": "x", "kind": "rotator", "state": {"properties": {"a": {"pattern": "("}}}}"#), @"the schema under `state` is invalid: the pattern `(` does not compile, at `properties.a.pattern`");
    }
}
