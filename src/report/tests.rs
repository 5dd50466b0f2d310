//! Reports of a small store, in both forms.
