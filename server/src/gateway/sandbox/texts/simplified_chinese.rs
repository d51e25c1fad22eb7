//! Simplified Chinese.

use seatkeeper_core::payment::DeclineReason;

use super::{Behaviour, FieldError, Page, Texts};

pub(super) const TEXTS: Texts = Texts {
    gateway: "银行卡付款",
    sandbox: "沙盒环境：不涉及真实资金",
    sandbox_explained: "此支付网关仅供演示，只识别自带的测试卡。",
    pay_by_card: "银行卡付款",
    amount: "金额",
    card_number: "卡号",
    expiry: "有效期",
    expiry_hint: "MM/YY，与卡面一致",
    security_code: "安全码",
    security_code_hint: "卡背面的 3 位数字",
    save_card: "保存此卡，供以后付款使用",
    save_card_hint: "仅保存卡组织、末四位和有效期。",
    keep_card: "保存银行卡",
    keep: "保存此卡",
    pay: "付款",
    cancel_and_return: "取消并返回",
    return_to: "返回",
    test_cards: "测试卡",
    test_cards_explained: "有效期填写任意未过期的年月，安全码填写任意三位数字。",
    error: "错误",
    problems: "暂时无法扣款",
    approve_heading: "是您本人吗？",
    approve_explained: "发卡银行在付款前需要您确认（3\u{2011}D Secure）。",
    card: "银行卡",
    card_ending: "尾号",
    approve: "确认",
    refuse: "拒绝",
    kept: Page {
        heading: "银行卡已保存",
        text: "未扣款。此卡将用于以后的付款。",
    },
    paid: Page {
        heading: "已付款",
        text: "已按此金额扣款一次。",
    },
    declined: "付款被拒绝",
    cancelled: Page {
        heading: "已取消",
        text: "付款已终止，未扣款。",
    },
    deciding: Page {
        heading: "银行正在处理",
        text: "需要几秒钟。您现在可以返回，结果会自动转达。",
    },
    answer_lost: Page {
        heading: "连接中断",
        text: "此测试卡会先扣款，随后丢失响应，模拟网络在最坏时刻中断的情况。收款方会自行查明结果。",
    },
    unknown: Page {
        heading: "没有这笔付款",
        text: "网址不完整，或沙盒此后已被清空。未扣款。",
    },
    unavailable: Page {
        heading: "支付网关暂时无法使用",
        text: "本次操作未扣款。请稍后再试。",
    },
    field_errors,
    decline_reasons,
    behaviours,
};

fn field_errors(error: FieldError) -> &'static str {
    match error {
        FieldError::NumberMissing => "请输入卡号",
        FieldError::NumberWrong => "请检查卡号：有数字错误或缺失",
        FieldError::NumberNoTestCard => "请使用本页列出的测试卡，此处不接受真实银行卡",
        FieldError::ExpiryMissing => "请输入有效期",
        FieldError::ExpiryWrong => "请按月和年输入有效期，例如 09/29",
        FieldError::ExpiryPast => "此卡已过期，请检查有效期",
        FieldError::CodeMissing => "请输入安全码",
        FieldError::CodeWrong => "请输入 3 位数字的安全码",
    }
}

fn decline_reasons(reason: DeclineReason) -> &'static str {
    match reason {
        DeclineReason::Declined => "银行拒绝了此卡，未说明原因。未扣款。",
        DeclineReason::InsufficientFunds => "账户余额不足。未扣款。",
        DeclineReason::AuthenticationFailed => "持卡人未确认付款。未扣款。",
        DeclineReason::ExpiredCard => "银行表示此卡已过期。未扣款。",
        DeclineReason::Disputed => "付款方对另一笔付款提出了争议。未扣款。",
    }
}

fn behaviours(behaviour: Behaviour) -> &'static str {
    match behaviour {
        Behaviour::Succeeds => "付款成功",
        Behaviour::Declines => "被拒绝",
        Behaviour::InsufficientFunds => "被拒绝：余额不足",
        Behaviour::Expired => "被拒绝：银行表示已过期",
        Behaviour::Confirms => "需要 3-D Secure 确认；保存后再扣款无需确认",
        Behaviour::ConfirmsAlways => "每次都需要 3-D Secure 确认，保存后也一样",
        Behaviour::DeclinesKept => "付款成功；保存后再扣款会被拒绝",
        Behaviour::ChargedLate => "先等待，5 秒后扣款成功",
        Behaviour::DeclinedLate => "先等待，5 秒后被拒绝",
        Behaviour::AnswerLost => "已扣款，但响应丢失",
        Behaviour::NoWebhook => "已扣款，但不发送 webhook",
        Behaviour::Disputed => "已扣款；随后银行要求退回款项",
    }
}
