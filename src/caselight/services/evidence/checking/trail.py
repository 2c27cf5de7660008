"""Files by their digests, events by their hashes, and chains by their heads."""

import hashlib
import json
from collections import defaultdict

from caselight.services.evidence.checking.reading import HERE, Chains, Checks, Row, lines, nfc, table

GENESIS = "0" * 64


def check_manifest(checks: Checks) -> Row:
    """Compare size and digest of every file with the manifest."""
    manifest: Row = json.loads((HERE / "manifest.json").read_text("utf-8"))
    for name, said in manifest["members"].items():
        path = HERE / name
        if not path.is_file():
            checks.off(name, "is missing")
            continue
        content = path.read_bytes()
        if (len(content), hashlib.sha256(content).hexdigest()) != (said["size"], said["sha256"]):
            checks.off(name, "differs from its size or SHA-256 in manifest.json")
    checks.part(f"{len(manifest['members'])} files are as the manifest says.")
    return manifest


def check_chains(checks: Checks) -> Chains:
    """Work out the hash of every event again, and follow each chain to its head."""
    chains: Chains = defaultdict(list)
    for row, line in enumerate(lines("events.jsonl"), 1):
        check_event(checks, row, line, chains[line["case"]])
        chains[line["case"]].append(line)
    check_heads(checks, chains)
    events = sum(map(len, chains.values()))
    checks.part(f"{events:,} events of {len(chains):,} cases: every hash is right, and every chain leads to its head.")
    return chains


def check_event(checks: Checks, row: int, line: Row, earlier: list[Row]) -> None:
    """Look whether an event follows the one before it, says what was hashed, and has the texts it was written with."""
    seq, prev = (earlier[-1]["seq"], earlier[-1]["hash"]) if earlier else (0, GENESIS)
    about = f"{line['case']}, event {line['seq']}"
    if line["seq"] != seq + 1:
        checks.off("events.jsonl", f"event {seq + 1} is missing before it", row, about)
    elif line["prev"] != prev:
        checks.off("events.jsonl", "does not follow the event before it", row, about)
    if "event" not in line:
        return
    event = line["event"]
    if hashed(line["prev"], event) != line["hash"]:
        checks.off("events.jsonl", "was changed after it was written: its hash differs", row, about)
    if (event["case_id"], event["seq"]) != (int(line["case"][2:]), line["seq"]):
        checks.off("events.jsonl", "is the event of another case or place", row, about)
    for name, text in line.get("texts", {}).items():
        kept = bytes.fromhex(text["salt"]) + nfc(text["text"]).encode()
        if event["body"].get("texts", {}).get(name) != hashlib.sha256(kept).hexdigest():
            checks.off("events.jsonl", f"its text “{name}” was changed", row, about)


def hashed(prev: str, event: Row) -> str:
    """Return the hash of an event."""
    written = json.dumps(nfc(event), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"\x01" + bytes.fromhex(prev) + written.encode()).hexdigest()


def check_heads(checks: Checks, chains: Chains) -> None:
    """Compare the length and the newest hash of each chain with its row."""
    rows = table("audit/chain.csv")
    for row, said in enumerate(rows, 1):
        chain = chains.get(said["case"], [])
        pairs = {
            "events": (said["events"], str(len(chain))),
            "kept_back": (said["kept_back"], str(sum("kept_back" in line for line in chain))),
            "head": (said["head"], chain[-1]["hash"] if chain else GENESIS),
        }
        checks.same("audit/chain.csv", row, said["case"], pairs)
    for case in sorted(chains.keys() - {said["case"] for said in rows}):
        checks.off("audit/chain.csv", "has no row for a case that has events", about=case)
