// rsigma over a folder of rules and a file of events; the protocol is that of ../run.
//
//   match_rsigma RULES_FOLDER EVENTS.jsonl ROUNDS
use rsigma_eval::event::JsonEvent;
use rsigma_eval::Engine;
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

fn load(folder: &str) -> Engine {
    let mut files = Vec::new();
    rule_files(Path::new(folder), &mut files);
    files.sort();
    let mut rules = Vec::new();
    let mut paths = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a rule in UTF-8");
        match rsigma_parser::parse_sigma_yaml(&text) {
            Ok(parsed) if !parsed.has_errors() => {
                paths.resize(paths.len() + parsed.rules.len(), path);
                rules.extend(parsed.rules);
            }
            Ok(parsed) => eprintln!("refused\t{}\t{:?}", path.display(), parsed.into_result().err()),
            Err(error) => eprintln!("refused\t{}\t{error}", path.display()),
        }
    }
    let mut engine = Engine::new();
    for (index, error) in engine.add_rules(&rules) {
        eprintln!("refused\t{}\t{error}", paths[index].display());
    }
    engine
}

fn ids_that_hold(engine: &Engine, line: &str) -> Vec<String> {
    let value: serde_json::Value = serde_json::from_str(line).expect("an event in JSON");
    let results = engine.evaluate(&JsonEvent::borrow(&value));
    results.into_iter().map(|hit| hit.header.rule_id.unwrap_or(hit.header.rule_title)).collect()
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let engine = load(&args[1]);
    let events = std::fs::read_to_string(&args[2]).expect("events");
    let lines: Vec<&str> = events.lines().collect();
    let (mut hits, mut best) = (Vec::new(), f64::MAX);
    for _ in 0..args[3].parse::<u32>().expect("rounds") {
        let begin = Instant::now();
        hits = lines.iter().map(|line| ids_that_hold(&engine, line)).collect();
        best = best.min(begin.elapsed().as_secs_f64());
    }
    for (number, mut ids) in hits.into_iter().enumerate().filter(|(_, ids)| !ids.is_empty()) {
        ids.sort();
        println!("{}", serde_json::json!({"event": number, "rules": ids}));
    }
    eprintln!("speed\t{}\t{:.1}", engine.rule_count(), lines.len() as f64 / best);
}
