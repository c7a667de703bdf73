//! Several environments in one text, with a cursor. `//- name` begins an environment; `$0` is the cursor, which is in the one that is looked at.

use std::sync::Arc;

use esc_analysis::eval::{Analyzer, Cache};
use esc_analysis::providers::Catalogue;
use esc_analysis::{Environments, Source};
use esc_syntax::TextSize;

use crate::Context;

pub struct World {
    sources: Vec<(String, Arc<Source>)>,
    main: usize,
    offset: TextSize,
    catalogue: Catalogue,
    cache: Cache,
}

impl Environments for World {
    fn find(&self, _: &Source, name: &str) -> Option<Arc<Source>> {
        let name = name.split('@').next()?;
        self.sources.iter().find(|(other, _)| other == name).map(|(_, source)| Arc::clone(source))
    }

    fn names(&self, importer: &Source) -> Vec<String> {
        self.sources.iter().filter(|(_, source)| source.path() != importer.path()).map(|(name, _)| name.clone()).collect()
    }
}

impl World {
    pub fn new(fixture: &str) -> World {
        let mut texts: Vec<(String, String)> = Vec::new();
        for line in fixture.split_inclusive('\n') {
            match line.strip_prefix("//- ") {
                Some(name) => texts.push((name.trim().to_owned(), String::new())),
                None if texts.is_empty() => texts.push(("main".to_owned(), line.to_owned())),
                None => texts.last_mut().unwrap().1.push_str(line),
            }
        }
        let main = texts.iter().position(|(_, text)| text.contains("$0")).unwrap_or(0);
        if texts.is_empty() {
            texts.push(("main".to_owned(), String::new()));
        }
        let offset = texts[main].1.find("$0").unwrap_or(0);
        texts[main].1 = texts[main].1.replacen("$0", "", 1);
        let sources = texts.into_iter().map(|(name, text)| {
            let source = Source::new(format!("{name}.yaml"), text);
            (name, source)
        });
        World {
            sources: sources.collect(),
            main,
            offset: TextSize::try_from(offset).unwrap(),
            catalogue: Catalogue::new(),
            cache: Cache::new(),
        }
    }

    pub fn source(&self) -> &Arc<Source> {
        &self.sources[self.main].1
    }

    /// All of them.
    pub fn sources(&self) -> Vec<Arc<Source>> {
        self.sources.iter().map(|(_, source)| Arc::clone(source)).collect()
    }

    /// Looks at the place of the cursor.
    pub fn look<T>(&self, look: impl FnOnce(&Context<'_>, TextSize) -> T) -> T {
        let analyzer = Analyzer::new(self, &self.catalogue, &self.cache);
        look(&Context::new(self.source(), &analyzer), self.offset)
    }
}
