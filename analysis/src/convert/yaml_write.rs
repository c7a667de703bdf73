//! `fn::toYAML`: what yaml.v3's encoder writes with its defaults, numbers as strings.
//!
//! Follows the emitter's own state (column, indentation, whether the line holds nothing but indentation so far), because the layout is
//! whatever that state makes of it.

use super::yaml_style::{Style, compare_keys, has_line_break, is_break, is_printable, style};
use super::{Output, WriteError, encode_base64};
use crate::value::{Entry, Kind, Str, Value};

/// Indentation of what is below a mapping key.
const INDENT: usize = 4;
/// Keys with more bytes are written after a `?`.
const MAX_SIMPLE_KEY: usize = 128;
/// Line length of `!!binary`.
const BASE64_LINE: usize = 70;

/// The YAML of `value`, inherited keys included. What is unknown in it is `null`; the caller looks for that before.
///
/// # Errors
/// If the text is too long.
pub fn write_yaml(value: &Value) -> Result<Vec<u8>, WriteError> {
    let mut writer = Writer { out: Output::default(), column: 0, indent: None, blank_before: true, only_indented: true };
    writer.node(value, Place::Root)?;
    writer.indent = None;
    writer.start_line()?;
    Ok(writer.out.bytes)
}

/// What a node stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    Item,
    Member,
    SimpleKey,
}

struct Writer {
    out: Output,
    column: usize,
    indent: Option<usize>,
    /// A blank, or something that needs none after it, was written last.
    blank_before: bool,
    /// Nothing but indentation and indicators stand on the line.
    only_indented: bool,
}

type Written = Result<(), WriteError>;

impl Writer {
    fn put(&mut self, text: &str) -> Written {
        self.column += text.chars().count();
        self.out.push(text.as_bytes())
    }

    fn put_break(&mut self, c: char) -> Written {
        self.out.push(c.encode_utf8(&mut [0; 4]).as_bytes())?;
        self.column = 0;
        self.only_indented = true;
        Ok(())
    }

    /// Goes to the indentation, on a new line unless that is where we are.
    fn start_line(&mut self) -> Written {
        let indent = self.indent.unwrap_or(0);
        if !self.only_indented || self.column > indent || (self.column == indent && !self.blank_before) {
            self.put_break('\n')?;
        }
        while self.column < indent {
            self.put(" ")?;
        }
        self.blank_before = true;
        Ok(())
    }

    fn indicator(&mut self, text: &str, needs_blank: bool, is_indentation: bool) -> Written {
        if needs_blank && !self.blank_before {
            self.put(" ")?;
        }
        self.put(text)?;
        self.blank_before = false;
        self.only_indented &= is_indentation;
        Ok(())
    }

    /// Runs `write` one level deeper.
    fn indented(&mut self, place: Place, scalar: bool, write: impl FnOnce(&mut Self) -> Written) -> Written {
        let before = self.indent;
        self.indent = Some(match (before, place) {
            (None, _) => {
                if scalar {
                    INDENT
                } else {
                    0
                }
            }
            (Some(indent), Place::Item) => indent + 2,
            (Some(indent), _) => (indent + INDENT) / INDENT * INDENT,
        });
        write(self)?;
        self.indent = before;
        Ok(())
    }

    fn node(&mut self, value: &Value, place: Place) -> Written {
        match value.kind() {
            Kind::Unknown(_) | Kind::Null => self.plain("null"),
            Kind::Bool(value) => self.plain(if *value { "true" } else { "false" }),
            Kind::Number(text) => self.string(text, place),
            Kind::String(Str::Text(text)) => self.string(text.expose(), place),
            Kind::String(Str::Bytes(bytes)) => self.binary(bytes, place),
            Kind::Array(items) if items.is_empty() => self.empty("[", "]"),
            Kind::Object(object) if object.entries().is_empty() => self.empty("{", "}"),
            Kind::Array(items) => crate::deep(|| self.indented(place, false, |writer| writer.items(items))),
            Kind::Object(object) => crate::deep(|| self.indented(place, false, |writer| writer.members(object.entries()))),
        }
    }

    fn empty(&mut self, open: &str, close: &str) -> Written {
        self.indicator(open, true, false)?;
        self.indicator(close, false, false)
    }

    fn items(&mut self, items: &[Value]) -> Written {
        for item in items {
            self.start_line()?;
            self.indicator("-", true, true)?;
            self.node(item, Place::Item)?;
        }
        Ok(())
    }

