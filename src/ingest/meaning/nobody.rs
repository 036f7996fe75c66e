//! Values in a column of customers that are no customer: words for nobody and empty identifiers.
//!
//! Not here: an identifier with a large share of all rows; see the findings.

use super::plain::{squeeze, trimmed};

/// Whether an identifier is a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Whose {
    /// A customer, as far as the value tells.
    Customer,
    /// Certainly nobody.
    Nobody,
    /// 0: nobody in shops with guests, a customer in tables that count from 0. The readers decide, by
    /// the preset or by its share of the rows.
    Zero,
}

/// Words for nobody, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const NOBODY: &[&str] = &[
    "nan", "none", "null", "nil", "na", "nat", "undefined", "unknown", "unknowncustomer", "missing",
    "notset", "notavailable", "notapplicable", "notspecified", "notprovided", "nocustomer",
    "nocustomerid", "noid", "nouser", "noname", "noemail", "empty", "blank", "guest", "guests",
    "guestuser", "guestcustomer", "guestcheckout", "guestorder", "anonymous", "anonymoususer",
    "anonymouscustomer", "anon", "walkin", "walkincustomer", "cashcustomer", "cashsale",
    "countersale", "nonmember", "defaultcustomer", "dummy", "dummycustomer", "placeholder",
    "testcustomer", "objectobject", "unbekannt", "unbekannterkunde", "gast", "gastkunde",
    "gastbestellung", "anonym", "laufkunde", "laufkundschaft", "barverkauf", "barkunde", "inconnu",
    "invite", "anonyme", "clientdepassage", "desconocido", "invitado", "anonimo", "consumidorfinal",
    "clientegenerico", "publicogeneral", "publicoengeneral", "default", "xxx", "sconosciuto", "ospite", "onbekend", "anoniem", "ref",
    "valueerror", "error", "cash", "pos", "diverse", "divers", "houseaccount", "privatkunde", "endkunde",
    "keinkunde", "sansclient", "poscustomer", "onetimecustomer", "onetime", "cpd", "nvt", "webguest", "webcustomer", "storecustomer",
    "unregistered", "unregisteredcustomer", "notloggedin", "notregistered",
    "consumidor", "clientevarios", "clientesvarios", "variosclientes", "clientemostrador", "clientebalcao", "naoinformado", "naoidentificado", "consumidornaoidentificado", "sn", "sinnombre",
    "contant", "contanteverkoop", "winkelklant", "klientdetaliczny", "klientanonimowy", "brak", "misafir", "perakendemusteri", "kontantkund", "okand", "ukendt", "ukjent", "tuntematon",
    "overthecounter", "retailcustomer", "deleted", "value", "unassigned", "clientedivulgacao", "clienteoccasionale", "clientebanco", "neznamy", "ismeretlen", "necunoscut",
    "аноним", "гость", "неизвестно", "неизвестный", "розничныйпокупатель", "частноелицо", "физлицо", "非会員", "一般客", "一般顧客", "비회원", "손님", "匿名用户", "零售客户",
    "nobody", "tbd", "vendeg", "passant", "clientcomptoir", "onlinecustomer", "deleteduser", "deletedcustomer",
    "redacted", "guestguestcom", "guestexamplecom", "anonymousexamplecom", "nonenonecom", "nullnull",
    "nullnullcom", "testtestcom",
    // Rows of sums in reports.
    "total", "totals", "grandtotal", "subtotal", "subtotals", "sum", "summe", "gesamt", "gesamtsumme", "zwischensumme",
    "totalgeneral", "soustotal", "totalegenerale", "totale", "totaal", "subtotaal", "sumatotal", "razem", "celkem",
    "总计", "合计", "合計", "ゲスト", "ゲスト購入", "匿名", "游客", "访客", "散客",
];

/// Hashes of an empty text (MD5, SHA-1, SHA-256): of somebody who left no address.
pub(crate) const HASHES_OF_NOTHING: &[&str] = &[
    "d41d8cd98f00b204e9800998ecf8427e",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
];

/// What stands before the `@` of an address that is nobody's, of whatever host.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const NO_ADDRESS: &[&str] = &[
    "noemail", "no-email", "no_email", "no.email", "nomail", "no-mail", "no.mail", "noreply", "no-reply", "donotreply", "none", "null", "undefined",
    "unknown", "anonymous", "anonym", "nobody", "walkin", "walk-in", "nocustomer", "keinemail", "keine-email", "sinemail", "sincorreo", "semail",
    "sememail", "pasdemail", "geenemail", "nocorreo",
];

/// The same where the host begins with it, too: `na@na.com`.
pub(crate) const TWICE: &[&str] = &[
    "na", "no", "test", "x", "xx", "xxx", "a", "aa", "abc", "asdf", "email", "mail", "guest",
    "fake",
];

