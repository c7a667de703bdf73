//! The resolved environment as rows, one for each value: what it is, where it is from, what it replaced, and what becomes of it.

use std::sync::Arc;

use super::exports::dropped;
use super::{Preview, Shown, Site, site, words};
use crate::document::ExprKind;
use crate::eval::{Evaluation, Imported};
use crate::schema::Type;
use crate::section::Section;
use crate::value::{Entry, Kind, Value};

/// Rows beyond which the rest is left out.
const MAX_ROWS: usize = 200_000;

/// One value.
#[derive(Clone, Debug)]
pub struct Row {
    /// How many values it is inside of.
    pub depth: usize,
    /// What it is called there.
    pub label: Label,
    /// Its type in a word or a few.
    pub type_: String,
    /// What it is.
    pub shown: Shown,
    /// Where it is written.
    pub site: Option<Site>,
    /// The import that brought it, as written; `None` for what the environment itself says.
    pub import: Option<String>,
    /// What it replaced in the layer below.
    pub replaced: Option<Replaced>,
    /// Importers may not replace it.
    pub is_final: bool,
    /// Why programs do not get it, although it stands where they get values from.
    pub loss: Option<Loss>,
}

/// Why programs do not get a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Loss {
    /// An entry of `environmentVariables` or `files` that is a list or an object is left out, without a word.
    Dropped(Type),
    /// `environmentVariables` or `files` is no object, and is ignored as a whole.
    Ignored,
}

/// What a value is called in what holds it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Label {
    /// A key.
    Key(String),
    /// An item's number, from 0.
    Index(usize),
}

/// A value that another one was put in the place of.
#[derive(Clone, Debug)]
pub struct Replaced {
    /// What it was.
    pub shown: Shown,
    /// Where it is written.
    pub site: Option<Site>,
}

impl Preview<'_> {
    /// The rows, in order of the keys' bytes. Those that are left out at the end because there are too many are not counted.
    pub fn tree(&mut self) -> Vec<Row> {
        let evaluation = Arc::clone(&self.evaluation);
        let layers = imports(&evaluation);
        let mut walk = Walk { preview: self, own: &evaluation, rows: Vec::new(), section: None };
        walk.members(&evaluation.root, 0, true, &layers);
        walk.rows
    }
}

/// What each import that is merged has at some path, the uppermost first.
type Layers = Vec<(Arc<str>, Value)>;

fn imports(evaluation: &Evaluation) -> Layers {
    let entries = evaluation.document.imports.iter().zip(&evaluation.imports).rev().filter(|(entry, _)| entry.merge);
    let layer = |(entry, imported): (&crate::document::Import, &Imported)| {
        Some((entry.name.as_ref()?.text.clone(), imported.evaluation()?.root.clone()))
    };
    entries.filter_map(layer).collect()
}

fn below(layers: &Layers, key: &str) -> Layers {
    let member = |value: &Value| value.as_object()?.get(key).cloned();
    layers.iter().filter_map(|(name, value)| Some((name.clone(), member(value)?))).collect()
}

struct Walk<'w, 'p> {
    preview: &'w mut Preview<'p>,
    own: &'w Evaluation,
    rows: Vec<Row>,
    /// The section that is being walked, whose entries programs receive.
    section: Option<Section>,
}

impl Walk<'_, '_> {
    /// Adds rows for the parts of a value. `own` as in the JSON.
    fn members(&mut self, value: &Value, depth: usize, own: bool, layers: &Layers) {
        match value.kind() {
            Kind::Object(object) => {
                for entry in object.entries() {
                    if depth == 0 {
                        self.section = Section::parse(entry.key()).filter(|section| is_received(*section));
                    }
                    self.entry(entry, depth, own, &below(layers, entry.key()));
                }
            }
            Kind::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(Label::Index(index), item, depth, own, &Layers::new());
                }
            }
            Kind::Unknown(_) | Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => {}
        }
    }

    fn entry(&mut self, entry: &Entry, depth: usize, own: bool, layers: &Layers) {
        let label = Label::Key(self.preview.veil.name(entry.key()).into_owned());
        let index = self.rows.len();
        self.value(label, entry.value(), depth, own && entry.is_own(), layers);
        let replaced = entry.overridden().filter(|below| is_replaced(entry.value(), below));
        if let (Some(row), Some(below)) = (self.rows.get_mut(index), replaced) {
            row.replaced = Some(Replaced { shown: self.preview.shown(below), site: below.origin().map(site) });
        }
    }

    fn value(&mut self, label: Label, value: &Value, depth: usize, own: bool, layers: &Layers) {
        if self.rows.len() >= MAX_ROWS {
            return;
        }
        let value = if own { value.output() } else { value };
        let shown = self.preview.shown(value);
        let is_open = matches!(shown, Shown::Parts(_));
        self.rows.push(Row {
            depth,
            label,
            type_: words::type_of(value),
            shown,
            site: value.origin().map(site),
            import: self.import(value, layers),
            replaced: None,
            is_final: value.is_final(),
            loss: self.section.and_then(|_| loss(value, depth)),
        });
        if is_open {
            crate::deep(|| self.members(value, depth + 1, own, layers));
        }
    }

    /// The uppermost import that has this very value.
    fn import(&self, value: &Value, layers: &Layers) -> Option<String> {
        let origin = value.origin().filter(|origin| origin.document.source.path() != self.own.document.source.path())?;
        let has_it =
            |other: &Value| other.origin().is_some_and(|other| other.expr == origin.expr && Arc::ptr_eq(&other.document, &origin.document));
        layers.iter().find(|(_, other)| has_it(other)).map(|(name, _)| self.preview.veil.name(name).into_owned())
    }
}

fn loss(value: &Value, depth: usize) -> Option<Loss> {
    match depth {
        0 => (!value.may_be_object()).then_some(Loss::Ignored),
        1 => dropped(value).map(Loss::Dropped),
        _ => None,
    }
}

fn is_received(section: Section) -> bool {
    matches!(section, Section::EnvironmentVariables | Section::Files)
}

/// Whether one value was put in the place of another that somebody has written, and not merged with it.
fn is_replaced(value: &Value, below: &Value) -> bool {
    let merges = value.may_be_object() && below.may_be_object();
    !merges && !value.same(below) && is_written(below)
}

/// Whether an expression makes the value. Below an object of which not all is known, any key may have one that nobody has written.
fn is_written(value: &Value) -> bool {
    let Some(origin) = value.origin() else { return false };
    let kind = &origin.document.expr(origin.expr).kind;
    !(value.is_unknown() && matches!(kind, ExprKind::Object(_) | ExprKind::Array(_)))
}
