//! Any environment, and one that it may import behind a line `# base.yaml`: all rules, all fixes' texts, and all that a preview shows.
#![no_main]

use std::sync::{Arc, LazyLock};

use esc_analysis::eval::{Analyzer, Cache};
use esc_analysis::preview::{self, Preview, yaml};
use esc_analysis::providers::Catalogue;
use esc_analysis::rules::ALL;
use esc_analysis::{Environments, Settings, Source};
use libfuzzer_sys::fuzz_target;

/// Between the two environments.
const SEPARATOR: &str = "# base.yaml\n";

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::new);

static ALL_RULES: LazyLock<Settings> = LazyLock::new(|| {
    let mut settings = Settings::default();
    ALL.iter().for_each(|rule| settings.select(rule));
    settings
});

/// Both environments, which may import each other and themselves.
struct Two {
    main: Arc<Source>,
    base: Arc<Source>,
}

impl Environments for Two {
    fn find(&self, _: &Source, name: &str) -> Option<Arc<Source>> {
        match name {
            "main" | "p/main" => Some(Arc::clone(&self.main)),
            "base" | "p/base" => Some(Arc::clone(&self.base)),
            _ => None,
        }
    }

    fn names(&self, _: &Source) -> Vec<String> {
        vec!["main".to_owned(), "base".to_owned()]
    }
}

esc_fuzz::edited_by!(esc_fuzz::edit_environment);

fuzz_target!(|text: &str| {
    let (main, base) = text.split_once(SEPARATOR).unwrap_or((text, ""));
    let two = Two { main: Source::new("main.yaml", main), base: Source::new("base.yaml", base) };
    let cache = Cache::new();
    let analyzer = Analyzer::new(&two, &CATALOGUE, &cache);
    for diagnostic in analyzer.lint(&two.main, &ALL_RULES) {
        assert!(diagnostic.source.text().get(usize::from(diagnostic.range.start())..usize::from(diagnostic.range.end())).is_some());
    }
    let mut preview = Preview::new(&analyzer, &two.main);
    preview.tree();
    preview.exports();
    yaml(&preview.json());
    preview::graph(&analyzer, &[Arc::clone(&two.main)]);
});
