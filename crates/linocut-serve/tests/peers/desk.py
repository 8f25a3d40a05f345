"""A Linocut server for a while, with a place of its own."""

import json
import os
import shutil
import subprocess
import tempfile
import urllib.request

# Variables that a machine may have set for other programs.
FOREIGN = ("OPENAI_", "ANTHROPIC_", "GEMINI_", "GOOGLE_API", "AZURE_", "OLLAMA_", "LLM_", "LINOCUT_", "COMFYUI_", "AUTOMATIC1111_")


class Desk:
    """`linocut serve` at a free port; its file of providers holds `providers`."""

    def __init__(self, program, providers=None):
        self.home = tempfile.mkdtemp(prefix="linocut-peer-")
        if providers:
            with open(os.path.join(self.home, "providers.json"), "w", encoding="utf-8") as file:
                json.dump(providers, file)
        environment = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        environment["LINOCUT_HOME"] = self.home
        command = [program, "serve", "--port", "0", "--in-memory"]
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        line = self.process.stderr.readline()
        assert "http://" in line, line
        self.address = "http://" + line.split("http://")[1].split(",")[0].strip()

    def get(self, path):
        """The JSON at a path."""
        with urllib.request.urlopen(self.address + path, timeout=60) as answer:
            return json.load(answer)

    def post(self, path, body):
        """The JSON that a path answers to JSON."""
        head = {"content-type": "application/json", "accept": "application/json"}
        request = urllib.request.Request(self.address + path, json.dumps(body).encode(), head)
        with urllib.request.urlopen(request, timeout=200) as answer:
            return json.load(answer)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.home, ignore_errors=True)
