//! Installing Debian's packages where that is allowed: as root, with apt.
//!
//! Everywhere else it says in one sentence what to install by hand.

use std::sync::OnceLock;

use crate::{process, tree};

/// apt's package lists are fetched once a run.
static LISTS: OnceLock<Result<(), String>> = OnceLock::new();

/// Installs the packages, or says why not.
pub fn install(packages: &[&str]) -> Result<(), String> {
    let names = packages.join(" ");
    if !is_root() || tree::on_path("apt-get").is_none() {
        return Err(format!(
            "please install it (on Debian: apt-get install {names})"
        ));
    }
    println!("Installing {names} with apt.");
    LISTS.get_or_init(|| apt(&["update"])).clone()?;
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend(packages);
    apt(&arguments)
}

fn apt(arguments: &[&str]) -> Result<(), String> {
    let mut apt = process::command("apt-get", &["-qq"]);
    apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    process::run(&mut apt)
}

/// Whether we are root, asked of the system's own command.
pub fn is_root() -> bool {
    process::capture(&mut process::command("id", &["-u"])).is_ok_and(|id| id.trim() == "0")
}
