//! Keys and time, without a terminal.

use npi_runtime::Teacher;
use npi_tasks::Addition;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::*;
use crate::record::run_traced;

fn board(problem: &str) -> Storyboard {
    let mut trace = String::new();
    run_traced::<Addition, _>(Teacher::<Addition>::new(), problem, None, |_| Vec::new(), &mut trace).unwrap();
    Storyboard::of_task::<Addition>(trace.as_bytes()).unwrap()
}

/// Presses keys, and says which frame is shown after each.
#[track_caller]
fn check(player: &mut Player<'_>, keys: &[(KeyCode, usize)]) {
    for (number, (key, frame)) in keys.iter().enumerate() {
        assert_eq!(player.press((*key).into()), Flow::On);
        assert_eq!(player.frame(), *frame, "after key {number}, {key:?}");
    }
}

/// Every key does what the last line says.
#[test]
fn keys_go_where_they_say() {
    use KeyCode::{Char, End, Home, Left, Right};
    let board = board("579+1221");
    let mut player = Player::new(&board);
    check(&mut player, &[(Left, 0), (Right, 1), (Right, 2), (Left, 1), (Home, 0)]);
    check(&mut player, &[(Char('n'), 6), (Char('n'), 11), (Char('n'), 12), (Char('n'), 18)]);
    check(
        &mut player,
        &[
            (Char('3'), 18),
            (Char('g'), 23),
            (Char('c'), 31),
            (Char('9'), 31),
            (Char('c'), 39),
            (Char('c'), 39),
        ],
    );
    check(&mut player, &[(End, 40), (Right, 40), (Char('n'), 40), (Char('1'), 40), (Char('g'), 0)]);
    assert_eq!(player.press(Char('q').into()), Flow::Quit);
    assert_eq!(player.press(KeyEvent::new(Char('c'), KeyModifiers::CONTROL)), Flow::Quit);
}

/// Time moves it at its speed, and stops it at the end; space begins again.
#[test]
fn time_plays_and_stops() {
    let board = board("579+1221");
    let mut player = Player::new(&board);
    player.pass(Duration::from_millis(1600));
    assert_eq!((player.frame(), player.is_playing()), (3, true));
    player.press(KeyCode::Char('+').into());
    player.pass(Duration::from_millis(1000));
    assert_eq!(player.frame(), 7);
    player.pass(Duration::from_secs(3600));
    assert_eq!((player.frame(), player.is_playing()), (40, false));
    player.press(KeyCode::Char(' ').into());
    assert_eq!((player.frame(), player.is_playing()), (0, true));
}

/// No window is too small to draw on, and no speed too high.
#[test]
fn every_size_can_be_drawn() {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    let board = board("99999999999999999999999999999999999999+1");
    let mut player = Player::new(&board);
    for (width, height) in [(1, 1), (3, 2), (10, 40), (80, 24), (200, 5), (200, 60)] {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        for frame in [0, 1, 200, usize::MAX] {
            player.go(frame);
            let draw = |into: &mut ratatui::Frame<'_>| {
                into.render_widget(player.view(&player.speed(), &player.footer()), into.area());
            };
            terminal.draw(draw).unwrap();
        }
    }
}
