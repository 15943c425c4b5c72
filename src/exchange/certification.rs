//! The end of a certification: the way to the back-end closes by itself; here someone is told, once.

use super::{Exchange, store};
use crate::act::Actor;
use crate::audit::{Event, ServiceEvent};
use crate::config::Standing;
use crate::text::format;

impl Exchange {
    /// Tells of each certification that has ended, once for all nodes: an event, and a line of the log.
    ///
    /// # Errors
    /// The database's.
    pub async fn tell_of_ended_certifications(&self) -> Result<(), crate::store::Error> {
        let today = format::day(self.0.base.clock.now());
        for (name, backend) in &self.0.base.config.backend {
            let Some(certification) = &backend.certification else { continue };
            if backend.standing(today) != Standing::Expired {
                continue;
            }
            let end = store::End {
                backend: name,
                number: &certification.number,
                valid_until: &certification.valid_until.to_string(),
            };
            if store::is_told(&mut self.0.base.db.read().await?, &end).await? {
                continue;
            }
            let ended = ServiceEvent::CertificationEnded {
                backend: name.clone(),
                number: certification.number.clone(),
            };
            let mut act = self.0.base.acts.begin(Actor::system(), Event::from(ended)).await?;
            let at = act.at();
            if store::tell(act.rows(), &end, at).await? {
                act.commit().await?;
                tracing::error!(
                    backend = name,
                    number = certification.number,
                    "exchange.certification_ended"
                );
            }
        }
        Ok(())
    }
}
