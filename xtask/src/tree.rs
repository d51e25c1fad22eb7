//! Where things lie: the checkout, the build's folder, the folder of tools of our own.

use std::env;
use std::fs;
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

/// Where tests keep what nobody wants afterwards: in memory, where there is plenty of it, since each
/// story makes and removes hundreds of files of its database.
pub fn scratch() -> PathBuf {
    const ENOUGH_KB: u64 = 6 * 1024 * 1024;
    let memory = Path::new("/dev/shm");
    let told = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let line = told
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"));
    let available_kb = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    let is_enough = available_kb.is_some_and(|kb: u64| kb >= ENOUGH_KB);
    if is_enough && memory.is_dir() {
        memory.to_path_buf()
    } else {
        env::temp_dir()
    }
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
