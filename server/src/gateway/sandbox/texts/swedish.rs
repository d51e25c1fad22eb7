//! Swedish.

use seatkeeper_core::payment::DeclineReason;

use super::{Behaviour, FieldError, Page, Texts};

pub(super) const TEXTS: Texts = Texts {
    gateway: "Kortbetalning",
    sandbox: "Testläge: inga riktiga pengar",
    sandbox_explained: "Den här betaltjänsten låtsas bara. Den känner till sina egna testkort och inga andra.",
    pay_by_card: "Betala med kort",
    amount: "Belopp",
    card_number: "Kortnummer",
    expiry: "Giltigt till",
    expiry_hint: "MM/ÅÅ, som på kortet",
    security_code: "Säkerhetskod",
    security_code_hint: "3 siffror på baksidan",
    save_card: "Spara kortet för senare betalningar",
    save_card_hint: "Bara märket, de fyra sista siffrorna och giltighetstiden sparas.",
    keep_card: "Spara ett kort",
    keep: "Spara kortet",
    pay: "Betala",
    cancel_and_return: "Avbryt och gå tillbaka",
    return_to: "Tillbaka till",
    test_cards: "Testkort",
    test_cards_explained: "Med valfri giltighetstid som inte har gått ut och valfria tre siffror som säkerhetskod.",
    error: "Fel",
    problems: "Kortet kan inte debiteras än",
    approve_heading: "Är det du?",
    approve_explained: "Banken som har gett ut kortet frågar innan den betalar (3\u{2011}D Secure).",
    card: "Kort",
    card_ending: "som slutar på",
    approve: "Godkänn",
    refuse: "Neka",
    kept: Page {
        heading: "Kortet är sparat",
        text: "Inget debiterades. Det används för senare betalningar.",
    },
    paid: Page {
        heading: "Betalt",
        text: "Kortet debiterades en gång, med exakt det här beloppet.",
    },
    declined: "Nekat",
    cancelled: Page {
        heading: "Avbruten",
        text: "Betalningen avslutades. Inget debiterades.",
    },
    deciding: Page {
        heading: "Banken bestämmer sig",
        text: "Det tar några sekunder. Du kan gå tillbaka nu; svaret skickas vidare av sig självt.",
    },
    answer_lost: Page {
        heading: "Anslutningen bröts",
        text: "Det här testkortet debiteras och sedan går svaret förlorat, som när ett nät fallerar i värsta \
               ögonblicket. Mottagaren tar reda på det genom att fråga; gå tillbaka så ser du.",
    },
    unknown: Page {
        heading: "Betalningen finns inte",
        text: "Adressen är ofullständig, eller så har testläget tömts sedan dess. Inget debiterades.",
    },
    unavailable: Page {
        heading: "Betaltjänsten fungerar inte just nu",
        text: "Inget debiterades av detta. Försök igen om en stund.",
    },
    field_errors,
    decline_reasons,
    behaviours,
};

fn field_errors(error: FieldError) -> &'static str {
    match error {
        FieldError::NumberMissing => "Ange kortnumret",
        FieldError::NumberWrong => "Kontrollera kortnumret: en siffra är fel eller saknas",
        FieldError::NumberNoTestCard => {
            "Använd ett av testkorten på sidan; riktiga kort tas inte emot här"
        }
        FieldError::ExpiryMissing => "Ange när kortet går ut",
        FieldError::ExpiryWrong => "Ange giltighetstiden som månad och år, till exempel 09/29",
        FieldError::ExpiryPast => "Kortet har gått ut; kontrollera giltighetstiden",
        FieldError::CodeMissing => "Ange säkerhetskoden",
        FieldError::CodeWrong => "Ange säkerhetskoden med 3 siffror",
    }
}

fn decline_reasons(reason: DeclineReason) -> &'static str {
    match reason {
        DeclineReason::Declined => "Banken nekade kortet utan att säga varför. Inget debiterades.",
        DeclineReason::InsufficientFunds => {
            "Det finns inte tillräckligt med pengar på kontot. Inget debiterades."
        }
        DeclineReason::AuthenticationFailed => {
            "Kortinnehavaren godkände inte betalningen. Inget debiterades."
        }
        DeclineReason::ExpiredCard => "Banken säger att kortet har gått ut. Inget debiterades.",
        DeclineReason::Disputed => "Betalaren bestrider en annan betalning. Inget debiterades.",
    }
}

fn behaviours(behaviour: Behaviour) -> &'static str {
    match behaviour {
        Behaviour::Succeeds => "Lyckas",
        Behaviour::Declines => "Nekas",
        Behaviour::InsufficientFunds => "Nekas: inte tillräckligt med pengar",
        Behaviour::Expired => "Nekas: banken säger att det har gått ut",
        Behaviour::Confirms => "Kräver 3-D Secure; sparat debiteras det sedan utan",
        Behaviour::ConfirmsAlways => "Kräver 3-D Secure, varje gång även som sparat",
        Behaviour::DeclinesKept => "Lyckas; som sparat nekas det",
        Behaviour::ChargedLate => "Väntar först, debiteras efter 5 sekunder",
        Behaviour::DeclinedLate => "Väntar först, nekas efter 5 sekunder",
        Behaviour::AnswerLost => "Debiteras, sedan går svaret förlorat",
        Behaviour::NoWebhook => "Debiteras, men ingen webhook kommer",
        Behaviour::Disputed => "Debiteras; sedan kräver banken pengarna tillbaka",
    }
}
