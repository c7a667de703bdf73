//! The `full` report: what a person reads. An excerpt with underlines, related places, what to do, and a summary.

use codespan_reporting::diagnostic::{Diagnostic as Drawing, Label};
use codespan_reporting::term::{Config, Renderer, RichDiagnostic};
use esc_analysis::{Applicability, Diagnostic};

use super::excerpt::Excerpts;
use super::style::{Painter, Palette, theirs};
use super::{Report, TextOptions, printable, summary};

/// The whole report. `failed` says whether the run ends with findings at or above the threshold.
pub(super) fn render(report: &Report, options: TextOptions, failed: bool) -> String {
    let mut out = String::new();
    let excerpts = Excerpts::new(&report.diagnostics);
    for diagnostic in &report.diagnostics {
        draw(&mut out, diagnostic, &excerpts, options);
    }
    if options.statistics {
        out.push_str(&summary::statistics(report, options.palette));
    }
    if !report.files.is_empty() && (failed || !options.quiet) {
        out.push_str(&summary::line(report, options.palette));
    }
    out
}

fn draw(out: &mut String, diagnostic: &Diagnostic, excerpts: &Excerpts<'_>, options: TextOptions) {
    let mut painter = Painter { out, palette: options.palette, heading: false };
    let config = Config::default();
    let drawing = drawing(diagnostic, excerpts, options.palette);
    let drawn = RichDiagnostic::new(&drawing, &config).render(excerpts, &mut Renderer::new(&mut painter, &config));
    // Cannot happen as long as ranges lie inside their files; then a finding without its picture is better than none.
    if drawn.is_err() {
        super::concise::line(out, diagnostic, options.palette);
    }
}

fn drawing(diagnostic: &Diagnostic, excerpts: &Excerpts<'_>, palette: Palette) -> Drawing<usize> {
    let rule = format_args!("{} {}", diagnostic.rule.code, diagnostic.rule.name);
    let primary = Label::primary(excerpts.id(&diagnostic.source), diagnostic.range);
    let related = diagnostic
        .related
        .iter()
        .map(|related| Label::secondary(excerpts.id(&related.source), related.range).with_message(printable(&related.message)));
    let mut drawing = Drawing::new(theirs(diagnostic.severity))
        .with_code(palette.link(diagnostic.rule.url().as_deref(), rule))
        .with_message(printable(&diagnostic.message))
        .with_label(primary)
        .with_labels_iter(related);
    if let Some(help) = &diagnostic.help {
        drawing = drawing.with_note(format!("help: {}", printable(help)));
    }
    if let Some(fix) = &diagnostic.fix {
        let option = match fix.applicability {
            Applicability::Safe => "--fix",
            Applicability::Unsafe => "--unsafe-fixes",
            Applicability::Draft => return drawing,
        };
        drawing = drawing.with_note(format!("fix: {} ({option})", printable(&fix.title)));
    }
    drawing
}
