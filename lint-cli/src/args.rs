//! The command line, declared. Help texts are written for someone who meets the tool for the first time.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, Parser, Subcommand, ValueEnum};
use esc_analysis::Profile;
use esc_analysis::nearest::nearest;
use esc_project::{FailOn, RulePattern, Selection};

use crate::report::{ColorChoice, Format};

const EXAMPLES: &str = "\
Examples:
  esc-lint                            lint every environment below this directory
  esc-lint envs/*.yaml                lint these files
  esc-lint --select ESC0,ESC1 envs    run these groups of rules alone
  esc-lint --fix envs                 mend what can be mended without asking
  esc-lint --output-format json envs  for programs
  esc-lint explain ESC102             what a finding means and how to mend it

A file that is named is always linted. In a directory, YAML files count that look like an ESC
environment, or that `.esc-lint.yaml` names; hidden files and those in `.gitignore` do not.

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 the run itself failed.";

/// Checks Pulumi ESC environment files, offline
#[derive(Parser, Debug)]
#[command(name = "esc-lint", version, after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub check: CheckArgs,
    #[command(flatten)]
    pub global: GlobalArgs,
}

/// What to do. Without a command: `check`.
#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Lint files and directories (this is what happens without a command)
    #[command(after_help = EXAMPLES)]
    Check(CheckArgs),
    /// Show what an environment comes to, imports merged and secrets masked; nothing is opened or decrypted
    Preview(PreviewArgs),
    /// Explain one value of an environment: who sets it, what that replaces, which references it goes through
    Why(WhyArgs),
    /// Draw which environments import which
    Graph(GraphArgs),
    /// Lay files out: levels indented by two, blanks where they separate; comments, quotes and blocks stay what they are
    Fmt(FmtArgs),
    /// Print the YAML tree of files as events, for bug reports; prints the text of the files itself, secrets too
    Tree(TreeArgs),
    /// List all rules
    Rules(RulesArgs),
    /// Explain one rule: what it finds, why that matters, how to mend it
    Explain(ExplainArgs),
    /// List the files that would be linted
    Files(FilesArgs),
    /// List the environments that a change touches, themselves or through what they import
    Affected(AffectedArgs),
    /// Show what holds for a file: its configuration, and how the rules are set
    Settings(SettingsArgs),
    /// Write a commented .esc-lint.yaml by looking at what is here
    Init,
    /// Print a JSON Schema, for editors that complete and check YAML by one
    Schema(SchemaArgs),
    /// Print the script that completes this command in a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
}

/// Options of every command.
#[derive(Args, Debug)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalArgs {
    /// Directory that environment names start from [default: that of .esc-lint.yaml, or the git work tree]
    #[arg(long, value_name = "DIR", global = true)]
    pub root: Option<PathBuf>,
    /// Directory with more provider schemas (*.json)
    #[arg(long, value_name = "DIR", global = true)]
    pub providers: Option<PathBuf>,
    /// Configuration to use instead of the nearest .esc-lint.yaml
    #[arg(long, value_name = "FILE", global = true, conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Ignore every configuration file
    #[arg(long, global = true)]
    pub no_config: bool,
    /// When to use colours; NO_COLOR and FORCE_COLOR are respected
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub color: ColorChoice,
}

/// Options of `check`.
#[derive(Args, Debug)]
pub(crate) struct CheckArgs {
    /// Files, directories or patterns; `-` reads standard input [default: `files` of the configuration, else this directory]
    pub paths: Vec<PathBuf>,
    /// How to print findings
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub output_format: Format,
    /// Write a report to a file too; may be given several times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = OutputFile::parse)]
    pub output: Vec<OutputFile>,
    /// Run these rules alone: codes, names, or prefixes such as ESC1
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = RulePattern::parse)]
    pub select: Option<Vec<RulePattern>>,
    /// Run these rules too, also those that are off by default
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = RulePattern::parse)]
    pub extend_select: Vec<RulePattern>,
    /// Do not run these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = RulePattern::parse)]
    pub ignore: Vec<RulePattern>,
    /// Which set of rules to start from
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<ProfileArg>,
    /// Fail from this severity on [default: that of the configuration, else warning]
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<FailOnArg>,
    /// Name for standard input in reports, which also decides its configuration and its imports
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,
    /// Put files that are named to the tests that a directory's files have to pass (for hooks that name every file)
    #[arg(long)]
    pub force_exclude: bool,
    #[command(flatten)]
    pub baseline: BaselineArgs,
    #[command(flatten)]
    pub fixes: FixArgs,
    /// Count findings by rule
    #[arg(long)]
    pub statistics: bool,
    /// No summary line unless the run fails
    #[arg(long, short)]
    pub quiet: bool,
}

/// A report that goes to a file.
#[derive(Clone, Debug)]
pub(crate) struct OutputFile {
    pub format: Format,
    pub file: PathBuf,
}

impl OutputFile {
    fn parse(text: &str) -> Result<OutputFile, String> {
        let (format, file) = text.split_once('=').ok_or("write it as FORMAT=FILE, as in `sarif=esc.sarif`")?;
        let format = Format::from_str(format, false).map_err(|_| no_such_format(format))?;
        if file.is_empty() {
            return Err("there is no file after the `=`".to_owned());
        }
        Ok(OutputFile { format, file: file.into() })
    }
}

fn no_such_format(name: &str) -> String {
    let values: Vec<_> = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value).collect();
    let known: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("there is no format `{name}`; did you mean `{near}`?"),
        None => format!("there is no format `{name}`; there are {}", known.join(", ")),
    }
}

/// Options of `check` about findings that were there before.
#[derive(Args, Debug)]
#[command(next_help_heading = "Baseline")]
pub(crate) struct BaselineArgs {
    /// Do not report the findings that this file lists
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// List everything that is found now in the file of --baseline
    #[arg(long, requires = "baseline", conflicts_with = "diff")]
    pub write_baseline: bool,
}

/// Options of `check` that change files.
#[derive(Args, Debug)]
#[command(next_help_heading = "Fixes")]
pub(crate) struct FixArgs {
    /// Make the fixes that keep what an environment does, or are clearly what was meant
    #[arg(long)]
    pub fix: bool,
    /// Make those as well that may change what an environment does (implies --fix)
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Write a comment at every finding that is left, so that it is not reported again
    #[arg(long)]
    pub add_ignores: bool,
    /// Write nothing, and show as a diff what would change; fails if anything would
    #[arg(long, conflicts_with_all = ["output_format", "output", "statistics"])]
    pub diff: bool,
}

impl CheckArgs {
    /// What the options say about which rules run.
    pub fn selection(&self) -> Selection {
        Selection {
            profile: self.profile.map(Profile::from),
            select: self.select.clone(),
            extend_select: self.extend_select.clone(),
            ignore: self.ignore.clone(),
        }
    }
}

/// Options of `preview`.
#[derive(Args, Debug)]
pub(crate) struct PreviewArgs {
    #[command(flatten)]
    pub environment: EnvironmentArgs,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "tree")]
    pub output_format: PreviewFormat,
}

/// The one environment that a command is about.
#[derive(Args, Debug)]
pub(crate) struct EnvironmentArgs {
    /// File of the environment; `-` reads standard input
    pub file: PathBuf,
    /// Name for standard input, which also decides its configuration and its imports
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,
}

/// How an environment is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum PreviewFormat {
    /// A value a line: type, where it is from, what it replaced
    Tree,
    /// One object, `[secret]` and `[unknown]` in it
    Json,
    /// The same in YAML
    Yaml,
    /// What programs receive, for readers of `.env` files
    Dotenv,
    /// What programs receive, for a POSIX shell to source
    Shell,
}

/// Options of `why`.
#[derive(Args, Debug)]
pub(crate) struct WhyArgs {
    #[command(flatten)]
    pub environment: EnvironmentArgs,
    /// Path of the value as in `${...}`, such as `app.hosts[0]` or `pulumiConfig["aws:region"]`
    pub path: String,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub output_format: ListFormat,
}

/// Options of `graph`.
#[derive(Args, Debug)]
pub(crate) struct GraphArgs {
    /// Files, directories or patterns, as for `check`
    pub paths: Vec<PathBuf>,
    /// How to draw it
    #[arg(long, value_name = "FORMAT", default_value = "mermaid")]
    pub output_format: GraphFormat,
}

/// How a graph is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum GraphFormat {
    /// For Markdown pages
    Mermaid,
    /// For Graphviz
    Dot,
    /// For programs
    Json,
}

/// Options of `fmt`.
#[derive(Args, Debug)]
pub(crate) struct FmtArgs {
    /// Files, directories or patterns, as for `check`; `-` reads standard input and prints the result
    pub paths: Vec<PathBuf>,
    /// Write nothing, and list the files that would change; fails if any would
    #[arg(long)]
    pub check: bool,
    /// Write nothing, and show as a diff what would change; fails if anything would
    #[arg(long)]
    pub diff: bool,
    /// Name for standard input, which also decides its configuration
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,
    /// As for `check`
    #[arg(long)]
    pub force_exclude: bool,
}

/// Options of `affected`.
#[derive(Args, Debug)]
pub(crate) struct AffectedArgs {
    /// Compare with where this branch left REV: a branch, a tag or a commit
    #[arg(long, value_name = "REV")]
    pub since: String,
    /// Files, directories or patterns among which to look, as for `check`
    pub paths: Vec<PathBuf>,
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub output_format: ListFormat,
}

/// Options of `settings`.
#[derive(Args, Debug)]
pub(crate) struct SettingsArgs {
    /// The file
    pub file: PathBuf,
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub output_format: ListFormat,
}

/// Options of `schema`.
#[derive(Args, Debug)]
pub(crate) struct SchemaArgs {
    /// What the schema is of
    #[arg(value_name = "OF", default_value = "document")]
    pub of: SchemaOf,
}

/// What there is a schema of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum SchemaOf {
    /// An environment, with what every provider takes
    Document,
    /// .esc-lint.yaml
    Config,
}

/// Options of `completions`.
#[derive(Args, Debug)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// Options of `tree`.
#[derive(Args, Debug)]
pub(crate) struct TreeArgs {
    /// Files to print
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// How to print them; json is one object a line
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub output_format: ListFormat,
}

/// Options of `rules`.
#[derive(Args, Debug)]
pub(crate) struct RulesArgs {
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub output_format: ListFormat,
}

/// Options of `explain`.
#[derive(Args, Debug)]
pub(crate) struct ExplainArgs {
    /// Code or name, such as ESC102 or misplaced-section
    pub rule: String,
}

/// Options of `files`.
#[derive(Args, Debug)]
pub(crate) struct FilesArgs {
    /// Files, directories or patterns, as for `check`
    pub paths: Vec<PathBuf>,
    /// As for `check`
    #[arg(long)]
    pub force_exclude: bool,
}

/// How lists are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// [`Profile`] on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ProfileArg {
    /// Each rule at its own level
    Default,
    /// More rules, and every warning an error
    Strict,
    /// Only what Pulumi Cloud reports too
    Parity,
}

impl From<ProfileArg> for Profile {
    fn from(profile: ProfileArg) -> Profile {
        match profile {
            ProfileArg::Default => Profile::Default,
            ProfileArg::Strict => Profile::Strict,
            ProfileArg::Parity => Profile::Parity,
        }
    }
}

/// [`FailOn`] on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FailOnArg {
    /// Errors alone
    Error,
    /// Warnings and errors
    Warning,
    /// Any finding
    Info,
    /// No finding
    Never,
}

impl From<FailOnArg> for FailOn {
    fn from(fail_on: FailOnArg) -> FailOn {
        match fail_on {
            FailOnArg::Error => FailOn::Error,
            FailOnArg::Warning => FailOn::Warning,
            FailOnArg::Info => FailOn::Info,
            FailOnArg::Never => FailOn::Never,
        }
    }
}
