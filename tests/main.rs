//! The whole program, as a user meets it.

mod accuracy;
mod layers;
mod schema;
