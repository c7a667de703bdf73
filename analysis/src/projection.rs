//! The environment variables that go with a login, written into the environment.

use crate::document::{ExprId, ExprKind, reference_path};
use crate::eval::Evaluation;
use crate::fix::{self, Draft};
use crate::rules::login::opened;
use crate::value::Kind;
use crate::variables::{CredentialSet, Filling, Need};
use crate::{Edit, Section};

/// Adds the variables that go with the login `id`, those left out that are there already. `None` if it is no login that programs know variables of,
/// or nothing is missing.
pub fn project_login(evaluation: &Evaluation, id: ExprId) -> Option<Vec<Edit>> {
    draft_projection(evaluation, id).filter(|edits| fix::parses(evaluation.document.source.text(), edits))
}

/// As [`project_login`], but nobody has looked whether the text parses afterwards.
pub(crate) fn draft_projection(evaluation: &Evaluation, id: ExprId) -> Option<Vec<Edit>> {
    let document = &evaluation.document;
    let ExprKind::Call(call) = &document.expr(id).kind else { return None };
    let (kind, name, inputs) = opened(&call.arguments)?;
    let set = CredentialSet::of(kind, &name.text).next()?;
    let path = reference_path(document.node(document.expr(id).node))?;
    let given = |input: &[&str]| {
        let mut value = evaluation.value(inputs?)?.clone();
        for step in input {
            value = value.as_object()?.get(step)?.clone();
        }
        (!matches!(value.kind(), Kind::Null | Kind::Bool(false))).then_some(())
    };
    let is_wanted = |need: Need| match need {
        Need::Always | Need::Optional => true,
        Need::With(inputs) => inputs.iter().any(|input| given(input).is_some()),
    };
    let section = document.value(Section::EnvironmentVariables.key());
    let entries = section.map(|section| document.node(document.expr(section.value).node));
    let taken = |name: &str| entries.is_some_and(|entries| entries.entries().any(|entry| entry.key.text() == name));
    let members = set.members.iter().filter(|member| is_wanted(member.need) && !taken(member.variable));
    let drafts: Vec<(String, Draft)> = members
        .map(|member| {
            let text = match member.filling {
                Filling::Text(text) => text.to_owned(),
                Filling::Output(output) => format!("${{{path}.{}}}", output.join(".")),
            };
            (member.variable.to_owned(), Draft::text(text))
        })
        .collect();
    match entries {
        _ if drafts.is_empty() => None,
        Some(entries) => fix::insert_entries(entries, &drafts),
        None => {
            let values = document.node(document.expr(document.root?).node);
            fix::insert_entries(values, &[(Section::EnvironmentVariables.key().to_owned(), Draft::Object(drafts))])
        }
    }
}
