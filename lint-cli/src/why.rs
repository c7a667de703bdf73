//! `esc-lint why`: the chain that gives one value, for people and for programs.

use esc_analysis::preview::{Chain, Preview, Role, Shown, Step};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::args::{GlobalArgs, ListFormat, WhyArgs};
use crate::environment::Environment;
use crate::outcome::{Exit, Outcome};
use crate::preview::words::{place, value, why_not};
use crate::report::{self, Palette, Place, printable};

/// Explains the value. Fails if there is none at the path.
pub(crate) fn run(args: &WhyArgs, global: &GlobalArgs) -> Outcome {
    explain(args, global).unwrap_or_else(Outcome::failed)
}

fn explain(args: &WhyArgs, global: &GlobalArgs) -> Result<Outcome, String> {
    let environment = Environment::open(&args.environment, global)?;
    let analyzer = environment.analyzer();
    let chain = Preview::new(&analyzer, &environment.source).why(&args.path).map_err(|error| error.to_string())?;
    let stdout = match args.output_format {
        ListFormat::Text => text(&chain, Palette::for_stdout(global.color)),
        ListFormat::Json => json(&chain).map_err(|error| error.to_string())?,
    };
    Ok(Outcome { stdout, stderr: environment.note(), exit: Exit::Clean })
}

fn text(chain: &Chain, palette: Palette) -> String {
    let shown = value(&chain.shown, &chain.type_);
    let shown = if shown.is_empty() { String::new() } else { format!("  {shown}") };
    let why_not = why_not(&chain.shown).map(|why| format!("  ({why})")).unwrap_or_default();
    let path = palette.paint(report::Role::Strong, printable(&chain.path));
    let mut out = format!("{path}  {}{shown}{why_not}\n\n", palette.paint(report::Role::Quiet, &chain.type_));
    let lines: Vec<(String, String, String)> = chain.steps.iter().map(line).collect();
    let width = |column: fn(&(String, String, String)) -> &String| lines.iter().map(|line| column(line).width()).max().unwrap_or(0);
    let (role_width, place_width) = (width(|line| &line.0), width(|line| &line.1));
    for (role, place, what) in &lines {
        let pad = |text: &str, width: usize| " ".repeat(width.saturating_sub(text.width()));
        let place_shown = palette.paint(report::Role::Quiet, place);
        out.push_str(&format!("{role}{}  {place_shown}{}  {what}\n", pad(role, role_width), pad(place, place_width)));
    }
    if chain.is_cut {
        out.push_str("...\n");
    }
    out
}

/// What happens, where, and what stands there.
fn line(step: &Step) -> (String, String, String) {
    let what = match &step.role {
        Role::Reads(path) => format!("reads `{}`", printable(path)),
        role => verb(role).to_owned(),
    };
    (format!("{}{what}", "  ".repeat(step.depth)), place(&step.site), format!("{}{}", printable(&step.what), through(&step.through)))
}

/// The imports that lead to a file; of a long way, its ends.
fn through(names: &[String]) -> String {
    const SHOWN: usize = 4;
    let shown = |names: &[String]| names.iter().map(|name| format!("`{}`", printable(name))).collect::<Vec<_>>().join(" > ");
    match names {
        [] => String::new(),
        [first, .., last] if names.len() > SHOWN => {
            format!(", imported by `{}` > … {} more … > `{}`", printable(first), names.len() - 2, printable(last))
        }
        names => format!(", imported by {}", shown(names)),
    }
}

fn verb(role: &Role) -> &'static str {
    match role {
        Role::Sets => "set",
        Role::Adds => "added to",
        Role::Replaced => "replaced",
        Role::Refused => "refused: what is below is final",
        Role::Missing => "perhaps set",
        Role::Cuts => "in the way",
        Role::Reads(_) => "reads",
    }
}

/// One chain for programs.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'c> {
    schema_version: u32,
    path: &'c str,
    r#type: &'c str,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    steps: Vec<StepDocument<'c>>,
    complete: bool,
}

#[derive(Serialize)]
struct StepDocument<'c> {
    depth: usize,
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'c str>,
    what: &'c str,
    path: &'c str,
    start: Place,
    end: Place,
    imports: &'c [String],
}

fn json(chain: &Chain) -> serde_json::Result<String> {
    let (state, text) = match &chain.shown {
        Shown::Text(text) => ("known", Some(text.as_str())),
        Shown::Bytes(_) | Shown::Parts(_) => ("known", None),
        Shown::Masked(_) => ("secret", None),
        Shown::Unknown(_) => ("unknown", None),
    };
    let document = Document {
        schema_version: 1,
        path: &chain.path,
        r#type: &chain.type_,
        state,
        value: text,
        reason: why_not(&chain.shown),
        steps: chain.steps.iter().map(step).collect(),
        complete: !chain.is_cut,
    };
    serde_json::to_string(&document).map(|json| json + "\n")
}

fn step(step: &Step) -> StepDocument<'_> {
    let (start, end) = Place::of_range(&step.site.source, step.site.range);
    let (role, reference) = step.role.parts();
    StepDocument { depth: step.depth, role, reference, what: &step.what, path: step.site.source.path(), start, end, imports: &step.through }
}
