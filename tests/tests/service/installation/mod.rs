//! The life of an installation: its configuration, what is said of it when it is wrong, the rights of its accounts, its figures, its log
//! and its removal. The service runs as processes of its own, as an administrator installs it.

mod accounts;
mod configuration;
mod geonature_2_16;
mod journaling;
mod removal;
