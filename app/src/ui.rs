//! The kit: what every page is drawn with. One file a component, its style in `style/ui/` under the
//! same name. Texts come in translated, choices go out through signals and callbacks; the kit knows
//! no rule of business, no address and no request, and names things exactly as its labels say.

pub mod bars;
pub mod brand;
pub mod button;
pub mod combobox;
pub mod dialog;
pub mod drawer;
pub mod empty_state;
pub mod error_summary;
pub mod field;
pub mod file_button;
pub mod icon;
pub mod notice;
pub mod page_header;
pub mod pager;
pub mod password_field;
pub mod paybar;
pub mod progress;
pub mod radio_group;
pub mod search_field;
pub mod seats;
pub mod select;
pub mod skeleton;
pub mod slip;
pub mod stepper;
pub mod table;
pub mod tag;
pub mod text_area;
pub mod toast;

mod element;

pub use bars::{Bar, Bars};
pub use brand::Brand;
pub use button::{Button, ButtonLink, Tone};
pub use combobox::{Combobox, ComboboxOption, ComboboxTexts};
pub use dialog::{ConfirmDialog, Dialog};
pub use drawer::{Drawer, MenuButton};
pub use element::{
    Source, derived, drawn, drawn_by, drawn_later, focus, once, unique_id, whenever, whether,
};
pub use empty_state::EmptyState;
pub use error_summary::{ErrorSummary, SummaryEntry};
pub use field::{Field, FieldTexts, TextField, TextKind};
pub use file_button::FileButton;
pub use icon::{Icon, Sign};
pub use notice::{Mood, Notice};
pub use page_header::PageHeader;
pub use pager::Pager;
pub use password_field::PasswordField;
pub use paybar::Paybar;
pub use progress::Progress;
pub use radio_group::{Choice, RadioGroup};
pub use search_field::SearchField;
pub use seats::{SeatBar, Seats};
pub use select::Select;
pub use skeleton::{Skeleton, SkeletonShape};
pub use slip::{Slip, SlipLine, SlipTotal};
pub use stepper::Stepper;
pub use table::{Cell, Column, Row, Table};
pub use tag::Tag;
pub use text_area::TextArea;
pub use toast::Toast;
