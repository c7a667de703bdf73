//! Where the thing under the cursor is defined: a key, an imported file, an output's call, a provider's page.

use std::sync::Arc;

use esc_analysis::Source;
use esc_analysis::document::{Document, ExprId, Function, Recognised};
use esc_analysis::eval::{Evaluation, Imported};
use esc_analysis::providers::ProviderKind;
use esc_analysis::value::{Origin, Value};
use esc_syntax::{AccessorKind, Node, TextRange, TextSize};

use crate::expect::Expected;
use crate::paths::{Target, name};
use crate::spot::{Spot, entry_of_value};
use crate::{Context, DocKey};

/// A place to go to, and from where.
#[derive(Clone, Debug)]
pub struct Definition {
    /// What the cursor is on.
    pub origin: TextRange,
    /// Where it leads.
    pub place: Place,
}

/// A place to go to.
#[derive(Clone, Debug)]
pub enum Place {
    /// Something that is written in a file.
    Text {
        /// The file.
        source: Arc<Source>,
        /// All of the thing.
        range: TextRange,
        /// Its name, where the cursor goes.
        selection: TextRange,
    },
    /// A page of documentation, which has to be made.
    Page(DocKey),
}

/// Where what is at `offset` is defined.
pub fn definition(context: &Context<'_>, offset: TextSize) -> Vec<Definition> {
    let document = Arc::clone(context.document());
    match Spot::at(&document, offset) {
        Some(Spot::Step(reference, step)) => {
            let origin = reference.accessors[step].name_range;
            let path: Vec<AccessorKind> = reference.accessors[..=step].iter().map(|accessor| accessor.kind.clone()).collect();
            of_path(context, &path, origin)
        }
        Some(Spot::Key(entry)) if matches!(Expected::at(entry.key, context.catalogue()), Expected::Import) => {
            of_import(context, entry.key).into_iter().collect()
        }
        Some(Spot::Key(entry)) => of_provider(context, &Function::recognise(&entry.key.text()), entry.key.range()).into_iter().collect(),
        Some(Spot::Value(node)) => match Expected::at(node, context.catalogue()) {
            Expected::Import => of_import(context, node).into_iter().collect(),
            Expected::ProviderName(kind) => {
                page(context, DocKey::Provider(kind, node.text().into_owned()), node.range()).into_iter().collect()
            }
            _ => Vec::new(),
        },
        Some(Spot::Rule(rule, range)) => page(context, DocKey::Rule(rule.code), range).into_iter().collect(),
        None => Vec::new(),
    }
}

fn of_provider(context: &Context<'_>, call: &Option<Recognised<'_>>, origin: TextRange) -> Option<Definition> {
    let call = call.as_ref()?;
    let kind = if call.function == Function::Rotate { ProviderKind::Rotator } else { ProviderKind::Provider };
    page(context, DocKey::Provider(kind, call.provider?.to_owned()), origin)
}

fn page(context: &Context<'_>, key: DocKey, origin: TextRange) -> Option<Definition> {
    key.page(context.catalogue()).map(|_| Definition { origin, place: Place::Page(key) })
}

fn of_import(context: &Context<'_>, name: Node<'_>) -> Option<Definition> {
    let document = context.document();
    let index = document.imports.iter().position(|import| import.name.as_ref().is_some_and(|written| written.node == name.id()))?;
    let source = match &context.evaluation.imports[index] {
        Imported::Evaluated(evaluation) => &evaluation.document.source,
        Imported::Unusable(source) | Imported::Cyclic(source) => source,
        Imported::Unresolved | Imported::Nameless => return None,
    };
    Some(start_of_file(source, name.range()))
}

fn start_of_file(source: &Arc<Source>, origin: TextRange) -> Definition {
    let start = TextRange::empty(0.into());
    Definition { origin, place: Place::Text { source: Arc::clone(source), range: start, selection: start } }
}

fn of_path(context: &Context<'_>, path: &[AccessorKind], origin: TextRange) -> Vec<Definition> {
    // An own value is found where it is written, also when it is a reference to something else.
    if let Some(node) = own_node(context.document(), path) {
        return vec![at_node(&context.document().source, node, origin)];
    }
    if let Some(file) = imported_file(context, path) {
        return vec![start_of_file(&file, origin)];
    }
    if let Some((evaluation, rest)) = other_environment(context, path)
        && let Some(node) = own_node(&evaluation.document, rest)
    {
        return vec![at_node(&evaluation.document.source, node, origin)];
    }
    let value = Target::follow(context, path).and_then(|target| target.value().cloned());
    value.and_then(|value| of_value(&value, origin)).into_iter().collect()
}

/// `imports["name"]` and `environments.project.name`: the file itself.
fn imported_file(context: &Context<'_>, path: &[AccessorKind]) -> Option<Arc<Source>> {
    let (evaluation, rest) = other_environment(context, path)?;
    rest.is_empty().then(|| Arc::clone(&evaluation.document.source))
}

/// The environment that a path names, and the path in it.
fn other_environment<'p>(context: &Context<'_>, path: &'p [AccessorKind]) -> Option<(Arc<Evaluation>, &'p [AccessorKind])> {
    match path {
        [root, import, rest @ ..] if name(root) == Some("imports") => {
            Some((Arc::clone(crate::paths::import(context, name(import)?)?), rest))
        }
        [root, project, environment, rest @ ..] if name(root) == Some("environments") => {
            let source = context.environments().find(context.source(), &format!("{}/{}", name(project)?, name(environment)?))?;
            Some((context.analyzer.evaluate(&source), rest))
        }
        _ => None,
    }
}

