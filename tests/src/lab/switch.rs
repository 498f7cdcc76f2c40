//! Interfaces that are cut: what they would carry is gone, and nobody is told.

use super::namespace::Namespace;

/// Where cables end that can be cut.
#[derive(Clone, Copy, Debug)]
pub(super) enum Board {
    /// A router: what it passes on.
    Router,
    /// A bridge, and the host that it is on.
    Bridge,
}

impl Board {
    /// The rules that make it one.
    pub(super) fn rules(self) -> String {
        let table = self.table();
        let (before, after) = match self {
            Self::Router => ("forward", "forward"),
            Self::Bridge => ("prerouting", "postrouting"),
        };
        format!(
            "table {table} {{
                set cut {{ type ifname; counter; }}
                chain from {{ type filter hook {before} priority 0; iifname @cut drop; }}
                chain to {{ type filter hook {after} priority 0; oifname @cut drop; }}
            }}"
        )
    }

    fn table(self) -> &'static str {
        match self {
            Self::Router => "inet board",
            Self::Bridge => "bridge board",
        }
    }

    /// Cuts one of its ports.
    pub(super) fn cut(self, namespace: &Namespace, port: &str) {
        self.change(namespace, "add", port);
    }

    /// Mends it.
    pub(super) fn mend(self, namespace: &Namespace, port: &str) {
        self.change(namespace, "delete", port);
    }

    fn change(self, namespace: &Namespace, verb: &str, port: &str) {
        let table = self.table();
        namespace.nft(&format!("{verb} element {table} cut {{ \"{port}\" }}"));
    }

    /// Whether it is cut.
    pub(super) fn is_cut(self, namespace: &Namespace, port: &str) -> bool {
        self.ports(namespace).contains(&format!("\"{port}\""))
    }

    fn ports(self, namespace: &Namespace) -> String {
        namespace.ask_nft(&format!("list set {} cut", self.table()))
    }

    /// How many packets a port has lost since it was cut, both ways.
    pub(super) fn lost(self, namespace: &Namespace, port: &str) -> u64 {
        let answer = self.ports(namespace);
        let Some((_, counted)) = answer.split_once(&format!("\"{port}\" counter packets ")) else {
            return 0;
        };
        let digits = counted.split(|c: char| !c.is_ascii_digit()).next();
        digits.and_then(|number| number.parse().ok()).unwrap_or(0)
    }
}
