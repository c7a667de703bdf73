//! Every provider and rotator, used rightly and on its way to programs, in `tests/providers/`: nothing is said above `info`.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use esc_analysis::document::{Arguments, Document, ExprKind};
use esc_analysis::eval::{Analyzer, Cache};
use esc_analysis::providers::{Catalogue, ProviderKind};
use esc_analysis::{Severity, Source};
use esc_project::{ConfigChoice, Options, Project};

/// The project and the files in it.
fn files() -> (Project, Vec<Arc<Source>>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("providers");
    let options = Options { cwd: folder.clone(), config: ConfigChoice::None, root: Some(folder), ..Options::default() };
    let project = Project::new(options).unwrap();
    let discovery = project.discover(&[PathBuf::from(".")], false).unwrap();
    let sources = discovery.files.iter().map(|found| project.load(found).unwrap().unwrap()).collect();
    (project, sources)
}

#[test]
fn who_uses_them_rightly_hears_nothing() {
    let (project, sources) = files();
    for source in sources {
        let settings = project.settings(Path::new(source.path())).unwrap();
        let found = esc_analysis::lint(&source, &settings, &project);
        let loud: Vec<_> = found.iter().filter(|finding| finding.severity > Severity::Info).collect();
        assert!(loud.is_empty(), "{}: {loud:?}", source.path());
        let infos: BTreeSet<_> = found.iter().map(|finding| finding.rule.code).collect();
        // Long-lived keys are worth a word wherever they are.
        assert!(infos.iter().all(|code| *code == "ESC505"), "{}: {infos:?}", source.path());
    }
}

#[test]
fn every_one_is_used() {
    let (project, sources) = files();
    let (catalogue, cache) = (Catalogue::new(), Cache::new());
    let analyzer = Analyzer::new(&project, &catalogue, &cache);
    let documents: Vec<Arc<Document>> = sources.iter().map(|source| analyzer.document(source)).collect();
    for kind in [ProviderKind::Provider, ProviderKind::Rotator] {
        let used: BTreeSet<&str> = documents.iter().flat_map(|document| used(document, kind)).collect();
        assert_eq!(used, catalogue.names(kind).into_iter().collect());
    }
}

fn used(document: &Document, wanted: ProviderKind) -> impl Iterator<Item = &str> {
    document.exprs().filter_map(move |(_, expr)| match &expr.kind {
        ExprKind::Call(call) => match (&call.arguments, wanted) {
            (Arguments::Open { provider, .. }, ProviderKind::Provider) => Some(&*provider.text),
            (Arguments::Rotate { rotator, .. }, ProviderKind::Rotator) => Some(&*rotator.text),
            _ => None,
        },
        _ => None,
    })
}
