//! What is read of PEM, and what is refused with what advice.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use binance_usdm::{Client, Credentials, Error};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::support::API_KEY;

// Throw-away keys; see the README beside them.
pub const ED25519: &str = include_str!("../../keys/throwaway-ed25519.pem");
pub const RSA: &str = include_str!("../../keys/throwaway-rsa-2048.pem");
const X25519: &str = include_str!("../../keys/throwaway-x25519.pem");
const EC: &str = include_str!("../../keys/throwaway-ec.pem");
const EC_SEC1: &str = include_str!("../../keys/throwaway-ec-sec1.pem");
const PKCS1: &str = include_str!("../../keys/throwaway-rsa-pkcs1.pem");
const PKCS1_ENCRYPTED: &str = include_str!("../../keys/throwaway-rsa-pkcs1-encrypted.pem");
const ENCRYPTED: &str = include_str!("../../keys/throwaway-rsa-encrypted.pem");
const PUBLIC: &str = include_str!("../../keys/throwaway-rsa-public.pem");
const PSS: &str = include_str!("../../keys/throwaway-rsa-pss.pem");

/// So much of a key is not to be seen anywhere.
const FRAGMENT: usize = 8;

/// PEM of a private key.
pub fn armored(base64: &str) -> String {
    format!("-----BEGIN PRIVATE KEY-----\n{base64}\n-----END PRIVATE KEY-----\n")
}

/// What PEM holds.
pub fn der(pem: &str) -> Vec<u8> {
    STANDARD.decode(base64_of(pem).replace('\n', "")).unwrap()
}

fn base64_of(pem: &str) -> String {
    pem.lines().filter(|line| !line.contains("-----")).collect::<Vec<_>>().join("\n")
}

type Constructor = fn(&str) -> Credentials;

/// The constructors that there are, each with a key for it.
const KINDS: &[(Constructor, &str)] = &[
    #[cfg(feature = "ed25519")]
    (|pem| Credentials::ed25519(API_KEY, pem), ED25519),
    #[cfg(feature = "rsa")]
    (|pem| Credentials::rsa(API_KEY, pem), RSA),
];

/// The message about a key that is refused, which quotes nothing of what was given.
#[track_caller]
fn refusal(new: Constructor, text: &str) -> Option<String> {
    let error = Client::builder().credentials(new(text)).build().err()?;
    assert!(matches!(error, Error::Configuration(_)), "{error:?}");
    let said = format!("{error} {error:?} {error:#?}");
    for line in text.lines().filter(|line| !line.contains("-----") && line.is_ascii()) {
        for start in 0..(line.len() + 1).saturating_sub(FRAGMENT) {
            let fragment = &line[start..start + FRAGMENT];
            // What the messages are made of may be in the text by chance only if it is no base64.
            let is_secret = fragment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte));
            assert!(!is_secret || !said.contains(fragment), "{said}");
        }
    }
    let message = error.to_string();
    assert!(message.starts_with("credentials: ") && message.lines().count() == 1, "{message}");
    Some(message)
}

#[test]
fn pem_is_read_however_it_is_laid_out() {
    for (new, pem) in KINDS {
        let base64 = base64_of(pem).replace('\n', "");
        let narrow: Vec<_> = base64.as_bytes().chunks(40).map(|line| std::str::from_utf8(line).unwrap()).collect();
        for text in [
            pem.replace('\n', "\r\n"),
            pem.trim_end().to_owned(),
            format!("\n\n \t{pem}\r\n\n  "),
            format!("\u{feff}{pem}"),
            format!("Key of the desk: made on Monday.\nkey id 7 - see the vault\n\n{pem}"),
            format!("Bag Attributes\r\n    friendlyName: desk\r\n{}", pem.replace('\n', "\r\n")),
            pem.replace('\n', "  \n\n    "),
            armored(&base64),
            armored(&narrow.join("\n")),
        ] {
            assert_eq!(refusal(*new, &text), None, "{text}");
        }
    }
}

#[test]
fn what_is_no_pem_is_refused_with_a_hint() {
    for (new, pem) in KINDS {
        for text in ["", "/etc/keys/desk.pem", "-----BEGIN", &base64_of(pem), &pem.replace("-----B", "----B")] {
            let message = refusal(*new, text).unwrap();
            assert!(message.contains("not PEM") && message.contains("not its name"), "{message}");
        }
    }
}

#[test]
fn keys_in_another_form_are_refused_with_the_way_out() {
    for (new, _) in KINDS {
        for (text, problem) in [
            (ENCRYPTED, "encrypted, and has to be decrypted"),
            (PKCS1, "PKCS#1 instead of PKCS#8"),
            (PKCS1_ENCRYPTED, "PKCS#1 instead of PKCS#8"),
            (EC_SEC1, "EC key, which the exchange does not take"),
            (PUBLIC, "this is the public key"),
            (&PUBLIC.replace(" PUBLIC", " RSA PUBLIC"), "this is the public key"),
            (&PUBLIC.replace("PUBLIC KEY", "DESK KEY"), "not of a PKCS#8 private key"),
            (&PUBLIC.replace("PUBLIC KEY", ""), "not of a PKCS#8 private key"),
        ] {
            let message = refusal(*new, text).unwrap();
            assert!(message.contains(problem), "{message}");
            assert!(message.contains("openssl pkcs8 -topk8 -nocrypt"), "{message}");
        }
        let message = refusal(*new, &PUBLIC.replace("PUBLIC KEY", "OPENSSH PRIVATE KEY")).unwrap();
        assert!(message.contains("OpenSSH"), "{message}");
        let message = refusal(*new, &PUBLIC.replace("PUBLIC KEY", "CERTIFICATE")).unwrap();
        assert!(message.contains("certificate"), "{message}");
    }
}

