//! The files of a report as the excerpt renderer wants them: by number, masked, with our idea of lines and columns.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use codespan_reporting::files::{Error, Files};
use esc_analysis::{Diagnostic, Source};
use esc_syntax::{ColumnEncoding, LineColumn, TextSize};

use super::mask::{Secrets, masked};

/// Every file that a report shows an excerpt of.
pub(super) struct Excerpts<'r> {
    ids: HashMap<&'r str, usize>,
    files: Vec<(&'r Arc<Source>, String)>,
}

impl<'r> Excerpts<'r> {
    /// Collects the files, and masks the secrets of each.
    pub fn new(diagnostics: &'r [Diagnostic]) -> Excerpts<'r> {
        let secrets = Secrets::new(diagnostics).of_all(diagnostics.iter().flat_map(sources));
        let mut excerpts = Excerpts { ids: HashMap::new(), files: Vec::new() };
        for source in diagnostics.iter().flat_map(sources) {
            excerpts.ids.entry(source.path()).or_insert_with(|| {
                let secrets = secrets.get(source.path()).map_or(&[][..], Vec::as_slice);
                excerpts.files.push((source, masked(source, secrets)));
                excerpts.files.len() - 1
            });
        }
        excerpts
    }

    /// The number of a file.
    pub fn id(&self, source: &Source) -> usize {
        self.ids.get(source.path()).copied().unwrap_or(usize::MAX)
    }

    fn file(&self, id: usize) -> Result<&(&'r Arc<Source>, String), Error> {
        self.files.get(id).ok_or(Error::FileMissing)
    }
}

fn sources(diagnostic: &Diagnostic) -> impl Iterator<Item = &Arc<Source>> {
    std::iter::once(&diagnostic.source).chain(diagnostic.related.iter().map(|related| &related.source))
}

fn position(source: &Source, offset: usize) -> LineColumn {
    let offset = TextSize::try_from(offset).unwrap_or(TextSize::of(source.text()));
    source.lines().line_column(source.text(), offset, ColumnEncoding::Scalars)
}

impl<'a> Files<'a> for Excerpts<'_> {
    type FileId = usize;
    type Name = String;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<String, Error> {
        Ok(super::printable(self.file(id)?.0.path()).into_owned())
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        Ok(&self.file(id)?.1)
    }

    fn line_index(&'a self, id: usize, byte_index: usize) -> Result<usize, Error> {
        Ok(position(self.file(id)?.0, byte_index).line as usize)
    }

    fn column_number(&'a self, id: usize, _line_index: usize, byte_index: usize) -> Result<usize, Error> {
        Ok(position(self.file(id)?.0, byte_index).column as usize + 1)
    }

    fn line_range(&'a self, id: usize, line_index: usize) -> Result<Range<usize>, Error> {
        const BOM: &str = "\u{FEFF}";
        let source = self.file(id)?.0;
        let missing = || Error::LineTooLarge { given: line_index, max: source.lines().line_count() as usize };
        let line = u32::try_from(line_index).ok().and_then(|line| source.lines().line_range(source.text(), line));
        let range: Range<usize> = line.ok_or_else(missing)?.into();
        // A byte order mark has no width of its own and is not shown.
        let start = if line_index == 0 && source.text().starts_with(BOM) { BOM.len() } else { range.start };
        Ok(start..range.end.max(start))
    }
}
