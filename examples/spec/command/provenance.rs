//! Where the vendored file comes from, as `spec/README.md` tells it.

const HEADING: &str = "## Provenance";

/// The page with the facts of another file. That a third one means the same was seen of the file before.
pub fn set(page: &str, source: &str, date: &str, sha256: &str) -> Result<String, String> {
    replace(page, &[("source", source), ("date", date), ("sha256", &format!("`{sha256}`")), (SAME, "none yet")])
}

/// The page with the hash of a file that means the same as the vendored one.
pub fn see(page: &str, sha256: &str) -> Result<String, String> {
    replace(page, &[(SAME, &format!("`{sha256}`"))])
}

/// The row of the last of upstream's files that changed nothing for users.
const SAME: &str = "the same, sha256";

fn replace(page: &str, facts: &[(&str, &str)]) -> Result<String, String> {
    let (before, section) = page
        .split_once(&format!("\n{HEADING}\n"))
        .ok_or_else(|| format!("spec/README.md has no section `{HEADING}`"))?;
    let (section, after) = section.find("\n## ").map_or((section, ""), |end| section.split_at(end));
    let mut section = section.to_owned();
    for (name, fact) in facts {
        let fact = fact.replace(['|', '\n', '\r'], " ");
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
| the same, sha256 | `11` |

## Rules

| date | not this |
";

    #[test]
    fn the_facts_are_replaced_and_nothing_else() {
        let page = set(PAGE, "https://example.com/a|b.yml", "2026-11-22", "ff").unwrap();
        let expected = PAGE.replace("| old |", "| https://example.com/a b.yml |").replace("2020-01-01", "2026-11-22");
        assert_eq!(page, expected.replace("`00`", "`ff`").replace("`11`", "none yet"));
    }

    #[test]
    fn a_file_that_means_the_same_has_a_row_of_its_own() {
        assert_eq!(see(PAGE, "ff").unwrap(), PAGE.replace("`11`", "`ff`"));
    }

    #[test]
    fn a_page_without_a_place_for_them_is_refused() {
        assert_eq!(set("# The spec\n", "", "", "").unwrap_err(), "spec/README.md has no section `## Provenance`");
        let page = PAGE.replace("| date | 2020-01-01 |\n", "");
        assert_eq!(set(&page, "", "", "").unwrap_err(), "spec/README.md has no row `date`");
    }
}
