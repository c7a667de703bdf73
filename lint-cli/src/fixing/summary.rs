//! What fixes did, would do or could do, in a line or two.

use esc_analysis::{Applicability, Diagnostic};

use super::Changes;
use crate::args::FixArgs;
use crate::report::count;

/// `Fixed 3 findings; 1 more with --unsafe-fixes.`; in a run that changes nothing, what could be fixed. Empty if there is nothing to say.
pub(crate) fn line(changes: &Changes, remaining: &[Diagnostic], args: &FixArgs) -> String {
    if args.allowed().is_none() && !args.add_ignores {
        return fixable(remaining);
    }
    let done = if args.diff { would_do(changes) } else { did(changes) };
    let more = if args.allowed() == Some(Applicability::Safe) { with_fix(remaining, Applicability::Unsafe) } else { 0 };
    let mut out = match (done, more) {
        (None, 0) => String::new(),
        (Some(done), 0) => format!("{done}.\n"),
        (Some(done), more) => format!("{done}; {more} more with --unsafe-fixes.\n"),
        (None, more) => format!("{more} can be fixed with --unsafe-fixes.\n"),
    };
    if changes.withheld > 0 {
        out.push_str(&format!("Left out {}, because other findings would come of it.\n", count(changes.withheld, "fix")));
    }
    out
}

/// `2 can be fixed with --fix, 1 more with --unsafe-fixes.`
fn fixable(diagnostics: &[Diagnostic]) -> String {
    let by = |applicability| with_fix(diagnostics, applicability);
    match (by(Applicability::Safe), by(Applicability::Unsafe)) {
        (0, 0) => String::new(),
        (safe, 0) => format!("{safe} can be fixed with --fix.\n"),
        (0, on_request) => format!("{on_request} can be fixed with --unsafe-fixes.\n"),
        (safe, on_request) => format!("{safe} can be fixed with --fix, {on_request} more with --unsafe-fixes.\n"),
    }
}

fn did(changes: &Changes) -> Option<String> {
    let [fixed, silenced] = counts(changes);
    match (fixed, silenced) {
        (0, 0) => None,
        (0, silenced) => Some(format!("Silenced {}", count(silenced, "finding"))),
        (fixed, 0) => Some(format!("Fixed {}", count(fixed, "finding"))),
        (fixed, silenced) => Some(format!("Fixed {} and silenced {silenced}", count(fixed, "finding"))),
    }
}

fn would_do(changes: &Changes) -> Option<String> {
    let [fixed, silenced] = counts(changes);
    match (fixed, silenced) {
        (0, 0) => None,
        (0, silenced) => Some(format!("Would silence {}", count(silenced, "finding"))),
        (fixed, 0) => Some(format!("Would fix {}", count(fixed, "finding"))),
        (fixed, silenced) => Some(format!("Would fix {} and silence {silenced}", count(fixed, "finding"))),
    }
}

fn counts(changes: &Changes) -> [usize; 2] {
    [changes.files.iter().map(|change| change.fixed).sum(), changes.files.iter().map(|change| change.silenced).sum()]
}

fn with_fix(diagnostics: &[Diagnostic], applicability: Applicability) -> usize {
    diagnostics.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()).filter(|fix| fix.applicability == applicability).count()
}
