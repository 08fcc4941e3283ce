//! The maintainer's command: what a new spec means for users of the crate, and how it gets in.
//!
//! Everything but [`fetch`], [`candidate`] and [`replace`] is a pure function of texts.

mod arguments;
pub mod candidate;
pub mod compare;
mod declared;
mod examine;
mod fetch;
pub mod goldens;
mod json;
mod markdown;
mod provenance;
mod replace;
mod report;
pub mod surface;
pub mod tree;
mod words;

use std::fs;
use std::io::Write;
use std::path::Path;

use binance_usdm::{Clock, Timestamp};

use arguments::{Arguments, Mode};
use candidate::{Candidate, Missing};
use examine::Examined;
use report::Verdict;
use tree::{Overlay, Tree};

/// What the command ends with, beside the codes of [`Verdict`] and [`Missing`]: it was called in a way that it does not
/// know.
const MISUSED: u8 = 64;

/// Runs the command on the repository at `root` and gives its exit code.
///
/// `fetch`, `diff` and `check` change nothing in it, and `seen` its page alone. `update` ends with 0 once the files are in place.
pub async fn run(
    arguments: impl Iterator<Item = String>,
    root: &Path,
    clock: &impl Clock,
    out: &mut impl Write,
    err: &mut impl Write,
) -> u8 {
    let arguments = match arguments::parse(arguments) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            let _ = out.write_all(arguments::USAGE.as_bytes());
            return 0;
        }
        Err(problem) => {
            let _ = write!(err, "{problem}\n\n{}", arguments::USAGE);
            return MISUSED;
        }
    };
    let candidate = match read(&arguments).await {
        Ok(candidate) => candidate,
        Err(missing) => {
            tell(err, missing.problem());
            return missing.code();
        }
    };
    let root = arguments.root.as_ref().map_or(root, Path::new);
    match act(&arguments, &candidate, &Tree::new(root), clock, (out, &mut *err)) {
        Ok(code) => code,
        Err(problem) => {
            tell(err, &problem);
            Verdict::Unusable.code()
        }
    }
}

fn tell(err: &mut impl Write, problem: &str) {
    let _ = writeln!(err, "{}", problem.split_whitespace().collect::<Vec<_>>().join(" "));
}

async fn read(arguments: &Arguments) -> Result<Candidate, Missing> {
    let candidate = Candidate::read(&arguments.candidate).await?;
    if let Some(path) = &arguments.save {
        let unsaved = |error| Missing::Unread(format!("{path}: cannot be written: {error}"));
        fs::write(path, &candidate.text).map_err(unsaved)?;
    }
    Ok(candidate)
}

fn act(
    arguments: &Arguments,
    candidate: &Candidate,
    tree: &Tree,
    clock: &impl Clock,
    (out, err): (&mut impl Write, &mut impl Write),
) -> Result<u8, String> {
    if arguments.mode == Mode::Fetch {
        write(out, &format!("{}\n", candidate.sha256()))?;
        return Ok(0);
    }
    let overlay = match arguments.overlay.as_deref() {
        Some(copy) => Overlay::read(copy, Path::new(copy))?,
        None => tree.overlay()?,
    };
    let examined = examine::examine(tree, candidate, &overlay)?;
    let report = &examined.report;
    let text = match arguments.mode {
        _ if arguments.json => format!("{:#}\n", json::render(report)),
        Mode::Check => markdown::problems(report),
        _ => markdown::render(report),
    };
    write(out, &text)?;
    match (arguments.mode, report.verdict()) {
        (_, Verdict::Unusable) => Ok(Verdict::Unusable.code()),
        (Mode::Check, _) => Ok(0),
        (Mode::Update, Verdict::Breaking) if !arguments.accept_breaking => {
            let _ = writeln!(err, "nothing is changed: --accept-breaking takes a breaking change");
            Ok(Verdict::Breaking.code())
        }
        (Mode::Update, _) => {
            let today = || Timestamp::from_millis(clock.now_millis()).to_string().chars().take(10).collect();
            let date = arguments.date.clone().unwrap_or_else(today);
            let source = arguments.source.as_deref().unwrap_or(&candidate.source);
            update(tree, &examined, candidate, &overlay, (source, &date)).map(|()| 0)
        }
        (Mode::Seen, Verdict::Same) => {
            let readme = provenance::see(&tree.read(tree::README)?, &candidate.sha256())?;
            replace::all(&[(tree.path(tree::README), readme)]).map(|()| 0)
        }
        (_, verdict) => Ok(verdict.code()),
    }
}

fn write(out: &mut impl Write, text: &str) -> Result<(), String> {
    out.write_all(text.as_bytes()).map_err(|error| format!("the report cannot be written: {error}"))
}

/// Puts the candidate, its overlay, its provenance and its goldens in place, or none of them.
fn update(
    tree: &Tree,
    examined: &Examined,
    candidate: &Candidate,
    overlay: &Overlay,
    (source, date): (&str, &str),
) -> Result<(), String> {
    let generated = examined.generated.as_ref().ok_or("no client was made")?;
    let readme = provenance::set(&tree.read(tree::README)?, source, date, &candidate.sha256())?;
    let mut files = vec![(tree.path(tree::SPEC), candidate.text.clone()), (tree.path(tree::README), readme)];
    let folder = tree.path(tree::OVERLAY);
    for kept in tree.overlay()?.files {
        // Files are put in place, and none taken away.
        if !overlay.files.iter().any(|file| file.base == kept.base) {
            return Err(format!("{}: it lacks {}: leave the file there, with no actions", overlay.name, kept.base));
        }
    }
    files.extend(overlay.files.iter().map(|file| (folder.join(&file.base), file.text.clone())));
    for (name, text) in goldens::texts(generated, |id| tree.fixtures(id))? {
        files.push((tree.path(goldens::FOLDER).join(name), text));
    }
    replace::all(&files)
}
