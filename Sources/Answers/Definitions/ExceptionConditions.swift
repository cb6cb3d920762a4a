import Indicators

extension IndicatorDefinition {
    /// When an exception of a kind stands in the list.
    static func condition(of kind: ExceptionKind) -> Phrase {
        switch kind {
        case .paymentAboveLine, .paymentToUnknownLine, .paymentBeforeAppropriation,
            .prohibitedUse, .capExceeded, .countyNotNational, .classesMissing,
            .returnAbovePayment:
            centralMoney(kind)
        case .splitPayments, .duplicateEvidence, .duplicateVoucher, .roundAmount: papers(kind)
        default: records(kind)
        }
    }

    private static func centralMoney(_ kind: ExceptionKind) -> Phrase {
        switch kind {
        case .paymentAboveLine:
            Phrase(
                zh: "中央资金支付 > 当日该预算行余额(预算 ± 调整 − 此前支付 + 当日及以前的退回)",
                en:
                    "a central payment above what is left of its line on its day: budget, moved in and out, less earlier "
                    + "payments, plus what came back of them by then"
            )
        case .paymentToUnknownLine:
            Phrase(
                zh: "中央资金支付所列预算行截至所问日期没有建立",
                en: "a central payment to a line that is not budgeted by the day asked about"
            )
        case .paymentBeforeAppropriation:
            Phrase(
                zh: "截至支付当日没有中央资金下达(none),或中央资金净支付超过下达(exceeded)",
                en:
                    "by the end of the payment's day no central money was appropriated (none), or the net central "
                    + "payments exceed the appropriations (exceeded)"
            )
        case .prohibitedUse:
            Phrase(
                zh: "中央资金支付带禁止用途类别,退回的也列出",
                en: "a central payment with a prohibited class, also when it came back"
            )
        case .capExceeded:
            Phrase(
                zh: "CAP-a:县域公共服务中心净支付 ÷ 已下达中央资金 > 上限",
                en: "CAP-a: net payments for county centres ÷ central appropriations above the cap"
            )
        case .countyNotNational:
            Phrase(
                zh: "中央资金支付所列的县在所问日期不是国家级示范县",
                en: "a central payment for a county that is not national on the day asked about"
            )
        case .classesMissing:
            Phrase(zh: "中央资金支付没有类别", en: "a central payment without a class")
        default:
            Phrase(
                zh: "中央资金支付的退回、追回累计超过支付,自超过的一笔起逐笔列出",
                en:
                    "returns and recoveries of a central payment that add up to more than it, each from the one on that "
                    + "passes it"
            )
        }
    }

    private static func papers(_ kind: ExceptionKind) -> Phrase {
        switch kind {
        case .splitPayments:
            Phrase(
                zh: "同一预算行、收款方、日期的支付不少于 count 笔;limitFen > 0 时只看低于它的支付,且合计须达到它",
                en:
                    "payments of one line to one payee on one date, `count` of them at least; with `limitFen` above 0 only "
                    + "those below it, whose sum must reach it"
            )
        case .duplicateEvidence:
            Phrase(
                zh: "同一凭据摘要(evidence)见于两条以上事件,类型不限",
                en: "one `evidence` borne by two events at least, of whatever type"
            )
        case .duplicateVoucher:
            Phrase(
                zh: "同一非空凭证号(voucher)见于两条以上 fund.disbursed",
                en: "one `voucher`, not empty, borne by two `fund.disbursed` at least"
            )
        default:
            Phrase(
                zh: "支付为 multipleFen 的正整数倍(multipleFen 为 0 时不查)",
                en: "a payment of a positive multiple of `multipleFen`; 0 looks for none"
            )
        }
    }

    private static func records(_ kind: ExceptionKind) -> Phrase {
        switch kind {
        case .backDated:
            Phrase(
                zh: "同一来源同一记录日期中,记录晚于业务时刻超过 days 天的事件,类型不限",
                en:
                    "events of one source recorded on one date more than `days` days after they happened, of whatever type"
            )
        case .backDatedBurst:
            Phrase(
                zh: "巡查当日及此前共 window 天内记录、晚于业务时刻超过 delay 天的该站点事件(巡查除外)不少于 count 条",
                en:
                    "events of a station, inspections aside, recorded in the `window` days that end with an inspection and more "
                    + "than `delay` days after they happened, `count` of them at least"
            )
        case .decisionWithoutGround:
            Phrase(
                zh: "终止决定当日,所依规则按当日参数没有成立的依据",
                en:
                    "a termination whose rule had no established ground at the end of its day, by that day's parameters"
            )
        case .groundOpenTooLong:
            Phrase(
                zh: "依据成立超过 days 天,其后没有就该规则作出决定(R-EXIT-04 按 either,R-EXIT-05 按 filed)",
                en:
                    "a ground established more than `days` days ago, with no decision for its rule since (R-EXIT-04 read as "
                    + "either, R-EXIT-05 as filed)"
            )
        case .scanBackInTime:
            Phrase(
                zh: "路线上后一步的全部事件早于前一步的全部事件;首次退回之后的扫描不计;收寄未登记时两个方向都须如此",
                en:
                    "every event of a later step of the way happened before every event of an earlier one; scans behind the "
                    + "first return are left out; without an acceptance both directions must show it"
            )
        case .businessAfterClosing:
            Phrase(
                zh: "关闭当日起、再次开业之前的扫描或交易,或所属月份在此期间的报送、业绩(大于 0)",
                en:
                    "scans or sales from the closing day on and before the next opening, or reports and performance above 0 "
                    + "for months within that time"
            )
        default:
            Phrase(
                zh: "同一人在同一场次有两条以上 training.attended",
                en: "one person with two `training.attended` of one session at least"
            )
        }
    }
}
