//! Reads a negotiation: actors, their demands, and the exact words that support each one.
//!
//! The rooms are listed in the order in which they may import each other; `tests/house.rs` enforces it.
//!
//! Load a model together with its findings, then search it:
//!
//! ```
//! use demarche::load;
//! use demarche::search::{Index, Query, Scope, SearchOptions};
//!
//! let toml = r#"
//!     articles = [{ id = "bulletin", title = "Port bulletin", file = "bulletin.txt" }]
//!     actors = [{ id = "ports", name = "The ports" }]
//!     issues = [{ id = "inspection", name = "Inspection of ships" }]
//!
//!     [[demands]]
//!     id = "ports-inspection"
//!     actor = "ports"
//!     issue = "inspection"
//!     text = "Every ship is inspected"
//!     passages = [{ quote = "inspections of every ship" }]
//! "#;
//! let bulletin = "The ports ask for inspections of every ship.";
//! let loaded = load::load_str(&[("positions.toml", toml)], &[("bulletin.txt", bulletin)]);
//! assert!(loaded.findings.is_empty());
//! assert_eq!(loaded.model.counts().verified, 1);
//!
//! let index = Index::new(&loaded.model);
//! let query = Query::new("inspektions is:passage", &loaded.model);
//! let hits = index.search(&loaded.model, &query, SearchOptions { scope: Scope::All, limit: 10 });
//! assert_eq!(hits.total, 1);
//! assert_eq!(&*hits.hits[0].text, "inspections of every ship");
//! assert_eq!(hits.hits[0].marks[0].of(&hits.hits[0].text), "inspections");
//! ```

pub mod parallel;

pub mod text;

pub mod model;

pub mod quote;

pub mod format;

pub mod diagnose;

pub mod load;

pub mod edit;

pub mod store;

pub mod search;

pub mod compare;

pub mod report;

pub mod remote;

pub mod lsp;

pub mod app;

pub mod view;

pub mod config;

pub mod session;

pub mod tui;

pub mod cli;
