"""Minima from Python, with nothing but the standard library. MINIMA may hold the command, such as "dotnet path/to/Minima.Cli.dll"."""
import json, os, shlex, subprocess

command = shlex.split(os.environ.get("MINIMA", "minima")) + ["evaluate"]
with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as minima:
    for delta in (0.5, 1.0, 2.0):
        request = {"loss": "huber", "params": {"delta": delta}, "inputs": {"prediction": [0.2, 4.0], "target": [0.0, 1.0]}}
        print(json.dumps(request, allow_nan=False), file=minima.stdin, flush=True)
        answer = json.loads(minima.stdout.readline())
        print(delta, answer["error"]["message"] if "error" in answer else (answer["value"], answer["gradient"]["prediction"]))
    minima.stdin.close()
