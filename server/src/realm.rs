//! What has been evaluated, apart for each configuration: its providers decide what an environment comes to.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use esc_analysis::Environments;
use esc_analysis::eval::{Analyzer, Cache};
use esc_analysis::providers::Catalogue;
use esc_project::Setup;

/// One configuration's providers, and what was evaluated with them.
pub(crate) struct Realm {
    /// `None` where the configuration cannot be read: the shipped providers are better than none.
    setup: Option<Arc<Setup>>,
    shipped: Catalogue,
    cache: Cache,
}

impl Realm {
    /// An analyzer that finds environments by `environments`.
    pub fn analyzer<'r>(&'r self, environments: &'r dyn Environments) -> Analyzer<'r> {
        let catalogue = self.setup.as_ref().map_or(&self.shipped, |setup| &setup.catalogue);
        Analyzer::new(environments, catalogue, &self.cache)
    }

    fn is_of(&self, setup: Option<&Arc<Setup>>) -> bool {
        self.setup.as_ref().map(Arc::as_ptr) == setup.map(Arc::as_ptr)
    }
}

/// All that were needed so far.
#[derive(Default)]
pub(crate) struct Realms(Mutex<Vec<Arc<Realm>>>);

impl Realms {
    /// The realm of a configuration.
    pub fn get(&self, setup: Option<Arc<Setup>>) -> Arc<Realm> {
        let mut realms = self.lock();
        if let Some(realm) = realms.iter().find(|realm| realm.is_of(setup.as_ref())) {
            return Arc::clone(realm);
        }
        let realm = Arc::new(Realm { setup, shipped: Catalogue::new(), cache: Cache::new() });
        realms.push(Arc::clone(&realm));
        realm
    }

    /// The same realms, without what was evaluated from the files that `changed` says yes to.
    pub fn without(&self, changed: impl Fn(&str) -> bool) -> Realms {
        let copy = |realm: &Arc<Realm>| {
            let cache = realm.cache.without_dependents(&changed);
            Arc::new(Realm { setup: realm.setup.clone(), shipped: Catalogue::new(), cache })
        };
        Realms(Mutex::new(self.lock().iter().map(copy).collect()))
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Realm>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
