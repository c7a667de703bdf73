//! Text to insert, with holes to fill in. How holes and indentation are written is for whoever inserts it.

/// Text with holes. Lines after the first are indented relative to the line that the text is inserted in.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Template {
    /// Text and holes in order.
    pub pieces: Vec<Piece>,
}

/// A piece of a template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Text as it is.
    Text(String),
    /// A place to fill in, with what stands there until somebody does.
    Hole(String),
}

impl Template {
    /// Text without holes.
    pub fn text(text: impl Into<String>) -> Template {
        Template::default().then(text)
    }

    /// Adds text.
    pub fn then(mut self, text: impl Into<String>) -> Template {
        self.pieces.push(Piece::Text(text.into()));
        self
    }

    /// Adds a hole.
    pub fn hole(mut self, default: impl Into<String>) -> Template {
        self.pieces.push(Piece::Hole(default.into()));
        self
    }

    /// Adds another template, its lines after the first indented by `columns`.
    pub fn append(mut self, other: Template, columns: usize) -> Template {
        self.pieces.extend(other.indented(columns).pieces);
        self
    }

    /// The same, with lines after the first indented by `columns` more.
    pub fn indented(mut self, columns: usize) -> Template {
        let line_break = format!("\n{}", " ".repeat(columns));
        for piece in &mut self.pieces {
            match piece {
                Piece::Text(text) | Piece::Hole(text) => *text = text.replace('\n', &line_break),
            }
        }
        self
    }

    /// As plain text, holes filled with what stands in them.
    pub fn plain(&self) -> String {
        let texts = self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) | Piece::Hole(text) => text.as_str(),
        });
        texts.collect()
    }

    /// Whether there is anything to fill in.
    pub fn has_holes(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Hole(_)))
    }

    /// In the syntax of snippets: `${1:default}`.
    pub fn snippet(&self) -> String {
        let mut count = 0;
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => escaped(text),
            Piece::Hole(default) => {
                count += 1;
                if default.is_empty() { format!("${count}") } else { format!("${{{count}:{}}}", escaped(default)) }
            }
        });
        pieces.collect()
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn becomes_text_and_snippets() {
        let inner = Template::text("a: ").hole("x}").then("\nb: ").hole("");
        let template = Template::text("${k}:\n  ").append(inner, 2);
        assert_eq!(template.plain(), "${k}:\n  a: x}\n  b: ");
        assert_eq!(template.snippet(), "\\${k\\}:\n  a: ${1:x\\}}\n  b: $2");
        assert!(template.has_holes() && !Template::text("a").has_holes());
    }
}
