//! Where something is told to others: a file to whose end lines are added, or an HTTP address to which they are sent.
//!
//! Addresses hold secrets (a token in the path or the query): nothing here shows more of one than its host.

use crate::table::refuse_special_file;
use std::fmt;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

/// A place to tell something.
#[derive(Clone, PartialEq, Eq)]
pub enum Endpoint {
    /// A file; each telling is a line of it.
    File(PathBuf),
    /// An address, to which each telling is sent as JSON by POST.
    Http {
        /// All of it: not to be shown.
        url: String,
        /// What may be shown.
        host: String,
    },
}

/// Why something could not be told.
#[derive(Debug, thiserror::Error)]
pub enum EndpointError {
    /// The file takes nothing.
    #[error("cannot write to {}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The address does not take it.
    #[error("{host} {reason}")]
    Http {
        /// The host.
        host: String,
        /// What happened; never the address.
        reason: String,
    },
}

/// Why a text is no address.
const NO_ADDRESS: &str =
    "it is not an address such as https://host/path (not shown: it may hold a secret)";

impl Endpoint {
    /// A path, or an address that begins with `http://` or `https://`.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.contains("://") { Self::address(text) } else { Ok(Self::File(text.into())) }
    }

    /// An address.
    pub fn address(text: &str) -> Result<Self, String> {
        let url: ureq::http::Uri = text.parse().map_err(|_| NO_ADDRESS.to_owned())?;
        let host = url.host().filter(|host| !host.is_empty()).ok_or(NO_ADDRESS)?;
        match url.scheme_str() {
            Some("https") if cfg!(not(feature = "https")) => {
                return Err("this build of winback has no TLS: use http://".to_owned());
            }
            Some("http" | "https") => {}
            _ => return Err(NO_ADDRESS.to_owned()),
        }
        Ok(Self::Http { url: text.to_owned(), host: host.to_owned() })
    }

    /// Tells `line`, which has no line break; an address that does not answer within `timeout` is not told.
    pub fn tell(&self, line: &str, timeout: Duration) -> Result<(), EndpointError> {
        match self {
            Self::File(path) => append(path, line)
                .map_err(|source| EndpointError::File { path: path.clone(), source }),
            Self::Http { url, host } => post(url, line, timeout).map_err(|error| {
                EndpointError::Http { host: host.clone(), reason: in_words(&error, timeout) }
            }),
        }
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "File({})", path.display()),
            Self::Http { host, .. } => write!(f, "Http({host})"),
        }
    }
}

/// One write for the whole line: two nights do not mix theirs.
fn append(path: &PathBuf, line: &str) -> io::Result<()> {
    refuse_special_file(path)?;
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    file.write_all(format!("{line}\n").as_bytes())
}

fn post(url: &str, body: &str, timeout: Duration) -> Result<(), ureq::Error> {
    let config = ureq::Agent::config_builder().timeout_global(Some(timeout)).max_redirects(0);
    #[cfg(feature = "https")]
    let config = config.tls_config(
        ureq::tls::TlsConfig::builder().root_certs(ureq::tls::RootCerts::PlatformVerifier).build(),
    );
    let agent: ureq::Agent = config.build().into();
    let status = agent.post(url).content_type("application/json").send(body)?.status();
    // An answer that leads elsewhere is no error of the client's.
    if status.is_success() { Ok(()) } else { Err(ureq::Error::StatusCode(status.as_u16())) }
}

/// What happened, without the address, which some of the client's messages hold.
fn in_words(error: &ureq::Error, timeout: Duration) -> String {
    match error {
        ureq::Error::StatusCode(300..400) => {
            "leads to another address, which is not followed".to_owned()
        }
        ureq::Error::StatusCode(code) => format!("answered with status {code}"),
        ureq::Error::Timeout(_) => format!("did not answer within {} seconds", timeout.as_secs()),
        ureq::Error::HostNotFound => "is not found".to_owned(),
        ureq::Error::Io(error) => format!("cannot be reached: {error}"),
        _ => "did not take it".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Read};
    use std::net::TcpListener;

    const SOON: Duration = Duration::from_secs(5);

    #[test]
    fn an_address_shows_its_host_alone() {
        let endpoint = Endpoint::parse("http://user:secret@hooks.test:8080/secret?t=secret");
        let shown = format!("{endpoint:?}");
        assert_eq!(shown, "Ok(Http(hooks.test))");
        for text in ["ftp://secret", "https:///secret", "http://", "://secret"] {
            let error = Endpoint::parse(text).unwrap_err();
            assert!(!error.contains("secret/") && !error.contains(text), "{error}");
        }
        let path = Endpoint::parse("events.ndjson").unwrap();
        assert_eq!(path, Endpoint::File("events.ndjson".into()));
    }

    #[test]
    fn lines_are_added_to_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events.ndjson");
        let endpoint = Endpoint::File(path.clone());
        endpoint.tell("{}", SOON).unwrap();
        endpoint.tell("[]", SOON).unwrap();
        assert_eq!(std::fs::read_to_string(path).unwrap(), "{}\n[]\n");
        let nowhere = Endpoint::File(folder.path().join("no/events.ndjson"));
        assert!(nowhere.tell("{}", SOON).unwrap_err().to_string().contains("cannot write to"));
    }

    /// A server that takes one request and answers with `status`; gives what it took.
    fn server(status: &'static str) -> (Endpoint, std::thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook?token=secret", listener.local_addr().unwrap());
        let took = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let (mut head, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                let lower = line.to_ascii_lowercase();
                if let Some(value) = lower.strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                if line == "\r\n" {
                    break;
                }
                head.push_str(&line);
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
            stream.write_all(answer.as_bytes()).unwrap();
            head + &String::from_utf8(body).unwrap()
        });
        (Endpoint::parse(&url).unwrap(), took)
    }

    #[test]
    fn an_address_is_sent_json() {
        let (endpoint, took) = server("204 No Content");
        endpoint.tell(r#"{"a":1}"#, SOON).unwrap();
        let took = took.join().unwrap();
        assert!(took.starts_with("POST /hook?token=secret HTTP/1.1\r\n"), "{took}");
        assert!(took.to_ascii_lowercase().contains("content-type: application/json"), "{took}");
        assert!(took.ends_with(r#"{"a":1}"#), "{took}");
    }

    #[test]
    fn what_an_address_does_not_take_is_said_without_it() {
        for (status, said) in [
            ("500 Internal Server Error", "127.0.0.1 answered with status 500"),
            ("302 Found\r\nlocation: http://127.0.0.1:1/", "leads to another address"),
        ] {
            let (endpoint, took) = server(status);
            let error = endpoint.tell("{}", SOON).unwrap_err().to_string();
            assert!(error.contains(said) && !error.contains("secret"), "{error}");
            took.join().unwrap();
        }
        // One that takes the call and says nothing.
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/secret", silent.local_addr().unwrap());
        let error = Endpoint::parse(&address).unwrap().tell("{}", Duration::from_secs(2));
        let error = error.unwrap_err().to_string();
        assert_eq!(error, "127.0.0.1 did not answer within 2 seconds");
        let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let nobody = Endpoint::parse(&format!("http://{closed}/secret")).unwrap();
        let error = nobody.tell("{}", SOON).unwrap_err().to_string();
        assert!(error.contains("cannot be reached") && !error.contains("secret"), "{error}");
    }
}
