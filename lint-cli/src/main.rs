//! `esc-lint`: checks Pulumi ESC environment files, offline.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    esc_lint::main()
}
