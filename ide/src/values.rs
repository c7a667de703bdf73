//! Values in words: what they are, what they come to, where they come from. Secret text is never shown.

use esc_analysis::Source;
use esc_analysis::preview::{self, Chain, Preview, Reason, Role, Shown, Step};
use esc_analysis::providers::ProviderKind;
use esc_analysis::schema::Schema;
use esc_analysis::value::{Kind, Value};

use crate::Markup;
use crate::paths::provider;

/// How much of a value is shown.
const MAX_LINES: usize = 12;
const MAX_WIDTH: usize = 80;
const MAX_DEPTH: usize = 4;

/// How many places are listed that a value comes from.
const MAX_STEPS: usize = 6;

/// The value as lines of YAML, `[secret]` for what may not be shown and `[unknown]` for what is not known.
pub(crate) fn lines(preview: &mut Preview<'_>, value: &Value) -> String {
    let mut lines = Vec::new();
    write(preview, value, "", 0, &mut lines);
    if lines.len() > MAX_LINES {
        lines.truncate(MAX_LINES);
        lines.push("...".to_owned());
    }
    lines.join("\n")
}

fn write(preview: &mut Preview<'_>, value: &Value, lead: &str, depth: usize, lines: &mut Vec<String>) {
    if lines.len() > MAX_LINES {
        return;
    }
    let indent = "  ".repeat(depth);
    let text = match preview.shown(value) {
        Shown::Text(text) if matches!(value.kind(), Kind::String(_)) => cut(&text),
        Shown::Text(text) => text,
        Shown::Bytes(length) => format!("[{length} bytes]"),
        Shown::Masked(_) => "[secret]".to_owned(),
        Shown::Unknown(_) => "[unknown]".to_owned(),
        Shown::Parts(count) => match value.kind() {
            Kind::Array(items) if count > 0 && depth < MAX_DEPTH => {
                let deeper = open(lead, depth, lines);
                return items.iter().for_each(|item| write(preview, item, "- ", deeper, lines));
            }
            Kind::Object(object) if count > 0 && depth < MAX_DEPTH => {
                let deeper = open(lead, depth, lines);
                for entry in object.entries() {
                    let lead = format!("{}: ", key(&preview.name(entry.key())));
                    write(preview, entry.value(), &lead, deeper, lines);
                }
                return;
            }
            Kind::Array(_) => if count == 0 { "[]" } else { "[...]" }.to_owned(),
            _ => if count == 0 { "{}" } else { "{...}" }.to_owned(),
        },
    };
    lines.push(format!("{indent}{lead}{text}"));
}

/// Writes the line above a collection, if there is one.
fn open(lead: &str, depth: usize, lines: &mut Vec<String>) -> usize {
    if lead.is_empty() {
        return depth;
    }
    lines.push(format!("{}{}", "  ".repeat(depth), lead.trim_end()));
    depth + 1
}

fn key(key: &str) -> String {
    let is_plain = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'));
    if is_plain { key.to_owned() } else { format!("{key:?}") }
}

/// Text in quotes, on one line.
fn cut(text: &str) -> String {
    let short: String = text.chars().take(MAX_WIDTH).collect();
    let more = if short.len() < text.len() { "..." } else { "" };
    format!("{short:?}{more}")
}

/// The type of a value, in words: `secret string`.
pub(crate) fn type_of(value: &Value) -> String {
    let name = preview::type_of(value);
    if is_marked_secret(value) { format!("secret {name}") } else { name }
}

/// Whether a value is secret by its mark or by its type.
pub(crate) fn is_marked_secret(value: &Value) -> bool {
    let by_type = |schema: &Schema| schema.rules().is_some_and(|rules| rules.secret);
    value.is_secret() || matches!(value.kind(), Kind::Unknown(unknown) if by_type(&unknown.schema))
}

/// What a value is and, if it is not known, why: "a secret string, unknown until opened, from `aws-login`".
pub(crate) fn summary(preview: &mut Preview<'_>, value: &Value) -> String {
    let type_ = type_of(value);
    let article = if type_.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let article = if ["anything", "nothing", "null"].contains(&type_.as_str()) { String::new() } else { format!("{article} ") };
    if !value.is_unknown() {
        return format!("{article}{type_}");
    }
    // Who would answer is worth more than what is still missing in the question: the lint tells that.
    let reason = provider(value).map_or_else(|| preview.reason(value), |(kind, name)| Reason::Opened(kind, name));
    format!("{article}{type_}, unknown{}", why(&reason))
}

fn why(reason: &Reason) -> String {
    match reason {
        Reason::Opened(ProviderKind::Provider, name) => format!(" until opened, from `{name}`"),
        Reason::Opened(ProviderKind::Rotator, name) => format!(" until opened, from the rotator `{name}`"),
        Reason::Encrypted => ": it is encrypted".to_owned(),
        Reason::Import(name) => format!(": the import `{name}`, of which nothing is known here, may define it"),
        Reason::Context => " until opened: Pulumi Cloud tells it then".to_owned(),
        Reason::Rotation => ": only a rotation evaluates it".to_owned(),
        Reason::Mistake => ": something is wrong with it, or with what it is made from".to_owned(),
        Reason::Derived => " until opened: it is made from something that is".to_owned(),
    }
}

/// Where a value comes from, if not from `source` alone: who sets it, and what that overrides.
pub(crate) fn with_origin(markup: Markup, chain: &Chain, source: &Source) -> Markup {
    let steps: Vec<&Step> = chain.steps.iter().filter(|step| step.depth == 0).collect();
    match steps.as_slice() {
        [only] if only.role == Role::Sets && only.site.source.path() == source.path() => markup,
        [only] if only.role == Role::Sets => markup.text(format!("Set in {}{}.", place(only), through(only))),
        steps => {
            let rest = steps.len().saturating_sub(MAX_STEPS);
            let lines = steps.iter().take(MAX_STEPS).map(|step| format!("{}{} {}", place(step), through(step), role(&step.role)));
            markup.list(lines.chain((rest > 0).then(|| format!("and {rest} more"))))
        }
    }
}

fn place(step: &Step) -> String {
    let source = &step.site.source;
    format!("`{}` line {}", file_name(source.path()), source.line(step.site.range.start()) + 1)
}

/// By way of which imports, where that is more than one.
fn through(step: &Step) -> String {
    let names: Vec<String> = step.through.iter().map(|name| format!("`{name}`")).collect();
    if names.len() > 1 { format!(" (by way of {})", names.join(", ")) } else { String::new() }
}

fn role(role: &Role) -> &'static str {
    match role {
        Role::Sets | Role::Reads(_) => "sets it",
        Role::Adds => "adds keys to it",
        Role::Replaced => "is overridden",
        Role::Refused => "cannot override it: it is final",
        Role::Missing => "imports something that is not known here and may set it",
        Role::Cuts => "is in its way",
    }
}

/// The last part of a path.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
