//! Plans at random, and simpler ones.

use directline_types::Message;

use super::{Act, Breakage, Credential, Deed, Plan, Wrong};
use crate::generate::simpler_list;
use crate::strategy::Upload;
use crate::{Dice, Generate, Operator, Simplify};

const WRONGS: &[Wrong] = &[
    Wrong::Anonymous,
    Wrong::Forged,
    Wrong::NoConversation,
    Wrong::BrokenJson,
    Wrong::NoMessage,
    Wrong::NoBody,
    Wrong::NoOperation,
];

/// The most that clients do in a plan.
const LONGEST: usize = 20;

impl Generate for Plan {
    fn generate(dice: &mut Dice) -> Self {
        let count = dice.below(LONGEST).saturating_add(1);
        Self { deeds: (0..count).map(|_| Deed::generate(dice)).collect() }
    }
}

impl Simplify for Plan {
    fn simpler(&self) -> Vec<Self> {
        let lists = simpler_list(&self.deeds, Deed::simpler).into_iter().filter(|deeds| !deeds.is_empty());
        lists.map(|deeds| Self { deeds }).collect()
    }
}

impl Generate for Deed {
    fn generate(dice: &mut Dice) -> Self {
        Self {
            client: usize::from(dice.once_in(4)),
            credential: if dice.once_in(2) { Credential::Secret } else { Credential::Token },
            is_bot_connector: dice.once_in(8),
            is_escaped: dice.once_in(8),
            act: Act::generate(dice),
            breakage: dice.once_in(12).then(|| Breakage::generate(dice)).flatten(),
        }
    }
}

impl Simplify for Deed {
    fn simpler(&self) -> Vec<Self> {
        let mut all = vec![
            Self { client: 0, ..self.clone() },
            Self { credential: Credential::Secret, ..self.clone() },
            Self { is_bot_connector: false, ..self.clone() },
            Self { is_escaped: false, ..self.clone() },
            Self { breakage: None, ..self.clone() },
        ];
        all.retain(|simpler| simpler != self);
        all.extend(self.act.simpler().into_iter().map(|act| Self { act, ..self.clone() }));
        all
    }
}

impl Breakage {
    fn generate(dice: &mut Dice) -> Option<Self> {
        let operator = dice.pick(Operator::ALL).filter(|operator| operator.breaks_request())?;
        Some(Self { operator: operator.name, seed: dice.number() })
    }
}

impl Generate for Act {
    fn generate(dice: &mut Dice) -> Self {
        match dice.below(64) {
            0..=1 => Self::Generate,
            2..=5 => Self::Start,
            6..=8 => Self::Renew,
            9..=25 => Self::Send(Message::generate(dice)),
            26..=31 => Self::Upload(Upload::generate(dice)),
            32..=50 => Self::Poll,
            51..=54 => Self::PollAll,
            55..=56 => Self::Spy,
            57 if dice.once_in(4) => Self::PollLate,
            _ => Self::Wrong(dice.pick(WRONGS).copied().unwrap_or(Wrong::Anonymous)),
        }
    }
}

impl Simplify for Act {
    fn simpler(&self) -> Vec<Self> {
        match self {
            Self::Send(message) => message.simpler().into_iter().map(Self::Send).collect(),
            Self::Upload(upload) => {
                let mut all = vec![Self::Send(Message::text("a").from("user1"))];
                all.extend(upload.simpler().into_iter().map(Self::Upload));
                all
            }
            Self::PollAll => vec![Self::Poll],
            _ => Vec::new(),
        }
    }
}
