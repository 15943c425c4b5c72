//! Problems with the door: where the portal listens, to whom, and how often.

use super::Found;
use crate::config::Network;

impl Found<'_> {
    pub(super) fn listen(&mut self) {
        let listen = &self.config.listen;
        if listen.metrics == Some(listen.address) {
            self.error("listen.metrics", "is the public address", "give another port");
        }
        if let Some(metrics) = listen.metrics
            && metrics.ip().is_unspecified()
        {
            self.warning("listen.metrics", "is open to every network", "listen on an inner address only");
        }
        if listen.trusted_proxies.iter().any(Network::is_everyone) {
            let mend = "name the proxies' own addresses";
            self.error("listen.trusted_proxies", "trusts everyone: anyone could pass for anyone", mend);
        }
        self.at_least_one(&[
            ("listen.header_deadline_s", listen.header_deadline_s),
            ("listen.body_deadline_s", listen.body_deadline_s),
            ("listen.answer_deadline_s", listen.answer_deadline_s),
            ("listen.write_deadline_s", listen.write_deadline_s),
            ("listen.idle_deadline_s", listen.idle_deadline_s),
            ("listen.longest_connection_s", listen.longest_connection_s),
            ("listen.max_connections", listen.max_connections as u64),
            ("listen.max_connections_per_address", listen.max_connections_per_address as u64),
            ("listen.max_requests", listen.max_requests as u64),
        ]);
        self.way_in();
    }

    /// Whether what people type travels protected up to the portal.
    fn way_in(&mut self) {
        let listen = &self.config.listen;
        let secure = self.config.portal.public_url.scheme() == "https";
        if listen.tls.is_some() && !secure {
            self.error("listen.tls", "is set, but portal.public_url is not https", "make it https://HOST");
        }
        if self.in_production() && listen.tls.is_none() && listen.trusted_proxies.is_empty() {
            let what = "listens over plain HTTP and names no proxy that ends TLS";
            let mend = "give listen.tls its files, or name the proxy in listen.trusted_proxies";
            self.error("listen", what, mend);
        }
    }

    pub(super) fn limits(&mut self) {
        let limits = &self.config.limits;
        self.at_least_one(&[
            ("limits.sign_ins_per_minute", limits.sign_ins_per_minute.into()),
            ("limits.sign_in_answers_per_minute", limits.sign_in_answers_per_minute.into()),
            ("limits.issuer_logouts_per_minute", limits.issuer_logouts_per_minute.into()),
            ("limits.callbacks_per_minute", limits.callbacks_per_minute.into()),
            ("limits.callback_refusals_per_minute", limits.callback_refusals_per_minute.into()),
            ("limits.forms_per_minute", limits.forms_per_minute.into()),
            ("limits.kept_forms_per_hour", limits.kept_forms_per_hour.into()),
            ("limits.draft_saves_per_minute", limits.draft_saves_per_minute.into()),
            ("limits.submissions_per_day", limits.submissions_per_day.into()),
            ("limits.invitation_codes_per_hour", limits.invitation_codes_per_hour.into()),
            ("limits.panel_reads_per_minute", limits.panel_reads_per_minute.into()),
            ("limits.app_calls_per_minute", limits.app_calls_per_minute.into()),
            ("limits.data_exports_per_day", limits.data_exports_per_day.into()),
            ("limits.reports_per_hour", limits.reports_per_hour.into()),
            ("limits.idea_votes_per_minute", limits.idea_votes_per_minute.into()),
            ("limits.log_exports_per_day", limits.log_exports_per_day.into()),
            ("limits.address_codes_per_hour", limits.address_codes_per_hour.into()),
        ]);
    }
}
