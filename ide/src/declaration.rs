//! Where a name first comes from, and what type a value has: the two other ways to go from a name.

use std::sync::Arc;

use esc_analysis::value::Value;
use esc_syntax::{TextRange, TextSize};

use crate::definition::{Definition, Place, at_node, definition};
use crate::names::{Names, kinds, path_of};
use crate::paths::{Target, provider};
use crate::spot::Spot;
use crate::{Context, DocKey};

/// Where the name at `offset` is declared: of all the keys that are merged to it the lowest, which the others override. Where there are no
/// keys, as [`definition`].
pub fn declaration(context: &Context<'_>, offset: TextSize) -> Vec<Definition> {
    let document = Arc::clone(context.document());
    let (path, origin) = match Spot::at(&document, offset) {
        Some(Spot::Step(reference, step)) => (Some(kinds(&reference.accessors[..=step])), reference.accessors[step].name_range),
        Some(Spot::Key(entry)) => (document.expr_of(entry.value.id()).and_then(|expr| path_of(&document, expr)), entry.key.range()),
        _ => (None, TextRange::empty(offset)),
    };
    let lowest = path.and_then(|path| Names::default().resolve(&context.evaluation, &path).pop());
    match lowest {
        Some(named) => {
            let node = named.document.node(named.node);
            let value = crate::spot::entry_of_key(node).map_or(node, |entry| entry.value);
            vec![at_node(&named.document.source, value, origin)]
        }
        None => definition(context, offset),
    }
}

/// The page of the provider that the value at `offset` comes from.
pub fn type_definition(context: &Context<'_>, offset: TextSize) -> Option<Definition> {
    let document = Arc::clone(context.document());
    let page = |value: &Value, origin| {
        let (kind, name) = provider(value)?;
        let key = DocKey::Provider(kind, name.to_string());
        key.page(context.catalogue()).map(|_| Definition { origin, place: Place::Page(key) })
    };
    match Spot::at(&document, offset)? {
        Spot::Step(reference, step) => {
            let target = Target::follow(context, reference.accessors[..=step].iter().map(|accessor| &accessor.kind))?;
            page(target.value()?, reference.accessors[step].name_range)
        }
        Spot::Key(entry) => page(context.evaluation.value(document.expr_of(entry.value.id())?)?, entry.key.range()),
        Spot::Value(node) => page(context.evaluation.value(document.expr_of(node.id())?)?, node.range()),
        Spot::Rule(..) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;

    #[track_caller]
    fn check(find: impl Fn(&Context<'_>, TextSize) -> Option<Definition>, fixture: &str, expected: &str) {
        let found = World::new(fixture).look(|context, offset| find(context, offset));
        let shown = found.map_or("-".to_owned(), |found| match found.place {
            Place::Page(key) => key.to_string(),
            Place::Text { source, selection, .. } => {
                format!("{}:{} {}", source.path(), source.line(selection.start()) + 1, &source.text()[selection])
            }
        });
        assert_eq!(shown, expected);
    }

    #[test]
    fn declarations_lie_lowest() {
        let first = |context: &Context<'_>, offset| declaration(context, offset).into_iter().next();
        let base = "//- base\nvalues: {a: 1}\n//- main\nimports: [base]\n";
        check(first, &format!("{base}values:\n  a: 2\n  x: ${{$0a}}\n"), "base.yaml:1 a");
        check(first, &format!("{base}values:\n  $0a: 2\n"), "base.yaml:1 a");
        check(first, "values:\n  o: {a: 1}\n  x: ${o.$0a}\n", "main.yaml:2 a");
        check(first, &format!("{base}values:\n  x: ${{imports.$0base.a}}\n"), "base.yaml:1 ");
    }

    #[test]
    fn types_are_the_pages_of_providers() {
        let text = "values:\n  l: {fn::open::aws-login: {}}\n  x: ${l.acc$0essKeyId}\n";
        check(type_definition, text, "provider aws-login");
        check(type_definition, &text.replace("$0", "").replace("  l:", "  $0l:"), "provider aws-login");
        check(type_definition, "values:\n  a: 1\n  x: ${$0a}\n", "-");
    }
}
