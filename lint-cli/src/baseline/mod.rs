//! `--baseline` and `--write-baseline`: findings that were there before are known, and a run speaks of new ones alone.
//!
//! A finding is known by its rule, the path of its value and a hash of its text, once for each entry: a second one like it is new. An entry
//! that nothing answers to is stale, and is said to be.

mod file;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use esc_analysis::Diagnostic;
use esc_analysis::rules::{self, Level};
use esc_project::{ConfigError, Project, ReadError, read_text, relative, write_text};
use rayon::prelude::*;

use crate::linting::{Linted, Run};
use crate::report::{Secrets, count, printable, text_hash};
use file::Entry;

/// So many stale entries are listed.
const LISTED: usize = 5;

/// Findings that are known.
pub(crate) struct Baseline {
    /// As it was given.
    shown: String,
    path: PathBuf,
    /// The directory that its paths are relative to, canonical.
    dir: PathBuf,
    /// By path.
    entries: BTreeMap<String, Vec<Known>>,
}

#[derive(Clone)]
struct Known {
    /// From 1.
    line: usize,
    entry: Entry,
}

/// What a baseline did for a run.
#[derive(Default)]
pub(crate) struct Applied {
    /// How many findings were known.
    pub known: usize,
    /// Which entries nothing answers to, for standard error.
    pub stale: String,
    /// What was written, in a line.
    pub written: String,
}

impl Baseline {
    /// Reads it. One that is to be written need not be there.
    pub fn read(path: &Path, may_be_missing: bool) -> Result<Baseline, String> {
        let shown = path.to_string_lossy().into_owned();
        let text = match read_text(path) {
            Ok(text) => text,
            Err(ReadError::NotFound) if may_be_missing => String::new(),
            Err(ReadError::NotFound) => return Err(format!("{shown}: no such file; --write-baseline writes it")),
            Err(error) => return Err(format!("{shown}: {error}")),
        };
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let dir = parent.canonicalize().map_err(|error| format!("{shown}: {}", ReadError::from(error)))?;
        // One that is written anew may be broken.
        let read = if may_be_missing { file::read(&text).or_else(|_| Ok(Vec::new())) } else { file::read(&text) };
        let mut entries: BTreeMap<String, Vec<Known>> = BTreeMap::new();
        for (line, entry) in read.map_err(|message| format!("{shown}:{message}"))? {
            entries.entry(entry.path.clone()).or_default().push(Known { line, entry });
        }
        Ok(Baseline { shown, path: path.to_owned(), dir, entries })
    }

    /// Takes what is known out of `run`.
    pub fn apply(&self, run: &mut Run, project: &Project) -> Result<Applied, ConfigError> {
        let forgive = |file: &mut Linted| -> Result<(usize, Vec<&Known>), ConfigError> {
            let mut left = Left::of(self.entries.get(&self.name(file)));
            let before = file.diagnostics.len();
            let mut entries = self.entries_of(file).into_iter();
            file.diagnostics.retain(|_| entries.next().is_none_or(|entry| !left.take(&entry)));
            Ok((before - file.diagnostics.len(), self.stale(left, file, project)?))
        };
        let forgiven: Vec<(usize, Vec<&Known>)> = run.linted.par_iter_mut().map(forgive).collect::<Result<_, _>>()?;
        let known = forgiven.iter().map(|(known, _)| known).sum();
        let mut stale: Vec<&Known> = forgiven.into_iter().flat_map(|(_, stale)| stale).chain(self.of_gone_files()).collect();
        stale.sort_by_key(|known| known.line);
        Ok(Applied { known, stale: self.note(&stale), written: String::new() })
    }

    /// Writes what `run` has found in the place of what was known of its files, and says what it did.
    pub fn write(&mut self, run: &Run, project: &Project) -> Result<String, String> {
        let mut kept: Vec<Entry> = Vec::new();
        for file in &run.linted {
            // What a rule had found that does not run this time stays.
            for Known { entry, .. } in self.entries.remove(&self.name(file)).unwrap_or_default() {
                if !runs(&entry, file, project).map_err(|error| error.to_string())? {
                    kept.push(entry);
                }
            }
        }
        let gone: Vec<String> = self.of_gone_files().map(|known| known.entry.path.clone()).collect();
        self.entries.retain(|path, _| !gone.contains(path));
        kept.extend(self.entries.values().flatten().map(|known| known.entry.clone()));
        let found: Vec<Entry> = run.linted.par_iter().flat_map_iter(|file| self.entries_of(file)).collect();
        let files = run.linted.iter().filter(|file| !file.diagnostics.is_empty()).count();
        let done = format!("Wrote {} of {} to {}.\n", count(found.len(), "finding"), count(files, "file"), printable(&self.shown));
        let text = file::write([kept, found].concat());
        write_text(&self.path, &text).map_err(|error| format!("{}: {error}", self.shown))?;
        *self = Baseline::read(&self.path, false)?;
        Ok(done)
    }

