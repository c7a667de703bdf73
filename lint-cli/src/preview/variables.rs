//! What programs receive, as text that a shell or a dotenv reader takes: `export NAME='value'`, `NAME='value'`.
//!
//! What is secret, not known or left out is a comment, so that reading the output never sets a mask. Nothing that an author puts into a key or
//! a value can end the comment or the quotes that it stands in.

use esc_analysis::Section;
use esc_analysis::preview::{Export, Fate, Preview, is_shell_name};
use esc_analysis::schema::Type;

use super::words::{masked, unknown};
use crate::report::printable;

/// Who will read it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Dialect {
    /// Programs and libraries that read `.env` files.
    Dotenv,
    /// POSIX shells.
    Shell,
}

/// All variables, then all files.
pub(super) fn render(preview: &mut Preview<'_>, dialect: Dialect) -> String {
    preview.exports().iter().map(|export| entry(export, dialect) + "\n").collect()
}

fn entry(export: &Export, dialect: Dialect) -> String {
    let name = &export.name;
    match comment(export) {
        Some(comment) => format!("# {}: {comment}", printable(name)),
        None => match &export.fate {
            Fate::Passed(text) if dialect == Dialect::Shell => format!("export {name}={}", in_shell(text)),
            Fate::Passed(text) => format!("{name}={}", in_dotenv(text)),
            Fate::Masked(_) | Fate::Unknown(_) | Fate::Bytes(_) | Fate::Dropped(_) => String::new(),
        },
    }
}

/// Why the entry cannot be set by a line of text; `None` if it can.
fn comment(export: &Export) -> Option<String> {
    let is_file = export.section == Section::Files;
    let what = match &export.fate {
        Fate::Dropped(Type::Array) => return Some("left out, as every list is".to_owned()),
        Fate::Dropped(_) => return Some("left out, as every object is".to_owned()),
        Fate::Masked(mask) => format!("[secret]{}", masked(*mask).map(|why| format!(", {why}")).unwrap_or_default()),
        Fate::Unknown(reason) => format!("[unknown], {}", unknown(reason)),
        Fate::Bytes(length) => format!("{length} bytes that are no text"),
        Fate::Passed(text) if is_file => format!("{} bytes of text", text.len()),
        Fate::Passed(_) if !is_shell_name(&export.name) => {
            return Some("set, but no shell can set or read a variable of this name".to_owned());
        }
        Fate::Passed(text) if text.contains('\0') => "text with a null character, which no variable can hold".to_owned(),
        Fate::Passed(_) => return None,
    };
    Some(if is_file { format!("path of a temporary file with {what}") } else { what })
}

/// Text in single quotes; between them, a shell takes everything as it is.
fn in_shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Text as all dotenv readers take it: bare where it is plain, in single quotes, or in double quotes if it holds a single one.
fn in_dotenv(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.,:/@%+=".contains(c);
    if text.chars().all(is_plain) {
        return text.to_owned();
    }
    if !text.contains(['\'', '\r']) {
        return format!("'{text}'");
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '"' | '\\' | '$' => quoted.extend(['\\', c]),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed(name: &str, text: &str) -> Export {
        Export { section: Section::EnvironmentVariables, name: name.to_owned(), fate: Fate::Passed(text.to_owned()), site: None }
    }

    #[test]
    fn quotes_hold_everything() {
        let shell = |text: &str| entry(&passed("A", text), Dialect::Shell);
        assert_eq!(shell("x"), "export A='x'");
        assert_eq!(shell("it's $HOME `id`\n"), "export A='it'\\''s $HOME `id`\n'");
        let dotenv = |text: &str| entry(&passed("A", text), Dialect::Dotenv);
        assert_eq!(dotenv(""), "A=");
        assert_eq!(dotenv("https://x.y:8080/?a=b"), "A='https://x.y:8080/?a=b'");
        assert_eq!(dotenv("eu-west-1"), "A=eu-west-1");
        assert_eq!(dotenv("a # b"), "A='a # b'");
        assert_eq!(dotenv("it's $HOME\n"), "A=\"it's \\$HOME\\n\"");
    }

    #[test]
    fn no_name_ends_its_comment() {
        let shell = |name: &str| entry(&passed(name, "x"), Dialect::Shell);
        for name in ["a b", "1A", "A-B", "", "A\nrm -rf /", "A\rB", "A\u{2028}B", "A=$(id)"] {
            let line = shell(name);
            assert!(line.starts_with("# ") && line.lines().count() == 1 && !line.contains('\r'), "{line}");
        }
    }
}
