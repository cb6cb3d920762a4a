/// What the events can make doubtful, and the clause that each kind rests on (`Schemas/exceptions.md`).
package enum ExceptionKind: String, Hashable, Sendable, CaseIterable {
    /// A payment above what is left of its line.
    case paymentAboveLine
    /// A payment to a line that is not known.
    case paymentToUnknownLine
    /// Central money paid before it was appropriated, or beyond.
    case paymentBeforeAppropriation
    /// Central money paid for a prohibited use, also when returned.
    case prohibitedUse
    /// The official share of county centres is above its cap.
    case capExceeded
    /// Central money paid for a county that is not national.
    case countyNotNational
    /// Central money paid without a class.
    case classesMissing
    /// More came back than was paid.
    case returnAbovePayment
    /// Several payments of one line to one payee on one day.
    case splitPayments
    /// One piece of evidence behind several events.
    case duplicateEvidence
    /// One voucher behind several payments.
    case duplicateVoucher
    /// A payment of a round amount.
    case roundAmount
    /// Events recorded long after they happened.
    case backDated
    /// Many late records of a station just before an inspection.
    case backDatedBurst
    /// A termination for which the rule had no established ground.
    case decisionWithoutGround
    /// An established ground that nobody decided on for long.
    case groundOpenTooLong
    /// A parcel that reached a later step before an earlier one.
    case scanBackInTime
    /// Business of a station after its closing.
    case businessAfterClosing
    /// A person recorded several times in one session.
    case attendanceRepeated

    /// How sure the record is.
    package enum Severity: String, Hashable, Sendable {
        /// The record contradicts the clause.
        case breach
        /// Somebody should look.
        case doubt
    }

    /// Id of the rule: of the plan's catalogue, or R-AUD-… of the list of exceptions.
    package var rule: String {
        switch self {
        case .paymentAboveLine, .paymentToUnknownLine: "R-FUND-08"
        case .paymentBeforeAppropriation: "R-AUD-01"
        case .prohibitedUse: "R-FUND-05"
        case .capExceeded, .classesMissing: "R-FUND-02"
        case .countyNotNational: "R-SCOPE-01"
        case .returnAbovePayment: "R-FUND-07"
        case .splitPayments: "R-AUD-02"
        case .duplicateEvidence, .duplicateVoucher: "R-AUD-03"
        case .roundAmount: "R-AUD-09"
        case .backDated: "R-AUD-04"
        case .backDatedBurst: "R-AUD-05"
        case .decisionWithoutGround: "R-EXIT-06"
        case .groundOpenTooLong: "R-AUD-06"
        case .scanBackInTime: "R-AUD-07"
        case .businessAfterClosing: "R-AUD-08"
        case .attendanceRepeated: "R-AUD-10"
        }
    }

    /// Section mark of the plan.
    package var clause: String {
        switch self {
        case .countyNotNational: "四"
        case .backDated: "表1(1)"
        case .backDatedBurst: "八(四)4"
        case .decisionWithoutGround, .groundOpenTooLong, .businessAfterClosing: "八(四)"
        case .scanBackInTime: "六(三)"
        case .attendanceRepeated: "七(二)3"
        default: "九"
        }
    }

    /// The clause's words, exactly as the plan has them.
    package var quote: String {
        switch self {
        case .paymentAboveLine, .paymentToUnknownLine: "严禁挤占挪用专项资金"
        case .paymentBeforeAppropriation, .splitPayments, .roundAmount: "加强专项资金支付管理"
        case .prohibitedUse: "中央财政资金不得用于网络交易平台、楼堂馆所建设、工作经费及购买流量支出"
        case .capExceeded: "支持县域电子商务公共服务中心改造建设资金比例不得高于15%"
        case .classesMissing: "要严格把握中央资金的使用方向和使用比例"
        case .countyNotNational: "2018年国家级电子商务进农村综合示范县3个"
        case .returnAbovePayment: "专项资金独立核算"
        case .duplicateEvidence, .duplicateVoucher: "接受绩效评价和资金审计"
        case .backDated: "及时采集统计各县域电子商务发展基本数据,建立电商发展台账"
        case .backDatedBurst: "连续2次巡查台账记录不规范"
        case .decisionWithoutGround, .groundOpenTooLong: "主管部门有权终止该服务站(点)运营"
        case .businessAfterClosing: "主管部门有权终止该服务站(点)的营运"
        case .scanBackInTime: "实现货物配送从市级分拨配送中心到县级配送中心24小时完成"
        case .attendanceRepeated: "计划总开展电商培训10500人次左右"
        }
    }

    /// How sure the record is.
    package var severity: Severity {
        switch self {
        case .classesMissing, .splitPayments, .duplicateEvidence, .duplicateVoucher, .roundAmount,
            .backDated, .backDatedBurst, .groundOpenTooLong, .scanBackInTime,
            .attendanceRepeated:
            .doubt
        default: .breach
        }
    }
}
