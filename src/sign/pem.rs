//! PEM: from the text of a file to the bytes of a private key.

use pkcs8::der::pem::Decoder;
use zeroize::Zeroizing;

use crate::error::ConfigurationError;

const BEGIN: &str = "-----BEGIN ";
const DASHES: &str = "-----";
const END: &str = "-----END PRIVATE KEY-----";

/// How to make of another private key what is wanted here.
const CONVERT: &str = "convert it with `openssl pkcs8 -topk8 -nocrypt -in old.pem -out new.pem`";

/// Reads the one private key of a text, which may have an explanation before it.
pub(super) fn read(text: &str) -> Result<Zeroizing<Vec<u8>>, ConfigurationError> {
    let start = text.find(BEGIN).ok_or_else(|| {
        refused("not PEM (give the text of the file, not its name; the key begins with -----BEGIN PRIVATE KEY-----)")
    })?;
    let text = tidy(&text[start..]);
    check_label(&text)?;
    match text.split_once(END) {
        None => return Err(refused("the PEM breaks off, its last line is missing")),
        Some((_, rest)) if !rest.trim().is_empty() => return Err(refused("something follows the key in the PEM")),
        Some(_) => {}
    }
    // Often it went through a variable that holds no line breaks.
    let damaged = |_| refused("the PEM is damaged (lines of base64 are wanted in it, with real line breaks)");
    let mut decoder = Decoder::new_detect_wrap(text.as_bytes()).map_err(damaged)?;
    let mut der = Zeroizing::new(vec![0; decoder.remaining_len()]);
    decoder.decode(&mut der).map_err(damaged)?;
    Ok(der)
}

/// The lines without the blanks around them: PEM comes indented, or with the line breaks of another system.
fn tidy(text: &str) -> Zeroizing<String> {
    // Never longer than the text, so that growing leaves no copy behind; the last line has a break as well.
    let mut tidy = Zeroizing::new(String::with_capacity(text.len() + 1));
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        tidy.push_str(line);
        tidy.push('\n');
    }
    tidy
}

/// Only a PKCS#8 private key is taken. Of any other label, only those that are known are named.
fn check_label(text: &str) -> Result<(), ConfigurationError> {
    let label = text.strip_prefix(BEGIN).and_then(|rest| rest.split_once(DASHES)).map(|(label, _)| label);
    let problem = match label {
        Some("PRIVATE KEY") => return Ok(()),
        Some("ENCRYPTED PRIVATE KEY") => format!("the key is encrypted, and has to be decrypted first: {CONVERT}"),
        // "Proc-Type: 4,ENCRYPTED" stands in the lines of such a key; the way out is the same.
        Some("RSA PRIVATE KEY") => format!("the key is PKCS#1 instead of PKCS#8: {CONVERT}"),
        Some("EC PRIVATE KEY") => format!(
            "the key is an EC key, which the exchange does not take; an Ed25519 or RSA key in an old form becomes \
             PKCS#8 if you {CONVERT}"
        ),
        Some("PUBLIC KEY" | "RSA PUBLIC KEY") => format!(
            "this is the public key, and the private key is wanted, in PKCS#8; if it is in another form, {CONVERT}"
        ),
        Some("CERTIFICATE") => "this is a certificate, and a PKCS#8 private key is wanted".to_owned(),
        Some("OPENSSH PRIVATE KEY") => {
            "the key is in the form of OpenSSH, and PKCS#8 is wanted; `openssl genpkey` makes such keys".to_owned()
        }
        _ => format!("the PEM is not of a PKCS#8 private key; if it is one in another form, {CONVERT}"),
    };
    Err(refused(&problem))
}

fn refused(problem: &str) -> ConfigurationError {
    ConfigurationError::new(format!("credentials: {problem}"))
}
