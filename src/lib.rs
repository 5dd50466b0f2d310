//! Who met whom, where, when, and what they said: from news articles to a graph of diplomacy.
//!
//! ```text
//! bytes --input--> Article --nlp--> Document --extract--> Extraction --store--> entries
//! entries --resolve--> actors, locations, meetings --network--> Network --export--> bytes
//! ```

pub mod answer;
pub mod cli;
pub mod correct;
pub mod date;
pub mod evaluate;
pub mod export;
pub mod extract;
pub mod gazetteer;
pub mod input;
pub mod network;
pub mod nlp;
pub mod pipeline;
pub mod record;
pub mod report;
pub mod resolve;
pub mod store;
pub mod text;
pub mod vocabulary;
