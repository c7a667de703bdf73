//! Text that leads somewhere: imports to files, providers and suppressed rules to their pages.

use std::sync::Arc;

use esc_analysis::Source;
use esc_analysis::document::{Arguments, ExprKind};
use esc_analysis::eval::Imported;
use esc_analysis::providers::ProviderKind;
use esc_analysis::suppression::Suppressions;
use esc_syntax::TextRange;

use crate::paths::name;
use crate::{Context, DocKey};

/// Text that leads somewhere.
#[derive(Clone, Debug)]
pub struct Link {
    /// The text.
    pub range: TextRange,
    /// Where it leads.
    pub target: LinkTarget,
}

/// Where a link leads.
#[derive(Clone, Debug)]
pub enum LinkTarget {
    /// To an environment's file.
    File(Arc<Source>),
    /// To a page that has to be made.
    Page(DocKey),
}

/// The links of a document, by place.
pub fn links(context: &Context<'_>) -> Vec<Link> {
    let mut links: Vec<Link> = imports(context).chain(inline(context)).chain(providers(context)).chain(rules(context)).collect();
    links.sort_by_key(|link| link.range.start());
    links
}

fn imports<'c>(context: &'c Context<'_>) -> impl Iterator<Item = Link> + 'c {
    let document = context.document();
    document.imports.iter().zip(&context.evaluation.imports).filter_map(|(import, imported)| {
        let source = match imported {
            Imported::Evaluated(evaluation) => &evaluation.document.source,
            Imported::Unusable(source) | Imported::Cyclic(source) => source,
            Imported::Unresolved | Imported::Nameless => return None,
        };
        let range = document.node(import.name.as_ref()?.node).range();
        Some(Link { range, target: LinkTarget::File(Arc::clone(source)) })
    })
}

/// The names of environments in references.
fn inline<'c>(context: &'c Context<'_>) -> impl Iterator<Item = Link> + 'c {
    context.document().references().filter_map(|(_, reference)| {
        let [root, project, environment, ..] = &reference.accessors[..] else { return None };
        if name(&root.kind) != Some("environments") {
            return None;
        }
        let written = format!("{}/{}", name(&project.kind)?, name(&environment.kind)?);
        let source = context.environments().find(context.source(), &written)?;
        Some(Link { range: project.name_range.cover(environment.name_range), target: LinkTarget::File(source) })
    })
}

fn providers<'c>(context: &'c Context<'_>) -> impl Iterator<Item = Link> + 'c {
    context.document().exprs().filter_map(|(_, expr)| {
        let ExprKind::Call(call) = &expr.kind else { return None };
        let (kind, named) = match &call.arguments {
            Arguments::Open { provider, .. } => (ProviderKind::Provider, provider),
            Arguments::Rotate { rotator, .. } => (ProviderKind::Rotator, rotator),
            _ => return None,
        };
        let key = DocKey::Provider(kind, named.text.to_string());
        context.catalogue().get(kind, &named.text)?;
        Some(Link { range: named.range, target: LinkTarget::Page(key) })
    })
}

fn rules(context: &Context<'_>) -> impl Iterator<Item = Link> {
    let suppressions = Suppressions::of(context.source().tree());
    let codes = suppressions.iter().flat_map(|suppression| &suppression.directive.codes);
    let links = codes.filter_map(|code| Some(Link { range: code.range, target: LinkTarget::Page(DocKey::Rule(code.rule?.code)) }));
    links.collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::testing::World;

    #[test]
    fn imports_providers_and_rules() {
        let world = World::new(
            "//- p/base\nvalues: {a: 1}\n//- main\nimports: $0# esc-lint: ignore[ESC101, nothing]\n- p/base\n- nowhere\nvalues:\n  a: {fn::open::aws-login: {}}\n  b: {fn::open::nobody: {}}\n  c: ${environments.p.base.a}\n",
        );
        let links = world.look(|context, _| links(context));
        let shown = links.iter().map(|link| {
            let target = match &link.target {
                LinkTarget::File(source) => source.path().to_owned(),
                LinkTarget::Page(key) => key.to_string(),
            };
            format!("{} -> {target}", &world.source().text()[link.range])
        });
        assert_snapshot!(shown.collect::<Vec<_>>().join("\n"), @"
        ESC101 -> rule ESC101
        p/base -> p/base.yaml
        aws-login -> provider aws-login
        p.base -> p/base.yaml
        ");
    }
}
