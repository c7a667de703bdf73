//! Imports as a hierarchy: who imports an environment, and what it imports itself.

use std::sync::Arc;

use esc_analysis::Source;
use esc_syntax::{TextRange, TextSize};

use crate::Context;
use crate::links::{LinkTarget, links};
use crate::references::{Subject, of_environment};

/// An environment at one end of imports, and where those are written, in the file of the importer.
#[derive(Clone, Debug)]
pub struct Import {
    /// The importer, or what is imported.
    pub source: Arc<Source>,
    /// The names.
    pub ranges: Vec<TextRange>,
}

/// The environment that is named at `offset`, else the one that `offset` is in.
pub fn environment_at(context: &Context<'_>, offset: TextSize) -> Arc<Source> {
    match Subject::at(context, offset) {
        Some(Subject::Environment(source)) => source,
        _ => Arc::clone(context.source()),
    }
}

/// Those of `sources` that import this environment, or name it in references.
pub fn importers(context: &Context<'_>, sources: &[Arc<Source>]) -> Vec<Import> {
    let import = |source: &Arc<Source>| {
        let document = context.analyzer.document(source);
        let places = of_environment(context, &document, context.source());
        let ranges: Vec<TextRange> = places.into_iter().map(|place| place.range).collect();
        (!ranges.is_empty()).then(|| Import { source: Arc::clone(source), ranges })
    };
    sources.iter().filter_map(import).collect()
}

/// What this environment imports, or names in references, in order of the first place.
pub fn imports(context: &Context<'_>) -> Vec<Import> {
    let mut imports: Vec<Import> = Vec::new();
    for link in links(context) {
        let LinkTarget::File(source) = link.target else { continue };
        match imports.iter_mut().find(|import| import.source.path() == source.path()) {
            Some(import) => import.ranges.push(link.range),
            None => imports.push(Import { source, ranges: vec![link.range] }),
        }
    }
    imports
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::testing::World;

    fn shown(imports: Vec<Import>, ranges_in: Option<&Source>) -> String {
        let line = |import: Import| {
            let text = ranges_in.unwrap_or(&import.source).text();
            let names = import.ranges.iter().map(|range| &text[*range]).collect::<Vec<_>>().join(", ");
            format!("{}: {names}", import.source.path())
        };
        imports.into_iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn both_ways() {
        let world = World::new(
            "//- p/base\nvalues: {a: 1}\n//- dev\nimports: [p/base, {p/base@2: {merge: false}}]\n//- main\nimports: [dev$0]\nvalues:\n  x: ${environments.p.base.a}\n  y: ${environments.p.base.b}\n",
        );
        assert_snapshot!(world.look(|context, _| shown(imports(context), Some(context.source()))), @"
        dev.yaml: dev
        p/base.yaml: p.base, p.base
        ");
        world.look(|context, offset| {
            let dev = environment_at(context, offset);
            assert_eq!(dev.path(), "dev.yaml");
            let base = &world.sources()[0];
            let of = |source| shown(importers(&Context::new(source, context.analyzer), &world.sources()), None);
            assert_snapshot!(of(&dev), @"main.yaml: dev");
            assert_snapshot!(of(base), @"
            dev.yaml: p/base, p/base@2
            main.yaml: p.base, p.base
            ");
        });
    }
}
