//! Names in the whole workspace: environments, and the values that they define.

use esc_analysis::document::{Document, RootField};
use esc_syntax::TextRange;

use crate::symbols::{Symbol, SymbolKind, symbols};

/// Deeper values are left out: they are found in the outline of their file.
const MAX_DEPTH: usize = 4;

/// A name somewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// The name.
    pub name: String,
    /// The path that it is the end of, without it; empty for an environment.
    pub container: String,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it.
    pub range: TextRange,
}

/// The names of `document`, which importers call `environment`, that `query` fits: its letters occur in the path in their order, in any case.
pub fn workspace_symbols(document: &Document, environment: &str, query: &str) -> Vec<Named> {
    let mut found = Vec::new();
    if fits(environment, query) {
        let (name, range) = (environment.to_owned(), TextRange::empty(0.into()));
        found.push(Named { name, container: String::new(), kind: SymbolKind::Section, range });
    }
    let fields = symbols(document);
    let values = fields.iter().filter(|field| RootField::parse(&field.name) == Some(RootField::Values));
    for symbol in values.flat_map(|values| &values.children) {
        collect(symbol, environment, "", query, 0, &mut found);
    }
    found
}

fn collect(symbol: &Symbol, environment: &str, above: &str, query: &str, depth: usize, found: &mut Vec<Named>) {
    let path = if above.is_empty() { symbol.name.clone() } else { format!("{above}.{}", symbol.name) };
    if fits(&path, query) {
        let container = if above.is_empty() { environment.to_owned() } else { format!("{environment}: {above}") };
        found.push(Named { name: symbol.name.clone(), container, kind: symbol.kind, range: symbol.range });
    }
    // What is in a call are arguments, which nobody looks for by name.
    if depth < MAX_DEPTH && symbol.kind != SymbolKind::Call {
        symbol.children.iter().for_each(|child| collect(child, environment, &path, query, depth + 1, found));
    }
}

fn fits(path: &str, query: &str) -> bool {
    let mut letters = path.chars().flat_map(char::to_lowercase);
    query.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).all(|wanted| letters.any(|letter| letter == wanted))
}

#[cfg(test)]
mod tests {
    use esc_analysis::Source;
    use insta::assert_snapshot;

    use super::*;

    fn check(query: &str) -> String {
        let text = "values:\n  aws:\n    login: {fn::open::aws-login: {oidc: {}}}\n    region: x\n  url: y\n";
        let found = workspace_symbols(&Document::build(Source::new("p/dev.yaml", text)), "p/dev", query);
        found.iter().map(|found| format!("{} ({}) {:?}", found.name, found.container, found.kind)).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn finds_by_letters_in_their_order() {
        assert_snapshot!(check(""), @"
        p/dev () Section
        aws (p/dev) Object
        login (p/dev: aws) Call
        region (p/dev: aws) Value
        url (p/dev) Value
        ");
        assert_snapshot!(check("AWS.re"), @"region (p/dev: aws) Value");
        assert_snapshot!(check("dev"), @"p/dev () Section");
        assert_snapshot!(check("oidc"), @"");
    }
}
