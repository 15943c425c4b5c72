//! What the web side knows of the person signed in; `identity` finds it out.

use crate::clock::Micros;

/// The person signed in, as the frame and the forms of a page need them. Put on the request by the
/// session layer, and on the response for the render layer.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The name they are known by.
    pub name: String,
    /// Whether they may see the administrators' pages.
    pub is_admin: bool,
    /// The token that their forms carry.
    pub csrf: String,
    /// When their session ends if nothing more is asked of it.
    pub session_ends: Micros,
}

/// How many inbox messages the person has not opened; on the response for the render layer.
#[derive(Clone, Copy, Debug)]
pub struct Unread(pub u64);
