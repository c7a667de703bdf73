//! Paths inside `${...}`, in scalars of every style.

use esc_analysis::Section;
use esc_analysis::schema::{self, Schema, Type};
use esc_analysis::variables::{CredentialSet, Filling};
use esc_syntax::{Access, Accessor, AccessorKind, Interpolation, Part, ScalarStyle, TextRange, TextSize};

use super::circles::Circles;
use super::{Completion, CompletionKind, MARK, Request, Template, keys, yaml};
use crate::DocKey;
use crate::expect::Expected;
use crate::paths::{Member, Target, output_key};
use crate::spot::entry_of_value;
use crate::values::type_of;

/// Composites are offered part by part down to here where they cannot be used whole.
const MAX_DEPTH: usize = 4;
const MAX_PARTS: usize = 200;

/// What may stand at the mark if it is inside of a `${...}`, or behind a `$` that could begin one; `None` if it is not.
pub(super) fn complete(request: &Request<'_, '_>) -> Option<Vec<Completion>> {
    let site = Site::find(request)?;
    // An exclusion that is not known to be needed would hide what is asked for.
    if !request.expected.takes_references() {
        return Some(Vec::new());
    }
    let Some(target) = Target::follow(request.context, &site.before) else { return Some(Vec::new()) };
    let circles = Circles::new(&request.marked.document, request.node.id());
    let mut found = Vec::new();
    for member in target.members(request.context) {
        site.offer(&circles, vec![member], &mut found);
    }
    Some(found)
}

/// The place in a reference where a step is being typed.
struct Site<'q, 'r, 'a> {
    request: &'q Request<'r, 'a>,
    /// The steps before.
    before: Vec<AccessorKind>,
    /// What is replaced, in decoded text: the step without its dot, and with it.
    name: TextRange,
    step: TextRange,
    /// The whole `${...}`; only the `$` if that is all.
    access: TextRange,
    /// Whether the closing brace is there.
    closed: bool,
    /// Whether it is a step in brackets.
    bracketed: bool,
    wanted: Wanted,
    /// The environment variable that it makes.
    variable: Option<String>,
}

/// What a value has to be to be of use.
enum Wanted {
    /// Anything.
    Any,
    /// Something that becomes text.
    Text,
    /// Something of this type.
    Typed(Schema),
}

