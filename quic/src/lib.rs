//! A libp2p transport over QUIC, made for conversations.
//!
//! On the wire it is libp2p's QUIC v1: the same ALPN, certificates and streams.
