//! The program `train`: learns the weights in `models/` from annotated corpora.

fn main() {}
