//! Imports: finding them, evaluating them, and what they merge to.

use std::sync::Arc;

use esc_syntax::TextRange;

use super::evaluator::Evaluator;
use super::{ImportSite, Imported, Problem};
use crate::Source;
use crate::document::Document;
use crate::schema::Schema;
use crate::value::{Kind, Object, Value};

/// Values compared when looking for final values that a later import replaces.
const BUDGET: u32 = 100_000;

impl Evaluator<'_, '_> {
    /// Evaluates the entries of `imports`, in order.
    pub(super) fn imports(&mut self) {
        let document = self.document;
        let mut listed: Vec<(Arc<str>, Value)> = Vec::new();
        for (index, import) in document.imports.iter().enumerate() {
            let Some(name) = &import.name else {
                self.imported.push(Imported::Nameless);
                continue;
            };
            let site = ImportSite { name: name.text.clone(), range: document.node(name.node).range(), expr: None };
            let imported = self.import(&site);
            let value = self.imported_value(&imported);
            if import.merge {
                self.merge(index, &imported, &value);
            }
            listed.push((name.text.clone(), value));
            self.imported.push(imported);
        }
        if self.imported.iter().zip(&document.imports).any(|(imported, entry)| entry.merge && imported.is_missing()) {
            let missing = Value::unknown(Schema::always(), None);
            self.base = Some(self.base.as_ref().map_or(missing.clone(), |base| base.over(&missing)));
        }
        self.listed = Value::new(Kind::Object(Object::from_pairs(listed)), None);
    }

    /// Lays an import over those before it.
    fn merge(&mut self, index: usize, imported: &Imported, value: &Value) {
        let Some(evaluation) = imported.evaluation() else { return };
        let Some(base) = self.base.take() else {
            self.has_final |= evaluation.has_final;
            self.base = Some(value.clone());
            return;
        };
        if self.has_final {
            let mut search = FinalSearch { import: index, path: Vec::new(), problems: &mut self.problems, budget: BUDGET };
            search.compare(value, &base);
        }
        self.has_final |= evaluation.has_final;
        self.base = Some(value.over(&base));
    }

    /// Finds and evaluates the environment that `site` names, and says what is wrong with it.
    pub(super) fn import(&mut self, site: &ImportSite) -> Imported {
        let Some(source) = self.run.environments().find(&self.document.source, &site.name) else {
            self.problems.push(Problem::Unresolved(site.clone()));
            return Imported::Unresolved;
        };
        if let Some(depth) = self.run.depth_of(&source) {
            let outermost = self.dependence.cycle.map_or(depth, |other| other.min(depth));
            self.dependence.cycle = Some(outermost);
            self.dependence.circle = true;
            return Imported::Cyclic(source);
        }
        let document = self.run.document(&source);
        if document.is_unusable() {
            let range = first_fault(&document);
            self.problems.push(Problem::Unusable { site: site.clone(), source: Arc::clone(&source), range });
            return Imported::Unusable(source);
        }
        let evaluation = self.run.evaluate(&source, site.name.clone(), self.depth + 1);
        self.depend_on(&evaluation.dependence);
        Imported::Evaluated(evaluation)
    }

    /// Whatever an import depends on, its importer depends on; but for the import's own name and role.
    fn depend_on(&mut self, dependence: &super::Dependence) {
        self.dependence.root |= dependence.root;
        self.dependence.circle |= dependence.circle;
        if let Some(depth) = dependence.cycle.filter(|depth| *depth < self.depth) {
            self.dependence.cycle = Some(self.dependence.cycle.map_or(depth, |other| other.min(depth)));
        }
    }

    pub(super) fn imported_value(&self, imported: &Imported) -> Value {
        imported.evaluation().map_or_else(|| Value::unknown(Schema::always(), None), |evaluation| evaluation.root.clone())
    }
}

/// Where an environment is wrong first.
fn first_fault(document: &Document) -> TextRange {
    let syntax = document.source.tree().errors().iter().map(|error| error.range);
    let declarations = document.problems.iter().filter(|problem| problem.is_declaration_error());
    let declarations = declarations.map(|problem| problem.node().map_or(TextRange::default(), |node| document.node(node).range()));
    syntax.chain(declarations).min_by_key(|range| range.start()).unwrap_or_default()
}

/// Looks for final values that lose to a later import.
struct FinalSearch<'s> {
    import: usize,
    path: Vec<Arc<str>>,
    problems: &'s mut Vec<Problem>,
    budget: u32,
}

impl FinalSearch<'_> {
    fn compare(&mut self, top: &Value, base: &Value) {
        let (Some(top), Some(base)) = (top.as_object(), base.as_object()) else { return };
        for entry in top.entries() {
            let Some(below) = base.get(entry.key()) else { continue };
            self.budget = self.budget.saturating_sub(1);
            if self.budget == 0 || entry.value().same(below) {
                continue;
            }
            self.path.push(entry.key().clone());
            if below.is_final() && !is_same_expression(entry.value(), below) {
                let (base, value) = (below.clone(), entry.value().clone());
                self.problems.push(Problem::FinalReplaced { import: self.import, path: self.path.clone(), base, value });
            } else {
                crate::deep(|| self.compare(entry.value(), below));
            }
            self.path.pop();
        }
    }
}

/// Both imports may have it from the same third one.
fn is_same_expression(a: &Value, b: &Value) -> bool {
    match (a.origin(), b.origin()) {
        (Some(a), Some(b)) => a.expr == b.expr && same_file(&a.document.source, &b.document.source),
        _ => false,
    }
}

fn same_file(a: &Source, b: &Source) -> bool {
    a.path() == b.path()
}
