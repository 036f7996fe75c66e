//! A no that is said under another address of the person, by the name of a file, in the transactions, or in a
//! struct as a shop's interface gives it.

use super::{CUSTOMERS, NIGHT, all_and_some, customers, email, listed, shop, table, texts};
use crate::workplace::Workplace;
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{
    ArrayRef, BooleanArray, Int64Array, NullArray, RecordBatch, StringArray, StructArray,
};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::collections::BTreeSet;
use std::sync::Arc;

fn gone(all: &BTreeSet<i64>, work: &Workplace) -> Vec<i64> {
    all.difference(&listed(work)).copied().collect()
}

#[test]
fn a_no_under_a_second_address_is_the_persons() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    for (column, of_others, address) in [
        ("email2", "account_manager_email", "second"),
        ("Billing E-Mail", "store_email", "second"),
        ("mobile", "support_phone", "phone"),
    ] {
        let written = |id: i64| match address {
            "phone" => format!("0171 555{:05}", id * 37),
            _ => format!("Second.{id}@Other.test"),
        };
        let said = |id: i64| written(id).to_lowercase();
        customers(&work, Some((column, texts((0..CUSTOMERS).map(written)))));
        let rows: Vec<String> = some.iter().map(|&id| said(id)).collect();
        let phone = address == "phone";
        table(
            &work,
            "events.parquet",
            vec![
                ("customer_id", texts(rows.iter().map(|_| None::<String>))),
                (if phone { "phone" } else { "email" }, texts(rows.clone())),
                ("timestamp", texts(rows.iter().map(|_| "2024-11-20".to_owned()))),
                ("type", texts(rows.iter().map(|_| "unsubscribe".to_owned()))),
            ],
        );
        let night = format!("{NIGHT} --events events.parquet --accept-losses");
        work.run(&night).expect_code(0);
        assert_eq!(gone(&all, &work), some, "{column}");
        // An address of the business's own people is nobody's.
        customers(&work, Some((of_others, texts((0..CUSTOMERS).map(written)))));
        work.run(&night).expect_code(0);
        assert!(gone(&all, &work).is_empty(), "{of_others}");
    }
}

/// A list of numbers that must not be called, several in a cell.
#[test]
fn every_number_of_a_cell_is_one() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let number = |id: i64| format!("0171 555{:05}", id * 37);
    customers(&work, Some(("phone", texts((0..CUSTOMERS).map(number)))));
    std::fs::create_dir(work.path("people")).unwrap();
    std::fs::rename(work.path("customers.parquet"), work.path("people/members.parquet")).unwrap();
    let cell = some.iter().map(|&id| number(id)).collect::<Vec<_>>().join(" / ");
    table(&work, "people/unsubscribed.parquet", vec![("phone", texts([cell].into_iter()))]);
    let night = NIGHT.replace("customers.parquet", "people") + " --accept-losses";
    work.run(&night).expect_code(0);
    assert_eq!(gone(&all, &work), some);
}

#[test]
fn a_file_that_says_no_by_its_name_holds_for_everybody_in_it() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    std::fs::create_dir(work.path("people")).unwrap();
    std::fs::rename(work.path("customers.parquet"), work.path("people/members.parquet")).unwrap();
    let write = |name: &str| {
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", Arc::new(Int64Array::from(some.clone()))),
            ("email", texts(some.iter().map(|&id| email(id)))),
            ("consent_email", Arc::new(BooleanArray::from(vec![true; some.len()]))),
        ];
        table(&work, &format!("people/{name}"), columns);
    };
    let night = NIGHT.replace("customers.parquet", "people") + " --accept-losses";
    for name in ["unsubscribed_members_export_1f.parquet", "do-not-mail.parquet"] {
        write(name);
        let ended = work.run(&night.replace(" --quiet", "")).expect_code(0);
        assert_eq!(gone(&all, &work), some, "{name}");
        assert!(
            ended.stderr.contains(&format!("say no by their names: {name}")),
            "{}",
            ended.stderr
        );
        std::fs::remove_file(work.path(&format!("people/{name}"))).unwrap();
    }
    write("without unsubscribed.parquet");
    work.run(&night).expect_code(0);
    assert_eq!(listed(&work), all);
    write("spam.parquet");
    work.write("winback.toml", "[customer_columns]\nno_refusals = [\"spam.parquet\"]\n");
    work.run(&night).expect_code(0);
    assert_eq!(listed(&work), all, "the configuration says that it is none");
}

