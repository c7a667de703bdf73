//! What rename and refactorings leave behind: documents that parse, with all comments, that come to the same where that is promised.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may fail, and says why")]

use std::path::Path;
use std::sync::{Arc, LazyLock};

use esc_analysis::eval::{Analyzer, Cache};
use esc_analysis::providers::Catalogue;
use esc_analysis::rules::ALL;
use esc_analysis::{Environments, Source, apply};
use esc_ide::{ActionKind, Context, Renamed, refactorings, rename};
use esc_syntax::{TextRange, TextSize};
use proptest::prelude::*;
use serde_json::Value;

/// Examples of rule pages, and the corpora beside the repository if they are there.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut texts: Vec<String> = ALL.iter().flat_map(|rule| [rule.page.bad, rule.page.good]).map(str::to_owned).collect();
    for folder in ["corpus/real", "conformance/generated"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(folder);
        let Ok(files) = std::fs::read_dir(&folder) else {
            eprintln!("skipped: {} is not there", folder.display());
            continue;
        };
        let mut paths: Vec<_> =
            files.map(|file| file.unwrap().path()).filter(|path| path.extension().is_some_and(|it| it == "yaml")).collect();
        paths.sort();
        texts.extend(paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()));
    }
    // Of an environment with errors nothing is promised but that it parses as before.
    texts.retain(|text| esc_syntax::parse(text.as_str()).errors().is_empty());
    texts
});

/// One other environment, by every name.
struct Base(Arc<Source>);

impl Environments for Base {
    fn find(&self, importer: &Source, _: &str) -> Option<Arc<Source>> {
        (importer.path() != self.0.path()).then(|| Arc::clone(&self.0))
    }

    fn names(&self, _: &Source) -> Vec<String> {
        vec!["base".to_owned()]
    }
}

fn base() -> Base {
    Base(Source::new("base.yaml", "values:\n  shared: {region: x}\n"))
}

fn with<T>(source: &Arc<Source>, look: impl FnOnce(&Context<'_>) -> T) -> T {
    let (base, catalogue, cache) = (base(), Catalogue::new(), Cache::new());
    look(&Context::new(source, &Analyzer::new(&base, &catalogue, &cache)))
}

fn preview(text: &str) -> Value {
    let (base, catalogue, cache) = (base(), Catalogue::new(), Cache::new());
    let analyzer = Analyzer::new(&base, &catalogue, &cache);
    serde_json::from_str(&esc_analysis::preview::json(&analyzer.evaluate(&Source::new("env.yaml", text))).to_string()).unwrap()
}

fn comments(text: &str) -> Vec<String> {
    let tree = esc_syntax::parse(text);
    let mut comments: Vec<String> = tree.comments().map(|comment| tree.text()[comment].to_owned()).collect();
    comments.sort();
    comments
}

fn place(text: &str, index: &prop::sample::Index) -> TextSize {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    if places.is_empty() { 0.into() } else { TextSize::try_from(*index.get(&places)).unwrap() }
}

fn check_refactorings(text: &str, offset: TextSize) {
    let source = Source::new("env.yaml", text);
    for action in with(&source, |context| refactorings(context, TextRange::empty(offset))) {
        let after = apply(text, &action.edits).unwrap();
        let shown = format!("{} at {offset:?}\n{text}\n---\n{after}", action.title);
        assert!(esc_syntax::parse(after.as_str()).errors().is_empty(), "{shown}");
        assert_eq!(comments(text), comments(&after), "{shown}");
        let (before, mut now) = (preview(text), preview(&after));
        if action.kind == ActionKind::Extract
            && let (Some(before), Some(now)) = (before.as_object(), now.as_object_mut())
        {
            now.retain(|key, _| before.contains_key(key));
        }
        let changes = ["Put in quotes, which", "Export", "Log in"].iter().any(|title| action.title.starts_with(title));
        if !changes && !with(&source, |context| context.has_errors()) {
            assert_eq!(before, now, "{shown}");
        }
    }
}

fn check_rename(text: &str, offset: TextSize) {
    let source = Source::new("env.yaml", text);
    let renamed = with(&source, |context| rename(context, offset, "renamed_value", &[Arc::clone(&source)]));
    let Ok(Renamed::Value(files)) = renamed else { return };
    let [(file, edits)] = &files[..] else { panic!("one file has its name") };
    assert_eq!(file.path(), "env.yaml");
    let after = apply(text, edits).unwrap();
    let shown = format!("at {offset:?}\n{text}\n---\n{after}");
    assert!(esc_syntax::parse(after.as_str()).errors().is_empty(), "{shown}");
    assert_eq!(comments(text), comments(&after), "{shown}");
    if with(&source, |context| context.has_errors()) {
        return;
    }
    // As many values, and none of them lost: what it comes to differs by one name alone.
    let old = with(&source, |context| esc_ide::prepare_rename(context, offset)).unwrap().name;
    let count = |value: &Value| value.to_string().matches("[unknown]").count();
    let (before, now) = (preview(text), preview(&after));
    assert_eq!(count(&before), count(&now), "{shown}");
    // And back again.
    let again = Source::new("env.yaml", after.as_str());
    let key = TextSize::try_from(after.find("renamed_value").unwrap()).unwrap();
    if let Ok(Renamed::Value(files)) = with(&again, |context| rename(context, key, &old, &[Arc::clone(&again)])) {
        assert_eq!(before, preview(&apply(&after, &files[0].1).unwrap()), "{shown}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn refactorings_keep_what_they_promise(text in any::<prop::sample::Index>(), at: prop::sample::Index) {
        let text = text.get::<String>(&TEXTS);
        check_refactorings(text, place(text, &at));
    }

    #[test]
    fn renames_change_a_name_and_nothing_else(text in any::<prop::sample::Index>(), at: prop::sample::Index) {
        let text = text.get::<String>(&TEXTS);
        check_rename(text, place(text, &at));
    }
}
