//! Words by which a name reads like a no in languages whose letters and endings vary more than `refusal_words` allows for.
//!
//! What may as well be an order that is cancelled, or a thing taken out of a cart, is none of these words: it stands
//! here with what it is said of, or as a whole name.

use std::borrow::Cow;

/// Letters that read like a no wherever they stand, as [`folded`] leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
const STEMS: &[&str] = &[
    // Croatian, Serbian, Slovene, Macedonian
    "odjav", "одјав", "отпиш", "brisanjeracun", "obrisannalog", "izbrisracun", "nezeljenaposta", "nezeljenupostu", "nezeljeneposte", "nezelenaposta",
    "odbijenemail", "odbijenmail", "odbijenaporuka", "нежељенапошт", "нежељенупошт", "нежељенепошт", "одбијенапорук", "обрисанналог", "несаканапошт",
    // Bulgarian, Russian, Ukrainian
    "премахванеотспис", "премахнатотспис", "отменаподписк", "отменилподписк", "отменилаподписк", "снялподписк", "снялаподписк", "снятиеподписк",
    "скасуванняпідписк", "скасувавпідписк", "скасувалапідписк", "жесткийотскок", "жесткийвозврат", "адреснесуществует", "адресанеіснує",
    "нежелательнаяпочт", "спам", "otpisals", "otpiska", "otkazotrassyl",
    // Czech, Slovak, Hungarian, Romanian
    "odhlasenie", "nedorucitel", "zruseniodber", "zrusenieodber", "smazaniuct", "vymazanieuct", "kezbesithetetlen", "visszapattan", "fioktorles",
    "feliratkozastorles", "stergerecont", "stergereacont",
    // Turkish
    "aboneliktencik", "aboneliktenayril", "uyeliktencik", "listedencik", "geridoneneposta", "geridonenmail",
    // Lithuanian, Latvian, Estonian
    "atsaukeprenumerat", "prenumeratosatsauk", "slamst", "atrakst", "mestul", "rampspost",
    // Finnish, Scandinavian
    "poistuilistalta", "poistunutlistalta", "roskaposti", "skrappost", "hardstuds", "soppelpost", "uonsketpost",
    // Polish, German, Dutch
    "wypisalsie", "wypisalasie", "twardeodbicie", "fehlgeschlagendauerhaft", "dauerhaftunzustellbar", "dauerhaftfehlgeschlagen", "alsongewenst",
    "ongewenstemail", "ongewensteemail", "ongewenstepost",
    // French, Spanish, Portuguese, Italian
    "commeindesirable", "courrierindesirable", "rebonddur", "correonodeseado", "comonodeseado", "reboteduro", "rebotepermanente",
    "cancelolasuscripcion", "cancelosususcripcion", "suscripcionanulada", "anularsuscripcion", "retornopermanente", "rejeicaopermanente",
    "saiudalista", "pararderecebe", "cancellazionedallalista", "cancellatodallalista", "rimbalzopermanente", "postaindesiderata", "ritiroconsenso",
    "ritirodelconsenso", "annullamentoiscrizione",
    // Greek
    "καταργησηεγγραφ", "ακυρωσηεγγραφ", "διαγραφηλογαριασμ", "διαγραφηαποτηλιστ", "διαγραφηαποτοnewsletter", "ανεπιθυμητηαλληλογραφ",
    "ανεπιθυμητησαλληλογραφ", "ανεπιθυμητομηνυμ",
    // Hebrew
    "הוסרמהרשימ", "הסרמהרשימ", "הסרהמדיוור", "הסרהמתפוצה", "ביטולהרשמה", "ביטולמינוי", "ביטולמנוי", "הסרתמנוי", "ספאם", "דוארזבל", "מחיקתחשבון",
    "חזרהקשה",
    // Arabic, Persian
    "الغاءالاشتراك", "الغيالاشتراك", "الغاءاشتراك", "الغاءالمتابعة", "بريدمزعج", "بريدعشوائي", "عدمالازعاج", "حذفالحساب", "ارتدادالبريد", "سبام",
    "ايقافالرسائل", "لغواشتراک", "هرزنامه",
    // Hindi
    "सदसयतासमापत", "सदसयतारदद", "सदसयताछोड", "अनसबसकराइब", "सपैम", "खाताहटा", "ईमेलबाउंस", "परेशाननकरें",
    // Indonesian, Malay
    "berhentilangganan", "batalberlangganan", "batalkanlangganan", "batallangganan", "tidakingindihubungi", "janganhubungi", "hapusakun",
    "penghapusanakun", "emailterpental", "nyahlanggan", "hentilanggan",
    // Vietnamese
    "huydangky", "bodangky", "ngungdangky", "ngungnhanemail", "ngungnhantin", "ngungnhanthu", "tuchoinhanemail", "tuchoinhantin", "tuchoinhanthu",
    "tuchoitiepthi", "tuchoiquangcao", "khongnhanemail", "khongnhantin", "khongnhanquangcao", "lathurac", "baothurac", "baocaothurac", "thubitralai",
    "emailbitralai", "xoataikhoan",
    // Thai
    "ยกเลิกการสมัครรับ", "ยกเลิกการติดตาม", "เลิกติดตาม", "ยกเลิกรับขาว", "ยกเลิกรับอีเมล", "ยกเลิกการรับขาว", "ยกเลิกการรับอีเมล", "ไมรับขาว",
    "ไมรับอีเมล", "ไมรับโฆษณา", "สแปม", "อีเมลตีกลับ", "ลบบัญชี",
    // Korean, Japanese, Chinese
    "스팸", "구독해지", "수신해지", "수신차단", "하드바운스", "계정삭제", "迷惑メール", "不達", "エラーメール", "ハードバウンス", "オプトアウト", "ブロックされ", "会員登録解除", "垃圾邮件", "垃圾郵件", "硬退信", "硬反弹",
];