    /// What a file is called here.
    fn name(&self, file: &Linted) -> String {
        relative(&self.dir, &file.found.path).replace(std::path::MAIN_SEPARATOR, "/")
    }

    /// The findings of a file as entries, in their order.
    fn entries_of(&self, file: &Linted) -> Vec<Entry> {
        let secrets = Secrets::new(&file.diagnostics);
        let ranges = file.diagnostics.first().map(|diagnostic| secrets.of(&diagnostic.source)).unwrap_or_default();
        let path = self.name(file);
        let entry = |diagnostic: &Diagnostic| Entry {
            path: path.clone(),
            code: diagnostic.rule.code.to_owned(),
            doc_path: diagnostic.doc_path.clone().unwrap_or_default(),
            text: text_hash(diagnostic, &ranges).unwrap_or_default(),
        };
        file.diagnostics.iter().map(entry).collect()
    }

    /// Entries that are left over although their rules have run.
    fn stale<'b>(&self, left: Left<'b>, file: &Linted, project: &Project) -> Result<Vec<&'b Known>, ConfigError> {
        let with_verdict = left.into_rest().map(|known| runs(&known.entry, file, project).map(|runs| (runs, known)));
        with_verdict.filter_map(|known| known.map(|(runs, known)| runs.then_some(known)).transpose()).collect()
    }

    fn of_gone_files(&self) -> impl Iterator<Item = &Known> {
        self.entries.iter().filter(|(path, _)| !self.dir.join(path).exists()).flat_map(|(_, known)| known)
    }

    fn note(&self, stale: &[&Known]) -> String {
        if stale.is_empty() {
            return String::new();
        }
        let list: String = stale.iter().take(LISTED).map(|known| self.line(known)).collect();
        let more = if stale.len() > LISTED { format!("  and {} more\n", stale.len() - LISTED) } else { String::new() };
        let number = match stale.len() {
            1 => "1 entry of the baseline is no longer found".to_owned(),
            number => format!("{number} entries of the baseline are no longer found"),
        };
        format!("note: {number}; --write-baseline takes out what is mended\n{list}{more}")
    }

    fn line(&self, Known { line, entry }: &Known) -> String {
        let Entry { path, code, doc_path, .. } = entry;
        let text = format!("{}:{line}: {path} {code} {doc_path}", self.shown);
        format!("  {}\n", printable(text.trim_end()))
    }
}

/// Whether the rule of an entry runs on its file. One that is no rule any more finds nothing again.
fn runs(entry: &Entry, file: &Linted, project: &Project) -> Result<bool, ConfigError> {
    let Some(rule) = rules::rule(&entry.code) else { return Ok(true) };
    Ok(project.settings(&file.found.path)?.level(rule) != Level::Off)
}

/// The entries of a file that no finding has answered to yet, by what [`place`] makes of them.
struct Left<'b>(HashMap<String, Vec<&'b Known>>);

impl<'b> Left<'b> {
    fn of(entries: Option<&'b Vec<Known>>) -> Left<'b> {
        let mut by_place: HashMap<_, Vec<_>> = HashMap::new();
        for known in entries.into_iter().flatten() {
            by_place.entry(place(&known.entry)).or_default().push(known);
        }
        Left(by_place)
    }

    /// Takes the entry that stands for a finding, the one with its text before one that stands for any.
    fn take(&mut self, found: &Entry) -> bool {
        let Some(there) = self.0.get_mut(&place(found)) else { return false };
        let exact = there.iter().position(|known| known.entry.text == found.text);
        let any = || there.iter().position(|known| known.entry.text.is_empty() || found.text.is_empty());
        exact.or_else(any).map(|index| there.remove(index)).is_some()
    }

    fn into_rest(self) -> impl Iterator<Item = &'b Known> {
        self.0.into_values().flatten()
    }
}

fn place(entry: &Entry) -> String {
    format!("{} {}", entry.code, entry.doc_path)
}
