//! `esc-lint preview`: what an environment comes to. Prints what is known even if something is wrong, and then exits with 1.

use esc_analysis::eval::preview;

use crate::args::{GlobalArgs, PreviewArgs, PreviewFormat};
use crate::environment::Environment;
use crate::outcome::Outcome;

/// Shows the environment.
pub(crate) fn run(args: &PreviewArgs, global: &GlobalArgs) -> Outcome {
    show(args, global).unwrap_or_else(Outcome::failed)
}

fn show(args: &PreviewArgs, global: &GlobalArgs) -> Result<Outcome, String> {
    let environment = Environment::open(&args.environment, global)?;
    let evaluation = environment.analyzer().evaluate(&environment.source);
    let stdout = match args.output_format {
        PreviewFormat::Json => serde_json::to_string_pretty(&preview(&evaluation)).map_err(|error| error.to_string())? + "\n",
    };
    Ok(Outcome { stdout, stderr: environment.note(), exit: environment.exit() })
}
