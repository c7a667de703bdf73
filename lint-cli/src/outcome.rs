//! The one way out: a command says what it wants printed, and this file prints it.
//!
//! Nothing else in this crate writes to the terminal, but for the line of [`crate::progress`], which is gone before. A reader that goes away (`esc-lint | head`) ends the run quietly and
//! does not change what it found, so the exit code stays right.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

/// What the exit code says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// 0: nothing to complain about.
    Clean,
    /// 1: findings.
    Findings,
    /// 2: the run itself failed.
    Failed,
}

/// What a command leaves behind.
#[derive(Debug)]
pub struct Outcome {
    /// For standard output.
    pub stdout: String,
    /// For standard error.
    pub stderr: String,
    /// For the caller.
    pub exit: Exit,
}

impl Outcome {
    /// All is well, and this is the answer.
    pub fn clean(stdout: String) -> Outcome {
        Outcome { stdout, stderr: String::new(), exit: Exit::Clean }
    }

    /// The run failed, and this is why: one `error:` line.
    pub fn failed(message: impl std::fmt::Display) -> Outcome {
        Outcome { stdout: String::new(), stderr: format!("error: {message}\n"), exit: Exit::Failed }
    }

    /// Prints everything.
    pub fn deliver(self) -> ExitCode {
        let printed = write(io::stdout().lock(), &self.stdout);
        let lost = printed.err().map(|error| format!("error: standard output cannot be written: {error}\n")).unwrap_or_default();
        let told = write(io::stderr().lock(), &(self.stderr + &lost));
        let exit = if lost.is_empty() && told.is_ok() { self.exit } else { Exit::Failed };
        ExitCode::from(exit as u8)
    }
}

fn write(mut to: impl Write, text: &str) -> io::Result<()> {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Failing(ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_went_away_is_no_failure() {
        assert!(write(Failing(ErrorKind::BrokenPipe), "text").is_ok());
    }

    #[test]
    fn a_full_disk_is() {
        assert!(write(Failing(ErrorKind::StorageFull), "text").is_err());
    }
}
