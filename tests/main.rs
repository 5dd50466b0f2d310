//! The whole program, as a user meets it.

mod layers;
mod schema;
