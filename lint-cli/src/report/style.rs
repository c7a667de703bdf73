//! Colours: which, and whether.

use std::fmt;
use std::io::IsTerminal;

use codespan_reporting::diagnostic::{LabelStyle, Severity as Kind};
use codespan_reporting::term::{GeneralWriteResult, WriteStyle};
use esc_analysis::Severity;

/// When to colour.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, clap::ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal; NO_COLOR and FORCE_COLOR are respected
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Turns a role into an escape sequence, or into nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Palette {
    colored: bool,
    /// Text can lead to an address (OSC 8). Terminals alone can do that; who forces colours into a log gets no links.
    linked: bool,
}

/// What a piece of text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    /// A severity's name, or an underline in its colour.
    Severity(Severity),
    /// The sentence that matters.
    Strong,
    /// Rules, numbers, frames.
    Frame,
    /// All is well.
    Good,
    /// A line that comes.
    Added,
    /// A line that goes.
    Removed,
    /// What can be read over.
    Quiet,
    /// What is hidden, or missing.
    Masked,
}

impl Palette {
    /// No escape sequences.
    pub const PLAIN: Palette = Palette { colored: false, linked: false };

    /// Decides for standard output.
    pub fn for_stdout(choice: ColorChoice) -> Palette {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let colored = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if set("NO_COLOR") => false,
            ColorChoice::Auto if set("FORCE_COLOR") => std::env::var_os("FORCE_COLOR").is_some_and(|value| value != "0"),
            ColorChoice::Auto => std::io::stdout().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
        };
        Palette { colored, linked: colored && std::io::stdout().is_terminal() }
    }

    /// `text` in the colour of `role`.
    pub fn paint(self, role: Role, text: impl fmt::Display) -> String {
        format!("{}{text}{}", self.start(role), self.end())
    }

    /// `text`, which leads to `url` if there is one and the terminal can do that.
    pub fn link(self, url: Option<&str>, text: impl fmt::Display) -> String {
        match url.filter(|_| self.linked) {
            Some(url) => format!("\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\"),
            None => text.to_string(),
        }
    }

    fn start(self, role: Role) -> &'static str {
        if !self.colored {
            return "";
        }
        match role {
            Role::Severity(Severity::Error) => "\x1b[1;31m",
            Role::Severity(Severity::Warning) => "\x1b[1;33m",
            Role::Severity(Severity::Info) => "\x1b[1;36m",
            Role::Strong => "\x1b[1m",
            Role::Frame => "\x1b[34m",
            Role::Good | Role::Added => "\x1b[32m",
            Role::Removed => "\x1b[31m",
            Role::Quiet => "\x1b[2m",
            Role::Masked => "\x1b[33m",
        }
    }

    fn end(self) -> &'static str {
        if self.colored { "\x1b[0m" } else { "" }
    }
}

/// Writes what the excerpt renderer draws into a string, in our colours and with our name for the lowest severity.
pub(super) struct Painter<'o> {
    pub out: &'o mut String,
    pub palette: Palette,
    /// The next word is a severity's name.
    pub heading: bool,
}

impl Painter<'_> {
    fn start(&mut self, role: Role) -> GeneralWriteResult {
        self.out.push_str(self.palette.end());
        self.out.push_str(self.palette.start(role));
        Ok(())
    }
}

impl fmt::Write for Painter<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let text = if std::mem::take(&mut self.heading) && text == "note" { "info" } else { text };
        self.out.push_str(text);
        Ok(())
    }
}

impl WriteStyle for Painter<'_> {
    fn set_header(&mut self, severity: Kind) -> GeneralWriteResult {
        self.heading = true;
        self.start(Role::Severity(ours(severity)))
    }

    fn set_header_message(&mut self) -> GeneralWriteResult {
        self.start(Role::Strong)
    }

    fn set_line_number(&mut self) -> GeneralWriteResult {
        self.start(Role::Frame)
    }

    fn set_note_bullet(&mut self) -> GeneralWriteResult {
        self.start(Role::Frame)
    }

    fn set_source_border(&mut self) -> GeneralWriteResult {
        self.start(Role::Frame)
    }

    fn set_label(&mut self, severity: Kind, style: LabelStyle) -> GeneralWriteResult {
        match style {
            LabelStyle::Primary => self.start(Role::Severity(ours(severity))),
            LabelStyle::Secondary => self.start(Role::Frame),
        }
    }

    fn reset(&mut self) -> GeneralWriteResult {
        self.out.push_str(self.palette.end());
        Ok(())
    }
}

/// The renderer's severity for ours.
pub(super) fn theirs(severity: Severity) -> Kind {
    match severity {
        Severity::Error => Kind::Error,
        Severity::Warning => Kind::Warning,
        Severity::Info => Kind::Note,
    }
}

fn ours(severity: Kind) -> Severity {
    match severity {
        Kind::Bug | Kind::Error => Severity::Error,
        Kind::Warning => Severity::Warning,
        Kind::Note | Kind::Help => Severity::Info,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_leads_somewhere_on_a_terminal_alone() {
        let terminal = Palette { colored: true, linked: true };
        let url = Some("https://example.com/ESC002");
        assert_eq!(terminal.link(url, "ESC002"), "\x1b]8;;https://example.com/ESC002\x1b\\ESC002\x1b]8;;\x1b\\");
        assert_eq!(terminal.link(None, "ESC002"), "ESC002");
        assert_eq!(Palette { colored: true, linked: false }.link(url, "ESC002"), "ESC002");
    }
}