/// Whole names that are a no, and within another one may be about anything.
#[rustfmt::skip] // A table: as many words a line as fit.
const NAMES: &[&str] = &[
    "loobumine", "loobus", "loobunud", "studs", "studsade", "wypis", "odbicie", "npai", "rebote", "rimbalzo", "διαγραφη", "διαγραφηκε", "διαγραφηκα",
    "ανεπιθυμητο", "εξαιρεση", "הסרה", "הסר", "הוסר", "رفض", "tolak", "reddetti", "반송", "차단", "차단됨", "ブロック", "登録解除", "退信", "屏蔽", "取消关注", "取消關注",
];

/// Consents.
#[rustfmt::skip] // A table: as many words a line as fit.
const CONSENTS: &[&str] = &[
    "privol", "saglasnost", "suglasnost", "pristank", "soglasj", "сагласност", "согласност", "съгласи", "согласи", "згод", "suhlas", "souhlas",
    "zgod", "hozzajarul", "consimtam", "riza", "izin", "izni", "onay", "sutikim", "piekrisan", "nousolek", "suostumu", "toestemming", "συγκαταθεσ",
    "συναινεσ", "הסכמ", "موافق", "सहमति", "persetujuan", "dongy", "ความยินยอม", "동의", "同意", "授权",
];
/// What is done to a consent that is taken back.
#[rustfmt::skip] // A table: as many words a line as fit.
const TAKEN_BACK: &[&str] = &[
    "povlac", "povuc", "opoziv", "opozv", "odbij", "uskrac", "preklic", "umik", "zavrn", "повлач", "повуч", "опозив", "повлек", "оттегл", "отозв",
    "відклик", "відмов", "odvol", "odmiet", "cofni", "visszavon", "retrager", "retras", "gericek", "gerial", "atsauk", "tagasivot", "peruu",
    "intrek", "ανακλη", "ανακαλ", "αποσυρ", "αρνηθ", "ביטול", "משיכ", "سحب", "वापस", "penarikan", "menarik", "cabut", "tarikbalik", "rutlai",
    "rutsu", "ถอน", "ยกเลิก", "철회", "撤回", "撤销", "撤銷", "取り消",
];

