//! The page of the morning as the commands write it.

use crate::workplace::Workplace;

const PAGE: &str = "out/report/as_of=2024-10-01/report.html";

/// A shop with a night of scores and a list; the flags to go on with.
fn night(work: &Workplace) -> String {
    let data = work.generate(600, "");
    let flags = format!("{data} --as-of 2024-10-01 --horizon-days 60 --output out --models models");
    work.write("winback.toml", "[report]\ncurrency = \"EUR\"\n");
    work.run(&format!("run {flags} --list-size 40")).expect_code(0);
    flags
}

/// The cells of a column of a list.
fn column(work: &Workplace, file: &str, name: &str) -> Vec<String> {
    let text = work.read(&format!("out/audience/as_of=2024-10-01/{file}"));
    let mut lines = text.lines();
    let at = lines.next().unwrap().split(',').position(|column| column == name).unwrap();
    lines.map(|line| line.split(',').nth(at).unwrap().to_owned()).collect()
}

#[test]
fn the_night_writes_a_page_that_is_made_again_to_the_byte() {
    let work = Workplace::new();
    let flags = night(&work);
    let page = work.read(PAGE);
    assert!(page.len() < 400_000, "{}", page.len());
    for part in
        ["Content-Security-Policy", "Customers as of 1", "€", "On tonight&#39;s list", "grade "]
    {
        assert!(page.contains(part), "{part}");
    }
    let made = work.run(&format!("report {flags} --format json")).expect_code(0).json();
    assert!(made["page"]["page"].as_str().unwrap().ends_with("report.html"), "{made}");
    assert_eq!(made["page"]["bytes"].as_u64().unwrap(), page.len() as u64);
    assert_eq!(work.read(PAGE), page);
    let told = work.run(&format!("report {flags}")).expect_code(0).stdout;
    assert!(told.contains(PAGE), "{told}");
}

#[test]
fn no_address_stands_on_it_unless_asked_for() {
    let work = Workplace::new();
    let flags = night(&work);
    let emails = column(&work, "win_back.csv", "email");
    let known: Vec<&String> = emails.iter().filter(|email| email.contains('@')).collect();
    assert!(!known.is_empty());
    let page = work.read(PAGE);
    assert!(!page.contains('@') || !known.iter().any(|email| page.contains(*email)));
    work.run(&format!("report {flags} --with-contacts")).expect_code(0);
    let page = work.read(PAGE);
    assert!(known.iter().take(10).all(|email| page.contains(*email)));
}

#[test]
fn the_page_shows_what_each_is_offered_and_says_why_a_list_is_empty() {
    let work = Workplace::new();
    let flags = night(&work);
    let page = work.read(PAGE);
    for column in ["Offer", "Expected profit", "Cost of a contact"] {
        assert!(page.contains(&format!("{column}</th>")), "{column}");
    }
    assert!(page.contains("30\u{a0}Sep\u{a0}2024, "), "the period's last day: {page}");
    work.run(&format!("run {flags} --budget 0")).expect_code(0);
    let page = work.read(PAGE);
    assert!(page.contains("Nobody is on tonight&#39;s list; "), "{page}");
    assert!(page.contains("(the list size or the budget was reached)."), "{page}");
}

#[test]
fn the_index_lists_nights_and_leaves_their_pages_alone() {
    let work = Workplace::new();
    let flags = night(&work);
    let first = work.read(PAGE);
    let later = flags.replace("2024-10-01", "2024-10-08");
    work.run(&format!("run {later} --list-size 40")).expect_code(0);
    assert_eq!(work.read(PAGE), first, "an old page is not made again");
    let second = work.read("out/report/as_of=2024-10-08/report.html");
    assert!(second.contains("than on 1\u{a0}Oct\u{a0}2024"), "what changed since");
    let index = work.read("out/report/index.html");
    let places = ["as_of=2024-10-08/report.html", "as_of=2024-10-01/report.html"];
    let found = places.map(|place| index.find(place).unwrap());
    assert!(found[0] < found[1], "the newest first");
    work.write("out/report/as_of=2024-10-01/night.json", "{");
    let run = work.run(&format!("report {later}")).expect_code(0);
    assert!(run.stderr.contains("night.json is damaged"), "{}", run.stderr);
    let index = work.read("out/report/index.html");
    assert!(index.contains(places[0]) && !index.contains(places[1]), "{index}");
}

#[test]
fn scores_of_a_horizon_ago_are_held_against_what_happened() {
    let work = Workplace::new();
    let flags = night(&work);
    let later = flags.replace("2024-10-01", "2024-11-30");
    work.run(&format!("run {later} --list-size 40")).expect_code(0);
    let page = work.read("out/report/as_of=2024-11-30/report.html");
    assert!(page.contains("On 1\u{a0}Oct\u{a0}2024 the scores expected"), "{page}");
    assert!(!work.read(PAGE).contains("the scores expected"));
}

#[test]
fn a_page_needs_transactions_alone() {
    let work = Workplace::new();
    work.generate(600, "");
    let config = "[data]\ntransactions = \"history/transactions\"\nas_of = \"2024-10-01\"\n\
                  [outcome]\nhorizon_days = 60\n[output]\noutput = \"out\"\n[report]\nlocale = \"de\"\n";
    work.write("winback.toml", config);
    work.run("report").expect_code(0);
    let page = work.read(PAGE);
    for part in
        ["There are no scores", "No list was made", "1.\u{a0}Okt.\u{a0}2024", "Net promoter score"]
    {
        assert!(page.contains(part), "{part}");
    }
    work.write("winback.toml", &config.replace("\"de\"", "\"tlh\""));
    work.run("report").expect_error(2, &["winback.toml:9", "report.locale", "tlh"]);
    work.write("winback.toml", &config.replace("locale = \"de\"", "measured = \"winback.toml\""));
    work.run("report").expect_error(2, &["winback.toml", "winback measure --out"]);
}
