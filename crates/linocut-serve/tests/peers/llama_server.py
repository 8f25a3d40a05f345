"""A server that others wrote, llama-cpp-python's, behind our provider of the family openai.

    python llama_server.py target/release/linocut

Needs llama-cpp-python[server] and openai. The model is made here and has learned nothing, so that only what the server and
Linocut do is looked at: streams, schemas, grammars, errors, timeouts, budgets. Exits 0 when everything holds.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import openai
import tiny_gguf
from desk import Desk

SCHEMA = {
    "type": "object",
    "properties": {"mode": {"enum": ["line", "solid"]}, "ready": {"type": "boolean"}},
    "required": ["mode", "ready"],
}


def free_port():
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]


class Llama:
    """The server with the model."""

    def __init__(self, folder):
        model, self.port = os.path.join(folder, "tiny.gguf"), free_port()
        tiny_gguf.write(model)
        command = [sys.executable, "-m", "llama_cpp.server", "--model", model, "--model_alias", "tiny", "--host", "127.0.0.1",
                   "--port", str(self.port), "--n_ctx", "16384", "--n_threads", "1", "--verbose", "False"]
        self.log = open(os.path.join(folder, "log"), "w+", encoding="utf-8")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log)
        self.url = f"http://127.0.0.1:{self.port}/v1"

    def wait(self):
        for _ in range(300):
            try:
                with urllib.request.urlopen(self.url + "/models", timeout=5) as answer:
                    return json.load(answer)
            except OSError:
                assert self.process.poll() is None, self.told()
                time.sleep(0.2)
        raise AssertionError(self.told())

    def told(self):
        self.log.seek(0)
        return self.log.read()[-4000:]

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def providers(url):
    def provider(**more):
        return {"family": "openai", "url": url, "timeout_s": 60, **more}

    return {
        "write": "peer",
        "providers": {
            "peer": provider(),
            "held": provider(grammar=True),
            "hasty": provider(timeout_s=1),
            "lost": {"family": "openai", "url": url + "/nowhere", "model": "tiny"},
        },
    }


def ask(client, model, words="Say something.", most=24, **more):
    messages = [{"role": "user", "content": words}]
    return client.chat.completions.create(model=model, messages=messages, max_tokens=most, temperature=0, **more)


def plain(client, desk):
    """A reply with its counts, and the model's own name found."""
    reply = ask(client, "peer")
    assert reply.choices[0].finish_reason in ("length", "stop"), reply
    assert reply.usage.completion_tokens > 0 and reply.usage.prompt_tokens > 0, reply.usage
    tried = desk.post("/api/v1/providers/peer/test", {})
    assert tried["ok"] and tried["models"] == ["tiny"] and tried["output_tokens"] > 0, tried
    noted = desk.get("/api/v1/usage")["items"]
    assert all(item["model"] == "tiny" for item in noted[:1]), noted[:1]


def streams(client, _desk):
    """Pieces as they are written, the same words as the whole."""
    whole = ask(client, "peer", seed=7).choices[0].message.content
    pieces = [piece.choices[0].delta.content or "" for piece in ask(client, "peer", seed=7, stream=True) if piece.choices]
    assert len([piece for piece in pieces if piece]) > 2 and "".join(pieces) == whole, (pieces, whole)


def schemas(client, _desk):
    """JSON of a form: by the server's own schema, where it refuses ours, and by our grammar."""
    wanted = {"type": "json_schema", "json_schema": {"name": "form", "schema": SCHEMA}}
    for model in ("peer", "held"):
        reply = ask(client, model, "Answer in JSON.", 64, response_format=wanted).choices[0].message.content
        found = json.loads(reply)
        assert found["mode"] in ("line", "solid") and isinstance(found["ready"], bool), reply


def grammars(_client, desk):
    """The grammars of our own forms are grammars to llama.cpp: nothing that is asked with them is refused."""
    draw = desk.post("/api/v1/draw", {"prompt": "bell", "route": "plan", "provider": "held", "debug": True, "effort": "fast"})
    steps = draw["steps"]
    assert steps and all(step["error"] is None for step in steps), steps
    plan = next(step["answered"] for step in steps if step["purpose"] == "plan")
    assert plan.lstrip().startswith("{") and '"concepts"' in plan, plan
    for kind in ("flowchart", "mindmap"):
        body = {"instruction": "a, then b", "diagram_type": kind, "by": "model", "provider": "held", "debug": True}
        steps = desk.post("/api/v1/diagram", body)["steps"]
        assert steps and steps[0]["error"] is None and steps[0]["answered"].lstrip().startswith("{"), (kind, steps)


def refused(kind, call):
    try:
        call()
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__}")


def errors(client, desk):
    """What the server refuses is told, and drawing goes on without it."""
    refused(openai.APIStatusError, lambda: ask(client, "lost/tiny"))
    long = "word " * 6000
    refused(openai.APIStatusError, lambda: ask(client, "peer", long))
    drawn = desk.post("/api/v1/draw", {"prompt": "bell", "route": "plan", "provider": "lost"})
    assert drawn["warnings"][0].startswith("drawn offline"), drawn["warnings"]


def hangs(client, desk, llama):
    """A server that hangs is given up in time, drawing goes on without it, and it is asked again when it wakes."""
    llama.process.send_signal(signal.SIGSTOP)
    try:
        start = time.monotonic()
        refused(openai.APIStatusError, lambda: ask(client, "hasty"))
        drawn = desk.post("/api/v1/draw", {"prompt": "bell", "route": "plan", "provider": "hasty"})
        assert drawn["warnings"][0].startswith("drawn offline"), drawn["warnings"]
        assert time.monotonic() - start < 60
    finally:
        llama.process.send_signal(signal.SIGCONT)
    assert ask(client, "peer").usage.completion_tokens > 0


def main(program):
    """Everything."""
    with tempfile.TemporaryDirectory() as folder:
        llama = Llama(folder)
        try:
            llama.wait()
            with Desk(program, providers(llama.url)) as desk:
                client = openai.OpenAI(base_url=desk.address + "/v1", api_key="unused", max_retries=0, timeout=200)
                for check in (plain, streams, schemas, grammars, errors):
                    check(client, desk)
                    print(f"llama-cpp-python: {check.__name__} hold", flush=True)
                hangs(client, desk, llama)
                print("llama-cpp-python: hangs hold", flush=True)
        finally:
            llama.stop()


if __name__ == "__main__":
    main(sys.argv[1])
