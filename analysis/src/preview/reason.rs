//! Why a value is not known: who would have to be asked, or what is wrong.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use esc_syntax::AccessorKind;

use super::known::{Known, address};
use super::locate::{locate, name, steps};
use crate::document::{Arguments, Document, ExprId, ExprKind};
use crate::eval::{Evaluation, Problem};
use crate::providers::ProviderKind;
use crate::value::{Kind, Value};

/// Why a value is not known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// A provider or rotator answers when the environment is opened.
    Opened(ProviderKind, Arc<str>),
    /// It is encrypted.
    Encrypted,
    /// An environment that is not among those that are known, or cannot be used, may define it. As the import has it.
    Import(Arc<str>),
    /// Pulumi Cloud tells when the environment is opened: `${context}`.
    Context,
    /// Only a rotation evaluates it.
    Rotation,
    /// Something is wrong with it, or with what it is made from.
    Mistake,
    /// It is made from something that is not known.
    Derived,
}

/// Answers, remembered by expression.
#[derive(Default)]
pub(super) struct Reasons {
    exprs: HashMap<(usize, ExprId), Reason>,
    /// Expressions with errors, by document.
    mistaken: HashMap<usize, HashSet<ExprId>>,
}

impl Reasons {
    /// Why this value is not known.
    pub fn of_value(&mut self, known: &Known, value: &Value) -> Reason {
        if value.marks().rotate_only {
            return Reason::Rotation;
        }
        match (value.origin(), value.kind()) {
            (Some(origin), _) => self.of_expr(known, &origin.document, origin.expr),
            (None, Kind::Unknown(_)) => missing_import(known.root()).map_or(Reason::Context, Reason::Import),
            (None, _) => Reason::Derived,
        }
    }

    fn of_expr(&mut self, known: &Known, document: &Arc<Document>, expr: ExprId) -> Reason {
        let key = (address(document), expr);
        if let Some(reason) = self.exprs.get(&key) {
            return reason.clone();
        }
        // In a circle, which is a mistake of its own.
        self.exprs.insert(key, Reason::Mistake);
        let reason = crate::deep(|| self.find(known, document, expr));
        self.exprs.insert(key, reason.clone());
        reason
    }

    fn find(&mut self, known: &Known, document: &Arc<Document>, expr: ExprId) -> Reason {
        let Some(evaluation) = known.evaluation(document).cloned() else { return Reason::Derived };
        if let Some(name) = unresolved(&evaluation, expr) {
            return Reason::Import(name);
        }
        if self.is_mistaken(&evaluation, expr) {
            return Reason::Mistake;
        }
        match &document.expr(expr).kind {
            ExprKind::Invalid => Reason::Mistake,
            ExprKind::Symbol(_) | ExprKind::Interpolation(_) => {
                let references = document.expr(expr).kind.references();
                let unknown = references.filter_map(|reference| self.of_reference(known, &evaluation, steps(&reference.accessors)));
                unknown.into_iter().next().unwrap_or(Reason::Derived)
            }
            ExprKind::Call(call) => match &call.arguments {
                Arguments::Malformed => Reason::Mistake,
                Arguments::Open { provider, .. } => Reason::Opened(ProviderKind::Provider, provider.text.clone()),
                Arguments::Rotate { rotator, .. } => Reason::Opened(ProviderKind::Rotator, rotator.text.clone()),
                Arguments::Ciphertext { .. } => Reason::Encrypted,
                _ => self.of_children(known, &evaluation, expr),
            },
            _ => self.of_children(known, &evaluation, expr),
        }
    }

    /// The first part that is not known decides, or that is mistaken.
    fn of_children(&mut self, known: &Known, evaluation: &Evaluation, expr: ExprId) -> Reason {
        for child in evaluation.document.declared_children(expr) {
            if evaluation.value(child).is_some_and(|value| value.parts().unknown) || self.is_mistaken(evaluation, child) {
                return self.of_expr(known, &evaluation.document, child);
            }
        }
        Reason::Derived
    }

    /// Why what a reference refers to is not known; `None` if it is.
    fn of_reference<'a>(
        &mut self,
        known: &Known,
        evaluation: &Evaluation,
        path: impl IntoIterator<Item = &'a AccessorKind>,
    ) -> Option<Reason> {
        let path: Vec<&AccessorKind> = path.into_iter().collect();
        let first = path.first().and_then(|step| name(step));
        match locate(evaluation, path.iter().copied()) {
            Some(located) if located.left == 0 && !located.value.parts().unknown => None,
            Some(located) => match located.value.origin() {
                Some(origin) => Some(self.of_expr(known, &origin.document, origin.expr)),
                None => Some(missing_import(evaluation).map_or(Reason::Derived, Reason::Import)),
            },
            None if first == Some("context") => Some(Reason::Context),
            None if first == Some("imports") => path.get(1).and_then(|step| name(step)).map(|name| Reason::Import(name.into())),
            None => Some(missing_import(evaluation).map_or(Reason::Mistake, Reason::Import)),
        }
    }

    fn is_mistaken(&mut self, evaluation: &Evaluation, expr: ExprId) -> bool {
        let mistaken = self.mistaken.entry(address(&evaluation.document)).or_insert_with(|| mistaken(evaluation).collect());
        mistaken.contains(&expr)
    }
}

/// The environment that a reference in this expression names, if that is not known.
fn unresolved(evaluation: &Evaluation, expr: ExprId) -> Option<Arc<str>> {
    let missing = evaluation.inline.iter().filter(|(_, imported)| imported.is_missing());
    missing.map(|(site, _)| site).find(|site| site.expr == Some(expr)).map(|site| site.name.clone())
}

/// The last import that is merged and of which nothing is known.
pub(super) fn missing_import(evaluation: &Evaluation) -> Option<Arc<str>> {
    let entries = evaluation.document.imports.iter().zip(&evaluation.imports);
    let missing = entries.filter(|(entry, imported)| entry.merge && imported.is_missing());
    missing.filter_map(|(entry, _)| entry.name.as_ref()).next_back().map(|name| name.text.clone())
}

/// The expressions that something is wrong with.
fn mistaken(evaluation: &Evaluation) -> impl Iterator<Item = ExprId> {
    evaluation
        .problems
        .iter()
        .filter(|problem| problem.is_error())
        .flat_map(|problem| match problem {
            Problem::Unresolved(site) | Problem::Unusable { site, .. } | Problem::ImportCycle { site, .. } => [site.expr, None],
            Problem::Access(access) => [Some(access.expr), None],
            Problem::Type(problem) => [Some(problem.call), None],
            Problem::Cycle { expr, .. }
            | Problem::OverridesFinal { expr, .. }
            | Problem::UnknownProvider { expr, .. }
            | Problem::Ciphertext { expr, .. }
            | Problem::Base64 { expr, .. }
            | Problem::Json { expr, .. }
            | Problem::TrailingJson { expr, .. }
            | Problem::NotFinite { expr, .. }
            | Problem::Schema { expr, .. }
            | Problem::CompositeInText { expr, .. } => [Some(*expr), None],
            Problem::FinalReplaced { .. } => [None, None],
        })
        .flatten()
}
