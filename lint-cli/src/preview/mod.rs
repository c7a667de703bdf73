//! `esc-lint preview`: what an environment comes to. Prints what is known even if something is wrong, and then exits with 1.

mod tree;
mod variables;
pub(crate) mod words;

use esc_analysis::preview::{Preview, yaml};

use crate::args::{GlobalArgs, PreviewArgs, PreviewFormat};
use crate::environment::Environment;
use crate::outcome::Outcome;
use crate::report::Palette;
use variables::Dialect;

/// Shows the environment.
pub(crate) fn run(args: &PreviewArgs, global: &GlobalArgs) -> Outcome {
    show(args, global).unwrap_or_else(Outcome::failed)
}

fn show(args: &PreviewArgs, global: &GlobalArgs) -> Result<Outcome, String> {
    let environment = Environment::open(&args.environment, global)?;
    let analyzer = environment.analyzer();
    let mut preview = Preview::new(&analyzer, &environment.source);
    let stdout = match args.output_format {
        PreviewFormat::Tree => tree::render(&mut preview, Palette::for_stdout(global.color)),
        PreviewFormat::Json => serde_json::to_string_pretty(&preview.json()).map_err(|error| error.to_string())? + "\n",
        PreviewFormat::Yaml => yaml(&preview.json()),
        PreviewFormat::Dotenv => variables::render(&mut preview, Dialect::Dotenv),
        PreviewFormat::Shell => variables::render(&mut preview, Dialect::Shell),
    };
    Ok(Outcome { stdout, stderr: environment.note(), exit: environment.exit() })
}
