//! Where a value comes from: back through references and imports to the expression that makes it.
//!
//! Says nothing where that is not known. Reads values that are there; computes none.

use std::sync::Arc;

use esc_syntax::AccessorKind;

use super::Context;
use crate::document::{Accessor, Arguments, Call, Document, ExprId, ExprKind, Function};
use crate::eval::Evaluation;
use crate::value::{Kind, Value};

/// References after which a value is taken to come from nowhere. Nobody writes that many in a row, and a circle never ends.
const LONGEST: usize = 100;

/// Where a value comes from.
pub(super) struct Traced {
    /// The document that it is written in, an imported one perhaps.
    pub(super) document: Arc<Document>,
    /// The expression that makes it: no reference, and no call that gives back what it is given.
    pub(super) expr: ExprId,
    /// What is left of the path where the expression is known only when it is computed: `accessKeyId` of a login.
    pub(super) rest: Vec<Accessor>,
}

/// Where the value of `expr` comes from.
pub(super) fn trace(context: &Context<'_>, expr: ExprId) -> Option<Traced> {
    let start = Traced { document: Arc::clone(&context.evaluation.document), expr, rest: Vec::new() };
    follow(context, start)
}

/// Where the value at a path comes from.
pub(super) fn trace_path(context: &Context<'_>, accessors: &[Accessor]) -> Option<Traced> {
    trace_path_in(context, context.evaluation, accessors)
}

/// Where the value at a path of another environment comes from.
pub(super) fn trace_path_in(context: &Context<'_>, evaluation: &Evaluation, accessors: &[Accessor]) -> Option<Traced> {
    follow(context, step(evaluation, accessors)?)
}

fn follow(context: &Context<'_>, mut here: Traced) -> Option<Traced> {
    for _ in 0..LONGEST {
        here.expr = unwrapped(&here.document, here.expr);
        let ExprKind::Symbol(reference) = &here.document.expr(here.expr).kind else { return Some(here) };
        let accessors: Vec<Accessor> = reference.accessors.iter().chain(&here.rest).cloned().collect();
        here = if Arc::ptr_eq(&here.document, &context.evaluation.document) {
            step(context.evaluation, &accessors)?
        } else {
            step(&context.analyzer.evaluate(&here.document.source), &accessors)?
        };
    }
    None
}

/// Where a path itself leads, without what that may refer to.
pub(super) fn step(evaluation: &Evaluation, accessors: &[Accessor]) -> Option<Traced> {
    let (value, rest) = walk(evaluation, accessors)?;
    let origin = value.origin()?;
    Some(Traced { document: Arc::clone(&origin.document), expr: origin.expr, rest: rest.to_vec() })
}

/// The value at a path, as far as it is known, and what is left of the path.
pub(super) fn walk<'e, 'a>(evaluation: &'e Evaluation, accessors: &'a [Accessor]) -> Option<(&'e Value, &'a [Accessor])> {
    let (mut value, mut rest) = root(evaluation, accessors)?;
    while let Some((first, after)) = rest.split_first() {
        let next = match (value.kind(), &first.kind) {
            (Kind::Unknown(_), _) => break,
            (Kind::Object(object), AccessorKind::Name(key) | AccessorKind::Key(key)) => object.get(key)?,
            (Kind::Array(items), AccessorKind::Index(index)) => items.get(usize::try_from(*index).ok()?)?,
            _ => return None,
        };
        (value, rest) = (next, after);
    }
    Some((value, rest))
}

/// The value that a path begins at, and what is left of the path.
fn root<'e, 'a>(evaluation: &'e Evaluation, accessors: &'a [Accessor]) -> Option<(&'e Value, &'a [Accessor])> {
    match accessors {
        [first, second, rest @ ..] if name(first) == Some("imports") => {
            Some((&evaluation.listed_import(name(second)?)?.evaluation()?.root, rest))
        }
        [first, project, environment, rest @ ..] if name(first) == Some("environments") => {
            let imported = evaluation.inline_import(&format!("{}/{}", name(project)?, name(environment)?))?;
            Some((&imported.evaluation()?.root, rest))
        }
        accessors => Some((&evaluation.root, accessors)),
    }
}

