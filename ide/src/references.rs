//! Where a value, or an environment, is named: the keys that give it its name, and every reference to it, in all files.
//!
//! Ranges are the name alone, inside of a longer path too.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use esc_analysis::Source;
use esc_analysis::document::Document;
use esc_analysis::eval::Evaluation;
use esc_syntax::{AccessorKind, NodeId, TextRange, TextSize};

use crate::Context;
use crate::expect::Expected;
use crate::names::{Named, Names, kinds, path_of};
use crate::paths::name;
use crate::spot::Spot;

/// A place where something is named.
#[derive(Clone, Debug)]
pub struct Occurrence {
    /// The file.
    pub source: Arc<Source>,
    /// The name alone.
    pub range: TextRange,
    /// What happens there.
    pub access: Access,
}

/// What happens where something is named.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Access {
    /// It gets its value.
    Write,
    /// Its value is used.
    Read,
}

/// What the cursor is on, as far as it can be named elsewhere.
pub(crate) enum Subject {
    /// A value: its keys.
    Value(Vec<Named>),
    /// An environment.
    Environment(Arc<Source>),
}

/// Every place in `sources` and in this environment that names what is at `offset`.
pub fn references(context: &Context<'_>, offset: TextSize, sources: &[Arc<Source>]) -> Vec<Occurrence> {
    match Subject::at(context, offset) {
        None => Vec::new(),
        Some(Subject::Environment(target)) => {
            let documents = with_own(context, sources).map(|source| context.analyzer.document(source));
            sorted(documents.flat_map(|document| of_environment(context, &document, &target)).collect())
        }
        Some(Subject::Value(start)) => {
            let evaluations: Vec<_> = with_own(context, sources).map(|source| context.analyzer.evaluate(source)).collect();
            let mut names = Names::default();
            let family = Family::new(&mut names, &evaluations, start);
            let mut found: Vec<Occurrence> = family.members().iter().filter_map(declared).collect();
            for evaluation in &evaluations {
                found.extend(uses(&mut names, evaluation, &family).map(|(document, use_)| use_.occurrence(document)));
            }
            sorted(found)
        }
    }
}

/// The places in this document that name what is at `offset`.
pub fn highlights(context: &Context<'_>, offset: TextSize) -> Vec<Occurrence> {
    let own = context.source().path();
    let mut found = references(context, offset, &[]);
    found.retain(|occurrence| occurrence.source.path() == own);
    found
}

/// `sources`, and this environment unless it is among them.
pub(crate) fn with_own<'c>(context: &'c Context<'_>, sources: &'c [Arc<Source>]) -> impl Iterator<Item = &'c Arc<Source>> {
    let own = context.source();
    let is_there = sources.iter().any(|source| source.path() == own.path());
    sources.iter().chain((!is_there).then_some(own))
}

fn sorted(mut found: Vec<Occurrence>) -> Vec<Occurrence> {
    let key = |occurrence: &Occurrence| (occurrence.range.start(), occurrence.access);
    found.sort_by(|a, b| a.source.path().cmp(b.source.path()).then(key(a).cmp(&key(b))));
    found.dedup_by(|a, b| a.range == b.range && a.source.path() == b.source.path());
    found
}

impl Subject {
    /// What is at `offset`.
    pub fn at(context: &Context<'_>, offset: TextSize) -> Option<Subject> {
        let document = Arc::clone(context.document());
        let value = |path: &[AccessorKind]| {
            let found = Names::default().resolve(&context.evaluation, path);
            (!found.is_empty()).then_some(Subject::Value(found))
        };
        match Spot::at(&document, offset)? {
            Spot::Step(reference, step) => {
                let path = kinds(&reference.accessors[..=step]);
                match named_environment(&path) {
                    Some(Some(written)) => context.environments().find(context.source(), &written).map(Subject::Environment),
                    Some(None) => None,
                    None => value(&path),
                }
            }
            Spot::Key(entry) if matches!(Expected::at(entry.key, context.catalogue()), Expected::Import) => {
                context.environments().find(context.source(), &entry.key.text()).map(Subject::Environment)
            }
            Spot::Key(entry) => value(&path_of(&document, document.expr_of(entry.value.id())?)?),
            Spot::Value(node) if matches!(Expected::at(node, context.catalogue()), Expected::Import) => {
                context.environments().find(context.source(), &node.text()).map(Subject::Environment)
            }
            Spot::Value(_) | Spot::Rule(..) => None,
        }
    }
}