#[test]
fn keys_of_another_kind_are_refused_by_name() {
    for (new, pem) in KINDS {
        let (other, name) = if *pem == RSA { (ED25519, "an Ed25519 key") } else { (RSA, "an RSA key") };
        for (text, problem) in [
            (other, format!("this is {name}; use Credentials::")),
            (EC, "this is an EC key, which the exchange does not take".to_owned()),
            (PSS, "this is an RSA key for PSS signatures only".to_owned()),
            (X25519, "this is a key of another kind".to_owned()),
        ] {
            let message = refusal(*new, text).unwrap();
            assert!(message.contains(&problem), "{message}");
        }
    }
}

#[test]
fn what_follows_the_key_is_refused() {
    for (new, pem) in KINDS {
        for text in [format!("{pem}{pem}"), format!("{pem}{PUBLIC}"), format!("{pem}the end")] {
            assert!(refusal(*new, &text).unwrap().contains("something follows the key"));
        }
        let mut longer = der(pem);
        longer.push(0);
        let message = refusal(*new, &armored(&STANDARD.encode(longer))).unwrap();
        assert!(message.contains("not a PKCS#8 private key"), "{message}");
    }
}

#[test]
fn a_key_that_is_cut_short_or_damaged_is_refused() {
    for (new, pem) in KINDS {
        let cut = &pem[..pem.len() / 2];
        assert!(refusal(*new, cut).unwrap().contains("breaks off"));
        assert!(refusal(*new, &armored("not*base64")).unwrap().contains("damaged"));
        for line_break in [" ", "\\n", ""] {
            assert!(refusal(*new, &pem.trim().replace('\n', line_break)).unwrap().contains("real line breaks"));
        }
        for base64 in ["", "AAAA", "MAA="] {
            refusal(*new, &armored(base64)).unwrap();
        }
        let bytes = der(pem);
        refusal(*new, &armored(&STANDARD.encode(&bytes[..bytes.len() - 1]))).unwrap();
        // The labels of an encrypted key can be changed, but not what it is.
        refusal(*new, &ENCRYPTED.replace("ENCRYPTED ", "")).unwrap();
    }
}

#[cfg(feature = "ed25519")]
#[test]
fn an_ed25519_key_with_the_public_key_of_another_is_refused() {
    let pem = armored(
        "MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhD\n\
         oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB\n\
         Z9w7lshQhqowtrbLDFw4rXAxZuE=",
    );
    let message = refusal(|pem| Credentials::ed25519(API_KEY, pem), &pem).unwrap();
    assert!(message.contains("damaged, or its public key another's"), "{message}");
}

#[cfg(feature = "rsa")]
#[test]
fn an_rsa_key_that_is_too_small_or_inconsistent_is_refused() {
    let new: Constructor = |pem| Credentials::rsa(API_KEY, pem);
    let message = refusal(new, include_str!("../../keys/throwaway-rsa-1024.pem")).unwrap();
    assert!(message.contains("too small (2048 bits at least)"), "{message}");
    let mut bytes = der(RSA);
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let message = refusal(new, &armored(&STANDARD.encode(bytes))).unwrap();
    assert!(message.contains("the RSA key is damaged"), "{message}");
}

/// A change of a text at some place of it.
fn mutated(pem: &str, place: Index, change: u8, text: &str) -> String {
    let at = place.index(pem.len());
    let (before, after) = pem.split_at(at);
    match change {
        0 => before.to_owned(),
        1 => after.to_owned(),
        2 => format!("{before}{text}{after}"),
        3 => format!("{before}{text}{}", &after[1..]),
        4 => format!("{before}{after}{before}"),
        _ => format!("{before}{}", after.replace('\n', text)),
    }
}

proptest! {
    #[test]
    fn any_text_is_refused_and_not_quoted(text in ".*") {
        for (new, _) in KINDS {
            prop_assert!(refusal(*new, &text).is_some());
        }
    }

    #[test]
    fn any_bytes_in_pem_are_refused_and_not_quoted(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for (new, _) in KINDS {
            prop_assert!(refusal(*new, &armored(&STANDARD.encode(&bytes))).is_some());
        }
    }

    #[test]
    fn a_key_that_was_changed_is_never_quoted(place in any::<Index>(), change in 0_u8..6, text in "[ -~\\n]{0,3}") {
        for (new, pem) in KINDS {
            // Some changes leave a key; then there is no message.
            let _ = refusal(*new, &mutated(pem, place, change, &text));
        }
    }

    #[test]
    fn a_key_one_bit_of_which_was_changed_makes_no_panic(place in any::<Index>(), bit in 0_u8..8) {
        for (new, pem) in KINDS {
            let mut bytes = der(pem);
            let at = place.index(bytes.len());
            bytes[at] ^= 1 << bit;
            let _ = refusal(*new, &armored(&STANDARD.encode(bytes)));
        }
    }
}
