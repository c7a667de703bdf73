//! `esc-lint schema`: JSON Schemas, for editors that complete and check YAML by one.

mod document;
mod inputs;

use esc_project::{Selection, config};

use crate::args::{GlobalArgs, SchemaArgs, SchemaOf};
use crate::inputs::open_project;
use crate::outcome::Outcome;

/// Prints a schema.
pub(crate) fn run(args: &SchemaArgs, global: &GlobalArgs) -> Outcome {
    let schema = match args.of {
        SchemaOf::Config => Ok(config::schema()),
        SchemaOf::Document => document_schema(global),
    };
    match schema.and_then(|schema| serde_json::to_string_pretty(&schema).map_err(|error| error.to_string())) {
        Ok(json) => Outcome::clean(json + "\n"),
        Err(message) => Outcome::failed(message),
    }
}

/// With the providers of the configuration here, or of `--providers`.
fn document_schema(global: &GlobalArgs) -> Result<serde_json::Value, String> {
    let project = open_project(global, Selection::default())?;
    let scope = project.scope_here().map_err(|error| error.to_string())?;
    Ok(document::schema(&scope.setup.catalogue))
}
