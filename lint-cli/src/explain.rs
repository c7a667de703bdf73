//! `esc-lint explain`: one rule's page, set for a terminal.

use esc_analysis::rules;

use crate::args::{ExplainArgs, GlobalArgs};
use crate::outcome::Outcome;
use crate::report::{Palette, Role};

/// Longer lines are hard to read.
const WIDTH: usize = 96;

/// Prints the page of the rule with this code or name.
pub(crate) fn run(args: &ExplainArgs, global: &GlobalArgs) -> Outcome {
    let found = match rules::select(&args.rule) {
        Ok(found) => found,
        Err(unknown) => return Outcome::failed(unknown),
    };
    match found.as_slice() {
        [rule] => Outcome::clean(typeset(&rules::page(rule), Palette::for_stdout(global.color))),
        several => {
            let names: Vec<String> = several.iter().map(|rule| format!("  {}  {}\n", rule.code, rule.name)).collect();
            Outcome::failed(format!("`{}` means several rules; explain one of them:\n{}", args.rule, names.concat().trim_end()))
        }
    }
}

/// Markdown without its marks: headings strong, code indented, paragraphs wrapped.
fn typeset(markdown: &str, palette: Palette) -> String {
    let mut out = String::new();
    let mut in_code = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        } else if in_code && !line.is_empty() {
            out.push_str(&palette.paint(Role::Frame, format_args!("    {line}")));
            out.push('\n');
        } else if let Some(heading) = line.strip_prefix("# ").or_else(|| line.strip_prefix("## ")) {
            out.push_str(&palette.paint(Role::Strong, heading));
            out.push('\n');
        } else {
            wrap(&mut out, line);
        }
    }
    out
}

/// Breaks a paragraph between words. The items of a list keep their indentation.
fn wrap(out: &mut String, line: &str) {
    let indent = if line.starts_with("* ") || line.starts_with("- ") { "  " } else { "" };
    let mut column = 0;
    for word in line.split(' ') {
        let width = word.chars().count();
        if column > 0 && column + 1 + width > WIDTH {
            out.push('\n');
            out.push_str(indent);
            column = indent.len();
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_reads_well_without_markdown() {
        let page = "# ESC000: name\n\n## Example\n\n```yaml\nvalues:\n  a: 1\n```\n\nDone.\n";
        assert_eq!(typeset(page, Palette::PLAIN), "ESC000: name\n\nExample\n\n    values:\n      a: 1\n\nDone.\n");
    }

    #[test]
    fn paragraphs_are_wrapped_between_words() {
        let mut out = String::new();
        wrap(&mut out, &format!("* {}", "word ".repeat(30).trim_end()));
        assert!(out.lines().count() == 2 && out.lines().all(|line| line.len() <= WIDTH), "{out}");
        assert!(out.lines().skip(1).all(|line| line.starts_with("  word")), "{out}");
    }
}
