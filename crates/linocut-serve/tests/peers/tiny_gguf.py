"""Writes a language model that has learned nothing: a Llama of a few thousand random weights, as GGUF version 3.

<https://github.com/ggml-org/ggml/blob/master/docs/gguf.md> is the form.
"""

import random
import struct

WIDTH, HEADS, LAYERS, HIDDEN, CONTEXT = 64, 4, 1, 128, 32768
# Types of values and of tensors as the form numbers them.
U32, F32, STRING, ARRAY, I32 = 4, 6, 8, 9, 5
TENSOR_F32 = 0
ALIGNMENT = 32


def text(value):
    data = value.encode() if isinstance(value, str) else value
    return struct.pack("<Q", len(data)) + data


def pair(name, kind, data):
    return text(name) + struct.pack("<I", kind) + data


def number(name, value):
    return pair(name, U32, struct.pack("<I", value))


def real(name, value):
    return pair(name, F32, struct.pack("<f", value))


def several(name, kind, items):
    return pair(name, ARRAY, struct.pack("<IQ", kind, len(items)) + b"".join(items))


def vocabulary():
    """Tokens and their types: three of control, every byte, every printable character."""
    tokens = [("<unk>", 2), ("<s>", 3), ("</s>", 3)]
    tokens += [(f"<0x{byte:02X}>", 6) for byte in range(256)]
    tokens += [(chr(code), 1) for code in range(33, 127)] + [("\u2581", 1)]
    return tokens


def metadata(tokens):
    return [
        pair("general.architecture", STRING, text("llama")),
        pair("general.name", STRING, text("tiny")),
        number("llama.context_length", CONTEXT),
        number("llama.embedding_length", WIDTH),
        number("llama.block_count", LAYERS),
        number("llama.feed_forward_length", HIDDEN),
        number("llama.attention.head_count", HEADS),
        number("llama.attention.head_count_kv", HEADS),
        real("llama.attention.layer_norm_rms_epsilon", 1e-5),
        number("llama.rope.dimension_count", WIDTH // HEADS),
        number("llama.vocab_size", len(tokens)),
        pair("tokenizer.ggml.model", STRING, text("llama")),
        several("tokenizer.ggml.tokens", STRING, [text(token) for token, _ in tokens]),
        several("tokenizer.ggml.scores", F32, [struct.pack("<f", 0.0) for _ in tokens]),
        several("tokenizer.ggml.token_type", I32, [struct.pack("<i", kind) for _, kind in tokens]),
        number("tokenizer.ggml.unknown_token_id", 0),
        number("tokenizer.ggml.bos_token_id", 1),
        number("tokenizer.ggml.eos_token_id", 2),
    ]


def tensors(count):
    """Names and shapes, the fastest dimension first."""
    found = [("token_embd.weight", (WIDTH, count)), ("output_norm.weight", (WIDTH,)), ("output.weight", (WIDTH, count))]
    for layer in range(LAYERS):
        square = [(f"blk.{layer}.attn_{part}.weight", (WIDTH, WIDTH)) for part in ("q", "k", "v", "output")]
        found += square + [
            (f"blk.{layer}.attn_norm.weight", (WIDTH,)),
            (f"blk.{layer}.ffn_norm.weight", (WIDTH,)),
            (f"blk.{layer}.ffn_gate.weight", (WIDTH, HIDDEN)),
            (f"blk.{layer}.ffn_up.weight", (WIDTH, HIDDEN)),
            (f"blk.{layer}.ffn_down.weight", (HIDDEN, WIDTH)),
        ]
    return found


def padded(data):
    return data + b"\0" * (-len(data) % ALIGNMENT)


def write(path, seed=1):
    """Writes the model; equal seeds give equal files."""
    chance = random.Random(seed)
    tokens = vocabulary()
    pairs, shapes = metadata(tokens), tensors(len(tokens))
    head, body = b"", b""
    for name, shape in shapes:
        size = 1
        for side in shape:
            size *= side
        head += text(name) + struct.pack("<I", len(shape)) + struct.pack(f"<{len(shape)}Q", *shape)
        head += struct.pack("<IQ", TENSOR_F32, len(body))
        norm = "norm" in name
        values = [1.0 if norm else chance.gauss(0.0, 0.3) for _ in range(size)]
        body += padded(struct.pack(f"<{size}f", *values))
    start = b"GGUF" + struct.pack("<IQQ", 3, len(shapes), len(pairs)) + b"".join(pairs) + head
    with open(path, "wb") as file:
        file.write(padded(start) + body)
