//! Fingers on the timeline: one points, two look closer and move along.

/// What a finger does; places are in pixels from the left of the timeline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Touch {
    /// It is put down.
    Down(i32, f64),
    /// It moves.
    Move(i32, f64),
    /// It is lifted.
    Up(i32),
}

/// What that means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Felt {
    /// A place is pointed at.
    Point(f64),
    /// The timeline shows so many hundredths of what it shows, about a place.
    Pinch(u64, f64),
    /// It moves along by so many pixels.
    Drag(f64),
}

/// Fingers that are down, at most two, and where they last meant something.
#[derive(Clone, Debug, Default)]
pub struct Fingers {
    down: Vec<(i32, f64)>,
    /// The distance and the middle of two.
    meant: (f64, f64),
}

/// Fingers closer to each other than this count as this far apart, in pixels.
const CLOSE: f64 = 24.0;

impl Fingers {
    /// Follows one finger.
    pub fn feel(&mut self, touch: Touch) -> Option<Felt> {
        match touch {
            Touch::Down(id, x) if self.down.len() < 2 => {
                self.down.push((id, x));
                self.meant = self.span();
                (self.down.len() == 1).then_some(Felt::Point(x))
            }
            Touch::Down(..) => None,
            Touch::Up(id) => {
                self.down.retain(|(other, _)| *other != id);
                None
            }
            Touch::Move(id, x) => {
                self.down.iter_mut().find(|(other, _)| *other == id)?.1 = x;
                if self.down.len() == 1 { Some(Felt::Point(x)) } else { self.two() }
            }
        }
    }

    /// A pinch from a twentieth on, or a movement of both.
    fn two(&mut self) -> Option<Felt> {
        let (apart, middle) = self.span();
        let share = self.meant.0 / apart * 100.0;
        if (share - 100.0).abs() >= 5.0 {
            self.meant = (apart, middle);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a share of two distances on a screen"
            )]
            let percent = share.round().clamp(10.0, 1000.0) as u64;
            return Some(Felt::Pinch(percent, middle));
        }
        let moved = middle - self.meant.1;
        (moved.abs() >= 4.0).then(|| {
            self.meant.1 = middle;
            Felt::Drag(-moved)
        })
    }

    fn span(&self) -> (f64, f64) {
        match self.down[..] {
            [(_, one), (_, other)] => ((one - other).abs().max(CLOSE), f64::midpoint(one, other)),
            _ => (CLOSE, 0.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_finger_points_and_two_pinch_and_drag() {
        let mut fingers = Fingers::default();
        assert_eq!(fingers.feel(Touch::Down(7, 100.0)), Some(Felt::Point(100.0)));
        assert_eq!(fingers.feel(Touch::Move(7, 110.0)), Some(Felt::Point(110.0)));
        assert_eq!(fingers.feel(Touch::Down(9, 210.0)), None, "the second does not point");
        assert_eq!(fingers.feel(Touch::Move(9, 212.0)), None, "too little to mean something");
        let twice = fingers.feel(Touch::Move(9, 310.0));
        assert_eq!(twice, Some(Felt::Pinch(50, 210.0)), "twice as far apart shows half");
        assert_eq!(fingers.feel(Touch::Move(7, 101.0)), Some(Felt::Drag(4.5)));
        assert_eq!(fingers.feel(Touch::Up(9)), None);
        assert_eq!(fingers.feel(Touch::Move(7, 90.0)), Some(Felt::Point(90.0)));
        assert_eq!(fingers.feel(Touch::Move(3, 90.0)), None, "a finger that was never put down");
    }
}
