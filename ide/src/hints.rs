//! What is not written but true, beside what is written: what references come to, what is overridden, what never reaches a program.
//!
//! Secret text is masked as in previews, also where nobody has marked it.

use std::sync::Arc;

use esc_analysis::Source;
use esc_analysis::document::ExprKind;
use esc_analysis::preview::{Loss, Preview, Row, Shown, Site};
use esc_analysis::schema::Type;
use esc_analysis::value::Kind;
use esc_syntax::{TextRange, TextSize};

use crate::Context;
use crate::values::file_name;

/// Text is shown up to here, in characters.
const MAX_WIDTH: usize = 40;

/// Something to show beside the text.
#[derive(Clone, Debug)]
pub struct Hint {
    /// Behind what.
    pub offset: TextSize,
    /// The text.
    pub label: String,
    /// More about it.
    pub tooltip: Option<String>,
    /// What it is about, if that is elsewhere.
    pub target: Option<(Arc<Source>, TextRange)>,
}

/// The hints in `range`, by place.
pub fn hints(context: &Context<'_>, range: TextRange) -> Vec<Hint> {
    let mut preview = Preview::new(context.analyzer, context.source());
    let mut hints: Vec<Hint> = preview.tree().iter().filter_map(|row| of_row(context, row, range)).collect();
    let document = context.document();
    for (id, expr) in document.exprs() {
        let node = document.node(expr.node);
        // Of a text that goes on below, the end is not where one looks.
        let is_here = node.range().intersect(range).is_some() && !node.source().contains('\n');
        if !is_here || !matches!(expr.kind, ExprKind::Symbol(_) | ExprKind::Interpolation(_)) {
            continue;
        }
        let Some(value) = context.evaluation.value(id) else { continue };
        if let Some(text) = text(preview.shown(value), matches!(value.kind(), Kind::String(_))) {
            hints.push(Hint { offset: node.range().end(), label: format!("= {text}"), tooltip: None, target: None });
        }
    }
    hints.sort_by_key(|hint| hint.offset);
    hints
}

fn text(shown: Shown, is_string: bool) -> Option<String> {
    match shown {
        Shown::Text(text) if is_string => Some(format!("\"{}\"", one_line(&text))),
        Shown::Text(text) => Some(one_line(&text)),
        Shown::Masked(_) => Some("[secret]".to_owned()),
        Shown::Bytes(length) => Some(format!("{length} bytes")),
        // What will be known later, or is written out elsewhere, is what hovers are for.
        Shown::Parts(_) | Shown::Unknown(_) => None,
    }
}

fn one_line(text: &str) -> String {
    let shown: String = text.chars().take(MAX_WIDTH).flat_map(char::escape_debug).collect();
    let more = if text.chars().count() > MAX_WIDTH { "…" } else { "" };
    format!("{}{more}", shown.replace("\\'", "'"))
}

/// What there is to say behind a key of this document.
fn of_row(context: &Context<'_>, row: &Row, range: TextRange) -> Option<Hint> {
    let site = row.site.as_ref().filter(|site| is_own(context, site) && range.contains_inclusive(site.range.end()))?;
    let document = context.document();
    let node = document.source.tree().node_at(site.range.start())?;
    let entry = crate::spot::entry_of_key(node).filter(|entry| entry.key.range() == site.range)?;
    let line = esc_analysis::fix::line_end(document.source.text(), entry.colon()?);
    let offset = if entry.value.range().end() <= line { entry.value.range().end() } else { entry.colon()? + TextSize::from(1) };
    if let Some(loss) = row.loss {
        let (label, tooltip) = match loss {
            Loss::Dropped(Type::Array) => {
                ("not exported", "A list becomes no variable; turn it into text with `fn::join` or `fn::toJSON`.")
            }
            Loss::Dropped(_) => ("not exported", "An object becomes no variable; turn it into text with `fn::toJSON`."),
            Loss::Ignored => ("ignored", "Only an object is read here."),
        };
        return Some(Hint { offset, label: label.to_owned(), tooltip: Some(tooltip.to_owned()), target: None });
    }
    let below = row.replaced.as_ref()?.site.as_ref().filter(|site| !is_own(context, site))?;
    let file = file_name(below.source.path());
    let line = below.source.line(below.range.start()) + 1;
    let target = Some((Arc::clone(&below.source), below.range));
    Some(Hint { offset, label: format!("overrides {file}:{line}"), tooltip: None, target })
}

fn is_own(context: &Context<'_>, site: &Site) -> bool {
    site.source.path() == context.source().path()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::testing::World;

    /// The document with its hints in «».
    fn check(fixture: &str) -> String {
        let world = World::new(fixture);
        let mut text = world.source().text().to_owned();
        let all = TextRange::up_to(TextSize::of(&*text));
        for hint in world.look(|context, _| hints(context, all)).iter().rev() {
            text.insert_str(hint.offset.into(), &format!(" «{}»", hint.label));
        }
        text
    }

    #[test]
    fn what_references_come_to() {
        assert_snapshot!(check("values:\n  a: x\n  b: ${a}-1\n  c: [\"${a}\", '${d}']\n  d: {fn::secret: hunter2}\n  e: ${d}-\n  o: {a: 1}\n  f: ${o}\n  g: ${o.a}\n"), @r#"
        values:
          a: x
          b: ${a}-1 «= "x-1"»
          c: ["${a}" «= "x"», '${d}' «= [secret]»]
          d: {fn::secret: hunter2}
          e: ${d}- «= [secret]»
          o: {a: 1}
          f: ${o}
          g: ${o.a} «= 1»
        "#);
        assert_snapshot!(check("values:\n  l: {fn::open::aws-login: {}}\n  a: ${l.accessKeyId}\n  k: AKIAIOSFODNN7EXAMPLX\n  j: ${k}\n"), @"
        values:
          l: {fn::open::aws-login: {}}
          a: ${l.accessKeyId}
          k: AKIAIOSFODNN7EXAMPLX
          j: ${k} «= [secret]»
        ");
    }

    #[test]
    fn what_is_overridden_and_what_is_lost() {
        assert_snapshot!(check("//- base\nvalues:\n  a: 1\n  o: {x: 1}\n//- main\nimports: [base]$0\nvalues:\n  a: 2\n  o:\n    x: 3\n  environmentVariables:\n    A: [1]\n    B: 1\n    C:\n      d: 1\n"), @"
        imports: [base]
        values:
          a: 2 «overrides base.yaml:2»
          o:
            x: 3 «overrides base.yaml:3»
          environmentVariables:
            A: [1] «not exported»
            B: 1
            C: «not exported»
              d: 1
        ");
    }
}
