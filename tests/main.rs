//! The whole program, as a user meets it.

mod accuracy;
mod additions;
mod archives;
mod cli;
mod corrections;
mod damage;
mod exports;
mod inputs;
mod layers;
mod migrations;
mod pages;
mod properties;
mod readme;
mod resolution;
mod samples;
mod schema;
mod sources;
