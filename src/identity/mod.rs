//! Who a person is: sign-in through the federation, sessions, accounts.

pub mod views;
