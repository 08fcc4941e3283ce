//! What makes it a build-dependency that is used.

fn main() {
    progenitor::Generator::default();
    println!("cargo::rerun-if-changed=build.rs");
}
