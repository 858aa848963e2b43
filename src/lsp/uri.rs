//! From paths to the addresses of files, and back.

use std::ffi::OsString;
use std::fmt::Write;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use lsp_types::Uri;

/// The address of a file: `file:///…`. A path from the working directory is made absolute.
pub fn uri_of(path: &Path) -> Uri {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut address = String::from("file://");
    for byte in absolute.as_os_str().as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                address.push(char::from(*byte));
            }
            // A string takes what is written.
            _ => drop(write!(address, "%{byte:02X}")),
        }
    }
    let Ok(uri) = Uri::from_str(&address) else { unreachable!("every other byte is escaped") };
    uri
}

/// The file that an address names; `None` where it names none on this machine.
pub fn path_of(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    if !path.starts_with('/') {
        return None;
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let (high, low) = (digit(rest.next())?, digit(rest.next())?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    Some(PathBuf::from(OsString::from_vec(bytes)))
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::str::FromStr;

    use lsp_types::Uri;

    use super::{path_of, uri_of};

    #[test]
    fn paths_and_addresses_lead_to_each_other() {
        for path in ["/a/b.toml", "/tmp/a b/é#?%.toml", "/x/[1]/国"] {
            let uri = uri_of(Path::new(path));
            assert_eq!(path_of(&uri).as_deref(), Some(Path::new(path)), "{uri:?}");
        }
        for (address, path) in [
            ("file:///a%20b/c", Some("/a b/c")),
            ("file://localhost/a", Some("/a")),
            ("untitled:Untitled-1", None),
            ("http://x/y", None),
            ("file://host/a", None),
        ] {
            assert_eq!(path_of(&Uri::from_str(address).unwrap()).as_deref(), path.map(Path::new), "{address}");
        }
    }
}
