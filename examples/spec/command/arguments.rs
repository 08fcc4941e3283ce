//! The command line.

pub const USAGE: &str = "\
Usage: cargo run --example spec -- fetch|diff|check|update|seen CANDIDATE [OPTION…]

  fetch              whether it is there as a whole; prints its sha256
  diff               what the candidate changes, and for whom
  check              whether it can be used at all, one line for each problem
  update             diff, then the candidate in place of the vendored spec, its provenance and the goldens
  seen               notes the candidate, if nothing changes for users, so that the job need not compare it again
  CANDIDATE          a file, or an https URL

  --json             the report for machines
  --overlay FOLDER   the overlay that goes with the candidate, mended in a copy; update puts it in place too
  --accept-breaking  update although the change is breaking
  --date YYYY-MM-DD  the date of the provenance; today if it is not given
  --source TEXT      where the candidate comes from; its name or URL if it is not given
  --save FILE        keeps the candidate as it came
  --root FOLDER      the repository; the one of this command if it is not given

Ends with 0 if nothing changes for users, 1 if the change is compatible, 2 if it is breaking, 3 if the candidate
cannot be used, 4 if it is gone from its address, 5 if it could not be read, which may pass. fetch ends with 0, 4 or 5;
check with 0 or more than 2; update with 0 once the files are in place; seen as diff, and notes with 0 alone. It ends with 64 if it was called in a way that it
does not know.
";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Fetch,
    Diff,
    Check,
    Update,
    Seen,
}

#[derive(Debug)]
pub struct Arguments {
    pub mode: Mode,
    pub candidate: String,
    pub json: bool,
    pub overlay: Option<String>,
    pub accept_breaking: bool,
    pub date: Option<String>,
    pub source: Option<String>,
    pub save: Option<String>,
    pub root: Option<String>,
}

/// Reads the arguments, of which the program's name is not one; `None` if it is asked how to use it.
pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Arguments>, String> {
    let mut plain = Vec::new();
    let (mut json, mut accept_breaking) = (false, false);
    let (mut overlay, mut date, mut source) = (None, None, None);
    let (mut save, mut root) = (None, None);
    while let Some(name) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{name} needs a value"));
        match name.as_str() {
            "--help" | "-h" => return Ok(None),
            "--json" => json = true,
            "--accept-breaking" => accept_breaking = true,
            "--overlay" => overlay = Some(value()?),
            "--date" => date = Some(is_date(value()?)?),
            "--source" => source = Some(value()?),
            "--save" => save = Some(value()?),
            "--root" => root = Some(value()?),
            option if option.starts_with('-') => return Err(format!("there is no option `{option}`")),
            _ => plain.push(name),
        }
    }
    let [mode, candidate] =
        <[String; 2]>::try_from(plain).map_err(|_| "a command and a candidate, please".to_owned())?;
    let mode = match mode.as_str() {
        "fetch" => Mode::Fetch,
        "diff" => Mode::Diff,
        "check" => Mode::Check,
        "update" => Mode::Update,
        "seen" => Mode::Seen,
        other => return Err(format!("there is no command `{other}`")),
    };
    Ok(Some(Arguments { mode, candidate, json, overlay, accept_breaking, date, source, save, root }))
}

fn is_date(text: String) -> Result<String, String> {
    let parts: Vec<&str> = text.split('-').collect();
    let within = |part: &str, length: usize, most: u32| {
        part.len() == length && part.parse().is_ok_and(|number: u32| (1..=most).contains(&number))
    };
    match parts.as_slice() {
        [year, month, day] if within(year, 4, 9999) && within(month, 2, 12) && within(day, 2, 31) => Ok(text),
        _ => Err(format!("`{text}` is no date: YYYY-MM-DD")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Option<Arguments>, String> {
        parse(line.split(' ').map(str::to_owned))
    }

    #[test]
    fn a_command_and_its_candidate_are_read_with_the_options_in_any_order() {
        let read = read("--json update --date 2026-02-28 new.yml --overlay o.yml --source upstream --accept-breaking");
        let read = read.unwrap().unwrap();
        assert_eq!((read.mode, read.candidate.as_str()), (Mode::Update, "new.yml"));
        assert!(read.json && read.accept_breaking);
        assert_eq!((read.date.as_deref(), read.overlay.as_deref()), (Some("2026-02-28"), Some("o.yml")));
        assert_eq!(read.source.as_deref(), Some("upstream"));
        let read = self::read("fetch https://example.com/a.yml --save a.yml --root elsewhere").unwrap().unwrap();
        assert_eq!((read.mode, read.save.as_deref()), (Mode::Fetch, Some("a.yml")));
        assert_eq!(read.root.as_deref(), Some("elsewhere"));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        for (line, problem) in [
            ("diff", "a command and a candidate, please"),
            ("diff one.yml two.yml", "a command and a candidate, please"),
            ("merge one.yml", "there is no command `merge`"),
            ("diff one.yml --quiet", "there is no option `--quiet`"),
            ("diff one.yml --overlay", "--overlay needs a value"),
            ("diff one.yml --date 2026-13-01", "`2026-13-01` is no date: YYYY-MM-DD"),
            ("diff one.yml --date today", "`today` is no date: YYYY-MM-DD"),
        ] {
            assert_eq!(read(line).unwrap_err(), problem);
        }
    }

    #[test]
    fn help_is_given_wherever_it_is_asked_for() {
        assert!(read("diff one.yml --help").unwrap().is_none());
    }
}
