//! What the rules about types share: which of them speaks of a failure, of which expression, and how the place is called.
//!
//! A value that fails all alternatives is spoken of once, by the alternative that it comes closest to. A value of the wrong type is not
//! measured as well.

use std::collections::HashSet;

use super::evaluated::{at, written_at};
use super::pins::Pins;
use super::words::code;
use super::{Context, Finding};
use crate::document::{Arguments, Call, Document, ExprId, ExprKind, Function};
use crate::eval::{Problem, Role, TypeProblem};
use crate::providers::ProviderKind;
use crate::schema::{Problem as Violated, Step, Type, Violation};

/// A failure to be spoken of.
pub(super) struct Fault<'p> {
    pub(super) problem: &'p TypeProblem,
    pub(super) violation: &'p Violation,
    pub(super) kind: FaultKind<'p>,
}

/// Which rule speaks.
pub(super) enum FaultKind<'p> {
    /// ESC301: another type is wanted, or one of several.
    Mismatch { expected: Vec<Type>, found: Type },
    /// ESC304: members are missing.
    Missing(&'p [std::sync::Arc<str>]),
    /// ESC309: anything else.
    Constraint,
    /// ESC315: nothing is allowed there, and the reference says nothing.
    Unexplained,
}

/// All failures that evaluation found, in order.
pub(super) fn faults<'a>(context: &Context<'a>) -> Vec<Fault<'a>> {
    let mut faults = Vec::new();
    for problem in &context.evaluation.problems {
        if let Problem::Type(problem) = problem {
            collect(problem, &problem.violation, false, &mut faults);
        }
    }
    let mismatched: HashSet<usize> = faults
        .iter()
        .filter(|fault| matches!(fault.kind, FaultKind::Mismatch { .. }))
        .map(|fault| fault.violation.value.address())
        .collect();
    faults.retain(|fault| !(matches!(fault.kind, FaultKind::Constraint) && mismatched.contains(&fault.violation.value.address())));
    faults
}

/// `inside`: an alternative fails by it, so that the reference says at least that none fits.
fn collect<'p>(problem: &'p TypeProblem, violation: &'p Violation, inside: bool, faults: &mut Vec<Fault<'p>>) {
    let kind = match &violation.problem {
        Violated::Type { expected, found, .. } => FaultKind::Mismatch { expected: vec![*expected], found: *found },
        Violated::MissingProperties(names) => FaultKind::Missing(names),
        Violated::Forbidden if inside => FaultKind::Constraint,
        // Closed inputs are ESC303's; what is not known has been spoken of where it was lost.
        Violated::Forbidden if problem.role == Role::Validated && !violation.value.is_unknown() => FaultKind::Unexplained,
        Violated::Forbidden => return,
        Violated::NoAlternative { alternatives, .. } => match nearest(violation, alternatives) {
            Nearest::One(violations) => {
                violations.iter().for_each(|violation| crate::deep(|| collect(problem, violation, true, faults)));
                return;
            }
            Nearest::Types(expected, found) => FaultKind::Mismatch { expected, found },
            Nearest::None => FaultKind::Constraint,
        },
        _ => FaultKind::Constraint,
    };
    faults.push(Fault { problem, violation, kind });
}

enum Nearest<'p> {
    One(&'p [Violation]),
    /// Every alternative wants another type.
    Types(Vec<Type>, Type),
    None,
}

/// The one alternative whose type fits, or that at least fails least.
fn nearest<'p>(whole: &Violation, alternatives: &'p [Vec<Violation>]) -> Nearest<'p> {
    let misses = |violation: &Violation| {
        let at_top = violation.value.same(&whole.value) && violation.path.len() == whole.path.len();
        at_top && matches!(violation.problem, Violated::Type { .. } | Violated::Constant(_) | Violated::Forbidden)
    };
    let mut fitting = alternatives.iter().filter(|violations| !violations.iter().any(misses));
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => return Nearest::One(only),
        (Some(_), Some(_)) => return Nearest::None,
        (None, _) => {}
    }
    let mut expected = Vec::new();
    let mut found = None;
    for violation in alternatives.iter().flatten() {
        if let Violated::Type { expected: wanted, found: there, .. } = &violation.problem
            && misses(violation)
        {
            expected.push(*wanted);
            found = Some(*there);
        }
    }
    match found {
        Some(found) if expected.len() == alternatives.len() => Nearest::Types(expected, found),
        _ => Nearest::None,
    }
}

/// Whether an expression holds nothing but literals. What is computed may be made from secrets, and is not repeated in a message.
pub(super) fn is_written_out(document: &Document, expr: ExprId) -> bool {
    let mut pending = vec![expr];
    while let Some(expr) = pending.pop() {
        if matches!(document.expr(expr).kind, ExprKind::Symbol(_) | ExprKind::Interpolation(_) | ExprKind::Call(_)) {
            return false;
        }
        pending.extend(document.declared_children(expr));
    }
    true
}

