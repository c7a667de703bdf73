//! ESC205: another tool's way of writing a reference.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use esc_syntax::{Interpolation, Node, Part, ScalarStyle, TextRange};
use memchr::memmem;

use super::exported::variables;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ExprId, ExprKind, Function};
use crate::value::Value;
use crate::{Edit, Fix, Section, Severity, text_range};

pub(super) static RULE: Rule = Rule {
    code: "ESC205",
    name: "foreign-interpolation",
    summary: "`$NAME`, `{{ name }}` and `%NAME%` are plain text",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::References,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "`$name`, `{{ name }}` or `%name%` on one line of text, where `name` is a value of this environment; and, in an environment variable that \
               holds no blanks, `$NAME` or `%NAME%` in capitals.",
        why: "ESC replaces `${...}` and nothing else. The program that reads the value gets the letters as they stand there: `PATH` with `$PATH` in it is a \
              path without the programs that were on it.",
        bad: "values:\n  host: db.example.com\n  environmentVariables:\n    DATABASE: postgres://$host/app\n",
        good: "values:\n  host: db.example.com\n  environmentVariables:\n    DATABASE: postgres://${host}/app\n",
        fix: "Write `${name}`. Variables of the shell are out of reach: set them where the program is started. The fix writes the reference where there is a \
              value of that name; it has to be asked for, because the text may be meant for someone who does replace it.",
        reference: "Says nothing: it is text.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if !may_hold(context.source().text()) {
        return;
    }
    let document = context.document;
    let mut candidates = document.exprs().filter(|(id, expr)| {
        let text = matches!(expr.kind, ExprKind::String(_) | ExprKind::Interpolation(_));
        let node = context.node(expr.node);
        text && may_hold(node.source()) && is_one_line(node) && !is_secret(context, *id)
    });
    let Some(first) = candidates.next() else { return };
    let names = Names::new(context);
    for (id, expr) in std::iter::once(first).chain(candidates) {
        for found in references(context.node(expr.node)) {
            if let Some(finding) = names.finding(context, id, &found) {
                sink.report(finding);
            }
        }
    }
}

/// Whether there can be one in `source`. Most files have none.
fn may_hold(source: &str) -> bool {
    let mut marks = memchr::memchr2_iter(b'$', b'%', source.as_bytes());
    marks.any(|at| name_length(&source[at + 1..]) > 0) || memmem::find(source.as_bytes(), b"{{").is_some()
}

/// Text of several lines is a script or a template, which someone else reads.
fn is_one_line(node: Node<'_>) -> bool {
    !matches!(node.style(), Some(ScalarStyle::Literal | ScalarStyle::Folded)) && !node.source().contains('\n')
}

fn is_secret(context: &Context<'_>, id: ExprId) -> bool {
    let parents = std::iter::successors(Some(id), |id| context.document.expr(*id).parent);
    parents.skip(1).any(|parent| matches!(&context.document.expr(parent).kind, ExprKind::Call(call) if call.function == Function::Secret))
}

/// A piece of text that some other tool would replace.
struct Foreign {
    /// What it names: a name, or a path.
    name: String,
    /// Where it is written, in the file.
    range: TextRange,
    /// Whether it is written with braces, as templates have it.
    template: bool,
}

/// All of them in a scalar, outside of `${...}` and `$$`.
fn references(node: Node<'_>) -> Vec<Foreign> {
    let text = node.scalar_text();
    let parts = Interpolation::parse(&text.text).parts;
    let literal = parts.into_iter().filter_map(|part| match part {
        Part::Text(_, range) => Some(range),
        Part::Access(_) => None,
    });
    let found = literal.flat_map(|range| scan(&text.text[range]).into_iter().map(move |found| (range.start(), found)));
    let placed = found.map(|(start, (place, name))| {
        let decoded = text_range(place) + start;
        let template = text.text[decoded].starts_with('{');
        Foreign { name: name.to_owned(), range: text.source_range(decoded), template }
    });
    placed.collect()
}

/// Places and names in `text`, in order.
fn scan(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(['$', '{', '%']).map(|next| at + next) {
        let rest = &text[start..];
        let name = match rest.as_bytes()[0] {
            b'$' if rest.starts_with("$$") => None,
            b'$' => Some(&rest[1..1 + name_length(&rest[1..])]).filter(|name| !name.is_empty()).map(|name| (1 + name.len(), name)),
            b'{' => template(rest),
            _ => percent(rest).filter(|_| !text[..start].ends_with(|c: char| c.is_ascii_alphanumeric())),
        };
        let step = if rest.starts_with("$$") { 2 } else { 1 };
        at = start + name.map_or(step, |(length, _)| length);
        found.extend(name.map(|(length, name)| (start..start + length, name)));
    }
    found
}

/// `{{ name }}`, with the length of all of it.
fn template(text: &str) -> Option<(usize, &str)> {
    let end = text.strip_prefix("{{")?.find("}}")?;
    let name = text[2..2 + end].trim();
    let is_path = name.split('.').all(|step| !step.is_empty() && name_length(step) == step.len());
    is_path.then_some((end + 4, name))
}

/// `%name%`, with the length of all of it.
fn percent(text: &str) -> Option<(usize, &str)> {
    let name = &text[1..1 + name_length(&text[1..])];
    (!name.is_empty() && text[1 + name.len()..].starts_with('%')).then_some((name.len() + 2, name))
}

