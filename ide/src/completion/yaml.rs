//! Text the way YAML wants it at some place: plain where that is possible, in quotes where not, escaped inside of quotes.

use esc_syntax::{ScalarStyle, resolve};

/// A scalar that means `text`, as text: plain if it can be.
pub(super) fn scalar(text: &str, flow: bool) -> String {
    if is_plain(text, flow) { text.to_owned() } else { format!("\"{}\"", inside(text, ScalarStyle::DoubleQuoted)) }
}

/// Text to stand inside a scalar of some style.
pub(super) fn inside(text: &str, style: ScalarStyle) -> String {
    match style {
        ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => text.to_owned(),
        ScalarStyle::SingleQuoted => text.replace('\'', "''"),
        ScalarStyle::DoubleQuoted => text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t"),
    }
}

/// Whether `text` can stand as a plain scalar and still is this text.
fn is_plain(text: &str, flow: bool) -> bool {
    let first_is_safe = text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '/' | '.' | '$' | '+' | '('));
    let mut previous = ' ';
    let is_safe = |c: char| {
        let safe = match c {
            '#' => previous != ' ',
            ':' => true,
            ',' | '[' | ']' | '{' | '}' => !flow,
            _ => !c.is_control(),
        };
        previous = c;
        safe
    };
    let colon_is_safe = !text.contains(": ") && !text.ends_with(':');
    let is_text = matches!(resolve(None, ScalarStyle::Plain, text), Ok(esc_syntax::Resolved::Str));
    first_is_safe && !text.ends_with(' ') && colon_is_safe && text.chars().all(is_safe) && is_text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_what_would_be_something_else() {
        for text in ["a", "shared/aws", "arn:aws:iam::1:role/x", "a-b.c", "fn::open::aws-login", "pulumi.user.login"] {
            assert_eq!(scalar(text, true), text);
        }
        assert_eq!(scalar("${a}", false), "${a}");
        assert_eq!(scalar("${a}", true), "\"${a}\"");
        for text in ["", "true", "1.10", "~", "a: b", "a #b", "- a", "*a", "a:", "@a", "x "] {
            assert_eq!(scalar(text, false), format!("\"{text}\""));
        }
        assert_eq!(scalar("a\"\\", true), "a\"\\");
        assert_eq!(scalar("\"a\"", false), "\"\\\"a\\\"\"");
    }
}
