//! Lines above a document and its sections: who imports it, and what it exports.

use std::sync::Arc;

use esc_analysis::document::RootField;
use esc_analysis::preview::{Fate, Preview};
use esc_analysis::{Section, Source};
use esc_syntax::TextRange;

use crate::Context;
use crate::calls::importers;

/// A line above some text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lens {
    /// The text.
    pub range: TextRange,
    /// What the line says.
    pub title: String,
    /// What more there is to see.
    pub about: LensAbout,
}

/// What a lens is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LensAbout {
    /// The graph of imports.
    Importers,
    /// What the environment comes to.
    Exports,
}

/// The lenses of a document. Who imports it is said if all environments of the workspace are given.
pub fn lenses(context: &Context<'_>, sources: Option<&[Arc<Source>]>) -> Vec<Lens> {
    let document = context.document();
    let Some(first) = document.fields.first() else { return Vec::new() };
    let mut lenses = Vec::new();
    if let Some(sources) = sources {
        let title = match importers(context, sources).len() {
            0 => "imported by no environment".to_owned(),
            count => format!("imported by {}", counted(count, "environment")),
        };
        lenses.push(Lens { range: document.node(first.key_node).range(), title, about: LensAbout::Importers });
    }
    let exports = Preview::new(context.analyzer, context.source()).exports();
    let passed =
        |section: Section| exports.iter().filter(|export| export.section == section && !matches!(export.fate, Fate::Dropped(_))).count();
    let [variables, files] = [passed(Section::EnvironmentVariables), passed(Section::Files)];
    if let Some(values) = document.field(RootField::Values).filter(|_| variables + files > 0) {
        let title = match (variables, files) {
            (variables, 0) => format!("exports {}", counted(variables, "variable")),
            (0, files) => format!("exports {}", counted(files, "file")),
            (variables, files) => format!("exports {} and {}", counted(variables, "variable"), counted(files, "file")),
        };
        lenses.push(Lens { range: document.node(values.key_node).range(), title, about: LensAbout::Exports });
    }
    lenses
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::testing::World;

    fn check(fixture: &str) -> String {
        let world = World::new(fixture);
        let found = world.look(|context, _| lenses(context, Some(&world.sources())));
        found.iter().map(|lens| format!("{}: {}", &world.source().text()[lens.range], lens.title)).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn importers_and_exports() {
        let base = "//- base\nvalues:$0\n  environmentVariables: {A: 1, B: [1]}\n  files: {F: x}\n";
        assert_snapshot!(check(base), @"
        values: imported by no environment
        values: exports 1 variable and 1 file
        ");
        assert_snapshot!(check(&format!("{base}//- main\nimports: [base]\n//- other\nimports: [base, base]\n")), @"
        values: imported by 2 environments
        values: exports 1 variable and 1 file
        ");
        assert_snapshot!(check("//- base\nvalues:\n  environmentVariables: {A: 1}\n//- main\nimports: [base]$0\nvalues: {}\n"), @"
        imports: imported by no environment
        values: exports 1 variable
        ");
        assert_snapshot!(check(""), @"");
    }
}
