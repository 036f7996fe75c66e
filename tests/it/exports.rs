//! Exports as services write them, end to end and without cleaning: `winback import`, a preset, and sales
//! that count, money that is right, people who have said no on no list.
//!
//! Headers are those that the services document, column for column.

use crate::workplace::Workplace;
use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use std::collections::{BTreeMap, BTreeSet};

/// Shopify, the admin's order export.
const SHOPIFY_ORDERS: &str = "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,\
    Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,\
    Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,\
    Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,\
    Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,\
    Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,\
    Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,\
    Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,\
    Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,\
    Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,\
    Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,\
    Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,\
    Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References";

/// WooCommerce, the orders report of its analytics.
const WOO_ANALYTICS: &str = "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,\
    Product(s),Items sold,Coupon(s),Net Sales,Attribution";

/// WooCommerce, WebToffee's extension: one row an order.
const WOO_ORDERS: &str = "order_id,order_number,order_date,paid_date,status,shipping_total,\
    shipping_tax_total,fee_total,fee_tax_total,tax_total,cart_discount,order_discount,\
    discount_total,order_total,order_subtotal,order_currency,payment_method,payment_method_title,\
    transaction_id,customer_ip_address,customer_user_agent,shipping_method,customer_id,\
    customer_user,customer_email,billing_first_name,billing_last_name,billing_company,\
    billing_email,billing_phone,billing_address_1,billing_address_2,billing_postcode,billing_city,\
    billing_state,billing_country,shipping_first_name,shipping_last_name,shipping_company,\
    shipping_phone,shipping_address_1,shipping_address_2,shipping_postcode,shipping_city,\
    shipping_state,shipping_country,customer_note,wt_import_key,shipping_items,fee_items,\
    tax_items,coupon_items,refund_items,order_notes,download_permissions,line_item_1,line_item_2";

/// WooCommerce, AlgolPlus's extension: one row a line item.
const WOO_LINES: &str = "Order Number,Order Status,Order Date,Customer Note,First Name (Billing),\
    Last Name (Billing),Company (Billing),Address 1&2 (Billing),City (Billing),\
    State Code (Billing),Postcode (Billing),Country Code (Billing),Email (Billing),\
    Phone (Billing),First Name (Shipping),Last Name (Shipping),Address 1&2 (Shipping),\
    City (Shipping),State Code (Shipping),Postcode (Shipping),Country Code (Shipping),Item #,SKU,\
    Name,Product Variation,Quantity,Quantity (- Refund),Item Cost,Order Line (w/o tax),\
    Order Line Tax,Order Line Total,Order Line Total Refunded,Order Line Total (- Refund),\
    Image URL,Coupon Code,Discount Amount,Discount Amount Tax,Payment Method Title,Coupons Used,\
    Cart Discount Amount,Order Subtotal Amount,Order Tax Amount,Order Shipping Amount,\
    Order Refund Amount,Order Total Amount,Order Total Tax Amount,Total items,Total products";

/// Stripe, the payments of the dashboard, as it wrote them for years.
const STRIPE: &str = "id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,\
    Converted Amount,Converted Amount Refunded,Fee,Tax,Converted Currency,Mode,Status,\
    Statement Descriptor,Customer ID,Customer Description,Customer Email,Captured,Card ID,\
    Card Last4,Card Brand,Card Funding,Card Exp Month,Card Exp Year,Card Name,Card Address Line1,\
    Card Address Line2,Card Address City,Card Address State,Card Address Country,\
    Card Address Zip,Card Issue Country,Card Fingerprint,Card CVC Status,Card AVS Zip Status,\
    Card AVS Line1 Status,Card Tokenization Method,Disputed Amount,Dispute Status,Dispute Reason,\
    Dispute Date (UTC),Dispute Evidence Due (UTC),Invoice ID,Payment Source Type,Destination,\
    Transfer,Interchange Costs,Merchant Service Charge,Transfer Group,PaymentIntent ID";

/// Stripe, with the default columns of today.
const STRIPE_NEW: &str = "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,\
    Converted Amount,Converted Amount Refunded,Converted Currency,Decline Reason,Description,Fee,\
    Is Link,Link Funding,Mode,PaymentIntent ID,Payment Source Type,Refunded date (UTC),\
    Statement Descriptor,Status,Seller Message,Taxes On Fee,Card ID,Card Name,\
    Card Address Line1,Card Address City,Customer ID,Customer Description,Customer Email,\
    Invoice ID,Transfer";

