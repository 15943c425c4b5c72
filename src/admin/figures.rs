//! Figures as they may be shown: small groups hidden, spans compared, bars drawn.

use crate::admin::views::{Bar, Chart};

/// Groups of fewer are not shown.
const FEWEST: i64 = 5;

/// The width and height that a chart is drawn in; it is shown at any size.
const WIDTH: i64 = 640;
const HEIGHT: i64 = 160;

/// Hides the groups that are too small. Where one alone is hidden, the sum that stands beside would tell
/// it: the smallest other is hidden with it.
#[must_use]
pub fn guarded(counts: &[i64]) -> Vec<Option<i64>> {
    let mut shown: Vec<Option<i64>> =
        counts.iter().map(|count| Some(*count).filter(|count| *count == 0 || *count >= FEWEST)).collect();
    let hidden = shown.iter().filter(|count| count.is_none()).count();
    if hidden == 1 {
        let smallest = shown.iter_mut().filter(|count| count.is_some_and(|count| count > 0));
        if let Some(other) = smallest.min_by_key(|count| **count) {
            *other = None;
        }
    }
    shown
}

/// One figure alone: hidden where it is small.
#[must_use]
pub fn alone(count: i64) -> Option<i64> {
    Some(count).filter(|count| *count == 0 || *count >= FEWEST)
}

/// By how many percent a figure changed; none where either is hidden, or there was nothing before.
#[must_use]
pub fn change(now: Option<i64>, before: Option<i64>) -> Option<i64> {
    let (now, before) = (now?, before.filter(|before| *before > 0)?);
    Some((now - before) * 100 / before)
}

/// A chart of bars, one for each day; a hidden day is a mark on the line.
#[must_use]
pub fn chart(kind: &'static str, counts: &[Option<i64>]) -> Chart {
    let highest = counts.iter().flatten().copied().max().unwrap_or(0);
    let days = i64::try_from(counts.len()).unwrap_or(1).max(1);
    let bar = |(place, count): (i64, &Option<i64>)| {
        let (x, next) = (place * WIDTH / days, (place + 1) * WIDTH / days);
        let height = count.map_or(0, |count| count * HEIGHT / highest.max(1));
        let width = (next - x - 2).max(1);
        Bar { x, y: HEIGHT - height, width, height, hidden: count.is_none() }
    };
    Chart { kind, highest, width: WIDTH, height: HEIGHT, bars: (0..).zip(counts).map(bar).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_groups_are_hidden_and_cannot_be_worked_out() {
        assert_eq!(guarded(&[0, 4, 3, 12]), [Some(0), None, None, Some(12)]);
        assert_eq!(guarded(&[4, 30, 12, 0]), [None, Some(30), None, Some(0)]);
        assert_eq!(guarded(&[4, 0]), [None, Some(0)]);
        assert_eq!(guarded(&[5, 6]), [Some(5), Some(6)]);
        assert_eq!((alone(0), alone(4), alone(5)), (Some(0), None, Some(5)));
    }

    #[test]
    fn a_change_is_told_where_both_are_known() {
        assert_eq!(change(Some(15), Some(10)), Some(50));
        assert_eq!(change(Some(5), Some(10)), Some(-50));
        assert_eq!(change(Some(5), Some(0)), None);
        assert_eq!(change(None, Some(10)), None);
    }

    #[test]
    fn the_highest_bar_fills_the_chart() {
        let chart = chart("visit", &[Some(10), None, Some(20)]);
        let heights: Vec<i64> = chart.bars.iter().map(|bar| bar.height).collect();
        assert_eq!((chart.highest, heights), (20, vec![80, 0, 160]));
        assert!(chart.bars.iter().all(|bar| bar.x + bar.width <= WIDTH && bar.y + bar.height == HEIGHT));
    }
}