/// The transactions with a column more.
pub(super) fn transactions_with(
    work: &Workplace,
    name: &str,
    cell: impl Fn(i64) -> Option<String>,
) {
    let file = std::fs::File::open(work.path("tx.parquet")).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)
        .unwrap()
        .with_batch_size(1 << 20)
        .build()
        .unwrap();
    let batches: Vec<RecordBatch> = reader.map(Result::unwrap).collect();
    let kept =
        |column: &str| -> ArrayRef { Arc::clone(batches[0].column_by_name(column).unwrap()) };
    let ids = kept("customer_id");
    let ids = ids.as_any().downcast_ref::<Int64Array>().unwrap();
    let cells = texts(ids.values().iter().map(|&id| cell(id)));
    let mut columns: Vec<(&str, ArrayRef)> =
        ["customer_id", "order_date", "amount"].map(|name| (name, kept(name))).to_vec();
    columns.push((name, cells));
    table(work, "tx.parquet", columns);
}

#[test]
fn a_no_in_the_transactions_counts() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    for (column, no) in
        [("do_not_contact", "yes"), ("Unsubscribed At", "2024-02-03"), ("gdpr_request", "erase me")]
    {
        transactions_with(&work, column, |id| some.contains(&id).then(|| no.to_owned()));
        let ended = work.run(&(NIGHT.replace(" --quiet", "") + " --accept-losses")).expect_code(0);
        assert_eq!(gone(&all, &work), some, "{column}");
        let check = work.run("check --transactions tx.parquet --as-of 2024-12-01").stdout;
        let named = format!("names: {column} (");
        assert!(
            check.contains(&named) && check.contains("; 3 customers"),
            "{check}\n{}",
            ended.stderr
        );
        // The list alone, from these scores.
        let list = "audience --customers customers.parquet --as-of 2024-12-01 --control-share 0 --min-overdue 0 \
                    --reminder-cost 0 --output output --quiet --accept-losses";
        work.run(list).expect_code(0);
        assert_eq!(gone(&all, &work), some, "{column}, made from the scores");
    }
    // What is said of a row, and a box that was not ticked at a sale, is no refusal.
    for (column, cell) in [("accepts_marketing", "no"), ("archived", "yes"), ("risk", "blocked")] {
        transactions_with(&work, column, |_| Some(cell.to_owned()));
        work.run(&format!("{NIGHT} --accept-losses")).expect_code(0);
        assert_eq!(listed(&work), all, "{column}");
    }
}

#[test]
fn a_consent_in_a_struct_is_read_by_its_state() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let state = |id: i64| if some.contains(&id) { "unsubscribed" } else { "subscribed" };
    let states: ArrayRef =
        Arc::new((0..CUSTOMERS).map(|id| Some(state(id))).collect::<StringArray>());
    let levels: ArrayRef = Arc::new(BooleanArray::from(vec![true; CUSTOMERS as usize]));
    let consent =
        StructArray::try_from(vec![("state", states), ("single_opt_in", levels)]).unwrap();
    customers(&work, Some(("email_marketing_consent", Arc::new(consent))));
    work.run(&format!("{NIGHT} --accept-losses")).expect_code(0);
    assert_eq!(gone(&all, &work), some);
}