    fn members(&mut self, entries: &[Entry]) -> Written {
        let mut entries: Vec<&Entry> = entries.iter().collect();
        entries.sort_by(|a, b| compare_keys(a.key(), b.key()));
        for entry in entries {
            let key = entry.key();
            self.start_line()?;
            if has_line_break(key) || key.len() > MAX_SIMPLE_KEY {
                self.indicator("?", true, true)?;
                self.string(key, Place::Member)?;
                self.start_line()?;
                self.indicator(":", true, true)?;
            } else {
                self.string(key, Place::SimpleKey)?;
                self.indicator(":", false, false)?;
            }
            self.node(entry.value(), Place::Member)?;
        }
        Ok(())
    }

    fn string(&mut self, text: &str, place: Place) -> Written {
        let style = style(text, place == Place::SimpleKey);
        self.indented(place, true, |writer| match style {
            Style::Plain => writer.plain(text),
            Style::SingleQuoted => writer.single_quoted(text),
            Style::DoubleQuoted => writer.double_quoted(text),
            Style::Literal => writer.literal(text),
        })
    }

    fn binary(&mut self, bytes: &[u8], place: Place) -> Written {
        let encoded = encode_base64(bytes);
        self.indicator("!!binary", true, false)?;
        if encoded.len() <= BASE64_LINE {
            return self.plain(&encoded);
        }
        let lines: String =
            encoded.as_bytes().chunks(BASE64_LINE).flat_map(|line| [line, b"\n"]).flatten().map(|byte| char::from(*byte)).collect();
        self.indented(place, true, |writer| writer.literal(&lines))
    }

    fn plain(&mut self, text: &str) -> Written {
        if !text.is_empty() && !self.blank_before {
            self.put(" ")?;
        }
        self.put(text)?;
        self.blank_before &= text.is_empty();
        self.only_indented = false;
        Ok(())
    }

    fn single_quoted(&mut self, text: &str) -> Written {
        self.indicator("'", true, false)?;
        let mut after_break = false;
        for c in text.chars() {
            if is_break(c) {
                self.put_break(c)?;
            } else {
                if after_break && c != ' ' {
                    self.start_line()?;
                }
                self.put(c.encode_utf8(&mut [0; 4]))?;
                if c == '\'' {
                    self.put("'")?;
                }
                self.only_indented = false;
            }
            after_break = is_break(c) || (after_break && c == ' ');
        }
        self.indicator("'", false, false)?;
        self.only_indented = false;
        Ok(())
    }

    fn double_quoted(&mut self, text: &str) -> Written {
        self.indicator("\"", true, false)?;
        // The emitter looks for a byte order mark at the start of the text, wherever it is.
        let escape_all = text.starts_with('\u{feff}');
        for c in text.chars() {
            if escape_all || !is_printable(c) || is_break(c) || matches!(c, '"' | '\\') {
                self.put(&escape(c))?;
            } else {
                self.put(c.encode_utf8(&mut [0; 4]))?;
            }
        }
        self.indicator("\"", false, false)?;
        self.only_indented = false;
        Ok(())
    }

    fn literal(&mut self, text: &str) -> Written {
        self.indicator("|", true, false)?;
        if text.starts_with(|c| c == ' ' || is_break(c)) {
            self.indicator("4", false, false)?;
        }
        let mut ending = text.chars().rev();
        match (ending.next(), ending.next()) {
            (Some(last), before) if is_break(last) => {
                if before.is_none_or(is_break) {
                    self.indicator("+", false, false)?;
                }
            }
            _ => self.indicator("-", false, false)?,
        }
        self.blank_before = true;
        let mut after_break = true;
        for c in text.chars() {
            if is_break(c) {
                self.put_break(c)?;
            } else {
                if after_break {
                    self.start_line()?;
                }
                self.put(c.encode_utf8(&mut [0; 4]))?;
                self.only_indented = false;
            }
            after_break = is_break(c);
        }
        Ok(())
    }
}

fn escape(c: char) -> String {
    let short = match c {
        '\0' => '0',
        '\x07' => 'a',
        '\x08' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\x0b' => 'v',
        '\x0c' => 'f',
        '\r' => 'r',
        '\x1b' => 'e',
        '"' | '\\' => c,
        '\u{85}' => 'N',
        '\u{a0}' => '_',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        _ => {
            return match u32::from(c) {
                code if code <= 0xff => format!("\\x{code:02X}"),
                code if code <= 0xffff => format!("\\u{code:04X}"),
                code => format!("\\U{code:08X}"),
            };
        }
    };
    format!("\\{short}")
}
