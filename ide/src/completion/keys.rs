//! Keys: fields, sections, functions, inputs, options, variables.

use esc_analysis::Section;
use esc_analysis::document::{Function, RootField};
use esc_analysis::providers::{Provider, ProviderKind};
use esc_analysis::schema::{self, Schema, Type};
use esc_analysis::value::Value;
use esc_analysis::variables::{CREDENTIALS, Filling};
use esc_syntax::{AccessorKind, Entry, Node};

use super::circles::Circles;
use super::snippets::{self, Style};
use super::{Completion, CompletionKind, Request, Template};
use crate::docs::{signature, type_name};
use crate::expect::{Expected, Input};
use crate::paths::{Target, is_output, provider};
use crate::spot::{entry_of_key, entry_of_value};
use crate::{Context, DocKey};

/// Keys that may stand at the mark.
pub(super) fn complete(request: &Request<'_, '_>) -> Vec<Completion> {
    let Some(place) = Place::find(request) else { return Vec::new() };
    match &request.expected {
        Expected::Root => place.fields(),
        Expected::Values => place.sections().chain(place.overrides()).collect(),
        Expected::Section(Section::EnvironmentVariables) => place.variables(),
        Expected::Value | Expected::Argument(..) => place.calls().into_iter().chain(place.overrides()).collect(),
        Expected::Input(input) => place.inputs(input).into_iter().chain(place.calls()).collect(),
        Expected::ImportOptions => place.words(&["merge"], |_| Template::text(": ").hole("false")),
        Expected::Entries(_, known) => place.entries(known),
        Expected::Schema => place.words(SCHEMA_KEYWORDS, |_| Template::text(": ").hole("")),
        Expected::Section(_) | Expected::Imports | Expected::Import | Expected::Merge | Expected::ProviderName(_) | Expected::Nothing => {
            Vec::new()
        }
    }
}

/// What a schema of `fn::validate` may say.
const SCHEMA_KEYWORDS: &[&str] = &[
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "prefixItems",
    "enum",
    "const",
    "anyOf",
    "oneOf",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "description",
    "title",
    "default",
    "examples",
    "deprecated",
    "$ref",
    "$defs",
];

/// A place where a key may stand.
struct Place<'q, 'r, 'a> {
    request: &'q Request<'r, 'a>,
    /// The other entries of the mapping.
    siblings: Vec<Entry<'r>>,
    /// What stands behind the key already.
    behind: Behind,
    style: Style,
}

/// What stands behind a key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behind {
    Nothing,
    /// Lines that belong to it, but no colon.
    Block,
    Colon,
}

impl Behind {
    fn of(entry: &Entry<'_>) -> Behind {
        match entry.colon() {
            Some(_) => Behind::Colon,
            None if entry.value.is_mapping() || entry.value.is_sequence() => Behind::Block,
            None => Behind::Nothing,
        }
    }
}

