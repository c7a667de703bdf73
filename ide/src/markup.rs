//! Text for people, which an editor shows as Markdown or as plain text. Both are read often, so neither is made from the other.

use std::fmt::Write as _;

/// A piece of text with a little structure. Words in backticks are names; they read well in plain text too.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Markup {
    blocks: Vec<Block>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Block {
    Text(String),
    Code(String),
    List(Vec<String>),
    Link(String, String),
}

impl Markup {
    /// Nothing yet.
    pub fn new() -> Markup {
        Markup::default()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Adds a paragraph; nothing, if it is empty.
    pub fn text(mut self, text: impl Into<String>) -> Markup {
        let text = text.into();
        if !text.is_empty() {
            self.blocks.push(Block::Text(text));
        }
        self
    }

    /// Adds lines of an environment.
    pub fn code(mut self, code: impl Into<String>) -> Markup {
        self.blocks.push(Block::Code(code.into()));
        self
    }

    /// Adds a list; nothing, if it is empty.
    pub fn list(mut self, items: impl IntoIterator<Item = String>) -> Markup {
        let items: Vec<String> = items.into_iter().collect();
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
        self
    }

    /// Adds a link.
    pub fn link(mut self, text: impl Into<String>, address: impl Into<String>) -> Markup {
        self.blocks.push(Block::Link(text.into(), address.into()));
        self
    }

    /// Without its first block.
    pub(crate) fn without_title(mut self) -> Markup {
        self.blocks.drain(..self.blocks.len().min(1));
        self
    }

    /// Adds all of another.
    pub fn append(mut self, other: Markup) -> Markup {
        self.blocks.extend(other.blocks);
        self
    }

    /// As Markdown.
    pub fn markdown(&self) -> String {
        self.render(|out, block| match block {
            Block::Text(text) => out.push_str(text),
            Block::Code(code) => _ = write!(out, "```yaml\n{}\n```", code.trim_end()),
            Block::List(items) => out.push_str(&items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n")),
            Block::Link(text, address) => _ = write!(out, "[{text}]({address})"),
        })
    }

    /// As plain text.
    pub fn plain(&self) -> String {
        self.render(|out, block| match block {
            Block::Text(text) => out.push_str(&text.replace("**", "")),
            Block::Code(code) => {
                let lines = code.trim_end().lines().map(|line| format!("    {line}"));
                out.push_str(&lines.collect::<Vec<_>>().join("\n"));
            }
            Block::List(items) => out.push_str(&items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n")),
            Block::Link(text, address) => _ = write!(out, "{text}: {address}"),
        })
    }

    fn render(&self, block: impl Fn(&mut String, &Block)) -> String {
        let mut out = String::new();
        for (index, next) in self.blocks.iter().enumerate() {
            if index > 0 {
                out.push_str("\n\n");
            }
            block(&mut out, next);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;

    #[test]
    fn reads_well_both_ways() {
        let markup = Markup::new()
            .text("**`fn::join`**: text")
            .code("a:\n  fn::join: [\",\", [x]]\n")
            .list(["one".to_owned(), "two".to_owned()])
            .text("")
            .link("Documentation", "https://example.com");
        assert_snapshot!(markup.markdown(), @r#"
        **`fn::join`**: text

        ```yaml
        a:
          fn::join: [",", [x]]
        ```

        - one
        - two

        [Documentation](https://example.com)
        "#);
        assert_snapshot!(markup.plain(), @r#"
        `fn::join`: text

            a:
              fn::join: [",", [x]]

        - one
        - two

        Documentation: https://example.com
        "#);
    }
}