/// Klaviyo, events of one metric.
const KLAVIYO: &str =
    "Person//Email,Person//First Name,Person//Last Name,Timestamp,$event_id,$value,Quantity,Items";

/// Klaviyo, profiles of a list.
const KLAVIYO_PROFILES: &str = "Email,Klaviyo ID,First Name,Last Name,Organization,Title,\
    Phone Number,Address,Address 2,City,State / Region,Country,Zip Code,Latitude,Longitude,Source,\
    IP Address,Email Marketing Consent,Email Marketing Consent Timestamp,\
    Historic Customer Lifetime Value,Total Customer Lifetime Value,\
    Predicted Customer Lifetime Value,Average Order Value,Historic Number Of Orders,First Active,\
    Last Active,Profile Created On,Date Added,Last Open,Last Click,Average Days Between Orders,\
    Email Suppressions";

/// Mailchimp, the subscribed members of an audience; `{}` stands for what the others have beside it.
const MAILCHIMP: &str = "Email Address,First Name,Last Name,Address,Phone Number,Birthday,{}\
    MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,\
    TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS";

/// A file with the header of a service, of which some columns are filled: the first line of `cells` names
/// them, `|` stands between cells.
fn csv(header: &str, cells: &str) -> String {
    let names: Vec<&str> = header.split(',').collect();
    let mut lines = cells.trim().lines().map(|line| line.split('|').map(str::trim));
    let filled: Vec<&str> = lines.next().unwrap().collect();
    for name in &filled {
        assert!(names.contains(name), "{name} is no column of this export");
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&names).unwrap();
    for line in lines {
        let cells: Vec<&str> = line.collect();
        assert_eq!(cells.len(), filled.len(), "{cells:?}");
        let cell =
            |name: &&str| filled.iter().position(|known| known == name).map_or("", |i| cells[i]);
        writer.write_record(names.iter().map(cell)).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// Purchases, returns and money of each customer, as of 2025-01-01.
fn sales(work: &Workplace, flags: &str) -> BTreeMap<String, (i64, i64, f64)> {
    work.run(&format!(
        "features --as-of 2025-01-01 --features purchases,returns,spend --out f.parquet {flags}"
    ))
    .expect_code(0);
    let file = std::fs::File::open(work.path("f.parquet")).unwrap();
    let reader =
        parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let mut all = BTreeMap::new();
    for batch in reader.build().unwrap() {
        let batch: RecordBatch = batch.unwrap();
        let column = |name: &str| batch.column_by_name(name).unwrap();
        let ids = column("customer_id").as_string::<i32>();
        let counts = ["purchases", "returns"].map(|name| column(name).as_primitive::<Int64Type>());
        let spend = column("spend").as_primitive::<Float64Type>();
        for row in 0..batch.num_rows() {
            let [purchases, returns] = counts.map(|count| count.value(row));
            all.insert(ids.value(row).to_owned(), (purchases, returns, spend.value(row)));
        }
    }
    all
}

fn of<const N: usize>(expected: [(&str, i64, i64, f64); N]) -> BTreeMap<String, (i64, i64, f64)> {
    expected.into_iter().map(|(id, p, r, s)| (id.to_owned(), (p, r, s))).collect()
}

#[test]
fn shopify_s_order_export() {
    let work = Workplace::new();
    let cells = "
Name|Email      |Financial Status|Total |Discount Amount|Refunded Amount|Created at               |Lineitem quantity|Lineitem price
#1  |a@shop.test|paid            |100.00|0.00           |0.00           |2024-10-01 10:00:00 -0500|1                |60.00
#1  |           |                |      |               |               |2024-10-01 10:00:00 -0500|2                |20.00
#2  |b@shop.test|refunded        |50.00 |0.00           |50.00          |2024-11-15 23:30:00 -0500|1                |50.00
#3  |b@shop.test|voided          |90.00 |0.00           |0.00           |2024-11-15 23:30:00 -0500|1                |70.00
#3  |           |                |      |               |               |2024-11-15 23:30:00 -0500|1                |20.00
#4  |A@Shop.test|paid            |80.00 |20.00          |0.00           |2024-12-01 10:00:00 +0100|1                |100.00
#5  |b@shop.test|pending         |9.00  |0.00           |0.00           |2024-12-01 10:00:00 +0100|1                |9.00
#6  |b@shop.test|partially_refunded|12.00|0.00          |3.00           |2024-12-01 10:00:00 +0100|4                |3.00
";
    work.write("orders_export.csv", &csv(SHOPIFY_ORDERS, cells));
    let said = work.run("import orders_export.csv --out tables").expect_code(0).stdout;
    assert!(said.contains("8 rows, 79 columns; shopify orders filled down"), "{said}");
    let orders = "--transactions tables/orders_export.parquet";
    let sold = sales(&work, &format!("{orders} --preset shopify"));
    assert_eq!(sold, of([("a@shop.test", 2, 0, 180.0), ("b@shop.test", 1, 0, 9.0)]));
    // Without the preset the message names it.
    let said = work.run(&format!("features --as-of 2025-01-01 --out f.parquet {orders}"));
    said.expect_error(2, &["customer_id", "columns of the preset shopify", "--preset shopify"]);
}

#[test]
fn woocommerce_s_orders() {
    let work = Workplace::new();
    let orders = "
order_id|order_date         |status      |order_total|cart_discount|order_currency|customer_id|customer_email
1       |2024-10-01 10:00:00|completed   |40.00      |5.00         |EUR           |7          |Ann@Shop.test
2       |2024-11-01 10:00:00|processing  |30.00      |0            |EUR           |0          |ann@shop.test
3       |2024-11-02 10:00:00|failed      |99.00      |0            |EUR           |0          |ann@shop.test
4       |2024-11-03 10:00:00|pending     |99.00      |0            |EUR           |0          |bob@shop.test
5       |2024-11-04 10:00:00|refunded    |99.00      |0            |EUR           |0          |bob@shop.test
6       |2024-11-05 10:00:00|wc-completed|7.50       |0            |EUR           |0          |bob@shop.test
";
    work.write("orders.csv", &csv(WOO_ORDERS, orders));
    let lines = "
Order Number|Order Status|Order Date      |Email (Billing)|SKU|Quantity|Item Cost|Order Line Total|Order Line Total (- Refund)|Cart Discount Amount|Order Total Amount
1           |Completed   |2024-10-01 10:00|ann@shop.test  |mug|2       |15.00    |30.00           |30.00                      |5.00                |40.00
1           |Completed   |2024-10-01 10:00|ann@shop.test  |cup|1       |10.00    |10.00           |10.00                      |5.00                |40.00
2           |Processing  |2024-11-01 10:00|ann@shop.test  |mug|3       |10.00    |30.00           |20.00                      |0                   |30.00
3           |Cancelled   |2024-11-02 10:00|bob@shop.test  |mug|3       |10.00    |30.00           |30.00                      |0                   |30.00
4           |On hold     |2024-11-02 10:00|bob@shop.test  |mug|3       |10.00    |30.00           |30.00                      |0                   |30.00
5           |Completed   |2024-11-03 10:00|bob@shop.test  |cup|1       |7.50     |7.50            |7.50                       |0                   |7.50
";
    work.write("lines.csv", &csv(WOO_LINES, lines));
    work.run("import orders.csv lines.csv --out tables").expect_code(0);
    let sold = |table: &str| {
        sales(&work, &format!("--transactions tables/{table}.parquet --preset woocommerce"))
    };
    assert_eq!(sold("orders"), of([("ann@shop.test", 2, 0, 70.0), ("bob@shop.test", 1, 0, 7.5)]));
    assert_eq!(sold("lines"), of([("ann@shop.test", 2, 0, 60.0), ("bob@shop.test", 1, 0, 7.5)]));
}

#[test]
fn woocommerce_s_report_has_refunds_as_rows() {
    let work = Workplace::new();
    let report = "
Date               |Order #|Status    |Customer   |Items sold|Net Sales
2024-10-01 10:00:00|11     |completed |Ann Example|2         |40
2024-10-05 10:00:00|12     |refunded  |Ann Example|1         |50
2024-10-09 10:00:00|12     |refunded  |Ann Example|-1        |-50
2024-11-01 10:00:00|13     |processing|Ann Example|3         |30
2024-11-09 10:00:00|13     |processing|Ann Example|-1        |-10
2024-11-02 10:00:00|14     |cancelled |Bob Example|3         |70
2024-11-03 10:00:00|15     |completed |Bob Example|1         |7.5
";
    work.write("report.csv", &csv(WOO_ANALYTICS, report));
    work.run("import report.csv --out tables").expect_code(0);
    let sold = sales(&work, "--transactions tables/report.parquet --preset woocommerce_report");
    assert_eq!(sold, of([("Ann Example", 3, 2, 60.0), ("Bob Example", 1, 0, 7.5)]));
}

#[test]
fn presets_are_named_where_they_would_take_other_columns() {
    let work = Workplace::new();
    let orders = "
order_id|order_date         |status   |order_total|customer_id|billing_email
1       |2024-10-01 10:00:00|completed|40.00      |0          |ann@shop.test
2       |2024-10-01 10:00:00|completed|40.00      |7          |bob@shop.test
";
    work.write("orders.csv", &csv(WOO_ORDERS, orders));
    work.run("import orders.csv --out tables").expect_code(0);
    let check = |flags: &str| -> serde_json::Value {
        let call = "check --as-of 2025-01-01 --transactions tables/orders.parquet --format json";
        serde_json::from_str(&work.run(&format!("{call} {flags}")).stdout).unwrap()
    };
    // All that is needed is recognised; guests would be nobody.
    let remedy = |flags: &str| {
        let findings = check(flags)["findings"].as_array().unwrap().clone();
        let found = findings.into_iter().find(|f| f["subject"] == "columns have a preset");
        found.map(|finding| finding["remedy"].as_str().unwrap().to_owned())
    };
    assert_eq!(remedy("").as_deref(), Some("set it with --preset woocommerce"));
    assert_eq!(remedy("--preset woocommerce"), None);
    // A preset gives way to what is named, and does not stand in the way of what it does not find.
    let checked = check("--preset stripe --order-id order_number");
    let taken = |part: &str| {
        let all = checked["columns"].as_array().unwrap();
        let taken = all.iter().find(|taken| taken["part"] == part).unwrap();
        [&taken["column"], &taken["how"]].map(|text| text.as_str().unwrap().to_owned())
    };
    assert_eq!(taken("order_id"), ["order_number", "named"]);
    assert_eq!(taken("amount"), ["order_total", "recognised"]);
}

#[test]
fn stripe_s_payments() {
    let work = Workplace::new();
    for (header, created) in [(STRIPE, "Created (UTC)"), (STRIPE_NEW, "Created date (UTC)")] {
        let payments = "
id  |CREATED         |Amount  |Amount Refunded|Currency|Converted Amount|Converted Amount Refunded|Converted Currency|Status  |Customer ID|Customer Email
ch_1|2024-10-01 10:00|1,000.00|0.00           |eur     |1,000.00        |0.00                     |eur               |Paid    |cus_1      |Ann@shop.test
ch_2|2024-11-01 10:00|50.00   |20.00          |usd     |45.00           |18.00                    |eur               |Paid    |cus_2      |ann@shop.test
ch_3|2024-11-02 10:00|70.00   |70.00          |eur     |70.00           |70.00                    |eur               |Refunded|cus_2      |ann@shop.test
ch_4|2024-11-03 10:00|99.00   |0.00           |eur     |                |                         |                  |Failed  |cus_3      |bob@shop.test
ch_5|2024-11-04 10:00|7.50    |0.00           |eur     |7.50            |0.00                     |eur               |Paid    |cus_3      |bob@shop.test
ch_6|2024-11-05 10:00|8.50    |0.00           |eur     |                |                         |                  |Canceled|cus_3      |bob@shop.test
";
        work.write("payments.csv", &csv(header, &payments.replace("CREATED", created)));
        work.run("import payments.csv --out tables --force").expect_code(0);
        let table = "--transactions tables/payments.parquet";
        let sold = sales(&work, &format!("{table} --preset stripe"));
        assert_eq!(sold, of([("ann@shop.test", 2, 0, 1027.0), ("bob@shop.test", 1, 0, 7.5)]));
        // Stripe's own numbers instead of the address.
        let by_number = "[columns]\npreset = \"stripe\"\ncustomer_id = \"Customer ID\"\n";
        work.write("winback.toml", by_number);
        assert_eq!(sales(&work, table).len(), 3);
        std::fs::remove_file(work.path("winback.toml")).unwrap();
        let said = work.run(&format!("check --as-of 2025-01-01 {table}"));
        said.expect_error(2, &["--preset stripe"]);
    }
}

const CUSTOMERS: u32 = 120;

fn email(id: u32) -> String {
    format!("c{id}@shop.test")
}

/// A shop whose orders are Shopify's: everybody buys every 20 to 60 days.
fn orders() -> String {
    let mut cells =
        String::from("Name|Email|Financial Status|Created at|Lineitem quantity|Lineitem price");
    let start = jiff::civil::date(2023, 1, 1);
    for id in 0..CUSTOMERS {
        let mut day = id % 37;
        while day < 700 - (id * 7) % 300 {
            let date = start.checked_add(jiff::Span::new().days(day)).unwrap();
            let (email, price) = (email(id), 20 + id % 9);
            cells += &format!("\n#{id}-{day}|{email}|paid|{date} 10:00:00 +0000|1|{price}.00");
            day += 20 + (id * 13 + day) % 41;
        }
    }
    csv(SHOPIFY_ORDERS, &cells)
}

/// Members of an audience; `more` are the columns and cells that its other exports have beside.
fn members(ids: &[u32], confirmed: &str, more: &[(&str, &str)]) -> String {
    let columns: Vec<&str> = more.iter().map(|(name, _)| *name).collect();
    let values: Vec<&str> = more.iter().map(|(_, cell)| *cell).collect();
    let with = |list: &[&str], mark: &str| -> String {
        list.iter().fold(String::new(), |text, item| text + item + mark)
    };
    let mut cells = format!("{}Email Address|MEMBER_RATING|CONFIRM_TIME|CC", with(&columns, "|"));
    for id in ids {
        // As people type it: the case of an address does not matter.
        let email = email(*id).replacen('c', "C", 1);
        cells += &format!("\n{}{email}|2|{confirmed}|DE", with(&values, "|"));
    }
    csv(&MAILCHIMP.replace("{}", &with(&columns, ",")), &cells)
}

/// Who stands on the list of a night.
fn listed(work: &Workplace, night: &str) -> BTreeSet<u32> {
    work.run(night).expect_code(0);
    let list = work.path("output/audience/as_of=2024-12-01/win_back.csv");
    let mut reader = csv::Reader::from_path(list).unwrap();
    let headers = reader.headers().unwrap().clone();
    let place = |name: &str| headers.iter().position(|column| column == name).unwrap();
    let (id, address) = (place("customer_id"), place("email"));
    let number = |row: csv::StringRecord| {
        assert!(row[address].eq_ignore_ascii_case(&row[id]), "{row:?}");
        row[id][1..row[id].find('@').unwrap()].parse().unwrap()
    };
    reader.records().map(|row| number(row.unwrap())).collect()
}

#[test]
fn who_has_said_no_at_mailchimp_or_klaviyo_is_on_no_list() {
    let work = Workplace::new();
    work.write("orders_export.csv", &orders());
    work.run("import orders_export.csv --out orders").expect_code(0);
    let everybody: Vec<u32> = (0..CUSTOMERS).collect();
    work.write("subscribed.csv", &members(&everybody, "2023-01-01 10:00:00", &[]));
    work.run("import subscribed.csv --out members").expect_code(0);
    let presets = "[columns]\npreset = \"shopify\"\n[customer_columns]\npreset = \"mailchimp\"\n\
                   [event_columns]\npreset = \"klaviyo\"\n";
    work.write("winback.toml", presets);
    let night = "run --transactions orders --customers members --as-of 2024-12-01 --horizon-days 60 \
                 --control-share 0 --min-overdue 0 --reminder-cost 0 --output output --quiet --accept-losses";
    let all = listed(&work, night);
    assert!(all.len() > 40, "{} would be on the list", all.len());
    let some: Vec<u32> = all.iter().copied().take(6).collect();
    // Unsubscribed and cleaned members are other files of the same export, and not in the first.
    let rest: Vec<u32> = everybody.iter().copied().filter(|id| !some[..3].contains(id)).collect();
    work.write("subscribed.csv", &members(&rest, "2023-01-01 10:00:00", &[]));
    let unsubscribed = [
        ("UNSUB_TIME", "2024-11-20 08:00:00"),
        ("UNSUB_CAMPAIGN_TITLE", "Autumn"),
        ("UNSUB_CAMPAIGN_ID", "abc"),
        ("UNSUB_REASON", "No longer interested"),
        ("UNSUB_REASON_OTHER", ""),
    ];
    work.write("unsubscribed.csv", &members(&some[..1], "2023-01-01 10:00:00", &unsubscribed));
    let cleaned = [
        ("CLEAN_TIME", "2024-11-21 08:00:00"),
        ("CLEAN_CAMPAIGN_TITLE", "Autumn"),
        ("CLEAN_CAMPAIGN_ID", "abc"),
    ];
    work.write("cleaned.csv", &members(&some[1..2], "2023-01-01 10:00:00", &cleaned));
    // Bought at the shop and never subscribed.
    work.write("nonsubscribed.csv", &members(&some[2..3], "", &[]));
    let files = "subscribed.csv unsubscribed.csv cleaned.csv nonsubscribed.csv";
    work.run(&format!("import {files} --out members --force")).expect_code(0);
    let gone =
        |night: &str| -> Vec<u32> { all.difference(&listed(&work, night)).copied().collect() };
    assert_eq!(gone(night), some[..3]);
    // Subscribed there, and unsubscribed at the service that sends; who opened a message stays.
    for (id, metric) in
        [(some[3], "Unsubscribed%20from%20Email%20Marketing"), (some[4], "Opened%20Email")]
    {
        let cells =
            format!("Person//Email|Timestamp|$event_id\n{}|2024-12-10 08:00:00|e1", email(id));
        work.write("events.csv", &csv(KLAVIYO, &cells));
        work.run(&format!("import events.csv --out events/metric={metric}")).expect_code(0);
    }
    assert_eq!(gone(&format!("{night} --events events")), some[..4]);
    // The same by names: an address that says who it is stays an address.
    let named =
        "[customer_columns]\ncustomer_id = \"Email Address\"\nconsent_email = \"CONFIRM_TIME\"\n";
    work.write("winback.toml", named);
    assert_eq!(gone(&format!("{night} --preset shopify")), some[..3]);
    // Without presets the messages name them.
    work.write("winback.toml", "");
    let said = work.run(&format!("{night} --preset shopify"));
    said.expect_error(2, &["members", "customer_columns.preset = \"mailchimp\""]);
    let data = "--transactions orders --preset shopify --events events --as-of 2024-12-01";
    let said = work.run(&format!("check {data}"));
    said.expect_error(2, &["events", "event_columns.preset = \"klaviyo\""]);
}

#[test]
fn klaviyo_s_profiles_say_who_may_be_written_to() {
    let work = Workplace::new();
    work.write("orders_export.csv", &orders());
    let profiles = |said: &[(u32, &str, &str)]| {
        let mut cells = String::from("Email|Email Marketing Consent|Email Suppressions");
        for id in 0..CUSTOMERS {
            let said = said.iter().find(|(known, _, _)| *known == id);
            let (consent, suppressions) =
                said.map_or(("SUBSCRIBED", "[]"), |(_, consent, why)| (consent, why));
            cells += &format!("\n{}|{consent}|{suppressions}", email(id));
        }
        work.write("profiles.csv", &csv(KLAVIYO_PROFILES, &cells));
        work.run("import profiles.csv --out profiles --force").expect_code(0);
    };
    work.run("import orders_export.csv --out orders").expect_code(0);
    let presets = "[columns]\npreset = \"shopify\"\n[customer_columns]\npreset = \"klaviyo\"\n";
    work.write("winback.toml", presets);
    let night = "run --transactions orders --customers profiles --as-of 2024-12-01 \
                 --horizon-days 60 --control-share 0 --min-overdue 0 --reminder-cost 0 --output output --quiet \
                 --accept-losses";
    profiles(&[]);
    let all = listed(&work, night);
    let some: Vec<u32> = all.iter().copied().take(4).collect();
    profiles(&[
        (some[0], "NEVER_SUBSCRIBED", ""),
        (some[1], "UNSUBSCRIBED", "[]"),
        (some[2], "SUBSCRIBED", "[\"HARD_BOUNCE\"]"),
    ]);
    let gone: Vec<u32> = all.difference(&listed(&work, night)).copied().collect();
    assert_eq!(gone, some[..3]);
}
