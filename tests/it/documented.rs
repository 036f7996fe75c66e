//! The commands that README and the pages in docs show: each is understood as it is written, and each block of them runs,
//! line by line, in a folder that has what its page speaks of.

use crate::workplace::Workplace;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What a command needs that is not here, by a word of it, and who runs it.
const ELSEWHERE: [(&str, &str); 5] = [
    ("winback demo", "demo.rs"),
    ("--engine spark", "scripts/check_spark_engine.py"),
    ("s3://", "scripts/check_stores.py"),
    ("winback generate", "month.rs, whose story it is"),
    ("orders_delta", "delta.rs"),
];
/// Places of the pages, and what is there instead.
const PLACES: [(&str, &str); 1] = [("/srv/shop/winback.toml", "winback.toml")];
/// What must have happened before a command, by a word of it.
const BEFORE: [(&str, &str); 3] = [
    ("winback init", "rm winback.toml"),
    ("winback import", "rm -rf winback.toml tables"),
    (
        "winback measure",
        "winback run --model earlier --as-of 2024-07-01 --horizon-days 30 --output out",
    ),
];

/// The pages with their blocks of commands, each a script.
fn pages() -> Vec<(PathBuf, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> =
        docs.filter(|path| path.extension() == Some("md".as_ref())).collect();
    pages.sort();
    pages.insert(0, root.join("README.md"));
    let read = |path: PathBuf| {
        let blocks = blocks(&std::fs::read_to_string(&path).unwrap());
        (path, blocks)
    };
    pages.into_iter().map(read).filter(|(_, blocks)| !blocks.is_empty()).collect()
}

/// The blocks of a page that call the program. In a console's block the lines behind `$ ` are commands.
fn blocks(page: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once("\n```") {
        let (block, next) = after.split_once("\n```").expect("a block ends");
        rest = next;
        let (language, text) = block.split_once('\n').unwrap_or((block, ""));
        let text = text.replace("\\\n", " ");
        let commands: Vec<&str> = match language {
            "sh" => text.lines().collect(),
            "console" => text.lines().filter_map(|line| line.strip_prefix("$ ")).collect(),
            _ => continue,
        };
        if commands.iter().any(|command| command.starts_with("winback ")) {
            blocks.push(commands.join("\n"));
        }
    }
    blocks
}

/// A script in which `winback` is this program, with more behind its arguments.
fn script(commands: &str, more: &str) -> String {
    let binary = env!("CARGO_BIN_EXE_winback");
    format!("set -e\nwinback() {{ '{binary}' \"$@\" {more}; }}\n{commands}\n")
}

#[test]
fn every_command_that_is_shown_is_understood() {
    let (work, mut n) = (Workplace::new(), 0);
    for (page, blocks) in pages() {
        for command in blocks.iter().flat_map(|block| block.lines()) {
            if command.starts_with("winback ") {
                let ended = work.shell(&script(command, "--help > /dev/null"));
                assert_eq!(ended.code, 0, "{}: {command}\n{}", page.display(), ended.stderr);
                n += 1;
            }
        }
    }
    assert!(n > 30, "only {n} commands were found");
    let wrong = work.shell(&script("winback run --no-such-flag", "--help > /dev/null"));
    assert_eq!(wrong.code, 2, "what is not understood is seen");
}

#[test]
fn every_block_of_commands_runs() {
    let mut n = 0;
    for (page, blocks) in pages() {
        let is_here = |block: &&String| !ELSEWHERE.iter().any(|(word, _)| block.contains(word));
        let blocks: Vec<&String> = blocks.iter().filter(is_here).collect();
        if blocks.is_empty() {
            continue;
        }
        let work = Workplace::new();
        furnish(&work);
        for block in blocks {
            let before = BEFORE.iter().filter(|(word, _)| block.contains(word));
            let before = before.map(|(_, command)| *command);
            let mut commands = before.chain([block.as_str()]).collect::<Vec<_>>().join("\n");
            for (place, here) in PLACES {
                commands = commands.replace(place, here);
            }
            let ended = work.shell(&script(&commands, "--quiet"));
            let said = format!("{}\n{}", ended.stdout, ended.stderr);
            assert_eq!(ended.code, 0, "{}:\n{commands}\n{said}", page.display());
            n += 1;
        }
    }
    assert!(n >= 10, "only {n} blocks were run");
}

/// Days since 1970 of today.
#[expect(clippy::disallowed_methods, reason = "the pages speak of today")]
fn today() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    now.as_secs() / 86_400
}

/// A business whose history ends yesterday, its configuration, and the exports that docs/inputs.md names.
fn furnish(work: &Workplace) {
    // 2023-07-01: the pages ask for dates from the middle of 2024 on.
    const FIRST_DAY: u64 = 19_539;
    let day = |day: u64| {
        let date = jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(day as i64);
        date.to_string()
    };
    let end = today() - 1;
    let made = format!(
        "generate --shape wholesale --customers 700 --no-events --days {} --end-date {} --out exports --quiet",
        end - FIRST_DAY + 1,
        day(end)
    );
    work.run(&made).expect_code(0);
    work.run("init --from exports --quiet").expect_code(0);
    // A customer in three buys every few weeks, the others now and then.
    let orders = |line: &dyn Fn(u64, u64, String) -> String| -> String {
        let of = |customer: u64| {
            let step = if customer.is_multiple_of(3) { 23 } else { 61 };
            (FIRST_DAY + customer % 60..end).step_by(step).map(move |day| (customer, day))
        };
        let all = (0..600).flat_map(of).enumerate();
        all.map(|(order, (customer, at))| line(order as u64, customer, day(at))).collect()
    };
    let mut shopify =
        "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem price\n"
            .to_owned();
    shopify += &orders(&|order, customer, date| {
        let price = 10 + (order * 7 + customer) % 40;
        format!("#{order},c{customer}@shop.test,paid,{date} 10:00:00 -0500,1,Mug,{price}.00\n")
    });
    let mut woocommerce = "Order ID,Order Date,Status,Customer Email,Order Total\n".to_owned();
    woocommerce += &orders(&|order, customer, date| {
        let total = 10 + (order * 7 + customer) % 40;
        format!("{order},{date} 10:00:00,wc-completed,c{customer}@shop.test,{total}.00\n")
    });
    let mut stripe =
        "id,Created (UTC),Amount,Amount Refunded,Currency,Status,Customer Email\n".to_owned();
    stripe += &orders(&|order, customer, date| {
        let amount = 10 + (order * 7 + customer) % 40;
        format!("ch_{order},{date} 10:00,{amount}.00,0.00,eur,Paid,c{customer}@shop.test\n")
    });
    work.write("orders_export.csv", &shopify);
    work.write("orders.csv", &woocommerce);
    work.write("unified_payments.csv", &stripe);
    let mut left = "Person//Email,Timestamp\n".to_owned();
    let mut members = "Email Address,First Name,MEMBER_RATING,CONFIRM_TIME\n".to_owned();
    for customer in 0..50 {
        let _ = writeln!(left, "c{customer}@shop.test,2025-01-01 10:00:00");
        let _ = writeln!(members, "c{customer}@shop.test,Ada,2,2024-01-01 10:00:00");
    }
    work.write("unsubscribed.csv", &left);
    work.write("subscribed_members_export_0a.csv", &members);
    work.write("unsubscribed_members_export_0a.csv", &members.replace("@shop", "@other"));
}
