//! Texts for tests that want many, and what such tests share.

// Each test is a program of its own, and none uses everything.
#![allow(dead_code, clippy::unwrap_used, clippy::print_stderr, reason = "a test may fail, and says why")]

pub mod fixing;
pub mod layout;

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use esc_analysis::eval::{Analyzer, Cache};
use esc_analysis::providers::Catalogue;
use esc_analysis::rules::ALL;
use esc_analysis::{Diagnostic, Environments, Settings, Source};
use esc_syntax::{ScalarStyle, Tree};

/// All examples of all pages, and the corpora beside the repository if they are there.
pub static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let examples = ALL.iter().flat_map(|rule| [rule.page.bad, rule.page.good]);
    let mut texts: Vec<String> = examples.map(|example| Example::new(example).source().text().to_owned()).collect();
    for folder in ["corpus/real", "conformance/generated", "conformance/upstream"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(folder);
        let Ok(files) = fs::read_dir(&folder) else {
            eprintln!("skipped: {} is not there", folder.display());
            continue;
        };
        let mut paths: Vec<_> =
            files.map(|file| file.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "yaml")).collect();
        paths.sort();
        texts.extend(paths.iter().filter_map(|path| fs::read_to_string(path).ok()));
    }
    texts
});

/// Whether the line break at the end of a text is text itself.
pub fn ends_with_block(tree: &Tree) -> bool {
    tree.nodes().last().is_some_and(|node| matches!(node.style(), Some(ScalarStyle::Literal | ScalarStyle::Folded)))
}

/// A provider for examples: none of the shipped ones has an input that is deprecated.
const EXAMPLE_LOGIN: &str = r#"{
    "name": "example-login", "kind": "provider",
    "inputs": {"type": "object", "properties": {
        "user": {"type": "string"},
        "userName": {"type": "string", "deprecated": true, "description": "Now called `user`."}
    }}
}"#;

/// As [`esc_analysis::lint`], with `example-login` beside the shipped providers.
pub fn lint(source: &Arc<Source>, settings: &Settings, environments: &dyn Environments) -> Vec<Diagnostic> {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
        let mut catalogue = Catalogue::new();
        catalogue.extend(EXAMPLE_LOGIN).expect("a provider");
        catalogue
    });
    let cache = Cache::new();
    Analyzer::new(environments, &CATALOGUE, &cache).lint(source, settings)
}

/// No other environments.
pub struct NoImports;

impl Environments for NoImports {
    fn find(&self, _: &Source, _: &str) -> Option<Arc<Source>> {
        None
    }

    fn names(&self, _: &Source) -> Vec<String> {
        Vec::new()
    }
}

/// Every rule is on.
pub fn all_rules() -> Settings {
    let mut settings = Settings::default();
    ALL.iter().for_each(|rule| settings.select(rule));
    settings
}

/// Slips that people make: what is written, and what it becomes.
pub const SLIPS: [(&str, &str); 22] = [
    ("values:", "vaules:"),
    ("values:", "Values: {a: 1}\nvalues:"),
    ("imports:", "import:"),
    ("environmentVariables", "environmentVariable"),
    ("pulumiConfig", "pulumiconfig"),
    ("  environmentVariables", "environmentVariables"),
    ("  ", "\t"),
    ("inputs", "input"),
    ("provider", "providr"),
    ("fn::toJSON", "fn::toJson"),
    ("fn::open::", "fn::open:"),
    (": ", ": !Ref "),
    (": ", ": &a "),
    (": ", ": *a # "),
    ("}", ""),
    ("${", "${ "),
    ("fn::secret: ", "fn::secret: 1 # "),
    ("fn::secret: ", "fn::secret: ${a} # "),
    ("\n", " # c\n"),
    ("\n", "\n\n# c\n"),
    ("\n", "\n  8080: a\n"),
    ("region", "1.10"),
];

/// `text` with some of [`SLIPS`], each at one of its places.
pub fn slipped(mut text: String, slips: &[(usize, usize)]) -> String {
    for (slip, place) in slips {
        let (from, to) = SLIPS[slip % SLIPS.len()];
        let places: Vec<usize> = text.match_indices(from).map(|(at, _)| at).collect();
        if !places.is_empty() {
            let at = places[place % places.len()];
            text.replace_range(at..at + from.len(), to);
        }
    }
    text
}

/// The environments of one example, by name; git tracks them all.
pub struct Example {
    environments: Vec<(String, Arc<Source>)>,
    /// Whether there are no others.
    whole: bool,
}

impl Example {
    /// A line `# name.yaml` begins another environment; the first is `example`.
    pub fn new(text: &str) -> Example {
        let mut files = vec![("example".to_owned(), String::new())];
        for line in text.split_inclusive('\n') {
            let name = line.trim_end().strip_prefix("# ").and_then(|line| line.strip_suffix(".yaml"));
            match (name, files.last_mut()) {
                (Some(name), _) => files.push((name.to_owned(), String::new())),
                (None, Some((_, text))) => text.push_str(line),
                (None, None) => {}
            }
        }
        let environments = files.into_iter().map(|(name, text)| (name.clone(), Source::new(format!("{name}.yaml"), text)));
        Example { environments: environments.collect(), whole: true }
    }

    /// The same, with others that are not known.
    pub fn part(text: &str) -> Example {
        Example { whole: false, ..Example::new(text) }
    }

    /// The first environment.
    pub fn source(&self) -> Arc<Source> {
        Arc::clone(&self.environments[0].1)
    }
}

impl Environments for Example {
    fn find(&self, _: &Source, name: &str) -> Option<Arc<Source>> {
        self.environments.iter().find(|(other, _)| other == name).map(|(_, source)| Arc::clone(source))
    }

    fn names(&self, _: &Source) -> Vec<String> {
        self.environments.iter().map(|(name, _)| name.clone()).collect()
    }

    fn is_tracked(&self, _: &Source) -> Option<bool> {
        Some(true)
    }

    fn importers(&self, source: &Source) -> Option<Vec<Arc<Source>>> {
        let others = self.environments.iter().filter(|(_, other)| other.path() != source.path());
        self.whole.then(|| others.map(|(_, source)| Arc::clone(source)).collect())
    }
}
