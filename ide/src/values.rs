//! Values in words: what they are, what they come to, where they come from. Secret text is never shown.

use std::sync::Arc;

use esc_analysis::document::doc_path;
use esc_analysis::rules::{ALL, Group, Level};
use esc_analysis::schema::Schema;
use esc_analysis::value::{Kind, Origin, Value};
use esc_analysis::{Settings, Source};
use esc_syntax::TextRange;

use crate::Context;
use crate::docs::type_name;
use crate::paths::provider;

/// How much of a value is shown.
const MAX_LINES: usize = 12;
const MAX_WIDTH: usize = 80;
const MAX_DEPTH: usize = 4;

/// Shows values of one environment.
pub(crate) struct Shower<'c, 'a> {
    context: &'c Context<'a>,
    /// Files that were looked at for secrets that nobody has marked, and where those are.
    unmarked: Vec<(Arc<Source>, Vec<TextRange>)>,
}

impl<'c, 'a> Shower<'c, 'a> {
    pub fn new(context: &'c Context<'a>) -> Shower<'c, 'a> {
        Shower { context, unmarked: Vec::new() }
    }

    /// The value as lines of YAML, `[secret]` for what is secret and `[unknown]` for what is not known.
    pub fn preview(&mut self, value: &Value) -> String {
        let mut lines = Vec::new();
        self.write(value, "", 0, &mut lines);
        if lines.len() > MAX_LINES {
            lines.truncate(MAX_LINES);
            lines.push("...".to_owned());
        }
        lines.join("\n")
    }

    fn write(&mut self, value: &Value, lead: &str, depth: usize, lines: &mut Vec<String>) {
        if lines.len() > MAX_LINES {
            return;
        }
        let indent = "  ".repeat(depth);
        let bracketed = |text: &str| format!("{indent}{lead}{text}");
        if self.is_secret(value) {
            return lines.push(bracketed("[secret]"));
        }
        match value.kind() {
            Kind::Object(object) if !object.entries().is_empty() && depth < MAX_DEPTH => {
                let deeper = self.open(lead, depth, lines);
                for entry in object.entries() {
                    self.write(entry.value(), &format!("{}: ", key(entry.key())), deeper, lines);
                }
            }
            Kind::Array(items) if !items.is_empty() && depth < MAX_DEPTH => {
                let deeper = self.open(lead, depth, lines);
                for item in items.iter() {
                    self.write(item, "- ", deeper, lines);
                }
            }
            _ => lines.push(bracketed(&scalar(value))),
        }
    }

    /// Writes the line above a collection, if there is one.
    fn open(&self, lead: &str, depth: usize, lines: &mut Vec<String>) -> usize {
        if lead.is_empty() {
            return depth;
        }
        lines.push(format!("{}{}", "  ".repeat(depth), lead.trim_end()));
        depth + 1
    }

    /// Whether a value is secret: marked as such, or recognised by the rules about secrets.
    pub fn is_secret(&mut self, value: &Value) -> bool {
        if value.is_secret() {
            return true;
        }
        let Some(origin) = value.origin() else { return false };
        if matches!(value.kind(), Kind::Unknown(_) | Kind::Null | Kind::Bool(_)) {
            return false;
        }
        let range = origin.document.node(origin.document.expr(origin.expr).node).full_range();
        self.secrets(&origin.document.source).iter().any(|secret| secret.intersect(range).is_some_and(|both| !both.is_empty()))
    }

    fn secrets(&mut self, source: &Arc<Source>) -> &[TextRange] {
        let known = self.unmarked.iter().position(|(other, _)| Arc::ptr_eq(other, source));
        let index = known.unwrap_or_else(|| {
            self.unmarked.push((Arc::clone(source), unmarked_secrets(self.context, source)));
            self.unmarked.len() - 1
        });
        &self.unmarked[index].1
    }
}