/// Whether a text is a customer.
pub(crate) fn whose(text: &str) -> Whose {
    let text = trimmed(text);
    let is_hash_of_nothing =
        || HASHES_OF_NOTHING.iter().any(|hash| text.eq_ignore_ascii_case(hash));
    if matches!(text.len(), 32 | 40 | 64) && is_hash_of_nothing() {
        return Whose::Nobody;
    }
    // Nearly all identifiers end in a digit or are longer than any word: they cost a look at two bytes.
    if text.ends_with(|c: char| ('1'..='9').contains(&c)) {
        return if is_negative(text) { Whose::Nobody } else { Whose::Customer };
    }
    let is_zero = |text: &str| !text.is_empty() && text.bytes().all(|b| matches!(b, b'0' | b'.'));
    if is_zero(text) {
        return Whose::Zero;
    }
    if is_negative(text) || is_zero_uuid(text) || text == "\\N" {
        return Whose::Nobody;
    }
    if text.split_once('@').is_some_and(|(name, host)| is_no_address(name, host)) {
        return Whose::Nobody;
    }
    // The longest word with its blanks; letters beyond ASCII take two bytes and more.
    if text.len() > 32 && (text.is_ascii() || text.len() > 64) {
        return Whose::Customer;
    }
    let plain = squeeze(text);
    if plain.is_empty() || NOBODY.contains(&plain.as_str()) {
        Whose::Nobody
    } else {
        Whose::Customer
    }
}

/// Whether an address, of which this stands before and behind its `@`, is nobody's.
fn is_no_address(name: &str, host: &str) -> bool {
    let is_one_of = |words: &[&str]| words.iter().any(|word| name.eq_ignore_ascii_case(word));
    let is_twice = || {
        host.split('.').next().is_some_and(|first| first.eq_ignore_ascii_case(name))
            && host.contains('.')
    };
    is_one_of(NO_ADDRESS) || is_one_of(TWICE) && is_twice()
}

/// Whether a whole number is a customer.
pub(crate) fn whose_number(id: i64) -> Whose {
    match id {
        0 => Whose::Zero,
        // Larger ones are hashes.
        -9999..0 => Whose::Nobody,
        _ => Whose::Customer,
    }
}

/// `-1`, `-99.0`: no business numbers its customers so.
fn is_negative(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or_default();
    let digits = digits.strip_suffix(".0").unwrap_or(digits);
    !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// `00000000-0000-0000-0000-000000000000`, with or without its hyphens and braces.
fn is_zero_uuid(text: &str) -> bool {
    let zeros = text.bytes().filter(|&b| b == b'0').count();
    zeros == 32 && text.bytes().all(|b| matches!(b, b'0' | b'-' | b'{' | b'}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_nobody_are_known() {
        for text in [
            "nan",
            "None",
            "Unknown",
            "N/A",
            "-1",
            "  ",
            "",
            "guest",
            "NULL",
            "(not set)",
            "Walk-In",
            "walk in customer",
            "-",
            "?",
            "\u{a0}",
            "-1.0",
            "#N/A",
            "#REF!",
            "[object Object]",
            "\\N",
            "00000000-0000-0000-0000-000000000000",
            "{00000000-0000-0000-0000-000000000000}",
            "Laufkundschaft",
            "Cliente varios",
            "S/N",
            "Klient detaliczny",
            "Розничный покупатель",
            "非会員",
            "Okänd",
            "#VALUE!",
            "invité",
            "Consumidor Final",
            "Guest Checkout",
            "Grand Total",
            "D41D8CD98F00B204E9800998ECF8427E",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "noemail@shop.example",
            "No-Email@shop.example",
            "na@na.com",
            "test@test.de",
        ] {
            assert_eq!(whose(text), Whose::Nobody, "{text}");
        }
        for text in ["0", "0.0", "000"] {
            assert_eq!(whose(text), Whose::Zero, "{text}");
        }
        for text in [
            "1",
            "1.0",
            "A-10",
            "guest7",
            "ada@example.org",
            "na@firma.example",
            "test@shop.example",
            "-12345",
            "nancy",
            "10",
            "Anna",
        ] {
            assert_eq!(whose(text), Whose::Customer, "{text}");
        }
    }

    #[test]
    fn numbers_of_customers_are_positive_or_hashes() {
        assert_eq!(whose_number(-1), Whose::Nobody);
        assert_eq!(whose_number(0), Whose::Zero);
        assert_eq!(whose_number(1), Whose::Customer);
        assert_eq!(whose_number(-7_046_029_254_386_353_131), Whose::Customer);
    }
}
