//! Links lead somewhere: those of the markdown files, as GitHub reads them, and those of the docs that rustdoc makes.
//!
//! Own code, since it must run with nothing but Rust: lychee would be a large program to build first, and does not know
//! which page of these docs an address on docs.rs means. What only a network can tell is left out: whether the pages of
//! others are still there.

mod docs;
mod markdown;

use std::path::{Path, PathBuf};

/// Whose pages this project links; another one is to be looked at.
const HOSTS: [&str; 5] = ["developers.binance.com", "docs.rs", "keepachangelog.com", "semver.org", "spec.openapis.org"];

/// What is wrong with an address of somebody else's, by its form.
fn address(url: &str) -> Result<reqwest::Url, String> {
    let address = reqwest::Url::parse(url).map_err(|error| format!("{url}: {error}"))?;
    if address.scheme() == "https" { Ok(address) } else { Err(format!("{url}: not https")) }
}

/// What is wrong with an address that this project gives.
fn foreign(url: &str) -> Result<(), String> {
    match address(url)?.host_str() {
        Some(host) if HOSTS.contains(&host) => Ok(()),
        _ => Err(format!("{url}: another host than {}", HOSTS.join(", "))),
    }
}

/// The files with an ending in a folder and those in it, but for hidden folders and what is built.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !name.starts_with('.') && name != "target" {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|own| own == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Fails with a line for each link that is not as it should be.
fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} links lead nowhere:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_official_pages_are_those_of_one_catalogue() {
    const CATALOGUE: &str =
        "https://developers.binance.com/en/docs/catalog/core-trading-derivatives-trading-usd-s-m-futures/api/rest-api/";
    const PAGES: [&str; 6] =
        ["account", "convert", "market-data", "portfolio-margin-endpoints", "trade", "user-data-streams"];
    let overlay: String =
        files(&root().join("spec"), "yml").iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let links: Vec<_> = overlay.split_whitespace().filter(|word| word.starts_with("https://developers.")).collect();
    assert!(links.len() > 100, "only {} links were found", links.len());
    let is_page = |link: &str| {
        let page = link.strip_prefix(CATALOGUE).and_then(|page| page.split_once('#'));
        page.is_some_and(|(page, part)| PAGES.contains(&page) && !part.is_empty())
            || link.starts_with("https://developers.binance.com/docs/derivatives/")
    };
    none(&links.into_iter().filter(|link| !is_page(link)).map(str::to_owned).collect::<Vec<_>>());
}
