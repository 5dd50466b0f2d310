//! The whole program, as a user meets it.

mod accuracy;
mod exports;
mod layers;
mod readme;
mod samples;
mod schema;
