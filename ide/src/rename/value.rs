//! A value under another name: its key, the keys that override it where it is imported, and all references.

use std::sync::Arc;

use esc_analysis::document::{ExprKind, RESERVED_KEYS};
use esc_analysis::eval::Evaluation;
use esc_analysis::fix::{key_text, parses};
use esc_analysis::{Edit, Section, Source, fix};
use esc_syntax::AccessorKind;

use super::step::rename_step;
use super::{FileEdits, Refusal, refuse, section};
use crate::Context;
use crate::names::{Named, Names};
use crate::paths::name;
use crate::references::{Family, uses, with_own};
use crate::spot::entry_of_key;
use crate::values::file_name;

/// Whether what has these keys can be renamed from here. The key that counts is the first, and what it is merged with comes after it.
pub(super) fn check(context: &Context<'_>, names: &[Named]) -> Result<(), Refusal> {
    let Some(lowest) = names.last() else { return refuse("this leads nowhere") };
    let Some(path) = lowest.path() else { return refuse("this has no path by which it could be named") };
    let called = path.last().and_then(name).unwrap_or_default();
    if !lowest.rest.is_empty() {
        return refuse(format!("`{called}` is part of what a function or a provider answers, and its name is fixed"));
    }
    if entry_of_key(lowest.document.node(lowest.node)).is_none() {
        return refuse("an item of a list has no name");
    }
    let source = &lowest.document.source;
    if source.path() != context.source().path() {
        let line = source.line(lowest.document.node(lowest.node).range().start()) + 1;
        let file = file_name(source.path());
        return refuse(format!("`{called}` comes from `{file}`, line {line}; rename it there, and whatever imports that file follows"));
    }
    if let Some(section) = section(&path) {
        return refuse(format!("the entries of `{}` {}; under another name they would not", section.key(), section.purpose()));
    }
    Ok(())
}

/// The edits of every file.
pub(super) fn rename(context: &Context<'_>, start: Vec<Named>, new_name: &str, sources: &[Arc<Source>]) -> Result<FileEdits, Refusal> {
    let Some(path) = start.last().and_then(Named::path) else { return refuse("this leads nowhere") };
    check_name(new_name, &path)?;
    let evaluations: Vec<_> = with_own(context, sources).map(|source| context.analyzer.evaluate(source)).collect();
    let mut rename = Rename { names: Names::default(), evaluations: &evaluations, new_name, path: &path };
    let family = Family::new(&mut rename.names, &evaluations, start);
    rename.check_merges(context, &family)?;
    rename.check_collisions(&family)?;
    rename.edits(&family)
}

fn check_name(new_name: &str, path: &[AccessorKind]) -> Result<(), Refusal> {
    if new_name.is_empty() || new_name.trim() != new_name || new_name.chars().any(char::is_control) {
        return refuse("a name needs at least one character, and no blanks around it");
    }
    if new_name.contains('$') || new_name.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("fn::")) {
        return refuse(format!("`{new_name}` means something else: `$` begins a reference, and `fn::` a function"));
    }
    if path.len() == 1 && RESERVED_KEYS.contains(&new_name) {
        return refuse(format!("`{new_name}` is reserved at the top of `values`: references would not find it"));
    }
    match Section::parse(new_name).filter(|_| path.len() == 1) {
        Some(section) => refuse(format!("`{new_name}` is the name of a section whose entries {}", section.purpose())),
        None => Ok(()),
    }
}

struct Rename<'r> {
    names: Names,
    evaluations: &'r [Arc<Evaluation>],
    new_name: &'r str,
    /// The path before.
    path: &'r [AccessorKind],
}

impl Rename<'_> {
    /// Every other key of the name has to override ours, or it would be the name of something else as well.
    fn check_merges(&mut self, context: &Context<'_>, family: &Family) -> Result<(), Refusal> {
        let own = context.source().path();
        for named in family.members() {
            let source = &named.document.source;
            let evaluation = self.evaluations.iter().find(|evaluation| evaluation.document.source.path() == source.path());
            let overrides =
                evaluation.is_some_and(|evaluation| self.names.layers(evaluation).iter().any(|layer| layer.document.source.path() == own));
            if !overrides {
                let file = file_name(source.path());
                return refuse(format!(
                    "`{file}` defines the same key, and an environment merges both: under two names they would come apart"
                ));
            }
        }
        match family.members().iter().find(|named| is_repeated(named)) {
            Some(named) => {
                let (file, key) = (file_name(named.document.source.path()), named.document.node(named.node).text());
                refuse(format!("`{key}` stands twice in the same object in `{file}`; remove one of them first"))
            }
            None => Ok(()),
        }
    }

    /// Nobody who sees the value may see something of the new name already.
    fn check_collisions(&mut self, family: &Family) -> Result<(), Refusal> {
        let mut path = self.path.to_vec();
        for evaluation in self.evaluations {
            if !self.names.resolve(evaluation, &path).iter().any(|named| family.has(named)) {
                continue;
            }
            let last = path.pop();
            path.push(AccessorKind::Key(self.new_name.to_owned()));
            let taken = self.names.resolve(evaluation, &path);
            path.pop();
            path.extend(last);
            if let Some(named) = taken.first() {
                let source = &named.document.source;
                let line = source.line(named.document.node(named.node).range().start()) + 1;
                return refuse(format!("there is a `{}` already, in `{}`, line {line}", self.new_name, file_name(source.path())));
            }
        }
        Ok(())
    }

    fn edits(&mut self, family: &Family) -> Result<FileEdits, Refusal> {
        let mut files = FileEdits::new();
        for evaluation in self.evaluations {
            let document = &evaluation.document;
            let own = family.members().iter().filter(|named| named.document.source.path() == document.source.path());
            let mut edits: Vec<Edit> = own.flat_map(|named| rename_key(named, self.new_name)).collect();
            let unwritable =
                || Refusal(format!("`{}` cannot be written in a reference in `{}`", self.new_name, file_name(document.source.path())));
            for (document, use_) in uses(&mut self.names, evaluation, family) {
                let accessor = document.references().flat_map(|(_, reference)| &reference.accessors).find(|step| step.range == use_.step);
                let edit = accessor.and_then(|accessor| rename_step(document.node(use_.node), accessor, self.new_name));
                edits.push(edit.ok_or_else(unwritable)?);
            }
            if edits.is_empty() {
                continue;
            }
            if document.source.tree().errors().is_empty() && !parses(document.source.text(), &edits) {
                return Err(unwritable());
            }
            files.push((Arc::clone(&document.source), edits));
        }
        Ok(files)
    }
}

fn rename_key(named: &Named, new_name: &str) -> Vec<Edit> {
    let node = named.document.node(named.node);
    let in_flow = node.parent().is_some_and(|parent| parent.is_flow());
    fix::rename(node, new_name).unwrap_or_else(|| vec![Edit::replace(node.range(), key_text(new_name, in_flow))])
}

/// Whether the object has the key twice.
fn is_repeated(named: &Named) -> bool {
    let document = &named.document;
    let Some(object) = document.node(named.node).parent() else { return false };
    let key = document.node(named.node).text();
    let properties = match document.expr_of(object.id()).map(|expr| &document.expr(expr).kind) {
        Some(ExprKind::Object(properties)) => properties,
        _ => return false,
    };
    properties.iter().filter(|property| document.node(property.key_node).text() == key).count() > 1
}
