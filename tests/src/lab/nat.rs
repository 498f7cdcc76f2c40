//! What routers do to packets, in rules of `nft`.
//!
//! A router drops what nobody inside asked for, when it is addressed to the
//! router as well as when it would be passed on. It has to: were such a packet
//! answered, connection tracking would hold it for a conversation of the
//! router's own, and give the next packet from inside to the same place another
//! port.

const MASQUERADE: &str = "oifname wan meta nfproto ipv4 masquerade";

/// How a router translates IPv4 addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nat {
    /// Not at all, and no firewall either.
    None,
    /// Not at all, but a firewall.
    Firewall,
    /// The port stays the same, whoever is talked to.
    Cone,
    /// One other port for each port inside, whoever is talked to: the port
    /// inside with the bits of `mask` flipped.
    Eim {
        /// Which bits.
        mask: u16,
    },
    /// Another port for everybody who is talked to.
    Symmetric,
    /// As [`Self::Cone`], but for TCP only.
    UdpBlocked,
}

impl Nat {
    /// All rules of a router between the interfaces `lan` and `wan`.
    pub(super) fn rules(self) -> String {
        if self == Self::None {
            return String::new();
        }
        let block = match self {
            Self::UdpBlocked => "meta l4proto udp counter name blocked drop",
            _ => "",
        };
        format!(
            "table inet router {{
                counter unsolicited {{}}
                counter blocked {{}}
                chain translate {{
                    type nat hook postrouting priority srcnat
                    {translate}
                }}
                chain own {{
                    type filter hook input priority filter
                    iifname != wan accept
                    meta l4proto icmpv6 ct state untracked,new accept
                    ct state established,related accept
                    counter name unsolicited drop
                }}
                chain passing {{
                    type filter hook forward priority filter
                    {block}
                    iifname lan accept
                    ct state established,related accept
                    counter name unsolicited drop
                }}
            }}",
            translate = self.translate(),
        )
    }

    /// Those that make it this one, where there is another kind now.
    pub(super) fn other_rules(self) -> String {
        format!(
            "flush chain inet router translate
            table inet router {{
                chain translate {{
                    {}
                }}
            }}",
            self.translate()
        )
    }

    fn translate(self) -> String {
        match self {
            Self::None | Self::Firewall => String::new(),
            Self::Cone | Self::UdpBlocked => MASQUERADE.to_owned(),
            Self::Eim { mask } => format!(
                "oifname wan meta nfproto ipv4 meta l4proto {{ tcp, udp }} \
                 masquerade to : th sport xor {mask:#x}\n{MASQUERADE}"
            ),
            Self::Symmetric => format!("{MASQUERADE} random,fully-random"),
        }
    }
}
