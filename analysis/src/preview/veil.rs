//! What may not be shown: not only what is marked as secret.
//!
//! The reference forgets that the pieces of a split secret are secret, and nobody tells it of a credential in plain text. Whoever prints values
//! asks here. A value is judged by the expression that makes it, and by everything which that is made from, through references, functions
//! and imports; so text that was joined, encoded or taken apart is covered too.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use esc_syntax::TextRange;

use super::known::{Known, address};
use super::locate::{locate, steps};
use super::names::Names;
use crate::document::{Document, ExprId, ExprKind};
use crate::eval::{Analyzer, Evaluation};
use crate::rules::{ALL, Group, Level, Rule};
use crate::value::{Kind, Value};
use crate::{Settings, Severity, Source};

/// Why a value may not be shown, the surest last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Mask {
    /// It is not marked as secret, but its key or its form makes it likely to be one.
    Sensitive,
    /// It is, or is made from, a credential of a well-known form that is not marked as secret.
    Credential,
    /// It is made from a secret, and has lost the mark: a piece of a split one.
    Lost,
    /// It is marked as secret.
    Secret,
}

impl Mask {
    /// Whether it is certain to be secret, and no mere likelihood.
    pub fn is_certain(self) -> bool {
        self != Mask::Sensitive
    }
}

/// Rules about secrets that do not point at one. What they point at must be seen to be mended, a placeholder above all.
const HARMLESS: [&str; 6] =
    ["placeholder-value", "static-credentials", "broad-role", "unscoped-login", "secret-exported-whole", "secret-lost-by-split"];

/// Judges values of one environment.
pub(super) struct Veil<'p> {
    analyzer: &'p Analyzer<'p>,
    /// Secret text by file; in order, and not overlapping.
    files: HashMap<usize, Vec<(TextRange, Mask)>>,
    exprs: HashMap<(usize, ExprId), Option<Mask>>,
    names: Names,
}

impl<'p> Veil<'p> {
    pub fn new(analyzer: &'p Analyzer<'p>, known: &Known) -> Veil<'p> {
        let names = Names::of(known.all().map(|evaluation| &*evaluation.document.source));
        Veil { analyzer, files: HashMap::new(), exprs: HashMap::new(), names }
    }

    /// A name, or text that is shown, without the credentials that it may hold.
    pub fn name<'n>(&self, name: &'n str) -> Cow<'n, str> {
        self.names.shown(name)
    }

    /// Why the value itself may not be shown. Parts of lists and objects are judged one by one, unless the whole is marked.
    pub fn of_value(&mut self, known: &Known, value: &Value) -> Option<Mask> {
        if value.is_secret() {
            return Some(Mask::Secret);
        }
        match value.kind() {
            Kind::Number(_) | Kind::String(_) => {
                let origin = value.origin()?;
                self.of_expr(known, &origin.document, origin.expr)
            }
            Kind::Unknown(_) | Kind::Null | Kind::Bool(_) | Kind::Array(_) | Kind::Object(_) => None,
        }
    }

    /// Why nothing that is made from this expression may be shown.
    fn of_expr(&mut self, known: &Known, document: &Arc<Document>, expr: ExprId) -> Option<Mask> {
        let key = (address(document), expr);
        if let Some(found) = self.exprs.get(&key) {
            return *found;
        }
        // In a circle, the others decide.
        self.exprs.insert(key, None);
        let found = crate::deep(|| self.judge(known, document, expr));
        self.exprs.insert(key, found);
        found
    }

    fn judge(&mut self, known: &Known, document: &Arc<Document>, expr: ExprId) -> Option<Mask> {
        let evaluation = Arc::clone(known.evaluation(document)?);
        let value = evaluation.value(expr);
        if value.is_some_and(Value::is_secret) {
            return Some(Mask::Lost);
        }
        let mut found = self.of_text(document, expr);
        for reference in document.expr(expr).kind.references() {
            found = found.max(self.of_reference(known, &evaluation, steps(&reference.accessors)));
        }
        for child in document.declared_children(expr) {
            found = found.max(self.of_expr(known, document, child));
        }
        let inherited = value.and_then(Value::as_object).into_iter().flat_map(|object| object.entries()).filter(|entry| !entry.is_own());
        for origin in inherited.filter_map(|entry| entry.value().origin()) {
            found = found.max(self.of_expr(known, &origin.document, origin.expr));
        }
        found
    }

    fn of_reference<'a>(
        &mut self,
        known: &Known,
        evaluation: &Evaluation,
        path: impl IntoIterator<Item = &'a esc_syntax::AccessorKind>,
    ) -> Option<Mask> {
        let located = locate(evaluation, path)?;
        if located.through_secret {
            return Some(Mask::Lost);
        }
        let origin = located.value.origin()?;
        self.of_expr(known, &origin.document, origin.expr)
    }

    /// What the rules about secrets say of the text that is written here.
    fn of_text(&mut self, document: &Arc<Document>, expr: ExprId) -> Option<Mask> {
        let expression = document.expr(expr);
        if !matches!(expression.kind, ExprKind::String(_) | ExprKind::Number(_) | ExprKind::Interpolation(_)) {
            return None;
        }
        let range = document.node(expression.node).full_range();
        let analyzer = self.analyzer;
        let secrets = self.files.entry(address(document)).or_insert_with(|| secret_text(analyzer, &document.source));
        let first = secrets.partition_point(|(secret, _)| secret.end() <= range.start());
        secrets[first..].iter().take_while(|(secret, _)| secret.start() < range.end()).map(|(_, mask)| *mask).max()
    }
}

/// Where a file holds text that is secret or likely to be, though not marked, whatever comments silence; in order, and not overlapping.
fn secret_text(analyzer: &Analyzer<'_>, source: &Arc<Source>) -> Vec<(TextRange, Mask)> {
    let mut settings = Settings::default();
    settings.heed_suppressions = false;
    for rule in ALL {
        if points_at_secret(rule) { settings.select(rule) } else { settings.set(rule, Level::Off) }
    }
    let found = analyzer.lint(source, &settings);
    let found = found.iter().filter(|finding| points_at_secret(finding.rule) && finding.source.path() == source.path());
    let recognised = source.credentials().iter().map(|credential| (credential.range, Mask::Credential));
    let mut secrets: Vec<_> = recognised.chain(found.map(|finding| (finding.range, mask_of(finding.rule)))).collect();
    secrets.sort_by_key(|(range, _)| range.start());
    secrets.dedup_by(|(later, mask), (earlier, other)| {
        let overlaps = later.start() < earlier.end();
        if overlaps {
            (*earlier, *other) = (earlier.cover(*later), (*other).max(*mask));
        }
        overlaps
    });
    secrets
}

/// Whether the place of the rule's findings is secret text.
pub fn points_at_secret(rule: &Rule) -> bool {
    rule.group == Group::Secrets && !HARMLESS.contains(&rule.name)
}

/// A rule that is sure of itself reports an error.
fn mask_of(rule: &Rule) -> Mask {
    if matches!(rule.level, Level::On(Severity::Error)) { Mask::Credential } else { Mask::Sensitive }
}