/// The node of the value at `path`, as far as it is written out in this document.
fn own_node<'d>(document: &'d Document, path: &[AccessorKind]) -> Option<Node<'d>> {
    let (first, rest) = path.split_first()?;
    let mut expr = document.value(name(first)?)?.value;
    for step in rest {
        expr = child(document, expr, step)?;
    }
    Some(document.node(document.expr(expr).node))
}

fn child(document: &Document, expr: ExprId, step: &AccessorKind) -> Option<ExprId> {
    use esc_analysis::document::{ExprKind, property};
    match (&document.expr(expr).kind, step) {
        (ExprKind::Object(properties), AccessorKind::Name(key) | AccessorKind::Key(key)) => Some(property(properties, key)?.value),
        (ExprKind::Array(items), AccessorKind::Index(index)) => items.get(usize::try_from(*index).ok()?).copied(),
        _ => None,
    }
}

/// The place where a value is written, wherever that is; for an output, the call of its provider.
fn of_value(value: &Value, origin: TextRange) -> Option<Definition> {
    let Origin { document, expr } = value.origin()?;
    Some(at_node(&document.source, document.node(document.expr(*expr).node), origin))
}

/// The entry that `node` is the value of, or else the node.
pub(crate) fn at_node(source: &Arc<Source>, node: Node<'_>, origin: TextRange) -> Definition {
    let (range, selection) = match entry_of_value(node) {
        Some(entry) => (entry.range(), entry.key.range()),
        None => (node.full_range(), node.range()),
    };
    // Where a thing spans lines its first one is enough to go to.
    let selection = TextRange::new(selection.start(), selection.end().min(range.end()));
    Definition { origin, place: Place::Text { source: Arc::clone(source), range, selection } }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::{Place, definition};
    use crate::testing::World;

    fn check(fixture: &str) -> String {
        let world = World::new(fixture);
        world.look(|context, offset| {
            let found = definition(context, offset).into_iter().map(|found| {
                let origin = &world.source().text()[found.origin];
                match found.place {
                    Place::Page(key) => format!("{origin} → {key}"),
                    Place::Text { source, range, selection } => {
                        assert!(range.contains_range(selection));
                        format!("{origin} → {}:{} {}", source.path(), source.line(selection.start()) + 1, &source.text()[selection])
                    }
                }
            });
            found.collect::<Vec<_>>().join("\n")
        })
    }

    #[test]
    fn values_of_this_file() {
        assert_snapshot!(check("values:\n  o: {a: {b: 1}}\n  x: ${o.a.$0b}\n"), @"b → main.yaml:2 b");
        assert_snapshot!(check("values:\n  o: {a: {b: 1}}\n  x: ${o.$0a.b}\n"), @"a → main.yaml:2 a");
        assert_snapshot!(check("values:\n  l: [1, 2]\n  x: ${l[$01]}\n"), @"1 → main.yaml:2 2");
        assert_snapshot!(check("values:\n  y: ${o}\n  o: {a: 1}\n  x: ${y.$0a}\n"), @"a → main.yaml:3 a");
        assert_snapshot!(check("values:\n  login: {fn::open::aws-login: {}}\n  x: ${login.acc$0essKeyId}\n"), @"accessKeyId → main.yaml:2 login");
        assert_snapshot!(check("values:\n  x: ${no$0where}\n"), @"");
    }

    #[test]
    fn values_of_other_files() {
        let base = "//- deep\nvalues:\n  region: x\n//- base\nimports: [deep]\nvalues:\n  o:\n    a: 1\n";
        assert_snapshot!(check(&format!("{base}//- main\nimports: [base]\nvalues:\n  x: ${{o.$0a}}\n")), @"a → base.yaml:4 a");
        assert_snapshot!(check(&format!("{base}//- main\nimports: [base]\nvalues:\n  x: ${{reg$0ion}}\n")), @"region → deep.yaml:2 region");
        assert_snapshot!(check(&format!("{base}//- main\nimports: [base]\nvalues:\n  o: {{b: 2}}\n  x: ${{o.$0a}}\n")), @"a → base.yaml:4 a");
        assert_snapshot!(check(&format!("{base}//- main\nimports: [base]\nvalues:\n  x: ${{imports.$0base.o}}\n")), @"base → base.yaml:1");
        assert_snapshot!(check(&format!("{base}//- main\nimports: [base]\nvalues:\n  x: ${{imports.base.$0o}}\n")), @"o → base.yaml:3 o");
        assert_snapshot!(check("//- p/env\nvalues: {a: 1}\n//- main\nvalues:\n  x: ${environments.p.env.$0a}\n"), @"a → p/env.yaml:1 a");
    }

    #[test]
    fn providers_and_rules() {
        assert_snapshot!(check("values:\n  a: {fn::open::aws-lo$0gin: {}}\n"), @"fn::open::aws-login → provider aws-login");
        assert_snapshot!(check("values:\n  a: {fn::rotate: {provider: aws-$0iam, inputs: {}}}\n"), @"aws-iam → rotator aws-iam");
        assert_snapshot!(check("values:\n  a: {fn::open::nob$0ody: {}}\n"), @"");
        assert_snapshot!(check("values: {} # esc-lint: ignore[ESC1$001]\n"), @"ESC101 → rule ESC101");
    }

    #[test]
    fn imports() {
        let base = "//- base\nvalues: {}\n//- broken\nvalues: [\n";
        assert_snapshot!(check(&format!("{base}//- main\nimports: [ba$0se]\n")), @"base → base.yaml:1");
        assert_snapshot!(check(&format!("{base}//- main\nimports:\n- ba$0se@3: {{merge: false}}\n")), @"base@3 → base.yaml:1");
        assert_snapshot!(check(&format!("{base}//- main\nimports: [bro$0ken]\n")), @"broken → broken.yaml:1");
        assert_snapshot!(check("imports: [nowhe$0re]\n"), @"");
    }
}
