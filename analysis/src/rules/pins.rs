//! Imports behind a pin: `base@3`. The file at hand is the latest one, and the pinned revision may be another, so what hangs on its content is
//! said with less weight.

use std::collections::HashMap;

use super::words::code;
use super::{Context, Finding};
use crate::Severity;
use crate::document::{ExprId, ExprKind};
use crate::eval::{AccessFault, AccessProblem, Evaluation, Imported, Receiver};
use crate::value::Value;

/// Which files are known through a pin alone.
pub(super) struct Pins<'a> {
    files: HashMap<&'a str, &'a str>,
    first: Option<&'a str>,
}

impl<'a> Pins<'a> {
    /// The pins of an environment; cheap where there are none.
    pub(super) fn new(context: &Context<'a>) -> Pins<'a> {
        let evaluation = context.evaluation;
        let listed = context.document.imports.iter().zip(&evaluation.imports);
        let listed = listed.filter_map(|(entry, import)| Some((&*entry.name.as_ref()?.text, import)));
        let named: Vec<(&str, &Imported)> = listed.chain(evaluation.inline.iter().map(|(site, import)| (&*site.name, import))).collect();
        let mut pins = Pins { files: HashMap::new(), first: named.iter().map(|(name, _)| *name).find(|name| is_pinned(name)) };
        if pins.first.is_some() {
            // What comes in without a pin too is known for certain.
            named.iter().filter(|(name, _)| is_pinned(name)).for_each(|(name, import)| pins.mark(import, Some(name)));
            named.iter().filter(|(name, _)| !is_pinned(name)).for_each(|(_, import)| pins.mark(import, None));
        }
        pins
    }

    fn mark(&mut self, import: &'a Imported, name: Option<&'a str>) {
        let mut waiting: Vec<&'a Evaluation> = import.evaluation().map(|evaluation| &**evaluation).into_iter().collect();
        while let Some(evaluation) = waiting.pop() {
            let path = evaluation.document.source.path();
            let is_new = match name {
                Some(name) => self.files.insert(path, name).is_none(),
                None => self.files.remove(path).is_some(),
            };
            if is_new {
                waiting.extend(evaluation.imports.iter().filter_map(Imported::evaluation).map(|evaluation| &**evaluation));
            }
        }
    }

    /// The pinned import that a value comes from.
    pub(super) fn of_value(&self, value: &Value) -> Option<&'a str> {
        self.files.get(value.origin()?.document.source.path()).copied()
    }

    /// The pinned import that a step of a reference hangs on: for the first step any, since the pinned revision may define the name.
    pub(super) fn of_access(&self, context: &Context<'_>, problem: &AccessProblem) -> Option<&'a str> {
        let first = self.first?;
        if problem.step == 0 {
            return Some(first);
        }
        if let AccessFault::UnknownMember(Receiver::Literal(_, Some(base))) = &problem.fault {
            return self.of_value(base);
        }
        let target = context.evaluation.follow(problem.reference(context.document)?.accessors.get(..problem.step)?)?;
        self.of_value(context.evaluation.value_at(&target)?)
    }

    /// The pinned import that an expression refers to.
    pub(super) fn of_expr(&self, context: &Context<'_>, expr: ExprId) -> Option<&'a str> {
        self.first?;
        let ExprKind::Symbol(reference) = &context.document.expr(expr).kind else { return None };
        let target = context.evaluation.follow(&reference.accessors)?;
        self.of_value(context.evaluation.value_at(&target)?)
    }
}

/// Whether a name asks for a revision or a tag that stays what it is.
fn is_pinned(name: &str) -> bool {
    name.split_once('@').is_some_and(|(_, version)| version != "latest")
}

/// Says a finding with less weight, if it hangs on the content of a pinned import.
pub(super) fn soften(finding: Finding, pin: Option<&str>) -> Finding {
    match pin {
        Some(name) => {
            let note = format!("{} is pinned, and its file here may not be what was pinned", code(name));
            finding.severity(Severity::Warning).note(note)
        }
        None => finding,
    }
}