/// Where the rules about secrets point in a file.
fn unmarked_secrets(context: &Context<'_>, source: &Arc<Source>) -> Vec<TextRange> {
    let mut settings = Settings::default();
    settings.heed_suppressions = false;
    for rule in ALL {
        match rule.group {
            Group::Secrets => settings.select(rule),
            _ => settings.set(rule, Level::Off),
        }
    }
    let found = context.analyzer.lint(source, &settings);
    found.iter().filter(|finding| finding.source.path() == source.path()).map(|finding| finding.range).collect()
}

fn key(key: &str) -> String {
    let is_plain = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'));
    if is_plain { key.to_owned() } else { format!("{key:?}") }
}

fn scalar(value: &Value) -> String {
    match value.kind() {
        Kind::Unknown(_) => "[unknown]".to_owned(),
        Kind::Null => "null".to_owned(),
        Kind::Bool(value) => value.to_string(),
        Kind::Number(text) => text.to_string(),
        Kind::String(text) => cut(&String::from_utf8_lossy(text.expose_bytes())),
        Kind::Array(items) if items.is_empty() => "[]".to_owned(),
        Kind::Object(object) if object.entries().is_empty() => "{}".to_owned(),
        Kind::Array(_) => "[...]".to_owned(),
        Kind::Object(_) => "{...}".to_owned(),
    }
}

/// Text in quotes, on one line.
fn cut(text: &str) -> String {
    let short: String = text.chars().take(MAX_WIDTH).collect();
    let more = if short.len() < text.len() { "..." } else { "" };
    format!("{short:?}{more}")
}

/// The type of a value, in words: `secret string`.
pub(crate) fn type_of(value: &Value) -> String {
    let name = match value.kind() {
        Kind::Unknown(unknown) => type_name(&unknown.schema),
        Kind::Null => "null".to_owned(),
        Kind::Bool(_) => "boolean".to_owned(),
        Kind::Number(_) => "number".to_owned(),
        Kind::String(_) => "string".to_owned(),
        Kind::Array(_) => "list".to_owned(),
        Kind::Object(_) => "object".to_owned(),
    };
    if is_marked_secret(value) && !name.starts_with("secret") { format!("secret {name}") } else { name }
}

/// Whether a value is secret by its mark or by its type.
pub(crate) fn is_marked_secret(value: &Value) -> bool {
    let by_type = |schema: &Schema| schema.rules().is_some_and(|rules| rules.secret);
    value.is_secret() || matches!(value.kind(), Kind::Unknown(unknown) if by_type(&unknown.schema))
}

/// What a value is and, if it is not known, why: "a secret string, unknown until opened, from `aws-login`".
pub(crate) fn summary(value: &Value) -> String {
    let type_ = type_of(value);
    let article = if type_.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let article = if ["anything", "nothing", "null"].contains(&type_.as_str()) { String::new() } else { format!("{article} ") };
    if !value.is_unknown() {
        return format!("{article}{type_}");
    }
    match provider(value) {
        Some((_, provider)) => format!("{article}{type_}, unknown until opened, from `{provider}`"),
        None => format!("{article}{type_}, unknown: {}", why_unknown(value)),
    }
}

fn why_unknown(value: &Value) -> &'static str {
    use esc_analysis::document::{Arguments, ExprKind};
    let Some(origin) = value.origin() else { return "Pulumi Cloud tells it when the environment is opened" };
    match &origin.document.expr(origin.expr).kind {
        ExprKind::Call(call) if matches!(call.arguments, Arguments::Ciphertext { .. }) => "it is encrypted",
        ExprKind::Call(_) => "it is computed from something that is not known before the environment is opened",
        ExprKind::Invalid => "what is written there cannot be read",
        _ => "it depends on something that is not known before the environment is opened",
    }
}

/// Where a value is written, in another file: `values.aws.region` in `base.yaml`.
pub(crate) fn place(origin: &Origin) -> String {
    let path = doc_path(origin.document.node(origin.document.expr(origin.expr).node));
    format!("`{path}` in `{}`", file_name(origin.document.source.path()))
}

/// The last part of a path.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
