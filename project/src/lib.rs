//! The disk side that both faces share.
