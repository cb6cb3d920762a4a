/// The core type `ledger.signingKeyChanged`: from its own position on, checkpoints are signed by another key.
///
/// The first key stands in `cairn.json`. A checkpoint of *n* entries is signed by the key that the first *n*
/// entries name last; a lost key is replaced this way, and whoever trusts the ledger is told the new one.
package let signingKeyChanged = EventSchema(
    "ledger.signingKeyChanged",
    chinese: "更换签名密钥",
    summary: """
        From its own position on, checkpoints are signed by this key. It cannot be taken back by a void; another \
        change follows it.
        """,
    source: "Ledger core: checkpoints (C2SP signed-note)",
    fields: [
        SchemaField(
            "key",
            .string(maximumBytes: 512),
            chinese: "公钥",
            summary: "The new public key as name+id+base64 (a C2SP verifier key of kind 1)."
        ),
        SchemaField(
            "authority",
            .string(maximumBytes: 1_024),
            chinese: "批准机关",
            summary: "Who ordered it."
        ),
        SchemaField(
            "reason",
            .string(maximumBytes: 4_096),
            required: false,
            chinese: "原因",
            summary: "Why, such as the loss of the old one."
        ),
    ]
)
