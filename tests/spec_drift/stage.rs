//! A repository with the scripts, the spec and the goldens, its origin, and what they have in place of the world.

use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{OnceLock, mpsc};
use std::thread;
use std::time::Duration;

/// More than any of the scripts takes here, and the build of the command, on a busy machine.
const TIME: Duration = Duration::from_secs(600);
const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/spec_drift/bin");
const RESULTS: &str = "target/spec-drift";

pub struct Stage {
    folder: PathBuf,
}

/// How a script ended.
pub struct Ended {
    pub code: i32,
    /// What it printed.
    pub told: String,
}

impl Stage {
    pub fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("spec_drift").join(name);
        let _ = fs::remove_dir_all(&folder);
        let stage = Self { folder };
        fs::create_dir_all(stage.repository().join(".ci")).unwrap();
        for state in ["asked", "issues", "pull_requests"] {
            stage.has(state, "");
        }
        stage.git(&["init", "--quiet", "--initial-branch", "main"]);
        // By git, since a script that this process has just written may still count as open for writing.
        let of_stage = format!("--git-dir={}", stage.repository().join(".git").display());
        let here = env!("CARGO_MANIFEST_DIR");
        stage.git(&[
            "-C",
            here,
            &of_stage,
            "--work-tree=.",
            "add",
            "spec",
            "tests/golden",
            "tests/fixtures",
            ".ci/spec-drift",
        ]);
        stage.git(&["-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "--quiet", "-m", "All"]);
        stage.git(&["reset", "--quiet", "--hard"]);
        stage.git(&["init", "--quiet", "--bare", "../origin"]);
        stage.git(&["remote", "add", "origin", "../origin"]);
        stage.git(&["push", "--quiet", "origin", "main"]);
        symlink(Path::new(HERE).join("semver"), stage.repository().join(".ci/semver")).unwrap();
        stage
    }

    fn repository(&self) -> PathBuf {
        self.folder.join("repository")
    }

    /// Puts a file in the folder that the stand-ins read.
    pub fn has(&self, name: &str, text: &str) {
        fs::write(self.folder.join(name), text).unwrap();
    }

    /// A file for the job to look at.
    pub fn file(&self, text: &str) -> String {
        self.has("candidate.yml", text);
        self.folder.join("candidate.yml").to_str().unwrap().to_owned()
    }

    pub fn look(&self, place: &str) -> Ended {
        self.script("look", &[("SPEC_URL", place)])
    }

    /// As GitHub runs it.
    pub fn look_in_the_job(&self, place: &str) -> Ended {
        self.script("look", &[("SPEC_URL", place), ("CI", "true")])
    }

    /// As a maintainer notes that a spec means the same.
    pub fn note(&self, place: &str) -> Ended {
        ended(bounded(&mut self.command(".ci/spec-drift/spec", &["seen", place])))
    }

    pub fn propose(&self) -> Ended {
        // As in the job, whose checkout does not have what was looked at.
        self.git(&["reset", "--quiet", "--hard"]);
        self.script("propose", &[])
    }

    pub fn raise(&self) -> Ended {
        self.script("raise", &[])
    }

    fn script(&self, name: &str, variables: &[(&str, &str)]) -> Ended {
        let mut command = self.command(&format!(".ci/spec-drift/{name}"), &[RESULTS]);
        ended(bounded(command.envs(variables.iter().copied())))
    }

    pub fn git(&self, arguments: &[&str]) -> String {
        let output = bounded(&mut self.command("git", arguments));
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Nothing of the machine is seen but its programs.
    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.repository()).env_clear();
        command.env("PATH", format!("{HERE}:{}", env::var("PATH").unwrap()));
        command.env("HOME", &self.folder).env("GIT_CONFIG_NOSYSTEM", "1");
        command.env("STAGE", &self.folder).env("SPEC_COMMAND", spec_command());
        command.env("GITHUB_OUTPUT", self.folder.join("output")).env("GITHUB_REF_NAME", "main");
        command
    }

    /// What the job leaves for the next one.
    pub fn result(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.repository().join(RESULTS).join(name)).ok()
    }

    pub fn leaves(&self, name: &str, text: &str) {
        let folder = self.repository().join(RESULTS);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), text).unwrap();
    }

    /// The outcome, and the script that is to tell of it.
    pub fn outcome(&self) -> (String, String) {
        let tell = fs::read_to_string(self.folder.join("output")).unwrap();
        (self.result("outcome").unwrap().trim().to_owned(), tell.trim().to_owned())
    }

    /// The commands that the stand-ins were called with.
    pub fn asked(&self, program: &str) -> Vec<String> {
        let asked = fs::read_to_string(self.folder.join("asked")).unwrap();
        asked.lines().filter(|line| line.starts_with(program)).map(str::to_owned).collect()
    }

    /// The body of the last pull request or issue.
    pub fn body(&self) -> String {
        fs::read_to_string(self.folder.join("body.md")).unwrap()
    }

    /// A file of the repository.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.repository().join(path)).unwrap()
    }

    pub fn writes(&self, path: &str, text: &str) {
        fs::write(self.repository().join(path), text).unwrap();
    }

    /// The branches that others see.
    pub fn branches(&self) -> Vec<String> {
        let refs = self.git(&["ls-remote", "origin"]);
        let names = refs.lines().filter_map(|line| line.rsplit_once("refs/heads/"));
        names.map(|(_, name)| name.to_owned()).collect()
    }
}

fn ended(output: Output) -> Ended {
    let told = [output.stdout, output.stderr].concat();
    Ended { code: output.status.code().unwrap(), told: String::from_utf8(told).unwrap() }
}

fn bounded(command: &mut Command) -> Output {
    let (sender, receiver) = mpsc::channel();
    let name = format!("{command:?}");
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    thread::spawn(move || sender.send(child.wait_with_output()));
    receiver.recv_timeout(TIME).unwrap_or_else(|_| panic!("{name} takes too long")).unwrap()
}

/// The maintainer's command, built as `cargo test` builds it.
fn spec_command() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let mut command = Command::new(env!("CARGO"));
        command.args(["build", "--quiet", "--locked", "--example", "spec", "--target-dir"]).arg(target);
        let output = bounded(command.current_dir(env!("CARGO_MANIFEST_DIR")));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        target.join("debug/examples/spec")
    })
}
