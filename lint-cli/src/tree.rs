//! `esc-lint tree`: what the parser makes of a file, for bug reports and for comparing parsers.
//!
//! The one command that prints the text of files as it is, secrets too.

use std::path::Path;

use esc_analysis::Source;
use esc_project::read_text;
use esc_syntax::SyntaxError;
use serde::Serialize;

use crate::args::{ListFormat, TreeArgs};
use crate::guard::guarded;
use crate::outcome::{Exit, Outcome};
use crate::parallel;
use crate::report::Place;

/// One file.
#[derive(Serialize)]
struct FileTree {
    path: String,
    errors: Vec<Fault>,
    events: Vec<String>,
}

#[derive(Serialize)]
struct Fault {
    message: String,
    start: Place,
    end: Place,
}

/// Prints the trees of files. Fails if one cannot be read; text that does not parse is no failure here.
pub(crate) fn run(args: &TreeArgs) -> Outcome {
    let printed = parallel::map(&args.files, |file| guarded(|| print(file, args.output_format)).and_then(|printed| printed));
    let mut outcome = Outcome::clean(String::new());
    for result in printed {
        match result {
            Ok(text) => outcome.stdout.push_str(&text),
            Err(message) => {
                outcome.stderr.push_str(&format!("error: {message}\n"));
                outcome.exit = Exit::Failed;
            }
        }
    }
    outcome
}

fn print(file: &Path, format: ListFormat) -> Result<String, String> {
    let path = file.to_string_lossy().into_owned();
    let text = read_text(file).map_err(|error| format!("{path}: {error}"))?;
    let source = Source::new(path.as_str(), text);
    let errors = source.tree().errors().iter().map(|error| fault(&source, error)).collect();
    let tree = FileTree { path, errors, events: esc_syntax::events(source.tree()) };
    match format {
        ListFormat::Json => serde_json::to_string(&tree).map(|json| json + "\n").map_err(|error| error.to_string()),
        ListFormat::Text => Ok(as_text(&tree)),
    }
}

fn fault(source: &Source, error: &SyntaxError) -> Fault {
    let (start, end) = Place::of_range(source, error.range);
    Fault { message: format!("{:?}", error.kind), start, end }
}

fn as_text(tree: &FileTree) -> String {
    let mut text = format!("{}\n", tree.path);
    for event in &tree.events {
        text.push_str(&format!("  {event}\n"));
    }
    for error in &tree.errors {
        text.push_str(&format!("  error {}:{}: {}\n", error.start.line, error.start.column, error.message));
    }
    text
}
