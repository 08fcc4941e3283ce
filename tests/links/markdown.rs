//! The links of the markdown files.

use std::path::Path;

use pulldown_cmark::{BrokenLink, Event, Options, Parser, Tag, TagEnd};

use super::{files, foreign, none, root};

/// What a markdown file links, and can be linked by.
struct Page {
    links: Vec<String>,
    anchors: Vec<String>,
    /// Brackets without an address: GitHub shows them as they stand.
    broken: Vec<String>,
    /// Addresses that no text refers to.
    unused: Vec<String>,
}

fn read(text: &str) -> Page {
    let mut broken = Vec::new();
    let mut note = |link: BrokenLink<'_>| {
        broken.push(link.reference.to_string());
        None
    };
    let mut page = Page { links: Vec::new(), anchors: Vec::new(), broken: Vec::new(), unused: Vec::new() };
    let mut parser = Parser::new_with_broken_link_callback(text, Options::ENABLE_TABLES, Some(&mut note));
    let mut heading: Option<String> = None;
    for event in parser.by_ref() {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                page.links.push(dest_url.to_string());
            }
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => page.anchors.extend(heading.take().map(|title| anchor(&title))),
            Event::Text(words) | Event::Code(words) => heading.iter_mut().for_each(|title| title.push_str(&words)),
            _ => {}
        }
    }
    let defined =
        parser.reference_definitions().iter().map(|(label, address)| (label.to_owned(), address.dest.to_string()));
    page.unused = defined.filter(|(_, address)| !page.links.contains(address)).map(|(label, _)| label).collect();
    drop(parser);
    page.broken = broken;
    page
}

/// The anchor that GitHub gives a heading.
fn anchor(title: &str) -> String {
    let kept = title.chars().filter(|letter| letter.is_alphanumeric() || [' ', '-', '_'].contains(letter));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

fn wrong(path: &Path) -> Vec<String> {
    let page = read(&std::fs::read_to_string(path).unwrap());
    let name = path.strip_prefix(root()).unwrap().display();
    let mut wrong: Vec<_> = page.broken.iter().map(|label| format!("{name}: [{label}] has no address")).collect();
    wrong.extend(page.unused.iter().map(|label| format!("{name}: nothing refers to [{label}]")));
    let problems = page.links.iter().filter_map(|link| follow(path, link).err());
    wrong.extend(problems.map(|problem| format!("{name}: {problem}")));
    wrong
}

fn follow(from: &Path, link: &str) -> Result<(), String> {
    if link.contains("://") {
        return foreign(link);
    }
    let (file, part) = link.split_once('#').unwrap_or((link, ""));
    let path = if file.is_empty() { from.to_owned() } else { from.with_file_name(file) };
    if !path.exists() {
        return Err(format!("{link}: no such file"));
    }
    let has_part =
        part.is_empty() || read(&std::fs::read_to_string(&path).unwrap()).anchors.iter().any(|own| own == part);
    if has_part { Ok(()) } else { Err(format!("{link}: no such heading")) }
}

#[test]
fn every_link_of_the_markdown_files_leads_somewhere() {
    let pages = files(root(), "md");
    assert!(pages.len() >= 3, "only {pages:?}");
    none(&pages.iter().flat_map(|path| wrong(path)).collect::<Vec<_>>());
}

#[test]
fn what_leads_nowhere_is_found() {
    let page = read("# A `b` (c)!\n[one] [two](#a-b-c) ![three][3]\n\n[3]: x.png\n[4]: https://docs.rs\n");
    assert_eq!(page.broken, ["one"]);
    assert_eq!(page.anchors, ["a-b-c"]);
    assert_eq!(page.links, ["#a-b-c", "x.png"]);
    assert_eq!(page.unused, ["4"]);
    let readme = root().join("README.md");
    for (link, problem) in [
        ("nothing.md", "no such file"),
        ("CHANGELOG.md#nothing", "no such heading"),
        ("#nothing", "no such heading"),
        ("http://docs.rs", "not https"),
        ("https://example.org/", "another host"),
    ] {
        assert!(follow(&readme, link).unwrap_err().contains(problem), "{link}");
    }
    for link in ["spec/README.md#rules", "#limits", "https://docs.rs/"] {
        assert_eq!(follow(&readme, link), Ok(()));
    }
}
