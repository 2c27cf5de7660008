"""The program that goes with every pack: written in parts, handed out as one file that needs Python alone.

Nothing in it may be imported from anywhere but the standard library and these parts.
"""

import ast
from functools import cache
from pathlib import Path

PARTS = ("reading", "trail", "cases", "figures", "breaches", "start")  # each uses only those before it
HEAD = "#!/usr/bin/env python3"
OLD = 'if sys.version_info < (3, 10):\n    sys.exit("This needs Python 3.10 or later: run it as python3 check.py.")'
RUN = 'if __name__ == "__main__":\n    sys.exit(main())\n'


@cache
def source() -> bytes:
    """Return the program: the parts in order, their imports at the top and those of each other left out."""
    imports: set[str] = set()
    bodies: list[str] = []
    for part in PARTS:
        written = (Path(__file__).with_name(f"{part}.py")).read_text("utf-8")
        lines, first, rest = written.splitlines(), *_split(ast.parse(written).body)
        imports |= {line for line in first if "caselight" not in line}
        bodies.append("\n".join(lines[rest - 1 :]))
    about = (ast.get_docstring(ast.parse(Path(__file__).with_name("reading.py").read_text("utf-8"))) or "").strip()
    return "\n\n\n".join([f'{HEAD}\n"""{about}"""\n\n' + "\n".join(sorted(imports)), OLD, *bodies, RUN]).encode()


def _split(body: list[ast.stmt]) -> tuple[list[str], int]:
    """Return the imports of a part, a line each, and the line at which the rest begins."""
    imports = [ast.unparse(each) for each in body if isinstance(each, ast.Import | ast.ImportFrom)]
    rest = next(each for each in body[1:] if not isinstance(each, ast.Import | ast.ImportFrom))
    return imports, rest.lineno