/// How many bytes of `text` are a name.
fn name_length(text: &str) -> usize {
    match text.bytes().next() {
        Some(b'0'..=b'9') | None => 0,
        Some(_) => text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count(),
    }
}

/// What a name may mean.
struct Names<'d> {
    values: HashMap<&'d str, ExprId>,
    /// All values, imported ones too.
    root: &'d Value,
    /// Values of exported variables.
    exported: HashSet<ExprId>,
    /// Exported variables that have a path.
    variables: HashMap<&'d str, ExprId>,
}

impl<'d> Names<'d> {
    fn new(context: &Context<'d>) -> Names<'d> {
        let document = context.document;
        let section = document.value("environmentVariables").and_then(|property| document.expr(property.value).kind.as_object());
        Names {
            root: &context.evaluation.root,
            values: document
                .values
                .iter()
                .filter(|property| !property.duplicate)
                .map(|property| (&*property.key, property.value))
                .collect(),
            exported: variables(document).map(|property| property.value).collect(),
            variables: section.unwrap_or_default().iter().map(|property| (&*property.key, property.value)).collect(),
        }
    }

    fn finding(&self, context: &Context<'_>, id: ExprId, foreign: &Foreign) -> Option<Finding> {
        let node = context.node(context.document.expr(id).node);
        let path = self.path(&foreign.name, id);
        let exported = self.exported.contains(&id) && is_shell_name(&foreign.name) && !foreign.template && !node.text().contains(' ');
        if path.is_none() && !exported {
            return None;
        }
        let written = code(&node.tree().text()[foreign.range]);
        let finding = Finding::at(node, format!("{written} is plain text to ESC, and is not replaced")).range(foreign.range);
        let Some(path) = path else {
            return Some(finding.help("Variables of the shell are out of reach; write `${path}` to refer to a value of this environment"));
        };
        let edits = vec![Edit::replace(foreign.range, format!("${{{path}}}"))];
        let fix = context.sound(edits).map(|edits| Fix::on_request(format!("Write `${{{path}}}`"), edits));
        Some(finding.help(format!("Write `${{{path}}}`; a `$` that is to stay is written `$$`")).fix(fix))
    }

    /// The path of the value that is meant, if there is one. A value does not mean itself, and one letter means anything.
    fn path(&self, name: &str, inside: ExprId) -> Option<String> {
        if name.len() < 2 {
            return None;
        }
        let first = name.split('.').next().unwrap_or(name);
        let exists = match self.values.get(first) {
            Some(value) => *value != inside,
            None => self.root.as_object().is_some_and(|root| root.get(first).is_some()),
        };
        if exists && Section::parse(first).is_none() {
            return Some(name.to_owned());
        }
        self.variables.get(name).is_some_and(|value| *value != inside).then(|| format!("environmentVariables.{name}"))
    }
}

fn is_shell_name(name: &str) -> bool {
    name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn speaks_where_there_is_a_value_of_that_name() {
        check(
            "ESC205",
            "
            values:
              host: h
              app: {port: 1}
              a: http://$host/
                        ^^^^^ warning: `$host` is plain text to ESC, and is not replaced
              b: \"é {{ app.port }} ${host}\"
                    ^^^^^^^^^^^^^^ warning: `{{ app.port }}` is plain text to ESC, and is not replaced
              c: '%host%'
                  ^^^^^^ warning: `%host%` is plain text to ESC, and is not replaced
              d: [$host]
                  ^^^^^ warning: `$host` is plain text to ESC, and is not replaced
              e: $region/x
                 ^^^^^^^ warning: `$region` is plain text to ESC, and is not replaced
            imports: [base]
            === base
            values: {region: x}
        ",
        );
    }

    #[test]
    fn speaks_about_variables_in_variables() {
        check(
            "ESC205",
            "
            values:
              environmentVariables:
                PATH: /opt/bin:$PATH
                               ^^^^^ warning: `$PATH` is plain text to ESC, and is not replaced
                TEMPDIR: '%TEMP%\\x'
                          ^^^^^^ warning: `%TEMP%` is plain text to ESC, and is not replaced
        ",
        );
    }

    #[test]
    fn is_silent_about_text_that_only_looks_like_it() {
        check(
            "ESC205",
            "
            values:
              host: h$host
              a: costs $5 or 5%host%
              b: $$host
              c: $other {{ .Values.host }} {{ other }}
              d: {fn::secret: pa$host}
              e: |
                echo $host
              environmentVariables:
                SCRIPT: cd $HOME && make
                FORMAT: '{{ json }} %d%m'
                PASSWORD: a$bc
        ",
        );
    }

    #[test]
    fn writes_a_reference() {
        check_fix(
            "ESC205",
            "
            values:
              host: h
              environmentVariables:
                URL: http://$host/{{ host }}
                LOGIN: $URL/x
            ",
            "
            values:
              host: h
              environmentVariables:
                URL: http://${host}/${host}
                LOGIN: ${environmentVariables.URL}/x
            ",
        );
        check_no_fix("ESC205", "values: {host: h, a: [$host]}\n");
        check_no_fix("ESC205", "values:\n  environmentVariables:\n    PATH: $PATH:/x\n");
    }
}