/// The environment that a path is the name of, and no more; `Some(None)` where it is the beginning of such a name.
fn named_environment(path: &[AccessorKind]) -> Option<Option<String>> {
    match path {
        [root] if matches!(name(root), Some("imports" | "environments")) => Some(None),
        [root, import] if name(root) == Some("imports") => Some(name(import).map(str::to_owned)),
        [root, _] if name(root) == Some("environments") => Some(None),
        [root, project, environment] if name(root) == Some("environments") => {
            Some(name(project).zip(name(environment)).map(|(project, environment)| format!("{project}/{environment}")))
        }
        _ => None,
    }
}

/// All keys of the same name.
#[derive(Default)]
pub(crate) struct Family {
    members: Vec<Named>,
    /// Places of members, by their hash: a workspace can have thousands of them.
    known: HashMap<u64, Vec<usize>>,
    hasher: RandomState,
    /// What a path ends with that may name a member.
    steps: Vec<AccessorKind>,
}

impl Family {
    /// What `start` is one with: wherever environments are merged that have a key at the same path, both are the same name.
    pub fn new(names: &mut Names, evaluations: &[Arc<Evaluation>], start: Vec<Named>) -> Family {
        let mut family = Family::default();
        start.into_iter().for_each(|named| family.add(named));
        loop {
            let mut paths: Vec<Vec<AccessorKind>> = Vec::new();
            for path in family.members.iter().filter_map(Named::path) {
                if !paths.contains(&path) {
                    paths.push(path);
                }
            }
            let before = family.members.len();
            for (evaluation, path) in evaluations.iter().flat_map(|evaluation| paths.iter().map(move |path| (evaluation, path))) {
                let here = names.resolve(evaluation, path);
                if here.iter().any(|named| family.has(named)) {
                    here.into_iter().for_each(|named| family.add(named));
                }
            }
            if family.members.len() == before {
                return family;
            }
        }
    }

    /// Whether `named` is one of them.
    pub fn has(&self, named: &Named) -> bool {
        let known = self.known.get(&self.hash(named)).map(Vec::as_slice).unwrap_or_default();
        known.iter().any(|member| self.members[*member].is(named))
    }

    /// All of them, in the order in which they were found.
    pub fn members(&self) -> &[Named] {
        &self.members
    }

    fn add(&mut self, named: Named) {
        if self.has(&named) {
            return;
        }
        if let Some(last) = named.path().and_then(|mut path| path.pop()).filter(|last| !self.steps.contains(last)) {
            self.steps.push(last);
        }
        self.known.entry(self.hash(&named)).or_default().push(self.members.len());
        self.members.push(named);
    }

    fn hash(&self, named: &Named) -> u64 {
        self.hasher.hash_one((named.document.source.path(), named.node, named.rest.len()))
    }

    fn may_name(&self, step: &AccessorKind) -> bool {
        self.steps.iter().any(|last| match (name(last), name(step)) {
            (Some(last), Some(step)) => last == step,
            _ => last == step,
        })
    }
}

/// A step of a reference that names what is asked for.
pub(crate) struct Use {
    /// The scalar that the reference is in.
    pub node: NodeId,
    /// The name in it.
    pub range: TextRange,
    /// The whole step, with its dot or brackets.
    pub step: TextRange,
}

impl Use {
    fn occurrence(&self, document: &Document) -> Occurrence {
        Occurrence { source: Arc::clone(&document.source), range: self.range, access: Access::Read }
    }
}

