//! Every route of the portal, read from the router itself: a route that is added is tested without
//! anybody having to remember it.

use std::collections::BTreeSet;

use parvis::app::App;

/// The patterns of all routes, such as `/fr/requests/{reference}`. axum tells them in the debug
/// form of a router, and nowhere else.
pub fn routes(app: &App) -> BTreeSet<String> {
    let told = format!("{:?}", app.router());
    let tables = told.split("Node { paths: {").skip(1).filter_map(|rest| rest.split("} }").next());
    let patterns = tables.flat_map(|table| table.split('"').skip(1).step_by(2));
    let own = patterns.filter(|pattern| pattern.starts_with('/') && !pattern.contains("__private__axum"));
    let routes: BTreeSet<String> = own.map(str::to_owned).collect();
    for known in ["/", "/fr", "/en/requests", "/auth/callback/{slug}", "/healthz"] {
        assert!(routes.contains(known), "axum tells its routes otherwise by now: {known} in {routes:?}");
    }
    routes
}

/// An address that fits the pattern: of things that exist where that is easy, else of nothing.
pub fn address(pattern: &str) -> String {
    let filled = |segment: &str| match segment.trim_matches(['{', '}', '*']) {
        "tile" => "complaints".to_owned(),
        "slug" => "demo".to_owned(),
        "reference" => "7K3M-9QXD-4FT".to_owned(),
        "id" => "0198c0de-0000-7000-8000-000000000002".to_owned(),
        _ => "x".to_owned(),
    };
    let fill = |segment: &str| if segment.starts_with('{') { filled(segment) } else { segment.to_owned() };
    let segments = pattern.split('/').map(fill);
    segments.collect::<Vec<_>>().join("/")
}
