//! Where the vendored file comes from, as `spec/README.md` tells it.

const HEADING: &str = "## Provenance";

/// The page with other facts in its section on provenance.
pub fn set(page: &str, source: &str, date: &str, sha256: &str) -> Result<String, String> {
    let (before, section) = page
        .split_once(&format!("\n{HEADING}\n"))
        .ok_or_else(|| format!("spec/README.md has no section `{HEADING}`"))?;
    let (section, after) = section.find("\n## ").map_or((section, ""), |end| section.split_at(end));
    let mut section = section.to_owned();
    let source = source.replace(['|', '\n', '\r'], " ");
    for (name, fact) in [("source", source.as_str()), ("date", date), ("sha256", &format!("`{sha256}`"))] {
        let row = format!("\n| {name} | ");
        let (head, rest) = section.split_once(&row).ok_or_else(|| format!("spec/README.md has no row `{name}`"))?;
        let tail = rest.find('\n').map_or("", |end| &rest[end..]);
        section = format!("{head}{row}{fact} |{tail}");
    }
    Ok(format!("{before}\n{HEADING}\n{section}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "\
# The spec

| source | not this |

## Provenance

| | |
|---|---|
| source | old |
| date | 2020-01-01 |
| sha256 | `00` |

## Rules

| date | not this |
";

    #[test]
    fn the_facts_are_replaced_and_nothing_else() {
        let page = set(PAGE, "https://example.com/a|b.yml", "2026-11-22", "ff").unwrap();
        let expected = PAGE.replace("| old |", "| https://example.com/a b.yml |").replace("2020-01-01", "2026-11-22");
        assert_eq!(page, expected.replace("`00`", "`ff`"));
    }

    #[test]
    fn a_page_without_a_place_for_them_is_refused() {
        assert_eq!(set("# The spec\n", "", "", "").unwrap_err(), "spec/README.md has no section `## Provenance`");
        let page = PAGE.replace("| date | 2020-01-01 |\n", "");
        assert_eq!(set(&page, "", "", "").unwrap_err(), "spec/README.md has no row `date`");
    }
}
