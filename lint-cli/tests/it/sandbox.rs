//! A directory of its own for each test, and the binary run in it.

use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// An environment that nothing is wrong with.
pub const CLEAN: &str = "values:\n  region: eu-west-1\n";

/// An environment with one error, ESC002 on line 3: a key that is there twice.
pub const BROKEN: &str = "values:\n  region: eu-west-1\n  region: eu-west-2\n";

/// YAML that is no environment.
pub const MANIFEST: &str = "apiVersion: v1\nkind: ConfigMap\nvalues:\n  a: 1\n";

/// A temporary directory with files in it.
pub struct Sandbox {
    dir: TempDir,
}

/// What a run left behind.
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: Option<i32>,
}

impl Sandbox {
    /// A directory with these files.
    pub fn new(files: &[(&str, &str)]) -> Sandbox {
        let sandbox = Sandbox { dir: TempDir::new().unwrap() };
        for (path, text) in files {
            sandbox.write(path, text);
        }
        sandbox
    }

    /// Writes a file, with the directories above it.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// The absolute path of a file.
    pub fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// Runs the command here.
    pub fn run(&self, args: &[&str]) -> Run {
        self.run_in(".", args)
    }

    /// Runs the command in a directory below.
    pub fn run_in(&self, dir: &str, args: &[&str]) -> Run {
        Run::new(self.command(dir, args).output().unwrap())
    }

    /// Runs the command with something on standard input.
    pub fn run_with_stdin(&self, args: &[&str], stdin: &str) -> Run {
        let mut child = self.command(".", args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A command that refuses its arguments ends without reading; what counts then is how it ended.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        Run::new(child.wait_with_output().unwrap())
    }

    /// The command, to be run here, without the caller's settings for colours.
    pub fn command(&self, dir: &str, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_esc-lint"));
        command.current_dir(self.dir.path().join(dir)).args(args).env_remove("NO_COLOR").env_remove("FORCE_COLOR");
        command
    }

    /// The paths that `esc-lint files` lists.
    #[track_caller]
    pub fn listed(&self, args: &[&str]) -> Vec<String> {
        let run = self.run(&[&["files"], args].concat());
        assert_eq!(run.stderr, "");
        run.stdout.lines().map(str::to_owned).collect()
    }
}

impl Run {
    pub fn new(output: Output) -> Run {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Run { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code() }
    }

    /// Asserts the exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Run {
        assert_eq!(self.code, Some(code), "{self}");
        self
    }

    /// The report, parsed.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }

    /// `path code` of every finding of a JSON report.
    #[track_caller]
    pub fn findings(&self) -> Vec<String> {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let report = self.json();
        let diagnostics = report["diagnostics"].as_array().unwrap();
        diagnostics.iter().map(|diagnostic| format!("{} {}", text(&diagnostic["path"]), text(&diagnostic["code"]))).collect()
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.map_or("signal".to_owned(), |code| code.to_string());
        write!(f, "exit {code}\n----- stdout\n{}----- stderr\n{}", self.stdout, self.stderr)
    }
}

/// The directory `examples/` of the repository.
pub fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")
}
