//! Providers and rotators, their inputs and outputs, as their catalogue describes them.

use esc_analysis::preview;
use esc_analysis::providers::{Provider, ProviderKind};
use esc_analysis::schema::{Schema, Type};

use crate::Markup;

pub(super) fn provider(provider: &Provider) -> Markup {
    let call = match provider.kind {
        ProviderKind::Provider => "fn::open",
        ProviderKind::Rotator => "fn::rotate",
    };
    let markup = Markup::new().text(format!("**`{call}::{}`**", provider.name)).text(&provider.description);
    let markup = titled_list(markup, "Inputs:", members(&provider.inputs));
    with_link(with_outputs(markup, provider), provider)
}

/// What it answers with, for someone who looks at the answer.
pub(super) fn answer(provider: &Provider) -> Markup {
    with_link(with_outputs(Markup::new().text(&provider.description), provider), provider)
}

fn with_outputs(markup: Markup, provider: &Provider) -> Markup {
    match &provider.output_keys {
        Some(input) => markup.text(format!("The output has the keys of `{input}`.")),
        None => titled_list(markup, "Outputs:", members(&provider.outputs)),
    }
}

/// All that the catalogue says of a provider or rotator, as a Markdown document.
pub(super) fn page(provider: &Provider) -> String {
    let call = match provider.kind {
        ProviderKind::Provider => "fn::open",
        ProviderKind::Rotator => "fn::rotate",
    };
    let mut page = format!("# {call}::{}\n\n{}\n", provider.name, provider.description);
    if let Some(docs) = &provider.docs {
        page.push_str(&format!("\nDocumentation: <{docs}>\n"));
    }
    for (title, schema) in [("Inputs", &provider.inputs), ("State", &provider.state), ("Outputs", &provider.outputs)] {
        let mut lines = Vec::new();
        outline(schema, 0, &mut lines);
        if !lines.is_empty() {
            page.push_str(&format!("\n## {title}\n\n{}\n", lines.join("\n")));
        }
    }
    if let Some(input) = &provider.output_keys {
        page.push_str(&format!("\n## Outputs\n\nThe output has the keys of `{input}`.\n"));
    }
    page
}

/// Schemas are written out no deeper than this; they may be recursive.
const MAX_DEPTH: usize = 6;

fn outline(schema: &Schema, depth: usize, lines: &mut Vec<String>) {
    if depth >= MAX_DEPTH {
        return;
    }
    let required = schema.rules().map(|rules| rules.required.as_slice()).unwrap_or_default();
    for (key, member) in schema.properties() {
        outline_member(key, &member, required.contains(key), depth, lines);
    }
    let Some(rules) = schema.rules() else { return };
    if let Some(any) = rules.additional_properties.map(|part| schema.part(part)).filter(|any| !any.is_never() && !any.is_always()) {
        outline_member("(any name)", &any, false, depth, lines);
    }
    for alternative in schema.parts(&rules.any_of).chain(schema.parts(&rules.one_of)) {
        outline(&alternative, depth, lines);
    }
    if let Some(items) = rules.items.map(|part| schema.part(part)) {
        outline(&items, depth, lines);
    }
}

fn outline_member(key: &str, member: &Schema, required: bool, depth: usize, lines: &mut Vec<String>) {
    let required = if required { ", required" } else { "" };
    let mut line = format!("{}- `{key}` ({}{required})", "  ".repeat(depth), type_name(member));
    if let Some(text) = description(member) {
        line.push_str(&format!(": {text}"));
    }
    let facts = facts(member);
    if !facts.is_empty() {
        line.push_str(&format!(" {}.", facts.join("; ")));
    }
    lines.push(line);
    outline(member, depth + 1, lines);
}

fn titled_list(markup: Markup, title: &str, items: Vec<String>) -> Markup {
    if items.is_empty() { markup } else { markup.text(title).list(items) }
}

fn with_link(markup: Markup, provider: &Provider) -> Markup {
    match &provider.docs {
        Some(docs) => markup.link("Documentation", docs.as_str()),
        None => markup,
    }
}

fn members(schema: &Schema) -> Vec<String> {
    let required = schema.rules().map(|rules| rules.required.as_slice()).unwrap_or_default();
    let mut members: Vec<_> = schema.properties().collect();
    members.sort_by_key(|(key, _)| !required.contains(key));
    let line = |(key, schema): (&std::sync::Arc<str>, Schema)| {
        let required = if required.contains(key) { ", required" } else { "" };
        let description = description(&schema).map(|text| format!(": {text}")).unwrap_or_default();
        format!("`{key}` ({}{required}){description}", type_name(&schema))
    };
    members.into_iter().map(line).collect()
}

/// An input or output, found by its path from `schema` on.
pub(super) fn member(provider: &Provider, schema: &Schema, path: &[String], what: &str) -> Option<Markup> {
    let (name, parents) = path.split_last()?;
    let parent = parents.iter().fold(schema.clone(), |schema, step| step_into(&schema, step));
    let found = step_into(&parent, name);
    if found.is_never() {
        return None;
    }
    let is_required = parent.rules().is_some_and(|rules| rules.required.iter().any(|required| **required == **name));
    let required = if is_required && what == "input" { ", required" } else { "" };
    let title = format!("**`{name}`**: {}{required}, {what} of `{}`", type_name(&found), provider.name);
    let mut markup = Markup::new().text(title).text(description(&found).unwrap_or_default()).list(facts(&found));
    if found.type_() == Some(Type::Object) {
        markup = titled_list(markup, "Members:", members(&found));
    }
    Some(with_link(markup, provider))
}

fn step_into(schema: &Schema, step: &str) -> Schema {
    if step == "[]" { schema.item(0) } else { schema.property(step) }
}

/// Defaults, choices, examples, limits.
fn facts(schema: &Schema) -> Vec<String> {
    let Some(rules) = schema.rules() else { return Vec::new() };
    let mut facts = Vec::new();
    if let Some(default) = &rules.annotations.default {
        facts.push(format!("Default: `{}`", plain(default)));
    }
    if !rules.enumeration.is_empty() {
        let choices = rules.enumeration.iter().map(|choice| format!("`{}`", plain(choice)));
        facts.push(format!("One of {}", choices.collect::<Vec<_>>().join(", ")));
    }
    if let Some(example) = rules.annotations.examples.first() {
        facts.push(format!("Example: `{}`", plain(example)));
    }
    if rules.annotations.deprecated {
        facts.push("Deprecated".to_owned());
    }
    facts
}

fn plain(json: &serde_json::Value) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

fn description(schema: &Schema) -> Option<String> {
    Some(schema.rules()?.annotations.description.as_ref()?.to_string())
}

/// A type in a word or a few: `secret string`, `list of numbers`.
pub(crate) fn type_name(schema: &Schema) -> String {
    let name = preview::type_name(schema);
    if schema.rules().is_some_and(|rules| rules.secret) { format!("secret {name}") } else { name }
}
