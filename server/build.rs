//! Has the server built again when the app in dist/ was.

fn main() {
    let dist = "../dist";
    // a folder that is not there would count as changed at every build
    if std::fs::create_dir_all(dist).is_ok() {
        println!("cargo::rerun-if-changed={dist}");
    }
    println!("cargo::rerun-if-changed=build.rs");
}
