//! Where a literal stands: what it is called, and who gets it.

use std::sync::Arc;

use crate::document::{Arguments, Document, Expr, ExprId, ExprKind, Function, ProviderName};
use crate::providers::{Catalogue, ProviderKind};
use crate::schema::Schema;

/// A literal's surroundings.
pub(crate) struct Place<'d> {
    /// The key that names it: the nearest one above, through lists and calls.
    pub name: Option<&'d str>,
    /// Who gets it.
    pub reader: Reader<'d>,
}

/// Who gets a literal, as far as calls around it say.
pub(crate) enum Reader<'d> {
    /// Whoever reads the environment.
    Anyone,
    /// `fn::secret`
    Secret,
    /// The function that it stands in, which needs it as it is: a schema, a provider's name.
    Function,
    /// A provider or rotator.
    Provider(Input<'d>),
}

/// A place among the inputs of a provider, or in the state of a rotator.
pub(crate) struct Input<'d> {
    /// Who is asked.
    pub provider: &'d ProviderName,
    kind: ProviderKind,
    in_state: bool,
    /// From the inputs down; `None` where a function stands between.
    steps: Option<Vec<Step>>,
}

enum Step {
    Key(Arc<str>),
    Index(usize),
}

impl Input<'_> {
    /// What the provider says about this input; `None` if nothing is known.
    pub fn schema(&self, catalogue: &Catalogue) -> Option<Schema> {
        let provider = catalogue.get(self.kind, &self.provider.text)?;
        let root = if self.in_state { provider.state.clone() } else { provider.inputs.clone() };
        let schema = self.steps.as_ref()?.iter().rev().fold(root, |schema, step| match step {
            Step::Key(key) => schema.property(key),
            Step::Index(index) => schema.item(*index),
        });
        (!schema.is_always() && !schema.is_never()).then_some(schema)
    }
}

/// The surroundings of the expression `id`.
pub(crate) fn place(document: &Document, id: ExprId) -> Place<'_> {
    let mut climb = Climb { document, at: id, name: None, below: None, steps: Some(Vec::new()) };
    let reader = climb.reader();
    while climb.name.is_none() && climb.up().is_some() {}
    Place { name: climb.name, reader }
}

/// The key that names the expression `id`, and whether a call stands above it: all that most questions need.
pub(crate) fn name(document: &Document, id: ExprId) -> (Option<&str>, bool) {
    let mut climb = Climb { document, at: id, name: None, below: None, steps: None };
    while climb.name.is_none() && climb.up().is_some() {}
    let above = std::iter::successors(Some(id), |id| document.expr(*id).parent);
    let called = above.into_iter().any(|id| matches!(document.expr(id).kind, ExprKind::Call(_)));
    (climb.name, called)
}

/// On the way from a literal to the root.
struct Climb<'d> {
    document: &'d Document,
    at: ExprId,
    name: Option<&'d str>,
    /// The key of the object that was just left.
    below: Option<&'d str>,
    steps: Option<Vec<Step>>,
}

