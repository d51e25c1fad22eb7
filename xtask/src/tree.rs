//! Where things lie: the checkout, the build's folder, the folder of tools of our own.

use std::env;
use std::path::{Path, PathBuf};

/// The checkout's top folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The build's folder, which may lie elsewhere.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// The built app as the server embeds it.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Tools in exactly the pinned versions, apart from those that the user has for other work.
pub fn tools() -> PathBuf {
    let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"));
    cargo_home
        .or_else(|| home.map(|home| PathBuf::from(home).join(".cargo")))
        .unwrap_or_else(target)
        .join("seatkeeper")
}

/// The debug server that `run`, the tests and the journeys share.
pub fn server_binary() -> PathBuf {
    target()
        .join("debug")
        .join(format!("seatkeeper{}", env::consts::EXE_SUFFIX))
}

/// Whether a command of that name is on the path.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(&file))
        .find(|candidate| candidate.is_file())
}

/// The server as it is delivered.
pub fn release_binary() -> PathBuf {
    target()
        .join("release")
        .join(format!("seatkeeper{}", env::consts::EXE_SUFFIX))
}
