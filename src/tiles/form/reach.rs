//! Which pages and fields some answers lead to. Tried out rather than reasoned about: every
//! combination of the answers that a condition looks at is given to the very code that decides
//! what a citizen is asked.

use std::collections::{BTreeMap, BTreeSet};

use super::{Condition, Field, FieldId, FieldKind, Form, Inputs, Page};

/// More combinations than this are not tried: what depends on so much is taken to be reachable.
const MOST: usize = 20_000;

/// Where each field is asked.
type Asking<'a> = BTreeMap<&'a FieldId, (&'a Page, &'a Field)>;

/// What one field can hold, as far as conditions can tell answers apart.
type Possible = Vec<Vec<String>>;

/// The ids of the pages and fields that no answers lead to.
pub(super) fn never_asked(form: &Form) -> Vec<&str> {
    let asking: Asking =
        form.pages().iter().flat_map(|page| page.fields.iter().map(move |f| (&f.id, (page, f)))).collect();
    let mut never = Vec::new();
    for page in form.pages() {
        if page.visible_if.is_some() && !reachable(form, &asking, &[&page.visible_if], page.id.as_str()) {
            never.push(page.id.as_str());
            continue;
        }
        for field in page.fields.iter().flat_map(Field::and_inner) {
            let conditions = [&page.visible_if, &field.visible_if];
            if field.visible_if.is_some() && !reachable(form, &asking, &conditions, field.id.as_str()) {
                never.push(field.id.as_str());
            }
        }
    }
    never
}

fn reachable(form: &Form, asking: &Asking<'_>, conditions: &[&Option<Condition>], id: &str) -> bool {
    let mut count = 1_usize;
    let mut all: Vec<(&FieldId, Possible)> = Vec::new();
    for (field, codes) in looked_at(asking, conditions) {
        let Some((_, asked)) = asking.get(field) else { continue };
        let Some(some) = possible(asked, &codes) else { return true };
        count = count.saturating_mul(some.len());
        all.push((field, some));
    }
    count > MOST || (0..count).any(|number| asks(form, &combination(&all, number), id))
}

/// The fields that decide, through all conditions on the way, with the codes they are held against.
fn looked_at<'a>(
    asking: &Asking<'a>,
    conditions: &[&'a Option<Condition>],
) -> BTreeMap<&'a FieldId, BTreeSet<&'a str>> {
    let mut all: BTreeMap<&FieldId, BTreeSet<&str>> = BTreeMap::new();
    let mut todo: Vec<&Condition> = conditions.iter().filter_map(|one| one.as_ref()).collect();
    while let Some(condition) = todo.pop() {
        for (field, codes) in condition.reads() {
            let new = !all.contains_key(field);
            all.entry(field).or_default().extend(codes);
            if let Some((page, field)) = asking.get(field).filter(|_| new) {
                todo.extend(page.visible_if.iter().chain(&field.visible_if));
            }
        }
    }
    all
}

/// What the field can hold; `None` when that is too much to try.
fn possible(field: &Field, codes: &BTreeSet<&str>) -> Option<Possible> {
    let one = |code: &str| vec![code.to_owned()];
    let other = field.options().iter().map(super::Code::as_str).find(|code| !codes.contains(code));
    let mut some: Possible = match &field.kind {
        FieldKind::YesNo => vec![one("yes"), one("no")],
        FieldKind::Declaration => vec![one("yes")],
        FieldKind::Choice(_) => codes.iter().copied().chain(other).map(one).collect(),
        FieldKind::Choices { .. } if codes.len() > 12 => return None,
        FieldKind::Choices { max, .. } => subsets(codes.iter().copied().chain(other), *max),
        _ => vec![one("x")],
    };
    if !field.required {
        some.push(Vec::new());
    }
    Some(some)
}

/// Every choice of some of the codes, `most` of them at most.
fn subsets<'a>(codes: impl Iterator<Item = &'a str>, most: usize) -> Possible {
    let mut all: Possible = vec![Vec::new()];
    for code in codes {
        let with: Possible =
            all.iter().map(|some| some.iter().cloned().chain([code.to_owned()]).collect()).collect();
        all.extend(with);
    }
    all.retain(|some| (1..=most).contains(&some.len()));
    all
}

/// The combination of that number: each field's place in its list is a digit of it.
fn combination(possible: &[(&FieldId, Possible)], mut number: usize) -> Inputs {
    let mut pick = |some: &Possible| {
        let place = number % some.len().max(1);
        number /= some.len().max(1);
        some.get(place).cloned().unwrap_or_default()
    };
    possible.iter().map(|(field, some)| (field.to_string(), pick(some))).collect()
}

fn asks(form: &Form, inputs: &Inputs, id: &str) -> bool {
    form.shown(inputs).iter().any(|shown| {
        let fields = shown.fields.iter().flat_map(|asked| std::iter::once(&asked.field).chain(&asked.inner));
        shown.page.id.as_str() == id || fields.into_iter().any(|field| field.id.as_str() == id)
    })
}