impl<'d> Climb<'d> {
    fn reader(&mut self) -> Reader<'d> {
        while let Some(expr) = self.up() {
            let ExprKind::Call(call) = &expr.kind else { continue };
            match (&call.arguments, call.function) {
                (_, Function::Secret) => return Reader::Secret,
                (_, Function::Validate) if self.below == Some("schema") => return Reader::Function,
                // The value that is validated is called what the call is called.
                (_, Function::Validate) => self.forget_argument(),
                (Arguments::Open { provider, inputs }, _) => {
                    let short = *inputs == Some(call.argument);
                    return self.input(provider, ProviderKind::Provider, short);
                }
                (Arguments::Rotate { rotator, .. }, _) => return self.input(rotator, ProviderKind::Rotator, false),
                _ => {}
            }
            self.steps = None;
        }
        Reader::Anyone
    }

    /// A place below the argument of a call that opens or rotates.
    fn input(&mut self, provider: &'d ProviderName, kind: ProviderKind, short: bool) -> Reader<'d> {
        let mut steps = self.steps.take();
        if short {
            return Reader::Provider(Input { provider, kind, in_state: false, steps });
        }
        let part = self.below;
        self.forget_argument();
        if let Some(steps) = &mut steps {
            steps.pop();
        }
        match part {
            Some("inputs" | "state") => Reader::Provider(Input { provider, kind, in_state: part == Some("state"), steps }),
            _ => Reader::Function,
        }
    }

    /// The key of a call's own argument names no value.
    fn forget_argument(&mut self) {
        if self.name == self.below {
            self.name = None;
        }
    }

    fn push(&mut self, step: Option<Step>) {
        if let (Some(steps), Some(step)) = (&mut self.steps, step) {
            steps.push(step);
        }
    }

    /// One level up; `None` at the top.
    fn up(&mut self) -> Option<&'d Expr> {
        let child = self.at;
        let Some(parent) = self.document.expr(child).parent else {
            let misplaced = self.document.misplaced_section(child);
            self.name = self.name.or(misplaced.map(|property| &*property.key));
            return None;
        };
        self.at = parent;
        let expr = self.document.expr(parent);
        match &expr.kind {
            ExprKind::Object(properties) => {
                // Ids follow the order of the text.
                let index = properties.binary_search_by_key(&child, |property| property.value).ok();
                self.below = index.map(|index| &*properties[index].key);
                self.name = self.name.or(self.below);
                self.push(index.map(|index| Step::Key(Arc::clone(&properties[index].key))));
            }
            ExprKind::Array(items) => {
                self.below = None;
                self.push(items.binary_search(&child).ok().map(Step::Index));
            }
            _ => {}
        }
        Some(expr)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Source;
    use crate::schema::Schema;

    /// Says of every text `x` in an environment what it is called and who gets it.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = Document::build(Source::new("test.yaml", text));
        let literals = document.exprs().filter(|(_, expr)| expr.kind.as_text().is_some_and(|text| text.expose() == "x"));
        let found: Vec<String> = literals
            .map(|(id, _)| {
                let place = place(&document, id);
                let reader = match &place.reader {
                    Reader::Anyone => "anyone".to_owned(),
                    Reader::Secret => "secret".to_owned(),
                    Reader::Function => "function".to_owned(),
                    Reader::Provider(input) => {
                        let schema = input.schema(&Catalogue::new());
                        let is_secret = |schema: Schema| schema.rules().is_some_and(|rules| rules.secret);
                        format!("{} secret={:?}", input.provider.text, schema.map(is_secret))
                    }
                };
                format!("{}: {reader}", place.name.unwrap_or("-"))
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn names_come_from_the_nearest_key() {
        check(
            "values:\n  a: x\n  b: [x, {c: x}]\n  d: {'fn::toJSON': {e: x}}\n  f: {'fn::toBase64': x}\n",
            &["a: anyone", "b: anyone", "c: anyone", "e: anyone", "f: anyone"],
        );
        check("files:\n  a: x\n", &["a: anyone"]);
        check("files: x\n", &["files: anyone"]);
    }

    #[test]
    fn functions_take_what_is_below_them() {
        check("values:\n  a: {'fn::secret': x}\n", &["a: secret"]);
        check("values:\n  a: {'fn::validate': {schema: {const: x}, value: x}}\n", &["const: function", "a: anyone"]);
        check("values:\n  a: {'fn::open': {provider: x, inputs: {}}}\n", &["a: function"]);
    }

    #[test]
    fn providers_say_what_their_inputs_are() {
        check(
            "values:\n  a: {'fn::open::aws-login': {static: {accessKeyId: x, secretAccessKey: x, 'y': x}}}\n",
            &["accessKeyId: aws-login secret=Some(false)", "secretAccessKey: aws-login secret=Some(true)", "y: aws-login secret=None"],
        );
        check(
            "values:\n  a: {'fn::open': {provider: aws-login, inputs: {static: {sessionToken: x}}}}\n",
            &["sessionToken: aws-login secret=Some(true)"],
        );
        check(
            "values:\n  a: {'fn::rotate::aws-iam': {inputs: {userArn: x}, state: {current: {secretAccessKey: x}}}}\n",
            &["userArn: aws-iam secret=Some(false)", "secretAccessKey: aws-iam secret=Some(true)"],
        );
        check(
            "values:\n  a: {'fn::open::aws-login': {static: {secretAccessKey: {'fn::toBase64': x}}}}\n",
            &["secretAccessKey: aws-login secret=None"],
        );
        check("values:\n  a: {'fn::open::nobody': {b: x}}\n", &["b: nobody secret=None"]);
    }
}
