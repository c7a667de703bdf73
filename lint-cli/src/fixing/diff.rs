//! A change as a unified diff, without secrets.
//!
//! A hunk with a secret in it shows a mask in its place. Its header then is none that a program takes, so that no mask is ever applied.

use std::sync::Arc;

use esc_analysis::Source;
use similar::udiff::UnifiedDiffHunk;
use similar::{ChangeTag, TextDiff};

use super::{Change, Changes};
use crate::report::{Palette, Role, Secrets, masked, printable, tells};

/// The diffs of all files.
pub(crate) fn render(changes: &Changes, palette: Palette) -> String {
    changes.files.iter().map(|change| file(change, palette)).collect()
}

fn file(change: &Change, palette: Palette) -> String {
    let (before, after) = (Lines::of(&change.before, &change.after), Lines::of(&change.after, &change.before));
    let diff = TextDiff::from_slices(&before.real, &after.real);
    let path = printable(&change.found.shown);
    let mut out =
        format!("{}\n{}\n", palette.paint(Role::Strong, format!("--- {path}")), palette.paint(Role::Strong, format!("+++ {path}")));
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        out.push_str(&draw(&hunk, &before, &after, palette));
    }
    out
}

/// The lines of a text, as they are and as they may be shown.
struct Lines<'s> {
    real: Vec<&'s str>,
    shown: Vec<String>,
}

impl<'s> Lines<'s> {
    /// The lines of `source`, without what is secret there, nor what is secret in `other`, the same file before or after the change.
    fn of(source: &'s Arc<Source>, other: &Arc<Source>) -> Lines<'s> {
        let secrets = Secrets::new(&[]);
        let mut text = masked(source, &secrets.of(source));
        // A byte order mark is part of the file, and takes no room on a screen.
        if source.text().starts_with(BOM) {
            text.replace_range(..BOM.len(), BOM);
        }
        let others = secrets.of(other);
        let shown = text.split_inclusive('\n').map(|line| match tells(line, other, &others) {
            true => line.replace(|c| !matches!(c, ' ' | '\n' | '\r'), "*"),
            false => line.to_owned(),
        });
        Lines { shown: shown.collect(), real: source.text().split_inclusive('\n').collect() }
    }

    /// The line, and whether it may be shown as it is.
    fn line(&self, index: usize) -> (&str, bool) {
        let shown = self.shown.get(index).map_or("", String::as_str);
        (shown, self.real.get(index).is_some_and(|real| *real == shown))
    }
}

const BOM: &str = "\u{FEFF}";

fn draw<'t>(hunk: &UnifiedDiffHunk<'_, 't, 't, '_, str>, before: &Lines<'_>, after: &Lines<'_>, palette: Palette) -> String {
    let mut body = String::new();
    let mut whole = true;
    for change in hunk.iter_changes() {
        let (sign, role, line) = match (change.tag(), change.old_index(), change.new_index()) {
            (ChangeTag::Insert, _, Some(index)) => ('+', Some(Role::Added), after.line(index)),
            (ChangeTag::Delete, Some(index), _) => ('-', Some(Role::Removed), before.line(index)),
            (_, Some(index), _) => (' ', None, before.line(index)),
            _ => continue,
        };
        let (text, as_it_is) = line;
        whole &= as_it_is;
        let ended = text.ends_with('\n');
        let text = format!("{sign}{}", text.strip_suffix('\n').unwrap_or(text));
        body.push_str(&role.map_or(text.clone(), |role| palette.paint(role, &text)));
        body.push_str(if ended { "\n" } else { "\n\\ No newline at end of file\n" });
    }
    let header = match whole {
        true => hunk.header().to_string(),
        false => format!("{} not applicable: secrets are masked", hunk.header().to_string().replace("@@", "**").trim_end()),
    };
    format!("{}\n{body}", palette.paint(Role::Frame, header.trim_end()))
}
