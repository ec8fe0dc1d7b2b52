//! Every fault of the model service is caught, by the rule that it names, in few requests.

use directline_fuzz::hunt::{Budget, Hunter};
use directline_fuzz::{Manners, Model};
use directline_reference::{Fault, Service, Settings};
use directline_validator::Validator;

#[test]
fn every_fault_is_caught_by_its_rule() {
    let validator = Validator::new();
    let manners = Manners { patience: std::time::Duration::from_hours(1), ..Manners::default() };
    let hunter = Hunter::new(&validator, manners);
    let mut missed = Vec::new();
    let mut lengths = Vec::new();
    for fault in Fault::ALL {
        // Most are found soon; no fault needs more than the default budget.
        let found = [30, 300, Budget::default().cases].into_iter().find_map(|cases| {
            let mut target = [Model::new(Service::with_fault(Settings::default(), *fault))];
            let bag = hunter.hunt(&mut target, &Budget { cases, ..Budget::default() });
            bag.catches.into_iter().find(|caught| caught.rule.name == fault.rule())
        });
        match found {
            Some(caught) => {
                lengths.push(caught.session.exchanges.len());
            }
            None => missed.push((fault.name(), fault.rule())),
        }
    }
    assert_eq!(missed, []);
    lengths.sort_unstable();
    assert!(lengths[lengths.len() / 2] <= 4, "{lengths:?}");
}