impl<'p> Fault<'p> {
    /// Whether a message may hold text of the schema: a provider's, or one that is written out.
    pub(super) fn may_tell_schema(&self, context: &Context<'_>) -> bool {
        match &context.document.expr(self.problem.call).kind {
            ExprKind::Call(Call { arguments: Arguments::Validate { schema: Some(schema), .. }, .. }) => {
                is_written_out(context.document, *schema)
            }
            _ => true,
        }
    }

    /// The expression to blame.
    pub(super) fn blamed(&self, context: &Context<'_>) -> ExprId {
        self.problem.blame(context.document, self.violation).0
    }

    /// A finding about the expression to blame, with the other end: where the value is used, or where it is written.
    pub(super) fn finding(&self, context: &Context<'_>, message: String) -> Finding {
        let (blamed, elsewhere) = self.problem.blame(context.document, self.violation);
        let finding = at(context, blamed, message);
        if let Some(origin) = elsewhere {
            let (source, range) = written_at(origin);
            return finding.related_in(source, range, "written here");
        }
        if self.is_inside(context, blamed) {
            return finding;
        }
        let used = context.document.expr(self.problem.argument).node;
        finding.related(context.node(used).range(), format!("used here by {}", self.user()))
    }

    /// The pinned import that the value comes from.
    pub(super) fn pin<'a>(&self, context: &Context<'_>, pins: &Pins<'a>) -> Option<&'a str> {
        pins.of_value(&self.violation.value).or_else(|| pins.of_expr(context, self.blamed(context)))
    }

    /// Whether an expression is written in the argument itself.
    fn is_inside(&self, context: &Context<'_>, blamed: ExprId) -> bool {
        let mut current = Some(blamed);
        while let Some(expr) = current {
            if expr == self.problem.argument || expr == self.problem.call {
                return true;
            }
            current = context.document.expr(expr).parent;
        }
        false
    }

    /// What asks for the value: "`fn::join`", "`aws-login`".
    pub(super) fn user(&self) -> String {
        match &self.problem.role {
            Role::Argument(function) => code(function.key()),
            Role::Inputs(_, name) | Role::State(name) => code(name),
            Role::Schema | Role::Validated => code(Function::Validate.key()),
        }
    }

    /// What the value is there: "`roleArn` of `aws-login`", "an item of the list for `fn::join`".
    pub(super) fn subject(&self, context: &Context<'_>) -> String {
        let blamed = self.blamed(context);
        let inner = self.inner_path();
        let own = self.member_name(context, blamed);
        let name = match (own, inner) {
            (Some(own), Some(inner)) => Some(format!("{inner} in {own}")),
            (own, inner) => inner.or(own),
        };
        match (&self.problem.role, name) {
            (Role::Inputs(_, provider), Some(name)) => format!("{name} of {}", code(provider)),
            (Role::Inputs(kind, provider), None) => {
                let word = if *kind == ProviderKind::Provider { "provider" } else { "rotator" };
                format!("the input of the {word} {}", code(provider))
            }
            (Role::State(rotator), Some(name)) => format!("{name} in the state of {}", code(rotator)),
            (Role::State(rotator), None) => format!("the state of {}", code(rotator)),
            (Role::Schema, Some(name)) => format!("{name} in a schema"),
            (Role::Schema, None) => "a schema".to_owned(),
            (Role::Validated, Some(name)) => name,
            (Role::Validated, None) => "this value".to_owned(),
            (Role::Argument(function), _) => self.argument_name(context, *function),
        }
    }

    fn argument_name(&self, context: &Context<'_>, function: Function) -> String {
        let (blamed, elsewhere) = self.problem.blame(context.document, self.violation);
        let is_part = blamed != self.problem.argument || elsewhere.is_some();
        let call = code(function.key());
        match function {
            Function::Join | Function::Concat if is_part => format!("an item for {call}"),
            _ => format!("the argument of {call}"),
        }
    }

    /// The way into a value that is not known.
    fn inner_path(&self) -> Option<String> {
        let steps = &self.violation.path;
        let mut path = String::new();
        for step in steps {
            match step {
                Step::Key(key) => super::evaluated::push_member(&mut path, key),
                Step::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        (!steps.is_empty()).then(|| code(&path))
    }

    /// The key under which the blamed expression stands inside the argument; for an item, that of its list.
    fn member_name(&self, context: &Context<'_>, blamed: ExprId) -> Option<String> {
        let mut current = blamed;
        while current != self.problem.argument {
            let parent = context.document.expr(current).parent?;
            if let ExprKind::Object(properties) = &context.document.expr(parent).kind {
                return properties.iter().find(|property| property.value == current).map(|property| code(&property.key));
            }
            current = parent;
        }
        None
    }
}
