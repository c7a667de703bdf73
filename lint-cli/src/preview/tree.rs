//! The `tree` of a preview, for people: a value a line, in columns, with what it is, where it is from, and what it replaced.

use esc_analysis::eval::Imported;
use esc_analysis::preview::{Label, Loss, Preview, Row, Shown};
use esc_analysis::schema::Type;
use unicode_width::UnicodeWidthStr;

use super::words::{line, unknown, value, why_not};
use crate::report::{Palette, Role, printable};

/// A column is no wider than this; what is longer pushes its own line only.
const MAX_COLUMN: usize = 44;

/// The whole picture.
pub(super) fn render(preview: &mut Preview<'_>, palette: Palette) -> String {
    let rows = preview.tree();
    let mut out = format!("{}\n", palette.paint(Role::Strong, printable(preview.evaluation().document.source.path())));
    out.push_str(&imports(preview, palette));
    out.push('\n');
    out.push_str(&table(&rows, palette));
    if rows.is_empty() {
        out.push_str("No values.\n");
    }
    if preview.is_open() {
        out.push_str("\nThere may be more keys: an import is not known here.\n");
    }
    out
}

/// What is imported, and what came of it.
fn imports(preview: &Preview<'_>, palette: Palette) -> String {
    let width = preview.imports().map(|(name, ..)| printable(&name).width()).max().unwrap_or(0).min(MAX_COLUMN);
    let mut out = String::new();
    for (name, entry, imported) in preview.imports() {
        let fate = match imported {
            Imported::Evaluated(other) => palette.paint(Role::Quiet, printable(other.document.source.path())),
            Imported::Unresolved => palette.paint(Role::Masked, "not in the workspace"),
            Imported::Unusable(source) => palette.paint(Role::Masked, format_args!("{} is broken", printable(source.path()))),
            Imported::Cyclic(source) => palette.paint(Role::Masked, format_args!("{} imports this one", printable(source.path()))),
            Imported::Nameless => continue,
        };
        let unmerged = if entry.merge { "" } else { "  (not merged)" };
        let label = printable(&name);
        let pad = " ".repeat(width.saturating_sub(label.width()));
        out.push_str(&format!("  imports {label}{pad}  {fate}{unmerged}\n"));
    }
    out
}

/// The text of one row, not yet in columns.
struct Line {
    /// The lines that lead from the parent.
    branch: String,
    label: String,
    value: String,
    type_: String,
    site: String,
    remarks: String,
    role: Option<Role>,
}

fn table(rows: &[Row], palette: Palette) -> String {
    let branches = branches(rows);
    let lines: Vec<Line> = rows.iter().zip(branches).map(|(row, branch)| text(row, branch)).collect();
    let column = |width: fn(&Line) -> usize| lines.iter().map(width).filter(|width| *width <= MAX_COLUMN).max().unwrap_or(0);
    let label = column(|line| line.branch.width() + line.label.width());
    let (value, type_, site) = (column(|line| line.value.width()), column(|line| line.type_.width()), column(|line| line.site.width()));
    let mut out = String::new();
    for line in &lines {
        let pad = |text: &str, width: usize| " ".repeat(width.saturating_sub(text.width()));
        let shown = match line.role {
            Some(role) => palette.paint(role, &line.value),
            None => line.value.clone(),
        };
        let cells = [
            palette.paint(Role::Quiet, &line.branch),
            line.label.clone(),
            pad(&format!("{}{}", line.branch, line.label), label),
            "  ".to_owned(),
            shown,
            pad(&line.value, value),
            "  ".to_owned(),
            palette.paint(Role::Quiet, &line.type_),
            pad(&line.type_, type_),
            "  ".to_owned(),
            palette.paint(Role::Quiet, &line.site),
            if line.remarks.is_empty() { String::new() } else { format!("{}  {}", pad(&line.site, site), line.remarks) },
        ];
        out.push_str(cells.concat().trim_end());
        out.push('\n');
    }
    out
}

fn text(row: &Row, branch: String) -> Line {
    let label = match &row.label {
        Label::Key(key) if key.is_empty() => "\"\"".to_owned(),
        Label::Key(key) => printable(key).into_owned(),
        Label::Index(index) => format!("[{index}]"),
    };
    let role = match row.shown {
        Shown::Masked(_) => Some(Role::Masked),
        Shown::Unknown(_) => Some(Role::Frame),
        Shown::Text(_) | Shown::Bytes(_) | Shown::Parts(_) => None,
    };
    Line {
        branch,
        label,
        value: value(&row.shown, &row.type_),
        type_: row.type_.clone(),
        site: row.site.as_ref().map(line).unwrap_or_default(),
        remarks: remarks(row),
        role,
    }
}

/// What else is to be said of a row.
fn remarks(row: &Row) -> String {
    let mut remarks = Vec::new();
    remarks.extend(row.import.as_ref().map(|import| format!("imported by `{}`", printable(import))));
    remarks.extend(row.replaced.as_ref().map(|replaced| {
        let shown = match &replaced.shown {
            Shown::Unknown(reason) => unknown(reason),
            Shown::Parts(_) => "an object or a list".to_owned(),
            shown => value(shown, ""),
        };
        let site = replaced.site.as_ref().map(|site| format!(" from {}", line(site))).unwrap_or_default();
        format!("replaces {shown}{site}")
    }));
    remarks.extend(why_not(&row.shown));
    remarks.extend(row.is_final.then(|| "final".to_owned()));
    remarks.extend(row.loss.map(|loss| match loss {
        Loss::Dropped(Type::Array) => "left out: a list becomes no variable".to_owned(),
        Loss::Dropped(_) => "left out: an object becomes no variable".to_owned(),
        Loss::Ignored => "ignored: only an object is read here".to_owned(),
    }));
    remarks.join("; ")
}

/// The lines that lead from each row's parent to it.
fn branches(rows: &[Row]) -> Vec<String> {
    // From the end: whether a row has a later sibling at each depth.
    let mut open: Vec<bool> = Vec::new();
    let mut branches: Vec<String> = Vec::with_capacity(rows.len());
    for row in rows.iter().rev() {
        open.resize(row.depth + 1, false);
        let mut branch: String =
            open.iter().skip(1).take(row.depth.saturating_sub(1)).map(|open| if *open { "│  " } else { "   " }).collect();
        if row.depth > 0 {
            branch.push_str(if open[row.depth] { "├─ " } else { "└─ " });
        }
        open[row.depth] = true;
        branches.push(branch);
    }
    branches.reverse();
    branches
}