impl<'q, 'r, 'a> Place<'q, 'r, 'a> {
    fn find(request: &'q Request<'r, 'a>) -> Option<Place<'q, 'r, 'a>> {
        let style = Style::of(request);
        let node = request.node;
        if let Some(entry) = entry_of_key(node) {
            let mapping = node.parent()?;
            let siblings: Vec<_> = mapping.entries().filter(|other| other.key.id() != node.id()).collect();
            let is_in_line = |sibling: &Entry<'_>| mapping.is_flow() || request.column(sibling.key) == request.column(node);
            let is_in_line = siblings.first().is_none_or(is_in_line);
            return is_in_line.then(|| Place { request, siblings, behind: Behind::of(&entry), style });
        }
        // A scalar that could still become a key.
        (request.is_plain() && begins_its_line(request)).then(|| Place { request, siblings: Vec::new(), behind: Behind::Nothing, style })
    }

    fn has(&self, key: &str) -> bool {
        self.siblings.iter().any(|entry| entry.key.text() == key)
    }

    /// A key with what follows it.
    fn key(&self, key: &str, kind: CompletionKind, follows: Template) -> Completion {
        let insert = Template::text(self.request.scalar(key));
        let insert = match self.behind {
            Behind::Nothing => insert.append(follows, 0),
            Behind::Block => insert.then(":"),
            Behind::Colon => insert,
        };
        Completion::new(key, kind, self.request.content(), insert.indented(self.request.hanging()))
    }

    fn fields(&self) -> Vec<Completion> {
        let is_there = |field: RootField| self.siblings.iter().any(|entry| RootField::parse(&entry.key.text()) == Some(field));
        let fields = RootField::ALL.into_iter().filter(|field| !is_there(*field)).map(|field| {
            let follows = match field {
                RootField::Description => self.style.inline(Template::default().hole("")),
                RootField::Imports => self.style.empty_list(),
                RootField::Values => self.style.empty_object(),
            };
            self.key(field.name(), CompletionKind::Section, follows).documentation(DocKey::Field(field)).rank(match field {
                RootField::Values => 1,
                RootField::Imports => 2,
                RootField::Description => 3,
            })
        });
        fields.collect()
    }

    fn sections(&self) -> impl Iterator<Item = Completion> {
        let sections = Section::ALL.into_iter().filter(|section| !self.has(section.key()));
        sections.map(|section| {
            let key = self.key(section.key(), CompletionKind::Section, self.style.empty_object());
            key.documentation(DocKey::Section(section)).detail(format!("entries {}", section.purpose())).rank(2)
        })
    }

    /// Keys that the imports define at this place, to be overridden.
    fn overrides(&self) -> Vec<Completion> {
        let Some(below) = self.request.imported_object() else { return Vec::new() };
        let inherited = below.as_object().into_iter().flat_map(|object| object.entries()).filter(|entry| !self.has(entry.key()));
        let is_reserved = |key: &str| Section::parse(key).is_some() || key.starts_with("fn::");
        let keys = inherited.filter(|entry| !is_reserved(entry.key()) && !entry.value().is_final()).map(|entry| {
            let follows = match entry.value().as_object() {
                Some(_) => self.style.empty_object(),
                None => self.style.inline(Template::default().hole("")),
            };
            self.key(entry.key(), CompletionKind::Value, follows).detail("overrides an imported value".to_owned()).rank(4)
        });
        keys.collect()
    }

    /// Calls of functions, which have to be alone in their mapping.
    fn calls(&self) -> Vec<Completion> {
        if !self.siblings.is_empty() {
            return Vec::new();
        }
        let catalogue = self.request.context.catalogue();
        let wanted = self.request.expected.schema();
        // Where something of a type is asked for, what it consists of is asked for first.
        let later = if wanted.is_some() { 10 } else { 0 };
        let fits = |result: Schema| wanted.as_ref().is_none_or(|wanted| can_be(&result, wanted));
        let mut found = Vec::new();
        for function in Function::ALL.into_iter().filter(|function| fits(result(*function))) {
            let key = self.key(function.key(), CompletionKind::Function, snippets::call(self.style, function));
            found.push(key.documentation(DocKey::Function(function)).detail(signature(function).to_owned()).rank(later + rank(function)));
        }
        for kind in [ProviderKind::Provider, ProviderKind::Rotator] {
            let providers = catalogue.names(kind).into_iter().filter_map(|name| catalogue.get(kind, name));
            found.extend(providers.filter(|provider| fits(provider.outputs.clone())).map(|provider| self.provider_call(&provider, later)));
        }
        found
    }

    fn provider_call(&self, provider: &Provider, later: u8) -> Completion {
        let (kind, name) = (provider.kind, &provider.name);
        let (prefix, is_rotator) = match kind {
            ProviderKind::Provider => ("fn::open::", false),
            ProviderKind::Rotator => ("fn::rotate::", true),
        };
        let follows = snippets::provider(self.request, self.style, provider, is_rotator);
        let key = self.key(&format!("{prefix}{name}"), CompletionKind::Provider, follows);
        let first_sentence = provider.description.split_inclusive(". ").next().map(|sentence| sentence.trim().to_owned());
        let rank = if is_rotator { 7 } else { 6 };
        key.documentation(DocKey::Provider(kind, name.to_string())).detail(first_sentence).rank(later + rank)
    }

    fn inputs(&self, input: &Input) -> Vec<Completion> {
        let required = input.schema.rules().map(|rules| rules.required.as_slice()).unwrap_or_default();
        let members = members(&input.schema).into_iter().filter(|(key, _)| !self.has(key));
        // A call in place of the inputs leaves no room for entries.
        let is_call = self.siblings.iter().any(|entry| Function::recognise(&entry.key.text()).is_some());
        let keys = members.filter(|_| !is_call).map(|(key, schema)| {
            let is_required = required.iter().any(|required| **required == *key);
            let mut path: Vec<String> = input.path.iter().map(ToString::to_string).collect();
            path.push(key.clone());
            let detail = format!("{}{}", type_name(&schema), if is_required { ", required" } else { "" });
            let follows = snippets::input(self.request, self.style, &schema);
            let completion = self.key(&key, CompletionKind::Property, follows).detail(detail);
            completion.documentation(DocKey::Input(input.kind, input.provider.to_string(), path)).rank(if is_required { 1 } else { 2 })
        });
        keys.collect()
    }

    fn entries(&self, known: &[&str]) -> Vec<Completion> {
        let follows = |key: &str| match key {
            "inputs" | "state" | "schema" => self.style.empty_object(),
            _ => self.style.inline(Template::default().hole("")),
        };
        // The rotator's state is Pulumi Cloud's to write, as is encrypted text.
        let known: Vec<&str> = known.iter().copied().filter(|key| !["state", "ciphertext"].contains(key)).collect();
        self.words(&known, follows)
    }

    fn words(&self, words: &[&str], follows: impl Fn(&str) -> Template) -> Vec<Completion> {
        let words = words.iter().filter(|word| !self.has(word));
        words
            .map(|word| self.key(word, CompletionKind::Property, follows(word)).documentation(DocKey::Word((*word).to_owned())).rank(1))
            .collect()
    }

    /// Well-known variables that a login of this environment can fill.
    fn variables(&self) -> Vec<Completion> {
        let mut found = Vec::new();
        for (path, value) in outputs(self.request.context) {
            let Some((kind, name)) = provider(&value) else { continue };
            for set in CREDENTIALS.iter().filter(|set| set.kind == kind && set.provider == &*name) {
                for member in set.members {
                    let filling = match member.filling {
                        Filling::Text(text) => format!("\"{text}\""),
                        Filling::Output(output) => {
                            let steps = output.iter().map(|step| AccessorKind::Name((*step).to_owned()));
                            self.reference(&path.iter().cloned().chain(steps).collect::<Vec<_>>())
                        }
                    };
                    found.push(self.variable(member.variable, member.summary, &filling));
                }
                found.extend(self.region(set.title));
            }
        }
        found.retain(|completion| !self.has(&completion.label));
        found
    }

    /// The region that goes with AWS credentials, if a value is called so.
    fn region(&self, title: &str) -> Option<Completion> {
        let is_text = |value: &Value| type_of_key(value, "region") == Some(Type::String);
        let root = &self.request.context.evaluation.root;
        let key = |key: &str| AccessorKind::Name(key.to_owned());
        let path = if is_text(root) {
            vec![key("region")]
        } else {
            let entry = root.as_object()?.entries().iter().find(|entry| is_text(entry.value()))?;
            vec![key(entry.key()), key("region")]
        };
        (title == "AWS").then(|| self.variable("AWS_REGION", "Region that AWS programs work in", &self.reference(&path)))
    }

    fn variable(&self, name: &str, summary: &str, filling: &str) -> Completion {
        let follows = self.style.inline(Template::text(filling));
        self.key(name, CompletionKind::Variable, follows).detail(format!("{summary}: {filling}")).rank(1)
    }

    fn reference(&self, path: &[AccessorKind]) -> String {
        super::yaml::scalar(&format!("${{{}}}", super::path(path.iter())), self.request.is_in_flow())
    }
}

/// The type of what an object has behind a key.
fn type_of_key(value: &Value, key: &str) -> Option<Type> {
    Target::Value(value.as_object()?.get(key)?.clone()).schema()?.type_()
}

/// What a function makes.
fn result(function: Function) -> Schema {
    match function {
        Function::Concat => Schema::any_array(),
        Function::Split => Schema::string_array(),
        Function::FromBase64
        | Function::Join
        | Function::Secret
        | Function::ToBase64
        | Function::ToJson
        | Function::ToString
        | Function::ToYaml => Schema::of(Type::String),
        Function::Final | Function::FromJson | Function::Open | Function::Rotate | Function::Validate => Schema::always(),
    }
}

/// Whether something of one type can be of use where another is wanted.
pub(super) fn can_be(type_: &Schema, wanted: &Schema) -> bool {
    let value = Value::unknown(type_.clone(), None);
    schema::check(&value, wanted, &mut 10_000).is_empty() && feeds(type_, wanted)
}

/// Whether an object type has all that is required of another. Types alone do not say so: an object that has no more members than are listed
/// passes for any other.
fn feeds(type_: &Schema, wanted: &Schema) -> bool {
    let (Some(rules), Some(wanted_rules)) = (type_.rules(), wanted.rules()) else { return true };
    if rules.type_ != Some(Type::Object) || rules.properties.is_empty() {
        return true;
    }
    let has_all = |required: &[std::sync::Arc<str>]| required.iter().all(|key| rules.property(key).is_some());
    let alternatives: Vec<Schema> = wanted.parts(&wanted_rules.any_of).chain(wanted.parts(&wanted_rules.one_of)).collect();
    let fits_one = alternatives.is_empty() || alternatives.iter().any(|alternative| feeds(type_, alternative));
    has_all(&wanted_rules.required) && fits_one
}

/// How likely a function is, for the menu.
fn rank(function: Function) -> u8 {
    match function {
        Function::Secret => 2,
        Function::ToJson | Function::Join | Function::FromJson => 3,
        Function::Open | Function::Rotate => 8,
        _ => 4,
    }
}

/// Whether nothing stands before the scalar on its line but indentation and dashes, so that it can become a key.
fn begins_its_line(request: &Request<'_, '_>) -> bool {
    let in_braces = request.node.parent().is_some_and(|parent| parent.is_flow());
    !in_braces && request.before().chars().all(|c| matches!(c, ' ' | '-' | '\u{feff}'))
}

/// The members of an object type, those of its alternatives too.
fn members(schema: &Schema) -> Vec<(String, Schema)> {
    let Some(rules) = schema.rules() else { return Vec::new() };
    let own = schema.properties().map(|(key, schema)| (key.to_string(), schema));
    let alternatives: Vec<Schema> = schema.parts(&rules.any_of).chain(schema.parts(&rules.one_of)).collect();
    let theirs = alternatives.iter().filter(|alternative| alternative.type_().is_none_or(|type_| type_ == Type::Object));
    let theirs = theirs.flat_map(|alternative| alternative.properties().map(|(key, schema)| (key.to_string(), schema)));
    let mut members: Vec<_> = own.chain(theirs).collect();
    members.sort_by(|(a, _), (b, _)| a.cmp(b));
    members.dedup_by(|(a, _), (b, _)| a == b);
    members
}

/// Values are searched for providers' answers no deeper than this.
const MAX_DEPTH: usize = 5;

/// Everything that a provider or rotator answers with in this environment and its imports, with the paths there.
fn outputs(context: &Context<'_>) -> Vec<(Vec<AccessorKind>, Value)> {
    let mut found = Vec::new();
    collect_outputs(&context.evaluation.root, &mut Vec::new(), &mut found);
    found
}

/// References to what providers answer that are of use where this type is wanted, with what they refer to.
pub(super) fn logins(request: &Request<'_, '_>, wanted: &Schema) -> Vec<(String, Value)> {
    let asks_for_members = wanted.type_() == Some(Type::Object)
        && wanted.rules().is_some_and(|rules| !rules.required.is_empty() || !rules.any_of.is_empty() || !rules.one_of.is_empty());
    if !asks_for_members {
        return Vec::new();
    }
    let circles = Circles::new(&request.marked.document, request.node.id());
    let fitting = outputs(request.context).into_iter().filter(|(path, value)| {
        !circles.leads_back(path) && Target::Value(value.clone()).schema().is_some_and(|schema| can_be(&schema, wanted))
    });
    fitting.map(|(path, value)| (format!("${{{}}}", super::path(path.iter())), value)).collect()
}

fn collect_outputs(value: &Value, path: &mut Vec<AccessorKind>, found: &mut Vec<(Vec<AccessorKind>, Value)>) {
    if is_output(value) {
        return found.push((path.clone(), value.clone()));
    }
    if path.len() >= MAX_DEPTH {
        return;
    }
    for entry in value.as_object().into_iter().flat_map(|object| object.entries()) {
        path.push(AccessorKind::Name(entry.key().to_string()));
        collect_outputs(entry.value(), path, found);
        path.pop();
    }
}

impl Request<'_, '_> {
    /// What the imports have in the place of the mapping that the mark stands in.
    fn imported_object(&self) -> Option<Value> {
        let mapping: Node<'_> = if entry_of_key(self.node).is_some() { self.node.parent()? } else { self.node };
        let mut keys = Vec::new();
        let mut node = mapping;
        while let Some(entry) = entry_of_value(node) {
            let parent = node.parent()?;
            if parent.parent().is_none() {
                let is_values = RootField::parse(&entry.key.text()) == Some(RootField::Values);
                let base = is_values.then(|| self.context.evaluation.base.clone()).flatten()?;
                return keys.iter().rev().try_fold(base, |value, key: &String| value.as_object()?.get(key).cloned());
            }
            keys.push(entry.key.text().into_owned());
            node = parent;
        }
        None
    }
}
