//! The program `train`: learns the weights in `models/` from annotated corpora.

use std::process::ExitCode;

fn main() -> ExitCode {
    chancery::nlp::train::main()
}
