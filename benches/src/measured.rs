//! What the benchmarks have left behind, each in its own form.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// A figure of a case by somebody, such as `("depth", "crate")`.
type Figures = BTreeMap<(String, String), f64>;

#[derive(Default)]
pub struct Measured {
    /// Nanoseconds, in the fastest sample: what else the machine does is not the case's.
    pub times: Figures,
    /// Of all calls of a case together. None where there is no valgrind.
    pub instructions: Figures,
    /// Of the caches next to the processor, as valgrind imitates them; of all calls together as well.
    pub misses: Figures,
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

    /// Criterion writes `<case>/<who>/new/sample.json`: how often each sample did it, and in what time.
    fn read_times(&mut self, folder: &Path) -> Result<(), String> {
        if !folder.exists() {
            return Ok(());
        }
        for case in folders(folder)? {
            for who in folders(&folder.join(&case))? {
                let path = folder.join(&case).join(&who).join("new/sample.json");
                if !path.exists() {
                    continue;
                }
                let sample: Value = json(&path)?;
                let numbers = |key: &str| sample[key].as_array().into_iter().flatten().filter_map(Value::as_f64);
                let fastest = numbers("times").zip(numbers("iters")).map(|(time, times)| time / times).reduce(f64::min);
                self.times.insert((case.clone(), who), fastest.ok_or_else(|| format!("{}: empty", path.display()))?);
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
            let metrics = &summary["profiles"][0]["data"]["total"]["metrics"];
            let metric = |name: &str| metrics[name]["values"]["new"].as_f64();
            let instructions = metric("Ir").ok_or_else(|| format!("{}: no instructions", path.display()))?;
            let function = word(&summary["function_name"]);
            let (case, who) = split(&function).ok_or_else(|| format!("{function}: of whom?"))?;
            let key = (case.to_owned(), who.to_owned());
            if let (Some(code), Some(read), Some(written)) = (metric("I1mr"), metric("D1mr"), metric("D1mw")) {
                self.misses.insert(key.clone(), code + read + written);
            }
            self.instructions.insert(key, instructions);
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