/// Messages and accounts, and what is done to those that are not wanted, come back or are deleted: one word of each.
#[rustfmt::skip] // A table: as many words a line as fit.
const PAIRS: &[(&[&str], &[&str])] = &[
    (&["розсил", "реклам", "рассыл"], &["відмов", "скасув", "отмен", "скарг", "жалоб"]),
    (&["имейл", "бюлетин"], &["върнат", "отказ", "недоставен"]),
    (&["λιστ", "ενημερωτικ"], &["διαγραφ", "καταργησ"]),
    (&["뉴스레터", "메일", "문자", "마케팅", "광고"], &["해지", "해제", "거부", "중단", "차단", "반송"]),
    (&["メール", "メルマガ", "ニュースレター", "友だち"], &["登録解除", "ブロック"]),
    (&["邮件", "郵件", "短信", "推送"], &["屏蔽", "退信", "拒绝", "拒絕"]),
    (&["uudiskir", "naujienlaisk"], &["tuhist", "loobu", "atsisak"]),
    (&["account", "акаунт", "аккаунт", "профил", "профіл", "обліков"], &["видал", "изтри", "обрис", "избрис"]),
];

/// Words of the Baltic languages for a refusal, and for the orders, payments and goods that are refused, too.
#[rustfmt::skip] // A table: as many words a line as fit.
const UNLESS_OF_A_SALE: (&[&str], &[&str]) = (
    &["atsisak", "atteiksan", "atteikum"],
    &["uzsakym", "pirkim", "mokej", "preke", "prekes", "pasutij", "pirkum", "maksaj", "prece", "grazin"],
);

/// What an order, a payment and goods are called that `отказ` is said of: they are cancelled or declined.
#[rustfmt::skip] // A table: as many words a line as fit.
const OF_A_SALE: &[&str] = &[
    "заказ", "поръч", "поруџб", "нарачк", "замовлен", "платеж", "платіж", "оплат", "плащан", "плаћањ", "доставк", "испорук", "товар", "стока",
    "стоки", "резерв", "брон", "покупк", "покупок", "корзин", "кошик", "карт", "кредит", "займ", "возврат",
];

/// Whether a name reads like a no, of its letters and digits as `squeeze` leaves them.
pub(super) fn says_no(squeezed: &str) -> bool {
    let name = folded(squeezed);
    let has = |stems: &[&str]| stems.iter().any(|stem| name.contains(stem));
    has(STEMS)
        || NAMES.contains(&name.as_ref())
        || has(CONSENTS) && has(TAKEN_BACK)
        || PAIRS.iter().any(|(one, other)| has(one) && has(other) && !is_of_a_sale(&name))
        || has(UNLESS_OF_A_SALE.0) && !has(UNLESS_OF_A_SALE.1)
}

/// Whether the Slavic word for a refusal is said of a sale: `отказана поръчка`.
pub(super) fn is_of_a_sale(squeezed: &str) -> bool {
    OF_A_SALE.iter().any(|stem| squeezed.contains(stem))
}

/// A name whose letters have none of the accents and forms that writers leave out: Greek, Vietnamese and Arabic ones, `ё`,
/// and those of the Baltic languages and Slovak that `squeeze` leaves.
fn folded(squeezed: &str) -> Cow<'_, str> {
    if squeezed.is_ascii() || !squeezed.chars().any(|c| plain_letter(c).is_some()) {
        return Cow::Borrowed(squeezed);
    }
    Cow::Owned(squeezed.chars().map(|c| plain_letter(c).unwrap_or(c)).collect())
}