impl<'q, 'r, 'a> Site<'q, 'r, 'a> {
    fn find(request: &'q Request<'r, 'a>) -> Option<Site<'q, 'r, 'a>> {
        let text = &*request.text.text;
        let at = size(text.find(MARK)?);
        let interpolation = Interpolation::parse(text);
        let access = interpolation.parts.iter().find_map(|part| match part {
            Part::Access(access) if access.range.start() + TextSize::of("${") <= at && at < access.range.end() => Some(access),
            _ => None,
        });
        let Some(access) = access else { return Site::at_dollar(request, at) };
        let index = access.accessors.iter().position(|accessor| accessor.range.contains(at))?;
        let accessor = &access.accessors[index];
        let whole = interpolation.parts.len() == 1;
        Some(Site {
            request,
            before: access.accessors[..index].iter().map(|accessor| accessor.kind.clone()).collect(),
            name: accessor.name_range,
            step: accessor.range,
            access: access.range,
            closed: access.closed && is_closed_here(text, access),
            bracketed: is_bracketed(text, accessor),
            wanted: wanted(request, whole),
            variable: variable(request),
        })
    }

    /// A `$` right before the mark begins a reference if it is not escaped and nothing else follows it.
    fn at_dollar(request: &'q Request<'r, 'a>, at: TextSize) -> Option<Site<'q, 'r, 'a>> {
        let text = &*request.text.text;
        let before = &text[..usize::from(at)];
        let dollars = before.len() - before.trim_end_matches('$').len();
        if dollars.is_multiple_of(2) {
            return None;
        }
        let range = TextRange::new(at - TextSize::of('$'), at + TextSize::of(MARK));
        let whole = text.len() == usize::from(range.len());
        let wanted = wanted(request, whole);
        let (before, variable) = (Vec::new(), variable(request));
        Some(Site { request, before, name: range, step: range, access: range, closed: false, bracketed: false, wanted, variable })
    }

    /// Offers a member, or what is in it where it cannot be used whole. `way` leads to it from where the site is.
    fn offer(&self, circles: &Circles<'_>, way: Vec<Member>, found: &mut Vec<Completion>) {
        let Some(member) = way.last() else { return };
        let path: Vec<AccessorKind> = self.before.iter().cloned().chain(way.iter().map(|member| member.step.clone())).collect();
        let fits = match circles.leads_back(&path) {
            true => None,
            false => self.wanted.takes(&member.target),
        };
        if let Some(rank) = fits {
            found.push(self.completion(&way, &path, rank));
            return;
        }
        if way.len() < MAX_DEPTH && found.len() < MAX_PARTS {
            for part in member.target.members(self.request.context) {
                self.offer(circles, way.iter().cloned().chain([part]).collect(), found);
            }
        }
    }

    fn completion(&self, way: &[Member], path: &[AccessorKind], rank: u8) -> Completion {
        let context = self.request.context;
        let target = &way[way.len() - 1].target;
        let text = self.steps(way);
        // A step in brackets takes the place of the dot too.
        let with_step = text.starts_with('[') || self.bracketed;
        let replaced = if with_step { self.step } else { self.name };
        let label = written(way.iter().map(|member| &member.step));
        let (range, lead, insert) = self.frame(replaced, &text, self.goes_on(target));
        let documentation = documentation(context, target, path);
        let kind = if matches!(documentation, Some(DocKey::Output(..))) { CompletionKind::Output } else { CompletionKind::Value };
        let rank = match self.suits(documentation.as_ref()) {
            true => 0,
            // Behind a dot a name is likelier than what has to be written otherwise.
            false => 1 + rank + u8::from(!way[0].own) + 2 * u8::from(way.len() > 1) + u8::from(with_step && !self.bracketed),
        };
        Completion::new(&label, kind, range, insert)
            .detail(target.value().map(type_of))
            .documentation(documentation)
            .rank(rank)
            .filter(format!("{lead}{}", label.trim_start_matches(if with_step { "" } else { "[" })))
    }

    /// Whether more of the path is likely to follow.
    fn goes_on(&self, target: &Target) -> bool {
        is_composite(target) && !matches!(self.wanted, Wanted::Typed(_))
    }

    /// Whether this output is what programs expect in the variable.
    fn suits(&self, documentation: Option<&DocKey>) -> bool {
        let (Some(variable), Some(DocKey::Output(kind, name, path))) = (&self.variable, documentation) else { return false };
        let fillings = CredentialSet::of(*kind, name).filter_map(|set| set.member(variable)).map(|member| member.filling);
        fillings.into_iter().any(|filling| matches!(filling, Filling::Output(output) if output == path.as_slice()))
    }

    fn steps(&self, way: &[Member]) -> String {
        let steps = way.iter().map(|member| &member.step);
        if self.bracketed
            && let AccessorKind::Name(key) = &way[0].step
        {
            let bracketed = AccessorKind::Key(key.clone());
            return written(std::iter::once(&bracketed).chain(steps.skip(1)));
        }
        written(steps)
    }

    /// The text to insert with what has to be around it: what it replaces, the text in there before the step, and the whole.
    fn frame(&self, replaced: TextRange, text: &str, goes_on: bool) -> (TextRange, String, Template) {
        let request = self.request;
        let style = request.node.style().unwrap_or(ScalarStyle::Plain);
        let source = |range: TextRange| request.marked.original(request.text.source_range(range));
        let begins = self.access.len() == TextSize::of('$') + TextSize::of(MARK);
        let needs_quotes = style == ScalarStyle::Plain && request.is_in_flow();
        let (range, before, open) = if needs_quotes {
            // Braces of a reference mean something else in a collection with brackets, so the whole reference goes in quotes.
            let written = &request.text.text[TextRange::new(self.access.start(), replaced.start())];
            let before = if begins { "${" } else { written };
            (source(TextRange::new(self.access.start(), replaced.end().max(self.access.end()))), before, "\"")
        } else {
            (source(replaced), if begins { "${" } else { "" }, "")
        };
        let typed = request.context.source().text().get(usize::from(range.start())..usize::from(request.marked.offset)).unwrap_or("");
        let lead = typed.strip_suffix(self.typed()).unwrap_or(typed).to_owned();
        let inner = yaml::inside(&format!("{before}{text}"), if needs_quotes { ScalarStyle::DoubleQuoted } else { style });
        let mut insert = Template::text(format!("{open}{inner}"));
        if !self.closed || needs_quotes {
            if goes_on {
                insert = insert.hole("");
            }
            insert = insert.then(format!("}}{open}"));
        }
        (range, lead, insert)
    }

    /// The letters of the step that are typed already.
    fn typed(&self) -> &str {
        let name = &self.request.text.text[self.name];
        name.split(MARK).next().unwrap_or("").trim_start_matches('$')
    }
}

/// A brace that closes an access belongs to it only if nothing but names lies between.
fn is_closed_here(text: &str, access: &Access) -> bool {
    text[access.range].ends_with('}')
}

fn is_bracketed(text: &str, accessor: &Accessor) -> bool {
    text[accessor.range].starts_with('[')
}

impl Wanted {
    /// How well a target fits, smaller is better; `None` if using it whole would be a mistake.
    fn takes(&self, target: &Target) -> Option<u8> {
        match self {
            Wanted::Any => Some(1),
            Wanted::Text => (!is_composite(target)).then_some(0),
            Wanted::Typed(wanted) => {
                let fits = match target.value() {
                    Some(value) => schema::check(value, wanted, &mut { BUDGET }).is_empty(),
                    None => target.schema().is_none_or(|schema| keys::can_be(&schema, wanted)),
                };
                let is_known = target.schema().is_some_and(|schema| schema.type_().is_some());
                fits.then_some(if is_known { 0 } else { 2 })
            }
        }
    }
}

/// Comparisons that a value may cost.
const BUDGET: u32 = 10_000;

fn is_composite(target: &Target) -> bool {
    match target {
        Target::Root | Target::Imports | Target::Environments | Target::Project(_) => true,
        Target::Value(_) | Target::Context(_) => {
            matches!(target.schema().and_then(|schema| schema.type_()), Some(Type::Object | Type::Array))
        }
    }
}

/// What a reference at the request's place has to be. `whole`: the scalar is nothing but the reference.
fn wanted(request: &Request<'_, '_>, whole: bool) -> Wanted {
    // Only text becomes an environment variable or a file.
    let is_exported = section(request).is_some_and(|(section, _)| matches!(section, Section::EnvironmentVariables | Section::Files));
    if !whole || is_exported {
        return Wanted::Text;
    }
    match request.expected.schema() {
        Some(schema) => Wanted::Typed(schema),
        None => Wanted::Any,
    }
}

/// The section that the scalar is an entry of, and its key.
fn section(request: &Request<'_, '_>) -> Option<(Section, String)> {
    let entry = entry_of_value(request.node)?;
    match Expected::at(entry.key, request.context.catalogue()) {
        Expected::Section(section) => Some((section, entry.key.text().into_owned())),
        _ => None,
    }
}

/// The environment variable that the scalar makes.
fn variable(request: &Request<'_, '_>) -> Option<String> {
    section(request).filter(|(section, _)| *section == Section::EnvironmentVariables).map(|(_, key)| key)
}

fn documentation(context: &crate::Context<'_>, target: &Target, path: &[AccessorKind]) -> Option<DocKey> {
    match target {
        Target::Value(_) => output_key(context, path),
        Target::Context(below) if below.is_empty() => Some(DocKey::Word("context".to_owned())),
        Target::Context(below) => Some(DocKey::Word(format!("context.{below}"))),
        Target::Imports => Some(DocKey::Word("imports".to_owned())),
        Target::Environments => Some(DocKey::Word("environments".to_owned())),
        Target::Root | Target::Project(_) => None,
    }
}

/// A path as it is written behind `${`.
pub(crate) fn written<'p>(steps: impl Iterator<Item = &'p AccessorKind>) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            AccessorKind::Index(index) => path.push_str(&format!("[{index}]")),
            AccessorKind::Name(key) if is_name(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            AccessorKind::Name(key) | AccessorKind::Key(key) => path.push_str(&format!("[\"{}\"]", key.replace('"', "\\\""))),
        }
    }
    path
}

/// Whether a key can be written without brackets. The grammar takes more than these characters, but nobody could read it.
fn is_name(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

fn size(offset: usize) -> TextSize {
    TextSize::try_from(offset).unwrap_or_default()
}
