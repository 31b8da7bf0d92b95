//! Two-phase commit for Stateright: `two-phase-commit N [THREADS] [broken]` prints one line of JSON.
//!
//! A state is a few machine words, so that the time goes into the search and not into allocations.
use stateright::{Checker, Model, Property};

#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq)]
enum Manager {
    Undecided,
    Committed,
    Aborted,
}

const WORKING: u32 = 0;
const PREPARED: u32 = 1;
const COMMITTED: u32 = 2;
const ABORTED: u32 = 3;

#[derive(Clone, Debug, Hash, PartialEq, Eq)]
struct State {
    /// Two bits for each resource manager.
    resources: u32,
    manager: Manager,
    known_prepared: u16,
    sent_prepared: u16,
    sent_commit: bool,
    sent_abort: bool,
}

impl State {
    fn resource(&self, r: u8) -> u32 {
        self.resources >> (2 * r) & 3
    }

    fn with_resource(mut self, r: u8, state: u32) -> State {
        self.resources = self.resources & !(3 << (2 * r)) | state << (2 * r);
        self
    }
}

#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq)]
enum Step {
    Commit,
    Abort,
    LearnPrepared(u8),
    Prepare(u8),
    ChooseToAbort(u8),
    ObeyCommit(u8),
    ObeyAbort(u8),
}

struct TwoPhaseCommit {
    n: u8,
    broken: bool,
    /// Whether `Consistent` is checked; without it the whole space is searched whatever the verdict.
    judged: bool,
}

impl TwoPhaseCommit {
    fn all(&self) -> u16 {
        (1 << self.n) - 1
    }

    fn some(&self, state: &State, wanted: u32) -> bool {
        (0..self.n).any(|r| state.resource(r) == wanted)
    }
}

impl Model for TwoPhaseCommit {
    type State = State;
    type Action = Step;

    fn init_states(&self) -> Vec<State> {
        vec![State {
            resources: 0,
            manager: Manager::Undecided,
            known_prepared: 0,
            sent_prepared: 0,
            sent_commit: false,
            sent_abort: false,
        }]
    }

    fn actions(&self, state: &State, steps: &mut Vec<Step>) {
        let undecided = state.manager == Manager::Undecided;
        if undecided {
            if self.broken || state.known_prepared == self.all() {
                steps.push(Step::Commit);
            }
            steps.push(Step::Abort);
        }
        for r in 0..self.n {
            if undecided && state.sent_prepared >> r & 1 == 1 {
                steps.push(Step::LearnPrepared(r));
            }
            if state.resource(r) == WORKING {
                steps.push(Step::Prepare(r));
                steps.push(Step::ChooseToAbort(r));
            }
            if state.sent_commit {
                steps.push(Step::ObeyCommit(r));
            }
            if state.sent_abort {
                steps.push(Step::ObeyAbort(r));
            }
        }
    }

    fn next_state(&self, state: &State, step: Step) -> Option<State> {
        let mut next = state.clone();
        match step {
            Step::Commit => {
                next.manager = Manager::Committed;
                next.sent_commit = true;
            }
            Step::Abort => {
                next.manager = Manager::Aborted;
                next.sent_abort = true;
            }
            Step::LearnPrepared(r) => next.known_prepared |= 1 << r,
            Step::Prepare(r) => {
                next.sent_prepared |= 1 << r;
                next = next.with_resource(r, PREPARED);
            }
            Step::ChooseToAbort(r) | Step::ObeyAbort(r) => next = next.with_resource(r, ABORTED),
            Step::ObeyCommit(r) => next = next.with_resource(r, COMMITTED),
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        if self.judged {
            vec![Property::<Self>::always("Consistent", |model, state| {
                !(model.some(state, COMMITTED) && model.some(state, ABORTED))
            })]
        } else {
            vec![Property::<Self>::always("Searched", |_, _| true)]
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize, default: usize| match arguments.get(index) {
        Some(text) => text.parse().expect("N and THREADS are integers"),
        None => default,
    };
    let n = number(0, 3);
    assert!(
        (1..=15).contains(&n),
        "N is between 1 and 15, for the sets are 16 bits wide"
    );
    let threads = number(1, 1);
    let broken = arguments.get(2).is_some_and(|word| word == "broken");
    let search = |judged: bool| {
        let model = TwoPhaseCommit {
            n: n as u8,
            broken,
            judged,
        };
        model.checker().threads(threads).spawn_bfs().join()
    };
    let judging = search(true);
    // A search ends at its first discovery, so the counts of a violated system need a search that judges nothing. (Where
    // another property keeps it going, 0.31 replaces the discovery by each later one, and that is not a shortest one.)
    let violated = judging
        .discovery("Consistent")
        .map(|path| format!("\"Consistent\":{}", path.into_states().len() - 1));
    let checker = if violated.is_some() {
        search(false)
    } else {
        judging
    };
    println!(
        "{{\"distinct\":{},\"generated\":{},\"diameter\":{},\"violated\":{{{}}}}}",
        checker.unique_state_count(),
        checker.state_count(),
        checker.max_depth(),
        violated.unwrap_or_default()
    );
}
