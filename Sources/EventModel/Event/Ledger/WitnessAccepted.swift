/// The core type `ledger.witnessAccepted`: cosignatures of checkpoints by this key count from now on.
package let witnessAccepted = EventSchema(
    "ledger.witnessAccepted",
    chinese: "登记见证人",
    summary: """
        Cosignatures of checkpoints by this key are kept and verified. The witness (the audit bureau, say) holds \
        the private key.
        """,
    source: "Ledger core: checkpoints (C2SP tlog-cosignature)",
    fields: [
        SchemaField(
            "key",
            .string(maximumBytes: 512),
            chinese: "公钥",
            summary: "The witness's public key as name+id+base64 (a C2SP verifier key of kind 4)."
        ),
        SchemaField(
            "authority",
            .string(maximumBytes: 1_024),
            chinese: "批准机关",
            summary: "Who ordered it."
        ),
    ]
)