/// The name or key that an accessor selects by.
pub(super) fn name(accessor: &Accessor) -> Option<&str> {
    match &accessor.kind {
        AccessorKind::Name(name) | AccessorKind::Key(name) => Some(name),
        AccessorKind::Index(_) => None,
    }
}

/// The expression inside calls that give back what they are given.
pub(super) fn unwrapped(document: &Document, mut expr: ExprId) -> ExprId {
    while let ExprKind::Call(call) = &document.expr(expr).kind
        && let Some(inner) = passed_on(call)
    {
        expr = inner;
    }
    expr
}

fn passed_on(call: &Call) -> Option<ExprId> {
    match (call.function, &call.arguments) {
        (Function::Final, Arguments::One(value)) => Some(*value),
        (_, Arguments::Validate { value, .. }) => *value,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::{Analyzer, Cache};
    use crate::providers::Catalogue;
    use crate::rules::testing::Shelf;
    use crate::suppression::Suppressions;
    use crate::{Settings, Source};

    const SHARED: &str = "values: {aws: {login: {fn::open::aws-login: {}}, region: x}, again: '${aws.login}'}";

    /// Where the value `from` leads: file and path of the expression, and what is left.
    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let shelf = Shelf(vec![("p/shared".to_owned(), Source::new("shared", SHARED))]);
        let (catalogue, cache, settings) = (Catalogue::new(), Cache::new(), Settings::default());
        let analyzer = Analyzer::new(&shelf, &catalogue, &cache);
        let evaluation = analyzer.evaluate(&Source::new("test", text));
        let suppressions = Suppressions::default();
        let context = Context::new(&analyzer, &evaluation, &settings, &suppressions);
        let found = trace(&context, context.document.value("from").expect("a value to start from").value).map(|traced| {
            let rest: String = traced.rest.iter().filter_map(name).flat_map(|name| ["|", name]).collect();
            let path = traced.document.doc_path(traced.document.expr(traced.expr).node);
            format!("{}: {path}{rest}", traced.document.source.path())
        });
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn goes_through_objects_lists_and_other_references() {
        check("values: {from: '${a.b[1]}', a: {b: [1, x]}}", Some("test: values.a.b[1]"));
        check("values: {from: '${a.x.y}', a: '${b}', b: {x: {y: 1}}}", Some("test: values.b.x.y"));
        check("values: {from: '${a.x}', a: {fn::final: {x: '${b}'}}, b: 1}", Some("test: values.b"));
        check("values: {from: 1}", Some("test: values.from"));
    }

    #[test]
    fn stops_at_what_is_computed() {
        check("values: {from: '${a.token}', a: '${b.login}', b: {login: {fn::open::x: {}}}}", Some("test: values.b.login|token"));
        check("values: {from: '${a}', a: 'x${b}', b: 1}", Some("test: values.a"));
    }

    #[test]
    fn goes_through_imports_of_all_kinds() {
        check("imports: [p/shared]\nvalues: {from: '${aws.login.token}'}", Some("shared: values.aws.login|token"));
        check("imports: [p/shared]\nvalues: {from: '${again.token}'}", Some("shared: values.aws.login|token"));
        check("imports: [p/shared]\nvalues: {from: '${imports[\"p/shared\"].again}'}", Some("shared: values.aws.login"));
        check("values: {from: '${environments.p.shared.aws.region}'}", Some("shared: values.aws.region"));
    }

    #[test]
    fn leads_nowhere_where_nothing_is_known() {
        check("values: {from: '${a.b}', a: {c: 1}}", None);
        check("imports: [p/elsewhere]\nvalues: {from: '${a.b}'}", None);
        check("values: {from: '${a}', a: '${from}'}", None);
        check("values: {from: '${a.x}', a: '${a.x}'}", None);
    }
}
