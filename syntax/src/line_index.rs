//! The one place where positions are converted.
//!
//! Coordinate systems, and who speaks them:
//! * **offset** ([`TextSize`]): bytes from 0 in the text as it is on disk, BOM and CR included. Everything inside speaks this.
//! * **[`LineColumn`]** with [`ColumnEncoding::Scalars`]: what reports show, after adding 1 to both. A BOM is no column.
//! * **[`LineColumn`]** with UTF-8, UTF-16 or UTF-32 columns: what an editor has agreed to. A BOM counts, because it is in the buffer.
//!
//! A column cannot be made or read without naming its encoding, so an editor's position cannot be mistaken for a report's.

use text_size::{TextRange, TextSize};

/// The unit of a column.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ColumnEncoding {
    /// Unicode scalar values, a leading BOM not counted: for people.
    Scalars,
    /// Bytes.
    Utf8,
    /// UTF-16 code units.
    Utf16,
    /// Unicode scalar values, a leading BOM counted.
    Utf32,
}

/// A line and a column, both from 0, the column in an encoding that the holder knows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LineColumn {
    /// Line, from 0.
    pub line: u32,
    /// Column, from 0, in the encoding that was asked for.
    pub column: u32,
}

/// Where the lines of a text begin. Lines end at LF, CRLF or a lone CR, as editors count them.
///
/// Holds no text: every method has to be given the one that the index was made of.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<TextSize>,
    /// One every [`STRIDE`] bytes; empty for a text that is ASCII.
    checkpoints: Vec<Surplus>,
}

/// Bytes between two checkpoints: no conversion counts through more than this, however long the line is.
const STRIDE: usize = 256;

const BOM: &str = "\u{feff}";

/// How many bytes there are that are no column of their own, counted from the start of the text.
#[derive(Clone, Copy, Default, Debug)]
struct Surplus {
    /// UTF-8 continuation bytes: bytes less scalars.
    continuation: u32,
    /// Leading bytes of characters beyond U+FFFF, which take a second UTF-16 unit.
    astral: u32,
}

impl Surplus {
    fn add(mut self, bytes: &[u8]) -> Surplus {
        self.continuation += bytes.iter().map(|&byte| u32::from(byte & 0xC0 == 0x80)).sum::<u32>();
        self.astral += bytes.iter().map(|&byte| u32::from(byte >= 0xF0)).sum::<u32>();
        self
    }

    fn in_encoding(self, encoding: ColumnEncoding) -> u32 {
        match encoding {
            ColumnEncoding::Utf8 => 0,
            ColumnEncoding::Utf16 => self.continuation - self.astral,
            ColumnEncoding::Scalars | ColumnEncoding::Utf32 => self.continuation,
        }
    }
}

impl LineIndex {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> LineIndex {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
            .map(|at| size(at + 1));
        LineIndex { starts: std::iter::once(TextSize::from(0)).chain(ends).collect(), checkpoints: checkpoints(bytes) }
    }

    /// How many lines there are; a text that ends in a line break has an empty last line.
    pub fn line_count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// Offset to line and column. An offset past the end means the end; one inside a character, that character's start.
    pub fn line_column(&self, text: &str, offset: TextSize, encoding: ColumnEncoding) -> LineColumn {
        let offset = floor_char_boundary(text, offset.into());
        let line = self.starts.partition_point(|&start| usize::from(start) <= offset).saturating_sub(1);
        let start = usize::from(self.starts[line]);
        LineColumn { line: line as u32, column: self.column(text, start, offset, encoding) }
    }

    /// Line and column to offset. A column past the end of its line means that end (before the line break); a column inside
    /// a character, that character's start; a line past the last, the end of the text.
    pub fn offset(&self, text: &str, position: LineColumn, encoding: ColumnEncoding) -> TextSize {
        let Some(line) = self.line_range(text, position.line) else { return size(text.len()) };
        let (start, end) = (usize::from(line.start()), usize::from(line.end()));
        if self.column(text, start, end, encoding) <= position.column {
            return line.end();
        }
        // The column of a character's start grows with its offset, and no column is less than a byte wide.
        let (mut low, mut high) = (start, end);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            let at = floor_char_boundary(text, middle);
            if self.column(text, start, at, encoding) <= position.column {
                low = middle;
            } else {
                high = at.saturating_sub(1).max(low);
            }
        }
        size(floor_char_boundary(text, low))
    }

    /// The range of a line (from 0) without its line break; `None` past the last line.
    pub fn line_range(&self, text: &str, line: u32) -> Option<TextRange> {
        let start = *self.starts.get(line as usize)?;
        let next = self.starts.get(line as usize + 1).map_or(text.len(), |&next| next.into());
        let line = text.get(start.into()..next)?;
        let content = line.strip_suffix('\n').unwrap_or(line);
        let content = content.strip_suffix('\r').unwrap_or(content);
        Some(TextRange::at(start, TextSize::of(content)))
    }

    /// The width of `start..end`, which lies in one line that begins at `start`.
    fn column(&self, text: &str, start: usize, end: usize, encoding: ColumnEncoding) -> u32 {
        let surplus = self.surplus(text, end).in_encoding(encoding) - self.surplus(text, start).in_encoding(encoding);
        let column = (end - start) as u32 - surplus;
        let hidden_bom = encoding == ColumnEncoding::Scalars && start == 0 && text.starts_with(BOM);
        column.saturating_sub(hidden_bom.into())
    }

    fn surplus(&self, text: &str, offset: usize) -> Surplus {
        let nearest = offset / STRIDE;
        match self.checkpoints.get(nearest) {
            Some(checkpoint) => checkpoint.add(&text.as_bytes()[nearest * STRIDE..offset]),
            None => Surplus::default(),
        }
    }
}

fn checkpoints(bytes: &[u8]) -> Vec<Surplus> {
    if bytes.is_ascii() {
        return Vec::new();
    }
    let counted = bytes.chunks(STRIDE).scan(Surplus::default(), |sum, chunk| {
        *sum = sum.add(chunk);
        Some(*sum)
    });
    std::iter::once(Surplus::default()).chain(counted).collect()
}

fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn size(offset: usize) -> TextSize {
    TextSize::from(u32::try_from(offset).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;
