"""The official Python client of OpenAI against `linocut serve`.

    python openai_client.py target/release/linocut

Needs the package openai; exits 0 when everything holds.
"""

import base64
import sys

import openai
from desk import Desk


def chats(client):
    """Drawings as answers, whole and in pieces, and changes of them."""
    words = [{"role": "system", "content": "You draw icons."}, {"role": "user", "content": "bell"}]
    answer = client.chat.completions.create(model="linocut", messages=words)
    svg = answer.choices[0].message.content
    assert svg.startswith("<svg") and svg.rstrip().endswith("</svg>"), svg
    assert answer.choices[0].finish_reason == "stop" and answer.object == "chat.completion"
    stream = client.chat.completions.create(
        model="linocut", messages=words, stream=True, stream_options={"include_usage": True}
    )
    pieces = list(stream)
    text = "".join(piece.choices[0].delta.content or "" for piece in pieces if piece.choices)
    assert text == svg, (text, svg)
    assert pieces[-1].usage is not None and pieces[-1].usage.total_tokens >= 0
    more = [*words, {"role": "assistant", "content": svg}, {"role": "user", "content": "make it red"}]
    red = client.chat.completions.create(model="linocut", messages=more).choices[0].message.content
    assert "#f00" in red and red != svg, red


def pictures(client):
    """Drawings in place of pictures."""
    made = client.images.generate(model="linocut", prompt="bell", extra_body={"output_format": "svg"})
    assert base64.b64decode(made.data[0].b64_json).startswith(b"<svg")
    made = client.images.generate(prompt="bell", size="256x256", output_format="png", background="opaque")
    assert base64.b64decode(made.data[0].b64_json).startswith(b"\x89PNG")
    made = client.images.generate(prompt="bell", n=2, response_format="url", extra_body={"output_format": "svg"})
    assert len(made.data) == 2 and made.data[1].url.startswith("data:image/svg+xml;base64,")


def models(client):
    """The list, and one of it."""
    names = [model.id for model in client.models.list()]
    assert "linocut" in names and "linocut-icon" in names, names
    assert client.models.retrieve("linocut").owned_by == "linocut"


def refused(kind, call):
    """Calls what must fail as `kind`, with words."""
    try:
        call()
    except kind as error:
        assert error.message and error.status_code >= 400, error
        return error
    raise AssertionError(f"no {kind.__name__}")


def mistakes(client):
    """Errors are those that the client knows."""
    words = [{"role": "user", "content": "bell"}]
    chat = client.chat.completions.create
    refused(openai.NotFoundError, lambda: client.models.retrieve("nobody"))
    refused(openai.NotFoundError, lambda: chat(model="gpt-9", messages=words))
    error = refused(openai.BadRequestError, lambda: chat(model="linocut", messages=[]))
    assert error.body["param"] == "messages" and error.body["type"] == "invalid_request_error", error.body
    refused(openai.BadRequestError, lambda: client.images.generate(prompt="bell", n=99))
    refused(openai.BadRequestError, lambda: client.images.generate(prompt="bell", size="9x9"))
    refused(openai.InternalServerError, lambda: chat(model="linocut-plan", messages=words))


def main(program):
    """Everything."""
    with Desk(program) as desk:
        client = openai.OpenAI(base_url=desk.address + "/v1", api_key="unused", max_retries=0, timeout=120)
        for check in (models, chats, pictures, mistakes):
            check(client)
            print(f"openai {openai.__version__}: {check.__name__} hold")


if __name__ == "__main__":
    main(sys.argv[1])