#[test]
fn more_columns_and_cells_say_no_and_others_do_not() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let columns = |name: &str, no: &str, others: &str| {
        let cell = |id: i64| Some(if some.contains(&id) { no } else { others }.to_owned());
        let cells = (0..CUSTOMERS).map(|id| cell(id).filter(|text| !text.is_empty()));
        customers(&work, Some((name, texts(cells))));
        work.run(&format!("{NIGHT} --accept-losses")).expect_code(0);
        gone(&all, &work)
    };
    for (name, no, others) in [
        ("_ab_cdc_deleted_at", "2024-02-01T00:00:00Z", ""),
        ("right_to_be_forgotten", "true", "false"),
        ("DSGVO_geloescht", "ja", "nein"),
        ("Austragung", "2024-01-01", ""),
        ("lista_robinson", "si", "no"),
        ("sprzeciw_marketing", "tak", "nie"),
        ("退会日", "2024-03-03", ""),
        ("hs_email_quarantined", "true", "false"),
        ("hs_email_bad_address", "true", ""),
        ("can_receive_email_marketing", "false", "true"),
        ("newsletter_subscription", "0", "1"),
        ("Tags", "vip, DNC", "vip"),
        ("Tags", "kein Newsletter", "vip"),
        ("Permission", "gesperrt", "erteilt"),
        ("contact_preference", "post only", "e-mail"),
        ("メルマガ", "希望しない", "希望する"),
        ("status", "non-subscribed", "subscribed"),
        ("account_status", "unconfirmed", "confirmed"),
        ("Marketing contact status", "Non-marketing contact", "Marketing contact"),
        ("DoNotEMail", "Do Not Allow", "Allow"),
        ("EmailOptOut", "Opted Out", "Opted In"),
        (
            "email_subscription_state",
            "{\"state\": \"unsubscribed\"}",
            "{\"state\": \"subscribed\"}",
        ),
    ] {
        assert_eq!(columns(name, no, others), some, "{name} = {no}");
    }
    for (name, cell) in [
        ("unsubscribe_token", "abc123"),
        ("unsubscribe_url", "https://shop.test/u/1"),
        ("bounce_rate", "0.2"),
        ("company", "Opt-Out Records"),
        ("email_marketing_consent", "SUBSCRIBED"),
    ] {
        assert!(columns(name, cell, cell).is_empty(), "{name} = {cell}");
    }
}

#[test]
fn a_list_of_tags_and_several_addresses_in_a_cell_are_read() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let mut tags = ListBuilder::new(StringBuilder::new());
    for id in 0..CUSTOMERS {
        tags.values().append_value("vip");
        if some.contains(&id) {
            tags.values().append_value("do_not_contact");
        }
        tags.append(true);
    }
    customers(&work, Some(("tags", Arc::new(tags.finish()))));
    work.run(&format!("{NIGHT} --accept-losses")).expect_code(0);
    assert_eq!(gone(&all, &work), some);
    // A row without an identifier, with several addresses.
    let both = some.iter().map(|&id| email(id)).collect::<Vec<String>>().join("; x@other.test, ");
    let ids = (0..CUSTOMERS).map(Some).chain([None]).collect::<Int64Array>();
    let mails = (0..CUSTOMERS).map(email).chain([both]);
    let flags = (0..=CUSTOMERS).map(|row| (row == CUSTOMERS).then(|| "true".to_owned()));
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", Arc::new(ids)),
        ("email", texts(mails)),
        ("consent_email", Arc::new(BooleanArray::from(vec![true; CUSTOMERS as usize + 1]))),
        ("unsubscribed", texts(flags)),
    ];
    table(&work, "customers.parquet", columns);
    work.run(&format!("{NIGHT} --accept-losses")).expect_code(0);
    assert_eq!(gone(&all, &work), some);
}

/// A part of a struct that never had a value has no type: pandas writes it so.
#[test]
fn a_part_of_a_struct_without_any_value_is_read() {
    let work = shop();
    let (all, some) = all_and_some(&work);
    let state = |id: i64| if some.contains(&id) { "unsubscribed" } else { "subscribed" }.to_owned();
    let consent = StructArray::try_from(vec![
        ("state", texts((0..CUSTOMERS).map(state))),
        ("consent_updated_at", Arc::new(NullArray::new(CUSTOMERS as usize)) as ArrayRef),
    ]);
    customers(&work, Some(("email_marketing_consent", Arc::new(consent.unwrap()))));
    work.run(&format!("{NIGHT} --accept-losses")).expect_code(0);
    assert_eq!(gone(&all, &work), some);
}