/// The steps of references in `evaluation`'s document that name one of `family`.
pub(crate) fn uses<'e>(
    names: &'e mut Names,
    evaluation: &'e Arc<Evaluation>,
    family: &'e Family,
) -> impl Iterator<Item = (&'e Document, Use)> + 'e {
    let document = &*evaluation.document;
    let all = document.references().flat_map(|(expr, reference)| (0..reference.accessors.len()).map(move |step| (expr, reference, step)));
    all.filter_map(move |(expr, reference, step)| {
        let accessor = &reference.accessors[step];
        let is_it = family.may_name(&accessor.kind)
            && names.resolve(evaluation, &kinds(&reference.accessors[..=step])).iter().any(|named| family.has(named));
        let node = document.expr(expr).node;
        is_it.then_some((document, Use { node, range: accessor.name_range, step: accessor.range }))
    })
}

fn declared(named: &Named) -> Option<Occurrence> {
    let range = named.document.node(named.node).range();
    let is_key = crate::spot::entry_of_key(named.document.node(named.node)).is_some();
    (is_key && named.rest.is_empty()).then(|| Occurrence { source: Arc::clone(&named.document.source), range, access: Access::Write })
}

/// The places in `document` that name the environment in `target`: entries of `imports`, `${imports.name}`, `${environments.project.name}`.
pub(crate) fn of_environment(context: &Context<'_>, document: &Document, target: &Source) -> Vec<Occurrence> {
    let occurrence = |range| Occurrence { source: Arc::clone(&document.source), range, access: Access::Read };
    let finds = |written: &str| context.environments().find(&document.source, written).is_some_and(|found| found.path() == target.path());
    let listed = document.imports.iter().filter_map(|import| import.name.as_ref()).filter(|name| finds(&name.text));
    let mut found: Vec<_> = listed.map(|name| occurrence(document.node(name.node).range())).collect();
    for (_, reference) in document.references() {
        let steps = if reference.accessors.first().and_then(|first| name(&first.kind)) == Some("imports") { 2 } else { 3 };
        let Some(accessors) = reference.accessors.get(..steps) else { continue };
        if let Some(Some(written)) = named_environment(&kinds(accessors))
            && finds(&written)
        {
            found.push(occurrence(accessors[1].name_range.cover(accessors[steps - 1].name_range)));
        }
    }
    sorted(found)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::testing::World;

    fn check(fixture: &str) -> String {
        let world = World::new(fixture);
        world.look(|context, offset| {
            let found = references(context, offset, &world.sources()).into_iter().map(|occurrence| {
                let Occurrence { source, range, access } = occurrence;
                format!("{}:{} {} {access:?}", source.path(), source.line(range.start()) + 1, &source.text()[range])
            });
            found.collect::<Vec<_>>().join("\n")
        })
    }

    const BASE: &str = "//- base\nvalues:\n  aws:\n    region: x\n  url: ${aws.region}\n";

    #[test]
    fn a_key_and_its_references_in_all_files() {
        assert_snapshot!(check(&format!("{}//- main\nimports: [base]\nvalues:\n  a: ${{aws.region}}\n  b: \"x-${{aws.region}}\"\n  c: ${{imports.base.aws}}\n//- other\nvalues:\n  aws: 1\n  a: ${{aws}}\n", BASE.replace("  aws", "  a$0ws"))), @"
        base.yaml:2 aws Write
        base.yaml:4 aws Read
        main.yaml:3 aws Read
        main.yaml:4 aws Read
        main.yaml:5 aws Read
        ");
    }

    #[test]
    fn the_step_under_the_cursor_alone() {
        assert_snapshot!(check("values:\n  o: {a: 1, b: 2}\n  x: ${o.$0a}\n  y: ${o.b}\n  z: ${o}\n  w: ${z.a}\n"), @"
        main.yaml:2 a Write
        main.yaml:3 a Read
        main.yaml:6 a Read
        ");
        assert_snapshot!(check("values:\n  \"some key\": 1\n  x: '${[\"some $0key\"]}'\n"), @r#"
        main.yaml:2 "some key" Write
        main.yaml:3 some key Read
        "#);
    }

    #[test]
    fn keys_that_are_merged_are_one_name() {
        let fixture = "//- base\nvalues:\n  o: {a: 1}\n//- more\nvalues:\n  o: {b: 1}\n//- main\nimports: [base, more]\nvalues:\n  $0o: {c: 1}\n  x: ${o.a}\n";
        assert_snapshot!(check(fixture), @"
        base.yaml:2 o Write
        main.yaml:3 o Write
        main.yaml:4 o Read
        more.yaml:2 o Write
        ");
    }

    #[test]
    fn outputs_of_providers() {
        assert_snapshot!(check("values:\n  l: {fn::open::aws-login: {}}\n  x: ${l.$0accessKeyId}\n  y: ${l.accessKeyId}\n  z: ${l.sessionToken}\n"), @"
        main.yaml:3 accessKeyId Read
        main.yaml:4 accessKeyId Read
        ");
    }

    #[test]
    fn environments() {
        let fixture = "//- p/base\nvalues: {a: 1}\n//- other\nimports: [{p/base@2: {merge: false}}]\nvalues:\n  x: ${imports[\"p/base@2\"].a}\n//- main\nimports: [p/b$0ase]\nvalues:\n  x: ${environments.p.base.a}\n";
        assert_snapshot!(check(fixture), @"
        main.yaml:1 p/base Read
        main.yaml:3 p.base Read
        other.yaml:1 p/base@2 Read
        other.yaml:3 p/base@2 Read
        ");
    }

    #[test]
    fn circles_and_dead_ends() {
        assert_snapshot!(check("values:\n  a: ${b.x}\n  b: ${a.x}\n  c: ${b.$0y}\n"), @"");
        assert_snapshot!(check("values:\n  a: ${no$0where}\n"), @"");
        assert_snapshot!(check("values:\n  a: {fn::toJSON: {k$0: 1}}\n"), @"");
    }

    #[test]
    fn highlights_stay_in_the_document() {
        let world = World::new("//- base\nvalues: {a: 1}\n//- main\nimports: [base]\nvalues:\n  a: 2\n  x: ${a$0}\n");
        let found: Vec<_> = world.look(highlights).into_iter().map(|found| found.access).collect();
        assert_eq!(found, [Access::Write, Access::Read]);
    }
}
