// sigma-rust over a folder of rules and a file of events; the protocol is that of ../run.
//
//   match_sigma_rust RULES_FOLDER EVENTS.jsonl ROUNDS
use sigma_rust::{event_from_json, rule_from_yaml, Rule};
use std::path::{Path, PathBuf};
use std::time::Instant;

fn rule_files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of rules") {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            rule_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "yml" || e == "yaml") {
            out.push(path);
        }
    }
}

fn load(folder: &str) -> Vec<(String, Rule)> {
    let mut files = Vec::new();
    rule_files(Path::new(folder), &mut files);
    files.sort();
    let mut rules = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a rule in UTF-8");
        match rule_from_yaml(&text) {
            Ok(rule) => rules.push((rule.id.clone().unwrap_or(rule.title.clone()), rule)),
            Err(error) => eprintln!("refused\t{}\t{error}", path.display()),
        }
    }
    rules
}

fn ids_that_hold<'a>(rules: &'a [(String, Rule)], line: &str) -> Vec<&'a str> {
    let event = event_from_json(line).expect("an event in JSON");
    let held = rules.iter().filter(|(_, rule)| rule.is_match(&event));
    held.map(|(id, _)| id.as_str()).collect()
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let rules = load(&args[1]);
    let events = std::fs::read_to_string(&args[2]).expect("events");
    let lines: Vec<&str> = events.lines().collect();
    let (mut hits, mut best) = (Vec::new(), f64::MAX);
    for _ in 0..args[3].parse::<u32>().expect("rounds") {
        let begin = Instant::now();
        hits = lines.iter().map(|line| ids_that_hold(&rules, line)).collect();
        best = best.min(begin.elapsed().as_secs_f64());
    }
    for (number, mut ids) in hits.into_iter().enumerate().filter(|(_, ids)| !ids.is_empty()) {
        ids.sort();
        println!("{}", serde_json::json!({"event": number, "rules": ids}));
    }
    eprintln!("speed\t{}\t{:.1}", rules.len(), lines.len() as f64 / best);
}
