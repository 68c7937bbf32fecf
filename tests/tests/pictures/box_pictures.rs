//! What is drawn of boxes, and of the states that a network really has in them.

use npi_format::Model;
use npi_runtime::Task;
use npi_tasks::{Addition, AdditionLoop, SortingLoop, TrafficLoop, models};
use npi_tests::golden;
use npi_trainer::course::Course;
use npi_trainer::error::Result;
use npi_trainer::pictures::boxes;
use npi_trainer::spec::SpecOf;

/// The course of a call of a problem, by the network of a blob.
fn course<T: Task>(blob: &[u8], problem: &str) -> Result<Course> {
    Course::of::<T>(&SpecOf::<T>::of_task::<T>()?, &Model::parse(blob)?, problem)
}

/// The picture of `docs/proof.md` is what the command there draws.
#[test]
fn the_document_shows_the_shipped_boxes() {
    let course = course::<TrafficLoop>(TrafficLoop::MODEL.unwrap(), TrafficLoop::EXAMPLE).unwrap();
    golden::check("../../docs/proof/boxes.svg", &boxes::picture(&course).unwrap());
}

/// Checks that every state of a course but its last lies in its box; gives call and steps.
#[track_caller]
fn stays(course: &Course) -> (&str, usize) {
    let (_, before) = course.states.split_last().unwrap();
    for (step, state) in before.iter().enumerate() {
        let within = state.within.as_ref().unwrap();
        let mut units = state.hidden.iter().zip(&within.hidden);
        assert!(units.all(|(hidden, [low, high])| (low..=high).contains(&hidden)), "step {step}");
    }
    assert_eq!(course.states.last().unwrap().within, None);
    (&course.call, course.states.len())
}

/// The longest call of a program that loops is drawn, or the longest of all; its states lie in their boxes.
#[test]
fn the_longest_call_is_drawn() {
    let adds = course::<AdditionLoop>(AdditionLoop::MODEL.unwrap(), "579+1221").unwrap();
    assert_eq!(stays(&adds), ("ADD", 9));
    let sorts = course::<SortingLoop>(SortingLoop::MODEL.unwrap(), "3 1 2 5 4").unwrap();
    assert_eq!(stays(&sorts), ("BUBBLESORT", 11));
    let recursive = course::<Addition>(models::ADDITION_BOXES, "579+1221").unwrap();
    assert_eq!(stays(&recursive), ("LSHIFT", 4));
    let ticks = ".b..".repeat(25);
    assert_eq!(stays(&course::<TrafficLoop>(models::TRAFFIC_LOOP, &ticks).unwrap()), ("LIGHTS", 101));
}

/// The legend tells a memory's boxes, and each decision once.
#[test]
fn the_legend_tells_what_is_decided() {
    let course = course::<AdditionLoop>(models::LOOPS, "1+2").unwrap();
    let decided = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    let memories = [(0, decided(&["ADD1, goes on", "NOP, ends"])), (1, decided(&["LSHIFT, goes on"]))];
    assert_eq!(course.memories, memories);
    let picture = boxes::picture(&course).unwrap();
    assert!(picture.contains(">memory 0, box 0: ADD1, goes on; NOP, ends<"), "{picture}");
}

/// The picture is XML that any parser takes, of moderate size, and has neither script nor address.
#[test]
fn the_picture_is_valid() {
    let course = course::<TrafficLoop>(models::TRAFFIC_LOOP, &".b..".repeat(25)).unwrap();
    let picture = boxes::picture(&course).unwrap();
    assert!(picture.len() < 200_000, "{} bytes", picture.len());
    let document = roxmltree::Document::parse(&picture).unwrap();
    let tags = || document.descendants().map(|node| node.tag_name().name());
    assert!(tags().all(|tag| !["script", "image", "foreignObject", "a"].contains(&tag)));
    assert!(!picture.contains("url(") && !picture.contains("@import"));
    let panels = document.descendants().filter(|node| node.attribute("class") == Some("p"));
    assert_eq!(panels.count(), 32);
}

/// A run without boxes has no picture, nor has a call too long for one.
#[test]
fn what_cannot_be_drawn_is_refused() {
    let error = course::<Addition>(models::ADDITION, "1+2").unwrap_err().to_string();
    assert!(error.contains("expected a call that boxes prove, found none"), "{error}");
    let long = course::<TrafficLoop>(models::TRAFFIC_LOOP, &".".repeat(500)).unwrap();
    let error = boxes::picture(&long).unwrap_err().to_string();
    assert!(error.contains("expected at most 500 steps of a call in one picture, found 501"), "{error}");
}
