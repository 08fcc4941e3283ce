//! The links of the pages that rustdoc makes. `.ci/links` makes them first.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;

use super::{address, files, none, root};

/// Every page with the names of its parts.
type Pages = BTreeMap<PathBuf, BTreeSet<String>>;

/// What the README's links for readers elsewhere begin with.
const ONLINE: &str = "https://docs.rs/binance-usdm/latest/";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("doc")
}

/// The values of an attribute, as rustdoc writes them, in plain text.
fn values(html: &str, attribute: &str) -> BTreeSet<String> {
    let start = format!(" {attribute}=\"");
    let values = html.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap_or_default());
    let plain = |value| percent_decode_str(value).decode_utf8_lossy().replace("&amp;", "&").replace("&#39;", "'");
    values.map(plain).collect()
}

fn follow(pages: &Pages, from: &Path, link: &str) -> Result<(), String> {
    let link = link.split('?').next().unwrap_or_default();
    if link.contains("://") {
        // Not by its host: here stands the text of other crates as well.
        return address(link).map(drop);
    }
    let (file, part) = link.split_once('#').unwrap_or((link, ""));
    let page = if file.is_empty() { from.to_owned() } else { plain(&from.with_file_name(file)) };
    let page = if page.is_dir() { page.join("index.html") } else { page };
    match pages.get(&page) {
        None if page.is_file() => Ok(()),
        None => Err(format!("{link}: no such page")),
        // The lines of a source are numbered by a script.
        Some(_) if page.to_string_lossy().ends_with(".rs.html") => Ok(()),
        Some(parts) if part.is_empty() || parts.contains(part) => Ok(()),
        Some(_) => Err(format!("{link}: no such part")),
    }
}

/// A path without `..`, which need not exist.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => drop(plain.pop()),
            other => plain.push(other),
        }
    }
    plain
}

fn pages() -> BTreeMap<PathBuf, String> {
    let all = ["binance_usdm", "src/binance_usdm"].into_iter().flat_map(|name| files(&folder().join(name), "html"));
    all.map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
#[ignore = "needs the pages: run .ci/links"]
fn every_link_of_the_docs_leads_somewhere() {
    let texts = pages();
    let pages: Pages = texts.iter().map(|(path, html)| (path.clone(), values(html, "id"))).collect();
    assert!(pages.len() > 300, "only {} pages were found", pages.len());
    let mut wrong = Vec::new();
    for (path, html) in &texts {
        // What follows is the text of other crates about their own traits.
        let html = html.split("id=\"blanket-implementations-list\"").next().unwrap_or_default();
        let links = [values(html, "href"), values(html, "src")];
        for problem in links.iter().flatten().filter_map(|link| follow(&pages, path, link).err()) {
            wrong.push(format!("{}: {problem}", path.strip_prefix(folder()).unwrap().display()));
        }
    }
    none(&wrong);
}

#[test]
#[ignore = "needs the pages: run .ci/links"]
fn what_the_readme_links_for_readers_elsewhere_is_in_the_docs() {
    let pages: Pages = pages().into_iter().map(|(path, html)| (path, values(&html, "id"))).collect();
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let links: Vec<_> = readme.split_whitespace().filter_map(|word| word.strip_prefix(ONLINE)).collect();
    assert!(links.len() > 30, "only {} links were found", links.len());
    let from = folder().join("index.html");
    none(&links.iter().filter_map(|link| follow(&pages, &from, link).err()).collect::<Vec<_>>());
}