/// The letter that a form of it stands for; None for one that stands for itself.
fn plain_letter(c: char) -> Option<char> {
    #[rustfmt::skip] // A table: the forms of a letter.
    const FORMS: &[(char, &str)] = &[
        ('a', "ạảấầẩẫậắằẳẵặ"), ('d', "đď"), ('e', "ẹẻẽếềểễệ"), ('g', "ģġ"), ('h', "ħ"), ('i', "ịỉĩį"), ('k', "ķ"), ('l', "ľĺļ"), ('n', "ņ"),
        ('o', "ọỏốồổỗộơớờởỡợ"), ('r', "ŕ"), ('u', "ụủũưứừửữựų"), ('y', "ỵỷỹỳ"),
        ('α', "ά"), ('ε', "έ"), ('η', "ή"), ('ι', "ίϊΐ"), ('ο', "ό"), ('υ', "ύϋΰ"), ('ω', "ώ"), ('σ', "ς"),
        ('е', "ё"), ('ا', "أإآٱ"), ('ي', "ى"),
    ];
    FORMS.iter().find(|(_, forms)| forms.contains(c)).map(|(letter, _)| *letter)
}

#[cfg(test)]
mod tests {
    use super::super::plain::squeeze;
    use super::*;

    #[test]
    fn every_word_can_be_found() {
        let pairs = PAIRS.iter().flat_map(|(one, other)| [*one, *other]);
        let of_sales = [UNLESS_OF_A_SALE.0, UNLESS_OF_A_SALE.1, OF_A_SALE];
        let all = [STEMS, NAMES, CONSENTS, TAKEN_BACK].into_iter().chain(pairs).chain(of_sales);
        for word in all.flatten() {
            assert_eq!(folded(&squeeze(word)), *word, "a word that is never found");
        }
    }

    #[test]
    fn a_no_is_read_with_and_without_its_accents() {
        for name in [
            "Hủy đăng ký",
            "Huy dang ky nhan tin",
            "ยกเลิกรับข่าวสาร",
            "ถอนความยินยอม",
            "Odjava s newslettera",
            "povučena saglasnost",
            "одјавио се са листе",
            "оттеглено съгласие",
            "маркиран като спам",
            "відкликання згоди",
            "жёсткий отскок",
            "ΔΙΑΓΡΑΦΗ",
            "ανάκληση συγκατάθεσης",
            "ביטול הרשמה",
            "الغاء الإشتراك",
            "سحب الموافقة",
            "सदस्यता समाप्त",
            "penarikan persetujuan",
            "수신동의 철회",
            "메일 반송",
            "迷惑メール報告",
            "取消关注",
            "preklic soglasja",
            "odvolanie súhlasu",
            "hozzájárulás visszavonása",
            "rıza geri çekildi",
            "atsisakė naujienlaiškio",
            "cofnięcie zgody",
            "suscripción anulada",
        ] {
            assert!(says_no(&squeeze(name)), "{name}");
        }
    }

    #[test]
    fn an_order_a_cart_and_a_yes_are_none() {
        for name in [
            "hủy đơn hàng",
            "xóa khỏi giỏ hàng",
            "ยกเลิกคำสั่งซื้อ",
            "otkazana narudžba",
            "odbijeno plaćanje",
            "имейл за отказана поръчка",
            "скасування замовлення",
            "διαγραφή από το καλάθι",
            "הסרה מהעגלה",
            "ביטול הזמנה",
            "رفض الدفع",
            "ऑर्डर रद्द",
            "batalkan pesanan",
            "pembayaran ditolak",
            "수신 동의",
            "주문 취소",
            "商品反送",
            "カートから削除",
            "お気に入り登録解除",
            "sipariş iptali",
            "atsisakė užsakymo",
            "согласие на публикацию отзыва",
            "Arthur Acland",
            "odbiór osobisty",
        ] {
            assert!(!says_no(&squeeze(name)), "{name}");
        }
    }
}
