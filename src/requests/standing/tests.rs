use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::Map;
use sqlx::types::Json;

use super::*;
use crate::clock::Clock;
use crate::id::StepId;
use crate::tiles::manifest::TaskKind;

fn step(clock: &Clock, kind: &str, seq: Option<i64>, state: Option<State>) -> Step {
    Step {
        at: Micros(seq.unwrap_or(0) * 1_000),
        kind: kind.to_owned(),
        state,
        key: None,
        params: Json(Map::new()),
        seq,
        code: Some("code".into()),
        outcome: (state == Some(State::Closed)).then(|| "completed".to_owned()),
        id: StepId::new(clock),
        details: None,
    }
}

fn status(clock: &Clock, seq: i64, state: State) -> Step {
    step(clock, "status", Some(seq), Some(state))
}

const KINDS: [&str; 7] =
    ["status", "status", "status", "message", "task-asked", "withdrawal-too-late", "withdrawal-accepted"];
const STATES: [State; 4] = [State::Received, State::InProgress, State::ActionNeeded, State::Closed];

/// News as a back-end might tell it: a kind, and for a status its state, unless its code is unknown.
fn news() -> impl Strategy<Value = Vec<(usize, Option<usize>)>> {
    vec((0..KINDS.len(), option::weighted(0.8, 0..STATES.len())), 0..12)
}

proptest! {
    #[test]
    fn the_same_news_in_any_order_leads_to_the_same_place(
        (told, order) in news().prop_flat_map(|told| {
            let places: Vec<usize> = (0..told.len()).collect();
            (Just(told), Just(places).prop_shuffle())
        })
    ) {
        let clock = Clock::default();
        let told: Vec<Step> = (1..).zip(told).map(|(seq, (kind, state))| {
            let kind = KINDS[kind];
            step(&clock, kind, Some(seq), state.filter(|_| kind == "status").map(|state| STATES[state]))
        }).collect();
        let own = [step(&clock, "submitted", None, None), step(&clock, "delivered", None, None)];
        let all = |told: Vec<Step>| -> Vec<Step> { own.iter().cloned().chain(told).collect() };
        let shuffled = all(order.into_iter().map(|place| told[place].clone()).collect());
        let ids = |steps| -> Vec<StepId> { in_order(steps).iter().map(|step| step.id).collect() };
        prop_assert_eq!(Standing::of(&shuffled), Standing::of(&all(told.clone())));
        prop_assert_eq!(ids(shuffled), ids(all(told)));
    }
}

#[test]
fn closed_is_final_but_for_the_answer_to_a_withdrawal() {
    let clock = Clock::default();
    let closed = vec![status(&clock, 1, State::Closed), status(&clock, 2, State::InProgress)];
    let standing = Standing::of(&closed);
    assert_eq!((standing.state, standing.outcome.as_deref()), (State::Closed, Some("completed")));
    let withdrawn = [closed, vec![step(&clock, "withdrawal-accepted", Some(3), None)]].concat();
    let standing = Standing::of(&withdrawn);
    assert_eq!(standing.outcome.as_deref(), Some("withdrawn"));
    assert_eq!(standing.withdrawal, Some(Withdrawal::Accepted));
}

#[test]
fn an_unknown_code_leaves_the_state_and_says_so() {
    let clock = Clock::default();
    let mut steps = vec![status(&clock, 1, State::Received), step(&clock, "status", Some(2), None)];
    let standing = Standing::of(&steps);
    assert_eq!((standing.state, standing.unclear), (State::Received, true));
    steps.push(status(&clock, 3, State::InProgress));
    assert!(!Standing::of(&steps).unclear, "until the next one that is known");
}

#[test]
fn a_back_ends_clock_that_goes_wrong_does_not_turn_the_order() {
    let clock = Clock::default();
    let mut steps = vec![status(&clock, 1, State::Received), status(&clock, 2, State::Closed)];
    steps[1].at = Micros(1);
    let order: Vec<Option<i64>> = in_order(steps).iter().map(|step| step.seq).collect();
    assert_eq!(order, [Some(1), Some(2)]);
}

#[test]
fn what_the_citizen_has_done_is_the_back_ends_turn() {
    let clock = Clock::default();
    let asked = Standing::of(&[status(&clock, 1, State::ActionNeeded)]);
    let task = Task {
        id: crate::id::TaskId::new(&clock),
        name: "t".into(),
        asked_seq: 2,
        asked_at: None,
        code: "c".into(),
        kind: Some(TaskKind::Form),
        due_at: None,
        details: None,
        ended_seq: 0,
        ended: None,
        answered_seq: 0,
        answered_at: None,
    };
    assert!(asked.needs_me(&[]), "asked in another way than by a task");
    assert!(asked.needs_me(std::slice::from_ref(&task)));
    let done = Task { answered_seq: 2, ..task.clone() };
    assert!(!asked.needs_me(std::slice::from_ref(&done)));
    let asked_anew = Task { asked_seq: 4, ..done.clone() };
    assert!(asked.needs_me(&[asked_anew]), "asked anew");
    let processed = Task { ended_seq: 3, ..done };
    assert!(asked.needs_me(&[processed]), "processed, and something is still asked");
    let closed = Standing::of(&[status(&clock, 1, State::Closed)]);
    assert!(!closed.needs_me(&[task]), "nothing is to be done once it has ended");
}
