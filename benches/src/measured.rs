//! What the benchmarks have left behind, each in its own form.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// A figure of a case by somebody, such as `("depth", "crate")`.
type Figures = BTreeMap<(String, String), f64>;

#[derive(Default)]
pub struct Measured {
    /// Nanoseconds, the median.
    pub times: Figures,
    /// Of all calls of a case together. None where there is no valgrind.
    pub instructions: Figures,
    pub allocations: Figures,
    /// Microseconds of CPU for a call, with many at once.
    pub cpu: Figures,
    /// Calls a second, with many at once.
    pub per_second: Figures,
}

impl Measured {
    pub fn read(folder: &Path) -> Result<Self, String> {
        let mut measured = Self::default();
        measured.read_times(&folder.join("criterion"))?;
        measured.read_instructions(&folder.join("gungraun"))?;
        for line in text(&folder.join("counts.jsonl"))?.lines().filter(|line| line.starts_with('{')) {
            let row: Value = serde_json::from_str(line).map_err(|error| format!("counts.jsonl: {error}"))?;
            let key = || (word(&row["case"]), word(&row["who"]));
            let figures = [
                ("count", &mut measured.allocations),
                ("cpu_us", &mut measured.cpu),
                ("per_second", &mut measured.per_second),
            ];
            for (name, figures) in figures {
                if let Some(figure) = row[name].as_f64() {
                    figures.insert(key(), figure);
                }
            }
        }
        Ok(measured)
    }

    /// Criterion writes `<case>/<who>/new/estimates.json`.
    fn read_times(&mut self, folder: &Path) -> Result<(), String> {
        if !folder.exists() {
            return Ok(());
        }
        for case in folders(folder)? {
            for who in folders(&folder.join(&case))? {
                let path = folder.join(&case).join(&who).join("new/estimates.json");
                if !path.exists() {
                    continue;
                }
                let estimates: Value = json(&path)?;
                let median = estimates["median"]["point_estimate"].as_f64();
                self.times.insert((case.clone(), who), median.ok_or_else(|| format!("{}: no median", path.display()))?);
            }
        }
        Ok(())
    }

    /// Gungraun writes a `summary.json` for each function, whose name is `<case>_<who>`.
    fn read_instructions(&mut self, folder: &Path) -> Result<(), String> {
        if !folder.exists() {
            return Ok(());
        }
        for name in folders(folder)? {
            self.read_instructions(&folder.join(name))?;
        }
        let path = folder.join("summary.json");
        if path.exists() {
            let summary = json(&path)?;
            let total = &summary["profiles"][0]["data"]["total"]["metrics"]["Ir"]["values"]["new"];
            let total = total.as_f64().ok_or_else(|| format!("{}: no instructions", path.display()))?;
            let function = word(&summary["function_name"]);
            let (case, who) = split(&function).ok_or_else(|| format!("{function}: of whom?"))?;
            self.instructions.insert((case.to_owned(), who.to_owned()), total);
        }
        Ok(())
    }
}

/// `depth_crate` is the case `depth` by the crate.
fn split(function: &str) -> Option<(&str, &str)> {
    let ends = [
        ("_crate", "crate"),
        ("_hand", "by hand"),
        ("_mac_alone", "mac alone"),
        ("_strings", "strings"),
        ("_borrowed", "borrowed"),
    ];
    ends.into_iter().find_map(|(end, who)| Some((function.strip_suffix(end)?, who)))
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn json(path: &Path) -> Result<Value, String> {
    serde_json::from_str(&text(path)?).map_err(|error| format!("{}: {error}", path.display()))
}

/// The names of the folders in a folder.
fn folders(folder: &Path) -> Result<Vec<String>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let entries = entries.flatten().filter(|entry| entry.path().is_dir());
    Ok(entries.filter_map(|entry| entry.file_name().into_string().ok()).collect())
}
