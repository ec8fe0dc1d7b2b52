//! How many messages, plans and judged exchanges are made per second on one core:
//! `cargo run --release --package directline-fuzz --example speed`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use directline_fuzz::{Dice, Generate, Manners, Model, Plan, Session, strategy};
use directline_types::Message;
use directline_validator::Validator;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

fn main() {
    let mut runner = TestRunner::deterministic();
    let strategy = strategy::messages();
    measure("messages from the proptest strategy", || {
        let tree = strategy.new_tree(&mut runner);
        black_box(tree.map(|tree| tree.current()).is_ok());
        1
    });
    let mut dice = Dice::new(1);
    measure("messages", || {
        black_box(Message::generate(&mut dice));
        1
    });
    measure("messages as JSON", || {
        black_box(serde_json::to_vec(&Message::generate(&mut dice)).is_ok());
        1
    });
    measure("requests of plans, compiled", || black_box(Plan::generate(&mut dice).script()).steps.len());
    measure("exchanges with the model service", || {
        let script = Plan::generate(&mut dice).script();
        black_box(Session::run(&script, &mut Model::default(), &Manners::default())).exchanges.len()
    });
    let validator = Validator::new();
    measure("exchanges with the model service, judged", || {
        let script = Plan::generate(&mut dice).script();
        let session = Session::run(&script, &mut Model::default(), &Manners::default());
        let exchanges = session.exchanges.iter().map(|sent| &sent.exchange);
        black_box(validator.check_all(exchanges)).len()
    });
}

/// Does it for a second and prints how many came of it.
fn measure(what: &str, mut once: impl FnMut() -> usize) {
    #[expect(clippy::disallowed_methods, reason = "time is what is measured")]
    let begun = Instant::now();
    let mut count = 0_usize;
    while begun.elapsed() < Duration::from_secs(1) {
        for _ in 0..100 {
            count = count.saturating_add(once());
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 a second")]
    let rate = count as f64 / seconds;
    #[expect(clippy::print_stdout, reason = "an example prints")]
    {
        println!("{rate:>12.0} {what} per second");
    }
}
