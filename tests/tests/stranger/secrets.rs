//! What a stranger must not learn, and whether it is in what one heard.

use std::net::IpAddr;

use tincan_tests::lab::{Home, Host};

/// Names and addresses, in every form in which they could be told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Secrets(Vec<(String, Vec<u8>)>);

impl Secrets {
    /// What somebody is called.
    pub(crate) fn name(mut self, name: &str) -> Self {
        self.0.push((name.to_owned(), name.as_bytes().to_vec()));
        self
    }

    /// Where somebody is: addresses of the machine, and of the home's router.
    pub(crate) fn place(self, host: &Host, home: &Home) -> Self {
        let v4 = host.ipv4().map(IpAddr::from);
        let v6 = host.ipv6().map(IpAddr::from);
        let ips = v4.into_iter().chain(v6).chain([home.public_ip()]);
        ips.fold(self, Self::ip)
    }

    /// Where somebody is.
    pub(crate) fn ip(mut self, ip: IpAddr) -> Self {
        let octets = match ip {
            IpAddr::V4(ip) => ip.octets().to_vec(),
            IpAddr::V6(ip) => ip.octets().to_vec(),
        };
        self.0.push((format!("{ip} in binary"), octets));
        self.name(&ip.to_string())
    }

    /// Which of them are in `bytes`.
    pub(crate) fn told_in(&self, bytes: &[u8]) -> Vec<&str> {
        let told = |secret: &[u8]| bytes.windows(secret.len()).any(|part| part == secret);
        let leaks = self.0.iter().filter(|(_, secret)| told(secret));
        leaks.map(|(what, _)| what.as_str()).collect()
    }

    /// Checks that none of them is in `bytes`.
    ///
    /// # Panics
    /// When one is.
    pub(crate) fn keep_out_of(&self, place: &str, bytes: &[u8]) {
        let told = self.told_in(bytes);
        assert!(told.is_empty(), "{place} tells {told:?}");
    }
}

#[test]
fn secrets_are_found_in_every_form() {
    let ip = IpAddr::from([192, 175, 48, 10]);
    let secrets = Secrets::default().name("Marigold").ip(ip);
    secrets.keep_out_of("nothing", b"gold and 192.175.48.1");
    for (what, bytes) in [
        ("Marigold", b"x Marigold!".as_slice()),
        ("192.175.48.10", b"/ip4/192.175.48.10/tcp/1"),
        ("192.175.48.10 in binary", &[4, 192, 175, 48, 10, 6]),
    ] {
        assert_eq!(secrets.told_in(bytes), [what]);
    }
}
