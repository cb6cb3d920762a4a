import Answers
import EventModel
import Messages

/// Failures of `serve` and `keys`.
enum ServiceMessages {
    static func badSettings(_ file: String, detail: String) -> Message {
        Message(
            "badSettings",
            what: Phrase(
                zh: "配置文件 \(file) 无法使用:\(detail)",
                en: "the settings in \(file) cannot be used: \(detail)"
            ),
            remedy: Phrase(
                zh: "每行“名称: 值”;cairn serve --show-settings 列出全部名称",
                en: "write a line \"name: value\" each; cairn serve --show-settings lists the names"
            )
        )
    }

    static func badSetting(
        _ setting: ServiceSetting,
        found: String,
        origin: String,
        accepted: String
    ) -> Message {
        Message(
            "badSetting",
            what: Phrase(
                zh: "\(setting.rawValue)(\(origin)):“\(found.visible)”不可用",
                en: "\(setting.rawValue) (\(origin)): \"\(found.visible)\" cannot be used"
            ),
            remedy: Phrase(zh: "可用:\(accepted)", en: "use \(accepted)")
        )
    }

    static func badPolicy(_ file: String, detail: String) -> Message {
        Message(
            "badPolicy",
            what: Phrase(
                zh: "权限文件 \(file) 有误:\(detail)",
                en: "the access policy \(file) is wrong: \(detail)"
            ),
            remedy: Phrase(
                zh: "请更正该处;cairn keys policy 显示内置的权限文件",
                en: "correct it there; cairn keys policy prints the built-in one"
            )
        )
    }

    static func badJWKS(_ file: String, detail: String) -> Message {
        Message(
            "badJWKS",
            what: Phrase(
                zh: "JWKS 文件 \(file) 无法使用:\(detail)",
                en: "the JWKS file \(file) cannot be used: \(detail)"
            ),
            remedy: Phrase(
                zh: "请给签发方的公钥(EC P-256 或 Ed25519,含 kid)",
                en: "give the issuer's public keys: EC P-256 or Ed25519, each with a kid"
            )
        )
    }

    static func notStarted(_ detail: String) -> Message {
        Message(
            "notStarted",
            what: Phrase(zh: "服务没有启动:\(detail)", en: "the service did not start: \(detail)"),
            remedy: Phrase(
                zh: "请检查地址、端口和证书文件",
                en: "check the address, the port and the certificate files"
            )
        )
    }

    static func tlsNeedsBoth() -> Message {
        Message(
            "tlsNeedsBoth",
            what: Phrase(
                zh: "tls-certificate 与 tls-key 须一起给出",
                en: "tls-certificate and tls-key go together"
            ),
            remedy: Phrase(zh: "请给出两个 PEM 文件", en: "give both PEM files")
        )
    }

    static func openToOthers(_ host: String) -> Message {
        Message(
            "notLoopback",
            what: Phrase(
                zh: "没有密钥、令牌或权限文件时只能监听本机,不能监听 \(host)",
                en:
                    "without keys, tokens or an access policy the service listens on this machine only, not on \(host)"
            ),
            remedy: Phrase(
                zh: "先用 cairn keys create 建立密钥,或给出 --access-policy、--jwks",
                en: "make a key first (cairn keys create), or give --access-policy or --jwks"
            )
        )
    }

    static func unknownKey(_ id: String) -> Message {
        Message(
            "unknownKey",
            what: Phrase(zh: "没有密钥 \(id.visible)", en: "there is no key \(id.visible)"),
            remedy: Phrase(zh: "用 cairn keys list 查看", en: "see `cairn keys list`")
        )
    }

    static func badCounty(_ text: String) -> Message {
        Message(
            "badCounty",
            what: Phrase(
                zh: "“\(text.visible)”不是县级区划代码",
                en: "\"\(text.visible)\" is no county's code"
            ),
            remedy: Phrase(zh: "请给 6 位代码,如 540202", en: "give its 6 digits, such as 540202")
        )
    }

    static func badExpiry(_ text: String) -> Message {
        Message(
            "badExpiry",
            what: Phrase(
                zh: "“\(text.visible)”不是将来的日期",
                en: "\"\(text.visible)\" is no date to come"
            ),
            remedy: Phrase(zh: "请写成 2030-12-31", en: "write it like 2030-12-31")
        )
    }
}
