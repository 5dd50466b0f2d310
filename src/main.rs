//! The program `chancery`.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Records are made of many small pieces, which this hands out and takes back in less time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    chancery::cli::main()
}
