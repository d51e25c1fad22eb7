//! The made-up people, companies and prices of the demo, as tables.

/// The password of every demo sign-in.
pub const PASSWORD: &str = "demo-seatkeeper";

/// The demo sign-ins and what they are.
pub const SIGN_INS: [(&str, &str); 6] = [
    (
        "reseller@example.com",
        "administrator of the reseller Kontor & Co AB, 20 % discount",
    ),
    (
        "technician@example.com",
        "technician of Kontor & Co AB: members, no prices",
    ),
    (
        "customer@example.com",
        "administrator of its customer Café Söder HB, at list price",
    ),
    (
        "other@example.com",
        "administrator of another reseller, billed itself",
    ),
    ("staff@example.com", "one of the seller's people"),
    (
        "second@example.com",
        "another of them, who confirms large amounts of money",
    ),
];

/// A reseller of the demo.
pub(super) struct Reseller {
    pub name: &'static str,
    pub address: &'static str,
    pub postcode: &'static str,
    pub city: &'static str,
    pub country: &'static str,
    pub vat_number: &'static str,
    pub bills_itself: bool,
    pub discount: &'static str,
    pub invoice_email: &'static str,
}

/// The demo reseller, billed to the customer.
pub(super) const KONTOR: Reseller = Reseller {
    name: "Kontor & Co AB",
    address: "Drottninggatan 7",
    postcode: "411 14",
    city: "Göteborg",
    country: "SE",
    vat_number: "",
    bills_itself: false,
    discount: "20",
    invoice_email: "invoices@kontor.example",
};

/// The second reseller, billed itself.
pub(super) const BALTIC: Reseller = Reseller {
    name: "UAB Baltic Freight",
    address: "Gedimino pr. 9",
    postcode: "01103",
    city: "Vilnius",
    country: "LT",
    vat_number: "LT119511515",
    bills_itself: true,
    discount: "12.5",
    invoice_email: "invoices@baltic.example",
};

/// A customer of the demo and its first order, so many days ago.
pub(super) struct Customer {
    pub name: &'static str,
    pub address: &'static str,
    pub postcode: &'static str,
    pub city: &'static str,
    pub country: &'static str,
    pub vat_number: &'static str,
    pub licences: &'static str,
    pub term: &'static str,
    pub currency: &'static str,
    pub days_ago: i32,
    /// Addresses that have a licence; the first half of them has signed in.
    pub members: &'static [&'static str],
}

/// The customers of [`KONTOR`].
pub(super) const CUSTOMERS: [Customer; 7] = [
    Customer {
        name: "Nordwind Logistik GmbH",
        address: "Lindenweg 4",
        postcode: "10115",
        city: "Berlin",
        country: "DE",
        vat_number: "DE136695976",
        licences: "7",
        term: "12",
        currency: "EUR",
        days_ago: 120,
        members: &[
            "anna.lindqvist@nordwind.example",
            "jonas.weber@nordwind.example",
            "li.wei@nordwind.example",
            "m.okafor@nordwind.example",
            "s.duval@nordwind.example",
        ],
    },
    Customer {
        name: "Café Söder HB",
        address: "Hornsgatan 21",
        postcode: "118 49",
        city: "Stockholm",
        country: "SE",
        vat_number: "",
        licences: "3",
        term: "1",
        currency: "SEK",
        days_ago: 12,
        members: &[
            "customer@example.com",
            "barista@cafesoder.example",
            "kassa@cafesoder.example",
        ],
    },
    Customer {
        name: "上海明德贸易有限公司",
        address: "南京西路 1266 号",
        postcode: "200040",
        city: "上海",
        country: "CN",
        vat_number: "",
        licences: "60",
        term: "12",
        currency: "USD",
        days_ago: 200,
        members: &[
            "chen.jie@mingde.example",
            "wang.fang@mingde.example",
            "zhao.min@mingde.example",
        ],
    },
    Customer {
        name: "Atelier Duval SARL",
        address: "14 rue des Lilas",
        postcode: "69003",
        city: "Lyon",
        country: "FR",
        vat_number: "",
        licences: "12",
        term: "12",
        currency: "EUR",
        days_ago: 40,
        members: &[],
    },
    Customer {
        name: "Keel & Mast Ltd",
        address: "2 Albert Quay",
        postcode: "T12 X8N6",
        city: "Cork",
        country: "IE",
        vat_number: "IE6433435F",
        licences: "10",
        term: "12",
        currency: "EUR",
        days_ago: 390,
        members: &["skipper@keelmast.example", "crew@keelmast.example"],
    },
    Customer {
        name: "Järvi Data Oy",
        address: "Mannerheimintie 5",
        postcode: "00100",
        city: "Helsinki",
        country: "FI",
        vat_number: "FI20774740",
        licences: "25",
        term: "12",
        currency: "EUR",
        days_ago: 330,
        members: &[
            "aino@jarvi.example",
            "eero@jarvi.example",
            "helmi@jarvi.example",
            "ilmari@jarvi.example",
        ],
    },
    Customer {
        name: "Thistle & Byre Ltd",
        address: "18 Royal Mile",
        postcode: "EH1 1RE",
        city: "Edinburgh",
        country: "GB",
        vat_number: "",
        licences: "5",
        term: "1",
        currency: "GBP",
        days_ago: 3,
        members: &["ewan@thistle.example"],
    },
];

/// The customer of [`BALTIC`].
pub(super) const OTHER_CUSTOMER: Customer = Customer {
    name: "SIA Daugava Print",
    address: "Krasta iela 3",
    postcode: "LV-1003",
    city: "Rīga",
    country: "LV",
    vat_number: "LV40003521600",
    licences: "9",
    term: "12",
    currency: "EUR",
    days_ago: 75,
    members: &["ilze@daugava.example"],
};

/// Currency, price of a licence and month in the monthly plan, and in the yearly plan.
pub(super) const PRICES: [(&str, &str, &str); 5] = [
    ("EUR", "11.90", "9.99"),
    ("USD", "12.90", "10.99"),
    ("GBP", "9.90", "8.49"),
    ("SEK", "129", "109"),
    ("JPY", "1800", "1500"),
];
