//! What follows a key when it is inserted: a skeleton of what belongs there, in block style or on one line.

use esc_analysis::document::Function;
use esc_analysis::providers::Provider;
use esc_analysis::schema::{Schema, Type};

use super::{Request, Template, keys, yaml};

/// Skeletons are no deeper than this.
const MAX_DEPTH: usize = 5;

/// How skeletons are written at one place.
#[derive(Clone, Copy)]
pub(super) struct Style {
    /// Columns of a nested block.
    indent: usize,
    /// On one line, with braces.
    flow: bool,
}

impl Style {
    /// The style of the request's place.
    pub fn of(request: &Request<'_, '_>) -> Style {
        Style { indent: request.indent(), flow: request.is_in_flow() }
    }

    /// A value behind `:` on the same line.
    pub fn inline(self, value: Template) -> Template {
        Template::text(": ").append(value, 0)
    }

    /// Lines of a mapping or list behind `:`.
    pub fn block(self, lines: Template) -> Template {
        let lead = format!(":\n{}", " ".repeat(self.indent));
        Template::text(lead).append(lines, self.indent)
    }

    /// An object to be filled in.
    pub fn empty_object(self) -> Template {
        if self.flow { self.inline(Template::text("{").hole("").then("}")) } else { self.block(Template::default().hole("")) }
    }

    /// A list to be filled in.
    pub fn empty_list(self) -> Template {
        if self.flow { self.inline(Template::text("[").hole("").then("]")) } else { self.block(Template::text("- ").hole("")) }
    }

    /// An object of these entries, each a key with what follows it.
    fn object(self, entries: Vec<(String, Template)>) -> Template {
        let separator = if self.flow { ", " } else { "\n" };
        let mut lines = Template::default();
        for (index, (key, value)) in entries.into_iter().enumerate() {
            let lead = if index == 0 { "" } else { separator };
            lines = lines.then(format!("{lead}{}", yaml::scalar(&key, self.flow))).append(value, 0);
        }
        if self.flow { self.inline(Template::text("{").append(lines, 0).then("}")) } else { self.block(lines) }
    }
}

/// What follows the key of a call.
pub(super) fn call(style: Style, function: Function) -> Template {
    let hole = || Template::default().hole("");
    let entries = |names: &[&str]| style.object(names.iter().map(|name| ((*name).to_owned(), style.inline(hole()))).collect());
    match function {
        Function::Open => style.object(vec![("provider".to_owned(), style.inline(hole())), ("inputs".to_owned(), style.empty_object())]),
        Function::Rotate => style.object(vec![("provider".to_owned(), style.inline(hole())), ("inputs".to_owned(), style.empty_object())]),
        Function::Validate => entries(&["schema", "value"]),
        Function::Join => style.inline(Template::text("[\"").hole(",").then("\", [").hole("").then("]]")),
        Function::Split => style.inline(Template::text("[\"").hole(",").then("\", ").hole("").then("]")),
        Function::Concat => style.empty_list(),
        Function::Secret
        | Function::Final
        | Function::FromBase64
        | Function::FromJson
        | Function::ToBase64
        | Function::ToJson
        | Function::ToString
        | Function::ToYaml => style.inline(hole()),
    }
}

/// What follows the key that opens a provider or calls a rotator: its required inputs, and one way to log in.
pub(super) fn provider(request: &Request<'_, '_>, style: Style, provider: &Provider, rotator: bool) -> Template {
    let skeleton = Skeleton { request, style };
    let inputs = skeleton.object(&provider.inputs, &provider.methods, 0);
    if rotator { style.object(vec![("inputs".to_owned(), inputs)]) } else { inputs }
}

/// What follows the key of an input of this type.
pub(super) fn input(request: &Request<'_, '_>, style: Style, schema: &Schema) -> Template {
    Skeleton { request, style }.member(schema, true, 0)
}

struct Skeleton<'q, 'r, 'a> {
    request: &'q Request<'r, 'a>,
    style: Style,
}

impl Skeleton<'_, '_, '_> {
    /// The required members, and the first of `methods` if none of them is required.
    fn object(&self, schema: &Schema, methods: &[String], depth: usize) -> Template {
        let style = self.style;
        let Some(rules) = schema.rules().filter(|_| depth < MAX_DEPTH) else { return style.empty_object() };
        let mut keys: Vec<String> = rules.required.iter().map(ToString::to_string).collect();
        if let Some(method) = methods.first().filter(|_| !methods.iter().any(|method| keys.contains(method))) {
            keys.push(method.clone());
        }
        // What says where to log in comes first, as people write it.
        keys.sort_by_key(|key| key != "login");
        if keys.is_empty() {
            return self.open_object(schema, depth);
        }
        let entries = keys.into_iter().map(|key| {
            let value = self.member(&schema.property(&key), false, depth + 1);
            (key, value)
        });
        style.object(entries.collect())
    }

    /// An object whose keys the user chooses.
    fn open_object(&self, schema: &Schema, depth: usize) -> Template {
        let style = self.style;
        let additional = schema.rules().and_then(|rules| rules.additional_properties).map(|part| schema.part(part));
        let Some(member) = additional.filter(|member| member.type_() == Some(Type::Object) && !style.flow) else {
            return style.empty_object();
        };
        style.block(Template::default().hole("name").append(self.object(&member, &[], depth + 1), 0))
    }

    fn member(&self, schema: &Schema, is_optional: bool, depth: usize) -> Template {
        let style = self.style;
        let Some(rules) = schema.rules() else { return style.inline(Template::default().hole("")) };
        if let Some((login, _)) = keys::logins(self.request, schema).into_iter().next() {
            return style.inline(Template::default().hole(yaml::scalar(&login, style.flow)));
        }
        let example = rules.annotations.default.as_ref().or(rules.annotations.examples.first()).or(rules.enumeration.first());
        let example = example.map(|json| json.as_str().map_or_else(|| json.to_string(), |text| yaml::scalar(text, style.flow)));
        match rules.type_ {
            Some(Type::Object) => self.object(schema, &[], depth),
            Some(Type::Array) => style.empty_list(),
            Some(Type::String) if rules.secret => {
                let secret = "fn::secret".to_owned();
                style.object(vec![(secret, style.inline(Template::default().hole("")))])
            }
            // A switch that has to be there, or that is the way to log in, is there to be on.
            Some(Type::Boolean) if !is_optional => style.inline(Template::text("true")),
            _ => style.inline(Template::default().hole(example.unwrap_or_default())),
        }
    }
}
