//! What the federation already knows is typed in for the citizen, who may correct it.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::{Field, FieldId, FieldKind, Form, Inputs, Part};

impl Form {
    /// The inputs that a draft begins with: the fields that declare a claim, filled from the
    /// person's claims by name (`given_name`, `family_name`, `birthdate`, `email`). A claim that is
    /// absent, or of an unexpected shape, leaves its field empty.
    #[must_use]
    pub fn prefill(&self, claims: &Map<String, Value>) -> Inputs {
        let mut inputs = Inputs::default();
        for field in self.fields() {
            let claim = field.prefill.and_then(|claim| claims.get(claim.as_str())?.as_str());
            let Some(claim) = claim else { continue };
            match (&field.kind, claim.parse::<Date>()) {
                (FieldKind::Date { .. }, Ok(day)) => {
                    inputs.set(field.input_name(Part::Day), &day.day().to_string());
                    inputs.set(field.input_name(Part::Month), &day.month().to_string());
                    inputs.set(field.input_name(Part::Year), &day.year().to_string());
                }
                (FieldKind::Date { .. }, Err(_)) => {}
                _ => inputs.set(field.id.to_string(), claim),
            }
        }
        inputs
    }

    /// Puts what is `known` back into the fields that are locked to it, whatever was posted there.
    /// One whose claim is absent stays open: nobody is kept from answering.
    pub fn lock(&self, known: &Inputs, inputs: &mut Inputs) {
        for field in self.fields().filter(|field| field.is_locked(known)) {
            inputs.extend(field.input_names().into_iter().map(|name| {
                let values = known.all(&name).to_vec();
                (name, values)
            }));
        }
    }

    /// Puts the names of files in place, for every field that asks for some.
    pub fn set_files(&self, inputs: &mut Inputs, names: impl Fn(&FieldId) -> Vec<String>) {
        for field in self.fields().filter(|field| matches!(field.kind, FieldKind::File { .. })) {
            inputs.set_files(field.id.to_string(), names(&field.id));
        }
    }
}

impl Field {
    /// Whether the answer is what the federation says, and cannot be changed here.
    #[must_use]
    pub fn is_locked(&self, known: &Inputs) -> bool {
        self.locked && self.input_names().iter().any(|name| !known.all(name).is_empty())
    }
}
